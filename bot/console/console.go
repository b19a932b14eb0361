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
	Terminal bool // Out is a person's terminal: show a prompt
	Colour   bool
	Say      texts.Localizer
	Language string // of the person, as far as it is known
}

// Console is the platform. It is safe for concurrent use.
type Console struct {
	cfg Config

	host bot.Host // from Run on

	mu       sync.Mutex // guards Out and what follows
	choices  []bot.Choice
	sent     int // parts
	prompted bool
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
func (c *Console) Run(ctx context.Context, h bot.Host) error {
	c.host = h
	c.write(c.cfg.Say.Say("console.welcome") + "\n")
	lines := make(chan string)
	failed := make(chan error, 1)
	go func() {
		defer close(lines)
		failed <- c.read(ctx, lines)
	}()
	for {
		c.prompt()
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
	c.entered()
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
	if len(m.Blocks) == 0 {
		return nil
	}
	m.Choices = nil // numbers belong to answers; a digest may come in between
	return []subscriptions.Part{{Body: []byte(c.layout(m))}}
}

// Send prints a part, and the prompt again if a person was at it. Its id is its
// number.
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

// prompt shows that a line is awaited.
func (c *Console) prompt() {
	if !c.cfg.Terminal {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prompted = true
	io.WriteString(c.cfg.Out, c.paint(bold, c.cfg.Say.Say("console.prompt")))
}

// entered notes that a line was typed behind the prompt.
func (c *Console) entered() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prompted = false
}

// clearLine takes the cursor to the start of the line and empties it.
const clearLine = "\r\x1b[K"

// write prints text; where a prompt waits, in its place, with the prompt again below.
func (c *Console) write(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.prompted {
		text = clearLine + text + c.paint(bold, c.cfg.Say.Say("console.prompt"))
	}
	_, err := io.WriteString(c.cfg.Out, text)
	return err
}
