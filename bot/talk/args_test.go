package talk

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"newsbrief/bot"
	"newsbrief/bot/when"
)

// namesOnly knows the names that it lists. Those with a star belong to a topic
// and are not its name.
type namesOnly []string

func (n namesOnly) known(words string) bool { return n.named(words) || n.named(words+"*") }

func (n namesOnly) named(words string) bool {
	return slices.ContainsFunc(n, func(name string) bool { return strings.EqualFold(name, words) })
}

func (n namesOnly) chatLanguage() string { return "en" }

// filipino knows the same names in a chat of another language.
type filipino struct{ namesOnly }

func (filipino) chatLanguage() string { return "fil" }

func TestWordsWithSpacesInThem(t *testing.T) {
	names := namesOnly{"ai", "nhật bản", "tin", "tin học"}
	tests := []struct{ args, want string }{
		{"xe điện", "[xe điện]"},
		{"xe điện ai", "[xe điện] [ai]"},
		{"ai xe điện nhật bản giá vàng", "[ai] [xe điện] [nhật bản] [giá vàng]"},
		{"xe điện, giá vàng", "[xe điện] [giá vàng]"},
		{"xe điện và giá vàng", "[xe điện] [giá vàng]"},
		{`xe "điện gió"`, "[xe] [điện gió]q"},
		{"xe điện lúc 7:00", "[xe điện] 07:00"},
		{"vàng", "[vàng]"},
		{"vàng/bạc", "[vàng/bạc]"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			if got := printed(parseArgs(tt.args, names)); got != tt.want {
				t.Errorf("parseArgs(%q) = %s, want %s", tt.args, got, tt.want)
			}
		})
	}
}

func TestParseArgs(t *testing.T) {
	names := namesOnly{"japan", "日本", "ai", "nhật bản", "timor leste", "việt nam", "world cup*"}
	tests := []struct{ args, want string }{
		{"japan", "[japan]"},
		{"japan ai", "[japan] [ai]"},
		{"japan and ai", "[japan] [ai]"},
		{"日本、ＡＩ", "[日本] [ＡＩ]"},
		{"nhật bản ai", "[nhật bản] [ai]"},
		{"Việt Nam Timor Leste", "[Việt Nam] [Timor Leste]"},
		{"electric cars", "[electric cars]"},
		{`"electric cars"`, "[electric cars]q"},
		{`“electric cars” ai`, "[electric cars]q [ai]"},
		{"「電気 自動車」 japan", "[電気 自動車]q [japan]"},
		{"electric cars, japan", "[electric cars] [japan]"},
		{"electric cars,", "[electric cars]"},
		{"#japan", "[japan]"},
		{`japan "`, "[japan]"},
		{"japan at 7", "[japan] 07:00"},
		{"japan at 7:00 18:30 weekdays", "[japan] 07:00 18:30 0111110"},
		{"japan, ai at 7:00, 18:30", "[japan] [ai] 07:00 18:30"},
		{"japan weekdays", "[japan] 0111110"},
		{"japan weekdays at 7pm", "[japan] 19:00 0111110"},
		{"tech 8 at night", "[tech] 20:00"},
		{"japan 7:30", "[japan] 07:30"},
		{"日本 8時", "[日本] 08:00"},
		{"nhật bản lúc 7h30 thứ hai", "[nhật bản] 07:30 0000010"},
		{"japan 2026", "[japan] [2026]"},
		{"japan every day", "[japan] 1111111"},
		{"japan, every day", "[japan] 1111111"},
		{"ai, japan and việt nam", "[ai] [japan] [việt nam]"},
		{"'electric cars' ai", "[electric cars]q [ai]"},
		{"women's football, ai", "[women's football] [ai]"},
		{"japan/ai", "[japan] [ai]"},
		{"TCP/IP", "[TCP/IP]"},
		{"sun", "[sun]"},
		{"japan and", "[japan]"},
		{"weekend", "[weekend]"},
		{`japan "sun"`, "[japan] [sun]q"},
		{"at 7", "[7]"},
		{"look at stars", "[look at stars]"},
		{"electric cars japan", "[electric cars] [japan]"},
		{"ai in japan", "[ai] [japan]"},
		{"war in ukraine", "[war in ukraine]"},
		{"japan please", "[japan]"},
		{"please", ""},
		{"ai, japan or việt nam, solar and wind power", "[ai] [japan] [việt nam] [solar] [wind power]"},
		{"japan & ai", "[japan] [ai]"},
		{"japan\nelectric cars", "[japan] [electric cars]"},
		{"iphone 17", "[iphone 17]"},
		{"world cup 2026", "[world cup 2026]"},
		{"2026 world cup", "[2026 world cup]"},
		{"good friday", "[good friday]"},
		{"japan friday", "[japan] 0100000"},
		{"sunday times", "[sunday times]"},
		{"japan at 7,19 mon-fri", "[japan] 07:00 19:00 0111110"},
		{"日本 水", "?水"},
		{"日本とai", "[日本] [ai]"},
		{"日本と月光", "[日本と月光]"},
		{"日本を7時に", "[日本] 07:00"},
		{"... ? 🎮", ""},
		{"japan at 25:00", "!25:00"},
		{"japan at", "!at"},
		{"japan every monday at 9", "[japan] 09:00 0000010"},
		{"kites every monday at 9", "[kites] 09:00 0000010"},
		{"japan mondays at 9", "[japan] 09:00 0000010"},
		{"black monday at 9", "[black monday] 09:00"},
		{"", ""},
		{" , ,, ", ""},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			if got := printed(parseArgs(tt.args, names)); got != tt.want {
				t.Errorf("parseArgs(%q) = %s, want %s", tt.args, got, tt.want)
			}
		})
	}
}

