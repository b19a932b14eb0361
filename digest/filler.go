package digest

import (
	"regexp"
	"strings"
	"sync"

	"newsbrief/digest/feed"
)

// isFiller reports whether an item is no news but what papers print beside it:
// horoscopes, results of lotteries, pictures of the day, lists of headlines,
// what somebody paid for.
func isFiller(it feed.Item) bool {
	title := strings.ToLower(it.Title)
	for _, held := range fillersHold {
		if strings.Contains(title, held) && (held[0] >= 0x80 || fillersHeld().MatchString(title)) {
			return true
		}
	}
	if fillersBegin().MatchString(title) {
		return true
	}
	for _, c := range it.Categories {
		if paidFor().MatchString(strings.ToLower(c)) {
			return true
		}
	}
	return false
}

// isLight reports whether an item tells no event but of what is to come, or
// what somebody thinks of it: a ticker, a list of hints, a graphic, an opinion.
func isLight(it feed.Item) bool {
	title := strings.ToLower(it.Title)
	return lightsBegin().MatchString(title) || strings.HasSuffix(title, " as it happened") ||
		strings.Contains(title, "live") && tickers().MatchString(title)
}

// fillersHold are what stands anywhere in such a title in lower case. What is
// in Latin letters has to match fillersHeld too.
var fillersHold = []string{
	"horoscope", "zodia", "tử vi", "[sponsored]", "(sponsored)", "[advertorial]", "(advertorial)", "[pr]", "(pr)",
	"今日の運勢", "星占い", "今日の占い", "今週の占い", "星座运势", "星座運勢", "每日运势", "每日運勢", "今日运势", "今日運勢",
	"រាសីប្រចាំថ្ងៃ", "ဗေဒင်", "ராசிபலன்", "【pr】", "（pr）", "［pr］", "【广告】", "【廣告】", "【広告】", "【推广】", "（广告）", "（廣告）", "ヘッドラインニュース",
}

var fillersHeld = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\bhoroscopes?\b|ramalan zodiak|\bzodiak hari ini\b|\b(?:daily|weekly) zodiac\b|(?:^|\s)tử vi (?:hôm nay|hàng ngày|tuần|ngày|thứ|12)|[\[(](?:sponsored|advertorial|pr)[\])]$`)
})

// fillersBegin match the beginning of such a title in lower case.
var fillersBegin = beginnings(
	// paid for
	`[\[(【（]?(?:sponsored|advertorial|paid post|partner content|branded content|promoted|pr|広告|广告|廣告|推广|推廣|iklan|quảng cáo|โฆษณา)(?: content| post)?(?:[\])】）]|\s?[:：|｜])`,
	// horoscopes
	`your (?:daily |weekly )?stars\b`, `ramalan (?:bintang|shio)`, `tử vi\s`, `(?:เช็ก|เช็ค)?(?:ดูดวง|ดวงรายวัน|ดวงวันนี้|ดวงประจำวัน)`, `ហោរាសាស្ត្រ`, `(?:ດວງລາຍວັນ|ດວງປະຈຳວັນ)`,
	// lotteries
	`ตรวจ(?:หวย|ผลสลาก|ลอตเตอรี่|สลาก)|เลขเด็ด|(?:ผล)?หวย(?:วันนี้|งวด| ?\d|ออก)`, `ຜົນຫວຍ|ຫວຍ(?:ພັດທະນາ|ງວດ| ?\d|ອອກ)`, `(?:pcso )?lotto results?\b|(?:4d|toto|swertres)\b.{0,24}\bresults?\b`, `(?:kết quả )?(?:xổ số|xsmb|xsmt|xsmn)\s`,
	// pictures and headlines of the day, questions for readers
	`(?:photo|picture|image|cartoon|quote|word|quiz|crossword)s? of the (?:day|week)\b`, `(?:the )?(?:week|day|world|region) in (?:photos|pictures)\b`, `(?:morning|evening|daily|weekend) (?:news )?(?:brief|briefing|digest|wrap|round-?up|quiz|crossword)\b`,
	`(?:today's|tomorrow's) (?:headlines|papers|front pages|paper)\b`, `きょうの(?:紙面|天声人語)`, `foto (?:hari|pekan|minggu) ini`, `ảnh trong ngày`, `(?:早报|晚报|早報|晚報|今日头条|新闻早班车)[:：|｜]`,
)

// lightsBegin match the beginning of a light title in lower case.
var lightsBegin = beginnings(
	`(?:what to watch|how to watch|where to watch)\b|link live streaming|(?:jadwal|jadual|lịch) (?:siaran|thi đấu|pertandingan|perlawanan|phát sóng)`,
	`(?:top )?\d{1,2} (?:[\p{L}-]+ )?(?:ways|things|tips|tricks|reasons|recipes|facts|best|takeaways|questions|cara|fakta|rekomendasi|kiat|manfaat|ciri|hp|resep|cách|mẹo|bí quyết|lý do|điều|thực phẩm|paraan)(?:\s|$)`,
	`(?:quick ?check|quiz|fact check|explainer|q&a|infographics?|infografi[ks]|infografis|in graphics)\s?[:：|]`, `stocks making the biggest moves\b`,
	`【?(?:commentary|opinion|editorial|letters?|column|op-snap|analysis|review|ý kiến|tajuk rencana|kolum|opini|社説|社论|社論|评论|評論|บทบรรณาธิการ|ความเห็น)\s?[:：|｜】]`,
)

// tickers match titles of running reports that name no event.
var tickers = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\blive:? (?:latest|blog|ticker|text|score)|^live:? .{0,40}\blatest\b`)
})

// paidFor matches a section, in lower case, in which papers put what is paid for.
var paidFor = beginnings(`(?:sponsored(?: content| post)?|advertorials?|branded content|brand ?studio|partner content|paid (?:post|content)|pr|pr newswire|press releases?|広告|广告|廣告|iklan|pariwara|infotorial|quảng cáo|horoscopes?|zodiak|tử vi|ดูดวง|ดวง|占い|星座|lottery|หวย)$`)

// beginnings compiles patterns of how a text may begin, when they are first
// needed. Anchored together they cost little where the first letters differ.
func beginnings(patterns ...string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:` + strings.Join(patterns, "|") + `)`)
	})
}
