package prose

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// IsBoilerplate reports whether the paragraph or sentence is no news but what stands
// around it: a caption, a credit, a link to more, share text, a cookie notice.
func IsBoilerplate(s string) bool {
	const start, end = 100, 160 // bytes in which the patterns have to match
	low := strings.ToLower(s)
	for _, re := range refusals() {
		if re.MatchString(low[:min(len(low), start)]) {
			return true
		}
	}
	if credits().MatchString(low[max(0, len(low)-end):]) {
		return true
	}
	for _, n := range notices {
		if strings.Contains(low, n) {
			return true
		}
	}
	return pictured(low) || bylines().MatchString(s)
}

// refusedWhole is refused for a paragraph that may have more than one sentence:
// a notice at its beginning, or in it, does not speak of the others.
func refusedWhole(para, lang string) bool {
	if !IsBoilerplate(para) {
		return false
	}
	ss := Sentences(para, lang)
	if len(ss) < 2 {
		return true
	}
	low := strings.ToLower(para)
	return refusals()[0].MatchString(low) || credits().MatchString(low) || !Ended(ss[0]) || strings.ContainsAny(ss[0], ":：")
}

// bylines match a line that only names its writers.
var bylines = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:By|BY|Oleh|OLEH|Penulis:|Ni|Nina) \p{Lu}[\p{L}.'’-]*(?:,? (?:and|dan|at|\p{Lu}[\p{L}.'’-]*)){0,6}$`)
})

// pictured reports whether the lower-case s speaks of a picture beside it.
func pictured(low string) bool {
	for _, w := range []string{"photo", "picture", "image", "handout"} {
		if strings.Contains(low, w) {
			return pictures().MatchString(low)
		}
	}
	return false
}

var pictures = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^in this (?:.{0,48} )?(?:photo|photograph|image|picture|handout|video)|\bin this (?:undated |file |handout |aerial )*(?:photo|picture|image)(?:graph)?\b|(?:seen|pictured) in (?:this|a) (?:file |handout )?(?:photo|image|picture)`)
})

// notices stand in what a site says for itself.
var notices = []string{"what you need to know", "things to know", "here's what we know", "here is what we know", "scroll untuk", "we use cookies", "uses cookies", "accept cookies", "accept all cookies", "cookie policy", "cookie settings", "cookies settings", "cookie preferences", "your browser does not", "your browser doesn't", "enable javascript", "javascript is disabled",
	"privacy policy", "terms of use", "terms of service", "appeared first on", "first appeared on", "all rights reserved", "クッキー", "無断転載", "版权所有", "版權所有", "未经授权", "สงวนลิขสิทธิ์", "hak cipta"}

