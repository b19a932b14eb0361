package prose

import "testing"

func TestRefused(t *testing.T) {
	tests := []struct {
		in   string
		want bool
	}{
		{"Read more", true},
		{"READ MORE: How the trams left the city", true},
		{"Also read: Tide tables", true},
		{"Follow us on Telegram", true},
		{"We use cookies to make this site better.", true},
		{"The post Rain appeared first on Lagoon Daily.", true},
		{"Boats wait at the lock. (Photo: Lagoon Daily)", true},
		{"A farmer dries rice in this undated photo.", true},
		{"In this Nov. 10, 2026, photograph, cars stand in a row.", true},
		{"By Ann Lowe", true},
		{"Baca juga: Harga garam turun", true},
		{"Xem thêm: Giá vé phà", true},
		{"Công nhân thảm nhựa. Ảnh: Minh Hòa", true},
		{"工人在分拣咖啡豆。中新社记者 王三 摄", true},
		{"図書館に並ぶ本（写真：みなと新聞）", true},
		{"この記事は会員限定です。残り512文字", true},
		{"责任编辑：王三", true},
		{"อ่านข่าวเพิ่มเติม: ราคายาง", true},
		{"រូបភាព៖ ដំណឹងទន្លេ", true},
		{"மேலும் படிக்க: நூல் கண்காட்சி", true},

		{"Related industries grew by a tenth.", false},
		{"Advertisement spending rose in the delta.", false},
		{"Subscribers of the ferry card ride free on Sunday.", false},
		{"Share prices fell in early trade.", false},
		{"Photographers met in the old depot.", false},
		{"By Sunday the water had gone.", false},
		{"Watchmen heard the gate break.", false},
	}
	for _, tt := range tests {
		if got := IsBoilerplate(tt.in); got != tt.want {
			t.Errorf("refused(%q) = %t", tt.in, got)
		}
	}
}

func TestTrimEnd(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Rain fell./.", "Rain fell."},
		{"Rain fell. -- BERNAMA", "Rain fell."},
		{"Rain fell. (VNA)", "Rain fell."},
		{"Rain fell.—AFP", "Rain fell."},
		{"Hujan turun. - Siakap.my", "Hujan turun."},
		{"雨停了。（完）", "雨停了。"},
		{"Rain fell. Read more", "Rain fell."},
		{"Rain fell on the... Read more »", "Rain fell on the…"},
		{"Rain fell on the [&hellip;]", "Rain fell on the [&hellip;]"}, // entities are gone before
		{"Rain fell on the […]", "Rain fell on the…"},
		{"Rain fell on the (...)", "Rain fell on the…"},
		{"Mưa lớn. Xem thêm: Giá vé", "Mưa lớn."},
		{"ฝนตกหนัก อ่านต่อ", "ฝนตกหนัก"},
		{"雨が降った。続きを読む", "雨が降った。"},
		{"雨が降った。…続きを読む", "雨が降った。"},
		{"雨が降った。[…]", "雨が降った。"},
		{"Rain fell. [...]", "Rain fell."},
		{"雨が…続きを読む", "雨が…"},
		{"ฝนตกหนัก -สำนักข่าวไทย", "ฝนตกหนัก"},
		{"The minister will read more reports.", "The minister will read more reports."},
		{"They spread more sand on the beach", "They spread more sand on the beach"},
	}
	for _, tt := range tests {
		if got := TrimEnd(tt.in); got != tt.want {
			t.Errorf("trimEnd(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
