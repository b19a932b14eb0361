package brief

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"newsbrief/digest/feed"
)

// A page of more than this is read up to here: no article is longer.
const maxPage = 8 << 20

// decode returns the page as UTF-8, unpacked where it came gzipped.
func decode(page []byte, contentType string) (string, error) {
	page, err := unzip(page)
	if err != nil {
		return "", err
	}
	return feed.UTF8(page[:min(len(page), maxPage)], contentType), nil
}

func unzip(page []byte) ([]byte, error) {
	if !bytes.HasPrefix(page, []byte{0x1f, 0x8b}) {
		return page, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("unpack page: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(r, maxPage))
	if err != nil && len(out) == 0 {
		return nil, fmt.Errorf("unpack page: %w", err)
	}
	return out, nil // what came before the damage is still worth reading
}
