package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"newsbrief/subscriptions"
)

// phraseError is a piece of a line that could not be understood, as it was typed.
type phraseError struct{ typed string }

func (e *phraseError) Error() string { return "not understood: " + e.typed }

// maxTimes is how many digests a day a chat may have.
const maxTimes = 12

// ParseTimes reads one or more times of day, separated by spaces, commas or
// "and": "8", "8am", "7:30 pm", "19.30", "0730", "20h30", "8時半", "午後8時",
// "noon". A bare number is an hour of the 24-hour clock. The result ascends
// and holds each time once.
func ParseTimes(typed string) ([]subscriptions.TimeOfDay, error) {
	w, err := parseWhen(typed)
	switch {
	case err != nil:
		return nil, err
	case len(w.times) == 0 || w.days != 0:
		return nil, &phraseError{strings.TrimSpace(typed)}
	}
	return w.times, nil
}

// phraseTokens folds a phrase to lower case, plain digits and plain
// punctuation, and splits it at spaces and list marks.
func phraseTokens(typed string) []string {
	folded := norm.NFC.String(strings.ToLower(width.Fold.String(typed)))
	return strings.FieldsFunc(strings.Map(foldDigit, folded), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;、&+", r)
	})
}

// foldDigit makes a decimal digit of any script an ASCII one. Unicode keeps
// every script's ten digits together, in order, on a multiple of ten behind
// some zero, so the zero is found by stepping down.
func foldDigit(r rune) rune {
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	n := rune(0)
	for n < 9 && unicode.Is(unicode.Nd, r-n-1) {
		n++
	}
	return '0' + n
}

// joinMarks puts a "pm" or "giờ" that stands alone back to its hour.
func joinMarks(tokens []string) []string {
	var out []string
	for _, tok := range tokens {
		tok = strings.TrimRight(tok, ".")
		if len(out) > 0 && isDigit(out[len(out)-1][0]) && isMark(tok) {
			out[len(out)-1] += tok
			continue
		}
		if tok != "" {
			out = append(out, tok)
		}
	}
	return out
}

// isMark reports whether the word says something of the hour before it.
func isMark(tok string) bool {
	if _, ok := meridiems[tok]; ok {
		return true
	}
	return slices.ContainsFunc(hourMarks, func(mark string) bool {
		return len(mark) > 1 && strings.HasPrefix(tok, mark)
	})
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// parseTime reads one time of day, folded.
func parseTime(tok string) (subscriptions.TimeOfDay, bool) {
	if t, ok := namedTimes[tok]; ok {
		return t, true
	}
	if n, ok := strings.CutSuffix(tok, evening); ok {
		hour, ok := number(n, 1)
		return subscriptions.TimeOfDay((hour + 18) * 60), ok && hour >= 1 && hour <= 5
	}
	tok, half := cutMeridiem(tok)
	hour, minute, ok := parseClock(tok)
	if !ok || !half.fits(hour) {
		return 0, false
	}
	return subscriptions.TimeOfDay(half.hour(hour)*60 + minute), true
}

// halfDay is what was said of the half of the day.
type halfDay int

const (
	unsaid halfDay = iota
	morning
	afternoon
)

func (h halfDay) fits(hour int) bool {
	switch h {
	case morning:
		return hour <= 12
	case afternoon:
		return hour <= 23
	}
	return true
}

func (h halfDay) hour(hour int) int {
	switch {
	case h == morning && hour == 12:
		return 0
	case h == afternoon && hour < 12:
		return hour + 12
	}
	return hour
}

// cutMeridiem takes "pm" and its kin off either end.
func cutMeridiem(tok string) (string, halfDay) {
	for word, half := range meridiems {
		if rest, ok := strings.CutSuffix(tok, word); ok && rest != "" {
			return rest, half
		}
		if rest, ok := strings.CutPrefix(tok, word); ok && rest != "" {
			return rest, half
		}
	}
	return tok, unsaid
}

// parseClock reads "8", "0830", "8:30", "8.30", "8h30", "8時30分" and "8時半".
func parseClock(tok string) (hour, minute int, ok bool) {
	for _, mark := range hourMarks {
		h, m, found := strings.Cut(tok, mark)
		if !found {
			continue
		}
		if mark != ":" && mark != "." && m == "" {
			m = "0"
		}
		return clock(h, m)
	}
	if len(tok) == 4 {
		return clock(tok[:2], tok[2:])
	}
	return clock(tok, "00")
}

func clock(h, m string) (hour, minute int, ok bool) {
	for _, mark := range minuteMarks {
		m = strings.TrimSuffix(m, mark)
	}
	if m == "半" {
		m = "30"
	}
	hour, ok = number(h, 2)
	minute, ok2 := number(m, 2)
	if hour == 24 && minute == 0 {
		hour = 0
	}
	return hour, minute, ok && ok2 && hour <= 23 && minute <= 59
}

// number reads up to n plain digits.
func number(s string, n int) (int, bool) {
	if s == "" || len(s) > n || strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) >= 0 {
		return 0, false
	}
	v, err := strconv.Atoi(s)
	return v, err == nil
}

