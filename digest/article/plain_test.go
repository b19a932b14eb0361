package article

import (
	"slices"
	"testing"
)

// A mail's lines are broken for their length; its paragraphs are not.
func TestUnwrapped(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"a broken line", "Pier opens\n\nThe council of Port Alba opened the new pier on Monday after two\nyears of work.\nBoats queued.",
			[]string{"Pier opens", "The council of Port Alba opened the new pier on Monday after two years of work.", "Boats queued."}},
		{"the headline", "The council of Port Alba opened the new pier on Monday after two\nyears of work and of waiting", []string{"The council of Port Alba opened the new pier on Monday after two", "years of work and of waiting"}},
		{"a blank line", "Pier opens\nThe council of Port Alba opened the new pier on Monday after two\n\nyears of work", []string{"Pier opens", "The council of Port Alba opened the new pier on Monday after two", "years of work"}},
		{"a short line", "Pier opens\nBoats queued\nall day", []string{"Pier opens", "Boats queued", "all day"}},
		{"th", "เปิดท่าเรือ\nเทศบาลเปิดท่าเรือแห่งใหม่ของเมืองเมื่อวันจันทร์หลังก่อสร้างนานสองปีเพื่อรองรับชาวประมง\nและนักท่องเที่ยวจากเกาะ",
			[]string{"เปิดท่าเรือ", "เทศบาลเปิดท่าเรือแห่งใหม่ของเมืองเมื่อวันจันทร์หลังก่อสร้างนานสองปีเพื่อรองรับชาวประมง และนักท่องเที่ยวจากเกาะ"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := unwrapped(tt.in); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
