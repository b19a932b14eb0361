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
func (p program) brief(flags *flag.FlagSet) action {
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	withText := flags.Bool("text", false, "print the article's paragraphs too")
	from := flags.String("url", "", "say where the file came from")
	return func(ctx context.Context, args []string) error {
		return p.eachInput(ctx, args, *from, func(in input) error {
			a, err := article.Parse(ctx, in.data, in.contentType, in.url)
			if err != nil {
				return err
			}
			return p.print(*asJSON, briefOf(in.name, a, *withText))
		})
	}
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

func (l briefLine) record() (string, []string) {
	text := ""
	if l.Text != nil {
		text = "\n" + *l.Text
	}
	return l.Title, []string{l.Brief, l.URL, facts(l.Published, l.Lang, l.Site), text}
}
