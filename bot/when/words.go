package when

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// class is what kind of thing a word says. The words stand in
// digest/language/data under [when.words], "word, word = class value", where
// CONTRIBUTING.md explains the classes.
type class string

const (
	number   class = "number"   // 7
	tens     class = "tens"     // 20, a number that a unit may follow
	ten      class = "x10"      // makes tens of the unit before it
	teen     class = "+10"      // makes a teen of the unit before it
	clock    class = "clock"    // 7:30, an hour and minutes in one word
	instant  class = "time"     // 13:00, a whole time
	hour     class = "hour"     // behind an hour; the value is how it counts
	minute   class = "minute"   // behind minutes
	part     class = "part"     // a part of the day, behind the hour
	early    class = "early"    // the same, before the hour where people put it there
	add      class = "add"      // minutes added behind the hour: half, quarter
	half     class = "half"     // minutes taken off the hour behind: setengah
	fraction class = "fraction" // minutes before "past" and "to", or around the hour behind them
	past     class = "past"     // between minutes and the hour they are added to
	to       class = "to"       // between minutes and the hour they are taken off
	less     class = "less"     // behind the hour, before minutes to take off
	more     class = "more"     // behind the hour, before minutes to add
	lack     class = "lack"     // before minutes to take off the hour behind them
	ago      class = "ago"      // behind an hour and minutes: they are taken off
	colon    class = "colon"    // between hour and minutes
	day      class = "day"      // a day or several: mon, or mon-fri
	letter   class = "letter"   // a day, by a letter that could be anything
	weekday  class = "weekday"  // a number that is a day beside its like
	week     class = "week"     // before the number of a day; the value is Monday's
	through  class = "through"  // between the first and the last day of a range
	except   class = "except"   // before days left out
	without  class = "without"  // behind days left out
	every    class = "every"
	opens    class = "at"
	joins    class = "and"
	filler   class = "filler" // passed over
	clocks   class = "clocks" // a time zone
	ofPlace  class = "of"     // beside a place, of which it makes a zone: "Tokyo time"
)

// meaning is one thing that a word may say.
type meaning struct {
	class class
	value int
	name  string // a part of the day, the way of counting hours, zones
}

// entry is a word, or the beginning of one, which means nothing.
type entry struct{ means []meaning }

// find returns what the meanings say of a class.
func find(means []meaning, c class) (meaning, bool) {
	for _, m := range means {
		if m.class == c {
			return m, true
		}
	}
	return meaning{}, false
}

// vocabulary holds the words of all languages and all their beginnings, folded.
// Accents may be left off where that makes no other word.
var vocabulary = sync.OnceValue(func() map[string]entry {
	words, plain := map[string][]meaning{}, map[string][]meaning{}
	for _, d := range language.All() {
		for _, line := range d.List("when.words") {
			names, said, _ := strings.Cut(line, " = ")
			addWords(words, plain, names, mustMean(said))
		}
		for name, zones := range d.Table("zone.clocks") {
			addWords(words, plain, name, meaning{class: clocks, name: zones})
		}
	}
	for c, marks := range map[class]string{joins: listMarks, filler: otherMarks, through: "-", colon: ":", opens: "@"} {
		for _, mark := range marks {
			words[string(mark)] = append(words[string(mark)], meaning{class: c})
		}
	}
	for word, means := range plain {
		if words[word] == nil {
			words[word] = means
		}
	}
	all := make(map[string]entry, 4*len(words))
	for word, means := range words {
		for i := range word {
			if _, ok := all[word[:i]]; !ok {
				all[word[:i]] = entry{}
			}
		}
		all[word] = entry{means}
	}
	return all
})

// The marks that stand between the parts of a list, and those that are passed
// over.
const (
	listMarks  = ",;、၊&+・·•|/"
	otherMarks = ".!?()[]\"“”「」。…។။"
)

func addWords(words, plain map[string][]meaning, names string, m meaning) {
	for name := range strings.SplitSeq(names, ", ") {
		word := foldWord(name)
		words[word] = append(words[word], m)
		if bare := text.Fold(name); bare != word && isSpaced(bare) {
			plain[bare] = append(plain[bare], m)
		}
	}
}

// mustMean reads "class value". The data are part of the program and checked by
// its tests, so what is wrong with them ends it.
func mustMean(said string) meaning {
	kind, value, _ := strings.Cut(said, " ")
	m := meaning{class: class(kind), name: value}
	switch m.class {
	case number, tens, add, half, fraction, week:
		m.value = must(strconv.Atoi(value))
	case clock, instant:
		h, minutes, _ := strings.Cut(value, ":")
		m.value = must(strconv.Atoi(h))*60 + must(strconv.Atoi(minutes))
	case day, letter, weekday:
		for name := range strings.FieldsSeq(value) {
			m.value |= 1 << must(dayIndex(name))
		}
	}
	return m
}

func must(v int, err error) int {
	if err != nil {
		panic(fmt.Sprintf("when: %v", err))
	}
	return v
}

// dayNames are the days as the data write them, by time.Weekday.
var dayNames = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func dayIndex(name string) (int, error) {
	for i, n := range dayNames {
		if n == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("no day %q", name)
}
