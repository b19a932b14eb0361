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
	if fillers().MatchString(title) {
		return true
	}
	for _, c := range it.Categories {
		if paidFor().MatchString(strings.ToLower(c)) {
			return true
		}
	}
	return false
}

// fillers match such a title in lower case.
var fillers = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.Join([]string{
		// paid for
		`^[\[(【（]?(?:sponsored|advertorial|paid post|partner content|branded content|promoted|pr|広告|广告|廣告|推广|推廣|iklan|quảng cáo|โฆษณา)(?: content| post)?(?:[\])】）]|\s?[:：|｜])`,
		`[\[(【（](?:sponsored|advertorial|pr|広告|广告|廣告|推广)[\])】）]$`,
		// horoscopes
		`\bhoroscopes?\b|\byour (?:daily |weekly )?(?:stars|zodiac)\b`, `ramalan (?:zodiak|bintang|shio)`, `\bzodiak hari ini\b`,
		`^tử vi\b`, `\btử vi (?:hôm nay|hàng ngày|tuần|ngày|thứ|12)`, `今日の運勢|星占い|(?:今日|今週)の占い`, `星座运势|星座運勢|每日运势|每日運勢|今日运势|今日運勢`,
		`^(?:เช็ก|เช็ค)?(?:ดูดวง|ดวงรายวัน|ดวงวันนี้|ดวงประจำวัน)`, `^ហោរាសាស្ត្រ|រាសីប្រចាំថ្ងៃ`, `^(?:ດວງລາຍວັນ|ດວງປະຈຳວັນ)`, `ဗေဒင်`, `(?:இன்றைய|வார|தின) (?:ராசிபலன்|ராசி பலன்)|^ராசிபலன்`,
		// lotteries
		`^ตรวจ(?:หวย|ผลสลาก|ลอตเตอรี่|สลาก)|^เลขเด็ด|^(?:ผล)?หวย(?:วันนี้|งวด| ?\d|ออก)`, `^ຜົນຫວຍ|^ຫວຍ(?:ພັດທະນາ|ງວດ| ?\d|ອອກ)`, `^(?:pcso )?lotto results?\b|^(?:4d|toto|swertres)\b.{0,24}\bresults?\b`, `^(?:kết quả )?(?:xổ số|xsmb|xsmt|xsmn)\b`,
		// pictures and headlines of the day, questions for readers
		`^(?:photos?|pictures?|images?|cartoons?|quotes?|word|quiz|crossword)s? of the (?:day|week)\b`, `^(?:the )?(?:week|day|world|region) in (?:photos|pictures)\b`, `^(?:morning|evening|daily|weekend) (?:news )?(?:brief|briefing|digest|wrap|round-?up|quiz|crossword)\b`,
		`^(?:today's|tomorrow's) (?:headlines|papers|front pages|paper)\b`, `ヘッドラインニュース$|^きょうの(?:紙面|天声人語)`, `^foto (?:hari|pekan|minggu) ini`, `^ảnh trong ngày\b`, `^(?:早报|晚报|早報|晚報|今日头条|新闻早班车)[:：|｜]`,
	}, "|"))
})

// isLight reports whether an item tells no event but of what is to come, or
// what somebody thinks of it: a ticker, a list of hints, a graphic, an opinion.
func isLight(it feed.Item) bool { return lights().MatchString(strings.ToLower(it.Title)) }

// lights match such a title in lower case.
var lights = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.Join([]string{
		`\blive:? (?:latest|blog|ticker|text|score)|^live:? .{0,40}\blatest\b|\bas it happened$|^(?:what to watch|how to watch|where to watch)\b|^link live streaming|^(?:jadwal|jadual|lịch) (?:siaran|thi đấu|pertandingan|perlawanan|phát sóng)`,
		`^(?:top )?\d{1,2} (?:[\p{L}-]+ )?(?:ways|things|tips|tricks|reasons|recipes|facts|best|takeaways|questions|cara|tips|fakta|rekomendasi|kiat|manfaat|ciri|hp|resep|cách|mẹo|bí quyết|lý do|điều|thực phẩm|paraan)\b`,
		`^(?:quick ?check|quiz|fact check|explainer|q&a|infographics?|infografi[ks]|infografis|in graphics)\s?[:：|]`, `^stocks making the biggest moves\b`,
		`^(?:commentary|opinion|editorial|letters?|column|op-ed|analysis|review|sách hay|ý kiến|tajuk rencana|kolum|opini|社説|社论|社論|评论|評論|【社説】|บทบรรณาธิการ|ความเห็น)\s?[:：|｜]`,
	}, "|"))
})

// paidFor matches a section, in lower case, in which papers put what is paid for.
var paidFor = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:sponsored(?: content| post)?|advertorials?|branded content|brand ?studio|partner content|paid (?:post|content)|pr|pr newswire|press releases?|広告|广告|廣告|iklan|pariwara|infotorial|quảng cáo|horoscopes?|zodiak|tử vi|ดูดวง|ดวง|占い|星座|lottery|หวย)$`)
})
