package text

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Plain returns what a reader would see of an HTML fragment, cleaned as Clean
// does: tags are off, block elements begin a new line, scripts, styles and
// captions of pictures are gone, entities are decoded, also those that were escaped twice.
func Plain(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return Clean(fragment)
	}
	s := strip(fragment)
	if strings.Contains(s, "&") {
		s = html.UnescapeString(joinSurrogates(s))
	}
	if looksEscaped(s) {
		s = strip(s)
	}
	return Clean(s)
}

// strip takes one layer of markup off.
func strip(fragment string) string {
	if strings.Contains(fragment, "&") {
		fragment = joinSurrogates(fragment)
	}
	fragment = closeHidden(fragment)
	z := html.NewTokenizer(strings.NewReader(fragment))
	w := stripper{ends: endsIn(fragment)}
	w.b.Grow(len(fragment))
	for {
		kind := z.Next()
		w.at += len(z.Raw())
		switch kind {
		case html.ErrorToken:
			return w.b.String()
		case html.TextToken:
			w.text(string(z.Text()))
		case html.StartTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			w.start(string(name), raw)
		case html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			w.tag(string(name), raw)
		case html.EndTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			w.end(string(name), raw)
		}
	}
}

type stripper struct {
	b strings.Builder
	// hidden is the element whose content is left out, depth how often it is
	// open within itself.
	hidden string
	depth  int
	// ends are the names of the elements that are closed somewhere.
	ends map[string]int
	at   int // how much has been read
}

func (w *stripper) text(s string) {
	if w.hidden == "" {
		w.b.WriteString(html.UnescapeString(s))
	}
}

func (w *stripper) start(name, raw string) {
	if w.hidden == "p" && name == "p" {
		w.hidden = "" // paragraphs end where another begins
	}
	switch {
	case w.hidden == name:
		w.depth++
	case w.hidden != "":
	case hides(name), strings.Contains(raw, "aption") && w.ends[name] > w.at && captions().MatchString(raw):
		w.hidden, w.depth = name, 1
	default:
		w.tag(name, raw)
	}
}

func (w *stripper) end(name, raw string) {
	if w.hidden == "" {
		w.tag(name, raw)
		return
	}
	if w.hidden == name {
		if w.depth--; w.depth == 0 {
			w.hidden = ""
		}
	}
}

// tag writes what a tag means to a reader: a line break, a gap between cells,
// nothing, or itself if it is none, as in "<Kim>".
func (w *stripper) tag(name, raw string) {
	switch {
	case w.hidden != "":
	case breaks(name):
		w.b.WriteByte('\n')
	case name == "td", name == "th", name == "img":
		w.b.WriteByte(' ')
	case !isElement(name) && w.ends[name] == 0:
		w.b.WriteString(html.UnescapeString(raw))
	}
}

func hides(name string) bool {
	switch name {
	case "script", "style", "template", "figcaption", "iframe", "object", "svg", "noembed", "noframes", "select", "textarea", "button", "audio", "video", "canvas":
		return true
	}
	return false
}

// captions match the start tag of an element that a site's own name calls the
// caption of a picture.
var captions = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^<(?:p|div|span|small|em|td|tr)\s[^>]*class\s*=\s*["']?[^"'>]*\b(?:(?:wp|photo|image|img|picture)[-_]?caption|caption[-_]text|photocms_caption|figcaption|caption["'\s])`)
})

// endsIn returns where each element is closed for the last time.
func endsIn(fragment string) map[string]int {
	ends := map[string]int{}
	for at := 0; ; {
		i := strings.Index(fragment[at:], "</")
		if i < 0 {
			return ends
		}
		at += i + 2
		if name := tagName(fragment[at:]); name != "" && len(ends) < 256 {
			ends[name] = at
		}
	}
}

func tagName(s string) string {
	n := 0
	for n < len(s) && n < 32 && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || n > 0 && (s[n] >= '0' && s[n] <= '9' || s[n] == '-' || s[n] == ':')) {
		n++
	}
	return strings.ToLower(s[:n])
}

// closeHidden takes out the start tags of elements whose content is not shown
// if they are closed on the spot or never: the rest of the text is not theirs.
func closeHidden(fragment string) string {
	var b strings.Builder
	var ends map[string]int
	from, end := 0, 0 // what is not yet written, where the last tag that was looked at ends
	for at := 0; ; {
		i := strings.IndexByte(fragment[at:], '<')
		if i < 0 {
			break
		}
		at += i + 1
		name := tagName(fragment[at:])
		if !hides(name) && name != "xmp" && name != "plaintext" && name != "title" {
			continue
		}
		if ends == nil {
			ends = endsIn(fragment)
		}
		if end < at {
			if end = at + strings.IndexByte(fragment[at:], '>'); end < at {
				break
			}
		}
		if ends[name] > at && fragment[end-1] != '/' {
			continue
		}
		b.WriteString(fragment[from : at-1])
		from = end + 1
		at = from
	}
	if from == 0 {
		return fragment
	}
	return b.String() + fragment[from:]
}

func breaks(name string) bool {
	switch name {
	case "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "tbody", "thead", "tfoot", "caption",
		"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "header", "footer", "aside",
		"nav", "main", "figure", "figcaption", "address", "form", "fieldset", "center", "summary", "details", "body", "html", "title":
		return true
	}
	return false
}

// isElement reports whether name is an element of HTML, or looks like one of
// an XML vocabulary.
func isElement(name string) bool {
	if strings.ContainsAny(name, ":-") {
		return true
	}
	switch name {
	case "acronym", "basefont", "bdo", "big", "dir", "fb", "isindex", "multicol", "nobr", "spacer", "strike", "tt", "wbr":
		return true
	}
	return atom.Lookup([]byte(name)) != 0
}

var markup = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)</(?:p|a|b|i|em|strong|div|span|ul|ol|li|script|style|h[1-6]|table|font|iframe|figure|blockquote)>|<(?:br|hr)\s*/?>|<p>|<(?:img|a|p|div|span|font|iframe)\s+[a-z-]+\s*=`)
})

// looksEscaped reports whether s, meant to be text, is markup that somebody
// escaped once too often. A lone "<b>" may be what the text is about.
func looksEscaped(s string) bool {
	return strings.Contains(s, "<") && markup().MatchString(s)
}

var surrogates = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`&#(x[dD][89abAB][0-9a-fA-F]{2}|5[56][0-9]{3});&#(x[dD][c-fC-F][0-9a-fA-F]{2}|5[67][0-9]{3});`)
})

// joinSurrogates replaces pairs of numeric references that spell one
// character in UTF-16 by that character.
func joinSurrogates(s string) string {
	if !strings.Contains(s, "&#x") && !strings.Contains(s, "&#5") {
		return s
	}
	return surrogates().ReplaceAllStringFunc(s, func(m string) string {
		p := surrogates().FindStringSubmatch(m)
		if r := utf16.DecodeRune(reference(p[1]), reference(p[2])); r != '\uFFFD' {
			return string(r)
		}
		return m
	})
}

func reference(s string) rune {
	base := 10
	if s[0] == 'x' {
		s, base = s[1:], 16
	}
	n, _ := strconv.ParseInt(s, base, 32)
	return rune(n)
}
