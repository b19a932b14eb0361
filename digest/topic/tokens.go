package topic

import (
	"slices"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// With calls do with the item taken apart. The Prepared is do's until it returns.
func (t *Topics) With(it feed.Item, do func(p *Prepared)) {
	p := t.borrow(it)
	defer p.giveBack()
	do(p)
}

// Tokens calls yield with every token of the item's text, mostly words, as they
// are compared. A token is yield's until it returns.
func (p *Prepared) Tokens(yield func(token []byte)) {
	p.title.each(yield)
	p.summary.each(yield)
	for i := range p.categories {
		p.categories[i].each(yield)
	}
}

func (f *field) each(yield func(token []byte)) {
	for i := range f.tokens {
		yield(f.key(i))
	}
}

// Words is an item's text, taken apart for people's own words only: it is
// smaller than a [Prepared], does not change and is safe for concurrent use.
type Words struct{ p Prepared }

// Words takes the item's text apart.
func (t *Topics) Words(it feed.Item) *Words {
	p := t.borrow(it)
	defer p.giveBack()
	w := &Words{Prepared{title: p.title.clone(), summary: p.summary.clone()}}
	for i := range p.categories {
		w.p.categories = append(w.p.categories, p.categories[i].clone())
	}
	return w
}

// clone copies what own words are compared with.
func (f *field) clone() field {
	return field{src: f.src, folded: slices.Clone(f.folded), tokens: slices.Clone(f.tokens), shout: f.shout}
}

// Query is a topic of a person's own words, taken apart once. It does not change
// and is safe for concurrent use.
type Query struct{ query *query }

// NewQuery takes a topic apart that is not in the catalogue.
func NewQuery(t subscriptions.Topic) Query { return Query{newQuery(t)} }

// Tokens returns the topic's tokens. Every item that it takes has them all; a
// topic without tokens takes nothing.
func (q Query) Tokens() [][]byte { return q.query.keys }

// Takes is [Topics.Takes] of the item whose words they are.
func (q Query) Takes(w *Words) (Match, bool) { return q.query.takes(&w.p) }
