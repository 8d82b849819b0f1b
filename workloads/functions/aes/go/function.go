// Encrypts a message by AES-128 in counter mode, and what comes of it again.
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"faasmark/workloads/functions/shared/go"
	probe "faasmark/workloads/probe/go"
)

type event struct {
	Bytes  int    `json:"bytes"`
	Rounds int    `json:"rounds"`
	Seed   uint32 `json:"seed"`
}

type output struct {
	Bytes  int    `json:"bytes"`
	Rounds int    `json:"rounds"`
	SHA256 string `json:"sha256"`
}

func handle(in event) (output, error) {
	random := shared.NewRandom(in.Seed)
	block, err := aes.NewCipher(draw(16, random))
	if err != nil {
		return output{}, err
	}
	message := draw(in.Bytes, random)
	for round := 0; round < in.Rounds; round++ {
		// The round's own part of the counter.
		var counter [16]byte
		binary.BigEndian.PutUint32(counter[:], uint32(round))
		cipher.NewCTR(block, counter[:]).XORKeyStream(message, message)
	}
	sum := sha256.Sum256(message)
	return output{in.Bytes, in.Rounds, hex.EncodeToString(sum[:])}, nil
}

func draw(length int, random *shared.Random) []byte {
	drawn := make([]byte, length)
	for at := range drawn {
		drawn[at] = byte(random.Below(256))
	}
	return drawn
}

func main() { probe.Start(handle) }
