package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/dgraph-io/badger/v4"

	"newsbrief/digest/page"
)

// pageVersion is the version of a page's stored form.
const pageVersion = 1

// Page is as [page.Pages] says. A damaged record is logged and taken as none.
func (a *Archive) Page(ctx context.Context, url string) (page.Page, error) {
	p := page.Page{URL: url}
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

// SetPage is as [page.Pages] says.
func (a *Archive) SetPage(ctx context.Context, p page.Page) error {
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

func encodePage(p page.Page) []byte {
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

func (d *decoder) page(b []byte) (page.Page, error) {
	if err := d.start(b, pageVersion); err != nil {
		return page.Page{}, err
	}
	p := page.Page{
		Titles: d.text(), Summary: d.text(), Language: d.text(), Image: d.text(),
		Tried: d.time(), Until: d.time(), Published: d.time(),
	}
	if d.bad {
		return page.Page{}, errDamaged
	}
	return p, nil
}

// Page is as [page.Pages] says.
func (m *Memory) Page(ctx context.Context, url string) (page.Page, error) {
	if err := ctx.Err(); err != nil {
		return page.Page{URL: url}, fmt.Errorf("read page: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if p := m.pages[url]; time.Now().Before(p.Until) {
		return p, nil
	}
	return page.Page{URL: url}, nil
}

// SetPage is as [page.Pages] says.
func (m *Memory) SetPage(ctx context.Context, p page.Page) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep page: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(m.pages, func(_ string, p page.Page) bool { return !now.Before(p.Until) })
	m.pages[p.URL] = p
	return nil
}
