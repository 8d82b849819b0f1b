// Makes a thumbnail of a picture: reads it from a PNG file, makes it smaller, and writes a PNG.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"

	probe "faasmark/workloads/probe/go"
)

type event struct {
	Picture string `json:"picture"`
	Width   int    `json:"width"`
}

type output struct {
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	SHA256    string `json:"sha256"` // of the pixels: how they are compressed is the library's own affair
	FileBytes int    `json:"fileBytes"`
}

func handle(in event) (output, error) {
	picture, err := read(in.Picture)
	if err != nil {
		return output{}, err
	}
	thumbnail := shrink(picture, in.Width)
	var file bytes.Buffer
	if err := png.Encode(&file, thumbnail); err != nil {
		return output{}, err
	}
	size := thumbnail.Bounds().Size()
	sum := sha256.Sum256(toColours(thumbnail))
	return output{size.X, size.Y, hex.EncodeToString(sum[:]), file.Len()}, nil
}

// read takes a picture of the package, which is unpacked beside this program.
func read(name string) (*image.RGBA, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	file, err := os.Open(filepath.Join(filepath.Dir(program), "pictures", name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoded, err := png.Decode(file)
	if err != nil {
		return nil, err
	}
	picture := image.NewRGBA(decoded.Bounds())
	draw.Draw(picture, picture.Rect, decoded, decoded.Bounds().Min, draw.Src)
	return picture, nil
}

// shrink makes each pixel the mean of those that it stands for. Whole numbers only: the same in every language.
func shrink(from *image.RGBA, width int) *image.RGBA {
	size := from.Bounds().Size()
	height := max(1, (2*size.Y*width+size.X)/(2*size.X))
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	for row := 0; row < height; row++ {
		top, bottom := toSpan(row, size.Y, height)
		for column := 0; column < width; column++ {
			left, right := toSpan(column, size.X, width)
			count := (bottom - top) * (right - left)
			for channel := 0; channel < 4; channel++ {
				sum := 0
				for y := top; y < bottom; y++ {
					for x := left; x < right; x++ {
						sum += int(from.Pix[from.PixOffset(x, y)+channel])
					}
				}
				to.Pix[to.PixOffset(column, row)+channel] = uint8((2*sum + count) / (2 * count))
			}
		}
	}
	return to
}

// toSpan says which of from pixels the one at the place at of to stands for.
func toSpan(at, from, to int) (int, int) {
	start := at * from / to
	return start, max(start+1, (at+1)*from/to)
}

// toColours leaves the transparency out.
func toColours(picture *image.RGBA) []byte {
	colours := make([]byte, 0, len(picture.Pix)/4*3)
	for at := 0; at < len(picture.Pix); at += 4 {
		colours = append(colours, picture.Pix[at:at+3]...)
	}
	return colours
}

func main() { probe.Start(handle) }
