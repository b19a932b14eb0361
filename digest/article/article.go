// Package article finds the article in a page. Its functions are pure, but for
// Parse, which asks the clock so that no date lies in the future.
package article

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// ErrNoArticle says that nothing on a page reads like an article or a list of headlines.
var ErrNoArticle = errors.New("no article found")

// Article is what a page says.
type Article struct {
	URL       string
	Title     string   // without the site's name
	Titles    []string // what else the page calls itself: other wordings of it, or the site's name
	Lead      string   // the editor's own lead or standfirst, "" if none
	Text      []string // paragraphs, without captions, credits and "see more"
	Language  string
	Published time.Time // zero if unknown
	Image     string
	Site      string
}

// Parse finds the article in a page: HTML or plain text, also gzipped, in
// whatever encoding. ContentType and address may be "". No page makes it
// panic; one that holds no article gives ErrNoArticle. It ends with ctx's error
// when ctx does, and takes a second or two of a page of a megabyte at most.
func Parse(ctx context.Context, page []byte, contentType, address string) (a Article, err error) {
	defer func() {
		if r := recover(); r != nil {
			a, err = Article{}, fmt.Errorf("parse page: %v", r)
		}
	}()
	s, err := decode(page, contentType)
	if err != nil {
		return Article{}, err
	}
	if isHTML(s, contentType) {
		a, err = parseHTML(ctx, s, address)
	} else {
		a, err = parsePlain(s, address), ctx.Err()
	}
	if err == nil && a.Title == "" {
		err = ErrNoArticle
	}
	return a, err
}

// tongue is the language of the article: what the page says it is in, unless
// its text is plainly in another.
func tongue(said string, a Article) string {
	sample := a.Title + "\n" + strings.Join(a.Text[:min(len(a.Text), 3)], "\n")
	tag, sure := language.Identify(sample)
	const plainly = 0.9
	if tag != "" && !language.Same(tag, said) && (said == "" || sure >= plainly && ours[language.Base(said)]) {
		return tag
	}
	return said
}

// ours are the languages that can be told from their text, and what people
// write for them. A page in another language is not one that lies.
var ours = map[string]bool{"en": true, "ja": true, "jp": true, "zh": true, "cn": true, "vi": true, "vn": true, "th": true, "id": true, "in": true, "ms": true, "my": true, "fil": true, "tl": true, "km": true, "kh": true, "lo": true, "ta": true}

func isHTML(s, contentType string) bool {
	if strings.HasPrefix(strings.ToLower(contentType), "text/plain") {
		return false
	}
	start := strings.ToLower(strings.TrimSpace(s[:min(len(s), 2000)]))
	for _, tag := range []string{"<!doctype", "<html", "<head", "<body", "<meta", "<title", "<div", "<article", "<p>", "<h1"} {
		if strings.HasPrefix(start, tag) || len(tag) > 4 && strings.Contains(start, tag) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(contentType), "html")
}

func parseHTML(ctx context.Context, s, address string) (Article, error) {
	doc, err := html.Parse(untilDone{ctx, strings.NewReader(s)})
	if err != nil {
		return Article{}, fmt.Errorf("parse page: %w", err)
	}
	h := readHead(doc)
	where := h.where(address)
	a := Article{URL: where.String(), Site: h.site(where), Image: h.image(where)}
	a.Title = text.OneLine(h.headline(a.Site))
	a.Titles = h.titles(a.Title)
	list := listed(doc)
	if ctx.Err() != nil {
		return Article{}, ctx.Err()
	}
	a.Text, a.Image = h.body(doc, where, a)
	if ctx.Err() != nil {
		return Article{}, ctx.Err()
	}
	a.Language = tongue(h.tongue(), a)
	a.Published = h.date(a.Language, where.Path, time.Now())
	if h.isList(list, a) {
		a.Text = nil
		return a, nil
	}
	a.Lead = h.lead(a)
	return a, nil
}

// untilDone reads until a context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// where is the page's address: the one it came from, else what it says itself.
func (h *head) where(address string) *url.URL {
	if u, err := url.Parse(cmp.Or(address, absolute(&url.URL{}, h.canonical), absolute(&url.URL{}, h.first("og:url")))); err == nil {
		return u
	}
	return &url.URL{}
}

func (h *head) image(base *url.URL) string {
	for _, s := range []string{h.first("og:image", "og:image:url", "og:image:secure_url"), h.linked.image, h.first("twitter:image", "twitter:image:src", "thumbnail")} {
		if u := absolute(base, s); u != "" && !placeholder(u) {
			return u
		}
	}
	return ""
}

// placeholder reports whether an image's address says that it shows no news.
func placeholder(u string) bool { return hasAny(strings.ToLower(u), placeholders()) }

var placeholders = sync.OnceValue(func() []string { return language.Union("article.placeholders") })

// absolute resolves an address of the page, "" if it is none of the web.
func absolute(base *url.URL, s string) string {
	u, err := base.Parse(strings.TrimSpace(s))
	if err != nil || s == "" || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
