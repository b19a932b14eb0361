package language

import (
	"maps"
	"slices"
	"testing"
	"time"
	"unicode"
)

func TestInfo(t *testing.T) {
	for _, d := range All() {
		t.Run(d.Tag, func(t *testing.T) {
			info := d.Info()
			if len(info.Scripts) == 0 || slices.ContainsFunc(info.Scripts, func(s string) bool { return unicode.Scripts[s] == nil }) {
				t.Errorf("scripts: %q", info.Scripts)
			}
			if !slices.Contains([]string{"dmy", "mdy", "ymd"}, info.Order) {
				t.Errorf("order of a date: %q", info.Order)
			}
			if _, err := time.LoadLocation(info.Zone); info.Zone == "" || err != nil {
				t.Errorf("zone %q: %v", info.Zone, err)
			}
		})
	}
}

// TestWhatLanguagesLack prints which lists that several languages have are
// missing in others, for whoever adds or mends a language. That a list is
// missing may be right: Thai needs no words that begin with a capital.
func TestWhatLanguagesLack(t *testing.T) {
	have := map[string]int{}
	for _, d := range All() {
		for _, s := range d.Sections() {
			have[s]++
		}
	}
	for _, d := range All() {
		for _, s := range slices.Sorted(maps.Keys(have)) {
			if have[s] > 2 && d.List(s) == nil {
				t.Logf("%s lacks %s, which %d languages have", d.Tag, s, have[s])
			}
		}
		if d.List("language.info") == nil {
			t.Errorf("%s lacks language.info, which every language needs", d.Tag)
		}
	}
}
