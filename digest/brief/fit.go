package brief

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// fit returns s in at most Width columns: whole, else without a clause at its
// end that only adds to it, else cut at a clause, else at a word.
func fit(s string) string {
	if text.Columns(s) <= Width {
		return s
	}
	for _, shorten := range []func(string) string{withoutTail, atNativeSpace, atChineseComma} {
		if t := shorten(s); t != "" {
			return t
		}
	}
	if t := atClause(s, Width); t != "" {
		return t
	}
	return text.Cut(s, Width)
}

// atNativeSpace cuts Thai and Lao at the last space that may end a sentence,
// "" if s is of another script or has no such space. No mark stands there.
func atNativeSpace(s string) string {
	room := strings.TrimSuffix(text.Cut(s, Width+1), "…")
	if !strings.HasPrefix(s, room) {
		return ""
	}
	room = s[:min(len(s), len(room)+1)] // with the space at which it was cut
	for at := strings.LastIndexByte(room, ' '); at > 0; at = strings.LastIndexByte(room[:at], ' ') {
		head, rest := strings.TrimRight(s[:at], " "), strings.TrimLeft(s[at:], " ")
		if text.Columns(head)*2 < Width {
			return ""
		}
		next, _ := utf8.DecodeRuneInString(rest)
		if native(lastRune(head)) && native(next) && !hasAnySuffix(head, wantsMore) && !hasAnyPrefix(rest, wantsMore) && !halfQuoted(head) && !halfBracketed(head) {
			return head
		}
	}
	return ""
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
	s = strings.TrimRightFunc(s, func(r rune) bool { return !wordRune(r) })
	if at := strings.LastIndexFunc(s, unicode.IsSpace); at > len(s)/2 {
		s = s[:at] // the last word may be half a word
	}
	if t := atClause(s+" ", min(Width, text.Columns(s)+2)); t != "" {
		return t
	}
	return text.Cut(strings.TrimRightFunc(s, func(r rune) bool { return !wordRune(r) })+" …", Width)
}

// Clauses that may be taken off the end of a sentence without changing what
// it says: who says it first, then when, why and beside what, then where and how.
var tails = [][]string{
	{", according to ", ", officials said", ", police said", ", a spokes", ", the ministry said", ", the agency said", ", the company said", ", it said", ", the report said",
		", reported ", ", reports ", ", citing ", ", said ", ", menurut ", ", kata ", ", ujar ", ", ungkap ", ", lapor ", ", demikian ", ", theo ", ", cho biết", ", ayon ", ", ani ", ", sabi "},
	{", after ", ", as ", ", while ", ", with ", ", which ", ", but ", ", saying ", ", adding ", ", including ", ", amid ", ", following ", ", despite ", ", because ", ", though ", ", although ", ", even as ", ", making ", ", raising ", ", marking ", ", leaving ", ", prompting ",
		" after ", " as part of ", " while ", " amid ", " following ", " despite ", " because ", " ahead of ", " in a bid to ", " in an effort to ", " in order to ",
		", setelah ", ", sementara ", ", sedangkan ", ", karena ", ", termasuk ", ", meski ", ", selepas ", ", manakala ", ", kerana ", " setelah ", " karena ", " selepas ", " kerana ", " sehingga ",
		", sau khi ", ", trong khi ", ", nhằm ", ", trong đó ", ", bao gồm ", " sau khi ", " trong bối cảnh ", " nhằm ",
		", matapos ", ", habang ", ", kabilang ", ", dahil ", " matapos ", " dahil ", " upang "},
	{", who ", ", where ", ", when ", ", whose ", " as ", " about ", " before ", " who ", " where ", " which ", " when ", " in ", " on ", " for ", " with ", " from ", " by ", " at ", " over ", " against ", " during ", " since ", " through ", " under ", " into ", " between ",
		", yang ", " yang ", " di ", " pada ", " dengan ", " untuk ", " bagi ", " dari ", " daripada ", " oleh ", " agar ",
		" tại ", " trong ", " vào ", " với ", " từ ", " để ", " khi ", " do ", " sa ", " para ", " noong ", " mula ", " kung "},
}

