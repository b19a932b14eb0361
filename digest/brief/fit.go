package brief

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// fit returns s in at most Width columns: whole, else without a clause at its
// end that only says who says it, else cut at a clause, else at a word.
func fit(s string) string {
	if text.Columns(s) <= Width {
		return s
	}
	if t := withoutTail(s); t != "" {
		return t
	}
	if t := atClause(s, Width); t != "" {
		return t
	}
	return text.Cut(s, Width)
}

// clauseOf returns what is whole of a sentence that its publisher cut off.
func clauseOf(s string) string {
	s = strings.TrimRightFunc(s, func(r rune) bool { return !wordRune(r) })
	if at := strings.LastIndexFunc(s, unicode.IsSpace); at > len(s)/2 {
		s = s[:at] // the last word may be half a word
	}
	if t := atClause(s+" ", min(Width, text.Columns(s)+2)); t != "" {
		return t
	}
	return text.Cut(strings.TrimRightFunc(s, func(r rune) bool { return !wordRune(r) })+" …", Width)
}

// Clauses that may be taken off the end of a sentence without changing what it says.
var tails = []string{
	", according to ", ", officials said", ", police said", ", a spokes", ", the ministry said", ", the agency said", ", the company said", ", it said",
	", reported ", ", reports ", ", citing ", ", said ", ", menurut ", ", kata ", ", ujar ", ", ungkap ", ", lapor ", ", demikian ", ", theo ", ", cho biết", ", ayon ", ", ani ", ", sabi ",
}

// withoutTail returns the sentence without who says it, "" if that is not what makes it long.
func withoutTail(s string) string {
	for _, t := range tails {
		at := strings.LastIndex(s, t)
		if at > 0 && !halfQuoted(s[:at]) && text.Columns(s[:at])+1 <= Width && text.Columns(s[:at]) >= Width/3 {
			return s[:at] + "."
		}
	}
	return ""
}

// Words before which a sentence can be left: what follows is an addition.
var phraseWords = []string{
	" after ", " as ", " while ", " when ", " that ", " which ", " who ", " where ", " because ", " although ", " following ", " amid ", " but ", " in ", " for ", " with ", " on ", " by ", " from ", " at ", " to ",
	" setelah ", " sementara ", " yang ", " untuk ", " dengan ", " karena ", " kerana ", " selepas ", " ketika ", " di ", " pada ", " oleh ",
	" sau ", " khi ", " trong ", " để ", " với ", " do ", " tại ", " nhằm ", " và ", " matapos ", " habang ", " dahil ", " upang ", " para ", " nang ", " sa ",
}

// atClause cuts s behind its last clause that ends within the columns, but not
// so early that little of it is left; "" if there is no such place.
func atClause(s string, columns int) string {
	room := s[:len(strings.TrimSuffix(text.Cut(s, columns), "…"))]
	if !strings.HasPrefix(s, room) {
		return ""
	}
	for _, at := range []int{lastClause(room), lastPhrase(room)} {
		head := strings.TrimRightFunc(s[:max(at, 0)], func(r rune) bool { return !wordRune(r) && !isCloser(r) && r != '%' })
		if at > 0 && text.Columns(head)*100 >= columns*55 && !halfQuoted(head) && !halfBracketed(head) {
			return head + "…"
		}
	}
	return ""
}

// lastClause returns the offset of the last mark that divides clauses, -1 without one.
func lastClause(s string) int {
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		switch r {
		case '，', '；', '：', '、', '၊', '៖', '—', '–':
			return i
		case ',', ';', ':':
			if next, _ := utf8.DecodeRuneInString(s[i+1:]); unicode.IsSpace(next) {
				return i
			}
		}
	}
	return -1
}

func lastPhrase(s string) int {
	at := -1
	for _, w := range phraseWords {
		at = max(at, strings.LastIndex(s, w))
	}
	return at
}

func halfBracketed(s string) bool {
	depth := 0
	for _, r := range s {
		depth = max(0, depth+nesting(r))
	}
	return depth > 0
}
