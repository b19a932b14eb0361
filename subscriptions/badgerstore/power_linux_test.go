package badgerstore

import (
	"bufio"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkPowerCut cuts the power ten times: a process works on a store in a
// file system of its own, and of the image that holds it a copy is taken at a
// random point, with whatever the kernel had written by then. What the process
// was told is durable must be in the copy.
func BenchmarkPowerCut(b *testing.B) {
	const cuts = 10
	if os.Getuid() != 0 {
		b.Skip("only root can mount an image")
	}
	for b.Loop() {
		said := 0
		for cut := range cuts {
			said += powerCut(b, cut)
		}
		b.ReportMetric(float64(said)/cuts, "acknowledged/cut")
		b.ReportMetric(0, "lost") // one that is lost is a failure
	}
}

// powerCut returns how much was acknowledged before the power was cut.
func powerCut(b *testing.B, round int) int {
	dir := b.TempDir()
	image, copied := filepath.Join(dir, "image"), filepath.Join(dir, "copy")
	live, after := mountPoint(b, dir, "live"), mountPoint(b, dir, "after")
	command(b, "truncate", "-s", "256M", image)
	command(b, "mkfs.ext4", "-q", "-F", image)
	unmount := mount(b, image, live)
	said := runAndCut(b, filepath.Join(live, "data"), round, func() { command(b, "cp", "--sparse=always", image, copied) })
	unmount()

	defer mount(b, copied, after)()
	o := newOpened(b)
	o.dir = filepath.Join(after, "data")
	s := o.open()
	defer o.close()
	for _, body := range o.drainAll(s, benchStart.AddDate(1000, 0, 0)) {
		said = append(said, "sent "+body)
	}
	a := account{TB: b, store: s, marks: map[string]string{}, sent: map[string]int{}, settled: map[string]bool{}}
	for _, line := range said {
		a.read(strings.Fields(line))
	}
	a.wantAllSent()
	return len(said)
}

// runAndCut lets a process work on the store, stops it at a random point, has
// cut called while it stands, and returns what it had said by then.
func runAndCut(b *testing.B, dir string, round int, cut func()) (said []string) {
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashRound+"="+strconv.Itoa(round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	cutAt := 200 + rand.IntN(600)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said = append(said, lines.Text())
		if len(said) == cutAt {
			stop(b, cmd.Process)
			cut()
			if err := cmd.Process.Kill(); err != nil {
				b.Fatal(err)
			}
		}
	}
	_ = cmd.Wait()
	if len(said) < cutAt {
		b.Fatalf("round %d: the process ended by itself after %d lines", round, len(said))
	}
	return said
}

// stop lets the process stand still, and returns when it does.
func stop(b *testing.B, p *os.Process) {
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		b.Fatal(err)
	}
	for {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(p.Pid) + "/stat")
		if err != nil {
			b.Fatal(err)
		}
		if rest := stat[strings.LastIndexByte(string(stat), ')')+2:]; rest[0] == 'T' {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

func mountPoint(b *testing.B, dir, name string) string {
	path := filepath.Join(dir, name)
	if err := os.Mkdir(path, 0o700); err != nil {
		b.Fatal(err)
	}
	return path
}

// mount mounts an image and returns what unmounts it.
func mount(b *testing.B, image, at string) (unmount func()) {
	if out, err := exec.Command("mount", "-o", "loop", image, at).CombinedOutput(); err != nil {
		b.Skipf("cannot mount an image here: %s", out)
	}
	return func() {
		// not the benchmark's context: it must happen whatever became of that
		if out, err := exec.CommandContext(context.Background(), "umount", at).CombinedOutput(); err != nil {
			b.Errorf("umount: %s", out)
		}
	}
}

func command(b *testing.B, name string, args ...string) {
	if out, err := exec.CommandContext(b.Context(), name, args...).CombinedOutput(); err != nil {
		b.Skipf("%s: %v: %s", name, err, out)
	}
}
