package delivery

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/subscriptions"
)

// settling is a store that keeps the message ids of what was sent.
type settling struct {
	subscriptions.Store

	mu       sync.Mutex
	messages []string
}

func (s *settling) Settle(ctx context.Context, now time.Time, settled ...subscriptions.Settled) error {
	s.mu.Lock()
	for _, one := range settled {
		s.messages = append(s.messages, one.Message)
	}
	s.mu.Unlock()
	return s.Store.Settle(ctx, now, settled...)
}

// TestMessageIDIsRecorded holds that the store learns under which id a part
// stands with the platform.
func TestMessageIDIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		store := &settling{Store: w.store}
		w.store = store
		w.subscribe(chat(1), "UTC", at(8, 0))
		w.start()
		time.Sleep(3 * 24 * time.Hour)
		w.stop()
		if diff := cmp.Diff([]string{"1", "2", "3"}, store.messages); diff != "" {
			t.Error(diff)
		}
	})
}
