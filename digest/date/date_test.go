package date

import (
	"testing"
	"time"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{"Mon, 23 Nov 2026 08:00:00 +0700", "2026-11-23T08:00:00Z", "จ., 23 พ.ย. 2569 08:00", "Thứ 2, 23/11/2026", "令和8年11月23日", "1795395600"} {
		f.Add(s, "th")
	}
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s, lang string) {
		got, ok := Parse(s, now, lang)
		if ok && (got.After(now) || got.UTC().Year() < 1980 || got.IsZero()) || !ok && !got.IsZero() {
			t.Errorf("Parse(%q, %q) = %v, %v", s, lang, got, ok)
		}
		if ok {
			again, ok := Parse(got.Format(time.RFC3339Nano), now, lang)
			if !ok || !again.Equal(got) {
				t.Errorf("%v read back as %v, %v", got, again, ok)
			}
		}
	})
}

func TestParse(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	const morning = "2026-11-23T01:00:00Z" // 08:00 at +07:00
	tests := []struct{ in, lang, want string }{
		// RFC 822 and what became of it.
		{"Mon, 23 Nov 2026 08:00:00 +0700", "", morning},
		{"Mon, 23 Nov 2026 01:00:00 GMT", "", morning},
		{"Mon, 23 Nov 26 01:00 UT", "", morning},
		{"23 Nov 2026 01:00:00 Z", "", morning},
		{"Monday, 23-Nov-26 01:00:00 GMT", "", morning},
		{"Mon,23 Nov 2026 08:00:00+07:00", "", morning},
		{"Mon, 23 November 2026 08:00:00 +07", "", morning},
		{"Mon Nov 23 01:00:00 2026", "en", morning},
		{"Mon Nov 23 08:00:00 ICT 2026", "", morning},
		{"Mon Nov 23 2026 08:00:00 GMT+0700 (Indochina Time)", "", morning},
		{"Mon, 23 Nov 2026 08:00:00 GMT+7", "", morning},
		{"Mon, 23 Nov 2026 08:00:00 +0700 (ICT)", "", morning},
		{"Mon, 23 Nov 2026 08:00:00 +0700 ICT", "", morning},
		{"Nov 23, 2026 1:00 AM", "en", morning},
		{"November 23rd, 2026 at 1:00 a.m. UTC", "en", morning},
		{"Sunday, November 22, 2026 8:00 PM EST", "en", morning},
		{"Mon, 23 Nov 2026 12:30 AM GMT", "", "2026-11-23T00:30:00Z"},
		{"Mon, 23 Nov 2026 12:30 PM GMT", "", "2026-11-23T12:30:00Z"},
		{"Mon, 23 Nov 2026 01:00:60 GMT", "", "2026-11-23T01:00:59Z"},
		// ISO 8601 and what became of it.
		{"2026-11-23T08:00:00+07:00", "", morning},
		{"2026-11-23T01:00:00Z", "", morning},
		{"2026-11-23T01:00:00.123Z", "", "2026-11-23T01:00:00.123Z"},
		{"2026-11-23T08:00:00.000000+0700", "", morning},
		{"2026-11-23T08:00:00,500+07", "", "2026-11-23T01:00:00.5Z"},
		{"2026-11-23 08:00:00 +0700", "", morning},
		{"2026-11-23 01:00:00 UTC", "", morning},
		{"2026-11-23 01:00", "", morning},
		{"2026/11/23 01:00:00", "", morning},
		{"20261123T010000Z", "", morning},
		{"20261123010000", "", morning},
		{"2026-11-23", "", "2026-11-23T00:00:00Z"},
		{"1795395600", "", morning},
		{"1795395600000", "", morning},
		// Zones by name.
		{"Mon, 23 Nov 2026 08:00:00 ICT", "", morning},
		{"Mon, 23 Nov 2026 08:00:00 WIB", "", morning},
		{"Mon, 23 Nov 2026 09:00:00 WITA", "", morning},
		{"Mon, 23 Nov 2026 10:00:00 WIT", "", morning},
		{"Mon, 23 Nov 2026 10:00:00 JST", "", morning},
		{"Mon, 23 Nov 2026 10:00:00 KST", "", morning},
		{"Mon, 23 Nov 2026 09:00:00 SGT", "", morning},
		{"Mon, 23 Nov 2026 09:00:00 MYT", "", morning},
		{"Mon, 23 Nov 2026 09:00:00 PHT", "", morning},
		{"Mon, 23 Nov 2026 09:00:00 HKT", "", morning},
		{"Mon, 23 Nov 2026 07:30:00 MMT", "", morning},
		{"Mon, 23 Nov 2026 06:30:00 IST", "", morning},
		{"Mon, 23 Nov 2026 11:00:00 AEST", "", morning},
		{"Mon, 23 Nov 2026 09:00:00 CST", "zh-CN", morning},
		{"Sun, 22 Nov 2026 19:00:00 CST", "en-US", morning},
		{"Mon, 23 Nov 2026 09:00:00 PST", "fil", morning},
		// Native names, digits and counts of years.
		{"จ., 23 พ.ย. 2569 08:00", "th", morning},
		{"วันจันทร์ที่ 23 พฤศจิกายน พ.ศ. 2569 เวลา 08.00 น.", "th", morning},
		{"23 พ.ย. 69 08:00 น.", "th", morning},
		{"๒๓ พฤศจิกายน ๒๕๖๙ ๐๘:๐๐", "", morning},
		{"23/11/2569 08:00", "th", morning},
		{"Senin, 23 November 2026 08:00 WIB", "id", morning},
		{"Senin, 23 Nov 2026 | 08.00 WIB", "id", morning},
		{"Isnin, 23 November 2026 9:00 pagi", "ms", morning},
		{"23 Ogos 2026 3:00 petang", "ms", "2026-08-23T07:00:00Z"},
		{"Thứ hai, 23/11/2026, 08:00 (GMT+7)", "vi", morning},
		{"Thứ 2, 23/11/2026 08:00", "vi", morning},
		{"08:00 ngày 23 tháng 11 năm 2026", "vi", morning},
		{"23 Th11, 2026 8:00 SA", "vi", morning},
		{"8h00 23/11/2026", "vi", morning},
		{"Chủ nhật, 22 tháng mười một, 2026 3:00 CH", "vi", "2026-11-22T08:00:00Z"},
		{"Lunes, Nobyembre 23, 2026 9:00 AM", "fil", morning},
		{"ika-23 ng Nobyembre 2026, 9:00 ng umaga", "fil", morning},
		{"2026年11月23日 10時00分", "ja", morning},
		{"2026年11月23日(月) 午前10:00", "ja", morning},
		{"令和8年11月23日 10時", "ja", morning},
		{"平成30年5月1日", "ja", "2018-04-30T15:00:00Z"},
		{"令和元年5月1日", "ja", "2019-04-30T15:00:00Z"},
		{"2026年11月23日 星期一 上午9:00", "zh", morning},
		{"二〇二六年十一月二十三日 9时", "zh", morning},
		{"民國115年11月23日 09:00", "zh-TW", morning},
		{"2026년 11월 23일 오전 10:00", "ko", morning},
		{"ថ្ងៃចន្ទ ទី២៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ម៉ោង ៨:០០ ព្រឹក", "km", morning},
		{"23 វិច្ឆិកា 2026 08:00", "km", morning},
		{"ວັນຈັນ ທີ 23 ພະຈິກ 2026 08:00", "lo", morning},
		{"໒໓/໑໑/໒໐໒໖ ໐໘:໐໐", "lo", morning},
		{"၂၀၂၆ ခုနှစ် နိုဝင်ဘာ ၂၃ ရက် ၀၇:၃၀", "my", morning},
		{"နိုဝင်ဘာ ၂၃၊ ၂၀၂၆ ၇:၃၀ နံနက်", "my", morning},
		{"திங்கள், 23 நவம்பர் 2026 06:30", "ta", morning},
		{"23 நவ. 2026 6:30 மு.ப", "ta", morning},
		{"lundi 23 novembre 2026 08:00 +0700", "fr", morning},
		{"mar., 24 nov. 2026 01:00 UTC", "fr", "2026-11-24T01:00:00Z"},
		{"23 de noviembre de 2026 01:00", "es", morning},
		{"Mo, 23. November 2026, 01:00 Uhr", "de", morning},
		{"23.11.2026 01:00", "", morning},
		{"2026-11-23(月) 10:00:00", "ja", morning},
		{"R8.11.23 10:00", "ja", morning},
		{"T2, 23/11/2026 08:00", "vi", morning},
		{"Ahad, 22 November 2026 12:30 tengah hari", "ms", "2026-11-22T04:30:00Z"},
		{"Mon, 23 Nov 2026 1 AM", "en", morning},
		{"23 NOV 2026 0100 GMT", "", morning},
		{"Mon, 23 Nov 2026 08:00:00 Asia/Ho_Chi_Minh", "", morning},
		{"2026-11-23T08:00:00+7", "", morning},
		// Order of day and month.
		{"05/11/2026 08:00", "vi", "2026-11-05T01:00:00Z"},
		{"11/05/2026 08:00 +0000", "en-US", "2026-11-05T08:00:00Z"},
		{"05/11/2026 08:00 +0000", "en-GB", "2026-11-05T08:00:00Z"},
		{"Thu, 05/11/2026 08:00 +0000", "en", "2026-11-05T08:00:00Z"},
		// After now is now.
		{"Mon, 23 Nov 2027 08:00:00 GMT", "", "2026-11-25T12:00:00Z"},
		{"Wed, 25 Nov 2026 12:00:05 GMT", "", "2026-11-25T12:00:00Z"},
		// Unknown rather than wrong.
		{"05/11/2026 08:00", "en", ""},
		{"05/11/26", "en", ""},
		{"12/13/14", "th", ""},
		{"", "en", ""},
		{"yesterday", "en", ""},
		{"3 days ago", "en", ""},
		{"2 giờ trước", "vi", ""},
		{"31 Nov 2026 08:00 GMT", "", ""},
		{"23 Nov 2026 25:00 GMT", "", ""},
		{"23 Nov 2026 08:75 GMT", "", ""},
		{"Nov 2026", "", "2026-11-01T00:00:00Z"}, // a month alone is its first day
		{"23 Nov", "", ""},
		{"2026", "", ""},
		{"2026-11", "", "2026-11-01T00:00:00Z"},
		{"Nov 26", "", ""},
		{"Nov 2026 08:00", "", ""},
		{"08:00", "", ""},
		{"Mon, 23 Nov 2026 08:00:00 XYZ", "", ""},
		{"Mon, 23 Nov 2026 08:00:00 EST +0700", "", ""},
		{"Mon, 23 Nov 2026 08:00:00 +9900", "", ""},
		{"23 Nov Dec 2026", "", ""},
		{"23 Nov 2026 08:00 09:00", "", ""},
		{"Thu, 01 Jan 1970 00:00:00 GMT", "", ""},
		{"0000-00-00 00:00:00", "", ""},
		{"23 Nov 9999", "", ""},
		{"15 AM 23 Nov 2026", "", ""},
		{"1 Jumada II 1448", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in+"/"+tt.lang, func(t *testing.T) {
			got, ok := Parse(tt.in, now, tt.lang)
			if !ok {
				if tt.want != "" {
					t.Errorf("Parse(%q, %q) is unknown, want %s", tt.in, tt.lang, tt.want)
				}
				return
			}
			if s := got.UTC().Format(time.RFC3339Nano); s != tt.want {
				t.Errorf("Parse(%q, %q) = %s, want %q", tt.in, tt.lang, s, tt.want)
			}
		})
	}
}
