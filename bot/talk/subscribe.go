package talk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"newsbrief/bot"
	"newsbrief/bot/texts"
	"newsbrief/bot/when"
	"newsbrief/digest/text"
	"newsbrief/subscriptions"
)

// known reports whether the words name a topic of the catalogue or a part of
// one, or a topic that the chat has.
func (r *request) known(words string) bool {
	_, ok := r.bot.cfg.Topics.Lookup(words)
	return ok || r.isPart(words) || r.own(words) != ""
}

// isPart reports whether the words are a part of a known topic, as tennis is of sports.
func (r *request) isPart(words string) bool {
	_, ok := r.bot.cfg.Topics.Part(words)
	return ok
}

// own returns the chat's subscription to just these words, "" if it has none.
// Case, width and accents do not tell topics apart.
func (r *request) own(words string) subscriptions.Topic {
	if r.owned == nil {
		r.owned = make(map[string]subscriptions.Topic, len(r.sub.Topics))
		for _, s := range r.sub.Topics {
			r.owned[text.Fold(string(s))] = s
		}
	}
	return r.owned[text.Fold(words)]
}

// named reports whether the words are a topic's very name.
func (r *request) named(words string) bool {
	topic, ok := r.bot.cfg.Topics.Lookup(words)
	return ok && r.isName(topic, words)
}

// chatLanguage is the language of the chat.
func (r *request) chatLanguage() string { return r.sub.Language }

// longestOwn is how many letters a person's own topic may have.
const longestOwn = 60

// resolution is what the topics of a line stand for.
type resolution struct {
	topics []subscriptions.Topic
	part   []topicArg // words that stand for a topic wider than they say
	narrow []topicArg // words that are a part of a topic and stand for themselves
	unsure []topicArg // words that look like a misspelt topic
	when   []topicArg // words that look like a time or a day
	long   bool       // one was too long
	site   bool       // one was the address of a page
}

// resolve finds what the topics of a line stand for.
func (r *request) resolve(topicArgs []topicArg) resolution {
	var m resolution
	for _, w := range topicArgs {
		r.resolveOne(&m, w)
	}
	return m
}

// resolveOne finds what one of them stands for. Words in quotes stand for
// themselves, unless they are the very name of a known topic. Others that look
// like a time, or are nearly the name of a known topic, are asked about.
func (r *request) resolveOne(m *resolution, w topicArg) {
	topic, ok := r.bot.cfg.Topics.Lookup(w.text)
	words := subscriptions.Topic(text.OneLine(w.text))
	own := r.own(w.text)
	switch {
	case ok && r.isName(topic, w.text):
		m.add(topic)
	case own != "":
		m.add(own)
	case ok && !w.quoted:
		m.add(topic)
		m.part = append(m.part, w)
	case text.Fold(w.text) == "" || !w.quoted && isGeneral(w.text):
	case !w.quoted && isAddress(w.text):
		m.site = true
	case utf8.RuneCountInString(w.text) > longestOwn:
		m.long = true
	case r.isPart(w.text):
		m.add(words)
		if !w.quoted {
			m.narrow = append(m.narrow, w)
		}
	case !w.quoted && readsAsWhen(w.text):
		m.when = append(m.when, w)
	case !w.quoted && (len(r.halves(w.text)) > 0 || len(r.bot.cfg.Topics.Nearest(w.text, 1)) > 0):
		m.unsure = append(m.unsure, w)
	default:
		m.add(words)
	}
}

// isName reports whether the words are the topic's name in some language, and
// not just one of the things that belong to it.
func (r *request) isName(topic subscriptions.Topic, words string) bool {
	folded := text.Fold(words)
	return text.Fold(string(topic)) == folded || slices.ContainsFunc(texts.Languages(), func(l string) bool {
		return text.Fold(r.bot.cfg.Topics.Name(topic, l)) == folded
	})
}

// readsAsWhen reports whether the words are a time or days, or look like an
// attempt at a time.
func readsAsWhen(words string) bool {
	w, err := when.Parse(words)
	_, several := errors.AsType[*when.Ambiguous](err)
	return several || err == nil && w.Says() || when.LooksLikeClock(words)
}

func (m *resolution) add(t subscriptions.Topic) {
	if !slices.Contains(m.topics, t) {
		m.topics = append(m.topics, t)
	}
}

