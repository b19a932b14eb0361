package language

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed data/*.txt
var dataFiles embed.FS

// Data is what newsbrief knows of one language: lists of words, kept in
// data/TAG.txt under sections named ROOM.LIST, where ROOM is the package that
// asks for the list.
type Data struct {
	Tag      string // BCP 47: the file's name
	sections map[string][]string
}

// All returns what is known of every language, in the order of their tags. The
// result is shared and must not be changed.
func All() []*Data { return loadData() }

// Of returns what is known of the language, nil if nothing is. A tag with a
// region or script falls back to the language alone.
func Of(tag string) *Data {
	for ; tag != ""; tag = parent(tag) {
		for _, d := range All() {
			if d.Tag == tag {
				return d
			}
		}
	}
	return nil
}

// parent is the tag without its last part, "" at the end.
func parent(tag string) string { return tag[:max(0, strings.LastIndexByte(tag, '-'))] }

// List returns the entries of a section in the order of the file, none where
// the language has no such section. The result must not be changed.
func (d *Data) List(section string) []string {
	if d == nil {
		return nil
	}
	return d.sections[section]
}

// Table returns the entries of a section of lines "a, b = value": every name
// before the sign with the value behind it.
func (d *Data) Table(section string) map[string]string {
	out := map[string]string{}
	for _, line := range d.List(section) {
		names, value, _ := strings.Cut(line, " = ")
		for name := range strings.SplitSeq(names, ", ") {
			out[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	return out
}

// Sections returns the names of the sections that the language has, sorted.
func (d *Data) Sections() []string {
	names := make([]string, 0, len(d.sections))
	for name := range d.sections {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Union returns the entries of a section over all languages, those of the first
// language first, each once.
func Union(section string) []string {
	var out []string
	seen := map[string]bool{}
	for _, d := range All() {
		for _, entry := range d.List(section) {
			if !seen[entry] {
				seen[entry] = true
				out = append(out, entry)
			}
		}
	}
	return out
}

// Set returns the entries of [Union] as a set.
func Set(section string) map[string]bool {
	out := map[string]bool{}
	for _, entry := range Union(section) {
		out[entry] = true
	}
	return out
}

// loadData reads the files once. They are part of the program and checked by
// its tests, so what is wrong with them ends the program.
var loadData = sync.OnceValue(func() []*Data {
	files, err := fs.Glob(dataFiles, "data/*.txt")
	if err != nil {
		panic(err)
	}
	out := make([]*Data, len(files))
	for i, name := range files {
		body, err := dataFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		out[i] = &Data{Tag: strings.TrimSuffix(path.Base(name), ".txt"), sections: parseData(name, string(body))}
	}
	return out
})

// parseData reads lines: "[section]" begins one, "#" a comment, and every other
// line is an entry. An entry that begins or ends with a space is written in
// double quotes.
func parseData(name, body string) map[string][]string {
	sections, at := map[string][]string{}, ""
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			if at = line[1 : len(line)-1]; sections[at] != nil {
				panic(fmt.Sprintf("language: %s: section %q is there twice", name, at))
			}
			sections[at] = []string{}
		case at == "":
			panic(fmt.Sprintf("language: %s: %q stands before any section", name, line))
		default:
			sections[at] = append(sections[at], unquoted(line))
		}
	}
	return sections
}

func unquoted(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}

// Read reads a file of the form of data/TAG.txt, for a room that knows
// something of a language that newsbrief does not read.
func Read(tag, body string) *Data { return &Data{Tag: tag, sections: parseData(tag, body)} }
