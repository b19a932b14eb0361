package gateway

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// quiet is the usual configuration of a bot that says nothing.
func quiet() Config {
	return Config{
		Token: "x.secret-of-the-bot", Version: "9", Waits: UsualWaits(),
		Clean: func(err error) error { return err }, SpentBudget: func(time.Duration) {},
	}
}

// TestIdentifyBudget spends identifies as fast as it may for three days.
func TestIdentifyBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newIdentifyBudget(quiet(), Limit{Total: 1000, Remaining: new(2), ResetAfter: 1000 * 3600, Concurrency: 2}, time.Now())
		for shard := range 2 {
			if err := b.take(t.Context(), shard); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		var taken []time.Time
		for time.Since(start) < 72*time.Hour {
			if err := b.take(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			taken = append(taken, time.Now())
		}
		if first := taken[0].Sub(start); first != time.Hour {
			t.Errorf("the first of the next day after %v", first)
		}
		for i, from := 0, 0; i < len(taken); i++ {
			if i > 0 && taken[i].Sub(taken[i-1]) < 5*time.Second {
				t.Fatalf("two within %v", taken[i].Sub(taken[i-1]))
			}
			for taken[i].Sub(taken[from]) >= 24*time.Hour {
				from++
			}
			if i-from+1 > 1000 {
				t.Fatalf("%d within a day", i-from+1)
			}
		}
	})
}

// TestIdentifiesAreSentApart lets connections stand sooner or later after
// their turn to be made.
func TestIdentifiesAreSentApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newIdentifyBudget(quiet(), Limit{Concurrency: 2}, time.Now())
		const shards = 12
		sent := make([]time.Time, shards)
		var all sync.WaitGroup
		for shard := range shards {
			all.Go(func() {
				if err := b.take(t.Context(), shard); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Duration(shard*shard%14) * time.Second)
				b.space(t.Context(), shard)
				sent[shard] = time.Now()
			})
		}
		all.Wait()
		for lane := range 2 {
			var at []time.Time
			for shard := lane; shard < shards; shard += 2 {
				at = append(at, sent[shard])
			}
			slices.SortFunc(at, time.Time.Compare)
			for i := range at[1:] {
				if gap := at[i+1].Sub(at[i]); gap < UsualWaits().Identify {
					t.Errorf("two of lane %d within %v", lane, gap)
				}
			}
		}
	})
}
