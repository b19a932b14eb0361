package story

import (
	"strings"
	"sync"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// places are names of countries and capitals that the languages of the feeds
// write differently: what ties a headline in one to a headline in another.
// The first of a line stands for all.
const places = `
japan, 日本, nhật bản, ญี่ปุ่น, jepang, jepun, hapon, ជប៉ុន, ຍີ່ປຸ່ນ, ဂျပန်, ஜப்பான்
vietnam, ベトナム, 越南, viet nam, việt nam, เวียดนาม, biyetnam, វៀតណាម, ຫວຽດນາມ, ဗီယက်နမ်, வியட்நாம்
thailand, タイ, 泰国, 泰國, thái lan, ไทย, ថៃ, ໄທ, ထိုင်း, தாய்லாந்து
indonesia, インドネシア, 印尼, 印度尼西亚, อินโดนีเซีย, ឥណ្ឌូនេស៊ី, ອິນໂດເນເຊຍ, အင်ဒိုနီးရှား, இந்தோனேசியா, இந்தோனேஷியா
malaysia, マレーシア, 马来西亚, 馬來西亞, มาเลเซีย, ម៉ាឡេស៊ី, ມາເລເຊຍ, မလေးရှား, மலேசியா
philippines, フィリピン, 菲律宾, 菲律賓, ฟิลิปปินส์, filipina, pilipinas, ហ្វីលីពីន, ຟີລິບປິນ, ဖိလစ်ပိုင်, பிலிப்பைன்ஸ், philippine
singapore, シンガポール, 新加坡, สิงคโปร์, singapura, singapur, សិង្ហបុរី, ສິງກະໂປ, စင်ကာပူ, சிங்கப்பூர்
cambodia, カンボジア, 柬埔寨, campuchia, กัมพูชา, kamboja, kemboja, កម្ពុជា, ກຳປູເຈຍ, ကမ္ဘောဒီးယား, கம்போடியா
laos, ラオス, 老挝, 寮國, ลาว, ឡាវ, ລາວ, လာအို, லாவோஸ்
myanmar, ミャンマー, 缅甸, 緬甸, เมียนมา, พม่า, មីយ៉ាន់ម៉ា, ມຽນມາ, မြန်မာ, மியான்மர்
brunei, ブルネイ, 文莱, 汶萊, บรูไน, ប្រ៊ុយណេ, ບຣູໄນ, ဘရူနိုင်း, புருனே
timor leste, 東ティモール, 东帝汶, 東帝汶, ติมอร์-เลสเต, ទីម័រខាងកើត, ຕິມໍ, တီမော, திமோர்
china, 中国, 中國, trung quốc, จีน, tiongkok, tsina, ចិន, ຈີນ, တရုတ်, சீனா
korea, 韓国, 韩国, 韓國, hàn quốc, เกาหลีใต้, កូរ៉េ, ເກົາຫຼີ, ကိုရီးယား, கொரியா
india, インド, 印度, ấn độ, อินเดีย, ឥណ្ឌា, ອິນເດຍ, အိန္ဒိယ, இந்தியா
america, アメリカ, 米国, 美国, 美國, สหรัฐ, amerika, estados unidos, អាមេរិក, ອາເມລິກາ, အမေရိကန်, அமெரிக்கா
australia, オーストラリア, 豪州, 澳大利亚, 澳洲, ออสเตรเลีย, អូស្ត្រាលី, ອົດສະຕຣາລີ, ဩစတြေးလျ, ஆஸ்திரேலியா
russia, ロシア, 俄罗斯, 俄羅斯, รัสเซีย, rusia, រុស្ស៊ី, ຣັດເຊຍ, ရုရှား, ரஷ்யா
asean, アセアン, 东盟, 東盟, 東協, อาเซียน, អាស៊ាន, ອາຊຽນ, အာဆီယံ, ஆசியான்
tokyo, 東京, 东京, โตเกียว, តូក្យូ, ໂຕກຽວ, တိုကျို, டோக்கியோ
hanoi, ハノイ, 河内, 河內, hà nội, ฮานอย, ហាណូយ, ຮ່າໂນ້ຍ, ဟနွိုင်း, ஹனோய்
bangkok, バンコク, 曼谷, กรุงเทพ, បាងកក, ບາງກອກ, ဘန်ကောက်, பாங்காக்
jakarta, ジャカルタ, 雅加达, 雅加達, จาการ์ตา, ហ្សាការតា, ຈາກາຕາ, ဂျကာတာ, ஜகார்த்தா
manila, マニラ, 马尼拉, 馬尼拉, maynila, มะนิลา, ម៉ានីល, ມະນິລາ, မနီလာ, மணிலா
kuala lumpur, クアラルンプール, 吉隆坡, กัวลาลัมเปอร์, កូឡាឡាំពួ, ກົວລາລຳເປີ, ကွာလာလမ်ပူ, கோலாலம்பூர்
phnom penh, プノンペン, 金边, 金邊, พนมเปญ, ភ្នំពេញ, ພະນົມເປັນ, ဖနွမ်းပင်, புனோம்பென்
vientiane, ビエンチャン, 万象, 永珍, viêng chăn, เวียงจันทน์, វៀងចន្ទន៍, ວຽງຈັນ, ဗီယင်ကျန်း, வியஞ்சான்
yangon, ヤンゴン, 仰光, ย่างกุ้ง, យ៉ាំងហ្គោន, ຢ່າງກຸ້ງ, ရန်ကုန်, யாங்கூன்
dili, ディリ, 帝力, ดิลี, ឌីលី, ດີລີ, ဒီလီ, டிலி
beijing, 北京, bắc kinh, ปักกิ่ง, ប៉េកាំង, ປັກກິ່ງ, ပေကျင်း, பெய்ஜிங்
`

// gazetteer finds places in tokens.
type gazetteer struct {
	words map[string]string   // folded words of scripts with spaces → place
	runs  map[string][]string // the first two runes of other names → the names
	of    map[string]string   // folded name of a script without spaces → place
}

var atlas = sync.OnceValue(func() gazetteer {
	g := gazetteer{words: map[string]string{}, runs: map[string][]string{}, of: map[string]string{}}
	for line := range strings.Lines(places) {
		names := strings.Split(strings.TrimSpace(line), ", ")
		for _, name := range names {
			g.add(text.Fold(name), names[0])
		}
	}
	return g
})

func (g gazetteer) add(name, place string) {
	r, _ := utf8.DecodeRuneInString(name)
	if name == "" {
		return
	}
	if text.Spaced(r) {
		g.words[name] = place
		return
	}
	head := opensWith(name)
	g.runs[head] = append(g.runs[head], name)
	g.of[name] = place
}

// opensWith returns the first two runes of s, or all of it.
func opensWith(s string) string {
	_, i := utf8.DecodeRuneInString(s)
	_, j := utf8.DecodeRuneInString(s[i:])
	return s[:i+j]
}

// find returns the places that the tokens name, and which tokens were names.
func (g gazetteer) find(ts []token) (found []string, used []bool) {
	used = make([]bool, len(ts))
	for i, t := range ts {
		if t.kind == run {
			found = append(found, g.within(t.folded)...)
			continue
		}
		if place, ok := g.words[t.folded]; ok {
			found, used[i] = append(found, place), true
		}
		if i+1 == len(ts) {
			break
		}
		if place, ok := g.words[t.folded+" "+ts[i+1].folded]; ok {
			found, used[i], used[i+1] = append(found, place), true, true
		}
	}
	return found, used
}

// within returns the places named in a run.
func (g gazetteer) within(s string) []string {
	var out []string
	last := rune(-1)
	for i, r := range s {
		for _, name := range g.runs[opensWith(s[i:])] {
			after, ok := strings.CutPrefix(s[i:], name)
			next, _ := utf8.DecodeRuneInString(after)
			if ok && !(katakana(r) && (katakana(last) || katakana(next))) {
				out = append(out, g.of[name])
			}
		}
		last = r
	}
	return out
}

// katakana reports whether r writes foreign words in Japanese: a name is not
// looked for inside a longer one.
func katakana(r rune) bool { return r >= 'ァ' && r <= 'ヿ' }
