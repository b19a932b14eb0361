package discordtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"
)

const (
	actionRow = 1
	button    = 2
	menu      = 3
)

// form collects what is wrong with a request, in Discord's shape.
type form struct{ errors map[string]any }

func (f *form) add(path, code, message string) {
	if f.errors == nil {
		f.errors = map[string]any{}
	}
	at := f.errors
	for _, key := range strings.Split(path, ".") {
		next, ok := at[key].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[key] = next
		}
		at = next
	}
	list, _ := at["_errors"].([]map[string]string)
	at["_errors"] = append(list, map[string]string{"code": code, "message": message})
}

func (f *form) length(path, s string, least, most int) {
	n := Units(s)
	switch {
	case n > most:
		f.add(path, "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("Must be %d or fewer in length.", most))
	case n < least:
		f.add(path, "BASE_TYPE_MIN_LENGTH", fmt.Sprintf("Must be %d or more in length.", least))
	}
}

func (f *form) count(path string, n, least, most int) {
	if n < least || n > most {
		f.add(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", least, most))
	}
}

func (f *form) link(path, s string) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || Units(s) > 2048 {
		f.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
	}
}

func (f *form) reply() (reply, bool) {
	if f.errors == nil {
		return reply{}, false
	}
	rep := ok(map[string]any{"message": "Invalid Form Body", "code": 50035, "errors": f.errors})
	rep.status = http.StatusBadRequest
	return rep, true
}

// Units is the length of s in UTF-16.
func Units(s string) int { return len(utf16.Encode([]rune(s))) }

// check holds a message to Discord's limits.
func check(b body) (reply, bool) {
	var f form
	content := ""
	if b.Content != nil {
		content = *b.Content
	}
	f.length("content", content, 0, 2000)
	f.nonce(b)
	f.embeds(b.Embeds)
	f.components(b.Components)
	if b.Mentions != nil {
		for i, p := range b.Mentions.Parse {
			if p != "roles" && p != "users" && p != "everyone" {
				f.add("allowed_mentions.parse."+strconv.Itoa(i), "BASE_TYPE_CHOICES", "Value must be one of roles, users, everyone.")
			}
		}
	}
	if rep, bad := f.reply(); bad {
		return rep, true
	}
	if strings.TrimSpace(content) == "" && len(b.Embeds) == 0 && len(b.Components) == 0 {
		return refuse(http.StatusBadRequest, 50006, "Cannot send an empty message"), true
	}
	return reply{}, false
}

func (f *form) nonce(b body) {
	switch n := b.Nonce.(type) {
	case nil:
	case string:
		f.length("nonce", n, 0, 25)
	case float64:
	default:
		f.add("nonce", "NONCE_TYPE_INVALID", "Not a nonce.")
	}
}

func (f *form) embeds(embeds []Embed) {
	f.count("embeds", len(embeds), 0, 10)
	total := 0
	for i, e := range embeds {
		at := "embeds." + strconv.Itoa(i)
		f.length(at+".title", e.Title, 0, 256)
		f.length(at+".description", e.Description, 0, 4096)
		total += Units(e.Title) + Units(e.Description)
		if e.URL != "" {
			f.link(at+".url", e.URL)
		}
		if e.Thumbnail != nil {
			f.link(at+".thumbnail.url", e.Thumbnail.URL)
		}
		if e.Title == "" && e.Description == "" && e.Image == nil && e.Thumbnail == nil && len(e.Fields) == 0 && e.Footer == nil && e.Author == nil {
			f.add(at, "BASE_TYPE_REQUIRED", "This field is required")
		}
		f.count(at+".fields", len(e.Fields), 0, 25)
		for j, field := range e.Fields {
			f.length(at+".fields."+strconv.Itoa(j)+".name", field.Name, 1, 256)
			f.length(at+".fields."+strconv.Itoa(j)+".value", field.Value, 1, 1024)
			total += Units(field.Name) + Units(field.Value)
		}
		if e.Footer != nil {
			f.length(at+".footer.text", e.Footer.Text, 1, 2048)
			total += Units(e.Footer.Text)
		}
		if e.Author != nil {
			f.length(at+".author.name", e.Author.Name, 1, 256)
			total += Units(e.Author.Name)
		}
	}
	if total > 6000 {
		f.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
	}
}

func (f *form) components(rows []Component) {
	f.count("components", len(rows), 0, 5)
	seen := map[string]bool{}
	for i, row := range rows {
		at := "components." + strconv.Itoa(i)
		if row.Type != actionRow {
			f.add(at+".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
		}
		most := 5
		for j, c := range row.Components {
			if c.Type == menu {
				most = 1
			}
			f.component(at+".components."+strconv.Itoa(j), c, seen)
		}
		f.count(at+".components", len(row.Components), 1, most)
	}
}

func (f *form) component(at string, c Component, seen map[string]bool) {
	f.length(at+".custom_id", c.CustomID, 1, 100)
	if seen[c.CustomID] {
		f.add(at+".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	seen[c.CustomID] = true
	switch c.Type {
	case button:
		f.length(at+".label", c.Label, 1, 80)
		if c.Style < 1 || c.Style > 4 {
			f.add(at+".style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4).")
		}
	case menu:
		f.count(at+".options", len(c.Options), 1, 25)
		values := map[string]bool{}
		for k, o := range c.Options {
			f.length(at+".options."+strconv.Itoa(k)+".label", o.Label, 1, 100)
			f.length(at+".options."+strconv.Itoa(k)+".value", o.Value, 1, 100)
			if values[o.Value] {
				f.add(at+".options."+strconv.Itoa(k)+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
			}
			values[o.Value] = true
		}
	default:
		f.add(at+".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (2, 3).")
	}
}
