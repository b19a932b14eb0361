package main

import (
	"context"
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

// readCorpus reads items from a file, or polls the feeds. ok is false when there
// is nothing to go on with, which was said.
func (p program) readCorpus(ctx context.Context, from string, now time.Time) (e corpus, code int) {
	cfg, err := p.config()
	if err != nil {
		return e, exitUsage
	}
	feeds, err := cfg.feeds()
	if err != nil {
		p.complain(err)
		return e, exitUsage
	}
	e = corpus{cfg: cfg, feeds: feeds, topics: topic.New(feeds)}
	if from != "" {
		if e.items, e.whole, err = p.readItems(from, now, feeds); err != nil {
			p.complain(err)
			return e, exitError
		}
	} else {
		e.kept = archive.NewMemory()
		e.items, e.whole = p.poll(ctx, feeds, e.kept)
	}
	tellLanguages(e.items)
	return e, exitOK
}

func tellLanguages(items []feed.Item) {
	for i, it := range items {
		items[i].Language = digest.Language(it)
	}
}

// goOn stands for no exit status yet.
const goOn = -1

// corpusOf reads the flags of explain and stories, and what they work on.
func (p program) corpusOf(ctx context.Context, flags *flag.FlagSet, args []string, check func(*flag.FlagSet) error) (asJSON bool, e corpus, code int) {
	flags.BoolVar(&asJSON, "json", false, "print one JSON object a line")
	from := flags.String("from", "", "read items from a file as feed -json prints them, - for standard input")
	if code, ok := p.parse(flags, args); !ok {
		return asJSON, e, code
	}
	if err := check(flags); err != nil {
		p.complain(err)
		return asJSON, e, exitUsage
	}
	e, code = p.readCorpus(ctx, *from, time.Now())
	if code == exitOK {
		code = goOn
	}
	return asJSON, e, code
}

// code is the exit status once the items that there are have been served.
func (c corpus) code() int {
	if c.whole {
		return exitOK
	}
	return exitError
}

// poll reads every feed once, into memory.
func (p program) poll(ctx context.Context, feeds []feed.Feed, kept *archive.Memory) (items []feed.Item, whole bool) {
	poller := feed.NewPoller(slog.New(slog.DiscardHandler), feed.PollConfig{
		Feeds: feeds, Fetcher: fetch.New(fetch.Config{}), States: kept, Sink: kept,
	})
	whole = true
	err := poller.PollNow(ctx, feeds, func(r feed.Result) {
		if r.Err != nil {
			p.complain(r.Err) // it names the host, and no more of an address that may hold a password
			whole = false
		}
	})
	if err == nil {
		items, err = kept.Since(ctx, time.Time{})
	}
	if err != nil {
		p.complain(err)
		return nil, false
	}
	return items, whole
}
