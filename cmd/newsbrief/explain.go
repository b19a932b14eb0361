package main

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// explainLine says what an item is about, and why.
type explainLine struct {
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
func (p program) explain(ctx context.Context, flags *flag.FlagSet, args []string) int {
	asJSON, e, code := p.corpusOf(ctx, flags, args, func(*flag.FlagSet) error { return nil })
	if code != goOn {
		return code
	}
	wanted := strings.Join(flags.Args(), " ")
	for _, it := range e.items {
		if err := p.printExplained(asJSON, it, e.explained(it, wanted)); err != nil {
			p.complain(err)
			return exitError
		}
	}
	return e.code()
}

func (c corpus) explained(it feed.Item, wanted string) explainLine {
	l := explainLine{ID: it.ID, Lang: it.Language, Topics: []topicLine{}}
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

func (p program) printExplained(asJSON bool, it feed.Item, l explainLine) error {
	if asJSON {
		return printJSON(p.out, l)
	}
	var lines []string
	if l.Takes != nil {
		lines = append(lines, fmt.Sprintf("takes: %t", *l.Takes))
	}
	for _, t := range l.Topics {
		lines = append(lines, fmt.Sprintf("%s %.2f (%s)", t.Topic, t.Score, t.Why))
	}
	return p.printRecord(it.Title, append([]string{l.Lang}, lines...)...)
}
