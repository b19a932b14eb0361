// Package language tells the language of a headline or a paragraph among the
// twelve that newsbrief reads, without a network and in little memory.
package language

import (
	"math"
	"strings"
)

// Identify returns the BCP 47 tag of the language that s is written in and how
// sure that is, from 0 to 1. The tag is one of en, ja, zh-Hans, zh-Hant, zh
// (Chinese whose letters are the same in both), vi, th, id, ms, fil, km, lo,
// my and ta, or "" if s is too short to tell or in another language.
func Identify(s string) (tag string, confidence float64) {
	n := count(s)
	script, share := n.main()
	if script == latin {
		// Names in a short headline can outweigh its own script.
		if own, part := n.without(latin).main(); own == none || own == foreign || part*(1-share) < leastOwn {
			return latinLanguage(s, share)
		}
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

// leastOwn is the share of a text's letters, weighed by script, from which the
// script that is not Latin is its own: a third of a Thai headline may be names,
// and an English one quotes a word at most. 0.15 to 0.35 give the same.
const leastOwn = 0.25

// believed is the confidence from which a text's language is believed over what
// its feed declares.
const believed = 0.9

// Settle returns the language of a text whose publisher declares one, "" where
// neither tells. The text is believed where it is sure: feeds lie. Of
// Indonesian and Malay, which share most of their words, the publisher's is believed.
func Settle(text, declared string) string {
	tag, confidence := Identify(text)
	switch base := Base(declared); {
	case tag == "" || declared != "" && confidence < believed && base != Base(tag):
		return declared
	case LatinClass(tag) == malay && LatinClass(base) == malay:
		return base
	}
	return tag
}

// Base returns a tag's language without region and script, by its modern name.
func Base(tag string) string {
	tag, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	switch tag {
	case "tl":
		return "fil"
	case "in":
		return "id"
	}
	return tag
}

// byScript are the scripts that only one of our languages uses.
var byScript = map[script]string{thai: "th", lao: "lo", khmer: "km", burmese: "my", tamil: "ta"}

// sure turns the lead of the best language over the next into a confidence.
func sure(lead, share float64) float64 { return share * (1 - math.Exp(-lead/2)) }
