package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// loss is what a sentence lost to fit on a line, from nothing to its end.
type loss int

const (
	nothing   loss = iota
	additions      // remarks and clauses that only add to it
	phrases        // what may be more than an addition
	ending         // it was cut, and shows it
)

// fit returns s in at most Width columns: whole, else without remarks or a
// clause that only adds to it, else cut at a clause, else at a word.
func fit(s string) string {
	line, _ := shortened(s)
	return line
}

// shortened is fit, and says what was lost.
func shortened(s string) (string, loss) {
	if text.Columns(s) <= Width {
		return s, nothing
	}
	s = withoutRemarks(s)
	for _, way := range ways {
		if t := way.shorten(s); t != "" && text.Columns(t) <= Width {
			return t, way.lost
		}
	}
	if t := atClause(s, Width); t != "" {
		return t, ending
	}
	return text.Cut(s, Width), ending
}

// ways are tried in turn.
var ways = []struct {
	shorten func(string) string
	lost    loss
}{
	{strings.TrimSpace, additions}, // of what is short without its remarks
	{withoutAside, additions},
	{withoutFront, additions},
	{withoutTail, additions},
	{atChineseComma, additions},
	{atTamilClause, additions},
	{withoutPhrase, phrases},
	{atKhmerSpace, phrases},
	{atNativeSpace, phrases},
}

// atChineseComma ends a Chinese sentence behind one of its clauses, which are
// sentences but for their mark. "" if s is not Chinese or has no such place.
func atChineseComma(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }) {
		return ""
	}
	room := strings.TrimSuffix(text.Cut(s, Width), "…")
	if !strings.HasPrefix(s, room) {
		return ""
	}
	for at := strings.LastIndexAny(room, "，；"); at > 0; at = strings.LastIndexAny(room[:at], "，；") {
		head := s[:at]
		if text.Columns(head)*2 < Width {
			return ""
		}
		if !halfQuoted(head) && !halfBracketed(head) {
			return head + "。"
		}
	}
	return ""
}

// clauseOf returns what is whole of a sentence that its publisher cut off.
func clauseOf(s string) string {
	s = strings.TrimRightFunc(s, func(r rune) bool { return !text.IsWord(r) })
	if at := strings.LastIndexFunc(s, unicode.IsSpace); at > len(s)/2 {
		s = s[:at] // the last word may be half a word
	}
	if t := atClause(s+" ", min(Width, text.Columns(s)+2)); t != "" {
		return t
	}
	return text.Cut(strings.TrimRightFunc(s, func(r rune) bool { return !text.IsWord(r) })+"…", Width)
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
		head := strings.TrimRightFunc(s[:max(at, 0)], func(r rune) bool { return !text.IsWord(r) && !isCloser(r) && r != '%' })
		for unfinished()[strings.ToLower(head[strings.LastIndexByte(head, ' ')+1:])] {
			head = strings.TrimRight(head[:strings.LastIndexByte(head, ' ')+1], " ,;:")
		}
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
