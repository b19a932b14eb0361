package adapter

import "newsbrief/bot"

// Stories remembers what was made of stories. Digests share most of theirs, and
// those that are equal in what is shown look equal.
type Stories[V any] struct {
	cache Cache[shown, V]
	bytes func(V) int
}

// keptStories bounds the bytes of what is remembered: some two thousand
// stories, more than are told in a minute.
const keptStories = 2 << 20

// NewStories returns a memory of what takes so many bytes.
func NewStories[V any](bytes func(V) int) Stories[V] {
	return Stories[V]{cache: Cache[shown, V]{Bytes: keptStories}, bytes: bytes}
}

// shown is all of a story that a platform shows.
type shown struct {
	headline, line, url     string
	mark, source, more, age string
}

// Of returns what make makes of the story.
func (k *Stories[V]) Of(s bot.Story, make func(bot.Story) V) V {
	key := shown{headline: s.Headline, line: s.Line, url: s.URL, mark: s.Mark, more: s.More, age: s.Age}
	if len(s.Sources) > 0 {
		key.source = s.Sources[0].Name
	}
	return k.cache.Of(key, func() (V, int) {
		const fixed = 160
		v := make(s)
		return v, fixed + k.bytes(v) + len(key.headline) + len(key.line) + len(key.url) + len(key.mark) + len(key.source) + len(key.more) + len(key.age)
	})
}
