package article

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// lead returns the editor's: a standfirst on the page, else the description, if
// it was written for this article; sooner one that was not cut off. "" if there
// is none: then the text leads.
func (h *head) lead(a Article) string {
	cut := ""
	for s := range h.standfirsts(a) {
		if !prose.IsCutOff(s) {
			return s
		}
		if cut == "" && len(a.Text) == 0 {
			cut = s
		}
	}
	return cut
}

// standfirsts yields what may be one, the likeliest first.
func (h *head) standfirsts(a Article) iter.Seq[string] {
	described := []string{h.first("og:description"), h.first("description"), h.linked.description, h.first("twitter:description", "dc.description")}
	return func(yield func(string) bool) {
		for _, from := range []struct {
			said      []string
			described bool
		}{{h.owned(), false}, {described, true}, {h.perhaps, false}} {
			for _, s := range from.said {
				if s = h.standfirst(s, from.described, a); s != "" && !yield(s) {
					return
				}
			}
		}
	}
}

// standfirst returns s as whole sentences, "" if it is none of the article's. A
// description that readers see behind the headline is the editor's own.
func (h *head) standfirst(s string, described bool, a Article) string {
	s = text.OneLine(text.Plain(s))
	shown := h.shows(s)
	s = prose.TrimEnd(prose.TrimOpening(s))
	switch {
	case text.Columns(s) < prose.Least || prose.IsBoilerplate(s) || notice(s) || question(s):
		return ""
	case !described && !shown && !prose.Ended(s):
		return ""
	case !(described && shown) && (ofSite(s, a) || !about(s, a)):
		return ""
	}
	if broken(s, shown) || fromText(s, a) {
		return ""
	}
	return s
}

func question(s string) bool { return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？") }

// owned are the standfirsts that can be the article's. Where there are many,
// they are those of other articles, but for what stands behind the headline.
func (h *head) owned() []string {
	const several = 2
	own := map[string]bool{}
	for _, s := range h.standing {
		own[s] = true
	}
	if len(own) <= several {
		return h.standing
	}
	return slices.DeleteFunc(slices.Clone(h.standing), func(s string) bool { return !h.shows(s) })
}

// about reports whether the description speaks of the article: it shares words
// with it. A page whose text was not found is believed.
func about(s string, a Article) bool {
	const part, paragraphs = 42, 8 // of a hundred runs of letters; what the article is about stands in the first
	if len(a.Text) == 0 {
		return true
	}
	return shared(s, a.Title+"\n"+strings.Join(a.Text[:min(len(a.Text), paragraphs)], "\n")) >= part
}

// shared is how much of s, in percent of its runs of three letters, is in told.
func shared(s, told string) int {
	both, of, _ := overlap(s, told)
	return both * 100 / max(1, of)
}

// ofSite reports whether a description is the site's own: it begins with its
// address, or names the site or speaks as sites do, and says nothing of the
// headline.
func ofSite(s string, a Article) bool {
	const little = 15 // percent of the headline, as descriptions of other articles have by chance
	host := strings.TrimPrefix(strings.TrimPrefix(a.URL, "https://"), "http://")
	host, _, _ = strings.Cut(strings.TrimPrefix(host, "www."), "/")
	low := strings.ToLower(s)
	if host != "" && strings.HasPrefix(low, strings.ToLower(host)+" ") {
		return true
	}
	names := a.Site != "" && strings.Contains(low, strings.ToLower(a.Site)) || strings.Contains(low, "www.") || hasAny(low, siteWords())
	return names && shared(a.Title, s) < little
}

// siteWords are what sites say of themselves.
var siteWords = sync.OnceValue(func() []string { return language.Union("article.site") })

// fromText reports whether a description was not written but made: it is the
// beginning of a paragraph, cut off or with a name glued before it, or the
// headline or a heading and what follows. The text says the same, whole.
func fromText(s string, a Article) bool {
	const paragraphs, sample, before, narrow = 4, 24, 60, 8
	said, opening := letters(s), letters(firstOf(prose.Sentences(s, a.Language)))
	for _, p := range a.Text[:min(len(a.Text), paragraphs)] {
		p = prose.TrimOpening(p)
		own := letters(p)
		if utf8.RuneCountInString(own) < sample {
			continue
		}
		switch at := strings.Index(said, string([]rune(own)[:sample])); {
		case at == 0 && (copied(s, p) || !prose.Ended(p) && len(said) > len(own)):
			return true
		case at > 0 && at <= before && len(opening) > at:
			return true
		}
	}
	title := letters(a.Title)
	return len(a.Text) > 0 && utf8.RuneCountInString(title) > narrow && strings.HasPrefix(said, title)
}

func firstOf(sentences []string) string {
	if len(sentences) == 0 {
		return ""
	}
	return sentences[0]
}

// copied reports whether the paragraph goes on where s ends, its mark included.
// Where it has another mark, an editor ended s there.
func copied(s, p string) bool {
	const end = 12
	r := []rune(s)
	at := strings.Index(p, string(r[max(0, len(r)-end):]))
	return at >= 0 && at+end < len(p)
}

// letters is s folded without all that is no letter or digit.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if text.IsWord(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}

// broken reports whether machines cut a description at a set length, or made it
// of other things. Editors leave the end mark off behind a standfirst as well.
func broken(s string, shown bool) bool {
	const set = 110 // columns, beyond which machines cut
	if prose.Ended(s) || prose.IsCutOff(s) {
		return false
	}
	return strings.Contains(s, ": ") || strings.Contains(s, "www.") || !shown && text.Columns(s) > set
}
