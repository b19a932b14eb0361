package main

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkParsing parses one feed as newsbrief does and as the plain library
// does.
func BenchmarkParsing(b *testing.B) {
	var doc strings.Builder
	doc.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Measured</title>`)
	for i := range 40 {
		fmt.Fprintf(&doc, `<item><title>The ferry sails again, part %d</title><link>https://example.org/%d?utm_source=rss</link><guid isPermaLink="false">%d</guid>`+
			`<dc:creator>A. Writer</dc:creator><category>Harbour</category><pubDate>Mon, 23 Nov 2026 08:%02d:00 +0700</pubDate>`+
			`<description><![CDATA[<p><img src="/%d.jpg">%s</p>]]></description></item>`, i, i, i, i, i, strings.Repeat("The council says the <b>pier</b> &amp; the road are safe. ", 6))
	}
	doc.WriteString(`</channel></rss>`)
	for name, parse := range map[string]func([]byte){"newsbrief": cleanly, "library": plainly} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(doc.Len()))
			for b.Loop() {
				parse([]byte(doc.String()))
			}
		})
	}
}
