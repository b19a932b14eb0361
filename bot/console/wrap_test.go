package console

import (
	"strings"
	"testing"

	"newsbrief/digest/text"
)

// TestWrap holds where rows end.
func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		columns    int
		line, want string
	}{
		{20, "a short line", "a short line"},
		{0, "a page of unknown width is left as it is", "a page of unknown width is left as it is"},
		{20, "a line that is longer than the page", "a line that is\nlonger than the page"},
		{20, "• the headline of a story", "• the headline of a\n  story"},
		{20, "  its one line, indented as it is", "  its one line,\n  indented as it is"},
		{20, "  https://harbour.example/a/long/path", "  https://harbour.example/a/long/path"},
		{20, "read https://harbour.example/a/long/path now", "read\nhttps://harbour.example/a/long/path\nnow"},
		{20, "two\nlines, of which one is too long", "two\nlines, of which one\nis too long"},
		{10, "東京で地震、津波の心配はない。", "東京で地\n震、津波の\n心配はな\nい。"},
		{9, "首相は「減税」を表明", "首相は\n「減税」\nを表明"},
		{12, "ข่าวเช้า เศรษฐกิจไทยโต", "ข่าวเช้า\nเศรษฐกิจไทยโต"},
		{10, "ໂຮງຮຽນແຫ່ງໃໝ່", "ໂຮງຮຽນແຫ່ງ\nໃໝ່"},
		{8, "ព័ត៌មាន\u200bថ្ងៃនេះ", "ព័ត៌មាន\u200b\nថ្ងៃនេះ"},
		{14, "\x1b[1mbold words on a page\x1b[0m", "\x1b[1mbold words on\na page\x1b[0m"},
	} {
		if got := wrap(tt.line, tt.columns); got != tt.want {
			t.Errorf("wrap(%q, %d)\n got %q\nwant %q", tt.line, tt.columns, got, tt.want)
		}
	}
}

// TestWrapLosesNothing holds that rows fit where they can and that no letter is
// lost or cut, whatever the width.
func TestWrapLosesNothing(t *testing.T) {
	for _, line := range []string{
		"Ferry line between Fukuoka and Busan resumes", "福岡と釜山を結ぶ夜行フェリーが２年ぶりに再開した。", "Chuyến phà đêm Fukuoka – Busan hoạt động trở lại",
		"เรือข้ามฟากตอนกลางคืนระหว่างฟุกุโอกะและปูซานกลับมาให้บริการ", "សាឡាងពេលយប់រវាងហ្វូកូអូកានិងប៊ូសានបើកដំណើរការឡើងវិញ",
		"ஃபுகுவோகா மற்றும் பூசான் இடையிலான இரவுப் படகு மீண்டும் தொடங்கியது", "ဖူကူအိုကာနှင့် ဘူဆန်ကြား ညဘက်ကူးတို့ ပြန်စပြီ",
	} {
		for columns := 4; columns < 60; columns++ {
			got := wrap(line, columns)
			if strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(line), "") {
				t.Fatalf("%d columns: %q became %q", columns, line, got)
			}
			for row := range strings.SplitSeq(got, "\n") {
				if text.Columns(row) > columns && strings.ContainsRune(strings.TrimSpace(row), ' ') {
					t.Errorf("%d columns: row %q", columns, row)
				}
			}
		}
	}
}
