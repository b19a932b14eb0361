package article

import (
	"context"
	"errors"
	"testing"
)

// endsAt is a context that has ended when it is asked for the nth time.
type endsAt struct {
	context.Context
	n *int
}

func (c endsAt) Err() error {
	if *c.n--; *c.n < 0 {
		return context.Canceled
	}
	return nil
}

// Wherever it is, parsing ends with its context.
func TestEndsWithContext(t *testing.T) {
	page := invented("<title>Stone for the pier</title>", "<h1>Stone for the pier</h1>", "")
	for n := range 100 {
		left := n
		_, err := Parse(endsAt{t.Context(), &left}, page, "text/html", "")
		if left >= 0 && err == nil {
			if n < 3 {
				t.Errorf("asked %d times whether to go on", n)
			}
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("ended at %d: %v", n, err)
		}
	}
	t.Error("never done")
}
