package date

import (
	"strings"
	"sync"
	"unicode/utf8"

	"newsbrief/digest/text"
)

type wordKind int

const (
	wordFiller wordKind = iota
	wordMonth
	wordWeekday
	wordHalf
	wordEra
)

// dateWord is what a word in a date means.
type dateWord struct {
	kind  wordKind
	value int
	lang  string
}

// half is the half of the day that an hour of twelve belongs to.
type half int

const (
	halfNone half = iota
	halfMorning
	halfNoon // eleven and one are both near noon
	halfAfternoon
	halfNight
)

// apply returns the hour of twenty-four, false if there is no such.
func (h half) apply(c clock) (int, bool) {
	hour := c.hour
	if hour < 0 || hour > 24 || hour == 24 && (c.minute != 0 || c.second != 0) {
		return 0, false
	}
	switch {
	case !c.set || h == halfNone:
	case h == halfMorning && hour == 12:
		return 0, true
	case h == halfMorning:
		return hour, hour < 12
	case h == halfAfternoon && hour < 12, h == halfNoon && hour < 6, h == halfNight && hour > 4 && hour < 12:
		return hour + 12, true
	case h == halfNight:
		return hour, hour > 12
	}
	return hour, true
}

// names are the words of one language: twelve months, seven days from Monday,
// spellings separated by "|", and what else stands in a date.
type names struct {
	lang, months, abbreviated, days, daysAbbreviated string
	morning, noon, afternoon, night                  string
	filler                                           string
}

