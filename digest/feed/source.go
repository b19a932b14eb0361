package feed

import (
	"strings"
	"sync"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// SourceName is the publisher's name in the title of a feed: without words
// that only say that it is a feed or its front page ("Example News – Home",
// "Example News RSS Feed").
func SourceName(title string) string {
	parts := splitTitle(text.OneLine(title))
	for len(parts) > 1 && isGeneric(parts[len(parts)-1]) {
		parts = parts[:len(parts)-2]
	}
	for len(parts) > 1 && isGeneric(parts[0]) {
		parts = parts[2:]
	}
	name := strings.Join(parts, "")
	for _, tail := range []string{" feed", " rss", " atom", " rss2", " (rss)"} {
		if n := len(name) - len(tail); n > 0 && strings.EqualFold(name[n:], tail) {
			return SourceName(strings.TrimSpace(name[:n]))
		}
	}
	return name
}

// splitTitle cuts a title at its separators and keeps them: parts and
// separators take turns.
func splitTitle(s string) []string {
	var parts []string
	for {
		at, length := -1, 0
		for _, sep := range []string{" – ", " — ", " - ", " | ", " » ", " :: ", " · ", ": "} {
			if i := strings.Index(s, sep); i >= 0 && (at < 0 || i < at) {
				at, length = i, len(sep)
			}
		}
		if at < 0 {
			return append(parts, s)
		}
		parts = append(parts, s[:at], s[at:at+length])
		s = s[at+length:]
	}
}

// generic are what parts of a feed's title are called that name no publisher.
var generic = sync.OnceValue(func() map[string]bool { return language.Set("feed.generic") })

func isGeneric(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return s == "" || generic()[s]
}
