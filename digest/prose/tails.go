package prose

import (
	"regexp"
	"strings"

	"newsbrief/digest/text"
)

// Clauses that may be taken off the end of a sentence without changing what
// it says: who says it first, then when, why and beside what.
var tails = [][]string{
	{", according to ", ", officials said", ", police said", ", a spokes", ", the ministry said", ", the agency said", ", the company said", ", it said", ", the report said",
		", reported ", ", reports ", ", citing ", ", said ", ", menurut ", ", kata ", ", ujar ", ", ungkap ", ", lapor ", ", demikian ", ", theo ", ", cho biết", ", ayon ", ", ani ", ", sabi "},
	{", after ", ", as ", ", while ", ", with ", ", which ", ", saying ", ", adding ", ", including ", ", amid ", ", following ", ", despite ", ", because ", ", though ", ", although ", ", even as ", ", making ", ", raising ", ", marking ", ", leaving ", ", prompting ",
		" after ", " as part of ", " while ", " amid ", " following ", " despite ", " because ", " ahead of ", " in a bid to ", " in an effort to ", " in order to ",
		", setelah ", ", sementara ", ", sedangkan ", ", karena ", ", termasuk ", ", meski ", ", selepas ", ", manakala ", ", kerana ", " setelah ", " karena ", " selepas ", " kerana ",
		", sau khi ", ", trong khi ", ", nhằm ", ", trong đó ", ", bao gồm ", " sau khi ", " trong bối cảnh ", " nhằm ",
		", matapos ", ", habang ", ", kabilang ", ", dahil ", " matapos ", " dahil ", " upang "},
}

// looseTails tell where and how: often additions, sometimes what it is about.
var looseTails = []string{
	", who ", ", where ", ", when ", ", whose ", " as ", " about ", " before ", " who ", " where ", " which ", " when ", " in ", " on ", " for ", " with ", " from ", " by ", " at ", " over ", " against ", " during ", " since ", " through ", " under ", " into ", " between ",
	", yang ", " yang ", " di ", " pada ", " dengan ", " untuk ", " bagi ", " dari ", " daripada ", " oleh ", " agar ",
	" tại ", " trong ", " vào ", " với ", " từ ", " để ", " khi ", " do ", " sa ", " para ", " noong ", " mula ",
}

// attributed matches who said it at the end of a sentence: ", the office said on
// Monday."
var attributed = regexp.MustCompile(`, (?:the|its|his|her|their|an?|\p{Lu}[^ ,]*) (?:[^ ,]+ ){0,8}(?:said|says|announced|reported)(?: (?:on|in|at|to|late|early|this|after|yesterday|today|\p{Lu})[^,]{0,60})?[.”"]$`)

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
var clauseOpeners = wordSet(`that whether as while because when if where who which whose although though bahwa bahawa rằng ketika karena kerana vì khi`)

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

// withoutTail returns the sentence without a clause that only adds to it, ""
// if that is not what makes it long. The less a clause is sure to be an
// addition, the more must be left before it.
func withoutTail(s string) string {
	s = reached(s)
	if m := attributed.FindStringIndex(s); m != nil {
		if head := stopped(s[:m[0]]); text.Columns(head) <= Width && text.Columns(head)*100 >= Width*40 && complete(s, m[0], ", ") {
			return head
		}
	}
	kinds := append([][]string{}, tails...)
	kinds[1] = append(participle.FindAllString(s, -1), kinds[1]...)
	for i, kind := range kinds {
		if at := lastTail(s, kind, 40+15*i); at > 0 {
			return stopped(s[:at])
		}
	}
	return ""
}

// withoutPhrase does so with what may be more than an addition.
func withoutPhrase(s string) string {
	s = reached(s)
	for _, percent := range []int{70, 55} {
		if at := lastTail(s, looseTails, percent); at > 0 {
			return stopped(s[:at])
		}
	}
	return ""
}

// reached is as much of s as can be kept.
func reached(s string) string {
	const reach = 8 * Width // bytes
	return strings.ToValidUTF8(s[:min(len(s), reach)], "")
}

func stopped(s string) string { return strings.TrimRight(s, " ,;:") + "." }

// lastTail returns where the last of the clauses begins before which between
// that percentage and all of a line stands as a sentence; -1 if none does.
func lastTail(s string, kind []string, percent int) int {
	best := -1
	for _, t := range kind {
		for at := strings.LastIndex(s, t); at > best; at = strings.LastIndex(s[:at], t) {
			if n := text.Columns(s[:at]) + 1; n <= Width && n*100 >= Width*percent && complete(s, at, t) {
				best = at
				break
			}
		}
	}
	return best
}

// complete reports whether what stands before the tail at that place is a
// sentence that says no less.
func complete(s string, at int, tail string) bool {
	head := s[:at]
	return stops(head) && holds(head) && spared(s, at) && !subjectOnly(s, at) && !restricts(head, tail) && !tells.MatchString(head) && !halfQuoted(head) && !halfBracketed(head)
}

// spared reports whether the sentence is as true without what begins at: it
// holds no condition, and nothing before it is denied that it may be part of.
func spared(s string, at int) bool {
	return (s[at] == ',' || !negated(s[:at])) && !conditional(s[at:])
}

// tells matches what asks for what was told.
var tells = regexp.MustCompile(`(?i) (?:told|tells|telling|informed|informing|assured|reminded|convinced|showed|(?:mengatakan|berkata|memberitahu|menyampaikan) (?:kepada)?|nói với|sinabi) (?:[^ ]+ ){0,7}[^ ]+$`)

// restricts reports whether the tail says which one is meant by the last word:
// "the woman who called".
func restricts(head, tail string) bool {
	switch tail {
	case " who ", " which ", " where ", " whose ", " when ":
	default:
		return false
	}
	words := strings.Fields(head)
	n := len(words)
	return n < 2 || definite[strings.ToLower(words[n-1])] || definite[strings.ToLower(words[n-2])]
}

var definite = map[string]bool{"the": true, "those": true, "one": true, "ones": true, "any": true, "every": true, "each": true, "all": true, "people": true, "day": true, "time": true, "moment": true}

// relative opens a clause about the noun before it.
var relative = regexp.MustCompile(`, (?:who|which|whose|where|yang) `)

// subjectOnly reports whether the head breaks off in a clause about the
// subject, with the verb of the sentence still to come.
func subjectOnly(s string, at int) bool {
	const sentence = 60 // columns before the clause are more than a subject
	m := relative.FindAllStringIndex(s[:at], -1)
	if len(m) == 0 {
		return false
	}
	from := m[len(m)-1][0]
	return !strings.Contains(s[from+2:at], ", ") && strings.Contains(s[at:], ", ") && text.Columns(s[:from]) < sentence
}
