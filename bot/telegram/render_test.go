package telegram

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"newsbrief/bot"
	"newsbrief/bot/plain"
	"newsbrief/bot/telegram/telegramtest"
	"newsbrief/digest/brief"
	"newsbrief/subscriptions"
)

func story(headline, line, url string) bot.Story {
	return bot.Story{
		Brief: brief.Brief{Headline: headline, Line: line, URL: url, Sources: []brief.Source{{Name: "Paper", URL: url}}},
		Age:   "2 h",
	}
}

func quietTelegram(t testing.TB) *Telegram {
	return New(discard(), Config{Token: "1:x"})
}

func bodyOf(t testing.TB, p subscriptions.Part) body {
	t.Helper()
	var b body
	if err := json.Unmarshal(p.Body, &b); err != nil {
		t.Fatalf("part is not JSON: %v\n%s", err, p.Body)
	}
	return b
}

func TestRender(t *testing.T) {
	tests := []struct {
		name string
		in   bot.Message
		want string
	}{
		{"nothing", bot.Message{}, ""},
		{"only space", say(" \n\u200b\u3164\ufe0f"), ""},
		{"text", say("a < b & \"c\"\nd"), "a &lt; b &amp; &quot;c&quot;\nd"},
		{
			"digest", bot.Message{Blocks: []bot.Block{bot.Heading{Text: "Today", Main: true}, bot.Heading{Text: "Japan"}, story("Rain", "It rained.", "https://e.com/1?a=1&b=2"), story("Sun", "", "")}},
			"<b>Today</b>\n\n<b>Japan</b>\n\n<a href=\"https://e.com/1?a=1&amp;b=2\">Rain</a>\nIt rained.\n<i>Paper · 2 h</i>\n\n<b>Sun</b>\n<i>Paper · 2 h</i>",
		},
		{
			"mark and more", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{Headline: "Rain", URL: "https://e.com"}, Mark: "update", More: "+3 sources"}}},
			"<i>update</i> <a href=\"https://e.com\">Rain</a>\n<i>+3 sources</i>",
		},
		{"unusable link", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{Headline: "Rain", URL: "javascript:alert(1)"}}}}, "<b>Rain</b>"},
		{"link in other script", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{Headline: "雨", URL: "https://例え.jp/雨"}}}}, `<a href="https://例え.jp/雨">雨</a>`},
		{"no headline", bot.Message{Blocks: []bot.Block{bot.Story{Brief: brief.Brief{URL: "https://e.com/1"}}}}, `<a href="https://e.com/1">https://e.com/1</a>`},
		{"mention", say("ask @alice or a@b.c"), "ask @\u2060alice or a@b.c"},
		{"broken text", say("a\xff\x00b\r\nc\u202ed"), "a\uFFFD b\ncd"},
		{"only buttons", bot.Message{Choices: [][]bot.Choice{{{Label: "a", Line: "/a"}}}}, "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, p := range quietTelegram(t).Render(tt.in) {
				got += bodyOf(t, p).Text
			}
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestButtonsThatTelegramWouldRefuseAreLeftOut(t *testing.T) {
	m := say("choose")
	m.Choices = [][]bot.Choice{
		{{Label: "ok", Line: "/a"}, {Label: "", Line: "/b"}, {Label: "empty"}},
		{{Label: "long", Line: "/" + strings.Repeat("ខ", 22)}},
		{{Label: "just fits", Line: "/" + strings.Repeat("ខ", 21)}},
	}
	r := newRig(t)
	parts := r.tg.Render(m)
	if _, err := r.tg.Send(r.ctx, subscriptions.Delivery{Chat: chatOf(alice, 0), Body: parts[0].Body}); err != nil {
		t.Fatal(err)
	}
	got := r.s.Sent()[0].Buttons
	if len(got) != 2 || len(got[0]) != 1 || got[0][0].Text != "ok" || got[1][0].Text != "just fits" {
		t.Errorf("buttons %v", got)
	}
	if !strings.Contains(r.log.String(), "button left out") {
		t.Error("nothing said of the buttons left out")
	}
}

func TestWideRowsAreDivided(t *testing.T) {
	m := say("choose")
	m.Choices = make([][]bot.Choice, 1)
	for i := range 130 {
		m.Choices[0] = append(m.Choices[0], bot.Choice{Label: fmt.Sprint(i), Line: fmt.Sprintf("/x %d", i)})
	}
	rows := bodyOf(t, quietTelegram(t).Render(m)[0]).Keyboard.InlineKeyboard
	if len(rows) != 13 || len(rows[0]) != 8 || len(rows[12]) != 4 {
		t.Errorf("%d rows, the first with %d buttons", len(rows), len(rows[0]))
	}
}

