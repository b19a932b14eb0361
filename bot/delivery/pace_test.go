package delivery

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

func chat(n int) subscriptions.Chat {
	return subscriptions.Chat{Platform: "fake", ID: fmt.Sprint(n)}
}

func isGroup(c subscriptions.Chat) bool { return strings.HasPrefix(c.ID, "-") }

// busiest is the largest number of instants in any span that is open at its end.
func busiest(at []time.Time, span time.Duration) (most int) {
	first := 0
	for i := range at {
		for at[i].Sub(at[first]) >= span {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// senders runs n goroutines that call send with ever new numbers, until total
// are done or send returns false, and returns when all have ended.
func senders(n, total int, send func(i int) bool) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range n {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < total && send(i); {
				i = int(next.Add(1)) - 1
			}
		})
	}
	wg.Wait()
}

// log notes instants.
type log struct {
	mu sync.Mutex
	at []time.Time
}

func (l *log) add() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.at = append(l.at, time.Now())
}

func TestPaceUsesTheRateAndNeverMore(t *testing.T) {
	t.Parallel()
	tests := []struct {
		rate    float64
		senders int
		latency time.Duration
	}{
		{rate: 28, senders: 8, latency: 60 * time.Millisecond},
		{rate: 28, senders: 8, latency: 0},
		{rate: 48, senders: 8, latency: 100 * time.Millisecond},
		{rate: 1, senders: 2, latency: 10 * time.Millisecond},
		{rate: 0.5, senders: 2, latency: 0},
		{rate: 300, senders: 20, latency: 5 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%v a second, %v each", tt.rate, tt.latency), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := NewPace(bot.Limits{PerSecond: tt.rate})
				start, total := time.Now(), int(tt.rate*20)
				var sent log
				senders(tt.senders, total, func(i int) bool {
					if _, err := p.await(t.Context(), chat(i)); err != nil {
						t.Error(err)
					}
					sent.add()
					time.Sleep(tt.latency)
					return true
				})
				if got := busiest(sent.at, time.Second); got > whole(tt.rate) {
					t.Errorf("%d in one second, want at most %v", got, tt.rate)
				}
				if got, want := time.Since(start), 21*time.Second; got > want {
					t.Errorf("%d messages took %v, want at most %v", total, got, want)
				}
			})
		})
	}
}

func TestPaceWindowHoldsWhateverTheTraffic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rate := rapid.Float64Range(0.3, 60).Draw(rt, "rate")
		seed := rapid.Uint64().Draw(rt, "seed")
		var all []time.Time
		var perChat map[subscriptions.Chat][]time.Time
		synctest.Test(t, func(t *testing.T) { all, perChat = traffic(t, rate, seed) })
		if got := busiest(all, time.Second); got > whole(rate) {
			rt.Fatalf("%d in one second, want at most %v", got, rate)
		}
		for c, at := range perChat {
			if got := busiest(at, time.Second); !isGroup(c) && got > 1 {
				rt.Fatalf("%d to %s in one second", got, c)
			}
			if got := busiest(at, time.Minute); isGroup(c) && got > 20 {
				rt.Fatalf("%d to %s in one minute", got, c)
			}
		}
	})
}

// traffic has answers and digests ask for their turn at random moments, and
// returns when each was granted, over all and by chat.
func traffic(t *testing.T, rate float64, seed uint64) (all []time.Time, perChat map[subscriptions.Chat][]time.Time) {
	r := rand.New(rand.NewPCG(seed, 1))
	p := NewPace(bot.Limits{PerSecond: rate, ChatPerSecond: 1, GroupPerMinute: 20, Group: isGroup})
	perChat = map[subscriptions.Chat][]time.Time{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 100 {
		time.Sleep(time.Duration(r.IntN(100)) * time.Millisecond)
		c, answer := chat(r.IntN(20)-10), r.IntN(2) == 0
		wg.Go(func() {
			if !granted(t, p, c, answer) {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, time.Now())
			perChat[c] = append(perChat[c], time.Now())
		})
	}
	wg.Wait()
	return all, perChat
}

func granted(t *testing.T, p *Pace, c subscriptions.Chat, answer bool) bool {
	if answer {
		return p.Wait(t.Context(), c) == nil
	}
	at, err := p.await(t.Context(), c)
	return err == nil && at.IsZero()
}

func TestPaceAnswersGoAheadOfDigests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(bot.Limits{PerSecond: 10})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() { p.await(ctx, chat(i)) })
		}
		synctest.Wait()
		start := time.Now()
		if err := p.Wait(t.Context(), chat(99)); err != nil {
			t.Fatal(err)
		}
		if got := time.Since(start); got > 101*time.Millisecond {
			t.Errorf("an answer waited %v behind digests", got)
		}
		cancel()
		wg.Wait()
	})
}

func TestPaceAnswersLeaveDigestsAShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(bot.Limits{PerSecond: 10})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() { p.Wait(ctx, chat(i)) })
		}
		synctest.Wait()
		start := time.Now()
		if at, err := p.await(t.Context(), chat(999)); err != nil || !at.IsZero() {
			t.Fatal(at, err)
		}
		if got, want := time.Since(start), time.Second; got > want {
			t.Errorf("a digest waited %v behind answers, want at most %v", got, want)
		}
		cancel()
		wg.Wait()
	})
}

func TestPaceSendsDigestsOfWaitingChatsBack(t *testing.T) {
	tests := []struct {
		name string
		hold func(p *Pace)
		chat subscriptions.Chat
		want time.Duration
	}{
		{"free", func(*Pace) {}, chat(1), 0},
		{"sent to just now", func(p *Pace) { p.Wait(context.Background(), chat(1)) }, chat(1), time.Second},
		{"another was sent to", func(p *Pace) { p.Wait(context.Background(), chat(2)) }, chat(1), 0},
		{"held", func(p *Pace) { p.Hold(chat(1), time.Now().Add(time.Hour)) }, chat(1), time.Hour},
		{"its thread is held", func(p *Pace) {
			p.Hold(subscriptions.Chat{Platform: "fake", ID: "1", Thread: "7"}, time.Now().Add(time.Hour))
		}, chat(1), time.Hour},
		{"everyone is held for long", func(p *Pace) { p.Hold(subscriptions.Chat{}, time.Now().Add(time.Hour)) }, chat(1), time.Hour},
		{"group has had its minute", func(p *Pace) {
			for range 20 {
				p.Wait(context.Background(), chat(-1))
			}
		}, chat(-1), time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := NewPace(bot.Limits{ChatPerSecond: 1, GroupPerMinute: 20, Group: isGroup})
				tt.hold(p)
				start := time.Now()
				at, err := p.await(t.Context(), tt.chat)
				if err != nil || time.Since(start) != 0 {
					t.Fatalf("waited %v, err %v", time.Since(start), err)
				}
				if got := at; tt.want == 0 && !got.IsZero() || tt.want > 0 && !got.Equal(start.Add(tt.want)) {
					t.Errorf("got %v, want in %v", got, tt.want)
				}
			})
		})
	}
}

func TestPaceWaitsOutAShortHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(bot.Limits{PerSecond: 10})
		start := time.Now()
		p.Hold(subscriptions.Chat{}, start.Add(3*time.Second))
		if at, err := p.await(t.Context(), chat(1)); err != nil || !at.IsZero() {
			t.Fatal(at, err)
		}
		if got, want := time.Since(start), 3*time.Second; got != want {
			t.Errorf("waited %v, want %v", got, want)
		}
	})
}

func TestPaceWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(bot.Limits{PerSecond: 1})
		p.Hold(chat(1), time.Now().Add(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := p.Wait(ctx, chat(1)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
		if n := len(p.answers); n != 0 {
			t.Errorf("%d turns left behind", n)
		}
		if err := p.Wait(ctx, chat(2)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after its end: got %v, want %v", err, context.DeadlineExceeded)
		}
	})
}

func TestPaceForgetsChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(bot.Limits{PerSecond: 100, ChatPerSecond: 1, GroupPerMinute: 20, Group: isGroup})
		for i := range 20000 {
			if err := p.Wait(t.Context(), chat(i)); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(p.chats.known); got > 2*sparedChats {
			t.Errorf("%d chats remembered, want at most %d", got, 2*sparedChats)
		}
	})
}

// server is a platform's strict limit: so many a second, whoever they are to.
type server struct {
	mu                sync.Mutex
	limit             int
	taken             []time.Time
	refused, accepted int
}

