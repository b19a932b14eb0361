// Package brief says a story in a headline and one line, and finds the article
// in a page. Its functions are pure.
package brief

import (
	"time"
)

// Brief is what a reader sees of a story.
type Brief struct {
	Headline  string
	Line      string // one whole sentence, "" if the story offers none
	URL       string
	Language  string
	Published time.Time // zero if unknown
	Image     string
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
