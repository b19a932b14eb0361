package when

import (
	"strings"
	"time"

	"newsbrief/subscriptions"
)

// The words of the time grammar, folded, in the twelve languages. They are
// facts of those languages, not texts that the bot says.

// hourMarks stand between hours and minutes, or behind the hour. Of two that
// begin alike, or where one is a letter of another or of a number, the longer
// is first.
var hourMarks = []string{
	"點鐘", "点钟", "時", "时", "點", "点", "giờ", "gio", "ทุ่ม", "นาฬิกา", "โมง", "ທຸ່ມ", "ໂມງ", "ម៉ោង", "နာရီ", "மணி", "น", "h",
}

// minuteMarks may stand behind the minutes.
var minuteMarks = []string{
	"分钟", "分鐘", "分", "นาที", "น", "phút", "phut", "menit", "minit", "minuto", "នាទី", "ນາທີ", "မိနစ်", "நிமிடம்", "'", "p",
}

// halfDay is what was said of the part of the day.
type halfDay int

const (
	unsaid halfDay = iota
	morning
	midday
	afternoon
	night
	small   // the hours from one in the night, as Thai counts them
	evening // the hours from seven, counted from one
)

func (h halfDay) fits(hour int) bool {
	switch h {
	case morning:
		return hour <= 12
	case midday:
		return hour >= 10 && hour <= 16 || hour >= 1 && hour <= 4
	case small:
		return hour >= 1 && hour <= 6
	case evening:
		return hour >= 1 && hour <= 5
	}
	return true
}

func (h halfDay) hour(hour int) int {
	switch {
	case (h == morning || h == night) && hour == 12:
		return 0
	case h == evening:
		return hour + 18
	case h == afternoon && hour < 12, h == midday && hour < 10, h == night && hour >= 5 && hour < 12:
		return hour + 12
	}
	return hour
}

// hint is what a word beside a time says of it.
type hint struct {
	half    halfDay
	minutes int // to add
}

// beforeHour holds the words for a part of the day that people put before the
// hour; they are also read behind it where no other hour follows.
var beforeHour = map[string]hint{
	"午前": {half: morning}, "朝": {half: morning}, "早朝": {half: morning}, "明け方": {half: morning}, "毎朝": {half: morning},
	"午後": {half: afternoon}, "夕方": {half: afternoon}, "昼": {half: midday}, "お昼": {half: midday},
	"夜": {half: night}, "晩": {half: night}, "深夜": {half: night}, "毎晩": {half: night},

	"上午": {half: morning}, "早上": {half: morning}, "早晨": {half: morning}, "清晨": {half: morning}, "凌晨": {half: morning}, "早": {half: morning},
	"午后": {half: afternoon}, "下午": {half: afternoon}, "傍晚": {half: afternoon}, "中午": {half: midday},
	"晚上": {half: night}, "晚间": {half: night}, "晚間": {half: night}, "夜里": {half: night}, "半夜": {half: night}, "晚": {half: night},

	"บ่าย": {half: afternoon},

	"မနက်": {half: morning}, "နံနက်": {half: morning}, "နေ့လယ်": {half: midday}, "နေ့လည်": {half: midday}, "ညနေ": {half: afternoon}, "ည": {half: night},

	"காலை": {half: morning}, "அதிகாலை": {half: morning}, "முற்பகல்": {half: morning}, "மதியம்": {half: midday}, "நண்பகல்": {half: midday},
	"பிற்பகல்": {half: afternoon}, "மாலை": {half: afternoon}, "இரவு": {half: night},
}

