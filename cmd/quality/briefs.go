package main

import (
	"fmt"
	"strings"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/prose"
	"newsbrief/digest/story"
	"newsbrief/digest/text"
)

const (
	perSummary = 3  // sentences of a summary
	opening    = 12 // sentences of a document that summaries are made of
)

// scoreBriefs makes summaries of the documents' sentences and asks for the
// line of each. They are long, so that many must be shortened.
func scoreBriefs(dir string) ([]row, error) {
	var plain, ours linesScore
	var cells []string
	for _, lang := range corpusLanguages {
		docs, err := loadDocuments(dir, lang)
		if err != nil {
			return nil, err
		}
		var one linesScore
		for _, s := range summaries(docs, lang) {
			one.count(s.text, brief.Of(story.Story{Items: []feed.Item{{Title: s.headline, Summary: s.text, Language: lang}}}).Line, lang)
			plain.count(s.text, text.Cut(strings.TrimSpace(plainSentences(s.text, lang)[0]), prose.Width), lang)
		}
		cells = append(cells, fmt.Sprintf("%s %.2f", lang, one.written.rate()))
		ours.add(one)
	}
	rows := linesRows("summaries that have a brief", plain, ours)
	rows[1].ours += ": " + strings.Join(cells, ", ")
	return rows, nil
}

// linesScore is what became of texts: how many have a line; of these lines, how
// many are sentences as the publisher wrote them, and how many show dots.
type linesScore struct{ lines, written, dots share }

func (s *linesScore) count(source, line, lang string) {
	if s.lines.count(line != ""); line == "" {
		return
	}
	s.written.count(whole(line, lang) && strings.Contains(text.OneLine(source), text.OneLine(line)))
	s.dots.count(strings.HasSuffix(line, "…"))
}

func (s *linesScore) add(o linesScore) {
	s.lines.add(o.lines)
	s.written.add(o.written)
	s.dots.add(o.dots)
}

func linesRows(what string, plain, ours linesScore) []row {
	return []row{
		{what, plain.lines.percent(), ours.lines.percent(), ""},
		{"their briefs that are sentences as the publisher wrote them", plain.written.percent(), ours.written.percent(), ""},
		{"their briefs that show dots", plain.dots.percent(), ours.dots.percent(), "≤ 5 %"},
	}
}

type summary struct{ headline, text string }

// summaries are the openings of the documents, a few sentences each.
func summaries(docs []document, lang string) []summary {
	var out []summary
	for _, d := range docs {
		for i := 0; i+perSummary <= min(len(d.sentences), opening); i += perSummary {
			out = append(out, summary{d.headline, paragraphs(d.sentences[i:i+perSummary], lang)})
		}
	}
	return out
}

// paragraphs joins sentences as a publisher does: what has no end mark in a
// language of end marks is a heading or a point of a list, and stands in a line
// of its own.
func paragraphs(sentences []string, lang string) string {
	var b strings.Builder
	for i, s := range sentences {
		if i > 0 && whole(sentences[i-1], lang) {
			b.WriteString(gap(lang))
		} else if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	return b.String()
}

// gap is what stands between two sentences.
func gap(lang string) string {
	if lang == "ja" || strings.HasPrefix(lang, "zh") {
		return ""
	}
	return " "
}

// whole is ended for languages that have end marks; Thai and Lao need none.
func whole(line, lang string) bool {
	if lang == "th" || lang == "lo" {
		return line != "" && !strings.HasSuffix(line, "…")
	}
	return ended(line)
}
