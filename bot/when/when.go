// Package when reads times and days as people of thirteen languages type them.
package when

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"newsbrief/subscriptions"
)

// Error is a piece of a line that could not be understood, as it was typed.
type Error struct{ Typed string }

func (e *Error) Error() string { return "not understood: " + e.Typed }

// Ambiguous is a phrase that could mean several things, the likeliest first.
type Ambiguous struct {
	Typed    string
	Readings []Phrase
}

func (a *Ambiguous) Error() string { return "could be several: " + a.Typed }

// maxTimes is how many digests a day a chat may have.
const maxTimes = 12

// longestPhrase and mostTokens bound what is read as times and days at all, in
// bytes and tokens: twelve times and seven days need less.
const (
	longestPhrase = 1000
	mostTokens    = 80
)

// ParseTimes reads one or more times of day, separated by spaces, commas or
// "and": "8", "8am", "7:30 pm", "19.30", "0730", "20h30", "8時半", "午後8時",
// "noon". A bare number is an hour of the 24-hour clock. The result ascends
// and holds each time once.
func ParseTimes(typed string) ([]subscriptions.TimeOfDay, error) {
	w, err := Parse(typed)
	switch {
	case err != nil:
		return nil, err
	case len(w.Times) == 0 || w.Days != 0:
		return nil, &Error{strings.TrimSpace(typed)}
	}
	return w.Times, nil
}

// listMarks stand between the parts of a list.
const listMarks = ",;、၊&+・·•と和"

// phraseTokens folds a phrase to lower case, plain digits and plain
// punctuation, and splits it at spaces and list marks. Each run of list marks
// is a token too, ",", because no reading reaches over it.
func phraseTokens(typed string) []string {
	folded := strings.Map(foldDigit, norm.NFC.String(strings.ToLower(width.Fold.String(typed))))
	var tokens []string
	for i, part := range strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune(listMarks, r) }) {
		if i > 0 {
			tokens = append(tokens, ",")
		}
		for tok := range strings.FieldsSeq(part) {
			if tok = strings.TrimRight(tok, "."); tok != "" {
				tokens = append(tokens, tok)
			}
		}
	}
	return tokens
}

