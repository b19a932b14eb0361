package main

import (
	"strings"

	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// classes are the categories of the headlines, as topics.
var classes = map[string]subscriptions.Topic{"b": "business", "t": "technology", "e": "entertainment", "m": "health"}

// scoreTopics asks for the best of the four topics by the headline alone. A
// headline that several publishers have counts once.
func scoreTopics(dir string) ([]row, error) {
	all, err := loadHeadlines(dir)
	if err != nil {
		return nil, err
	}
	topics := topic.New(nil)
	var plain, ours answers
	known := map[string]bool{}
	for _, t := range all {
		title := strings.ToLower(t.item.Title)
		if known[title] {
			continue
		}
		known[title] = true
		plain.count(named(title), classes[t.category])
		ours.count(best(topics.Analyze(feed.Item{Title: t.item.Title, Language: "en"}).Topics()), classes[t.category])
	}
	return []row{
		{"topic of a headline by its text alone, four classes", plain.accuracy.percent(), ours.accuracy.percent(), "≥ 80 %"},
		{"its precision where it answers", plain.precision.percent(), ours.precision.percent(), "≥ 92 %"},
	}, nil
}

type answers struct{ accuracy, precision share }

func (a *answers) count(got, want subscriptions.Topic) {
	a.accuracy.count(got == want)
	if got != "" {
		a.precision.count(got == want)
	}
}

// best is the first match that is one of the classes.
func best(matches []topic.Match) subscriptions.Topic {
	for _, m := range matches {
		for _, c := range classes {
			if m.Topic == c {
				return c
			}
		}
	}
	return ""
}

// named is the class whose own name stands in the title.
func named(title string) subscriptions.Topic {
	for _, c := range []subscriptions.Topic{"business", "technology", "entertainment", "health"} {
		if strings.Contains(title, string(c)) {
			return c
		}
	}
	return ""
}
