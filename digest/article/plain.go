package article

import (
	"strings"

	"newsbrief/digest/prose"
	"newsbrief/digest/text"
)

// readPlain finds the article in plain text: its first line is the headline,
// an agency's signature ends it, a list of more headlines may follow.
func readPlain(s string) Article {
	var paragraphs []string
	for line := range strings.Lines(s) {
		if line = text.OneLine(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	if len(paragraphs) == 0 {
		return Article{}
	}
	a := Article{Title: prose.WithoutSite(paragraphs[0], "")}
	rest, list := splitList(paragraphs[1:])
	a.Listed = plainListing(list)
	for _, p := range rest {
		if p = prose.TrimEnd(p); p != "" && !prose.IsBoilerplate(p) && p != paragraphs[0] && !signature(p) {
			a.Text = append(a.Text, prose.TrimOpening(p))
		}
	}
	return a
}

// splitList parts the text where a list of further headlines begins.
func splitList(paragraphs []string) (article, list []string) {
	for i, p := range paragraphs {
		if moreHeading(p) {
			return paragraphs[:i], paragraphs[i+1:]
		}
	}
	return paragraphs, nil
}

func moreHeading(p string) bool {
	return moreHeadings[strings.ToLower(strings.Trim(p, " :>»"))]
}

// moreHeadings stand above lists of other articles.
var moreHeadings = map[string]bool{
	"see more": true, "see also": true, "more news": true, "related": true, "related news": true, "related stories": true, "related articles": true, "read more": true, "more stories": true, "most read": true, "latest news": true, "you may also like": true, "recommended": true,
	"xem thêm": true, "tin liên quan": true, "tin cùng chuyên mục": true, "tin khác": true, "đọc thêm": true,
	"baca juga": true, "berita terkait": true, "berita lainnya": true, "artikel terkait": true, "berita berkaitan": true, "terkini": true,
	"kaugnay na balita": true, "関連記事": true, "関連ニュース": true, "あわせて読みたい": true, "相关新闻": true, "相关阅读": true, "相關新聞": true, "延伸閱讀": true, "延伸阅读": true, "更多新闻": true,
	"ข่าวที่เกี่ยวข้อง": true, "ข่าวอื่นๆ": true, "អត្ថបទទាក់ទង": true, "ព័ត៌មានទាក់ទង": true, "ຂ່າວທີ່ກ່ຽວຂ້ອງ": true, "ဆက်စပ်သတင်းများ": true, "தொடர்புடைய செய்திகள்": true,
}

// signature reports whether a paragraph is only an agency's or a writer's mark.
func signature(p string) bool {
	return text.Columns(p) <= 24 && !endsSentence(p)
}

func endsSentence(p string) bool {
	for _, s := range prose.Sentences(p, "") {
		return prose.Ended(s) && text.Columns(s) > 8
	}
	return false
}
