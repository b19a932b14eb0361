package language

import "strings"

// Info is how a language is written.
type Info struct {
	Scripts []string // as [unicode.Scripts] names them, the main one first
	Spaced  bool     // words are parted by spaces
	Ends    []string // the marks that end a sentence; none: sentences end at spaces
	Order   string   // of a date in figures: "dmy", "mdy" or "ymd"
	Zone    string   // IANA: where most of its readers live
}

// Info returns how the language is written, from its section language.info.
func (d *Data) Info() Info {
	says := d.Table("language.info")
	return Info{
		Scripts: strings.Fields(says["scripts"]),
		Spaced:  says["spaced"] == "yes",
		Ends:    strings.Fields(says["ends"]),
		Order:   says["order"],
		Zone:    says["zone"],
	}
}
