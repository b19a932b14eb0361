package discord

import "newsbrief/bot/texts"

// catalogue says the built-in texts. They are part of the program and checked
// by the tests of bot/texts; were they unreadable, keys would be said.
func catalogue() func(key, language string, pairs ...any) string {
	all, err := texts.Load()
	if err != nil {
		return func(key, _ string, _ ...any) string { return key }
	}
	return func(key, language string, pairs ...any) string { return all.In(language).Say(key, pairs...) }
}
