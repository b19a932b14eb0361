package feed

import (
	"strings"
	"time"

	"newsbrief/digest/text"
)

// identity gives the items of a document their ids. It knows which addresses
// and guids tell them apart.
type identity struct {
	feed   string // URL of the feed, "" if the document is nobody's
	found  string // URL of the document
	guids  map[string]int
	titles map[string]map[string]bool // canonical address to the titles under it
}

// sharedBy is how many headlines under one address make it a page of many
// items, such as a live blog or the front page, and no article's.
const sharedBy = 3

// identities counts, so that a guid or address that many items share is none.
func identities(items []rawItem, feedURL, found string) identity {
	id := identity{feed: feedURL, found: found, guids: map[string]int{}, titles: map[string]map[string]bool{}}
	for _, raw := range items {
		id.guids[strings.TrimSpace(raw.guid)]++
	}
	return id
}

// see counts a cleaned item.
func (id identity) see(raw *rawItem, it Item) {
	raw.canonical = Canonical(it.URL)
	c := raw.canonical
	if id.titles[c] == nil {
		id.titles[c] = map[string]bool{}
	}
	id.titles[c][it.Title] = true
}

// of returns the id of an item, "" for one that says nothing at all. Publishers
// put an article into several of their feeds, and each of them says something
// about its topics, so each has an item of its own.
func (id identity) of(raw *rawItem, it Item) string {
	said := id.name(raw, it)
	if said == "" || id.feed == "" {
		return said
	}
	return hash(id.feed + "\x00" + said)
}

// name tells the item from others of its document by its canonical address, so
// that the same article under any tracking parameters is one item; without
// address by its guid, if no other item has it; else by its title and date.
func (id identity) name(raw *rawItem, it Item) string {
	if c := raw.canonical; c != "" && !isFront(c) && len(id.titles[c]) < sharedBy {
		return hash("url " + c)
	}
	if guid := strings.TrimSpace(raw.guid); guid != "" && id.guids[guid] == 1 {
		return hash("guid " + guid)
	}
	if it.Title == "" {
		return id.lastResort(raw, it)
	}
	date := ""
	if !it.Published.IsZero() {
		date = it.Published.UTC().Format(time.RFC3339)
	}
	return hash("title " + id.found + "\n" + text.Fold(it.Title) + "\n" + date)
}

// lastResort tells an item without title by whatever it has.
func (id identity) lastResort(raw *rawItem, it Item) string {
	var rest strings.Builder
	for _, texts := range []ranked{raw.titles, raw.descriptions, raw.contents} {
		for _, t := range texts {
			rest.WriteString(t.text)
		}
	}
	rest.WriteString(it.URL + it.Image)
	if rest.Len() == 0 {
		return ""
	}
	return hash("rest " + id.found + "\n" + rest.String())
}

// isFront reports whether a canonical address is a publisher's front page,
// which many items can share.
func isFront(canonical string) bool {
	return !strings.Contains(strings.TrimPrefix(canonical, "https://"), "/") && !strings.Contains(canonical, "?")
}
