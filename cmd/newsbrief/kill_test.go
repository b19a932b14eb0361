package main

import (
	"bufio"
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// killed has the chat confirm a line and kills it with no chance to tidy up.
func killed(ts *testscript.TestScript, neg bool, args []string) {
	path, err := exec.LookPath("newsbrief")
	ts.Check(err)
	cmd := exec.Command(path, "chat")
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = []string{"DATA_DIR=" + ts.MkAbs(ts.Getenv("DATA_DIR")), "FEEDS=" + ts.MkAbs(ts.Getenv("FEEDS"))}
	in, err := cmd.StdinPipe()
	ts.Check(err)
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	_, err = in.Write([]byte(args[0] + "\n"))
	ts.Check(err)
	for answer := bufio.NewScanner(out); answer.Scan() && !strings.HasPrefix(answer.Text(), args[1]); {
	}
	ts.Check(cmd.Process.Kill())
	if err := cmd.Wait(); err == nil {
		ts.Fatalf("the program ended by itself")
	}
}
