package subscriptions

import (
	"archive/zip"
	"fmt"
	"go/build"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	got, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestNext(t *testing.T) {
	daily := func(zone string, times ...TimeOfDay) Schedule {
		return Schedule{Zone: zone, Times: times, Days: EveryDay}
	}
	tests := []struct {
		name     string
		schedule Schedule
		after    string
		slot     string
		at       string
	}{
		{"later today", daily("Asia/Tokyo", 480), "2026-11-23T22:59:59Z", "2026-11-24 08:00", "2026-11-23T23:00:00Z"},
		{"not the instant itself", daily("Asia/Tokyo", 480), "2026-11-23T23:00:00Z", "2026-11-25 08:00", "2026-11-24T23:00:00Z"},
		{"second time of the day", daily("UTC", 480, 1200), "2026-11-24T08:00:00Z", "2026-11-24 20:00", "2026-11-24T20:00:00Z"},
		{"weekdays over a weekend", Schedule{Zone: "UTC", Times: []TimeOfDay{480}, Days: Weekdays}, "2026-11-27T08:00:00Z", "2026-11-30 08:00", "2026-11-30T08:00:00Z"},
		{"one weekday only", Schedule{Zone: "UTC", Times: []TimeOfDay{0}, Days: 1 << time.Friday}, "2026-11-27T00:00:00Z", "2026-12-04 00:00", "2026-12-04T00:00:00Z"},
		{"skipped hour", daily("America/New_York", 150), "2027-03-13T12:00:00Z", "2027-03-14 02:30", "2027-03-14T07:00:00Z"},
		{"repeated hour", daily("America/New_York", 90), "2026-10-31T12:00:00Z", "2026-11-01 01:30", "2026-11-01T05:30:00Z"},
		{"repeated hour once", daily("America/New_York", 90), "2026-11-01T05:30:00Z", "2026-11-02 01:30", "2026-11-02T06:30:00Z"},
		{"skipped midnight in Santiago", daily("America/Santiago", 0), "2026-09-05T12:00:00Z", "2026-09-06 00:00", "2026-09-06T04:00:00Z"},
		{"skipped half past midnight in Cairo", daily("Africa/Cairo", 30), "2026-04-23T12:00:00Z", "2026-04-24 00:30", "2026-04-23T22:00:00Z"},
		{"Lord Howe's half hour", daily("Australia/Lord_Howe", 135), "2026-10-03T12:00:00Z", "2026-10-04 02:15", "2026-10-03T15:30:00Z"},
		{"two skipped times are one", daily("America/New_York", 120, 150), "2027-03-14T07:00:00Z", "2027-03-15 02:00", "2027-03-15T06:00:00Z"},
		{"Samoa before the lost day", daily("Pacific/Apia", 480), "2011-12-29T12:00:00Z", "2011-12-29 08:00", "2011-12-29T18:00:00Z"},
		{"Samoa over the lost day", daily("Pacific/Apia", 480), "2011-12-29T18:00:00Z", "2011-12-31 08:00", "2011-12-30T18:00:00Z"},
		{"Samoa, Fridays, over the lost Friday", Schedule{Zone: "Pacific/Apia", Times: []TimeOfDay{480}, Days: 1 << time.Friday}, "2011-12-23T18:00:00Z", "2012-01-06 08:00", "2012-01-05T18:00:00Z"},
		{"skipped hour before midnight in Nuuk", daily("America/Nuuk", 1410), "2026-03-28T12:00:00Z", "2026-03-28 23:30", "2026-03-29T01:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.schedule.Next(at(t, tt.after))
			if !ok || got.Slot.String() != tt.slot || !got.At.Equal(at(t, tt.at)) {
				t.Errorf("got %v at %v (%v), want %v at %v", got.Slot, got.At.UTC(), ok, tt.slot, tt.at)
			}
		})
	}
}