// foldDigit makes a decimal digit of any script an ASCII one, and an
// apostrophe a plain one. Unicode keeps
// every script's ten digits together, in order, on a multiple of ten behind
// some zero, so the zero is found by stepping down.
func foldDigit(r rune) rune {
	if r == '’' {
		return '\''
	}
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	n := rune(0)
	for n < 9 && unicode.Is(unicode.Nd, r-n-1) {
		n++
	}
	return '0' + n
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// longestTimeTokens is how many tokens one time may take: "half past 7 in the
// evening" is six.
const longestTimeTokens = 7

// longestTime reads one time at the front, with a day before it where both
// are written as one word, as "平日8時". It says how many tokens it took.
func longestTime(tokens []string) (Phrase, int) {
	for n := min(longestTimeTokens, len(tokens)); n > 0; n-- {
		if slices.Contains(tokens[:n], ",") || twoHours(tokens[:n]) || belongsToNext(tokens, n) {
			continue
		}
		word := strings.Join(tokens[:n], "")
		if t, ok := parseTime(word); ok {
			_, bare := number(word, 4)
			return Phrase{Times: []subscriptions.TimeOfDay{t}, Bare: bare}, n
		}
		if w, ok := dayAndTime(word); ok {
			return w, n
		}
	}
	return Phrase{}, 0
}

// twoHours reports whether a space stands between two numbers that are not
// the hours and minutes of one time: "7h 8" is two hours, "7h 30" is one time.
func twoHours(tokens []string) bool {
	for i, tok := range tokens {
		if !isDigit(tok[0]) || !slices.ContainsFunc(tokens[:i], hasDigit) {
			continue
		}
		last := tokens[i-1]
		minutes := strings.Join(tokens[i:], "")[1:]
		if isDigit(last[len(last)-1]) || !startsMinutes(minutes) {
			return true
		}
	}
	return false
}

// startsMinutes reports whether the rest behind a digit makes minutes of it:
// another digit, or a word for minutes.
func startsMinutes(rest string) bool {
	return rest != "" && isDigit(rest[0]) || slices.ContainsFunc(minuteMarks, func(mark string) bool { return strings.HasPrefix(rest, mark) })
}

// belongsToNext reports whether the last of n tokens belongs to what follows:
// a word that stands before an hour, as in "7時 午後 8時", or an hour with its
// mark, as in "7 giờ 18 giờ".
func belongsToNext(tokens []string, n int) bool {
	if n == len(tokens) {
		return false
	}
	last, next := tokens[n-1], tokens[n]
	if _, before := beforeHour[last]; before {
		return isDigit(next[0])
	}
	_, plain := number(last, 2)
	return n > 1 && plain && slices.ContainsFunc(tokens[:n-1], hasDigit) && slices.Contains(hourMarks, next)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// dayAndTime reads a day and a time, in either order, that no space parts, in
// the scripts that write so.
func dayAndTime(word string) (Phrase, bool) {
	for i := range word {
		for _, part := range [][2]string{{word[:i], word[i:]}, {word[i:], word[:i]}} {
			if isLatin(part[0]) {
				continue
			}
			days, ok := daysNamed(part[0])
			if !ok {
				continue
			}
			if t, ok := parseTime(part[1]); ok {
				return Phrase{Times: []subscriptions.TimeOfDay{t}, Days: days}, true
			}
		}
	}
	return Phrase{}, false
}

// isLatin reports whether the word is of a script that puts spaces between words.
func isLatin(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return r < 0x0e00 || unicode.Is(unicode.Latin, r)
}

// parseTime reads one time of day, folded and without spaces.
func parseTime(tok string) (subscriptions.TimeOfDay, bool) {
	if t, ok := namedTimes[tok]; ok {
		return t, true
	}
	if _, ok := hourNames[tok]; ok {
		return 0, false
	}
	tok, said, ok := cutHints(tok)
	if !ok {
		return 0, false
	}
	hour, minute, ok := parseClock(tok)
	if !ok || !said.half.fits(hour) || said.minutes != 0 && minute != 0 {
		return 0, false
	}
	const day = 24 * 60
	return subscriptions.TimeOfDay((said.half.hour(hour)*60 + minute + said.minutes + day) % day), true
}

// cutHints takes "pm", "o'clock" and their kin off both ends. Two words for
// the part of the day are none.
func cutHints(tok string) (string, hint, bool) {
	var said hint
	for {
		rest, h, ok := cutHint(tok)
		if !ok {
			break
		}
		if h.half != unsaid && said.half != unsaid || h.minutes != 0 && said.minutes != 0 {
			return "", hint{}, false
		}
		said.half = max(said.half, h.half)
		said.minutes += h.minutes
		tok = rest
	}
	if strings.Contains(tok, "ทุ่ม") || strings.Contains(tok, "ທຸ່ມ") {
		return tok, hint{half: evening, minutes: said.minutes}, said.half == unsaid
	}
	return tok, said, true
}

// cutHint takes the longest word that says something of the hour off one end.
func cutHint(tok string) (rest string, h hint, ok bool) {
	if _, whole := hourNames[tok]; whole {
		return "", hint{}, false
	}
	for _, cut := range []struct {
		cut    func(s, word string) (string, bool)
		tables []map[string]hint
	}{
		{strings.CutPrefix, []map[string]hint{leadWords, beforeHour, afterHour}},
		{strings.CutSuffix, []map[string]hint{tailWords, afterHour, beforeHour}},
	} {
		rest = tok
		for _, table := range cut.tables {
			for word, said := range table {
				if r, found := cut.cut(tok, word); found && r != "" && len(r) < len(rest) {
					rest, h, ok = r, said, true
				}
			}
		}
		if ok {
			return rest, h, true
		}
	}
	return "", hint{}, false
}

// parseClock reads "8", "0830", "8:30", "8.30", "8h30", "8時30分" and "八時".
func parseClock(tok string) (hour, minute int, ok bool) {
	if hour, ok := hourNames[tok]; ok {
		return hour, 0, true
	}
	for _, mark := range hourMarks {
		h, m, found := strings.Cut(tok, mark)
		switch {
		case !found:
			continue
		case m == "" && hourNames[h] > 0:
			return hourNames[h], 0, true
		case m == "":
			return plainClock(h)
		}
		return clock(h, m)
	}
	return plainClock(tok)
}

// plainClock reads what has no words in it.
func plainClock(tok string) (hour, minute int, ok bool) {
	for _, mark := range []string{":", "."} {
		if h, m, found := strings.Cut(tok, mark); found {
			return clock(h, m)
		}
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
	hour, ok = number(h, 2)
	if named, is := hourNames[h]; is {
		hour, ok = named, true
	}
	minute, ok2 := number(m, 2)
	if hour == 24 && minute == 0 {
		hour = 0
	}
	return hour, minute, ok && ok2 && hour <= 23 && minute <= 59
}

// LooksLikeClock reports whether the words are two numbers with a colon between
// them, whether or not there is such a time.
func LooksLikeClock(words string) bool {
	hour, minute, ok := strings.Cut(words, ":")
	_, okHour := number(hour, 2)
	_, okMinute := number(minute, 2)
	return ok && okHour && okMinute
}

// number reads up to n plain digits.
func number(s string, n int) (int, bool) {
	if s == "" || len(s) > n || strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) >= 0 {
		return 0, false
	}
	v, err := strconv.Atoi(s)
	return v, err == nil
}

// ParseDays reads days: "daily", "weekdays", "mon wed fri", "mon-fri",
// "平日", "thứ hai", "senin, kamis". All of the line must be days.
func ParseDays(typed string) (subscriptions.Days, error) {
	w, err := Parse(typed)
	switch {
	case err != nil:
		return 0, err
	case w.Days == 0 || len(w.Times) > 0:
		return 0, &Error{strings.TrimSpace(typed)}
	}
	return w.Days, nil
}

// Phrase is what a phrase says of times and days; what it does not say is zero.
type Phrase struct {
	Times []subscriptions.TimeOfDay
	Days  subscriptions.Days
	Zone  string // whose clocks the times were said by, "" if not said
	Bare  bool   // it may be something else: a time was a mere number
}

// Says reports whether anything was said.
func (w Phrase) Says() bool { return len(w.Times) > 0 || w.Days != 0 }

// Parse reads times and days in any order: "7:00 18:00 weekdays". All of
// the line must be one or the other.
func Parse(typed string) (Phrase, error) {
	var w Phrase
	if len(typed) > longestPhrase {
		return Phrase{}, &Error{strings.TrimSpace(typed)}
	}
	tokens := phraseTokens(typed)
	if len(tokens) > mostTokens {
		return Phrase{}, &Error{strings.TrimSpace(typed)}
	}
	for len(tokens) > 0 {
		n := w.take(tokens)
		if n == 0 {
			return Phrase{}, &Error{tokens[0]}
		}
		tokens = tokens[n:]
	}
	slices.Sort(w.Times)
	w.Times = slices.Compact(w.Times)
	if len(w.Times) > maxTimes {
		return Phrase{}, &Error{strings.TrimSpace(typed)}
	}
	return w, nil
}

// take reads one time, day or joiner at the front and says how many tokens it took.
func (w *Phrase) take(tokens []string) int {
	if d, n := longestDay(tokens); n > 0 {
		w.Days |= d
		return n
	}
	if said, n := longestTime(tokens); n > 0 {
		w.Times = append(w.Times, said.Times...)
		w.Days |= said.Days
		w.Bare = w.Bare || said.Bare
		return n
	}
	if tokens[0] == "," || joiners[tokens[0]] {
		return 1
	}
	return 0
}

// longestDayTokens is how many tokens one set of days may take: "from monday
// to friday" is four, "từ thứ 2 đến thứ 6" six.
const longestDayTokens = 8

// longestDay reads one day, set of days or range at the front, which may take
// several tokens ("thứ hai"): the longest reading wins. It says how many.
func longestDay(tokens []string) (subscriptions.Days, int) {
	for n := min(longestDayTokens, len(tokens)); n > 0; n-- {
		if d, ok := daysNamed(strings.Join(tokens[:n], " ")); ok {
			return d, n
		}
	}
	return 0, 0
}

// daysNamed reads a day, a named set, a run of one-letter days as Japanese
// and Chinese write them (月水金), a range, or days with slashes between.
func daysNamed(word string) (subscriptions.Days, bool) {
	word = strings.ReplaceAll(strings.ReplaceAll(word, "礼拜", "星期"), "禮拜", "星期")
	for ok := true; ok; word, ok = bareDay(word) {
		for _, read := range []func(string) (subscriptions.Days, bool){dayWord, dayRange, dayLetters, daySlashes} {
			if d, ok := read(word); ok {
				return d, true
			}
		}
	}
	return 0, false
}

func dayWord(word string) (subscriptions.Days, bool) {
	d, ok := dayWords[strings.TrimSuffix(word, ".")]
	return d, ok
}

// bareDay takes one word like "every" off the days.
func bareDay(word string) (string, bool) {
	for _, prefix := range dayPrefixes {
		if rest, ok := strings.CutPrefix(word, prefix); ok {
			return strings.TrimSpace(rest), true
		}
	}
	for _, suffix := range daySuffixes {
		if rest, ok := strings.CutSuffix(word, suffix); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

func dayRange(word string) (subscriptions.Days, bool) {
	for _, mark := range rangeMarks {
		from, to, ok := strings.Cut(word, mark)
		if !ok {
			continue
		}
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		a, okA := singleDay(from)
		b, okB := lastDay(from, to)
		if okA && okB {
			return daysFrom(a, b), true
		}
	}
	return 0, false
}

func daysFrom(a, b int) subscriptions.Days {
	var days subscriptions.Days
	for d := a; ; d = (d + 1) % 7 {
		days |= 1 << d
		if d == b {
			return days
		}
	}
}

// lastDay reads the end of a range, which may leave out what its beginning
// says before the number: "周一到五", "thứ 2-6".
func lastDay(from, to string) (int, bool) {
	if d, ok := singleDay(to); ok || to == "" {
		return d, ok
	}
	_, size := utf8.DecodeLastRuneInString(from)
	return singleDay(from[:len(from)-size] + to)
}

func singleDay(word string) (int, bool) {
	for ok := true; ok; word, ok = bareDay(word) {
		for d := range 7 {
			if dayWords[word] == 1<<d {
				return d, true
			}
		}
	}
	return 0, false
}

func dayLetters(word string) (subscriptions.Days, bool) {
	week := ""
	for _, prefix := range []string{"星期", "周", "週"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok {
			week, word = prefix, strings.ReplaceAll(rest, " , ", "")
		}
	}
	var days subscriptions.Days
	for _, r := range word {
		d, ok := dayWords[week+string(r)]
		if !ok || r < 0x2e80 {
			return 0, false
		}
		days |= d
	}
	return days, days != 0
}

func daySlashes(word string) (subscriptions.Days, bool) {
	var days subscriptions.Days
	for part := range strings.SplitSeq(word, "/") {
		d, ok := dayWords[part]
		if !ok {
			return 0, false
		}
		days |= d
	}
	return days, true
}
