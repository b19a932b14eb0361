package story

import (
	"strings"

	"newsbrief/digest/feed"
	"newsbrief/digest/text"
)

// headline returns the item's title without the publisher's name behind it.
func headline(it feed.Item) string {
	for _, bar := range []string{" | ", " - ", " – ", " — "} {
		i := strings.LastIndex(it.Title, bar)
		if i > 0 && it.Source != "" && text.Fold(it.Title[i+len(bar):]) == text.Fold(it.Source) {
			return it.Title[:i]
		}
	}
	return it.Title
}
