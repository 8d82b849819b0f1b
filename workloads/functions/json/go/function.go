// Writes and reads JSON: integers and ASCII text, so that every language writes the same bytes.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"faasmark/workloads/functions/shared/go"
	probe "faasmark/workloads/probe/go"
)

type event struct {
	Items int    `json:"items"`
	Seed  uint32 `json:"seed"`
}

type record struct {
	ID    int    `json:"id"`
	Value int    `json:"value"`
	Name  string `json:"name"`
	Tags  [3]int `json:"tags"`
}

type output struct {
	Items  int    `json:"items"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func handle(in event) (output, error) {
	random := shared.NewRandom(in.Seed)
	records := make([]record, in.Items)
	for id := range records {
		records[id] = record{
			ID:    id,
			Value: random.Below(1_000_000),
			Name:  fmt.Sprintf("item-%d", random.Below(1000)),
			Tags:  [3]int{random.Below(7), random.Below(11), random.Below(13)},
		}
	}
	text, err := json.Marshal(records)
	if err != nil {
		return output{}, err
	}
	var read []record
	if err := json.Unmarshal(text, &read); err != nil {
		return output{}, err
	}
	again, err := json.Marshal(read)
	sum := sha256.Sum256(again)
	return output{in.Items, len(again), hex.EncodeToString(sum[:])}, err
}

func main() { probe.Start(handle) }
