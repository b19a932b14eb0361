package adapter

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestRecentForgetsWhatIsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := NewRecent[string](time.Minute, 100)
		if !r.First("a") || r.First("a") || !r.Has("a") {
			t.Error("what came first came twice, or not at all")
		}
		time.Sleep(50 * time.Second)
		r.Add("b")
		if !r.Take("b") || r.Has("b") || r.Take("b") {
			t.Error("what was taken is there, or what is there cannot be taken")
		}
		r.Add("c")
		time.Sleep(11 * time.Second)
		if r.Has("a") || !r.Has("c") || !r.First("a") {
			t.Error("what is older than the span is there, or what is younger is not")
		}
	})
}

// TestRecentIsBounded holds that of very many things the last half of what may
// be there is, and no more than may be.
func TestRecentIsBounded(t *testing.T) {
	r := NewRecent[int](time.Hour, 100)
	for i := range 10_000 {
		r.Add(i)
		if n := len(r.young) + len(r.old); n > 100 {
			t.Fatalf("%d remembered", n)
		}
		for back := range min(i, 50) {
			if !r.Has(i - back) {
				t.Fatalf("%d of the last 50 is forgotten", back)
			}
		}
	}
}
