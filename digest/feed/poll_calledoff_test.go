package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"newsbrief/digest/fetch"
)

// strict is kept as a store is that heeds its contexts, and calls the poll off
// when it is about to be written to.
type strict struct {
	*kept
	before string // the write before which the poll is called off
	cancel context.CancelFunc
}

func (k strict) Add(ctx context.Context, items []Item) error {
	if k.before == "add" {
		k.cancel()
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("add items: %w", err)
	}
	return k.kept.Add(ctx, items)
}

func (k strict) SetState(ctx context.Context, s State) error {
	if k.before == "state" {
		k.cancel()
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep poll state: %w", err)
	}
	return k.kept.SetState(ctx, s)
}

func TestCalledOffWhileItWrites(t *testing.T) {
	feed := Feed{URL: "https://host.example/feed"}
	known := State{URL: feed.URL, ETag: "old", Failures: 1}
	tests := []struct {
		name   string
		before string
		answer func(int, fetch.Request) (fetch.Response, error)
		err    error // of the archive
		items  int
		states int
		logs   string
	}{
		{"before the items", "add", answerHourly, nil, 0, 0, ""},
		{"before the state", "state", answerHourly, nil, 12, 1, ""},
		{"before the state of a feed without news", "state", func(int, fetch.Request) (fetch.Response, error) {
			return fetch.Response{Unchanged: true}, nil
		}, nil, 0, 1, ""},
		{"before the state of a feed not read", "state", refuse(fetch.ErrBroken), nil, 0, 1, ""},
		{"never", "", answerHourly, nil, 12, 1, ""},
		{"never, and the archive fails", "", answerHourly, errors.New("disk full"), 0, 0, "archive items"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var log strings.Builder
			k := strict{kept: newKept(), before: tt.before, cancel: cancel}
			k.err = tt.err
			p := NewPoller(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn})),
				PollConfig{Fetcher: &fakeFetcher{answer: tt.answer}, States: k, Sink: k})
			r := p.poll(ctx, feed, known, mostNew)
			if len(k.items) != tt.items || len(k.states) != tt.states {
				t.Errorf("got %d items and %d states, want %d and %d", len(k.items), len(k.states), tt.items, tt.states)
			}
			if got := errors.Is(r.Err, context.Canceled); got != (tt.before == "add") {
				t.Errorf("got %v", r.Err)
			}
			if tt.before == "add" && r.State.ETag != known.ETag {
				t.Errorf("got state %+v, want it as it was", r.State)
			}
			if !strings.Contains(log.String(), tt.logs) || tt.logs == "" && log.Len() > 0 {
				t.Errorf("got log %q, want %q", log.String(), tt.logs)
			}
		})
	}
}
