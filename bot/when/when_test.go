package when

import (
	"strings"
	"testing"
	"time"

	"newsbrief/digest/text"
	"newsbrief/subscriptions"
)

func TestParseTimes(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"8", "08:00"},
		{"08:00", "08:00"},
		{"7:30", "07:30"},
		{"19.30", "19:30"},
		{"0730", "07:30"},
		{"8am", "08:00"},
		{"8 PM", "20:00"},
		{"12am", "00:00"},
		{"12 pm", "12:00"},
		{"7:15 p.m.", "19:15"},
		{"noon", "12:00"},
		{"midnight", "00:00"},
		{"24:00", "00:00"},
		{"7:00 18:30", "07:00, 18:30"},
		{"18:30, 7", "07:00, 18:30"},
		{"7 and 19", "07:00, 19:00"},
		{"7:00 7:00", "07:00"},
		{"20h30", "20:30"},
		{"8h", "08:00"},
		{"8時", "08:00"},
		{"８時半", "08:30"},
		{"午後8時15分", "20:15"},
		{"下午3点", "15:00"},
		{"早上8點30分", "08:30"},
		{"7 giờ", "07:00"},
		{"7 giờ sáng", "07:00"},
		{"8 โมงเช้า", "08:00"},
		{"บ่าย3โมง", "15:00"},
		{"2ทุ่ม", "20:00"},
		{"ម៉ោង ៨", "08:00"},
		{"18.30 น.", "18:30"},
		{"7giờ30", "07:30"},
		{"8 tối", "20:00"},
		{"๗:๓๐", "07:30"},
		{"៨:០០", "08:00"},
		{"၉:၁၅", "09:15"},
		{"เที่ยง", "12:00"},
		{"pukul 7 pagi", "07:00"},
		{"8 o'clock", "08:00"},
		{"8 o’clock", "08:00"},
		{"8 in the evening", "20:00"},
		{"seven in the morning", "07:00"},
		{"11 at night", "23:00"},
		{"half past 7", "07:30"},
		{"12 noon", "12:00"},
		{"12 midnight", "00:00"},
		{"0800 hrs", "08:00"},
		{"every morning at 7", "07:00"},
		{"毎朝7時と夜9時", "07:00, 21:00"},
		{"早上7点和晚上8点", "07:00, 20:00"},
		{"setiap pagi jam 7", "07:00"},
		{"ika-7 ng umaga", "07:00"},
		{"காலை ஏழு மணி", "07:00"},
		{"ម៉ោងប្រាំពីរព្រឹក", "07:00"},
		{"မနက်၇နာရီနဲ့ ည၈နာရီ", "07:00, 20:00"},
		{"午前 7時", "07:00"},
		{"午前 7時 午後 8時", "07:00, 20:00"},
		{"7時 午後 8時", "07:00, 20:00"},
		{"朝7時", "07:00"},
		{"朝の7時半", "07:30"},
		{"夜9時", "21:00"},
		{"夜12時", "00:00"},
		{"深夜1時", "01:00"},
		{"夕方6時", "18:00"},
		{"昼12時", "12:00"},
		{"昼1時", "13:00"},
		{"毎朝7時", "07:00"},
		{"八時", "08:00"},
		{"晚上 8点", "20:00"},
		{"晚上八点半", "20:30"},
		{"早上 7 点半", "07:30"},
		{"中午12点", "12:00"},
		{"凌晨5点", "05:00"},
		{"8点钟", "08:00"},
		{"19点半", "19:30"},
		{"八點一刻", "08:15"},
		{"12 giờ trưa", "12:00"},
		{"1 giờ trưa", "13:00"},
		{"12 giờ đêm", "00:00"},
		{"7 giờ rưỡi", "07:30"},
		{"7 rưỡi tối", "19:30"},
		{"7 giờ 30 phút sáng", "07:30"},
		{"7h sáng 8h tối", "07:00, 20:00"},
		{"sáng 7h, tối 8h", "07:00, 20:00"},
		{"7 giờ 18 giờ", "07:00, 18:00"},
		{"7 giờ, 20", "07:00, 20:00"},
		{"bảy giờ tối", "19:00"},
		{"7 gio sang", "07:00"},
		{"2 ทุ่ม", "20:00"},
		{"2 ทุ่มครึ่ง", "20:30"},
		{"สองทุ่ม", "20:00"},
		{"บ่าย 3 โมง", "15:00"},
		{"บ่ายสามโมง", "15:00"},
		{"ตี 5", "05:00"},
		{"ตี5", "05:00"},
		{"6 โมงเย็น", "18:00"},
		{"7 โมงครึ่ง", "07:30"},
		{"7 โมง 30 นาที", "07:30"},
		{"7 โมงเช้า และ 6 โมงเย็น", "07:00, 18:00"},
		{"pukul 7 malam", "19:00"},
		{"jam 7 pagi", "07:00"},
		{"jam 12 siang", "12:00"},
		{"jam 12 malam", "00:00"},
		{"jam setengah 8 malam", "19:30"},
		{"jam enam pagi", "06:00"},
		{"pukul 7 setengah", "07:30"},
		{"12 tengah hari", "12:00"},
		{"tengah malam", "00:00"},
		{"7.30 ptg", "19:30"},
		{"7 ng umaga", "07:00"},
		{"alas 7 ng gabi", "19:00"},
		{"alas-7 ng gabi", "19:00"},
		{"alas otso ng umaga", "08:00"},
		{"7 ng umaga at 3 ng hapon", "07:00, 15:00"},
		{"12 ng tanghali", "12:00"},
		{"ម៉ោង 7 ល្ងាច", "19:00"},
		{"ម៉ោង៧ព្រឹក", "07:00"},
		{"ម៉ោង ៨ យប់", "20:00"},
		{"ម៉ោង ៧ កន្លះ", "07:30"},
		{"7 ໂມງແລງ", "19:00"},
		{"8 ໂມງ ເຊົ້າ", "08:00"},
		{"2 ທຸ່ມ", "20:00"},
		{"မနက် ၇ နာရီ", "07:00"},
		{"ည ၈ နာရီ", "20:00"},
		{"ညနေ ၆ နာရီခွဲ", "18:30"},
		{"காலை 7 மணி", "07:00"},
		{"மாலை 6", "18:00"},
		{"இரவு 8 மணிக்கு", "20:00"},
		{"காலை 7.30 மணிக்கு", "07:30"},
		{"8 pm 7 am", "07:00, 20:00"},
		{"", ""},
		{"late", ""},
		{"every", ""},
		{"every 8", ""},
		{"at-", ""},
		{"8:30半", ""},
		{"7 ทุ่ม", ""},
		{"13 in the morning", ""},
		{strings.Repeat("7 ", 81), ""},
		{strings.Repeat("7", 1001), ""},
		{"25:00", ""},
		{"8:60", ""},
		{"13am", ""},
		{"-8", ""},
		{"8:", ""},
		{"weekdays", ""},
		{"7:00 weekdays", ""},
		{"1 2 3 4 5 6 7 8 9 10 11 12 13", ""},
	}
	for _, tt := range tests {
		t.Run(text.Cut(tt.typed, 60), func(t *testing.T) {
			times, err := ParseTimes(tt.typed)
			got := ""
			for i, at := range times {
				if i > 0 {
					got += ", "
				}
				got += at.String()
			}
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("ParseTimes(%q) = %q, %v, want %q", tt.typed, got, err, tt.want)
			}
		})
	}
}

