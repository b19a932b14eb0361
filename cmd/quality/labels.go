package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"newsbrief/subscriptions"
)

// The labels of real days; labels/README.md says what they mean.
var (
	//go:embed labels/pairs.tsv
	pairLabels string
	//go:embed labels/topics.tsv
	topicLabels string
)

// Halves of the labels: what rules may be chosen on, and what only the figure
// is taken from.
const (
	tune = "tune"
	hold = "hold"
)

// labels are a reader's verdicts on the items of real days.
type labels struct {
	pairs    []labelledPair
	subjects []labelledItem
}

// labelledPair is two items that are of one event or of two.
type labelledPair struct {
	a, b, day, langs, half, why string
	same, hard                  bool
	joined                      bool // found by reading what newer rules joined
}

// labelledItem is an item and the topics that an editor gives it.
type labelledItem struct {
	id, day, lang, half string
	topics, maybe       []subscriptions.Topic
}

// days returns the names of the days that hold the items, sorted.
func (l labels) days() []string {
	var names []string
	for _, p := range l.pairs {
		names = append(names, p.day)
	}
	for _, s := range l.subjects {
		names = append(names, s.day)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func readLabels(pairs, topics string) (l labels, err error) {
	for f, err := range cells(pairs, 8) {
		if err != nil {
			return l, fmt.Errorf("read pairs: %w", err)
		}
		l.pairs = append(l.pairs, labelledPair{
			a: f[0], b: f[1], day: f[2], langs: f[3], same: f[4] == "same", hard: f[5] == "hard", joined: f[5] == "joined", half: f[6], why: f[7],
		})
	}
	for f, err := range cells(topics, 6) {
		if err != nil {
			return l, fmt.Errorf("read topics: %w", err)
		}
		l.subjects = append(l.subjects, labelledItem{f[0], f[1], f[2], f[5], topicsOf(f[3]), topicsOf(f[4])})
	}
	return l, nil
}

// cells yields the cells of each line below the heading.
func cells(tsv string, n int) func(func([]string, error) bool) {
	return func(yield func([]string, error) bool) {
		heading := true
		for line := range strings.Lines(tsv) {
			f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if heading {
				heading = false
				continue
			}
			var err error
			if len(f) != n {
				err = fmt.Errorf("%q: %d cells, want %d", line, len(f), n)
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}

func topicsOf(cell string) (list []subscriptions.Topic) {
	for _, s := range strings.Fields(cell) {
		if s != "-" {
			list = append(list, subscriptions.Topic(s))
		}
	}
	return list
}
