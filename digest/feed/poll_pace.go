package feed

import (
	"errors"
	"hash/fnv"
	"net/http"
	"slices"
	"time"

	"newsbrief/digest/fetch"
)

// The pace of polling. All of it is pure: the same state and the same instant
// give the same next poll.
const (
	minInterval   = 5 * time.Minute
	maxInterval   = 6 * time.Hour
	firstInterval = 30 * time.Minute // for a feed without a rhythm yet
	rhythmOver    = 20               // the gaps that make the rhythm

	firstRetry     = 5 * time.Minute
	maxUnreachable = time.Hour      // soon back when it was our own network
	maxRetry       = 12 * time.Hour // never dropped
	goneInterval   = 24 * time.Hour // for 410: kept, in case it was a mistake
	busyRetry      = 30 * time.Minute
	maxWait        = 24 * time.Hour // however long a server wants to be left alone
)

// pace is what one document says about when to come again.
type pace struct {
	dates    []time.Time // of its items, where they have one
	fresh    bool        // it brought something new
	ttl      time.Duration
	maxAge   time.Duration
	previous time.Duration // the interval so far, 0 if none
}

// interval is the time to the next poll: as often as the feed usually
// publishes, but often enough that nothing falls out of the document between
// two polls, and not more often than the server wants.
func (p pace) interval(now time.Time) time.Duration {
	every, ok := rhythm(p.dates, now)
	if !ok {
		every = p.byChange()
	}
	return min(max(every, p.ttl, p.maxAge, minInterval), maxInterval)
}

// byChange learns from what polls find, for feeds without dates.
func (p pace) byChange() time.Duration {
	switch {
	case p.previous == 0:
		return firstInterval
	case p.fresh:
		return p.previous * 2 / 3
	default:
		return p.previous * 3 / 2
	}
}

// rhythm is the median gap between the newest dates, at most half of the time
// that the document covers, and longer for a feed that fell silent.
func rhythm(dates []time.Time, now time.Time) (time.Duration, bool) {
	dates = slices.Clone(dates)
	slices.SortFunc(dates, func(a, b time.Time) int { return b.Compare(a) })
	if len(dates) < 3 {
		return 0, false
	}
	covers := dates[0].Sub(dates[len(dates)-1])
	dates = dates[:min(len(dates), rhythmOver+1)]
	gaps := make([]time.Duration, 0, rhythmOver)
	for i := range len(dates) - 1 {
		gaps = append(gaps, dates[i].Sub(dates[i+1]))
	}
	slices.Sort(gaps)
	median := gaps[len(gaps)/2]
	return max(min(median, covers/2), silence(now.Sub(dates[0]))), true
}

// silence is the interval that a feed earns by publishing nothing: an eighth
// of it, so that a night costs its morning less than an hour.
func silence(quiet time.Duration) time.Duration { return quiet / 8 }

// stretched is the interval after a poll that found nothing new.
func stretched(s State, now time.Time) time.Duration {
	since := orElse(s.Changed, s.Succeeded)
	if since.IsZero() {
		return min(max(s.Interval, firstInterval), maxInterval)
	}
	return min(max(s.Interval, silence(now.Sub(since)), minInterval), maxInterval)
}

// retryIn is how long a feed rests after its failures-th failure in a row, and
// for how long of that its server asked to be left alone.
func retryIn(err error, failures int) (rest, wait time.Duration) {
	rest = firstRetry << min(failures-1, 10)
	var status *fetch.StatusError
	switch {
	case errors.Is(err, fetch.ErrUnreachable):
		return min(rest, maxUnreachable), 0
	case !errors.As(err, &status):
		return min(rest, maxRetry), 0
	case status.Code == http.StatusGone:
		return goneInterval, 0
	}
	wait = min(status.RetryAfter, maxWait)
	if status.Code == http.StatusTooManyRequests {
		wait = max(wait, busyRetry)
	}
	return max(min(rest, maxRetry), wait), wait
}

// spread is a part of d that hangs on the feed and the instant, so that feeds
// that were polled together do not stay together.
func spread(d time.Duration, url string, at time.Time) time.Duration {
	h := fnv.New64a()
	h.Write([]byte(url))
	var b [8]byte
	for i, n := 0, uint64(at.Unix()); i < len(b); i, n = i+1, n>>8 {
		b[i] = byte(n)
	}
	h.Write(b[:])
	// The high bits of FNV change little with the last bytes: mix them.
	x := h.Sum64()
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	return time.Duration(float64(x>>11) / (1 << 53) * float64(d))
}

// after is now and d, a little later: up to a tenth of it.
func after(now time.Time, d time.Duration, url string) time.Time {
	return now.Add(d + spread(d/10, url, now))
}
