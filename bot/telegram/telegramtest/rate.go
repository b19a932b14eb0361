package telegramtest

import (
	"math"
	"time"
)

// Limits are how many messages the server takes; zero is no limit.
type Limits struct {
	PerSecond      int // over all chats
	ChatPerSecond  int // to one private chat
	GroupPerMinute int // to one group or channel
}

// rate counts messages over sliding windows.
type rate struct {
	Limits
	all  []time.Time
	chat map[int64][]time.Time
}

// Limit sets limits; what is beyond them is refused with 429 and the seconds
// after which it would be taken.
func (s *Server) Limit(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rate = rate{Limits: l, chat: map[int64][]time.Time{}}
}

// admit counts a message to the chat, or refuses it uncounted.
func (r *rate) admit(c *chatState, at time.Time) *refusal {
	most, window := r.ChatPerSecond, time.Second
	if c.ID < 0 {
		most, window = r.GroupPerMinute, time.Minute
	}
	wait := max(full(r.all, r.PerSecond, time.Second, at), full(r.chat[c.ID], most, window, at))
	if wait > 0 {
		return tooMany(int(math.Ceil(wait.Seconds())))
	}
	if r.PerSecond > 0 {
		r.all = append(recent(r.all, time.Second, at), at)
	}
	if most > 0 {
		r.chat[c.ID] = append(recent(r.chat[c.ID], window, at), at)
	}
	return nil
}

// full is how long it takes until fewer than most of the times lie within the
// window.
func full(times []time.Time, most int, window time.Duration, at time.Time) time.Duration {
	times = recent(times, window, at)
	if most == 0 || len(times) < most {
		return 0
	}
	return times[len(times)-most].Add(window).Sub(at)
}

func recent(times []time.Time, window time.Duration, at time.Time) []time.Time {
	for len(times) > 0 && at.Sub(times[0]) >= window {
		times = times[1:]
	}
	return times
}