// languages are the names of months and days as the publishers of the twelve
// languages, and of the four that many agencies write besides, spell them.
func languages() []names {
	return []names{
		{"en", "january february march april may june july august september october november december",
			"jan feb mar apr may jun jul aug sep|sept oct nov dec",
			"monday tuesday wednesday thursday friday saturday sunday", "mon tue|tues wed|weds thu|thur|thurs fri sat sun",
			"am midnight", "noon", "pm", "", "first the of at on st nd rd th date published posted updated modified last hrs hr hours local"},
		{"id", "januari februari|pebruari maret april mei juni juli agustus september oktober november|nopember desember",
			"jan feb|peb mar apr mei jun jul agu|agt|ags sep|sept okt nov|nop des",
			"senin selasa rabu kamis jumat sabtu minggu|ahad", "sen sel rab kam jum sab min",
			"pagi", "siang", "sore", "malam", "tanggal tgl pukul jam hari bulan tahun pada dipublikasikan diterbitkan terbit diperbarui"},
		{"ms", "januari februari mac april mei jun julai ogos september oktober november disember",
			"jan feb mac apr mei jun jul ogo|ogs sep|sept okt nov dis",
			"isnin selasa rabu khamis jumaat sabtu ahad", "isn sel rab kha jum sab ahd",
			"pagi|pg", "tengahari|tengah|tgh", "petang|ptg", "malam|mlm", "hb jam hari pada tarikh dikemas kini"},
		{"fil", "enero pebrero marso abril mayo hunyo hulyo agosto setyembre|septyembre oktubre nobyembre disyembre",
			"ene peb mar abr may hun hul ago set okt nob dis",
			"lunes martes miyerkules|miyerkoles huwebes biyernes sabado linggo", "lun mar miy huw biy sab lin",
			"umaga", "tanghali", "hapon", "gabi", "ika ng nang alas"},
		{"vi", "", "", "", "", "sang", "trua", "chieu|ch", "toi|dem", "ngay nam luc cap nhat dang"},
		{"th", "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
			"มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค",
			"จันทร์ อังคาร พุธ พฤหัสบดี|พฤหัส ศุกร์ เสาร์ อาทิตย์", "จ อ พ พฤ ศ ส อา",
			"", "", "", "", "วัน วันที่ ที่ เดือน ปี เวลา น นาฬิกา เผยแพร่ อัปเดต อัพเดต ล่าสุด อัปเดตล่าสุด อัพเดตล่าสุด"},
		{"lo", "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
			"ມກ ກພ ມນ ມສ ພພ ມຖ|ມິຖ ກລ ສຫ ກຍ ຕລ ພຈ ທວ",
			"ຈັນ ອັງຄານ ພຸດ ພະຫັດ ສຸກ ເສົາ ອາທິດ", "",
			"ເຊົ້າ", "", "ແລງ|ບ່າຍ", "", "ວັນ ວັນທີ ທີ ເດືອນ ປີ ເວລາ ໂມງ"},
		{"km", "មករា កុម្ភៈ|កុម្ភះ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា|វិច្ឆកា ធ្នូ", "",
			"ចន្ទ|ច័ន្ទ អង្គារ ពុធ ព្រហស្បតិ៍|ព្រហស្បត្តិ៍ សុក្រ សៅរ៍ អាទិត្យ", "",
			"ព្រឹក", "", "រសៀល|ល្ងាច", "យប់", "ថ្ងៃ ថ្ងៃទី ទី ខែ ឆ្នាំ ម៉ោង និង"},
		{"my", "ဇန်နဝါရီ|ဇန်နဝါရီလ ဖေဖော်ဝါရီ|ဖေဖေါ်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ်|သြဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
			"ဇန် ဖေ မတ် ဧ မေ ဇွန် ဇူ ဩ|သြ စက် အောက် နို ဒီ",
			"တနင်္လာ အင်္ဂါ ဗုဒ္ဓဟူး ကြာသပတေး သောကြာ စနေ တနင်္ဂနွေ", "",
			"နံနက်|မနက်", "", "မွန်းလွဲ|ညနေ", "ည", "နေ့ ရက် ရက်နေ့ လ ခုနှစ် နှစ် နာရီ"},
		{"ta", "ஜனவரி பிப்ரவரி|பெப்ரவரி மார்ச்|மார்ச்சு ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட்|ஆகஸ்டு|ஓகஸ்ட் செப்டம்பர்|செப்டெம்பர் அக்டோபர்|ஒக்டோபர் நவம்பர் டிசம்பர்|திசம்பர்",
			"ஜன பிப் மார் ஏப் மே ஜூன் ஜூலை ஆக செப் அக் நவ டிச",
			"திங்கள்|திங்கட்கிழமை|திங்கள்கிழமை செவ்வாய்|செவ்வாய்க்கிழமை புதன்|புதன்கிழமை வியாழன்|வியாழக்கிழமை வெள்ளி|வெள்ளிக்கிழமை சனி|சனிக்கிழமை ஞாயிறு|ஞாயிற்றுக்கிழமை",
			"தி செ பு வி வெ ச ஞா",
			"முப|முற்பகல்|காலை", "மதியம்|நண்பகல்", "பிப|பிற்பகல்|மாலை", "இரவு", "கிழமை மணி மணிக்கு தேதி திகதி ஆம் ஆண்டு"},
		{"ja", "", "", "月曜日|月曜 火曜日|火曜 水曜日|水曜 木曜日|木曜 金曜日|金曜 土曜日|土曜 日曜日|日曜", "月 火 水 木 金 土 日",
			"午前", "", "午後", "", "更新 最終更新 配信 公開 発表 掲載 付 頃 祝 祝日"},
		{"zh", "", "", "星期一|周一|週一 星期二|周二|週二 星期三|周三|週三 星期四|周四|週四 星期五|周五|週五 星期六|周六|週六 星期日|星期天|周日|週日", "",
			"上午|凌晨|早上|清晨", "中午", "下午", "晚上|晚间|晚間", "发布 發布 发表 发布于 更新于 时间 時間 发布时间 發布時間 发表时间 發表時間 更新时间 更新時間"},
		{"ko", "", "", "월요일 화요일 수요일 목요일 금요일 토요일 일요일", "월 화 수 목 금 토 일", "오전", "", "오후", "", "입력 수정 기사입력 최종수정 등록 승인 업데이트"},
		{"fr", "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
			"janv fev|fevr mars avr mai juin juil aout sept oct nov dec",
			"lundi mardi mercredi jeudi vendredi samedi dimanche", "lun mar mer jeu ven sam dim", "", "", "", "", "le a er publie"},
		{"es", "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
			"ene feb mar abr may jun jul ago sep|sept|set oct nov dic",
			"lunes martes miercoles jueves viernes sabado domingo", "lun mar mie jue vie sab dom", "", "", "", "", "de del las"},
		{"pt", "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
			"jan fev mar abr mai jun jul ago set out nov dez",
			"segunda terca quarta quinta sexta sabado domingo", "seg ter qua qui sex sab dom", "", "", "", "", "de feira as"},
		{"de", "januar|janner februar marz april mai juni juli august september oktober november dezember",
			"jan feb mrz|marz|maerz apr mai jun jul aug sep|sept okt nov dez",
			"montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag", "mo di mi do fr sa so", "", "", "", "", "den um uhr vom"},
	}
}

