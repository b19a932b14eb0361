package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"newsbrief/bot"
	"newsbrief/bot/bottest"
	"newsbrief/digest/brief"
	"newsbrief/digest/text"
	"newsbrief/subscriptions"
)

// page is a terminal of so many columns as a person sees it: it does what the
// sequences say that newsbrief prints, and fails on any other.
type page struct {
	columns     int
	rows        [][]string
	row, column int
	raw         bool
}

func (p *page) Raw() (func() error, error) {
	p.raw = true
	return func() error { p.raw = false; return nil }, nil
}

func (p *page) Columns() int { return p.columns }

func (p *page) Write(b []byte) (int, error) {
	for s := string(b); s != ""; {
		n, err := p.one(s)
		if err != nil {
			return 0, err
		}
		s = s[n:]
	}
	return len(b), nil
}

func (p *page) one(s string) (int, error) {
	switch {
	case s[0] == '\r':
		p.column = 0
		return 1, nil
	case s[0] == '\n':
		p.row++
		return 1, nil
	case s[0] == '\x1b':
		end := strings.IndexAny(s, "ACJm")
		n := 0
		fmt.Sscanf(s[2:end], "%d", &n)
		switch s[end] {
		case 'A':
			p.row -= n
		case 'C':
			p.column += n
		case 'J':
			p.line()
			p.rows = p.rows[:p.row+1]
			p.rows[p.row] = p.rows[p.row][:min(p.column, len(p.rows[p.row]))]
		}
		return end + 1, nil
	}
	c := firstOf(s)
	if c[0] < ' ' {
		return 0, fmt.Errorf("%q reaches the terminal", c)
	}
	p.put(c)
	return len(c), nil
}

// put shows a character at the cursor; a wide one takes two places.
func (p *page) put(c string) {
	wide := text.Columns(c)
	if p.column+wide > p.columns {
		p.row, p.column = p.row+1, 0
	}
	p.line()
	for len(p.rows[p.row]) < p.column+wide {
		p.rows[p.row] = append(p.rows[p.row], " ")
	}
	p.rows[p.row][p.column] = c
	if wide == 2 {
		p.rows[p.row][p.column+1] = ""
	}
	p.column += wide
}

func (p *page) line() {
	for len(p.rows) <= p.row {
		p.rows = append(p.rows, nil)
	}
}

// shown is the page with a mark where the cursor is.
func (p *page) shown() string {
	p.line()
	var lines []string
	for i, row := range p.rows {
		if i == p.row {
			for len(row) < p.column {
				row = append(row, " ")
			}
			row = slices.Insert(slices.Clone(row), p.column, "█")
		}
		lines = append(lines, strings.TrimRight(strings.Join(row, ""), " "))
	}
	return strings.Join(lines, "\n")
}

// sitting is a person at a terminal.
type sitting struct {
	*testing.T
	page *page
	keys *io.PipeWriter
	c    *Console
	done chan error
}

// sit leads a person to a terminal of so many columns; what they see is of
// interest from the first prompt on.
func sit(t *testing.T, columns int, h bot.Handler) *sitting {
	r, w := io.Pipe()
	p := &page{columns: columns}
	s := &sitting{T: t, page: p, keys: w, done: make(chan error, 1)}
	s.c = New(Config{In: r, Out: p, Terminal: p, Say: voice(t)})
	go func() { s.done <- s.c.Run(t.Context(), bottest.Host(h)) }()
	synctest.Wait()
	if !p.raw {
		t.Fatal("the terminal hands over no keys")
	}
	p.rows, p.row = p.rows[p.row:], 0
	return s
}

func (s *sitting) press(keys string) {
	s.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.Fatal(err)
	}
	synctest.Wait()
}

