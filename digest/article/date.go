package article

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/date"
	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// date chooses among what the page says of its day: what it tells machines
// before what it shows, and of two that agree on the day the one with a time;
// at last what stands in its address.
func (h *head) date(lang, address string, now time.Time) time.Time {
	const some = 12 // dates of other articles follow
	told := []string{h.linked.published, h.linked.page}
	for _, name := range metaDates() {
		told = append(told, h.named[name])
	}
	told = slices.Concat(told, first(h.times, some), first(h.shown, some))
	day, timed := chosen(told, lang, now, parse)
	if timed {
		return h.righted(day, now)
	}
	for _, shown := range [][]string{first(h.shown, some), h.near, h.over, first(h.late, some)} {
		t, clock := chosen(shown, lang, now, within)
		if day.IsZero() || clock && !timed && t.Sub(day).Abs() < dayApart {
			day, timed = t, clock
		}
	}
	if m := addressDays().FindStringSubmatch(address); m != nil && day.IsZero() {
		return parse(m[1]+"-"+m[2]+"-"+m[3], lang, now)
	}
	return day
}

// addressDays match the day in an address, like /2026/11/23/ and /20261123/.
// Of 81 addresses of test pages that have one, 80 name the day of publication.
var addressDays = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[/_-](20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?:[/._-]|$)`)
})

// dayApart is how far two instants of one day can be from each other, told in
// two zones.
const dayApart = 36 * time.Hour

// chosen returns the first date that is read, or a later one of the same day
// that tells the time as well, and whether it does.
func chosen(said []string, lang string, now time.Time, read func(s, lang string, now time.Time) time.Time) (day time.Time, clock bool) {
	for _, s := range said {
		switch t := read(s, lang, now); {
		case t.IsZero() || !day.IsZero() && t.Sub(day).Abs() >= dayApart:
		case timed(s):
			return t, true
		case day.IsZero():
			day = t
		}
	}
	return day, false
}

func first(s []string, n int) []string { return s[:min(len(s), n)] }

// righted mends an instant that content systems gave a wrong zone, or that is
// of the latest change, by the dateline that readers see, where that names its
// zone. Off by whole hours to the minute is a wrong zone.
func (h *head) righted(t time.Time, now time.Time) time.Time {
	for _, s := range h.datelines() {
		shown := zonedDate(s, now)
		if shown.IsZero() {
			continue
		}
		off := t.Sub(shown)
		const zones, late = 14 * time.Hour, 48 * time.Hour
		switch hours := off.Round(time.Hour); {
		case off.Abs() < 2*time.Minute:
			return t
		case off.Abs() <= zones && (off-hours).Abs() < time.Minute && hours != 0:
			return t.Add(-hours)
		case off > 0 && off < late && h.linked.modified != "" && !parse(h.linked.published, "", now).Before(parse(h.linked.modified, "", now)):
			return shown
		}
		return t
	}
	return t
}

// datelines are the dates that stand behind the headline, in their order.
func (h *head) datelines() []string {
	return append(append([]string{}, h.near...), h.shown[:min(len(h.shown), 4)]...)
}

// metaDates are the names of meta elements that bear a date of publication.
var metaDates = sync.OnceValue(func() []string { return language.Union("article.metaDates") })

// timed reports whether a date says the time of day as well. Midnight sharp is
// what content systems write when they know none.
func timed(s string) bool {
	return clocks().MatchString(s) && !strings.Contains(s, "T00:00:00")
}

var clocks = sync.OnceValue(func() *regexp.Regexp {
	hours := strings.Join(language.Union("article.hours"), "|")
	return regexp.MustCompile(`(?i)\d[:：]\d\d|T\d\d|\d(?:\.\d\d)?\s?(?:h|` + hours + `)|^\d{10,13}$`)
})

// parse reads a date that is told to machines.
func parse(s, lang string, now time.Time) time.Time {
	if t, ok := date.Parse(text.OneLine(s), now, lang); ok && t.Year() > 1990 {
		return t
	}
	return time.Time{}
}

// within reads the date in a line that says little else: who wrote the article,
// "published", its section.
func within(s, lang string, now time.Time) time.Time {
	const others, tries = 7, 24 // words that may stand beside it, places where it may begin
	s = text.OneLine(s)
	if !strings.ContainsFunc(s, unicode.IsDigit) || text.Columns(s) > widestDate {
		return time.Time{}
	}
	for n, from := range wordStarts(s) {
		if n > tries || len(strings.Fields(s[:from])) > others {
			break
		}
		for _, part := range headsOf(s[from:]) {
			if t := parse(part, lang, now); !t.IsZero() && len(strings.Fields(s[from+len(part):])) <= others {
				return t
			}
		}
	}
	return parse(figures().FindString(s), lang, now)
}

// figures match a date that needs no words, wherever it stands.
var figures = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b20\d\d(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\p{Han}\d{1,2}\p{Han}\d{1,2}\p{Han})(?:\s*\d{1,2}:\d\d(?::\d\d)?)?`)
})

// wordStarts are the offsets at which a date may begin.
func wordStarts(s string) []int {
	starts := []int{0}
	for i, r := range s {
		if unicode.IsSpace(r) || strings.ContainsRune("([|:：·•", r) {
			starts = append(starts, i+utf8.RuneLen(r))
		}
	}
	return starts
}

// headsOf is s, then what of it stands before a mark that may end a date.
func headsOf(s string) []string {
	heads := []string{s}
	for _, mark := range []string{"]", ")", " (", " | ", "|", " • ", " · ", " - ", " – ", " — ", " / ", " by ", " Updated", " updated"} {
		if head, _, ok := strings.Cut(s, mark); ok && head != "" {
			heads = append(heads, head)
		}
	}
	return heads
}

// zonedDate reads a date with a time and its zone out of a line, the zero time
// if it has none, or speaks of a change.
func zonedDate(s string, now time.Time) time.Time {
	if low := strings.ToLower(s); !zoned().MatchString(s) || strings.HasPrefix(low, "updat") || strings.HasPrefix(low, "last") {
		return time.Time{}
	}
	t := within(s, "en", now)
	if u := within(s, "en-jp", now); !t.Equal(u) {
		return time.Time{} // its zone was not read
	}
	return t
}

// zoned matches a time of day with a zone's name behind it.
var zoned = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\d(?:\s?[aApP]\.?[mM]\.?)?\s[A-Z]{3,4}\b`)
})
