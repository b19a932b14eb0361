package main

import (
	"path/filepath"
	"strings"
	"unicode"

	uax29 "github.com/clipperhouse/uax29/v2/sentences"

	"newsbrief/digest/prose"
)

// corpusLanguages are those that the sentences are there in, the Burmese aside: it
// is not in Unicode.
var corpusLanguages = []string{"en", "fil", "id", "ms", "vi", "lo", "km", "ja", "zh-Hans", "zh-Hant", "th", "ta"}

// document is a news document: its headline and its sentences.
type document struct {
	id, headline string
	sentences    []string
}

func loadDocuments(dir, lang string) ([]document, error) {
	lines, err := readLines(filepath.Join(dir, "sentences", lang+".tsv"))
	if err != nil {
		return nil, err
	}
	var docs []document
	for _, line := range lines {
		id, s, _ := strings.Cut(line, "\t")
		s = strings.TrimSpace(s)
		if n := len(docs); n > 0 && docs[n-1].id == id {
			docs[n-1].sentences = append(docs[n-1].sentences, s)
			continue
		}
		docs = append(docs, document{id: id, headline: s})
	}
	return docs, nil
}

// sentenceGoals are the groups of languages and what their ends should reach.
var sentenceGoals = []struct {
	langs []string
	reach string
}{
	{[]string{"en", "fil", "id", "ms"}, "≥ 0.98"},
	{[]string{"vi", "lo", "km"}, "≥ 0.97"},
	{[]string{"ja"}, "≥ 0.93"},
	{[]string{"zh-Hans", "zh-Hant"}, "≥ 0.95"},
	{[]string{"th", "ta"}, ""},
}

func scoreSentences(dir string) ([]row, error) {
	var rows []row
	for _, g := range sentenceGoals {
		var plain, ours []string
		for _, lang := range g.langs {
			docs, err := loadDocuments(dir, lang)
			if err != nil {
				return nil, err
			}
			plain = append(plain, three(ends(docs, lang, plainSentences)))
			ours = append(ours, three(ends(docs, lang, prose.Sentences)))
		}
		rows = append(rows, row{"sentence ends, F1: " + strings.Join(g.langs, " "), strings.Join(plain, " "), strings.Join(ours, " "), g.reach})
	}
	return rows, nil
}

func plainSentences(s, _ string) []string {
	var out []string
	for it := uax29.FromString(s); it.Next(); {
		out = append(out, it.Value())
	}
	return out
}

// ends is the F1 of the places where sentences end, each document put together
// to one text. Places are counted in characters that are no spaces.
func ends(docs []document, lang string, split func(s, lang string) []string) float64 {
	right, golds, gots := 0, 0, 0
	for _, d := range docs {
		gold := places(d.sentences)
		got := places(split(strings.Join(d.sentences, gap(lang)), lang))
		for place := range got {
			if gold[place] {
				right++
			}
		}
		golds += len(gold)
		gots += len(got)
	}
	return harmonic(float64(right)/float64(max(gots, 1)), float64(right)/float64(max(golds, 1)))
}

func places(sentences []string) map[int]bool {
	out := map[int]bool{}
	n := 0
	for _, s := range sentences {
		for _, r := range s {
			if !unicode.IsSpace(r) {
				n++
			}
		}
		out[n] = true
	}
	return out
}
