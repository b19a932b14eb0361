package brief

import (
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"

	"newsbrief/digest/feed"
)

// date chooses among what the page says of its day: what it tells machines
// before what it shows, and of two that agree on the day the one with a time.
func (h *head) date(lang string, now time.Time) time.Time {
	said := []string{h.linked.published}
	for _, name := range dateNames {
		said = append(said, h.named[name])
	}
	const some = 12 // dates of other articles follow
	said = append(append(said, h.times...), h.shown...)
	var day time.Time
	for n, s := range said {
		t := readDate(s, lang, now)
		switch {
		case t.IsZero() || n > len(dateNames)+some:
		case timed(s):
			if day.IsZero() || t.Sub(day).Abs() < 36*time.Hour {
				return t
			}
		case day.IsZero():
			day = t
		}
	}
	return day
}

// dateNames are the meta elements that bear a date of publication.
var dateNames = []string{"article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished", "publishdate", "pubdate", "publish-date", "publish_date",
	"article.published", "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
	"originalpublicationdate", "article_date_original", "datecreated", "article:create_at", "date"}

// timed reports whether a date says the time of day as well. Midnight sharp is
// what content systems write when they know none.
func timed(s string) bool {
	return clocks().MatchString(s) && !strings.Contains(s, "T00:00:00")
}

var clocks = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\d[:：]\d\d|T\d\d|\d\s?[hH時时点點]|\d\.\d\d\s*(?i:น|wib|wita|wit|am|pm|a\.m|p\.m)|^\d{10,13}$`)
})

// readDate reads a date, also one behind a label: "Published: …", "… | Politics".
func readDate(s, lang string, now time.Time) time.Time {
	s = oneLine(s)
	if s == "" || len(s) > 160 || !strings.ContainsFunc(s, unicode.IsDigit) {
		return time.Time{}
	}
	tries := []string{s}
	if _, rest, ok := strings.Cut(s, ": "); ok {
		tries = append(tries, rest)
	}
	if at := strings.IndexAny(s, "|•·"); at > 0 {
		tries = append(tries, s[:at])
	}
	low := strings.ToLower(s)
	for _, label := range []string{"published on ", "published ", "posted on ", "posted ", "diterbitkan ", "đăng ngày ", "เผยแพร่ ", "公開 ", "発布 ", "发布时间 "} {
		if strings.HasPrefix(low, label) && len(low) == len(s) {
			tries = append(tries, s[len(label):])
		}
	}
	if m := figures().FindString(s); m != "" && m != s {
		tries = append(tries, m)
	}
	for _, try := range tries {
		if t, ok := feed.ParseDate(strings.TrimSpace(try), now, lang); ok && t.Year() > 1990 {
			return t
		}
	}
	return time.Time{}
}

// figures match a date that needs no words, wherever it stands.
var figures = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b20\d\d(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s*\d{1,2}:\d\d(?::\d\d)?)?`)
})
