package article

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/net/html"

	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// site is the publisher as people know it, its host if the page does not say.
func (h *head) site(where *url.URL) string {
	for _, s := range []string{h.first("og:site_name"), text.OneLine(h.linked.publisher), h.first("application-name", "al:android:app_name")} {
		s, _, _ = strings.Cut(s, " | ")
		s, _, _ = strings.Cut(s, " - ")
		s = text.OneLine(strings.TrimPrefix(s, "@"))
		if s != "" && len(s) <= 60 && !strings.Contains(s, "://") {
			return s
		}
	}
	return strings.TrimPrefix(where.Hostname(), "www.")
}

// headline chooses among what the page calls its headline. What readers see is
// the h1; it is believed if the page's metadata say about the same: the first
// in other words, for those may be written for search engines, others in the
// same, for they may be of other articles.
func (h *head) headline(site string) string {
	const section = 3          // times as wide as its name is a headline at least
	const other, same = 25, 72 // percent in common
	said := h.said()
	for i, s := range said {
		said[i] = h.bare(s, site)
	}
	enough := other
	for _, shown := range h.h1 {
		for _, s := range said {
			if text.Columns(shown)*section >= text.Columns(s) && !prose.SameName(shown, site) && common(shown, s) >= enough {
				return h.bare(shown, site)
			}
		}
		enough = same
	}
	for _, s := range append(said, h.h1...) {
		if s != "" && !prose.SameName(s, site) {
			return s
		}
	}
	return ""
}

// overlap counts the runs of three letters of two texts, and those in both.
func overlap(a, b string) (both, inA, inB int) {
	x, y := prose.Grams(text.Fold(a)), prose.Grams(text.Fold(b))
	for g := range x {
		if y[g] {
			both++
		}
	}
	return both, len(x), len(y)
}

// common is how much two titles have in common, in percent of the one that says less.
func common(a, b string) int {
	both, inA, inB := overlap(a, b)
	return both * 100 / max(1, min(inA, inB))
}

// bare returns a title without what the site adds to it: its name, that of a
// section, the number of the page. What the page shows of it by itself is the
// headline, and what follows is not.
func (h *head) bare(s, site string) string {
	s = strings.TrimSpace(s[:len(s)-len(pageNumber().FindString(s))])
	if head := h.heading; head != "" && strings.HasPrefix(s, head) {
		return head
	}
	return prose.WithoutSite(s, site)
}

// pageNumber matches where an article of several pages says which this is.
var pageNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\s*[(（]\s*\d+\s*/\s*\d+[^()（）]{0,12}[)）]$`)
})

// heads notes a text of the page that its title begins with, and what ends a
// headline follows: it is the headline, however it is marked.
func (h *head) heads(s string) {
	const narrow, part = 16, 3 // columns of a headline; of the title: less names a section
	rest, ok := strings.CutPrefix(h.title, s)
	if !ok || len(s) <= len(h.heading) || text.Columns(s) < narrow || len(s)*part < len(h.title) {
		return
	}
	if next, _ := utf8.DecodeRuneInString(strings.TrimSpace(rest)); !text.IsWord(next) {
		h.heading = s
	}
}

// said is what the page's metadata call it, "" where they are silent.
func (h *head) said() []string {
	return []string{h.first("og:title"), text.OneLine(html.UnescapeString(h.linked.headline)), h.first("twitter:title", "dc.title", "headline", "title"), h.title}
}

// titles returns what the page calls itself beside its headline, each once. Of
// its h1 only the first: others may be headlines of other pages.
func (h *head) titles(headline string) []string {
	var out []string
	for _, s := range append(h.said(), h.h1[:min(len(h.h1), 1)]...) {
		if s = text.OneLine(s); s != "" && s != headline && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Akin reports whether two titles speak of one thing: a good part of the one
// that says less is in the other. Publishers word their titles differently, so
// it takes less than what makes two headlines one.
func Akin(a, b string) bool {
	// In percent, and in runs of three letters: of two headlines of one field
	// by chance one pair in a thousand has as much in common, of two titles of
	// one page all but three in a hundred.
	const part, least = 30, 4
	both, inA, inB := overlap(a, b)
	if min(inA, inB) < least {
		return text.Fold(a) == text.Fold(b) && strings.TrimSpace(a) != ""
	}
	return both >= least && both*100 >= min(inA, inB)*part
}
