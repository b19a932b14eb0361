package topic

import "strings"

// ending says how a Tamil word was shortened to the stem that its endings are
// added to, and so which of them may follow.
type ending uint8

const (
	anyScript ending = iota // not Tamil: a token ends where a word ends
	whole                   // endings follow the word as it is
	noM                     // final ம் is off: மரம், மரத்தில்
	noPulli                 // the mark that mutes the last consonant is off: ஜப்பான், ஜப்பானில்
	noU                     // final ு is off: அரசு, அரசின்
)

// stem returns a Tamil word without what its endings replace, and every other
// word as it is.
func stem(w string) (string, ending) {
	if !strings.ContainsFunc(w, isTamil) {
		return w, anyScript
	}
	const letters = 3 * len("த") // a shorter stem would begin too many words
	for _, e := range []struct {
		off string
		ending
	}{{"ம்", noM}, {"்", noPulli}, {"ு", noU}} {
		if s, ok := strings.CutSuffix(w, e.off); ok && len(s) >= letters {
			return s, e.ending
		}
	}
	return w, whole
}

func isTamil(r rune) bool { return r >= 0x0B80 && r <= 0x0BFF }

// The letters that case endings begin with.
const (
	pulli      = "்"
	caseVowels = "ாிைு"
)

// fits reports whether the letters that follow the stem, up to the end of the
// word, can be an ending of it. The stem ends before token j.
func (e ending) fits(f *field, j int) bool {
	if e == anyScript {
		return true
	}
	first, second := f.after(j, 0), f.after(j, 1)
	switch e {
	case noM:
		return first == "ம" && second == pulli || first == "த" && second == pulli || first == "ங" && second == pulli
	case noPulli:
		if first == pulli {
			return second == "" || f.after(j, 2) == pulli && strings.Contains("கசதப", second)
		}
		return first != "" && strings.Contains(caseVowels, first)
	case noU:
		return first != "" && strings.Contains(caseVowels, first)
	}
	switch first {
	case "", "ய", "வ":
		return true
	case "க":
		return second == "ள" || second == pulli
	case "ச", "த", "ப":
		return second == pulli
	}
	return strings.Contains(caseVowels, first)
}

// after returns the nth letter behind token j-1 of the same word, "" if the word
// ends before.
func (f *field) after(j, n int) string {
	for i := j; i <= j+n; i++ {
		if i >= len(f.tokens) || f.tokens[i].flags&letter == 0 || f.tokens[i].s0 != f.tokens[i-1].s1 {
			return ""
		}
	}
	return string(f.key(j + n))
}