// subscribe adds topics, and sets the whole chat's times and days where the
// line names some. It answers with headlines of the new topics and what holds now.
func (r *request) subscribe(ctx context.Context) (bot.Message, error) {
	if words := readWords(r.cmd.Args, r); len(words) > 1 && !anyQuoted(words) && readsAsWhen(textOf(words)) && !r.known(textOf(words)) {
		return r.unsureOf(resolution{when: []topicArg{{text: textOf(words)}}}), nil
	}
	w, err := parseArgs(r.cmd.Args, r)
	if which, ok := errors.AsType[*either](err); ok {
		return r.dayOrTopic(which), nil
	}
	if err != nil {
		return message(r.say.Say("when.bad", "Typed", clip(badPhrase(err)))), nil
	}
	if len(w.topics) == 0 {
		return r.withTopicChoices(message(r.say.Say("subscribe.usage"))), nil
	}
	m := r.resolve(w.topics)
	if len(m.topics) == 0 || len(m.when) > 0 {
		return r.unsureOf(m, w.topics...), nil
	}
	added, full, err := r.addTopics(ctx, m.topics, w.Phrase)
	if err != nil {
		return bot.Message{}, err
	}
	return r.subscribed(ctx, w, m, added, full)
}

// addTopics stores the topics that are new, as many as fit, and the schedule.
func (r *request) addTopics(ctx context.Context, topics []subscriptions.Topic, w when.Phrase) (added []subscriptions.Topic, full bool, err error) {
	err = r.change(ctx, func(s *subscriptions.Subscriber) error {
		added, full = nil, false
		for _, topic := range topics {
			switch {
			case slices.Contains(s.Topics, topic):
			case len(s.Topics) >= r.bot.cfg.MaxTopics:
				full = true
			default:
				s.Topics = append(s.Topics, topic)
				added = append(added, topic)
			}
		}
		apply(w, &s.Schedule)
		return nil
	})
	return added, full, err
}

// apply sets what was said and leaves the rest.
func apply(w when.Phrase, s *subscriptions.Schedule) {
	if len(w.Times) > 0 {
		s.Times = w.Times
	}
	if w.Days != 0 {
		s.Days = w.Days
	}
	if w.Zone != "" {
		s.Zone, s.Guessed = w.Zone, false
	}
}

// dayOrTopic asks whether the end of a line is days or a topic.
func (r *request) dayOrTopic(e *either) bot.Message {
	m := message(r.say.Say("ask.which", "Typed", clip(textOf(e.tail))))
	w, _ := when.Parse(textOf(e.tail))
	topics, tail := textOf(e.topics), textOf(e.tail)
	offer(&m, topics+" · "+r.say.Days(w.Days), "/subscribe "+topics+" "+englishDays(w.Days))
	offer(&m, "“"+topics+"” “"+tail+"”", "/subscribe "+topics+`, "`+tail+`"`)
	return m
}

// englishDays names days as a line of a choice does.
func englishDays(days subscriptions.Days) string {
	var names []string
	for d := range time.Weekday(7) {
		if days.Has(d) {
			names = append(names, strings.ToLower(d.String()[:3]))
		}
	}
	return strings.Join(names, " ")
}

// offer adds a row of one choice, unless its line is too long for one.
func offer(m *bot.Message, label, line string) {
	if len(line) <= longestLine {
		m.Choices = append(m.Choices, []bot.Choice{{Label: label, Line: line}})
	}
}

// subscribed is the answer: headlines, then what holds now.
func (r *request) subscribed(ctx context.Context, w args, m resolution, added []subscriptions.Topic, full bool) (bot.Message, error) {
	answer, err := r.headlines(ctx, m.topics)
	if err != nil {
		return bot.Message{}, err
	}
	answer.Add(r.nowHas(w, m, added, full))
	if full {
		answer.Add(r.say.Say("subscribe.full", "Count", r.bot.cfg.MaxTopics), r.say.Say("subscribe.left", "Topics", r.names(without(m.topics, r.sub.Topics))))
	}
	if len(m.unsure) > 0 || m.long || m.site {
		answer.Append(r.unsureOf(resolution{unsure: m.unsure, long: m.long, site: m.site}))
	}
	holds := []string{r.schedule(), r.next()}
	if w.Says() {
		holds = slices.Insert(holds, 0, r.say.Say("schedule.whole"))
	}
	answer.Add(lines(holds...))
	if phrase, ok := r.onePhrase(w.topics, m, added); ok {
		offer(&answer, "“"+phrase+"”", `/subscribe "`+phrase+`"`)
	}
	return answer, nil
}

// lines puts what is not empty below one another.
func lines(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n")
}

