package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// withoutRemarks takes off what stands in round brackets: a name in other
// letters, a unit, a source. What denies something stays.
func withoutRemarks(s string) string {
	var b strings.Builder
	for {
		at := strings.IndexAny(s, "(（")
		if at < 0 {
			break
		}
		n := remark(s[at:])
		if n == 0 {
			n = 1
			b.WriteString(s[:at+n])
		} else {
			b.WriteString(strings.TrimRight(s[:at], " "))
			if after, _ := utf8.DecodeRuneInString(s[at+n:]); text.IsWord(after) && strings.HasSuffix(s[:at], " ") {
				b.WriteByte(' ')
			}
		}
		s = s[at+n:]
	}
	b.WriteString(s)
	return b.String()
}

// remark returns how many bytes the bracketed remark at the beginning of s
// takes; 0 if it must stay.
func remark(s string) int {
	const long = 90 // bytes; what is longer may be the point
	end := strings.IndexAny(s, ")）")
	if end < 0 || end > long || strings.ContainsAny(s[1:end], "(（") || negated(s[:end]) {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[end:])
	return end + size
}

// aside matches a clause that a comma opens and that only adds to the noun
// before it.
var aside = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^, (?:which|who|whose|where|an?|the|formerly|including|yang|seorang|sebuah|salah satu|termasuk|một|người|bao gồm|isang|kabilang) `)
})

// withoutAside takes off the one clause between the only two commas of a
// sentence, "" if it has none: "X, a Y, did Z" is "X did Z".
func withoutAside(s string) string {
	first, second := -1, -1
	for i := range len(s) - 1 {
		switch {
		case s[i] != ',' || s[i+1] != ' ':
		case first < 0:
			first = i
		case second < 0:
			second = i
		default:
			return ""
		}
	}
	if second < 0 || dependent.MatchString(s) || fronted().MatchString(s) || !aside().MatchString(s[first:]) || !lowerFollows(s[second+2:]) || goesOnList(s[second+2:]) {
		return ""
	}
	if head := s[:first]; halfQuoted(head) || halfBracketed(head) || halfQuoted(s[first:second]) || halfBracketed(s[first:second]) || !noun(head) {
		return ""
	}
	return s[:first] + s[second+1:]
}

// noun reports whether what stands before an aside can be no more than the
// subject: behind a verb the aside may be the first of several things.
func noun(head string) bool {
	n := len(strings.Fields(head))
	return n > 1 && n <= 6
}

func lowerFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// goesOnList reports whether s goes on with the last part of a list.
func goesOnList(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	return joiners[word]
}

var joiners = map[string]bool{"and": true, "or": true, "but": true, "nor": true, "yet": true, "so": true, "dan": true, "atau": true, "tetapi": true, "tapi": true,
	"và": true, "hoặc": true, "nhưng": true, "at": true, "o": true, "ngunit": true, "pero": true}

// fronted matches a side clause before the main one that tells when, why or
// beside what. A condition is none: without it the sentence says another thing.
var fronted = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:after|before|even before|as|even as|while|although|though|because|since|following|amid|despite|during|in spite of|ahead of|along with|in addition to|according to|with|` +
		`setelah|sebelum|selepas|sementara|sedangkan|manakala|meski|meskipun|walaupun|karena|kerana|menurut|selain|sejak|ketika|saat|di tengah|sempena|berikutan|` +
		`sau khi|trước khi|trong khi|mặc dù|dù|bởi vì|vì|kể từ|ngoài|theo|giữa lúc|nhằm|matapos|bago|habang|bagama't|dahil|ayon|simula|noong) `)
})

// withoutFront takes off such a clause where the sentence's only comma ends
// it, "" if that leaves nothing that can stand alone.
func withoutFront(s string) string {
	at := strings.Index(s, ", ")
	if at < 0 || strings.Contains(s[at+2:], ", ") || !fronted().MatchString(s) || negated(s[:at]) && conditional(s[:at]) {
		return ""
	}
	rest := s[at+2:]
	first, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsLetter(first) || pronoun(rest) || goesOnList(rest) || halfQuoted(s[:at]) || halfBracketed(s[:at]) || text.Columns(rest) < 2*Least {
		return ""
	}
	return strings.ToUpper(string(first)) + rest[utf8.RuneLen(first):]
}

// negated reports whether s denies or bounds something, so that what follows
// may be what it denies: "did not leave because of …".
func negated(s string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		w = strings.TrimFunc(w, func(r rune) bool { return !text.IsWord(r) })
		if negations()[w] || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
			return true
		}
	}
	return false
}

var negations = wordSet(`not no never none nobody neither nor cannot only hardly barely without except unless until
tidak tak bukan belum jangan hanya tanpa kecuali
không chưa chẳng chỉ
hindi wala walang huwag lamang lang tanging`)

// conditional reports whether s holds a condition or what speaks against the
// rest: what cannot be left out.
func conditional(s string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		if conditions()[strings.TrimFunc(w, func(r rune) bool { return !text.IsWord(r) })] {
			return true
		}
	}
	return false
}

var conditions = wordSet(`if unless until provided whether but
jika kalau bila apabila sekiranya jikalau kecuali hingga sehingga tetapi tapi namun
nếu nhưng trừ
kung maliban ngunit pero subalit hanggang`)
