package subscriptions

import (
	"sync"
	"time"
)

// zones keeps the locations that were loaded: reading one from the zone
// database takes longer than everything else a slot needs. It holds only names
// that exist, so it cannot grow beyond the database, and what it holds never
// changes.
var zones sync.Map // string → *time.Location

// Location returns the time zone of an IANA name. The names "" and "Local",
// which the standard library takes for the zone of the machine or for UTC, are
// unknown: they do not say where the reader is.
func Location(zone string) (*time.Location, bool) {
	if loc, ok := zones.Load(zone); ok {
		return loc.(*time.Location), true
	}
	if zone == "" || zone == "Local" {
		return nil, false
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil, false
	}
	zones.Store(zone, loc)
	return loc, true
}

// widestOffset is more than any zone was ever away from UTC.
const widestOffset = 16 * 60 * 60

// reaches returns the first instant at which the clocks of loc show the wall
// time or have jumped past it. wall is the wall time as seconds since 1970 as
// if it were UTC.
func reaches(loc *time.Location, wall int64) time.Time {
	t := time.Unix(wall-widestOffset, 0).In(loc)
	for {
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		at := time.Unix(wall-int64(offset), 0).In(loc)
		if end.IsZero() || at.Before(end) {
			if at.Before(start) {
				return start
			}
			return at
		}
		t = end
	}
}