// vocabulary holds the words of all languages, folded.
var vocabulary = sync.OnceValue(func() map[string]dateWord {
	v := map[string]dateWord{}
	for _, l := range languages() {
		add := func(list string, kind wordKind, value func(i int) int) {
			for i, spellings := range strings.Fields(list) {
				for word := range strings.SplitSeq(spellings, "|") {
					word = text.Fold(word)
					if old, ok := v[word]; !ok {
						v[word] = dateWord{kind, value(i), l.lang}
					} else if old.kind == kind && old.value == value(i) && utf8.RuneCountInString(word) == len(word) {
						v[word] = dateWord{kind, old.value, ""} // of several languages
					}
				}
			}
		}
		ordinal := func(i int) int { return i + 1 }
		constant := func(n half) func(int) int { return func(int) int { return int(n) } }
		add(l.months, wordMonth, ordinal)
		add(l.abbreviated, wordMonth, ordinal)
		add(l.days, wordWeekday, ordinal)
		add(l.daysAbbreviated, wordWeekday, ordinal)
		add(l.morning, wordHalf, constant(halfMorning))
		add(l.noon, wordHalf, constant(halfNoon))
		add(l.afternoon, wordHalf, constant(halfAfternoon))
		add(l.night, wordHalf, constant(halfNight))
		add(l.filler, wordFiller, ordinal)
	}
	for word, years := range map[string]int{"พศ": -543, "คศ": 0, "គស": 0, "ពស": -543, "ພສ": -543, "ຄສ": 0, "be": -543, "ad": 0, "ce": 0,
		"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "中華民國": 1911, "西元": 0, "公元": 0, "西暦": 0} {
		v[text.Fold(word)] = dateWord{wordEra, years, ""}
	}
	return v
})

// units stand behind a number; they are cut out of runs of letters as words are.
func isUnit(s string) bool {
	switch s {
	case "年", "月", "日", "号", "號", "時", "时", "點", "点", "分", "秒", "元":
		return true
	}
	return false
}

// longestWord returns the length of the longest known word that s begins with,
// 0 if there is none. A known word does not end within a stack of marks.
func longestWord(s string) int {
	longest := 0
	for i := range s {
		if i > 0 && (knownWord(s[:i]) && !startsWithMark(s[i:])) {
			longest = i
		}
	}
	if knownWord(s) {
		longest = len(s)
	}
	return longest
}

func knownWord(s string) bool {
	_, ok := vocabulary()[s]
	return ok || isUnit(s)
}

func startsWithMark(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == 0x17D2 || r == 0x1039 || isMark(r)
}

// takeWord understands the word at i, with what belongs to it.
func (d *dateReader) takeWord(i int) int {
	f := d.at(i)
	switch f.text {
	case "thang", "thg", "th":
		if n := d.takeVietnameseMonth(i); n > 0 {
			return n
		}
	case "thu":
		if n := d.takeVietnameseDay(i); n > 0 {
			return n
		}
	case "chu", "cn":
		if f.text == "cn" || d.at(i+1).text == "nhat" {
			d.weekday = 7
			if f.text == "cn" {
				return 1
			}
			return 2
		}
	case "元":
		if d.eraSet && d.year == 0 && d.at(i+1).text == "年" {
			d.year = 1
			return 2
		}
	case "sa":
		if baseOf(d.lang) == "vi" || d.native == "vi" {
			d.half = halfMorning
			return 1
		}
	case "t":
		return d.takeT(i)
	case "r", "h", "s":
		if f.text == "h" && d.clock.hasMinute && d.at(i-1).kind == fieldNumber {
			return 1 // 01:00 h
		}
		return d.takeEraLetter(i)
	case "asia", "etc":
		return d.takePlace(i)
	}
	if w, ok := vocabulary()[f.text]; ok {
		if d.takeKnown(w, i) {
			return 1
		}
		return 0
	}
	return d.takeZone(i)
}

