package story

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// Kind is what an item is, or instead of a report of what happened.
type Kind uint8

// Kinds, the nearest to news first.
const (
	Report  Kind = iota
	Preview      // tells what is to come, so it is stale once it came
	Comment      // what somebody thinks of it, explains or lists; a ticker
	Filler       // what papers print beside the news: offers, horoscopes, rates of the day
)

// KindOf tells an item's kind by its headline, its sections and its address.
func KindOf(it feed.Item) Kind {
	forms := formsOf(it.Language)
	if k := forms.ofSections(it); k > Report {
		return k
	}
	title := strings.ReplaceAll(strings.ToLower(text.OneLine(it.Title)), "’", "'")
	switch {
	case forms.filler.match(title), forms.rates.match(title) && !forms.moves.match(title):
		return Filler
	case forms.comment.match(title), isQuestion(title):
		return Comment
	case forms.preview.match(title):
		return Preview
	}
	return Report
}

// isQuestion reports whether a headline asks: reports answer.
func isQuestion(title string) bool {
	return strings.HasSuffix(title, "?") || strings.HasSuffix(title, "？")
}

// Kind is that of most of the story's items: of the middle one in the order of
// kinds, the nearer to news if there are two.
func (s Story) Kind() Kind {
	kinds := make([]Kind, len(s.Items))
	for i, it := range s.Items {
		kinds[i] = KindOf(it)
	}
	slices.Sort(kinds)
	return kinds[(len(kinds)-1)/2]
}

// forms are how headlines look that are no reports.
type forms struct {
	filler, rates, moves, comment, preview phrases
	sections                               map[string]Kind
}

// ofSections is the kind that the publisher itself gives an item: by its
// categories, and by the folders of its address. Behind the first category
// stand others that only say what else there is, such as a video.
func (f *forms) ofSections(it feed.Item) Kind {
	kind := Report
	for i, c := range it.Categories {
		if k := f.sections[text.Fold(c)]; i == 0 || k == Filler {
			kind = max(kind, k)
		}
	}
	u, err := url.Parse(it.URL)
	if err != nil {
		return kind
	}
	folders := strings.Split(strings.ReplaceAll(strings.ToLower(strings.Trim(u.Path, "/")), "-", " "), "/")
	kind = max(kind, f.sections["/"+folders[0]])
	for _, folder := range folders[:len(folders)-1] {
		kind = max(kind, f.sections[folder])
	}
	return kind
}

// formsOf returns the forms of a language, those of all where it is not known.
// English fillers and sections are those of every language.
func formsOf(tag string) *forms {
	all := allForms()
	if f := all[language.Base(tag)]; f != nil {
		return f()
	}
	return all[""]()
}

var allForms = sync.OnceValue(func() map[string]func() *forms {
	out := map[string]func() *forms{"": sync.OnceValue(func() *forms { return newForms(language.Union) })}
	for _, d := range language.All() {
		out[d.Tag] = sync.OnceValue(func() *forms {
			return newForms(func(section string) []string {
				if d.Tag == "en" || !strings.Contains(section, "filler") && !strings.HasSuffix(section, "sections") {
					return d.List(section)
				}
				return append(slices.Clone(d.List(section)), language.Of("en").List(section)...)
			})
		})
	}
	return out
})

func newForms(list func(section string) []string) *forms {
	f := &forms{
		filler: newPhrases(list("story.filler")), rates: newPhrases(list("story.rates")), moves: newPhrases(list("story.moves")),
		comment: newPhrases(list("story.comment")), preview: newPhrases(list("story.preview")), sections: map[string]Kind{},
	}
	for _, s := range list("story.comment sections") {
		f.sections[s] = Comment
	}
	for _, s := range list("story.filler sections") {
		f.sections[s] = Filler
	}
	return f
}

// phrases are looked for in headlines in lower case.
type phrases []phrase

// phrase is one of them. Most headlines do not have its probe, so that the
// pattern is hardly ever needed.
type phrase struct {
	entry, probe string
	begins       bool // the probe is the beginning of a headline
	once         sync.Once
	pattern      *regexp.Regexp
}

func (ps phrases) match(title string) bool {
	bare := strings.TrimLeft(title, brackets)
	for i := range ps {
		if ps[i].match(title, bare) {
			return true
		}
	}
	return false
}

func (p *phrase) match(title, bare string) bool {
	if p.begins && !strings.HasPrefix(bare, p.probe) || !strings.Contains(title, p.probe) {
		return false
	}
	p.once.Do(func() { p.pattern = regexp.MustCompile(pattern(p.entry)) })
	return p.pattern.MatchString(title)
}

// brackets may stand before the first word of a headline.
const brackets = `[({<"'“‘«【［（「『《〈 `

// newPhrases reads phrases as they stand in the data: "^" is the beginning of
// a headline and "$" its end, "#" a number, "~" a word, "*" up to 24 letters.
// In Latin letters a phrase begins and ends where a word does.
func newPhrases(entries []string) phrases {
	out := make(phrases, len(entries))
	for i, entry := range entries {
		body, begins := strings.CutPrefix(strings.TrimSuffix(entry, "$"), "^")
		parts := strings.FieldsFunc(body, isWildcard)
		p := &out[i]
		p.entry, p.begins = entry, begins && strings.HasPrefix(body, parts[0])
		if p.probe = parts[0]; !p.begins {
			p.probe = slices.MaxFunc(parts, func(a, b string) int { return len(a) - len(b) })
		}
	}
	return out
}

func isWildcard(r rune) bool { return strings.ContainsRune("#~*", r) }

var wildcards = strings.NewReplacer("#", `\d+(?:[.,]\d+)*`, "~", `[\p{L}\p{M}'’-]+`, `\*`, `.{0,24}?`)

func pattern(entry string) string {
	body, begins := strings.CutPrefix(entry, "^")
	body, ends := strings.CutSuffix(body, "$")
	p := wildcards.Replace(regexp.QuoteMeta(body))
	switch rs := []rune(body); {
	case begins:
		p = `^[` + regexp.QuoteMeta(brackets) + `]*` + p
	case isLatin(rs[0]):
		p = `(?:^|[^\p{Latin}\p{N}])` + p
	}
	switch rs := []rune(body); {
	case ends:
		p += `$`
	case isLatin(rs[len(rs)-1]):
		p += `(?:$|[^\p{Latin}\p{N}])`
	}
	return p
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) || r == '#' }
