package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldKnown is Fold of a text whose characters can be folded one by one, which
// most texts are. It reports false of any other.
func foldKnown(s string) (string, bool) {
	var room [256]byte
	f := folder{out: room[:0], self: true}
	ascii := true
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			f.ascii(s[i])
			i++
			continue
		}
		if ascii && !norm.NFC.IsNormalString(s) {
			return "", false
		}
		ascii = false
		r, n := utf8.DecodeRuneInString(s[i:])
		if !f.add(s[i:i+n], r) {
			return "", false
		}
		i += n
	}
	if f.tick && !ascii {
		return "", false
	}
	if string(f.out) == s {
		return s, true
	}
	return string(f.out), true
}

// folder is the state of folding one by one.
type folder struct {
	out   []byte
	space bool // before what comes next
	latin bool // the last letter is Latin, so marks on it go
	self  bool // the last character has been written as it stood
	gone  bool // the last character has been left out
	tick  bool // there is a "`", which is a quote only among others
}

func (f *folder) ascii(c byte) {
	f.gone, f.self = false, true
	switch {
	case c == ' ', '\t' <= c && c <= '\r':
		f.space, f.latin = true, false
		return
	case 'A' <= c && c <= 'Z':
		c |= 0x20
		f.self, f.latin = false, true
	default:
		f.latin = 'a' <= c && c <= 'z'
		f.tick = f.tick || c == '`'
	}
	f.gap()
	f.out = append(f.out, c)
}

// gap writes the space that is due.
func (f *folder) gap() {
	if f.space && len(f.out) > 0 {
		f.out = append(f.out, ' ')
	}
	f.space = false
}

// add folds one character, r, and reports whether that can be done without a
// look at the others.
func (f *folder) add(s string, r rune) bool {
	in := known(r)
	switch in.kind {
	case foldSpace:
		f.space, f.latin, f.self, f.gone = true, false, true, false
		return true
	case foldNothing:
		f.gone = true
		return true
	case foldMark:
		if f.latin && unicode.Is(unicode.Mn, r) {
			return true
		}
		if f.latin || !f.self || f.gone || f.space {
			return false
		}
	case foldContext:
		return false
	case foldLetter:
		if f.latin && amSplits(r) {
			return false
		}
	}
	if in.text == "" {
		in.text = s
	}
	f.gap()
	f.out = append(f.out, in.text...)
	if in.kind != foldMark || !unicode.Is(unicode.Mn, r) {
		f.latin = in.latin
	}
	f.self, f.gone = in.self, false
	return true
}

type foldKind uint8

const (
	foldContext foldKind = iota // what it becomes depends on the others
	foldLetter
	foldMark // of a letter before it
	foldSpace
	foldNothing
)

// foldInfo is what a character becomes: text, or itself if that is "".
type foldInfo struct {
	text  string
	kind  foldKind
	latin bool
	self  bool // folding does not change it, and no mark moves in it
}

// known returns what is known of r. Beyond the alphabets these are the ranges
// of characters that are like one another.
func known(r rune) foldInfo {
	switch {
	case r < knownSize:
		return foldPages[r/pageSize]()[r%pageSize]
	case r >= 0x3400 && r < 0xA000:
		return foldInfo{kind: foldLetter, self: true}
	case r >= 0xAC00 && r < 0xD7A4:
		return foldInfo{kind: foldLetter}
	case r > 0xFF00 && r < 0xFF5F && r != '｀':
		low := unicode.ToLower(r - 0xFF00 + ' ')
		return foldInfo{text: asciiText[low : low+1], kind: foldLetter, latin: 'a' <= low && low <= 'z'}
	}
	return foldInfo{}
}

// asciiText has every character of ASCII at its place.
var asciiText = func() string {
	var b strings.Builder
	for c := range utf8.RuneSelf {
		b.WriteByte(byte(c))
	}
	return b.String()
}()

const (
	pageSize  = 0x100
	knownSize = 0x3100
)

// foldPages have what is known below knownSize; a page is made when the first
// of its characters is met.
var foldPages = func() (pages [knownSize / pageSize]func() *[pageSize]foldInfo) {
	for i := range pages {
		pages[i] = sync.OnceValue(func() *[pageSize]foldInfo {
			var page [pageSize]foldInfo
			for j := range page {
				page[j] = learn(rune(i*pageSize + j))
			}
			return &page
		})
	}
	return pages
}()

// learn finds out what r becomes, and whether that holds beside any other.
func learn(r rune) foldInfo {
	s := string(r)
	compatible := norm.NFKC.String(s)
	folded := foldAny(s)
	in := foldInfo{self: folded == s && compatible == s && !moves(s)}
	if folded != s {
		in.text = folded
	}
	last, _ := utf8.DecodeLastRuneInString(folded)
	in.latin = unicode.Is(unicode.Latin, last)
	switch {
	case unicode.IsSpace(r), compatible == " ":
		in.kind = foldSpace
	case r >= 0x1100 && r < 0x1200, unicode.Is(unicode.Variation_Selector, r):
	case unicode.Is(unicode.Cf, r):
		in.kind = foldNothing
	case unicode.IsMark(r):
		if in.self && (!unicode.Is(unicode.Mn, r) || norm.NFKD.String(s) == s) {
			in.kind = foldMark
		} else if amSplits(r) {
			in.kind = foldLetter
		}
	case folded == "":
	case compatible == s, printable(compatible), amSplits(r):
		in.kind = foldLetter
	}
	return in
}

// moves reports whether something in the decomposition of s has a place that
// depends on the marks around it.
func moves(s string) bool {
	parts := norm.NFKD.String(s)
	for i, r := range parts {
		if norm.NFKD.PropertiesString(string(r)).CCC() != 0 && (i > 0 || len(parts) > len(string(r))) {
			return true
		}
	}
	return false
}

// amSplits reports whether r is the vowel AM of Thai or Lao: it is written as
// two, neither of which is moved by a mark.
func amSplits(r rune) bool { return r == 0x0E33 || r == 0x0EB3 }

// printable reports whether s is visible ASCII.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7F {
			return false
		}
	}
	return s != ""
}
