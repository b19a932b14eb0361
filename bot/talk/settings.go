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
func (r *request) list(context.Context) (bot.Message, error) { return r.status(), nil }

func (r *request) status() bot.Message {
	if len(r.sub.Topics) == 0 {
		return message(r.say.Say("list.none"))
	}
	m := message(r.topicList(), r.schedule(), r.next())
	if !r.sub.Suspended.IsZero() {
		m.Add(r.say.Say("list.suspended"))
	}
	return m
}

func (r *request) topicList() string {
	return r.say.Say("list.topics", "Count", len(r.sub.Topics), "Topics", r.say.List(r.namesOf(r.sub.Topics)))
}

// settings says what holds, with choices to change each of it.
func (r *request) settings(context.Context) (bot.Message, error) {
	m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: r.say.Say("settings.title")}}}
	status := r.status()
	m.Blocks = append(m.Blocks, status.Blocks...)
	m.Add(r.say.Say("list.reads", "Languages", r.languageList()))
	m.Choices = [][]bot.Choice{
		{r.setting("topics"), r.setting("time"), r.setting("days")},
		{r.setting("timezone"), r.setting("language")},
	}
	return m, nil
}

func (r *request) setting(command string) bot.Choice {
	return bot.Choice{Label: r.say.Say("settings." + command), Line: "/" + command}
}

// time sets the times of the chat's digests.
func (r *request) time(ctx context.Context) (bot.Message, error) {
	if r.cmd.Args == "" {
		return r.offerTimes(), nil
	}
	w, err := when.Parse(r.cmd.Args)
	if err == nil && len(w.Times) == 0 {
		err = &when.Error{Typed: r.cmd.Args}
	}
	return r.scheduled(ctx, w, err)
}

// offerTimes asks for a time and offers a few.
func (r *request) offerTimes() bot.Message {
	m := message(r.say.Say("time.usage"))
	for row := range slices.Chunk([]int{6, 7, 8, 12, 18, 20}, 3) {
		var choices []bot.Choice
		for _, hour := range row {
			choices = append(choices, bot.Choice{Label: r.say.Clock(hour, 0), Line: "/time " + strconv.Itoa(hour) + ":00"})
		}
		m.Choices = append(m.Choices, choices)
	}
	return m
}

// days sets the days on which the chat's digests come.
func (r *request) days(ctx context.Context) (bot.Message, error) {
	if r.cmd.Args == "" {
		m := message(r.say.Say("days.usage"))
		m.Choices = [][]bot.Choice{{
			{Label: r.say.Say("days.every"), Line: "/days daily"},
			{Label: r.say.Say("days.weekdays"), Line: "/days weekdays"},
			{Label: r.say.Say("days.weekend"), Line: "/days weekend"},
		}}
		return m, nil
	}
	w, err := when.ParseDays(r.cmd.Args)
	return r.scheduled(ctx, w, err)
}

// scheduled stores what was said of times, days and zone and says what holds
// then, or asks where that was not clear.
func (r *request) scheduled(ctx context.Context, w when.Phrase, err error) (bot.Message, error) {
	if err != nil {
		return r.askWhen(err), nil
	}
	err = r.change(ctx, func(s *subscriptions.Subscriber) error {
		apply(w, &s.Schedule)
		return nil
	})
	if err != nil {
		return bot.Message{}, err
	}
	m := message(r.whenDone(w)...)
	if len(r.sub.Topics) == 0 {
		m.Add(r.say.Say("list.none"))
	}
	m.Add(r.next())
	return m, nil
}

// whenDone says what a phrase set, a sentence each.
func (r *request) whenDone(w when.Phrase) (done []string) {
	if len(w.Times) > 0 {
		done = append(done, r.say.Say("time.done", "Times", r.say.Times(w.Times)))
	}
	if w.Days != 0 {
		done = append(done, r.say.Say("days.done", "Days", r.say.Days(w.Days)))
	}
	if w.Zone != "" {
		done = append(done, r.zoneDone(w.Zone))
	}
	return done
}

// askWhen says which part of a line could not be read, or offers its readings
// where there are several.
func (r *request) askWhen(err error) bot.Message {
	a, ok := errors.AsType[*when.Ambiguous](err)
	if !ok {
		return message(r.say.Say(r.cmd.Name+".bad", "Typed", clip(badPhrase(err))))
	}
	m := message(r.say.Say("timezone.which", "Typed", clip(a.Typed)))
	for _, w := range a.Readings {
		m.Choices = append(m.Choices, []bot.Choice{{Label: r.reading(w), Line: "/" + r.cmd.Name + " " + w.String()}})
	}
	return m
}

