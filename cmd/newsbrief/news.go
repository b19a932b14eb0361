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
	"newsbrief/bot/discord"
	"newsbrief/bot/talk"
	"newsbrief/bot/telegram"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/newsroom"
	"newsbrief/digest/story"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/export"
)

// edition is what the stages behind the feed work on: items, and what is
// needed to judge them.
type edition struct {
	cfg    config
	feeds  []feed.Feed
	items  []feed.Item
	kept   *archive.Memory // where polled items are, nil for those of a file
	topics *topic.Topics
	whole  bool // every line could be read, some feed could
}

// edition reads items from a file, or polls the feeds. ok is false when there
// is nothing to go on with, which was said.
func (p program) edition(ctx context.Context, from string, now time.Time) (e edition, code int) {
	cfg, err := p.config()
	if err != nil {
		return e, exitUsage
	}
	feeds, err := cfg.feeds()
	if err != nil {
		p.complain(err)
		return e, exitUsage
	}
	e = edition{cfg: cfg, feeds: feeds, topics: topic.New(feeds)}
	if from != "" {
		if e.items, e.whole, err = p.readItems(from, now, feeds); err != nil {
			p.complain(err)
			return e, exitError
		}
	} else {
		e.kept = archive.NewMemory()
		e.items, e.whole = p.poll(ctx, feeds, e.kept)
	}
	tellLanguages(e.items)
	return e, exitOK
}

func tellLanguages(items []feed.Item) {
	for i, it := range items {
		items[i].Language = digest.Language(it)
	}
}

// goOn stands for no exit status yet.
const goOn = -1

// readEdition reads the flags of explain and stories, and what they work on.
func (p program) readEdition(ctx context.Context, flags *flag.FlagSet, args []string, check func(*flag.FlagSet) error) (asJSON bool, e edition, code int) {
	flags.BoolVar(&asJSON, "json", false, "print one JSON object a line")
	from := flags.String("from", "", "read items from a file as feed -json prints them, - for standard input")
	if code, ok := p.parse(flags, args); !ok {
		return asJSON, e, code
	}
	if err := check(flags); err != nil {
		p.complain(err)
		return asJSON, e, exitUsage
	}
	e, code = p.edition(ctx, *from, time.Now())
	if code == exitOK {
		code = goOn
	}
	return asJSON, e, code
}

// code is the exit status once the items that there are have been served.
func (e edition) code() int {
	if e.whole {
		return exitOK
	}
	return exitError
}

// poll reads every feed once, into memory.
func (p program) poll(ctx context.Context, feeds []feed.Feed, kept *archive.Memory) (items []feed.Item, whole bool) {
	poller := feed.NewPoller(slog.New(slog.DiscardHandler), feed.PollConfig{
		Feeds: feeds, Fetcher: fetch.New(fetch.Config{}), States: kept, Sink: kept,
	})
	whole = true
	err := poller.PollNow(ctx, feeds, func(r feed.Result) {
		if r.Err != nil {
			p.complain(r.Err) // it names the host, and no more of an address that may hold a password
			whole = false
		}
	})
	if err == nil {
		items, err = kept.Since(ctx, time.Time{})
	}
	if err != nil {
		p.complain(err)
		return nil, false
	}
	return items, whole
}

// explainLine says what an item is about, and why.
type explainLine struct {
	ID     string      `json:"id"`
	Lang   string      `json:"lang"`
	Topics []topicLine `json:"topics"`
	Takes  *bool       `json:"takes,omitempty"`
}

type topicLine struct {
	Topic subscriptions.Topic `json:"topic"`
	Score float64             `json:"score"`
	Why   string              `json:"why"`
}

func topicLineOf(m topic.Match) topicLine {
	return topicLine{Topic: m.Topic, Score: float64(int(m.Score*1000+0.5)) / 1000, Why: m.Reason.String() + ": " + m.Text}
}

// explain prints the topics of every item, and what decided.
func (p program) explain(ctx context.Context, flags *flag.FlagSet, args []string) int {
	asJSON, e, code := p.readEdition(ctx, flags, args, func(*flag.FlagSet) error { return nil })
	if code != goOn {
		return code
	}
	wanted := strings.Join(flags.Args(), " ")
	for _, it := range e.items {
		if err := p.printExplained(asJSON, it, e.explained(it, wanted)); err != nil {
			p.complain(err)
			return exitError
		}
	}
	return e.code()
}

func (e edition) explained(it feed.Item, wanted string) explainLine {
	l := explainLine{ID: it.ID, Lang: it.Language, Topics: []topicLine{}}
	doc := e.topics.Analyze(it)
	for _, m := range doc.Topics() {
		l.Topics = append(l.Topics, topicLineOf(m))
	}
	if wanted == "" {
		return l
	}
	t := e.topics.Resolve(wanted)
	m, takes := doc.Matches(topic.NewQuery(t))
	l.Takes = &takes
	if takes && !e.topics.Known(t) {
		l.Topics = append(l.Topics, topicLineOf(m))
	}
	return l
}

func (p program) printExplained(asJSON bool, it feed.Item, l explainLine) error {
	if asJSON {
		return printJSON(p.out, l)
	}
	var lines []string
	if l.Takes != nil {
		lines = append(lines, fmt.Sprintf("takes: %t", *l.Takes))
	}
	for _, t := range l.Topics {
		lines = append(lines, fmt.Sprintf("%s %.2f (%s)", t.Topic, t.Score, t.Why))
	}
	return p.printRecord(it.Title, append([]string{l.Lang}, lines...)...)
}

// storyLine is a story as the program prints it.
type storyLine struct {
	ID      string                `json:"id"`
	Title   string                `json:"title"`
	Brief   string                `json:"brief"`
	Items   []string              `json:"items"`
	Sources []string              `json:"sources"`
	Topics  []subscriptions.Topic `json:"topics"`
}

