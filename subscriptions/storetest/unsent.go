package storetest

import (
	"slices"

	"newsbrief/subscriptions"
)

// telling is what one digest told.
type telling struct {
	slot subscriptions.Slot
	told []subscriptions.Told
}

// forget takes stories out of the ledger.
func (a *account) forget(which func(subscriptions.Slot, subscriptions.Told) bool) {
	for i := range a.told {
		t := &a.told[i]
		t.told = slices.DeleteFunc(t.told, func(told subscriptions.Told) bool { return which(t.slot, told) })
	}
	a.told = slices.DeleteFunc(a.told, func(t telling) bool { return len(t.told) == 0 })
}

// unsend removes all that waits for the chat, and what it tells.
func (m *Memory) unsend(chat subscriptions.Chat) {
	if b := m.boxes[chat]; b != nil {
		m.untell(chat, b.queues[digests]...)
		delete(m.boxes, chat)
	}
}

// untell takes out of the ledger what parts tell that leave unsent.
func (m *Memory) untell(chat subscriptions.Chat, gone ...*waiting) {
	a := m.chats[chat]
	if a == nil {
		return
	}
	a.forget(func(slot subscriptions.Slot, told subscriptions.Told) bool {
		return told.Untold(func(part int) bool {
			return slices.ContainsFunc(gone, func(w *waiting) bool { return w.Slot == slot && w.Part == part })
		})
	})
}

// prune removes the waiting parts that are of no topic any more, and what they
// tell.
func (m *Memory) prune(a *account) {
	b := m.boxes[a.sub.Chat]
	if b == nil {
		return
	}
	var gone []*waiting
	for _, t := range a.told {
		unwanted := a.sub.Unwanted(t.told)
		for _, w := range b.queues[digests] {
			if w.Slot == t.slot && unwanted[w.Part] {
				gone = append(gone, w)
			}
		}
	}
	for _, w := range gone {
		b.remove(w)
		if b.flying == w {
			b.lease = none
		}
	}
	m.untell(a.sub.Chat, gone...)
	m.offer(a.sub.Chat, b)
}
