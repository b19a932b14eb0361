package bottest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/bot"
	"newsbrief/digest/brief"
	"newsbrief/subscriptions"
)

// rules are what a platform must hold besides the conversations.
var rules = []struct {
	name  string
	check func(*stage)
}{
	{"a part is sent once and has an id", sentOnce},
	{"no story is lost, whatever it holds", noStoryLost},
	{"nothing comes of nothing", nothingOfNothing},
	{"a choice is a line", choiceIsALine},
	{"in private everybody may", private},
	{"a group knows its admins", groups},
	{"a chat is answered in order", inOrder},
	{"a chat holds up no other", besides},
	{"an answer that is not taken is not lost", answerKept},
	{"the bot is removed", removed},
	{"the bot is let in again", restored},
	{"a group gets another id", migrated},
}

// classes are the failures that a service can answer with.
var classes = map[string]bot.Class{
	"transient": bot.Transient, "wait": bot.Wait, "rejected": bot.Rejected, "gone": bot.Gone, "moved": bot.Moved, "fatal": bot.Fatal,
}

// send sends a part to the private chat, as one of a digest that has not been
// tried before.
func (s *stage) send(p subscriptions.Part, plain bool) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience(s.t))
	defer cancel()
	s.sent++
	return s.Platform().Send(ctx, subscriptions.Delivery{
		Chat: s.Private(), Slot: subscriptions.Slot{Date: "2026-11-24", Time: 480}, Part: s.sent, Parts: 100, Body: p.Body, Plain: plain, Queued: time.Now(),
	})
}

func (s *stage) one(text string) subscriptions.Part {
	s.t.Helper()
	parts := s.Platform().Render(bot.Message{Blocks: []bot.Block{bot.Text(text)}})
	if len(parts) != 1 {
		s.t.Fatalf("%d parts of a short text", len(parts))
	}
	return parts[0]
}

func sentOnce(s *stage) {
	s.Read()
	seen := map[string]bool{}
	for _, text := range []string{"apples", "pears"} {
		before := s.Requests()
		id, err := s.send(s.one(text), false)
		if err != nil || id == "" || seen[id] {
			s.t.Errorf("%s: id %q, %v", text, id, err)
		}
		seen[id] = true
		if n := s.Requests() - before; n != 1 {
			s.t.Errorf("%s: %d requests", text, n)
		}
		if got := s.Read(); len(got) != 1 || !strings.Contains(got[0], text) {
			s.t.Errorf("%s stands as %q", text, got)
		}
	}
}

// failure has a send fail with the class, and see that the platform says so,
// at once, and keeps its secret, and that the next send is none the worse.
func failure(s *stage, class bot.Class) {
	err := s.Fail(class)
	if class == bot.Transient && err != nil {
		s.t.Fatalf("every service can be away: %v", err)
	}
	s.has(err)
	s.Read()
	part, before, begun := s.one("plums"), s.Requests(), time.Now()
	_, err = s.send(part, false)
	var failed *bot.SendError
	if !errors.As(err, &failed) || failed.Class != class {
		s.t.Fatalf("got %v, want a failure of class %d", err, class)
	}
	s.secretless("error", err.Error())
	if n, took := s.Requests()-before, time.Since(begun); n != 1 || took > time.Second {
		s.t.Errorf("%d requests in %v", n, took)
	}
	switch {
	case class == bot.Wait && failed.After <= 0:
		s.t.Error("nobody knows how long to wait")
	case class == bot.Moved && (failed.To.Platform != s.Platform().Name() || failed.To.ID == "" || failed.To == s.Private()):
		s.t.Errorf("moved to %s", failed.To)
	}
	afterwards(s, class, part)
}

// afterwards sees that what was rejected is taken as plain text, and what was
// not taken for a passing reason later.
func afterwards(s *stage, class bot.Class, part subscriptions.Part) {
	if class != bot.Rejected && class != bot.Transient {
		return
	}
	if _, err := s.send(part, class == bot.Rejected); err != nil {
		s.t.Errorf("the next try: %v", err)
	}
	if got := s.Read(); len(got) != 1 || !strings.Contains(got[0], "plums") {
		s.t.Errorf("stands as %q", got)
	}
}

// hostile is what feeds have in store.
var hostile = []string{
	"plain", "<b>tags</b> & <a href=\"x\">links</a>", "*stars* _lines_ `ticks` ~~ || # > - [x](http://y)", "@everyone <@1> @somebody",
	"日本語の見出し 🎏 กรุงเทพ", strings.Repeat("long ", 300), "control \x00\x1b[31m \u202e marks", strings.Repeat("&<>\"", 200),
}

// stories are n stories of all kinds, each with a word of its own.
func stories(n int) (m bot.Message, words []string) {
	m.Blocks = append(m.Blocks, bot.Heading{Text: "Your news <brief>", Main: true})
	for i := range n {
		kind, word := hostile[i%len(hostile)], fmt.Sprintf("word%dend", i)
		if i%10 == 0 {
			m.Blocks = append(m.Blocks, bot.Heading{Text: "Section " + fmt.Sprint(i/10)})
		}
		m.Blocks = append(m.Blocks, bot.Story{
			Brief: brief.Brief{
				Headline: word + " " + kind, Line: kind, URL: fmt.Sprintf("https://news.example/%d?a=b&c=(d)", i),
				Sources: []brief.Source{{Name: "Harbour <Post>"}},
			},
			Age: "2 h",
		})
		words = append(words, word)
	}
	return m, words
}

