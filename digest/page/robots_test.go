package page

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestRobots(t *testing.T) {
	const all = "User-agent: *\n"
	tests := []struct {
		name, robots, path string
		want               bool
	}{
		{"nothing said", "", "/a", true},
		{"no group", "Disallow: /\n", "/a", true},
		{"a page instead", "<!doctype html>\n<p>Disallow: /</p>\n", "/a", true},
		{"everything", all + "Disallow: /\n", "/a", false},
		{"an empty rule", all + "Disallow:\n", "/a", true},
		{"a path below", all + "Disallow: /a/\n", "/a/b", false},
		{"a path beside", all + "Disallow: /a/\n", "/ab", true},
		{"case matters in paths", all + "Disallow: /News\n", "/news", true},
		{"case does not in keys and names", "USER-AGENT: NewsBrief\nDISALLOW: /\n", "/a", false},
		{"the root only", all + "Disallow: /$\n", "/a", true},
		{"the root", all + "Disallow: /$\n", "/", false},

		{"longest match: allow", all + "Disallow: /a\nAllow: /a/b\n", "/a/b/c", true},
		{"longest match: disallow", all + "Allow: /a\nDisallow: /a/b\n", "/a/b/c", false},
		{"as long: allow", all + "Disallow: /a\nAllow: /a\n", "/a", true},
		{"as long, the other order", all + "Allow: /a\nDisallow: /a\n", "/a", true},
		{"a wildcard counts for a byte", all + "Allow: /news/abcdef\nDisallow: /news/*.html\n", "/news/abcdef.html", true},

		{"our group, not everybody's", all + "Disallow: /\n\nUser-agent: newsbrief\nDisallow: /b\n", "/a", true},
		{"our group behind everybody's", all + "Disallow: /b\n\nUser-agent: newsbrief\nDisallow: /a\n", "/a", false},
		{"our group is empty", "User-agent: newsbrief\n\n" + all + "Disallow: /\n", "/a", false},
		{"our group, with a version", "User-agent: newsbrief/2.1\nDisallow: /a\n", "/a", false},
		{"another's name that begins as ours", "User-agent: newsbriefly\nDisallow: /\n", "/a", true},
		{"another's name that ours begins with", "User-agent: news\nDisallow: /\n", "/a", true},
		{"several agents", "User-agent: other\nUser-agent: newsbrief\nUser-agent: third\nDisallow: /a\n", "/a", false},
		{"two groups of ours, first", "User-agent: newsbrief\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: newsbrief\nDisallow: /b\n", "/a", false},
		{"two groups of ours, second", "User-agent: newsbrief\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: newsbrief\nDisallow: /b\n", "/b", false},
		{"two groups of ours, between", "User-agent: newsbrief\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: newsbrief\nDisallow: /b\n", "/c", true},
		{"a sitemap ends no group", "User-agent: newsbrief\nSitemap: https://example.org/s.xml\nUser-agent: x\nDisallow: /a\n", "/a", false},
		{"a delay ends no group", "User-agent: newsbrief\nCrawl-delay: 5\nUser-agent: x\nDisallow: /a\n", "/a", false},
		{"blank lines end no group", "User-agent: newsbrief\n\n\nDisallow: /a\n", "/a", false},

		{"any end", all + "Disallow: /*.php\n", "/a/b.php?c", false},
		{"its end", all + "Disallow: /*.php$\n", "/a/b.php", false},
		{"not its end", all + "Disallow: /*.php$\n", "/a/b.php?c", true},
		{"the end comes twice", all + "Disallow: /*.php$\n", "/a.php/b.php", false},
		{"two wildcards", all + "Disallow: /*/print/*/all\n", "/x/print/7/all.html", false},
		{"two wildcards, other order", all + "Disallow: /*/print/*/all\n", "/x/all/7/print/", true},
		{"parts do not overlap", all + "Disallow: /ab*b$\n", "/ab", true},
		{"a dollar within", all + "Disallow: /a$b\n", "/a$b", false},
		{"a query", all + "Disallow: /*?print=\n", "/a?print=1", false},
		{"without a slash", all + "Disallow: *.pdf\n", "/a.pdf", false},

		{"beyond ASCII, escaped in the path", all + "Disallow: /新聞/\n", "/%E6%96%B0%E8%81%9E/1", false},
		{"beyond ASCII, escaped in the rule", all + "Disallow: /%e6%96%b0%e8%81%9e/\n", "/新聞/1", false},
		{"an escape that need not be", all + "Disallow: /%61b\n", "/ab", false},
		{"an escape that must be", all + "Disallow: /a%2Fb\n", "/a/b", true},
		{"an escaped star", all + "Disallow: /a%2Ab\n", "/a*b", false},
		{"an escaped star is none", all + "Disallow: /a%2Ab\n", "/aXb", true},
		{"half an escape", all + "Disallow: /a%2\n", "/a%2", false},

		{"comments", all + "Disallow: /a # and no more\n# Disallow: /b\n", "/b", true},
		{"before a comment", all + "Disallow: /a # and no more\n", "/a", false},
		{"a byte order mark", "\xef\xbb\xbf" + all + "Disallow: /\n", "/a", false},
		{"old line ends", "User-agent: *\rDisallow: /a\r\nDisallow: /b\n", "/a", false},
		{"no last line end", all + "Disallow: /a", "/a", false},
		{"spaces", "  User-agent :  *  \n\tDisallow :\t/a\t\n", "/a", false},
		{"the rules themselves", all + "Disallow: /\n", "/robots.txt", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseRobots([]byte(tt.robots), true).allows(tt.path); got != tt.want {
				t.Errorf("allows %s: %v, want %v", tt.path, got, tt.want)
			}
		})
	}
}

