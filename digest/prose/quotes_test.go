package prose

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWholeQuotes(t *testing.T) {
	long := strings.Repeat("the lock keeper, the pilot and the harbour master ", 5)
	tests := []struct {
		name     string
		in, want []string
	}{
		{"none", []string{"Rain fell.", "It stopped."}, []string{"Rain fell.", "It stopped."}},
		{"one that fits", []string{`"It rained.`, `It stopped," he said.`, "Boats pass."}, []string{`"It rained. It stopped," he said.`, "Boats pass."}},
		{"one too long", []string{`Ann Lowe said: "The gate broke.`, "Then " + long + "came.", `We ran."`}, []string{`Ann Lowe said: "The gate broke.`, "Then " + long + "came.", `We ran."`}},
		{"its end is not there", []string{"The keeper said: “The gate held.", "Boats pass again."}, []string{"The keeper said: “The gate held.", "Boats pass again."}},
		{"inches", []string{`The 18" pipe burst.`}, []string{`The 18" pipe burst.`}},
		{"ja", []string{"市長は「雨が降った。", "川が増水した。」と述べた。"}, []string{"市長は「雨が降った。川が増水した。」と述べた。"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, wholeQuotes(tt.in)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// A quotation without its speaker is no line, and a torn one only where there
// is nothing else.
func TestQuotationsAsLines(t *testing.T) {
	tests := []struct{ s, bare, torn string }{
		{s: `“The gate held all night,” the keeper said.`},
		{s: `"All gone," said the keeper, "and nobody came."`},
		{s: `The “old gate” held.`},
		{s: `The 18" pipe burst.`},
		{s: `“The gate held all night.”`, bare: "yes"},
		{s: `“The gate held all night, and this time it did not leak."`, bare: "yes", torn: ""},
		{s: `「海が見たくて帰ってきた」。`, bare: "yes"},
		{s: `“桥修好了。”`, bare: "yes"},
		{s: `"தண்ணீர் வந்தது"`, bare: "yes"},
		{s: `The gate held,” the keeper said.`, torn: "yes"},
		{s: `The keeper said: “The gate held.`, torn: "yes"},
		{s: `市長は「雨が降った。`, torn: "yes"},
		{s: `លោកមេភូមិថា «ទឹកឡើង។`, torn: "yes"},
	}
	for _, tt := range tests {
		if got := bareQuotation(tt.s); got != (tt.bare != "") {
			t.Errorf("bareQuotation(%q) = %t", tt.s, got)
		}
		if got := tornQuotation(tt.s); got != (tt.torn != "") {
			t.Errorf("tornQuotation(%q) = %t", tt.s, got)
		}
	}
}
