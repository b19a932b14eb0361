package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/language"
	"newsbrief/digest/text"
)

// IsBoilerplate reports whether the paragraph or sentence is no news but what
// stands around it: a caption, a credit, a link to more, share text, a notice.
func IsBoilerplate(s string) bool {
	const start, most = 100, 2000 // bytes that are looked at
	low := strings.ToLower(strings.TrimLeftFunc(s[:min(len(s), most)], func(r rune) bool { return !text.IsWord(r) && !strings.ContainsRune("©【>※@", r) }))
	head := low[:min(len(low), start)]
	if notices().starts.lead(head) > 0 || notices().whole[strings.Trim(low, " .:…!?*[]()-–»>")] {
		return true
	}
	for _, words := range notices().anywhere {
		if strings.Contains(low, words) {
			return true
		}
	}
	_, to := credit(s)
	return to == len(s) && to > 0 || bylines().MatchString(s)
}

// refused reports whether a sentence is no line, though an article may have it.
func refused(s string) bool {
	return teasers().lead(startOf(strings.TrimLeftFunc(s, func(r rune) bool { return !text.IsWord(r) && r != '※' }))) > 0 || IsBoilerplate(s)
}

var teasers = sync.OnceValue(func() phrases {
	var list []string
	for _, entry := range entries(language.Union("prose.teasers")) {
		list = append(list, strings.TrimRight(strings.TrimSuffix(entry, "…"), " "))
	}
	return newPhrases(list)
})

// noticeLists are the words of notices in lower case.
type noticeLists struct {
	starts   phrases
	whole    map[string]bool
	anywhere []string
}

var notices = sync.OnceValue(func() noticeLists {
	lists := noticeLists{whole: map[string]bool{}, anywhere: entries(language.Union("prose.self"))}
	var starts []string
	for _, entry := range entries(language.Union("prose.notices")) {
		if start, ok := strings.CutSuffix(entry, "…"); ok {
			starts = append(starts, strings.TrimRight(start, " "))
		} else {
			lists.whole[strings.Trim(entry, ".:")] = true
		}
	}
	lists.starts = newPhrases(starts)
	return lists
})

// refusedWhole is IsBoilerplate for a paragraph that may have more than one
// sentence: a notice at its beginning, or in it, does not speak of the others.
func refusedWhole(para, lang string) bool {
	if !IsBoilerplate(para) {
		return false
	}
	ss := Sentences(para, lang)
	return len(ss) < 2 || !Ended(ss[0]) || strings.ContainsAny(ss[0], ":：")
}

// bylines match a line that only names its writers, or the page that it is from.
var bylines = pattern("prose.notice-patterns", `^@$`)

// uncaptioned returns a paragraph without the caption that a credit in it ends:
// one or two sentences before it. A credit behind more of them is of a picture
// beside the text.
func uncaptioned(para, lang string) string {
	const caption = 2 // sentences that one has at most
	from, to := credit(para)
	if to == 0 {
		return para
	}
	head, rest := strings.TrimSpace(para[:from]), strings.TrimLeft(para[to:], " .")
	switch {
	case rest != "" && (head != "" && !Ended(head) || !Begins(rest)):
		return para
	case len(Sentences(head, lang)) <= caption:
		return rest
	}
	return strings.TrimSpace(head + " " + rest)
}

// credit returns where the first credit of a picture in s begins and ends, 0
// and 0 without one.
func credit(s string) (from, to int) {
	if from, to = bracketCredit(s); to > 0 {
		return from, to
	}
	const tail = 120 // bytes of a credit
	from = max(0, len(s)-tail)
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	if end := s[from:]; strings.ContainsAny(end, ":/：／＝=|") || !Ended(end) {
		if m := bareCredits().FindStringIndex(end); m != nil {
			return from + m[0], len(s)
		}
	}
	return 0, 0
}

// bracketCredit finds one like "(Photo: Lagoon Press)", "(J. Doe/Newswire)",
// near the beginning, where captions stand.
func bracketCredit(s string) (from, to int) {
	const most, long = 1000, 140 // bytes of a caption, of a credit
	for at := 0; at < min(len(s), most); {
		n := strings.IndexAny(s[at:min(len(s), most)], "(（[【")
		if n < 0 {
			break
		}
		at += n
		if m := bracketCredits().FindString(s[at:min(len(s), at+long)]); m != "" {
			return at, at + len(m)
		}
		at++
	}
	return 0, 0
}

var bracketCredits = sync.OnceValue(func() *regexp.Regexp {
	words := alternation(entries(language.Union("prose.credits")))
	return regexp.MustCompile(`^[(（\[【](?:(?:[^()（）\[\]]{0,30}[ /:–-])?(?i:` + words + `)(?:[^\p{Latin}()（）][^()（）\[\]]{0,60})?` +
		`|\p{Lu}[^()/,]{1,40}/ ?\p{Lu}[^()]{1,40}|\p{Lu}[^(),]{1,40} via \p{Lu}[^()]{1,40})[)）\]】]\.?`)
})

