package bot

import (
	"time"

	"newsbrief/subscriptions"
)

// The words of the time grammar, folded, in the twelve languages. They are
// facts of those languages, not texts that the bot says.

// hourMarks stand between hours and minutes.
var hourMarks = []string{":", ".", "h", "時", "时", "點", "点", "giờ", "น", "นาฬิกา", "โมง", "ໂມງ", "ម៉ោង", "နာရီ", "மணி"}

// minuteMarks may stand behind the minutes.
var minuteMarks = []string{"分钟", "分鐘", "分", "น", "นาที", "phút"}

// meridiems name the half of the day, before or behind the hour.
var meridiems = map[string]halfDay{
	"am": morning, "a.m.": morning, "a.m": morning, "pm": afternoon, "p.m.": afternoon, "p.m": afternoon,
	"午前": morning, "上午": morning, "早上": morning, "午後": afternoon, "午后": afternoon, "下午": afternoon, "晚上": afternoon,
	"sáng": morning, "chiều": afternoon, "tối": afternoon,
	"pagi": morning, "petang": afternoon, "malam": afternoon, "sore": afternoon,
	"เช้า": morning, "บ่าย": afternoon, "เย็น": afternoon,
	"ព្រឹក": morning, "ល្ងាច": afternoon, "ເຊົ້າ": morning, "ແລງ": afternoon,
	"မနက်": morning, "ည": afternoon, "காலை": morning, "மாலை": afternoon,
}

var namedTimes = map[string]subscriptions.TimeOfDay{
	"noon": 12 * 60, "midday": 12 * 60, "midnight": 0, "正午": 12 * 60, "中午": 12 * 60, "午夜": 0, "深夜0時": 0,
	"เที่ยง": 12 * 60, "เที่ยงวัน": 12 * 60, "เที่ยงคืน": 0, "tanghali": 12 * 60, "hatinggabi": 0,
}

// evening counts the hours of a Thai evening from six: "2 ทุ่ม" is 20:00.
const evening = "ทุ่ม"

// joiners may stand between times or days and mean nothing.
var joiners = map[string]bool{
	"and": true, "at": true, "on": true, "と": true, "和": true, "và": true, "และ": true, "dan": true, "at-": true,
	"lúc": true, "pukul": true, "jam": true, "เวลา": true, "និង": true, "ແລະ": true, "နှင့်": true, "மற்றும்": true, "every": true,
	"ម៉ោង": true, "ໂມງ": true, "မှာ": true,
}

