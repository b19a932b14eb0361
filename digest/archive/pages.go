package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// Page is what is remembered of the page at an address.
type Page struct {
	URL   string    // the key, as [feed.Canonical] has it
	Tried time.Time // when it was last asked for, zero if it never was
	Until time.Time // when this may be forgotten, and the page fetched again
	// What it says, "" if it cannot be used.
	Titles    string // what it calls itself, a line each
	Summary   string // as of an Item
	Language  string
	Image     string
	Published time.Time
}

// Pages remembers pages.
type Pages interface {
	// Page returns what is kept for the address, the zero Page with its URL
	// set if nothing is.
	Page(ctx context.Context, url string) (Page, error)
	// SetPage keeps the page until its Until, durably enough to survive a
	// crash of the process.
	SetPage(ctx context.Context, p Page) error
}

// pageVersion is the version of a page's stored form.
const pageVersion = 1

// Page is as [Pages] says. A damaged record is logged and taken as none.
func (a *Archive) Page(ctx context.Context, url string) (Page, error) {
	p := Page{URL: url}
	if err := ctx.Err(); err != nil {
		return p, fmt.Errorf("read page: %w", err)
	}
	err := a.db.View(func(txn *badger.Txn) error {
		entry, err := txn.Get(pageKey(url))
		if errors.Is(err, badger.ErrKeyNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return entry.Value(func(v []byte) error {
			kept, err := newDecoder().page(v)
			if err != nil {
				a.lg.Error("damaged page passed over", "err", err)
				return nil
			}
			if time.Now().Before(kept.Until) {
				kept.URL = url
				p = kept
			}
			return nil
		})
	})
	if err != nil {
		return p, fmt.Errorf("read page: %w", err)
	}
	return p, nil
}

// SetPage is as [Pages] says.
func (a *Archive) SetPage(ctx context.Context, p Page) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	left := time.Until(p.Until)
	if left <= 0 {
		return nil
	}
	err := a.update(func(txn *badger.Txn) error {
		return txn.SetEntry(badger.NewEntry(pageKey(p.URL), encodePage(p)).WithTTL(left + grace))
	})
	if err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	return nil
}

func pageKey(url string) []byte { return append([]byte("ap"), url...) }

func encodePage(p Page) []byte {
	e := make(encoder, 0, 100+len(p.Titles)+len(p.Summary)+len(p.Image))
	e = append(e, pageVersion)
	for _, s := range []string{p.Titles, p.Summary, p.Language, p.Image} {
		e.text(s)
	}
	for _, t := range []time.Time{p.Tried, p.Until, p.Published} {
		e.time(t)
	}
	return e
}

func (d *decoder) page(b []byte) (Page, error) {
	if err := d.start(b, pageVersion); err != nil {
		return Page{}, err
	}
	p := Page{
		Titles: d.text(), Summary: d.text(), Language: d.text(), Image: d.text(),
		Tried: d.time(), Until: d.time(), Published: d.time(),
	}
	if d.bad {
		return Page{}, errDamaged
	}
	return p, nil
}

// Page is as [Pages] says.
func (m *Memory) Page(ctx context.Context, url string) (Page, error) {
	if err := ctx.Err(); err != nil {
		return Page{URL: url}, fmt.Errorf("read page: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if p := m.pages[url]; time.Now().Before(p.Until) {
		return p, nil
	}
	return Page{URL: url}, nil
}

// SetPage is as [Pages] says.
func (m *Memory) SetPage(ctx context.Context, p Page) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(m.pages, func(_ string, p Page) bool { return !now.Before(p.Until) })
	m.pages[p.URL] = p
	return nil
}
