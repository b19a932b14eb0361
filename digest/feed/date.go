package feed

import "time"

// ParseDate reads a date as news feeds write it. What is ambiguous or
// nonsense is unknown: false.
func ParseDate(s string, now time.Time, lang string) (time.Time, bool) {
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			if t.After(now) {
				t = now
			}
			return t, true
		}
	}
	return time.Time{}, false
}
