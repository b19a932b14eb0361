package prose

import (
	"testing"
)

// What a sentence says stays what is shown, whatever it looks like. Each text
// here is one sentence of news; others follow that must not be taken for it.
func TestFirstSentenceIsTheLine(t *testing.T) {
	after := map[string]string{
		"en": " More will be said next month.", "id": " Rincian akan diumumkan bulan depan.", "ms": " Butiran akan diumumkan bulan depan.",
		"vi": " Chi tiết sẽ được công bố tháng tới.", "fil": " Iaanunsiyo ang detalye sa susunod na buwan.", "ja": "詳細は来月発表される見通しだ。",
		"zh": "更多细节将于下月公布给公众。", "th": "\nรายละเอียดจะประกาศในเดือนหน้าโดยกระทรวงที่เกี่ยวข้อง", "lo": "\nລາຍລະອຽດຈະປະກາດໃນເດືອນໜ້າໂດຍກະຊວງທີ່ກ່ຽວຂ້ອງ",
		"km": " ព័ត៌មានលម្អិតនឹងប្រកាសនៅខែក្រោយ។", "my": " အသေးစိတ်ကို လာမည့်လတွင် ကြေညာမည်။", "ta": " விவரங்கள் அடுத்த மாதம் அறிவிக்கப்படும்.",
	}
	tests := []struct{ kind, lang, s string }{
		{"figures", "en", "The index rose 412.07 points, or 1.93%, to close at 21,744.18."},
		{"figures", "en", "Lagoon United beat Harbour City 3-1 (2-0) on 14/10."},
		{"figures", "ja", "終値は前日比５２３円１８銭高の３万８７１２円０４銭だった。"},
		{"figures", "ja", "降り始めからの雨量は１２３．５ミリに達し、１０月としては観測史上最大となった。"},
		{"figures", "zh", "截至10月14日15时，指数报3865.23点，涨1.22%。"},
		{"figures", "vi", "Chỉ số giảm 8,15 điểm (0,51%), còn 1.590,44 điểm phiên 14/10."},
		{"figures", "id", "Indeks ditutup turun 21,08 poin atau 0,26 persen ke 8.066,52."},
		{"figures", "ms", "Ringgit ditutup 4.2190/2235 berbanding 4.2205/2260 semalam."},
		{"ends in a year", "th", "ครม. เห็นชอบแผนสร้างสะพานข้ามอ่าวแห่งใหม่ภายในปี 2571"},
		{"ends in a percentage", "th", "ธนาคารกลางปรับลดอัตราดอกเบี้ยนโยบายลงเหลือร้อยละ 1.25%"},
		{"ends in a Latin word", "th", "ตำรวจเตือนประชาชนอย่าหลงเชื่อเพจปลอมที่ขายตั๋วเรือทาง TikTok"},
		{"ends in a figure", "lo", "ລັດຖະບານອະນຸມັດແຜນກໍ່ສ້າງຂົວຂ້າມແມ່ນ້ຳແຫ່ງໃໝ່ພາຍໃນປີ 2027"},
		{"a majesty", "en", "His Majesty the King opened the new harbour on Monday."},
		{"a highness", "en", "Her Royal Highness Princess Ana visited the flooded towns on Monday."},
		{"a lady", "en", "Our Lady of the Lagoon was carried through the town on Saturday."},
		{"a surname", "en", "He Weimin, the mayor of the port, resigned on Monday over the contract."},
		{"a given name", "en", "I Made Suardana, who carved the gate, died on Monday at the age of 91."},
		{"a place", "en", "My Tho will get a second bridge over the river by 2029."},
		{"a month's", "en", "This month's rain broke a record that had stood since 1931."},
		{"a day", "en", "This Friday the old lighthouse opens to visitors after two years."},
		{"a season", "en", "This winter the ferry will sail twice a day, the harbour office said."},
		{"people", "en", "Those over 70 will ride the ferry for free from January."},
		{"people who", "en", "Those who lost their homes in the flood will get a plot of land."},
		{"times", "id", "Ini kali kedua dalam sepekan tanggul di pesisir utara jebol."},
		{"people", "id", "Mereka yang terdampak banjir mendapat bantuan Rp 2 juta per keluarga."},
		{"times", "vi", "Đây là lần thứ hai trong tháng đê biển phía bắc bị vỡ."},
		{"relatives", "vi", "Họ hàng của ba ngư dân mất tích đã đến cảng sáng 14/10."},
		{"these years", "ja", "この５年で最も強い台風が14日、島の北部に上陸した。"},
		{"this day", "ja", "この日、港では再建を祝う式典が開かれ、約300人が集まった。"},
		{"until now", "ja", "これまで閉鎖されていた灯台が14日、2年ぶりに公開された。"},
		{"a name", "zh", "他信周一在曼谷出庭，法官驳回了他的上诉请求。"},
		{"another country", "zh", "他国渔船周一闯入东部海域，海警将其驱离。"},
		{"a township", "my", "ယင်းမာပင်မြို့နယ်တွင် ရေကြီးမှုကြောင့် လူ ၆ ဦး သေဆုံးခဲ့သည်။"},
		{"a director", "my", "ဒါရိုက်တာသစ်တစ်ဦး၏ ရုပ်ရှင်သည် ပွဲတော်တွင် ဆုရခဲ့သည်။"},
		{"a middle initial", "en", "Mayor Dolores P. Santos said on Monday that the pier would open in May."},
		{"a firm", "en", "Shares of J. P. Lagoon fell by a tenth on Monday."},
		{"a title", "en", "The court fined Mohd. Halim Osman and Msgr. Luis Ramos on Monday."},
		{"a rank", "en", "Brig. Gen. Ana Cruz and Asst. Secretary Ramon Diaz met the governor on Monday."},
		{"a street", "en", "A fire on Harbour Blvd. near Pier Rd. killed two people on Monday."},
		{"rupees", "en", "Onions rose to Rs. 90 a kilo on the markets of the south on Monday."},
		{"an exclamation mark", "en", "Yahoo! Japan will close its news service for phones in March."},
		{"ranks", "id", "Kombes. Pol. Budi Hartono dan Letjen. Agus Salim meninjau Pelabuhan Tg. Emas pada Senin."},
		{"a company", "id", "Laba PT. Laut Biru naik dua kali lipat pada kuartal ketiga."},
		{"names", "ms", "Datuk Muhd. Faiz Abd. Rahim dan Kapt. Md. Noor ditahan semalam di Johor."},
		{"degrees", "vi", "PGS.TS. Lê Thị Hoa và BS.CKII. Trần Nam công bố kết quả sáng 14/10."},
		{"a company", "vi", "Công ty CP. Biển Xanh sẽ xây cảng mới ở TP. Cà Mau vào năm sau."},
		{"a title", "fil", "Sinabi ni Gng. Ma. Elena Cruz ng Brgy. San Roque na bubuksan ang pier sa Mayo."},
		{"initials", "ta", "எம். கே. ராஜன் எழுதிய நூல் திங்கள்கிழமை வெளியிடப்பட்டது."},
		{"a copyright law", "id", "RUU Hak Cipta yang disahkan Senin mewajibkan hotel membayar royalti."},
		{"copyright suits", "en", "Copyright lawsuits against makers of models doubled last year, the court said."},
		{"privacy policy", "en", "The chat service changed its privacy policy on Monday after complaints."},
		{"terms of service", "en", "The video site updated its terms of service to bar children under 13."},
		{"first appeared", "en", "The beetle first appeared on farms of the north in August."},
		{"photos show", "en", "Photos show that the glacier has lost a third of its length since 1990."},
		{"like", "en", "Like US President Kent, the mayor won office on his third attempt."},
		{"subscribers", "en", "Subscribers of the ferry card ride free on Sunday, the company said."},
		{"biscuits", "ja", "菓子大手は14日、看板商品のクッキーを来月から値上げすると発表した。"},
		{"a platform for pictures", "zh", "图片社交平台周一宣布，将关闭在三个国家的业务。"},
		{"satellite pictures", "km", "រូបភាពផ្កាយរណបបង្ហាញថា ទឹកបានលិចភូមិចំនួនដប់។"},
		{"a photographer", "my", "ဓာတ်ပုံဆရာ ကိုအောင်ကို တရားရုံးက ပြန်လွှတ်ပေးခဲ့သည်။"},
		{"a show", "ms", "Tontonan filem tempatan meningkat dua kali ganda pada tahun ini."},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.kind, func(t *testing.T) {
			p := Picker{Headline: "?", Language: tt.lang}
			if got := p.Line(tt.s + after[tt.lang]); got != tt.s {
				t.Errorf("got  %q\nwant %q", got, tt.s)
			}
		})
	}
}

