package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// TrimOpening takes off the datelines and agency tags that stand before a
// sentence: "HANOI, Nov 23 (VNA) – ", "【東京共同】", "ភ្នំពេញ៖ ".
func TrimOpening(s string) string {
	for range 4 {
		rest := opening(s)
		if rest == s || rest == "" {
			break
		}
		s = rest
	}
	return lowered(s)
}

// lowered writes a first word that a paper prints in capitals as the others
// are; a shorter one may be an abbreviation.
func lowered(s string) string {
	const abbreviation = 9 // letters
	word, rest, ok := strings.Cut(s, " ")
	if !ok || utf8.RuneCountInString(word) < abbreviation || strings.ToUpper(word) != word || strings.ToUpper(rest) == rest || strings.ContainsFunc(word, func(r rune) bool { return r != '-' && !unicode.IsUpper(r) }) {
		return s
	}
	_, n := utf8.DecodeRuneInString(word)
	return word[:n] + strings.ToLower(word[n:]) + " " + rest
}

func opening(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—>|•·*:：៖◇◆■□●○▼▲★☆※►▶", r)
	})
	for _, off := range []func(string) string{label, bracketTag, bareDateline, chineseWire, thaiReport, dashDateline, colonDateline} {
		if rest := off(s); rest != s && letterFollows(rest) {
			return rest
		}
	}
	return s
}

func letterFollows(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) >= 0
}

// label takes off what a site writes over its summary, and a portal's stamp.
func label(s string) string {
	return s[len(labels().FindString(s)):]
}

var labels = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(?i:(?:story |news |article )?highlights|key (?:points|takeaways)|at a glance|in brief|synopsis|tl;dr|tóm tắt|ringkasan|ringkasan berita|intinya|要点|核心提示|摘要)\s?[:：]|STORY HIGHLIGHTS|[（(]?\d{1,2}[時:](?:\d{1,2}分?)?配信[）)]?|[＜〈][^＜＞〈〉]{1,16}[＞〉])\s*`)
})

// bracketTag takes off a short remark in brackets and the dash behind it.
func bracketTag(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if nesting(first) != 1 || first == '「' || first == '『' || first == '《' {
		return s
	}
	end := strings.IndexFunc(s[n:], func(r rune) bool { return nesting(r) == -1 })
	const long = 44
	if end < 0 || text.Columns(s[n:n+end]) > long || strings.ContainsAny(s[n:n+end], "。？！?!") {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[n+end:])
	return strings.TrimLeft(s[n+end+size:], " \u3000-–—:：៖")
}

// bareDateline takes off a place, a date and an agency in brackets with no dash
// behind them: "VIENTIANE, Nov 23 (KPL) ".
func bareDateline(s string) string {
	for _, re := range bareDatelines() {
		if m := re.FindString(s); m != "" && Begins(s[len(m):]) {
			return s[len(m):]
		}
	}
	return s
}

var bareDatelines = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`^\p{Lu}[\p{Lu} .'’-]{2,24}(?:, [\p{L}\d. ,]{1,24})? \(\p{Lu}[\p{L}/ .-]{1,24}\) `),
		regexp.MustCompile(`^[^\s\p{Latin},]{2,40}, [^\s\d\p{Latin}]{2,24} \d{1,2} ?\([^)]{2,24}\) `),
		regexp.MustCompile(`^\p{L}[\p{L}\d]+\.(?:com|net|co|id|co\.id|my|vn|ph)(?: ?[-–—]+ ?|, \p{Lu}\p{Ll}+ )`),
	}
})

// thaiReport takes off the day and "a reporter reports that".
func thaiReport(s string) string {
	return s[len(thaiReports().FindString(s)):]
}

