package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// TrimOpening takes off the datelines and agency tags that stand before a
// sentence: "HANOI, Nov 23 (VNA) – ".
func TrimOpening(s string) string {
	for range 4 {
		rest := opening(s)
		if rest == s || rest == "" {
			break
		}
		s = rest
	}
	return lowered(s)
}

// lowered writes words as others are that a paper prints in capitals at the
// beginning of its texts. One that is short, cannot be spoken or is known is an
// abbreviation and stays.
func lowered(s string) string {
	const most = 3 // words
	rest := s
	for n := 0; n < most; n++ {
		word, after, ok := strings.Cut(rest, " ")
		bare := strings.TrimRight(word, ",")
		if !ok || strings.ToUpper(bare) != bare || !spoken(bare) || strings.ToUpper(after) == after || isAcronym()[strings.ToLower(bare)] {
			break
		}
		at := len(s) - len(rest)
		_, size := utf8.DecodeRuneInString(word)
		s = s[:at+size] + strings.ToLower(s[at+size:at+len(word)]) + s[at+len(word):]
		rest = s[len(s)-len(after):]
	}
	return s
}

// spoken reports whether a word in capitals reads like a word: four letters or
// more, or a known shorter one, with vowels and no more than three consonants in
// a row.
func spoken(w string) bool {
	const short = 4
	if strings.ContainsFunc(w, func(r rune) bool { return r != '-' && !unicode.IsUpper(r) }) {
		return false
	}
	if utf8.RuneCountInString(w) < short {
		return isOpener()[strings.ToLower(w)] || isShort()[strings.ToLower(w)]
	}
	row, vowels := 0, 0
	for _, r := range text.Fold(w) {
		if row++; strings.ContainsRune("aeiouy-", r) {
			row, vowels = 0, vowels+1
		}
		if row > 3 {
			return false
		}
	}
	return vowels > 1
}

var (
	isAcronym = wordSet("prose.acronyms")
	isShort   = wordSet("prose.short-words")
)

// alternation is a part of a pattern that matches any of the words.
func alternation(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return "(?:" + strings.Join(quoted, "|") + ")"
}

func opening(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—>|•·*:：៖◇◆■□●○▼▲★☆※►▶", r)
	})
	for _, off := range []func(string) string{label, bracketTag, namedOpening, bareDateline, dashDateline, colonDateline} {
		if rest := off(s); rest != s && letterFollows(rest) {
			return rest
		}
	}
	return s
}

func letterFollows(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) >= 0
}

// label takes off what a site writes over its summary, and a portal's stamp.
func label(s string) string {
	return s[len(labels().FindString(s)):]
}

var labels = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:` + alternation(entries(language.Union("prose.labels"))) + `)\s?[:：]\s*`)
})

// bracketTag takes off a short remark in brackets and the dash behind it.
func bracketTag(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if nesting(first) != 1 || first == '「' || first == '『' || first == '《' {
		return s
	}
	end := strings.IndexFunc(s[n:], func(r rune) bool { return nesting(r) == -1 })
	const long = 44
	if end < 0 || text.Columns(s[n:n+end]) > long || strings.ContainsAny(s[n:n+end], "。？！?!") {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[n+end:])
	return strings.TrimLeft(s[n+end+size:], " \u3000-–—:：៖")
}

// bareDateline takes off a place, a date and an agency in brackets with no dash
// behind them: "VIENTIANE, Nov 23 (KPL) ".
func bareDateline(s string) string {
	for _, re := range bareDatelines() {
		if m := re.FindString(s); m != "" && Begins(s[len(m):]) {
			return s[len(m):]
		}
	}
	return s
}

var bareDatelines = sync.OnceValue(func() []*regexp.Regexp {
	const place, day, mark = `^\p{Lu}[\p{L} .'’-]{2,24}`, `(?:\p{L}{3,9}\.? \d{1,2}|\d{1,2} \p{L}{3,9}\.?)(?:,? \d{4})?`, `\s?(?:[:;–—-]+\s?)?`
	return []*regexp.Regexp{
		regexp.MustCompile(`^\p{Lu}[\p{Lu} .'’-]{2,24}(?:, [\p{L}\d. ,]{1,24})? \([\p{Lu}\d][\p{L}\d/ .-]{1,24}\)(?:\s?[:;–—-]+)? `),
		regexp.MustCompile(place + `, ` + day + ` \(\p{Lu}[\p{L}/ .-]{1,24}\)` + mark),
		regexp.MustCompile(place + ` \(` + day + `\)\s?[:;–—-]+\s?`),
		regexp.MustCompile(place + `, ` + day + `[:;]\s?`),
		regexp.MustCompile(`^[^\s\p{Latin},]{2,40}, [^\s\d\p{Latin}]{2,24} \d{1,2} ?\([^)]{2,24}\) `),
		regexp.MustCompile(`^\p{Lu}[\p{Lu} .'’-]{2,24}, \p{L}[\p{L}\d]+\.(?:com|net|co|id|co\.id|my|vn|ph)[.:]? `),
		regexp.MustCompile(`^\p{L}[\p{L}\d]+\.(?:com|net|co|id|co\.id|my|vn|ph)(?: ?[-–—]+ ?|, \p{Lu}\p{Ll}+ )`),
	}
})