func TestParseDays(t *testing.T) {
	tests := []struct {
		typed string
		want  subscriptions.Days // 0: not understood
	}{
		{"daily", subscriptions.EveryDay},
		{"every day", subscriptions.EveryDay},
		{"Weekdays", subscriptions.Weekdays},
		{"weekend", subscriptions.Weekend},
		{"mon wed fri", mon | wed | fri},
		{"Mon, Wed and Fri", mon | wed | fri},
		{"mon-fri", subscriptions.Weekdays},
		{"sat–mon", sat | sun | mon},
		{"Sundays", sun},
		{"月水金", mon | wed | fri},
		{"月曜日", mon},
		{"平日", subscriptions.Weekdays},
		{"土日", subscriptions.Weekend},
		{"月〜金", subscriptions.Weekdays},
		{"周一 周三", mon | wed},
		{"週六", sat},
		{"thứ hai, thứ sáu", mon | fri},
		{"Chủ nhật", sun},
		{"t2 cn", mon | sun},
		{"วันจันทร์ ศุกร์", mon | fri},
		{"วันทำงาน", subscriptions.Weekdays},
		{"senin kamis", mon | thu},
		{"hujung minggu", subscriptions.Weekend},
		{"isnin-jumaat", subscriptions.Weekdays},
		{"lunes at biyernes", mon | fri},
		{"ច័ន្ទ", mon},
		{"ວັນລັດຖະການ", subscriptions.Weekdays},
		{"တနင်္လာ", mon},
		{"திங்கள் வெள்ளி", mon | fri},
		{"thứ 2", mon},
		{"thứ 7, cn", sat | sun},
		{"thứ hai đến thứ sáu", subscriptions.Weekdays},
		{"từ thứ 2 đến thứ 6", subscriptions.Weekdays},
		{"thứ 2-6", subscriptions.Weekdays},
		{"mỗi thứ hai", mon},
		{"hari senin", mon},
		{"hari Isnin", mon},
		{"setiap hari Senin", mon},
		{"senin sampai jumat", subscriptions.Weekdays},
		{"Isnin hingga Jumaat", subscriptions.Weekdays},
		{"lunes hanggang biyernes", subscriptions.Weekdays},
		{"tuwing lunes", mon},
		{"ថ្ងៃច័ន្ទ", mon},
		{"ច័ន្ទ ដល់ សុក្រ", subscriptions.Weekdays},
		{"ວັນຈັນ", mon},
		{"ຈັນຫາສຸກ", subscriptions.Weekdays},
		{"တနင်္လာနေ့", mon},
		{"တနင်္လာမှ သောကြာအထိ", subscriptions.Weekdays},
		{"திங்கட்கிழமை", mon},
		{"ஞாயிற்றுக்கிழமை", sun},
		{"வெள்ளிக்கிழமை", fri},
		{"திங்கள் முதல் வெள்ளி வரை", subscriptions.Weekdays},
		{"月・水・金", mon | wed | fri},
		{"月、水、金", mon | wed | fri},
		{"mon/wed/fri", mon | wed | fri},
		{"月水金曜日", mon | wed | fri},
		{"毎週月曜日", mon},
		{"月曜から金曜まで", subscriptions.Weekdays},
		{"每周一", mon},
		{"周一到周五", subscriptions.Weekdays},
		{"星期一至五", subscriptions.Weekdays},
		{"周一三五", mon | wed | fri},
		{"禮拜三", wed},
		{"每周一、三、五", mon | wed | fri},
		{"เสาร์อาทิตย์", subscriptions.Weekend},
		{"monday to friday", subscriptions.Weekdays},
		{"from Monday to Friday", subscriptions.Weekdays},
		{"mon thru fri", subscriptions.Weekdays},
		{"mon - fri", subscriptions.Weekdays},
		{"จันทร์-ศุกร์", subscriptions.Weekdays},
		{"จันทร์ถึงศุกร์", subscriptions.Weekdays},
		{"ทุกวันจันทร์", mon},
		{"weekday", subscriptions.Weekdays},
		{"working days", subscriptions.Weekdays},
		{"every weekday", subscriptions.Weekdays},
		{"each day", subscriptions.EveryDay},
		{"everyday", subscriptions.EveryDay},
		{"every monday", mon},
		{"every mon, wed and fri", mon | wed | fri},
		{"", 0},
		{"every", 0},
		{"hari", 0},
		{"someday", 0},
		{"mon to", 0},
		{"mon to 7", 0},
		{"mon-", 0},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			w, err := ParseDays(tt.typed)
			if got := w.Days; got != tt.want || (err == nil) != (tt.want != 0) {
				t.Errorf("ParseDays(%q) = %07b, %v, want %07b", tt.typed, w.Days, err, tt.want)
			}
		})
	}
}

