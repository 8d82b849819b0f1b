// Adds up sine, cosine and square root of numbers.
package main

import (
	"math"

	"faasmark/workloads/functions/shared/go"
	probe "faasmark/workloads/probe/go"
)

type event struct {
	N    int    `json:"n"`
	Seed uint32 `json:"seed"`
}

type output struct {
	N       int     `json:"n"`
	Sines   float64 `json:"sines"`
	Cosines float64 `json:"cosines"`
	Roots   float64 `json:"roots"`
}

func handle(in event) (output, error) {
	random := shared.NewRandom(in.Seed)
	var sines, cosines, roots float64
	for i := 0; i < in.N; i++ {
		x := float64(random.Below(1<<20)) / 1024
		sines += math.Sin(x)
		cosines += math.Cos(x)
		roots += math.Sqrt(x)
	}
	return output{in.N, round(sines), round(cosines), round(roots)}, nil
}

// Languages differ in the last bit of a sine.
func round(sum float64) float64 { return math.Floor(sum*1e4+0.5) / 1e4 }

func main() { probe.Start(handle) }
