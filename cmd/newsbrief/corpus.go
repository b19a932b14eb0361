package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/topic"
)

// corpus is what the stages behind the feed work on: items, and what is
// needed to judge them.
type corpus struct {
	cfg    config
	feeds  []feed.Feed
	items  []feed.Item
	kept   *archive.Memory // where polled items are, nil for those of a file
	topics *topic.Topics
	whole  bool // every line could be read, some feed could
}

// readCorpus reads items from a file, or polls the feeds.
func (p program) readCorpus(ctx context.Context, from string, now time.Time) (corpus, error) {
	cfg, err := p.config()
	if err != nil {
		return corpus{}, err
	}
	feeds, err := cfg.feeds()
	if err != nil {
		return corpus{}, err
	}
	c := corpus{cfg: cfg, feeds: feeds, topics: topic.New(feeds)}
	if from != "" {
		c.items, c.whole, err = p.readItems(from, now, feeds)
	} else {
		c.kept = archive.NewMemory()
		c.items, c.whole, err = p.poll(ctx, feeds, c.kept)
	}
	tellLanguages(c.items)
	return c, err
}

func tellLanguages(items []feed.Item) {
	for i, it := range items {
		items[i].Language = digest.Language(it)
	}
}

// overCorpus reads the flags of explain and stories, and hands over the items and a printer.
func (p program) overCorpus(flags *flag.FlagSet, do func(c corpus, args []string, print func(record) error) error) action {
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	from := flags.String("from", "", "read items from a file as feed -json prints them, - for standard input")
	return func(ctx context.Context, args []string) error {
		c, err := p.readCorpus(ctx, *from, time.Now())
		if err != nil {
			return err
		}
		return errors.Join(do(c, args, func(r record) error { return p.print(*asJSON, r) }), c.lacks())
	}
}

// lacks returns an error where something could not be read, which was said.
func (c corpus) lacks() error {
	if c.whole {
		return nil
	}
	return errTold
}

// poll reads every feed once, into memory.
func (p program) poll(ctx context.Context, feeds []feed.Feed, kept *archive.Memory) (items []feed.Item, whole bool, err error) {
	poller := feed.NewPoller(slog.New(slog.DiscardHandler), feed.PollConfig{
		Feeds: feeds, Fetcher: fetch.New(fetch.Config{}), States: kept, Sink: kept,
	})
	whole = true
	err = poller.PollNow(ctx, feeds, func(r feed.Result) {
		if r.Err != nil {
			p.complain(r.Err) // it names the host, and no more of an address that may hold a password
			whole = false
		}
	})
	if err == nil {
		items, err = kept.Since(ctx, time.Time{})
	}
	return items, whole, err
}
