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

// usageError is what is wrong with a command line or a setting.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errTold ends a sub-command whose errors were printed as they came.
var errTold = errors.New("told")

// subcommand is a row of the table of sub-commands.
type subcommand struct {
	name  string
	args  string
	about string
	takes bool // arguments behind the flags
	// define defines the flags and returns what runs once they were read.
	define func(p program, flags *flag.FlagSet) action
}

// action does the work of a sub-command.
type action func(ctx context.Context, args []string) error

func subcommands() []subcommand {
	return []subcommand{
		{"serve", "", "serve every platform that has a token, else chat here (the default)", false, program.serve},
		{"chat", "", "chat in this terminal", false, program.chat},
		{"feed", "[-json] [-url URL] FILE|URL…", "print the items of feeds", true, program.feed},
		{"brief", "[-json] [-text] [-url URL] FILE|URL…", "print the brief of article pages", true, program.brief},
		{"explain", "[-json] [-from ITEMS.jsonl] [TOPIC]", "print each item's topics, and why", true, program.explain},
		{"stories", "[-json] [-from ITEMS.jsonl]", "print the stories, the most important first", false, program.stories},
		{"digest", "-topics a,b [-lang xx] [-from ITEMS.jsonl] [-at RFC3339] [-format text|json|telegram|discord]", "compose a digest and print it", true, program.digest},
		{"export", "", "print every subscriber as one JSON object a line; the bot must be stopped", false, program.exportAll},
		{"import", "FILE|-", "read subscribers as export prints them; the bot must be stopped", true, program.importAll},
	}
}

// run finds the sub-command, runs it and returns the exit status.
func (p program) run(ctx context.Context, args []string) int {
	name := "serve"
	if len(args) > 0 && slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		p.usage(p.out)
		return exitOK
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	}
	err := p.runNamed(ctx, name, args)
	if err == nil {
		return exitOK
	}
	if !errors.Is(err, errTold) {
		p.complain(err)
	}
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitError
}

func (p program) runNamed(ctx context.Context, name string, args []string) error {
	i := slices.IndexFunc(subcommands(), func(s subcommand) bool { return s.name == name })
	if i < 0 {
		return unknown(name)
	}
	s := subcommands()[i]
	flags := flag.NewFlagSet("newsbrief "+name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	do := s.define(p, flags)
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		s.flagUsage(p.out, flags)
		return nil
	}
	if err != nil {
		p.complain(err)
		s.flagUsage(p.err, flags)
		return usageError{errTold}
	}
	if !s.takes {
		if err := noMore(name, flags.Args()); err != nil {
			return usageError{err}
		}
	}
	return do(ctx, flags.Args())
}

// noMore is an error if anything stands behind the flags.
func noMore(name string, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no %q", name, args[0])
}

// unknown says that there is no such sub-command, and which is near.
func unknown(name string) error {
	for _, s := range subcommands() {
		if text.Distance([]rune(name), []rune(s.name), 2) <= 2 {
			return usageError{fmt.Errorf("unknown command %q; did you mean %q?", name, s.name)}
		}
	}
	return usageError{fmt.Errorf("unknown command %q; newsbrief help lists them", name)}
}

func (p program) usage(w io.Writer) {
	fmt.Fprintln(w, "usage: newsbrief [COMMAND]")
	for _, s := range subcommands() {
		fmt.Fprintf(w, "  %s\n        %s\n", s.line(), s.about)
	}
}

// line is the sub-command as it is typed.
func (s subcommand) line() string { return strings.TrimSpace("newsbrief " + s.name + " " + s.args) }

func (s subcommand) flagUsage(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "usage: %s\n", s.line())
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
