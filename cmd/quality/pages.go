package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"newsbrief/digest/article"
	"newsbrief/digest/brief"
	"newsbrief/digest/prose"
)

// page is an article's page and its true text.
type page struct {
	packed    []byte
	url, gold string
}

// shingleSize is how many words in a row must agree to count.
const shingleSize = 4

// pageScore adds up the agreement with the true texts.
type pageScore struct {
	precision, recall float64
	pages             int
	took              time.Duration
	briefs            linesScore
}

func scorePages(dir string) ([]row, error) {
	pages, err := loadPages(filepath.Join(dir, "pages"))
	if err != nil {
		return nil, err
	}
	var plain, ours pageScore
	for _, p := range pages {
		plain.add(p, plainPage)
		ours.add(p, ourPage)
	}
	speed := float64(plain.took) / float64(ours.took)
	return append([]row{
		{"article text, F1 over 4-gram shingles", plain.f1(), ours.f1(), "≥ 0.960"},
		{"speed over plain readability", "1 ×", fmt.Sprintf("%.2f ×", speed), "≥ 0.4 ×"},
	}, linesRows("pages that have a brief", plain.briefs, ours.briefs)...), nil
}

func loadPages(dir string) ([]page, error) {
	data, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		return nil, err
	}
	var gold map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(data, &gold); err != nil {
		return nil, fmt.Errorf("read ground truth: %w", err)
	}
	var pages []page
	for name, g := range gold {
		packed, err := os.ReadFile(filepath.Join(dir, "html", name+".html.gz"))
		if err != nil {
			return nil, err
		}
		pages = append(pages, page{packed, g.URL, g.ArticleBody})
	}
	slices.SortFunc(pages, func(a, b page) int { return strings.Compare(a.url, b.url) })
	return pages, nil
}

// reading is what a reader makes of a page: its text, its brief, and where
// besides the text the brief may be from.
type reading struct{ text, lead, line string }

// add reads the page from its packed bytes, so that both readers do all work.
func (s *pageScore) add(p page, read func(page) reading) {
	start := time.Now()
	r := read(p)
	s.took += time.Since(start)
	precision, recall := agreement(shingles(p.gold), shingles(r.text))
	s.precision += precision
	s.recall += recall
	s.pages++
	s.briefs.count(r.lead+"\n"+r.text, r.line, "")
}

// f1 is of the mean precision and the mean recall, as the benchmark has it.
func (s *pageScore) f1() string {
	n := float64(max(s.pages, 1))
	return fmt.Sprintf("%.3f", harmonic(s.precision/n, s.recall/n))
}

func ourPage(p page) reading {
	a, err := article.Parse(context.Background(), p.packed, "text/html; charset=utf-8", p.url)
	if err != nil {
		return reading{}
	}
	_, line := saidOf(a)
	return reading{strings.Join(a.Text, "\n"), a.Lead, line}
}

// saidOf is what a reader is told of the article.
func saidOf(a article.Article) (headline, line string) {
	return brief.OfText(brief.Text{Title: a.Title, Site: a.Site, Language: a.Language, Lead: a.Lead, Paragraphs: a.Text})
}

// plainPage has the library's excerpt for a brief, as long as a brief may be.
func plainPage(p page) reading {
	r, err := gzip.NewReader(bytes.NewReader(p.packed))
	if err != nil {
		return reading{}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return reading{}
	}
	at, err := url.Parse(p.url)
	if err != nil {
		return reading{}
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return reading{}
	}
	read, err := readability.FromDocument(root, at)
	if err != nil || read.Node == nil {
		return reading{}
	}
	var out strings.Builder
	read.RenderText(&out)
	excerpt := []rune(read.Excerpt())
	return reading{out.String(), "", string(excerpt[:min(len(excerpt), prose.Width)])}
}

// shingles counts the runs of four words of a text.
func shingles(s string) map[string]int {
	words := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && r != '_'
	})
	counts := map[string]int{}
	if len(words) == 0 {
		return counts
	}
	size := min(shingleSize, len(words))
	for i := range len(words) - size + 1 {
		counts[strings.Join(words[i:i+size], " ")]++
	}
	return counts
}

// agreement is 1 and 1 if nothing should be found and nothing is.
func agreement(gold, got map[string]int) (precision, recall float64) {
	common, golds, gots := 0, 0, 0
	for s, n := range got {
		common += min(n, gold[s])
		gots += n
	}
	for _, n := range gold {
		golds += n
	}
	if golds == 0 && gots == 0 {
		return 1, 1
	}
	return float64(common) / float64(max(gots, 1)), float64(common) / float64(max(golds, 1))
}

// ended reports whether a line ends as a sentence does: with an end mark,
// maybe in quotes or brackets, and not with dots for what was cut off.
func ended(line string) bool {
	line = strings.TrimRight(line, "\"'”’»)]」』）")
	last, _ := utf8.DecodeLastRuneInString(line)
	return !strings.HasSuffix(line, "...") && strings.ContainsRune(".!?。！？។။", last)
}
