package discord

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"

	"newsbrief/bot"
	"newsbrief/bot/discord/discordtest"
	"newsbrief/bot/plain"
	"newsbrief/digest/brief"
	"newsbrief/subscriptions"
)

func story(headline, line, url string) bot.Story {
	return bot.Story{
		Brief: brief.Brief{Headline: headline, Line: line, URL: url, Sources: []brief.Source{{Name: "Paper", URL: url}}},
		Age:   "2 h",
	}
}

// body is what tests read of a part.
type body struct {
	Content string
	Embeds  []*discordgo.MessageEmbed
}

func bodyOf(t interface {
	Helper()
	Fatalf(string, ...any)
}, p subscriptions.Part) body {
	t.Helper()
	var m body
	if err := json.Unmarshal(p.Body, &m); err != nil {
		t.Fatalf("part is not JSON: %v\n%s", err, p.Body)
	}
	return m
}

func TestRender(t *testing.T) {
	const mentions = `"allowed_mentions":{"parse":[],"replied_user":false}`
	withImage := story("Rain", "It rained.", "https://e.com/1?a=1&b=2")
	withImage.Image = "https://e.com/i.jpg"
	tests := []struct {
		name string
		in   bot.Message
		want string
	}{
		{"nothing", bot.Message{}, ""},
		{"only space", say(" \n\u200b\u3164\ufe0f"), ""},
		{"text", say("a *b* [c](d) <@1>\n- e\n1. f"), `{"content":"a \\*b\\* \\[c\\](d) \\<@1\\>\n\\- e\n1\\. f",` + mentions + `}`},
		{"text with a link", say("see https://e.com/a_b_c ok_"), `{"content":"see https://e.com/a_b_c ok\\_",` + mentions + `,"flags":4}`},
		{
			"digest", bot.Message{
				Blocks:  []bot.Block{bot.Heading{Text: "Today", Main: true}, bot.Heading{Text: "Japan"}, withImage, story("Sun", "", ""), bot.Heading{Text: "AI"}, story("Chip", "", "https://e.com/2"), bot.Text("Nothing new: x.")},
				Choices: [][]bot.Choice{{{Label: "Settings", Line: "/settings"}}},
			},
			`{"content":"**Today**","embeds":[` +
				`{"title":"Japan","description":"**[Rain](https://e.com/1?a=1&b=2)**\nIt rained.\n*Paper · 2 h*\n\n**Sun**\n*Paper · 2 h*","thumbnail":{"url":"https://e.com/i.jpg"}},` +
				`{"title":"AI","description":"**[Chip](https://e.com/2)**\n*Paper · 2 h*"},{"description":"Nothing new: x."}],` +
				`"components":[{"components":[{"label":"Settings","style":2,"disabled":false,"custom_id":"/settings","type":2}],"type":1}],` + mentions + `}`,
		},
		{
			"mark and more", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{Headline: "Rain", URL: "https://e.com"}, Mark: "update", More: "+3 sources"}}},
			`{"embeds":[{"description":"*update* **[Rain](https://e.com)**\n*+3 sources*"}],` + mentions + `}`,
		},
		{"unusable link", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{Headline: "Rain", URL: "javascript:alert(1)"}}}}, `{"embeds":[{"description":"**Rain**"}],` + mentions + `}`},
		{"link that would end early", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{Headline: "Rain]", URL: "https://e.com/a_(b)"}}}}, `{"embeds":[{"description":"**[Rain\\]](https://e.com/a_%28b%29)**"}],` + mentions + `}`},
		{"link in other script", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{Headline: "雨", URL: "https://例え.jp/雨"}}}}, `{"embeds":[{"description":"**[雨](https://xn--r8jz45g.jp/%E9%9B%A8)**"}],` + mentions + `}`},
		{"no headline", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{URL: "https://www.e.com/1"}}}}, `{"embeds":[{"description":"**[e.com/1](https://www.e.com/1)**"}],` + mentions + `}`},
		{"only a heading", bot.Message{Blocks: []bot.Block{bot.Heading{Text: "Japan"}}}, `{"embeds":[{"title":"Japan"}],` + mentions + `}`},
		{"heading with text", bot.Message{Blocks: []bot.Block{bot.Heading{Text: "Commands"}, bot.Text("a"), bot.Text("b")}}, `{"embeds":[{"title":"Commands","description":"a\n\nb"}],` + mentions + `}`},
		{"broken text", say("a\xff\x00b\r\nc\u202ed"), `{"content":"a` + "\uFFFD" + ` b\ncd",` + mentions + `}`},
		{"only buttons", bot.Message{Choices: [][]bot.Choice{{{Label: "a", Line: "/a"}}}}, `{"content":"…","components":[{"components":[{"label":"a","style":2,"disabled":false,"custom_id":"/a","type":2}],"type":1}],` + mentions + `}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, p := range quietDiscord(t).Render(tt.in) {
				got += string(p.Body)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestPicturesThatDiscordWouldRefuseAreLeftOut(t *testing.T) {
	for _, image := range []string{"", "i.jpg", "ftp://e.com/i.jpg", "https://", "https://e.com/" + strings.Repeat("a", 2100), "data:image/png;base64,xx", "https://nohost/i.jpg"} {
		s := story("Rain", "", "https://e.com")
		s.Image = image
		m := bodyOf(t, quietDiscord(t).Render(bot.Message{Blocks: []bot.Block{s}})[0])
		if m.Embeds[0].Thumbnail != nil {
			t.Errorf("%q became %q", image, m.Embeds[0].Thumbnail.URL)
		}
	}
}

func choices(n int) [][]bot.Choice {
	out := [][]bot.Choice{nil}
	for i := range n {
		out[0] = append(out[0], bot.Choice{Label: fmt.Sprint(i), Line: fmt.Sprintf("/latest %d", i)})
	}
	return out
}

func TestChoices(t *testing.T) {
	single := func(n int) [][]bot.Choice {
		var rows [][]bot.Choice
		for _, c := range choices(n)[0] {
			rows = append(rows, []bot.Choice{c})
		}
		return rows
	}
	tests := []struct {
		name string
		in   [][]bot.Choice
		rows []int // buttons, or options of a menu, by row
		left bool  // something is left out
	}{
		{"none", nil, nil, false},
		{"as they are", [][]bot.Choice{choices(2)[0], {{Label: "x", Line: "/x"}}}, []int{2, 1}, false},
		{"a wide row is divided", choices(12), []int{5, 5, 2}, false},
		{"many short rows are joined", single(9), []int{5, 4}, false},
		{"as many as fit", choices(25), []int{5, 5, 5, 5, 5}, false},
		{"menus", choices(60), []int{25, 25, 10}, false},
		{"too many", choices(130), []int{25, 25, 25, 25, 25}, true},
		{"the same twice", [][]bot.Choice{{{Label: "a", Line: "/a"}, {Label: "b", Line: "/a"}}}, []int{1}, true},
		{"empty and long", [][]bot.Choice{{{Label: "", Line: "/a"}, {Label: "b"}}, {{Label: "c", Line: "/" + strings.Repeat("c", 100)}}, {{Label: "d", Line: "/" + strings.Repeat("ខ", 99)}}}, []int{1}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			m := say("choose")
			m.Choices = tt.in
			if _, err := r.d.Send(r.ctx, deliveryTo(room, r.d.Render(m)[0].Body)); err != nil {
				t.Fatal(err)
			}
			var got []int
			for _, row := range r.s.Messages(room)[0].Components {
				n := len(row.Components)
				if len(row.Components[0].Options) > 0 {
					n = len(row.Components[0].Options)
				}
				got = append(got, n)
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.rows) || strings.Contains(r.log.String(), "left out") != tt.left {
				t.Errorf("got %v, want %v; log: %s", got, tt.rows, r.log)
			}
		})
	}
}

// words are drawn from the scripts of the languages, and from what is a mark
// somewhere.
var words = []string{
	"雨が降る", "新しい", "下雨了", "繁體", "mưa to", "ฝนตก", "ข่าววันนี้", "hujan", "បាក់ដុំ", "ຝົນຕົກ", "မိုးရွာ", "மழை பெய்தது", "news", "👩‍👩‍👧‍👦", "é", "🇯🇵",
	"*", "_x_", "~~", "`code`", "||", "[a](b)", "<@123>", "@everyone", "# ", "> ", "- ", "1. ", `\`, "https://e.com/a_b(c)", "\n", "\u200b", "\u202e", "()", "]", "\xff",
}

func drawText(t *rapid.T, label string, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, most).Draw(t, label), rapid.SampledFrom([]string{" ", ""}).Draw(t, "joint"))
}

func drawMessage(t *rapid.T) (bot.Message, []string) {
	var m bot.Message
	var order []string
	for i := range rapid.IntRange(0, 25).Draw(t, "blocks") {
		mark := fmt.Sprintf("key%dx", i)
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			m.Blocks = append(m.Blocks, bot.Text(mark+drawText(t, "text", 60)))
		case 1:
			m.Blocks = append(m.Blocks, bot.Heading{Text: mark + drawText(t, "heading", 20), Main: rapid.Bool().Draw(t, "main")})
		default:
			s := story(mark+drawText(t, "headline", 100), drawText(t, "line", 300), "https://e.com/"+drawText(t, "url", 3))
			s.Mark, s.More = drawText(t, "mark", 3), drawText(t, "more", 5)
			s.Image = rapid.SampledFrom([]string{"", "https://e.com/i.png", "x"}).Draw(t, "image")
			m.Blocks = append(m.Blocks, s)
		}
		order = append(order, mark)
	}
	return m, order
}

// TestRenderKeepsLimitsAndOrder sends whatever may come to a server that
// keeps Discord's limits: nothing is refused, lost, torn or swapped, as
// markup or as plain text.
func TestRenderKeepsLimitsAndOrder(t *testing.T) {
	r := newRig(t)
	r.s.ChannelLimit = 0
	channel := 0
	rapid.Check(t, func(rt *rapid.T) {
		m, order := drawMessage(rt)
		for _, plain := range []bool{false, true} {
			channel++
			id := fmt.Sprint(600000000000000000 + channel)
			r.s.AddChannel(discordtest.Channel{ID: id, Type: 1})
			for i, p := range r.d.Render(m) {
				v := deliveryTo(id, p.Body)
				v.Part, v.Plain = i+1, plain
				if _, err := r.d.Send(r.ctx, v); err != nil {
					rt.Fatalf("part %d: %v\n%s", i+1, err, p.Body)
				}
			}
			all := ""
			for _, sent := range r.s.Messages(id) {
				all += sent.Text() + "\n"
				checkSent(rt, sent)
			}
			checkOrder(rt, all, order)
		}
	})
}

func checkSent(rt *rapid.T, m discordtest.Message) {
	if m.Pings {
		rt.Fatalf("somebody is called: %+v", m)
	}
	for _, e := range m.Embeds {
		if strings.Count(escapes.ReplaceAllString(e.Description, ""), "*")%2 != 0 {
			rt.Fatalf("torn: %s", e.Description)
		}
	}
}

var escapes = regexp.MustCompile(`\\.|\]\([^)]*\)|https?://\S+`)

