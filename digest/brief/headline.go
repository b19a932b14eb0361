package brief

import (
	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// Headline returns the title on one line without the site's name behind it,
// without an agency's tag or "LIVE:" before it, and without what only adorns
// it. Site may be "".
func Headline(title, site string) string {
	t := text.OneLine(title)
	for range 3 {
		t = prose.WithoutSite(untailed(untagged(unadorned(t))), site)
	}
	return t
}
