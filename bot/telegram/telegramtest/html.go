package telegramtest

import (
	"fmt"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Entity is a stretch of a message's text with a meaning, measured in UTF-16
// units.
type Entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

// Units returns the length of s in UTF-16 units, in which Telegram measures.
func Units(s string) int { return len(utf16.Encode([]rune(s))) }

// ParseHTML reads text in Telegram's HTML mode and returns what is shown and
// how. Its errors have Telegram's words, without the "Bad Request: can't parse
// entities: " before them.
func ParseHTML(markup string) (string, []Entity, error) {
	p := &htmlParser{in: markup}
	for p.pos < len(p.in) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, refuse(`Can't find end tag corresponding to start tag "%s"`, p.open[n-1].name)
	}
	text, entities := trimmed(p.out.String(), p.entities)
	return text, entities, nil
}

// htmlError is a refusal in Telegram's words.
type htmlError string

func (e htmlError) Error() string { return string(e) }

func refuse(format string, args ...any) error { return htmlError(fmt.Sprintf(format, args...)) }

type htmlParser struct {
	in       string
	pos      int
	out      strings.Builder
	units    int
	open     []openTag
	entities []Entity
}

type openTag struct {
	name  string
	arg   string // href, or a class
	at    int    // units before it
	bytes int    // length of the text before it
}

func (p *htmlParser) step() error {
	switch c := p.in[p.pos]; {
	case c == '&':
		p.entity()
		return nil
	case c != '<':
		_, size := utf8.DecodeRuneInString(p.in[p.pos:])
		p.write(p.in[p.pos : p.pos+size])
		p.pos += size
		return nil
	}
	if strings.HasPrefix(p.in[p.pos:], "</") {
		return p.endTag()
	}
	return p.startTag()
}

func (p *htmlParser) write(s string) {
	p.out.WriteString(s)
	p.units += Units(s)
}

// entity decodes the reference at pos, or takes its & as it stands.
func (p *htmlParser) entity() {
	decoded, size := decodeEntity(p.in[p.pos:])
	p.write(decoded)
	p.pos += size
}

func decodeEntity(s string) (string, int) {
	if strings.HasPrefix(s, "&#") {
		return decodeNumber(s)
	}
	end := 1
	for end < len(s) && asciiLetter(s[end]) {
		end++
	}
	named := map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}
	decoded, ok := named[s[1:end]]
	if !ok {
		return "&", 1
	}
	return decoded, afterSemicolon(s, end)
}

func decodeNumber(s string) (string, int) {
	digits, base, known := s[2:], 10, "0123456789"
	if strings.HasPrefix(digits, "x") {
		digits, base, known = digits[1:], 16, "0123456789abcdefABCDEF"
	}
	end := len(digits) - len(strings.TrimLeft(digits, known))
	n, err := strconv.ParseInt(digits[:end], base, 32)
	if err != nil || n <= 0 || n > unicode.MaxRune || !utf8.ValidRune(rune(n)) {
		return "&", 1
	}
	return string(rune(n)), afterSemicolon(s, len(s)-len(digits)+end)
}