// TestWorstStory fills a story with what takes the most room in every way.
func TestWorstStory(t *testing.T) {
	s := story(strings.Repeat(`"@x `, 4000), strings.Repeat(` @"`, 9000)+strings.Repeat(" @a", 9000), "https://e.com/?"+strings.Repeat("&", 9000))
	s.Sources[0].Name, s.Mark = strings.Repeat(" @b", 4000), strings.Repeat(`"`, 5000)
	for _, url := range []string{s.URL, "https://e.com/?" + strings.Repeat("&", 800)} {
		s.URL = url
		for _, p := range quietTelegram(t).Render(bot.Message{Blocks: []bot.Block{s, s, s}}) {
			checkPart(t, p, 0, 1)
		}
	}
}

func TestLongTextIsDividedAtItsJoints(t *testing.T) {
	paragraph := strings.Repeat("word ", 500)
	tests := []struct {
		name, text string
		ends       string // of every part but the last, before its number
	}{
		{"paragraphs", paragraph + "end.\n\n" + paragraph + "end.\n\n" + paragraph, "end."},
		{"lines", paragraph + "end.\n" + paragraph + "end.\n" + paragraph, "end."},
		{"words", strings.Repeat("word ", 2000), "word"},
		{"graphemes", strings.Repeat("👨‍👩‍👧‍👦", 900), "👨‍👩‍👧‍👦"},
		{"khmer", strings.Repeat("ក្រុ", 3000), "ក្រុ"},
		{"one grapheme without end", "a" + strings.Repeat("\u0301", 9000), "\u0301"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts := quietTelegram(t).Render(say(tt.text))
			whole := ""
			for i, p := range parts {
				text, number, _ := strings.Cut(bodyOf(t, p).Text, "\n\n(")
				if n := strings.LastIndex(bodyOf(t, p).Text, "\n\n("); n >= 0 {
					text, number = bodyOf(t, p).Text[:n], bodyOf(t, p).Text[n+3:]
				}
				if want := fmt.Sprintf("%d/%d)", i+1, len(parts)); number != want {
					t.Errorf("part %d numbered %q, want %q", i+1, number, want)
				}
				if i < len(parts)-1 && !strings.HasSuffix(text, tt.ends) {
					t.Errorf("part %d ends %q, want %q", i+1, text[max(0, len(text)-30):], tt.ends)
				}
				whole += text
			}
			if len(parts) < 2 || letters(whole) != letters(tt.text) {
				t.Errorf("%d parts with %d of %d letters", len(parts), len(letters(whole)), len(letters(tt.text)))
			}
		})
	}
}

func letters(s string) string { return strings.Join(strings.Fields(s), "") }

func TestHeadingStaysWithItsStory(t *testing.T) {
	var blocks []bot.Block
	for i := range 40 {
		blocks = append(blocks, bot.Heading{Text: fmt.Sprintf("Section %d", i)}, story("Headline", strings.Repeat("line ", 60), "https://e.com"))
	}
	parts := quietTelegram(t).Render(bot.Message{Blocks: blocks})
	for i, p := range parts {
		text := bodyOf(t, p).Text
		if !strings.HasPrefix(text, "<b>Section") {
			t.Errorf("part %d begins %.40q", i+1, text)
		}
	}
	if len(parts) < 3 {
		t.Errorf("%d parts", len(parts))
	}
}

// words draws text in all the scripts that a feed may hold, and in none.
func words(t *rapid.T, label string, most int) string {
	return rapid.StringOfN(rapid.OneOf(
		rapid.Rune(),
		rapid.SampledFrom([]rune("ภาษาไทยขึ้นก์")), rapid.SampledFrom([]rune("ភាសាខ្មែរ្រុំ")), rapid.SampledFrom([]rune("မြန်မာဘာသာ")),
		rapid.SampledFrom([]rune("日本語の見出し、。")), rapid.SampledFrom([]rune("العربية עברית \u202e\u200f\u2067")),
		rapid.SampledFrom([]rune("👨\u200d👩\u200d👧🇯🇵👍🏽\ufe0f")), rapid.SampledFrom([]rune("<&>\"'@/# \n;amplt")), rapid.SampledFrom([]rune("\ufffd\u0301\u0300\u2028\x00\r")),
	), 0, most, -1).Draw(t, label)
}

// broken adds what is no UTF-8: half a rune, a surrogate as some feeds write it.
func broken(t *rapid.T, s string) string {
	return s + rapid.SampledFrom([]string{"", "", "\xed\xa0\xbd", "\xe0\xb8", "\xff"}).Draw(t, "broken")
}

func anyMessage(t *rapid.T) (bot.Message, []string) {
	var m bot.Message
	var urls []string
	for i := range rapid.IntRange(1, 40).Draw(t, "blocks") {
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			m.Blocks = append(m.Blocks, bot.Heading{Text: broken(t, words(t, "heading", 200))})
		case 1:
			m.Blocks = append(m.Blocks, bot.Text(broken(t, strings.Repeat(words(t, "text", 40), rapid.IntRange(1, 300).Draw(t, "times")))))
		default:
			url := fmt.Sprintf("https://example.com/%d?x=1&y=<2>", i)
			urls = append(urls, url)
			s := story(broken(t, words(t, "headline", 120)), broken(t, words(t, "line", 400)), url)
			s.More, s.Mark = words(t, "more", 10), words(t, "mark", 5)
			m.Blocks = append(m.Blocks, s)
		}
	}
	return m, urls
}

