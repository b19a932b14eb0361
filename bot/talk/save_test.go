package talk_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// unsaving is a store on a disk that is full until it is repaired.
type unsaving struct {
	*storetest.Memory
	full bool
}

var errNoRoom = errors.New("no space left on device")

func (u *unsaving) Update(ctx context.Context, chat subscriptions.Chat, change func(*subscriptions.Subscriber) error) (subscriptions.Subscriber, error) {
	if u.full {
		return subscriptions.Subscriber{}, errNoRoom
	}
	return u.Memory.Update(ctx, chat, change)
}

func (u *unsaving) Delete(ctx context.Context, chat subscriptions.Chat) error {
	if u.full {
		return errNoRoom
	}
	return u.Memory.Delete(ctx, chat)
}

// TestPeopleAreToldWhatCouldNotBeSaved lets the disk be full while somebody
// changes things: each time they are told so, nothing is changed, and what
// they do once it is repaired is done.
func TestPeopleAreToldWhatCouldNotBeSaved(t *testing.T) {
	store := &unsaving{Memory: storetest.NewMemory()}
	b, _ := newBot(t, store, nil)
	n := &neutral{bot: b, chat: subscriptions.Chat{Platform: "test", ID: "1"}}
	say := func(line string) string { return n.asked(t, line) }
	say("/subscribe japan at 7:00")
	before, err := store.Get(t.Context(), n.chat)
	if err != nil {
		t.Fatal(err)
	}
	store.full = true
	const want = "That could not be saved, so nothing was changed. Please try again in a moment."
	for _, line := range []string{
		"/subscribe technology", "/unsubscribe japan", "/time 9:00", "/days weekdays", "/timezone Osaka", "/language ja", "/stop yes",
	} {
		if got := say(line); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
	store.full = false
	after, err := store.Get(t.Context(), n.chat)
	if err != nil || after.Version != before.Version {
		t.Errorf("got version %d and %v, want nothing changed since %d", after.Version, err, before.Version)
	}
	if got := say("/subscribe technology"); strings.Contains(got, want) || !strings.Contains(got, "Technology") {
		t.Errorf("after the repair: got %q", got)
	}
}
