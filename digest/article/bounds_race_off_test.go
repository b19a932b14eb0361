//go:build !race

package article

const (
	hostile    = 1 << 20   // bytes of a page
	mostMemory = 250 << 20 // bytes
)
