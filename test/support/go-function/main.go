// A function on the official Go runtime client, for the tests of the Runtime API. The event says what it shall do.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type event struct {
	Do   string `json:"do"`
	Text string `json:"text"`
}

type answer struct {
	Text        string `json:"text"`
	RequestID   string `json:"requestId"`
	FunctionArn string `json:"functionArn"`
	RemainingMs int64  `json:"remainingMs"`
	Invocation  int    `json:"invocation"`
}

type notFoundError struct{ what string }

func (e notFoundError) Error() string { return e.what + " not found" }

var invocations int

func handle(ctx context.Context, in event) (answer, error) {
	invocations++
	fmt.Println("go says", in.Text)
	switch in.Do {
	case "fail":
		return answer{}, errors.New("as asked")
	case "failWithType":
		return answer{}, notFoundError{in.Text}
	case "panic":
		panic("as asked")
	}
	lc, _ := lambdacontext.FromContext(ctx)
	deadline, _ := ctx.Deadline()
	return answer{
		Text:        in.Text,
		RequestID:   lc.AwsRequestID,
		FunctionArn: lc.InvokedFunctionArn,
		RemainingMs: time.Until(deadline).Milliseconds(),
		Invocation:  invocations,
	}, nil
}

func main() { lambda.Start(handle) }
