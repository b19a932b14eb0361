package brief

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// A page of more than this is read up to here: no article is longer.
const maxPage = 8 << 20

// decode returns the page as UTF-8, unpacked where it came gzipped.
func decode(page []byte, contentType string) (string, error) {
	page, err := unzip(page)
	if err != nil {
		return "", err
	}
	if len(page) > maxPage {
		page = page[:maxPage]
	}
	return toUTF8(page, contentType), nil
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

// toUTF8 believes a byte-order mark first, then the bytes if they are UTF-8,
// then the labels, then whichever encoding makes the most sense of them.
func toUTF8(page []byte, contentType string) string {
	if enc, n := byteOrderMark(page); n > 0 {
		return convert(page[n:], enc)
	}
	if bytes.Contains(page, []byte("\x1b$")) {
		return convert(page, named("iso-2022-jp"))
	}
	if mostlyUTF8(page) {
		return strings.ToValidUTF8(string(page), "\ufffd")
	}
	best, score := "", -1<<62
	for i, label := range append(labels(page, contentType), guesses...) {
		enc := named(label)
		if enc == nil {
			continue
		}
		s := convert(page, enc)
		if n := sense(s) - i; n > score {
			best, score = s, n
		}
	}
	return best
}

func byteOrderMark(page []byte) (encoding.Encoding, int) {
	switch {
	case bytes.HasPrefix(page, []byte{0xef, 0xbb, 0xbf}):
		return named("utf-8"), 3
	case bytes.HasPrefix(page, []byte{0xfe, 0xff}):
		return named("utf-16be"), 2
	case bytes.HasPrefix(page, []byte{0xff, 0xfe}):
		return named("utf-16le"), 2
	}
	return nil, 0
}

// mostlyUTF8 forgives the odd broken byte of a page that is cut or pasted together.
func mostlyUTF8(page []byte) bool {
	if utf8.Valid(page) {
		return true
	}
	good, bad := 0, 0
	for len(page) > 0 {
		r, n := utf8.DecodeRune(page)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		page = page[n:]
	}
	return good > 20*bad
}

// guesses are tried when no label holds, likeliest first.
var guesses = []string{"shift_jis", "euc-jp", "gbk", "big5", "euc-kr", "windows-874", "windows-1258", "windows-1252"}

// labels returns what the header and the page itself say of their encoding.
func labels(page []byte, contentType string) []string {
	_, name, _ := charset.DetermineEncoding(page[:min(len(page), 1024)], contentType)
	out := []string{name}
	head := bytes.ToLower(page[:min(len(page), 16<<10)])
	if _, rest, ok := bytes.Cut(head, []byte("charset=")); ok {
		rest = bytes.TrimLeft(rest, "\"' ")
		end := bytes.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' })
		if end > 0 {
			out = append(out, string(rest[:end]))
		}
	}
	return out
}

func named(label string) encoding.Encoding {
	if enc, err := htmlindex.Get(label); err == nil {
		return enc
	}
	return nil
}

func convert(page []byte, enc encoding.Encoding) string {
	out, err := enc.NewDecoder().Bytes(page)
	if err != nil && len(out) == 0 {
		out = page
	}
	return strings.ToValidUTF8(string(out), "\ufffd")
}

// sense is how much a decoded page looks like writing: letters that belong
// together count for it; what cannot be decoded, controls, half-width kana
// and private characters count heavily against.
func sense(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < 0x80 && r >= ' ', r == '\n', r == '\r', r == '\t':
		case r == '\ufffd', unicode.IsControl(r), unicode.Is(unicode.Co, r):
			n -= 40
		case r >= 0xff61 && r <= 0xff9f:
			n -= 4
		case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			n += 3
		case r >= 0x4e00 && r < 0x9fff, unicode.Is(unicode.Hangul, r):
			n += 2
		case unicode.IsLetter(r):
		default:
			n--
		}
	}
	return n
}
