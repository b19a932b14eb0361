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
	refused refusals
	guilds  map[uint64]*refusals // the same by server
	most    int                  // requests a second
	recent  []time.Time          // when the last of them went, the oldest first
}

// newQuota returns the quota of a bot whose messages take so much of a second;
// zero for no limit.
func newQuota(rate float64) *quota {
	q := &quota{buckets: map[string]time.Time{}, guilds: map[uint64]*refusals{}}
	if rate > 0 {
		q.most = max(perSecond, int(rate))
	}
	return q
}

// allow counts the request, or returns a [*heldError] where it must not be made
// now.
func (q *quota) allow(r request, now time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	held := func(after time.Duration, global bool, why string) error {
		return &heldError{After: after, Global: global, Why: why}
	}
	most := maxRefused
	if r.answer {
		most = maxUrgent
	}
	switch {
	case q.flood.After(now):
		return held(q.flood.Sub(now), true, "the network before Discord refuses this address")
	case q.refused.count(now) >= most:
		return held(q.refused.ease(now, most), true, "too many requests were refused")
	case q.guilds[r.guild].count(now) >= maxOfGuild:
		return held(q.guilds[r.guild].ease(now, maxOfGuild), false, "too many requests to this server were refused")
	case q.global.After(now) && !r.answer:
		return held(q.global.Sub(now), true, "the limit of all messages is reached")
	case q.buckets[r.bucket].After(now):
		return held(q.buckets[r.bucket].Sub(now), false, "the channel's limit is reached")
	}
	if after := q.count(r, now); after > 0 {
		return held(after, true, "the limit of all requests is reached")
	}
	return nil
}

// count counts the request among those of the last second, or returns how long
// it is until there is room: the pace counts messages, and beside them go looks
// at channels, at the gateway and at commands.
func (q *quota) count(r request, now time.Time) time.Duration {
	if q.most == 0 || r.answer {
		return 0
	}
	if n := len(q.recent); n >= q.most {
		if after := q.recent[n-q.most].Add(time.Second).Sub(now); after > 0 {
			return after
		}
		q.recent = append(q.recent[:0], q.recent[n-q.most+1:]...)
	}
	q.recent = append(q.recent, now)
	return 0
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
	q.refused.add(now)
	if guild == 0 {
		return
	}
	if q.guilds[guild] == nil {
		maps.DeleteFunc(q.guilds, func(_ uint64, r *refusals) bool { return r.count(now) == 0 })
		q.guilds[guild] = &refusals{}
	}
	q.guilds[guild].add(now)
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

// refusals counts by the minute, over the window and the minute that leaves it.
type refusals struct {
	minutes [11]int
	at      [11]int64 // which minute the count is of
}

func (r *refusals) add(now time.Time) {
	minute := now.Unix() / 60
	i := minute % int64(len(r.at))
	if r.at[i] != minute {
		r.at[i], r.minutes[i] = minute, 0
	}
	r.minutes[i]++
}

func (r *refusals) count(now time.Time) int {
	if r == nil {
		return 0
	}
	n := 0
	for i, minute := range r.at {
		if now.Unix()/60-minute < int64(len(r.at)) {
			n += r.minutes[i]
		}
	}
	return n
}

// ease is how long it takes until fewer than most are counted.
func (r *refusals) ease(now time.Time, most int) time.Duration {
	start := now.Truncate(time.Minute)
	for i := 1; i <= len(r.at); i++ {
		if at := start.Add(time.Duration(i) * time.Minute); r.count(at) < most {
			return at.Sub(now)
		}
	}
	return refusedWindow
}