var thaiReports = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:วันนี้ ?\(\d{1,2} ?[^\s\d()]{2,12} ?\d{0,4}\) |(?:(?:เมื่อ)?วันที่ ?\d{1,2} ?[^\s\d]{2,12} ?(?:พ\.ศ\. ?)?\d{2,4} ?)?(?:ผู้สื่อข่าว|ผสข\.)[^\s]{0,40}รายงาน[^\s]{0,20}ว่า\s*)`)
})

// chineseWires are the openings of Chinese agencies and papers.
var chineseWires = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`^[^，。,\s]{0,20}\d{1,2}日(?:综合|綜合|专|專|外)?[电電讯訊](?:\s*[（(][^）)]{1,40}[）)])?[\s　:：,，／/]*`),
		regexp.MustCompile(`^[\p{Han}A-Za-z\d]{2,12} ?\d{1,2} ?月 ?\d{1,2} ?日(?:消息|讯|訊|电|電|报道|報道|報導)[，,：: 　]\s*`),
		regexp.MustCompile(`^[\p{Han}A-Za-z]{2,10}(?:消息|讯|訊|电|電)[：:]\s*`),
		regexp.MustCompile(`^[\p{Han}]{2,6}[／/|｜][\p{Han}]{2,8}(?:报道|報道|報導)[\s　]+`),
		regexp.MustCompile(`^(?:本报|本報|本网|本網|本台|综合|綜合)?(?:讯|訊|消息)[\s　:：]+`),
		regexp.MustCompile(`^(?:本报|本報|特派|特约)?[记記]者\s?[^，。,]{2,16}[／/|｜][^，。,\s]{2,12}(?:报道|報道|報導)[\s　:：]*`),
		regexp.MustCompile(`^[\p{Han}]{2,8}[记記]者\s?[\p{Han}]{2,4}[\s　]+(?:[\p{Han}\d]{0,12}(?:报道|報道|報導)[\s　:：]*)?`),
	}
})

func chineseWire(s string) string {
	const beginning = 24 // bytes in which a paper's name has a character of its own
	if !strings.ContainsFunc(s[:min(len(s), beginning)], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return s
	}
	for _, re := range chineseWires() {
		if m := re.FindString(s); m != "" {
			return s[len(m):]
		}
	}
	return s
}

// dashDateline takes off a place, a date or an agency before a dash.
func dashDateline(s string) string {
	at, size := dash(s)
	if at <= 0 {
		return s
	}
	head, rest := strings.TrimSpace(s[:at]), strings.TrimLeft(s[at+size:], " \u3000-–—")
	const long = 60
	if text.Columns(head) > long || !Begins(rest) {
		return s
	}
	if !PlaceLike(head) || strings.IndexByte(head, ' ') < 0 && !shouts(head) && apposition(rest) {
		return s
	}
	return rest
}

// dash finds the first dash that divides, with the spaces around it.
func dash(s string) (at, size int) {
	best := -1
	for _, d := range []string{" - ", " – ", " — ", " -- ", "– ", "— ", " –", " —", "- ", "—", "--", "―", "－"} {
		if i := strings.Index(s, d); i >= 0 && (best < 0 || i < best) {
			best, size = i, len(d)
		}
	}
	return best, size
}

// apposition reports whether the dash opened a remark that another dash closes.
func apposition(rest string) bool {
	head := rest[:min(len(rest), 120)]
	return strings.Contains(head, " – ") || strings.Contains(head, " — ") || strings.Contains(head, " - ")
}

// Begins reports whether a sentence can begin like this.
func Begins(s string) bool {
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			return false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return true
		}
	}
	return false
}

// PlaceLike reports whether every word of head may belong to a place, a date
// or an agency's name: capitals, figures, addresses, brackets.
func PlaceLike(head string) bool {
	if strings.ContainsFunc(head, func(r rune) bool { return r == '、' || r == '，' || unicode.Is(unicode.Hiragana, r) }) {
		return false // it goes from place to place
	}
	words := strings.Fields(head)
	first, _ := utf8.DecodeRuneInString(head)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !unicode.In(first, unicode.Latin) {
		most, wide := 4, 30
		if strings.ContainsAny(head, "(0123456789") {
			most, wide = 6, 44
		}
		return len(words) <= most && text.Columns(head) <= wide && !strings.ContainsAny(head, "\"“")
	}
	if len(words) > 8 {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(/"))
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Lo, r) && !strings.Contains(w, ".") && !small[strings.ToLower(w)] && r != utf8.RuneError {
			return false
		}
	}
	return true
}

// small are words in lower case that dates and places hold.
var small = map[string]bool{"of": true, "de": true, "ngày": true, "tháng": true, "and": true, "via": true, "on": true, "tanggal": true, "pada": true, "la": true, "al": true, "dan": true}

// shouts reports whether all letters of s are capitals or s is an address.
func shouts(s string) bool {
	return strings.ToUpper(s) == s && strings.IndexFunc(s, unicode.IsUpper) >= 0 || strings.Contains(s, ".")
}

// colonDateline takes off "KUALA LUMPUR: " and, in scripts without capitals, a
// place of a word or two before a colon.
func colonDateline(s string) string {
	at := strings.IndexAny(s, ":៖：")
	if at <= 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	head, rest := s[:at], strings.TrimLeft(s[at+size:], " \u3000-–")
	if text.Columns(head) > 48 || !Begins(rest) || quoted(rest) || size == 1 && len(rest) == len(s)-at-1 {
		return s
	}
	first, _ := utf8.DecodeRuneInString(head)
	switch {
	case townships()[head]:
	case unicode.IsUpper(first):
		place, _, _ := strings.Cut(head, ",")
		if !shouts(place) || !PlaceLike(head) || utf8.RuneCountInString(place) < 4 {
			return s
		}
	case unicode.In(first, unicode.Khmer, unicode.Tamil, unicode.Lao, unicode.Thai, unicode.Myanmar) || nesting(first) == 1:
		if len(strings.Fields(head)) > 3 || text.Columns(head) > 26 {
			return s
		}
	default:
		return s
	}
	return rest
}

// townships stand before a colon without capitals, in Malaysian papers.
var townships = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.SplitSeq(`Kuala Lumpur,Putrajaya,Cyberjaya,Petaling Jaya,Shah Alam,Klang,Sepang,Kajang,Johor Bahru,Batu Pahat,Muar,Kluang,Iskandar Puteri,George Town,Butterworth,Ipoh,Taiping,Kota Bharu,Kuala Terengganu,Kuantan,Temerloh,Seremban,Port Dickson,Alor Setar,Alor Star,Sungai Petani,Langkawi,Kangar,Melaka,Kuching,Miri,Sibu,Bintulu,Kota Kinabalu,Sandakan,Tawau,Labuan,Singapura,Jakarta`, ",") {
		set[name] = true
	}
	return set
})

// quoted reports whether s begins with a quotation: who says it stands before
// the colon, not where.
func quoted(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("\"“「『«‘'", r)
}
