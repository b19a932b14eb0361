package feed

import (
	"html"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What the lenient scanner finds.
type tokenKind int

const (
	tokenEOF tokenKind = iota
	tokenText
	tokenStart
	tokenEnd
)

// token is one piece of a document. A name is in lower case, its prefix still
// before it.
type token struct {
	kind   tokenKind
	at     int // where it begins
	name   string
	attrs  []attr
	closed bool // <name/>
	text   string
	cdata  bool // text is as it stands, without references
}

type attr struct{ name, value string }

func (t token) attr(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// scanner cuts a document into tokens and takes what XML forbids: bare
// ampersands, unquoted attributes, stray angle brackets, sections without end.
// It only moves forward and reads each byte a bounded number of times.
type scanner struct {
	src      string
	pos      int
	entities entities
	// broken says that the document ended inside a token.
	broken bool
	// cdataClose is the last place found where a CDATA section ends, so that it
	// is not searched again for every section that begins before it; -1: none.
	cdataClose   int
	noCommentEnd bool
	subsets      int // of a DOCTYPE, looked through
}

func (s *scanner) next() token {
	for s.pos < len(s.src) {
		if s.src[s.pos] != '<' {
			return s.textToken()
		}
		rest := s.src[s.pos:]
		switch {
		case strings.HasPrefix(rest, "<![CDATA["):
			return s.cdataToken()
		case strings.HasPrefix(rest, "<!--"):
			s.skipComment()
		case strings.HasPrefix(rest, "<!"):
			s.skipDeclaration()
		case strings.HasPrefix(rest, "<?"):
			s.skipInstruction()
		case len(rest) > 2 && rest[1] == '/' && nameStart(rest[2]):
			return s.endToken()
		case len(rest) > 1 && nameStart(rest[1]):
			return s.startToken()
		case len(rest) == 1:
			s.broken = true
			s.pos = len(s.src)
		default:
			return s.textToken()
		}
	}
	return token{kind: tokenEOF, at: s.pos}
}

// textToken reads up to the next angle bracket, not counting one at its very
// beginning.
func (s *scanner) textToken() token {
	at := s.pos
	if i := strings.IndexByte(s.src[at+1:], '<'); i >= 0 {
		s.pos = at + 1 + i
	} else {
		s.pos = len(s.src)
	}
	return token{kind: tokenText, at: at, text: s.src[at:s.pos]}
}

func (s *scanner) cdataToken() token {
	at := s.pos
	body := at + len("<![CDATA[")
	end := s.cdataEnd(body)
	if end < 0 {
		end = strings.Index(s.src[body:], "</")
		if end < 0 {
			s.broken = true
			end = len(s.src) - body
		}
		s.pos = body + end
		return token{kind: tokenText, at: at, text: s.src[body:s.pos], cdata: true}
	}
	content := s.src[body : body+end]
	if inner := strings.Index(content, "<![CDATA["); inner >= 0 {
		// Either nested by mistake, or the end of this one is missing.
		if tag := strings.Index(content[:inner], "</"); tag >= 0 {
			s.pos = body + tag
			return token{kind: tokenText, at: at, text: content[:tag], cdata: true}
		}
		content = content[:inner] + content[inner+len("<![CDATA["):]
	}
	s.pos = body + end + len("]]>")
	return token{kind: tokenText, at: at, text: content, cdata: true}
}

// cdataEnd returns how far the next "]]>" is from offset, -1 if there is none.
func (s *scanner) cdataEnd(offset int) int {
	if s.cdataClose >= 0 && s.cdataClose < offset {
		s.cdataClose = strings.Index(s.src[offset:], "]]>")
		if s.cdataClose >= 0 {
			s.cdataClose += offset
		}
	}
	if s.cdataClose < 0 {
		return -1
	}
	return s.cdataClose - offset
}

func (s *scanner) skipComment() {
	if !s.noCommentEnd {
		if i := strings.Index(s.src[s.pos+2:], "-->"); i >= 0 {
			s.pos += 2 + i + 3
			return
		}
	}
	s.noCommentEnd = true
	s.skipTo(">")
}

func (s *scanner) skipInstruction() {
	rest := s.src[s.pos:]
	end := strings.IndexByte(rest, '>')
	if end < 0 {
		s.broken = true
		s.pos = len(s.src)
		return
	}
	s.pos += end + 1
}

func (s *scanner) skipTo(end string) {
	i := strings.Index(s.src[s.pos:], end)
	if i < 0 {
		s.broken = true
		s.pos = len(s.src)
		return
	}
	s.pos += i + len(end)
}

// skipDeclaration steps over a DOCTYPE and keeps its plain entities.
func (s *scanner) skipDeclaration() {
	rest := s.src[s.pos:]
	end := strings.IndexByte(rest, '>')
	if end < 0 {
		s.skipTo(">")
		return
	}
	open := strings.IndexByte(rest[:end], '[')
	if open < 0 || s.subsets == maxSubsets {
		s.pos += end + 1
		return
	}
	s.subsets++
	subset := rest[open+1 : min(len(rest), open+maxSubset)]
	closing := strings.Index(subset, "]>")
	if closing < 0 {
		closing = strings.LastIndexByte(subset, ']')
	}
	if closing < 0 {
		s.skipTo(">")
		return
	}
	s.entities.declare(subset[:closing])
	s.pos += open + 1 + closing + 1
	s.skipTo(">")
}

func (s *scanner) endToken() token {
	at := s.pos
	s.pos += 2
	name := s.name()
	if i := strings.IndexAny(s.src[s.pos:], "<>"); i < 0 {
		s.pos = len(s.src)
	} else if s.pos += i; s.src[s.pos] == '>' {
		s.pos++
	}
	return token{kind: tokenEnd, at: at, name: name}
}

func (s *scanner) startToken() token {
	t := token{kind: tokenStart, at: s.pos}
	s.pos++
	t.name = s.name()
	for {
		s.skipSpace()
		if s.pos >= len(s.src) {
			s.broken = true
			return token{kind: tokenEOF, at: t.at}
		}
		switch c := s.src[s.pos]; {
		case c == '>':
			s.pos++
			return t
		case c == '<':
			return t // its end is missing
		case strings.HasPrefix(s.src[s.pos:], "/>"):
			s.pos += 2
			t.closed = true
			return t
		case nameStart(c):
			a := s.attribute()
			if len(t.attrs) < maxAttrs {
				t.attrs = append(t.attrs, a)
			}
		default:
			s.pos++
		}
	}
}

func (s *scanner) attribute() attr {
	a := attr{name: s.name()}
	s.skipSpace()
	if s.pos >= len(s.src) || s.src[s.pos] != '=' {
		return a
	}
	s.pos++
	s.skipSpace()
	if s.pos >= len(s.src) {
		return a
	}
	if q := s.src[s.pos]; q == '"' || q == '\'' {
		window := s.src[s.pos+1 : min(len(s.src), s.pos+1+maxAttr)]
		if end := strings.IndexByte(window, q); end >= 0 {
			a.value = s.entities.decode(window[:end])
			s.pos += end + 2
			return a
		}
		s.pos++
	}
	end := strings.IndexAny(s.src[s.pos:min(len(s.src), s.pos+maxAttr)], " \t\r\n<>")
	if end < 0 {
		end = min(len(s.src)-s.pos, maxAttr)
	}
	a.value = s.entities.decode(s.src[s.pos : s.pos+end])
	s.pos += end
	if strings.HasSuffix(a.value, "/") && s.pos < len(s.src) && s.src[s.pos] == '>' {
		a.value = strings.TrimSuffix(a.value, "/")
		s.pos-- // the slash closes the element
	}
	return a
}

func (s *scanner) name() string {
	from := s.pos
	for s.pos < len(s.src) && nameByte(s.src[s.pos]) {
		s.pos++
	}
	return strings.ToLower(s.src[from:s.pos])
}

func (s *scanner) skipSpace() {
	for s.pos < len(s.src) && strings.IndexByte(" \t\r\n", s.src[s.pos]) >= 0 {
		s.pos++
	}
}

func nameStart(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == ':' || c >= 0x80
}

func nameByte(c byte) bool {
	return nameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.'
}

// The bounds keep a hostile document from costing more than its size.
const (
	maxSubset    = 64 << 10 // of a DOCTYPE
	maxSubsets   = 4
	maxEntities  = 256
	maxEntity    = 1 << 10  // bytes that a declared entity may stand for
	maxExpansion = 64 << 10 // bytes that all references to declared entities may give
	maxAttrs     = 64
	maxAttr      = 16 << 10
	maxReference = 40
)

// entities decodes references: those of XML, those of HTML, numbers, and the
// ones that the document declares if they stand for plain text. A declared
// entity that refers to another, or to a file, is not known: it cannot blow up.
type entities struct {
	declared map[string]string
	spent    int
}

func (e *entities) declare(subset string) {
	for len(e.declared) < maxEntities {
		i := strings.Index(subset, "<!ENTITY")
		if i < 0 {
			return
		}
		subset = subset[i+len("<!ENTITY"):]
		name, rest := cutField(subset)
		if name == "" || name == "%" || rest == "" || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		end := strings.IndexByte(rest[1:], rest[0])
		if end < 0 || end > maxEntity {
			continue
		}
		value := (&entities{}).decode(rest[1 : 1+end])
		if strings.ContainsAny(value, "&%") && value != "&" {
			continue
		}
		if e.declared == nil {
			e.declared = map[string]string{}
		}
		e.declared[name] = value
	}
}

func cutField(s string) (field, rest string) {
	s = strings.TrimLeft(s, " \t\r\n")
	i := strings.IndexAny(s, " \t\r\n")
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimLeft(s[i:], " \t\r\n")
}

// decode replaces the references in s and leaves what is none as it stands.
func (e *entities) decode(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		value, n := e.reference(s)
		b.WriteString(value)
		s = s[n:]
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// reference decodes the one at the beginning of s and says how long it is.
func (e *entities) reference(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 {
		return "&", 1
	}
	name := s[1:end]
	if name[0] == '#' {
		return numeric(s, end)
	}
	if value, ok := e.declared[name]; ok && e.spent+len(value) <= maxExpansion {
		e.spent += len(value)
		return value, end + 1
	}
	whole := s[:end+1]
	if decoded := html.UnescapeString(whole); decoded != whole && decoded != html.UnescapeString(s[:end])+";" {
		return decoded, end + 1
	}
	return "&", 1
}

// numeric decodes "&#…;", two of them if they are the halves of one character
// in UTF-16.
func numeric(s string, end int) (string, int) {
	whole := s[:end+1]
	if high := surrogate(whole); high != 0 {
		rest := s[end+1:]
		if i := strings.IndexByte(rest[:min(len(rest), 12)], ';'); i > 0 {
			if r := utf16.DecodeRune(high, surrogate(rest[:i+1])); r != utf8.RuneError {
				return string(r), end + 1 + i + 1
			}
		}
		return "", end + 1
	}
	if decoded := html.UnescapeString(whole); decoded != whole {
		return decoded, end + 1
	}
	return "&", 1
}

// surrogate returns the half character that a numeric reference stands for, 0
// if it stands for anything else.
func surrogate(ref string) rune {
	if !strings.HasPrefix(ref, "&#") || len(ref) < 8 {
		return 0
	}
	digits, base := strings.ToLower(ref[2:len(ref)-1]), 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n := 0
	for _, c := range []byte(digits) {
		v := strings.IndexByte("0123456789abcdef", c)
		if v < 0 || v >= base || n > 0x10FFFF {
			return 0
		}
		n = n*base + v
	}
	if n < 0xD800 || n > 0xDFFF {
		return 0
	}
	return rune(n)
}
