package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJudged(t *testing.T) {
	const tsv = "https://a.example/1\ttitle\t" + "11111111\tright\t\tStone\n" +
		"https://a.example/1\ttitle\t22222222\twrong\tsite-name\tStone\n" +
		"https://a.example/2\ttitle\t11111111\twrong\tcaption\tStone\n" +
		"https://a.example/1\tdate\t33333333\tright\t\tStone\n"
	said, err := readVerdicts(tsv)
	if err != nil {
		t.Fatal(err)
	}
	got := judgedRows([]output{
		{"https://a.example/1", "title", "11111111"},
		{"https://a.example/2", "title", "11111111"},
		{"https://a.example/3", "title", "11111111"},
		{"https://a.example/1", "date", "33333333"},
		{"https://a.example/1", "brief", "44444444"},
	}, said)
	var cells []string
	for _, r := range got {
		cells = append(cells, r.ours)
	}
	want := []string{"50.0 % (1 of 2); 1 not judged", "100.0 % (1 of 1); 0 not judged", "0.0 % (0 of 0); 1 not judged"}
	if d := cmp.Diff(want, cells); d != "" {
		t.Errorf("judgedRows (-want +got):\n%s", d)
	}
}

func TestReadVerdicts(t *testing.T) {
	for _, tt := range []struct{ name, tsv string }{
		{"too few columns", "https://a.example/1\ttitle\t11111111\tright\n"},
		{"neither right nor wrong", "https://a.example/1\ttitle\t11111111\tmaybe\t\tStone\n"},
		{"wrong without a reason", "https://a.example/1\ttitle\t11111111\twrong\t\tStone\n"},
		{"right with a reason", "https://a.example/1\ttitle\t11111111\tright\tcut\tStone\n"},
		{"twice", "https://a.example/1\ttitle\t11111111\tright\t\tStone\nhttps://a.example/1\ttitle\t11111111\twrong\tcut\tStone\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if said, err := readVerdicts(tt.tsv); err == nil {
				t.Errorf("readVerdicts = %v, want an error", said)
			}
		})
	}
	said, err := readVerdicts(verdicts)
	if err != nil {
		t.Fatal(err)
	}
	for o := range said {
		if o.field != "title" && o.field != "date" && o.field != "brief" {
			t.Errorf("a verdict on the field %q, which nothing has", o.field)
		}
	}
}

func TestOutputsOf(t *testing.T) {
	const address = "https://lagoon.example/1"
	got := outputsOf(page{packed: []byte(`<html><head><title>Ferry fares frozen until spring</title>
<meta property="article:published_time" content="2026-11-23T08:00:00+07:00"></head><body><h1>Ferry fares frozen until spring</h1>
<p>The ferry company will not raise its prices before April, its board said on Monday after a meeting with commuters.</p></body></html>`), url: address})
	want := []output{
		{address, "title", mark("Ferry fares frozen until spring")},
		{address, "date", mark("2026-11-23T01:00:00Z")},
		{address, "brief", mark("The ferry company will not raise its prices before April, its board said on Monday after a meeting with commuters.")},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(output{})); d != "" {
		t.Errorf("outputsOf (-want +got):\n%s", d)
	}
	if none := outputsOf(page{}); none[1].mark != mark("") {
		t.Errorf("the date of nothing is %v, want that of an unknown one", none[1])
	}
}

func TestReadGrades(t *testing.T) {
	for _, tsv := range []string{"a\t\tfine\t11111111\tStone\n", "a\t\tsplendid\t11111111\tStone\tStone\n"} {
		if said, err := readGrades(tsv); err == nil {
			t.Errorf("readGrades(%q) = %v, want an error", tsv, said)
		}
	}
	said, err := readGrades(dayPages)
	if err != nil || len(said) == 0 {
		t.Fatalf("%d pages, %v", len(said), err)
	}
	for line := range strings.Lines(dayPages) {
		f := strings.Split(line, "\t")
		for _, words := range f[4:] {
			if n := len(strings.Fields(words)); n > 6 && line[0] != '#' {
				t.Errorf("%s: %d words are quoted", f[0], n)
			}
		}
	}
}

func TestGradeRow(t *testing.T) {
	got := gradeRow(hold, map[string]int{"excellent": 3, "fine": 2, "weak": 4, "wrong": 1, "none": 6, "unjudged": 7}).ours
	if want := "5 of 10; 1 of 10; 6 without a line; 7 not judged"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
