package article

import (
	"slices"
	"strings"
	"testing"
)

// However an author parts paragraphs, they are paragraphs.
func TestParagraphs(t *testing.T) {
	a := "The island council voted on Monday to light the old pier at night, the harbour master said."
	b := "Forty lamps will be set along the rail by the end of the spring, and the first six are there already, on the side of the fish market."
	c := "Fishers had asked for them for twelve years, since a boat ran into the pier in the dark and three men had to swim ashore in December."
	d := "The lamps cost as much as a new crane would have, which some of the captains would have liked better, and they said so at the meeting."
	for name, body := range map[string]string{
		"lines of a div":      "<div>" + a + "<br><br>" + b + "<br><br>" + c + "<br/> <br/>" + d + "</div>",
		"lines of a p":        "<p>" + a + "<br><br>" + b + "<br><br>" + c + "<br><br>" + d + "</p>",
		"lines of a section":  "<section>" + a + "<br><br>" + b + "<br><br>" + c + "<br><br>" + d + "</section>",
		"lines of a cell":     "<table><tr><td>" + a + "<br><br>" + b + "<br><br>" + c + "<br><br>" + d + "</td></tr></table>",
		"lines in a span":     "<div><span>" + a + "<br><br>" + b + "<br><br>" + c + "<br><br>" + d + "</span></div>",
		"single breaks":       "<div>" + a + "<br>" + b + "<br>" + c + "<br>" + d + "</div>",
		"paragraphs":          "<p>" + a + "<p>" + b + "<p>" + c + "<p>" + d,
		"divs":                "<div>" + a + "</div><div>" + b + "</div><div>" + c + "</div><div>" + d + "</div>",
		"a div in three ways": "<div>" + a + "<br><br>" + b + "<p>" + c + "</p>" + d + "</div>",
	} {
		t.Run(name, func(t *testing.T) {
			page := "<!doctype html><html lang=en><head><title>Council lights the pier</title></head><body><h1>Council lights the pier</h1><article>" + body + "</article></body></html>"
			got, err := Parse(t.Context(), []byte(page), "text/html", "https://alba.example/1")
			if err != nil {
				t.Fatal(err)
			}
			if want := []string{a, b, c, d}; !slices.Equal(got.Text, want) {
				t.Errorf("got %d paragraphs %q", len(got.Text), got.Text)
			}
		})
	}
}

const (
	council = "The island council voted on Monday to light the old pier at night, the harbour master said."
	lamps   = "Forty lamps will be set along the rail by the end of the spring, and the first six are there already, on the side of the fish market."
	fishers = "Fishers had asked for them for twelve years, since a boat ran into the pier in the dark and three men had to swim ashore in December."
)

