// Command newsbrief is a chat bot that delivers news briefs in Telegram,
// Discord and the terminal.
//
// Without a sub-command it serves every platform that has a token; without any
// token it opens a chat in the terminal. The other sub-commands run one stage
// of the program by hand; "newsbrief help" lists them.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run()) }

// run is the program: everything it takes from the process and gives back.
func run() int {
	umask()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	defer stop()
	p := program{in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ()}
	return p.run(ctx, os.Args[1:])
}

// program is newsbrief between its streams.
type program struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
}
