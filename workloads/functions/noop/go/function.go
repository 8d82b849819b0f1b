// Does nothing.
package main

import probe "faasmark/workloads/probe/go"

type event struct{}

type output struct {
	Done bool `json:"done"`
}

func handle(event) (output, error) { return output{true}, nil }

func main() { probe.Start(handle) }
