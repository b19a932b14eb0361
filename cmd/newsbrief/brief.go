package main

import (
	"context"
	"flag"
	"strings"
	"time"

	"newsbrief/digest/article"
	"newsbrief/digest/brief"
	"newsbrief/subscriptions/export"
)

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
