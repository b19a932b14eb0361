// Package when reads times and days as people of thirteen languages type them.
package when

import (
	"slices"
	"strings"

	"newsbrief/bot/zone"
	"newsbrief/subscriptions"
)

// Phrase is what a phrase says of times and days; what it does not say is zero.
type Phrase struct {
	Times []subscriptions.TimeOfDay // ascending, each once
	Days  subscriptions.Days
	Zone  string // whose clocks the times were said by, "" if not said
	Bare  bool   // it may be something else: a mere number, or a day of one letter
}

// Says reports whether anything was said.
func (w Phrase) Says() bool { return len(w.Times) > 0 || w.Days != 0 }

// String returns the phrase so that [Parse] reads it back: "07:00 18:30 mon fri".
func (w Phrase) String() string {
	var words []string
	for _, t := range w.Times {
		words = append(words, t.String())
	}
	if w.Zone != "" && len(w.Times) > 0 {
		words = append(words, w.Zone)
	}
	if w.Days == subscriptions.EveryDay {
		return strings.Join(append(words, "daily"), " ")
	}
	for i, name := range dayNames {
		if w.Days&(1<<i) != 0 {
			words = append(words, name)
		}
	}
	return strings.Join(words, " ")
}

// Error is a piece of a line that could not be understood, as it was typed.
type Error struct{ Typed string }

func (e *Error) Error() string { return "not understood: " + e.Typed }

// Ambiguous is a phrase that could mean several things, the likeliest first.
type Ambiguous struct {
	Typed    string
	Readings []Phrase
}

func (a *Ambiguous) Error() string { return "could be several: " + a.Typed }

// maxTimes is how many digests a day a chat may have, mostReadings how many
// readings of a phrase can be offered.
const (
	maxTimes     = 12
	mostReadings = 4
)

// Parse reads times and days in any order: "7:00 18:00 weekdays". All of the
// line must be one or the other, or words between them, else the error is an
// [*Error]; where it could be several things it is an [*Ambiguous]. The time it takes grows with the
// length of the line, up to a bound.
func Parse(typed string) (Phrase, error) { return parse(typed, false) }

// ParseTimes reads one or more times of day and nothing else: "8", "8am",
// "7:30 pm", "19.30", "0730", "20h30", "noon". A bare number is an hour of the
// 24-hour clock.
func ParseTimes(typed string) ([]subscriptions.TimeOfDay, error) {
	w, err := Parse(typed)
	if err == nil && (len(w.Times) == 0 || w.Days != 0 || w.Zone != "") {
		return nil, &Error{strings.TrimSpace(typed)}
	}
	return w.Times, err
}

// ParseDays reads days and maybe times: "daily", "mon wed fri", "mon-fri 7:00".
// Other than in [Parse], mere numbers are weekdays. Days must be said.
func ParseDays(typed string) (Phrase, error) {
	w, err := parse(typed, true)
	if err == nil && w.Days == 0 {
		err = &Error{strings.TrimSpace(typed)}
	}
	return w, err
}

func parse(typed string, numbersAreDays bool) (Phrase, error) {
	whole := &Error{strings.TrimSpace(typed)}
	l, ok := readLine(typed)
	if !ok {
		return Phrase{}, whole
	}
	p := &parser{line: l, numbersAreDays: numbersAreDays, readings: []Phrase{{}}}
	if at, ok := p.run(); !ok {
		return Phrase{}, &Error{l.piece(at)}
	}
	if groups, ok := p.apart(); ok {
		p.readings = groups
	}
	readings, ok := settled(p.readings)
	for i := range readings {
		readings[i].Bare = readings[i].Bare || p.lone == 1 && single(readings[i].Days)
	}
	switch {
	case !ok || len(readings) > mostReadings:
		return Phrase{}, whole
	case len(readings) > 1:
		return Phrase{}, &Ambiguous{Typed: whole.Typed, Readings: readings}
	}
	return append(readings, Phrase{})[0], nil
}

// settled puts the times of each reading in order and leaves out what reads
// the same. It reports false where a reading has too many times.
func settled(all []Phrase) ([]Phrase, bool) {
	var out []Phrase
	for _, w := range all {
		w.Times = slices.Clone(w.Times)
		slices.Sort(w.Times)
		w.Times = slices.Compact(w.Times)
		if len(w.Times) > maxTimes {
			return nil, false
		}
		same := func(o Phrase) bool { return o.String() == w.String() }
		if w.Says() && !slices.ContainsFunc(out, same) {
			out = append(out, w)
		}
	}
	return out, true
}

// LooksLikeClock reports whether the words are two numbers with a colon between
// them, whether or not there is such a time.
func LooksLikeClock(words string) bool {
	hour, minute, ok := strings.Cut(words, ":")
	return ok && isNumber(hour) && isNumber(minute)
}

func isNumber(s string) bool {
	return s != "" && len(s) <= 2 && strings.Trim(s, "0123456789") == ""
}

// IsJoiner reports whether a word may stand between times, days or topics and
// means nothing itself.
func IsJoiner(word string) bool { return isWord(word, joins) || IsAt(word) }

// IsAt reports whether a word opens the times behind the topics of a line.
func IsAt(word string) bool { return isWord(word, opens) }

func isWord(word string, c class) bool {
	_, ok := find(vocabulary()[foldWord(word)].means, c)
	return ok
}

// zonesOf returns the zones that words behind a time name.
func zonesOf(words string) []string { return zone.Find(words) }
