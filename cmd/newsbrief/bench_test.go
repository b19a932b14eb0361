package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"newsbrief/digest/feed"
	"newsbrief/subscriptions"
)

// The benchmarks run the real program, built as it is for people, against a
// server on loopback. `go test` alone runs none of them.

// site is a data directory with a program over it.
type site struct {
	testing.TB
	path   string // of the program
	dir    string
	server *swift
	env    []string
	starts int // how many processes there were
	items  int // of news in the archive; 0: a few hundred
}

// newSite builds the program as people have it.
func newSite(b testing.TB) *site {
	b.Helper()
	path := filepath.Join(b.TempDir(), "newsbrief")
	build := exec.Command("go", "build", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	return newSiteOf(b, path)
}

// newSiteOf is a site of the program that stands at the path.
func newSiteOf(b testing.TB, path string) *site {
	b.Helper()
	s := &site{TB: b, dir: b.TempDir(), server: startSwift(b), path: path}
	feeds := filepath.Join(b.TempDir(), "none.opml")
	if err := os.WriteFile(feeds, []byte(`<opml version="2.0"><body></body></opml>`), 0o600); err != nil {
		b.Fatal(err)
	}
	s.env = []string{
		"TELEGRAM_TOKEN=" + benchToken, "TELEGRAM_API_URL=" + s.server.URL, "DATA_DIR=" + s.dir, "FEEDS=" + feeds, "LOG_LEVEL=error",
		"TELEGRAM_RATE=0", "TELEGRAM_CHAT_RATE=0", "TELEGRAM_GROUP_RATE=0",
	}
	return s
}

// stored opens the data directory, has it filled and closes it again.
func (s *site) stored(fill func(stores)) {
	s.Helper()
	kept, err := openStores(slog.New(slog.DiscardHandler), s.dir)
	if err != nil {
		s.Fatal(err)
	}
	fill(kept)
	if err := kept.close(); err != nil {
		s.Fatal(err)
	}
}

// people puts n readers into the store, with topics of some hundreds of
// combinations. The first few are due a minute ago, the others tomorrow.
func (s *site) people(n, due int) {
	s.Helper()
	s.stored(func(kept stores) {
		if err := kept.news.Add(context.Background(), benchItems(max(s.items, 600))); err != nil {
			s.Fatal(err)
		}
		const chunk = 20_000
		subs := make([]subscriptions.Subscriber, 0, chunk)
		now := time.Now()
		for i := range n {
			at := now.Add(-time.Minute)
			if i >= due {
				at = now.Add(20*time.Hour + time.Duration(i%180)*time.Minute)
			}
			subs = append(subs, benchReader(i, at))
			if len(subs) == chunk || i == n-1 {
				if err := kept.Import(context.Background(), subs); err != nil {
					s.Fatal(err)
				}
				subs = subs[:0]
			}
		}
	})
}

// benchTopics are the words that readers choose from and that items have.
var benchTopics = []subscriptions.Topic{
	"japan", "technology", "science", "sports", "business", "health", "singapore", "ai", "energy", "harbour", "ferry", "sensor", "violin",
}

func benchReader(i int, due time.Time) subscriptions.Subscriber {
	due = due.UTC().Truncate(time.Second)
	at := subscriptions.TimeOfDay(due.Hour()*60 + due.Minute())
	n := len(benchTopics)
	return subscriptions.Subscriber{
		Chat:     subscriptions.Chat{Platform: "telegram", ID: strconv.Itoa(100_000_000 + i*7919)},
		Language: "en",
		Schedule: subscriptions.Schedule{Zone: "UTC", Times: []subscriptions.TimeOfDay{at}, Days: subscriptions.EveryDay},
		Topics:   []subscriptions.Topic{benchTopics[i%n], benchTopics[(i+1+i/n%(n-1))%n]},
		Due:      subscriptions.Due{Slot: subscriptions.Slot{Date: due.Format(time.DateOnly), Time: at}, At: due},
	}
}

// benchItems are items of the last day, each about two of the topics.
func benchItems(n int) (items []feed.Item) {
	now := time.Now()
	for i := range n {
		a, b := benchTopics[i%len(benchTopics)], benchTopics[(i*5+1)%len(benchTopics)]
		items = append(items, feed.Item{
			ID: fmt.Sprintf("%016x", i), URL: fmt.Sprintf("https://news.example/%s/%d", a, i),
			Title:     fmt.Sprintf("Report %d of the council on %s and what number %d means", i, a, i*i),
			Summary:   fmt.Sprintf("The council has looked at %s and at %s for %d months. It found that case %d needs more work than was thought.", a, b, i%17+2, i),
			Published: now.Add(-time.Duration(i%1200) * time.Minute), Arrived: now, Language: "en", Source: fmt.Sprintf("Paper %d", i%40),
		})
	}
	return items
}

// process is a running program. It has an address of the server of its own, so
// that no request of one that was killed is taken for its.
type process struct {
	testing.TB
	cmd     *exec.Cmd
	log     *bytes.Buffer
	started time.Time
	server  *swift
	path    string // of its address
}

// start runs the program with further settings.
func (s *site) start(env ...string) *process {
	s.Helper()
	s.starts++
	p := &process{
		TB: s.TB, cmd: exec.Command(s.path), log: new(bytes.Buffer), started: time.Now(),
		server: s.server, path: fmt.Sprintf("/%d", s.starts),
	}
	p.cmd.Env = append(append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}, s.env...), env...)
	p.cmd.Env = append(p.cmd.Env, "TELEGRAM_API_URL="+s.server.URL+p.path)
	p.cmd.Stderr, p.cmd.Dir = p.log, s.dir
	if err := p.cmd.Start(); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	return p
}

// ready waits until the program listens to people, and says how long it took.
func (p *process) ready() time.Duration {
	p.Helper()
	var at time.Time
	p.server.until(p.TB, time.Minute, func() bool { at = p.server.polled[p.path]; return !at.IsZero() })
	return at.Sub(p.started)
}

// stop ends the program as an operator does, but not before it listens to
// people: until then the signal may find a process that does not handle it yet.
func (p *process) stop() {
	p.Helper()
	p.ready()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.Fatalf("%v\n%s", err, p.log)
	}
}

// kill ends it with no chance to tidy up.
func (p *process) kill() {
	p.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.Fatal(err)
	}
	_ = p.cmd.Wait()
}

// memory is a line of the process's status, in MB.
func (p *process) memory(line string) float64 {
	p.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.Skip("no /proc here")
	}
	for l := range strings.Lines(string(status)) {
		if fields := strings.Fields(l); len(fields) > 1 && fields[0] == line+":" {
			kb, _ := strconv.ParseFloat(fields[1], 64)
			return kb / 1024
		}
	}
	return 0
}

// cpu is the processor time that all threads of the process have used.
func (p *process) cpu() time.Duration {
	p.Helper()
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid))
	var sum int64
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		n, _ := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		sum += n
	}
	if sum == 0 {
		p.Skip("no /proc here")
	}
	return time.Duration(sum)
}

// peak watches a line of the status until done, and returns the most.
func (p *process) peak(line string, done <-chan struct{}) float64 {
	most := 0.0
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		most = max(most, p.memory(line))
		select {
		case <-done:
			return most
		case <-tick.C:
		}
	}
}
