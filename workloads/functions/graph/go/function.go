// Breadth-first search, minimum spanning tree and PageRank on a scale-free graph.
package main

import (
	"fmt"

	probe "faasmark/workloads/probe/go"
)

type event struct {
	Nodes      int      `json:"nodes"`
	Algorithms []string `json:"algorithms"`
	Seed       uint32   `json:"seed"`
}

type output struct {
	Nodes    int       `json:"nodes"`
	Edges    int       `json:"edges"`
	BFS      *distance `json:"bfs,omitempty"`
	MST      *tree     `json:"mst,omitempty"`
	PageRank *ranking  `json:"pagerank,omitempty"`
}

func handle(in event) (output, error) {
	g := newGraph(in.Nodes, in.Seed)
	out := output{Nodes: g.nodes, Edges: len(g.weights)}
	for _, algorithm := range in.Algorithms {
		switch algorithm {
		case "bfs":
			out.BFS = g.search()
		case "mst":
			out.MST = g.span()
		case "pagerank":
			out.PageRank = g.rank()
		default:
			return output{}, fmt.Errorf("there is no algorithm %q", algorithm)
		}
	}
	return out, nil
}

func main() { probe.Start(handle) }
