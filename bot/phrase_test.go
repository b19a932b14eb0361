package bot

import (
	"testing"

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
		{"", ""},
		{"late", ""},
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
		t.Run(tt.typed, func(t *testing.T) {
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
		{"", 0},
		{"someday", 0},
		{"mon 7:00", 0},
		{"mon-", 0},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			got, err := parseDays(tt.typed)
			if got != tt.want || (err == nil) != (tt.want != 0) {
				t.Errorf("parseDays(%q) = %07b, %v, want %07b", tt.typed, got, err, tt.want)
			}
		})
	}
}

// FuzzTimes holds what every reading of a phrase must: times within the day,
// ascending, each once.
func FuzzTimes(f *testing.F) {
	for _, seed := range []string{"7:00 18:30 weekdays", "午後8時半 月水金", "๗:๓๐", "24:00", "8 p.m.", "mon-fri,at"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		w, err := parseWhen(typed)
		if err != nil {
			return
		}
		last := subscriptions.TimeOfDay(-1)
		for _, at := range w.times {
			if at <= last || at >= 24*60 {
				t.Errorf("parseWhen(%q) = %v", typed, w.times)
			}
			last = at
		}
		if w.days > subscriptions.EveryDay {
			t.Errorf("parseWhen(%q) has days %b", typed, w.days)
		}
	})
}