// parseDays reads days: "daily", "weekdays", "mon wed fri", "mon-fri",
// "平日", "thứ hai", "senin, kamis". All of the line must be days.
func parseDays(typed string) (subscriptions.Days, error) {
	w, err := parseWhen(typed)
	switch {
	case err != nil:
		return 0, err
	case w.days == 0 || len(w.times) > 0:
		return 0, &phraseError{strings.TrimSpace(typed)}
	}
	return w.days, nil
}

// when is what a phrase says of times and days; what it does not say is zero.
type when struct {
	times []subscriptions.TimeOfDay
	days  subscriptions.Days
	bare  bool // a time was a mere number
}

// parseWhen reads times and days in any order: "7:00 18:00 weekdays". All of
// the line must be one or the other.
func parseWhen(typed string) (when, error) {
	var w when
	tokens := joinMarks(phraseTokens(typed))
	for len(tokens) > 0 {
		n := w.take(tokens)
		if n == 0 {
			return when{}, &phraseError{tokens[0]}
		}
		tokens = tokens[n:]
	}
	slices.Sort(w.times)
	w.times = slices.Compact(w.times)
	if len(w.times) > maxTimes {
		return when{}, &phraseError{strings.TrimSpace(typed)}
	}
	return w, nil
}

// take reads one time, day or joiner at the front and says how many tokens it took.
func (w *when) take(tokens []string) int {
	if d, n := longestDay(tokens); n > 0 {
		w.days |= d
		return n
	}
	if t, ok := parseTime(tokens[0]); ok {
		w.times = append(w.times, t)
		_, bare := number(tokens[0], 4)
		w.bare = w.bare || bare
		return 1
	}
	if joiners[tokens[0]] {
		return 1
	}
	return 0
}

// longestDay reads one day, set of days or range at the front, which may take
// several tokens ("thứ hai"): the longest reading wins. It says how many.
func longestDay(tokens []string) (subscriptions.Days, int) {
	for n := min(4, len(tokens)); n > 0; n-- {
		if d, ok := daysNamed(strings.Join(tokens[:n], " ")); ok {
			return d, n
		}
	}
	return 0, 0
}

// daysNamed reads a day, a named set, a run of one-letter days as Japanese
// and Chinese write them (月水金), or a range.
func daysNamed(word string) (subscriptions.Days, bool) {
	if d, ok := dayWords[word]; ok {
		return d, true
	}
	if d, ok := dayWords[strings.TrimSuffix(word, ".")]; ok {
		return d, true
	}
	if d, ok := dayRange(word); ok {
		return d, true
	}
	return dayLetters(word)
}

func dayRange(word string) (subscriptions.Days, bool) {
	word = strings.NewReplacer("–", "-", "—", "-", "~", "-", "〜", "-", "から", "-", "到", "-", "至", "-").Replace(word)
	from, to, ok := strings.Cut(word, "-")
	if !ok {
		return 0, false
	}
	a, okA := singleDay(strings.TrimSpace(from))
	b, okB := singleDay(strings.TrimSpace(to))
	if !okA || !okB {
		return 0, false
	}
	var days subscriptions.Days
	for d := a; ; d = (d + 1) % 7 {
		days |= 1 << d
		if d == b {
			return days, true
		}
	}
}

func singleDay(word string) (int, bool) {
	set := dayWords[word]
	for d := range 7 {
		if set == 1<<d {
			return d, true
		}
	}
	return 0, false
}

func dayLetters(word string) (subscriptions.Days, bool) {
	var days subscriptions.Days
	for _, r := range word {
		d, ok := dayWords[string(r)]
		if !ok || r < 0x2e80 {
			return 0, false
		}
		days |= d
	}
	return days, days != 0
}
