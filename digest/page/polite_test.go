package page_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/digest/fetch"
)

// What a site's robots.txt is, and what follows for its pages.
func TestRulesOfSite(t *testing.T) {
	const closed = "User-agent: *\nDisallow: /news/"
	const robots = site + "/robots.txt"
	chain := func(n int) map[string]answer {
		m := map[string]answer{}
		at := robots
		for i := range n {
			next := "https://r" + strings.Repeat("r", i) + ".example/robots.txt"
			m[at] = answer{location: next}
			at = next
		}
		m[at] = answer{body: closed, kind: "text/plain"}
		return m
	}
	tests := []struct {
		name    string
		answers map[string]answer
		reads   bool
		again   time.Duration // when the rules are asked for again, at the latest
	}{
		{"none", map[string]answer{}, true, 24 * time.Hour},
		{"allowed", map[string]answer{robots: {body: "User-agent: *\nDisallow: /other/"}}, true, 24 * time.Hour},
		{"closed", map[string]answer{robots: {body: closed}}, false, 24 * time.Hour},
		{"good for two hours", map[string]answer{robots: {body: closed, maxAge: 2 * time.Hour}}, false, 2 * time.Hour},
		{"good for a second", map[string]answer{robots: {body: closed, maxAge: time.Second}}, false, time.Hour},
		{"good for a year", map[string]answer{robots: {body: closed, maxAge: 365 * 24 * time.Hour}}, false, 24 * time.Hour},
		{"not to be seen", map[string]answer{robots: {status: 401}}, true, 24 * time.Hour},
		{"forbidden", map[string]answer{robots: {status: 403}}, true, 24 * time.Hour},
		{"gone", map[string]answer{robots: {status: 410}}, true, 24 * time.Hour},
		{"busy", map[string]answer{robots: {status: 429, after: 5 * time.Hour}}, false, 5 * time.Hour},
		{"broken", map[string]answer{robots: {status: 500}}, false, time.Hour},
		{"away", map[string]answer{robots: {status: 503, after: 3 * time.Hour}}, false, 3 * time.Hour},
		{"unreachable", map[string]answer{robots: {err: fetch.ErrUnreachable}}, false, time.Hour},
		{"an answer that is none", map[string]answer{robots: {err: fetch.ErrBroken}}, false, time.Hour},
		{"elsewhere", chain(1), false, 24 * time.Hour},
		{"behind five redirects", chain(5), false, 24 * time.Hour},
		{"behind six", chain(6), true, 24 * time.Hour},
		{"in a ring", map[string]answer{robots: {location: robots}}, true, 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				answers := map[string]answer{address: ferry(), address + "/2": ferry(), address + "/3": ferry()}
				for k, v := range tt.answers {
					answers[k] = v
				}
				r := newRoom(answers)
				r.add(t, bare("1", address))
				r.during(t, func() {
					r.Want(t.Context(), [][]string{{"1"}})
					time.Sleep(tt.again - time.Minute)
					if got := r.web.count(address) == 1; got != tt.reads {
						t.Errorf("page asked for: %v, want %v", got, tt.reads)
					}
					first := r.web.count(robots)
					r.add(t, bare("2", address+"/2"))
					r.Want(t.Context(), [][]string{{"2"}})
					time.Sleep(30 * time.Second)
					if n := r.web.count(robots); n != first {
						t.Errorf("robots.txt asked for again after %v", tt.again-time.Minute)
					}
					time.Sleep(time.Minute)
					r.add(t, bare("3", address+"/3"))
					r.Want(t.Context(), [][]string{{"3"}})
					time.Sleep(30 * time.Second)
					if n := r.web.count(robots); n <= first {
						t.Errorf("robots.txt not asked for after %v", tt.again)
					}
				})
			})
		})
	}
}

// One thing at a time is asked of a host, with a pause as long as it wants;
// other hosts do not wait for it, but not too many are asked at once.
func TestOneAtATime(t *testing.T) {
	tests := []struct {
		name   string
		robots string
		takes  time.Duration
		pause  time.Duration
	}{
		{"a second", "", 50 * time.Millisecond, time.Second},
		{"twice what it takes", "", 2 * time.Second, 4 * time.Second},
		{"what it asks for", "User-agent: *\nCrawl-delay: 90", time.Millisecond, 90 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(map[string]answer{})
				items, stories := many(6, 3)
				for _, it := range items {
					page := ferry()
					page.takes = tt.takes
					r.web.say(it.URL, page)
					r.web.say("https://"+hostOf(it.URL)+"/robots.txt", answer{body: tt.robots})
				}
				r.add(t, items...)
				r.during(t, func() {
					r.Want(t.Context(), stories)
					time.Sleep(time.Hour)
				})
				if n := len(r.web.pages()); n != len(items) {
					t.Errorf("asked for %d pages of %d", n, len(items))
				}
				if r.web.most != 1 || r.web.mostAll > 4 {
					t.Errorf("%d at once of a host, %d of all", r.web.most, r.web.mostAll)
				}
				last := map[string]time.Time{}
				for i, u := range r.web.asked {
					if strings.HasSuffix(u, "/robots.txt") {
						continue
					}
					at := r.web.at[i].Add(tt.takes)
					if gap := r.web.at[i].Sub(last[hostOf(u)]); gap < tt.pause {
						t.Errorf("%s after a pause of %v, want %v", u, gap, tt.pause)
					}
					last[hostOf(u)] = at
				}
			})
		})
	}
}

