package page

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// token is the name by which robots.txt files speak to newsbrief.
const token = "newsbrief"

// rules are what a robots.txt says to newsbrief, by RFC 9309.
type rules struct {
	all   []rule
	delay time.Duration // Crawl-delay, 0 if there is none
	shut  bool          // nothing is allowed
}

// rule is a line of Allow or Disallow. Its pattern is in the form of [escaped],
// with "*" for anything.
type rule struct {
	pattern string
	end     bool // the path ends where the pattern does
	allow   bool
}

// parseRobots reads a robots.txt: the groups for newsbrief together, or, if
// there are none, those for everybody. No input makes it fail. Whole tells that
// the input has its end; without it, the last line may be broken and is left out.
func parseRobots(body []byte, whole bool) rules {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if end := bytes.LastIndexAny(body, "\r\n"); !whole {
		body = body[:end+1]
	}
	var p robotsParser
	for line := range bytes.FieldsFuncSeq(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		p.line(string(line))
	}
	if p.named {
		return p.ours
	}
	return p.everybodys
}

// robotsParser goes through the lines of a robots.txt.
type robotsParser struct {
	ours, everybodys rules
	named            bool // a group speaks to newsbrief
	toUs, toAll      bool // the group at hand does, to everybody
	begun            bool // the group at hand has a rule: an agent begins another
}

func (p *robotsParser) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "user-agent":
		p.agent(value)
	case "allow":
		p.begun = true
		p.rule(value, true)
	case "disallow":
		p.begun = true
		p.rule(value, false)
	case "crawl-delay":
		p.delay(value)
	}
}

func (p *robotsParser) agent(value string) {
	if p.begun {
		p.toUs, p.toAll, p.begun = false, false, false
	}
	switch name := productToken(value); {
	case strings.EqualFold(name, token):
		p.toUs, p.named = true, true
	case value == "*":
		p.toAll = true
	}
}

// productToken is what of an agent's value names it: "newsbrief/1.0" is newsbrief.
func productToken(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool {
		return r != '-' && r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end < 0 {
		return value
	}
	return value[:end]
}

func (p *robotsParser) rule(value string, allow bool) {
	if value == "" || !p.toUs && !p.toAll {
		return
	}
	r := rule{pattern: value, allow: allow}
	r.pattern, r.end = strings.CutSuffix(value, "$")
	r.pattern = escaped(r.pattern, true)
	if p.toUs {
		p.ours.all = append(p.ours.all, r)
	}
	if p.toAll {
		p.everybodys.all = append(p.everybodys.all, r)
	}
}

// delay takes a Crawl-delay. It is no rule of the standard, so it does not end
// the list of a group's agents.
func (p *robotsParser) delay(value string) {
	s, err := strconv.ParseFloat(value, 64)
	if err != nil || !(s > 0) {
		return
	}
	d := time.Duration(min(s, longest.Seconds()) * float64(time.Second))
	if p.toUs {
		p.ours.delay = max(p.ours.delay, d)
	}
	if p.toAll {
		p.everybodys.delay = max(p.everybodys.delay, d)
	}
}

// allows reports whether the path, with its query, may be fetched: the longest
// rule that matches decides, of two as long the one that allows. The
// robots.txt itself always may.
func (r rules) allows(path string) bool {
	if r.shut {
		return false
	}
	path = escaped(path, false)
	if path == "/robots.txt" {
		return true
	}
	best, allow := -1, true
	for _, one := range r.all {
		n := one.length()
		if n < best || n == best && (allow || !one.allow) {
			continue
		}
		if one.matches(path) {
			best, allow = n, one.allow
		}
	}
	return allow
}

// length is how much the rule says, in bytes.
func (r rule) length() int {
	if r.end {
		return len(r.pattern) + 1
	}
	return len(r.pattern)
}

// matches reports whether the path begins as the pattern says. It takes each
// part between two "*" where it comes first, so its time grows with the path
// and the pattern and not with their product.
func (r rule) matches(path string) bool {
	first, rest, starred := strings.Cut(r.pattern, "*")
	path, ok := strings.CutPrefix(path, first)
	if !ok {
		return false
	}
	for starred {
		var part string
		part, rest, starred = strings.Cut(rest, "*")
		if !starred && r.end {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !r.end || path == ""
}

// escaped brings a path or a pattern into the form in which octets are
// compared: unreserved ASCII as it is, what is beyond ASCII escaped, escapes in
// capitals. In a pattern "*" stands for anything; in a path it is itself.
func escaped(s string, pattern bool) string {
	plain := func(c byte) bool {
		return c > ' ' && c < 0x7f && c != '*' && c != '%' && c != '"' && c != '<' && c != '>'
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c, known := s[i], false
		if c == '%' && i+2 < len(s) {
			n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			c, known = byte(n), err == nil
		}
		switch {
		case known:
			i += 2
			if unreserved(c) {
				b.WriteByte(c)
				continue
			}
			writeEscape(&b, c)
		case s[i] == '*' && pattern, plain(s[i]):
			b.WriteByte(s[i])
		default:
			writeEscape(&b, s[i])
		}
	}
	return b.String()
}

func writeEscape(b *strings.Builder, c byte) {
	const hex = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(hex[c>>4])
	b.WriteByte(hex[c&15])
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
