package talk

import "newsbrief/bot/texts"

// spoken returns the reader's language that fits the tag best, the default
// for none: "tl" is fil, "in" is id, "zh-HK" is zh-Hant.
func (b *Bot) spoken(tag string) string {
	if l, ok := texts.MatchLanguage(tag); ok {
		return l
	}
	if l, ok := texts.MatchLanguage(b.cfg.Language); ok {
		return l
	}
	return texts.Languages()[0]
}

// reads returns the languages whose stories a subscriber wants.
func reads(language string, chosen []string) []string {
	if len(chosen) > 0 {
		return chosen
	}
	if language == "en" {
		return []string{"en"}
	}
	return []string{language, "en"}
}
