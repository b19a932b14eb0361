package charset

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"newsbrief/digest/language"
)

func lookupMIB(name string) encoding.Encoding {
	enc, err := ianaindex.IANA.Encoding(name)
	if err != nil {
		return nil
	}
	return enc
}

// guesses are the encodings that feeds without a true label are written in.
func guesses() []encoding.Encoding {
	return []encoding.Encoding{
		japanese.ShiftJIS, japanese.EUCJP, korean.EUCKR, simplifiedchinese.GB18030,
		traditionalchinese.Big5, charmap.Windows874, charmap.Windows1251, charmap.KOI8R,
		charmap.Windows1252, charmap.Windows1258,
	}
}

const (
	// sampled is how many bytes beyond ASCII decide.
	sampled = 8 << 10
	// trust is what a label is worth on top of how its text reads.
	trust = 1.0
	// plausible is how well a text reads whose label needs no second opinion.
	plausible = 0.8
)

// pick returns the encoding under which data reads most like a language.
func pick(data []byte, labels []encoding.Encoding) encoding.Encoding {
	s := sample(data)
	best, bestScore := encoding.Encoding(charmap.Windows1252), -1000.0
	for _, enc := range labels {
		sc := score(enc, s)
		if sc >= plausible && enc != charmap.Windows1252 {
			return enc
		}
		if sc+trust > bestScore {
			best, bestScore = enc, sc+trust
		}
	}
	for _, enc := range guesses() {
		if sc := score(enc, s); sc > bestScore {
			best, bestScore = enc, sc
		}
	}
	return best
}

// sample returns the parts of data that are not ASCII, with a letter around
// them, so that long markup does not hide a few words. It never begins within
// a run, so pairs of bytes stay pairs.
func sample(data []byte) []byte {
	var out []byte
	for i := 0; i < len(data) && len(out) < sampled; {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		from := max(i-1, 0)
		for i < len(data) && i < from+sampled && (data[i] >= utf8.RuneSelf || i+1 < len(data) && data[i+1] >= utf8.RuneSelf || trails(data, i)) {
			i++
		}
		out = append(out, data[from:min(i+1, len(data))]...)
		out = append(out, '\n')
	}
	return out
}

// trails reports whether the byte at i may be the second of a pair whose second
// byte is ASCII, as in Shift_JIS, Big5 and GB18030.
func trails(data []byte, i int) bool {
	return i > 0 && data[i-1] >= utf8.RuneSelf && data[i] >= '0' && data[i] < utf8.RuneSelf
}

// score says how much a text reads like a language under an encoding: the mean
// over its characters beyond ASCII, about 1 for a good text, below 0 for none.
func score(enc encoding.Encoding, s []byte) float64 {
	if len(s) == 0 {
		return 0
	}
	out, err := enc.NewDecoder().Bytes(s)
	if err != nil {
		return -10
	}
	sum, n := 0.0, 0
	prev := '\n'
	for _, r := range string(out) {
		switch {
		case r >= utf8.RuneSelf:
			sum += likely(prev, r)
			n++
		case unicode.In(prev, unicode.Thai, unicode.Cyrillic) && unicode.IsLetter(r):
			sum-- // their letters and Latin ones do not touch
		}
		prev = r
	}
	if n == 0 {
		return -10
	}
	return sum / float64(n)
}

// likely weighs one character and the one before it.
func likely(prev, r rune) float64 {
	switch {
	case r == utf8.RuneError:
		return -8
	case r < 0xA0:
		return -5
	case r < 0x250:
		return likelyLatin(prev, r)
	case unicode.Is(unicode.Cyrillic, r):
		return likelyCyrillic(prev, r)
	case unicode.Is(unicode.Thai, r):
		return likelyThai(prev, r)
	case r >= 0x300 && r <= 0x36F: // Vietnamese tone marks
		if unicode.Is(unicode.Latin, prev) {
			return 1
		}
		return -3
	case r >= 0x3041 && r <= 0x3096:
		return 1.5
	case r >= 0x30A1 && r <= 0x30FC:
		return 1.2
	case r >= 0xFF61 && r <= 0xFF9F, r >= 0xE000 && r <= 0xF8FF:
		return -2
	case unicode.Is(unicode.Hangul, r):
		if commonHangul()[r] {
			return 1.3
		}
		return 0.2
	case unicode.Is(unicode.Han, r):
		if commonHan()[r] {
			return 1.6
		}
		return 0.1
	case r >= 0x2010 && r <= 0x2026, r >= 0x3000 && r <= 0x3011, r >= 0xFF01 && r <= 0xFF5E:
		return 0.8
	}
	return -0.8
}

// likelyLatin: accented letters stand alone among plain ones, in lower case or
// at the beginning of a word.
func likelyLatin(prev, r rune) float64 {
	switch {
	case !unicode.IsLetter(r):
		if strings.ContainsRune("£€«»°·©®§\u00a0¿¡ºª", r) {
			return 0.3
		}
		return -1
	case prev >= utf8.RuneSelf:
		return -1.5
	case unicode.IsUpper(r) && unicode.IsLower(prev):
		return -1.5
	}
	return 0.9
}

func likelyCyrillic(prev, r rune) float64 {
	switch {
	case r > 0x44F || r < 0x410 && r != 0x401:
		return 0
	case prev < utf8.RuneSelf && unicode.IsLetter(prev):
		return -1
	case unicode.IsUpper(r) && unicode.IsLower(prev):
		return -2
	case unicode.IsUpper(r) && unicode.IsUpper(prev):
		return -0.3
	}
	return 1
}

// likelyThai: a vowel sign or tone mark stands on a consonant, a leading vowel
// before one.
func likelyThai(prev, r rune) float64 {
	mark := r == 0x0E31 || r >= 0x0E34 && r <= 0x0E3A || r >= 0x0E47 && r <= 0x0E4E
	consonant := prev >= 0x0E01 && prev <= 0x0E2E
	switch {
	case prev < utf8.RuneSelf && unicode.IsLetter(prev):
		return -1
	case mark && !consonant && !unicode.Is(unicode.Mn, prev):
		return -3
	case mark:
		return 1.6
	case prev >= 0x0E40 && prev <= 0x0E44 && (r < 0x0E01 || r > 0x0E2E):
		return -2
	case r >= 0x0E4F, rareThai()[r]:
		return -0.8 // rare
	}
	return 0.95
}

//go:embed ko.txt
var koreanFile string

// commonHan are characters that any Chinese or Japanese news text is full of.
var commonHan = sync.OnceValue(func() map[rune]bool { return runes(language.Union("charset.common")) })

// commonHangul are the syllables that Korean endings and particles are made of.
var commonHangul = sync.OnceValue(func() map[rune]bool {
	return runes(language.Read("ko", koreanFile).List("charset.common"))
})

// rareThai are letters that hardly any Thai news text has.
var rareThai = sync.OnceValue(func() map[rune]bool { return runes(language.Union("charset.rare")) })

func runes(lines []string) map[rune]bool {
	m := map[rune]bool{}
	for _, line := range lines {
		for _, r := range line {
			m[r] = true
		}
	}
	return m
}