// namedOpening takes off what a pattern among the languages' own matches.
func namedOpening(s string) string {
	for _, re := range namedOpenings() {
		if m := re.FindString(s); m != "" {
			return s[len(m):]
		}
	}
	return s
}

var namedOpenings = sync.OnceValue(func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, d := range language.All() {
		for _, p := range d.List("prose.datelines") {
			out = append(out, regexp.MustCompile(`^(?:`+p+`)`))
		}
	}
	return out
})

// dashDateline takes off a place, a date or an agency before a dash.
func dashDateline(s string) string {
	at, size := dash(s)
	if at <= 0 {
		return s
	}
	head, rest := strings.TrimSpace(s[:at]), strings.TrimLeft(s[at+size:], " \u3000-–—")
	const long = 60
	if text.Columns(head) > long || !Begins(rest) {
		return s
	}
	if !PlaceLike(head) || strings.IndexByte(head, ' ') < 0 && !shouts(head) && apposition(rest) {
		return s
	}
	return rest
}

// dash finds the first dash that divides, with the spaces around it.
func dash(s string) (at, size int) {
	best := -1
	for _, d := range []string{" - ", " – ", " — ", " -- ", "– ", "— ", " –", " —", "- ", "—", "--", "―", "－"} {
		if i := strings.Index(s, d); i >= 0 && (best < 0 || i < best) {
			best, size = i, len(d)
		}
	}
	return best, size
}

// apposition reports whether the dash opened a remark that another dash closes.
func apposition(rest string) bool {
	head := rest[:min(len(rest), 120)]
	return strings.Contains(head, " – ") || strings.Contains(head, " — ") || strings.Contains(head, " - ")
}

// Begins reports whether a sentence can begin like this.
func Begins(s string) bool {
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			return false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return true
		}
	}
	return false
}

// PlaceLike reports whether every word of head may belong to a place, a date
// or an agency's name: capitals, figures, addresses, brackets.
func PlaceLike(head string) bool {
	if strings.ContainsFunc(head, func(r rune) bool { return r == '、' || r == '，' || unicode.Is(unicode.Hiragana, r) }) {
		return false // it goes from place to place
	}
	words := strings.Fields(head)
	first, _ := utf8.DecodeRuneInString(head)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !unicode.In(first, unicode.Latin) {
		most, wide := 2, 30
		if strings.ContainsAny(head, "(0123456789") {
			most, wide = 6, 44
		}
		return len(words) <= most && text.Columns(head) <= wide && !strings.ContainsAny(head, "\"“")
	}
	if len(words) > 8 {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(/"))
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Lo, r) && !strings.Contains(w, ".") && !small()[strings.ToLower(w)] && r != utf8.RuneError {
			return false
		}
	}
	return true
}

// small are words in lower case that dates and places hold.
var small = wordSet("prose.dateline-words")

// shouts reports whether all letters of s are capitals or s is an address.
func shouts(s string) bool {
	return strings.ToUpper(s) == s && strings.IndexFunc(s, unicode.IsUpper) >= 0 || strings.Contains(s, ".")
}

// colonDateline takes off "KUALA LUMPUR: " and, in scripts without capitals, a
// place of a word or two before a colon.
func colonDateline(s string) string {
	at := strings.IndexAny(s, ":៖：")
	if at <= 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	head, rest := s[:at], strings.TrimLeft(s[at+size:], " \u3000-–")
	if text.Columns(head) > 48 || !Begins(rest) || quoted(rest) || size == 1 && len(rest) == len(s)-at-1 {
		return s
	}
	first, _ := utf8.DecodeRuneInString(head)
	switch {
	case townships()[head]:
	case unicode.IsUpper(first):
		place, _, _ := strings.Cut(head, ",")
		if !shouts(place) || !PlaceLike(head) || utf8.RuneCountInString(place) < 4 && size == 1 {
			return s
		}
	case unicode.In(first, unicode.Khmer, unicode.Tamil, unicode.Lao, unicode.Thai, unicode.Myanmar) || nesting(first) == 1:
		if len(strings.Fields(head)) > 3 || text.Columns(head) > 26 {
			return s
		}
	default:
		return s
	}
	return rest
}

// townships stand before a colon without capitals.
var townships = phraseSet("prose.places")

// quoted reports whether s begins with a quotation: who says it stands before
// the colon, not where.
func quoted(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("\"“「『«‘'", r)
}
