package digest

import (
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