// TestAndOfOneLanguage holds that a word that is "and" in one language alone
// joins there only.
func TestAndOfOneLanguage(t *testing.T) {
	names := namesOnly{"japan", "vietnam"}
	if got, want := printed(parseArgs("japan at vietnam", filipino{names})), "[japan] [vietnam]"; got != want {
		t.Errorf("Filipino: got %s, want %s", got, want)
	}
	if got, want := printed(parseArgs("cats o dogs", names)), "[cats o dogs]"; got != want {
		t.Errorf("English: got %s, want %s", got, want)
	}
}

func printed(w args, err error) string {
	if e, ok := errors.AsType[*either](err); ok {
		return "?" + textOf(e.tail)
	}
	if p, ok := errors.AsType[*when.Error](err); ok {
		return "!" + p.Typed
	}
	var parts []string
	for _, m := range w.topics {
		part := "[" + m.text + "]"
		if m.quoted {
			part += "q"
		}
		parts = append(parts, part)
	}
	for _, at := range w.Times {
		parts = append(parts, at.String())
	}
	if w.Days != 0 {
		parts = append(parts, fmt.Sprintf("%07b", w.Days))
	}
	return strings.Join(parts, " ")
}

func TestParseLine(t *testing.T) {
	tests := []struct {
		line, name, args string
		ok               bool
	}{
		{"/list", "list", "", true},
		{" /Subscribe  japan ai ", "subscribe", "japan ai", true},
		{"/latest\u3000日本", "latest", "日本", true},
		{"/", "", "", false},
		{"/ list", "", "list", false},
		{"hello", "", "", false},
		{"", "", "", false},
	}
	for _, tt := range tests {
		name, args, ok := bot.ParseLine(tt.line)
		if name != tt.name || args != tt.args || ok != tt.ok {
			t.Errorf("ParseLine(%q) = %q, %q, %v", tt.line, name, args, ok)
		}
	}
}

// FuzzCommand holds that whatever is typed is read without harm: topics are
// never empty, and hold no quotes, line ends or broken letters.
func FuzzCommand(f *testing.F) {
	for _, seed := range []string{"/subscribe japan, ai at 7:00 weekdays", `/latest "electric cars"`, "/unsubscribe 「日本」", "/subscribe at at", `/subscribe " " , "`} {
		f.Add(seed)
	}
	names := namesOnly{"japan", "nhật bản"}
	f.Fuzz(func(t *testing.T, line string) {
		if !utf8.ValidString(line) {
			return // adapters hand over valid text
		}
		name, args, ok := bot.ParseLine(line)
		if ok && (name == "" || strings.ContainsAny(name, " \n\t")) {
			t.Errorf("ParseLine(%q) has the name %q", line, name)
		}
		w, err := parseArgs(args, names)
		if err != nil {
			return
		}
		for _, m := range w.topics {
			if strings.TrimSpace(m.text) == "" || strings.ContainsAny(m.text, "\"“”\n") || !utf8.ValidString(m.text) {
				t.Errorf("parseArgs(%q) has the topic %q", args, m.text)
			}
		}
	})
}
