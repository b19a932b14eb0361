package main

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// feedCase is a feed and what its first comment says of it.
type feedCase struct {
	file     string
	data     []byte
	header   map[string]string // of HTTP, names in lower case
	expected []expectation
}

// expectation is what a reader should see of an item.
type expectation struct {
	item int
	link bool // else the title
	want string
}

var (
	headerLine = regexp.MustCompile(`(?m)^[ \t]*Header:[ \t]*([\w-]+):[ \t]*(.+?);?[ \t\r]*$`)
	expectLine = regexp.MustCompile(`(?m)^[ \t]*Expect:[ \t]*(.+?)[ \t\r]*$`)
	equation   = regexp.MustCompile(`entries\[(\d+)\](\['title'\]|\.title|\['title_detail'\]\['value'\]|\['link'\]|\.link|\['links'\]\[0\]\['href'\])` +
		`(?:\s*==\s*entries[\w\[\]'.]+)?\s*==\s*(.+)`)
	otherLink = regexp.MustCompile(`\['rel'\] == '([^']*)'`)
)

// readCase reads the first comment of a feed, in which its expectation stands
// as a Python expression: entries[0]['title'] == 'Example'.
func readCase(file string, data []byte) feedCase {
	c := feedCase{file: file, data: data, header: map[string]string{}}
	comment, _, _ := strings.Cut(wide(data), "-->")
	for _, m := range headerLine.FindAllStringSubmatch(comment, -1) {
		c.header[strings.ToLower(m[1])] = m[2]
	}
	expression := expectLine.FindStringSubmatch(comment)
	if expression == nil {
		return c
	}
	if m := otherLink.FindStringSubmatch(expression[1]); m != nil && m[1] != "alternate" {
		return c // of a licence or a related page, not of the item's own page
	}
	for part := range strings.SplitSeq(expression[1], " and ") {
		if e, ok := readEquation(part); ok {
			c.expected = append(c.expected, e)
		}
	}
	return c
}

func readEquation(s string) (expectation, bool) {
	m := equation.FindStringSubmatch(s)
	if m == nil {
		return expectation{}, false
	}
	item, err := strconv.Atoi(m[1])
	want, ok := literal(m[3])
	return expectation{item: item, link: strings.Contains(m[2], "link"), want: want}, err == nil && ok
}

// wide decodes UTF-16 and UTF-32, with or without a mark; the comments of all
// other feeds are ASCII.
func wide(data []byte) string {
	head := string(data[:min(len(data), 4)])
	enc := unicode.UTF8.NewDecoder()
	switch {
	case head == "\x00\x00\xfe\xff" || head == "\x00\x00\x00<":
		enc = utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder()
	case head == "\xff\xfe\x00\x00" || head == "<\x00\x00\x00":
		enc = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder()
	case strings.HasPrefix(head, "\xff\xfe") || strings.HasPrefix(head, "<\x00"):
		enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case strings.HasPrefix(head, "\xfe\xff") || strings.HasPrefix(head, "\x00<"):
		enc = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	}
	out, err := enc.Bytes(data)
	if err != nil {
		return string(data)
	}
	return string(out)
}

// literal reads a Python string, or several added up.
func literal(s string) (string, bool) {
	var out strings.Builder
	for n := 0; ; n++ {
		s = strings.TrimLeft(s, " \t(")
		if n > 0 {
			if !strings.HasPrefix(s, "+") {
				return out.String(), true
			}
			s = strings.TrimLeft(s[1:], " \t")
		}
		s = strings.TrimPrefix(s, "u")
		if s == "" || s[0] != '\'' && s[0] != '"' {
			return "", false
		}
		rest, ok := quoted(s[1:], s[0], &out)
		if !ok {
			return "", false
		}
		s = rest
	}
}

// quoted writes what stands before the closing quote and returns what follows.
func quoted(s string, quote byte, out *strings.Builder) (rest string, ok bool) {
	for s != "" {
		if s[0] == quote {
			return s[1:], true
		}
		r, multibyte, tail, err := strconv.UnquoteChar(s, quote)
		if err != nil {
			return "", false
		}
		if s[0] == '\\' || multibyte {
			out.WriteRune(r)
		} else {
			out.WriteByte(s[0])
		}
		s = tail
	}
	return "", false
}

// seen is what a reader sees of a title that may hold markup: expectations
// keep harmless elements, which a chat does not show.
func seen(s string) string {
	for range 2 {
		var out strings.Builder
		z := html.NewTokenizer(strings.NewReader(s))
		for skip := ""; z.Next() != html.ErrorToken; {
			t := z.Token()
			switch {
			case t.Type == html.StartTagToken && (t.Data == "script" || t.Data == "style"):
				skip = t.Data
			case t.Type == html.EndTagToken && t.Data == skip:
				skip = ""
			case t.Type == html.TextToken && skip == "":
				out.WriteString(t.Data)
			}
		}
		s = out.String()
	}
	return strings.Join(strings.Fields(s), " ")
}
