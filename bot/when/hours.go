package when

// hoursOf returns the hours of the 24-hour clock that an hour may be which was
// said with a part of the day ("" for none) and a way of counting. None means
// that there is no such hour, several that people mean different ones.
func hoursOf(part, counting string, h int) []int {
	switch {
	case counting == "tum":
		return tum(h)
	case counting == "mong":
		return mong(part, h)
	case part == "":
		return only(h <= 24, h)
	case h > 12:
		return late(part, h)
	}
	return halfDay(part, h)
}

func only(ok bool, hours ...int) []int {
	if !ok {
		return nil
	}
	return hours
}

// late is an hour of the 24-hour clock with a part of the day: "19:30 pm".
func late(part string, h int) []int {
	switch part {
	case "midday", "noon":
		return only(h <= 16, h)
	case "pm", "pm?", "afternoon":
		return only(h <= 23, h)
	case "evening", "night":
		return only(h >= 17 && h <= 24, h)
	case "midnight":
		return only(h >= 23 && h <= 24, h)
	}
	return nil
}

// halfDay is an hour of the 12-hour clock with a part of the day.
func halfDay(part string, h int) []int {
	switch part {
	case "am":
		return []int{h % 12}
	case "pm":
		return []int{h%12 + 12}
	case "pm?":
		// Where the halves of the day have names of their own, twelve of the
		// second is midnight by the law and noon by the clocks that are sold.
		return choose(h == 12, []int{12, 0}, h+12)
	case "morning":
		return choose(h == 12, []int{0, 12}, h)
	case "dawn":
		return only(h <= 7 || h == 12, h%12)
	case "midday", "noon":
		return midday(h)
	case "afternoon":
		return choose(h == 12, []int{12}, h+12)
	case "evening":
		return choose(h >= 1 && h <= 3, []int{h, h + 12}, (h+12)%24)
	case "night":
		return night(h)
	case "midnight":
		return choose(h == 11, []int{23}, only(h <= 4 || h == 12, h%12)...)
	}
	return nil
}

func choose(special bool, hours []int, otherwise ...int) []int {
	if special {
		return hours
	}
	return otherwise
}

func night(h int) []int {
	switch {
	case h == 4 || h == 5:
		return []int{h, h + 12}
	case h < 4:
		return []int{h}
	}
	return []int{(h + 12) % 24}
}

func midday(h int) []int {
	if h >= 1 && h <= 4 {
		return []int{h + 12}
	}
	return only(h >= 10 && h <= 12, h)
}

// tum counts the hours of the evening from seven, as Thai does.
func tum(h int) []int { return only(h >= 1 && h <= 6, (h+18)%24) }

// mong counts as Thai does: from seven in the morning where "morning" is said
// and the number is small, from noon where "afternoon" or nothing is said.
func mong(part string, h int) []int {
	switch {
	case h > 12:
		return only(h <= 24, h)
	case part == "morning" && h >= 1 && h <= 5:
		return []int{h + 6}
	case part != "":
		return halfDay(part, h)
	case h == 1:
		return []int{13, 7}
	case h == 6:
		return []int{6, 18}
	case h >= 2 && h <= 5:
		return []int{h + 12}
	}
	return []int{h}
}