// refusals match the lower-case beginning of what is never a brief.
var refusals = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`^(?:read (?:more|also|next|the full|full)|also read|see (?:also|more)|more:|related(?: (?:stor(?:y|ies)|articles?|news|posts?|links?|topics?|coverage|content))?(?:$|:)|continue reading|keep reading|click (?:here|to)|watch(?: also)?:|listen:|` +
			`baca (?:juga|lagi|berita|selengkapnya|selanjutnya|artikel)|simak|lihat juga|selengkapnya|scroll (?:to|down)|saksikan|tonton|berita (?:terkait|lainnya)|artikel ini|` +
			`xem thêm|đọc thêm|theo dõi (?:báo|chúng tôi|fanpage|kênh)|mời (?:độc giả|bạn|quý)|>>|tin liên quan|basahin|panoorin|read:|` +
			`อ่าน(?:ต่อ|เพิ่ม|ข่าว|ข้อมูล)|ข่าวที่เกี่ยวข้อง|คลิก|ติดตาม(?:ข่าว|อ่าน)|続きを読む|もっと見る|関連記事|【関連|あわせて読|全文を読む|この記事は(?:会員|有料)|外部リンク|メインメニュー|本文へ|残り\d|会員限定|` +
			`阅读(?:全文|更多|原文)|閱讀(?:全文|更多|原文)|延伸阅读|延伸閱讀|查看更多|更多(?:新闻|新聞|内容)|点击|點擊|相关(?:新闻|阅读|报道)|相關(?:新聞|報導)|` +
			`អាន(?:បន្ត|បន្ថែម)|ອ່ານຕໍ່|ອ່ານເພີ່ມ|ဆက်လက်ဖတ်|ဆက်ဖတ်|மேலும் (?:படிக்க|வாசிக்க|செய்தி)|இதையும்)`),
		regexp.MustCompile(`^(?:(?:this (?:article|story|post)) (?:was|is|first|originally|appeared|has been)|share (?:this|on|via)|follow us|like us|join (?:us|our)|` +
			`subscribe(?:$| (?:to|now|for|here))|sign (?:up|in)(?:$| (?:to|for|now|here))|log in(?:$| to)|get (?:the (?:latest|best)|our|breaking)|download (?:the|our) (?:[a-z]+ )?app|advertisement(?:$|:)|sponsored (?:content|by|post)|promoted (?:content|by)|stay (?:up|tuned|informed)|` +
			`copyright|all rights reserved|©|\(c\)|reporting by|edited by|editing by|additional reporting|` +
			`photos?:|photo by|photos? (?:shows?|taken)|the (?:photo|picture|image) (?:shows?|above|below)|photo(?:s|graph)? (?:courtesy|credit|source)|image:|images?(?: source| credit)?:|file (?:photo|picture)|picture:|video:|foto:|ilustrasi|gambar:|ảnh:|nguồn:|ภาพ:|ภาพจาก|ที่มา\s*[:：]|ขอบคุณภาพ|` +
			`content image\b|follow (?:live|our live|the action)|xem (?:đồ họa|chi tiết|video|clip|ảnh)|berikut daftar|lihat (?:infografis|video|foto)|写真[:：は＝/]|【写真|【動画|画像[:：]|出典[:：]|图[:：]|圖[:：]|图片|圖片|图源|資料照|资料图|来源[:：]|來源[:：]|责任编辑|責任編輯|រូបភាព|រូបថត|ຮູບພາບ|ຮູບ:|ဓာတ်ပုံ|படம்:|larawan)`),
	}
})

// credits match the lower-case end of a caption: its photographer or agency.
var credits = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[(（\[【](?:[^)）\]】]{0,30}\b)?(?:photo|photos|image|picture|file pic|file photo|foto|ảnh|gambar|larawan|getty|shutterstock|写真|照片|图|圖|ภาพ|រូបភាព|រូបថត|ຮູບ|ဓာတ်ပုံ|படம்)[^)）\]】]{0,60}[)）\]】]\s*\.?$|(?:记者|記者)[^。，]{1,20}(?:摄|攝)$` +
		`|(?:getty images|shutterstock|epa-efe|afp/getty|reuters/[\p{L} .-]{3,40}|ap photo/[\p{L} .-]{3,40})\s*\.?$`)
})

// uncredited returns a text of one paragraph without a credit behind it. With
// one sentence, and a short one, it is a caption, and stays.
func uncredited(para, lang string) string {
	m := creditTail().FindStringIndex(para)
	if m == nil {
		return para
	}
	const caption = 100 // columns that one seldom has
	body := strings.TrimSpace(para[:m[0]])
	if !Ended(body) || text.Columns(body) < caption && len(Sentences(body, lang)) < 2 {
		return para
	}
	return body
}

var creditTail = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[(（\[【](?i:photos?|images?|pictures?|file pic|file photo|foto|ảnh|nguồn|gambar|larawan|kuha|写真|照片|图|圖|ภาพ|រូបភាព|រូបថត|ຮູບ|ພາບ|ဓာတ်ပုံ|படம்)\b?[^)）\]】]{0,60}[)）\]】]\s*\.?$`)
})

