package language

import (
	"sync"
	"unicode"
)

// script is a writing system as far as it matters here.
type script int

const (
	none script = iota
	latin
	han
	kana
	thai
	lao
	khmer
	burmese
	tamil
	foreign // any that none of our languages uses
	scripts
)

// weights make letters of different scripts comparable: a Chinese character
// says as much as four letters, and a Latin name
// in a Thai sentence does not make it English.
var weights = [scripts]int{latin: 2, han: 8, kana: 8, thai: 6, lao: 6, khmer: 6, burmese: 6, tamil: 6, foreign: 3}

// counts are how many letters of every script a text has, and how many of its
// characters are used only in one of the ways to write Chinese.
type counts struct {
	n                 [scripts]int
	hans, hant, kanji int
	particle          int // の, which Chinese shop signs borrow
}

func count(s string) counts {
	var c counts
	for _, r := range s {
		k := scriptOf(r)
		c.n[k]++
		switch {
		case k == han:
			c.character(r)
		case r == 'の':
			c.particle++
		}
	}
	return c
}

// character notes what a Chinese character tells of where it is written so.
func (c *counts) character(r rune) {
	switch shapes()[r] {
	case 's':
		c.hans++
	case 'j':
		c.kanji++
	case 't':
		c.hant++
	}
}

// shapes says of a character in which of the lists it is.
var shapes = sync.OnceValue(func() map[rune]byte {
	m := make(map[rune]byte)
	for kind, list := range map[byte]string{'s': simplifiedOnly, 'j': japaneseOnly, 't': traditionalOnly} {
		for _, r := range list {
			m[r] = kind
		}
	}
	return m
})

// main returns the script that most of the text is written in and its share.
// Han and Kana count as one.
func (c *counts) main() (script, float64) {
	best, most, sum := none, 0, 0
	w := func(k script) int { return c.n[k] * weights[k] }
	for k := latin; k < scripts; k++ {
		n := w(k)
		sum += n
		switch k {
		case kana:
			continue
		case han:
			n += w(kana)
		}
		if n > most {
			best, most = k, n
		}
	}
	if best == none {
		return none, 0
	}
	return best, float64(most) / float64(sum)
}

// without returns the counts less those of one script.
func (c counts) without(k script) *counts {
	c.n[k] = 0
	return &c
}

// eastAsian tells Japanese from Chinese, and the ways to write Chinese.
func (c *counts) eastAsian(share float64) (string, float64) {
	japanese := 2*(c.n[kana]-c.particle) + c.particle + 3*c.kanji
	chinese := 2*c.hans + c.hant/4 + c.n[han]/12
	switch {
	case japanese > chinese:
		return "ja", sure(float64(japanese-chinese), share)
	case c.hans > c.hant:
		return "zh-Hans", sure(float64(1+c.hans-c.hant), share)
	case c.hant > c.hans:
		return "zh-Hant", sure(float64(1+c.hant-c.hans), share)
	}
	return "zh", share / 2
}

func scriptOf(r rune) script {
	switch {
	case r < 0x80:
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return latin
		}
		return none
	case r < 0x0250, r >= 0x1E00 && r < 0x1F00:
		if r == '×' || r == '÷' || r < 0xC0 {
			return none
		}
		return latin
	case r >= 0x0E00 && r < 0x0E80:
		return thai
	case r >= 0x0E80 && r < 0x0F00:
		return lao
	case r >= 0x1000 && r < 0x10A0, r >= 0xAA60 && r < 0xAA80:
		return burmese
	case r >= 0x1780 && r < 0x1800:
		return khmer
	case r >= 0x0B80 && r < 0x0C00:
		return tamil
	case r >= 0x3041 && r <= 0x30FF && r != '・', r >= 0xFF66 && r <= 0xFF9F:
		return kana
	case r >= 0x3400 && r < 0xA000, r >= 0x20000 && r < 0x32000, r == '々':
		return han
	case r >= 0xFF21 && r <= 0xFF5A:
		return latin
	case r < 0x0370, !unicode.IsLetter(r):
		return none
	}
	return foreign
}