// afterHour holds the words for a part of the day that people put behind the
// hour; they are also read before it.
var afterHour = map[string]hint{
	"am": {half: morning}, "a.m.": {half: morning}, "a.m": {half: morning}, "pm": {half: afternoon}, "p.m.": {half: afternoon}, "p.m": {half: afternoon},

	"everymorning": {half: morning}, "everyafternoon": {half: afternoon}, "everyevening": {half: afternoon}, "everynight": {half: night},

	"mỗisáng": {half: morning}, "mỗichiều": {half: afternoon}, "mỗitối": {half: night}, "mỗiđêm": {half: night},
	"sáng": {half: morning}, "sang": {half: morning}, "trưa": {half: midday}, "trua": {half: midday}, "chiều": {half: afternoon}, "chieu": {half: afternoon},
	"tối": {half: night}, "toi": {half: night}, "đêm": {half: night}, "khuya": {half: night},

	"pagi": {half: morning}, "subuh": {half: morning}, "dinihari": {half: morning}, "siang": {half: midday}, "sore": {half: afternoon},
	"petang": {half: afternoon}, "malam": {half: night}, "tengahhari": {half: midday}, "tengahmalam": {half: night},
	"setiappagi": {half: morning}, "tiappagi": {half: morning}, "setiapsore": {half: afternoon}, "tiapsore": {half: afternoon},
	"setiappetang": {half: afternoon}, "setiapmalam": {half: night}, "tiapmalam": {half: night},
	"pg": {half: morning}, "ptg": {half: afternoon}, "mlm": {half: night},

	"umaga": {half: morning}, "madalingaraw": {half: morning}, "tanghali": {half: midday}, "hapon": {half: afternoon}, "gabi": {half: night}, "hatinggabi": {half: night},
	"n.u": {half: morning}, "n.h": {half: afternoon}, "n.g": {half: night},

	"เช้า": {half: morning}, "เย็น": {half: afternoon}, "เที่ยง": {half: midday}, "ค่ำ": {half: night}, "กลางคืน": {half: night},

	"ព្រឹក": {half: morning}, "ត្រង់": {half: midday}, "ថ្ងៃត្រង់": {half: midday}, "រសៀល": {half: afternoon}, "ល្ងាច": {half: afternoon}, "យប់": {half: night},

	"ເຊົ້າ": {half: morning}, "ທ່ຽງ": {half: midday}, "ສວາຍ": {half: midday}, "ບ່າຍ": {half: afternoon}, "ແລງ": {half: afternoon}, "ຄ່ຳ": {half: night}, "ກາງຄືນ": {half: night},
}

// leadWords stand before the hour only. Those without a meaning are passed over.
var leadWords = map[string]hint{
	"ตี": {half: small}, "ຕີ": {half: small}, "setengah": {minutes: -30},
	"halfpast": {minutes: 30}, "quarterpast": {minutes: 15}, "quarterto": {minutes: -15},
	"の": {}, "lúc": {}, "buổi": {}, "pukul": {}, "jam": {}, "alas": {}, "alas-": {}, "ala": {}, "mga": {}, "ika-": {}, "at": {}, "は": {},
	"เวลา": {}, "ตอน": {}, "ម៉ោង": {}, "នៅម៉ោង": {}, "ເວລາ": {}, "ຕອນ": {}, "@": {},
}

// tailWords stand behind the hour only. Those without a meaning are passed over.
var tailWords = map[string]hint{
	"inthemorning": {half: morning}, "intheafternoon": {half: afternoon}, "intheevening": {half: afternoon}, "atnight": {half: night},
	"noon": {half: midday}, "midnight": {half: night},
	"半": {minutes: 30}, "一刻": {minutes: 15}, "三刻": {minutes: 45}, "rưỡi": {minutes: 30}, "ruoi": {minutes: 30}, "setengah": {minutes: 30}, "ymedya": {minutes: 30},
	"ครึ่ง": {minutes: 30}, "កន្លះ": {minutes: 30}, "ເຄິ່ງ": {minutes: 30}, "ခွဲ": {minutes: 30},
	"o'clock": {}, "oclock": {}, "hrs": {}, "hours": {}, "sharp": {}, "頃": {}, "ごろ": {}, "に": {}, "整": {},
	"buổi": {}, "ng": {}, "နဲ့": {}, "மணிக்கும்": {}, "sa": {}, "ตอน": {}, "ຕອນ": {}, "မှာ": {}, "மணிக்கு": {}, "மணியளவில்": {},
}

