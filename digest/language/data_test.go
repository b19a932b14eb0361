package language

import (
	"slices"
	"testing"
)

func TestParseData(t *testing.T) {
	got := parseData("x", "# c\n[a.b]\none\n\" two \"\n\n[a.c]\njan, january = 1\n")
	if want := []string{"one", " two "}; !slices.Equal(got["a.b"], want) {
		t.Errorf("a.b: got %q, want %q", got["a.b"], want)
	}
	d := &Data{Tag: "x", sections: got}
	if table := d.Table("a.c"); table["jan"] != "1" || table["january"] != "1" {
		t.Errorf("a.c: got %v", table)
	}
	if d.List("nothing") != nil || (*Data)(nil).List("a.b") != nil {
		t.Error("a section that is not there has entries")
	}
}

func TestOfFallsBack(t *testing.T) {
	for tag, want := range map[string]string{"zh-Hant": "zh", "zh-Hant-HK": "zh", "th-TH": "th", "en": "en"} {
		if d := Of(tag); d == nil || d.Tag != want {
			t.Errorf("Of(%q): got %v, want %s", tag, d, want)
		}
	}
	if d := Of("fr"); d != nil {
		t.Errorf("Of(fr): got %s, want nothing", d.Tag)
	}
}
