// Package console is the chat in the terminal: the same conversation as on
// every other platform, read from lines and written as lines. Colours and a
// prompt are for a person at a terminal; the words are the same in a pipe.
package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"newsbrief/bot"
	"newsbrief/bot/texts"
	"newsbrief/subscriptions"
)

// Platform is what stands in [subscriptions.Chat.Platform] of the terminal's chat.
const Platform = "console"

// Chat is the one chat that there is.
func Chat() subscriptions.Chat { return subscriptions.Chat{Platform: Platform, ID: "local"} }

// Config is what a [Console] works with.
type Config struct {
	In       io.Reader
	Out      io.Writer
	Terminal Terminal // that a person sits at, nil for a pipe
	Colour   bool
	Say      texts.Localizer
	Language string // of the person, as far as it is known
}

// Console is the platform. It is safe for concurrent use.
type Console struct {
	cfg Config

	host bot.Host // from Run on

	mu      sync.Mutex // guards Out and what follows
	choices []bot.Choice
	sent    int     // parts
	screen  *screen // nil where nobody sits at a terminal
}

// New returns a console over cfg.
func New(cfg Config) *Console { return &Console{cfg: cfg} }

// Name is [Platform].
func (c *Console) Name() string { return Platform }

// Limits are none: nobody else uses the terminal.
func (c *Console) Limits() bot.Limits { return bot.Limits{Senders: 1} }

// Run answers line after line until the input or ctx ends. It returns nil then.
// Reading a terminal cannot be interrupted, so a reader may outlive ctx until
// the next line comes.
func (c *Console) Run(ctx context.Context, h bot.Host) (err error) {
	c.host = h
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	read := c.read
	if c.cfg.Terminal != nil {
		restore, errOpen := c.open()
		if errOpen != nil {
			return errOpen
		}
		defer func() { err = errors.Join(err, restore()) }()
		read = func(ctx context.Context, lines chan<- string) error { return c.readKeys(ctx, cancel, lines) }
	}
	if err := c.write(c.cfg.Say.Say("console.welcome") + "\n"); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	lines, failed := make(chan string, typedAhead), make(chan error, 1)
	go func() {
		defer close(lines)
		failed <- read(ctx, lines)
	}()
	return c.answerAll(ctx, lines, failed)
}

// typedAhead is how many lines may wait while one is answered.
const typedAhead = 16

func (c *Console) answerAll(ctx context.Context, lines <-chan string, failed <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case line, more := <-lines:
			if !more {
				return <-failed
			}
			if err := c.answer(ctx, line); err != nil && ctx.Err() == nil {
				return err
			}
		}
	}
}

// open makes the terminal one that shows the prompt; restore makes it what it was.
func (c *Console) open() (restore func() error, err error) {
	raw, err := c.cfg.Terminal.Raw()
	if err != nil {
		return nil, fmt.Errorf("open the terminal: %w", err)
	}
	bold := func(s string) string { return c.paint(bold, s) }
	c.screen = &screen{out: c.cfg.Out, tty: c.cfg.Terminal, prompt: c.cfg.Say.Say("console.prompt"), colour: bold}
	return func() error {
		c.mu.Lock()
		defer c.mu.Unlock()
		_, err := io.WriteString(c.cfg.Out, c.screen.erased())
		c.screen = nil
		return errors.Join(err, raw())
	}, nil
}

// readKeys hands over the lines that are typed at the terminal. Ctrl-C ends
// also what is being answered, Ctrl-D lets it be finished.
func (c *Console) readKeys(ctx context.Context, interrupt func(), lines chan<- string) error {
	in := bufio.NewReader(c.cfg.In)
	for ctx.Err() == nil {
		k, err := readKey(in)
		line, entered, end := "", false, errors.Is(err, io.EOF)
		if err == nil {
			line, entered, end, err = c.pressed(k)
		}
		switch {
		case k == keyInterrupt:
			interrupt()
			return nil
		case end:
			return nil
		case err != nil:
			return fmt.Errorf("read the terminal: %w", err)
		case entered:
			select {
			case lines <- line:
			case <-ctx.Done():
			}
		}
	}
	return nil
}

