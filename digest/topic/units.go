package topic

import (
	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// With calls do with the item taken apart. The Prepared is do's until it returns.
func (t *Topics) With(it feed.Item, do func(p *Prepared)) {
	p := t.borrow(it)
	defer p.giveBack()
	do(p)
}

// Units calls yield with every unit of the item's text, mostly words, as they
// are compared. A unit is yield's until it returns.
func (p *Prepared) Units(yield func(unit []byte)) {
	p.title.each(yield)
	p.summary.each(yield)
	for i := range p.categories {
		p.categories[i].each(yield)
	}
}

func (f *field) each(yield func(unit []byte)) {
	for i := range f.units {
		yield(f.key(i))
	}
}

// Units returns the units of a person's own words. Every item that the words
// take has them all; words without units take nothing.
func Units(own subscriptions.Topic) [][]byte { return newOwn(own).keys }
