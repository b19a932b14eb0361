package talk

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"sync"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/subscriptions"
)

// Digest composes the digest of a claimed slot: the message, and what the
// ledger is to remember once it is queued. A message without blocks means that
// there is nothing to send.
func (b *Bot) Digest(ctx context.Context, c subscriptions.Claim, now time.Time) (bot.Message, []subscriptions.Told, error) {
	sub := c.Subscriber
	if len(sub.Topics) == 0 {
		return bot.Message{}, nil, nil
	}
	say := b.Localizer(sub.Language)
	d, err := b.cfg.News.Compose(ctx, Request(c, now))
	if err != nil {
		return bot.Message{}, nil, err
	}
	return digestMessage(say, d, sub, now), told(d, now), nil
}

// Same returns a key that claims have in common only if Digest composes the
// same for them within the minute of now: chats that chose alike and were told
// alike. Keys of two runs of the program have nothing in common.
func (b *Bot) Same(c subscriptions.Claim, now time.Time) (key [32]byte) {
	k, ok := b.keys.Get().(*[]byte)
	if !ok {
		k = new([]byte)
	}
	defer b.keys.Put(k)
	r := Request(c, now)
	*k = appendTitle(r.AppendKey((*k)[:0]), &c.Subscriber, now)
	for i, seed := range sameSeeds() {
		binary.LittleEndian.PutUint64(key[8*i:], maphash.Bytes(seed, *k))
	}
	return key
}

// sameSeeds make what is the same for two claims a number of 128 bits, which
// nobody can aim at.
var sameSeeds = sync.OnceValue(func() [2]maphash.Seed { return [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()} })

// appendTitle appends what a digest's title says beside what it is composed of.
func appendTitle(key []byte, sub *subscriptions.Subscriber, now time.Time) []byte {
	key = binary.LittleEndian.AppendUint64(key, uint64(sub.Due.At.Unix()))
	key = append(key, sub.Schedule.Zone...)
	if now.Sub(sub.Due.At) > subscriptions.LateAfter {
		return append(key, 1)
	}
	return append(key, 0)
}

// Request is what the digest of a claimed slot is composed of.
func Request(c subscriptions.Claim, now time.Time) digest.Request {
	sub := c.Subscriber
	return digest.Request{
		Topics:   sub.Topics,
		Language: sub.Language,
		Reads:    reads(sub.Language, sub.Reads),
		Now:      now,
		Told:     c.Told,
		Most:     sectionSize(sub.Length, len(sub.Topics)),
	}
}

// sectionSize spreads a digest of one sitting over its topics.
func sectionSize(l subscriptions.Length, topics int) int {
	size := digest.SectionSize
	switch {
	case topics > 8:
		size = 2
	case topics > 4:
		size = 3
	}
	switch l {
	case subscriptions.Short:
		return max(1, size/2)
	case subscriptions.Long:
		return size * 2
	}
	return size
}

func digestMessage(v texts.Localizer, d digest.Digest, sub subscriptions.Subscriber, now time.Time) bot.Message {
	m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: digestTitle(v, sub, now), Main: true}}}
	if d.Sample {
		m.Add(v.Say("sample.notice"))
	}
	var quiet []string
	for _, s := range d.Sections {
		switch {
		case len(s.Entries) > 0:
			addSection(v, &m, s, now)
		case !s.Elsewhere: // else it would be said that there is nothing of what stands above
			quiet = append(quiet, s.Name)
		}
	}
	if len(quiet) > 0 {
		m.Add(v.Say("digest.quiet", "Topics", v.Names(quiet)))
	}
	m.Choices = [][]bot.Choice{{{Label: v.Say("settings.title"), Line: "/settings"}}}
	return m
}

func digestTitle(v texts.Localizer, sub subscriptions.Subscriber, now time.Time) string {
	zone := sub.Schedule.Zone
	if now.Sub(sub.Due.At) <= subscriptions.LateAfter {
		return v.Say("digest.title", "When", v.Moment(in(sub.Due.At, zone)))
	}
	return v.Say("digest.late", "When", v.Moment(in(now, zone)), "Due", sinceWhen(v, in(sub.Due.At, zone), in(now, zone)))
}

// since says when something was due: the time, and the day unless it is today.
func sinceWhen(v texts.Localizer, due, now time.Time) string {
	if due.YearDay() != now.YearDay() {
		return v.Moment(due)
	}
	return v.Clock(due.Hour(), due.Minute())
}

// LateNote is what is said above a digest that was composed in time and comes
// late all the same, in the chat's language.
func (b *Bot) LateNote(ctx context.Context, d subscriptions.Delivery) (string, error) {
	sub, err := b.cfg.Subscribers.Get(ctx, d.Chat)
	if err != nil {
		return "", fmt.Errorf("read subscriber %s: %w", d.Chat, err)
	}
	now := in(time.Now(), sub.Schedule.Zone)
	day, err := time.ParseInLocation(time.DateOnly, d.Slot.Date, now.Location())
	if err != nil {
		return "", fmt.Errorf("read slot %s: %w", d.Slot, err)
	}
	due := time.Date(day.Year(), day.Month(), day.Day(), 0, int(d.Slot.Time), 0, 0, now.Location())
	if d.Queued.Sub(due) > subscriptions.LateAfter {
		return "", nil
	}
	v := b.Localizer(sub.Language)
	return v.Say("digest.note", "Due", sinceWhen(v, due, now)), nil
}

// told is what the ledger remembers of a digest. A sample is never told.
func told(d digest.Digest, now time.Time) []subscriptions.Told {
	var list []subscriptions.Told
	for _, s := range d.Sections {
		for _, e := range s.Entries {
			if !e.Sample {
				e.Told.At, e.Told.Topic = now, s.Topic
				list = append(list, e.Told)
			}
		}
	}
	return list
}
