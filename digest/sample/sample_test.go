package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

var now = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

var languages = []string{"en", "ja", "zh-Hans", "vi", "th", "id", "ms", "fil", "km", "lo", "my", "ta"}

var topics = []string{"world", "asia", "asean", "japan", "vietnam", "thailand", "indonesia", "malaysia", "philippines",
	"singapore", "cambodia", "laos", "myanmar", "brunei", "timor-leste", "politics", "business", "technology", "ai",
	"science", "health", "climate", "sports", "entertainment"}

func TestEditionIsValid(t *testing.T) {
	address := regexp.MustCompile(`^https://[a-z-]+\.example/[a-z0-9-]+$`)
	seen := map[string]bool{}
	last := time.Time{}
	for _, it := range Edition(now) {
		if !it.Sample || it.Source == "" || !address.MatchString(it.URL) || len(it.ID) != 16 {
			t.Errorf("%q: not a whole sample item: %+v", it.Title, it)
		}
		for _, s := range []string{it.Title, it.Summary, it.Source} {
			if s == "" || !utf8.ValidString(s) || strings.TrimSpace(s) != s || !norm.NFC.IsNormalString(s) {
				t.Errorf("%q: text is not clean", s)
			}
		}
		if age := now.Sub(it.Published); age < time.Minute || age > 24*time.Hour || it.Arrived.After(now) || it.Published.After(it.Arrived) {
			t.Errorf("%q: published %v before now, arrived %v", it.Title, age, it.Arrived)
		}
		if it.Arrived.Before(last) {
			t.Errorf("%q is not in the order of arrival", it.Title)
		}
		last = it.Arrived
		for _, key := range []string{it.ID, it.URL, it.Title, it.Summary} {
			if seen[key] {
				t.Errorf("%q: twice", key)
			}
			seen[key] = true
		}
		for _, c := range it.Categories {
			if !slices.Contains(topics, c) {
				t.Errorf("%q: unknown topic %q", it.Title, c)
			}
		}
	}
}

func TestEditionCovers(t *testing.T) {
	byLanguage, english := map[string]int{}, map[string]int{}
	for _, it := range Edition(now) {
		byLanguage[it.Language]++
		if it.Language != "en" {
			continue
		}
		for _, c := range it.Categories {
			english[c]++
		}
	}
	for _, l := range languages {
		if byLanguage[l] < 3 {
			t.Errorf("%d items in %s, want at least 3", byLanguage[l], l)
		}
	}
	if len(byLanguage) != len(languages) {
		t.Errorf("got languages %v, want the twelve", byLanguage)
	}
	for _, topic := range topics {
		if english[topic] < 3 {
			t.Errorf("%d English items of %s, want at least 3", english[topic], topic)
		}
	}
}

func TestEditionHandsOutItsOwn(t *testing.T) {
	Edition(now)[0].Categories[0] = "spoilt"
	if got := Edition(now)[0].Categories[0]; got == "spoilt" {
		t.Error("one caller's change is seen by the next")
	}
}

// TestEditionStories holds which items are told as one event: each line is a
// story, by the paths of its items.
func TestEditionStories(t *testing.T) {
	want := []string{
		"/fair-opens /pameran-buka /pameran-pelajar",
		"/khao-hom",
		"/trem-kl /trem-percuma /kl-tram",
		"/washi-eisei /washi-buhin",
		"/cau-di-bo /cau-tre /bamboo-bridge",
		"/badminton-final /habagat-amihan /manila-badminton",
		"/lighthouse /parola",
		"/ditie /dianche",
		"/prasat /srah-boran",
		"/heua-fai-fa /naga-7 /solar-ferry",
		"/inle /inle-farms",
		"/tamil-agarathi /pesum-agarathi /talking-dictionary",
		"/batik-ai /batik-archive",
	}
	var got []string
	for _, s := range story.Group(Edition(now)) {
		got = append(got, paths(s.Items))
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("no story of %s", w)
		}
	}
	for _, g := range got {
		if strings.Contains(g, " ") && !slices.Contains(want, g) {
			t.Errorf("unexpected story of %s", g)
		}
	}
}

func paths(items []feed.Item) string {
	var out []string
	for _, it := range items {
		out = append(out, it.URL[strings.LastIndex(it.URL, "/"):])
	}
	return strings.Join(out, " ")
}

func TestParseRefuses(t *testing.T) {
	for _, tc := range []struct{ name, text string }{
		{"a publisher without host", "@ Lotus Post"},
		{"a missing field", "@ Lotus Post: lotus-post.example\n\nen | Lotus Post | /a | 2h\nHeadline\nSummary."},
		{"a missing summary", "@ Lotus Post: lotus-post.example\n\nen | Lotus Post | /a | 2h | world\nHeadline"},
		{"an unknown publisher", "en | Lotus Post | /a | 2h | world\nHeadline\nSummary."},
		{"an age in words", "@ Lotus Post: lotus-post.example\n\nen | Lotus Post | /a | soon | world\nHeadline\nSummary."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, err := parse(tc.text); err == nil {
				t.Errorf("got %v, want an error", got)
			}
		})
	}
}
