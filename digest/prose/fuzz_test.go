package prose

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzSentences(f *testing.F) {
	for _, tt := range []struct{ s, lang string }{
		{"HANOI, Nov 23 (VNA) – The ferry carries cars again from Dec. 5, Dr. A. Rahman said. It closed in June.", "en"},
		{"市長は「まだ道半ばだ。続けたい。」と述べた。雨が降った。", "ja"},
		{"ฝนตกหนักสองวันทำให้น้ำท่วมสามจังหวัดภาคใต้ ชาวบ้านกว่าห้าพันคนต้องอพยพ", "th"},
		{"គាត់បង្រៀនតាំងពីឆ្នាំ២០០១។ ភ្លៀងធ្លាក់។", "km"},
	} {
		f.Add(tt.s, tt.lang)
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		got := Sentences(s, lang)
		if !utf8.ValidString(s) {
			return
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(strings.Join(got, " ")) != bare(s) {
			t.Errorf("%q came out as %q", s, got)
		}
	})
}
