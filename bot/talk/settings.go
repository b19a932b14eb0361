package talk

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"newsbrief/bot"
	"newsbrief/bot/texts"
	"newsbrief/bot/when"
	"newsbrief/bot/zone"
	"newsbrief/digest/text"
	"newsbrief/subscriptions"
)

// list says what holds: topics, schedule, next digest.
func (t *turn) list(context.Context) (bot.Message, error) { return t.status(), nil }

func (t *turn) status() bot.Message {
	if len(t.sub.Topics) == 0 {
		return message(t.say.Say("list.none"))
	}
	m := message(t.topicList(), t.schedule(), t.next())
	if !t.sub.Suspended.IsZero() {
		m.Add(t.say.Say("list.suspended"))
	}
	return m
}

func (t *turn) topicList() string {
	return t.say.Say("list.topics", "Count", len(t.sub.Topics), "Topics", t.names(t.sub.Topics))
}

// settings says what holds, with choices to change each of it.
func (t *turn) settings(context.Context) (bot.Message, error) {
	m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: t.say.Say("settings.title")}}}
	status := t.status()
	m.Blocks = append(m.Blocks, status.Blocks...)
	m.Add(t.say.Say("list.reads", "Languages", t.languageList()))
	m.Choices = [][]bot.Choice{
		{t.setting("topics"), t.setting("time"), t.setting("days")},
		{t.setting("timezone"), t.setting("language")},
	}
	return m, nil
}

func (t *turn) setting(command string) bot.Choice {
	return bot.Choice{Label: t.say.Say("settings." + command), Line: "/" + command}
}

// time sets the times of the chat's digests.
func (t *turn) time(ctx context.Context) (bot.Message, error) {
	if t.cmd.Args == "" {
		return t.offerTimes(), nil
	}
	w, err := when.Parse(t.cmd.Args)
	if err == nil && len(w.Times) == 0 {
		err = &when.Error{Typed: t.cmd.Args}
	}
	return t.scheduled(ctx, w, err)
}

// offerTimes asks for a time and offers a few.
func (t *turn) offerTimes() bot.Message {
	m := message(t.say.Say("time.usage"))
	for row := range slices.Chunk([]int{6, 7, 8, 12, 18, 20}, 3) {
		var choices []bot.Choice
		for _, hour := range row {
			choices = append(choices, bot.Choice{Label: t.say.Clock(hour, 0), Line: "/time " + strconv.Itoa(hour) + ":00"})
		}
		m.Choices = append(m.Choices, choices)
	}
	return m
}

// days sets the days on which the chat's digests come.
func (t *turn) days(ctx context.Context) (bot.Message, error) {
	if t.cmd.Args == "" {
		m := message(t.say.Say("days.usage"))
		m.Choices = [][]bot.Choice{{
			{Label: t.say.Say("days.every"), Line: "/days daily"},
			{Label: t.say.Say("days.weekdays"), Line: "/days weekdays"},
			{Label: t.say.Say("days.weekend"), Line: "/days weekend"},
		}}
		return m, nil
	}
	w, err := when.ParseDays(t.cmd.Args)
	return t.scheduled(ctx, w, err)
}

// scheduled stores what was said of times, days and zone and says what holds
// then, or asks where that was not clear.
func (t *turn) scheduled(ctx context.Context, w when.Phrase, err error) (bot.Message, error) {
	if err != nil {
		return t.askWhen(err), nil
	}
	err = t.change(ctx, func(s *subscriptions.Subscriber) error {
		apply(w, &s.Schedule)
		return nil
	})
	if err != nil {
		return bot.Message{}, err
	}
	m := message(t.whenDone(w)...)
	if len(t.sub.Topics) == 0 {
		m.Add(t.say.Say("list.none"))
	}
	m.Add(t.next())
	return m, nil
}

// whenDone says what a phrase set, a sentence each.
func (t *turn) whenDone(w when.Phrase) (done []string) {
	if len(w.Times) > 0 {
		done = append(done, t.say.Say("time.done", "Times", t.say.Times(w.Times)))
	}
	if w.Days != 0 {
		done = append(done, t.say.Say("days.done", "Days", t.say.Days(w.Days)))
	}
	if w.Zone != "" {
		done = append(done, t.zoneDone(w.Zone))
	}
	return done
}

// askWhen says which part of a line could not be read, or offers its readings
// where there are several.
func (t *turn) askWhen(err error) bot.Message {
	a, ok := errors.AsType[*when.Ambiguous](err)
	if !ok {
		return message(t.say.Say(t.cmd.Name+".bad", "Typed", clip(badPhrase(err))))
	}
	m := message(t.say.Say("timezone.which", "Typed", clip(a.Typed)))
	for _, w := range a.Readings {
		m.Choices = append(m.Choices, []bot.Choice{{Label: t.reading(w), Line: "/" + t.cmd.Name + " " + w.String()}})
	}
	return m
}

func (t *turn) reading(w when.Phrase) string {
	var parts []string
	if len(w.Times) > 0 {
		parts = append(parts, t.say.Times(w.Times))
	}
	if w.Days != 0 {
		parts = append(parts, t.say.Days(w.Days))
	}
	if w.Zone != "" {
		parts = append(parts, t.zone(w.Zone))
	}
	return strings.Join(parts, " · ")
}

