package feed

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/language"
)

// ErrNotOPML is returned for a file that holds no OPML outline.
var ErrNotOPML = errors.New("not an OPML file")

// maxOPML is far above the export of any reader: 10,000 feeds are 3 MB.
const maxOPML = 16 << 20

// maxOutlineDepth is deeper than anybody files feeds.
const maxOutlineDepth = 64

// general is the category of a front page. It is no topic.
const general = "general"

// ReadOPML returns the feeds of an OPML file in their order, each URL once:
// what is listed in several folders has the topics of all of them. It reads
// our own catalogue and the exports of other readers: the category attribute
// holds topics ("asia,japan"), "general" for a front page, and the publisher's
// country ("/country/JP"); the categories of a folder hold for all that is in it.
// A feed without any category has the names of its folders as topics. Outlines
// whose address is not http or https are left out.
func ReadOPML(r io.Reader) ([]Feed, error) {
	d := xml.NewDecoder(io.LimitReader(r, maxOPML))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	o := opmlReader{at: map[string]int{}}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read OPML: %w", err)
		}
		if o.token(t); len(o.open) > maxOutlineDepth {
			return nil, fmt.Errorf("read OPML: outlines nested more than %d deep", maxOutlineDepth)
		}
	}
	if !o.opml {
		return nil, fmt.Errorf("read OPML: %w", ErrNotOPML)
	}
	return o.feeds, nil
}

// outline is the outline element as other programs write it: the case of the
// attributes' names differs.
type outline map[string]string

func newOutline(attrs []xml.Attr) outline {
	o := outline{}
	for _, a := range attrs {
		o[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	return o
}

func (o outline) name() string {
	if o["title"] != "" {
		return o["title"]
	}
	return o["text"]
}

type opmlReader struct {
	opml  bool
	open  []outline // the outlines around the place that is being read
	feeds []Feed
	at    map[string]int // URL to its index in feeds
}

func (r *opmlReader) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		r.opml = r.opml || strings.EqualFold(t.Name.Local, "opml")
		if strings.EqualFold(t.Name.Local, "outline") {
			o := newOutline(t.Attr)
			r.add(o)
			r.open = append(r.open, o)
		}
	case xml.EndElement:
		if strings.EqualFold(t.Name.Local, "outline") && len(r.open) > 0 {
			r.open = r.open[:len(r.open)-1]
		}
	}
}

func (r *opmlReader) add(o outline) {
	u, ok := feedURL(o["xmlurl"])
	if !ok {
		return
	}
	f := Feed{
		URL: u, Title: o.name(), Home: home(o["htmlurl"]),
		Language: languageTag(o["language"]), Publisher: o["publisher"],
	}
	r.categorise(&f, o)
	i, known := r.at[u]
	if !known {
		r.at[u] = len(r.feeds)
		r.feeds = append(r.feeds, f)
		return
	}
	for _, t := range f.Topics {
		r.feeds[i].addTopic(t)
	}
}

func (r *opmlReader) categorise(f *Feed, o outline) {
	found := false
	for _, around := range append(slices.Clone(r.open), o) {
		for c := range strings.SplitSeq(around["category"], ",") {
			found = f.addCategory(c) || found
		}
	}
	if found {
		return
	}
	for _, around := range r.open {
		if around["xmlurl"] == "" {
			f.addCategory(strings.ReplaceAll(around.name(), "/", " "))
		}
	}
}

// addCategory takes one category of OPML, a word or a path with slashes, and
// reports whether there was anything in it.
func (f *Feed) addCategory(c string) bool {
	c = strings.Trim(strings.TrimSpace(c), "/")
	if i := strings.LastIndexByte(c, '/'); i >= 0 {
		parent := strings.ToLower(c[:i])
		c = c[i+1:]
		if parent == "country" {
			f.Country = strings.ToUpper(c)
			return true
		}
	}
	c = strings.Join(strings.Fields(strings.ToLower(c)), " ")
	switch c {
	case "":
		return false
	case general:
		f.General = true
	default:
		f.addTopic(c)
	}
	return true
}

func (f *Feed) addTopic(t string) {
	if !slices.Contains(f.Topics, t) {
		f.Topics = append(f.Topics, t)
	}
}

// feedURL returns the address of a feed as it is fetched: "feed:" is how old
// browsers spelled a subscription.
func feedURL(s string) (string, bool) {
	if rest, ok := strings.CutPrefix(s, "feed://"); ok {
		s = "http://" + rest
	}
	s = strings.TrimPrefix(s, "feed:")
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	u.Fragment = ""
	return u.String(), true
}

func home(s string) string {
	u, ok := feedURL(s)
	if !ok {
		return ""
	}
	return u
}

// languageTag returns the tag in its canonical form, "" if it is none.
func languageTag(s string) string {
	t, err := language.Parse(s)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// WriteOPML writes the feeds as one flat OPML 2.0 file that [ReadOPML] reads
// back unchanged, except for Private, which no file can grant.
func WriteOPML(w io.Writer, feeds []Feed) error {
	doc := opmlFile{Version: "2.0", Title: "newsbrief"}
	for _, f := range feeds {
		doc.Outlines = append(doc.Outlines, writtenOutline(f))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type opmlFile struct {
	XMLName  xml.Name     `xml:"opml"`
	Version  string       `xml:"version,attr"`
	Title    string       `xml:"head>title"`
	Outlines []xmlOutline `xml:"body>outline"`
}

type xmlOutline struct {
	Type      string `xml:"type,attr"`
	Text      string `xml:"text,attr"`
	Title     string `xml:"title,attr,omitempty"`
	Publisher string `xml:"publisher,attr,omitempty"`
	Language  string `xml:"language,attr,omitempty"`
	Category  string `xml:"category,attr,omitempty"`
	HTMLURL   string `xml:"htmlUrl,attr,omitempty"`
	XMLURL    string `xml:"xmlUrl,attr"`
}

func writtenOutline(f Feed) xmlOutline {
	var categories []string
	if f.General {
		categories = append(categories, general)
	}
	categories = append(categories, f.Topics...)
	if f.Country != "" {
		categories = append(categories, "/country/"+f.Country)
	}
	return xmlOutline{
		Type: "rss", Text: f.Title, Title: f.Title, Publisher: f.Publisher, Language: f.Language,
		Category: strings.Join(categories, ","), HTMLURL: f.Home, XMLURL: f.URL,
	}
}
