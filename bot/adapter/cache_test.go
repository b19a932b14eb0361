package adapter

import (
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// TestKept holds that what is remembered is what would be made, that what is
// asked for stays, and that the bound is kept.
func TestKept(t *testing.T) {
	made := 0
	k := Cache[string, string]{Bytes: 4 * (entryBytes + 10)}
	ask := func(key string) string {
		return k.Of(key, func() (string, int) { made++; return strings.ToUpper(key), 10 })
	}
	for _, key := range []string{"a", "b", "a", "b", "a"} {
		if got, want := ask(key), strings.ToUpper(key); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	if made != 2 {
		t.Errorf("made %d times, want each of two once", made)
	}
	ask("c") // a and b are old now
	ask("a")
	ask("d") // and b is gone
	made = 0
	ask("a")
	if ask("b"); made != 1 {
		t.Errorf("made %d, want only what was not asked for lately", made)
	}
	if k.Of("large", func() (string, int) { return "x", 10_000 }); len(k.young)+len(k.old) > 4 {
		t.Error("want what is too large not to be kept")
	}
	var none Cache[string, string]
	if none.Of("a", func() (string, int) { return "A", 1 }) != "A" || len(none.young) > 0 {
		t.Error("want a Cache without room to remember nothing")
	}
}

func TestKeptIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := Cache[int, int]{Bytes: rapid.IntRange(0, 2000).Draw(t, "bytes")}
		for range 200 {
			key := rapid.IntRange(0, 20).Draw(t, "key")
			if got := k.Of(key, func() (int, int) { return -key, 7 * key }); got != -key {
				t.Fatalf("got %d of %d", got, key)
			}
			total := 0
			for key := range k.young {
				total += 7*key + entryBytes
			}
			for key := range k.old {
				total += 7*key + entryBytes
			}
			if total > k.Bytes {
				t.Fatalf("%d bytes kept, want at most %d", total, k.Bytes)
			}
		}
	})
}

func TestKeptByMany(t *testing.T) {
	k := Cache[int, int]{Bytes: 1000}
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			for i := range 500 {
				if key := (i * (n + 1)) % 30; k.Of(key, func() (int, int) { return key, 8 }) != key {
					t.Error("got what was made of another key")
				}
			}
		})
	}
	wg.Wait()
}
