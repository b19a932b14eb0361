package badgerstore

import (
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

// BenchmarkCronEntryEach is what a minute costs that finds nobody due in a cron
// with an entry for each of a million chats: the run loop sorts all entries
// whenever it wakes. It is for comparison with BenchmarkNobodyDue.
func BenchmarkCronEntryEach(b *testing.B) {
	const chats = 1_000_000
	c := cron.New(cron.WithLocation(time.UTC))
	for i := range chats {
		c.Schedule(daily(i%1440), cron.FuncJob(func() {}))
	}
	c.Start()
	defer c.Stop()
	woken := make(chan struct{})
	c.Schedule(soon{}, cron.FuncJob(func() { woken <- struct{}{} }))
	for range 2 { // adding it woke the loop as well
		<-woken
	}
	b.ResetTimer()
	for b.Loop() {
		<-woken
	}
}

// daily is a chat's schedule: this minute of every day, which is never near.
type daily int

// Next implements [cron.Schedule].
func (d daily) Next(t time.Time) time.Time {
	return t.Truncate(24 * time.Hour).Add(48*time.Hour + time.Duration(d)*time.Minute)
}

// soon is the minute's own tick.
type soon struct{}

// Next implements [cron.Schedule].
func (soon) Next(t time.Time) time.Time { return t.Add(time.Millisecond) }
