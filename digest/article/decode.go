package article

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"

	"newsbrief/digest/charset"
)

// A page of more than this is read up to here: no article is longer.
const maxPage = 8 << 20

// decode returns the page as UTF-8, unpacked where it came gzipped.
func decode(page []byte, contentType string) (string, error) {
	page, err := unzip(page)
	if err != nil {
		return "", err
	}
	if binary(page) {
		return "", ErrNoArticle
	}
	return charset.UTF8(page[:min(len(page), maxPage)], contentType), nil
}

// binary reports whether the bytes are no text in any encoding: they have many
// control characters, and no byte is much more frequent than the others, as
// spaces, zeros and the lead bytes of a script are in every encoding of text.
func binary(page []byte) bool {
	head := page[:min(len(page), 4096)]
	var count [256]int
	controls := 0
	for _, c := range head {
		count[c]++
		if c < ' ' && !bytes.ContainsRune([]byte("\t\n\v\f\r\x1b"), rune(c)) {
			controls++
		}
	}
	return controls > len(head)/25 && slices.Max(count[:]) < len(head)/20
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
