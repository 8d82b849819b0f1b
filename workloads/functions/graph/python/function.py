"""Breadth-first search, minimum spanning tree and PageRank on a scale-free graph."""

import math

from seeded import create_random

EDGES_PER_NODE = 3
HEAVIEST = 1000
DAMPING = 0.85
ITERATIONS = 10


class Graph:
    """Preferential attachment (Barabasi and Albert 1999): a new node is joined to ends of the edges that there are."""

    def __init__(self, nodes, seed):
        below = create_random(seed)
        self.nodes = nodes
        # Of edge i: 2i and 2i + 1.
        self.ends = ends = []
        self.weights = []
        self.neighbours = [[] for _ in range(nodes)]
        for node in range(1, nodes):
            others, known = [], len(ends)
            while len(others) < min(EDGES_PER_NODE, node):
                other = ends[below(known)] if known else 0
                if other not in others:
                    others.append(other)
            for other in others:
                ends += (node, other)
                self.weights.append(1 + below(HEAVIEST))
                self.neighbours[node].append(other)
                self.neighbours[other].append(node)


def search(graph):
    """Breadth first, from node 0."""
    distances = [-1] * graph.nodes
    distances[0] = 0
    queue, distance_sum = [0], 0
    for node in queue:
        distance = distances[node]
        distance_sum += distance
        for following in graph.neighbours[node]:
            if distances[following] == -1:
                distances[following] = distance + 1
                queue.append(following)
    return {"reached": len(queue), "depth": distances[queue[-1]], "distanceSum": distance_sum}


def span(graph):
    """Kruskal 1956, with path halving."""
    parents = list(range(graph.nodes))

    def find(node):
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    edges = weight = 0
    for edge in sorted(range(len(graph.weights)), key=graph.weights.__getitem__):
        one, other = find(graph.ends[2 * edge]), find(graph.ends[2 * edge + 1])
        if one != other:
            parents[one] = other
            edges += 1
            weight += graph.weights[edge]
    return {"edges": edges, "weight": weight}


def rank(graph):
    """By power iteration (Brin and Page 1998)."""
    ranks = [1 / graph.nodes] * graph.nodes
    for _ in range(ITERATIONS):
        following = [(1 - DAMPING) / graph.nodes] * graph.nodes
        for node, neighbours in enumerate(graph.neighbours):
            share = DAMPING * ranks[node] / len(neighbours)
            for neighbour in neighbours:
                following[neighbour] += share
        ranks = following
    best = ranks.index(max(ranks))
    # Processors that add and multiply at once differ in the last bits.
    return {"best": best, "rank": math.floor(ranks[best] * 1e9 + 0.5) / 1e9}


ALGORITHMS = {"bfs": search, "mst": span, "pagerank": rank}


def handle(event):
    graph = Graph(event["nodes"], event["seed"])
    results = {name: ALGORITHMS[name](graph) for name in event["algorithms"]}
    return {"nodes": graph.nodes, "edges": len(graph.weights), **results}
