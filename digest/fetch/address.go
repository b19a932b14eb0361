package fetch

import (
	"net/http"
	"net/url"
	"strings"
)

// Host returns the host and port of an address, "" if it has none. It is what
// errors and logs may say of it.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// maxAddress is longer than what browsers and platforms take.
const maxAddress = 4096

// Address writes u out if it is an http or https address, without what passes
// for a name and password, else "".
func Address(u *url.URL) string {
	c := *u
	c.Scheme, c.User = strings.ToLower(u.Scheme), nil
	if c.Scheme != "http" && c.Scheme != "https" || c.Host == "" || strings.ContainsAny(c.Host, " <>\"'") {
		return ""
	}
	if strings.ContainsAny(c.RawQuery, " \"<>") {
		c.RawQuery = strings.NewReplacer(" ", "%20", `"`, "%22", "<", "%3C", ">", "%3E").Replace(c.RawQuery)
	}
	if s := c.String(); len(s) <= maxAddress {
		return s
	}
	return ""
}

// redirects reports whether a status sends the client elsewhere.
func redirects(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