// pressed shows what a key does, and reports a line that it ends, or the end of all.
func (c *Console) pressed(k key) (line string, entered, end bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.screen == nil || k == keyEndInput && c.screen.line.empty():
		return "", false, true, nil
	case k == keyEnter:
		line, err = c.screen.enter()
		return line, true, false, err
	}
	return "", false, false, c.screen.press(k)
}

// longest is how many bytes of a line are read; the rest of it is dropped.
const longest = 4096

// read hands over the lines of the input.
func (c *Console) read(ctx context.Context, lines chan<- string) error {
	in := bufio.NewReaderSize(c.cfg.In, longest)
	for {
		line, err := readLine(in)
		if line != "" || err == nil {
			select {
			case lines <- line:
			case <-ctx.Done():
				return nil
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read input: %w", err)
		}
	}
}

func readLine(in *bufio.Reader) (string, error) {
	head, more, err := in.ReadLine()
	line := string(head)
	for more && err == nil {
		_, more, err = in.ReadLine()
	}
	return strings.ToValidUTF8(line, ""), err
}

// answer has one line answered. A bare number stands for the choice that was
// last shown under it.
func (c *Console) answer(ctx context.Context, line string) error {
	line = strings.TrimSpace(line)
	if line == "" {
		return nil
	}
	if n, err := strconv.Atoi(line); err == nil {
		choice, ok := c.choice(n)
		if !ok {
			c.write(c.cfg.Say.Say("console.nochoice", "Number", n) + "\n")
			return nil
		}
		line = choice.Line
	}
	name, args, ok := bot.ParseLine(line)
	if !ok {
		name, args = "", line
	}
	cmd := bot.Command{Chat: Chat(), Name: name, Args: args, Language: c.cfg.Language}
	return c.host.Handle(ctx, cmd, c)
}

func (c *Console) choice(n int) (bot.Choice, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n < 1 || n > len(c.choices) {
		return bot.Choice{}, false
	}
	return c.choices[n-1], true
}

// Respond prints an answer.
func (c *Console) Respond(ctx context.Context, m bot.Message) error {
	c.mu.Lock()
	c.choices = nil
	for _, row := range m.Choices {
		c.choices = append(c.choices, row...)
	}
	c.mu.Unlock()
	return c.write(c.layout(m))
}

// Show prints what is being fetched.
func (c *Console) Show(_ context.Context, note string) { c.write(c.paint(faint, note) + "\n") }

// Render lays the message out as one part, which is what is printed.
func (c *Console) Render(m bot.Message) []subscriptions.Part {
	m.Choices = nil // numbers belong to answers; a digest may come in between
	text := c.layout(m)
	if strings.TrimSpace(text) == "" {
		return nil
	}
	p := subscriptions.Part{Body: []byte(text)}
	for _, b := range m.Blocks {
		if _, ok := b.(bot.Story); ok {
			p.Stories++
		}
	}
	return []subscriptions.Part{p}
}

// Send prints a part. Its id is its number.
func (c *Console) Send(_ context.Context, d subscriptions.Delivery) (message string, err error) {
	text := string(d.Body)
	if d.Note != "" {
		text = d.Note + "\n\n" + text
	}
	if err := c.write(text); err != nil {
		return "", &bot.SendError{Class: bot.Transient, Err: fmt.Errorf("print: %w", err)}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent++
	return strconv.Itoa(c.sent), nil
}

// Write prints what else is told to the person, such as the log, as Send does.
func (c *Console) Write(text []byte) (int, error) { return len(text), c.write(string(text)) }

// write prints text: at a terminal above the prompt and the line that is being
// typed.
func (c *Console) write(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.screen != nil {
		return c.screen.print(text)
	}
	_, err := io.WriteString(c.cfg.Out, text)
	return err
}