func noStoryLost(s *stage) {
	m, words := stories(60)
	for i := range 30 {
		m.Choices = append(m.Choices, []bot.Choice{{Label: fmt.Sprintf("choice %d <b>", i), Line: fmt.Sprintf("/latest choice %d", i)}})
	}
	m.Blocks = append(m.Blocks, bot.Text(strings.Repeat("Much is said in many words. ", 700)+"lastword"))
	parts := s.Platform().Render(m)
	if again := s.Platform().Render(m); !reflect.DeepEqual(parts, again) {
		s.t.Error("the same message is rendered in two ways")
	}
	held := 0
	for _, p := range parts {
		held += p.Stories
	}
	if held != len(words) {
		s.t.Errorf("the parts say that they hold %d of %d stories", held, len(words))
	}
	for _, plain := range []bool{false, true} {
		s.allStand(parts, plain, append(words, "lastword"))
	}
}

// allStand sends the parts and sees that the words stand in their order.
func (s *stage) allStand(parts []subscriptions.Part, plain bool, words []string) {
	s.Read()
	for i, p := range parts {
		if _, err := s.send(p, plain); err != nil {
			s.t.Fatalf("part %d of %d, plain %v: %v", i+1, len(parts), plain, err)
		}
	}
	text := strings.Join(s.Read(), "\n")
	for _, w := range words {
		_, rest, ok := strings.Cut(text, w)
		if !ok {
			s.t.Fatalf("plain %v: %s is lost, or stands before what it was told behind", plain, w)
		}
		text = rest
	}
}

func nothingOfNothing(s *stage) {
	for name, m := range map[string]bot.Message{
		"no blocks": {}, "an empty text": {Blocks: []bot.Block{bot.Text(" \n")}},
	} {
		if n := len(s.Platform().Render(m)); n > 0 {
			s.t.Errorf("%s: %d parts", name, n)
		}
	}
}

func choiceIsALine(s *stage) {
	s.answered(func() error { return s.Say("/language") })
	s.answered(func() error { return s.Press("English") })
	if c := s.host.last(); c.Name == "" || c.Args == "" {
		s.t.Errorf("a press arrives as %q %q", c.Name, c.Args)
	}
}

func private(s *stage) {
	s.answered(func() error { return s.Say("/latest ai") })
	if c := s.host.last(); c.Name != "latest" || c.Args != "ai" || c.Chat != s.Private() || c.Group || !c.admin {
		s.t.Errorf("arrives as %+v", c)
	}
}

func groups(s *stage) {
	for _, admin := range []bool{false, true} {
		n := s.host.count()
		s.has(s.SayInGroup("/latest ai", admin))
		s.until("a command in the group", func() bool { return s.host.count() > n })
		if c := s.host.last(); c.Name != "latest" || c.Args != "ai" || c.Chat != s.Group() || !c.Group || c.admin != admin {
			s.t.Errorf("admin %v: arrives as %+v", admin, c)
		}
	}
}

// beginning notes commands before they are answered, and lets the first one take
// its time.
func (s *stage) beginning(first func()) (begun func() []string) {
	var mu sync.Mutex
	var lines []string
	s.host.note(func() {
		s.host.hold = func(c bot.Command) {
			mu.Lock()
			lines = append(lines, c.Chat.ID+" "+c.Args)
			n := len(lines)
			mu.Unlock()
			if n == 1 {
				first()
			}
		}
	})
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(lines)
	}
}

func inOrder(s *stage) {
	begun := s.beginning(func() { time.Sleep(50 * time.Millisecond) })
	for i := range 5 {
		if err := s.Say(fmt.Sprint("/latest ", i)); err != nil {
			s.t.Fatal(err)
		}
	}
	s.until("five answers", func() bool { return s.host.count() == 5 })
	for i, c := range s.host.commands {
		if want := fmt.Sprint(i); c.Args != want || !strings.HasSuffix(begun()[i], " "+want) {
			s.t.Errorf("command %d is %q, begun as %q", i, c.Args, begun())
		}
	}
}

func besides(s *stage) {
	s.has(s.SayInGroup("/list", false))
	s.until("an answer in the group", func() bool { return s.host.count() == 1 })
	release := make(chan struct{})
	s.beginning(func() { <-release })
	defer close(release)
	if err := s.Say("/latest slow"); err != nil {
		s.t.Fatal(err)
	}
	s.has(s.SayInGroup("/latest quick", false))
	s.until("an answer beside another", func() bool { return s.host.count() == 2 })
}

func answerKept(s *stage) {
	want := s.answered(func() error { return s.Say("/list") })
	s.has(s.FailAnswer())
	got := s.answered(func() error { return s.Say("/list") })
	for _, p := range s.host.posted {
		if _, err := s.send(p, false); err != nil {
			s.t.Errorf("from the outbox: %v", err)
		}
		got = append(got, s.Read()...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("what came, and what was queued, is not the answer (-want +got):\n%s", diff)
	}
}

func removed(s *stage) {
	s.has(s.Remove())
	s.tells("removed " + s.Group().String())
}

func restored(s *stage) {
	s.has(s.Remove())
	s.tells("removed " + s.Group().String())
	s.has(s.Restore())
	s.tells("restored " + s.Group().String())
}

func migrated(s *stage) {
	from := s.Group()
	to, err := s.Migrate()
	s.has(err)
	s.tells("migrated " + from.String() + " " + to.String())
}

// tells waits until the host was told.
func (s *stage) tells(what string) {
	s.t.Helper()
	s.until(what, func() bool { return strings.Contains(s.host.told(), what) })
}

// check runs the rules, each before a service of its own.
func check(t *testing.T, rig Rig) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) { r.check(enter(t, rig)) })
	}
	for name, class := range classes {
		t.Run("a failure is "+name, func(t *testing.T) { failure(enter(t, rig), class) })
	}
}
