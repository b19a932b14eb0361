package export_test

import (
	"bytes"
	"strings"
	"testing"

	"newsbrief/subscriptions"
	"newsbrief/subscriptions/export"
	"newsbrief/subscriptions/storetest"
)

// names know one language and every topic.
func names() export.Names {
	return export.Names{
		Language: func(name string) bool { return name == "ja" },
		Topic:    func(name string) subscriptions.Topic { return subscriptions.Topic(strings.ToLower(name)) },
	}
}

var defaults = export.Defaults{Language: "ja", Zone: "Asia/Tokyo", Time: 8 * 60}

const lines = `{"chat":"console:1","thread":"","language":"ja","reads":["ja"],"zone":"Asia/Jakarta","times":["06:30","18:00"],"days":["mon","sun"],"topics":["japan","rice prices"],"length":"short","paused_until":"2026-12-24T00:00:00Z","suspended":null}
{"chat":"telegram:-7","thread":"9","language":"ja","reads":[],"zone":"Asia/Tokyo","times":["08:00"],"days":["mon","tue","wed","thu","fri","sat","sun"],"topics":[],"length":"normal","paused_until":null,"suspended":"2026-11-20T08:00:00Z"}
`

func TestWhatIsReadIsWritten(t *testing.T) {
	store := storetest.NewMemory()
	n, err := export.Read(t.Context(), store, strings.NewReader(lines), names(), defaults, func(line int, err error) {
		t.Errorf("line %d: %v", line, err)
	})
	if err != nil || n != 2 {
		t.Fatalf("%d imported, %v", n, err)
	}
	var out bytes.Buffer
	if err := export.Write(t.Context(), store, &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != lines {
		t.Errorf("got\n%s\nwant\n%s", &out, lines)
	}
}

func TestBadLinesAreLeftOut(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{`{"chat":"nobody"}`, "platform:id"},
		{`{"chat":"telegram:1","language":"xx"}`, `language "xx"`},
		{`{"chat":"telegram:1","times":["25:00"]}`, "want times like 08:00"},
		{`{"chat":"telegram:1","days":"mon"}`, `"days": a string does not belong there`},
		{`{"chat":"telegram:1","suspended":"yesterday"}`, "want a time like"},
		{`[]`, "want an object"},
		{`{`, "unexpected end"},
	} {
		t.Run(tt.line, func(t *testing.T) {
			var said []string
			n, err := export.Read(t.Context(), storetest.NewMemory(), strings.NewReader("\n"+tt.line+"\n"), names(), defaults, func(line int, err error) {
				if line != 2 {
					t.Errorf("said of line %d", line)
				}
				said = append(said, err.Error())
			})
			if err != nil || n != 0 || len(said) != 1 || !strings.Contains(said[0], tt.want) {
				t.Errorf("%d imported, %v, said %q; want %q", n, err, said, tt.want)
			}
		})
	}
}
