package feed_test

import (
	"os"
	"path/filepath"
	"testing"

	"newsbrief/digest/feed"
)

// TestChosen holds that only what the operator names may be in a private network,
// also where that is of the catalogue too.
func TestChosen(t *testing.T) {
	known := feed.Catalogue()[0].URL
	file := filepath.Join(t.TempDir(), "feeds.opml")
	opml := `<opml version="2.0"><body><outline xmlUrl="http://nas.example:8080/feed"/><outline xmlUrl="` + known + `"/></body></opml>`
	if err := os.WriteFile(file, []byte(opml), 0o600); err != nil {
		t.Fatal(err)
	}
	for setting, want := range map[string]int{"": 0, file: 2, "+" + file: 2} {
		feeds, err := feed.Chosen(setting)
		if err != nil {
			t.Fatal(err)
		}
		private := 0
		for _, f := range feeds {
			if f.Private {
				private++
			}
		}
		if private != want {
			t.Errorf("%q: %d feeds may be in a private network, want %d", setting, private, want)
		}
	}
}