func checkOrder(rt *rapid.T, all string, order []string) {
	at := 0
	for _, mark := range order {
		n := strings.Index(all[at:], mark)
		if n < 0 {
			rt.Fatalf("%s is missing or out of order in\n%s", mark, all)
		}
		at += n + len(mark)
		if strings.Contains(all[at:], mark) {
			rt.Fatalf("%s is there twice in\n%s", mark, all)
		}
	}
}

// TestWorstStory fills a story with what takes the most room in every way.
func TestWorstStory(t *testing.T) {
	r := newRig(t)
	r.s.ChannelLimit = 0
	s := story(strings.Repeat(`*_`, 4000), strings.Repeat(`\[`, 9000), "https://e.com/"+strings.Repeat("(", 670))
	s.Sources[0].Name, s.Mark = strings.Repeat("|", 4000), strings.Repeat("`", 5000)
	for i, p := range r.d.Render(bot.Message{Blocks: []bot.Block{bot.Heading{Text: strings.Repeat("*", 999)}, s, s, s}}) {
		v := deliveryTo(room, p.Body)
		v.Part = i + 1
		if _, err := r.d.Send(r.ctx, v); err != nil {
			t.Errorf("part %d: %v", i+1, err)
		}
	}
}

func TestLongTextIsDividedAtItsJoints(t *testing.T) {
	paragraph := strings.TrimSpace(strings.Repeat("word ", 250))
	parts := quietDiscord(t).Render(say(paragraph + "\n\n" + paragraph + "\n\n" + paragraph))
	if len(parts) != 3 {
		t.Fatalf("%d parts, want 3", len(parts))
	}
	for _, p := range parts {
		if got := bodyOf(t, p).Content; got != paragraph {
			t.Errorf("got %q", got)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range words {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = plain.Clean(s)
		if got := unescape(escape(s)); address.FindString(s) == "" && !strings.Contains(s, `\`) && got != s {
			t.Errorf("got %q, want %q", got, s)
		}
		if got := escaped(s, 100); plain.Units(got) > 100 {
			t.Errorf("%d units", plain.Units(got))
		}
		for _, p := range pieces(s, 50) {
			if plain.Units(p) > 50 {
				t.Errorf("%d units", plain.Units(p))
			}
		}
	})
}
