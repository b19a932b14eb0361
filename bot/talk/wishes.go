package talk

import (
	"slices"
	"strings"
	"unicode"

	"newsbrief/bot"
	"newsbrief/bot/when"
	"newsbrief/digest/text"
)

// mostCommands is how many commands of one message are run.
const mostCommands = 5

// commandsIn takes a message apart: every line that begins with a slash, and a
// known command behind a slash within a line, is a command; what follows up to
// the next belongs to it. Adapters hand over the first without its slash.
func commandsIn(c bot.Command) []bot.Command {
	parts := splitCommands(c.Args)
	if c.Name == "" || isKnownCommand(" ", parts[0]) {
		parts = append([]string{""}, parts...)
	}
	var all []bot.Command
	for i, part := range parts {
		one := c
		one.Args = part
		if i > 0 {
			one.Name = ""
		}
		if name, args, ok := slashCommand(part); ok && i > 0 {
			one.Name, one.Args = name, args
		}
		all = append(all, one)
	}
	if c.Name == "" {
		all = all[1:]
	}
	return all
}

// splitCommands cuts before each command but the first.
func splitCommands(line string) []string {
	var parts []string
	start, fresh := 0, true // fresh: at the beginning of a line
	for i, r := range line {
		if i > start && isSlash(r) && !isEmpty(line[start:i]) && (fresh || isKnownCommand(line[:i], line[i:])) {
			parts, start = append(parts, strings.TrimSpace(line[start:i])), i
		}
		fresh = r == '\n' || fresh && unicode.IsSpace(r)
	}
	return append(parts, strings.TrimSpace(line[start:]))
}

// isKnownCommand reports whether a command begins behind a space.
func isKnownCommand(before, rest string) bool {
	name, _, ok := slashCommand(rest)
	_, known := commandNamed(name)
	return ok && known && (strings.HasSuffix(before, " ") || strings.HasSuffix(before, "\t"))
}

// isSlash reports whether the letter is a slash of any width.
func isSlash(r rune) bool { return r == '/' || r == '／' }

