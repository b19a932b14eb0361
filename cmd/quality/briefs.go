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
	var plain, ours, lines share
	var cells []string
	for _, lang := range corpusLanguages {
		docs, err := loadDocuments(dir, lang)
		if err != nil {
			return nil, err
		}
		var one share
		for _, s := range summaries(docs, lang) {
			line := brief.Of(story.Story{Items: []feed.Item{{Title: s.headline, Summary: s.text, Language: lang}}}).Line
			if lines.count(line != ""); line != "" {
				one.count(whole(line, lang))
			}
			plain.count(whole(text.Cut(strings.TrimSpace(plainSentences(s.text, lang)[0]), prose.Width), lang))
		}
		cells = append(cells, fmt.Sprintf("%s %s", lang, rest(one)))
		ours.right += one.right
		ours.all += one.all
	}
	return []row{
		{"summaries that have a brief", "", lines.percent(), ""},
		{"their briefs cut off or without end mark", rest(plain), rest(ours) + " (" + strings.Join(cells, ", ") + ")", "≤ 0.01"},
	}, nil
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
