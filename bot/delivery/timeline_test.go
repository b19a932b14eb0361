package delivery

import (
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"newsbrief/subscriptions"
)

// deed is one thing that happens in a timeline, and how long it takes.
type deed struct {
	Kind string
	Chat int
	Zone string
	Time []int // minutes of the day
	Days subscriptions.Days
	For  time.Duration
}

var deeds = []string{
	"subscribe", "subscribe", "subscribe", "unsubscribe", "pause", "suspend", "restore",
	"pass", "pass", "platform down", "stop", "kill", "process down", "process killed and down",
	"clock set forward", "clock set back",
}

// drawDeed draws a deed. Everything lasts whole hours and begins half past, so
// that no slot falls on the moment at which something changes.
func drawDeed(rt *rapid.T) deed {
	minute := rapid.SampledFrom([]int{0, 0, 60, 420, 480, 480, 720, 1080, 1380})
	return deed{
		Kind: rapid.SampledFrom(deeds).Draw(rt, "kind"),
		Chat: rapid.IntRange(1, 3).Draw(rt, "chat"),
		Zone: rapid.SampledFrom([]string{"UTC", "Asia/Tokyo", "America/New_York", "Pacific/Apia"}).Draw(rt, "zone"),
		Time: rapid.SliceOfNDistinct(minute, 1, 2, rapid.ID[int]).Draw(rt, "times"),
		Days: rapid.SampledFrom([]subscriptions.Days{subscriptions.EveryDay, subscriptions.Weekdays, subscriptions.Weekend}).Draw(rt, "days"),
		For:  time.Duration(rapid.IntRange(1, 30).Draw(rt, "hours")) * time.Hour,
	}
}

// model is what should come of a timeline: it claims each slot at the instant
// at which it falls due or, if nothing runs then, when it runs again.
type model struct {
	subs map[subscriptions.Chat]*subscriptions.Subscriber
	want map[subscriptions.Chat][]string
	up   time.Time     // since when the process runs, or saw the clock set; zero: it does not run
	skew time.Duration // by which the clock was set
}

// now is what the machine's clock shows.
func (m *model) now() time.Time { return time.Now().Add(m.skew) }

func (m *model) pass(now time.Time) {
	for c, s := range m.subs {
		for !m.up.IsZero() && !s.Due.At.IsZero() && !s.Due.At.After(now) {
			at := later(s.Due.At, m.up)
			// The clock is set for the store alone: how late it is, the
			// composer finds by the bubble's own.
			if at.Add(-m.skew).Sub(s.Due.At) <= subscriptions.MergeAfter {
				m.want[c] = append(m.want[c], s.Due.Slot.String())
			}
			s.Advance(at)
		}
	}
}

// timeline is a world and the model of it.
type timeline struct {
	*world
	*model
}

func (l *timeline) run() {
	l.start()
	l.model.up = l.now()
}

func (l *timeline) halt() {
	l.stop()
	l.model.up = time.Time{}
}

// kill ends the process so that it can write nothing any more.
func (l *timeline) kill() {
	l.faults.set(errKilled)
	l.halt()
	l.memory = l.memory.Reopen()
	l.store, l.faults = newFaulty(l.memory)
	l.faults.jump(l.skew)
}

// set sets the clock. What a jump passes over is due at once.
func (l *timeline) set(by time.Duration) {
	l.skew += by
	l.faults.jump(by)
	if by > 0 {
		l.model.up = l.now()
	}
}

func (l *timeline) wait(d time.Duration) {
	time.Sleep(d)
	l.model.pass(l.now())
}

// both changes a chat in the store and in the model.
func (l *timeline) both(c subscriptions.Chat, change func(*subscriptions.Subscriber)) {
	now := l.now()
	f := func(s *subscriptions.Subscriber) { change(s); s.Reschedule(now) }
	l.change(c, f)
	if l.subs[c] == nil {
		l.subs[c] = &subscriptions.Subscriber{Chat: c}
	}
	f(l.subs[c])
}

