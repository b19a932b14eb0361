package main

import (
	"testing"

	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/sample"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// TestCatalogueTopics holds that the built-in feeds name only known topics,
// and that each of them has a feed.
func TestCatalogueTopics(t *testing.T) {
	topics := topic.New(nil)
	has := make(map[string]bool)
	for _, f := range feed.Catalogue() {
		for _, name := range f.Topics {
			has[name] = true
			if !topics.Known(subscriptions.Topic(name)) {
				t.Errorf("%s: unknown topic %q", f.URL, name)
			}
		}
	}
	for _, topic := range topics.All() {
		if !has[string(topic)] {
			t.Errorf("no feed of %q", topic)
		}
	}
}

// TestSampleTopics holds that the sample edition has something to tell of
// every topic.
func TestSampleTopics(t *testing.T) {
	topics := topic.New(nil)
	has := make(map[subscriptions.Topic]bool)
	for _, it := range sample.Edition(time.Now()) {
		for _, m := range topics.Analyze(it).Topics() {
			has[m.Topic] = true
		}
	}
	for _, topic := range topics.All() {
		if !has[topic] {
			t.Errorf("no sample of %q", topic)
		}
	}
}