// takeEraLetter reads the R of "R8.11.23".
func (d *dateReader) takeEraLetter(i int) int {
	next := d.at(i + 1)
	if baseOf(d.lang) != "ja" || d.eraSet || next.kind != fieldNumber || next.spaced || len(next.text) > 2 {
		return 0
	}
	era := map[string]string{"r": "令和", "h": "平成", "s": "昭和"}[d.at(i).text]
	d.era, d.eraSet = vocabulary()[era].value, true
	return 1
}

// takeT is the T of ISO 8601, or of "T2", the Vietnamese Monday.
func (d *dateReader) takeT(i int) int {
	if day := d.at(i + 1); baseOf(d.lang) == "vi" && i == 0 && day.kind == fieldNumber && len(day.text) == 1 && day.value() >= 2 && day.value() <= 7 {
		d.weekday = day.value() - 1
		return 2
	}
	if d.at(i-1).kind == fieldNumber && d.at(i+1).kind == fieldNumber {
		return 1
	}
	return 0
}

func (d *dateReader) takeKnown(w dateWord, i int) bool {
	if w.lang != "" && w.lang != "en" {
		d.native = first(d.native, w.lang)
	}
	switch w.kind {
	case wordMonth:
		return d.takeMonth(w.value, d.at(i).text)
	case wordWeekday:
		d.weekday = w.value
	case wordHalf:
		if d.half != halfNone && d.half != half(w.value) {
			return false
		}
		d.half = half(w.value)
	case wordEra:
		if d.eraSet {
			return false
		}
		d.era, d.eraSet = w.value, true
	}
	return true
}

func (d *dateReader) takeMonth(value int, name string) bool {
	ambiguous := name == "mar" // March, or Tuesday in the languages of Rome
	switch {
	case d.month == 0:
		d.month, d.fragile = value, ambiguous
	case ambiguous:
		d.weekday = 2
	case d.fragile:
		d.month, d.fragile, d.weekday = value, false, 2
	default:
		return false
	}
	return true
}

// takeVietnameseMonth reads "tháng 11", "Th11" and "tháng mười một".
func (d *dateReader) takeVietnameseMonth(i int) int {
	next := d.at(i + 1)
	if d.at(i).text == "th" && !d.at(i).spaced && d.at(i-1).kind == fieldNumber {
		return 0 // 24th
	}
	if d.month != 0 {
		return 0
	}
	if next.kind == fieldNumber && len(next.text) <= 2 {
		d.month, d.native = next.value(), "vi"
		return 2
	}
	if next.text == "muoi" {
		d.month, d.native = 10, "vi"
		switch d.at(i + 2).text {
		case "mot":
			d.month = 11
		case "hai":
			d.month = 12
		default:
			return 2
		}
		return 3
	}
	for m, name := range strings.Fields("gieng hai ba tu nam sau bay tam chin x x chap") {
		if next.text == name {
			d.month, d.native = m+1, "vi"
			return 2
		}
	}
	if next.text == "mot" {
		d.month, d.native = 1, "vi"
		return 2
	}
	return 0
}

// takeVietnameseDay reads "thứ hai" and "thứ 2", which is Monday.
func (d *dateReader) takeVietnameseDay(i int) int {
	if !d.thu {
		return 0
	}
	next := d.at(i + 1)
	day := 0
	if next.kind == fieldNumber && len(next.text) == 1 {
		day = next.value() - 1
	}
	for n, name := range strings.Fields("hai ba tu nam sau bay") {
		if next.text == name {
			day = n + 1
		}
	}
	if day < 1 || day > 6 {
		return 0
	}
	d.weekday, d.native = day, "vi"
	return 2
}
