package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// Discord remembers nonces for some minutes. Whether a message was taken whose
// connection broke longer ago is looked up in the channel.
const (
	nonceLives       = 2 * time.Minute
	unconfirmedLives = 24 * time.Hour
	maxUnconfirmed   = 20000
	lookUpEvery      = time.Second / 2 // two a second fit between the pace and Discord's fifty
	clocksDiffer     = time.Minute
)

// unconfirmed are the messages that may stand in their channel although Discord's
// answer did not arrive, by nonce.
type unconfirmed struct {
	mu   sync.Mutex
	open map[string]*attempts
	next time.Time // when there is room for another look
}

// attempts are the tries to send one message.
type attempts struct {
	since time.Time // of the first try that may have succeeded
	last  time.Time // of the latest
	turn  time.Time // when it may be looked up; zero: not decided
	taken bool      // it stands, and the rest of its part does not yet
}

// note takes in what a try came to.
func (u *unconfirmed) note(nonce string, begun time.Time, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if err == nil {
		delete(u.open, nonce)
		return
	}
	if !ambiguous(err) {
		return
	}
	a := u.open[nonce]
	if a == nil {
		a = u.begin(nonce, begun, begun)
	}
	a.last, a.turn = time.Now(), time.Time{}
}

// begin notes a first try. The caller holds the lock.
func (u *unconfirmed) begin(nonce string, since, now time.Time) *attempts {
	if u.open == nil {
		u.open = map[string]*attempts{}
	}
	u.prune(now)
	a := &attempts{since: since, last: now}
	u.open[nonce] = a
	return a
}

// prune keeps the list short. Those it drops are sent without a look.
func (u *unconfirmed) prune(now time.Time) {
	if len(u.open) < maxUnconfirmed {
		return
	}
	for nonce, a := range u.open {
		if now.Sub(a.last) > unconfirmedLives || len(u.open) >= maxUnconfirmed {
			delete(u.open, nonce)
		}
	}
}

// stand notes that a message stands, of a part that is not sent as a whole yet.
func (u *unconfirmed) stand(nonce string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	now := time.Now()
	u.begin(nonce, now, now).taken = true
}

// stands reports whether the message was noted so.
func (u *unconfirmed) stands(nonce string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	a := u.open[nonce]
	return a != nil && a.taken
}

// ask reports whether the message has to be looked up first, since when it may
// stand there, and how long to wait for that. unseen is since when tries may
// have been made that nobody here saw; zero: there were none.
func (u *unconfirmed) ask(nonce string, unseen, now time.Time) (since time.Time, wait time.Duration, look bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	a := u.open[nonce]
	if a == nil && !unseen.IsZero() {
		a = u.begin(nonce, unseen, now)
	}
	if a == nil || now.Sub(a.since) < nonceLives {
		return time.Time{}, 0, false
	}
	if a.turn.IsZero() {
		a.turn = later(u.next, now)
		u.next = a.turn.Add(lookUpEvery)
	}
	return a.since, a.turn.Sub(now), true
}

// ambiguous reports whether a failed call may have done what it was to do.
func ambiguous(err error) bool {
	var held *heldError
	var refused *apiError
	var op *net.OpError
	switch {
	case errors.As(err, &held):
		return false
	case errors.As(err, &refused):
		return refused.Status == http.StatusBadGateway || refused.Status == http.StatusGatewayTimeout
	case errors.As(err, &op) && op.Op == "dial":
		return false
	}
	return true
}

// sentBefore looks whether an unconfirmed message stands in its channel, with one of
// the bodies, and returns it; nil: it does not. Its error is a [*bot.SendError] that says to come again.
func (d *Discord) sentBefore(ctx context.Context, v subscriptions.Delivery, nonce string, bodies ...[]byte) (*standing, error) {
	since, wait, look := d.unconfirmed.ask(nonce, d.unseen(v), time.Now())
	if !look {
		return nil, nil
	}
	if wait > 0 {
		return nil, &bot.SendError{Class: bot.Wait, After: wait, Err: errors.New("may have been sent; waiting for a look at the channel")}
	}
	var have []standing
	err := d.api.call(ctx, request{
		what: "get messages", method: http.MethodGet, path: "/channels/" + v.Chat.ID + "/messages?limit=30", bucket: "look " + v.Chat.ID, guild: d.guilds.whose(v.Chat.ID),
	}, &have)
	if isRefusal(err) {
		return nil, nil // it cannot be read, so it is sent
	}
	if err != nil {
		return nil, sendError(err)
	}
	for _, body := range bodies {
		if m := find(have, body, since); m != nil {
			return m, nil
		}
	}
	return nil, nil
}

// unseen is since when the program may have tried to send the part before it
// was started again; zero where it did not.
func (d *Discord) unseen(v subscriptions.Delivery) time.Time {
	if v.Attempt == 0 || !v.Queued.Before(d.born) {
		return time.Time{}
	}
	return v.Queued
}

// find returns the one of the messages that has the body and is not older, nil
// if none is.
func find(have []standing, body []byte, since time.Time) *standing {
	var want standing
	if json.Unmarshal(body, &want) != nil {
		return nil
	}
	for i, m := range have {
		if m.is(want) && !m.At.Before(since.Add(-clocksDiffer)) {
			return &have[i]
		}
	}
	return nil
}

// standing is what tells a message of a channel from another.
type standing struct {
	ID      string    `json:"id"`
	Content string    `json:"content"`
	At      time.Time `json:"timestamp"`
	Embeds  []struct {
		Title       string `json:"title"`
		Description string `json:"description"`
	} `json:"embeds"`
}

func (m standing) is(o standing) bool {
	if len(m.Embeds) != len(o.Embeds) || strings.TrimSpace(m.Content) != strings.TrimSpace(o.Content) {
		return false
	}
	for i, e := range m.Embeds {
		if strings.TrimSpace(e.Title) != strings.TrimSpace(o.Embeds[i].Title) || strings.TrimSpace(e.Description) != strings.TrimSpace(o.Embeds[i].Description) {
			return false
		}
	}
	return true
}
