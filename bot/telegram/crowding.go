package telegram

import (
	"cmp"
	"context"
	"slices"
	"time"

	"newsbrief/bot"
)

// How much one chat may have waiting, so that it holds up nobody but itself:
// what is beyond it, and was written within a minute, counts as handled. What
// waits because Telegram or the bot was away was written slowly, and is not
// meant by this.
const (
	mostWaiting = 20 // commands of one chat
	floodTime   = time.Minute
	mostAnswers = 8 // presses turned away at a time that are answered
)

// desk is where updates are handled.
type desk struct {
	handle   func(update)
	concerns func(update) bool            // false: there is nothing to handle
	turnAway func(u update, tooMany bool) // it is not handled; in a goroutine of its own
}

// admit reports whether the update may be queued. Otherwise it counts as
// handled. The caller holds the lock.
func (f *flight) admit(u update) bool {
	if !u.droppable() {
		return true
	}
	queue := f.queues[u.chatID()]
	switch {
	case !f.desk.concerns(u):
		return false
	case repeats(queue, u):
		go f.desk.turnAway(u, false)
		return false
	case f.isFlood(u):
		f.unhold(u.chatID())
		go f.desk.turnAway(u, true)
		return false
	}
	return true
}

// unhold lets no update of the chat hold the offset: a chat that floods would
// have everybody else wait for its answers.
func (f *flight) unhold(chat int64) {
	for _, u := range f.queues[chat] {
		delete(f.held, u.ID)
	}
}

// isFlood reports whether one more update of the chat is too much: twenty
// commands wait, and the last twenty were written within a minute, those that
// were turned away among them. The caller holds the lock.
func (f *flight) isFlood(u update) bool {
	chat, waiting := u.chatID(), 0
	for _, q := range f.queues[chat] {
		waiting += q.commands
	}
	recent := append(f.recent[chat], slices.Repeat([]time.Time{u.written}, min(u.commands, mostWaiting))...)
	recent = recent[max(0, len(recent)-mostWaiting):]
	f.recent[chat] = recent
	return waiting >= mostWaiting && u.written.Sub(recent[0]) <= floodTime
}

// repeats reports whether the same press, of the same person, waits already or
// is being handled.
func repeats(queue []update, u update) bool {
	return u.Press != nil && slices.ContainsFunc(queue, func(q update) bool { return q.Press != nil && q.Press.same(u.Press) })
}

// makeRoom reports whether an update of the chat may be kept in memory. Where
// too many are, whoever has most waiting loses the newest. The caller holds the
// lock.
func (f *flight) makeRoom(u update) bool {
	if f.count < packed {
		return true
	}
	most := u.chatID()
	for chat, queue := range f.queues {
		if len(queue) > len(f.queues[most]) {
			most = chat
		}
	}
	queue := f.queues[most]
	for i := len(queue) - 1; i > 0; i-- { // the first is being handled
		if queue[i].droppable() {
			f.lose(most, i)
			return true
		}
	}
	return false
}

// lose lets a waiting update of the chat count as handled.
func (f *flight) lose(chat int64, i int) {
	queue := f.queues[chat]
	delete(f.held, queue[i].ID)
	f.queues[chat] = append(queue[:i:i], queue[i+1:]...)
	f.count--
}

// turnAway ends what is not handled, for its chat has too many waiting or the
// same press already: a press stops spinning, and who wrote is told once a
// minute. In a channel all readers would be.
func (t *Telegram) turnAway(ctx context.Context, u update, tooMany bool) {
	ctx, cancel := context.WithTimeout(ctx, t.waits.handle)
	defer cancel()
	defer t.recovered(u)
	if u.Press != nil {
		t.dismiss(ctx, u.Press, tooMany)
		return
	}
	m := u.message()
	if m.Chat.Type == channel || !t.slowed.First(chatOf(m.Chat.ID, 0).ID) {
		return
	}
	t.lg.Info("skipped messages of a chat that has too many waiting", "chat", m.Chat.ID)
	r := &responder{t: t, chat: chatOf(m.Chat.ID, m.thread())}
	if err := r.Respond(ctx, bot.Message{Blocks: []bot.Block{bot.Text(t.slow(cmp.Or(m.From, &user{})))}}); err != nil {
		t.lg.Warn("could not say that messages were skipped", "chat", r.chat, "err", t.api.secret.Clean(err))
	}
}

// dismiss stops a pressed button spinning, as long as few are dismissed at a
// time: nothing hangs on it.
func (t *Telegram) dismiss(ctx context.Context, pr *press, tooMany bool) {
	select {
	case t.answering <- struct{}{}:
	default:
		return
	}
	text := ""
	if tooMany {
		text = t.slow(&pr.From)
	}
	(&pressed{t: t, id: pr.ID}).answer(ctx, text)
	<-t.answering
}

func (t *Telegram) slow(to *user) string { return t.host.Say("flood.slow", to.Language) }
