package article

import (
	"cmp"
	"iter"
	"regexp"
	"slices"
	"strings"
	"sync"

	"newsbrief/digest/language"
	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// proper returns the parts that are the article's own text, in order, without
// texts that are known to be something else.
func proper(parts []part, title string, known map[string]bool) []string {
	var out []string
	seen := map[string]bool{}
	folded := text.Fold(title)
	parts = beforeMore(afterPoints(parts[:min(len(parts), mostParagraphs)]))
	for i, p := range parts {
		p.text = withoutOtherTitle(p.text, title)
		if seen[p.text] && len(p.text) > 30 || !p.own() || known[p.text] || i < 6 && text.Fold(p.text) == folded {
			continue
		}
		seen[p.text] = true
		if n := len(out); n > 0 && goesOn(out[n-1]) {
			out[n-1] += p.text
			continue
		}
		out = append(out, p.text)
	}
	return withoutLines(out)
}

// withoutLines returns a text without the short lines before its first sentence
// and behind its last: who wrote it, when, in which section.
func withoutLines(paragraphs []string) []string {
	const before, behind = 8, 3 // more of them are a list or a poem
	return paragraphs[linesBefore(slices.All(paragraphs), before) : len(paragraphs)-linesBefore(slices.Backward(paragraphs), behind)]
}

// linesBefore counts the short lines before the first sentence, 0 if they are
// more than most.
func linesBefore(paragraphs iter.Seq2[int, string], most int) int {
	const widest = 60 // columns of a line
	n := 0
	for _, p := range paragraphs {
		switch {
		case isSentence(p) && !strings.HasSuffix(p, ".m."): // which ends a time
			return n
		case n == most || text.Columns(p) > widest:
			return 0
		}
		n++
	}
	return 0
}

// beforeMore returns the parts before the heading of a list of other articles.
// What stands before the middle of a text is a link or two in it.
func beforeMore(parts []part) []part {
	all, above := size(parts), 0
	for i, p := range parts {
		if 2*above >= all && moreHeading(p.text) {
			return parts[:i]
		}
		above += len(p.text)
	}
	return parts
}

// afterPoints returns the parts without a list that stands before the text and
// says it in short, if there is a text.
func afterPoints(parts []part) []part {
	for i, p := range parts {
		if !p.point && isSentence(p.text) {
			return slices.Concat(slices.DeleteFunc(slices.Clone(parts[:i]), func(p part) bool { return p.point }), parts[i:])
		}
	}
	return parts
}

// goesOn reports whether a line breaks in the middle of a sentence, as where
// each clause stands in a line of its own for narrow screens.
func goesOn(s string) bool {
	const line = 80 // columns
	return (strings.HasSuffix(s, "，") || strings.HasSuffix(s, "、")) && text.Columns(s) <= line
}

// own reports whether the part belongs to the article: no link to another, no
// caption or notice, no line that only dates or signs it.
func (p part) own() bool {
	const longest, line = 400, 120 // bytes: of a notice, of a line that is no sentence
	switch {
	case p.text == "" || p.isLink():
		return false
	case len(p.text) < longest && (prose.IsBoilerplate(p.text) || notice(p.text)):
		return false
	}
	return len(p.text) >= line || !furniture(p.text)
}

func (p part) isLink() bool { return p.linked*10 >= len(p.text)*9 }

// notice reports whether a paragraph holds what a site says for itself.
func notice(s string) bool { return hasAny(strings.ToLower(s), notices()) }

var notices = sync.OnceValue(func() []string { return language.Union("article.notices") })

// furniture reports whether a short line is of the page and not of the article.
func furniture(s string) bool {
	low := strings.ToLower(s)
	return moreHeading(s) || furnitureLines()[strings.Trim(low, " .:…!?*[]()-–")] || startsWithAny(low, furnitureLabels())
}

func startsWithAny(s string, starts []string) bool {
	return slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(s, start) })
}

var (
	furnitureLines  = sync.OnceValue(func() map[string]bool { return language.Set("article.lines") })
	furnitureLabels = sync.OnceValue(func() []string { return language.Union("article.labels") })
)

// withoutOtherTitle takes off what the article was called elsewhere, which
// sites that reprint write before the text: in brackets, in title marks, or as
// far as it is the headline. Where its end cannot be told, all of it goes.
func withoutOtherTitle(s, title string) string {
	m := otherTitles().FindStringSubmatch(s)
	if m == nil {
		return s
	}
	rest := s[len(m[0]):]
	open := cmp.Or(m[1], m[2])
	if open == "" {
		after, _ := strings.CutPrefix(rest, title)
		if len(after) == len(rest) {
			return ""
		}
		return strings.TrimSpace(after)
	}
	_, after, _ := strings.Cut(rest, closers[open])
	return strings.TrimLeft(after, ")）]】。 ")
}

var closers = map[string]string{"(": ")", "（": "）", "[": "]", "【": "】", "《": "》", "“": "”", "\"": "\""}

var otherTitles = sync.OnceValue(func() *regexp.Regexp {
	var labels []string
	for _, label := range language.Union("article.otherTitle") {
		labels = append(labels, regexp.QuoteMeta(label))
	}
	return regexp.MustCompile(`^([(（\[【]?)\s*(?:` + strings.Join(labels, "|") + `)\s*[:：]\s*([《“"]?)`)
})
