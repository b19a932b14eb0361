// Package charset turns the bytes of feeds and pages into UTF-8, whatever their
// labels say.
package charset

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// UTF8 decodes a feed or a page; contentType is its HTTP header. Bytes that prove an encoding are believed before any
// label: a byte order mark, the zeros of UTF-16 and UTF-32, valid UTF-8. Of the
// labels (HTTP header, XML declaration, HTML meta) the first is taken under
// which the bytes read like a language; where none does, the encoding is
// guessed from the bytes.
func UTF8(data []byte, contentType string) string {
	if enc, skip := wide(data); enc != nil {
		return decodeAs(enc, data[skip:])
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if stateful(data) {
		return decodeAs(japanese.ISO2022JP, data)
	}
	if isUTF8(data) {
		return strings.ToValidUTF8(string(data), "")
	}
	labels := labelled(data, contentType)
	return decodeAs(pick(data, labels), data)
}

func decodeAs(enc encoding.Encoding, data []byte) string {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil && len(out) == 0 {
		out = data
	}
	return strings.ToValidUTF8(string(out), "")
}

// wide recognises UTF-16 and UTF-32, by mark or by where the zeros stand, and
// returns how long the mark is.
func wide(data []byte) (enc encoding.Encoding, skip int) {
	little16 := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	big16 := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	little32 := utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	big32 := utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	switch {
	case bytes.HasPrefix(data, []byte("\xFF\xFE\x00\x00")):
		return little32, 4
	case bytes.HasPrefix(data, []byte("\x00\x00\xFE\xFF")):
		return big32, 4
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return little16, 2
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return big16, 2
	}
	var zeros [4]int
	head := data[:min(len(data), 400)]
	for i, c := range head {
		if c == 0 {
			zeros[i%4]++
		}
	}
	n := len(head) / 4
	some := func(i int) bool { return n > 0 && zeros[i]*10 > n*6 }
	switch {
	case some(0) && some(1) && !some(3):
		return big32, 0
	case some(2) && some(3) && !some(0):
		return little32, 0
	case some(0) && some(2) && !some(1):
		return big16, 0
	case some(1) && some(3) && !some(0):
		return little16, 0
	}
	return nil, 0
}

// stateful recognises ISO-2022-JP, which is all ASCII but for its escapes.
func stateful(data []byte) bool {
	return bytes.Contains(data, []byte("\x1b$B")) || bytes.Contains(data, []byte("\x1b$@"))
}

// isUTF8 reports whether data is UTF-8, a few spoilt characters allowed among
// many good ones.
func isUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, bad := 0, 0
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			if !utf8.FullRune(data) {
				break // cut within a character
			}
			bad++
		} else {
			good++
		}
		data = data[n:]
	}
	return bad*20 <= good
}

var declaration = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)<\?xml[^>]{0,200}?encoding\s*=\s*["']?([a-z0-9._:-]+)|<meta[^>]{0,200}?charset\s*=\s*["']?([a-z0-9._:-]+)`)
})

// labelled returns the encodings that the labels name, the strongest first. A
// label of Latin letters comes last, as it is often only a server's default.
func labelled(data []byte, contentType string) []encoding.Encoding {
	var names []string
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		names = append(names, params["charset"])
	} else if _, after, ok := strings.Cut(strings.ToLower(contentType), "charset"); ok {
		names = append(names, strings.Trim(after, ` ="';`))
	}
	for _, m := range declaration().FindAllSubmatch(data[:min(len(data), 4096)], 2) {
		names = append(names, string(m[1])+string(m[2]))
	}
	var strong, weak []encoding.Encoding
	for _, name := range names {
		enc := byName(name)
		switch enc {
		case nil:
		case charmap.Windows1252:
			weak = append(weak, enc)
		default:
			strong = append(strong, enc)
		}
	}
	return append(strong, weak...)
}

// byName knows an encoding of single bytes or pairs by its label. UTF-8 and
// UTF-16 are no answer here: the bytes have already shown to be neither.
func byName(name string) encoding.Encoding {
	name = strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))
	switch name {
	case "":
		return nil
	case "gb2312", "gbk", "gb18030", "x-gbk", "cp936", "ms936", "euc-cn", "hz-gb-2312", "chinese":
		return simplifiedchinese.GB18030
	case "cp874", "ms874", "tis620", "tis-620", "iso-8859-11", "thai":
		return charmap.Windows874
	case "cp932", "ms932", "shift-jis", "sjis":
		return japanese.ShiftJIS
	case "cp949", "ms949", "uhc", "johab":
		return korean.EUCKR
	case "cp950", "ms950", "big5hkscs":
		return traditionalchinese.Big5
	case "us-ascii", "ascii", "latin1", "latin-1", "iso-8859-1", "iso8859-1":
		return charmap.Windows1252
	}
	if after, ok := strings.CutPrefix(name, "cp12"); ok {
		name = "windows-12" + after
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc = lookupMIB(name)
	}
	switch enc {
	case unicode.UTF8, encoding.Replacement:
		return nil
	}
	if canonical, err := htmlindex.Name(enc); err == nil && strings.HasPrefix(canonical, "utf-") {
		return nil
	}
	return enc
}