func (l *timeline) do(d deed) {
	c, now := chat(d.Chat), l.now()
	switch d.Kind {
	case "subscribe":
		l.both(c, d.subscribe)
	case "unsubscribe":
		l.both(c, func(s *subscriptions.Subscriber) { s.Topics = nil })
	case "pause":
		l.both(c, func(s *subscriptions.Subscriber) { s.PausedUntil = now.Add(d.For) })
	case "suspend":
		l.both(c, func(s *subscriptions.Subscriber) { s.Suspended = now })
	case "restore":
		l.both(c, func(s *subscriptions.Subscriber) { s.Suspended = time.Time{} })
	case "pass":
		l.wait(d.For)
	case "platform down":
		l.outage(min(d.For, 10*time.Hour))
	case "stop":
		l.halt()
		l.run()
	case "kill":
		l.kill()
		l.run()
	case "process down":
		l.halt()
		l.wait(d.For)
		l.run()
	case "process killed and down":
		l.kill()
		l.wait(d.For)
		l.run()
	case "clock set forward":
		l.set(min(d.For, 10*time.Hour))
	case "clock set back":
		l.set(-d.For)
	}
	l.wait(time.Hour)
}

func (d deed) subscribe(s *subscriptions.Subscriber) {
	s.Topics = []subscriptions.Topic{"japan"}
	s.Schedule = subscriptions.Schedule{Zone: d.Zone, Days: d.Days}
	for _, m := range d.Time {
		s.Schedule.Times = append(s.Schedule.Times, subscriptions.TimeOfDay(m))
	}
	if len(d.Time) == 2 && d.Time[0] > d.Time[1] {
		t := s.Schedule.Times
		t[0], t[1] = t[1], t[0]
	}
}

func (l *timeline) outage(d time.Duration) {
	l.platform.set(func(subscriptions.Delivery) error { return io.ErrUnexpectedEOF })
	l.wait(d)
	l.platform.set(nil)
}

// difference says where the world is not as the model has it.
func (l *timeline) difference() string {
	for i := 1; i <= 3; i++ {
		c := chat(i)
		var got []string
		for _, body := range l.platform.to(c) {
			got = append(got, strings.ReplaceAll(body, " late", ""))
		}
		if diff := cmp.Diff(l.want[c], got); diff != "" {
			return fmt.Sprintf("%s (-want +got):\n%s", c, diff)
		}
	}
	return ""
}

func TestEveryTimelineYieldsEachDueDigestOnce(t *testing.T) {
	t.Parallel()
	fewerChecks(t, 15)
	rapid.Check(t, func(rt *rapid.T) {
		plan := rapid.SliceOfN(rapid.Custom(drawDeed), 1, 25).Draw(rt, "deeds")
		var diff string
		synctest.Test(t, func(t *testing.T) {
			l := &timeline{newWorld(t), &model{
				subs: map[subscriptions.Chat]*subscriptions.Subscriber{},
				want: map[subscriptions.Chat][]string{},
			}}
			time.Sleep(30 * time.Minute)
			l.run()
			for _, d := range plan {
				l.do(d)
			}
			l.set(max(0, -l.skew)) // as a machine that finds the time server again
			l.wait(24 * time.Hour)
			l.halt()
			diff = l.difference()
		})
		if diff != "" {
			rt.Fatal(diff)
		}
	})
}

// fewerChecks bounds the test's runs where the command line does not say how
// many there are to be.
func fewerChecks(t *testing.T, n int) {
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Value.Set(f.DefValue) })
}