// What stands beside the text is no part of it, and the text is found behind it.
func TestBesideTheText(t *testing.T) {
	text := "<p>" + council + "</p><p>" + lamps + "</p><p>" + fishers + "</p>"
	consent := "<p>We keep small files on your device so that the site works, and would like to keep others that tell us how it is used and what could be made better in it.</p><p>More is said of the files that we keep on the page about them, and we ask again after half a year, or when what we keep there changes in any way that matters.</p>"
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"a list that says the text in short", "<ul><li>Forty lamps light the pier of the island by the spring.</li><li>Fishers had asked for them for years.</li></ul>" + text, []string{council, lamps, fishers}},
		{"a list in the text", "<p>" + council + "</p><p>" + lamps + "</p><ul><li>Six lamps are there by now.</li></ul><p>" + fishers + "</p>", []string{council, lamps, "Six lamps are there by now.", fishers}},
		{"clauses in lines of their own", "<p>从下周一起，</p><p>阿港旧码头夜里也点灯，</p><p>港务长昨天对渔民们说。</p><p>四十盏灯将在春天结束前沿栏杆装好，头六盏已经装在鱼市那一边，渔民们十二年来一直要求装灯。</p>", []string{"从下周一起，阿港旧码头夜里也点灯，港务长昨天对渔民们说。", "四十盏灯将在春天结束前沿栏杆装好，头六盏已经装在鱼市那一边，渔民们十二年来一直要求装灯。"}},
		{"small print behind a picture", "<p><img src=/a.jpg><em>Gulls sit on the rail of the pier.</em></p>" + text, []string{council, lamps, fishers}},
		{"a span behind a picture", "<div><a href=/a><img src=/a.jpg></a><span>Gulls sit on the rail of the pier.</span></div>" + text, []string{council, lamps, fishers}},
		{"a line in the middle below a picture", "<p align=center><img src=/a.jpg></p><p align=center>Gulls sit on the rail of the pier.</p>" + text, []string{council, lamps, fishers}},
		{"the same by a style", "<div><p><img src=/a.jpg></p><p style='text-align: center'>Gulls sit on the rail of the pier.</p>" + text + "</div>", []string{council, lamps, fishers}},
		{"text that begins with a picture", "<p><img src=/a.jpg> " + council + "</p><p>" + lamps + "</p><p>" + fishers + "</p>", []string{council, lamps, fishers}},
		{"emphasis in the text behind a picture", "<p><img src=/a.jpg><em>The island</em> " + council[len("The island "):] + "</p><p>" + lamps + "</p><p>" + fishers + "</p>", []string{council, lamps, fishers}},
		{"a column in the middle of the page", "<center><p align=center><img src=/a.jpg></p><p align=center>" + council + "</p><p align=center>" + lamps + "</p><p align=center>" + fishers + "</p></center>", []string{council, lamps, fishers}},
		{"a word in a sentence that is named like a window", "<p>The island council <span class=tooltip>voted</span> on Monday" + council[len("The island council voted on Monday"):] + "</p><p>" + lamps + "</p><p>" + fishers + "</p>", []string{council, lamps, fishers}},
		{"a name in a sentence, in a frame that opens", "<p>The island <span class=people-tooltip><a class=tooltip-link href=/council>council</a><span class=tooltip-more><a href=/2>Council raises tolls</a></span></span> voted on Monday" + council[len("The island council voted on Monday"):] + "</p><p>" + lamps + "</p><p>" + fishers + "</p>", []string{council, lamps, fishers}},
		{"short lines around the text", "<p>ANN REED, Alba Times</p><p>24 NOV 2026</p><p>Updated 25 November 2026, 10:05 a.m.</p><p>Text size</p>" + text + "<p>Edited by Bo Lind, read by Cid Orr</p><p>(ar/bl)</p><p>Join the talk</p>", []string{council, lamps, fishers}},
		{"a list behind the text", text + "<p>Pier: six lamps</p><p>Quay: nine lamps</p><p>Lock: two lamps</p><p>Beach: no lamp</p>", []string{council, lamps, fishers, "Pier: six lamps", "Quay: nine lamps", "Lock: two lamps", "Beach: no lamp"}},
		{"a poem", "<p>Lamps along the pier</p><p>Herons in the mist</p><p>No boat lands here now</p>", []string{"Lamps along the pier", "Herons in the mist", "No boat lands here now"}},
		{"other articles under a heading", text + "<p>More about: </p><p>Herons came back to the marsh behind the pier this spring, for the first time in eleven years, as far as is known.</p>", []string{council, lamps, fishers}},
		{"a heading of other articles above the middle", "<p>" + council + "</p><p>See also</p><p>" + lamps + "</p><p>" + fishers + "</p>", []string{council, lamps, fishers}},
		{"a short article below a long request", "<div id=cookie-banner>" + consent + "</div><main><h1>Council lights the pier</h1><p>" + council + "</p></main>", []string{council}},
		{"an article behind a window", "<div aria-hidden=true><main><h1>Council lights the pier</h1>" + text + "</main></div><div role=dialog>" + consent + "</div>", []string{council, lamps, fishers}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := "<!doctype html><html lang=en><head><title>Council lights the pier</title></head><body>" + tt.body + "</body></html>"
			if !strings.Contains(tt.body, "<h1>") {
				page = strings.Replace(page, "<body>", "<body><h1>Council lights the pier</h1>", 1)
			}
			got, err := Parse(t.Context(), []byte(page), "text/html", "https://alba.example/1")
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Text, tt.want) {
				t.Errorf("got %d paragraphs %q", len(got.Text), got.Text)
			}
		})
	}
}
