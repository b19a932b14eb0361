package console

import (
	"bufio"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// editor is the line that a person is typing, with the cursor between its two
// halves, and the lines that were typed before. The editor of golang.org/x/term
// takes every character for one column wide, which puts the cursor in the wrong
// place in most of newsbrief's languages.
type editor struct {
	before, behind string
	lines          []string // typed before
	at             int      // the line that is shown, len(lines) for the new one
	draft          string   // the new line, while an old one is shown
}

// mostLines is how many lines can be brought back.
const mostLines = 100

// key is a key that was pressed: a character, or one of those below.
type key rune

// The keys that are no characters; the others are those of Emacs and the shell.
const (
	keyNone key = -1 - iota
	keyUp
	keyDown
	keyLeft
	keyRight
	keyHome
	keyEnd
	keyDelete

	keyEnter     key = '\r'
	keyInterrupt key = 'C' - '@'
	keyEndInput  key = 'D' - '@'
	keyBackspace key = 0x7F
)

// keyNames are the endings of the sequences that keys send (ECMA-48, xterm),
// and the control characters that do the same.
var keyNames = map[string]key{
	"A": keyUp, "B": keyDown, "C": keyRight, "D": keyLeft, "H": keyHome, "F": keyEnd,
	"1~": keyHome, "3~": keyDelete, "4~": keyEnd, "7~": keyHome, "8~": keyEnd,
	"\x01": keyHome, "\x02": keyLeft, "\x05": keyEnd, "\x06": keyRight, "\x08": keyBackspace, "\n": keyEnter, "\x0e": keyDown, "\x10": keyUp,
}

// readKey reads the next key.
func readKey(in *bufio.Reader) (key, error) {
	r, size, err := in.ReadRune()
	switch {
	case err != nil:
		return keyNone, err
	case r == utf8.RuneError && size == 1:
		return keyNone, nil
	case r == '\x1b':
		return readSequence(in)
	}
	if k, ok := keyNames[string(r)]; ok && unicode.IsControl(r) {
		return k, nil
	}
	return key(r), nil
}

// readSequence reads what follows an escape; a character that belongs to none
// is left.
func readSequence(in *bufio.Reader) (key, error) {
	r, _, err := in.ReadRune()
	if err != nil {
		return keyNone, err
	}
	if r != '[' && r != 'O' {
		return keyNone, in.UnreadRune()
	}
	var name strings.Builder
	for {
		b, err := in.ReadByte()
		if err != nil {
			return keyNone, err
		}
		name.WriteByte(b)
		if b >= '@' && b <= '~' {
			break
		}
	}
	if k, ok := keyNames[name.String()]; ok {
		return k, nil
	}
	return keyNone, nil
}

// press does what a key other than Enter means.
func (e *editor) press(k key) {
	switch k {
	case keyUp:
		e.show(e.at - 1)
	case keyDown:
		e.show(e.at + 1)
	case keyLeft:
		e.moveTo(len(e.before) - len(lastOf(e.before)))
	case keyRight:
		e.moveTo(len(e.before) + len(firstOf(e.behind)))
	case keyHome:
		e.moveTo(0)
	case keyEnd:
		e.moveTo(len(e.before + e.behind))
	case keyBackspace:
		// A letter at a time: marks are typed one by one as well.
		_, size := utf8.DecodeLastRuneInString(e.before)
		e.before = e.before[:len(e.before)-size]
	case keyDelete, keyEndInput:
		e.behind = e.behind[len(firstOf(e.behind)):]
	case 'K' - '@':
		e.behind = ""
	case 'U' - '@':
		e.before = ""
	case 'W' - '@':
		e.before = e.before[:strings.LastIndexByte(strings.TrimRight(e.before, " "), ' ')+1]
	default:
		if k >= ' ' && !unicode.IsControl(rune(k)) && len(e.before)+len(e.behind) < longest {
			e.before += string(rune(k))
		}
	}
}

func (e *editor) empty() bool { return e.before+e.behind == "" }

func (e *editor) moveTo(at int) {
	all := e.before + e.behind
	e.before, e.behind = all[:at], all[at:]
}

// show brings back a line that was typed before, or the new one.
func (e *editor) show(at int) {
	if at < 0 || at > len(e.lines) {
		return
	}
	if e.at == len(e.lines) {
		e.draft = e.before + e.behind
	}
	e.at = at
	if e.before, e.behind = e.draft, ""; at < len(e.lines) {
		e.before = e.lines[at]
	}
}

// enter takes the line and begins a new one.
func (e *editor) enter() string {
	line := e.before + e.behind
	if n := len(e.lines); strings.TrimSpace(line) != "" && (n == 0 || e.lines[n-1] != line) {
		e.lines = append(e.lines[max(0, n+1-mostLines):], line)
	}
	e.before, e.behind, e.draft, e.at = "", "", "", len(e.lines)
	return line
}

func firstOf(s string) string {
	g := graphemes.FromString(s)
	g.Next()
	return g.Value()
}

func lastOf(s string) (last string) {
	for g := graphemes.FromString(s); g.Next(); {
		last = g.Value()
	}
	return last
}
