package main

import (
	"flag"
	"fmt"
	"strings"

	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// explainLine says what an item is about, and why.
type explainLine struct {
	title  string
	ID     string      `json:"id"`
	Lang   string      `json:"lang"`
	Topics []topicLine `json:"topics"`
	Takes  *bool       `json:"takes,omitempty"`
}

type topicLine struct {
	Topic subscriptions.Topic `json:"topic"`
	Score float64             `json:"score"`
	Why   string              `json:"why"`
}

func topicLineOf(m topic.Match) topicLine {
	return topicLine{Topic: m.Topic, Score: float64(int(m.Score*1000+0.5)) / 1000, Why: m.Reason.String() + ": " + m.Text}
}

// explain prints the topics of every item, and what decided.
func (p program) explain(flags *flag.FlagSet) action {
	return p.overCorpus(flags, func(c corpus, args []string, print func(record) error) error {
		for _, it := range c.items {
			if err := print(c.explained(it, strings.Join(args, " "))); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c corpus) explained(it feed.Item, wanted string) explainLine {
	l := explainLine{title: it.Title, ID: it.ID, Lang: it.Language, Topics: []topicLine{}}
	doc := c.topics.Analyze(it)
	for _, m := range doc.Topics() {
		l.Topics = append(l.Topics, topicLineOf(m))
	}
	if wanted == "" {
		return l
	}
	t := c.topics.Resolve(wanted)
	m, takes := doc.Matches(topic.NewQuery(t))
	l.Takes = &takes
	if takes && !c.topics.Known(t) {
		l.Topics = append(l.Topics, topicLineOf(m))
	}
	return l
}

func (l explainLine) record() (string, []string) {
	lines := []string{l.Lang}
	if l.Takes != nil {
		lines = append(lines, fmt.Sprintf("takes: %t", *l.Takes))
	}
	for _, t := range l.Topics {
		lines = append(lines, fmt.Sprintf("%s %.2f (%s)", t.Topic, t.Score, t.Why))
	}
	return l.title, lines
}