func (r *request) reading(w when.Phrase) string {
	var parts []string
	if len(w.Times) > 0 {
		parts = append(parts, r.say.Times(w.Times))
	}
	if w.Days != 0 {
		parts = append(parts, r.say.Days(w.Days))
	}
	if w.Zone != "" {
		parts = append(parts, r.zone(w.Zone))
	}
	return strings.Join(parts, " · ")
}

// timezone sets the chat's zone by its name, a city or a country.
func (r *request) timezone(ctx context.Context) (bot.Message, error) {
	if r.cmd.Args == "" {
		return message(r.say.Say("timezone.usage", "Zone", r.zone(r.sub.Schedule.Zone))), nil
	}
	zones := zone.Find(r.cmd.Args)
	if len(zones) != 1 {
		return r.askZone(zones), nil
	}
	err := r.change(ctx, func(s *subscriptions.Subscriber) error {
		s.Schedule.Zone, s.Schedule.Guessed = zones[0], false
		return nil
	})
	if err != nil {
		return bot.Message{}, err
	}
	return message(r.zoneDone(zones[0]), r.next()), nil
}

func (r *request) zoneDone(z string) string {
	return r.say.Say("timezone.done", "Zone", r.zone(z), "Now", r.say.Moment(in(r.now, z)))
}

// askZone offers the zones that were named, else those that may have been meant.
func (r *request) askZone(named []string) bot.Message {
	if len(named) == 0 {
		named = zone.Near(r.cmd.Args)
	}
	if len(named) == 0 {
		return message(r.say.Say("timezone.bad", "Typed", clip(r.cmd.Args)))
	}
	return r.offerZones(named)
}

func (r *request) offerZones(zones []string) bot.Message {
	m := message(r.say.Say("timezone.which", "Typed", clip(r.cmd.Args)))
	for _, z := range zones {
		m.Choices = append(m.Choices, []bot.Choice{{Label: r.zone(z), Line: "/timezone " + z}})
	}
	return m
}

// language sets the languages that the chat reads, its own first.
func (r *request) language(ctx context.Context) (bot.Message, error) {
	if r.cmd.Args == "" {
		return r.offerLanguages(), nil
	}
	var chosen []string
	for _, name := range languageNames(r.cmd.Args) {
		l, ok := texts.LanguageNamed(name)
		if !ok {
			return message(r.say.Say("language.bad", "Typed", clip(name))), nil
		}
		if !slices.Contains(chosen, l) {
			chosen = append(chosen, l)
		}
	}
	err := r.change(ctx, func(s *subscriptions.Subscriber) error {
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
	return message(r.say.Say(key, "Languages", r.languageList())), nil
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

func (r *request) offerLanguages() bot.Message {
	m := message(r.say.Say("language.usage", "Languages", r.languageList()))
	for row := range slices.Chunk(texts.Languages(), 3) {
		var choices []bot.Choice
		for _, l := range row {
			choices = append(choices, bot.Choice{Label: texts.LanguageName(l), Line: "/language " + l})
		}
		m.Choices = append(m.Choices, choices)
	}
	return m
}

func (r *request) languageList() string {
	var names []string
	for _, l := range reads(r.sub.Language, r.sub.Reads) {
		names = append(names, texts.LanguageName(l))
	}
	return r.say.List(names)
}

// stop forgets the chat, after asking.
func (r *request) stop(ctx context.Context) (bot.Message, error) {
	if r.sub.Version == 0 && r.damaged == nil {
		return message(r.say.Say("stop.nothing")), nil
	}
	if !vocabulary().yes[text.Fold(r.cmd.Args)] {
		m := message(r.say.Say("stop.empty"))
		if len(r.sub.Topics) > 0 {
			m = message(r.say.Say("stop.ask", "Count", len(r.sub.Topics)))
		}
		m.Choices = [][]bot.Choice{{{Label: r.say.Say("stop.yes"), Line: "/stop yes"}, {Label: r.say.Say("stop.no"), Line: "/list"}}}
		return m, nil
	}
	if err := r.bot.cfg.Subscribers.Delete(ctx, r.cmd.Chat); err != nil {
		return bot.Message{}, saveError(err)
	}
	return message(r.say.Say("stop.done")), nil
}
