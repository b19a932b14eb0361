package prose

import "testing"

func TestOpenings(t *testing.T) {
	tests := []struct{ in, want string }{
		{"HANOI, Nov 23 (VNA) – Rain fell.", "Rain fell."},
		{"Singapore (VNA) – Amid rain, ships wait.", "Amid rain, ships wait."},
		{"（東京＝共同）雨が降った。", "雨が降った。"},
		{"【東京共同】雨が降った。", "雨が降った。"},
		{"［東京　２３日　ロイター］ - 雨が降った。", "雨が降った。"},
		{"JAKARTA, KOMPAS.com - Hujan turun.", "Hujan turun."},
		{"TPO - Mưa lớn.", "Mưa lớn."},
		{"(Dân trí) - Mưa lớn.", "Mưa lớn."},
		{"Hà Nội (TTXVN) - Mưa lớn.", "Mưa lớn."},
		{"กรุงเทพฯ – ฝนตก", "ฝนตก"},
		{"KUALA LUMPUR: Hujan turun.", "Hujan turun."},
		{"KUALA LUMPUR, Nov 23: Hujan turun.", "Hujan turun."},
		{"(Reuters) - Rain fell.", "Rain fell."},
		{"WASHINGTON (AP) — Rain fell.", "Rain fell."},
		{"MANILA, Philippines — Rain fell.", "Rain fell."},
		{"Jakarta, CNBC Indonesia - Hujan turun.", "Hujan turun."},
		{"Bisnis.com, JAKARTA - Hujan turun.", "Hujan turun."},
		{"新华社北京11月23日电（记者张三）雨停了。", "雨停了。"},
		{"中新网11月23日电 雨停了。", "雨停了。"},
		{"阿港科技讯 北京时间11月23日晚间消息，岛上的雨停了。", "岛上的雨停了。"},
		{"阿港讯 岛上的雨停了。", "岛上的雨停了。"},
		{"7港讯，岛上的雨停了。", "岛上的雨停了。"},
		{"闻讯，渔民们上了岸。", "闻讯，渔民们上了岸。"},
		{"好消息，岛上的雨停了。", "好消息，岛上的雨停了。"},
		{"（中央社記者王小明台北23日電）雨停了。", "雨停了。"},
		{"記者王小明／台北報導　雨停了。", "雨停了。"},
		{"ភ្នំពេញ៖ ភ្លៀងធ្លាក់។", "ភ្លៀងធ្លាក់។"},
		{"சென்னை: மழை பெய்தது.", "மழை பெய்தது."},
		{"中新社北京3月3日电 (记者 朱一 官二)雨停了。", "雨停了。"},
		{"中评社台北12月11日电／雨停了。", "雨停了。"},
		{"[Newtalk新聞] 雨停了。", "雨停了。"},
		{"18 ต.ค.64 - ฝนตก", "ฝนตก"},
		{"กทม. 29 ส.ค. – ฝนตก", "ฝนตก"},
		{"CAVITE, Philippines — Umulan.", "Umulan."},
		{"KUALA LUMPUR 3 Julai - Hujan turun.", "Hujan turun."},
		{"Putrajaya, 27 Mac- Hujan turun.", "Hujan turun."},
		{"KUALA LUMPUR, 15 Sept: Hujan turun.", "Hujan turun."},
		{"கோலாலம்பூர், மார்ச் 9 – மழை பெய்தது.", "மழை பெய்தது."},
		{"(HNMO) - Sáng 29-9, trời mưa.", "Sáng 29-9, trời mưa."},
		{"(ភ្នំពេញ)៖ ភ្លៀងធ្លាក់។", "ភ្លៀងធ្លាក់។"},
		{"◇雨が降った。", "雨が降った。"},
		{"VIENTIANE, Nov 23 (KPL/Xinhua) Rain fell.", "Rain fell."},
		{"DAVAO CITY (PNA) Rain fell.", "Rain fell."},
		{"วันที่ 23 พ.ย. 69 ผู้สื่อข่าวรายงานว่า ฝนตก", "ฝนตก"},
		{"ผู้สื่อข่าวประจำจังหวัดระนองรายงานว่า ฝนตก", "ฝนตก"},
		{"புதுடெல்லி, நவம்பர் 23 (பிடிஐ) மழை பெய்தது.", "மழை பெய்தது."},
		{"Liputan6.com, Jakarta Hujan turun.", "Hujan turun."},
		{"JawaPos.com–Hujan turun.", "Hujan turun."},
		{"央视网消息：雨停了。", "雨停了。"},
		{"生活中心／綜合報導 雨停了。", "雨停了。"},
		{"AKP ភ្នំពេញ ថ្ងៃទី២៣ ខែវិច្ឆិកា -- ភ្លៀងធ្លាក់។", "ភ្លៀងធ្លាក់។"},
		{"ວຽງຈັນ, ວັນທີ 23 ພະຈິກ (ຂປລ) - ຝົນຕົກ.", "ຝົນຕົກ."},

		// No datelines, though they look a little like one.
		{"ASEAN – the bloc of eleven – met in Cebu.", "ASEAN – the bloc of eleven – met in Cebu."},
		{"Apple – Microsoft's old rival – grew.", "Apple – Microsoft's old rival – grew."},
		{"Marcos: We will not yield.", "Marcos: We will not yield."},
		{"The train-ferry is back.", "The train-ferry is back."},
		{"「雨が降る」と市長は言った。", "「雨が降る」と市長は言った。"},
		{"Prices fell by 3 - 4 percent.", "Prices fell by 3 - 4 percent."},
		{"Two teams drew 1-1.", "Two teams drew 1-1."},
		{"11月23日，雨停了。", "11月23日，雨停了。"},
		{"ASEAN (Association of Southeast Asian Nations) Games open.", "ASEAN (Association of Southeast Asian Nations) Games open."},
		{"NASA (USA) and JAXA met.", "NASA (USA) and JAXA met."},
		{"วันที่ 23 พ.ย. 69 ฝนตก", "วันที่ 23 พ.ย. 69 ฝนตก"},
	}
	for _, tt := range tests {
		if got := TrimOpening(tt.in); got != tt.want {
			t.Errorf("openings(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