// hourNames are hours written as words; without a word beside them that says
// so they are no time.
var hourNames = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12,
	"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mườimột": 11, "mườihai": 12,
	"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10, "สิบเอ็ด": 11, "สิบสอง": 12,
	"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "lapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11, "duabelas": 12,
	"una": 1, "dos": 2, "tres": 3, "kuwatro": 4, "singko": 5, "sais": 6, "siyete": 7, "otso": 8, "nuwebe": 9, "diyes": 10, "onse": 11, "dose": 12,
	"មួយ": 1, "ពីរ": 2, "បី": 3, "បួន": 4, "ប្រាំ": 5, "ប្រាំមួយ": 6, "ប្រាំពីរ": 7, "ប្រាំបី": 8, "ប្រាំបួន": 9, "ដប់": 10, "ដប់មួយ": 11, "ដប់ពីរ": 12,
	"တစ်": 1, "နှစ်": 2, "သုံး": 3, "လေး": 4, "ငါး": 5, "ခြောက်": 6, "ခုနစ်": 7, "ခုနှစ်": 7, "ရှစ်": 8, "ကိုး": 9, "ဆယ်": 10, "ဆယ့်တစ်": 11, "ဆယ့်နှစ်": 12,
	"ஒன்று": 1, "இரண்டு": 2, "மூன்று": 3, "நான்கு": 4, "ஐந்து": 5, "ஆறு": 6, "ஏழு": 7, "எட்டு": 8, "ஒன்பது": 9, "பத்து": 10, "பதினொன்று": 11, "பன்னிரண்டு": 12,
	"ໜຶ່ງ": 1, "ສອງ": 2, "ສາມ": 3, "ສີ່": 4, "ຫ້າ": 5, "ຫົກ": 6, "ເຈັດ": 7, "ແປດ": 8, "ເກົ້າ": 9, "ສິບ": 10, "ສິບເອັດ": 11, "ສິບສອງ": 12,
}

// namedTimes are written without the spaces between their words.
var namedTimes = map[string]subscriptions.TimeOfDay{
	"noon": 12 * 60, "midday": 12 * 60, "midnight": 0, "正午": 12 * 60, "中午": 12 * 60, "午夜": 0, "お昼": 12 * 60,
	"giữatrưa": 12 * 60, "nửađêm": 0, "tengahhari": 12 * 60, "tengahmalam": 0, "tanghali": 12 * 60, "hatinggabi": 0,
	"เที่ยง": 12 * 60, "เที่ยงวัน": 12 * 60, "เที่ยงครึ่ง": 12*60 + 30, "เที่ยงคืน": 0, "บ่ายโมง": 13 * 60, "บ่ายโมงครึ่ง": 13*60 + 30, "ทุ่มครึ่ง": 19*60 + 30,
	"ថ្ងៃត្រង់": 12 * 60, "ທ່ຽງ": 12 * 60, "ທ່ຽງຄືນ": 0, "နေ့လယ်": 12 * 60, "မွန်းတည့်": 12 * 60, "သန်းခေါင်": 0,
	"நண்பகல்": 12 * 60, "நள்ளிரவு": 0,
}

// joiners may stand between times or days and mean nothing.
var joiners = map[string]bool{
	"and": true, "at": true, "on": true, "the": true, "と": true, "和": true, "và": true, "และ": true, "dan": true,
	"lúc": true, "pukul": true, "jam": true, "เวลา": true, "និង": true, "ແລະ": true, "နှင့်": true, "နဲ့": true, "மற்றும்": true,
	"ម៉ោង": true, "ໂມງ": true, "မှာ": true, "vào": true, "pada": true,
}

// atWords open the times behind the topics of a line.
var atWords = map[string]bool{
	"at": true, "@": true, "lúc": true, "pukul": true, "jam": true, "เวลา": true, "alas": true,
}

// IsJoiner reports whether a word may stand between times, days or topics and
// means nothing itself.
func IsJoiner(word string) bool { return joiners[strings.ToLower(word)] }

// IsAt reports whether a word opens the times behind the topics of a line.
func IsAt(word string) bool { return atWords[strings.ToLower(word)] }

// rangeMarks stand between the first and the last day of a range.
var rangeMarks = []string{
	"–", "—", "-", "~", "〜", "から", "到", "至", " to ", " thru ", " through ", " until ", " till ", " đến ", " tới ", " sampai ", " hingga ", " hanggang ",
	"ถึง", "ដល់", "ຫາ", "ເຖິງ", "မှ", " முதல் ",
}

// dayPrefixes and daySuffixes may stand around a day or a range of days and
// add nothing to it.
var (
	dayPrefixes = []string{
		"every ", "each ", "from ", "毎週", "每", "từ ", "mỗi ", "các ", "ngày ", "setiap ", "tiap ", "hari ", "dari ", "tuwing ", "bawat ", "kada ", "mula ", "araw ng ",
		"ตั้งแต่", "ทุก", "วัน", "រៀងរាល់", "រាល់", "ចាប់ពី", "ពី", "ថ្ងៃ", "ແຕ່", "ທຸກ", "ວັນ", "ஒவ்வொரு ",
	}
	daySuffixes = []string{"まで", "曜日", "曜", "တိုင်း", "နေ့", "အထိ", " வரை", "கிழமை", "தோறும்"}
)