// stories prints the stories that the items make, the most important first.
func (p program) stories(ctx context.Context, flags *flag.FlagSet, args []string) int {
	asJSON, e, code := p.readEdition(ctx, flags, args, p.noMore)
	if code != goOn {
		return code
	}
	for _, s := range story.Rank(story.Group(e.items), newest(e.items)) {
		if err := p.printStory(asJSON, e.story(s.Story)); err != nil {
			p.complain(err)
			return exitError
		}
	}
	return e.code()
}

// newest is the instant of the latest news: an old file is ranked as it was.
func newest(items []feed.Item) time.Time {
	var t time.Time
	for _, it := range items {
		if it.Time().After(t) {
			t = it.Time()
		}
	}
	return t
}

func (e edition) story(s story.Story) storyLine {
	b := brief.Of(s)
	l := storyLine{ID: s.ID(), Title: b.Headline, Brief: b.Line, Topics: []subscriptions.Topic{}, Sources: []string{}}
	seen := make(map[subscriptions.Topic]bool)
	for _, it := range s.Items {
		l.Items = append(l.Items, it.ID)
		for _, m := range e.topics.Analyze(it).Topics() {
			if !seen[m.Topic] {
				seen[m.Topic] = true
				l.Topics = append(l.Topics, m.Topic)
			}
		}
	}
	for _, src := range b.Sources {
		l.Sources = append(l.Sources, src.Name)
	}
	return l
}

func (p program) printStory(asJSON bool, l storyLine) error {
	if asJSON {
		return printJSON(p.out, l)
	}
	var topics []string
	for _, t := range l.Topics {
		topics = append(topics, string(t))
	}
	return p.printRecord(l.Title, l.Brief, fmt.Sprintf("items: %d · %s", len(l.Items), strings.Join(l.Sources, ", ")), strings.Join(topics, ", "))
}

// digest composes a digest and prints it.
func (p program) digest(ctx context.Context, flags *flag.FlagSet, args []string) int {
	names := flags.String("topics", "", "topics, separated by commas")
	lang := flags.String("lang", "", "the reader's language, whose stories and English ones are told; without it those of all languages")
	from := flags.String("from", "", "read items from a file as feed -json prints them, - for standard input")
	at := flags.String("at", "", "compose as of this instant (RFC 3339); now without it")
	form := flags.String("format", "text", "text, json, telegram or discord")
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	now, errAt := instant(*at)
	if err := errors.Join(errAt, checkDigest(*names, *lang, *form), p.noMore(flags)); err != nil {
		p.complain(err)
		return exitUsage
	}
	e, code := p.edition(ctx, *from, now)
	if code != exitOK {
		return code
	}
	claim := e.claim(*names, *lang, now)
	if e.kept != nil { // items of a file stay as they are
		e.items = newsroom.WithPages(ctx, e.items, e.kept, e.feeds, e.topics, talk.Request(claim, now))
		tellLanguages(e.items)
	}
	if err := p.printDigest(ctx, e, claim, *form, now); err != nil {
		p.complain(err)
		return exitError
	}
	return e.code()
}

// forms are what a digest can be printed as.
var forms = []string{"text", "json", "telegram", "discord"}

func checkDigest(names, lang, form string) error {
	var errs []error
	if names == "" {
		errs = append(errs, errors.New("-topics: name at least one topic"))
	}
	if _, ok := texts.LanguageNamed(lang); lang != "" && !ok {
		errs = append(errs, fmt.Errorf("-lang: %q: not a language that newsbrief speaks", lang))
	}
	if !slices.Contains(forms, form) {
		errs = append(errs, fmt.Errorf("-format: %q: want %s", form, strings.Join(forms, ", ")))
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
func (e edition) claim(names, lang string, now time.Time) subscriptions.Claim {
	sub := subscriptions.Subscriber{
		Chat: console.Chat(), Language: lang, Schedule: subscriptions.Schedule{Zone: string(e.cfg.Zone)},
		Due: subscriptions.Due{At: now},
	}
	if lang == "" {
		sub.Language, sub.Reads = string(e.cfg.Language), []string{digest.AllLanguages}
	}
	for name := range strings.SplitSeq(names, ",") {
		if t := e.topics.Resolve(name); t != "" {
			sub.Topics = append(sub.Topics, t)
		}
	}
	return subscriptions.Claim{Subscriber: sub}
}

func (p program) printDigest(ctx context.Context, e edition, claim subscriptions.Claim, form string, now time.Time) error {
	composer := digest.New(slog.New(slog.DiscardHandler), digest.Fixed(e.items), e.topics)
	if form == "json" {
		return p.printEntries(ctx, composer, claim, now)
	}
	texts, err := texts.Load()
	if err != nil {
		return err
	}
	b := talk.New(slog.New(slog.DiscardHandler), e.cfg.bot(nil, composer, e.topics, texts))
	m, _, err := b.Digest(ctx, claim, now)
	if err != nil {
		return err
	}
	for _, part := range e.renderer(form, texts).Render(m) {
		if _, err := fmt.Fprintf(p.out, "%s\n", strings.TrimRight(string(part.Body), "\n")); err != nil {
			return err
		}
	}
	return nil
}

// renderer is what lays a message out.
type renderer interface {
	Render(bot.Message) []subscriptions.Part
}

func (e edition) renderer(form string, texts *texts.Catalogue) renderer {
	lg := slog.New(slog.DiscardHandler)
	switch form {
	case "telegram":
		return telegram.New(lg, telegram.Config{})
	case "discord":
		return discord.New(lg, discord.Config{})
	}
	return console.New(console.Config{Say: texts.In(string(e.cfg.Language))})
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
