package delivery

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/badgerdb"
	"newsbrief/subscriptions/badgerstore"
	"newsbrief/subscriptions/storetest"
)

func BenchmarkBroadcastInMemory(b *testing.B) {
	benchmarkBroadcast(b, storetest.NewMemory())
}

func BenchmarkBroadcastOnDisk(b *testing.B) {
	db, err := badgerdb.Open(slog.New(slog.DiscardHandler), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	s, err := badgerstore.New(slog.New(slog.DiscardHandler), db)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkBroadcast(b, s)
}

// benchmarkBroadcast measures one message from due to recorded, b.N of them
// being due at once, with no limit and a platform that takes no time.
func benchmarkBroadcast(b *testing.B, s subscriptions.Store) {
	var subs []subscriptions.Subscriber
	for i := range b.N {
		sub := subscriptions.Subscriber{
			Chat: chat(i), Topics: []subscriptions.Topic{"japan"},
			Schedule: subscriptions.Schedule{Zone: "UTC", Times: []subscriptions.TimeOfDay{at(8, 0)}, Days: subscriptions.EveryDay},
		}
		sub.Reschedule(time.Now().AddDate(0, 0, -1))
		sub.Due.At = time.Now()
		subs = append(subs, sub)
	}
	if err := s.Import(b.Context(), subs); err != nil {
		b.Fatal(err)
	}
	p := &null{left: b.N, done: make(chan struct{})}
	d := New(slog.New(slog.DiscardHandler), Config{
		Slots: s, Outbox: s, Upkeep: s, Mover: s, Composer: &composer{}, Platforms: []bot.Platform{p},
	})
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error)
	b.ResetTimer()
	go func() { ended <- d.Run(ctx) }()
	<-p.done
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

func BenchmarkPace(b *testing.B) {
	tests := []struct {
		name   string
		limits bot.Limits
	}{
		{"no limit", bot.Limits{}},
		{"limits of chats", bot.Limits{ChatPerSecond: 1, GroupPerMinute: 20, Group: isGroup}},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			p := NewPace(tt.limits)
			b.ReportAllocs()
			for i := range b.N {
				if err := p.Wait(b.Context(), chat(i)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