const (
	sun = subscriptions.Days(1 << time.Sunday)
	mon = subscriptions.Days(1 << time.Monday)
	tue = subscriptions.Days(1 << time.Tuesday)
	wed = subscriptions.Days(1 << time.Wednesday)
	thu = subscriptions.Days(1 << time.Thursday)
	fri = subscriptions.Days(1 << time.Friday)
	sat = subscriptions.Days(1 << time.Saturday)
)

var dayWords = map[string]subscriptions.Days{
	"daily": subscriptions.EveryDay, "everyday": subscriptions.EveryDay, "every day": subscriptions.EveryDay, "each day": subscriptions.EveryDay, "all": subscriptions.EveryDay,
	"weekdays": subscriptions.Weekdays, "weekday": subscriptions.Weekdays, "workdays": subscriptions.Weekdays,
	"working days": subscriptions.Weekdays, "work days": subscriptions.Weekdays, "business days": subscriptions.Weekdays,
	"weekend": subscriptions.Weekend, "weekends": subscriptions.Weekend,
	"sunday": sun, "monday": mon, "tuesday": tue, "wednesday": wed, "thursday": thu, "friday": fri, "saturday": sat,
	"sundays": sun, "mondays": mon, "tuesdays": tue, "wednesdays": wed, "thursdays": thu, "fridays": fri, "saturdays": sat,
	"sun": sun, "mon": mon, "tue": tue, "tues": tue, "wed": wed, "weds": wed, "thu": thu, "thur": thu, "thurs": thu, "fri": fri, "sat": sat,

	"毎日": subscriptions.EveryDay, "平日": subscriptions.Weekdays, "週末": subscriptions.Weekend, "土日": subscriptions.Weekend,
	"日": sun, "月": mon, "火": tue, "水": wed, "木": thu, "金": fri, "土": sat,
	"日曜": sun, "月曜": mon, "火曜": tue, "水曜": wed, "木曜": thu, "金曜": fri, "土曜": sat,
	"日曜日": sun, "月曜日": mon, "火曜日": tue, "水曜日": wed, "木曜日": thu, "金曜日": fri, "土曜日": sat,

	"每天": subscriptions.EveryDay, "每日": subscriptions.EveryDay, "天天": subscriptions.EveryDay, "每一天": subscriptions.EveryDay, "工作日": subscriptions.Weekdays, "平常日": subscriptions.Weekdays,
	"周末": subscriptions.Weekend, "星期日": sun, "星期天": sun, "星期一": mon, "星期二": tue, "星期三": wed, "星期四": thu, "星期五": fri, "星期六": sat,
	"周日": sun, "周一": mon, "周二": tue, "周三": wed, "周四": thu, "周五": fri, "周六": sat,
	"週日": sun, "週一": mon, "週二": tue, "週三": wed, "週四": thu, "週五": fri, "週六": sat,

	"hằng ngày": subscriptions.EveryDay, "hàng ngày": subscriptions.EveryDay, "mỗi ngày": subscriptions.EveryDay,
	"ngày thường": subscriptions.Weekdays, "cuối tuần": subscriptions.Weekend,
	"chủ nhật": sun, "thứ hai": mon, "thứ ba": tue, "thứ tư": wed, "thứ năm": thu, "thứ sáu": fri, "thứ bảy": sat,
	"thứ 2": mon, "thứ 3": tue, "thứ 4": wed, "thứ 5": thu, "thứ 6": fri, "thứ 7": sat,
	"thu hai": mon, "thu ba": tue, "thu tu": wed, "thu nam": thu, "thu sau": fri, "thu bay": sat, "chu nhat": sun,
	"ngày làm việc": subscriptions.Weekdays,
	"cn":            sun, "t2": mon, "t3": tue, "t4": wed, "t5": thu, "t6": fri, "t7": sat,

	"ทุกวัน": subscriptions.EveryDay, "วันหยุดสุดสัปดาห์": subscriptions.Weekend, "วันธรรมดา": subscriptions.Weekdays, "วันทำงาน": subscriptions.Weekdays, "สุดสัปดาห์": subscriptions.Weekend, "เสาร์อาทิตย์": subscriptions.Weekend,
	"อาทิตย์": sun, "จันทร์": mon, "อังคาร": tue, "พุธ": wed, "พฤหัส": thu, "พฤหัสบดี": thu, "ศุกร์": fri, "เสาร์": sat,
	"วันอาทิตย์": sun, "วันจันทร์": mon, "วันอังคาร": tue, "วันพุธ": wed, "วันพฤหัสบดี": thu, "วันศุกร์": fri, "วันเสาร์": sat,

	"setiap hari": subscriptions.EveryDay, "tiap hari": subscriptions.EveryDay, "hari kerja": subscriptions.Weekdays, "akhir pekan": subscriptions.Weekend,
	"minggu": sun, "senin": mon, "selasa": tue, "rabu": wed, "kamis": thu, "jumat": fri, "jum'at": fri, "sabtu": sat,

	"hari bekerja": subscriptions.Weekdays, "hujung minggu": subscriptions.Weekend,
	"ahad": sun, "isnin": mon, "khamis": thu, "jumaat": fri,

	"araw-araw": subscriptions.EveryDay, "bawat araw": subscriptions.EveryDay, "kada araw": subscriptions.EveryDay, "katapusan ng linggo": subscriptions.Weekend,
	"linggo": sun, "lunes": mon, "martes": tue, "miyerkules": wed, "huwebes": thu, "biyernes": fri, "sabado": sat,

	"រាល់ថ្ងៃ": subscriptions.EveryDay, "រៀងរាល់ថ្ងៃ": subscriptions.EveryDay, "ថ្ងៃធ្វើការ": subscriptions.Weekdays, "ចុងសប្តាហ៍": subscriptions.Weekend, "សៅរ៍អាទិត្យ": subscriptions.Weekend,
	"អាទិត្យ": sun, "ចន្ទ": mon, "ច័ន្ទ": mon, "អង្គារ": tue, "ពុធ": wed, "ព្រហស្បតិ៍": thu, "សុក្រ": fri, "សៅរ៍": sat,

	"ທຸກມື້": subscriptions.EveryDay, "ທຸກໆມື້": subscriptions.EveryDay, "ທຸກວັນ": subscriptions.EveryDay, "ວັນລັດຖະການ": subscriptions.Weekdays, "ທ້າຍອາທິດ": subscriptions.Weekend, "ເສົາອາທິດ": subscriptions.Weekend,
	"ອາທິດ": sun, "ຈັນ": mon, "ອັງຄານ": tue, "ພຸດ": wed, "ພະຫັດ": thu, "ພະຫັດສະບໍດີ": thu, "ສຸກ": fri, "ເສົາ": sat,

	"နေ့တိုင်း": subscriptions.EveryDay, "နေ့စဉ်": subscriptions.EveryDay, "ရုံးဖွင့်ရက်": subscriptions.Weekdays, "စနေတနင်္ဂနွေ": subscriptions.Weekend,
	"တနင်္ဂနွေ": sun, "တနင်္လာ": mon, "အင်္ဂါ": tue, "ဗုဒ္ဓဟူး": wed, "ကြာသပတေး": thu, "သောကြာ": fri, "စနေ": sat,

	"தினமும்": subscriptions.EveryDay, "தினசரி": subscriptions.EveryDay, "ஒவ்வொரு நாளும்": subscriptions.EveryDay, "வேலை நாட்கள்": subscriptions.Weekdays, "வார நாட்கள்": subscriptions.Weekdays, "வார நாட்களில்": subscriptions.Weekdays,
	"வார இறுதி": subscriptions.Weekend, "வார இறுதியில்": subscriptions.Weekend, "வார இறுதி நாட்களில்": subscriptions.Weekend,
	"ஞாயிறு": sun, "திங்கள்": mon, "செவ்வாய்": tue, "புதன்": wed, "வியாழன்": thu, "வெள்ளி": fri, "சனி": sat,
	"ஞாயிற்றுக்கிழமை": sun, "திங்கட்கிழமை": mon, "செவ்வாய்க்கிழமை": tue, "புதன்கிழமை": wed, "வியாழக்கிழமை": thu, "வெள்ளிக்கிழமை": fri, "சனிக்கிழமை": sat,
}
