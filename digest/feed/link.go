package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"slices"
	"strings"

	"newsbrief/digest/fetch"
)

// resolve makes an address absolute. It returns "" for one that no browser
// opens over http, and for one that stays relative.
func resolve(base, ref string) string {
	ref = trimAddress(ref)
	switch {
	case ref == "":
		return ""
	case strings.HasPrefix(ref, "www.") && !strings.Contains(base, "/www."):
		ref = "http://" + ref
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if b, err := url.Parse(base); err == nil && base != "" {
		u = b.ResolveReference(u)
	}
	return fetch.Address(u)
}

// trimAddress takes out what line breaks, indentation and escaping twice left
// in an address.
func trimAddress(s string) string {
	if strings.Contains(s, "&amp;") || strings.Contains(s, "&#") {
		s = strings.NewReplacer("&amp;", "&", "&#38;", "&", "&#038;", "&").Replace(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r == 0x7F, r == '\u200B', r == '\uFEFF', r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.TrimSpace(s))
}

// hash returns 16 hex digits that stand for s.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// Canonical returns the form of a URL that all addresses of one article share:
// scheme and host in lower case, without default port, fragment, tracking
// parameters and closing slash, parameters in order. It returns "" for what
// is no http or https URL. It is an identity, not an address to open.
func Canonical(rawURL string) string {
	u, err := url.Parse(strings.TrimSpace(rawURL))
	if err != nil || u.Host == "" {
		return ""
	}
	scheme := strings.ToLower(u.Scheme)
	if scheme != "http" && scheme != "https" {
		return ""
	}
	host := canonicalHost(u)
	if host == "" || host[0] == ':' {
		return ""
	}
	p := canonicalPath(u.EscapedPath())
	if q := canonicalQuery(u.RawQuery); q != "" {
		p += "?" + q
	}
	return "https://" + host + p
}

func canonicalHost(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	switch port := u.Port(); port {
	case "", "80", "443":
		return host
	default:
		return host + ":" + port
	}
}

// canonicalPath takes off what a server adds to the address of a directory.
func canonicalPath(p string) string {
	for {
		p = strings.TrimRight(p, "/")
		switch base := path.Base(p); base {
		case "index.html", "index.htm", "index.php":
			p = strings.TrimSuffix(p, base)
		default:
			return p
		}
	}
}

func canonicalQuery(raw string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" && !tracks(strings.ToLower(name), strings.ToLower(value)) {
			kept = append(kept, pair)
		}
	}
	slices.Sort(kept)
	return strings.Join(slices.Compact(kept), "&")
}

// tracks reports whether a parameter says how the reader came, not what is
// read.
func tracks(name, value string) bool {
	for _, prefix := range []string{"utm_", "utm-", "at_", "mc_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "vero_", "oly_", "wt_", "wt.", "ns_", "fb_", "ga_", "__twitter", "guce_", "trk_", "itm_", "int_", "xtor", "cmp_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id",
		"mkt_tok", "cmpid", "cmp", "campaign_id", "ncid", "ocid", "icid", "sref", "smid", "smtyp", "partner", "rss_id", "ftag", "soc_src", "soc_trk",
		"spm", "scm", "share_token", "share_source", "sharetype", "wtrid", "_ga", "_gl", "gi", "taid", "tpcc", "srnd", "ito", "dicbo",
		"traffic_source", "feedname", "feedtype", "spref", "syndication", "from_rss", "cid_source":
		return true
	case "ref", "source", "src", "from", "via", "cid", "medium", "feature", "referrer", "output", "s_cid":
		return tracksByValue(value)
	}
	return false
}

// tracksByValue decides for names that some sites use for the article itself.
func tracksByValue(value string) bool {
	switch value {
	case "rss", "feed", "feeds", "rssfeed", "feedburner", "twitter", "facebook", "fb", "social", "newsletter", "email", "mail", "google", "app", "push", "share", "line", "home", "homepage", "top":
		return true
	}
	return strings.Contains(value, "rss") || strings.HasPrefix(value, "social")
}