// load sends it as many digests as the pace lets through.
func (s *server) load(t *testing.T, p *Pace, global bool, d time.Duration) {
	end := time.Now().Add(d)
	senders(8, math.MaxInt, func(n int) bool {
		c := chat(n)
		if at, err := p.await(t.Context(), c); err != nil || !at.IsZero() {
			t.Errorf("chat %d: %v, %v", n, at, err)
		}
		time.Sleep(20 * time.Millisecond)
		if !s.take() {
			if global {
				c = subscriptions.Chat{}
			}
			p.Hold(c, time.Now().Add(time.Second))
		}
		return time.Now().Before(end)
	})
}

func (s *server) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for len(s.taken) > 0 && now.Sub(s.taken[0]) >= time.Second {
		s.taken = s.taken[1:]
	}
	if len(s.taken) >= s.limit {
		s.refused++
		return false
	}
	s.taken = append(s.taken, now)
	s.accepted++
	return true
}

func TestPaceAdaptsToWhatThePlatformTakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		set    float64
		allows int
		global bool
	}{
		{"half of what was set, said of everyone", 28, 14, true},
		{"half of what was set, said of single chats", 28, 14, false},
		{"no limit set", 0, 30, true},
		{"no limit set, said of single chats", 0, 30, false},
		{"a tenth", 48, 5, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := NewPace(bot.Limits{PerSecond: tt.set})
				s := &server{limit: tt.allows}
				s.load(t, p, tt.global, 5*time.Minute)
				possible := tt.allows * 60 * 5
				if s.refused > possible/25 {
					t.Errorf("%d refused where %d are allowed", s.refused, possible)
				}
				if s.accepted < possible*7/10 {
					t.Errorf("%d accepted where %d are allowed", s.accepted, possible)
				}
			})
		})
	}
}

func TestPaceRateRecovers(t *testing.T) {
	for _, set := range []float64{28, 0} {
		synctest.Test(t, func(t *testing.T) {
			p := NewPace(bot.Limits{PerSecond: set})
			for i := range 60 {
				p.await(t.Context(), chat(i))
			}
			p.Hold(subscriptions.Chat{}, time.Now().Add(time.Second))
			if got := p.rate(time.Now()); got == set {
				t.Errorf("set %v: rate unchanged by a refusal", set)
			}
			time.Sleep(20 * time.Minute)
			if got := p.rate(time.Now()); got != set {
				t.Errorf("set %v: rate %v after 20 minutes without refusals", set, got)
			}
		})
	}
}

// await waits for the turn of a digest.
func (p *Pace) await(ctx context.Context, c subscriptions.Chat) (time.Time, error) {
	t := p.digest(c)
	select {
	case at := <-t.ready:
		return at, nil
	case <-ctx.Done():
		p.leave(t)
		return time.Time{}, ctx.Err()
	}
}

// A platform's own code that panics ends the turn of who asked, and nobody else's.
func TestPanicOfThePlatformInAPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPace(bot.Limits{PerSecond: 10, GroupPerMinute: 20, Group: func(c subscriptions.Chat) bool {
			if c == chat(13) {
				panic("no such chat")
			}
			return false
		}})
		var wg sync.WaitGroup
		for i := range 30 {
			wg.Go(func() {
				err := guard(func() error { return p.Wait(t.Context(), chat(i)) })
				if (err != nil) != (i == 13) {
					t.Errorf("chat %d: %v", i, err)
				}
			})
		}
		wg.Wait()
	})
}

func TestPanicWhileTurnsAreGranted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var broken atomic.Bool
		p := NewPace(bot.Limits{PerSecond: 1, GroupPerMinute: 20, Group: func(subscriptions.Chat) bool {
			if broken.Load() {
				panic("no such chat")
			}
			return true
		}})
		if err := p.Wait(t.Context(), chat(1)); err != nil {
			t.Fatal(err)
		}
		failed := make(chan error)
		go func() { failed <- p.Wait(t.Context(), chat(2)) }()
		synctest.Wait()
		broken.Store(true)
		if err := <-failed; err == nil {
			t.Error("the one who waited is not told")
		}
		broken.Store(false)
		if err := p.Wait(t.Context(), chat(3)); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}
