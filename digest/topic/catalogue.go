package topic

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"newsbrief/subscriptions"
)

//go:embed words/*.txt
var files embed.FS

// Group is a part of the catalogue under one heading.
type Group int

const (
	Regions  Group = iota // the world, its parts, countries
	Subjects              // what the news is about
)

// entry is a topic of the catalogue.
type entry struct {
	key    subscriptions.Topic
	group  Group
	within subscriptions.Topic // the region or subject that it is a part of, "" for none
	code   string              // of a country: ISO 3166-1 alpha-2, as at the end of its addresses
	// language is that of a country which shares it with no other, so that who
	// writes it mostly writes there.
	language string
}

// entries are the catalogue's topics in the order in which people are shown them.
var entries = [...]entry{
	{key: "world"}, {key: "asia"}, {key: "asean", within: "asia"},
	{key: "japan", within: "asia", code: "jp", language: "ja"},
	{key: "vietnam", within: "asean", code: "vn", language: "vi"},
	{key: "thailand", within: "asean", code: "th", language: "th"},
	{key: "indonesia", within: "asean", code: "id", language: "id"},
	{key: "malaysia", within: "asean", code: "my", language: "ms"},
	{key: "singapore", within: "asean", code: "sg"},
	{key: "philippines", within: "asean", code: "ph", language: "fil"},
	{key: "cambodia", within: "asean", code: "kh", language: "km"},
	{key: "laos", within: "asean", code: "la", language: "lo"},
	{key: "myanmar", within: "asean", code: "mm", language: "my"},
	{key: "brunei", within: "asean", code: "bn"}, {key: "timor-leste", within: "asean", code: "tl"},
	{key: "politics", group: Subjects}, {key: "business", group: Subjects},
	{key: "technology", group: Subjects}, {key: "ai", group: Subjects, within: "technology"},
	{key: "science", group: Subjects}, {key: "health", group: Subjects}, {key: "climate", group: Subjects},
	{key: "sports", group: Subjects}, {key: "entertainment", group: Subjects},
}

// elsewhere is the section of the words files with the names of places that
// are no topic: whatever names them is about another country.
const elsewhere = "elsewhere"

// langs are the languages of the catalogue, a file each; a language's place in
// the list is its bit in a langSet.
var langs = [...]string{"en", "ja", "zh-Hans", "zh-Hant", "vi", "th", "id", "ms", "fil", "km", "lo", "my", "ta"}

// catalogue is the content of the words files, ready for use. It is immutable.
type catalogue struct {
	names   [len(entries)][len(langs)]string
	typed   map[string]alias // by key
	aliases []alias          // the same, in the order of entries
	words   func() *lexicon
}

// alias is one way to type a topic, or a part of one.
type alias struct {
	key     string // folded
	topic   int    // place in entries
	lang    int    // place in langs
	part    bool   // it is narrower than the topic
	accents string // "" for none
}

// load parses the names of the words files once. The words themselves, which are
// most of the work, wait for the first item. The files are part of the program and
// checked by its tests, so what is wrong with them ends it.
var load = sync.OnceValue(func() *catalogue {
	c := &catalogue{typed: make(map[string]alias)}
	c.each(c.alias, nil)
	for i, e := range entries {
		c.alias(string(e.key), i, 0, false)
	}
	slices.SortStableFunc(c.aliases, func(a, b alias) int { return a.topic - b.topic })
	c.words = sync.OnceValue(func() *lexicon {
		b := newBuilder()
		c.each(nil, b.add)
		return b.build()
	})
	return c
})

// each reads all words files. Either function may be nil.
func (c *catalogue) each(name func(typed string, topic, lang int, part bool), word func(w string, topic, lang int, weight uint8)) {
	for lang, tag := range langs {
		data, err := files.ReadFile(path.Join("words", tag+".txt"))
		if err == nil {
			err = (&reader{c: c, lang: lang, topic: -1, name: name, word: word}).read(string(data))
		}
		if err != nil {
			panic(fmt.Sprintf("topic: words of %s: %v", tag, err))
		}
	}
}

// reader reads a words file.
type reader struct {
	c     *catalogue
	lang  int
	topic int // of the section, -1 before the first
	name  func(typed string, topic, lang int, part bool)
	word  func(w string, topic, lang int, weight uint8)
}

// read takes in one words file:
//
//	[japan] Japan          the topic and its name in the file's language
//	~ Nippon, Japanese     what people type for it
//	/ tennis, golf         parts of it: sections of publishers, but typed they
//	                       stand for themselves
//	3 Tokyo, Osaka         words that decide alone, wherever they stand
//	2 yen                  words that decide alone in a headline
//	1 sumo                 words that decide together with others
//	0 Japan Road           phrases that say nothing, though a word in them would
//
// A word that begins with "=" counts only in this case, and so does a short
// one in capitals. A line may be repeated; # begins a comment.
func (r *reader) read(data string) error {
	for n, line := range strings.Split(data, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if err := r.line(line); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return nil
}

func (r *reader) line(line string) error {
	if section, ok := strings.CutPrefix(line, "["); ok {
		return r.section(section)
	}
	kind, rest, _ := strings.Cut(line, " ")
	weighs := len(kind) == 1 && kind >= "0" && kind <= "3"
	switch {
	case kind != "~" && kind != "/" && !weighs:
		return fmt.Errorf("unknown kind of line %q", kind)
	case weighs && r.word == nil, !weighs && r.name == nil:
		return nil
	}
	for w := range strings.SplitSeq(rest, ",") {
		w = strings.TrimSpace(w)
		switch {
		case r.topic < 0 || w == "":
			return fmt.Errorf("%q: nothing to add it to", line)
		case weighs:
			r.word(w, r.topic, r.lang, kind[0]-'0')
		default:
			r.name(w, r.topic, r.lang, kind == "/")
		}
	}
	return nil
}

// section begins that of a topic, given what follows the bracket.
func (r *reader) section(s string) error {
	key, name, ok := strings.Cut(s, "]")
	r.topic = place(key)
	if r.topic < 0 || !ok {
		return fmt.Errorf("unknown topic %q", key)
	}
	if name = strings.TrimSpace(name); name != "" && r.name != nil {
		r.c.names[r.topic][r.lang] = name
		r.name(name, r.topic, r.lang, false)
	}
	return nil
}

// alias notes a way to type a topic. The first topic to claim it has it.
func (c *catalogue) alias(typed string, topic, lang int, part bool) {
	var f field
	key := foldKey(&f, typed)
	if _, taken := c.typed[key]; taken || key == "" {
		return
	}
	a := alias{key, topic, lang, part, accentsOf(typed)}
	c.typed[key] = a
	c.aliases = append(c.aliases, a)
}

// section returns the topic that a section of a publisher with that folded name is of.
func (c *catalogue) section(key string) (topic int, ok bool) {
	a, ok := c.typed[key]
	return a.topic, ok
}

// place returns the place of a section in entries, that of elsewhere behind
// them, or -1.
func place(key string) int {
	if key == elsewhere {
		return len(entries)
	}
	return slices.IndexFunc(entries[:], func(e entry) bool { return string(e.key) == key })
}
