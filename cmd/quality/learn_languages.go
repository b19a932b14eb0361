package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"newsbrief/digest/language"
)

// learnt is how many features the table of Latin languages has: with 1,500 two
// in a thousand more headlines are taken for another language, with 5,000 as
// many as with 3,000.
const learnt = 3_000

// mostOfOne bounds how many texts of one kind are learnt from, so that a
// language with many is not expected everywhere.
const mostOfOne = 1_500

// learnLanguages writes the table from which digest/language tells English,
// Vietnamese, Filipino and the two Malay languages: what features of words
// say, learnt from half of the sentences in dir and of the headlines in days.
func learnLanguages(w io.Writer, dir, days string) error {
	texts, err := languageTexts(dir, days)
	if err != nil {
		return err
	}
	counts := map[string]map[string]float64{}
	for _, class := range language.LatinClasses() {
		counts[class] = map[string]float64{}
		for _, s := range texts[class] {
			for f, weight := range language.LatinFeatures(s) {
				counts[class][f] += weight
			}
		}
	}
	fmt.Fprintln(w, "# Made by: go run ./cmd/quality learn-languages SENTENCES-AND-HEADLINES DAYS")
	fmt.Fprintln(w, "# A feature of words, and what it says, in tenths of the logarithm of its odds: "+strings.Join(language.LatinClasses(), " "))
	for _, f := range telling(counts) {
		fmt.Fprintln(w, f)
	}
	return nil
}

// telling returns the lines of the features that tell most, sorted.
func telling(counts map[string]map[string]float64) []string {
	const rare, smooth, scale = 3, 0.5, 1e5
	all, totals := map[string]float64{}, map[string]float64{}
	for class, features := range counts {
		for f, n := range features {
			all[f] += n
			totals[class] += n
		}
	}
	maps.DeleteFunc(all, func(_ string, n float64) bool { return n < rare })
	type line struct {
		text  string
		tells float64
	}
	var lines []line
	for f, n := range all {
		var says []float64
		for _, class := range language.LatinClasses() {
			says = append(says, math.Log(counts[class][f]/totals[class]*scale+smooth))
		}
		best := slices.Max(says)
		text := f
		for i := range says {
			says[i] = max(says[i]-best, -6)
			text += fmt.Sprintf(" %.0f", math.Abs(10*says[i]))
		}
		slices.Sort(says)
		lead, spread := -says[len(says)-2], -says[0]
		lines = append(lines, line{text, n * (min(3, lead) + min(3, spread)/5)})
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(b.tells, a.tells), cmp.Compare(a.text, b.text)) })
	var out []string
	for _, l := range lines[:min(len(lines), learnt)] {
		out = append(out, l.text)
	}
	slices.Sort(out)
	return out
}

// languageTexts returns texts to learn from, by class.
func languageTexts(dir, days string) (map[string][]string, error) {
	texts := map[string][]string{}
	for _, lang := range []string{"en", "vi", "fil", "id", "ms"} {
		docs, err := loadDocuments(dir, lang)
		if err != nil {
			return nil, err
		}
		for i, d := range docs {
			if i%2 == 0 {
				class := language.LatinClass(lang)
				texts[class] = append(texts[class], append(d.sentences, d.headline)...)
			}
		}
	}
	for _, day := range latinDays {
		items, err := dayItems(filepath.Join(days, day.file))
		if err != nil {
			return nil, err
		}
		var mine []string
		for _, it := range items {
			if strings.Contains(it.Feed, day.feed) && tuned(it.ID) && len(mine) < mostOfOne {
				mine = append(mine, it.Title, it.Summary)
			}
		}
		class := language.LatinClass(day.lang)
		texts[class] = append(texts[class], mine...)
	}
	return texts, nil
}

// latinDays are the feeds of the real days whose language is known.
var latinDays = []struct{ file, feed, lang string }{
	{"en-2023-12-19.jsonl", "", "en"},
	{"vi-2016-11-27.jsonl", "", "vi"},
	{"ms-2023-01.jsonl", "bernama.com/en", "en"},
	{"ms-2023-01.jsonl", "bernama.com/bm", "ms"},
	{"ms-2023-01.jsonl", "majoriti.com.my", "ms"},
	{"bbc-8-languages-2019-07.jsonl", "/indonesia", "id"},
}

// dayItem is what a line of a real day says, as "newsbrief feed -json" prints it.
type dayItem struct{ ID, Title, Summary, Feed string }

func dayItems(name string) ([]dayItem, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []dayItem
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var it dayItem
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, it)
	}
	return out, lines.Err()
}

// tuned reports whether the item is of the half that may be learnt from.
func tuned(id string) bool {
	h := fnv.New32a()
	io.WriteString(h, id)
	return h.Sum32()>>8%2 == 0
}
