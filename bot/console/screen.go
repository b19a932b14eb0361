package console

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Terminal is the one that a person sits at.
type Terminal interface {
	// Raw has keys handed over as they are pressed, until restore is called.
	Raw() (restore func() error, err error)
	// Columns returns how wide the page is, 0 if that is not known.
	Columns() int
}

// NewTerminal returns the terminal of two files, nil if they are none, or one
// that does nothing but print.
func NewTerminal(in io.Reader, out io.Writer) Terminal {
	i, ok := in.(*os.File)
	o, also := out.(*os.File)
	if !ok || !also || os.Getenv("TERM") == "dumb" || !term.IsTerminal(int(i.Fd())) || !term.IsTerminal(int(o.Fd())) {
		return nil
	}
	return tty{i, o}
}

type tty struct{ in, out *os.File }

func (t tty) Raw() (func() error, error) {
	before, err := term.MakeRaw(int(t.in.Fd()))
	return func() error { return term.Restore(int(t.in.Fd()), before) }, err
}

func (t tty) Columns() int {
	columns, _, err := term.GetSize(int(t.out.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// screen is the end of a terminal's page, where the prompt is and the line that
// is being typed. All that is printed goes above it.
type screen struct {
	out    io.Writer
	tty    Terminal
	prompt string
	colour func(string) string // of the prompt
	line   editor
	row    int // of the cursor, below the prompt's
}

// print prints a text in the place of prompt and line, and these below it.
func (s *screen) print(text string) error {
	_, err := io.WriteString(s.out, s.erased()+strings.ReplaceAll(wrap(text, s.tty.Columns()), "\n", "\r\n")+s.drawn())
	return err
}

// press does what a key means and shows it.
func (s *screen) press(k key) error {
	s.line.press(k)
	return s.print("")
}

// enter takes the line, which stays where it is, and begins a new one below it.
func (s *screen) enter() (string, error) {
	s.line.press(keyEnd)
	shown := s.erased() + s.drawn() + "\r\n"
	s.row = 0
	line := s.line.enter()
	_, err := io.WriteString(s.out, shown+s.drawn())
	return line, err
}

// erased takes prompt and line away.
func (s *screen) erased() string {
	up := s.row
	s.row = 0
	return above(up) + "\r\x1b[J"
}

// drawn shows prompt and line and puts the cursor where it belongs.
func (s *screen) drawn() string {
	columns := s.tty.Columns()
	row, column := place(s.prompt+s.line.before, columns)
	last, end := place(s.prompt+s.line.before+s.line.behind, columns)
	out := s.colour(s.prompt) + s.line.before + s.line.behind
	if last > 0 && end == 0 {
		out += "\r\n" // terminals go to the next row only when more comes
	}
	s.row = row
	out += above(last-row) + "\r"
	if column > 0 {
		out += fmt.Sprintf("\x1b[%dC", column)
	}
	return out
}

// above goes up so many rows.
func above(rows int) string {
	if rows <= 0 {
		return ""
	}
	return fmt.Sprintf("\x1b[%dA", rows)
}

// place returns where the cursor is behind a text that the terminal wraps.
func place(s string, columns int) (row, column int) {
	for s != "" {
		piece, wide := pieceAt(s)
		if s = s[len(piece):]; columns > 0 && column+wide > columns {
			row, column = row+1, 0
		}
		column += wide
	}
	if columns > 0 && column == columns {
		return row + 1, 0
	}
	return row, column
}
