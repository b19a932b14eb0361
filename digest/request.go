package digest

import (
	"encoding/binary"
	"time"

	"newsbrief/subscriptions"
)

// Request says for whom a digest is composed.
type Request struct {
	Topics   []subscriptions.Topic // none: the top stories of all, in one section without a topic
	Language string                // BCP 47: of the sections' names
	Reads    []string              // BCP 47 tags of the languages whose stories are wanted, the dearest first; none, or AllLanguages: all
	Now      time.Time             // measured against the items' age; must be set
	Told     []subscriptions.Told  // what the reader knows; left out unless grown
	Most     int                   // entries a section at most; 0: [SectionSize]
	Fill     bool                  // rather more than PerSource of one publisher than fewer than Most
}

// SectionSize is how many entries a section holds unless asked otherwise.
const SectionSize = 5

// PerSource is how many entries of one section may come from one publisher.
const PerSource = 2

// Fresh is how old a story's newest item may be to be worth telling.
const Fresh = 48 * time.Hour

// AllLanguages in a list of languages stands for all of them (ISO 639-2: multiple languages).
const AllLanguages = "mul"

// AppendKey appends what makes two requests the same digest: requests with one
// key, within a minute, are composed alike.
func (r *Request) AppendKey(key []byte) []byte {
	key = appendTexts(key, r.Topics)
	key = appendText(key, r.Language)
	key = appendTexts(key, r.Reads)
	key = appendNumber(key, r.Now.Unix()/60)
	key = appendNumber(key, int64(len(r.Told)))
	for _, t := range r.Told {
		key = appendText(key, t.Item)
		key = appendNumber(key, int64(t.Sources))
		key = appendNumber(key, t.At.UnixNano())
		key = appendText(appendNumber(key, int64(t.Part)), t.Topic)
	}
	key = appendNumber(key, int64(r.Most))
	if r.Fill {
		return append(key, 1)
	}
	return append(key, 0)
}

func appendNumber(key []byte, n int64) []byte {
	return binary.LittleEndian.AppendUint64(key, uint64(n))
}

func appendText[T ~string](key []byte, s T) []byte {
	return append(appendNumber(key, int64(len(s))), s...)
}

func appendTexts[T ~string](key []byte, list []T) []byte {
	key = appendNumber(key, int64(len(list)))
	for _, s := range list {
		key = appendText(key, s)
	}
	return key
}
