// Package brief says a story in a headline and one line.
package brief

import (
	"slices"
	"strings"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/prose"
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

// Of says the story in the first language of reads that it is told in, else in
// its lead's. The line is one whole sentence of at most prose.Width columns that
// does not say the headline again, "" if no item of that language has one.
// Sources are unique by name, in the order of the items, after the one whose
// headline it is.
func Of(s story.Story, reads ...string) Brief { return Tell(s, Face(s, reads...)) }

// Tell is [Of] with the headline of a given item.
func Tell(s story.Story, face feed.Item) Brief {
	b := Brief{
		Headline:  calm(Headline(face.Title, face.Source), face.Summary),
		URL:       face.URL,
		Language:  face.Language,
		Published: face.Published,
		Image:     face.Image,
		Sources:   sources(s, face),
		Sample:    face.Sample,
	}
	if b.Line = ownLine(face); b.Line != "" {
		b.Line = clearer(b.Line, s, face, b.Headline)
	} else {
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

// Text is an article apart from any story.
type Text struct {
	Title, Site, Language string
	Lead                  string // the editor's own, "" if there is none
	Paragraphs            []string
}

// OfText says an article as Of says a story.
func OfText(t Text) (headline, line string) {
	headline = Headline(t.Title, t.Site)
	p := prose.Picker{Headline: headline, Language: t.Language}
	return headline, p.Line(t.Lead, strings.Join(t.Paragraphs, "\n"))
}

// storyLine takes the face's own sentence or another publisher's in the same
// language that tells of the same: a whole one sooner than one that says little
// or is cut.
func storyLine(s story.Story, face feed.Item, headline string) string {
	texts := []string{face.Summary}
	p := prose.Picker{Headline: headline, Language: face.Language}
	for _, it := range s.Items {
		if it.ID != face.ID && language.Same(it.Language, face.Language) && tellsOf(p, it) {
			texts = append(texts, it.Summary)
		}
	}
	return p.Line(texts...)
}

// clearer returns the face's own line, or where that has nothing of the headline
// another item's that says the headline as leads do.
func clearer(own string, s story.Story, face feed.Item, headline string) string {
	const lead = 3 // words in common
	p := prose.Picker{Headline: headline, Language: face.Language}
	if len(s.Items) == 1 || p.Shared(own) > 0 {
		return own
	}
	for _, it := range s.Items {
		if line := p.Whole(it.Summary); language.Same(it.Language, face.Language) && p.Shared(line) >= lead {
			return line
		}
	}
	return own
}

// tellsOf reports whether an item's line names what the headline does, or its
// own headline says much the same.
func tellsOf(p prose.Picker, it feed.Item) bool {
	const same = 3 // words in common
	return p.Shared(p.Line(it.Summary)) > 0 || p.Shared(Headline(it.Title, it.Source)) >= same
}

// silentItems returns the items with a link that tell the story as the reader
// would be told it, the face first.
func silentItems(s story.Story, face feed.Item) []string {
	var ids []string
	for _, it := range append([]feed.Item{face}, s.Items...) {
		if it.URL != "" && it.ID != "" && language.Same(it.Language, face.Language) && !slices.Contains(ids, it.ID) {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

func sources(s story.Story, face feed.Item) []Source {
	var out []Source
	seen := map[string]bool{}
	for _, it := range append([]feed.Item{face}, s.Items...) {
		key, name := story.PublisherOf(it), "name "+text.Fold(it.Source)
		if key == "" || seen[key] || it.Source != "" && seen[name] {
			continue
		}
		seen[key], seen[name] = true, true
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
