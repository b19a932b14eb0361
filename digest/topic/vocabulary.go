package topic

import (
	"encoding/binary"
	"math/bits"
)

// vocabulary numbers tokens, from 1. Looking a token up costs no allocation and
// rarely more than one access to memory.
type vocabulary struct {
	places table
	keys   [][]byte // by id
	room   []byte   // for more of them
}

// id returns the token's number, 0 if it has none. w is its word.
func (v *vocabulary) id(token []byte, w uint64) uint32 {
	id, at := v.places.first(w)
	for id != 0 && len(token) > wordSize && string(v.keys[id]) != string(token) {
		id, at = v.places.next(w, at)
	}
	return id
}

// addWord returns the number of the token, a new one if it had none. w is its
// word.
func (v *vocabulary) addWord(token []byte, w uint64) uint32 {
	if id := v.id(token, w); id != 0 {
		return id
	}
	if len(v.keys) == 0 {
		v.keys = append(v.keys, nil) // there is no number 0
	}
	v.keys = append(v.keys, v.copied(token))
	id := uint32(len(v.keys) - 1)
	v.places.add(w, id)
	return id
}

// copied returns a copy of the token, beside those before.
func (v *vocabulary) copied(token []byte) []byte {
	if cap(v.room)-len(v.room) < len(token) {
		v.room = make([]byte, 0, max(len(token), 1<<12))
	}
	k := len(v.room)
	v.room = append(v.room, token...)
	return v.room[k:len(v.room):len(v.room)]
}

// size is one more than the highest number.
func (v *vocabulary) size() int { return max(1, len(v.keys)) }

// number appends the number of every token of the field, 0 for unknown ones.
func (v *vocabulary) number(ids []uint32, f *field) []uint32 {
	for i, w := range f.words {
		ids = append(ids, v.id(f.key(i), w))
	}
	return ids
}

// wordSize is how many bytes of a token make its word the token itself.
const wordSize = 8

// word64 returns the token as a number; one that is too long for that as a hash.
// The empty one, and no other, is 0.
func word64(token []byte) uint64 {
	if len(token) > wordSize {
		h := uint64(len(token))
		for ; len(token) >= 8; token = token[8:] {
			h = mix(h ^ binary.LittleEndian.Uint64(token))
		}
		return mix(h^word64(token)) | 1
	}
	w := uint64(0)
	for _, c := range token {
		w = w<<8 | uint64(c)
	}
	return w
}

func mix(x uint64) uint64 {
	hi, lo := bits.Mul64(x^0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93)
	return hi ^ lo
}

// table is a map from words to numbers other than 0. It may hold several for
// one word.
type table struct {
	slots []slot // a power of two, at most half of them taken
	taken int
}

type slot struct {
	word   uint64
	number uint32
}

// first returns the number of the word, 0 if there is none, and where it was.
func (t *table) first(w uint64) (number uint32, at int) {
	if len(t.slots) == 0 {
		return 0, 0
	}
	return t.from(w, int(mix(w))&(len(t.slots)-1))
}

// next returns a further number of the word, behind the place of the last one.
func (t *table) next(w uint64, at int) (number uint32, next int) {
	return t.from(w, (at+1)&(len(t.slots)-1))
}

func (t *table) from(w uint64, at int) (uint32, int) {
	for {
		s := &t.slots[at]
		if s.number == 0 || s.word == w {
			return s.number, at
		}
		at = (at + 1) & (len(t.slots) - 1)
	}
}

func (t *table) add(w uint64, number uint32) {
	if t.taken++; 2*t.taken > len(t.slots) {
		old := t.slots
		t.slots = make([]slot, max(64, 2*len(old)))
		for _, s := range old {
			if s.number != 0 {
				t.put(s)
			}
		}
	}
	t.put(slot{w, number})
}

func (t *table) put(s slot) {
	at := int(mix(s.word)) & (len(t.slots) - 1)
	for t.slots[at].number != 0 {
		at = (at + 1) & (len(t.slots) - 1)
	}
	t.slots[at] = s
}
