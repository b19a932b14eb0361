package when

import (
	"errors"
	"strings"
	"testing"
)

// TestWhatPeopleType holds what lines mean that people type behind /time. A
// bar stands between readings that are asked about; "!" and a piece is what an
// error names.
func TestWhatPeopleType(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"every day at 7", "07:00 daily"},
		{"every monday and wednesday at noon", "12:00 mon wed"},
		{"at midnight on fridays", "00:00 fri"},
		{"毎日7時", "07:00 daily"},
		{"平日7時", "07:00 mon tue wed thu fri"},
		{"ทุกวัน 7 โมง", "07:00 daily"},
		{"setiap hari jam 7", "07:00 daily"},
		{"araw-araw alas 7", "07:00 daily"},
		{"រាល់ថ្ងៃ ម៉ោង ៧", "07:00 daily"},
		{"தினமும் காலை 7 மணிக்கு", "07:00 daily"},
		{"7h30 sáng thứ 2, 4, 6", "07:30 mon wed fri"},
		{"thứ 2, 4, 6 lúc 7h", "07:00 mon wed fri"},
		{"thứ 2 7 giờ", "07:00 mon"},
		{"8 โมงเช้า", "08:00"},
		{"十九時半", "19:30"},
		{"07.00 WIB", "07:00 Asia/Jakarta"},
		{"7:30+07:00", "07:30 Etc/GMT-7"},
		{"7:30 UTC+9", "07:30 Etc/GMT-9"},
		{"7:30 (GMT+7)", "07:30 Etc/GMT-7"},
		{"7am Tokyo time", "07:00 Asia/Tokyo"},
		{"日本時間7時", "07:00 Asia/Tokyo"},
		{"7:30 Asia/Tokyo", "07:30 Asia/Tokyo"},
		{"7am CST", "07:00 America/Chicago|07:00 Asia/Shanghai"},
		{"730pm", "19:30"},
		{"7:30 p. m.", "19:30"},
		{"07:30:00", "07:30"},
		{"5 past seven", "07:05"},
		{"quarter past 7", "07:15"},
		{"quarter to eight in the evening", "19:45"},
		{"twenty to nine", "08:40"},
		{"7am/7pm", "07:00 19:00"},
		{"7am & 7pm", "07:00 19:00"},
		{"7:30\u200b", "07:30"},
		{"7:30!", "07:30"},
		{"seven thirty pm", "19:30"},
		{"seven", "07:00"},
		{"7 30", "07:30"},
		{"07 30", "07:30"},
		{"7 15", "07:15|07:00 15:00"},
		{"7 15 pm", "19:15"},
		{"7 12 18", "07:00 12:00 18:00"},
		{"7h 8", "07:08|07:00 08:00"},
		{"7:5", "07:05|07:50"},
		{"10 to 12", "11:50|10:00 12:00"},
		{"quarter to 12:00", "11:45"},
		{"12:00 noon", "12:00"},
		{"half past six", "06:30"},
		{"half seven", "07:30|06:30"},
		{"half seven pm", "19:30|18:30"},
		{"half 7:15", "!half 7:15"},
		{"7 am and pm", "07:00 19:00"},
		{"mornings and evenings at 8", "08:00 20:00"},
		{"7 in the morning and evening 8", "07:00 20:00"},
		{"morning, noon and night", "!morning"},
		{"朝晩8時", "08:00 20:00"},
		{"毎朝毎晩7時半", "07:30 19:30"},
		{"朝7時と夜8時", "07:00 20:00"},
		{"早晚八点", "08:00 20:00"},
		{"早上和晚上七點半", "07:30 19:30"},
		{"jam 6 pagi dan malam", "06:00 18:00"},
		{"pagi dan petang pukul 7", "07:00 19:00"},
		{"7 giờ sáng và tối", "07:00 19:00"},
		{"7 giờ sáng, 8 giờ tối", "07:00 20:00"},
		{"காலை மாலை 6 மணி", "06:00 18:00"},
		{"午後三時三十四分", "15:34"},
		{"零時", "00:00"},
		{"零点", "00:00"},
		{"午夜12点", "00:00"},
		{"上午12点", "00:00|12:00"},
		{"午後12時", "12:00|00:00"},
		{"午後0時", "12:00"},
		{"下午三点一刻", "15:15"},
		{"早上七点半", "07:30"},
		{"差15分8点", "07:45"},
		{"8点差5分", "07:55"},
		{"8時15分前", "07:45"},
		{"7g30", "07:30"},
		{"18g", "18:00"},
		{"7:30 CH", "19:30"},
		{"7:30 SA", "07:30"},
		{"8 giờ kém 15", "07:45"},
		{"7 giờ 5", "07:05"},
		{"mười chín giờ ba mươi", "19:30"},
		{"7 gio 30 toi", "19:30"},
		{"โมงเช้า", "07:00"},
		{"สองโมงเช้า", "08:00"},
		{"5 โมง", "17:00"},
		{"3 โมง", "15:00"},
		{"6 โมง", "06:00|18:00"},
		{"7 โมงเช้าและ 2 ทุ่ม", "07:00 20:00"},
		{"ทุกเช้า 7 โมง", "07:00"},
		{"สิบเก้านาฬิกาสามสิบนาที", "19:30"},
		{"ทุ่มครึ่ง", "19:30"},
		{"อีก 15 นาที 8 โมง", "07:45"},
		{"jam 8 kurang 15", "07:45"},
		{"jam 8 kurang seperempat", "07:45"},
		{"jam 7 lewat 20", "07:20"},
		{"jam 7 tepat", "07:00"},
		{"jam tujuh tiga puluh", "07:30"},
		{"jam setengah 8", "07:30"},
		{"pukul 7 suku", "07:15"},
		{"pukul 7 tiga suku", "07:45"},
		{"12 tengah hari", "12:00"},
		{"tuwing umaga alas 7", "07:00"},
		{"alas kwatro", "04:00"},
		{"alas siyete y medya", "07:30"},
		{"tuwing lunes ng 7 ng umaga", "07:00 mon"},
		{"ម៉ោង៧ព្រឹក និងម៉ោង៧យប់", "07:00 19:00"},
		{"អធ្រាត្រ", "00:00"},
		{"ម៉ោង ៧ និង ៣០ នាទី", "07:30"},
		{"ບ່າຍໂມງ", "13:00"},
		{"7 ໂມງເຄິ່ງ", "07:30"},
		{"၇း၃၀", "07:30"},
		{"မနက်ပိုင်း ၇ နာရီ", "07:00"},
		{"မနက် ခုနစ်နာရီခွဲ", "07:30"},
		{"பி.ப. 7:30", "19:30"},
		{"நள்ளிரவு 12 மணி", "00:00"},
		{"காலை ஏழரை மணி", "07:30"},
		{"காலை 7 மணி 30 நிமிடம்", "07:30"},
		{"m-f 7am", "07:00 mon tue wed thu fri"},
		{"MWF 8:00", "08:00 mon wed fri"},
		{"TTh 8:00", "08:00 tue thu"},
		{"周一三五 7点", "07:00 mon wed fri"},
		{"一三五早上七点", "07:00 mon wed fri"},
		{"จ-ศ 7:00", "07:00 mon tue wed thu fri"},
		{"senin s/d jumat jam 7", "07:00 mon tue wed thu fri"},
		{"every day except sunday at 7", "07:00 mon tue wed thu fri sat"},
		{"日曜以外7時", "07:00 mon tue wed thu fri sat"},
		{"mỗi ngày trừ chủ nhật 7h", "07:00 mon tue wed thu fri sat"},
		{"thu 2", "mon|02:00 thu"},
		{"thứ 2 7", "mon sat|07:00 mon"},
		{"weekdays at 7 and weekends at 9", "07:00 mon tue wed thu fri|09:00 sun sat"},
		{"7h thứ hai, 8h thứ ba", "07:00 mon|08:00 tue"},
		{"7:00 mon and 7:00 wed", "07:00 mon wed"},
		{"7:00 weekdays 18:30", "07:00 18:30 mon tue wed thu fri"},
		{"9 to 5", "!9 to 5"},
		{"daily at 6", "06:00 daily"},
		{"5 malam", "05:00|17:00"},
		{"tomorrow", "!tomorrow"},
		{"every 2 hours", "!every 2 hours"},
		{"mỗi 2 giờ", "!mỗi 2 giờ"},
		{"ทุก 2 ชั่วโมง", "!ทุก 2 ชั่วโมง"},
		{"每2小时", "!每2小时"},
		{"2時間ごと", "!2時間ごと"},
		{"setiap 2 jam", "!setiap 2 jam"},
		{"7:00, Tomorow", "!Tomorow"},
		{"7:00 and 25:00", "!25:00"},
		{"alas KWATORSE", "!alas KWATORSE"},
		{"7 to 9:", "!7 to 9:"},
		{"7-9", "!7-9"},
		{"japan 7:00", "!japan 7:00"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			if got := said(Parse(tt.typed)); got != tt.want {
				t.Errorf("Parse(%q) = %q, want %q", tt.typed, got, tt.want)
			}
		})
	}
}

