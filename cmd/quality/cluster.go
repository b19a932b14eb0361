package main

import (
	"fmt"
	"math"
	"runtime"
	"strconv"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/text"
)

// manyHeadlines are clustered at once.
const manyHeadlines = 10000

// clusterRuns are taken, of which the best counts: the others tell how busy
// the machine is.
const clusterRuns = 3

// titleWidth is how many columns of a sentence make a headline.
const titleWidth = 70

// scoreClusterTime clusters the headlines of all events, filled up with the
// beginnings of sentences of every language, an item every ten seconds.
func scoreClusterTime(dir string) ([]row, error) {
	items, err := loadMany(dir)
	if err != nil {
		return nil, err
	}
	var stories []story.Story
	least := time.Duration(math.MaxInt64)
	for range clusterRuns {
		runtime.GC()
		before := cpuTime()
		stories = story.Group(items)
		least = min(least, cpuTime()-before)
	}
	what := fmt.Sprintf("%d headlines clustered (into %d stories), CPU", len(items), len(stories))
	return []row{{what, "", fmt.Sprintf("%.2f s", least.Seconds()), "≤ 1 s"}}, nil
}

func loadMany(dir string) ([]feed.Item, error) {
	all, err := loadHeadlines(dir)
	if err != nil {
		return nil, err
	}
	var items []feed.Item
	for _, t := range all {
		items = append(items, t.item)
	}
	for _, lang := range corpusLanguages {
		docs, err := loadDocuments(dir, lang)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			for _, s := range append([]string{d.headline}, d.sentences...) {
				items = append(items, feed.Item{Title: text.Cut(s, titleWidth), Language: lang})
			}
		}
	}
	items = items[:min(len(items), manyHeadlines)]
	at := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	for i := range items {
		it := &items[i]
		it.ID = strconv.Itoa(i)
		it.Arrived = at.Add(time.Duration(i) * 10 * time.Second)
		it.Published = it.Arrived
	}
	return items, nil
}
