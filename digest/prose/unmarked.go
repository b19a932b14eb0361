package prose

import (
	"strings"
	"unicode"
)

// endsAtSpaces reports whether the text is Thai or Lao without end marks.
func endsAtSpaces(r []rune) bool {
	thai, lao, stops := 0, 0, 0
	for i, c := range r {
		switch {
		case unicode.Is(unicode.Thai, c):
			thai++
		case unicode.Is(unicode.Lao, c):
			lao++
		case c == '.' && (i+1 == len(r) || unicode.IsSpace(r[i+1])):
			stops++
		}
	}
	native := thai + lao
	if native*2 < len(r) {
		return false
	}
	return thai > lao || stops*500 < len(r)
}

// A sentence of fewer columns than this is not told from a phrase by a space alone.
const chunk = 36

// endsAtSpace reports whether the space at i ends a sentence of a script
// without end marks: both sides are long, no number or name is torn apart,
// and neither side asks for the other.
func (p *paragraph) endsAtSpace(i int) bool {
	next := p.skipSpace(i)
	if next >= len(p.r) || i == p.start || visible(p.r[max(p.start, i-lookBack):i]) < chunk {
		return false
	}
	if !native(p.r[i-1]) && !isCloser(p.r[i-1]) || p.bracketed(i, i) || p.open(i, '"') {
		return false
	}
	before, after := string(p.r[max(p.start, i-12):i]), string(p.r[next:min(len(p.r), next+14)])
	if hasAnySuffix(before, wantsMore) || hasAnyPrefix(after, goesOnWith) || !native(p.r[next]) && !unicode.IsPunct(p.r[next]) {
		return false
	}
	long := visible(p.r[max(p.start, i-lookBack):i])
	return hasAnyPrefix(after, beginsAnew) || long >= 2*chunk && hasAnySuffix(before, comesToRest) || long >= 3*chunk
}

// visible counts the columns of Thai and Lao text: marks above and below take none.
func visible(r []rune) int {
	n := 0
	for _, c := range r {
		if !unicode.Is(unicode.Mn, c) {
			n++
		}
	}
	return n
}

func native(r rune) bool { return unicode.In(r, unicode.Thai, unicode.Lao) }

func hasAnyPrefix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func hasAnySuffix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

// Words after which the sentence goes on: that, and, or, is, such as, of, at, by, with, as.
var wantsMore = []string{
	"ว่า", "และ", "หรือ", "คือ", "ได้แก่", "เช่น", "ของ", "ที่", "โดย", "กับ", "เป็น", "ใน", "จาก", "ถึง", "ซึ่ง", "เพื่อ", "นาย", "นาง", "ชื่อ", "แต่", "ต่อ", "ประมาณ",
	"ວ່າ", "ແລະ", "ຫຼື", "ຫລື", "ຄື", "ໄດ້ແກ່", "ເຊັ່ນ", "ຂອງ", "ທີ່", "ໂດຍ", "ກັບ", "ເປັນ", "ໃນ", "ຈາກ", "ເຖິງ", "ຊຶ່ງ", "ເຊິ່ງ", "ເພື່ອ", "ທ່ານ", "ນາງ", "ຊື່",
}

// Words that join what follows to what stands before: and, or, which, so that, that, but, by, as.
var goesOnWith = []string{
	"และ", "หรือ", "ซึ่ง", "ที่", "ว่า", "เพื่อ", "แต่", "โดย", "จน", "ทำให้", "รวม", "แล้ว", "ก็", "กับ", "เพราะ", "เนื่อง", "ของ", "ถึง", "คือ", "เช่น", "ได้", "จึง", "พร้อม", "ๆ",
	"ແລະ", "ຫຼື", "ຊຶ່ງ", "ເຊິ່ງ", "ທີ່", "ວ່າ", "ເພື່ອ", "ແຕ່", "ໂດຍ", "ຈົນ", "ເຮັດໃຫ້", "ລວມ", "ກໍ", "ກັບ", "ຍ້ອນ", "ເພາະ", "ຂອງ", "ພ້ອມ",
}

// Words with which a sentence tends to end: said, can, be there, this, already, more.
var comesToRest = []string{"กล่าว", "ได้", "อยู่", "นี้", "แล้ว", "ด้วย", "กัน", "เลย", "อีก", "งาน", "ขึ้น", "ไป", "มา", "ครับ", "ค่ะ", "ກ່າວ", "ໄດ້", "ຢູ່", "ນີ້", "ແລ້ວ", "ນຳ", "ກັນ", "ເລີຍ", "ອີກ", "ຂຶ້ນ"}

// Words with which a sentence begins rather than goes on.
var beginsAnew = []string{
	"อย่างไรก็", "แต่อย่างไร", "นอกจาก", "ทั้งนี้", "ขณะที่", "ขณะเดียวกัน", "ส่วน", "สำหรับ", "เมื่อ", "หลังจาก", "ก่อนหน้า", "ด้าน", "ตาม", "นาย", "นาง", "เขา", "เธอ", "พวกเขา", "เรา", "ผม", "มัน", "การ", "ใน", "จาก",
	"ຢ່າງໃດກໍ", "ແນວໃດກໍ", "ນອກຈາກ", "ທັງນີ້", "ຂະນະທີ່", "ສ່ວນ", "ສຳລັບ", "ເມື່ອ", "ຫຼັງຈາກ", "ຫລັງຈາກ", "ກ່ອນ", "ຕາມ", "ທ່ານ", "ນາງ", "ລາວ", "ພວກ", "ການ", "ໃນ",
}