// moreLinks stand behind a last sentence, before a title or nothing.
var moreLinks = []string{"read more", "continue reading", "read the full story", "full story", "see more", "learn more", "baca selengkapnya", "selengkapnya", "baca juga", "baca lagi", "xem thêm", "xem tiếp", "đọc tiếp", "basahin ang buong",
	"อ่านต่อ", "อ่านเพิ่มเติม", "続きを読む", "もっと見る", "阅读全文", "阅读更多", "閱讀全文", "閱讀更多", "查看更多", "អានបន្ត", "ອ່ານຕໍ່", "ဆက်ဖတ်ရန်", "மேலும் படிக்க", "மேலும் வாசிக்க"}

// End marks of agencies, and the signatures that follow the last sentence.
var signatures = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:([.!?。！？”"])\s*(?:[-–—]{1,2}\s?|/)?[(（]?(?:VNA|TTXVN|AFP|AP|Reuters|REUTERS|BERNAMA|Bernama|ANTARA|Antara|PNA|Xinhua|Kyodo|KPL|AKP|CNA|dpa|IANS|PTI|ANI|共同|時事|新华社|完)[)）]?/?\.?|([.!?])\s+[-–—]{1,2}\s?[A-Z][\p{L}.]{1,24}-?|\s*[-–—]+\s?สำนักข่าว[^ ]{2,20}|\./\.?)\s*$`)
})

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
		end := "."
		if native(lastRune(strings.TrimSpace(s[:from+m[0]]))) {
			end = ""
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
var afterthoughts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:(?:\s+#\p{L}[\p{L}\p{M}\d_]+)+` +
		`|\s+(?:ที่มา|ภาพ|ภาพจาก|ขอบคุณภาพ(?:จาก)?|ຮູບ|ພາບ|ທີ່ມາ)\s?[-–:：]\s?.{1,80}` +
		`|\s+(?i:image source|sumber gambar|nguồn hình ảnh|ที่มาของภาพ|ທີ່ມາຂອງຮູບ|பட மூலாதாரம்|ဓာတ်ပုံ ?(?:အရင်းအမြစ်|ရင်းမြစ်))\s?[,၊:]\s?[^.]{1,40})\s*$`)
})

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
	const most = 80 // bytes of a title behind it
	for _, link := range moreLinks {
		at := strings.LastIndex(low, link)
		if at < 0 || len(low)-at-len(link) > most || strings.ContainsAny(strings.TrimRight(low[at:], "."), ".。") {
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

// pronoun reports whether s opens with a word that stands for something said before.
func pronoun(s string) bool {
	opening, _ := utf8.DecodeRuneInString(s)
	quote := strings.ContainsRune("\"'“‘«", opening)
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if latePronoun(s) {
		return true
	}
	if hasAnyPrefix(s, nativePronouns) && !hasAnyPrefix(s, noPronouns) {
		return true
	}
	first, rest, _ := strings.Cut(s, " ")
	first = strings.ToLower(strings.TrimRight(first, ",;:’'"))
	second, _, _ := strings.Cut(rest, " ")
	second = strings.ToLower(strings.TrimRight(second, ",;:."))
	if first == "this" || first == "these" || first == "that" || first == "those" {
		return !timeWords[second]
	}
	if !quote && persons[first] {
		return true
	}
	return latinPronouns()[first] || latinPronouns()[first+"_"+second]
}

// latePronoun reports whether nothing but a phrase without a name stands before
// the pronoun: "In a statement, it said".
func latePronoun(s string) bool {
	m := late().FindStringSubmatch(s)
	return m != nil && !strings.ContainsFunc(m[1], unicode.IsUpper)
}

var late = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\p{L}([^,]{1,60}), (?:he|she|it|they|dia|ia|beliau|mereka|ông ấy|bà ấy|siya|sila) `)
})

// persons speak for themselves in a quotation, and for nobody outside one.
var persons = map[string]bool{"i": true, "i'm": true, "i’m": true, "i've": true, "i’ve": true, "we": true, "we're": true, "we’re": true, "we've": true, "we’ve": true, "you": true, "my": true, "our": true,
	"saya": true, "aku": true, "kami": true, "kita": true, "tôi": true, "chúng": true, "ako": true}

var timeWords = map[string]bool{"week": true, "year": true, "month": true, "morning": true, "evening": true, "summer": true, "winter": true, "season": true, "who": true}

var latinPronouns = wordSet(`he she it they him her his their its it's he's she's they're
dia ia mereka beliau ini itu hal_ini hal_itu hal_tersebut
họ nó đây ông_ấy ông_này bà_ấy bà_này anh_ấy anh_này chị_ấy cô_ấy điều_này điều_đó việc_này việc_đó
siya sila ito iyon niya nila kanya iyan`)

// Scripts without capitals and partly without spaces: whole openings.
var nativePronouns = []string{
	"これ", "それ", "あれ", "彼は", "彼が", "彼ら", "彼女", "同氏", "同社", "同相", "この", "その", "ここ", "そこ", "こうした", "そうした",
	"他", "她", "它", "这", "這", "此举", "此舉", "此外", "该", "該", "其中", "对此", "對此",
	"เขากล่าว", "เขาบอก", "เขายัง", "เขาได้", "เขามี", "เขาเป็น", "เขาระบุ", "เขาเคย", "เขาถูก", "เขาจะ", "เขาและ", "เธอ", "พวกเขา", "มันเป็น", "มันคือ", "มันจะ", "มันมี", "นี่", "โดยเขา", "ซึ่ง",
	"គាត់", "ពួកគេ", "វាជា", "វាមាន", "វានឹង", "វាបាន", "នេះ", "នោះ",
	"ເຂົາ", "ພວກເຂົາ", "ມັນເປັນ", "ມັນແມ່ນ", "ມັນຈະ", "ມັນມີ", "ນີ້ແມ່ນ",
	"သူက", "သူသည်", "သူမ", "သူတို့", "ဒါ", "၎င်း", "ယင်း", "ဤ",
	"அவர்", "அவள்", "அவன்", "இவர்", "இது", "அது", "இதை", "இதன", "இதற்க", "அவை", "இவை",
}

// These begin like a pronoun and are none: so far, from now on, each, lately,
// this season, other countries, until now.
var noPronouns = []string{"これまで", "これから", "それぞれ", "このほど", "この夏", "この冬", "この春", "この秋", "ここ数", "ここ1", "ここ2", "ここ3", "ここ5", "ここ10", "他国", "他県", "他社", "他にも", "這個夏", "这个夏", "இதுவரை"}

// connects reports whether s opens by joining on to something said before.
func connects(s string) bool { return connective(s) > 0 }

func dropConnective(s string) string {
	rest := s[connective(s):]
	r, n := utf8.DecodeRuneInString(rest)
	return string(unicode.ToUpper(r)) + rest[n:]
}

// connective returns how many bytes of s are an opening such as "However, ".
func connective(s string) int {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return 0
	}
	for _, c := range connectives {
		if strings.HasPrefix(low, c) && text.Columns(s) > text.Columns(c)+Least {
			return len(c)
		}
	}
	return 0
}

var connectives = []string{
	"however, ", "meanwhile, ", "but ", "and ", "moreover, ", "furthermore, ", "in addition, ", "also, ", "still, ", "therefore, ", "thus, ", "so, ", "yet ",
	"namun, ", "tetapi ", "sementara itu, ", "selain itu, ", "walau bagaimanapun, ", "bagaimanapun, ", "tuy nhiên, ", "ngoài ra, ", "bên cạnh đó, ", "trong khi đó, ",
	"gayunman, ", "samantala, ", "ngunit ", "subalit ", "しかし、", "一方、", "また、", "ただ、", "然而，", "但是，", "另外，", "同时，", "อย่างไรก็ตาม ", "ขณะเดียวกัน ", "นอกจากนี้ ",
}
