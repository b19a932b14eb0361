package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/console"
	"newsbrief/bot/delivery"
	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/digest/archive"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions/storetest"
)

// sheet is where the terminal chat writes.
type sheet struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (p *sheet) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.Write(b)
}

// take returns what was written since the last take.
func (p *sheet) take() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.b.Reset()
	return p.b.String()
}

// days is the program without its edges: real parts over memory, in fake time.
type days struct {
	store *storetest.Memory
	news  *archive.Memory
	out   sheet
	in    *io.PipeWriter
	stop  func()
}

// start runs the program until stop is called; the store stays.
func (d *days) start(t *testing.T) {
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	lg := slog.New(slog.DiscardHandler)
	cfg, err := loadConfig(nil)
	if err != nil {
		t.Fatal(err)
	}
	topics := topic.New(nil)
	b := talk.New(lg, cfg.bot(d.store, digest.New(lg, d.news, topics), topics, texts))
	r, w := io.Pipe()
	chat := console.New(console.Config{In: r, Out: &d.out, Say: texts.In("en")})
	clock := delivery.New(lg, delivery.Config{Slots: d.store, Outbox: d.store, Upkeep: d.store, Mover: d.store, Composer: b, Platforms: []bot.Platform{chat}})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { chat.Run(ctx, host{Bot: b, Pace: delivery.NewPace(chat.Limits()), store: d.store}) })
	wg.Go(func() { clock.Run(ctx) })
	d.in = w
	d.stop = func() {
		cancel()
		w.Close()
		wg.Wait()
	}
}

func (d *days) say(line string) string {
	fmt.Fprintln(d.in, line)
	synctest.Wait()
	return d.out.take()
}

// publish archives one item of the topic, as of now.
func (d *days) publish(t *testing.T, id, title string) {
	it := feed.Item{ID: id, URL: "https://harbour.example/" + id, Title: title, Published: time.Now(), Arrived: time.Now(),
		Language: "en", Source: "Harbour Post", Feed: "https://harbour.example/feed", Categories: []string{"japan"}}
	if err := d.news.Add(t.Context(), []feed.Item{it}); err != nil {
		t.Fatal(err)
	}
}

// TestDays lets a week pass in the terminal chat: every day's digest comes in
// its minute, once, with what is new, whatever happens to the program.
func TestDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &days{store: storetest.NewMemory(), news: archive.NewMemory()}
		d.start(t)
		time.Sleep(10 * time.Hour) // the bubble begins at midnight UTC of 1 January 2000, a Saturday
		d.say("/timezone Tokyo")
		if got := d.say("/subscribe japan at 7:00 18:00"); !strings.Contains(got, "Next: Sun 2 Jan, 07:00 Tokyo time (UTC+9), in 12 h") {
			t.Errorf("subscribed: %s", got)
		}
		events := []string{"Ferry to Busan resumes", "Osaka museum lends scrolls", "Snow closes Sapporo airport",
			"Kobe harbour opens night market", "Nagano apple harvest sets record", "Okinawa reef recovers after storm"}
		for day, event := range events {
			time.Sleep(until(7, 0) - time.Minute)
			d.publish(t, fmt.Sprint("item", day), event)
			d.out.take()
			if day == 2 { // stopped over the slot: it comes on return
				d.stop()
				time.Sleep(30 * time.Minute)
				d.start(t)
				time.Sleep(time.Second)
			} else {
				time.Sleep(time.Minute + time.Second)
			}
			if day == 3 { // started again within the minute
				d.stop()
				d.start(t)
				time.Sleep(time.Second)
			}
			synctest.Wait()
			got := d.out.take()
			if strings.Count(got, "Your news brief") != 1 || strings.Count(got, event) != 1 {
				t.Errorf("day %d, %q: got %q", day, event, got)
			}
			for _, before := range events[:day] {
				if strings.Contains(got, before) {
					t.Errorf("day %d: told %q again", day, before)
				}
			}
			time.Sleep(12 * time.Hour)
			synctest.Wait()
			if got := d.out.take(); strings.Count(got, "Your news brief") != 1 || !strings.Contains(got, "Nothing new today: Japan.") {
				t.Errorf("day %d, evening: got %q", day, got)
			}
		}
		d.stop()
	})
}

// until is how long it is until the next such time in Tokyo.
func until(hour, minute int) time.Duration {
	tokyo := time.FixedZone("JST", 9*60*60)
	now := time.Now().In(tokyo)
	next := time.Date(now.Year(), now.Month(), now.Day(), hour, minute, 0, 0, tokyo)
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	return next.Sub(now)
}
