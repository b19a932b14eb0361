package main

import (
	"fmt"
	"strings"

	"newsbrief/digest/language"
)

func scoreLanguages(dir string) ([]row, error) {
	var all, sentences share
	var weak []string
	for _, lang := range corpusLanguages {
		docs, err := loadDocuments(dir, lang)
		if err != nil {
			return nil, err
		}
		var one share
		for _, d := range docs {
			one.count(isLanguage(d.headline, lang))
			for _, s := range d.sentences {
				sentences.count(isLanguage(s, lang))
			}
		}
		all.add(one)
		if one.rate() < 0.97 {
			weak = append(weak, fmt.Sprintf("%s %.2f", lang, one.rate()))
		}
	}
	what := "language of a headline"
	if len(weak) > 0 {
		what += ", weakest " + strings.Join(weak, ", ")
	}
	return []row{
		{what, "", all.percent(), "≥ 97 %"},
		{"language of a sentence", "", sentences.percent(), ""},
	}, nil
}

func isLanguage(s, lang string) bool {
	got, _ := language.Identify(s)
	return got == lang
}
