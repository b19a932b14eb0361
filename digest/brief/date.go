package brief

import (
	"strings"
	"time"
)

var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00",
	time.RFC1123Z, time.RFC1123, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
}

// parseDate reads a date as machines write it, the zero time if it is none.
func parseDate(s, _ string) time.Time {
	s = strings.TrimSpace(s)
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil && plausible(t) {
			return t
		}
	}
	return time.Time{}
}

// plausible refuses what a content system writes when it knows no date.
func plausible(t time.Time) bool { return t.Year() > 1990 && t.Year() < 2100 }
