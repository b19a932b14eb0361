package prose

import (
	"strings"
	"unicode"
)

// Ended reports whether s has its end mark, or is of a script that has none
// and was not cut off.
func Ended(s string) bool {
	return !IsCutOff(s) && (isEndMark(lastRune(strings.TrimRightFunc(s, isCloser))) || markless(s))
}

// markless reports whether most letters of s are of a script whose sentences
// bear no end mark.
func markless(s string) bool {
	own, letters := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsLetter(r) && native(r) {
			own++
		}
	}
	return own*2 > letters
}

// IsCutOff reports whether the publisher cut s: it ends in an ellipsis or in mid-air.
func IsCutOff(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return isCloser(r) || unicode.IsSpace(r) || r == '>' || r == '|' })
	return hasAnySuffix(s, []string{"…", "..", "[", ",", "，", "、", "-", "–", "—", ":", "："})
}

// asks reports whether s is a question.
func asks(s string) bool {
	bare := strings.TrimRightFunc(s, isCloser)
	return hasAnySuffix(bare, []string{"?", "？"}) || hasAnySuffix(bare, questions())
}

var questions = wordList("prose.questions")
