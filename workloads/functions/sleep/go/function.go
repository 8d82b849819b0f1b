// Waits without using the processor.
package main

import (
	"time"

	probe "faasmark/workloads/probe/go"
)

type event struct {
	SleepMs float64 `json:"sleepMs"`
}

type output struct {
	SleptMs float64 `json:"sleptMs"`
}

func handle(in event) (output, error) {
	time.Sleep(time.Duration(in.SleepMs * float64(time.Millisecond)))
	return output{in.SleepMs}, nil
}

func main() { probe.Start(handle) }
