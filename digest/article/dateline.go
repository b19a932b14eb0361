package article

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// What stands behind the headline and before the text is told about the
// article: its dateline and its standfirst are there, whatever they are called.
const (
	nearTexts   = 40 // elements with text of their own that are looked at
	nearRunning = 3  // paragraphs after which the text has begun
	widestDate  = 90 // columns of a line that a date stands in
)

// behind notes an element that stands behind the headline.
func (h *head) behind(n *html.Node) {
	if h.running > nearRunning || len(h.near)+len(h.told) >= nearTexts {
		return
	}
	switch n.DataAtom {
	case atom.P, atom.Div, atom.H2, atom.H3, atom.H4, atom.Span, atom.Em, atom.Font, atom.Small, atom.Strong, atom.B, atom.Li, atom.Td, atom.A, atom.Section, atom.Time:
	default:
		return
	}
	s := text.OneLine(rawText(n))
	if h.heads(s); len(h.h1) == 0 && h.heading == "" {
		h.above(n, s)
		return
	}
	switch columns := text.Columns(s); {
	case columns >= 2*prose.Least:
		h.told = append(h.told, text.Fold(inner(n)))
	case columns > 0 && strings.ContainsFunc(s, unicode.IsDigit):
	default:
		return
	}
	if s = inner(n); text.Columns(s) <= widestDate && strings.ContainsFunc(s, unicode.IsDigit) {
		h.near = append(h.near, s)
	}
}

// above keeps the last short lines with figures before the headline: some
// publishers put the date there.
func (h *head) above(n *html.Node, s string) {
	const last, most = 2, 1000
	if !strings.ContainsFunc(s, unicode.IsDigit) || h.looked > most {
		return
	}
	h.looked++
	if s = inner(n); text.Columns(s) > widestDate {
		return
	}
	if h.over = append(h.over, s); len(h.over) > last {
		h.over = h.over[1:]
	}
}

// shows reports whether s stands between headline and text for readers to see.
func (h *head) shows(s string) bool {
	s = strings.TrimRight(text.Fold(s), ".")
	for _, t := range h.told {
		if strings.TrimRight(t, ".") == s {
			return true
		}
	}
	return false
}
