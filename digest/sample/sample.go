// Package sample is the sample edition: invented news in the twelve languages,
// for a first conversation where no feed can be reached.
package sample

import (
	_ "embed"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"
	"time"

	"newsbrief/digest/feed"
)

//go:embed edition.txt
var edition string

// Edition returns the items of the sample edition, dated relative to now, in
// the order of their arrival. Every one of them is marked as a sample, and its
// address leads nowhere.
func Edition(now time.Time) []feed.Item {
	var out []feed.Item
	for _, e := range entries() {
		it := e.item
		it.Published = now.Add(-e.age)
		it.Arrived = it.Published.Add(min(e.age, pickup))
		it.Categories = append([]string(nil), it.Categories...)
		out = append(out, it)
	}
	return out
}

// pickup is how long after its publication an item arrives.
const pickup = 4 * time.Minute

// entry is an item of the file with its age.
type entry struct {
	item feed.Item
	age  time.Duration
}

// entries panics if the file is damaged: it is part of the program, and a
// test reads it.
var entries = sync.OnceValue(func() []entry {
	out, err := parse(edition)
	if err != nil {
		panic(err)
	}
	return out
})

// parse reads the form that edition.txt describes.
func parse(s string) ([]entry, error) {
	hosts := map[string]string{}
	var out []entry
	for block := range strings.SplitSeq(s, "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		if strings.HasPrefix(lines[0], "#") {
			continue
		}
		if strings.HasPrefix(lines[0], "@") {
			if err := readHosts(hosts, lines); err != nil {
				return nil, err
			}
			continue
		}
		e, err := readEntry(hosts, lines)
		if err != nil {
			return nil, fmt.Errorf("item %q: %w", lines[0], err)
		}
		out = append(out, e)
	}
	return out, nil
}

func readHosts(hosts map[string]string, lines []string) error {
	for _, line := range lines {
		name, host, ok := strings.Cut(strings.TrimPrefix(line, "@ "), ": ")
		if !ok {
			return fmt.Errorf("publisher %q: want @ name: host", line)
		}
		hosts[name] = host
	}
	return nil
}

func readEntry(hosts map[string]string, lines []string) (entry, error) {
	fields := strings.Split(lines[0], " | ")
	if len(lines) != 3 || len(fields) != 5 {
		return entry{}, fmt.Errorf("want five fields, a headline and a summary")
	}
	host, ok := hosts[fields[1]]
	if !ok {
		return entry{}, fmt.Errorf("unknown publisher %q", fields[1])
	}
	age, err := time.ParseDuration(fields[3])
	if err != nil {
		return entry{}, fmt.Errorf("read age: %w", err)
	}
	address := "https://" + host + fields[2]
	return entry{age: age, item: feed.Item{
		ID:         id(address),
		URL:        address,
		Title:      lines[1],
		Summary:    lines[2],
		Language:   fields[0],
		Feed:       "https://" + host + "/feed",
		Source:     fields[1],
		Categories: strings.Split(fields[4], ", "),
		Sample:     true,
	}}, nil
}

func id(address string) string {
	h := fnv.New64a()
	h.Write([]byte(address))
	return fmt.Sprintf("%016x", h.Sum64())
}