func TestParseWhen(t *testing.T) {
	tests := []struct {
		typed string
		times string
		Days  subscriptions.Days
		Bare  bool
	}{
		{"weekdays 7 18:30", "07:00 18:30", subscriptions.Weekdays, true},
		{"every day at 8 in the evening", "20:00", subscriptions.EveryDay, false},
		{"平日8時", "08:00", subscriptions.Weekdays, false},
		{"每天早上7点", "07:00", subscriptions.EveryDay, false},
		{"每天早上 7点", "07:00", subscriptions.EveryDay, false},
		{"ทุกวัน 8 โมงเช้า", "08:00", subscriptions.EveryDay, false},
		{"thứ 2 7 giờ", "07:00", mon, false},
		{"7 giờ sáng mỗi ngày", "07:00", subscriptions.EveryDay, false},
		{"jam 8 malam setiap hari", "20:00", subscriptions.EveryDay, false},
		{"7 โมงเช้าทุกวัน", "07:00", subscriptions.EveryDay, false},
		{"土日は9時", "09:00", subscriptions.Weekend, false},
		{"毎週月曜日と木曜日の朝7時", "07:00", mon | thu, false},
		{"setiap hari jam 7 pagi", "07:00", subscriptions.EveryDay, false},
		{"monday to friday 8", "08:00", subscriptions.Weekdays, true},
		{"தினமும் காலை 7 மணிக்கு", "07:00", subscriptions.EveryDay, false},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			w, err := Parse(tt.typed)
			var got []string
			for _, at := range w.Times {
				got = append(got, at.String())
			}
			if times := strings.Join(got, " "); err != nil || times != tt.times || w.Days != tt.Days || w.Bare != tt.Bare {
				t.Errorf("Parse(%q) = %q, %07b, bare %v, %v, want %q, %07b, %v", tt.typed, times, w.Days, w.Bare, err, tt.times, tt.Days, tt.Bare)
			}
		})
	}
}

