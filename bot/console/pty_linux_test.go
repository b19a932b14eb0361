package console

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"newsbrief/bot/bottest"
)

// pty opens a terminal of so many columns: what is at its other end, and it.
func pty(t *testing.T, columns uint16) (other, terminal *os.File) {
	other, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	t.Cleanup(func() { other.Close() })
	var locked, number int32
	size := [4]uint16{24, columns}
	for request, arg := range map[uintptr]unsafe.Pointer{
		syscall.TIOCSPTLCK: unsafe.Pointer(&locked), syscall.TIOCGPTN: unsafe.Pointer(&number), syscall.TIOCSWINSZ: unsafe.Pointer(&size),
	} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, other.Fd(), request, uintptr(arg)); errno != 0 {
			t.Skipf("no terminal can be made here: %v", errno)
		}
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	t.Cleanup(func() { terminal.Close() })
	return other, terminal
}

// await reads what the terminal shows until that comes.
func await(t *testing.T, other *os.File, what string) {
	t.Helper()
	if err := other.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Log(err) // then the test runs until it is stopped
	}
	var all []byte
	some := make([]byte, 1024)
	for !bytes.Contains(all, []byte(what)) {
		n, err := other.Read(some)
		if err != nil {
			t.Fatalf("%q did not come: %q, %v", what, all, err)
		}
		all = append(all, some[:n]...)
	}
}

// TestRealTerminal types at a terminal of the machine: a letter is taken back,
// the line before is brought back, words wrap at its width, and it is as it was
// when Ctrl-D has ended the chat.
func TestRealTerminal(t *testing.T) {
	other, terminal := pty(t, 30)
	tty := NewTerminal(terminal, terminal)
	if tty == nil || tty.Columns() != 30 {
		t.Fatalf("got %v, want a terminal of 30 columns", tty)
	}
	before := modes(t, terminal)
	done := make(chan error, 1)
	go func() {
		done <- New(Config{In: terminal, Out: terminal, Terminal: tty, Say: voice(t)}).Run(t.Context(), bottest.Host(silent{}))
	}()
	await(t, other, "newsbrief: a chat in this\r\nterminal.")
	fmt.Fprint(other, "/lists\x7f now\r")
	await(t, other, "list|now")
	fmt.Fprint(other, "\x1b[A\r")
	await(t, other, "list|now")
	fmt.Fprint(other, "\x04")
	if err := <-done; err != nil {
		t.Error(err)
	}
	if after := modes(t, terminal); after != before {
		t.Errorf("the terminal is left in other modes: %v, was %v", after, before)
	}
	t.Setenv("TERM", "dumb")
	if NewTerminal(terminal, terminal) != nil || NewTerminal(terminal, &bytes.Buffer{}) != nil {
		t.Error("keys are read from what is no terminal, or only prints")
	}
}

func modes(t *testing.T, f *os.File) syscall.Termios {
	t.Helper()
	var m syscall.Termios
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TCGETS, uintptr(unsafe.Pointer(&m))); errno != 0 {
		t.Fatal(errno)
	}
	return m
}
