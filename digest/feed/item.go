package feed

import (
	"strings"
	"time"

	"golang.org/x/text/language"

	"newsbrief/digest/date"
	"newsbrief/digest/text"
)

const (
	maxTitle      = 300  // graphemes
	maxSummary    = 4000 // columns
	madeTitle     = 120  // columns of a title made from the text
	fullLead      = 200  // bytes of a description that needs no more
	maxCategories = 32
	maxCategory   = 80 // columns
)

// publisher is what holds for all items of a document.
type publisher struct {
	feed            Feed
	title, language string // of the document
	url             string // where the document was found
	now             time.Time
}

// item cleans one item, all but its ID.
func (p publisher) item(raw *rawItem) Item {
	it := Item{Feed: orElse(p.feed.URL, p.url), Arrived: p.now, Language: p.languageOf(raw), Source: p.sourceOf(raw)}
	base := first(raw.base, p.url)
	it.URL = raw.link(base)
	it.Title = raw.title()
	it.Summary = raw.summary(it.Title)
	if it.Title == "" {
		it.Title = text.Cut(firstSentence(it.Summary), madeTitle)
	}
	it.Published = p.dateOf(raw, it.Language)
	it.Image = raw.image(base)
	it.Categories = categories(raw.categories)
	return it
}

// languageOf is what the item declares apart from its document, else what is
// known of the feed: many are set up in a language that they do not write.
func (p publisher) languageOf(raw *rawItem) string {
	if lang := declaredLanguage(raw.lang); lang != "" && lang != p.language {
		return lang
	}
	return orElse(p.feed.Language, p.language)
}

// sourceOf is the publisher that the item names, else that of the feed: titles
// of feeds name a section or the software, so what is known goes before.
func (p publisher) sourceOf(raw *rawItem) string {
	if p.feed.Publisher != "" {
		return p.feed.Publisher
	}
	if s := headline(raw.source); s != "" && s != p.title && !strings.Contains(s, "://") {
		return s
	}
	return SourceName(orElse(p.feed.Title, p.title))
}

// dateOf is the first of the item's dates that can be read. The publisher's
// country says more of its clock than the language does.
func (p publisher) dateOf(raw *rawItem, lang string) time.Time {
	if p.feed.Country != "" {
		lang += "-" + p.feed.Country
	}
	for _, d := range raw.dates {
		if t, ok := date.Parse(d.text, p.now, lang); ok {
			return t
		}
	}
	return time.Time{}
}

// link returns where the item is read: behind a redirecting service, else the
// page it names, else its guid if that is an address, else whatever else it
// links to.
func (raw *rawItem) link(base string) string {
	if href := resolve(base, raw.origin); href != "" {
		return href
	}
	best, rank := "", 0
	for _, l := range raw.links {
		if r := linkRank(l); r > rank {
			if href := resolve(orElse(l.base, base), l.href); href != "" {
				best, rank = href, r
			}
		}
	}
	if rank >= linkRank(rawLink{rel: "about"}) {
		return best
	}
	if raw.permalink && strings.Contains(raw.guid, "://") {
		if href := resolve("", raw.guid); href != "" {
			return href
		}
	}
	return best
}

func linkRank(l rawLink) int {
	page := l.kind == "" || strings.Contains(l.kind, "html")
	switch l.rel {
	case "":
		return 7
	case "alternate":
		if page {
			return 6
		}
		return 5
	case "about":
		return 4
	case "related", "via":
		return 3
	case "self":
		return 2
	case "enclosure":
		return 1
	}
	return 0
}

func (raw *rawItem) title() string {
	for _, t := range raw.titles {
		if s := headline(t.text); s != "" {
			return s
		}
	}
	return ""
}

// categories cleans them and says each once.
func categories(all []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range all {
		c = text.OneLine(text.Plain(c))
		key := text.Fold(c)
		if key == "" || seen[key] || text.Columns(c) > maxCategory || len(out) == maxCategories {
			continue
		}
		seen[key] = true
		out = append(out, c)
	}
	return out
}

// mistakenLanguage maps what feeds declare and mean otherwise: countries,
// names, and codes that stand for no one language.
var mistakenLanguage = map[string]string{
	"jp": "ja", "vn": "vi", "cn": "zh", "kr": "ko", "la-la": "lo", "kh": "km", "mm": "my", "ph": "fil",
	"english": "en", "japanese": "ja", "vietnamese": "vi", "thai": "th", "bahasa indonesia": "id", "indonesian": "id", "chinese": "zh",
	"cmn": "zh", "mul": "", "zxx": "", "mis": "",
}

// declaredLanguage returns a declared language as a BCP 47 tag, "" if it is none.
func declaredLanguage(s string) string {
	s = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), "_", "-"))
	if s == "" || len(s) > 35 {
		return ""
	}
	if right, ok := mistakenLanguage[s]; ok {
		s = right
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return ""
	}
	base, confidence := tag.Base()
	if confidence == language.No || base.String() == "und" {
		return ""
	}
	return tag.String()
}
