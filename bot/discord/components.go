package discord

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

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

// menuID begins the custom id of a menu; what stands behind its options are
// their values.
const menuID = "menu:"

// components returns the rows of buttons; menus where there are more buttons
// than a message can have. Discord would refuse the whole message for one that
// is empty, too long or there twice, so such a one is left out.
func (d *Discord) components(choices [][]bot.Choice) []discordgo.MessageComponent {
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
	var out []discordgo.MessageComponent
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

func buttons(row []bot.Choice) discordgo.MessageComponent {
	var out discordgo.ActionsRow
	for _, c := range row {
		out.Components = append(out.Components, discordgo.Button{Style: discordgo.SecondaryButton, Label: c.Label, CustomID: c.Line})
	}
	return out
}

// menus offers the choices in menus, as many as they have room.
func (d *Discord) menus(all []bot.Choice) []discordgo.MessageComponent {
	if most := maxOptions * maxRows; len(all) > most {
		d.lg.Error("buttons left out", "count", len(all)-most)
		all = all[:most]
	}
	var out []discordgo.MessageComponent
	for chunk := range slices.Chunk(all, maxOptions) {
		m := discordgo.SelectMenu{CustomID: menuID + strconv.Itoa(len(out)+1)}
		for _, c := range chunk {
			m.Options = append(m.Options, discordgo.SelectMenuOption{Label: c.Label, Value: c.Line})
		}
		out = append(out, discordgo.ActionsRow{Components: []discordgo.MessageComponent{m}})
	}
	return out
}
