package delivery

import (
	"fmt"
	"log/slog"
	"syscall"
	"testing"
	"time"

	"newsbrief/bot/talk"
	"newsbrief/bot/telegram"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// BenchmarkDigests composes and renders a million digests of a slot for chats
// that chose ten thousand different sets of topics.
func BenchmarkDigests(b *testing.B) {
	const digests, sets, chunk = 1_000_000, 10_000, 250
	texts, err := texts.Load()
	if err != nil {
		b.Fatal(err)
	}
	lg, topics, now := slog.New(slog.DiscardHandler), topic.New(nil), time.Now()
	known := topics.All()
	n := len(known)
	claims := make([]subscriptions.Claim, sets)
	for i := range claims {
		claims[i] = subscriptions.Claim{Subscriber: subscriptions.Subscriber{
			Chat: chat(i), Language: "en", Schedule: subscriptions.Schedule{Zone: "UTC"},
			Topics: []subscriptions.Topic{known[i%n], known[(i+1+i/n%(n-1))%n], known[(i+9+i/n/(n-1))%n]},
			Due:    subscriptions.Due{At: now},
		}}
	}
	for b.Loop() {
		composer := talk.New(lg, talk.Config{
			Subscribers: storetest.NewMemory(), News: digest.New(slog.New(slog.DiscardHandler), digest.Fixed(newsOf(topics, known, 2_000)), topics),
			Topics: topics, Texts: texts, Language: "en", Zone: "UTC", Time: at(8, 0), MaxTopics: 50,
		})
		f := &scheduler{lg: lg, composer: composer, platform: telegram.New(lg, telegram.Config{}), workers: 2, cache: newDigestCache(newAllowance(mostCached))}
		before := used(b)
		for i := 0; i < digests; i += chunk {
			from := i % sets
			if done, _ := f.compose(b.Context(), claims[from:from+chunk]); len(done) != chunk || len(done[0].Parts) == 0 {
				b.Fatalf("got %d digests, the first with %d parts", len(done), len(done[0].Parts))
			}
		}
		b.ReportMetric((used(b) - before).Seconds(), "cpu-s")
		b.ReportMetric(float64(f.cache.size)/(1<<20), "MB-cached")
		b.ReportMetric(float64(len(f.cache.works)), "kept")
	}
}

// newsOf are items of the last day that name one or two of the topics.
func newsOf(topics *topic.Topics, known []subscriptions.Topic, n int) (items []feed.Item) {
	now := time.Now()
	for i := range n {
		one, two := topics.Name(known[i%len(known)], "en"), topics.Name(known[(i*7+3)%len(known)], "en")
		items = append(items, feed.Item{
			ID: fmt.Sprintf("%064x", i), URL: fmt.Sprintf("https://news.example/%d", i),
			Title:     fmt.Sprintf("Report %d of the council on %s and what number %d means", i, one, i*i),
			Summary:   fmt.Sprintf("The council has looked at %s for %d months. It found that case %d needs more work than was thought.", two, i%17+2, i),
			Published: now.Add(-time.Duration(i%1200) * time.Minute), Arrived: now, Language: "en", Source: fmt.Sprintf("Paper %d", i%40),
		})
	}
	return items
}

// used is the processor time that the process has used.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
