package main

import (
	"flag"
	"fmt"
	"strings"
	"time"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/subscriptions"
)

// storyLine is a story as the program prints it.
type storyLine struct {
	ID      string                `json:"id"`
	Title   string                `json:"title"`
	Brief   string                `json:"brief"`
	Items   []string              `json:"items"`
	Sources []string              `json:"sources"`
	Topics  []subscriptions.Topic `json:"topics"`
}

// stories prints the stories that the items make, the most important first.
func (p program) stories(flags *flag.FlagSet) action {
	return p.overCorpus(flags, func(c corpus, _ []string, print func(record) error) error {
		for _, s := range story.Rank(story.Group(c.items), newest(c.items)) {
			if err := print(c.story(s.Story)); err != nil {
				return err
			}
		}
		return nil
	})
}

// newest is the instant of the latest news: an old file is ranked as it was.
func newest(items []feed.Item) time.Time {
	var t time.Time
	for _, it := range items {
		if it.Time().After(t) {
			t = it.Time()
		}
	}
	return t
}

func (c corpus) story(s story.Story) storyLine {
	b := brief.Of(s)
	l := storyLine{ID: s.ID(), Title: b.Headline, Brief: b.Line, Topics: []subscriptions.Topic{}, Sources: []string{}}
	seen := make(map[subscriptions.Topic]bool)
	for _, it := range s.Items {
		l.Items = append(l.Items, it.ID)
		for _, m := range c.topics.Analyze(it).Topics() {
			if !seen[m.Topic] {
				seen[m.Topic] = true
				l.Topics = append(l.Topics, m.Topic)
			}
		}
	}
	for _, src := range b.Sources {
		l.Sources = append(l.Sources, src.Name)
	}
	return l
}

func (l storyLine) record() (string, []string) {
	var topics []string
	for _, t := range l.Topics {
		topics = append(topics, string(t))
	}
	return l.Title, []string{l.Brief, fmt.Sprintf("items: %d · %s", len(l.Items), strings.Join(l.Sources, ", ")), strings.Join(topics, ", ")}
}
