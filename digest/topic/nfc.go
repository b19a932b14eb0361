package topic

import (
	"sync"

	"golang.org/x/text/unicode/norm"
)

// joins says what a rune has to do with the composition of letters and marks.
type joins uint8

const (
	front  joins = 1 << iota // with some rune behind it, it is written as another one
	behind                   // with some rune before it, it is
	alone                    // by itself it is written as others
)

// marks are the marks right before a rune.
type marks struct {
	class uint8
	n     uint8
	front bool // what stands right before can be joined with something behind it
}

// maxMarks is how many marks in a row are looked at here; the norm has rules
// of its own for great piles.
const maxMarks = 8

// composed reports whether the text up to r is surely composed (NFC). That
// costs a fraction of what asking norm does, which remains for the doubtful.
func (sc *scanner) isNFC(r rune) bool {
	if r >= tableSize {
		sc.marks = marks{}
		return plain(r)
	}
	in, m := &sc.joining[r], &sc.marks
	switch {
	case in.joins&alone != 0, in.joins&behind != 0 && (m.front || in.class != 0):
		return false
	case in.class == 0:
		*m = marks{front: in.joins&front != 0}
		return true
	case in.class < m.class, m.n == maxMarks:
		return false
	}
	*m = marks{class: in.class, n: m.n + 1}
	return true
}

// plain reports whether r, from tableSize upwards, is in a range of which
// nothing is ever composed or a mark.
func plain(r rune) bool {
	switch {
	case r >= 0x2002 && r < 0x20D0, r >= 0x3001 && r < 0x302A, r >= 0x3030 && r < 0x3099:
		return true
	case r >= 0x1F000 && r < 0x1FB00, r >= 0x20000 && r < 0x2F800:
		return true
	case r >= 0x309B && r < 0xA000, r >= 0xAC00 && r < 0xD7A4, r >= 0xFF00 && r < 0xFFF0, r == 0xFFFD:
		return true
	}
	return false
}

// joining is what is known of a rune's composition.
type joining struct {
	class uint8 // combining class
	joins joins
}

// joiningTable is what is joined with what, below tableSize.
var joiningTable = sync.OnceValue(func() *[tableSize]joining {
	var t [tableSize]joining
	for r := rune(0x80); r < 2*tableSize; r++ {
		s := string(r)
		p := norm.NFC.PropertiesString(s)
		if r < tableSize {
			t[r].class = p.CCC()
			if !norm.NFC.IsNormalString(s) || r >= 0x1100 && r < 0x1200 {
				t[r].joins |= alone
			}
		}
		parts := []rune(string(p.Decomposition()))
		for i, part := range parts {
			switch {
			case part >= tableSize:
			case i > 0:
				t[part].joins |= behind
				fallthrough
			default:
				t[part].joins |= front
			}
		}
		if len(parts) > 0 && r < tableSize {
			t[r].joins |= front
		}
	}
	return &t
})
