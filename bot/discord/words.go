package discord

import "newsbrief/bot"

// catalogue says the built-in texts. They are part of the program and checked
// by package bot's tests; were they unreadable, keys would be said.
func catalogue() func(key, language string, pairs ...any) string {
	texts, err := bot.LoadTexts()
	if err != nil {
		return func(key, _ string, _ ...any) string { return key }
	}
	return func(key, language string, pairs ...any) string { return texts.In(language).Say(key, pairs...) }
}
