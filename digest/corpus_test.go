package digest_test

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/archive/badgerarchive"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
)

var _ digest.Changing = (*badgerarchive.Archive)(nil)

// events are what the properties tell of: each a subject that many publishers
// report in words of their own, and nothing in common with the others.
var events = [][]string{
	{"Ferry with 212 passengers runs aground off Lombok", "All 212 passengers of ferry aground off Lombok rescued", "Lombok ferry refloated, 212 passengers safe"},
	{"Osaka museum lends painted scrolls to Hanoi gallery", "Hanoi gallery shows painted scrolls on loan from Osaka", "Painted scrolls from Osaka museum go on view in Hanoi"},
	{"Penang chip maker triples output of sensors", "Sensors: Penang chip maker to triple its output", "Output of sensors tripled by chip maker in Penang"},
	{"Kyoto temple opens moss garden after repairs", "Moss garden of Kyoto temple opens again after repairs", "After repairs Kyoto temple reopens its moss garden"},
	{"Sapporo snow festival sells out in an hour", "Snow festival in Sapporo sold out within one hour", "Tickets for Sapporo snow festival gone in an hour"},
}

// event is which of the events an item tells of, by its id.
func event(id string) string { e, _, _ := strings.Cut(id, "-"); return e }

// round is what happens after some hours: items come in, and topics are asked for.
type round struct {
	Hours int
	Items []told
	Asked []subscriptions.Topic
}

// told is an item of an event. Who tells an event in the same words again
// tells the next one of its kind, so each is told by another publisher.
type told struct{ ID, Event, Words int }

func drawRounds(ids int, asked ...subscriptions.Topic) *rapid.Generator[[]round] {
	items := rapid.Custom(func(t *rapid.T) told {
		return told{rapid.IntRange(0, ids).Draw(t, "id"), rapid.IntRange(0, len(events)-1).Draw(t, "event"), rapid.IntRange(0, 2).Draw(t, "words")}
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) round {
		return round{rapid.IntRange(1, 40).Draw(t, "hours"), rapid.SliceOfN(items, 0, 4).Draw(t, "items"), rapid.SliceOfN(rapid.SampledFrom(append(asked, "")), 0, 4).Draw(t, "asked")}
	}), 1, 12)
}

// steady leaves out what tells an event after a day of silence: it may be the
// event still or its next chapter.
func steady(rounds []round) []round {
	hours, last := 0, map[int]int{}
	for i, r := range rounds {
		hours += r.Hours
		rounds[i].Items = slices.DeleteFunc(slices.Clone(r.Items), func(it told) bool {
			at, ok := last[it.Event]
			if ok && hours-at > 24 {
				return true
			}
			last[it.Event] = hours
			return false
		})
	}
	return rounds
}

// add waits for the round and takes in its items.
func (r round) add(t *testing.T, kept *archive.Memory, id func(told) string) {
	time.Sleep(time.Duration(r.Hours) * time.Hour)
	now := time.Now()
	var items []feed.Item
	for _, it := range r.Items {
		items = append(items, feed.Item{
			ID: id(it), URL: "https://paper-" + id(it) + ".example/", Source: "Paper " + id(it), Language: "en",
			Title: events[it.Event][it.Words], Published: now, Arrived: now,
		})
	}
	if err := kept.Add(t.Context(), items); err != nil {
		t.Error(err)
	}
}

// stories composes all that there is to tell, each story as its publishers.
func stories(t *testing.T, c *digest.Composer) map[string][]string {
	d, err := c.Compose(t.Context(), digest.Request{Now: time.Now(), Most: 1000, Fill: true})
	if err != nil {
		t.Error(err)
		return nil
	}
	out := make(map[string][]string)
	for _, e := range d.Sections[0].Entries {
		for _, s := range e.Sources {
			out[e.Told.Item] = append(out[e.Told.Item], s.Name)
		}
	}
	return out
}

