package feed

import (
	"strings"
	"time"

	"newsbrief/digest/text"
)

// identity knows which addresses and guids of a document tell its items apart.
type identity struct {
	guids  map[string]int
	titles map[string]map[string]bool // canonical address to the titles under it
}

// sharedBy is how many headlines under one address make it a page of many
// items, such as a live blog or the front page, and no article's.
const sharedBy = 3

// identities counts, so that a guid or address that many items share is none.
func identities(items []rawItem) identity {
	id := identity{guids: map[string]int{}, titles: map[string]map[string]bool{}}
	for _, raw := range items {
		id.guids[strings.TrimSpace(raw.guid)]++
	}
	return id
}

// see counts a cleaned item.
func (id identity) see(it Item) {
	c := Canonical(it.URL)
	if id.titles[c] == nil {
		id.titles[c] = map[string]bool{}
	}
	id.titles[c][it.Title] = true
}

// of returns the id of an item: from its canonical address, so that the same
// article under two feeds and any tracking parameters is one item; without
// address from its guid, if no other item of the document has it; else from
// its title and date. It is empty for an item that says nothing at all.
func (id identity) of(raw rawItem, it Item) string {
	if c := Canonical(it.URL); c != "" && !isFront(c) && len(id.titles[c]) < sharedBy {
		return hash("url " + c)
	}
	if guid := strings.TrimSpace(raw.guid); guid != "" && id.guids[guid] == 1 {
		return hash("guid " + guid)
	}
	if it.Title == "" {
		return raw.lastResort(it)
	}
	date := ""
	if !it.Published.IsZero() {
		date = it.Published.UTC().Format(time.RFC3339)
	}
	return hash("title " + it.Feed + "\n" + text.Fold(it.Title) + "\n" + date)
}

// lastResort tells an item without title by whatever it has.
func (raw rawItem) lastResort(it Item) string {
	rest := strings.Join(raw.titles, "") + strings.Join(raw.descriptions, "") + raw.content + it.URL + it.Image
	if rest == "" {
		return ""
	}
	return hash("rest " + it.Feed + "\n" + rest)
}

// isFront reports whether a canonical address is a publisher's front page,
// which many items can share.
func isFront(canonical string) bool {
	return !strings.Contains(strings.TrimPrefix(canonical, "https://"), "/") && !strings.Contains(canonical, "?")
}
