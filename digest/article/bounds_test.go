package article

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A megabyte takes a bounded time and memory, whatever it holds.
func TestMegabytes(t *testing.T) {
	for name, p := range map[string]struct{ before, unit, after string }{
		"a title":           {"<title>", "Harbour - ", "</title><p>Stone."},
		"a headline":        {"<title>Harbour</title><h1>", "Harbour - ", "</h1><p>Stone."},
		"headlines":         {"<title>Harbour</title>", "<h1>The pier of the harbour gets stone</h1>", ""},
		"cards":             {"<title>Harbour</title>", "<div class=card><h3><a href=/1>The pier of the harbour gets stone</a></h3><p>Work on it begins in March, the mayor said.</p></div>", ""},
		"links":             {"<title>Harbour</title>", "<a class=title href=/1>The pier of the harbour gets stone</a>", ""},
		"paragraphs":        {"<title>Harbour</title>", "<p>a", ""},
		"nested parts":      {"<title>Harbour</title>" + strings.Repeat("<div class='date summary promo'>12 ", 400), "<p class='summary date'>12 stones</p>", ""},
		"breaks":            {"<title>Harbour</title><div>", "<br>", "</div>"},
		"pictures":          {"<title>Harbour</title><p>", "<img src=/a.jpg><em>Gulls.</em>", ""},
		"dates":             {"<title>Harbour</title>", "<div class=date>12 March 2026 by somebody at sea</div>", ""},
		"standfirsts":       {"<title>Harbour</title>", "<p class=standfirst>Stone will do what wood never could.</p>", ""},
		"brackets":          {"<title>Harbour</title><p>", "[…", "</p>"},
		"one word":          {"<title>Harbour</title><p>", "x", "</p>"},
		"metadata":          {"<title>Harbour</title>", "<meta name=description content='Stone, and (more) stone.'>", ""},
		"a description":     {"<title>Harbour</title><meta name=description content='", "Stone, and (more) stone. ", "'>"},
		"JSON without end":  {"<title>Harbour</title><script type='application/ld+json'>", "[{", "</script>"},
		"broken JSON":       {"<title>Harbour</title>", `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026</script>`, ""},
		"the text in JSON":  {"<title>Harbour</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"", "Stone, and more. ", "\"}</script>"},
		"lines of no page":  {"", "Harbour\n", ""},
		"a line of no page": {"", "Harbour - ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			page := p.before + strings.Repeat(p.unit, hostile/len(p.unit)) + p.after
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // far more than a machine at work elsewhere takes
			defer cancel()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if _, err := Parse(ctx, []byte(page), "", ""); err != nil && !errors.Is(err, ErrNoArticle) {
				t.Error(err)
			}
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > mostMemory {
				t.Errorf("took %d MB", took>>20)
			}
		})
	}
}
