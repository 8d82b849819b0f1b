// Package probe is the entry point of every deployed Go function: it takes events from the Lambda Runtime API, runs the
// function, and reports which instance ran it, how many invocations that instance has had, and how long initialisation
// and handler took.
//
// It is on the path of every cold start, and so speaks HTTP over a bare connection: net/http is most of a binary.
package probe

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"
)

// As early as a package can know. The start of the program itself, before, is a millisecond.
var started = time.Now()

type report struct {
	Instance          string  `json:"instance"`
	Invocation        int     `json:"invocation"`
	InitDurationMs    float64 `json:"initDurationMs"`
	HandlerDurationMs float64 `json:"handlerDurationMs"`
	// When the handler began, by this machine's clock.
	StartedAtEpochMs float64 `json:"startedAtEpochMs"`
}

type answer[Output any] struct {
	Probe  report `json:"probe"`
	Output Output `json:"output"`
}

type failure struct {
	ErrorType    string `json:"errorType"`
	ErrorMessage string `json:"errorMessage"`
}

// Start answers events with what handle makes of them, until the platform ends the instance.
func Start[Event, Output any](handle func(Event) (Output, error)) {
	connection, err := connect(os.Getenv("AWS_LAMBDA_RUNTIME_API"))
	if err != nil {
		log.Fatal("cannot reach the Runtime API: ", err)
	}
	instance := newIdentity()
	initDurationMs := millisSince(started)
	for invocation := 1; ; invocation++ {
		requestID, body, err := connection.next()
		if err != nil {
			log.Fatal("the Runtime API is gone: ", err)
		}
		begun := time.Now()
		output, err := run(handle, body)
		if err != nil {
			err = connection.fail(requestID, failure{"Error", err.Error()})
		} else {
			probe := report{instance, invocation, initDurationMs, millisSince(begun), float64(begun.UnixMicro()) / 1e3}
			err = connection.respond(requestID, answer[Output]{probe, output})
		}
		if err != nil {
			log.Fatal("the Runtime API is gone: ", err)
		}
	}
}

// A panic is an error of this invocation alone.
func run[Event, Output any](handle func(Event) (Output, error), body []byte) (output Output, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	var event Event
	if err = json.Unmarshal(body, &event); err != nil {
		return output, err
	}
	return handle(event)
}

func millisSince(start time.Time) float64 { return float64(time.Since(start).Nanoseconds()) / 1e6 }

// A random UUID, version 4.
func newIdentity() string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		log.Fatal("no random numbers: ", err)
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
