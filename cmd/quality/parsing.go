package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/mmcdole/gofeed"

	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
)

// rounds is how often the feeds are parsed by each, turn about; the shortest
// time counts, as it met the least noise.
const rounds = 5

// scoreParsing compares how long it takes to parse every feed in a folder,
// cleaned as items are, with how long the plain library takes.
func scoreParsing(dir string) ([]row, error) {
	cases, err := loadFeeds(dir)
	if err != nil {
		return nil, err
	}
	plain, ours := time.Duration(1<<62), time.Duration(1<<62)
	for range rounds {
		plain = min(plain, timeOf(cases, plainly))
		ours = min(ours, timeOf(cases, cleanly))
	}
	return []row{{
		fmt.Sprintf("%d feeds parsed and cleaned, over the library alone", len(cases)), "1 ×",
		fmt.Sprintf("%.2f ×", float64(plain)/float64(max(ours, 1))), "≥ 1 ×",
	}}, nil
}

func timeOf(cases []feedCase, parse func(data []byte)) time.Duration {
	start := time.Now()
	for _, c := range cases {
		parse(c.data)
	}
	return time.Since(start)
}

func plainly(data []byte) { _, _ = gofeed.NewParser().Parse(bytes.NewReader(data)) }

func cleanly(data []byte) {
	_, _ = feed.Parse(context.Background(), feed.Feed{}, fetch.Response{Body: data, URL: feedsAt}, time.Now())
}
