package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/console"
	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/digest/newsroom"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/export"
)

// digest composes a digest and prints it.
func (p program) digest(flags *flag.FlagSet) action {
	names := flags.String("topics", "", "topics, separated by commas")
	lang := flags.String("lang", "", "the reader's language, whose stories and English ones are told; without it those of all languages")
	from := flags.String("from", "", "read items from a file as feed -json prints them, - for standard input")
	at := flags.String("at", "", "compose as of this instant (RFC 3339); now without it")
	form := flags.String("format", "text", strings.Join(forms(), ", "))
	return func(ctx context.Context, args []string) error {
		now, errAt := instant(*at)
		if err := errors.Join(errAt, checkDigest(*names, *lang, *form), noMore("digest", args)); err != nil {
			return usageError{err}
		}
		c, err := p.readCorpus(ctx, *from, now)
		if err != nil {
			return err
		}
		claim := c.claim(*names, *lang, now)
		if c.kept != nil { // items of a file stay as they are
			c.items = newsroom.WithPages(ctx, c.items, c.kept, c.feeds, c.topics, talk.Request(claim, now))
			tellLanguages(c.items)
		}
		return errors.Join(p.printDigest(ctx, c, claim, *form, now), c.lacks())
	}
}

// forms are what a digest can be printed as.
func forms() []string {
	names := []string{"text", "json"}
	for _, p := range (config{}).platforms() {
		names = append(names, p.new(slog.New(slog.DiscardHandler)).Name())
	}
	return names
}

func checkDigest(names, lang, form string) error {
	var errs []error
	if names == "" {
		errs = append(errs, errors.New("-topics: name at least one topic"))
	}
	if _, ok := texts.LanguageNamed(lang); lang != "" && !ok {
		errs = append(errs, fmt.Errorf("-lang: %q: not a language that newsbrief speaks", lang))
	}
	if !slices.Contains(forms(), form) {
		errs = append(errs, fmt.Errorf("-format: %q: want %s", form, strings.Join(forms(), ", ")))
	}
	return errors.Join(errs...)
}

func instant(s string) (time.Time, error) {
	if s == "" {
		return time.Now(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("-at: %q: want an instant like 2026-11-24T08:00:00+07:00", s)
	}
	return t, nil
}

// claim is that of a reader who is due at now.
func (c corpus) claim(names, lang string, now time.Time) subscriptions.Claim {
	sub := subscriptions.Subscriber{
		Chat: console.Chat(), Language: lang, Schedule: subscriptions.Schedule{Zone: string(c.cfg.Zone)},
		Due: subscriptions.Due{At: now},
	}
	if lang == "" {
		sub.Language, sub.Reads = string(c.cfg.Language), []string{digest.AllLanguages}
	}
	for name := range strings.SplitSeq(names, ",") {
		if t := c.topics.Resolve(name); t != "" {
			sub.Topics = append(sub.Topics, t)
		}
	}
	return subscriptions.Claim{Subscriber: sub}
}

func (p program) printDigest(ctx context.Context, c corpus, claim subscriptions.Claim, form string, now time.Time) error {
	composer := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(c.items), c.topics)
	if form == "json" {
		return p.printEntries(ctx, composer, claim, now)
	}
	texts, err := texts.Load()
	if err != nil {
		return err
	}
	b := talk.New(slog.New(slog.DiscardHandler), c.cfg.bot(nil, composer, c.topics, texts))
	m, _, err := b.Digest(ctx, claim, now)
	if err != nil {
		return err
	}
	for _, part := range c.renderer(form, texts).Render(m) {
		if _, err := fmt.Fprintf(p.out, "%s\n", strings.TrimRight(string(part.Body), "\n")); err != nil {
			return err
		}
	}
	return nil
}

// renderer is what lays a message out: the platform of that name, else the terminal.
func (c corpus) renderer(form string, texts *texts.Catalogue) bot.Platform {
	for _, p := range (config{}).platforms() {
		if platform := p.new(slog.New(slog.DiscardHandler)); platform.Name() == form {
			return platform
		}
	}
	return console.New(console.Config{Say: texts.In(string(c.cfg.Language))})
}

// entryLine is a story of a digest as the program prints it.
type entryLine struct {
	Topic     subscriptions.Topic `json:"topic"`
	Name      string              `json:"name"`
	ID        string              `json:"id"`
	Title     string              `json:"title"`
	Brief     string              `json:"brief"`
	URL       string              `json:"url"`
	Lang      string              `json:"lang"`
	Published *time.Time          `json:"published"`
	Image     string              `json:"image"`
	Sources   []sourceLine        `json:"sources"`
	Updated   bool                `json:"updated"`
	Why       whyLine             `json:"why"`
}

type sourceLine struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type whyLine struct {
	topicLine
	Rank       float64 `json:"rank"`
	Publishers int     `json:"publishers"`
}

func (p program) printEntries(ctx context.Context, composer *digest.Composer, claim subscriptions.Claim, now time.Time) error {
	d, err := composer.Compose(ctx, talk.Request(claim, now))
	if err != nil {
		return err
	}
	for _, s := range d.Sections {
		for _, e := range s.Entries {
			if err := printJSON(p.out, entryLineOf(s, e)); err != nil {
				return err
			}
		}
	}
	return nil
}

func entryLineOf(s digest.Section, e digest.Entry) entryLine {
	l := entryLine{
		Topic: s.Topic, Name: s.Name, ID: e.Told.Item, Title: e.Headline, Brief: e.Line, URL: e.URL, Lang: e.Language,
		Published: export.Moment(e.Published), Image: e.Image, Sources: []sourceLine{}, Updated: e.Updated,
		Why: whyLine{topicLine: topicLineOf(e.Why.Match), Rank: e.Why.Rank, Publishers: e.Why.Publishers},
	}
	for _, src := range e.Sources {
		l.Sources = append(l.Sources, sourceLine(src))
	}
	return l
}
