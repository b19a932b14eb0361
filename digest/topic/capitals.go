package topic

import (
	"strings"
	"sync"

	"newsbrief/digest/language"

	"golang.org/x/text/unicode/norm"
)

// functionWords are words that nobody wants news of. Who types one means the
// abbreviation or name that is written like it in capitals.
var functionWords = sync.OnceValue(func() map[string]bool { return language.Set("topic.function") })

// spell finds out how a text has to write the words, which f holds as typed:
//
//   - "AI" and "U.S." in these capitals, because other capitals make other
//     words; a topic of several words that is all in capitals was only typed so.
//   - "us" as a topic in capitals, however it was typed.
//   - "us" in "us economy" as it comes, but in capitals if "economy" stands
//     elsewhere.
func (q *Query) spell(f *field) {
	q.spelled = make([]string, len(q.keys))
	q.spelledNear = make([]string, len(q.keys))
	for i, key := range q.keys {
		typed := unpointed(f.text(i, i+1))
		abbreviated := abbreviates(typed) && (!f.shout || len(q.parts) == 1 || abbreviation(f.text(i, i+1)) > 0)
		function := functionWords()[string(key)]
		switch {
		case abbreviated, function && len(q.keys) == 1:
			q.spelled[i] = strings.ToUpper(typed)
		case !function:
			continue
		}
		q.spelledNear[i] = strings.ToUpper(typed)
	}
}

// abbreviates reports whether w is two to four capitals.
func abbreviates(w string) bool {
	return len(w) > 1 && shortCapitals(w) && !strings.ContainsAny(w, "0123456789")
}

// unpointed returns a word in normal width, an abbreviation without its points.
func unpointed(w string) string {
	if !isASCII(w) {
		w = norm.NFKC.String(w)
	}
	if abbreviation(w) > 0 {
		w = strings.ReplaceAll(w, ".", "")
	}
	return w
}

// writes reports whether token i is written as the capitals, with an "s" for
// more than one, or as a name if they are long enough to be spoken: "Nasa". In
// a text that is all capitals they tell nothing but of function words, which
// are in every text.
func (f *field) writes(i int, capitals string) bool {
	s := f.text(i, i+1)
	pointed := abbreviation(s) > 0
	if f.shout && len(f.tokens) >= 3 && !pointed {
		return !functionWords()[strings.ToLower(capitals)]
	}
	rest, ok := strings.CutPrefix(unpointed(s), capitals)
	return ok && (rest == "" || rest == "s") || len(capitals) > 3 && s == capitals[:1]+strings.ToLower(capitals[1:])
}