// bareCredits match a credit without brackets at the end of a paragraph.
var bareCredits = sync.OnceValue(func() *regexp.Regexp {
	words := alternation(entries(language.Union("prose.credits")))
	return regexp.MustCompile(`(?:^|[\s.!?。”"–—|-])(?:(?i:` + words + `)\s?[:：/／＝=|]\s?[^.:。]{2,60}|(?:` + strings.Join(entries(language.Union("prose.caption-patterns")), "|") + `))\.?$`)
})

// moreLinks stand behind a last sentence, before a title or nothing.
var moreLinks = sync.OnceValue(func() []string { return entries(language.Union("prose.more-links")) })

// signatures are those of agencies behind the last sentence.
var signatures = pattern("prose.signatures", `(?:([.!?。！？”"])\s*(?:[-–—]{1,2}\s?|/)?[(（]?@[)）]?/?\.?|([.!?])\s+[-–—]{1,2}\s?[A-Z][\p{L}.]{1,24}-?|\s*[-–—]+\s?@|\./\.?)\s*$`)

// TrimEnd takes off what follows the last sentence: links to more, "./.", an
// agency's signature. Where a link to more stood behind a cut, the cut shows.
func TrimEnd(s string) string {
	s = cutBehind(s, linkAt(s))
	s = cutBehind(s, ellipsisAt(s))
	s = strings.TrimSpace(s[:len(s)-len(afterthoughts().FindString(s))])
	s = strings.TrimRightFunc(s, func(r rune) bool { return text.IsPictograph(r) || unicode.IsSpace(r) })
	const long = 40 // bytes of a signature
	from := max(0, len(s)-long)
	if m := signatures().FindStringSubmatchIndex(s[from:]); m != nil {
		end := ""
		if strings.HasPrefix(s[from+m[0]:], "./") {
			end = "."
		}
		for _, g := range []int{2, 4} {
			if m[g] >= 0 {
				end = s[from+m[g] : from+m[g+1]]
			}
		}
		s = strings.TrimSpace(s[:from+m[0]]) + end
	}
	return strings.TrimSpace(s)
}

// afterthoughts stand behind a last sentence: words to be searched for; where
// a text or its picture is from.
var afterthoughts = pattern("prose.afterthoughts", `(?:(?:\s+#\p{L}[\p{L}\p{M}\d_]+)+|\s+(?i:@))\s*$`)

// cutBehind takes off what begins at, with the marks before it that pointed there.
func cutBehind(s string, at int) string {
	if at < 0 {
		return s
	}
	head := strings.TrimRight(s[:at], " >»→|")
	if bare := strings.TrimRight(head, " ….・"); isStrongMark(lastRune(bare)) {
		return bare // the dots stand behind a whole sentence
	}
	if nesting(rune(s[at])) == 1 && strings.HasSuffix(head, ".") && !strings.HasSuffix(head, "..") {
		return head
	}
	if cut := strings.TrimRight(head, " .…"); strings.HasSuffix(head, "…") || strings.HasSuffix(head, "..") || strings.HasPrefix(s[at:], "[") || strings.HasPrefix(s[at:], "(") {
		return cut + "…"
	}
	return head
}

// linkAt returns where a link to more begins at the end of s, -1 without one.
func linkAt(s string) int {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return -1
	}
	if strings.Contains(low, "appeared first on") || strings.Contains(low, "first appeared on") {
		return strings.LastIndex(low, "the post ")
	}
	const most, end = 80, 160 // bytes of a title behind it, of it and the link
	from := max(0, len(low)-end)
	for _, link := range moreLinks() {
		at := strings.LastIndex(low[from:], link) + from
		if at < from || len(low)-at-len(link) > most || strings.ContainsAny(strings.TrimRight(low[at:], "."), ".。") {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(low[:at], " >»→|\"”"))
		if last := !strings.ContainsFunc(low[at+len(link):], text.IsWord); last && !unicode.In(lastRune(low[:at]), unicode.Latin) || isEndMark(before) || at == 0 {
			return at
		}
	}
	return -1
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// ellipsisAt returns where "[…]" or the like begins at the end of s, -1 without one.
func ellipsisAt(s string) int {
	t := strings.TrimRight(s, " >»→")
	r, n := utf8.DecodeLastRuneInString(t)
	if nesting(r) != -1 {
		return -1
	}
	t = strings.TrimRight(t[:len(t)-n], " ")
	inner := strings.TrimRight(t, "….")
	if r, n = utf8.DecodeLastRuneInString(strings.TrimRight(inner, " ")); len(t)-len(inner) < 2 || nesting(r) != 1 {
		return -1
	}
	return len(strings.TrimRight(inner, " ")) - n
}
