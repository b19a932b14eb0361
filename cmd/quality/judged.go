package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"newsbrief/digest/article"
)

// verdicts are what an editor said of what we made of each page: its address,
// the field, the mark of the output that was judged, right or wrong, for wrong a
// word why, and its first words, by which a person finds it. One output of a
// field has one verdict.
//
//go:embed verdicts.tsv
var verdicts string

// judgedFields are what is judged of a page, and the share to reach.
var judgedFields = []struct{ name, what string }{
	{"title", "titles of pages that an editor calls right, of those judged"},
	{"date", "dates of pages that an editor calls right, of those judged"},
	{"brief", "briefs of pages that an editor calls the lead or standfirst, of those judged"},
}

// output is what was made of one field of a page, as it is judged.
type output struct{ address, field, mark string }

func scoreJudged(dir string) ([]row, error) {
	said, err := readVerdicts(verdicts)
	if err != nil {
		return nil, err
	}
	pages, err := loadPages(filepath.Join(dir, "pages"))
	if err != nil {
		return nil, err
	}
	var outputs []output
	for _, p := range pages {
		outputs = append(outputs, outputsOf(p)...)
	}
	return judgedRows(outputs, said), nil
}

func outputsOf(p page) []output {
	a, err := article.Parse(context.Background(), p.packed, "text/html; charset=utf-8", p.url)
	if err != nil {
		a = article.Article{}
	}
	headline, line := saidOf(a)
	day := ""
	if !a.Published.IsZero() {
		day = a.Published.UTC().Format(time.RFC3339)
	}
	return []output{{p.url, "title", mark(headline)}, {p.url, "date", mark(day)}, {p.url, "brief", mark(line)}}
}

// mark tells outputs apart without repeating them.
func mark(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}

// readVerdicts returns whether each output that was judged is right.
func readVerdicts(tsv string) (map[output]bool, error) {
	said := map[output]bool{}
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 6 || f[3] != "right" && f[3] != "wrong" || (f[3] == "wrong") != (f[4] != "") {
			return nil, fmt.Errorf("read verdict %q: want address, field, mark, right or wrong, why if wrong, and the first words of what was judged", line)
		}
		o := output{f[0], f[1], f[2]}
		if _, twice := said[o]; twice {
			return nil, fmt.Errorf("read verdict %q: judged twice", line)
		}
		said[o] = f[3] == "right"
	}
	return said, nil
}

// judgedRows counts what is right of the outputs that were judged, and those
// that nobody has judged since they changed.
func judgedRows(outputs []output, said map[output]bool) []row {
	var rows []row
	for _, field := range judgedFields {
		var s share
		unjudged := 0
		for _, o := range outputs {
			switch right, judged := said[o]; {
			case o.field != field.name:
			case judged:
				s.count(right)
			default:
				unjudged++
			}
		}
		rows = append(rows, row{field.what, "", fmt.Sprintf("%s; %d not judged", s.percent(), unjudged), "≥ 92 %"})
	}
	return rows
}
