package feed

import "testing"

func TestSourceName(t *testing.T) {
	for in, want := range map[string]string{
		"Example News":                  "Example News",
		"Example News – Home":           "Example News",
		"Example News - RSS Feed":       "Example News",
		"Example News RSS":              "Example News",
		"Example News RSS Feed":         "Example News",
		"Home | Example":                "Example",
		"Example | World":               "Example | World",
		"Example » Feed":                "Example",
		"Example :: Latest News :: RSS": "Example",
		"Báo Ví Dụ - Trang chủ":         "Báo Ví Dụ",
		"RSS":                           "RSS",
		"":                              "",
		"Latest - Home":                 "Latest",
		"Feed the World":                "Feed the World",
		"Example  \n News":              "Example News",
	} {
		if got := SourceName(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
