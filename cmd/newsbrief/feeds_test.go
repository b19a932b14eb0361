package main

import (
	"os"
	"path/filepath"
	"testing"

	"newsbrief/digest/feed"
)

// Only what FEEDS names may be in a private network, also where it names what
// the catalogue has.
func TestFeedsThatMayBePrivate(t *testing.T) {
	known := feed.Catalogue()[0].URL
	file := filepath.Join(t.TempDir(), "feeds.opml")
	opml := `<opml version="2.0"><body><outline xmlUrl="http://nas.example:8080/feed"/><outline xmlUrl="` + known + `"/></body></opml>`
	if err := os.WriteFile(file, []byte(opml), 0o600); err != nil {
		t.Fatal(err)
	}
	for setting, want := range map[string]int{"": 0, file: 2, "+" + file: 2} {
		feeds, err := config{Feeds: setting}.feeds()
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
			t.Errorf("FEEDS=%q: %d feeds may be in a private network, want %d", setting, private, want)
		}
	}
}