// timezone sets the chat's zone by its name, a city or a country.
func (t *turn) timezone(ctx context.Context) (bot.Message, error) {
	if t.cmd.Args == "" {
		return message(t.say.Say("timezone.usage", "Zone", t.zone(t.sub.Schedule.Zone))), nil
	}
	zones := zone.Find(t.cmd.Args)
	if len(zones) != 1 {
		return t.askZone(zones), nil
	}
	err := t.change(ctx, func(s *subscriptions.Subscriber) error {
		s.Schedule.Zone, s.Schedule.Guessed = zones[0], false
		return nil
	})
	if err != nil {
		return bot.Message{}, err
	}
	return message(t.zoneDone(zones[0]), t.next()), nil
}

func (t *turn) zoneDone(z string) string {
	return t.say.Say("timezone.done", "Zone", t.zone(z), "Now", t.say.Moment(in(t.now, z)))
}

// askZone offers the zones that were named, else those that may have been meant.
func (t *turn) askZone(named []string) bot.Message {
	if len(named) == 0 {
		named = zone.Near(t.cmd.Args)
	}
	if len(named) == 0 {
		return message(t.say.Say("timezone.bad", "Typed", clip(t.cmd.Args)))
	}
	return t.offerZones(named)
}

func (t *turn) offerZones(zones []string) bot.Message {
	m := message(t.say.Say("timezone.which", "Typed", clip(t.cmd.Args)))
	for _, z := range zones {
		m.Choices = append(m.Choices, []bot.Choice{{Label: t.zone(z), Line: "/timezone " + z}})
	}
	return m
}

// language sets the languages that the chat reads, its own first.
func (t *turn) language(ctx context.Context) (bot.Message, error) {
	if t.cmd.Args == "" {
		return t.offerLanguages(), nil
	}
	var chosen []string
	for _, name := range languageNames(t.cmd.Args) {
		l, ok := texts.LanguageNamed(name)
		if !ok {
			return message(t.say.Say("language.bad", "Typed", clip(name))), nil
		}
		if !slices.Contains(chosen, l) {
			chosen = append(chosen, l)
		}
	}
	err := t.change(ctx, func(s *subscriptions.Subscriber) error {
		s.Language, s.Reads = chosen[0], chosen
		return nil
	})
	if err != nil {
		return bot.Message{}, err
	}
	key := "language.done"
	if len(chosen) == 1 {
		key = "language.one"
	}
	return message(t.say.Say(key, "Languages", t.languageList())), nil
}

// languageNames splits at commas and joiners, and at spaces where what stands
// between them is no name as it is.
func languageNames(args string) []string {
	var names []string
	for _, part := range strings.FieldsFunc(args, isComma) {
		for _, w := range strings.Fields(part) {
			if isJoiner(w, "fil") {
				part = strings.ReplaceAll(" "+part+" ", " "+w+" ", "\n")
			}
		}
		for piece := range strings.SplitSeq(part, "\n") {
			names = append(names, namesBetween(piece)...)
		}
	}
	return names
}

// namesBetween finds the names of languages in words without joiners.
func namesBetween(piece string) []string {
	var names []string
	for words := strings.Fields(piece); len(words) > 0; {
		n := longestName
		for n = min(n, len(words)); n > 1 && !isLanguage(strings.Join(words[:n], " ")); n-- {
		}
		names = append(names, joinedLanguages(strings.Join(words[:n], " "))...)
		words = words[n:]
	}
	return names
}

// joinedLanguages parts two names written without spaces around a joiner.
func joinedLanguages(name string) []string {
	if isLanguage(name) {
		return []string{name}
	}
	for _, j := range vocabulary().joined {
		if first, second, ok := strings.Cut(name, j); ok && isLanguage(first) {
			if rest := joinedLanguages(second); !slices.ContainsFunc(rest, isNoLanguage) {
				return append([]string{first}, rest...)
			}
		}
	}
	return []string{name}
}

func isLanguage(name string) bool {
	_, ok := texts.LanguageNamed(name)
	return ok
}

func isNoLanguage(name string) bool { return !isLanguage(name) }

func (t *turn) offerLanguages() bot.Message {
	m := message(t.say.Say("language.usage", "Languages", t.languageList()))
	for row := range slices.Chunk(texts.Languages(), 3) {
		var choices []bot.Choice
		for _, l := range row {
			choices = append(choices, bot.Choice{Label: texts.LanguageName(l), Line: "/language " + l})
		}
		m.Choices = append(m.Choices, choices)
	}
	return m
}

func (t *turn) languageList() string {
	var names []string
	for _, l := range reads(t.sub.Language, t.sub.Reads) {
		names = append(names, texts.LanguageName(l))
	}
	return t.say.List(names)
}

// stop forgets the chat, after asking.
func (t *turn) stop(ctx context.Context) (bot.Message, error) {
	if t.sub.Version == 0 {
		return message(t.say.Say("stop.nothing")), nil
	}
	if !vocabulary().yes[text.Fold(t.cmd.Args)] {
		m := message(t.say.Say("stop.empty"))
		if len(t.sub.Topics) > 0 {
			m = message(t.say.Say("stop.ask", "Count", len(t.sub.Topics)))
		}
		m.Choices = [][]bot.Choice{{{Label: t.say.Say("stop.yes"), Line: "/stop yes"}, {Label: t.say.Say("stop.no"), Line: "/list"}}}
		return m, nil
	}
	if err := t.bot.cfg.Subscribers.Delete(ctx, t.cmd.Chat); err != nil {
		return bot.Message{}, saveError(err)
	}
	return message(t.say.Say("stop.done")), nil
}
