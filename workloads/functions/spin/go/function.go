// Burns a given amount of processor time, by the processor clock itself.
package main

import (
	"runtime"
	"syscall"
	"unsafe"

	probe "faasmark/workloads/probe/go"
)

const (
	checkedSteps  = 1000
	fewestSteps   = 1000
	mostSteps     = 1_000_000
	threadCPUTime = 3 // CLOCK_THREAD_CPUTIME_ID of Linux
)

type event struct {
	BusyMs float64 `json:"busyMs"`
	Seed   uint32  `json:"seed"`
}

type output struct {
	BusyMs   float64 `json:"busyMs"`
	Checksum uint32  `json:"checksum"`
	Steps    int     `json:"steps"`
}

// The linear congruential generator of "Numerical Recipes".
func advance(state uint32, steps int) uint32 {
	for i := 0; i < steps; i++ {
		state = state*1664525 + 1013904223
	}
	return state
}

func handle(in event) (output, error) {
	// The clock is that of a thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start := threadMs()
	checksum := advance(in.Seed, checkedSteps)
	state, done, steps := checksum, 0, fewestSteps
	for {
		state = advance(state, steps)
		done += steps
		used := threadMs() - start
		if used >= in.BusyMs {
			break
		}
		steps = nextSteps(done, used, in.BusyMs)
	}
	sink = state
	return output{in.BusyMs, checksum, done}, nil
}

// So many that half of what remains is burnt, at the speed so far.
func nextSteps(done int, usedMs, busyMs float64) int {
	return max(fewestSteps, min(mostSteps, int(float64(done)/max(usedMs, 0.001)*(busyMs-usedMs)/2)))
}

// Keeps the compiler from leaving the work out.
var sink uint32

func threadMs() float64 {
	var now syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, threadCPUTime, uintptr(unsafe.Pointer(&now)), 0)
	return float64(now.Sec)*1e3 + float64(now.Nsec)/1e6
}

func main() { probe.Start(handle) }
