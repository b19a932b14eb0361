package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"newsbrief/bot"
	"newsbrief/bot/console"
	"newsbrief/bot/delivery"
	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/newsroom"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// serve serves every platform that has a token, else the chat in the terminal.
func (p program) serve(*flag.FlagSet) action { return p.live(false) }

// chat opens the chat in the terminal, whatever tokens there are.
func (p program) chat(*flag.FlagSet) action { return p.live(true) }

func (p program) live(chat bool) action {
	return func(ctx context.Context, _ []string) error {
		cfg, err := p.config()
		if err != nil {
			return err
		}
		s := &service{program: p, cfg: cfg, chat: chat || len(cfg.tokens()) == 0}
		return s.run(ctx)
	}
}

// config loads the settings; its error says everything that is wrong with them.
func (p program) config() (config, error) {
	cfg, err := loadConfig(p.environ)
	_, errFeeds := cfg.feeds()
	if err = errors.Join(err, errFeeds); err != nil {
		return cfg, usageError{err}
	}
	return cfg, nil
}

// service is the living program: what its parts share.
type service struct {
	program
	cfg  config
	chat bool

	lg       *slog.Logger
	store    subscriptions.Store
	news     *newsroom.Newsroom
	bot      *talk.Bot
	terminal *console.Console
	texts    *texts.Catalogue
	topic    *topic.Topics
}

// run opens the store, runs everything until ctx or the terminal's input
// ends, and closes the store last.
func (s *service) run(ctx context.Context) (err error) {
	if s.texts, err = texts.Load(); err != nil {
		return err
	}
	s.terminal = s.console()
	s.lg = newLogger(s.logs(), s.cfg.quiet(s.chat), isTerminal(s.err))
	if info, err := os.Stat(settingsFile); err == nil && othersMayRead(info) {
		s.lg.Warn("other users may read the settings and what tokens they hold: chmod 600 "+settingsFile, "mode", info.Mode().String())
	}
	kept, err := openStores(s.lg, s.cfg.DataDir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.close()) }()
	s.store = kept
	if err := s.assemble(kept.news); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go boundMemory(ctx)
	return s.runAll(ctx, s.platforms())
}

// logs is where the log goes: above the line that is being typed where both are
// at the same terminal.
func (s *service) logs() io.Writer {
	if s.chat && isTerminal(s.err) && isTerminal(s.out) {
		return s.terminal
	}
	return s.err
}

// quiet leaves the log of the terminal chat to errors, unless more is asked
// for: it would stand between the answers.
func (c config) quiet(chat bool) config {
	if chat && slog.Level(c.LogLevel) == slog.LevelInfo {
		c.LogLevel = logLevel(slog.LevelError)
	}
	return c
}

// assemble makes the parts that every platform shares.
func (s *service) assemble(items archive.Archive) error {
	feeds, err := s.cfg.feeds()
	if err != nil {
		return err
	}
	s.topic = topic.New(feeds)
	s.news = newsroom.New(s.lg, newsroom.Config{
		Feeds: feeds, Archive: items, Topics: s.topic, Fetcher: fetch.New(fetch.Config{}), Sample: s.chat,
	})
	s.bot = talk.New(s.lg, s.cfg.bot(s.store, s.news, s.topic, s.texts))
	return nil
}

// bot is the conversation's part of the settings.
func (c config) bot(store subscriptions.Store, news talk.News, topics talk.Topics, texts *texts.Catalogue) talk.Config {
	return talk.Config{
		Subscribers: store, News: news, Topics: topics, Texts: texts,
		Language: string(c.Language), Zone: string(c.Zone), Time: subscriptions.TimeOfDay(c.Time), MaxTopics: int(c.MaxTopics),
	}
}

// feeds are those that FEEDS chooses.
func (c config) feeds() ([]feed.Feed, error) {
	feeds, err := feed.Chosen(c.Feeds)
	if err != nil {
		return nil, fmt.Errorf("FEEDS: %w", err)
	}
	return feeds, nil
}

// wantsColour reports whether nothing speaks against colours: neither the
// person (no-color.org) nor a terminal that has none.
func wantsColour(environ []string) bool {
	return !slices.ContainsFunc(environ, func(kv string) bool {
		name, value, _ := strings.Cut(kv, "=")
		return name == "NO_COLOR" && value != "" || name == "TERM" && value == "dumb"
	})
}

// isTerminal reports whether a stream is a person's terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// shutdown is how long everything has to end.
const shutdown = 10 * time.Second

// runAll runs poller, pages, delivery and platforms. The end of any platform's work
// without an error ends the program; one that fails leaves the others running.
func (s *service) runAll(ctx context.Context, platforms []bot.Platform) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	paces := make(map[string]*delivery.Pace)
	for _, p := range platforms {
		paces[p.Name()] = delivery.NewPace(p.Limits())
	}
	d := delivery.New(s.lg, delivery.Config{
		Slots: s.store, Outbox: s.store, Upkeep: s.store, Mover: s.store, Composer: s.bot, Platforms: platforms, Paces: paces,
	})
	var g errgroup.Group
	g.Go(func() error { return s.news.Run(ctx) })
	g.Go(func() error { return d.Run(ctx) })
	g.Go(func() error {
		defer cancel()
		return s.intake(ctx, platforms, paces)
	})
	return waitBounded(ctx, g.Wait, shutdown)
}

// intake runs the platforms. It returns when one has ended its work, or all have failed.
func (s *service) intake(ctx context.Context, platforms []bot.Platform, paces map[string]*delivery.Pace) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, len(platforms))
	for _, p := range platforms {
		s.lg.Info("serving", "platform", p.Name())
		go func() {
			err := keepAsking(len(platforms) > 1, func() error { return p.Run(ctx, host{s.bot, paces[p.Name()], s.store}) })
			if err != nil {
				err = fmt.Errorf("%s: %w", p.Name(), err)
				s.lg.Error("platform stopped", "platform", p.Name(), "err", err)
			}
			ended <- err
		}()
	}
	var errs []error
	for range platforms {
		err := <-ended
		if err == nil {
			cancel()
			continue
		}
		errs = append(errs, err)
	}
	if len(errs) == len(platforms) {
		return errors.Join(errs...)
	}
	return nil
}

// keepAsking runs a platform, and where others serve meanwhile again whenever it
// ended because its token is refused: that may be mended.
func keepAsking(others bool, run func() error) error {
	for {
		if err := run(); !others || !errors.Is(err, bot.ErrTokenRefused) {
			return err
		}
	}
}

// waitBounded waits for what ctx has ended, but no longer than the limit.
func waitBounded(ctx context.Context, wait func() error, limit time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- wait() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(limit):
		return fmt.Errorf("shut down: not everything ended within %s", limit)
	}
}
