package brief

import (
	"testing"

	"newsbrief/digest/feed"
	"newsbrief/digest/story"
)

func TestCalm(t *testing.T) {
	tests := []struct{ name, headline, below, want string }{
		{"all capitals", "FERRY SINKS OFF KOH LANTA, 41 RESCUED", "A ferry sank off Koh Lanta.", "Ferry Sinks off Koh Lanta, 41 Rescued"},
		{"abbreviations of the text stay", "NATIONAL GUARD JOINS ASEAN RELIEF DRILL", "Troops of ASEAN met.", "National Guard Joins ASEAN Relief Drill"},
		{"short ones stay", "NEW UN ENVOY VISITS LAOS FOR TALKS", "", "New UN Envoy Visits Laos for Talks"},
		{"a text in capitals tells nothing", "HARBOUR REOPENS AFTER STORM", "THE HARBOUR REOPENS TODAY", "Harbour Reopens After Storm"},
		{"a dateline tells nothing", "LANTA FERRY SINKS OFF KOH ROK", "LANTA: A ferry sank off Koh Rok.", "Lanta Ferry Sinks off Koh Rok"},
		{"figures and signs", "RICE PRICE UP 8% (AGAIN) IN '26", "", "Rice Price up 8% (Again) in '26"},
		{"accents", "BÃO GIẬT CẤP MƯỜI BỐN Ở KHÁNH HÒA", "", "Bão Giật Cấp Mười Bốn Ở Khánh Hòa"},
		{"some capitals are meant", "MAYON ERUPTS! Three towns flee", "", "MAYON ERUPTS! Three towns flee"},
		{"few words are a name", "NHK WORLD", "", "NHK WORLD"},
		{"no capitals at all", "台風27号、沖縄に接近", "", "台風27号、沖縄に接近"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := calm(tt.headline, tt.below); got != tt.want {
				t.Errorf("calm(%q) = %q, want %q", tt.headline, got, tt.want)
			}
		})
	}
}

func TestOfCalmsTheHeadline(t *testing.T) {
	s := story.Story{Items: []feed.Item{{ID: "a", Title: "FERRY SINKS OFF KOH LANTA, 41 RESCUED", Summary: "A ferry sank off Koh Lanta on Monday.", Language: "en", URL: "https://a.example/1"}}}
	if got, want := Of(s).Headline, "Ferry Sinks off Koh Lanta, 41 Rescued"; got != want {
		t.Errorf("headline %q, want %q", got, want)
	}
}