// nowHas says what was added, what was there, and what may not have been meant.
func (r *request) nowHas(w args, m resolution, added []subscriptions.Topic, full bool) string {
	var said []string
	if len(added) > 0 {
		said = append(said, r.say.Say("subscribe.done", "Topics", r.names(added)))
	}
	if old := without(m.topics, added); len(old) > 0 && !full {
		said = append(said, r.say.Say("subscribe.already", "Topics", r.names(old)))
	}
	return lines(append(said, r.subscribeHints(w, m, added)...)...)
}

// subscribeHints explains what may not have been meant.
func (r *request) subscribeHints(w args, m resolution, added []subscriptions.Topic) []string {
	var hints []string
	for _, part := range m.part {
		topic, _ := r.bot.cfg.Topics.Lookup(part.text)
		if !r.holdsName(topic, part.text) {
			hints = append(hints, r.say.Say("subscribe.part", "Typed", part.text, "Topic", r.name(topic)))
		}
	}
	for _, part := range m.narrow {
		topic, _ := r.bot.cfg.Topics.Part(part.text)
		hints = append(hints, r.say.Say("subscribe.narrow", "Typed", part.text, "Topic", r.name(topic)))
	}
	own := slices.DeleteFunc(r.ownWords(w.topics, added), func(own subscriptions.Topic) bool { return r.isPart(string(own)) })
	if len(own) > 0 {
		hints = append(hints, r.say.Say("subscribe.own", "Topics", r.names(own)))
	}
	if phrase, ok := r.onePhrase(w.topics, m, added); ok {
		hints = append(hints, r.say.Say("subscribe.phrase", "Phrase", phrase))
	}
	return hints
}

// holdsName reports whether the words hold the topic's name, or the beginning
// of it: "news of japan" says no more than Japan.
func (r *request) holdsName(topic subscriptions.Topic, words string) bool {
	typed := text.Fold(words)
	return slices.ContainsFunc(texts.Languages(), func(l string) bool {
		name := text.Fold(r.bot.cfg.Topics.Name(topic, l))
		return strings.Contains(typed, name) || l == r.say.Language && strings.HasPrefix(name, typed)
	})
}

// ownWords are the topics of the chat's own words that were not in quotes.
func (r *request) ownWords(topicArgs []topicArg, added []subscriptions.Topic) []subscriptions.Topic {
	return slices.DeleteFunc(slices.Clone(added), func(topic subscriptions.Topic) bool {
		return r.isKnown(topic) || slices.ContainsFunc(topicArgs, func(m topicArg) bool { return m.quoted && text.OneLine(m.text) == string(topic) })
	})
}

// onePhrase puts two topics together again that stood side by side without
// anything between them, where one of them at least is of the chat's own words: they may
// have been meant as one.
func (r *request) onePhrase(topicArgs []topicArg, m resolution, added []subscriptions.Topic) (string, bool) {
	if len(topicArgs) != 2 || len(added) != 2 || topicArgs[0].quoted || topicArgs[1].quoted || len(r.ownWords(topicArgs, added)) == 0 {
		return "", false
	}
	phrase := topicArgs[0].text + " " + topicArgs[1].text
	return phrase, strings.Contains(strings.Join(strings.Fields(r.cmd.Args), " "), phrase)
}

// mostAsked is how many words of a line are asked about.
const mostAsked = 5

// unsureOf asks what was meant by words that look misspelt, or like a time
// behind what else stood in the line.
func (r *request) unsureOf(m resolution, all ...topicArg) bot.Message {
	var answer bot.Message
	for _, w := range m.unsure[:min(mostAsked, len(m.unsure))] {
		if parts := r.halves(w.text); len(parts) > 0 {
			answer.Add(r.say.Say("ask.these"))
			offer(&answer, "“"+strings.Join(parts, "” “")+"”", "/subscribe "+strings.Join(parts, ", "))
			offer(&answer, "“"+clip(w.text)+"”", `/subscribe "`+w.text+`"`)
			continue
		}
		answer.Add(r.say.Say("subscribe.unsure", "Typed", clip(w.text)))
		var row []bot.Choice
		for _, near := range r.bot.cfg.Topics.Nearest(w.text, 3) {
			row = append(row, bot.Choice{Label: r.name(near), Line: "/subscribe " + string(near)})
		}
		answer.Choices = append(answer.Choices, row)
		offer(&answer, "“"+clip(w.text)+"”", `/subscribe "`+w.text+`"`)
	}
	for _, w := range m.when {
		answer.Add(r.say.Say("subscribe.when", "Typed", clip(w.text)))
		r.offerWhen(&answer, w, all)
	}
	if m.long {
		answer.Add(r.say.Say("subscribe.long", "Count", longestOwn))
	}
	if m.site {
		answer.Add(r.say.Say("subscribe.site"))
	}
	if len(answer.Blocks) == 0 || m.site && len(m.topics) == 0 {
		if !m.site {
			answer.Add(r.say.Say("subscribe.usage"))
		}
		return r.withTopicChoices(answer)
	}
	return answer
}

