package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
)

// feedsAt is where the feeds are said to come from: their relative links are
// relative to it.
const feedsAt = "http://127.0.0.1:8097/tests/"

// headline is what was read of an item.
type headline struct{ title, link string }

// feedReader reads a feed found at an address.
type feedReader func(c feedCase, address string) ([]headline, error)

// feedScore is how well a reader did.
type feedScore struct {
	read, titles, links share
	panics              int
}

func scoreFeeds(dir string) ([]row, error) {
	cases, err := loadFeeds(filepath.Join(dir, "feeds"))
	if err != nil {
		return nil, err
	}
	plain, ours := readAll(cases, plainFeed), readAll(cases, ourFeed)
	return []row{
		{"feeds read, apart from CDF", plain.read.percent(), ours.read.percent(), "≥ 99 %"},
		{"panics while reading feeds", fmt.Sprint(plain.panics), fmt.Sprint(ours.panics), "0"},
		{"item titles right", plain.titles.percent(), ours.titles.percent(), "≥ 98 %"},
		{"item links right", plain.links.percent(), ours.links.percent(), "≥ 95 %"},
	}, nil
}

func loadFeeds(dir string) ([]feedCase, error) {
	var cases []feedCase
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".xml" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		cases = append(cases, readCase(filepath.ToSlash(name), data))
		return err
	})
	if err == nil && len(cases) == 0 {
		err = fmt.Errorf("no feeds in %s", dir)
	}
	return cases, err
}

func readAll(cases []feedCase, read feedReader) feedScore {
	var s feedScore
	for _, c := range cases {
		items, err := s.guarded(c, read)
		if !strings.Contains(c.file, "/cdf/") {
			s.read.count(err == nil)
		}
		for _, e := range c.expected {
			if e.link {
				s.links.count(e.item < len(items) && items[e.item].link == e.want)
			} else {
				s.titles.count(e.item < len(items) && seen(items[e.item].title) == seen(e.want))
			}
		}
	}
	return s
}

func (s *feedScore) guarded(c feedCase, read feedReader) (items []headline, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.panics++
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return read(c, address(c))
}

// address is where the feed was found, as far as its headers say so.
func address(c feedCase) string {
	base, err := url.Parse(feedsAt + c.file)
	if err != nil {
		return feedsAt
	}
	if at, err := base.Parse(c.header["content-location"]); err == nil && strings.HasPrefix(at.Scheme, "http") {
		return at.String()
	}
	return base.String()
}

func ourFeed(c feedCase, address string) ([]headline, error) {
	doc, err := feed.Parse(context.Background(), feed.Feed{}, fetch.Response{Body: c.data, ContentType: c.header["content-type"], URL: address}, time.Now())
	var out []headline
	for _, it := range doc.Items {
		out = append(out, headline{it.Title, it.URL})
	}
	return out, err
}

func plainFeed(c feedCase, _ string) ([]headline, error) {
	doc, err := gofeed.NewParser().Parse(bytes.NewReader(c.data))
	if err != nil {
		return nil, err
	}
	var out []headline
	for _, it := range doc.Items {
		out = append(out, headline{it.Title, it.Link})
	}
	return out, nil
}