// participle begins a clause that says what comes of what was said.
var participle = regexp.MustCompile(`, \p{Ll}{2,}ing `)

// After these a sentence cannot stop.
var unfinished = wordSet(`is are was were be been being has have had will would can could may might must should do does did not to of the a an and or but nor than as if
that this these those its their his her our your my in on at by for with from into over about between more most less very so such including like likely expected set
anybody anyone everybody everyone somebody someone nobody
said says say told called known based aimed able due up out off set accused according both either while after before because
akan telah sudah sedang adalah ialah tidak belum bisa dapat boleh harus yang dan atau dari di ke pada untuk dengan oleh para sebagai lebih ini itu agar bagi dalam beberapa banyak semua seorang sebuah suatu setiap kedua seperti bahwa bahawa
sẽ đã đang là không được bị có thể phải và hoặc của các những với từ cho về tại trong một rằng cùng do bởi nhiều mọi mỗi vài theo kể như nghĩa giữa cả
ang ng mga na at o ay sa si ni kay nang para hindi isang may kung`)

// clauseOpeners begin a clause of their own, which needs some words to be one.
var clauseOpeners = wordSet(`that whether bahwa bahawa rằng`)

// stops reports whether a sentence can stop where s does: not behind a word
// that wants another, and not at the beginning of a clause.
func stops(s string) bool {
	const few = 3 // words are no clause
	for n := 0; n < few; n++ {
		s = strings.TrimRight(s, " ,;:")
		at := strings.LastIndexByte(s, ' ') + 1
		last := strings.ToLower(s[at:])
		if n == 0 && unfinished()[last] || clauseOpeners()[last] {
			return false
		}
		s = s[:at]
	}
	return true
}

// A sentence that one of these opens says nothing before its main clause.
var dependent = regexp.MustCompile(`^(?i:while|as|although|though|if|when|because|since|even as|even though|meski|karena|jika|walaupun|kerana|dù|mặc dù|khi|nếu|habang|kung|bagama't) `)

// apposed follows a comma that no main clause stands behind.
var apposed = regexp.MustCompile(`^, (?:where|which|who|whose|when|and|or|yang|và|at) `)

// holds reports whether the sentence's main clause has begun in its head.
func holds(head string) bool {
	if !dependent.MatchString(head) {
		return true
	}
	for i := range len(head) - 1 {
		if head[i:i+2] == ", " && !apposed.MatchString(head[i:]) {
			return true
		}
	}
	return false
}

// withoutTail returns the sentence without such a clause, "" if that is not
// what makes it long. The less a clause is sure to be an addition, the more
// must be left before it; where that is nowhere so, half a line will do.
func withoutTail(s string) string {
	const reach = 8 * Width // bytes; what stands further on cannot be kept
	s = strings.ToValidUTF8(s[:min(len(s), reach)], "")
	kinds := append([][]string{}, tails...)
	kinds[1] = append(participle.FindAllString(s, -1), kinds[1]...)
	for i, kind := range kinds {
		if at := lastTail(s, kind, 40+15*i); at > 0 {
			return strings.TrimRight(s[:at], " ,;:") + "."
		}
	}
	for _, kind := range kinds[1:] {
		if at := lastTail(s, kind, 55); at > 0 {
			return strings.TrimRight(s[:at], " ,;:") + "."
		}
	}
	return ""
}

// lastTail returns where the last of the clauses begins before which between
// that percentage and all of a line stands as a sentence; -1 if none does.
func lastTail(s string, kind []string, percent int) int {
	best := -1
	for _, t := range kind {
		for at := strings.LastIndex(s, t); at > best; at = strings.LastIndex(s[:at], t) {
			if n := text.Columns(s[:at]) + 1; n <= Width && n*100 >= Width*percent && stops(s[:at]) && holds(s[:at]) && !halfQuoted(s[:at]) && !halfBracketed(s[:at]) {
				best = at
				break
			}
		}
	}
	return best
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
