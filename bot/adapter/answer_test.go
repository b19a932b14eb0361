package adapter

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// desk is a host that notes what it is asked for.
type desk struct {
	bot.Host
	notes []string
	full  bool // its outbox takes nothing
}

func (d *desk) Hold(chat subscriptions.Chat, until time.Time) {
	d.notes = append(d.notes, fmt.Sprintf("hold %q %v", chat.ID, time.Until(until)))
}

func (d *desk) Post(_ context.Context, chat subscriptions.Chat, parts ...subscriptions.Part) error {
	if d.full {
		return errors.New("full")
	}
	d.notes = append(d.notes, fmt.Sprintf("post %s %s", chat.ID, parts[0].Body))
	return nil
}

// letter is an answer that meets failures.
type letter struct {
	desk     *desk
	failures []error
	secret   bool // it may not go to the outbox
}

var errDisplaced = errors.New("no such message")

func (l *letter) Try(_ context.Context, as Form) error {
	l.desk.notes = append(l.desk.notes, fmt.Sprintf("try plain=%v apart=%v", as.Plain, as.Apart))
	if len(l.failures) == 0 {
		return nil
	}
	err := l.failures[0]
	l.failures = l.failures[1:]
	return err
}

func (l *letter) Displaced(err error) bool { return errors.Is(err, errDisplaced) }

func (l *letter) Later() (subscriptions.Part, bool) {
	return subscriptions.Part{Body: []byte("body")}, !l.secret
}

func TestAnswers(t *testing.T) {
	fails := func(class bot.Class) *bot.SendError { return &bot.SendError{Class: class, Err: errors.New("no")} }
	wait := func(after time.Duration, global bool) error {
		return &bot.SendError{Class: bot.Wait, After: after, Global: global, Err: errors.New("no")}
	}
	moved := &bot.SendError{Class: bot.Moved, To: subscriptions.Chat{ID: "new"}, Err: errors.New("no")}
	displaced := &bot.SendError{Class: bot.Rejected, Err: errDisplaced}
	const first, plain, apart = "try plain=false apart=false", "try plain=true apart=false", "try plain=false apart=true"
	tests := []struct {
		name     string
		failures []error
		secret   bool
		full     bool
		want     []string
		fails    bool
	}{
		{"taken", nil, false, false, []string{first}, false},
		{"markup refused", []error{fails(bot.Rejected)}, false, false, []string{first, plain}, false},
		{"plain text too", []error{fails(bot.Rejected), fails(bot.Rejected)}, false, false, []string{first, plain}, true},
		{"displaced", []error{displaced}, false, false, []string{first, apart}, false},
		{"displaced, then refused", []error{displaced, displaced}, false, false, []string{first, apart, "try plain=true apart=true"}, false},
		{"moved", []error{moved}, false, false, []string{first, "moved new", apart}, false},
		{"moved for ever", []error{moved, moved}, false, false, []string{first, "moved new", apart}, true},
		{"a short wait", []error{wait(time.Second, false)}, false, false, []string{first, `hold "old" 1s`, first}, false},
		{"two", []error{wait(time.Second, false), wait(time.Second, true)}, false, false, []string{first, `hold "old" 1s`, first, `hold "" 1s`, "post old body"}, false},
		{"a long wait", []error{wait(time.Hour, false)}, false, false, []string{first, `hold "old" 1h0m0s`, "post old body"}, false},
		{"away", []error{fails(bot.Transient)}, false, false, []string{first, "post old body"}, false},
		{"away, and not for the outbox", []error{fails(bot.Transient)}, true, false, []string{first}, true},
		{"away, and the outbox full", []error{fails(bot.Transient)}, false, true, []string{first}, true},
		{"gone", []error{fails(bot.Gone)}, false, false, []string{first}, true},
		{"fatal", []error{fails(bot.Fatal)}, false, false, []string{first}, true},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			d := &desk{full: tt.full}
			s := Answers{Log: slog.New(slog.DiscardHandler), Host: d, Chat: subscriptions.Chat{ID: "old"}, Patience: time.Minute}
			s.Moved = func(_ context.Context, to subscriptions.Chat) { d.notes = append(d.notes, "moved "+to.ID) }
			err := s.Send(t.Context(), &letter{desk: d, failures: tt.failures, secret: tt.secret})
			if !slices.Equal(d.notes, tt.want) || (err != nil) != tt.fails {
				t.Errorf("%s: %q, %v", tt.name, d.notes, err)
			}
		})
	}
}

// TestAnswersStayInOrder holds that what comes behind an answer in the outbox
// goes there too.
func TestAnswersStayInOrder(t *testing.T) {
	d := &desk{}
	s := Answers{Log: slog.New(slog.DiscardHandler), Host: d, Chat: subscriptions.Chat{ID: "old"}}
	for _, failures := range [][]error{{&bot.SendError{Class: bot.Transient, Err: errors.New("no")}}, nil} {
		if err := s.Send(t.Context(), &letter{desk: d, failures: failures}); err != nil {
			t.Error(err)
		}
	}
	if want := []string{"try plain=false apart=false", "post old body", "post old body"}; !slices.Equal(d.notes, want) {
		t.Errorf("%q", d.notes)
	}
}

// TestAnswersOfAStoppedProgram holds that what comes again is not queued too.
func TestAnswersOfAStoppedProgram(t *testing.T) {
	for _, returns := range []bool{false, true} {
		d := &desk{}
		s := Answers{Log: slog.New(slog.DiscardHandler), Host: d, Chat: subscriptions.Chat{ID: "old"}, Returns: returns}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := s.Send(ctx, &letter{desk: d, failures: []error{&bot.SendError{Class: bot.Transient, Err: ctx.Err()}}})
		if posted := len(d.notes) == 2; posted == returns || (err != nil) != returns {
			t.Errorf("returns %v: %q, %v", returns, d.notes, err)
		}
	}
}
