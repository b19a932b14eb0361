package subscriptions

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func daily(zone string, times ...TimeOfDay) Schedule {
	return Schedule{Zone: zone, Times: times, Days: EveryDay}
}

func subscriber(t *testing.T, s Schedule, now string) *Subscriber {
	t.Helper()
	sub := &Subscriber{Topics: []Topic{"japan"}, Schedule: s}
	sub.Reschedule(at(t, now))
	return sub
}

func wantDue(t *testing.T, sub *Subscriber, want string) {
	t.Helper()
	got := "none"
	if !sub.Due.At.IsZero() {
		got = sub.Due.Slot.String()
	}
	if got != want {
		t.Errorf("got due %s, want %s", got, want)
	}
}

func TestReschedule(t *testing.T) {
	tests := []struct {
		name   string
		before Schedule
		since  string // when it was set
		claims []string
		change func(*Subscriber)
		now    string
		want   string
		then   string // what is due after that was claimed in time; "" if it does not matter
	}{
		{name: "first subscription, later today", before: daily("UTC", 480), since: "2026-11-24T07:00:00Z", now: "2026-11-24T07:00:00Z", want: "2026-11-24 08:00"},
		{name: "first subscription, too late for today", before: daily("UTC", 480), since: "2026-11-24T09:00:00Z", now: "2026-11-24T09:00:00Z", want: "2026-11-25 08:00"},
		{
			name: "later today, before today's", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.Schedule.Times = []TimeOfDay{540} },
			now:    "2026-11-24T07:00:00Z", want: "2026-11-24 09:00", then: "2026-11-25 09:00",
		},
		{
			name: "later today, after today's", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			claims: []string{"2026-11-24T08:00:00Z"},
			change: func(s *Subscriber) { s.Schedule.Times = []TimeOfDay{540} },
			now:    "2026-11-24T08:30:00Z", want: "2026-11-25 09:00",
		},
		{
			name: "a time that has passed, before the first of all", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.Schedule.Times = []TimeOfDay{360} },
			now:    "2026-11-24T07:00:00Z", want: "2026-11-25 06:00", then: "2026-11-26 06:00",
		},
		{
			name: "a time that has passed, before today's", before: daily("UTC", 480), since: "2026-11-23T07:00:00Z",
			claims: []string{"2026-11-23T08:00:00Z"},
			change: func(s *Subscriber) { s.Schedule.Times = []TimeOfDay{360} },
			now:    "2026-11-24T07:00:00Z", want: "2026-11-24 08:00", then: "2026-11-25 06:00",
		},
		{
			name: "a topic more while today's is outstanding", before: daily("UTC", 480, 1200), since: "2026-11-23T21:00:00Z",
			change: func(s *Subscriber) { s.Subscribe("ai") },
			now:    "2026-11-24T08:00:30Z", want: "2026-11-24 08:00", then: "2026-11-24 20:00",
		},
		{
			name: "another time while today's is outstanding", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.Schedule.Times = []TimeOfDay{540} },
			now:    "2026-11-24T08:00:30Z", want: "2026-11-24 09:00", then: "2026-11-25 09:00",
		},
		{
			name: "claimed slots stand for the first times", before: daily("UTC", 480, 1200), since: "2026-11-23T21:00:00Z",
			claims: []string{"2026-11-24T08:00:00Z"},
			change: func(s *Subscriber) { s.Schedule.Times = []TimeOfDay{600, 720, 840} },
			now:    "2026-11-24T09:00:00Z", want: "2026-11-24 12:00", then: "2026-11-24 14:00",
		},
		{
			name: "fewer times, and the day has had them", before: daily("UTC", 480, 1200), since: "2026-11-23T21:00:00Z",
			claims: []string{"2026-11-24T08:00:00Z"},
			change: func(s *Subscriber) { s.Schedule.Times = []TimeOfDay{1260} },
			now:    "2026-11-24T09:00:00Z", want: "2026-11-25 21:00",
		},
		{
			name: "not today any more", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.Schedule.Days = Weekend },
			now:    "2026-11-24T07:00:00Z", want: "2026-11-28 08:00",
		},
		{
			name: "from UTC to Tokyo in the afternoon, today's outstanding", before: daily("UTC", 480), since: "2026-11-23T07:00:00Z",
			claims: []string{"2026-11-23T08:00:00Z"},
			change: func(s *Subscriber) { s.Schedule.Zone = "Asia/Tokyo" },
			now:    "2026-11-24T07:00:00Z", want: "2026-11-24 08:00", then: "2026-11-25 08:00",
		},
		{
			name: "from Tokyo to Honolulu, today's claimed", before: daily("Asia/Tokyo", 480), since: "2026-11-23T00:00:00Z",
			claims: []string{"2026-11-23T23:00:00Z"},
			change: func(s *Subscriber) { s.Schedule.Zone = "Pacific/Honolulu" },
			now:    "2026-11-24T00:00:00Z", want: "2026-11-25 08:00",
		},
		{
			name: "from Honolulu to Tokyo, today's outstanding", before: daily("Pacific/Honolulu", 480), since: "2026-11-22T17:00:00Z",
			claims: []string{"2026-11-22T18:00:00Z"},
			change: func(s *Subscriber) { s.Schedule.Zone = "Asia/Tokyo" },
			now:    "2026-11-23T17:00:00Z", want: "2026-11-23 08:00", then: "2026-11-24 08:00",
		},
		{
			name: "no topics", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.Unsubscribe("japan") },
			now:    "2026-11-24T07:00:00Z", want: "none",
		},
		{
			name: "suspended", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.Suspended = time.Unix(1, 0) },
			now:    "2026-11-24T07:00:00Z", want: "none",
		},
		{
			name: "an unknown zone", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.Schedule.Zone = "Mars/Olympus" },
			now:    "2026-11-24T07:00:00Z", want: "none",
		},
		{
			name: "paused until the very slot", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.PausedUntil = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC) },
			now:    "2026-11-24T07:00:00Z", want: "2026-11-27 08:00",
		},
		{
			name: "a pause that is over", before: daily("UTC", 480), since: "2026-11-23T09:00:00Z",
			change: func(s *Subscriber) { s.PausedUntil = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC) },
			now:    "2026-11-24T07:00:00Z", want: "2026-11-24 08:00",
		},
		{
			name: "a day of a clock that was years ahead", before: daily("UTC", 480), since: "2030-11-23T09:00:00Z",
			claims: []string{"2030-11-24T08:00:00Z"},
			now:    "2026-11-24T07:00:00Z", want: "2026-11-24 08:00",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sub := subscriber(t, tt.before, tt.since)
			for _, now := range tt.claims {
				sub.Advance(at(t, now))
			}
			if tt.change != nil {
				tt.change(sub)
			}
			sub.Reschedule(at(t, tt.now))
			wantDue(t, sub, tt.want)
			sub.Reschedule(at(t, tt.now))
			wantDue(t, sub, tt.want)
			if tt.then != "" {
				sub.Advance(sub.Due.At)
				wantDue(t, sub, tt.then)
			}
		})
	}
}