// atWords open the times behind the topics of a line.
var atWords = map[string]bool{
	"at": true, "@": true, "lúc": true, "pukul": true, "jam": true, "เวลา": true, "alas": true,
}

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
	"daily": subscriptions.EveryDay, "everyday": subscriptions.EveryDay, "every day": subscriptions.EveryDay, "all": subscriptions.EveryDay,
	"weekdays": subscriptions.Weekdays, "weekday": subscriptions.Weekdays, "workdays": subscriptions.Weekdays,
	"weekend": subscriptions.Weekend, "weekends": subscriptions.Weekend,
	"sunday": sun, "monday": mon, "tuesday": tue, "wednesday": wed, "thursday": thu, "friday": fri, "saturday": sat,
	"sundays": sun, "mondays": mon, "tuesdays": tue, "wednesdays": wed, "thursdays": thu, "fridays": fri, "saturdays": sat,
	"sun": sun, "mon": mon, "tue": tue, "tues": tue, "wed": wed, "weds": wed, "thu": thu, "thur": thu, "thurs": thu, "fri": fri, "sat": sat,

	"毎日": subscriptions.EveryDay, "平日": subscriptions.Weekdays, "週末": subscriptions.Weekend, "土日": subscriptions.Weekend,
	"日": sun, "月": mon, "火": tue, "水": wed, "木": thu, "金": fri, "土": sat,
	"日曜": sun, "月曜": mon, "火曜": tue, "水曜": wed, "木曜": thu, "金曜": fri, "土曜": sat,
	"日曜日": sun, "月曜日": mon, "火曜日": tue, "水曜日": wed, "木曜日": thu, "金曜日": fri, "土曜日": sat,

	"每天": subscriptions.EveryDay, "每日": subscriptions.EveryDay, "工作日": subscriptions.Weekdays, "平常日": subscriptions.Weekdays,
	"周末": subscriptions.Weekend, "星期日": sun, "星期天": sun, "星期一": mon, "星期二": tue, "星期三": wed, "星期四": thu, "星期五": fri, "星期六": sat,
	"周日": sun, "周一": mon, "周二": tue, "周三": wed, "周四": thu, "周五": fri, "周六": sat,
	"週日": sun, "週一": mon, "週二": tue, "週三": wed, "週四": thu, "週五": fri, "週六": sat,

	"hằng ngày": subscriptions.EveryDay, "hàng ngày": subscriptions.EveryDay, "mỗi ngày": subscriptions.EveryDay,
	"ngày thường": subscriptions.Weekdays, "cuối tuần": subscriptions.Weekend,
	"chủ nhật": sun, "thứ hai": mon, "thứ ba": tue, "thứ tư": wed, "thứ năm": thu, "thứ sáu": fri, "thứ bảy": sat,
	"cn": sun, "t2": mon, "t3": tue, "t4": wed, "t5": thu, "t6": fri, "t7": sat,

	"ทุกวัน": subscriptions.EveryDay, "วันธรรมดา": subscriptions.Weekdays, "วันทำงาน": subscriptions.Weekdays, "สุดสัปดาห์": subscriptions.Weekend,
	"อาทิตย์": sun, "จันทร์": mon, "อังคาร": tue, "พุธ": wed, "พฤหัส": thu, "พฤหัสบดี": thu, "ศุกร์": fri, "เสาร์": sat,
	"วันอาทิตย์": sun, "วันจันทร์": mon, "วันอังคาร": tue, "วันพุธ": wed, "วันพฤหัสบดี": thu, "วันศุกร์": fri, "วันเสาร์": sat,

	"setiap hari": subscriptions.EveryDay, "tiap hari": subscriptions.EveryDay, "hari kerja": subscriptions.Weekdays, "akhir pekan": subscriptions.Weekend,
	"minggu": sun, "senin": mon, "selasa": tue, "rabu": wed, "kamis": thu, "jumat": fri, "jum'at": fri, "sabtu": sat,

	"hari bekerja": subscriptions.Weekdays, "hujung minggu": subscriptions.Weekend,
	"ahad": sun, "isnin": mon, "khamis": thu, "jumaat": fri,

	"araw-araw": subscriptions.EveryDay, "katapusan ng linggo": subscriptions.Weekend,
	"linggo": sun, "lunes": mon, "martes": tue, "miyerkules": wed, "huwebes": thu, "biyernes": fri, "sabado": sat,

	"រាល់ថ្ងៃ": subscriptions.EveryDay, "ថ្ងៃធ្វើការ": subscriptions.Weekdays, "ចុងសប្តាហ៍": subscriptions.Weekend,
	"អាទិត្យ": sun, "ចន្ទ": mon, "ច័ន្ទ": mon, "អង្គារ": tue, "ពុធ": wed, "ព្រហស្បតិ៍": thu, "សុក្រ": fri, "សៅរ៍": sat,

	"ທຸກມື້": subscriptions.EveryDay, "ວັນລັດຖະການ": subscriptions.Weekdays, "ທ້າຍອາທິດ": subscriptions.Weekend,
	"ອາທິດ": sun, "ຈັນ": mon, "ອັງຄານ": tue, "ພຸດ": wed, "ພະຫັດ": thu, "ສຸກ": fri, "ເສົາ": sat,

	"နေ့တိုင်း": subscriptions.EveryDay, "ရုံးဖွင့်ရက်": subscriptions.Weekdays, "စနေတနင်္ဂနွေ": subscriptions.Weekend,
	"တနင်္ဂနွေ": sun, "တနင်္လာ": mon, "အင်္ဂါ": tue, "ဗုဒ္ဓဟူး": wed, "ကြာသပတေး": thu, "သောကြာ": fri, "စနေ": sat,

	"தினமும்": subscriptions.EveryDay, "வார நாட்கள்": subscriptions.Weekdays, "வார இறுதி": subscriptions.Weekend,
	"ஞாயிறு": sun, "திங்கள்": mon, "செவ்வாய்": tue, "புதன்": wed, "வியாழன்": thu, "வெள்ளி": fri, "சனி": sat,
}