func TestKilledDuringABroadcast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chats := many(300)
		w := due(t, chats...)
		l := &timeline{w, &model{}}
		l.run()
		time.Sleep(time.Minute)
		kills := 20
		for i := range kills {
			time.Sleep(time.Duration(300+37*i%500) * time.Millisecond)
			l.kill()
			l.run()
		}
		time.Sleep(5 * time.Minute)
		l.halt()
		repeated := 0
		for _, c := range chats {
			got := w.platform.to(c)
			if len(got) == 0 || got[0] != firstSlot {
				t.Errorf("%s got %q", c, got)
			}
			repeated += len(got) - 1
		}
		if most := 2 * kills; repeated > most {
			t.Errorf("%d repeated after %d kills, want at most %d", repeated, kills, most)
		}
		t.Logf("%d repeated", repeated)
	})
}

func TestStoreFailsInTheMiddleOfABroadcast(t *testing.T) {
	for _, reading := range []bool{false, true} {
		t.Run(fmt.Sprintf("reading works: %v", reading), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chats := many(400)
				w := due(t, chats...)
				w.start()
				time.Sleep(65 * time.Second)
				w.faults.set(errFull)
				w.faults.reading(reading)
				_, before := w.platform.count()
				time.Sleep(20 * time.Minute)
				if _, after := w.platform.count(); after > before+3*w.platform.limits.Senders {
					t.Errorf("%d sent that could not be recorded", after-before)
				}
				w.faults.set(nil)
				time.Sleep(10 * time.Minute)
				w.stop()
				w.wantEach(chats, firstSlot)
				if n := len(w.log.lines("level=ERROR", "no space left")); n == 0 || n > 100 {
					t.Errorf("the operator is told %d times", n)
				}
			})
		})
	}
}

func TestClockIsSetDuringABroadcast(t *testing.T) {
	for _, by := range []time.Duration{3 * time.Minute, 5 * time.Hour, -3 * time.Minute} {
		t.Run(by.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chats := many(400)
				w := due(t, chats...)
				w.platform.latency = 900 * time.Millisecond
				w.start()
				time.Sleep(65 * time.Second)
				w.faults.jump(by)
				time.Sleep(20 * time.Minute)
				w.stop()
				w.wantEach(chats, firstSlot)
			})
		})
	}
}

func TestDigestsOnDaysOfAClockChange(t *testing.T) {
	t.Parallel()
	clocks := []subscriptions.TimeOfDay{at(0, 0), at(0, 30), at(1, 30), at(2, 30), at(3, 0), at(8, 0)}
	for _, zone := range []string{"America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo"} {
		t.Run(zone, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				loc, err := time.LoadLocation(zone)
				if err != nil {
					t.Fatal(err)
				}
				for range 2 {
					_, change := time.Now().In(loc).ZoneBounds()
					time.Sleep(time.Until(change) - 12*time.Hour)
					w := newWorld(t)
					for i, clock := range clocks {
						w.subscribe(chat(i), zone, clock)
					}
					w.start()
					time.Sleep(2 * 24 * time.Hour)
					w.stop()
					for i, clock := range clocks {
						w.wantDaily(chat(i), clock, 2)
					}
				}
			})
		})
	}
}

// wantDaily checks that the chat got one digest for each of n days in a row.
func (w *world) wantDaily(c subscriptions.Chat, clock subscriptions.TimeOfDay, n int) {
	w.t.Helper()
	got := w.platform.to(c)
	if len(got) != n {
		w.t.Fatalf("%v: got %q, want %d digests", clock, got, n)
	}
	day, err := time.Parse(time.DateOnly, got[0][:len(time.DateOnly)])
	if err != nil {
		w.t.Fatal(err)
	}
	for i, body := range got {
		if want := day.AddDate(0, 0, i).Format(time.DateOnly) + " " + clock.String(); body != want {
			w.t.Fatalf("%v: got %q, want %q", clock, body, want)
		}
	}
}

func TestTickSurvivesAClockThatIsSetBack(t *testing.T) {
	now := time.Now()
	next := every(time.Minute).Next(now)
	if next.Second() != 0 || next.Sub(now) <= 0 || next.Sub(now) > time.Minute {
		t.Errorf("after %v comes %v", now, next)
	}
	if !strings.Contains(next.String(), "m=") {
		t.Errorf("%v has lost its monotonic reading", next)
	}
}
