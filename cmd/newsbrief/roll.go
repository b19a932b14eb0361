package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

// export prints every subscriber as one JSON object a line.
func (p program) export(ctx context.Context, flags *flag.FlagSet, args []string) int {
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	cfg, err := p.config()
	if err != nil {
		return exitUsage
	}
	return p.withStore(cfg, func(roll subscriptions.Bulk) error { return writeRoll(ctx, roll, p.out) })
}

// withStore opens the store that no bot may have open, and closes it.
func (p program) withStore(cfg config, do func(subscriptions.Bulk) error) int {
	lg := newLogger(p.err, cfg.quiet(true), isTerminal(p.err))
	kept, err := openStores(lg, cfg.DataDir)
	if err == nil {
		err = errors.Join(do(kept), kept.close())
	}
	if err != nil {
		p.complain(err)
		return exitError
	}
	return exitOK
}

// pageOf is how many subscribers are held in memory at a time.
const pageOf = 1000

func writeRoll(ctx context.Context, roll subscriptions.Bulk, w io.Writer) error {
	out := bufio.NewWriter(w)
	var last subscriptions.Chat
	for {
		page, err := roll.Page(ctx, last, pageOf)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return out.Flush()
		}
		for _, s := range page {
			if err := printJSON(out, rollLineOf(s)); err != nil {
				return err
			}
		}
		last = page[len(page)-1].Chat
	}
}

// importRoll reads what export printed.
func (p program) importRoll(ctx context.Context, flags *flag.FlagSet, args []string) int {
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	if flags.NArg() != 1 {
		p.complain(errors.New("name one file, - for standard input"))
		return exitUsage
	}
	cfg, err := p.config()
	if err != nil {
		return exitUsage
	}
	in, err := p.openInput(flags.Arg(0))
	if err != nil {
		p.complain(err)
		return exitError
	}
	defer in.Close()
	bad := 0
	code := p.withStore(cfg, func(roll subscriptions.Bulk) (err error) {
		bad, err = p.readRoll(ctx, roll, cfg, in)
		return err
	})
	if bad > 0 {
		return exitError
	}
	return code
}

func (p program) openInput(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.in), nil
	}
	return os.Open(name)
}

// longestRollLine bounds a line of a roll; a subscriber needs a few hundred bytes.
const longestRollLine = 1 << 20

// readRoll imports the lines in chunks. It prints the errors of the lines that
// it left out, with their numbers, and says how many there were.
func (p program) readRoll(ctx context.Context, roll subscriptions.Bulk, cfg config, in io.Reader) (bad int, err error) {
	read := reader{cfg: cfg, topics: topic.New(nil), now: time.Now()}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestRollLine)
	var chunk []subscriptions.Subscriber
	imported := 0
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		s, err := read.read(lines.Bytes())
		if err != nil {
			p.complain(fmt.Errorf("line %d: %w", n, err))
			bad++
			continue
		}
		if chunk = append(chunk, s); len(chunk) < pageOf*4 {
			continue
		}
		if err := roll.Import(ctx, chunk); err != nil {
			return bad, err
		}
		imported, chunk = imported+len(chunk), chunk[:0]
	}
	if err := errors.Join(lines.Err(), roll.Import(ctx, chunk)); err != nil {
		return bad, err
	}
	_, err = fmt.Fprintf(p.err, "newsbrief: %d imported, %d left out\n", imported+len(chunk), bad)
	return bad, err
}
