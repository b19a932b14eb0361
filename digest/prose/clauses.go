package prose

import (
	"strings"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// Where sentences can stop whose scripts part clauses by spaces, or whose verbs
// come last.

// atNativeSpace ends a Thai or Lao sentence at the last space that may end one
// or before a clause that only adds to it, "" if s is of another script or has
// no such space. No mark stands there.
func atNativeSpace(s string) string {
	return atSpace(s, func(head, rest string) bool {
		next, _ := utf8.DecodeRuneInString(rest)
		if isCloser(lastRune(head)) && strings.ContainsFunc(head, native) {
			return !hangsOn(head, rest) // a quotation has ended
		}
		if !native(lastRune(head)) || hasAnySuffix(head, wantsMore) || hasAnyPrefix(rest, predicates) || hangsOn(head, rest) {
			return false
		}
		switch {
		case hasAnyPrefix(rest, addsClause):
			return true
		case native(next):
			return !hasAnyPrefix(rest, wantsMore)
		}
		return hasAnySuffix(head, comesToStop)
	})
}

// atKhmerSpace ends a Khmer sentence before a clause that only adds to it, ""
// if s is not Khmer or has no such clause.
func atKhmerSpace(s string) string {
	head := atSpace(s, func(head, rest string) bool {
		return hasAnyPrefix(rest, khmerAdds) && !hasAnySuffix(head, khmerWants) && containsAny(head, khmerVerbs) && !hangsOn(head, rest)
	})
	if head == "" {
		return ""
	}
	return head + "។"
}

// atSpace returns what stands before the last space on a line at which the
// sentence can stop, "" if that is nowhere or too early.
func atSpace(s string, can func(head, rest string) bool) string {
	room := strings.TrimSuffix(text.Cut(s, Width), "…")
	if !strings.HasPrefix(s, room) {
		return ""
	}
	room = s[:min(len(s), len(room)+1)] // with the space at which it was cut
	for at := strings.LastIndexByte(room, ' '); at > 0; at = strings.LastIndexByte(room[:at], ' ') {
		head, rest := strings.TrimRight(s[:at], " "), strings.TrimLeft(s[at:], " ")
		if text.Columns(head)*100 < Width*35 {
			return ""
		}
		if !halfQuoted(head) && !halfBracketed(head) && can(head, rest) {
			return head
		}
	}
	return ""
}

// hangsOn reports whether what stands before says another thing without what
// follows next: a condition, or the reason for what is denied.
func hangsOn(head, rest string) bool {
	next, _, _ := strings.Cut(rest, " ")
	for _, w := range nativeConditions {
		if at := strings.LastIndex(head, w); at >= 0 && strings.Count(head[at:], " ") < 2 {
			return true // what follows on the condition is still to come
		}
	}
	return hasAnyPrefix(next, nativeConditions) || containsAny(head, nativeDenials) && hasAnyPrefix(next, nativeReasons)
}

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

var (
	// Which, by, so that, because, after, while, including, and also, and will.
	addsClause = []string{
		"ซึ่ง", "โดย", "เพื่อ", "เพราะ", "เนื่องจาก", "หลังจาก", "หลังเกิด", "ขณะที่", "ในขณะที่", "รวมถึง", "รวมทั้ง", "พร้อมทั้ง", "พร้อมกับ", "ทั้งนี้", "และยัง", "และได้", "และจะ", "และมี", "และทำให้", "และเป็น", "ส่งผลให้", "ทำให้",
		"ຊຶ່ງ", "ເຊິ່ງ", "ໂດຍ", "ເພື່ອ", "ເພາະ", "ຍ້ອນ", "ເນື່ອງຈາກ", "ຫຼັງຈາກ", "ຫລັງຈາກ", "ຂະນະທີ່", "ໃນຂະນະທີ່", "ລວມທັງ", "ພ້ອມທັງ", "ແລະຍັງ", "ແລະໄດ້", "ແລະຈະ", "ແລະມີ",
	}
	// Already, too, this, more, as well: behind these no name is asked for.
	comesToStop = []string{"แล้ว", "ด้วย", "นี้", "เลย", "อีก", "ครับ", "ค่ะ", "อย่างยิ่ง", "เท่านั้น", "มากขึ้น", "ทั้งหมด", "เช่นกัน", "ก็ตาม", "ແລ້ວ", "ນີ້", "ເລີຍ", "ອີກ", "ເທົ່ານັ້ນ"}
	// Said, did, will, was done to, is, have, also: what a subject waits for.
	predicates = []string{"กล่าว", "ได้", "จะ", "ถูก", "เป็น", "มี", "ก็", "ต้อง", "ระบุ", "บอก", "เปิดเผย", "กำลัง", "ເປັນ", "ກ່າວ", "ໄດ້", "ຈະ", "ຖືກ", "ແມ່ນ", "ມີ", "ກໍ", "ກຳລັງ"}
	// If, unless, until, but.
	nativeConditions = []string{"หาก", "ถ้า", "เว้นแต่", "จนกว่า", "แต่", "ยกเว้น", "ຖ້າ", "ຫາກ", "ຈົນກວ່າ", "ແຕ່", "ຍົກເວັ້ນ", "ប្រសិនបើ", "បើ", "លុះត្រា", "ប៉ុន្តែ", "តែ", "លើកលែង"}
	// Not, only, forbidden.
	nativeDenials = []string{"ไม่", "มิได้", "ห้าม", "เพียง", "ບໍ່", "ຫ້າມ", "ພຽງ", "មិន", "ពុំ", "ហាម", "គ្រាន់តែ"}
	// Because, so that, by.
	nativeReasons = []string{"เพราะ", "เพื่อ", "เนื่อง", "โดย", "หลัง", "ເພາະ", "ຍ້ອນ", "ເພື່ອ", "ເນື່ອງ", "ໂດຍ", "ຫຼັງ", "ຫລັງ", "ព្រោះ", "ដោយ", "ដើម្បី", "បន្ទាប់", "ក្រោយ"}

	// By, so that, after, while, which, and then.
	khmerAdds = []string{"ដោយ", "ដើម្បី", "បន្ទាប់ពី", "ក្រោយពី", "ខណៈ", "ស្របពេល", "ដែល", "ហើយ", "ព្រោះ", "ពីព្រោះ"}
	// That, and, or, of, as, at, in, from, to, mister.
	khmerWants = []string{"ថា", "ថា៖", "និង", "ឬ", "នៃ", "ជា", "របស់", "នៅ", "ក្នុង", "ពី", "ដល់", "ទៅ", "ដែល", "ដោយ", "លោក", "ស្រី", "កីឡាករ", "សម្រាប់", "នឹង", "បាន", "ត្រូវ"}
	// Did, will, is doing, was done to, there is, is.
	khmerVerbs = []string{"បាន", "នឹង", "កំពុង", "ត្រូវ", "មាន", "គឺ"}
)

// atTamilClause ends a Tamil sentence before a comma where it could have ended:
// behind a finite verb, with a new subject to follow. "" without such a place.
func atTamilClause(s string) string {
	for at := strings.LastIndex(s, ", "); at > 0; at = strings.LastIndex(s[:at], ", ") {
		head, rest := s[:at], s[at+2:]
		n := text.Columns(head) + 1
		if n*100 < Width*40 {
			return ""
		}
		if n <= Width && hasAnySuffix(head, tamilVerbs) && hasAnyPrefix(rest, tamilSubjects) && !halfQuoted(head) && !halfBracketed(head) {
			return head + "."
		}
	}
	return ""
}

// Endings of finite verbs.
var tamilVerbs = []string{"ார்", "ார்கள்", "னர்", "ாள்", "ள்ளது", "ள்ளன", "கிறது", "கின்றன", "ன்றது", "ப்பட்டது", "ப்பட்டன", "பெற்றது", "ந்தது", "ந்தன", "த்தது", "த்தன", "டைந்தது", "ாகும்", "ிற்று"}

// What begins a clause of its own: in which, this, these, he, they, moreover, besides, his.
var tamilSubjects = []string{"இதில்", "இது ", "இவை ", "அது ", "அவர் ", "அவர்கள் ", "இவர் ", "அதோடு", "மேலும்", "அத்துடன்", "இதன் ", "அதன் ", "இதனால்", "இதையடுத்து", "அதேவேளை", "அதே "}
