// Multiplies two square matrices. Their entries are whole numbers, so that the product is exact in any order.
package main

import (
	"faasmark/workloads/functions/shared/go"
	probe "faasmark/workloads/probe/go"
)

type event struct {
	N    int    `json:"n"`
	Seed uint32 `json:"seed"`
}

type output struct {
	N           int     `json:"n"`
	Trace       float64 `json:"trace"`
	WeightedSum float64 `json:"weightedSum"`
}

func handle(in event) (output, error) {
	n, random := in.N, shared.NewRandom(in.Seed)
	a, b := fill(n*n, random), fill(n*n, random)
	product := multiply(a, b, n)
	out := output{N: n}
	for row := 0; row < n; row++ {
		out.Trace += product[row*n+row]
		for _, entry := range product[row*n : (row+1)*n] {
			out.WeightedSum += float64(row+1) * entry
		}
	}
	return out, nil
}

func fill(length int, random *shared.Random) []float64 {
	entries := make([]float64, length)
	for at := range entries {
		entries[at] = float64(random.Below(100))
	}
	return entries
}

// Row by row of b, as it lies in memory.
func multiply(a, b []float64, n int) []float64 {
	product := make([]float64, n*n)
	for row := 0; row < n; row++ {
		into := product[row*n : (row+1)*n]
		for inner := 0; inner < n; inner++ {
			factor := a[row*n+inner]
			for column, entry := range b[inner*n : (inner+1)*n] {
				into[column] += factor * entry
			}
		}
	}
	return product
}

func main() { probe.Start(handle) }
