package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// ellipsis ends what was cut.
const ellipsis = "…"

// Spaced reports whether r belongs to a script that separates its words by
// spaces. Thai, Lao, Khmer, Burmese, Han and Kana do not.
func Spaced(r rune) bool {
	if r < 0x0E00 {
		return true
	}
	if r == 'ー' || r == '々' || r == '〆' || r == '〇' || r == 'ｰ' {
		return false
	}
	return !unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo)
}

// Cut returns s if it fits into the columns, else as much of its beginning as
// fits with "…" behind it. It cuts between words where the script shows them,
// at a place that reads well where it does not, and never inside a grapheme.
func Cut(s string, columns int) string {
	if len(s) <= columns || Columns(s) <= columns {
		return s
	}
	if columns < 1 {
		return ""
	}
	head := strings.TrimRightFunc(s[:cutAt(s, columns-1)], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:-–—、，；：。.·/|(（「『[“‘\u200B", r)
	})
	return head + ellipsis
}

// cutAt returns the offset of the best cut of s within room columns.
func cutAt(s string, room int) int {
	word, loose, last := 0, 0, 0 // a space, a place between letters, the last grapheme
	wordAt, used := 0, 0
	prev := ""
	for g := graphemes.FromString(s); g.Next(); {
		v := g.Value()
		if at := g.Start(); at > 0 {
			last = at
			switch {
			case isSpace(v):
				word, wordAt = at, used
			case opensHere(prev, v):
				loose = at
			}
		}
		if used += columns(v); used > room {
			break
		}
		prev = v
	}
	if loose > word && (word == 0 || wordAt*5 < room*3 || wide(s[word:loose])) {
		return loose
	}
	if word > 0 {
		return word
	}
	return last
}

// wide reports whether s holds Han or Kana, where a space is no better a place
// than any other; in Thai, Lao, Khmer and Burmese a space ends a phrase.
func wide(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
	})
}

func isSpace(grapheme string) bool {
	r, _ := utf8.DecodeRuneInString(grapheme)
	return unicode.IsSpace(r) || r == '\u200B'
}

// opensHere reports whether a line may end between the two graphemes though
// no space stands there.
func opensHere(left, right string) bool {
	l, _ := utf8.DecodeRuneInString(left)
	r, _ := utf8.DecodeRuneInString(right)
	if isSpace(left) {
		return false // the space itself was the place
	}
	if Spaced(l) && Spaced(r) {
		return false
	}
	return !clings(r) && !leads(l)
}

// clings reports whether r never begins a line: closing punctuation, small
// kana, and vowels that belong to the consonant before them.
func clings(r rune) bool {
	switch {
	case strings.ContainsRune("、。，．,.・：；:;？！?!」』）)】〕〉》”’％%ーゝゞ々ぁぃぅぇぉっゃゅょァィゥェォッャュョะาำๅๆฯະາຳໆຽ។៕ៗ၊။", r):
		return true
	case unicode.In(r, unicode.Mn, unicode.Mc):
		return true
	}
	return false
}

// leads reports whether r never ends a line: opening brackets, and vowels that
// are written before their consonant.
func leads(r rune) bool {
	switch {
	case strings.ContainsRune("「『（(【〔〈《“‘", r):
		return true
	case r >= 0x0E40 && r <= 0x0E44, r >= 0x0EC0 && r <= 0x0EC4:
		return true
	}
	return false
}