// offerWhen offers the words as a time of the topic before them, and as a name.
func (r *request) offerWhen(m *bot.Message, w topicArg, all []topicArg) {
	i := slices.Index(all, w)
	if i < 1 || len(all) != 2 {
		offer(m, "“"+clip(w.text)+"”", `/subscribe "`+w.text+`"`)
		return
	}
	before := all[0].text
	offer(m, "“"+before+" "+w.text+"”", `/subscribe "`+before+" "+w.text+`"`)
	if p, err := when.Parse(w.text); err == nil && len(p.Times) > 0 {
		offer(m, before+" · "+r.say.Times(p.Times), "/subscribe "+before+" at "+p.Times[0].String())
	}
}

// unsubscribe takes topics out, or all of them.
func (r *request) unsubscribe(ctx context.Context) (bot.Message, error) {
	words := readWords(r.cmd.Args, r)
	topicArgs := gather(words, r)
	if all := textOf(words); isAll(all) || len(words) == 0 && isAll(strings.TrimSpace(r.cmd.Args)) {
		topicArgs = []topicArg{{text: all}}
	}
	switch {
	case len(r.sub.Topics) == 0:
		return message(r.say.Say("unsubscribe.empty")), nil
	case len(topicArgs) == 0:
		return r.withOwnChoices(message(r.say.Say("unsubscribe.usage"))), nil
	}
	gone, strange := r.ownedOf(topicArgs)
	if len(gone) == 0 {
		return r.withOwnChoices(message(r.say.Say("unsubscribe.notyours", "Topics", strange), r.topicList())), nil
	}
	if err := r.removeTopics(ctx, gone); err != nil {
		return bot.Message{}, err
	}
	answer := message(r.say.Say("unsubscribe.done", "Topics", r.names(gone)))
	if strange != "" {
		answer.Add(r.say.Say("unsubscribe.notyours", "Topics", strange))
	}
	if len(r.sub.Topics) == 0 {
		answer.Add(r.say.Say("unsubscribe.last"))
		return answer, nil
	}
	answer.Add(r.topicList(), r.next())
	return answer, nil
}

func (r *request) removeTopics(ctx context.Context, gone []subscriptions.Topic) error {
	return r.change(ctx, func(s *subscriptions.Subscriber) error {
		s.Topics = without(s.Topics, gone)
		return nil
	})
}

// ownedOf finds the subscriptions that the topics of a line stand for, in the order in
// which they were made, and names those that stand for none.
func (r *request) ownedOf(topicArgs []topicArg) (topics []subscriptions.Topic, strange string) {
	var names []string
	for _, w := range topicArgs {
		found := r.subscriptionNamed(w.text)
		if len(found) == 0 {
			names = append(names, clip(w.text))
		}
		topics = append(topics, found...)
	}
	return slices.DeleteFunc(slices.Clone(r.sub.Topics), func(s subscriptions.Topic) bool {
		return !slices.Contains(topics, s)
	}), r.say.Names(names)
}

// subscriptionNamed finds a subscription by its name in any language, by its
// words, or by the mark of a button; "all" is all.
func (r *request) subscriptionNamed(typed string) []subscriptions.Topic {
	if isAll(typed) {
		return slices.Clone(r.sub.Topics)
	}
	topic, _ := r.bot.cfg.Topics.Lookup(typed)
	own, mark := r.own(typed), strings.HasPrefix(typed, markSign)
	for _, s := range r.sub.Topics {
		if s == topic || s == own || mark && topicMark(s) == typed {
			return []subscriptions.Topic{s}
		}
	}
	return nil
}

func without(topics, gone []subscriptions.Topic) []subscriptions.Topic {
	var rest []subscriptions.Topic
	for _, t := range topics {
		if !slices.Contains(gone, t) {
			rest = append(rest, t)
		}
	}
	return rest
}

// badPhrase is the part of a phrase that could not be read.
func badPhrase(err error) string {
	switch p := err.(type) {
	case *when.Error:
		return p.Typed
	case *when.Ambiguous:
		return p.Typed
	}
	return fmt.Sprint(err)
}
