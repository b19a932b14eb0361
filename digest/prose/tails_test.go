package prose

import "testing"

func TestStops(t *testing.T) {
	for s, want := range map[string]bool{
		"The hills face the driest autumn":             true,
		"The hills face the driest autumn that anyone": false,
		"They complained that foreign workers":         false,
		"They said that the road to the north is open": true,
		"The council is expected":                      false,
		"Warga mengatakan bahwa pasar":                 false,
		"Nhiều người cho rằng giá":                     false,
		"":                                             true,
	} {
		if got := stops(s); got != want {
			t.Errorf("%q: got %v", s, got)
		}
	}
}
