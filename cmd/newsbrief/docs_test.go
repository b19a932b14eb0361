package main

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// rows returns the cells of the rows of the first table below the heading,
// without the table's head.
func rows(t *testing.T, page, heading string) [][]string {
	t.Helper()
	_, rest, ok := strings.Cut(page, heading+"\n")
	if !ok {
		t.Fatalf("no heading %q", heading)
	}
	var table [][]string
	for line := range strings.Lines(rest) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			if len(table) > 0 {
				break
			}
			continue
		}
		line = strings.ReplaceAll(strings.Trim(line, "|"), `\|`, "\x00")
		var cells []string
		for cell := range strings.SplitSeq(line, "|") {
			cells = append(cells, strings.ReplaceAll(strings.TrimSpace(cell), "\x00", "|"))
		}
		table = append(table, cells)
	}
	return table[2:]
}

// TestReadmeCommands holds the README's table of commands against the one
// that the bot works with.
func TestReadmeCommands(t *testing.T) {
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	var want [][]string
	for _, s := range talk.Commands() {
		who := "everyone"
		if s.Admin {
			who = "admins"
		}
		want = append(want, []string{"`" + s.Usage() + "`", texts.In("en").Say(s.HelpKey()), who})
	}
	if got := rows(t, read(t, "../../README.md"), "## Commands"); !reflect.DeepEqual(got, want) {
		t.Errorf("README has\n%q\nwant\n%q", got, want)
	}
}

// TestReadmeSettings holds the README's table of settings and .env.example
// against the settings that the program reads, and against each other.
func TestReadmeSettings(t *testing.T) {
	about := exampleSettings(t)
	var want [][]string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[config]()) {
		name, value := f.Tag.Get("env"), f.Tag.Get("envDefault")
		if about[name+"="+value] == "" {
			t.Errorf(".env.example lacks %s=%s with a sentence", name, value)
		}
		cell := ""
		if value != "" {
			cell = "`" + value + "`"
		}
		want = append(want, []string{"`" + name + "`", cell, about[name+"="+value]})
	}
	if len(about) != len(want) {
		t.Errorf(".env.example has %d settings, the program %d", len(about), len(want))
	}
	if got := rows(t, read(t, "../../README.md"), "## Settings"); !reflect.DeepEqual(got, want) {
		t.Errorf("README has\n%q\nwant\n%q", got, want)
	}
}

// exampleSettings returns the sentence above each NAME=value of .env.example.
func exampleSettings(t *testing.T) map[string]string {
	about := make(map[string]string)
	var sentence []string
	for line := range strings.Lines(read(t, "../../.env.example")) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
			sentence = append(sentence, strings.TrimSpace(line[1:]))
		case line == "":
			sentence = nil
		default:
			about[line] = strings.Join(sentence, " ")
		}
	}
	return about
}

// TestReadmeSubcommands holds the README's table of stages against the program.
func TestReadmeSubcommands(t *testing.T) {
	page := read(t, "../../README.md")
	for _, s := range subcommands() {
		usage := strings.ReplaceAll("newsbrief "+s.name+" "+s.args, "-from ITEMS.jsonl", "-from …")
		if strings.Contains(s.args, "[-") && !strings.Contains(strings.ReplaceAll(page, `\|`, "|"), "`"+usage+"`") {
			t.Errorf("README lacks %q", usage)
		}
	}
}
