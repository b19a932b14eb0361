package date

import (
	"embed"
	"path"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

//go:embed others/*.txt
var otherFiles embed.FS

// languages are what is known of the languages that newsbrief reads and of
// those that its publishers write dates in besides, English first.
var languages = sync.OnceValue(func() []*language.Data {
	all := append([]*language.Data{language.Of("en")}, language.All()...)
	entries, err := otherFiles.ReadDir("others")
	if err != nil {
		panic(err) // they are part of the program
	}
	for _, e := range entries {
		body, err := otherFiles.ReadFile(path.Join("others", e.Name()))
		if err != nil {
			panic(err)
		}
		all = append(all, language.Read(strings.TrimSuffix(e.Name(), ".txt"), string(body)))
	}
	return all
})

// languageOf returns what is known of a language, nil if nothing is.
func languageOf(tag string) *language.Data {
	for _, d := range languages() {
		if d.Tag == tag {
			return d
		}
	}
	return nil
}

// kind is what a word says in a date.
type kind int

const (
	filler        kind = iota // nothing
	timeMark                  // that a time stands beside it
	month                     // 1 is January
	weekday                   // 1 is Monday
	monthBefore               // that the number behind it is a month
	weekdayBefore             // that the number behind it is a day of a week in which Sunday is 1
	halfOfDay
	era // how many years it is ahead of
	zoneName
	yearUnit // that the number before it is a year
	monthUnit
	dayUnit
	hourUnit
	minuteUnit
	secondUnit
)

// kinds are the names of kinds in the section date.words.
var kinds = map[string]sense{
	"filler": {kind: filler}, "time": {kind: timeMark}, "month before": {kind: monthBefore}, "weekday before": {kind: weekdayBefore},
	"morning": {kind: halfOfDay, value: int(halfMorning)}, "noon": {kind: halfOfDay, value: int(halfNoon)},
	"afternoon": {kind: halfOfDay, value: int(halfAfternoon)}, "night": {kind: halfOfDay, value: int(halfNight)},
	"year": {kind: yearUnit}, "month": {kind: monthUnit}, "day": {kind: dayUnit},
	"hour": {kind: hourUnit}, "minute": {kind: minuteUnit}, "second": {kind: secondUnit},
}

// sense is one meaning of a word.
type sense struct {
	kind  kind
	value int
	zone  string   // IANA
	langs []string // in which it has this meaning
}

// vocabulary are the meanings of all words, folded and without dots.
var vocabulary = sync.OnceValue(func() map[string][]sense {
	v := map[string][]sense{}
	for _, d := range languages() {
		for section, k := range map[string]kind{"date.months": month, "date.weekdays": weekday} {
			for word, value := range d.Table(section) {
				n, _ := strconv.Atoi(value)
				add(v, word, sense{kind: k, value: n}, d.Tag)
			}
		}
		for word, meaning := range d.Table("date.words") {
			add(v, word, senseOf(meaning), d.Tag)
		}
	}
	return v
})

func senseOf(meaning string) sense {
	if name, ok := strings.CutPrefix(meaning, "zone "); ok {
		return sense{kind: zoneName, zone: name}
	}
	if years, ok := strings.CutPrefix(meaning, "era "); ok {
		n, _ := strconv.Atoi(years)
		return sense{kind: era, value: n}
	}
	return kinds[meaning]
}

func add(v map[string][]sense, word string, s sense, lang string) {
	word = strings.ReplaceAll(text.Fold(word), ".", "")
	for i, old := range v[word] {
		if old.kind == s.kind && old.value == s.value {
			v[word][i].langs = append(old.langs, lang)
			return
		}
	}
	s.langs = []string{lang}
	v[word] = append(v[word], s)
}

func (s sense) in(lang string) bool {
	for _, l := range s.langs {
		if l == lang {
			return true
		}
	}
	return false
}

// meaning returns what a word says: in the language of the date, else in
// English, else in any. A single Latin letter says nothing in a language that
// is not the date's. want tells which kinds are asked for.
func (r *reader) meaning(word string, want func(kind) bool) (sense, bool) {
	best, rank := sense{}, 0
	for _, s := range vocabulary()[word] {
		n := 1
		switch {
		case !want(s.kind):
			continue
		case s.in(r.lang.base) || r.native != "" && s.in(r.native):
			n = 3
		case s.in("en"):
			n = 2
		case len(word) == 1:
			continue
		}
		if n > rank {
			best, rank = s, n
		}
	}
	return best, rank > 0
}

func isUnit(k kind) bool { return k >= yearUnit }
func isWord(k kind) bool { return k < yearUnit }

// understood remembers the language of a word that only one has.
func (r *reader) understood(s sense) {
	if len(s.langs) == 1 && s.langs[0] != "en" && r.native == "" {
		r.native = s.langs[0]
	}
}

// longestWord returns the length of the longest known word that s begins with,
// 0 if there is none. A known word does not end within a stack of marks.
func longestWord(s string) int {
	longest := 0
	for i := range s {
		if i > 0 && known(s[:i]) && !startsWithMark(s[i:]) {
			longest = i
		}
	}
	if known(s) {
		longest = len(s)
	}
	return longest
}

func known(s string) bool { return len(vocabulary()[s]) > 0 }

// startsWithMark also knows the signs that stack consonants in Khmer and
// Burmese.
func startsWithMark(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == 0x17D2 || r == 0x1039 || unicode.Is(unicode.M, r)
}

// numerals are the digits that are words, with their values.
var numerals = sync.OnceValue(func() map[rune]int {
	out := map[rune]int{}
	for _, d := range languages() {
		for digit, value := range d.Table("date.numerals") {
			r, _ := utf8.DecodeRuneInString(digit)
			out[r], _ = strconv.Atoi(value)
		}
	}
	return out
})

// numeral reads the numerals that s begins with, digit by digit or with tens
// and hundreds, and returns them in ASCII digits, with their length.
func numeral(s string) (digits string, n int) {
	sum, digit, counted := 0, 0, false
	for _, r := range s {
		v, ok := numerals()[r]
		if !ok {
			break
		}
		n += utf8.RuneLen(r)
		if v >= 10 {
			sum, digit, counted = sum+v*max(digit, 1), 0, true
			continue
		}
		digit = v
		digits += strconv.Itoa(v)
	}
	if counted {
		digits = strconv.Itoa(sum + digit)
	}
	return digits, n
}

// half is the half of the day that an hour of twelve belongs to.
type half int

const (
	halfNone half = iota
	halfMorning
	halfNoon // eleven and one are both near noon
	halfAfternoon
	halfNight
)

// apply returns the hour of twenty-four, false if there is no such.
func (h half) apply(c clock) (int, bool) {
	hour := c.hour
	if hour < 0 || hour > 24 || hour == 24 && (c.minute != 0 || c.second != 0) {
		return 0, false
	}
	switch {
	case !c.set || h == halfNone:
	case h == halfMorning && hour == 12:
		return 0, true
	case h == halfMorning:
		return hour, hour < 12
	case h == halfAfternoon && hour < 12, h == halfNoon && hour < 6, h == halfNight && hour > 4 && hour < 12:
		return hour + 12, true
	case h == halfNight:
		return hour, hour > 12
	}
	return hour, true
}
