package main

import (
	"bufio"
	"io"
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// chatting is a newsbrief chat with a person who has not hung up.
type chatting struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func startChat(ts *testscript.TestScript) *chatting {
	path, err := exec.LookPath("newsbrief")
	ts.Check(err)
	c := &chatting{cmd: exec.Command(path, "chat")}
	c.cmd.Env = []string{"DATA_DIR=" + ts.MkAbs(ts.Getenv("DATA_DIR")), "FEEDS=" + ts.MkAbs(ts.Getenv("FEEDS"))}
	c.in, err = c.cmd.StdinPipe()
	ts.Check(err)
	out, err := c.cmd.StdoutPipe()
	ts.Check(err)
	c.out = bufio.NewScanner(out)
	ts.Check(c.cmd.Start())
	return c
}

// await reads until a line begins with the words.
func (c *chatting) await(ts *testscript.TestScript, words string) {
	for c.out.Scan() {
		if strings.HasPrefix(c.out.Text(), words) {
			return
		}
	}
	ts.Fatalf("no line begins with %q", words)
}

// killed has the chat confirm a line and kills it with no chance to tidy up.
func killed(ts *testscript.TestScript, neg bool, args []string) {
	c := startChat(ts)
	_, err := io.WriteString(c.in, args[0]+"\n")
	ts.Check(err)
	c.await(ts, args[1])
	ts.Check(c.cmd.Process.Kill())
	if c.cmd.Wait() == nil {
		ts.Fatalf("the program ended by itself")
	}
}

// held keeps a chat running until the script ends.
func held(ts *testscript.TestScript, neg bool, args []string) {
	c := startChat(ts)
	c.await(ts, "newsbrief: a chat")
	ts.Defer(func() {
		c.in.Close()
		c.cmd.Wait()
	})
}
