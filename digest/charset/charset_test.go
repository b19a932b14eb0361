package charset

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const (
	thaiTitle     = "นายกรัฐมนตรีแถลงมาตรการช่วยเหลือผู้ประสบภัยน้ำท่วม"
	japaneseTitle = "政府、来年度予算案を閣議決定 防衛費は過去最大に"
	chineseTitle  = "国务院总理主持召开会议 部署下一阶段经济工作"
	taiwanTitle   = "行政院長宣布新的經濟政策 明年開始實施"
	koreanTitle   = "정부, 내년 예산안 확정하고 국회에 제출하기로"
	frenchTitle   = "L’été a été très chaud à Genève"
)

func TestUTF8(t *testing.T) {
	tests := []struct {
		name  string
		enc   encoding.Encoding
		title string
		// header and label are what HTTP and the XML declaration say.
		header, label string
	}{
		{"windows-874 declared", charmap.Windows874, thaiTitle, "", "windows-874"},
		{"tis-620 declared", charmap.Windows874, thaiTitle, "", "TIS-620"},
		{"tis-620 by header", charmap.Windows874, thaiTitle, "text/xml; charset=tis-620", ""},
		{"thai undeclared", charmap.Windows874, thaiTitle, "", ""},
		{"thai under latin label", charmap.Windows874, thaiTitle, "text/xml; charset=iso-8859-1", "iso-8859-1"},
		{"thai under utf-8 label", charmap.Windows874, thaiTitle, "", "utf-8"},
		{"shift_jis declared", japanese.ShiftJIS, japaneseTitle, "", "Shift_JIS"},
		{"shift_jis undeclared", japanese.ShiftJIS, japaneseTitle, "", ""},
		{"euc-jp declared", japanese.EUCJP, japaneseTitle, "", "EUC-JP"},
		{"euc-jp undeclared", japanese.EUCJP, japaneseTitle, "", ""},
		{"euc-jp under shift_jis label", japanese.EUCJP, japaneseTitle, "", "Shift_JIS"},
		{"iso-2022-jp", japanese.ISO2022JP, japaneseTitle, "", "ISO-2022-JP"},
		{"gb2312 declared", simplifiedchinese.GBK, chineseTitle, "", "gb2312"},
		{"gbk undeclared", simplifiedchinese.GBK, chineseTitle, "", ""},
		{"gb18030 by header", simplifiedchinese.GB18030, chineseTitle, "application/rss+xml; charset=GB18030", ""},
		{"big5 declared", traditionalchinese.Big5, taiwanTitle, "", "big5"},
		{"big5 undeclared", traditionalchinese.Big5, taiwanTitle, "", ""},
		{"euc-kr declared", korean.EUCKR, koreanTitle, "", "euc-kr"},
		{"euc-kr undeclared", korean.EUCKR, koreanTitle, "", ""},
		{"windows-1252 undeclared", charmap.Windows1252, frenchTitle, "", ""},
		{"windows-1252 as ascii", charmap.Windows1252, frenchTitle, "text/xml; charset=us-ascii", ""},
		{"utf-8 under latin label", encoding.Nop, thaiTitle, "text/xml; charset=iso-8859-1", "iso-8859-1"},
		{"utf-8 under tis-620 label", encoding.Nop, thaiTitle, "", "tis-620"},
		{"utf-8 with mark", unicode.UTF8BOM, thaiTitle, "", ""},
		{"utf-16 little, marked", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), thaiTitle, "", "utf-16"},
		{"utf-16 big, marked", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), thaiTitle, "", "utf-16"},
		{"utf-16 little, bare", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), japaneseTitle, "", ""},
		{"utf-16 big, bare", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), japaneseTitle, "", ""},
		{"utf-32 little, marked", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), thaiTitle, "", ""},
		{"utf-32 big, bare", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), thaiTitle, "", ""},
		{"unknown label", encoding.Nop, thaiTitle, "text/xml; charset=klingon", "x-none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			declared := ""
			if tt.label != "" {
				declared = ` encoding="` + tt.label + `"`
			}
			data, err := tt.enc.NewEncoder().Bytes([]byte(`<?xml version="1.0"` + declared + `?><rss><channel><item><title>` + tt.title + `</title></item></channel></rss>`))
			if err != nil {
				t.Fatal(err)
			}
			if got := UTF8(data, tt.header); !strings.Contains(got, "<title>"+tt.title+"</title>") {
				t.Errorf("got %q, want %q in it", got, tt.title)
			}
		})
	}
}

// A byte that is none costs itself, not the text.
func TestSpoiltUTF8(t *testing.T) {
	if got, want := UTF8([]byte(thaiTitle+"\xff "+japaneseTitle), ""), thaiTitle+" "+japaneseTitle; got != want {
		t.Errorf("got %q", got)
	}
}