// slashCommand reads a command as people type it: with a wide slash, a space
// behind it, or marks before it.
func slashCommand(line string) (name, args string, ok bool) {
	line = strings.TrimLeftFunc(line, func(r rune) bool { return !isSlash(r) && !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	rest := strings.TrimLeftFunc(line, func(r rune) bool { return isSlash(r) || unicode.IsSpace(r) })
	if rest == line || rest == "" {
		return "", "", false
	}
	name, args, ok = bot.ParseLine("/" + rest)
	name, _, _ = strings.Cut(name, "@")
	return strings.TrimRightFunc(name, isMark), strings.TrimFunc(args, unicode.IsSpace), ok
}

func isMark(r rune) bool { return unicode.IsPunct(r) && r != '?' || unicode.IsSymbol(r) }

// wish finds what a line without a slash asks for. sure is false where it is
// to be offered, not run; name is "" where nothing was found.
func (r *request) wish(typed string) (name, args string, sure bool) {
	line := strings.TrimFunc(withoutName(typed), func(r rune) bool { return unicode.IsSpace(r) || isMark(r) && r != '"' })
	if words := strings.Fields(line); len(words) > longestWishLine {
		line = strings.Join(words[:longestWishLine], " ")
	}
	whole := text.Fold(line)
	if name, ok := vocabulary().wishes[whole]; ok {
		return name, "", true
	}
	first, rest, _ := strings.Cut(line, " ")
	if c, ok := r.commandCalled(first); ok && (c.Name == strings.ToLower(first) || rest == "") {
		return c.Name, strings.TrimSpace(rest), true
	}
	if isGeneral(line) || r.known(line) {
		return "latest", r.unlessGeneral(line), true
	}
	if name, rest := r.wishBefore(line); name == "start" {
		return name, "", true // a greeting
	} else if name != "" {
		return name, rest, name == "latest" && (r.known(rest) || isGeneral(rest))
	}
	if c, ok := r.commandCalled(first); ok && r.known(rest) {
		return c.Name, rest, false
	}
	if a, err := parseArgs(line, r); err == nil && a.Says() && len(a.topics) > 0 && allKnown(a.topics, r) {
		return "subscribe", line, false
	}
	return r.knownTopicsIn(line)
}

func (r *request) unlessGeneral(line string) string {
	if isGeneral(line) && !r.known(line) {
		return ""
	}
	return line
}

// botName is what people call the bot who call it by a name.
const botName = "newsbrief"

// withoutName leaves out the bot's name before a line: "@newsbot latest".
func withoutName(line string) string {
	line = strings.TrimSpace(line)
	if first, rest, ok := strings.Cut(line, " "); ok && (strings.HasPrefix(first, "@") || strings.EqualFold(strings.TrimRightFunc(first, isMark), botName)) {
		return rest
	}
	return line
}

// commandCalled finds a command by its name, or by one that it has in a
// language.
func (r *request) commandCalled(name string) (command, bool) {
	if c, ok := commandNamed(strings.ToLower(strings.TrimRightFunc(name, isMark))); ok {
		return c, true
	}
	return r.bot.localCommand(name)
}

// longestWishLine is how many words of a line without a slash are read.
const longestWishLine = 60

// longestWish is how many words people write for a command.
const longestWish = 5

// wishBefore finds a wish at the front of a line and what follows it.
func (r *request) wishBefore(line string) (name, rest string) {
	fields := strings.Fields(line)
	for n := min(longestWish, len(fields)-1); n > 0; n-- {
		front, rest := strings.Join(fields[:n], " "), strings.Join(fields[n:], " ")
		if name, ok := vocabulary().wishes[text.Fold(front)]; ok {
			return name, r.topicsOf(rest)
		}
		if c, ok := r.bot.localCommand(front); ok {
			return c.Name, rest
		}
	}
	return "", ""
}

// topicsOf keeps the topics of a line, without what introduces them.
func (r *request) topicsOf(line string) string {
	var names []string
	for _, m := range gather(readWords(line, r), r) {
		if m.quoted || !isGeneral(m.text) {
			names = append(names, m.text)
		}
	}
	return strings.Join(names, ", ")
}

// knownTopicsIn finds the known topics that a line speaks of.
func (r *request) knownTopicsIn(line string) (name, args string, sure bool) {
	var known []string
	for _, m := range gather(readWords(line, r), r) {
		if r.known(m.text) && (len(m.text) > 2 || m.text != strings.ToLower(m.text)) { // "it" and "us" are hardly meant
			known = append(known, m.text)
		}
	}
	if len(known) == 0 {
		return "", "", false
	}
	return "latest", strings.Join(known, ", "), false
}

// offered asks whether a command was meant, with it and what is near it as
// choices.
func (r *request) offered(name, args string) bot.Message {
	m := message(r.say.Say("ask.these"))
	line := strings.TrimSpace("/" + name + " " + args)
	offer(&m, line, line)
	if name == "latest" && args != "" {
		offer(&m, "/subscribe "+args, "/subscribe "+args)
	}
	if name == "stop" {
		offer(&m, "/unsubscribe", "/unsubscribe")
	}
	if len(m.Choices) == 0 {
		return message(r.say.Say("unknown.text"))
	}
	return m
}

// misspelt offers the command that is near, and all that stood behind it.
func (r *request) misspelt(near string) bot.Message {
	line := strings.TrimSpace("/" + near + " " + r.cmd.Args)
	m := message(r.say.Say("unknown.near", "Typed", clip(r.cmd.Name), "Near", strings.TrimPrefix(clip(line), "/")))
	offer(&m, line, line)
	return m
}

// notUnderstood answers what no wish was found in.
func (r *request) notUnderstood() bot.Message {
	first, rest, _ := strings.Cut(strings.TrimSpace(r.cmd.Args), " ")
	if near := nearestCommand(strings.ToLower(first)); near != "" && len([]rune(first)) > 3 {
		return r.offered(near, strings.TrimSpace(rest))
	}
	m := message(r.say.Say("unknown.text"))
	switch w, err := when.Parse(r.cmd.Args); {
	case err != nil || !w.Says():
	case len(w.Times) > 0 && (!w.Bare || w.Days != 0):
		return r.offered("time", strings.TrimSpace(r.cmd.Args))
	case len(w.Times) == 0 && !w.Bare:
		return r.offered("days", strings.TrimSpace(r.cmd.Args))
	}
	if isAddress(first) {
		return r.withTopicChoices(message(r.say.Say("subscribe.site")))
	}
	if fields := strings.Fields(r.cmd.Args); len(fields) <= 3 && !isEmpty(r.cmd.Args) && !slices.ContainsFunc(fields, func(f string) bool { return when.LooksLikeClock(f) }) {
		line := "/latest " + strings.Join(fields, " ")
		offer(&m, line, line)
	}
	offer(&m, "/help", "/help")
	return m
}
