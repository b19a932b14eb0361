package feed

import (
	"strings"

	"golang.org/x/net/html"

	"newsbrief/digest/text"
)

// summary returns the description, or the beginning of the content where that
// says much more: where there is no description, or one that breaks off, or
// one that only says the title again.
func (raw *rawItem) summary(title string) string {
	description := untilBreak(raw.description())
	if len(raw.contents) == 0 {
		return firstParagraphs(description)
	}
	enough := 3*len(description) + 100
	if description == "" || breaksOff(description) || text.Fold(description) == text.Fold(title) {
		enough = len(description)
	}
	if len(description) < fullLead || breaksOff(description) {
		if content := text.Plain(raw.contents.first()); len(content) > enough {
			description = content
		}
	}
	return firstParagraphs(description)
}

func (raw *rawItem) description() string {
	for _, d := range raw.descriptions {
		if linkList(d.text) {
			continue
		}
		if s := withoutForm(text.Plain(d.text)); s != "" {
			return s
		}
	}
	return ""
}

// linkList reports whether a text is a list of links with little beside them:
// the headlines of other publishers, or of other items.
func linkList(fragment string) bool {
	const beside = 60 // columns: room for a publisher's name
	if indexFold(fragment, "<li") < 0 {
		return false
	}
	z := html.NewTokenizer(strings.NewReader(fragment))
	listed, linked, width := false, false, 0
	for {
		kind := z.Next()
		name, _ := z.TagName()
		switch tag := string(name); {
		case kind == html.ErrorToken:
			return listed
		case kind == html.TextToken && !linked:
			width += text.Columns(strings.TrimSpace(string(z.Text())))
			if width > beside || !listed && width > 0 {
				return false
			}
		case tag == "li" && kind == html.StartTagToken:
			width = 0
		case tag == "a":
			linked = kind == html.StartTagToken
			listed = listed || linked
		}
	}
}

// withoutForm leaves out the lines of a form that a program filled in: labels
// with an address behind them, and the figures that stand among such.
func withoutForm(s string) string {
	if !strings.Contains(s, ": http") {
		return s
	}
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		if label, value, ok := strings.Cut(line, ": "); !ok || len(label) > 30 || strings.ContainsAny(value, " ") || !formValue(value) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func formValue(s string) bool {
	return strings.HasPrefix(s, "http") || strings.Trim(s, "0123456789") == ""
}

// untilBreak returns the lines up to one that breaks off: what stands behind it
// are the publisher's links, not the item's text.
func untilBreak(s string) string {
	at := 0
	for line := range strings.SplitSeq(s, "\n") {
		if at += len(line); breaksOff(line) {
			return s[:at]
		}
		at++
	}
	return s
}

func breaksOff(s string) bool {
	for _, end := range []string{"…", "...", "[…]", "[...]", "…]", "..]", "(…)"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// firstParagraphs bounds a text, at a paragraph if one ends in time.
func firstParagraphs(s string) string {
	if len(s) <= maxSummary {
		return s
	}
	width, end := 0, 0
	for end < len(s) {
		line, _, _ := strings.Cut(s[end:], "\n")
		if width += text.Columns(line); width > maxSummary {
			break
		}
		end = min(end+len(line)+1, len(s))
	}
	if end == 0 {
		return text.Cut(s, maxSummary)
	}
	return strings.TrimRight(s[:end], "\n")
}

// firstSentence returns the first line of a text up to its first full stop
// that leaves enough of it.
func firstSentence(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	for i, r := range line {
		n := len(string(r))
		switch r {
		case '。', '！', '？', '។', '॥', '။':
			return line[:i+n]
		case '.', '!', '?':
			if i > 20 && strings.HasPrefix(line[i+n:], " ") {
				return line[:i+n]
			}
		}
	}
	return line
}
