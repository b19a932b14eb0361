// Package language tells the language of a headline or a paragraph among the
// twelve that newsbrief reads, without a network and in little memory.
package language

import "math"

// Identify returns the BCP 47 tag of the language that s is written in and how
// sure that is, from 0 to 1. The tag is one of en, ja, zh-Hans, zh-Hant, zh
// (Chinese whose letters are the same in both), vi, th, id, ms, fil, km, lo,
// my and ta, or "" if s is too short to tell or in another language.
func Identify(s string) (tag string, confidence float64) {
	n := count(s)
	script, share := n.main()
	if script == latin {
		if tag, confidence := latinLanguage(s, share); tag != "" {
			return tag, confidence
		}
		// Names in a short headline can outweigh its own script.
		script, share = n.without(latin).main()
		share /= 2
	}
	switch script {
	case han, kana:
		return n.eastAsian(share)
	}
	if tag, ok := byScript[script]; ok {
		return tag, share
	}
	return "", 0
}

// byScript are the scripts that only one of our languages uses.
var byScript = map[script]string{thai: "th", lao: "lo", khmer: "km", burmese: "my", tamil: "ta"}

// sure turns the lead of the best language over the next into a confidence.
func sure(lead, share float64) float64 { return share * (1 - math.Exp(-lead/2)) }
