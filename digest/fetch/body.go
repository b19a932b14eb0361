package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
)

// readLimited reads a body of at most limit bytes. What a server ended too
// early is returned as far as it came, marked as cut; so is the beginning of a
// longer one, with [ErrTooLarge].
func readLimited(r io.Reader, announced, limit int64) (body []byte, cut bool, err error) {
	if announced > limit {
		return nil, false, ErrTooLarge
	}
	var b bytes.Buffer
	if announced > 0 {
		b.Grow(int(announced) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(r, limit+1))
	switch {
	case n > limit:
		return b.Bytes()[:limit], true, ErrTooLarge
	case errors.Is(err, io.ErrUnexpectedEOF) && n > 0:
		return b.Bytes(), true, nil
	case err != nil:
		return nil, false, err
	}
	return b.Bytes(), false, nil
}

// decompress undoes the codings of Content-Encoding, the last one first, and
// gzip that nobody declared: some servers hand out a .gz file as it lies there.
func decompress(raw []byte, codings string, limit int64) (body []byte, cut bool, err error) {
	names := strings.Split(strings.ToLower(codings), ",")
	if len(names) > 3 {
		return nil, false, errCoding
	}
	body = raw
	for i := len(names) - 1; i >= 0; i-- {
		var c bool
		body, c, err = decode(body, strings.TrimSpace(names[i]), limit)
		cut = cut || c
		if err != nil {
			return body, cut, err
		}
	}
	if isGzip(body) {
		body, c, err := decode(body, "gzip", limit)
		return body, cut || c, err
	}
	return body, cut, nil
}

func isGzip(b []byte) bool { return bytes.HasPrefix(b, []byte{0x1f, 0x8b, 8}) }

func decode(b []byte, coding string, limit int64) ([]byte, bool, error) {
	switch coding {
	case "", "identity", "none", "utf-8":
		return b, false, nil
	case "gzip", "x-gzip":
		// Said but not done is common: then it is the text itself.
		if !isGzip(b) {
			return b, false, nil
		}
		r, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, false, errCoding
		}
		return inflate(r, limit)
	case "deflate":
		// The standard means zlib; some servers send bare deflate.
		if r, err := zlib.NewReader(bytes.NewReader(b)); err == nil {
			return inflate(r, limit)
		}
		return inflate(flate.NewReader(bytes.NewReader(b)), limit)
	default:
		return nil, false, errCoding
	}
}

// inflate keeps what was readable of damaged data, marked as cut, and the
// beginning of what is longer than limit, with [ErrTooLarge].
func inflate(r io.Reader, limit int64) ([]byte, bool, error) {
	var b bytes.Buffer
	n, err := b.ReadFrom(io.LimitReader(r, limit+1))
	switch {
	case n > limit:
		return b.Bytes()[:limit], true, ErrTooLarge
	case err != nil && n == 0:
		return nil, false, errCoding
	}
	return b.Bytes(), err != nil, nil
}

// hashBody tells bodies apart over restarts.
func hashBody(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}
