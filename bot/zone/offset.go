package zone

import (
	"fmt"
	"strconv"
	"strings"

	"newsbrief/digest/text"
)

// ofOffset reads "UTC+7", "(GMT+08:00)", "+7", "+0530" and "UTC" as a zone with
// that offset all year. The zone files have whole hours, with the sign the
// other way round; for the others a zone that keeps them all year stands in.
func ofOffset(typed string) []string {
	s := strings.Trim(strings.ReplaceAll(text.Fold(typed), " ", ""), "()[]")
	offset := strings.TrimPrefix(strings.TrimPrefix(s, "utc"), "gmt")
	if offset != s && offset != "" && offset[0] >= '0' && offset[0] <= '9' {
		return append(ofOffset("+"+offset), ofOffset("-"+offset)...) // the sign was left out
	}
	s = offset
	if len(s) < 2 || s[0] != '+' && s[0] != '-' {
		return nil
	}
	minutes, ok := minutesOf(s[1:])
	if !ok {
		return nil
	}
	if s[0] == '-' {
		minutes = -minutes
	}
	return zoneAt(minutes)
}

// minutesOf reads "7", "07", "5:30", "5.30" and "0530".
func minutesOf(s string) (int, bool) {
	if half, ok := strings.CutSuffix(s, ".5"); ok {
		s = half + ":30"
	}
	hours, minutes, marked := strings.Cut(strings.ReplaceAll(s, ".", ":"), ":")
	if !marked && len(s) > 2 {
		if half, ok := strings.CutSuffix(s, ".5"); ok {
			s = half + ":30"
		}
		hours, minutes, marked = s[:len(s)-2], s[len(s)-2:], true
	}
	if !marked {
		minutes = "00"
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	return int(h*60 + m), err == nil && err2 == nil && len(minutes) == 2 && len(hours) <= 2
}

// zoneAt returns the zone whose clocks are always so far ahead of UTC.
func zoneAt(minutes int) []string {
	if zone, ok := oddOffsets[minutes]; ok {
		return []string{zone}
	}
	switch {
	case minutes == 0:
		return []string{"UTC"}
	case minutes%60 != 0 || minutes < -12*60 || minutes > 14*60:
		return nil
	}
	return []string{fmt.Sprintf("Etc/GMT%+d", -minutes/60)}
}

// oddOffsets are the offsets in use that are no whole hours, in minutes. Lord
// Howe, the Chathams, Adelaide and St John's keep theirs for half of the year
// only, and nobody else has them.
var oddOffsets = map[int]string{
	-9*60 - 30: "Pacific/Marquesas", -3*60 - 30: "America/St_Johns",
	3*60 + 30: "Asia/Tehran", 4*60 + 30: "Asia/Kabul", 5*60 + 30: "Asia/Kolkata", 5*60 + 45: "Asia/Kathmandu",
	6*60 + 30: "Asia/Yangon", 8*60 + 45: "Australia/Eucla", 9*60 + 30: "Australia/Darwin", 10*60 + 30: "Australia/Lord_Howe", 12*60 + 45: "Pacific/Chatham",
}
