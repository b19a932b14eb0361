package feed

import (
	"strings"

	"golang.org/x/net/html"
)

// image returns the best picture: what the feed names as the item's, the widest
// first, else the first in its text that is no tracking pixel.
func (raw *rawItem) image(base string) string {
	best, rank := "", -1
	for _, m := range raw.images {
		if r := imageRank(m); r > rank {
			if href := resolve(orElse(m.base, base), m.href); href != "" && !noPicture(href) {
				best, rank = href, r
			}
		}
	}
	if best != "" {
		return best
	}
	for _, s := range append(raw.contents, raw.descriptions...) {
		if best = firstPicture(s.text, base); best != "" {
			return best
		}
	}
	return ""
}

func imageRank(m rawImage) int {
	rank := min(max(m.width, 0), 9999)
	switch m.kind {
	case "media":
		return 40_000 + rank
	case "enclosure":
		return 30_000 + rank
	case "image":
		return 20_000 + rank
	case "thumbnail":
		return 10_000 + rank
	}
	return rank
}

// firstPicture finds the first picture in an HTML fragment.
func firstPicture(fragment, base string) string {
	at := indexFold(fragment, "<img")
	if at < 0 {
		return ""
	}
	z := html.NewTokenizer(strings.NewReader(fragment[at:]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data != "img" {
				continue
			}
			if src := pictureOf(t, base); src != "" {
				return src
			}
		}
	}
}

func pictureOf(t html.Token, base string) string {
	src := ""
	for _, a := range t.Attr {
		switch a.Key {
		case "width", "height":
			if v := strings.TrimSuffix(a.Val, "px"); v == "1" || v == "0" {
				return ""
			}
		case "data-src", "data-original":
			src = a.Val
		case "src":
			if src == "" && !strings.HasPrefix(a.Val, "data:") {
				src = a.Val
			}
		}
	}
	src = resolve(base, src)
	if noPicture(src) {
		return ""
	}
	return src
}

// noPicture reports whether an address is that of a tracking pixel, a face or
// an ornament.
func noPicture(src string) bool {
	for _, part := range []string{"feeds.feedburner.com/~", "/pixel", "pixel.", "doubleclick.net", "stats.wordpress.com", "/b.gif", "spacer.gif", "blank.gif", "emoji", "gravatar.com"} {
		if strings.Contains(src, part) {
			return true
		}
	}
	return false
}

// indexFold finds an ASCII needle in lower case without regard to case.
func indexFold(s, needle string) int {
	for from := 0; ; {
		i := strings.IndexByte(s[from:], needle[0])
		if i < 0 || from+i+len(needle) > len(s) {
			return -1
		}
		if i += from; strings.EqualFold(s[i:i+len(needle)], needle) {
			return i
		}
		from = i + 1
	}
}