// said writes a result as the tables of the tests do.
func said(w Phrase, err error) string {
	if a, ok := errors.AsType[*Ambiguous](err); ok {
		var all []string
		for _, r := range a.Readings {
			all = append(all, r.String())
		}
		return strings.Join(all, "|")
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return "!" + e.Typed
	}
	return w.String()
}

// TestWhatPeopleTypeOfDays does the same behind /days.
func TestWhatPeopleTypeOfDays(t *testing.T) {
	const weekdays, weekend = "mon tue wed thu fri", "sun sat"
	tests := []struct{ typed, want string }{
		{"M-F", weekdays},
		{"m w f", "mon wed fri"},
		{"M/W/F", "mon wed fri"},
		{"MWF", "mon wed fri"},
		{"平日だけ", weekdays},
		{"月、水、金", "mon wed fri"},
		{"月曜から金曜", weekdays},
		{"一三五", "mon wed fri"},
		{"一、三、五", "mon wed fri"},
		{"一至五", weekdays},
		{"上班日", weekdays},
		{"星期天到星期四", "sun mon tue wed thu"},
		{"ngày trong tuần", weekdays},
		{"t2-t6", weekdays},
		{"thứ 2 đến chủ nhật", "daily"},
		{"thứ hai, tư, sáu", "mon wed fri"},
		{"จ-ศ", weekdays},
		{"จ. พ. ศ.", "mon wed fri"},
		{"วันทำการ", weekdays},
		{"วันอังคารและพฤหัสบดี", "tue thu"},
		{"senin s/d jumat", weekdays},
		{"senin s.d. jumat", weekdays},
		{"senin, rabu, dan jumat", "mon wed fri"},
		{"வாரநாட்கள்", weekdays},
		{"ចុងសប្ដាហ៍", weekend},
		{"ចុងសប្តាហ៍", weekend},
		{"Thursday and Saturday and Sunday", "sun thu sat"},
		{"mon-fri 7am", "07:00 " + weekdays},
		{"1-5", weekdays + "|sun mon tue wed thu"},
		{"2,4,6", "tue thu sat|mon wed fri"},
		{"7 days a week", "daily"},
		{"除周日外每天", "mon tue wed thu fri sat"},
		{"日曜除く毎日", "mon tue wed thu fri sat"},
		{"ஞாயிறு தவிர", "mon tue wed thu fri sat"},
		{"araw-araw maliban sa linggo", "mon tue wed thu fri sat"},
		{"MTWTF", weekdays},
		{"mf", "!mf"},
		{"setiap hari Senin", "mon"},
		{"every other day", "!every other day"},
		{"someday", "!someday"},
		{"mon, someday", "!someday"},
		{"7:00", "!7:00"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			if got := said(ParseDays(tt.typed)); got != tt.want {
				t.Errorf("ParseDays(%q) = %q, want %q", tt.typed, got, tt.want)
			}
		})
	}
}

