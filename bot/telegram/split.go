package telegram

import (
	"strings"

	"newsbrief/bot/plain"
)

// gap stands between the segments of a part.
const gap = "\n\n"

// room is what a part can still take.
type room struct{ units, entities, raw int }

func newRoom() room {
	return room{units: maxUnits - numberRoom, entities: maxEntities, raw: maxRaw - numberRoom}
}

func (r room) fits(p segment) bool {
	return r.units >= p.units && r.entities >= p.entities && r.raw >= len(p.html)
}

// take makes room for p and the gap before the next segment.
func (r *room) take(p segment) {
	r.units -= p.units + len(gap)
	r.entities -= p.entities
	r.raw -= len(p.html) + len(gap)
}

// text is what one part says.
type text struct {
	html    string
	stories int
}

// split lays the segments out into as few parts as their order allows. Headings
// stay with what follows them; only plain text is ever divided.
func split(ps []segment) []text {
	var parts []text
	var part []string
	left, stories := newRoom(), 0
	flush := func() {
		if len(part) > 0 {
			parts = append(parts, text{strings.Join(part, gap), stories})
		}
		part, left, stories = nil, newRoom(), 0
	}
	for _, p := range bundle(ps) {
		if !left.fits(p) {
			flush()
		}
		part = append(part, p.html)
		stories += p.stories
		left.take(p)
	}
	flush()
	for i := range parts {
		parts[i].html = number(parts[i].html, i, len(parts))
	}
	return parts
}

// bundle divides over-long texts and joins headings with what follows them, as
// far as a part can hold both. Each segment it returns fits into a part.
func bundle(ps []segment) []segment {
	var out []segment
	for _, p := range ps {
		for _, q := range divide(p) {
			if n := len(out); n > 0 && out[n-1].sticks {
				if joined := join(out[n-1], q); newRoom().fits(joined) {
					out[n-1] = joined
					continue
				}
			}
			out = append(out, q)
		}
	}
	return out
}

func join(a, b segment) segment {
	return segment{
		html:     a.html + gap + b.html,
		units:    a.units + len(gap) + b.units,
		entities: a.entities + b.entities,
		sticks:   b.sticks,
		stories:  a.stories + b.stories,
	}
}

// divide cuts a text that no part can hold. Everything else is short enough by
// how it was made.
func divide(p segment) []segment {
	if p.plain == "" || newRoom().fits(p) {
		return []segment{p}
	}
	var out []segment
	for rest := p.plain; rest != ""; {
		n := plain.Cut(rest, newRoom().units)
		for len(escape(rest[:n])) > newRoom().raw {
			n = plain.Cut(rest[:n], plain.Units(rest[:n])/2)
		}
		if q := textSegment(rest[:n]); q.units > 0 {
			out = append(out, q)
		}
		rest = rest[n:]
	}
	return out
}
