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
	sections       []field // its categories and the folders of its address
}

// Analyze takes the item apart.
func (t *Topics) Analyze(it feed.Item) *Doc {
	w := spare.Get().(*workspace)
	defer spare.Put(w)
	d := &Doc{topics: t, item: it, title: w.scan(it.Title), summary: w.scan(it.Summary)}
	for _, c := range it.Categories {
		d.sections = append(d.sections, w.scan(c))
	}
	for _, folder := range foldersOf(it.URL) {
		if isSection(folder) {
			d.sections = append(d.sections, w.scan(strings.Map(spaced, folder)))
		}
	}
	return d
}

// Tokens calls yield with every token of the item's text, mostly words, as they
// are compared. They must not be changed.
func (d *Doc) Tokens(yield func(token []byte)) {
	d.title.each(yield)
	d.summary.each(yield)
	for i := range d.sections {
		d.sections[i].each(yield)
	}
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
