package topic

import (
	"slices"
	"strings"
	"testing"

	"newsbrief/digest/feed"
)

// TestHeadlines holds ten more headlines of every language, over politics,
// business, technology, health, sports, entertainment, climate and countries,
// and some whose words only look like those of a topic, against the topics
// that they have to and must not have.
func TestHeadlines(t *testing.T) {
	for _, tt := range []struct{ lang, title, want, not string }{
		{"en", "Senate passes budget after a week of talks", "politics", "entertainment sports"},
		{"en", "Carmaker recalls minivans over faulty brakes", "business", "entertainment health"},
		{"en", "Smartphone sales slow as buyers keep old handsets", "technology", "health"},
		{"en", "Measles outbreak closes two schools", "health", "sports"},
		{"en", "Midfielder signs new contract with Liverpool FC", "sports", "business"},
		{"en", "Actress wins second Oscar for courtroom drama", "entertainment", "politics"},
		{"en", "Heatwave breaks records as drought deepens", "climate", "entertainment"},
		{"en", "Manila opens second airport terminal", "philippines asean", "japan"},
		{"en", "Mother and son arrested after a fight", "", "entertainment health"},
		{"en", "Satellite images show damage after drone strike", "", "technology entertainment"},
		{"en", "Crown prince meets envoys", "world", "entertainment"},
		{"en", "Lunar New Year travel rush begins", "", "science technology"},
		{"en", "Aircraft carrier enters strait", "", "technology"},
		{"en", "Suicide bomber kills ten at market", "world", "health business"},
		{"en", "Singer shares photos of baby", "entertainment", "business health"},
		{"en", "Apple growers lose crop", "", "technology"},
		{"en", "North Korea launches missile", "world", "technology"},
		{"en", "Budget proposal splits coalition", "politics", "entertainment"},
		{"en", "Thousands celebrate on Facebook", "", "technology"},
		{"en", "Why the party will win a second term", "", "sports"},

		{"ja", "衆院選、与党が過半数割れ", "politics", "sports"},
		{"ja", "自動車大手、米国で50万台をリコール", "business", "entertainment health"},
		{"ja", "新型スマホ発売、折りたたみ式も", "technology", "climate"},
		{"ja", "はしか感染者が急増、ワクチン接種を呼びかけ", "health", "sports"},
		{"ja", "サッカー日本代表、Ｗ杯予選で快勝", "sports japan", "business"},
		{"ja", "人気俳優が結婚を発表、ドラマで共演", "entertainment", "politics"},
		{"ja", "猛暑日が過去最多、気候変動の影響か", "climate", "entertainment"},
		{"ja", "タイの首都バンコクで大規模停電", "thailand asean", "vietnam"},
		{"ja", "フィリピン沖で地震、津波の恐れなし", "philippines asean", "entertainment"},
		{"ja", "消費者物価指数、3カ月連続で上昇", "business", "health"},
		{"ja", "ドローン攻撃で石油施設が炎上", "world", "technology"},
		{"ja", "市長リコール署名、必要数に達する", "politics", "business"},
		{"ja", "米国はA.I.予算を倍に", "ai", "sports"},
		{"ja", "母親の投稿、オンラインで賛否", "", "technology"},
		{"ja", "AIで創薬、2社が提携", "ai", ""},
		{"ja", "WHOが緊急事態を宣言", "health", ""},

		{"zh-Hans", "国会通过新预算案 反对党投票反对", "politics", "sports"},
		{"zh-Hans", "汽车制造商召回十万辆轿车", "business", "health"},
		{"zh-Hans", "新款智能手机发布 芯片性能翻倍", "technology", "entertainment"},
		{"zh-Hans", "流感疫苗接种率创新高", "health", "sports"},
		{"zh-Hans", "中国女排三比零横扫对手晋级决赛", "sports", "politics"},
		{"zh-Hans", "导演新片首映 主演亮相红毯", "entertainment", "business"},
		{"zh-Hans", "极端高温席卷欧洲 气候变化加剧干旱", "climate", "sports"},
		{"zh-Hans", "吉隆坡新机场航站楼启用", "malaysia asean", "japan"},
		{"zh-Hans", "股市大跌 投资者担忧通胀", "business", "entertainment"},
		{"zh-Hans", "菲律宾火山喷发 数千人疏散", "philippines asean", "business"},
		{"zh-Hans", "无人机袭击炼油厂 多人死亡", "world", "technology"},
		{"zh-Hans", "春运启动 客流创新高", "", "technology"},
		{"zh-Hans", "苹果丰收 果农喜笑颜开", "", "technology"},
		{"zh-Hans", "大使被召回", "world", "business"},
		{"zh-Hans", "AI助手走进课堂", "ai", ""},

		{"zh-Hant", "立法院三讀通過預算案 在野黨抗議", "politics", "sports"},
		{"zh-Hant", "車廠召回十萬輛轎車 股價重挫", "business", "health"},
		{"zh-Hant", "新款智慧型手機發表 晶片效能倍增", "technology", "entertainment"},
		{"zh-Hant", "流感疫苗開打 醫師籲長者接種", "health", "sports"},
		{"zh-Hant", "中華隊逆轉勝 晉級棒球決賽", "sports", "business"},
		{"zh-Hant", "金曲獎歌手開演唱會 門票秒殺", "entertainment", "politics"},
		{"zh-Hant", "極端高溫來襲 氣候變遷加劇乾旱", "climate", "sports"},
		{"zh-Hant", "吉隆坡新航廈啟用", "malaysia asean", "japan"},
		{"zh-Hant", "曼谷發生爆炸 泰國警方調查", "thailand asean", "entertainment"},
		{"zh-Hant", "菲律賓火山噴發 數千人撤離", "philippines asean", "business"},
		{"zh-Hant", "無人機攻擊煉油廠 多人死亡", "world", "technology"},
		{"zh-Hant", "連假人潮創新高", "", "technology"},
		{"zh-Hant", "蘋果豐收 果農喜", "", "technology"},

		{"vi", "Quốc hội thông qua luật bầu cử sửa đổi", "politics", "sports"},
		{"vi", "Hãng xe triệu hồi 50.000 ô tô, cổ phiếu giảm mạnh", "business", "health"},
		{"vi", "Điện thoại thông minh mới ra mắt với chip nhanh hơn", "technology", "climate"},
		{"vi", "Bệnh viện ghi nhận ca sốt xuất huyết tăng mạnh", "health", "sports"},
		{"vi", "Đội tuyển bóng đá nữ giành huy chương vàng", "sports", "business"},
		{"vi", "Ca sĩ ra mắt album mới sau hai năm vắng bóng", "entertainment", "politics"},
		{"vi", "Bão số 5 gây lũ lụt ở miền Trung", "climate vietnam", "entertainment"},
		{"vi", "Tokyo ghi nhận số du khách kỷ lục", "japan asia", "thailand"},
		{"vi", "Thủ tướng Campuchia thăm Lào", "cambodia laos asean politics", "japan"},
		{"vi", "Giá vàng trong nước lập đỉnh mới", "business", "sports"},
		{"vi", "Máy bay không người lái tấn công nhà máy lọc dầu", "world", "technology"},
		{"vi", "Triệu hồi đại sứ về nước", "world", "business"},
		{"vi", "Bài viết gây tranh cãi trên mạng", "", "technology"},
		{"vi", "Hai người thiệt mạng vì sập cầu", "", "technology health"},
		{"vi", "Trường học dùng AI dạy toán", "ai", ""},

		{"th", "สภาผู้แทนราษฎรลงมติไม่ไว้วางใจนายกรัฐมนตรี", "politics", "sports"},
		{"th", "ค่ายรถเรียกคืนรถยนต์แสนคัน หุ้นร่วง", "business", "health"},
		{"th", "เปิดตัวสมาร์ทโฟนรุ่นใหม่ ชิปเร็วขึ้น", "technology", "climate"},
		{"th", "ไข้เลือดออกระบาด โรงพยาบาลแน่น", "health", "sports"},
		{"th", "ทีมชาติไทยคว้าแชมป์ฟุตบอลอาเซียน", "sports thailand", "business"},
		{"th", "นักร้องดังเปิดคอนเสิร์ตใหญ่ แฟนคลับแน่น", "entertainment", "politics"},
		{"th", "พายุถล่มภาคใต้ น้ำท่วมหลายจังหวัด", "climate", "entertainment"},
		{"th", "ญี่ปุ่นเปิดรถไฟสายใหม่ในโตเกียว", "japan asia", "vietnam"},
		{"th", "ฟิลิปปินส์เตือนภูเขาไฟปะทุ", "philippines asean", "business"},
		{"th", "ธนาคารแห่งประเทศไทยคงดอกเบี้ยนโยบาย", "business thailand", "entertainment"},
		{"th", "โดรนโจมตีโรงกลั่นน้ำมัน", "world", "technology"},
		{"th", "แม่ลูกถูกจับหลังทะเลาะวิวาท", "", "entertainment health"},
		{"th", "โรงเรียนใช้ AI ช่วยสอน", "ai", ""},

		{"id", "DPR sahkan undang-undang pemilu baru", "politics", "sports"},
		{"id", "Produsen mobil tarik 50 ribu kendaraan, saham anjlok", "business", "health"},
		{"id", "Ponsel pintar terbaru dirilis dengan chip lebih cepat", "technology", "climate"},
		{"id", "Kasus demam berdarah naik, rumah sakit penuh", "health", "sports"},
		{"id", "Timnas Indonesia menang atas Vietnam di Piala AFF", "sports indonesia vietnam", "business"},
		{"id", "Penyanyi rilis album baru setelah dua tahun", "entertainment", "politics"},
		{"id", "Banjir dan longsor landa Jawa Barat akibat cuaca ekstrem", "climate indonesia", "entertainment"},
		{"id", "Tokyo catat rekor jumlah wisatawan", "japan asia", "thailand"},
		{"id", "Gempa guncang Filipina, tidak berpotensi tsunami", "philippines asean", "business"},
		{"id", "Bank Indonesia tahan suku bunga acuan", "business indonesia", "entertainment"},
		{"id", "Serangan drone hantam kilang minyak", "world", "technology"},
		{"id", "Ibu dan anak ditangkap usai perkelahian", "", "entertainment health"},

		{"ms", "Dewan Rakyat lulus rang undang-undang pilihan raya", "politics", "sports"},
		{"ms", "Pengeluar kereta panggil balik 50,000 kenderaan, saham jatuh", "business", "health"},
		{"ms", "Telefon pintar baharu dilancarkan dengan cip lebih pantas", "technology", "climate"},
		{"ms", "Kes denggi meningkat, hospital penuh", "health", "sports"},
		{"ms", "Harimau Malaya menang dalam kelayakan Piala Asia", "sports malaysia", "business"},
		{"ms", "Penyanyi lancar album baharu selepas dua tahun", "entertainment", "politics"},
		{"ms", "Banjir besar landa Kelantan, ribuan mangsa dipindahkan", "climate malaysia", "entertainment"},
		{"ms", "Tokyo catat rekod jumlah pelancong", "japan asia", "thailand"},
		{"ms", "Perdana Menteri Thailand lawat Laos", "thailand laos politics", "japan"},
		{"ms", "Bank Negara kekalkan kadar faedah", "business malaysia", "entertainment"},
		{"ms", "Serangan dron ke atas kilang minyak", "world", "technology"},
		{"ms", "Ibu dan anak ditahan selepas pergaduhan", "", "entertainment health"},

		{"fil", "Senado, ipinasa ang panukalang batas sa halalan", "politics", "sports"},
		{"fil", "Presyo ng bigas tumaas, inflation bumilis", "business", "health"},
		{"fil", "Bagong smartphone inilunsad na may mas mabilis na chip", "technology", "climate"},
		{"fil", "Kaso ng dengue dumami, mga ospital puno na", "health", "sports"},
		{"fil", "Gilas Pilipinas nanalo sa basketball kontra Japan", "sports philippines japan", "business"},
		{"fil", "Aktres, bida sa bagong pelikula at teleserye", "entertainment", "politics"},
		{"fil", "Bagyo nanalasa sa Luzon, baha sa maraming bayan", "climate philippines", "entertainment"},
		{"fil", "Lindol yumanig sa Tokyo", "japan asia", "thailand"},
		{"fil", "Pangulo ng Indonesia bumisita sa Maynila", "indonesia philippines politics", "japan"},
		{"fil", "Piso humina kontra dolyar, stock market bumagsak", "business", "entertainment"},
		{"fil", "Drone attack sa refinery, marami ang patay", "world", "technology"},
		{"fil", "Ina at anak inaresto matapos ang away", "", "entertainment health"},

		{"km", "រដ្ឋសភាអនុម័តច្បាប់បោះឆ្នោតថ្មី", "politics", "sports"},
		{"km", "តម្លៃប្រេងឡើងថ្លៃ សេដ្ឋកិច្ចធ្លាក់ចុះ", "business", "health"},
		{"km", "ស្មាតហ្វូនថ្មីត្រូវបានដាក់លក់ បច្ចេកវិទ្យាទំនើប", "technology", "climate"},
		{"km", "ជំងឺគ្រុនឈាមកើនឡើង មន្ទីរពេទ្យពេញ", "health", "sports"},
		{"km", "ក្រុមបាល់ទាត់កម្ពុជាឈ្នះមេដាយមាស", "sports cambodia", "business"},
		{"km", "តារាចម្រៀងល្បីបើកការប្រគុំតន្ត្រី", "entertainment", "politics"},
		{"km", "ទឹកជំនន់ធ្ងន់ធ្ងរ ដោយសារព្យុះ", "climate", "entertainment"},
		{"km", "ជប៉ុនបើកផ្លូវរថភ្លើងថ្មីនៅតូក្យូ", "japan asia", "vietnam"},
		{"km", "រញ្ជួយដីនៅហ្វីលីពីន", "philippines asean", "business"},
		{"km", "នាយករដ្ឋមន្ត្រីថៃមកទស្សនកិច្ចនៅភ្នំពេញ", "thailand cambodia politics", "entertainment"},
		{"km", "AI ក្នុងសាលារៀន", "ai", ""},

		{"lo", "ສະພາແຫ່ງຊາດຮັບຮອງກົດໝາຍເລືອກຕັ້ງ", "politics", "sports"},
		{"lo", "ລາຄານ້ຳມັນຂຶ້ນ ເງິນເຟີ້ເພີ່ມ", "business", "health"},
		{"lo", "ສະມາດໂຟນລຸ້ນໃໝ່ ເຕັກໂນໂລຊີທັນສະໄໝ", "technology", "climate"},
		{"lo", "ໄຂ້ຍຸງລາຍລະບາດ ໂຮງໝໍເຕັມ", "health", "sports"},
		{"lo", "ທີມຊາດລາວຊະນະການແຂ່ງຂັນບານເຕະ", "sports laos", "business"},
		{"lo", "ນັກຮ້ອງດັງເປີດຄອນເສີດ", "entertainment", "politics"},
		{"lo", "ນ້ຳຖ້ວມໜັກ ຍ້ອນພາຍຸ", "climate", "entertainment"},
		{"lo", "ຍີ່ປຸ່ນເປີດທາງລົດໄຟໃໝ່ໃນໂຕກຽວ", "japan asia", "vietnam"},
		{"lo", "ແຜ່ນດິນໄຫວຢູ່ຟີລິບປິນ", "philippines asean", "business"},
		{"lo", "ນາຍົກລັດຖະມົນຕີໄທຢ້ຽມຢາມວຽງຈັນ", "thailand laos politics", "entertainment"},
		{"lo", "ໂດຣນໂຈມຕີໂຮງກັ່ນນ້ຳມັນ", "world", "technology"},

		{"my", "လွှတ်တော်က ရွေးကောက်ပွဲဥပဒေကို အတည်ပြု", "politics", "sports"},
		{"my", "ရွှေဈေး တက်၊ ငွေကြေးဖောင်းပွမှု မြင့်", "business", "health"},
		{"my", "စမတ်ဖုန်းအသစ် နည်းပညာသစ်ဖြင့် ထွက်ရှိ", "technology", "climate"},
		{"my", "သွေးလွန်တုပ်ကွေး ဖြစ်ပွားမှု မြင့်တက်၊ ဆေးရုံများ ပြည့်", "health", "sports"},
		{"my", "မြန်မာ့ဘောလုံးအသင်း အနိုင်ရ", "sports myanmar", "business"},
		{"my", "အဆိုတော် တေးအယ်လ်ဘမ်သစ် ထွက်ရှိ", "entertainment", "politics"},
		{"my", "ဆိုင်ကလုန်းမုန်တိုင်းကြောင့် ရေကြီး", "climate", "entertainment"},
		{"my", "ဂျပန်နိုင်ငံ တိုကျိုတွင် ရထားလမ်းသစ် ဖွင့်", "japan asia", "vietnam"},
		{"my", "ဖိလစ်ပိုင်တွင် ငလျင်လှုပ်", "philippines asean", "business"},
		{"my", "ထိုင်းဝန်ကြီးချုပ် လာအိုသို့ သွားရောက်", "thailand laos politics", "entertainment"},

		{"ta", "நாடாளுமன்றத்தில் தேர்தல் சட்டம் நிறைவேற்றம்", "politics", "sports"},
		{"ta", "பங்குச்சந்தை சரிவு, தங்கம் விலை உயர்வு", "business", "health"},
		{"ta", "புதிய ஸ்மார்ட்போன் அறிமுகம், வேகமான சிப்", "technology", "climate"},
		{"ta", "டெங்கு காய்ச்சல் பரவல், மருத்துவமனைகள் நிரம்பின", "health", "sports"},
		{"ta", "கிரிக்கெட் போட்டியில் இந்திய அணி வெற்றி", "sports", "business"},
		{"ta", "நடிகர் நடித்த புதிய படம் வெளியீடு", "entertainment", "politics"},
		{"ta", "புயலால் கனமழை, வெள்ளத்தில் ஊர்கள் மூழ்கின", "climate", "entertainment"},
		{"ta", "ஜப்பானில் புதிய ரயில் பாதை திறப்பு", "japan asia", "vietnam"},
		{"ta", "பிலிப்பைன்ஸில் நிலநடுக்கம்", "philippines asean", "business"},
		{"ta", "சிங்கப்பூர் பிரதமர் மலேசியா பயணம்", "singapore malaysia politics", "entertainment"},
		{"ta", "ட்ரோன் தாக்குதலில் பத்து பேர் பலி", "world", "technology"},
		{"ta", "தாய், மகன் கைது", "", "entertainment health"},
		{"ta", "பள்ளிகளில் AI பயன்பாடு", "ai", ""},
	} {
		t.Run(tt.lang+" "+tt.title, func(t *testing.T) {
			var got []string
			for _, m := range New(nil).Analyze(feed.Item{Title: tt.title, Language: tt.lang}).Topics() {
				got = append(got, string(m.Topic))
			}
			for want := range strings.FieldsSeq(tt.want) {
				if !slices.Contains(got, want) {
					t.Errorf("%v lacks %s", got, want)
				}
			}
			for not := range strings.FieldsSeq(tt.not) {
				if slices.Contains(got, not) {
					t.Errorf("%v has %s", got, not)
				}
			}
		})
	}
}
