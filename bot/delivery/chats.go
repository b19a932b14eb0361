package delivery

import (
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

const (
	// manyHeld chats held within heldWithin, each for no longer than briefly,
	// are a sign that the token's limit was hit and not theirs: the platforms'
	// refusals look alike, but a token is free again soon.
	manyHeld   = 3
	heldWithin = 10 * time.Second
	briefly    = time.Minute
	// sparedChats is how many chats are remembered before those that nothing
	// limits any more are looked for.
	sparedChats = 256
)

// chats keeps the limits of single chats. The threads of a chat share them.
type chats struct {
	limits bot.Limits
	known  map[subscriptions.Chat]*chatPace
	sweep  int         // look for chats to forget at this many
	holds  []time.Time // of the last few, each of another chat
	last   subscriptions.Chat
}

// chatPace is what limits one chat: for a private chat the instant of its next
// message, for a group those of the last minute.
type chatPace struct {
	next   time.Time
	held   time.Time
	recent window
}

func newChats(l bot.Limits) chats {
	return chats{limits: l, known: map[subscriptions.Chat]*chatPace{}, sweep: sparedChats}
}

// ready is the first instant at which the chat may be sent to.
func (c *chats) ready(chat subscriptions.Chat, now time.Time) time.Time {
	k := c.known[unthreaded(chat)]
	if k == nil {
		return now
	}
	at := later(k.held, k.next)
	if limit := c.perMinute(chat); limit > 0 {
		at = later(at, k.recent.ready(limit, now))
	}
	return at
}

// spend notes that the chat is sent one message.
func (c *chats) spend(chat subscriptions.Chat, now time.Time) {
	if limit := c.perMinute(chat); limit > 0 {
		c.of(chat, now).recent.add(limit, now)
	} else if r := c.limits.ChatPerSecond; r > 0 && !c.group(chat) {
		c.of(chat, now).next = now.Add(time.Duration(float64(time.Second) / r))
	}
}

// hold lets nothing go to the chat before until, and reports whether so many
// different chats were held lately, this one included, that it cannot be their
// own doing.
func (c *chats) hold(chat subscriptions.Chat, until, now time.Time) bool {
	k := c.of(chat, now)
	k.held = later(k.held, until)
	if unthreaded(chat) != c.last && until.Sub(now) <= briefly {
		c.last = unthreaded(chat)
		c.holds = append(c.holds, now)
	}
	if extra := len(c.holds) - manyHeld; extra > 0 {
		c.holds = append(c.holds[:0], c.holds[extra:]...)
	}
	return until.Sub(now) <= briefly && len(c.holds) == manyHeld && now.Sub(c.holds[0]) < heldWithin
}

func (c *chats) group(chat subscriptions.Chat) bool {
	return c.limits.Group != nil && c.limits.Group(chat)
}

// perMinute is how many messages a minute the chat may get as a group; zero if
// it is none or has no limit.
func (c *chats) perMinute(chat subscriptions.Chat) int {
	if c.limits.GroupPerMinute <= 0 || !c.group(chat) {
		return 0
	}
	return whole(c.limits.GroupPerMinute)
}

func (c *chats) of(chat subscriptions.Chat, now time.Time) *chatPace {
	key := unthreaded(chat)
	k := c.known[key]
	if k == nil {
		c.forget(now)
		k = &chatPace{recent: window{span: time.Minute}}
		c.known[key] = k
	}
	return k
}

// forget drops the chats that nothing limits any more, once there are twice as
// many as were left the last time.
func (c *chats) forget(now time.Time) {
	if len(c.known) < c.sweep {
		return
	}
	for chat, k := range c.known {
		if !k.held.After(now) && !k.next.After(now) && k.recent.idle(now) {
			delete(c.known, chat)
		}
	}
	c.sweep = max(sparedChats, 2*len(c.known))
}

// unthreaded is the chat without its thread.
func unthreaded(chat subscriptions.Chat) subscriptions.Chat {
	chat.Thread = ""
	return chat
}