// FuzzTimes holds what every reading of a phrase must: times within the day,
// ascending, each once.
func FuzzTimes(f *testing.F) {
	for _, seed := range []string{"7:00 18:30 weekdays", "午後8時半 月水金", "๗:๓๐", "24:00", "8 p.m.", "mon-fri,at", "2 ทุ่มครึ่ง", "setengah 1 malam", "từ thứ 2 đến 6", "quarter to 12 midnight"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		w, err := Parse(typed)
		if err != nil {
			return
		}
		last := subscriptions.TimeOfDay(-1)
		for _, at := range w.Times {
			if at <= last || at >= 24*60 {
				t.Errorf("Parse(%q) = %v", typed, w.Times)
			}
			last = at
		}
		if w.Days > subscriptions.EveryDay {
			t.Errorf("Parse(%q) has days %b", typed, w.Days)
		}
	})
}

const (
	sun = subscriptions.Days(1 << time.Sunday)
	mon = subscriptions.Days(1 << time.Monday)
	tue = subscriptions.Days(1 << time.Tuesday)
	wed = subscriptions.Days(1 << time.Wednesday)
	thu = subscriptions.Days(1 << time.Thursday)
	fri = subscriptions.Days(1 << time.Friday)
	sat = subscriptions.Days(1 << time.Saturday)
)
