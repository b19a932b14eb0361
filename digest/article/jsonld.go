package article

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// linked is what a page says of its article in JSON-LD.
type linked struct {
	headline, description, text, image, published, modified, language, publisher string
	page                                                                         string // when the page around the article was published
}

// read finds the article among the JSON-LD of a script element. Broken
// JSON is as good as none.
func (l *linked) read(script string) {
	var v any
	script = strings.TrimSuffix(strings.TrimSpace(script), ";")
	if json.Unmarshal([]byte(script), &v) != nil {
		script = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(script)
		if json.Unmarshal([]byte(script), &v) != nil {
			l.salvage(script)
			return
		}
	}
	l.search(v, 0)
}

// salvage takes the dates of an article whose JSON is broken.
func (l *linked) salvage(script string) {
	if !articleTypes().MatchString(script) {
		return
	}
	for _, m := range linkedDates().FindAllStringSubmatch(script, -1) {
		to := &l.published
		if m[1] == "dateModified" {
			to = &l.modified
		}
		if *to == "" {
			*to = m[2]
		}
	}
}

var articleTypes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`"@type"\s*:\s*"\w*(?:Article|Posting)"`)
})

var linkedDates = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`"(datePublished|dateModified)"\s*:\s*"([^"]{8,40})"`)
})

func (l *linked) search(v any, depth int) {
	const deep = 6 // an article further down is another page's
	if depth > deep {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.search(e, depth+1)
		}
	case map[string]any:
		if l.headline == "" && isArticleType(v["@type"]) {
			l.take(v)
			return
		}
		if kind := textIn(v["@type"], ""); l.page == "" && (strings.HasSuffix(kind, "WebPage") || kind == "ClaimReview") {
			l.page = textIn(v["datePublished"], "@value")
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			l.search(v[key], depth+1)
		}
	}
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "Posting") || v == "Report"
	case []any:
		return slices.ContainsFunc(v, isArticleType)
	}
	return false
}

func (l *linked) take(m map[string]any) {
	l.headline = cmp.Or(textIn(m["headline"], "name"), textIn(m["name"], "name"))
	l.description = textIn(m["description"], "text")
	l.text = textIn(m["articleBody"], "text")
	l.image = cmp.Or(textIn(m["image"], "url"), textIn(m["thumbnailUrl"], "url"))
	l.published = cmp.Or(textIn(m["datePublished"], "@value"), textIn(m["dateCreated"], "@value"))
	l.modified = textIn(m["dateModified"], "@value")
	l.language = textIn(m["inLanguage"], "name")
	l.publisher = textIn(m["publisher"], "name")
}

// textIn returns a string, or that of an object's key, or the first of a list.
func textIn(v any, key string) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		s, _ := v[key].(string)
		return strings.TrimSpace(s)
	case []any:
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return textIn(v[0], key)
			}
		}
	}
	return ""
}