// What says nothing without what stood before it comes last, though it is first.
func TestWhatHangsOnOthersComesLast(t *testing.T) {
	tests := []struct{ lang, hangs, stands string }{
		{"en", "He spoke of it on Monday in the capital.", "Mayor Ana Cruz opened the pier on Monday."},
		{"en", "This makes it the dearest in the country.", "Mayor Ana Cruz opened the pier on Monday."},
		{"en", "In a letter, they asked for more of it.", "Mayor Ana Cruz opened the pier on Monday."},
		{"en", "Hence, the price will not fall before May.", "Mayor Ana Cruz opened the pier on Monday."},
		{"en", "Consequently, boats have to wait outside.", "Mayor Ana Cruz opened the pier on Monday."},
		{"en", "Of these, nine are made of wood and steel.", "Mayor Ana Cruz opened the pier on Monday."},
		{"en", "The harbour reporter looks at the numbers.", "Mayor Ana Cruz opened the pier on Monday."},
		{"id", "Sebelumnya, harga beras sudah naik dua kali.", "Wali kota membuka dermaga baru pada Senin."},
		{"id", "Karena itu, kapal harus menunggu di luar.", "Wali kota membuka dermaga baru pada Senin."},
		{"id", "Hal ini dikatakan juga oleh para nelayan.", "Wali kota membuka dermaga baru pada Senin."},
		{"ms", "Sehubungan itu, bot perlu menunggu di luar.", "Datuk Bandar membuka jeti baharu pada Isnin."},
		{"ms", "Beliau berkata demikian kepada pemberita.", "Datuk Bandar membuka jeti baharu pada Isnin."},
		{"vi", "Theo đó, tàu thuyền phải đợi ở ngoài cảng.", "Chủ tịch thành phố khai trương cầu cảng sáng 14/10."},
		{"vi", "Điều này được các ngư dân đồng tình ngay.", "Chủ tịch thành phố khai trương cầu cảng sáng 14/10."},
		{"fil", "Dahil dito, naghintay sa labas ang mga bangka.", "Binuksan ng alkalde ang bagong pier noong Lunes."},
		{"ja", "このため、船は港の外で待つことになった。", "市長は14日、新しい桟橋を開通させた。"},
		{"ja", "なお、料金は来年の春まで据え置かれる。", "市長は14日、新しい桟橋を開通させた。"},
		{"zh", "因此，渔船不得不在港外等候一整天。", "市长周一宣布新码头正式启用，票价不变。"},
		{"zh", "此举受到了当地渔民的普遍欢迎和支持。", "市长周一宣布新码头正式启用，票价不变。"},
		{"en", "The harbour office announced its tolls as follows.", "Mayor Ana Cruz opened the pier on Monday."},
		{"th", "โฆษกเปิดเผยผลการประชุมเรื่องท่าเรือแห่งใหม่โดยมีรายละเอียดดังนี้", "นายกเทศมนตรีเปิดท่าเรือแห่งใหม่เมื่อวันจันทร์ที่ผ่านมา"},
		{"th", "เธอกล่าวเรื่องนี้เมื่อวันจันทร์ที่ผ่านมาในเมืองหลวง", "นายกเทศมนตรีเปิดท่าเรือแห่งใหม่เมื่อวันจันทร์ที่ผ่านมา"},
		{"km", "គាត់បាននិយាយអំពីរឿងនេះនៅថ្ងៃចន្ទនៅក្នុងរដ្ឋធានីភ្នំពេញ។", "អភិបាលក្រុងបានបើកកំពង់ផែថ្មីនៅថ្ងៃចន្ទ។"},
		{"my", "သူက ယင်းအကြောင်းကို တနင်္လာနေ့တွင် ပြောခဲ့သည်။", "မြို့တော်ဝန်သည် ဆိပ်ကမ်းသစ်ကို တနင်္လာနေ့တွင် ဖွင့်ခဲ့သည်။"},
		{"ta", "அவர் இதை திங்கள்கிழமை தெரிவித்தார் என்றனர்.", "மேயர் புதிய துறைமுகத்தை திங்கள்கிழமை திறந்து வைத்தார்."},
	}
	for _, tt := range tests {
		t.Run(tt.lang, func(t *testing.T) {
			p := Picker{Headline: "?", Language: tt.lang}
			if got := p.Line(tt.hangs + "\n" + tt.stands); got != tt.stands {
				t.Errorf("got  %q\nwant %q", got, tt.stands)
			}
		})
	}
}

