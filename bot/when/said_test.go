package when_test

import (
	"testing"

	"newsbrief/bot/texts"
	"newsbrief/bot/when"
	"newsbrief/subscriptions"
)

// TestDaysAreReadAsTheyAreSaid holds that what the bot says of days can be
// typed back, in every language.
func TestDaysAreReadAsTheyAreSaid(t *testing.T) {
	all, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range all.Languages() {
		say := all.In(tag)
		for days := subscriptions.Days(1); days <= subscriptions.EveryDay; days++ {
			said := say.Days(days)
			if got, err := when.ParseDays(said); err != nil || got.Days != days {
				t.Errorf("%s: %q is read as %07b and %v, want %07b", tag, said, got.Days, err, days)
				break
			}
		}
	}
}

// TestTimesAreReadAsTheyAreSaid does the same for times.
func TestTimesAreReadAsTheyAreSaid(t *testing.T) {
	all, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range all.Languages() {
		say := all.In(tag)
		for _, times := range [][]subscriptions.TimeOfDay{{0}, {7 * 60}, {12*60 + 5}, {7 * 60, 18*60 + 30}, {0, 8 * 60, 23*60 + 59}} {
			said := say.Times(times)
			got, err := when.Parse(said)
			if err != nil || len(got.Times) != len(times) {
				t.Errorf("%s: %q is read as %v and %v", tag, said, got, err)
			}
		}
	}
}
