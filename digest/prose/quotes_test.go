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
		{"one that fits", []string{`"It rained.`, `It stopped," he said.`}, []string{`"It rained. It stopped," he said.`}},
		{"one too long", []string{`Ann Lowe said: "The gate broke.`, "Then " + long + "came.", `We ran."`},
			[]string{`Ann Lowe said: "The gate broke."`, `"Then ` + long + `came."`, `"We ran."`}},
		{"its beginning is not there", []string{`The gate held," the keeper said.`}, []string{`"The gate held," the keeper said.`}},
		{"its end is not there", []string{"The keeper said: “The gate held.", "Boats pass again."}, []string{"The keeper said: “The gate held.”", "Boats pass again."}},
		{"between others", []string{`He called it "folly" and said: "Go home.`}, []string{`He called it "folly" and said: "Go home."`}},
		{"nested, nobody can tell", []string{`The author of "Boats "and" Men has a plan.`}, []string{`The author of "Boats "and" Men has a plan.`}},
		{"inches", []string{`The 18" pipe burst.`}, []string{`The 18" pipe burst.`}},
		{"cut by the publisher", []string{"He said: “The gate…"}, []string{"He said: “The gate…"}},
		{"ja", []string{"市長は「雨が降った。", "川が増水した。"}, []string{"市長は「雨が降った。」", "川が増水した。"}},
		{"ja nested", []string{"市長は「『水門』が壊れた。"}, []string{"市長は「『水門』が壊れた。」"}},
		{"km", []string{"លោកមេភូមិថា «ទឹកឡើង។"}, []string{"លោកមេភូមិថា «ទឹកឡើង។»"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, wholeQuotes(tt.in)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
