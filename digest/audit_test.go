package digest

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// harbours are invented items of many papers, told one after another, in each
// of which the word "council" stands.
func harbours(n int) []feed.Item {
	items := make([]feed.Item, n)
	for i := range items {
		at := noon.Add(-time.Duration(i) * 10 * time.Second)
		items[i] = feed.Item{
			ID: fmt.Sprintf("%016x", i), URL: fmt.Sprintf("https://paper.example/%d", i), Title: fmt.Sprintf("Mayor speaks about lock %d of canal %d", i*7919%9973, i),
			Summary: fmt.Sprintf("The council of town %d heard on Monday that ferry %d is late.", i%977, i), Published: at, Arrived: at,
			Language: "en", Feed: "https://paper.example/feed", Source: fmt.Sprint("Paper ", i%250),
		}
	}
	return items
}

func ask(t *testing.T, c *Composer, topics ...subscriptions.Topic) Digest {
	t.Helper()
	d, err := c.Compose(t.Context(), Request{Topics: topics, Reads: []string{"en"}, Now: noon, Fill: true})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestSpellingsFillNoMemory holds that spellings of one word are one query, and
// that what is kept of the answers to many is bounded.
func TestSpellingsFillNoMemory(t *testing.T) {
	c := New(slog.New(slog.DiscardHandler), Fixed(harbours(3000)), topic.New(nil))
	word := "council"
	for mask := range 1 << len(word) {
		spelled := []byte(word)
		for i := range spelled {
			if mask&(1<<i) != 0 {
				spelled[i] -= 'a' - 'A'
			}
		}
		if d := ask(t, c, subscriptions.Topic(spelled)); len(d.Sections[0].Entries) != SectionSize {
			t.Fatalf("%s: got %d entries", spelled, len(d.Sections[0].Entries))
		}
	}
	if got := len(c.corpus.index.answers); got != 1 {
		t.Errorf("%d answers to one word", got)
	}
	if got := len(c.current.results); got != 1 {
		t.Errorf("%d results of one word", got)
	}
	if got := c.corpus.index.size; got > mostHits+answerSize {
		t.Errorf("the answer takes %d hits, want at most %d", got, mostHits)
	}
}

// TestAnswersAreBounded holds that many different words of people's own are
// forgotten before they fill the memory.
func TestAnswersAreBounded(t *testing.T) {
	c := New(slog.New(slog.DiscardHandler), Fixed(harbours(1200)), topic.New(nil))
	for i := range 977 {
		ask(t, c, subscriptions.Topic(fmt.Sprintf("council town %d", i)), subscriptions.Topic(fmt.Sprintf("ferry council %d", i)), subscriptions.Topic(strings.Repeat("council ", 1+i%40)+"mayor"))
		if got := c.corpus.index.size; got > mostAnswered+mostHits {
			t.Fatalf("answers take %d hits, want at most %d", got, mostAnswered)
		}
		if got := c.current.size; got > mostCandidates+len(c.current.ranked) {
			t.Fatalf("results take %d candidates, want at most %d", got, mostCandidates)
		}
	}
}

// TestOrdersOfLanguagesFillNoMemory holds that a story is said once a language,
// in whatever order readers name those that they read.
func TestOrdersOfLanguagesFillNoMemory(t *testing.T) {
	c := New(slog.New(slog.DiscardHandler), Fixed(harbours(1)), topic.New(nil))
	tags := []string{"en", "ja", "vi", "th", "id", "ms", "fil"}
	for i := range 200 {
		reads := append(append([]string{}, tags[i%7:]...), tags[:i%7]...)
		reads[1+i%5], reads[6] = reads[6], reads[1+i%5]
		if _, err := c.Compose(t.Context(), Request{Topics: []subscriptions.Topic{"mayor"}, Reads: reads, Now: noon}); err != nil {
			t.Fatal(err)
		}
	}
	s := c.current.ranked[0]
	if len(s.said) != 1 || len(s.faces) > len(tags) {
		t.Errorf("%d briefs and %d faces of one story in one language", len(s.said), len(s.faces))
	}
}

// spoilt panics over what has a word in its title.
type spoilt struct {
	*topic.Topics
	grouper
}

const poison = "poison"

func (s spoilt) Analyze(it feed.Item) *topic.Doc {
	if strings.Contains(it.Title, poison+" to read") {
		panic("cannot be read")
	}
	return s.Topics.Analyze(it)
}

func (s spoilt) Add(items ...feed.Item) {
	for _, it := range items {
		if strings.Contains(it.Title, poison+" to group") {
			panic("cannot be grouped")
		}
	}
	s.grouper.Add(items...)
}

func spoiltTell(s story.Story, face feed.Item) brief.Brief {
	if strings.Contains(face.Title, poison+" to tell") {
		panic("cannot be told")
	}
	return brief.Tell(s, face)
}

// TestPanicsSpoilNothingElse holds that an item or a story that makes the
// program panic is logged and left out, and that the others are told.
func TestPanicsSpoilNothingElse(t *testing.T) {
	items := harbours(9)
	for i, how := range map[int]string{2: " to read", 4: " to group", 5: " to group", 7: " to tell"} {
		items[i].Title, items[i].Summary = fmt.Sprintf("Kitchen %d serves %s%s", i, poison, how), ""
	}
	var log bytes.Buffer
	c := New(slog.New(slog.NewTextHandler(&log, nil)), Fixed(items), spoilt{Topics: topic.New(nil)})
	c.tell = spoiltTell
	c.newGrouper = func() grouper { return spoilt{grouper: story.NewGrouper()} }
	for range 2 { // what spoils one digest does not spoil the next
		d, err := c.Compose(t.Context(), Request{Now: noon, Most: 20, Fill: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range d.Sections[0].Entries {
			for _, it := range e.Items {
				got = append(got, it.ID[15:])
			}
		}
		slices.Sort(got)
		if want := "0 1 3 6 8"; strings.Join(got, " ") != want {
			t.Errorf("told of %q, want %s", got, want)
		}
	}
	for _, i := range []int{2, 4, 5, 7} {
		if !strings.Contains(log.String(), "id="+items[i].ID) {
			t.Errorf("the log does not name item %d", i)
		}
	}
	if got := strings.Count(log.String(), "cannot be told"); got != 1 {
		t.Errorf("the story that cannot be told is logged %d times", got)
	}
}

// panicking are items whose source panics.
type panicking struct{ Items }

func (panicking) Generation() uint64 { panic("no disk") }

// TestComposeDoesNotPanic holds that a digest that cannot be composed is an
// error, logged with its topics.
func TestComposeDoesNotPanic(t *testing.T) {
	var log bytes.Buffer
	c := New(slog.New(slog.NewTextHandler(&log, nil)), panicking{}, topic.New(nil))
	for range 2 {
		if _, err := c.Compose(t.Context(), Request{Topics: []subscriptions.Topic{"japan"}, Now: noon}); err == nil {
			t.Error("no error")
		}
	}
	if !strings.Contains(log.String(), "japan") {
		t.Errorf("the log does not say of what: %s", log.String())
	}
}
