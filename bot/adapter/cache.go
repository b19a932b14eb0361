package adapter

import "sync"

// Cache remembers what was made of what, so that a text that many messages
// have in common is made ready once. It holds no more than Bytes of what was
// made lately, and is safe for concurrent use. The zero Cache remembers nothing.
type Cache[K comparable, V any] struct {
	Bytes int // bounds both generations together

	mu   sync.Mutex
	size int // of the young ones
	// What is asked for stays young; the old ones are dropped when the young
	// ones fill half of the room.
	young, old map[K]sized[V]
}

type sized[V any] struct {
	value V
	bytes int
}

// Of returns what was made of the key, having it made where that is not known.
// Made must depend on the key alone, and says how many bytes its value takes
// together with the key.
func (k *Cache[K, V]) Of(key K, made func() (value V, bytes int)) V {
	if v, ok := k.find(key); ok {
		return v
	}
	value, bytes := made()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.put(key, sized[V]{value, bytes})
	return value
}

func (k *Cache[K, V]) find(key K) (v V, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if s, ok := k.young[key]; ok {
		return s.value, true
	}
	if s, ok := k.old[key]; ok {
		k.put(key, s)
		return s.value, true
	}
	return v, false
}

// entryBytes is about what the map itself takes for an entry.
const entryBytes = 64

func (k *Cache[K, V]) put(key K, s sized[V]) {
	half := k.Bytes / 2
	if s.bytes+entryBytes > half {
		return
	}
	if k.size+s.bytes+entryBytes > half {
		k.old, k.young, k.size = k.young, nil, 0
	}
	if k.young == nil {
		k.young = make(map[K]sized[V])
	}
	if _, there := k.young[key]; !there {
		k.size += s.bytes + entryBytes
		k.young[key] = s
	}
}