func TestAdvance(t *testing.T) {
	tests := []struct {
		name     string
		schedule Schedule
		now      string // of the claim of the slot of 24 November, 08:00
		want     string
		count    int
	}{
		{"in time", daily("UTC", 480), "2026-11-24T08:00:10Z", "2026-11-25 08:00", 1},
		{"late", daily("UTC", 480), "2026-11-24T19:59:00Z", "2026-11-25 08:00", 1},
		{"several slots passed: one digest", daily("UTC", 480, 600, 720), "2026-11-24T13:00:00Z", "2026-11-25 08:00", 1},
		{"given up, and today's passed an hour ago", daily("UTC", 480), "2026-11-25T09:00:00Z", "2026-11-25 08:00", 1},
		{"given up, and today's was long ago too", daily("UTC", 480), "2026-11-25T20:30:00Z", "2026-11-26 08:00", 1},
		{"given up after a week", daily("UTC", 480, 1200), "2026-12-01T20:30:00Z", "2026-12-01 20:00", 1},
		{"a clock that was set back", daily("UTC", 480), "2026-11-24T07:00:00Z", "2026-11-25 08:00", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sub := subscriber(t, tt.schedule, "2026-11-24T07:30:00Z")
			wantDue(t, sub, "2026-11-24 08:00")
			sub.Advance(at(t, tt.now))
			wantDue(t, sub, tt.want)
			if want := (Done{Date: "2026-11-24", Count: tt.count, At: at(t, tt.now)}); sub.Done != want {
				t.Errorf("got done %v, want %v", sub.Done, want)
			}
		})
	}
}

