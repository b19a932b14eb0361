package topic

import (
	"slices"
	"strings"
	"sync"

	"newsbrief/digest/feed"
)

// Doc is an item taken apart once, to be matched with many topics. It does not
// change and is safe for concurrent use.
type Doc struct {
	topics         *Topics
	item           feed.Item
	title, summary field
	folders        []string // of its address that may name a section
	sections       field    // categories and folders, with a cut between two
}

// Analyze takes the item apart.
func (t *Topics) Analyze(it feed.Item) *Doc {
	w := spare.Get().(*workspace)
	defer spare.Put(w)
	d := &Doc{topics: t, item: it, folders: sectionsOf(it.URL), title: w.scan(it.Title), summary: w.scan(it.Summary)}
	d.sections = w.scan(strings.Join(slices.Concat(it.Categories, d.folders), between))
	return d
}

// between is what stands between two sections: no phrase runs across it.
const between = ";"

// Tokens calls yield with every token of the item's text, mostly words, as they
// are compared. They must not be changed.
func (d *Doc) Tokens(yield func(token []byte)) {
	d.title.each(yield)
	d.summary.each(yield)
	d.sections.each(yield)
}

func (f *field) each(yield func(token []byte)) {
	for i := range f.tokens {
		yield(f.key(i))
	}
}

// workspace is room that analysis needs for a moment.
type workspace struct {
	f    field
	ids  []uint32
	hits []hit
}

var spare = sync.Pool{New: func() any { return new(workspace) }}

// scan returns the text taken apart, in no more room than it needs.
func (w *workspace) scan(s string) field {
	w.f.scan(s)
	f := w.f
	f.folded, f.tokens = slices.Clone(f.folded), slices.Clone(f.tokens)
	return f
}
