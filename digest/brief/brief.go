// Package brief says a story in a headline and one line, and finds the article
// in a page. Its functions are pure, but for Read, which asks the clock so that
// no date lies in the future.
package brief

import (
	"slices"
	"strings"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/text"
)

// Brief is what a reader sees of a story.
type Brief struct {
	Headline  string
	Line      string // one whole sentence, "" if the story offers none
	URL       string
	Language  string
	Published time.Time // zero if unknown
	Image     string
	Silent    []string // without a Line: ids of the items whose pages may have one, that of the headline first
	Sources   []Source // the first is the one whose headline this is
	Sample    bool
}

// Source is a publisher of a story and where it told it.
type Source struct {
	Name string
	URL  string
}

// Article is what a page says.
type Article struct {
	URL       string
	Title     string   // without the site's name
	Titles    []string // what else the page calls itself: other wordings of it, or the site's name
	Lead      string   // the editor's own lead or standfirst, "" if none
	Text      []string // paragraphs, without captions, credits and "see more"
	Language  string
	Published time.Time // zero if unknown
	Image     string
	Site      string
	Pairs     []Pair // headline and one-liner pairs of a list on the page
}

// Pair is a headline of a list page with its one-liner.
type Pair struct {
	Title string
	Line  string
	URL   string
}

// Of says the story in the first language of reads that it is told in, else in
// its lead's. The line is one whole sentence of at most Width columns that
// does not say the headline again, "" if no item of that language has one.
// Sources are unique by name, in the order of the items, after the one whose
// headline it is.
func Of(s story.Story, reads ...string) Brief {
	face, line := faceOf(s, reads)
	b := Brief{
		Headline:  calm(Headline(face.Title, face.Source), face.Summary),
		URL:       face.URL,
		Language:  face.Language,
		Published: face.Published,
		Image:     face.Image,
		Sources:   sources(s, face),
		Sample:    face.Sample,
	}
	if b.Line = line; line == "" {
		b.Line = storyLine(s, face, b.Headline)
	}
	if b.Line == "" {
		b.Silent = silentItems(s, face)
	}
	if b.Image == "" {
		b.Image = anyImage(s)
	}
	return b
}

// Brief says the article as Of says a story.
func (a Article) Brief() Brief {
	b := Brief{Headline: Headline(a.Title, a.Site), URL: a.URL, Language: a.Language, Published: a.Published, Image: a.Image}
	if a.Site != "" || a.URL != "" {
		b.Sources = []Source{{Name: a.Site, URL: a.URL}}
	}
	p := picker{headline: b.Headline, lang: a.Language}
	b.Line = p.line(a.Lead, strings.Join(a.Text, "\n"))
	return b
}

// faceOf returns the item that stands for the story and the line it has: of
// the first language that the reader reads, the first item with a line that
// need not be cut, else the first.
func faceOf(s story.Story, reads []string) (feed.Item, string) {
	for _, lang := range reads {
		if it, line, ok := best(s, lang); ok {
			return it, line
		}
	}
	it, line, _ := best(s, s.Items[0].Language)
	return it, line
}

func best(s story.Story, lang string) (first feed.Item, line string, found bool) {
	for _, it := range s.Items {
		if !sameLanguage(it.Language, lang) || strings.TrimSpace(it.Title) == "" && found {
			continue
		}
		p := picker{headline: Headline(it.Title, it.Source), lang: it.Language}
		if l := p.whole(it.Summary); l != "" && !cutOff(l) && it.URL != "" {
			return it, l, true
		}
		if !found {
			first, found = it, true
		}
	}
	return first, "", found
}

// sameLanguage compares two tags by what stands before the first hyphen.
func sameLanguage(a, b string) bool { return base(a) == base(b) }

// base is the tag's language without region and script, by its modern name.
func base(tag string) string {
	tag, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	switch tag {
	case "tl":
		return "fil"
	case "in":
		return "id"
	}
	return tag
}

// storyLine takes the face's own sentence, else another publisher's in the
// same language, else what is left of a broken one.
func storyLine(s story.Story, face feed.Item, headline string) string {
	texts := []string{face.Summary}
	for _, it := range s.Items {
		if it.ID != face.ID && sameLanguage(it.Language, face.Language) && says(it) {
			texts = append(texts, it.Summary)
		}
	}
	p := picker{headline: headline, lang: face.Language}
	return p.line(texts...)
}

// says reports whether an item's summary says more than its own headline.
func says(it feed.Item) bool {
	p := picker{headline: Headline(it.Title, it.Source), lang: it.Language}
	return p.line(it.Summary) != ""
}

// silentItems returns the items with a link that tell the story as the reader
// would be told it, the face first.
func silentItems(s story.Story, face feed.Item) []string {
	var ids []string
	for _, it := range append([]feed.Item{face}, s.Items...) {
		if it.URL != "" && it.ID != "" && sameLanguage(it.Language, face.Language) && !slices.Contains(ids, it.ID) {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

func sources(s story.Story, face feed.Item) []Source {
	var out []Source
	seen := map[string]bool{}
	for _, it := range append([]feed.Item{face}, s.Items...) {
		key := text.Fold(it.Source)
		if key == "" {
			key = it.URL
		}
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, Source{Name: it.Source, URL: it.URL})
	}
	return out
}

func anyImage(s story.Story) string {
	for _, it := range s.Items {
		if it.Image != "" {
			return it.Image
		}
	}
	return ""
}
