package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"newsbrief/bot/talk"
	"newsbrief/bot/telegram"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

//go:embed evenings.tsv
var evenings string

// evening is a reader's: news of a real day at an instant.
type evening struct {
	file, language string
	at             time.Time
}

// scoreEvenings composes the digests of readers who follow one, three and
// eight topics, each topic of the catalogue once, and counts the messages that
// Telegram's adapter makes of a digest.
func scoreEvenings(dir string) ([]row, error) {
	all, err := readEvenings(evenings)
	if err != nil {
		return nil, err
	}
	feeds, err := feedsOfDays(filepath.Join(dir, "days", "feeds.opml"))
	if err != nil {
		return nil, err
	}
	sizes := []int{1, 3, 8}
	counts := make([]share, len(sizes)) // of messages, in digests
	for _, e := range all {
		readers, err := newReaders(dir, e, feeds)
		if err != nil {
			return nil, err
		}
		for i, n := range sizes {
			if err := readers.count(&counts[i], n); err != nil {
				return nil, err
			}
		}
	}
	var rows []row
	for i, n := range sizes {
		rows = append(rows, row{fmt.Sprintf("messages a digest, topics: %d", n), "", fmt.Sprintf("%.2f (%d of %d digests)", counts[i].rate(), counts[i].right, counts[i].all), ""})
	}
	return rows, nil
}

func readEvenings(data string) (all []evening, err error) {
	for line := range strings.Lines(data) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 3 {
			return nil, fmt.Errorf("evenings.tsv: %q: want file, instant, language", line)
		}
		at, err := time.Parse(time.RFC3339, cells[1])
		if err != nil {
			return nil, fmt.Errorf("evenings.tsv: %w", err)
		}
		all = append(all, evening{cells[0], cells[2], at})
	}
	return all, nil
}

// feedsOfDays are the catalogue's and those of a file, if it is there.
func feedsOfDays(path string) ([]feed.Feed, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return feed.Catalogue(), nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	own, err := feed.ReadOPML(f)
	return append(own, feed.Catalogue()...), err
}

// readers are those of one evening.
type readers struct {
	evening
	bot     *talk.Bot
	adapter *telegram.Telegram
	topics  []subscriptions.Topic
}

func newReaders(dir string, e evening, feeds []feed.Feed) (*readers, error) {
	items, err := itemsOfDay(filepath.Join(dir, "days", e.file), e.at, feeds)
	if err != nil {
		return nil, err
	}
	texts, err := texts.Load()
	if err != nil {
		return nil, err
	}
	lg := slog.New(slog.DiscardHandler)
	topics := topic.New(feeds)
	return &readers{evening: e, adapter: telegram.New(lg, telegram.Config{}), topics: topics.All(), bot: talk.New(lg, talk.Config{
		Subscribers: storetest.NewMemory(), News: digest.New(lg, digest.Fixed(items), topics), Topics: topics, Texts: texts,
		Language: e.language, Zone: "UTC", MaxTopics: len(topics.All()),
	})}, nil
}

// count composes the digests of readers who share the catalogue's topics out
// among them, n each.
func (r *readers) count(messages *share, n int) error {
	for i := 0; i+n <= len(r.topics); i += n {
		sub := subscriptions.Subscriber{Language: r.language, Schedule: subscriptions.Schedule{Zone: "UTC"}, Topics: r.topics[i : i+n], Due: subscriptions.Due{At: r.at}}
		m, _, err := r.bot.Digest(context.Background(), subscriptions.Claim{Subscriber: sub}, r.at)
		if err != nil {
			return err
		}
		messages.right += len(r.adapter.Render(m))
		messages.all++
	}
	return nil
}

// itemsOfDay reads items as "newsbrief feed -json" prints them, those that
// were out by then, as having arrived when they were published.
func itemsOfDay(path string, at time.Time, feeds []feed.Feed) ([]feed.Item, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	publishers := make(map[string]string)
	for _, f := range feeds {
		publishers[f.URL] = f.Publisher
	}
	var items []feed.Item
	for line := range bytes.Lines(data) {
		var l struct {
			ID, URL, Title, Summary, Lang, Image, Feed string
			Published                                  time.Time
			Categories                                 []string
		}
		if err := json.Unmarshal(line, &l); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if l.Published.After(at) {
			continue
		}
		it := feed.Item{
			ID: l.ID, URL: l.URL, Title: l.Title, Summary: l.Summary, Language: l.Lang, Image: l.Image, Feed: l.Feed,
			Published: l.Published, Arrived: l.Published, Categories: l.Categories, Source: publishers[l.Feed],
		}
		if it.Source == "" {
			it.Source = host(it)
		}
		items = append(items, it)
	}
	return items, nil
}

func host(it feed.Item) string {
	for _, address := range []string{it.URL, it.Feed} {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			return strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	return it.Feed
}
