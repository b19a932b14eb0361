package feed

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
)

// knownTopics are those that the bot offers by name.
const knownTopics = "world asia asean japan vietnam thailand indonesia malaysia singapore philippines cambodia laos " +
	"myanmar brunei timor-leste politics business technology ai science health climate sports entertainment"

func TestCatalogue(t *testing.T) {
	feeds := Catalogue()
	if len(feeds) < 240 {
		t.Fatalf("got %d feeds", len(feeds))
	}
	topics := strings.Fields(knownTopics)
	seen := map[string]bool{}
	used := map[string]int{}
	for _, f := range feeds {
		if seen[f.URL] {
			t.Errorf("%s: listed twice", f.URL)
		}
		seen[f.URL] = true
		checkFeed(t, f)
		for _, topic := range f.Topics {
			used[topic]++
			if !slices.Contains(topics, topic) {
				t.Errorf("%s: unknown topic %q", f.URL, topic)
			}
		}
	}
	for _, topic := range topics {
		if used[topic] == 0 {
			t.Errorf("no feed of the catalogue is about %q", topic)
		}
	}
}

func checkFeed(t *testing.T, f Feed) {
	t.Helper()
	for _, s := range []string{f.URL, f.Home} {
		u, err := url.Parse(s)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
			t.Errorf("%s: address %q cannot be opened", f.Title, s)
		}
	}
	if tag, err := language.Parse(f.Language); err != nil || tag.String() != f.Language {
		t.Errorf("%s: language %q is not canonical BCP 47: %v", f.URL, f.Language, err)
	}
	if r, err := language.ParseRegion(f.Country); err != nil || !r.IsCountry() || r.String() != f.Country {
		t.Errorf("%s: country %q: %v", f.URL, f.Country, err)
	}
	if f.Title == "" || f.Publisher == "" || strings.Contains(f.Publisher, " – ") {
		t.Errorf("%s: title %q, publisher %q", f.URL, f.Title, f.Publisher)
	}
	if !f.General && len(f.Topics) == 0 || f.Private {
		t.Errorf("%s: neither a front page nor about anything, or private", f.URL)
	}
}

func TestCatalogueIsTheCallers(t *testing.T) {
	Catalogue()[0].URL = "changed"
	if Catalogue()[0].URL == "changed" {
		t.Error("a caller changed the catalogue")
	}
}
