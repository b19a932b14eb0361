package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

// scoreTuned and scoreHeld measure real days against what a reader said of
// them: one half of the labels each.
func scoreTuned(dir string) ([]row, error) { return scoreDays(dir, tune) }
func scoreHeld(dir string) ([]row, error)  { return scoreDays(dir, hold) }

func scoreDays(dir, half string) ([]row, error) {
	said, err := readLabels(pairLabels, topicLabels)
	if err != nil {
		return nil, err
	}
	s, err := measureDays(daysFolder(dir), half, said)
	if err != nil {
		return nil, err
	}
	return s.rows(), nil
}

// printWrong prints what the tuning half has against the newsroom, a line each.
func printWrong(w io.Writer, dir string) error {
	said, err := readLabels(pairLabels, topicLabels)
	if err != nil {
		return err
	}
	s, err := measureDays(daysFolder(dir), tune, said)
	for _, line := range s.wrong {
		fmt.Fprintln(w, line)
	}
	return err
}

// daysFolder is where the days are: in the folder of all data, or the folder itself.
func daysFolder(dir string) string {
	if info, err := os.Stat(filepath.Join(dir, "days")); err == nil && info.IsDir() {
		return filepath.Join(dir, "days")
	}
	return dir
}

// realDay is the news of one file, put together as stories.
type realDay struct {
	byID    map[string]feed.Item // with the language that it was taken for
	fixed   map[string]string    // the language of each feed's items
	stories []story.Story
	storyOf map[string]string
}

// endOfTime is after all that a file holds.
var endOfTime = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// readDay reads a day; ok is false if the folder has none of that name.
func readDay(dir, name string, feeds []feed.Feed) (d realDay, ok bool, err error) {
	items, err := itemsOfDay(filepath.Join(dir, name+".jsonl"), endOfTime, feeds)
	if errors.Is(err, fs.ErrNotExist) {
		return d, false, nil
	}
	if err != nil {
		return d, false, err
	}
	fixed := fixedLanguages(items)
	for i := range items {
		items[i].Language = digest.Language(items[i])
	}
	return newDay(story.Group(items), fixed), true, nil
}

func newDay(stories []story.Story, fixed map[string]string) realDay {
	d := realDay{byID: map[string]feed.Item{}, fixed: fixed, stories: stories, storyOf: map[string]string{}}
	for _, s := range stories {
		for _, it := range s.Items {
			d.byID[it.ID] = it
			d.storyOf[it.ID] = s.ID()
		}
	}
	return d
}

// fixedLanguages returns what most items of each feed declare: a feed has one language.
func fixedLanguages(items []feed.Item) map[string]string {
	counts := map[string]map[string]int{}
	for _, it := range items {
		if counts[it.Feed] == nil {
			counts[it.Feed] = map[string]int{}
		}
		counts[it.Feed][it.Language]++
	}
	fixed := map[string]string{}
	for f, of := range counts {
		fixed[f] = slices.MaxFunc(slices.Sorted(maps.Keys(of)), func(a, b string) int { return cmp.Compare(of[a], of[b]) })
	}
	return fixed
}
