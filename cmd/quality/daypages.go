package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"newsbrief/digest/article"
)

// dayPages are what an editor said of the pages of days/: the file, what is
// wrong with its headline ("" if nothing is), how good its line is, the mark of
// both, and their first words, by which a person finds them.
//
//go:embed daypages.tsv
var dayPages string

// grades are how good a line is; none is said of a page that shows none.
var grades = []string{"excellent", "fine", "weak", "wrong", "none"}

func scoreDayPages(dir string) ([]row, error) {
	said, err := readGrades(dayPages)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, half := range []string{tune, hold} {
		of := map[string]int{}
		for name, g := range said {
			if halfOfPage(name) != half {
				continue
			}
			made, err := madeOf(filepath.Join(daysFolder(dir), "pages", name+".html.gz"))
			switch {
			case err != nil:
				return nil, err
			case made != g.mark:
				of["unjudged"]++
			default:
				of[g.grade]++
			}
		}
		rows = append(rows, gradeRow(half, of))
	}
	return rows, nil
}

func gradeRow(half string, of map[string]int) row {
	lines := of["excellent"] + of["fine"] + of["weak"] + of["wrong"]
	share := func(n int) string { return fmt.Sprintf("%d of %d", n, lines) }
	return row{"lines of pages of real days that an editor calls excellent or fine; wrong (" + half + ")", "",
		fmt.Sprintf("%s; %s; %d without a line; %d not judged", share(of["excellent"]+of["fine"]), share(of["wrong"]), of["none"], of["unjudged"]), "≥ 85 %; ≤ 2 %"}
}

// halfOfPage tells which half of the pages the rules were chosen on.
func halfOfPage(name string) string {
	if sum := sha256.Sum256([]byte(name)); sum[0]%2 == 1 {
		return tune
	}
	return hold
}

// madeOf is the mark of the headline and the line of a page.
func madeOf(file string) (string, error) {
	packed, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	a, err := article.Parse(context.Background(), packed, "text/html", "")
	if err != nil {
		return mark("\n"), nil // it is no article
	}
	headline, line := saidOf(a)
	return mark(headline + "\n" + line), nil
}

// graded is an editor's word on a page.
type graded struct{ grade, mark string }

func readGrades(tsv string) (map[string]graded, error) {
	said := map[string]graded{}
	for line := range strings.Lines(tsv) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 6 || !strings.Contains(strings.Join(grades, " "), f[2]) {
			return nil, fmt.Errorf("read grade %q: want a file, what is wrong with its headline, a grade, a mark, and two beginnings", line)
		}
		said[f[0]] = graded{f[2], f[3]}
	}
	return said, nil
}
