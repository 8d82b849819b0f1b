// Package shared has what several functions need.
package shared

// Random is what is random in an input, the same in every language: the linear congruential generator of
// "Numerical Recipes", modulo 2^32; its high bits are the random ones.
type Random struct{ state uint32 }

// NewRandom begins with a seed.
func NewRandom(seed uint32) *Random { return &Random{seed} }

// Below gives a whole number from 0 to limit - 1, for a limit of at most 2^21.
func (r *Random) Below(limit int) int {
	r.state = r.state*1664525 + 1013904223
	return int(uint64(r.state) * uint64(limit) >> 32)
}
