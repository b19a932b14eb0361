package text

import "unicode"

// IsWord reports whether r belongs to a word: a letter, a mark or a digit.
func IsWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// IsPictograph reports whether r is a pictograph or belongs to one.
func IsPictograph(r rune) bool {
	switch {
	case r == '\uFE0F', r == '\u200D', r >= 0x1F3FB && r <= 0x1F3FF:
		return true
	case r >= 0x2190 && r < 0x2460, r >= 0x2500 && r < 0x2C00, r >= 0x1F000 && r < 0x1FB00:
		return unicode.Is(unicode.So, r)
	}
	return false
}