// Alone, what hangs on others is a line only without its connective, or where
// it tells much.
func TestWhatHangsOnOthersAlone(t *testing.T) {
	tests := []struct{ hangs, want string }{
		{"He spoke of it on Monday in the capital.", ""},
		{"Hence, the price will not fall before May.", "The price will not fall before May."},
		{"He opened the new pier of Port Alba with Mayor Ana Cruz on Monday.", "He opened the new pier of Port Alba with Mayor Ana Cruz on Monday."},
		{"Of the pier,\" the mayor said, \"only posts are left.\"", ""},
		{"“The pier of Port Alba is lost, and with it the market.", ""},
		{"The mayor said that the pier is lost, “and with it the fish market.", "The mayor said that the pier is lost, “and with it the fish market.”"},
		{"After two years without one the town has a pier that every boat can use!", "After two years without one the town has a pier that every boat can use!"},
	}
	for _, tt := range tests {
		if got := (Picker{Headline: "?", Language: "en"}).Line(tt.hangs); got != tt.want {
			t.Errorf("line(%q)\n got %q\nwant %q", tt.hangs, got, tt.want)
		}
	}
}

// What a site says of itself is no line, alone or before the news.
func TestNoticesAreNoLines(t *testing.T) {
	const news = "Mayor Ana Cruz opened the new pier on Monday after two years of work."
	for _, s := range []string{
		"Editor's note: This article was updated on Monday with what the mayor said.",
		"Correction: An earlier version of this article gave the wrong name of the pier.",
		"(This October 14 story has been corrected to say that the pier is new)",
		"Warning: This story contains details that some readers may find distressing.",
		"The views expressed here are those of the author and not of the Lagoon Daily.",
		"Translated from Vietnamese by the staff of the Lagoon Daily.",
		"Generated with AI and reviewed by the desk of the Lagoon Daily.",
		"Adds what the mayor said, background.",
		"Follow our channel on Telegram for the news of the lagoon.",
		"Please log in to read the rest of this article.",
		"Sign up for our morning letter with the best of the lagoon.",
		"We use necessary cookies to make our site work and to measure how it is used.",
		"Good morning and welcome to our newsletter about the lagoon.",
		"Here's what to know about the new pier of the lagoon.",
		"The Lagoon Daily Harbour Newsletter brings you the stories of the lagoon, its boats and its people.",
		"Plus our favourite pictures of the lagoon in May.",
		"If you have not yet, sign up here for the letter from the lagoon.",
		"Read the latest columns of the Lagoon Daily and listen to its voices.",
		"Watch the best crossings of this year's regatta, with three from Port Alba.",
		"Apologies for the late send, the harbour desk was at sea.",
		"Reporting by Ann Lowe; editing by Tom Reed.",
		"Ann Lowe reports from Port Alba.",
		"Boats pass the pier of Port Alba on May 3, 2021. (J. Doe/Newswire)",
		"Boats pass the pier of Port Alba on May 3, 2021. PHOTO: AFP",
		"Boats pass the pier of Port Alba on May 3, 2021. REUTERS/Jo Doe",
		"Boats pass the pier of Port Alba on May 3, 2021. (Jo Doe via Newswire)",
		"A boat passes the pier in this photo released by the harbour office.",
		"Kapal melintas di dermaga baru, Senin (14/10/2025). ANTARA FOTO/Budi Santoso",
		"Tàu đi qua cầu cảng mới ở thành phố sáng 14/10. Ảnh: Minh Hà",
		"新码头上的渔船。新报记者 王三 摄",
		"（作者王三是一位常驻港城的作家和编辑，出版过多部小说。）",
		"新报总编辑王三在港城报道。",
		"新しい桟橋を通る船（写真：みなと新聞）",
		"เรือแล่นผ่านท่าเรือแห่งใหม่ของเมืองเมื่อวันจันทร์ ภาพ: สำนักข่าวทะเล",
		"“The sea is all I ever wanted to look at.”",
		"Pier opens | Lagoon Evening News",
		"* The pier opens * Boats wait * The mayor speaks",
		"Seen by: Ann Lowe Price: $24 More: www.pier.example and all that",
		"Who paid for the new pier of Port Alba, and why?",
	} {
		p := Picker{Headline: "Port Alba celebrates", Language: "en"}
		if got := p.Line(s + "\n" + news); got != news {
			t.Errorf("before the news: %q", got)
		}
		if got := p.Line(s); got != "" {
			t.Errorf("alone: %q", got)
		}
	}
}

