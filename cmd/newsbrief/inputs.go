package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/subscriptions/export"
)

// input is the content of a file or of what an address answers.
type input struct {
	name        string // as given
	url         string // where it came from, "" for a file without -url
	data        []byte
	contentType string
}

// maxFile bounds what is read of a file, as [fetch.Config] bounds a fetch.
const maxFile = 64 << 20

// eachInput hands over every input and prints the errors of those that cannot
// be read or that do objects to.
func (p program) eachInput(ctx context.Context, names []string, from string, do func(input) error) (err error) {
	if len(names) == 0 {
		return usageError{errors.New("name a file or an address")}
	}
	fetcher := fetch.New(fetch.Config{})
	for _, name := range names {
		in, errOne := readInput(ctx, fetcher, name)
		if from != "" {
			in.url = from
		}
		if errOne == nil {
			errOne = do(in)
		}
		if errOne != nil {
			fmt.Fprintf(p.err, "newsbrief: %s: %v\n", name, errOne)
			err = errTold
		}
		if ctx.Err() != nil {
			return errTold
		}
	}
	return err
}

func readInput(ctx context.Context, fetcher *fetch.Client, name string) (input, error) {
	if u, err := url.Parse(name); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		got, err := fetcher.Get(ctx, fetch.Request{URL: name, PrivateHost: u.Host, Follow: true})
		return input{name: name, url: got.URL, data: got.Body, contentType: got.ContentType}, err
	}
	data, err := readFile(name)
	return input{name: name, data: data}, err
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, errors.Unwrap(err) // the name stands before the error already
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fetch.ErrTooLarge
	}
	return data, err
}

// itemLine is an item as the program prints and reads it, one a line.
type itemLine struct {
	Input      string     `json:"input"`
	ID         string     `json:"id"`
	URL        string     `json:"url"`
	Title      string     `json:"title"`
	Summary    string     `json:"summary"`
	Published  *time.Time `json:"published"`
	Lang       string     `json:"lang"`
	Image      string     `json:"image"`
	Feed       string     `json:"feed"`
	Categories []string   `json:"categories"`
}

func lineOf(in string, it feed.Item) itemLine {
	l := itemLine{
		Input: in, ID: it.ID, URL: it.URL, Title: it.Title, Summary: it.Summary,
		Lang: it.Language, Image: it.Image, Feed: it.Feed, Categories: it.Categories,
	}
	l.Published = export.Moment(it.Published)
	if l.Categories == nil {
		l.Categories = []string{}
	}
	return l
}

func (l itemLine) item() feed.Item {
	it := feed.Item{
		ID: l.ID, URL: l.URL, Title: l.Title, Summary: l.Summary, Language: l.Lang,
		Image: l.Image, Feed: l.Feed, Categories: l.Categories,
	}
	if l.Published != nil {
		it.Published = *l.Published
	}
	return it
}

// readItems reads the lines of a file ("-": standard input) as items that
// arrived at now in the order of the lines. A line that cannot be read is
// printed as an error and left out; whole is false then.
func (p program) readItems(name string, now time.Time, feeds []feed.Feed) (items []feed.Item, whole bool, err error) {
	data, err := p.readAll(name)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", name, err)
	}
	sources := sourceNames(feeds)
	ids := make(map[string]bool)
	whole = true
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if strings.TrimSpace(line) == "" {
			continue
		}
		var l itemLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			p.complain(fmt.Errorf("%s:%d: %w", name, n, export.JSONError(err)))
			whole = false
			continue
		}
		it := l.item()
		it.Arrived = now.Add(time.Duration(n) * time.Nanosecond)
		it.Source = sources(it)
		if it.ID == "" || ids[it.ID] {
			it.ID = fmt.Sprintf("line-%d", n)
		}
		ids[it.ID] = true
		items = append(items, it)
	}
	return items, whole, nil
}

func (p program) readAll(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(p.in)
	}
	return readFile(name)
}

// sourceNames tells who published an item: the name of its feed, else the
// host of its link or of its feed.
func sourceNames(feeds []feed.Feed) func(feed.Item) string {
	names := make(map[string]string)
	for _, f := range feeds {
		names[f.URL] = f.Publisher
	}
	return func(it feed.Item) string {
		if name := names[it.Feed]; name != "" {
			return name
		}
		for _, address := range []string{it.URL, it.Feed} {
			if u, err := url.Parse(address); err == nil && u.Host != "" {
				return strings.TrimPrefix(u.Hostname(), "www.")
			}
		}
		return it.Feed
	}
}

// printJSON prints a value as one line.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// record is what a sub-command prints of one thing: a title and lines below it.
type record interface {
	record() (title string, lines []string)
}

// print prints a record as a line of JSON, or for people: the title and,
// indented, the lines that say anything, with an empty line behind.
func (p program) print(asJSON bool, r record) error {
	if asJSON {
		return printJSON(p.out, r)
	}
	title, lines := r.record()
	var b strings.Builder
	fmt.Fprintln(&b, title)
	for _, l := range lines {
		if l != "" {
			fmt.Fprintf(&b, "  %s\n", strings.ReplaceAll(l, "\n", "\n  "))
		}
	}
	_, err := fmt.Fprintln(p.out, b.String())
	return err
}

// facts joins what is known of an item in one line.
func facts(published *time.Time, more ...string) string {
	var known []string
	if published != nil {
		known = append(known, published.Format(time.RFC3339))
	}
	for _, m := range more {
		if m != "" {
			known = append(known, m)
		}
	}
	return strings.Join(known, " · ")
}
