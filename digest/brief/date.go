package brief

import (
	"strings"
	"time"

	"newsbrief/digest/feed"
)

var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00",
	time.RFC1123Z, time.RFC1123, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
}

// parseDate reads a date as machines write it, else as people do; the zero
// time if it is none. What lies in the future is now.
func parseDate(s, lang string, now time.Time) time.Time {
	s = strings.TrimSpace(s)
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return plausible(t, now)
		}
	}
	if t, ok := feed.ParseDate(s, now, lang); ok {
		return plausible(t, now)
	}
	return time.Time{}
}

// plausible refuses what a content system writes when it knows no date.
func plausible(t, now time.Time) time.Time {
	switch {
	case t.Year() <= 1990 || t.After(now.AddDate(1, 0, 0)):
		return time.Time{}
	case t.After(now):
		return now
	}
	return t
}