// Where the first sentence says nothing of what the headline is about, a later
// one does that says much more of it; never one that is only shorter.
func TestLineIsAboutTheHeadline(t *testing.T) {
	tests := []struct{ name, lang, headline, text, want string }{
		{"a scene", "en", "Beetle that eats plastic found on Lagoon island", "The night was warm and the lamps drew moths. A beetle that eats plastic has been found on the island, scientists said.", "A beetle that eats plastic has been found on the island, scientists said."},
		{"an echo", "en", "New ferry to link Port Alba with Lagoon island", "A new ferry will link Port Alba with the Lagoon island, officials say. It is dear. The Sea Hare carries 300 people and sails on 4 May.", "The Sea Hare carries 300 people and sails on 4 May."},
		{"an echo with a figure", "en", "New ferry to link Port Alba with Lagoon island", "A new ferry will link Port Alba with the Lagoon island from 4 May. The Sea Hare carries 300 people.", "A new ferry will link Port Alba with the Lagoon island from 4 May."},
		{"only an echo", "en", "New ferry to link Port Alba with Lagoon island", "A new ferry will link Port Alba with the Lagoon island, officials say.", "A new ferry will link Port Alba with the Lagoon island, officials say."},
		{"the standfirst before the body", "en", "Ferry fares of Port Alba divide the town", "Council weighs what a crossing may cost after two years of rising ferry bills\nAna Cruz has taken the ferry from Port Alba every day, and says its fares divide the town she grew up in.",
			"Council weighs what a crossing may cost after two years of rising ferry bills"},
		{"behind a connective", "en", "Beetle that eats plastic found on Lagoon island", "The night was warm and the lamps drew moths. However, a beetle that eats plastic was found on the island as well.", "A beetle that eats plastic was found on the island as well."},
		{"the same of something else", "en", "Harbour clears its silt", "Houses have to be swept. The same applies to the harbour: its silt settles in every storm, the office said. Two ships dredge it.", "Houses have to be swept."},
		{"a standfirst in other words", "en", "‘I only ever wanted a lock’: Ana Cruz at eighty", "The keeper of the eastern gate looks back on half a century of floods and feuds\nA bell rings as Ana Cruz crosses the yard at Port Alba with a kettle.",
			"The keeper of the eastern gate looks back on half a century of floods and feuds"},
		{"a standfirst beside the news", "en", "Ana Cruz, keeper of the eastern lock, dies aged 80", "Mayor praises “a friend of every boat”\nAna Cruz, who was the keeper of the eastern lock for half a century, has died aged 80.",
			"Ana Cruz, who was the keeper of the eastern lock for half a century, has died aged 80."},
		{"a foil before the turn", "en", "The lock keeper who fights the flood of plastic", "Ana Cruz knew every boat of the canal by name at ten. But now the keeper fishes bottles out of the water every night.",
			"Now the keeper fishes bottles out of the water every night."},
		{"news before a turn", "en", "Eastern lock reopens to boats", "The eastern lock reopens to boats on Monday after two years of repairs. But the mayor of the port says that tolls will double.", "The eastern lock reopens to boats on Monday after two years of repairs."},
		{"a turn that hangs", "en", "The keeper who left Port Alba", "Ana Cruz knew every boat of the canal by name at ten. But her keeper's house in Port Alba is for sale.", "Ana Cruz knew every boat of the canal by name at ten."},
		{"one of the same that hangs", "en", "Former keeper named in search for a diver of Port Alba", "Tom Reed, 61, was last seen at the pier on Monday. His friend, a former keeper of Port Alba, has not spoken to the police.", "Tom Reed, 61, was last seen at the pier on Monday."},
		{"a writer's own story", "en", "What I did when my neighbour sold the boat", "I have lived by the harbour of Port Alba for twenty years. On Sunday the boat was gone, and with it the nets and the two oars.", "I have lived by the harbour of Port Alba for twenty years."},
		{"zh turn", "zh", "动物保护者反对水族馆表演", "港城水族馆的表演为电视台创造了高收视率。但动物保护者反对人与海豚亲密接触。", "动物保护者反对人与海豚亲密接触。"},
		{"vi", "vi", "Phát hiện bọ ăn nhựa trên đảo", "Đêm ấm và ánh đèn gọi bướm về. Các nhà khoa học phát hiện loài bọ ăn nhựa mới trên đảo.", "Các nhà khoa học phát hiện loài bọ ăn nhựa mới trên đảo."},
		{"th", "th", "พบแมลงปีกแข็งกินพลาสติกบนเกาะ", "คืนนั้นอากาศอบอุ่นและแสงไฟล่อผีเสื้อกลางคืนมา\nนักวิทยาศาสตร์พบแมลงปีกแข็งกินพลาสติกชนิดใหม่บนเกาะ", "นักวิทยาศาสตร์พบแมลงปีกแข็งกินพลาสติกชนิดใหม่บนเกาะ"},
		{"a lead in other words", "en", "Mayor quits over pier", "Ana Cruz stepped down on Monday after auditors found that a contract had been paid for twice. The pier opens in May.", "Ana Cruz stepped down on Monday after auditors found that a contract had been paid for twice."},
		{"a long lead stays", "en", "Bank cuts rate", "The central bank of the islands unexpectedly cut its main rate by a quarter of a point on Tuesday, its third reduction in as many meetings, as prices fell and the harvest of the south was the poorest since records began. The rate is 4%.",
			"The central bank of the islands unexpectedly cut its main rate by a quarter of a point on Tuesday, its third reduction in as many meetings, as prices fell and the harvest of the south was the poorest since records began."},
		{"zh", "zh", "渔民发现食塑甲虫新物种", "夜色温柔，灯光引来飞蛾。渔民在岛上发现一种食塑甲虫，科学家称其为新物种。", "渔民在岛上发现一种食塑甲虫，科学家称其为新物种。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Picker{Headline: tt.headline, Language: tt.lang}
			if got := p.Line(tt.text); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// A short sentence is sooner a line than a long one only where both are first
// choices; what a text lacks another has.
// A headline that was cut inside a word stands in full before the text.
func TestHeadlineInFullIsNoLine(t *testing.T) {
	for _, tt := range []struct{ lang, headline, full, news string }{
		{"en", "Lagoon Daily - Mayor of Port Alba opens the new pier to ferries and fish", "Mayor of Port Alba opens the new pier to ferries and fishing boats of the whole lagoon after two years", "Ana Cruz cut a rope of flowers on Monday."},
		{"th", "ข่าวเทศบาล-นายกเทศมนตรีเปิดท่าเรือแห่งใหม่ของเมืองอย่างเป็นทางการหลังก่อสร้างนานสองปีเพื่อรองรับเรือข", "นายกเทศมนตรีเปิดท่าเรือแห่งใหม่ของเมืองอย่างเป็นทางการหลังก่อสร้างนานสองปีเพื่อรองรับเรือข้ามฟากและเรือประมงของชาวบ้านทั้งอ่าวตลอดทั้งปีและส่งเสริมการท่องเที่ยวทางน้ำในจังหวัด", "นางอานา ครูซ ตัดริบบิ้นดอกไม้เมื่อวันจันทร์ที่ผ่านมาท่ามกลางชาวบ้านหลายร้อยคน"},
	} {
		if got := (Picker{Headline: tt.headline, Language: tt.lang}).Line(tt.full + "\n" + tt.news); got != tt.news {
			t.Errorf("%s: got %q", tt.lang, got)
		}
	}
}

// A line may break in the middle of a sentence; a list's points are none of it.
func TestLineBreaksInsideSentences(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"before a number", "A thief has taken\n320 loaves from a bakery that feeds two schools.", "A thief has taken 320 loaves from a bakery that feeds two schools."},
		{"before a small letter", "The harbour of Port Alba\nopens its new pier to ferries on Friday.", "The harbour of Port Alba opens its new pier to ferries on Friday."},
		{"an hour of a diary", "Anna Lind looks for a boat in Port Alba, and for a cat\n9am The sea is flat.", "Anna Lind looks for a boat in Port Alba, and for a cat"},
		{"a writer's name", "Anna Lind\nThe harbour of Port Alba opens its new pier on Friday.", "The harbour of Port Alba opens its new pier on Friday."},
		{"links behind a standfirst", "Anna Lind, Tom Reed and Ana Cruz are among the hundred who made the harbour\n2022 | 2021 | 2020", "Anna Lind, Tom Reed and Ana Cruz are among the hundred who made the harbour"},
		{"a bar in a name", "Ferries carry more cars than they did last year, says a study in Tides | Harbour Series.", "Ferries carry more cars than they did last year, says a study in Tides | Harbour Series."},
		{"points of a list", "Three things to see in town\n1. The new pier that opens on Friday morning.", "1. The new pier that opens on Friday morning."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := (Picker{Headline: "News from the coast", Language: "en"}).Line(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLineOfSeveralTexts(t *testing.T) {
	long := "Mayor Ana Cruz opened the new pier of Port Alba on Monday after two years of work that cost more than twice what the council of the town had set aside for it when the old one was lost in a storm, and that a court had halted."
	short := "Port Alba has a new pier after two years of work."
	p := Picker{Headline: "A day in May", Language: "en"}
	if got := p.Line(long, short); got != short {
		t.Errorf("of a long and a short one: %q", got)
	}
	if got := p.Line(long + " " + short); got != long {
		t.Errorf("of one text: %q", got)
	}
	if got := p.Line("He was there, too, with all of them.", long); got != long {
		t.Errorf("of a weak and a long one: %q", got)
	}
	if got := p.Line("Mayor Ana Cruz opened the new…", short); got != short {
		t.Errorf("of a cut and a whole one: %q", got)
	}
}
