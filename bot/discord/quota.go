package discord

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Discord bans an address for 10,000 refused requests in ten minutes. Sends
// stop far before, answers to people a little later; those to the places of one
// server at an eighth of it, so that whoever takes the bot's permissions away
// in all of its channels holds up nobody else.
const (
	refusedWindow = 10 * time.Minute
	maxRefused    = 800
	maxUrgent     = 950
	maxOfGuild    = 100
)

// perSecond is how many requests of a bot Discord takes in a second, those of
// interactions apart. Who was granted more sets a higher rate.
const perSecond = 50

// Waits where the server says none.
const (
	minWait    = time.Second
	floodPause = 10 * time.Minute // after a page of the network before Discord
	minFlood   = time.Minute
)

// heldError is a request that was not made, because Discord would have refused
// it and counted that.
type heldError struct {
	After  time.Duration
	Global bool
	Why    string
}

func (e *heldError) Error() string {
	return fmt.Sprintf("not asked, %s for another %v", e.Why, e.After.Round(time.Millisecond))
}

// quota keeps what Discord said of its limits.
type quota struct {
	mu      sync.Mutex
	buckets map[string]time.Time // empty until then
	global  time.Time            // messages are held until then
	flood   time.Time            // everything is
	refused window
	guilds  map[uint64]window // the same by server
	most    int               // requests a second; 0: no limit
	recent  window            // when they went
}

// newQuota returns the quota of a bot whose messages take so much of a second;
// zero for no limit.
func newQuota(rate float64) *quota {
	q := &quota{buckets: map[string]time.Time{}, guilds: map[uint64]window{}}
	if rate > 0 {
		q.most = max(perSecond, int(rate))
	}
	return q
}

// allow counts the request, or returns a [*heldError] where it must not be made
// now. The pace counts messages; beside them go looks at channels, at the
// gateway and at commands.
func (q *quota) allow(r request, now time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	held := []heldError{
		{q.flood.Sub(now), true, "the network before Discord refuses this address"},
		{q.guilds[r.guild].full(maxOfGuild, refusedWindow, now), false, "too many requests to this server were refused"},
		{q.buckets[r.bucket].Sub(now), false, "the channel's limit is reached"},
	}
	if r.answer {
		held = append(held, heldError{q.refused.full(maxUrgent, refusedWindow, now), true, "too many requests were refused"})
	} else {
		held = append(held,
			heldError{q.refused.full(maxRefused, refusedWindow, now), true, "too many requests were refused"},
			heldError{q.global.Sub(now), true, "the limit of all messages is reached"},
			heldError{q.recent.full(q.most, time.Second, now), true, "the limit of all requests is reached"})
	}
	for _, h := range held {
		if h.After > 0 {
			return &h
		}
	}
	if !r.answer {
		q.recent = q.recent.with(now, q.most)
	}
	return nil
}

// note takes in what an answer says of limits.
func (q *quota) note(a *answer, now time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.noteBucket(a, now)
	if a.status != http.StatusTooManyRequests {
		if a.status == http.StatusUnauthorized || a.status == http.StatusForbidden {
			q.refuse(a.to.guild, now)
		}
		return
	}
	e := a.refusal("")
	switch {
	case !e.JSON:
		q.flood = later(q.flood, now.Add(floodWait(e)))
	case e.Scope == "global":
		q.global = later(q.global, now.Add(cmp.Or(e.After, minWait)))
	case a.to.bucket != "":
		q.buckets[a.to.bucket] = later(q.buckets[a.to.bucket], now.Add(cmp.Or(e.After, minWait)))
	}
	if e.Scope != "shared" {
		q.refuse(a.to.guild, now)
	}
}

// refuse counts a refusal. The caller holds the lock.
func (q *quota) refuse(guild uint64, now time.Time) {
	q.refused = q.refused.with(now, maxUrgent)
	if guild == 0 {
		return
	}
	if q.guilds[guild] == nil {
		maps.DeleteFunc(q.guilds, func(_ uint64, w window) bool { return w.full(1, refusedWindow, now) <= 0 })
	}
	q.guilds[guild] = q.guilds[guild].with(now, maxOfGuild)
}

func (q *quota) noteBucket(a *answer, now time.Time) {
	if a.to.bucket == "" {
		return
	}
	if len(q.buckets) > 1000 {
		maps.DeleteFunc(q.buckets, func(_ string, until time.Time) bool { return until.Before(now) })
	}
	after, err := strconv.ParseFloat(a.header.Get("X-RateLimit-Reset-After"), 64)
	if err == nil && a.header.Get("X-RateLimit-Remaining") == "0" && !a.global() {
		q.buckets[a.to.bucket] = later(q.buckets[a.to.bucket], now.Add(seconds(after)))
	}
}

func floodWait(e *apiError) time.Duration {
	if e.After > 0 {
		return max(e.After, minFlood)
	}
	return floodPause
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// window is when something happened the last times, the oldest first.
type window []time.Time

// full returns how long it is until fewer than most of the times lie within d;
// not above zero where they do, or where most is.
func (w window) full(most int, d time.Duration, now time.Time) time.Duration {
	if most <= 0 || len(w) < most {
		return 0
	}
	return w[len(w)-most].Add(d).Sub(now)
}

// with returns the window with one more time, and no more than most.
func (w window) with(now time.Time, most int) window {
	if w = append(w, now); len(w) > most {
		w = w[len(w)-most:]
	}
	return w
}
