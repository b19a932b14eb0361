package brief

import (
	"testing"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

// Every text here is invented.
var lineTests = []struct {
	name, lang, title, summary, want string
}{
	{"en dateline", "en", "Ferry link to reopen before the holidays",
		"HANOI, Nov 23 (VNA) – The ferry between Hai Duong and Quang Ninh will carry cars again from Dec. 5, the transport department said on Monday. It closed in June.",
		"The ferry between Hai Duong and Quang Ninh will carry cars again from Dec. 5, the transport department said on Monday."},
	{"en agency only", "en", "Central bank holds rate",
		"(Reuters) - Policymakers left the main rate at 4.25% on Thursday, citing a weak harvest and slow exports. Read more",
		"Policymakers left the main rate at 4.25% on Thursday, citing a weak harvest and slow exports."},
	{"en capitals and colon", "en", "Two new lines for city trains",
		"KUALA LUMPUR: Work on two further rail lines starts in March, adding 31 stations to the network. Dr. A. Rahman, who heads the project, said tunnels come first.",
		"Work on two further rail lines starts in March, adding 31 stations to the network."},
	{"en headline said again", "en", "Storm Odessa makes landfall in Luzon",
		"Storm Odessa makes landfall in Luzon. More than 12,000 people spent the night in schools and gyms along the coast.",
		"More than 12,000 people spent the night in schools and gyms along the coast."},
	{"en headline glued before", "en", "Museum returns bronze bell to Kandal",
		"Museum returns bronze bell to Kandal The 900-year-old bell was carried home by river on Sunday after a decade of talks.",
		"The 900-year-old bell was carried home by river on Sunday after a decade of talks."},
	{"en question then answer", "en", "Why rice got dearer",
		"Why does rice cost more this year? Millers blame a short monsoon and a rule that keeps half the crop at home.",
		"Millers blame a short monsoon and a rule that keeps half the crop at home."},
	{"en pronoun", "en", "Minister steps down over bridge contract",
		"He had been in office for nine months. Public works minister Arif Halim resigned on Friday after auditors found that a bridge had been paid for twice.",
		"Public works minister Arif Halim resigned on Friday after auditors found that a bridge had been paid for twice."},
	{"en cut by the publisher", "en", "Chip plant planned near Penang",
		"A maker of power chips will build its largest plant in Batu Kawan by 2028. The company said it had chosen the site because of its port and its engin…",
		"A maker of power chips will build its largest plant in Batu Kawan by 2028."},
	{"en bracketed ellipsis and post footer", "en", "Village plants mangroves",
		"Villagers on the cape have planted 40,000 mangroves since spring to hold back the sea. The trees [&#8230;]\nThe post Village plants mangroves appeared first on Example Post.",
		"Villagers on the cape have planted 40,000 mangroves since spring to hold back the sea."},
	{"en caption first", "en", "Harvest fair opens",
		"Farmers show pumpkins at the fair in Dalat. (Photo: VNA)\nThe autumn fair in Dalat opened on Saturday with 300 growers from six provinces.",
		"The autumn fair in Dalat opened on Saturday with 300 growers from six provinces."},
	{"en quotation stays whole", "en", "Coach sets aim for the cup",
		"“We did not come for the view. We came to win,” coach Nguyen Tuan said before the final in Doha.",
		"“We did not come for the view. We came to win,” coach Nguyen Tuan said before the final in Doha."},
	{"en without end mark", "en", "Airline adds flights",
		"Three more flights a week will connect Cebu with Osaka from the end of March",
		"Three more flights a week will connect Cebu with Osaka from the end of March"},
	{"en nothing but furniture", "en", "Gallery of the day", "Read more\nFollow us on Telegram for the latest.\nWe use cookies to improve your experience.", ""},
	{"en only the headline", "en", "Parliament passes water bill", "Parliament passes water bill", ""},
	{"en connective taken off", "en", "Toll stays", "However, the toll on the northern bridge stays at two dollars until the loan is paid.",
		"The toll on the northern bridge stays at two dollars until the loan is paid."},
	{"en share text", "en", "New bus lanes", "Share this on Facebook\nBy Maria Santos\nBus lanes on four more avenues in Manila open next week, the first in five years.",
		"Bus lanes on four more avenues in Manila open next week, the first in five years."},

	{"en a notice, then news", "en", "Storm nears", "This website uses cookies. Tropical storm Example is expected to reach the cape on Tuesday morning with strong winds.",
		"Tropical storm Example is expected to reach the cape on Tuesday morning with strong winds."},
	{"en what you need to know", "en", "Storm nears", "Here's what you need to know. Tropical storm Example is expected to reach the cape on Tuesday morning with strong winds.",
		"Tropical storm Example is expected to reach the cape on Tuesday morning with strong winds."},
	{"en a caption's sentence", "en", "Storm nears", "Photo shows the cape before the storm. Tropical storm Example is expected to reach the cape on Tuesday morning with strong winds.",
		"Tropical storm Example is expected to reach the cape on Tuesday morning with strong winds."},
	{"en a pronoun behind a phrase", "en", "Coach sets aim", "In a short statement, he said so. Coach Nguyen Tuan named three new players for the final in Doha on Monday.",
		"Coach Nguyen Tuan named three new players for the final in Doha on Monday."},
	{"ja a picture's sentence", "ja", "連絡船が再開", "写真はイメージです。二つの岬を結ぶ連絡船が12月1日から再び車を運ぶと港湾局が23日発表した。…続きを読む",
		"二つの岬を結ぶ連絡船が12月1日から再び車を運ぶと港湾局が23日発表した。"},
	{"ja bracket dateline", "ja", "新型電車、来春から運行へ",
		"【東京共同】関東鉄道は23日、省エネルギー型の新型車両を来年4月から主要3路線に投入すると発表した。消費電力は3割減る。",
		"関東鉄道は23日、省エネルギー型の新型車両を来年4月から主要3路線に投入すると発表した。"},
	{"ja round bracket", "ja", "首相、来月に訪越で調整", "（東京＝共同）首相が来月上旬にベトナムを訪れる方向で調整していることが、政府関係者への取材で分かった。",
		"首相が来月上旬にベトナムを訪れる方向で調整していることが、政府関係者への取材で分かった。"},
	{"ja pronoun and question", "ja", "港の倉庫で火災",
		"何が起きたのか。これは県内で今年最大の火災だ。名古屋港の倉庫で22日夜に火が出て、消防車30台が消火に当たった。続きを読む",
		"名古屋港の倉庫で22日夜に火が出て、消防車30台が消火に当たった。"},
	{"ja quotation goes on", "ja", "市長が再選に意欲", "市長は「まだ道半ばだ。続けたい。」と述べ、来年の選挙に立候補する考えを示した。",
		"市長は「まだ道半ばだ。続けたい。」と述べ、来年の選挙に立候補する考えを示した。"},

	{"zh wire", "zh-Hans", "北京新增两条地铁线", "新华社北京11月23日电（记者张三、李四）北京市交通部门23日宣布，两条新地铁线将于年底前投入试运行，新增车站27座。",
		"北京市交通部门23日宣布，两条新地铁线将于年底前投入试运行，新增车站27座。"},
	{"zh Taiwan reporter", "zh-Hant", "高雄港擴建案通過", "〔記者王小明／高雄報導〕高雄港第七期擴建計畫昨天通過環評，預計2029年完工。全文請見內頁。",
		"高雄港第七期擴建計畫昨天通過環評，預計2029年完工。"},
	{"zh headline again, caption", "zh-Hans", "湖南一农场种出新稻种", "湖南一农场种出新稻种。\n图：农民在田间收割。\n这一品种由三家研究所历时八年培育。当地农技站说，亩产比去年提高一成半。阅读全文",
		"当地农技站说，亩产比去年提高一成半。"},

	{"vi agency", "vi", "Cầu mới qua sông Hậu thông xe", "(Dân trí) - Cây cầu dài 2,4 km nối TP. Cần Thơ với Vĩnh Long thông xe sáng 23/11, sớm hơn kế hoạch ba tháng. Ông Lê Văn A. cho biết thêm.",
		"Cây cầu dài 2,4 km nối TP. Cần Thơ với Vĩnh Long thông xe sáng 23/11, sớm hơn kế hoạch ba tháng."},
	{"vi TPO", "vi", "Giá cà phê tăng mạnh", "TPO - Giá cà phê nhân tại Tây Nguyên tăng thêm 2.000 đồng mỗi kg, lên mức cao nhất từ đầu vụ.\nXem thêm: Giá tiêu hôm nay",
		"Giá cà phê nhân tại Tây Nguyên tăng thêm 2.000 đồng mỗi kg, lên mức cao nhất từ đầu vụ."},
	{"vi place, pronoun", "vi", "Khai mạc hội sách mùa thu", "Ông này từng dự hội sách năm ngoái. Hà Nội (TTXVN) - Hội sách mùa thu khai mạc tại Hoàng thành Thăng Long với hơn 120 đơn vị tham gia.",
		"Hội sách mùa thu khai mạc tại Hoàng thành Thăng Long với hơn 120 đơn vị tham gia."},

	{"th place", "th", "เปิดรถไฟสายใหม่ปลายปีนี้", "กรุงเทพฯ – การรถไฟจะเปิดเดินรถสายใหม่ระหว่างขอนแก่นกับหนองคายในวันที่ 20 ธันวาคม",
		"การรถไฟจะเปิดเดินรถสายใหม่ระหว่างขอนแก่นกับหนองคายในวันที่ 20 ธันวาคม"},
	{"th read on", "th", "น้ำท่วมสามจังหวัด", "ฝนตกหนักสองวันทำให้น้ำท่วมสามจังหวัดภาคใต้ ชาวบ้านกว่าห้าพันคนต้องอพยพ อ่านต่อ",
		"ฝนตกหนักสองวันทำให้น้ำท่วมสามจังหวัดภาคใต้ ชาวบ้านกว่าห้าพันคนต้องอพยพ"},
	{"th caption", "th", "ตลาดน้ำเปิดใหม่", "ภาพ: สำนักข่าวตัวอย่าง\nตลาดน้ำอายุร้อยปีในราชบุรีเปิดรับนักท่องเที่ยวอีกครั้งหลังปิดซ่อมนานสองปี",
		"ตลาดน้ำอายุร้อยปีในราชบุรีเปิดรับนักท่องเที่ยวอีกครั้งหลังปิดซ่อมนานสองปี"},

	{"id place and paper", "id", "Jalur kereta baru ke bandara dibuka", "JAKARTA, KOMPAS.com - Jalur kereta menuju Bandara Kertajati mulai melayani penumpang pada Senin (23/11/2026). Tiketnya Rp 35.000.",
		"Jalur kereta menuju Bandara Kertajati mulai melayani penumpang pada Senin (23/11/2026)."},
	{"id Jakarta, other paper", "id", "Harga cabai naik", "Liputan6.com, Jakarta - Harga cabai rawit di tiga pasar induk naik dua kali lipat dalam sepekan akibat hujan. Baca Juga: Harga beras turun",
		"Harga cabai rawit di tiga pasar induk naik dua kali lipat dalam sepekan akibat hujan."},
	{"id pronoun", "id", "Bupati ditahan", "Dia ditahan sejak Jumat. Penyidik menahan Bupati Kab. Sukamaju karena diduga menerima suap proyek jalan Rp 4,5 miliar.",
		"Penyidik menahan Bupati Kab. Sukamaju karena diduga menerima suap proyek jalan Rp 4,5 miliar."},

	{"ms place and date", "ms", "Lebuh raya baharu siap tahun depan", "KUALA LUMPUR, 23 Nov (Bernama) -- Lebuh raya sepanjang 58 kilometer di Terengganu akan siap pada Mac tahun depan, kata Kementerian Kerja Raya. -- BERNAMA",
		"Lebuh raya sepanjang 58 kilometer di Terengganu akan siap pada Mac tahun depan, kata Kementerian Kerja Raya."},
	{"ms colon", "ms", "Pasar malam berpindah", "SHAH ALAM: Pasar malam terbesar di bandar ini berpindah ke Seksyen 13 mulai minggu hadapan.",
		"Pasar malam terbesar di bandar ini berpindah ke Seksyen 13 mulai minggu hadapan."},
	{"ms read on", "ms", "Banjir surut", "Banjir di lima daerah di Kelantan mula surut petang semalam dan dua pusat pemindahan ditutup. Baca lagi",
		"Banjir di lima daerah di Kelantan mula surut petang semalam dan dua pusat pemindahan ditutup."},

	{"fil place", "fil", "Bagong tulay sa Cavite", "MANILA – Bubuksan sa Enero ang tulay na magdurugtong sa Cavite at Bataan, ayon kay Engr. Jose Cruz ng DPWH. Tatlong taon itong ginawa.",
		"Bubuksan sa Enero ang tulay na magdurugtong sa Cavite at Bataan, ayon kay Engr. Jose Cruz ng DPWH."},
	{"fil pronoun", "fil", "Panalo ang koponan ng Iloilo", "Siya ang kapitan. Nanalo ang koponan ng Iloilo sa unang laro ng pambansang liga sa harap ng 9,000 manonood.",
		"Nanalo ang koponan ng Iloilo sa unang laro ng pambansang liga sa harap ng 9,000 manonood."},
	{"fil share", "fil", "Presyo ng bigas", "Basahin: Presyo ng asukal\nBumaba ng dalawang piso ang presyo ng bigas sa walong palengke sa Metro Manila.",
		"Bumaba ng dalawang piso ang presyo ng bigas sa walong palengke sa Metro Manila."},

	{"km place", "km", "ស្ពានថ្មីបើកឲ្យប្រើ", "ភ្នំពេញ៖ ស្ពានឆ្លងទន្លេមេគង្គនៅខេត្តក្រចេះ បានបើកឲ្យប្រើប្រាស់ជាផ្លូវការនៅថ្ងៃចន្ទនេះ។ ការសាងសង់ចំណាយពេលបីឆ្នាំ។",
		"ស្ពានឆ្លងទន្លេមេគង្គនៅខេត្តក្រចេះ បានបើកឲ្យប្រើប្រាស់ជាផ្លូវការនៅថ្ងៃចន្ទនេះ។"},
	{"km bracket place", "km", "តម្លៃអង្ករថយចុះ", "(ភ្នំពេញ)៖ តម្លៃអង្ករនៅទីផ្សារធំៗបានថយចុះដប់ភាគរយក្នុងខែនេះ។ អានបន្ត",
		"តម្លៃអង្ករនៅទីផ្សារធំៗបានថយចុះដប់ភាគរយក្នុងខែនេះ។"},
	{"km pronoun", "km", "គ្រូបង្រៀនទទួលរង្វាន់", "គាត់បង្រៀនតាំងពីឆ្នាំ២០០១។ គ្រូបង្រៀនម្នាក់នៅខេត្តកំពតបានទទួលរង្វាន់ជាតិសម្រាប់ការបង្រៀនគណិតវិទ្យា។",
		"គ្រូបង្រៀនម្នាក់នៅខេត្តកំពតបានទទួលរង្វាន់ជាតិសម្រាប់ការបង្រៀនគណិតវិទ្យា។"},

	{"lo agency", "lo", "ເປີດຂົວແຫ່ງໃໝ່", "(ຂປລ) ຂົວຂ້າມແມ່ນ້ຳຂອງແຫ່ງໃໝ່ທີ່ແຂວງບໍລິຄຳໄຊໄດ້ເປີດນຳໃຊ້ຢ່າງເປັນທາງການໃນວັນຈັນນີ້.",
		"ຂົວຂ້າມແມ່ນ້ຳຂອງແຫ່ງໃໝ່ທີ່ແຂວງບໍລິຄຳໄຊໄດ້ເປີດນຳໃຊ້ຢ່າງເປັນທາງການໃນວັນຈັນນີ້."},
	{"lo colon", "lo", "ລາຄານ້ຳມັນຫຼຸດ", "ວຽງຈັນ: ລາຄານ້ຳມັນທົ່ວປະເທດຫຼຸດລົງຫ້າສ່ວນຮ້ອຍຕັ້ງແຕ່ມື້ອື່ນເປັນຕົ້ນໄປ",
		"ລາຄານ້ຳມັນທົ່ວປະເທດຫຼຸດລົງຫ້າສ່ວນຮ້ອຍຕັ້ງແຕ່ມື້ອື່ນເປັນຕົ້ນໄປ"},
	{"lo read on", "lo", "ງານບຸນທີ່ຫຼວງພະບາງ", "ນັກທ່ອງທ່ຽວກວ່າສອງໝື່ນຄົນໄດ້ເຂົ້າຮ່ວມງານບຸນເຮືອໄຟທີ່ຫຼວງພະບາງໃນທ້າຍອາທິດນີ້ ອ່ານຕໍ່",
		"ນັກທ່ອງທ່ຽວກວ່າສອງໝື່ນຄົນໄດ້ເຂົ້າຮ່ວມງານບຸນເຮືອໄຟທີ່ຫຼວງພະບາງໃນທ້າຍອາທິດນີ້"},

	{"my place", "my", "တံတားသစ် ဖွင့်မည်", "ရန်ကုန် - ဒလမြို့နှင့် ရန်ကုန်မြို့ကို ဆက်သွယ်မည့် တံတားသစ်ကို လာမည့်လတွင် ဖွင့်လှစ်မည်ဟု တာဝန်ရှိသူများက ပြောသည်။ အလျားမှာ ပေ ၆၀၀၀ ဖြစ်သည်။",
		"ဒလမြို့နှင့် ရန်ကုန်မြို့ကို ဆက်သွယ်မည့် တံတားသစ်ကို လာမည့်လတွင် ဖွင့်လှစ်မည်ဟု တာဝန်ရှိသူများက ပြောသည်။"},
	{"my pronoun", "my", "စာအုပ်ဆိုင်ဟောင်း ပြန်ဖွင့်", "သူသည် စာအုပ်ချစ်သူဖြစ်သည်။ မန္တလေးမြို့ရှိ နှစ်တစ်ရာသက်တမ်း စာအုပ်ဆိုင်ကို ပြန်လည်ဖွင့်လှစ်လိုက်သည်။",
		"မန္တလေးမြို့ရှိ နှစ်တစ်ရာသက်တမ်း စာအုပ်ဆိုင်ကို ပြန်လည်ဖွင့်လှစ်လိုက်သည်။"},
	{"my comma does not end", "my", "ဆန်ဈေးကျ", "ရွှေဘို၊ ပြည်နှင့် ပုသိမ်ဈေးကွက်များတွင် ဆန်ဈေးနှုန်းများ ကျဆင်းခဲ့သည်။ ဆက်ဖတ်ရန်",
		"ရွှေဘို၊ ပြည်နှင့် ပုသိမ်ဈေးကွက်များတွင် ဆန်ဈေးနှုန်းများ ကျဆင်းခဲ့သည်။"},

	{"ta place", "ta", "புதிய ரயில் பாதை திறப்பு", "சென்னை: மதுரைக்கும் தேனிக்கும் இடையிலான புதிய ரயில் பாதையை அமைச்சர் திங்கள்கிழமை திறந்து வைத்தார். பயண நேரம் குறையும்.",
		"மதுரைக்கும் தேனிக்கும் இடையிலான புதிய ரயில் பாதையை அமைச்சர் திங்கள்கிழமை திறந்து வைத்தார்."},
	{"ta pronoun", "ta", "ஆசிரியருக்கு விருது", "அவர் முப்பது ஆண்டுகள் பணியாற்றினார். கோவையைச் சேர்ந்த ஆசிரியர் ஒருவருக்கு இந்த ஆண்டின் தேசிய விருது வழங்கப்படுகிறது.",
		"கோவையைச் சேர்ந்த ஆசிரியர் ஒருவருக்கு இந்த ஆண்டின் தேசிய விருது வழங்கப்படுகிறது."},
	{"ta initials, read on", "ta", "நூலகம் திறப்பு", "எழுத்தாளர் எஸ். ராஜா எழுதிய நூல்களுடன் புதிய நூலகம் சிங்கப்பூரில் திறக்கப்பட்டது. மேலும் படிக்க",
		"எழுத்தாளர் எஸ். ராஜா எழுதிய நூல்களுடன் புதிய நூலகம் சிங்கப்பூரில் திறக்கப்பட்டது."},
}

func TestLine(t *testing.T) {
	for _, tt := range lineTests {
		t.Run(tt.name, func(t *testing.T) {
			it := feed.Item{ID: "1", URL: "https://news.example/1", Title: tt.title, Summary: tt.summary, Language: tt.lang, Source: "Example"}
			if got := Of(story.Story{Items: []feed.Item{it}}).Line; got != tt.want {
				t.Errorf("line of %q\n got %q\nwant %q", tt.summary, got, tt.want)
			}
		})
	}
}

// Another item's line stands below a headline only if it tells of the same.
func TestLineOfAnotherItem(t *testing.T) {
	for _, tt := range []struct {
		title, line string
		want        bool
	}{
		{"Repairs stop ferry", "The ferry of Port Alba carried a million people last year, the council said.", true},
		{"Repairs stop ferry", "A couple who had saved for years lost their trip to the capital on Sunday.", false},
		{"Port Alba ferry out for repairs", "Divers found a crack of two metres below the water on Sunday.", true},
	} {
		mute := item("1", "en", "Lagoon Post", "Ferry of Port Alba stops for repairs", "")
		other := item("2", "en", "Harbour Daily", tt.title, tt.line)
		if got := Tell(story.Story{Items: []feed.Item{mute, other}}, mute).Line; (got == tt.line) != tt.want {
			t.Errorf("%q below %q: got %q", tt.line, tt.title, got)
		}
	}
}

// An item's own line gives way only where it has nothing of the headline and
// another's says it.
func TestOwnLineGivesWayToALead(t *testing.T) {
	lead := "The ferry of Port Alba stops for six weeks of repairs to its hull, the council said."
	for _, tt := range []struct{ own, other, want string }{
		{"The biggest news is also the saddest of the week.", lead, lead},
		{"Divers found a crack below the ferry's water line.", lead, "Divers found a crack below the ferry's water line."},
		{"The biggest news is also the saddest of the week.", "A ferry of another town was built in six weeks.", "The biggest news is also the saddest of the week."},
	} {
		face := item("1", "en", "Lagoon Post", "Ferry of Port Alba stops for repairs", tt.own)
		other := item("2", "en", "Harbour Daily", "Port Alba ferry out of service", tt.other)
		if got := Tell(story.Story{Items: []feed.Item{face, other}}, face).Line; got != tt.want {
			t.Errorf("own %q: got %q", tt.own, got)
		}
	}
}
