package badgerstore

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"time"

	"newsbrief/subscriptions"
)

// The kinds of key, the byte behind the prefix.
const (
	prefix = 's'

	kindRecord    = 'r'
	kindDue       = 'd'
	kindSuspended = 'x'
	kindTold      = 't'
	kindPart      = 'p'
	kindBody      = 'b'
	kindReady     = 'q'
	kindSerial    = 'n'
	kindFormat    = 'v'
)

// The classes of what waits in the outbox: what was posted goes ahead.
const (
	posts = iota
	digests
	classes
)

// maxName bounds the parts of a chat's name, which are kept behind one byte
// that says how long they are.
const maxName = math.MaxUint8

func checkChat(chat subscriptions.Chat) error {
	for _, name := range []string{chat.Platform, chat.ID, chat.Thread} {
		if len(name) > maxName {
			return fmt.Errorf("chat %.40v…: name longer than %d bytes", chat, maxName)
		}
	}
	return nil
}

func appendName(b []byte, name string) []byte {
	return append(append(b, byte(len(name))), name...)
}

func key(kind byte) []byte { return append(make([]byte, 0, 64), prefix, kind) }

// platformKey begins all keys of the platform.
func platformKey(kind byte, platform string) []byte { return appendName(key(kind), platform) }

// groupKey begins all keys of the chat and of its threads.
func groupKey(kind byte, chat subscriptions.Chat) []byte {
	return appendName(platformKey(kind, chat.Platform), chat.ID)
}

// chatKey begins all keys of the chat.
func chatKey(kind byte, chat subscriptions.Chat) []byte {
	return appendName(groupKey(kind, chat), chat.Thread)
}

// appendInstant appends the instant so that keys sort by it. What is finer
// than a millisecond is rounded up: nothing comes up early.
func appendInstant(b []byte, t time.Time) []byte {
	ms := t.UnixMilli()
	if t.After(time.UnixMilli(ms)) {
		ms++
	}
	return binary.BigEndian.AppendUint64(b, uint64(ms)^1<<63)
}

func instant(b []byte) time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b) ^ 1<<63)).UTC()
}

// dueKey is the place of a record in the order of claims, nil if it is due for
// nothing. The hash makes the order within an instant another one every day.
func dueKey(sub subscriptions.Subscriber) []byte {
	if sub.Due.At.IsZero() {
		return nil
	}
	h := fnv.New32a()
	h.Write([]byte(sub.Due.Slot.Date))
	h.Write(chatKey(kindDue, sub.Chat))
	b := appendInstant(platformKey(kindDue, sub.Chat.Platform), sub.Due.At)
	b = binary.BigEndian.AppendUint32(b, h.Sum32())
	return appendName(appendName(b, sub.Chat.ID), sub.Chat.Thread)
}

// suspendedKey is the place of a record among the suspended, nil if it is not.
func suspendedKey(sub subscriptions.Subscriber) []byte {
	if sub.Suspended.IsZero() {
		return nil
	}
	b := appendInstant(key(kindSuspended), sub.Suspended)
	return appendName(appendName(appendName(b, sub.Chat.Platform), sub.Chat.ID), sub.Chat.Thread)
}

// toldKey is where the ledger keeps what one digest told.
func toldKey(chat subscriptions.Chat, serial uint64) []byte {
	return binary.BigEndian.AppendUint64(chatKey(kindTold, chat), serial)
}

// queueKey begins the keys of the parts of one class that wait for the chat.
func queueKey(chat subscriptions.Chat, class int) []byte {
	return append(chatKey(kindPart, chat), byte(class))
}

// place is where a part stands in its chat's queue.
type place struct {
	class  int
	serial uint64 // of what was queued together
	part   uint16 // from 1
}

// id is the id of the part that was queued at the place.
func (p place) id() uint64 { return p.serial<<16 | uint64(p.part) }

const placeSize = 1 + 8 + 2

func appendPlace(b []byte, p place) []byte {
	b = append(b, byte(p.class))
	b = binary.BigEndian.AppendUint64(b, p.serial)
	return binary.BigEndian.AppendUint16(b, p.part)
}

func placeOf(b []byte) place {
	return place{class: int(b[0]), serial: binary.BigEndian.Uint64(b[1:]), part: binary.BigEndian.Uint16(b[9:])}
}

func partKey(chat subscriptions.Chat, p place) []byte {
	return appendPlace(chatKey(kindPart, chat), p)
}

// readyPrefix begins the keys of the first parts of one class.
func readyPrefix(platform string, class int) []byte {
	return append(platformKey(kindReady, platform), byte(class))
}

// readyKey is the place of a queue's first part in the order of sending.
func readyKey(chat subscriptions.Chat, p place, notBefore time.Time) []byte {
	b := appendInstant(readyPrefix(chat.Platform, p.class), notBefore)
	b = binary.BigEndian.AppendUint64(b, p.serial)
	b = binary.BigEndian.AppendUint16(b, p.part)
	return appendName(appendName(b, chat.ID), chat.Thread)
}

// names reads what appendName wrote. It reports false if b is something else.
func names(b []byte, out ...*string) ([]byte, bool) {
	for _, name := range out {
		if len(b) == 0 || len(b) < 1+int(b[0]) {
			return nil, false
		}
		*name = string(b[1 : 1+b[0]])
		b = b[1+b[0]:]
	}
	return b, true
}

// chatOf reads the chat from a key that chatKey began, and what follows it.
func chatOf(key []byte) (chat subscriptions.Chat, rest []byte, ok bool) {
	rest, ok = names(key[2:], &chat.Platform, &chat.ID, &chat.Thread)
	return chat, rest, ok
}

// entry is a key of one of the two orders, read back.
type entry struct {
	chat  subscriptions.Chat
	at    time.Time
	place place // in the order of sending
}

// indexed reads a key of which head bytes are the prefix of its order, and
// behind the instant there are skip bytes before the chat.
func indexed(key []byte, platform string, head, skip int) (entry, bool) {
	if len(key) < head+8+skip {
		return entry{}, false
	}
	e := entry{at: instant(key[head:])}
	e.chat.Platform = platform
	rest, ok := names(key[head+8+skip:], &e.chat.ID, &e.chat.Thread)
	return e, ok && len(rest) == 0
}

func dueEntry(key []byte, platform string) (entry, bool) {
	return indexed(key, platform, 3+len(platform), 4)
}

func readyEntry(key []byte, platform string) (entry, bool) {
	head := 4 + len(platform)
	e, ok := indexed(key, platform, head, 10)
	if ok {
		e.place = place{
			class:  int(key[head-1]),
			serial: binary.BigEndian.Uint64(key[head+8:]),
			part:   binary.BigEndian.Uint16(key[head+16:]),
		}
	}
	return e, ok
}
