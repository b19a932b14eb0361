package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/telegram/telegramtest"
)

// logged is the program's log.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// feedFile serves one feed with one item and returns the OPML file that names it.
func feedFile(t *testing.T) string {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(`<rss version="2.0"><channel><title>Harbour Post</title><language>en</language>
<item><title>Ferry line between Fukuoka and Busan resumes</title><link>https://harbour.example/ferry</link>
<pubDate>` + time.Now().Format(time.RFC1123Z) + `</pubDate><description>The night ferry sailed again on Tuesday.</description></item></channel></rss>`))
	}))
	t.Cleanup(srv.Close)
	path := filepath.Join(t.TempDir(), "feeds.opml")
	opml := `<opml version="2.0"><body><outline xmlUrl="` + srv.URL + `/rss" language="en" category="japan"/></body></opml>`
	if err := os.WriteFile(path, []byte(opml), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// serveWhile runs the program until do returns, and wants it to end well.
func serveWhile(t *testing.T, environ []string, do func(ctx context.Context)) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log logged
	p := program{in: strings.NewReader(""), out: &log, err: &log, environ: environ}
	code := make(chan int, 1)
	go func() { code <- p.run(ctx, nil) }()
	do(ctx)
	cancel()
	if got := <-code; got != exitOK {
		t.Errorf("exit status %d\n%s", got, log.String())
	}
	return log.String()
}

// TestServeTelegram runs the whole program against a server that keeps
// Telegram's rules: what was set up is there after a restart, and the token is
// in no line of the log.
func TestServeTelegram(t *testing.T) {
	s := telegramtest.Start(t)
	const reader = 4242
	s.AddUser(telegramtest.User{ID: reader, Name: "reader", Language: "en"})
	environ := []string{
		"TELEGRAM_TOKEN=" + s.Token, "TELEGRAM_API_URL=" + s.URL, "DATA_DIR=" + t.TempDir(), "FEEDS=" + feedFile(t),
		"LOG_LEVEL=debug", "TELEGRAM_CHAT_RATE=0",
	}
	ask := func(ctx context.Context, line, want string) {
		t.Helper()
		had := len(s.Sent())
		s.Say(reader, reader, line)
		if err := s.Until(ctx, func(sent []telegramtest.Message) bool { return len(sent) > had }); err != nil {
			t.Fatal(err)
		}
		if got := s.Sent()[had].Text; !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q in it", line, got, want)
		}
	}
	log := serveWhile(t, environ, func(ctx context.Context) {
		ask(ctx, "/subscribe japan at 7:00", "Ferry line between Fukuoka and Busan resumes")
	})
	log += serveWhile(t, environ, func(ctx context.Context) {
		ask(ctx, "/list", "Your topic: Japan")
		ask(ctx, "/list @harbour_news", "I see no channel")
	})
	if strings.Contains(log, s.Token) {
		t.Errorf("the token is in the log:\n%s", log)
	}
}

// watchedLog is a log that calls found when the text was written.
type watchedLog struct {
	logged
	text  string
	found func()
}

func (l *watchedLog) Write(b []byte) (int, error) {
	n, err := l.logged.Write(b)
	if strings.Contains(l.String(), l.text) {
		l.found()
	}
	return n, err
}

// TestServeRefusedToken holds that a token that the platform refuses is said in
// the log, without the token in it, and does not hold up the end of the program.
func TestServeRefusedToken(t *testing.T) {
	s := telegramtest.Start(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	log := &watchedLog{text: "the token is refused", found: cancel}
	const token = "123456:WRONG-TOKEN"
	p := program{in: strings.NewReader(""), out: log, err: log, environ: []string{
		"TELEGRAM_TOKEN=" + token, "TELEGRAM_API_URL=" + s.URL, "DATA_DIR=" + t.TempDir(), "FEEDS=" + feedFile(t)}}
	if got := p.run(ctx, nil); got != exitOK {
		t.Errorf("exit status %d, want %d", got, exitOK)
	}
	if !strings.Contains(log.String(), log.text) || strings.Contains(log.String(), token) {
		t.Errorf("got %s", log.String())
	}
}

// TestKeepAsking holds that a platform whose token is refused ends the program
// only where it is the only one.
func TestKeepAsking(t *testing.T) {
	for _, others := range []bool{false, true} {
		runs := 0
		err := keepAsking(others, func() error {
			if runs++; runs < 3 {
				return fmt.Errorf("%w for 1h0m0s", bot.ErrTokenRefused)
			}
			return nil
		})
		if others && (err != nil || runs != 3) || !others && (!errors.Is(err, bot.ErrTokenRefused) || runs != 1) {
			t.Errorf("others serve %v: run %d times, %v", others, runs, err)
		}
	}
}
