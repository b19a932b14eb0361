package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

// told is an item and the event that it tells.
type told struct {
	event    string
	category string
	item     feed.Item
}

const (
	perEvent = 5  // headlines of an event at most
	samples  = 20 // over which figures are taken
)

// clusterScore says how well a grouping agrees with the events.
type clusterScore struct {
	precision, recall float64 // B-cubed: of an item's story, of its event
	pairs, shared     int     // pairs of items in one story; those of one event
}

func (s clusterScore) f1() float64 { return harmonic(s.precision, s.recall) }

func (s clusterScore) pairPrecision() float64 {
	return float64(s.shared) / float64(max(s.pairs, 1))
}

func scoreStories(dir string) ([]row, error) {
	all, err := loadHeadlines(dir)
	if err != nil {
		return nil, err
	}
	var plain, ours clusterScore
	for seed := range uint64(samples) {
		some := sampled(all, perEvent, seed)
		plain.add(judge(some, sameTitle(some)))
		ours.add(judge(some, grouped(some)))
	}
	plain, ours = plain.mean(samples), ours.mean(samples)
	return []row{
		{fmt.Sprintf("same story, B-cubed F1 at ≤ %d headlines a story", perEvent), three(plain.f1()), three(ours.f1()), "≥ 0.85"},
		{"same story, pair precision", three(plain.pairPrecision()), three(ours.pairPrecision()), "≥ 0.90"},
	}, nil
}

func three(x float64) string { return fmt.Sprintf("%.3f", x) }

func loadHeadlines(dir string) ([]told, error) {
	lines, err := readLines(filepath.Join(dir, "headlines", "stories.tsv"))
	if err != nil {
		return nil, err
	}
	var out []told
	for i, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) < 6 {
			return nil, fmt.Errorf("read headlines: line %d has %d columns", i+2, len(f))
		}
		ms, err := strconv.ParseInt(f[3], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read headlines: %w", err)
		}
		at := time.UnixMilli(ms)
		out = append(out, told{f[0], f[1], feed.Item{
			ID: strconv.Itoa(i), Title: f[4], Source: f[2], URL: f[5], Published: at, Arrived: at,
		}})
	}
	return out, nil
}

// readLines returns the lines of a file that hold something.
func readLines(path string) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("nothing in %s", path)
	}
	return lines, nil
}

// sampled keeps up to n items of each event, in their order.
func sampled(all []told, n int, seed uint64) []told {
	kept := make([]bool, len(all))
	have := map[string]int{}
	for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(len(all)) {
		if event := all[i].event; have[event] < n {
			have[event]++
			kept[i] = true
		}
	}
	var out []told
	for i, t := range all {
		if kept[i] {
			out = append(out, t)
		}
	}
	return out
}

// grouped returns for each item the id of its story.
func grouped(items []told) map[string]string {
	var in []feed.Item
	for _, t := range items {
		in = append(in, t.item)
	}
	of := map[string]string{}
	for _, s := range story.Group(in) {
		for _, it := range s.Items {
			of[it.ID] = s.ID()
		}
	}
	return of
}

// sameTitle groups by title alone.
func sameTitle(items []told) map[string]string {
	of := map[string]string{}
	for _, t := range items {
		of[t.item.ID] = strings.ToLower(strings.Join(strings.Fields(t.item.Title), " "))
	}
	return of
}

// judge compares what was grouped, by item, with the events.
func judge(items []told, of map[string]string) clusterScore {
	type cell struct{ story, event string }
	stories, events, cells := map[string]int{}, map[string]int{}, map[cell]int{}
	for _, t := range items {
		c := cell{of[t.item.ID], t.event}
		stories[c.story]++
		events[c.event]++
		cells[c]++
	}
	var s clusterScore
	for c, n := range cells {
		s.precision += float64(n*n) / float64(stories[c.story])
		s.recall += float64(n*n) / float64(events[c.event])
		s.shared += n * (n - 1) / 2
	}
	for _, n := range stories {
		s.pairs += n * (n - 1) / 2
	}
	total := float64(max(len(items), 1))
	s.precision /= total
	s.recall /= total
	return s
}

func (s *clusterScore) add(o clusterScore) {
	s.precision += o.precision
	s.recall += o.recall
	s.pairs += o.pairs
	s.shared += o.shared
}

func (s clusterScore) mean(n float64) clusterScore {
	s.precision /= n
	s.recall /= n
	return s
}