func TestNextWithoutSlots(t *testing.T) {
	tests := []struct {
		name     string
		schedule Schedule
	}{
		{"no times", Schedule{Zone: "UTC", Days: EveryDay}},
		{"no days", Schedule{Zone: "UTC", Times: []TimeOfDay{480}}},
		{"no zone", Schedule{Times: []TimeOfDay{480}, Days: EveryDay}},
		{"the machine's zone", Schedule{Zone: "Local", Times: []TimeOfDay{480}, Days: EveryDay}},
		{"unknown zone", Schedule{Zone: "Mars/Olympus", Times: []TimeOfDay{480}, Days: EveryDay}},
		{"a path", Schedule{Zone: "../etc/passwd", Times: []TimeOfDay{480}, Days: EveryDay}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.schedule.Next(time.Now()); ok {
				t.Errorf("got %v, want none", got)
			}
		})
	}
}

// zonesOfTheYears returns, of every zone that Go knows, those whose clocks
// differ from each other's within the years.
func zonesOfTheYears(t *testing.T, from, to time.Time) []string {
	t.Helper()
	archive, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	seen := map[string]bool{}
	for _, f := range archive.File {
		loc, ok := Location(f.Name)
		if !ok || strings.HasSuffix(f.Name, "/") {
			continue
		}
		if key := clocks(loc, from, to); !seen[key] {
			seen[key] = true
			names = append(names, f.Name)
		}
	}
	return names
}

// clocks writes down everything that the clocks of loc do between the instants.
func clocks(loc *time.Location, from, to time.Time) string {
	var b strings.Builder
	for at := from.In(loc); at.Before(to); {
		_, offset := at.Zone()
		_, end := at.ZoneBounds()
		fmt.Fprintln(&b, offset, end.Unix())
		if end.IsZero() {
			break
		}
		at = end
	}
	return b.String()
}

func TestEveryZoneEveryDay(t *testing.T) {
	from, to := at(t, "2025-12-30T00:00:00Z"), at(t, "2029-01-03T00:00:00Z")
	names := zonesOfTheYears(t, from, to)
	if len(names) < 60 {
		t.Fatalf("got %d kinds of zone, want at least 60", len(names))
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, wall := range []TimeOfDay{0, 30, 90, 150, 180, 480} {
				checkYears(t, name, wall)
			}
		})
	}
}

// checkYears walks from slot to slot and wants each date of the years once.
func checkYears(t *testing.T, zone string, wall TimeOfDay) {
	t.Helper()
	loc, _ := Location(zone)
	s := Schedule{Zone: zone, Times: []TimeOfDay{wall}, Days: EveryDay}
	date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	after := time.Date(2025, 12, 31, 12, 0, 0, 0, loc)
	for ; date.Year() < 2029; date = date.AddDate(0, 0, 1) {
		due, ok := s.Next(after)
		if want := (Slot{Date: date.Format(time.DateOnly), Time: wall}); !ok || due.Slot != want {
			t.Fatalf("%s: got %v, want %v", zone, due.Slot, want)
		}
		checkInstant(t, loc, date, due)
		after = due.At
	}
}

// checkInstant wants the slot on the first showing of its wall time, or, if no
// clock shows it, on the jump over it.
func checkInstant(t *testing.T, loc *time.Location, date time.Time, due Due) {
	t.Helper()
	shows := func(at time.Time) bool {
		at = at.In(loc)
		return at.Day() == date.Day() && TimeOfDay(at.Hour()*60+at.Minute()) == due.Slot.Time
	}
	_, before := due.At.Add(-3 * time.Hour).In(loc).Zone()
	if _, offset := due.At.In(loc).Zone(); offset == before && shows(due.At) {
		return
	}
	first := time.Time{}
	for at := due.At.Add(-3 * time.Hour); at.Before(due.At.Add(3 * time.Hour)); at = at.Add(time.Minute) {
		if shows(at) {
			first = at
			break
		}
	}
	start, _ := due.At.In(loc).ZoneBounds()
	if jumped := first.IsZero() && due.At.Equal(start); !jumped && !due.At.Equal(first) {
		t.Errorf("%v: %v falls on %v, want %v", loc, due.Slot, due.At.UTC(), first.UTC())
	}
}
