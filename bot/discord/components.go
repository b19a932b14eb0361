package discord

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"newsbrief/bot"
	"newsbrief/bot/plain"
)

// Discord's limits of components.
const (
	maxRow      = 5 // buttons side by side
	maxRows     = 5
	maxOptions  = 25 // of one menu
	maxLabel    = 80
	maxCustomID = 100
)

// Kinds of components.
const (
	actionRow  = 1
	button     = 2
	menuSelect = 3
	secondary  = 2 // a button's grey style
)

// menuID begins the custom id of a menu; what stands behind its options are
// their values.
const menuID = "menu:"

// component is a row, a button or a menu.
type component struct {
	Type        int         `json:"type"`
	Style       int         `json:"style,omitempty"`
	Label       string      `json:"label,omitempty"`
	CustomID    string      `json:"custom_id,omitempty"`
	Placeholder string      `json:"placeholder,omitempty"`
	Options     []option    `json:"options,omitempty"`
	Components  []component `json:"components,omitempty"`
}

// option is one line of a menu.
type option struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// components returns the rows of buttons; menus where there are more buttons
// than a message can have. Discord would refuse the whole message for one that
// is empty, too long or there twice, so such a one is left out.
func (d *Discord) components(choices [][]bot.Choice) []component {
	rows := d.usable(choices)
	count, lines := 0, 0
	for _, row := range rows {
		count += len(row)
		lines += (len(row) + maxRow - 1) / maxRow
	}
	all := slices.Concat(rows...)
	switch {
	case count > maxRow*maxRows:
		return d.menus(all)
	case lines > maxRows:
		rows = [][]bot.Choice{all}
	}
	var out []component
	for _, row := range rows {
		for chunk := range slices.Chunk(row, maxRow) {
			out = append(out, buttons(chunk))
		}
	}
	return out
}

func (d *Discord) usable(choices [][]bot.Choice) [][]bot.Choice {
	seen := map[string]bool{}
	var rows [][]bot.Choice
	for _, choice := range choices {
		var row []bot.Choice
		for _, c := range choice {
			c.Label = plain.Clip(plain.Line(c.Label), maxLabel)
			if c.Label == "" || c.Line == "" || plain.Units(c.Line) > maxCustomID || !utf8.ValidString(c.Line) || seen[c.Line] {
				d.lg.Error("button left out", "label", c.Label, "line", c.Line)
				continue
			}
			seen[c.Line] = true
			row = append(row, c)
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func buttons(row []bot.Choice) component {
	out := component{Type: actionRow}
	for _, c := range row {
		out.Components = append(out.Components, component{Type: button, Style: secondary, Label: c.Label, CustomID: c.Line})
	}
	return out
}

// menus offers the choices in menus, as many as they have room.
func (d *Discord) menus(all []bot.Choice) []component {
	if most := maxOptions * maxRows; len(all) > most {
		d.lg.Error("buttons left out", "count", len(all)-most)
		all = all[:most]
	}
	var out []component
	for chunk := range slices.Chunk(all, maxOptions) {
		m := component{Type: menuSelect, CustomID: menuID + strconv.Itoa(len(out)+1)}
		for _, c := range chunk {
			m.Options = append(m.Options, option{Label: c.Label, Value: c.Line})
		}
		out = append(out, component{Type: actionRow, Components: []component{m}})
	}
	return out
}
