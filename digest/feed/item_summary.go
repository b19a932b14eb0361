package feed

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"newsbrief/digest/text"
)

// summary returns the description, or the beginning of the content where that
// says much more: where there is no description, or one that breaks off, or
// one that only says the title again.
func (raw *rawItem) summary(title string) string {
	description := untilBreak(raw.description(title))
	if len(raw.contents) == 0 {
		return firstParagraphs(description)
	}
	enough := 3*len(description) + 100
	if description == "" || breaksOff(description) || saysAgain(description, title) {
		enough = len(description)
	}
	if len(description) < fullLead || breaksOff(description) {
		if content := text.Plain(raw.contents.first()); len(content) > enough {
			description = content
		}
	}
	return firstParagraphs(description)
}

func (raw *rawItem) description(title string) string {
	for _, d := range raw.descriptions {
		s := withoutForm(text.Plain(d.text))
		if title != "" && (onlyLinks(d.text) || indexFold(d.text, "<a") >= 0 && saysAgain(s, title)) {
			continue
		}
		if s != "" {
			return s
		}
	}
	return ""
}

// onlyLinks reports whether a text is nothing but links: a list of the headlines
// of other publishers with their names beside them, or "[link] [comments]". A
// whole text that is a link is one.
func onlyLinks(fragment string) bool {
	const name, label = 60, 40 // columns: of what stands beside a link in a list, of a link alone
	const short = 2000         // bytes: room for a few links with their addresses
	if indexFold(fragment, "<a") < 0 || len(fragment) > short && indexFold(fragment, "<li") < 0 {
		return false
	}
	z := html.NewTokenizer(strings.NewReader(fragment))
	listed, linked, found := false, false, false
	beside, longest := "", 0
	for {
		kind := z.Next()
		shown := ""
		if kind == html.TextToken {
			shown = strings.TrimSpace(string(z.Text()))
		}
		tag, _ := z.TagName()
		switch {
		case kind == html.ErrorToken && listed:
			return found
		case kind == html.ErrorToken:
			return found && longest <= label && len(strings.Fields(beside)) <= 2 && !strings.ContainsAny(beside, ".!?")
		case shown != "" && linked:
			longest = max(longest, text.Columns(shown))
		case shown != "":
			if beside += " " + shown; text.Columns(beside) > name || listed && !found {
				return false
			}
		case string(tag) == "li" && kind == html.StartTagToken:
			if !listed && beside != "" {
				return false
			}
			listed, beside = true, ""
		case string(tag) == "a":
			linked = kind == html.StartTagToken
			found = found || linked
		}
	}
}

// saysAgain reports whether a text has the words of the title and no other.
func saysAgain(description, title string) bool {
	return len(description) < 2*len(title)+20 && words(description) == words(title)
}

func words(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " ")
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
