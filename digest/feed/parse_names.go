package feed

import "strings"

// Vocabularies that say something of an item, as they stand before the names
// of their elements.
const (
	core      = "" // RSS or Atom, whichever the document is
	vocabAtom = "atom:"
	vocabDC   = "dc:" // and its terms
	vocabBody = "content:"
	vocabPics = "media:"
	vocabPod  = "itunes:"
	vocabBurn = "feedburner:"
	vocabHTML = "xhtml:"
	unknown   = "?"
)

// namespaces are those that are declared around an element, as a chain.
type namespaces struct {
	prefix     string
	vocabulary string // unknown for others
	size       int
	outer      *namespaces
}

// maxNamespaces bounds how many are looked through for each element; real
// feeds declare up to twenty.
const maxNamespaces = 64

// with returns the chain with one more, unless it is full.
func (n *namespaces) with(prefix, uri string) *namespaces {
	size := 1
	if n != nil {
		size = n.size + 1
	}
	if size > maxNamespaces {
		return n
	}
	return &namespaces{prefix: prefix, vocabulary: vocabularyOf(strings.ToLower(uri)), size: size, outer: n}
}

func (n *namespaces) find(prefix string) string {
	for ; n != nil; n = n.outer {
		if n.prefix == prefix {
			return n.vocabulary
		}
	}
	return unknown
}

// vocabulary tells which vocabulary a name belongs to: by its namespace, and
// where that is not declared or misspelt, by its usual prefix.
func (r *xmlReader) vocabulary(e element) string {
	p := prefix(e.name)
	v := e.space.find(p)
	if v == unknown {
		v = r.byPrefix(p)
	}
	if v == vocabAtom && !r.rss {
		return core
	}
	return v
}

func (r *xmlReader) byPrefix(p string) string {
	switch p {
	case "", "rss", "rdf", prefix(r.stack[0].name):
		return core
	case "atom", "atom10", "atom03", "a10":
		return vocabAtom
	case "dc", "dcterms":
		return vocabDC
	case "content":
		return vocabBody
	case "media":
		return vocabPics
	case "itunes":
		return vocabPod
	case "feedburner", "pheedo":
		return vocabBurn
	case "xhtml":
		return vocabHTML
	}
	return unknown
}

// vocabularyOf knows a namespace by the part of its address, in lower case,
// that publishers do not misspell.
func vocabularyOf(uri string) string {
	for _, known := range []struct{ part, vocabulary string }{
		{"w3.org/2005/atom", vocabAtom}, {"purl.org/atom/", vocabAtom},
		{"purl.org/dc/elements", vocabDC}, {"purl.org/dc/terms", vocabDC},
		{"modules/content", vocabBody}, {"search.yahoo.com/mrss", vocabPics}, {"itunes.com/dtds", vocabPod},
		{"feedburner", vocabBurn}, {"pheedo", vocabBurn}, {"w3.org/1999/xhtml", vocabHTML},
		{"modules", unknown}, // others of RSS 1.0
		{"purl.org/rss/1.0", core}, {"purl.org/net/rss", core}, {"netscape.com", core}, {"backend.userland.com", core},
		{"22-rdf-syntax", core}, {"blogs.law.harvard.edu", core}, {"cyber.law.harvard.edu/rss", core},
	} {
		if strings.Contains(uri, known.part) {
			return known.vocabulary
		}
	}
	return unknown
}
