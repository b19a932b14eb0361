package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// WithoutSite takes off the names of the site and of its sections that it can tell.
func WithoutSite(t, site string) string {
	for range 3 {
		rest := withoutSite(t, site)
		if rest == t || rest == "" {
			break
		}
		t = rest
	}
	return t
}

// separators stand between a headline and the site's name.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", "｜", "|", " : ", "：", "_", " / ", " ‹ ", " ~ ", ": "}

// withoutSite takes off the last part of a title if it is the site's name, or
// looks like a publisher's.
func withoutSite(t, site string) string {
	for _, sep := range separators {
		at := strings.LastIndex(t, sep)
		if at <= 0 {
			continue
		}
		head, tail := strings.TrimSpace(t[:at]), strings.TrimSpace(t[at+len(sep):])
		if SameName(tail, site) || strings.Contains(sep, "|") && publisher(tail) || publisher(tail) && sep != ": " && sep != "：" {
			if text.Columns(head) >= 8 || SameName(tail, site) && head != "" {
				return head
			}
		}
	}
	if head, tail, ok := strings.Cut(t, " | "); ok && SameName(head, site) && tail != "" {
		return tail
	}
	return t
}

// SameName reports whether the two are one publisher's name: BBC and BBC News,
// VnExpress and vnexpress.net.
func SameName(a, b string) bool {
	a, b = nameKey(a), nameKey(b)
	if utf8.RuneCountInString(a) < 2 || utf8.RuneCountInString(b) < 2 {
		return false
	}
	const telling = 5 // letters that do not stand in another name by chance
	return a == b || strings.HasPrefix(a, b) && len(a) <= 3*len(b) || strings.HasPrefix(b, a) ||
		len(b) >= telling && strings.Contains(a, b) && len(a) <= 2*len(b) || len(a) >= telling && strings.Contains(b, a)
}

// nameKey folds a name to its letters and digits, without "www." and what
// follows the first label of a host, without "the" and "online".
func nameKey(s string) string {
	s = strings.TrimPrefix(text.Fold(s), "www.")
	if !strings.Contains(s, " ") {
		s, _, _ = strings.Cut(s, ".")
	}
	s = strings.TrimPrefix(s, "the ")
	s = strings.TrimSuffix(strings.TrimSuffix(s, " online"), " news")
	return strings.Map(func(r rune) rune {
		if text.IsWord(r) {
			return r
		}
		return -1
	}, s)
}

// publisher reports whether s reads like a publisher's name whoever it is.
func publisher(s string) bool {
	return text.Columns(s) <= 40 && publishers().MatchString(s)
}

var publishers = sync.OnceValue(func() *regexp.Regexp {
	of := func(section string) string { return "(?:" + strings.Join(language.Union(section), "|") + ")" }
	return regexp.MustCompile(`(?i)^(?:[\p{L}\d.-]+\.(?:com|net|org|vn|id|my|sg|ph|th|kh|la|mm|jp|cn|hk|tw|in|lk|uk|asia|news|co)(?:\.[a-z]{2})?` +
		`|(?:the )?[\p{L}\d .&'-]{0,24}\b` + of("prose.publishers") + `(?: ` + of("prose.editions") + `)?|[\p{L}\d ]{0,12}` + of("prose.publisher-ends") + `)$`)
})