func (s *sitting) sees(want string) {
	s.Helper()
	if got := s.page.shown(); got != want {
		s.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// leave ends the input and holds that the terminal is as it was.
func (s *sitting) leave() {
	s.Helper()
	s.keys.Close()
	if err := <-s.done; err != nil || s.page.raw {
		s.Errorf("got %v, keys still handed over: %v", err, s.page.raw)
	}
}

// silent answers with the command alone.
type silent struct{}

func (silent) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	return r.Respond(ctx, bot.Message{Blocks: []bot.Block{bot.Text(c.Name + "|" + c.Args)}})
}

// TestTyping holds what keys do to the line, and that the cursor is where the
// next letter appears, also among wide letters and marks that take no room.
func TestTyping(t *testing.T) {
	const up, down, right, left, home, end, del = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1bOF", "\x1b[3~"
	for _, tt := range []struct{ keys, want string }{
		{"/list", "you> /list█"},
		{"/lst" + left + left + "i", "you> /li█st"},
		{"最新ニュース" + left + left, "you> 最新ニュ█ース"},
		{"日本x\x7f\x7f", "you> 日█"},
		{"ที่นี่" + left, "you> ที่█นี่"},
		{"ที่\x7f", "you> ที█"},
		{"abc" + home + del + end + "d", "you> bcd█"},
		{"abc def\x17x", "you> abc x█"},
		{"abc" + left + "\x15", "you> █c"},
		{"abc" + left + "\x0b", "you> ab█"},
		{"abc" + home + left + right + right + right + right, "you> abc█"},
		{"a\x00\x07\x1b[99~\x1b[24;5~b\xff\xfec\t", "you> abc█"},
		{"new" + up + down, "you> new█"},
		{"abcdefghijklmno", "you> abcdefghijklmno\n█"},
		{"abcdefghijklmn日本", "you> abcdefghijklmn\n日本█"},
		{"abcdefghijklmnopq" + home, "you> █abcdefghijklmno\npq"},
		{"abcdefghijklmnopq" + left + "\x7f\x7f", "you> abcdefghijklmnq\n█"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := sit(t, 20, silent{})
			s.press(tt.keys)
			s.sees(strings.Replace(tt.want, "klmnq\n█", "klmn█q", 1))
			s.leave()
		})
	}
}

// TestEarlierLines holds that up and down bring back what was typed, once where
// it was typed twice, and what was not yet sent.
func TestEarlierLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, 40, silent{})
		s.press("/one\r/two\r/two\r")
		s.page.rows, s.page.row = s.page.rows[s.page.row:], 0
		s.press("/thr\x1b[A")
		s.sees("you> /two█")
		s.press("\x1b[A\x1b[A")
		s.sees("you> /one█")
		s.press("\x1b[B\x1b[B")
		s.sees("you> /thr█")
		s.press("\x10\x10!\r")
		s.sees("you> /one!\none!|\n\nyou> █")
		s.leave()
	})
}

// TestDigestAtThePrompt holds that a digest that comes while somebody types
// stands above the line, and the line stays as it is, wherever its cursor was.
func TestDigestAtThePrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, 40, silent{})
		s.press("/subscribe 日本 and a few more words than fit\x1b[D\x1b[D")
		parts := s.c.Render(bot.Message{Blocks: []bot.Block{
			bot.Heading{Text: "Your news brief", Main: true},
			bot.Heading{Text: "Japan"},
			bot.Story{Brief: brief.Brief{Headline: "Ferry resumes after a pause of two long years", URL: "https://harbour.example/f", Sources: []brief.Source{{Name: "Harbour Post"}}}, Mark: "update", More: "+2 sources", Age: "4 h"},
		}})
		late := subscriptions.Delivery{Chat: Chat(), Body: parts[0].Body, Note: "Late: this was due at 08:00."}
		if _, err := s.c.Send(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		s.sees(`Late: this was due at 08:00.

Your news brief

Japan
• [update] Ferry resumes after a pause
  of two long years
  Harbour Post · +2 sources · 4 h
  https://harbour.example/f

you> /subscribe 日本 and a few more word
s than f█it`)
		s.press("X\r")
		if got := s.page.shown(); !strings.HasSuffix(got, "word\ns than fXit\nsubscribe|日本 and a few more words than\nfXit\n\nyou> █") {
			t.Errorf("got\n%s", got)
		}
		s.leave()
	})
}

// TestLogAtThePrompt holds that what is logged stands above the line as well.
func TestLogAtThePrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, 40, silent{})
		s.press("/li")
		fmt.Fprintln(s.c, "level=ERROR msg=\"could not read a feed\"")
		s.press("st")
		s.sees("level=ERROR msg=\"could not read a feed\"\nyou> /list█")
		s.leave()
	})
}

// waiting answers when it is told to, or with ctx's error.
type waiting struct{ answer chan struct{} }

func (w waiting) Handle(ctx context.Context, c bot.Command, r bot.Responder) error {
	select {
	case <-w.answer:
		return r.Respond(ctx, bot.Message{Blocks: []bot.Block{bot.Text(c.Name)}})
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TestTypingAhead holds that one can go on typing while an answer is awaited,
// that Ctrl-D waits for it and Ctrl-C does not.
func TestTypingAhead(t *testing.T) {
	for _, tt := range []struct{ key, answers string }{{"\x04", "one\n\ntwo\n\n"}, {"\x03", ""}} {
		synctest.Test(t, func(t *testing.T) {
			w := waiting{make(chan struct{})}
			s := sit(t, 40, w)
			s.press("/one\r/two\r/thr")
			s.sees("you> /one\nyou> /two\nyou> /thr█")
			s.press("\x15" + tt.key)
			close(w.answer)
			if err := <-s.done; err != nil || s.page.raw {
				t.Errorf("got %v", err)
			}
			s.sees("you> /one\nyou> /two\n" + tt.answers + "█")
		})
	}
}

// TestBrokenTerminal holds that a terminal that cannot hand over keys is told.
func TestBrokenTerminal(t *testing.T) {
	c := New(Config{In: strings.NewReader(""), Out: io.Discard, Terminal: broken{}, Say: voice(t)})
	if err := c.Run(t.Context(), bottest.Host(silent{})); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

type broken struct{}

var errBroken = errors.New("no keys")

func (broken) Raw() (func() error, error) { return nil, errBroken }
func (broken) Columns() int               { return 0 }
