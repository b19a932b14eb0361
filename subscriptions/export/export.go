// Package export writes subscribers as lines of JSON that people can read and
// another newsbrief can take.
package export

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"newsbrief/subscriptions"
)

// pageSize is how many subscribers are held in memory at a time.
const pageSize = 1000

// Write writes every subscriber of the store, a line each, in the order of
// their chats. Errors are those of the store and of w.
func Write(ctx context.Context, store subscriptions.Bulk, w io.Writer) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for last := (subscriptions.Chat{}); ; {
		page, err := store.Page(ctx, last, pageSize)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return out.Flush()
		}
		for _, s := range page {
			if err := lines.Encode(lineOf(s)); err != nil {
				return err
			}
		}
		last = page[len(page)-1].Chat
	}
}

// Names are what only rooms above know: whether there is such a language, and
// which topic a name means.
type Names struct {
	Language func(name string) bool
	Topic    func(name string) subscriptions.Topic // "" where it names none
}

// Defaults are what fields have that a line leaves out.
type Defaults struct {
	Language string
	Zone     string
	Time     subscriptions.TimeOfDay
}

// longestLine bounds a line in bytes; a subscriber needs a few hundred.
const longestLine = 1 << 20

// chunk is how many subscribers are written to the store at once.
const chunk = 4 * pageSize

// Read imports what Write wrote. A line that cannot be read is left out and
// given to bad, with its number. It returns how many were imported, and the
// errors of the store and of in.
func Read(ctx context.Context, store subscriptions.Bulk, in io.Reader, names Names, defaults Defaults, bad func(line int, err error)) (imported int, err error) {
	read := reader{names: names, defaults: defaults, now: time.Now()}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	var waiting []subscriptions.Subscriber
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		s, err := read.line(lines.Bytes())
		if err != nil {
			bad(n, err)
			continue
		}
		if waiting = append(waiting, s); len(waiting) < chunk {
			continue
		}
		if err := store.Import(ctx, waiting); err != nil {
			return imported, err
		}
		imported, waiting = imported+len(waiting), waiting[:0]
	}
	if err := errors.Join(lines.Err(), store.Import(ctx, waiting)); err != nil {
		return imported, err
	}
	return imported + len(waiting), nil
}

// JSONError says what is wrong with a line of JSON in its own terms, not in Go's.
func JSONError(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && e.Field != "" {
		return fmt.Errorf("%q: a %s does not belong there", e.Field, e.Value)
	} else if ok {
		return fmt.Errorf("want an object, got %s", e.Value)
	}
	if e, ok := errors.AsType[*time.ParseError](err); ok {
		return fmt.Errorf("%s: want a time like 2026-11-24T08:00:00+07:00", e.Value)
	}
	return err
}

// Moment is a time for JSON, in UTC and whole seconds: null if it is zero.
func Moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}