// Characters that tell where a text was written: what only Mainland China
// writes so, what Japan does not share with Mainland China and neither Taiwan
// nor Hong Kong simplified, and what only Japan writes so. Common ones suffice:
// a headline has several.
const (
	simplifiedOnly = "" +
		"们个为么义乌书买亚产亲亿仅从仓仪价众优伙伟传伤伦伪侠侦侧侨俭债倾偿储儿兑兰关养兽内冈册军农冲决况冻净凉减凤凭凯击凿刘则刚创删别剂剑剧劝办务动励劲劳势勋匀华协单卖卢卫却厂厅历厉压厌县变叙叶叹吁后吓吕吗听启吴呐员响哑唤啸团园围图圆圣场坏块坚坛坝坟坠垄垒垦垫墙壳处备复够头夸夹夺奋奖妆妇妈娱婴孙宁实宠审宪宫宽宾对寻导尔尘尝层岁岂岗岛岭峡峰崭巩币帅师帐帜带帮广庄庆库应庙废开异弃张弥弯弹强归录彻径忆忧怀态怜总恒恳恶恼悦悬惊惧惯愤愿慑懒戏战户扑执扩扫扬扰抚抛抢护报拟拥择挂挡挣挤挥捞损换据掷揽摄摆摇撑敌斋斗无时旷显晋晒晓暂术机杀杂权杨杰极构枪柜标栋栏树样桥档检榄欢歼毁毕气汇汉汤沟沪泪泽洁浅测济浓涛涝涡润涨渊渐渔湾溃滚满滤滥滨滩灭灵灾炼烂烛烟烦烧热焕爱爷牵犹狮猎猪环现玺琐疗疯症痒瘫皱盏盐监盖盘矿码砖础硕确碍祸离种积税稳穷窝窥竞笔笼筑签简类粮紧纠红约级纪纯纲纳纵纷纸纹纺线练组细织终绍经结绕绘给络绝统继绩绪续绳维绵综绿缅缓编缘缩缴网罗罚罢职联聪肃肠肤肿胀胁胜脉脏脑脚脱脸腊腾舆舰艰艺节芦苏苹范茎荐荣药莱莲获营萧萨蓝虏虑虽虾蚀蚁蛮补衬袭装见观规视览觉计订认讨让训议讯记讲许论设访证评识诉诊词译试诗诚话询该详语误说请诸诺读课谁调谅谈谊谋谎谓谢谣谱贝负贡财责贤败货质贩贪贫购贯贱贴贵贷贸费贺贼资赋赌赎赏赔赖赚赛赞赢赵赶趋跃践踪车轨转轮软轰轻载较辅辆辈辉输辖边达迁过运还这进远违连迟适选递逻遗邓邮邻郑释里鉴针钉钓钟钢钱钻铁铃铜铭银铺链销锁锅错锋锐镇镜长门闪闭问间闻阁阅队阳阴阵阶际陆陈险隐难雾霉韩页顶项顺须顾顿预领颇频颗题额颜风飞饥饭饮饰饱饼馆马驱驶驻驾验骂骑骗鱼鲁鲜鸟鸡鸣鸭鸿鹏齐齿龄龙龟"
	traditionalOnly = "" +
		"們個為麼義書買亞產親億僅從倉儀價眾優夥偉傳傷倫偽俠偵側僑債傾償儲兒黨蘭關興養獸冊寫軍農衝決況凍淨涼減鳳憑凱擊劉則剛創刪別劑劍劇勸辦務動勵勁勞勢勳區醫華協單賣盧衛廠廳歷厲壓縣參雙變敘葉號嘆嚇嗎聽啟吳員響喚團園圍國圖圓聖場壞塊堅壇壩墜壘墊牆壯聲殼處備復夠頭誇夾奪奮獎妝婦媽娛嬰孫學寧寶實寵審憲宮寬賓對尋導壽將爾塵嘗層屬歲崗島嶺峽嶄幣帥師帳帶幫廣莊慶庫應廟廢開異棄張彌彎彈強歸錄徹徑憶憂懷態憐總戀懸驚懼慘慣憤願懶戲戰撲執擴掃揚擾撫拋搶護報擔擬擁擇掛擋掙擠揮撈損換據擲攬攝擺搖撐敵數齋鬥斷無舊時曠顯晉曬曉暫術機殺雜權條來楊極構槍櫃標棟欄樹樣橋檔檢樓歡歐殘毀畢氣匯漢湯溝滬淚澤潔淺測濟濃濤潤漲淵漸漁溫灣濕潰滾滿濾濫濱灘潛滅燈靈災爐點煉爛燭煙煩燒熱愛爺牽猶獨獅獵豬獻環現療瘋癥監蓋盤礦碼磚礎碩確礙禮禍離種積稱稅穩窮竊窩競筆籠築簽簡類糧緊糾紅約級紀純綱納縱紛紙紋紡線練組細織終紹經結繞繪給絡絕統繼績緒續繩維綿綜綠緬緩編緣縮繳網羅罰罷職聯聰肅腸膚腫脹脅膽勝脈臟腦腳脫臉騰艦艱藝節蘇蘋範薦榮藥萊蓮獲營蕭薩藍慮雖蝦蝕蠻補襯襲裝見觀規視覽覺觸譽計訂認討讓訓議訊記講許論設訪證評識訴診詞譯試詩誠話詢該詳語誤說請諸諾讀課誰調諒談誼謀謊謂謝謠譜貝負貢財責賢敗貨質販貪貧購貫賤貼貴貸貿費賀賊資賦賭贖賞賠賴賺賽贊贏趙趕趨躍踐蹤車軌轉輪軟轟輕載較輔輛輩輝輸轄邊達遷過運還這進遠違連遲適選遞邏遺遙鄧郵鄰鄭釋裡鑑針釘釣鐘鋼錢鑽鐵鈴銅銘銀鋪鏈銷鎖鍋錯鋒銳鎮鏡長門閃閉問間聞閣閱隊陽陰陣階際陸陳險隨隱難霧靜韓頁頂項順須顧頓預領頗頻顆題額顏風飛飢飯飲飾飽餅館馬驅駛駐駕驗罵騎騙魚魯鮮鳥雞鳴鴨鴻鵬麥黃齊齒齡龍龜臺與於沒後週麵嘯誌滷颱鏟羣爲"
	japaneseOnly = "" +
		"図対発気円駅県働込畑峠売読続経済関係応変広転営団徳恵悪戦択拠挙掲揺摂斉斎暁桜栄楽様検権歓歩歯殻毎沢浄涙渇渋渓満漬滝焼犠猟獣瑞畳真研稲穂窓竜粋絵継緑縄総聴臓舎芸荘薫蔵薬虚蛍覚覧観訳謡譲豊賛軽辺逓遅郷酔醸釈鉄鉱銭錬録闘陥険隠隷雑霊頼顕駆騒験髄鶏麺黒黙齢価仮伝佐児処剤剰労効勧厳収圧囲圏坂塁塩増壊壌奨姉嬢実専岐巣帯帰庁廃弐弾従徴悩匂枠躾雫腺杁仏払拡"
)