// A file that was clipped may end in half a rule, which would forbid more than
// was meant.
func TestRobotsClipped(t *testing.T) {
	r := parseRobots([]byte("User-agent: *\nDisallow: /a\nDisallow: /bc"), false)
	if r.allows("/a") || !r.allows("/bcd") {
		t.Errorf("got %+v", r)
	}
}

func TestCrawlDelay(t *testing.T) {
	tests := []struct {
		name, robots string
		want         time.Duration
	}{
		{"none", "User-agent: *\nDisallow:\n", 0},
		{"everybody's", "User-agent: *\nCrawl-delay: 2.5\n", 2500 * time.Millisecond},
		{"ours, in one group", "User-agent: *\nCrawl-delay: 60\nUser-agent: newsbrief\nCrawl-delay: 3\nDisallow: /a\n", 3 * time.Second},
		{"ours alone", "User-agent: *\nCrawl-delay: 60\nDisallow: /b\nUser-agent: newsbrief\nCrawl-delay: 3\n", 3 * time.Second},
		{"too long", "User-agent: *\nCrawl-delay: 1e300\n", longest},
		{"no number", "User-agent: *\nCrawl-delay: soon\n", 0},
		{"not a number", "User-agent: *\nCrawl-delay: NaN\n", 0},
		{"less than nothing", "User-agent: *\nCrawl-delay: -4\n", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseRobots([]byte(tt.robots), true).delay; got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestRobotsCost holds that the worst file of the size that is read costs
// little: backtracking would take minutes.
func TestRobotsCost(t *testing.T) {
	long := "/" + strings.Repeat("a", 4000)
	for _, body := range []string{
		"User-agent: *\nDisallow: /" + strings.Repeat("*a", 250_000) + "b\n",
		"User-agent: *\n" + strings.Repeat("Disallow: /*a*a*a*b\n", 25_000),
	} {
		start := time.Now()
		if r := parseRobots([]byte(body), true); !r.allows(long) {
			t.Error("not allowed")
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
	}
}

// slowMatch is rule.matches written for being plainly right.
func slowMatch(pattern, path string, end bool) bool {
	switch {
	case pattern == "":
		return !end || path == ""
	case pattern[0] == '*':
		return slowMatch(pattern[1:], path, end) || path != "" && slowMatch(pattern, path[1:], end)
	}
	return path != "" && path[0] == pattern[0] && slowMatch(pattern[1:], path[1:], end)
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%e6\n", "/a/b")
	f.Add("User-agent: newsbrief\nCrawl-delay: 1\nDisallow: /*/*\n\nUser-agent: *", "/%")
	f.Fuzz(func(t *testing.T, robots, path string) {
		r := parseRobots([]byte(robots), true)
		once := escaped(path, false)
		if twice := escaped(once, false); twice != once {
			t.Errorf("escaped twice: %q, once: %q", twice, once)
		}
		if r.allows(path) != r.allows(once) {
			t.Errorf("%q and %q are one path", path, once)
		}
		if r.delay < 0 || r.delay > longest {
			t.Errorf("delay %v", r.delay)
		}
		if len(path) > 40 || len(robots) > 200 {
			return
		}
		for _, one := range r.all {
			if got, want := one.matches(once), slowMatch(one.pattern, once, one.end); got != want && strings.Count(one.pattern, "*") < 6 {
				t.Errorf("%+v matches %q: %v, want %v", one, once, got, want)
			}
		}
		if again := parseRobots(fmt.Appendf(nil, "%s\n", robots), true); len(again.all) != len(r.all) {
			t.Errorf("a last line end makes another file")
		}
	})
}
