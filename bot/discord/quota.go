package discord

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Discord bans an address for 10,000 refused requests in ten minutes. Sends
// stop far before, answers to people a little later.
const (
	refusedWindow = 10 * time.Minute
	maxRefused    = 800
	maxUrgent     = 950
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
	most    int         // requests a second
	recent  []time.Time // when the last of them went, ascending, and will go
}

// newQuota returns the quota of a bot whose messages take so much of a second;
// zero for no limit.
func newQuota(rate float64) *quota {
	q := &quota{buckets: map[string]time.Time{}}
	if rate > 0 {
		q.most = max(perSecond, int(rate))
	}
	return q
}

// turn says when the request may go, that all in any second are no more than
// Discord takes: the pace counts messages, and beside them go looks at
// channels, at the gateway and at commands.
func (q *quota) turn(r request, now time.Time) time.Time {
	if q.most == 0 || r.unlimited() {
		return now
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	at := now
	if extra := len(q.recent) - q.most; extra >= 0 {
		at = later(now, q.recent[extra].Add(time.Second))
		q.recent = append(q.recent[:0], q.recent[extra+1:]...)
	}
	q.recent = append(q.recent, at)
	return at
}

// allow returns a [*heldError] where the request must not be made now.
func (q *quota) allow(r request, now time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if wait := q.flood.Sub(now); wait > 0 {
		return &heldError{After: wait, Global: true, Why: "the network before Discord refuses this address"}
	}
	most := maxRefused
	if r.urgent {
		most = maxUrgent
	}
	if n := q.refused.count(now); n >= most {
		return &heldError{After: q.refused.ease(now, most), Global: true, Why: "too many requests were refused"}
	}
	if wait := q.global.Sub(now); wait > 0 && !r.urgent {
		return &heldError{After: wait, Global: true, Why: "the limit of all messages is reached"}
	}
	if wait := q.buckets[r.bucket].Sub(now); wait > 0 && r.bucket != "" {
		return &heldError{After: wait, Why: "the channel's limit is reached"}
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
			q.refused.add(now)
		}
		return
	}
	e := a.refusal("")
	switch {
	case !e.JSON:
		q.flood = later(q.flood, now.Add(floodWait(e)))
	case e.Scope == "global":
		q.global = later(q.global, now.Add(cmp.Or(e.After, minWait)))
	case a.bucket != "":
		q.buckets[a.bucket] = later(q.buckets[a.bucket], now.Add(cmp.Or(e.After, minWait)))
	}
	if e.Scope != "shared" {
		q.refused.add(now)
	}
}

func (q *quota) noteBucket(a *answer, now time.Time) {
	if a.bucket == "" {
		return
	}
	if len(q.buckets) > 1000 {
		for key, until := range q.buckets {
			if until.Before(now) {
				delete(q.buckets, key)
			}
		}
	}
	after, err := strconv.ParseFloat(a.header.Get("X-RateLimit-Reset-After"), 64)
	if err == nil && a.header.Get("X-RateLimit-Remaining") == "0" && !a.global() {
		q.buckets[a.bucket] = later(q.buckets[a.bucket], now.Add(seconds(after)))
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
