package feed

import (
	"fmt"
	"strings"
	"time"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/net/html"
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
	feed Feed
	doc  Document
	url  string // where the document was found
	now  time.Time
}

// item cleans one item, all but its ID. It fails where the program does.
func (p publisher) item(raw rawItem) (it Item, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("read item %.80q: %v", raw.titles.first(), r)
		}
	}()
	it = Item{Feed: orElse(p.feed.URL, p.url), Arrived: p.now, Language: p.language(raw), Source: p.source(raw)}
	base := first(raw.base, p.url)
	it.URL = raw.link(base)
	it.Title = raw.title()
	it.Summary = raw.summary(it.Title)
	if it.Title == "" {
		it.Title = text.Cut(firstSentence(it.Summary), madeTitle)
	}
	it.Published = p.date(raw, it.Language)
	it.Image = raw.image(base)
	it.Categories = categories(raw.categories)
	return it, nil
}

// language is what the item declares apart from its document, else what is
// known of the feed: many are set up in a language that they do not write.
func (p publisher) language(raw rawItem) string {
	if lang := declaredLanguage(raw.lang); lang != "" && lang != p.doc.Language {
		return lang
	}
	return orElse(p.feed.Language, p.doc.Language)
}

// source is the publisher that the item names, else that of the feed: titles
// of feeds name a section or the software, so what is known goes before.
func (p publisher) source(raw rawItem) string {
	if p.feed.Publisher != "" {
		return p.feed.Publisher
	}
	if s := headline(raw.source); s != "" && s != p.doc.Title && !strings.Contains(s, "://") {
		return s
	}
	return SourceName(orElse(p.feed.Title, p.doc.Title))
}

// date is the first of the item's dates that can be read.
func (p publisher) date(raw rawItem, lang string) time.Time {
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
func (raw rawItem) link(base string) string {
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

func (raw rawItem) title() string {
	for _, t := range raw.titles {
		if s := headline(t.text); s != "" {
			return s
		}
	}
	return ""
}

// summary returns the description, or the beginning of the content where that
// says much more: where there is no description, or one that breaks off, or
// one that only says the title again.
func (raw rawItem) summary(title string) string {
	description := ""
	for _, d := range raw.descriptions {
		if description = text.Plain(d.text); description != "" {
			break
		}
	}
	description = untilBreak(description)
	if len(raw.contents) == 0 {
		return firstParagraphs(description)
	}
	enough := 3*len(description) + 100
	if description == "" || breaksOff(description) || text.Fold(description) == text.Fold(title) {
		enough = len(description)
	}
	if len(description) < fullLead || breaksOff(description) {
		if content := text.Plain(raw.contents.first()); len(content) > enough {
			description = content
		}
	}
	return firstParagraphs(description)
}

// untilBreak returns the lines up to one that breaks off: what stands behind it
// are the publisher's links, not the item's text.
func untilBreak(s string) string {
	at := 0
	for line := range strings.SplitSeq(s, "\n") {
		if at += len(line); breaksOff(line) {
			return s[:at]
		}
		at++
	}
	return s
}

func breaksOff(s string) bool {
	for _, end := range []string{"…", "...", "[…]", "[...]", "…]", "..]", "(…)"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// firstParagraphs bounds a text, at a paragraph if one ends in time.
func firstParagraphs(s string) string {
	if len(s) <= maxSummary {
		return s
	}
	width, end := 0, 0
	for end < len(s) {
		line, _, _ := strings.Cut(s[end:], "\n")
		if width += text.Columns(line); width > maxSummary {
			break
		}
		end = min(end+len(line)+1, len(s))
	}
	if end == 0 {
		return text.Cut(s, maxSummary)
	}
	return strings.TrimRight(s[:end], "\n")
}

// firstSentence returns the first line of a text up to its first full stop
// that leaves enough of it.
func firstSentence(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	for i, r := range line {
		n := len(string(r))
		switch r {
		case '。', '！', '？', '។', '॥', '။':
			return line[:i+n]
		case '.', '!', '?':
			if i > 20 && strings.HasPrefix(line[i+n:], " ") {
				return line[:i+n]
			}
		}
	}
	return line
}

func cutGraphemes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at := 0
	for g := graphemes.FromString(s); g.Next(); {
		if n--; n == 0 {
			at = g.Start() // leaves room for the mark
		}
		if n < 0 {
			return strings.TrimSpace(s[:at]) + "…"
		}
	}
	return s
}

// image returns the best picture: what the feed names as the item's, the widest
// first, else the first in its text that is no tracking pixel.
func (raw rawItem) image(base string) string {
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
