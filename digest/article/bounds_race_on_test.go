//go:build race

package article

// The race detector empties the pools that regular expressions live on, so a
// smaller page is read, and its memory means nothing.
const (
	hostile    = 64 << 10
	mostMemory = 1 << 40
)
