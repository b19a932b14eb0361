package brief

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// patterns is a part of a regular expression that matches any of a section's.
func patterns(section string) string {
	return "(?:" + strings.Join(language.Union(section), "|") + ")"
}

// tags stand before a headline and say nothing of the event.
var tags = sync.OnceValue(func() *regexp.Regexp {
	tag := `(?:` + patterns("brief.formats") + `|` + patterns("brief.tags") + `)`
	return regexp.MustCompile(`^(?i:` + tag + `\s*(?:[:：|｜》／]| [-–—] )|` + patterns("brief.flashes") + `\s*[!！]+|[\[【(（]` + tag + `[\]】)）])\s*`)
})

func untagged(t string) string {
	if m := namedTag().FindStringSubmatchIndex(t); m != nil {
		tag, rest := t[m[2]:m[3]], strings.TrimSpace(t[m[1]:])
		if strings.Contains(rest, tag) {
			return rest
		}
		return tag + " " + rest
	}
	return unlessShort(t, t[len(tags().FindString(t)):])
}

// namedTag matches the angle brackets in which some Japanese papers name what a
// headline is about. What they hold is often its subject.
var namedTag = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[＜〈]([^＜＞〈〉]{1,16})[＞〉]`)
})

// tailTags stand behind a headline: its form, the paper that a portal has it
// from, the edition that it stood in, words to be searched for.
var tailTags = sync.OnceValue(func() *regexp.Regexp {
	formats := patterns("brief.formats")
	return regexp.MustCompile(`(?:\s*[\[【(（](?i:\+ ?|with |w/ ?|\p{Han})?(?i:` + formats + `)[\]】)）]` +
		`|\s*\[\p{Lu}{2,10}TV\]|\s*` + patterns("brief.tails") + `| [-–—|] (?i:` + formats + `)|(?:\s+#\p{L}[\p{L}\p{M}\d_]+)+)$`)
})

func untailed(t string) string {
	return unlessShort(t, t[:len(t)-len(tailTags().FindString(t))])
}

// unadorned takes off pictographs before and behind a headline.
func unadorned(t string) string {
	return unlessShort(t, strings.TrimFunc(t, func(r rune) bool { return unicode.IsSpace(r) || text.IsPictograph(r) }))
}

// unlessShort returns rest, or t if too little is left of it.
func unlessShort(t, rest string) string {
	if rest = strings.TrimSpace(rest); text.Columns(rest) < 8 {
		return t
	}
	return rest
}
