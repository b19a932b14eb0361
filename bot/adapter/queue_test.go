package adapter

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// job is something that a chat wants.
type job struct {
	chat     string
	what     string
	commands int
	written  time.Time
}

func (j job) Key() string { return j.chat }

func (j job) Commands() int { return j.commands }

func (j job) Written() time.Time { return j.written }

func (j job) Repeats(o job) bool { return j.what == o.what }

// worker handles jobs when it is let.
type worker struct {
	*Queue[job]
	goOn chan struct{}

	mu         sync.Mutex
	done, lost []string
}

func newWorker() *worker {
	w := &worker{goOn: make(chan struct{})}
	w.Queue = NewQueue(func(j job) {
		<-w.goOn
		w.note(&w.done, j)
	}, func(j job) { w.note(&w.lost, j) }, func(j job) bool { return strings.HasPrefix(j.what, "again") })
	return w
}

func (w *worker) note(to *[]string, j job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*to = append(*to, j.chat+" "+j.what)
}

func (w *worker) write(chat, what string) Verdict {
	return w.Add(job{chat, what, 1, time.Now()})
}

func TestQueueKeepsTheOrderWithinAChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorker()
		for i := range 5 {
			for _, chat := range []string{"a", "b"} {
				if v := w.write(chat, fmt.Sprint(i)); v != Taken {
					t.Fatalf("verdict %d", v)
				}
			}
		}
		close(w.goOn)
		w.Rest(t.Context(), time.Minute, func() bool { return false })
		for _, chat := range []string{"a", "b"} {
			var got []string
			for _, d := range w.done {
				if what, ok := strings.CutPrefix(d, chat+" "); ok {
					got = append(got, what)
				}
			}
			if !slices.Equal(got, []string{"0", "1", "2", "3", "4"}) {
				t.Errorf("chat %s: %v", chat, got)
			}
		}
	})
}

func TestQueueBoundsAChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorker()
		for i := range MostWaiting {
			w.write("a", fmt.Sprint(i))
		}
		for what, want := range map[string]Verdict{"3": Repeated, "new": TooMany} {
			if v := w.write("a", what); v != want {
				t.Errorf("%s: verdict %d, want %d", what, v, want)
			}
		}
		if v := w.write("b", "new"); v != Taken {
			t.Errorf("another chat: verdict %d", v)
		}
		if v := w.Add(job{"a", "news of the chat", 0, time.Now()}); v != Taken {
			t.Errorf("news of the chat: verdict %d", v)
		}
		slow := job{"c", "", 1, time.Now()}
		for i := range 3 * MostWaiting {
			slow.what, slow.written = fmt.Sprint(i), slow.written.Add(5*time.Second)
			if v := w.Add(slow); v != Taken {
				t.Errorf("written slowly: verdict %d", v)
			}
		}
		if v := w.Add(job{"d", "", MostWaiting + 1, time.Now()}); v != Taken || w.write("d", "more") != TooMany {
			t.Errorf("many commands in one: verdict %d", v)
		}
		close(w.goOn)
		w.Rest(t.Context(), time.Minute, func() bool { return false })
	})
}

// TestQueueIsBounded holds that whoever has most waiting makes room.
func TestQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorker()
		for chat := range MostInAll / 4 {
			for what := range 3 {
				w.write(fmt.Sprint(chat), fmt.Sprint(what))
			}
		}
		for i := range 13 * (MostWaiting - 1) {
			w.write(fmt.Sprint("heavy", i%13), fmt.Sprint("x", i))
		}
		for i := range 50 {
			if v := w.write(fmt.Sprint("late", i), "y"); v != Taken {
				t.Fatalf("verdict %d", v)
			}
		}
		if w.Open() != MostInAll {
			t.Errorf("%d wait", w.Open())
		}
		for _, lost := range w.lost {
			if !strings.HasPrefix(lost, "heavy") {
				t.Errorf("lost %q", lost)
			}
		}
		close(w.goOn)
		w.Rest(t.Context(), time.Minute, func() bool { return false })
	})
}

// TestQueueDrains holds that what is under way ends, that what somebody was
// promised is done, and that the rest is not begun.
func TestQueueDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorker()
		for _, what := range []string{"first", "promised", "again 1", "behind"} {
			w.write("a", what)
		}
		w.write("b", "first")
		left := make(chan int)
		go func() { left <- w.Drain(t.Context(), time.Minute) }()
		synctest.Wait()
		if v := w.write("c", "late"); v != Full {
			t.Errorf("verdict %d on what comes late", v)
		}
		close(w.goOn)
		if n := <-left; n != 0 {
			t.Errorf("%d left", n)
		}
		slices.Sort(w.done)
		if want := []string{"a first", "a promised", "b first"}; !slices.Equal(w.done, want) {
			t.Errorf("done %v, want %v", w.done, want)
		}
		stuck := newWorker()
		stuck.write("a", "x")
		if n := stuck.Drain(t.Context(), time.Second); n != 1 {
			t.Errorf("%d left of one that does not end", n)
		}
		close(stuck.goOn)
	})
}

func TestRecoverLogsWithoutSecrets(t *testing.T) {
	var log bytes.Buffer
	func() {
		defer Recover(slog.New(slog.NewTextHandler(&log, nil)), func(s string) string { return strings.ReplaceAll(s, "hunter2", "…") }, "chat", 7)
		panic("with hunter2")
	}()
	if got := log.String(); !strings.Contains(got, "chat=7") || strings.Contains(got, "hunter2") {
		t.Errorf("logged %s", got)
	}
}