func TestDueTooFarAhead(t *testing.T) {
	now := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
	weekly := Schedule{Zone: "UTC", Times: []TimeOfDay{480}, Days: 1 << time.Wednesday}
	tests := []struct {
		name   string
		change func(s *Subscriber)
		at     time.Time // when the slot is claimed, and the next one set
		want   bool
	}{
		{name: "once a week", at: now},
		{name: "nothing due", at: now, change: func(s *Subscriber) { s.Topics = nil; s.Reschedule(now) }},
		{name: "paused for a year", at: now, change: func(s *Subscriber) { s.PausedUntil = now.AddDate(1, 0, 0); s.Reschedule(now) }},
		{name: "a clock a month ahead", at: now.AddDate(0, 1, 0), want: true},
		{name: "a clock ten years ahead", at: now.AddDate(10, 0, 0), want: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Subscriber{Topics: []Topic{"japan"}, Schedule: weekly, Due: Due{Slot: Slot{Date: "2026-11-25", Time: 480}, At: now}}
			s.Advance(tt.at)
			if tt.change != nil {
				tt.change(&s)
			}
			if boot := time.Unix(0, 0); s.DueTooFarAhead(boot) {
				t.Errorf("due %v: taken for too far ahead by a clock that stands at %v", s.Due, boot)
			}
			if got := s.DueTooFarAhead(now); got != tt.want {
				t.Errorf("due %v: got %v, want %v", s.Due, got, tt.want)
			}
			if s.Reschedule(now); s.DueTooFarAhead(now) {
				t.Errorf("still too far ahead: %v", s.Due)
			}
		})
	}
}

func TestInherit(t *testing.T) {
	old := subscriber(t, daily("UTC", 480), "2026-11-24T07:00:00Z")
	old.Advance(at(t, "2026-11-24T08:00:00Z"))
	imported := subscriber(t, daily("UTC", 540), "2026-11-24T08:30:00Z")
	wantDue(t, imported, "2026-11-24 09:00")
	imported.Inherit(*old)
	wantDue(t, imported, "2026-11-25 09:00")
	fresh := subscriber(t, daily("UTC", 540), "2026-11-24T08:30:00Z")
	fresh.Inherit(Subscriber{})
	wantDue(t, fresh, "2026-11-24 09:00")
}

func TestMerge(t *testing.T) {
	from := subscriber(t, daily("UTC", 480), "2026-11-24T07:00:00Z")
	from.Advance(at(t, "2026-11-24T08:00:00Z"))
	to := &Subscriber{Schedule: daily("UTC", 540)}
	to.Merge(*from)
	wantDue(t, to, "2026-11-25 08:00")
	if to.Done != from.Done || len(to.Topics) != 1 || to.Schedule.Times[0] != 540 {
		t.Errorf("got %+v, want the topics and the count of %+v", to, from)
	}
}

var someZones = []string{
	"UTC", "Asia/Tokyo", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York",
	"Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia",
}

// life is a subscriber in time, whose every due slot is claimed.
type life struct {
	sub    Subscriber
	now    time.Time
	slots  []Slot
	fellOn map[string]bool // the local dates on which a digest came
}

func (l *life) until(now time.Time) {
	for due := l.sub.Due.At; !due.IsZero() && !due.After(now); due = l.sub.Due.At {
		loc, _ := Location(l.sub.Schedule.Zone)
		l.fellOn[due.In(loc).Format(time.DateOnly)] = true
		l.slots = append(l.slots, l.sub.Due.Slot)
		l.sub.Advance(due)
	}
	l.now = now
}

func drawTimes(t *rapid.T, n int) []TimeOfDay {
	at := rapid.SliceOfNDistinct(rapid.IntRange(0, 95), n, n, rapid.ID[int]).Draw(t, "quarters")
	times := make([]TimeOfDay, 0, n)
	for q := range 96 {
		for _, a := range at {
			if a == q {
				times = append(times, TimeOfDay(q*15))
			}
		}
	}
	return times
}

// newLife begins somewhere in the years that the changes of the clocks fall in.
func newLife(t *rapid.T, n int) *life {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 2*365*24*60).Draw(t, "start")) * time.Minute)
	l := &life{now: start, fellOn: map[string]bool{}}
	l.sub.Topics = []Topic{"japan"}
	l.sub.Schedule = daily(rapid.SampledFrom(someZones).Draw(t, "zone"), drawTimes(t, n)...)
	l.sub.Reschedule(l.now)
	return l
}

// change makes one of the changes that people make.
func (l *life) change(t *rapid.T, n int) {
	switch rapid.IntRange(0, 2).Draw(t, "what") {
	case 0:
		l.sub.Schedule.Zone = rapid.SampledFrom(someZones).Draw(t, "zone")
	case 1:
		l.sub.Schedule.Times = drawTimes(t, n)
	case 2:
		l.sub.Subscribe(Topic(fmt.Sprint(len(l.sub.Topics))))
	}
	l.sub.Reschedule(l.now)
	once := l.sub.Due
	if l.sub.Reschedule(l.now); l.sub.Due != once {
		t.Fatalf("rescheduled again: got %v, want %v", l.sub.Due, once)
	}
	if l.sub.DueTooFarAhead(l.now) {
		t.Fatalf("%v is taken for too far ahead at %v", l.sub.Due, l.now)
	}
}

func TestOneDigestADateWhateverChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t, 1)
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			l.until(l.now.Add(time.Duration(rapid.IntRange(0, 40*60).Draw(t, "minutes")) * time.Minute))
			l.change(t, 1)
		}
		l.until(l.now.AddDate(0, 0, 4))
		for i := 1; i < len(l.slots); i++ {
			l.wantBetween(t, l.slots[i-1], l.slots[i])
		}
		if len(l.slots) < 3 {
			t.Fatalf("got %v in four quiet days, want at least three", l.slots)
		}
	})
}

// wantBetween wants the second slot on a later date than the first, and of the
// dates between none on which no digest came.
func (l *life) wantBetween(t *rapid.T, first, second Slot) {
	if second.Date <= first.Date {
		t.Fatalf("got two digests of one date: %v, then %v", first, second)
	}
	date, err := time.Parse(time.DateOnly, first.Date)
	if err != nil {
		t.Fatal(err)
	}
	for date = date.AddDate(0, 0, 1); date.Format(time.DateOnly) < second.Date; date = date.AddDate(0, 0, 1) {
		if !l.fellOn[date.Format(time.DateOnly)] {
			t.Fatalf("got no digest on %v: %v, then %v", date, first, second)
		}
	}
}

func TestSoManyDigestsADateWhateverChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "times a day")
		l := newLife(t, n)
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			l.until(l.now.Add(time.Duration(rapid.IntRange(0, 40*60).Draw(t, "minutes")) * time.Minute))
			l.change(t, n)
		}
		quiet := l.now
		l.until(l.now.AddDate(0, 0, 6))
		count := map[string]int{}
		last := ""
		for _, slot := range l.slots {
			if count[slot.Date]++; count[slot.Date] > n || slot.Date < last {
				t.Fatalf("got %v after %v, want dates in order and %d of each", slot, last, n)
			}
			last = slot.Date
		}
		for day := 3; day < 5; day++ {
			if date := quiet.AddDate(0, 0, day).Format(time.DateOnly); count[date] < n && !merged(l.sub.Schedule, date) {
				t.Fatalf("got %d on the quiet day %s, want %d", count[date], date, n)
			}
		}
	})
}

// merged reports whether a jump of the clocks makes two slots of the date one.
func merged(s Schedule, date string) bool {
	loc, _ := Location(s.Zone)
	day, err := time.Parse(time.DateOnly, date)
	seen := map[time.Time]bool{}
	for _, due := range s.slotsOf(loc, day) {
		seen[due.At.UTC()] = true
	}
	return err == nil && len(seen) < len(s.Times)
}

func TestNoBurstAfterAnOutage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t, rapid.IntRange(1, 6).Draw(t, "times a day"))
		l.until(l.now.AddDate(0, 0, 1))
		now := l.now.Add(time.Duration(rapid.IntRange(0, 10*24*60).Draw(t, "minutes down")) * time.Minute)
		sent, claims := 0, 0
		missed := l.sub.Due.At
		for ; !l.sub.Due.At.After(now); claims++ {
			if now.Sub(l.sub.Due.At) <= MergeAfter {
				sent++
			}
			l.sub.Advance(now)
		}
		recent, _ := l.sub.Schedule.Next(now.Add(-MergeAfter))
		if owed := !missed.After(now) && !recent.At.After(now); claims > 2 || sent > 1 || owed && sent == 0 {
			t.Fatalf("got %d claims and %d digests after missing %v until %v", claims, sent, missed, now)
		}
	})
}

// A clock that was wrong for two minutes, by anything from an hour to a month,
// keeps nobody from a digest for longer than a day and the hour that is let pass.
func TestClockThatWasWrongPutsNobodyOutOfReach(t *testing.T) {
	schedules := map[string]Schedule{
		"daily": daily("Asia/Tokyo", 480), "in the evening": daily("America/New_York", 1380), "twice": daily("UTC", 0, 720),
	}
	for name, schedule := range schedules {
		for hours := 1; hours <= 31*24; hours++ {
			now := at(t, "2026-11-24T06:30:00Z").Add(time.Duration(hours%24) * time.Hour)
			sub := Subscriber{Topics: []Topic{"japan"}, Schedule: schedule}
			sub.Reschedule(now.Add(-time.Hour))
			if wrong := now.Add(time.Duration(hours) * time.Hour); !sub.Due.At.After(wrong) {
				sub.Advance(wrong)
			}
			if sub.DueTooFarAhead(now) {
				sub.Reschedule(now)
			}
			if wait := sub.Due.At.Sub(now); wait > 25*time.Hour {
				t.Errorf("%s, %d hours ahead at %v: the next digest is due %v later", name, hours, now, wait)
			}
		}
	}
}
