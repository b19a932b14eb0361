package topic

import (
	"sync"
	"unicode"

	"newsbrief/digest/text"
)

// runeClass is what a rune does to the tokens around it.
type runeClass uint8

const (
	separator  runeClass = iota
	word                 // part of a word of a spaced script
	base                 // begins a grapheme
	mark                 // continues one
	joiner               // continues one and takes the next base along
	stemLetter           // letter of a script whose words take endings
	skip
)

type runeInfo struct {
	folded string
	class  runeClass
	small  bool // a letter that is no capital
}

const (
	// tableSize covers the alphabets; what lies above is found by ranges.
	tableSize = 0x2000
	// pageSize is how many runes are looked up at once when one of them is met:
	// most alphabets take a page or two, and few are met at a start.
	pageSize = 0x80
)

type page [pageSize]runeInfo

// classes are what the scanner needs to know of every rune below tableSize.
var classes = func() (pages [tableSize / pageSize]func() *page) {
	for i := range pages {
		pages[i] = sync.OnceValue(func() *page {
			var p page
			for j := range p {
				if r := rune(i*pageSize + j); r >= 0x80 && classOf(r) != separator {
					p[j] = foldedRune(r)
				}
			}
			return &p
		})
	}
	return pages
}()

func (sc *scanner) info(r rune, at, n int) runeInfo {
	if r < tableSize {
		if i := r / pageSize; sc.page == nil || sc.pageAt != i {
			sc.page, sc.pageAt = classes[i](), i
		}
		return sc.page[r%pageSize]
	}
	switch {
	case r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA, r == 0x30FC,
		r >= 0x3400 && r <= 0x9FFF, r == 0x3005, r == 0x3007:
		return runeInfo{folded: sc.f.src[at : at+n], class: base, small: true}
	case r >= 0xAC00 && r <= 0xD7A3:
		return runeInfo{folded: sc.f.src[at : at+n], class: stemLetter, small: true}
	case r < 0x2C00 || r == 0x3001 || r == 0x3002: // the comma and the full stop of Japanese
		return runeInfo{class: classOf(r)}
	}
	return foldedRune(r)
}

func foldedRune(r rune) runeInfo {
	k := classOf(r)
	if k == separator || k == skip {
		return runeInfo{class: k}
	}
	return runeInfo{folded: text.Fold(string(r)), class: k, small: unicode.IsLetter(r) && !unicode.IsUpper(r)}
}

func classOf(r rune) runeClass {
	switch {
	case r == 0x1039, r == 0x17D2:
		return joiner
	case r >= 0x0300 && r <= 0x036F, unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return skip
	case r >= 0x0B80 && r <= 0x0BFF, r >= 0xAC00 && r <= 0xD7A3:
		return stemLetter
	case r == 0x0E33, r == 0x0EB3, r == 0x3099, r == 0x309A:
		return mark
	case unicode.IsMark(r):
		if text.Spaced(r) {
			return word
		}
		return mark
	case unicode.IsLetter(r), unicode.IsDigit(r):
		if text.Spaced(r) {
			return word
		}
		return base
	}
	return separator
}
