package brief

import (
	"math"
	"slices"
	"strings"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/prose"
	"newsbrief/digest/story"
	"newsbrief/digest/text"
)

// Face returns the item whose headline stands for the story: in the first
// language of reads that it is told in, else in its lead's, a report of what most
// of its publishers tell by now, sooner one that has a line.
func Face(s story.Story, reads ...string) feed.Item {
	for _, tag := range append(slices.Clone(reads), s.Items[0].Language) {
		if items := In(s.Items, tag); len(items) > 0 {
			return newestReport(items)
		}
	}
	return newestReport(s.Items)
}

// In returns the titled items in a language: in its script where there are
// some, else in any.
func In(items []feed.Item, tag string) []feed.Item {
	var same, other []feed.Item
	for _, it := range items {
		switch {
		case strings.TrimSpace(it.Title) == "" || !language.Same(it.Language, tag):
		case strings.EqualFold(it.Language, tag):
			same = append(same, it)
		default:
			other = append(other, it)
		}
	}
	if len(same) == 0 || !strings.Contains(tag, "-") {
		return append(same, other...)
	}
	return same
}

// newestReport returns the item that tells what most of the items tell and what
// is known by now: no preview or opinion where there are reports, sooner one
// with a line and a link.
func newestReport(items []feed.Item) feed.Item {
	if len(items) == 1 {
		return items[0]
	}
	items = nearestToNews(items)
	weights := weigh(items)
	best, least := 0, -1.0
	for i, it := range items {
		w := weights[i]
		if it.URL == "" || ownLine(it) == "" {
			w *= lineless
		}
		if w > least {
			best, least = i, w
		}
	}
	return items[best]
}

// nearestToNews leaves out previews, opinions and the like where there are reports.
func nearestToNews(items []feed.Item) []feed.Item {
	kinds := make([]story.Kind, len(items))
	for i, it := range items {
		kinds[i] = story.KindOf(it)
	}
	least := slices.Min(kinds)
	var out []feed.Item
	for i, it := range items {
		if kinds[i] == least {
			out = append(out, it)
		}
	}
	return out
}

const (
	// mostCompared bounds how many items are compared with one another, the
	// newest ones.
	mostCompared = 24
	// outdated is the time in which a report loses half of its weight to a
	// newer one.
	outdated = 24 * time.Hour
	// lineless is what is left of the weight of an item that has no line.
	lineless = 0.6
)

// weigh says of each item how much it has in common with the others, newer ones
// weighing more.
func weigh(items []feed.Item) []float64 {
	slices.SortStableFunc(items, func(a, b feed.Item) int { return b.Published.Compare(a.Published) })
	weights := make([]float64, len(items))
	compared := items[:min(len(items), mostCompared)]
	grams := make([]map[[3]rune]bool, len(compared))
	for i, it := range compared {
		grams[i] = prose.Grams(text.Fold(it.Title))
		for j := range i {
			d := dice(grams[i], grams[j])
			weights[i] += d
			weights[j] += d
		}
	}
	for i, it := range compared {
		age := items[0].Published.Sub(it.Published)
		weights[i] = (weights[i] + 0.01) * math.Exp2(-age.Hours()/outdated.Hours())
	}
	return weights
}

// dice is the share that two sets have in common.
func dice(a, b map[[3]rune]bool) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	n := 0
	for g := range a {
		if b[g] {
			n++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}

// ownLine is the whole sentence that an item has beside its headline, "" if
// there is none or it would have to be cut off.
func ownLine(it feed.Item) string {
	p := prose.Picker{Headline: Headline(it.Title, it.Source), Language: it.Language}
	if line := p.Whole(it.Summary); !prose.IsCutOff(line) {
		return line
	}
	return ""
}
