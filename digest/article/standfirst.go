package article

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// lead is the editor's: a standfirst on the page, else the description, if it
// was written for this article and not cut from the text. One that a brief
// need not cut is taken first. Where there is none, the first sentence of the
// text is the lead, if it can be said on a line.
func (h *head) lead(a Article) string {
	p := prose.Picker{Headline: a.Title, Language: a.Language}
	long := ""
	for s := range h.standfirsts(a) {
		if line := p.First([]string{s}); line != "" {
			return line
		}
		switch line := p.Whole(s); {
		case line != "" && !prose.IsCutOff(line):
			return s
		case line != "" && long == "":
			long = s
		}
	}
	if s := p.First(a.Text); s != "" {
		return s
	}
	return long
}

// standfirsts yields what may be one, the likeliest first, as whole sentences.
func (h *head) standfirsts(a Article) iter.Seq[string] {
	described := []string{h.first("og:description"), h.first("description"), h.linked.description, h.first("twitter:description", "dc.description")}
	return func(yield func(string) bool) {
		type saying struct {
			text      string
			described bool
		}
		seen := map[saying]bool{}
		for _, from := range []struct {
			said      []string
			described bool
		}{{h.owned(), false}, {described, true}, {h.perhaps, false}} {
			for _, s := range from.said {
				s = text.OneLine(text.Plain(s))
				if s == "" || seen[saying{s, from.described}] {
					continue
				}
				seen[saying{s, from.described}] = true
				if s = h.standfirst(s, from.described, a); s != "" && !yield(s) {
					return
				}
			}
		}
	}
}

// standfirst returns s as a whole sentence, "" if it is none of the article's.
// A description that readers see behind the headline is the editor's own.
func (h *head) standfirst(s string, described bool, a Article) string {
	shown := h.shows(s)
	s = prose.TrimEnd(prose.TrimOpening(s))
	switch {
	case s == "" || !described && !shown && !prose.Ended(s):
		return ""
	case !(described && shown) && (ofSite(s, a) || !about(s, a)):
		return ""
	}
	return finished(mended(s, a), a, shown)
}

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

// ofSite reports whether a description is the site's own: it begins with its address.
func ofSite(s string, a Article) bool {
	host := strings.TrimPrefix(strings.TrimPrefix(a.URL, "https://"), "http://")
	host, _, _ = strings.Cut(strings.TrimPrefix(host, "www."), "/")
	return host != "" && strings.HasPrefix(strings.ToLower(s), strings.ToLower(host)+" ")
}

// mended returns a description as it is if it was written, the paragraph it
// was copied from if it was cut in the middle of its first sentence or has
// another line glued before it, and "" if it is made of the headline and what
// follows that.
func mended(s string, a Article) string {
	const paragraphs, sample, before = 4, 36, 60
	opening := firstOf(prose.Sentences(s, a.Language))
	said, first := letters(s), letters(opening)
	for _, p := range a.Text[:min(len(a.Text), paragraphs)] {
		p = prose.TrimOpening(p)
		own := letters(p)
		if utf8.RuneCountInString(own) < sample {
			continue
		}
		switch at := strings.Index(said, string([]rune(own)[:sample])); {
		case at > 0 && at <= before && glued(s, p), at == 0 && goesOn(p, opening, a.Language):
			return p
		case at == 0 && !prose.Ended(p) && strings.HasPrefix(first, own) && len(first) > len(own):
			return "" // a heading and the sentence below it
		}
	}
	if title := letters(a.Title); len(a.Text) > 0 && utf8.RuneCountInString(title) > 8 && strings.HasPrefix(said, title) {
		return ""
	}
	return s
}

// glued reports whether s has something like a name before what p begins with.
func glued(s, p string) bool {
	r := []rune(p)
	head, _, ok := strings.Cut(s, string(r[:min(len(r), 12)]))
	head = strings.TrimSpace(head)
	return ok && (prose.PlaceLike(head) || len(strings.Fields(head)) <= 3 && prose.Begins(head) && strings.ContainsFunc(head, unicode.IsDigit))
}

// goesOn reports whether the sentence that p begins with goes on behind all of
// s, its mark included. Where p has another mark, an editor ended s there.
func goesOn(p, s, lang string) bool {
	const end = 12
	r := []rune(s)
	own, beginning := letters(firstOf(prose.Sentences(p, lang))), letters(s)
	return len(own) > len(beginning) && strings.HasPrefix(own, beginning) && strings.Contains(p, string(r[max(0, len(r)-end):]))
}

func firstOf(sentences []string) string {
	if len(sentences) == 0 {
		return ""
	}
	return sentences[0]
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

// finished gives what lacks its end mark one, if it was not cut: editors leave
// it off behind a standfirst, and machines cut descriptions at a set length.
func finished(s string, a Article, shown bool) string {
	const set = 110 // columns, beyond which machines cut
	if s == "" || prose.Ended(s) || prose.IsCutOff(s) || len(prose.Sentences(s, a.Language)) != 1 {
		return s
	}
	if strings.Contains(s, ": ") || strings.Contains(s, "www.") || !shown && text.Columns(s) > set || copied(s, a.Text) {
		return ""
	}
	return prose.Close(s, a.Language)
}