// A host that asks to be left alone is, however much is wanted of it.
func TestLeftAlone(t *testing.T) {
	tests := []struct {
		name   string
		answer answer
		rest   time.Duration
	}{
		{"429", answer{status: 429}, 30 * time.Minute},
		{"429, for two hours", answer{status: 429, after: 2 * time.Hour}, 2 * time.Hour},
		{"503, for an hour", answer{status: 503, after: time.Hour}, time.Hour},
		{"for a year", answer{status: 503, after: 365 * 24 * time.Hour}, 24 * time.Hour},
		{"500", answer{status: 500}, 15 * time.Minute},
		{"no answer", answer{err: fetch.ErrUnreachable}, 15 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const other, elsewhere = site + "/news/2", "https://b.example/1"
				r := newRoom(map[string]answer{address: tt.answer, other: ferry(), elsewhere: ferry()})
				r.add(t, bare("1", address))
				r.during(t, func() {
					start := time.Now()
					r.Want(t.Context(), [][]string{{"1"}})
					time.Sleep(time.Second)
					r.add(t, bare("2", other), bare("3", elsewhere))
					r.Want(t.Context(), [][]string{{"2"}, {"3"}})
					time.Sleep(tt.rest - 2*time.Second)
					if n := r.web.count(other); n != 0 {
						t.Errorf("asked again within %v", tt.rest)
					}
					if n := r.web.count(elsewhere); n != 1 {
						t.Error("another host was not asked")
					}
					time.Sleep(10 * time.Second)
					if at := r.web.first(other); at.Sub(start) < tt.rest {
						t.Errorf("not asked again after %v", tt.rest)
					}
				})
			})
		})
	}
}

// However many stories lack a line, few pages are fetched, the newest first.
func TestAllowances(t *testing.T) {
	within := func(r *room, from time.Time, d time.Duration) int {
		n := 0
		for i, u := range r.web.asked {
			if at := r.web.at[i].Sub(from); !strings.HasSuffix(u, "/robots.txt") && at >= 0 && at < d {
				n++
			}
		}
		return n
	}
	tests := []struct {
		name                string
		feeds, each         int
		burst, hour, second int
	}{
		{"one feed", 1, 60, 5, 13, 8},
		{"many feeds", 150, 1, 20, 140, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(map[string]answer{})
				items, stories := many(tt.feeds, tt.each)
				for _, it := range items {
					r.web.say(it.URL, ferry())
				}
				r.add(t, items...)
				start := time.Now()
				r.Want(t.Context(), stories)
				r.during(t, func() { time.Sleep(2 * time.Hour) })
				if n := within(r, start, 25*time.Second); n != tt.burst {
					t.Errorf("%d at once, want %d", n, tt.burst)
				}
				if n := within(r, start, time.Hour); n < tt.hour-2 || n > tt.hour {
					t.Errorf("%d in the first hour, want %d", n, tt.hour)
				}
				if n := within(r, start.Add(time.Hour), time.Hour); n < tt.second-2 || n > tt.second+2 {
					t.Errorf("%d in the second hour, want %d", n, tt.second)
				}
				if got := r.web.pages()[0]; tt.feeds == 1 && got != items[len(items)-1].URL {
					t.Errorf("first %s, want the newest", got)
				}
			})
		})
	}
}

// A feed whose pages are no use is left alone for hours.
func TestUselessFeedRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{})
		items, stories := many(1, 20)
		for _, it := range items {
			r.web.say(it.URL, answer{body: article("Before you go on, we need your consent", "We and our partners store things on your device.")})
		}
		r.add(t, items...)
		r.during(t, func() {
			r.Want(t.Context(), stories)
			time.Sleep(5 * time.Hour)
			if n := len(r.web.pages()); n != 3 {
				t.Errorf("asked for %d pages in five hours", n)
			}
			time.Sleep(2 * time.Hour)
			if n := len(r.web.pages()); n <= 3 {
				t.Error("never tried again")
			}
		})
	})
}

// A page that did not answer may be asked for again, hours later.
func TestTryAgainLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{address: {err: errors.Join(fetch.ErrUnreachable)}})
		r.add(t, bare("1", address))
		r.during(t, func() {
			for range 30 {
				r.Want(t.Context(), [][]string{{"1"}})
				time.Sleep(10 * time.Minute)
			}
			if n := r.web.count(address); n != 1 {
				t.Errorf("asked %d times within five hours", n)
			}
			r.web.say(address, ferry())
			time.Sleep(2 * time.Hour)
			r.Want(t.Context(), [][]string{{"1"}})
			time.Sleep(time.Minute)
			if lineOf(r.item(t, "1")) != lead {
				t.Error("not read once it answers")
			}
		})
	})
}

// While a page waits for its turn, its item may grow old, or be told by its
// feed after all.
func TestNoLongerNeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{site + "/robots.txt": {body: "User-agent: *\nCrawl-delay: 7200"}, address: ferry()})
		told, old := bare("2", site+"/news/2"), bare("3", site+"/news/3")
		told.Published, old.Published = time.Now().Add(-time.Hour), time.Now().Add(-47*time.Hour)
		r.add(t, bare("1", address), told, old)
		r.Want(t.Context(), [][]string{{"1"}, {"2"}, {"3"}})
		r.during(t, func() {
			time.Sleep(time.Hour)
			told.Summary = lead
			r.add(t, told)
			time.Sleep(12 * time.Hour)
		})
		if got, want := r.web.pages(), []string{address}; len(got) != 1 {
			t.Errorf("asked %q, want %q", got, want)
		}
	})
}
