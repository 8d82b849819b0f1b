// Compresses a text by gzip, and unpacks it again.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"faasmark/workloads/functions/shared/go"
	probe "faasmark/workloads/probe/go"
)

const (
	level      = 6
	vocabulary = 1000
)

type event struct {
	KiB  int    `json:"kib"`
	Seed uint32 `json:"seed"`
}

type output struct {
	Bytes           int    `json:"bytes"`
	SHA256          string `json:"sha256"`
	IsSmaller       bool   `json:"isSmaller"`
	CompressedBytes int    `json:"compressedBytes"`
}

func handle(in event) (output, error) {
	text := toWords(in.KiB*1024, in.Seed)
	compressed, err := compress(text)
	if err != nil {
		return output{}, err
	}
	size := compressed.Len()
	reader, err := gzip.NewReader(compressed)
	if err != nil {
		return output{}, err
	}
	again, err := io.ReadAll(reader)
	sum := sha256.Sum256(again)
	return output{len(again), hex.EncodeToString(sum[:]), size < len(text), size}, err
}

func compress(text []byte) (*bytes.Buffer, error) {
	var compressed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&compressed, level)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(text); err != nil {
		return nil, err
	}
	return &compressed, writer.Close()
}

// Words of three to ten letters, out of a vocabulary, with a space after each.
func toWords(length int, seed uint32) []byte {
	random := shared.NewRandom(seed)
	words := make([][]byte, vocabulary)
	for at := range words {
		word := make([]byte, 3+random.Below(8), 11)
		for letter := range word {
			word[letter] = byte('a' + random.Below(26))
		}
		words[at] = append(word, ' ')
	}
	text := make([]byte, 0, length+11)
	for len(text) < length {
		text = append(text, words[random.Below(vocabulary)]...)
	}
	return text[:length]
}

func main() { probe.Start(handle) }