func afterSemicolon(s string, end int) int {
	if end < len(s) && s[end] == ';' {
		return end + 1
	}
	return end
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func space(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// tags are the elements of the HTML mode and the entities that they make.
func tags() map[string]string {
	return map[string]string{
		"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
		"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
		"span": "spoiler", "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre",
		"blockquote": "blockquote", "tg-emoji": "custom_emoji", "tg-time": "date_time",
	}
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	from := p.pos
	for p.pos < len(p.in) && !space(p.in[p.pos]) && p.in[p.pos] != '>' {
		p.pos++
	}
	if p.pos == len(p.in) {
		return refuse("Unclosed start tag at byte offset %d", begin)
	}
	tag := openTag{name: strings.ToLower(p.in[from:p.pos]), at: p.units, bytes: p.out.Len()}
	if tags()[tag.name] == "" {
		return refuse(`Unsupported start tag "%s" at byte offset %d`, tag.name, begin)
	}
	if err := p.attributes(&tag, begin); err != nil {
		return err
	}
	if tag.name == "span" && tag.arg != "tg-spoiler" {
		return refuse(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	p.open = append(p.open, tag)
	return nil
}

// attributes reads up to and with the > of a start tag.
func (p *htmlParser) attributes(tag *openTag, begin int) error {
	unclosed := refuse(`Unclosed start tag "%s" at byte offset %d`, tag.name, begin)
	for {
		p.skipSpace()
		if p.pos == len(p.in) {
			return unclosed
		}
		if p.in[p.pos] == '>' {
			p.pos++
			return nil
		}
		name, value, err := p.attribute(tag.name, begin)
		if err != nil {
			return err
		}
		if tag.name == "a" && name == "href" || tag.name == "span" && name == "class" {
			tag.arg = value
		}
	}
}

func (p *htmlParser) skipSpace() {
	for p.pos < len(p.in) && space(p.in[p.pos]) {
		p.pos++
	}
}

func (p *htmlParser) attribute(tag string, begin int) (name, value string, err error) {
	unclosed := refuse(`Unclosed start tag "%s" at byte offset %d`, tag, begin)
	from := p.pos
	for p.pos < len(p.in) && !space(p.in[p.pos]) && p.in[p.pos] != '=' && p.in[p.pos] != '>' {
		p.pos++
	}
	name = strings.ToLower(p.in[from:p.pos])
	if name == "" {
		return "", "", refuse(`Empty attribute name in the tag "%s" at byte offset %d`, tag, begin)
	}
	p.skipSpace()
	switch {
	case p.pos == len(p.in):
		return "", "", unclosed
	case p.in[p.pos] != '=' && tag == "blockquote":
		return name, "", nil // <blockquote expandable>
	case p.in[p.pos] != '=':
		return "", "", refuse(`Expected equal sign in declaration of an attribute of the tag "%s" at byte offset %d`, tag, begin)
	}
	p.pos++
	p.skipSpace()
	if p.pos == len(p.in) {
		return "", "", unclosed
	}
	value, ok := p.value()
	if !ok {
		return "", "", unclosed
	}
	return name, value, nil
}

// value reads a quoted or bare attribute value.
func (p *htmlParser) value() (string, bool) {
	quote := p.in[p.pos]
	if quote != '"' && quote != '\'' {
		from := p.pos
		for p.pos < len(p.in) && !space(p.in[p.pos]) && p.in[p.pos] != '>' {
			p.pos++
		}
		return strings.ToLower(p.in[from:p.pos]), p.pos < len(p.in)
	}
	p.pos++
	var out strings.Builder
	for p.pos < len(p.in) && p.in[p.pos] != quote {
		if p.in[p.pos] == '&' {
			decoded, size := decodeEntity(p.in[p.pos:])
			out.WriteString(decoded)
			p.pos += size
			continue
		}
		out.WriteByte(p.in[p.pos])
		p.pos++
	}
	if p.pos == len(p.in) {
		return "", false
	}
	p.pos++
	return out.String(), true
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return refuse("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += len("</")
	from := p.pos
	for p.pos < len(p.in) && !space(p.in[p.pos]) && p.in[p.pos] != '>' {
		p.pos++
	}
	name := strings.ToLower(p.in[from:p.pos])
	p.skipSpace()
	if p.pos == len(p.in) || p.in[p.pos] != '>' {
		return refuse("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return refuse(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.close(tag)
	return nil
}

func (p *htmlParser) close(tag openTag) {
	e := Entity{Type: tags()[tag.name], Offset: tag.at, Length: p.units - tag.at}
	if tag.name == "a" {
		href := tag.arg
		if href == "" {
			href = p.out.String()[tag.bytes:]
		}
		if !usable(href) {
			return
		}
		e.URL = href
	}
	if e.Length > 0 {
		p.entities = append(p.entities, e)
	}
}

// usable reports whether Telegram makes a link of the address.
func usable(href string) bool {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || strings.ContainsAny(href, " \n") {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Hostname() != ""
	case "tg", "ton", "mailto", "tel":
		return true
	}
	return u.Scheme == "" && strings.Contains(strings.SplitN(href, "/", 2)[0], ".")
}

// trimmed drops the space around a text, as Telegram does, and fits the
// entities to what is left.
func trimmed(text string, entities []Entity) (string, []Entity) {
	kept := strings.TrimRightFunc(text, unicode.IsSpace)
	end := Units(kept)
	short := strings.TrimLeftFunc(kept, unicode.IsSpace)
	shift := end - Units(short)
	var out []Entity
	for _, e := range entities {
		from, to := max(e.Offset, shift), min(e.Offset+e.Length, end)
		if from < to {
			e.Offset, e.Length = from-shift, to-from
			out = append(out, e)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.Offset < b.Offset || a.Offset == b.Offset && a.Length > b.Length
	})
	return short, out
}
