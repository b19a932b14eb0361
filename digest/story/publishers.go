package story

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"newsbrief/digest/feed"
	"newsbrief/digest/text"
)

// Publishers counts those who tell the story: each publisher once, and not at
// all if everything it has is a copy of what another published before, as
// the customers of one agency do. It is at least 1.
func (s Story) Publishers() int {
	seen := map[string]bool{}
	for _, it := range s.Originals() {
		seen[PublisherOf(it)] = true
	}
	return len(seen)
}

// Originals returns the story's items without the near-copies of another
// publisher's earlier item, in the order of their arrival. The lead is always
// the first.
func (s Story) Originals() []feed.Item {
	var out []feed.Item
	var prints []print
	for _, it := range s.Items {
		fp := printOf(it)
		if !slices.ContainsFunc(prints, func(o print) bool { return o.teller != fp.teller && copies(o, fp) }) {
			out = append(out, it)
			prints = append(prints, fp)
		}
	}
	return out
}

// PublisherOf returns what tells the item's publisher from others: the site, with
// all its feeds and under all its country's names, or the name where the site is
// one on which many publish.
func PublisherOf(it feed.Item) string {
	name := strings.ReplaceAll(text.Fold(it.Source), " ", "")
	for _, address := range []string{it.URL, it.Feed} {
		site, label := siteOf(address)
		switch {
		case site == "" || shared()[site] && name != "":
		case label != "" && strings.Contains(name, label):
			return label // "BBC World" at bbc.com and "BBC News" at bbc.co.uk
		default:
			return site
		}
	}
	return cmp.Or(name, it.Feed)
}

// siteOf returns the registered domain of an address, and what of it is the
// site's own name; "" where it has none, as a machine's number.
func siteOf(address string) (site, label string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", ""
	}
	host := strings.ToLower(u.Hostname())
	if _, err := netip.ParseAddr(host); err == nil {
		return "", ""
	}
	site, err = publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host, ""
	}
	label, _, _ = strings.Cut(site, ".")
	return site, strings.TrimPrefix(label, "the")
}

// shared are sites on which many publish.
var shared = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for site := range strings.FieldsSeq(`blogspot.com facebook.com feedburner.com flipboard.com github.com google.com
		line.me medium.com msn.com reddit.com substack.com t.me twitter.com wordpress.com x.com yahoo.co.jp yahoo.com youtube.com`) {
		out[site] = true
	}
	return out
})

const (
	// shingle is how many characters a piece of text has when texts are
	// compared for being copies: long enough that two reports of one event
	// share few.
	shingle = 8
	// copied is the share of the shorter text that the longer one must hold.
	// Feeds cut one agency text at different lengths, so the shorter counts.
	copied = 0.7
	// enough is how many characters a summary needs to be judged by.
	enough = 60
)

// print is what copies of one text have in common.
type print struct {
	teller string
	title  string
	pieces []uint64 // of the summary, sorted; nil if it is too short
}

func printOf(it feed.Item) print {
	fp := print{teller: PublisherOf(it), title: text.Fold(it.Title)}
	s := []rune(text.Fold(it.Summary))
	if len(s) < enough {
		return fp
	}
	for i := 0; i+shingle <= len(s); i++ {
		fp.pieces = append(fp.pieces, hash('s', string(s[i:i+shingle])))
	}
	slices.Sort(fp.pieces)
	fp.pieces = slices.Compact(fp.pieces)
	return fp
}

// copies reports whether a and b are one text: by their summaries where both
// have one, else by their titles.
func copies(a, b print) bool {
	if a.pieces == nil || b.pieces == nil {
		return a.title == b.title
	}
	least := min(len(a.pieces), len(b.pieces))
	return float64(common(a.pieces, b.pieces)) >= copied*float64(least)
}

// common counts what two sorted slices have in common.
func common(a, b []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}
