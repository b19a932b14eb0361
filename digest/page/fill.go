package page

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"newsbrief/digest/archive"
	"newsbrief/digest/article"
	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/story"
	"newsbrief/digest/text"
)

// Add keeps items of feeds, with what is known of their pages: an item that
// its feed sends again is not stripped of it. It implements [feed.Sink].
func (r *Reader) Add(ctx context.Context, items []feed.Item) error {
	r.filling.Lock()
	defer r.filling.Unlock()
	items = slices.Clone(items)
	for i, it := range items {
		items[i] = r.known(ctx, it)
	}
	return r.cfg.Items.Add(ctx, items)
}

// known returns the item with what is known of its page. What cannot be read of
// that is not worth the item.
func (r *Reader) known(ctx context.Context, it feed.Item) (with feed.Item) {
	with = it
	defer r.survive("could not add what is known of a page", "item", it.ID)
	if p, err := r.cfg.Pages.Page(ctx, canonical(it)); err == nil {
		with, _ = filled(it, p)
	}
	return with
}

// apply makes what the page says part of an item, and reports whether it did.
func (r *Reader) apply(ctx context.Context, id string, p archive.Page) bool {
	r.filling.Lock()
	defer r.filling.Unlock()
	it, err := r.cfg.Items.Get(ctx, id)
	if err != nil {
		return false // it expired in the meantime
	}
	it, ok := filled(it, p)
	if !ok {
		return false
	}
	if err := r.cfg.Items.Add(ctx, []feed.Item{it}); err != nil {
		if ctx.Err() == nil {
			r.lg.Error("could not keep what a page says", "host", hostOf(it.URL), "err", err)
		}
		return false
	}
	return true
}

// filled returns the item with what its page says. ok is false if the item
// needs nothing, or the page is no use to it.
func filled(it feed.Item, p archive.Page) (with feed.Item, ok bool) {
	if p.Summary == "" || says(it) || !about(p.Titles, it.Title) {
		return it, false
	}
	with = it
	with.Summary = p.Summary
	with.Language = cmp.Or(it.Language, p.Language)
	with.Image = cmp.Or(it.Image, p.Image)
	if it.Published.IsZero() && (it.Arrived.IsZero() || !p.Published.After(it.Arrived)) {
		with.Published = p.Published
	}
	return with, says(with)
}

// says reports whether the item alone makes a brief with a line.
func says(it feed.Item) bool {
	return brief.Of(story.Story{Items: []feed.Item{it}}).Line != ""
}

// read is what an article says, of no use if it has no text. Burmese in Zawgyi
// is none that readers can read.
func read(a article.Article) archive.Page {
	p := archive.Page{Titles: titles(a)}
	if len(a.Text) == 0 && a.Lead == "" {
		return p
	}
	if s := summary(a); !feed.Zawgyi(s) {
		p.Summary, p.Language, p.Image, p.Published = s, a.Language, address(a.Image), a.Published
	}
	return p
}

// titles are all that the page calls itself, a line each.
func titles(a article.Article) string {
	const columns = 300 // of each
	lines := []string{text.Cut(a.Title, columns)}
	for _, t := range a.Titles {
		lines = append(lines, text.Cut(t, columns))
	}
	return strings.Join(lines, "\n")
}

// summary is about as much of an article as feeds give: its lead and first
// paragraphs.
func summary(a article.Article) string {
	const columns = 1000
	var lines []string
	for _, s := range append([]string{a.Lead}, a.Text[:min(len(a.Text), opening)]...) {
		if s != "" && !slices.Contains(lines, s) {
			lines = append(lines, s)
		}
	}
	return text.Cut(strings.Join(lines, "\n"), columns)
}

// address is one of the web that fits an item, else "".
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(s) > 4096 {
		return ""
	}
	u.User = nil
	return u.String()
}

// about reports whether one of a page's titles, a line each, and an item's
// headline speak of one thing.
func about(titles, headline string) bool {
	for t := range strings.Lines(titles) {
		if article.Akin(t, headline) {
			return true
		}
	}
	return false
}

// needs reports whether the item's page is worth fetching.
func (r *Reader) needs(it feed.Item, now time.Time) bool {
	return !it.Sample && feed.Canonical(it.URL) != "" && now.Sub(it.Time()) <= r.cfg.Fresh && !says(it)
}
