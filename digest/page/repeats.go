package page

import (
	"hash/maphash"
	"slices"
	"sync"
)

// repeats remembers what pages of a site say, to tell what is the site's own:
// slogans, notices, what it says of itself stand on one page after another. It
// knows what was read since the start.
type repeats struct {
	mu    sync.Mutex
	seed  maphash.Seed
	hosts map[string]map[uint64]repeat // by the text's hash
}

// repeat is how many pages say a text, and the last of them.
type repeat struct {
	page  uint64
	pages int
}

const (
	manyPages  = 3   // that say a text make it the site's
	mostHosts  = 200 // about 10 kB each at most
	mostTexts  = 300 // of a host
	opening    = 6   // paragraphs, of which a summary is made
	longSlogan = 400 // bytes
)

func newRepeats() *repeats {
	return &repeats{seed: maphash.MakeSeed(), hosts: map[string]map[uint64]repeat{}}
}

// fresh returns what of a page's lead and text is not the site's own, and notes
// both. A page all of which is known is another copy of one article, and whole.
func (r *repeats) fresh(host, page, lead string, paragraphs []string) (string, []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(paragraphs), opening)
	own := slices.DeleteFunc(slices.Clone(paragraphs[:n]), func(s string) bool { return r.note(host, page, s) })
	known := r.note(host, page, lead)
	if len(own) == 0 {
		return lead, paragraphs
	}
	if known {
		lead = ""
	}
	return lead, append(own, paragraphs[n:]...)
}

// note notes a text of a page, and reports whether many pages of the host say it.
func (r *repeats) note(host, page, s string) bool {
	if s == "" || len(s) > longSlogan {
		return false
	}
	texts := r.hosts[host]
	if texts == nil || len(texts) >= mostTexts {
		if len(r.hosts) >= mostHosts {
			clear(r.hosts)
		}
		texts = map[uint64]repeat{}
		r.hosts[host] = texts
	}
	key, from := maphash.String(r.seed, s), maphash.String(r.seed, page)
	said := texts[key]
	if said.page != from {
		said = repeat{from, said.pages + 1}
		texts[key] = said
	}
	return said.pages >= manyPages
}
