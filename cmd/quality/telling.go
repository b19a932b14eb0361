package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"newsbrief/digest/feed"
)

// leadLength is how many sentences of a document an item's summary has.
const leadLength = 3

// scoreTellings groups items made of the news documents. Within one language
// each document is told twice, by its headline and first sentences and by a
// later sentence with what follows it; across languages, once in each of two.
// The documents are translations of the same text: real publishers agree less.
func scoreTellings(dir string) ([]row, error) {
	english, err := loadDocuments(dir, "en")
	if err != nil {
		return nil, err
	}
	var plainTwice, oursTwice, plainAcross, oursAcross float64
	var cells []string
	for _, lang := range corpusLanguages {
		docs, err := loadDocuments(dir, lang)
		if err != nil {
			return nil, err
		}
		twice := append(tell(docs, lang, "first", 0), tell(docs, lang, "second", leadLength)...)
		f := judge(twice, grouped(twice)).f1()
		oursTwice += f
		plainTwice += judge(twice, sameTitle(twice)).f1()
		cells = append(cells, fmt.Sprintf("%s %.2f", lang, f))
		if lang == "en" {
			continue
		}
		across := append(tell(english, "en", "first", 0), tell(docs, lang, "second", 0)...)
		oursAcross += judge(across, grouped(across)).f1()
		plainAcross += judge(across, sameTitle(across)).f1()
	}
	n := float64(len(corpusLanguages))
	return []row{
		{"stand-in: one document told twice in one language, mean B-cubed F1", three(plainTwice / n), three(oursTwice/n) + " (" + strings.Join(cells, ", ") + ")", "≥ 0.80"},
		{"stand-in: one document in English and another language, mean B-cubed F1", three(plainAcross / (n - 1)), three(oursAcross / (n - 1)), ""},
	}, nil
}

// sameEvent are documents that tell of one event, by more than one publisher
// each: an earthquake, a storm, a match, a speech, a rally, a cup, an
// investigation. Items of theirs belong together.
var sameEvent = [][]string{
	{"reuters.218863", "nytimes.184860", "telegraph.405422", "reuters.218865", "euronews-en.153797"},
	{"abcnews.306815", "newsweek.51338"},
	{"bbc.381746", "scotsman.133791"},
	{"cnbc.com.6769", "reuters.218861"},
	{"cnbc.com.6790", "cnn.304447", "cnn.304489", "newsweek.51310"},
	{"independent.226301", "reuters.218914"},
	{"cbsnews.248471", "telegraph.405413"},
}

// eventOf returns what stands for the event of the document.
func eventOf(id string) string {
	for _, ids := range sameEvent {
		if slices.Contains(ids, id) {
			return ids[0]
		}
	}
	return id
}

// tell makes an item of each document: its sentences from the given one on,
// under the headline if from is 0, else under the first of them.
func tell(docs []document, lang, source string, from int) []told {
	at := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	var out []told
	for i, d := range docs {
		rest := d.sentences[min(from, len(d.sentences)):]
		title := d.headline
		if from > 0 && len(rest) > 0 {
			title, rest = rest[0], rest[1:]
		}
		when := at.Add(time.Duration(i) * 10 * time.Minute)
		out = append(out, told{event: eventOf(d.id), item: feed.Item{
			ID: fmt.Sprint(source, " ", lang, " ", i), Title: title, Source: source + " " + lang, Language: lang,
			Summary: strings.Join(rest[:min(leadLength, len(rest))], " "), Published: when, Arrived: when,
		}})
	}
	return out
}