// TestGrowingCorpusIsAsGood lets random items arrive and expire, and compares a
// composer that takes in what changed with one that reads everything anew. Of
// events that are told apart clearly both make the same stories, but that the
// growing one keeps a story whole as long as it goes on: its name stays, and it
// has every publisher that the other has.
func TestGrowingCorpusIsAsGood(t *testing.T) {
	topics := topic.New(nil)
	rapid.Check(t, func(rt *rapid.T) {
		rounds := steady(drawRounds(0).Draw(rt, "rounds"))
		var wrong string
		synctest.Test(t, func(t *testing.T) {
			kept, n := archive.NewMemory(), 0
			grown := digest.New(slog.New(slog.DiscardHandler), kept, topics)
			names := map[string]string{}
			for _, r := range rounds {
				r.add(t, kept, func(it told) string { n++; return fmt.Sprint(it.Event, "-", n/2) })
				got, want := stories(t, grown), stories(t, digest.New(slog.New(slog.DiscardHandler), kept, topics))
				if wrong = compareStories(got, want, names); wrong != "" {
					return
				}
			}
		})
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// compareStories says what is wrong with stories that were kept, compared with
// those made anew. names are those of the events told before; what is told no
// longer is forgotten.
func compareStories(got, want map[string][]string, names map[string]string) string {
	told := map[string]string{}
	for id := range got {
		if other, twice := told[event(id)]; twice {
			return fmt.Sprintf("one event as the stories of %s and %s", id, other)
		}
		told[event(id)] = id
		if old, ok := names[event(id)]; ok && old != id {
			return fmt.Sprintf("the story of %s is that of %s now", old, id)
		}
	}
	for id, sources := range want {
		for _, s := range sources {
			if !slices.Contains(got[told[event(id)]], s) {
				return fmt.Sprintf("event %s: kept %v, from scratch %v", event(id), got[told[event(id)]], sources)
			}
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("kept %v, from scratch %v", got, want)
	}
	clear(names)
	maps.Copy(names, told)
	return ""
}

// TestReplacedItems holds that what an item says now is what is told, and
// that topics that it belonged to before no longer take it.
func TestReplacedItems(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := archive.NewMemory()
		c := digest.New(slog.New(slog.DiscardHandler), kept, topic.New(nil))
		it := item("chips", 0, "circuit", "technology", "Penang chip maker triples output of sensors")
		it.Published, it.Arrived = time.Now(), time.Now()
		ask := func(t *testing.T, topics ...subscriptions.Topic) string {
			d, err := c.Compose(t.Context(), digest.Request{Topics: topics, Now: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range d.Sections {
				for _, e := range s.Entries {
					return e.Headline
				}
			}
			return ""
		}
		for _, said := range []string{"Penang chip maker triples output of sensors", "Penang chip maker triples output of lasers"} {
			it.Title = said
			if err := kept.Add(t.Context(), []feed.Item{it}); err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"sensors", "lasers", "technology", "penang chip"} {
				want := ""
				if strings.Contains(strings.ToLower(said), word) || word == "technology" {
					want = said
				}
				if got := ask(t, subscriptions.Topic(word)); got != want {
					t.Errorf("%s: got %q, want %q", word, got, want)
				}
			}
		}
	})
}

// TestTopicsAreAsMatched holds that a topic has the stories of which it takes an
// item, in whatever order items arrive, change, expire and topics are asked for.
func TestTopicsAreAsMatched(t *testing.T) {
	topics := topic.New(nil)
	rapid.Check(t, func(rt *rapid.T) {
		rounds := drawRounds(7, "japan", "technology", "lombok", "sensors", "moss garden", "painted scrolls", "nothing of it", "!", "ferry passengers", "in an hour").Draw(rt, "rounds")
		var wrong string
		synctest.Test(t, func(t *testing.T) {
			kept := archive.NewMemory()
			c := digest.New(slog.New(slog.DiscardHandler), kept, topics)
			for _, r := range rounds {
				r.add(t, kept, func(it told) string { return fmt.Sprint(it.ID) })
				for _, asked := range r.Asked {
					if wrong = checkTopic(t, c, topics, asked); wrong != "" {
						return
					}
				}
			}
		})
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// checkTopic compares the topic's stories with all stories: those of which it
// takes every item are among them, and none of which it takes no item.
func checkTopic(t *testing.T, c *digest.Composer, topics *topic.Topics, asked subscriptions.Topic) string {
	compose := func(topics ...subscriptions.Topic) []digest.Entry {
		d, err := c.Compose(t.Context(), digest.Request{Topics: topics, Now: time.Now(), Most: 1000, Fill: true})
		if err != nil {
			t.Error(err)
			return nil
		}
		return d.Sections[0].Entries
	}
	q := topic.NewQuery(asked)
	takes := func(it feed.Item) bool {
		_, ok := topics.Analyze(it).Matches(q)
		return ok || asked == ""
	}
	got := make(map[string]bool)
	for _, e := range compose(asked) {
		got[e.Told.Item] = true
		if !slices.ContainsFunc(e.Items, takes) {
			return fmt.Sprintf("%q: got story %s, of which it takes nothing", asked, e.Told.Item)
		}
	}
	for _, e := range compose() {
		if !slices.ContainsFunc(e.Items, func(it feed.Item) bool { return !takes(it) }) && !got[e.Told.Item] {
			return fmt.Sprintf("%q: got %v without story %s, of which it takes all", asked, slices.Collect(maps.Keys(got)), e.Told.Item)
		}
	}
	return ""
}