// TestNoLineIsDear holds that what a line costs is bounded, however it is made:
// words that begin others, words that may stand before a day or behind it, in
// scripts without spaces, numbers, marks. A look takes some 20 ns, so that the
// bound is below a millisecond.
func TestNoLineIsDear(t *testing.T) {
	for _, piece := range []string{
		"每", "每周", "每到", "毎週月曜日から", "ทุกวัน", "ตั้งแต่วัน", "រៀងរាល់ថ្ងៃ", "រាល់", "ທຸກ", "တိုင်း", "ஒவ்வொரு ", "every ", "each day ", "at ", "thứ ", "thứ 2 ", "từ thứ 2 đến ",
		"7 ", "7:", "7 15 ", "7h 8 ", "thu 2 ", "half past ", "quarter to ", "5 to ", "kurang 15 ", "จ", "月", "一", "十", "mtwthf", "-", "+7", "utc+", "a.", "p. m", "x", "time ", "เวลา", "ည", "\u0301", "\u200b",
	} {
		for _, frame := range []string{"%", "7:00 %", "at 7 % daily"} {
			line := strings.Replace(frame, "%", strings.Repeat(piece, (longestLine-20)/len(piece)), 1)
			if looks := looksAt(line); looks > 30_000 {
				t.Errorf("a line of %q in %q took %d looks", piece, frame, looks)
			}
		}
	}
}

// looksAt reads a line in both ways and returns what that cost.
func looksAt(typed string) (looks int) {
	for _, numbersAreDays := range []bool{false, true} {
		if l, ok := readLine(typed); ok {
			p := &parser{line: l, numbersAreDays: numbersAreDays, readings: []Phrase{{}}}
			p.run()
			looks += l.looks
		}
	}
	return looks
}

// TestNoEndOfALineIsDear holds the same for all ends of a long line together,
// because the times of a line stand behind its topics and each end is tried.
func TestNoEndOfALineIsDear(t *testing.T) {
	for _, piece := range []string{"7 ", "at 7 ", "every day ", "thu 2 ", "thứ 2 ", "x ", "mon ", "7:00 ", "每天 ", "quarter to "} {
		words := strings.Fields(strings.Repeat(piece, 4000/len(piece)))
		looks := 0
		for i := range words {
			looks += looksAt(strings.Join(words[i:], " "))
		}
		if looks > 300_000 {
			t.Errorf("all ends of a line of %q took %d looks", piece, looks)
		}
	}
}

// TestReadingsAreReadBack holds that what a phrase says of itself is read as
// that phrase, because buttons send it.
func TestReadingsAreReadBack(t *testing.T) {
	for _, typed := range []string{"7", "7 and 19:30 weekdays", "daily 0:00", "sat sun 23:59", "7:30 UTC+9", "7:30 +05:30", "7am JST mon", "7:30 UTC"} {
		w, err := Parse(typed)
		if err != nil {
			t.Fatalf("Parse(%q): %v", typed, err)
		}
		if again := said(Parse(w.String())); again != w.String() {
			t.Errorf("Parse(%q) = %q, which is read as %q", typed, w, again)
		}
	}
}
