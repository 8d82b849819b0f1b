package main

import (
	"math"
	"slices"

	"faasmark/workloads/functions/shared/go"
)

const (
	edgesPerNode = 3
	heaviest     = 1000
	damping      = 0.85
	iterations   = 10
)

type graph struct {
	nodes      int
	ends       []int // of edge i: 2i and 2i + 1
	weights    []int
	neighbours [][]int
}

// Preferential attachment (Barabási and Albert 1999): a new node is joined to ends of the edges that there are.
func newGraph(nodes int, seed uint32) *graph {
	random := shared.NewRandom(seed)
	g := &graph{nodes: nodes, neighbours: make([][]int, nodes)}
	for node := 1; node < nodes; node++ {
		others, known := make([]int, 0, edgesPerNode), len(g.ends)
		for len(others) < min(edgesPerNode, node) {
			other := 0
			if known > 0 {
				other = g.ends[random.Below(known)]
			}
			if !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
		for _, other := range others {
			g.ends = append(g.ends, node, other)
			g.weights = append(g.weights, 1+random.Below(heaviest))
			g.neighbours[node] = append(g.neighbours[node], other)
			g.neighbours[other] = append(g.neighbours[other], node)
		}
	}
	return g
}

type distance struct {
	Reached     int `json:"reached"`
	Depth       int `json:"depth"`
	DistanceSum int `json:"distanceSum"`
}

// search goes breadth first, from node 0.
func (g *graph) search() *distance {
	distances := slices.Repeat([]int{-1}, g.nodes)
	distances[0] = 0
	queue, sum := []int{0}, 0
	for at := 0; at < len(queue); at++ {
		here := distances[queue[at]]
		sum += here
		for _, next := range g.neighbours[queue[at]] {
			if distances[next] == -1 {
				distances[next] = here + 1
				queue = append(queue, next)
			}
		}
	}
	return &distance{len(queue), distances[queue[len(queue)-1]], sum}
}

type tree struct {
	Edges  int `json:"edges"`
	Weight int `json:"weight"`
}

// span finds a minimum spanning tree: Kruskal 1956, with path halving.
func (g *graph) span() *tree {
	parents := numbers(g.nodes)
	find := func(node int) int {
		for parents[node] != node {
			parents[node] = parents[parents[node]]
			node = parents[node]
		}
		return node
	}
	lightestFirst := numbers(len(g.weights))
	slices.SortStableFunc(lightestFirst, func(a, b int) int { return g.weights[a] - g.weights[b] })
	found := &tree{}
	for _, edge := range lightestFirst {
		one, other := find(g.ends[2*edge]), find(g.ends[2*edge+1])
		if one != other {
			parents[one] = other
			found.Edges++
			found.Weight += g.weights[edge]
		}
	}
	return found
}

func numbers(count int) []int {
	all := make([]int, count)
	for at := range all {
		all[at] = at
	}
	return all
}

type ranking struct {
	Best int     `json:"best"`
	Rank float64 `json:"rank"`
}

// rank is PageRank by power iteration (Brin and Page 1998).
func (g *graph) rank() *ranking {
	ranks := slices.Repeat([]float64{1 / float64(g.nodes)}, g.nodes)
	for range iterations {
		next := slices.Repeat([]float64{(1 - damping) / float64(g.nodes)}, g.nodes)
		for node, neighbours := range g.neighbours {
			share := damping * ranks[node] / float64(len(neighbours))
			for _, neighbour := range neighbours {
				next[neighbour] += share
			}
		}
		ranks = next
	}
	highest := slices.Max(ranks)
	// Processors that add and multiply at once differ in the last bits.
	return &ranking{slices.Index(ranks, highest), math.Floor(highest*1e9+0.5) / 1e9}
}
