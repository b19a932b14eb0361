package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"newsbrief/digest/text"
)

// The exit statuses of the program.
const (
	exitOK    = 0
	exitError = 1 // something was wrong with an input, or stopped the work
	exitUsage = 2 // the command line or a setting cannot be read; nothing was started
)

// subcommand is a row of the table of sub-commands.
type subcommand struct {
	name  string
	args  string
	about string
	run   func(p program, ctx context.Context, flags *flag.FlagSet, args []string) int
}

func subcommands() []subcommand {
	return []subcommand{
		{"serve", "", "serve every platform that has a token, else chat here (the default)", program.serve},
		{"chat", "", "chat in this terminal", program.chat},
		{"feed", "[-json] [-url URL] FILE|URL…", "print the items of feeds", program.feed},
		{"brief", "[-json] [-text] [-url URL] FILE|URL…", "print the brief of article pages", program.brief},
		{"explain", "[-json] [-from ITEMS.jsonl] [TOPIC]", "print each item's topics, and why", program.explain},
		{"stories", "[-json] [-from ITEMS.jsonl]", "print the stories, the most important first", program.stories},
		{"digest", "-topics a,b [-lang xx] [-from ITEMS.jsonl] [-at RFC3339] [-format text|json|telegram|discord]", "compose a digest and print it", program.digest},
		{"export", "", "print every subscriber as one JSON object a line; the bot must be stopped", program.exportAll},
		{"import", "FILE|-", "read subscribers as export prints them; the bot must be stopped", program.importAll},
	}
}

// run finds the sub-command and runs it.
func (p program) run(ctx context.Context, args []string) int {
	name := "serve"
	if len(args) > 0 && slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		p.usage(p.out)
		return exitOK
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	}
	for _, s := range subcommands() {
		if s.name == name {
			flags := flag.NewFlagSet("newsbrief "+name, flag.ContinueOnError)
			flags.SetOutput(io.Discard)
			return s.run(p, ctx, flags, args)
		}
	}
	p.complain(unknown(name))
	return exitUsage
}

// unknown says that there is no such sub-command, and which is near.
func unknown(name string) error {
	for _, s := range subcommands() {
		if text.Distance([]rune(name), []rune(s.name), 2) <= 2 {
			return fmt.Errorf("unknown command %q; did you mean %q?", name, s.name)
		}
	}
	return fmt.Errorf("unknown command %q; newsbrief help lists them", name)
}

// noMore is an error if anything stands behind the flags.
func (p program) noMore(flags *flag.FlagSet) error {
	if flags.NArg() > 0 {
		return fmt.Errorf("%s takes no %q", strings.TrimPrefix(flags.Name(), "newsbrief "), flags.Arg(0))
	}
	return nil
}

func (p program) usage(w io.Writer) {
	fmt.Fprintln(w, "usage: newsbrief [COMMAND]")
	for _, s := range subcommands() {
		fmt.Fprintf(w, "  %s\n        %s\n", strings.TrimSpace("newsbrief "+s.name+" "+s.args), s.about)
	}
}

// parse reads a sub-command's flags. ok is false when there is nothing more to
// do: help was asked for, or the line could not be read, which was said.
func (p program) parse(flags *flag.FlagSet, args []string) (code int, ok bool) {
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		p.flagUsage(p.out, flags)
		return exitOK, false
	case err != nil:
		p.complain(err)
		p.flagUsage(p.err, flags)
		return exitUsage, false
	}
	return exitOK, true
}

func (p program) flagUsage(w io.Writer, flags *flag.FlagSet) {
	for _, s := range subcommands() {
		if "newsbrief "+s.name == flags.Name() {
			fmt.Fprintf(w, "usage: %s\n", strings.TrimSpace(flags.Name()+" "+s.args))
		}
	}
	flags.SetOutput(w)
	flags.PrintDefaults()
}

// complain prints an error as the program prints all of them, joined ones a
// line each.
func (p program) complain(err error) {
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintf(p.err, "newsbrief: %s\n", strings.TrimRight(line, "\n"))
	}
}
