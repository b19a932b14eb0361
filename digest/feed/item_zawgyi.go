package feed

// Zawgyi reports whether s is Burmese in the Zawgyi encoding, which puts other
// glyphs on Unicode's code points.
func Zawgyi(s string) bool {
	odd, even := 0, 0
	prev, prev2 := rune(0), rune(0)
	for _, r := range s + " " {
		switch {
		case prev == 0x1039 && !burmeseLetter(r):
			odd++ // a stacker with nothing under it: Zawgyi's vowel killer
		case prev == 0x1039:
			even++
		}
		if r == 0x1031 {
			if carriesE(prev) {
				even++
			} else {
				odd++ // a vowel before its consonant
			}
		}
		if prev == 0x103B && burmeseLetter(r) && !burmeseLetter(prev2) {
			odd++ // a medial before its consonant
		}
		if prev == 0x103A && prev2 != 0x103A && burmeseLetter(prev2) {
			even++
		}
		prev2, prev = prev, r
	}
	return odd > 0 && odd*3 >= even
}

// carriesE reports whether in Unicode the vowel E may follow r.
func carriesE(r rune) bool {
	return burmeseLetter(r) || r >= 0x103B && r <= 0x103E || r == 0x1060 || r == 0x1082 || r >= 0x1050 && r <= 0x105F || r >= 0x1065 && r <= 0x1081 || r == 0x200C || r == 0x200D
}

func burmeseLetter(r rune) bool {
	return r >= 0x1000 && r <= 0x102A || r == 0x103F || r == 0x104E || r >= 0x1050 && r <= 0x1055 || r >= 0x105A && r <= 0x105D || r == 0x1061 || r == 0x1065 || r == 0x1066 || r >= 0x106E && r <= 0x1070 || r >= 0x1075 && r <= 0x1081 || r == 0x108E || r >= 0xAA60 && r <= 0xAA7A
}
