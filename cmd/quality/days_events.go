package main

import (
	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

// smallStory bounds the stories that are looked at for strangers: in larger
// ones each pair has not been read.
const smallStory = 8

// events are the pairs of a day put together: items of one event, and events
// that are known to be others.
type events struct {
	parent map[string]string
	others map[[2]string]bool
	half   map[string]string
}

func newEvents(day string, pairs []labelledPair) *events {
	e := &events{parent: map[string]string{}, others: map[[2]string]bool{}, half: map[string]string{}}
	for _, p := range pairs {
		if p.day == day {
			e.half[p.a], e.half[p.b] = p.half, p.half
		}
		if a, b := e.of(p.a), e.of(p.b); p.day == day && p.same && a != b {
			e.parent[a] = b
		}
	}
	for _, p := range pairs {
		if a, b := e.of(p.a), e.of(p.b); p.day == day && !p.same {
			e.others[[2]string{a, b}], e.others[[2]string{b, a}] = true, true
		}
	}
	return e
}

// of returns the item that stands for an item's event.
func (e *events) of(id string) string {
	for e.parent[id] != "" {
		id = e.parent[id]
	}
	return id
}

// purity reports whether a story is of one event; judged is false if the
// labels do not tell.
func (e *events) purity(st story.Story) (pure, judged bool) {
	pure = true
	for i, a := range st.Items {
		for _, b := range st.Items[:i] {
			one, known := e.pair(a, b)
			if known && !one {
				return false, true
			}
			pure = pure && known
		}
	}
	return pure, pure
}

func (e *events) pair(a, b feed.Item) (one, known bool) {
	x, y := e.of(a.ID), e.of(b.ID)
	return x == y, x == y || e.others[[2]string{x, y}]
}

// halfOf returns the half that labels of a story's items are in, else that of its name.
func (e *events) halfOf(st story.Story) string {
	for _, it := range st.Items {
		if h := e.half[it.ID]; h != "" {
			return h
		}
	}
	if tuned(st.ID()) {
		return tune
	}
	return hold
}