func TestEveryMessageIsTaken(t *testing.T) {
	tg := quietTelegram(t)
	rapid.Check(t, func(t *rapid.T) {
		m, urls := anyMessage(t)
		parts := tg.Render(m)
		var got []string
		for i, p := range parts {
			got = append(got, checkPart(t, p, i, len(parts))...)
		}
		want := strings.NewReplacer("<", "%3C", ">", "%3E")
		for i, u := range urls {
			if i >= len(got) || want.Replace(got[i]) != want.Replace(u) {
				t.Fatalf("links %q\nwant  %q", got, urls)
			}
		}
		if len(got) != len(urls) {
			t.Fatalf("%d links, want %d", len(got), len(urls))
		}
	})
}

// checkPart reads a part as Telegram does and returns its links.
func checkPart(t rapid.TB, p subscriptions.Part, i, n int) []string {
	t.Helper()
	var b body
	if err := json.Unmarshal(p.Body, &b); err != nil || !utf8.Valid(p.Body) {
		t.Fatalf("body: %v", err)
	}
	text, entities, err := telegramtest.ParseHTML(b.Text)
	if err != nil {
		t.Fatalf("part %d refused: %v\n%s", i+1, err, b.Text)
	}
	if n := telegramtest.Units(text); n == 0 || n > 4096 || len(entities) > 100 || len(b.Text) > 1<<15 {
		t.Fatalf("part %d: %d units, %d entities, %d bytes", i+1, n, len(entities), len(b.Text))
	}
	if number := fmt.Sprintf("(%d/%d)", i+1, n); n > 1 && !strings.HasSuffix(text, number) {
		t.Fatalf("part %d is not numbered %s", i+1, number)
	}
	plain := plainText(b.Text)
	if n := telegramtest.Units(plain); n == 0 || n > 4096 {
		t.Fatalf("part %d: %d units as plain text", i+1, n)
	}
	var links []string
	for _, e := range entities {
		if e.Type == "text_link" {
			links = append(links, e.URL)
		}
	}
	return links
}

func TestPlainTextDropsTheLongestLinks(t *testing.T) {
	var blocks []bot.Block
	for i := range 20 {
		blocks = append(blocks, story(fmt.Sprintf("Headline %d", i), strings.Repeat("x", 100), fmt.Sprintf("https://e.com/%d/%s", i, strings.Repeat("y", 10*i))))
	}
	parts := quietTelegram(t).Render(bot.Message{Blocks: blocks})
	got := plainText(bodyOf(t, parts[0]).Text)
	if !strings.Contains(got, "https://e.com/0/") || strings.Contains(got, "https://e.com/19/") || plain.Units(got) > maxUnits {
		t.Errorf("%d units: %s", plain.Units(got), got)
	}
	for i := range 20 {
		if !strings.Contains(got, fmt.Sprintf("Headline %d", i)) {
			t.Errorf("headline %d is lost", i)
		}
	}
}

func TestBody(t *testing.T) {
	p := quietTelegram(t).Render(say("a & b"))[0]
	tests := []struct {
		name string
		chat subscriptions.Chat
		want string
	}{
		{"nowhere", subscriptions.Chat{}, `{"text":"a &amp; b","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}`},
		{"private", chatOf(42, 0), `{"chat_id":42,"text":"a &amp; b","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}`},
		{"topic", chatOf(-100, 7), `{"chat_id":-100,"message_thread_id":7,"text":"a &amp; b","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}`},
		{"general", subscriptions.Chat{Platform: Name, ID: "-100", Thread: "1"}, `{"chat_id":-100,"text":"a &amp; b","parse_mode":"HTML","link_preview_options":{"is_disabled":true}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Body(tt.chat, p)
			if err != nil || string(got) != tt.want {
				t.Errorf("got  %s (%v)\nwant %s", got, err, tt.want)
			}
		})
	}
	if _, err := Body(subscriptions.Chat{Platform: Name, ID: "@name"}, p); err == nil {
		t.Error("a chat without a number is accepted")
	}
}

func FuzzRender(f *testing.F) {
	f.Add("Headline", "One line.", "https://e.com/1", "text")
	f.Add("<a href=\"x\">&lt;", "\xed\xa0\xbd @everyone", "https://e.com/\"><b>", strings.Repeat("ក្រុ\n", 2000))
	f.Add("&#60;b&#62;", "👨‍👩‍👧", "http://\x00", "</b>")
	tg := quietTelegram(f)
	f.Fuzz(func(t *testing.T, headline, line, url, text string) {
		m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: line}, story(headline, line, url), bot.Text(text), story(text, text, url)}}
		parts := tg.Render(m)
		for i, p := range parts {
			checkPart(t, p, i, len(parts))
		}
	})
}
