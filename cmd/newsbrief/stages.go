package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/article"
	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/subscriptions/export"
)

// feed prints the items of feeds as the bot sees them.
func (p program) feed(ctx context.Context, flags *flag.FlagSet, args []string) int {
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	from := flags.String("url", "", "say where the file came from")
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	return p.eachInput(ctx, flags.Args(), *from, func(in input) error {
		doc, err := feed.Parse(ctx, feed.Feed{}, fetch.Response{Body: in.data, ContentType: in.contentType, URL: in.url}, time.Now())
		if err != nil {
			return err
		}
		for _, it := range doc.Items {
			it.Language = digest.Language(it)
			if it.Feed == "" {
				it.Feed = in.name
			}
			if err := p.printItem(*asJSON, lineOf(in.name, it)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p program) printItem(asJSON bool, l itemLine) error {
	if asJSON {
		return printJSON(p.out, l)
	}
	return p.printRecord(l.Title, l.Summary, l.URL, facts(l.Published, l.Lang, strings.Join(l.Categories, ", ")))
}

// printRecord prints a title and, indented, the lines below it that say
// anything, with an empty line behind.
func (p program) printRecord(title string, lines ...string) error {
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

// briefLine is an article as the program prints it.
type briefLine struct {
	Input     string     `json:"input"`
	URL       string     `json:"url"`
	Title     string     `json:"title"`
	Brief     string     `json:"brief"`
	Lang      string     `json:"lang"`
	Published *time.Time `json:"published"`
	Image     string     `json:"image"`
	Site      string     `json:"site"`
	Text      *string    `json:"text,omitempty"`
}

// brief prints the headline and the brief of article pages.
func (p program) brief(ctx context.Context, flags *flag.FlagSet, args []string) int {
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	withText := flags.Bool("text", false, "print the article's paragraphs too")
	from := flags.String("url", "", "say where the file came from")
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	return p.eachInput(ctx, flags.Args(), *from, func(in input) error {
		a, err := article.Parse(ctx, in.data, in.contentType, in.url)
		if err != nil {
			return err
		}
		return p.printBrief(*asJSON, briefOf(in.name, a, *withText))
	})
}

func briefOf(name string, a article.Article, withText bool) briefLine {
	headline, line := brief.OfText(brief.Text{Title: a.Title, Site: a.Site, Language: a.Language, Lead: a.Lead, Paragraphs: a.Text})
	l := briefLine{
		Input: name, URL: a.URL, Title: headline, Brief: line, Lang: a.Language,
		Published: export.Moment(a.Published), Image: a.Image, Site: a.Site,
	}
	if withText {
		text := strings.Join(a.Text, "\n")
		l.Text = &text
	}
	return l
}

func (p program) printBrief(asJSON bool, l briefLine) error {
	if asJSON {
		return printJSON(p.out, l)
	}
	text := ""
	if l.Text != nil {
		text = "\n" + *l.Text
	}
	return p.printRecord(l.Title, l.Brief, l.URL, facts(l.Published, l.Lang, l.Site), text)
}
