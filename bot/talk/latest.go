package talk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/subscriptions"
)

// The sizes of answers, in stories.
const (
	shownAtSubscribe = 3  // of one topic; fewer each of several
	shownOfOne       = 5  // /latest of one topic
	shownOfMany      = 3  // /latest, of each of several
	mostTopics       = 10 // topics that one answer shows
)

// latest answers with headlines of the topics named, else of the chat's own,
// else with the top stories. It marks nothing told.
func (t *turn) latest(ctx context.Context) (bot.Message, error) {
	topics, question := t.latestTopics(readWords(t.cmd.Args, t))
	if len(topics) == 0 && len(question.Blocks) > 0 {
		return question, nil
	}
	most := shownOfMany
	if len(topics) <= 1 {
		most = shownOfOne
	}
	shown := topics[:min(mostTopics, len(topics))]
	d, err := t.compose(ctx, shown, most)
	if err != nil {
		return bot.Message{}, err
	}
	m := t.latestMessage(d)
	if len(topics) > len(shown) {
		m.Add(t.say.Say("latest.more", "Count", len(shown)))
	}
	m.Choices = t.dailyChoices(shown)
	m.Append(question)
	return m, nil
}

// latestTopics finds the topics to show, none for the top stories, and asks
// about words that look misspelt.
func (t *turn) latestTopics(words []word) (topics []subscriptions.Topic, question bot.Message) {
	if typed := textOf(words); typed != "" && (isGeneral(typed) || isNumber(typed)) {
		return nil, question
	}
	mentions := gather(words, t)
	if len(mentions) == 0 {
		return t.sub.Topics, question
	}
	m := t.resolve(mentions)
	for _, w := range m.when { // nothing else that a time could mean here
		m.add(subscriptions.Topic(w.text))
	}
	m.when = nil
	if len(m.topics) > 0 && len(m.unsure) == 0 && !m.long && !m.site || t.areGeneral(mentions) {
		return m.topics, question
	}
	question = t.unsureOf(m)
	for _, row := range question.Choices {
		for i := range row {
			row[i].Line = "/latest" + row[i].Line[len("/subscribe"):]
		}
	}
	return m.topics, question
}

// areGeneral reports whether all of them mean news of any kind.
func (t *turn) areGeneral(mentions []mention) bool {
	return !slices.ContainsFunc(mentions, func(m mention) bool { return m.quoted || !isGeneral(m.text) || t.known(m.text) })
}

// compose asks for a digest of the topics as they stand now.
func (t *turn) compose(ctx context.Context, topics []subscriptions.Topic, most int) (digest.Digest, error) {
	t.refresh(ctx, topics)
	d, err := t.bot.cfg.News.Compose(ctx, digest.Request{
		Topics:   topics,
		Language: t.say.Language,
		Reads:    reads(t.sub.Language, t.sub.Reads),
		Now:      time.Now(),
		Most:     most,
		Fill:     true,
	})
	if err != nil {
		return d, fmt.Errorf("%w: %w", errNews, err)
	}
	return d, nil
}

func (t *turn) latestMessage(d digest.Digest) bot.Message {
	var m bot.Message
	if d.Sample {
		m.Add(t.say.Say("sample.notice"))
	}
	for _, s := range d.Sections {
		if s.Topic == "" {
			s.Name = t.say.Say("latest.top")
		}
		if len(s.Entries) == 0 && s.Elsewhere {
			continue // its stories stand above
		}
		if len(s.Entries) == 0 {
			m.Add(t.say.Say("latest.none", "Topic", s.Name, "Hours", int(digest.Fresh/time.Hour), "Languages", t.languageList()))
			continue
		}
		addSection(t.say, &m, s, d.At)
	}
	return m
}

// dailyChoices offers what is not subscribed yet.
func (t *turn) dailyChoices(topics []subscriptions.Topic) [][]bot.Choice {
	var rows [][]bot.Choice
	at := t.say.Times(t.sub.Schedule.Times)
	for _, topic := range without(topics, t.sub.Topics) {
		if line := topicLine("subscribe", topic, ""); line != "" {
			rows = append(rows, []bot.Choice{{Label: t.say.Say("latest.daily", "Topic", t.name(topic), "Time", at), Line: line}})
		}
	}
	return rows
}

// headlines are a few stories of topics just subscribed to.
func (t *turn) headlines(ctx context.Context, topics []subscriptions.Topic) (bot.Message, error) {
	most := max(1, (shownAtSubscribe+1)/len(topics))
	if len(topics) == 1 {
		most = shownAtSubscribe
	}
	d, err := t.compose(ctx, topics[:min(mostTopics, len(topics))], most)
	var m bot.Message
	if err != nil {
		t.bot.lg.Warn("headlines at subscribe", "chat", t.cmd.Chat, "err", err)
		return m, ctx.Err()
	}
	if d.Sample {
		m.Add(t.say.Say("sample.notice"))
	}
	var quiet []string
	for _, s := range d.Sections {
		if len(s.Entries) == 0 {
			quiet = append(quiet, s.Name)
			continue
		}
		addSection(t.say, &m, s, d.At)
	}
	if len(quiet) > 0 {
		m.Add(t.say.Say("subscribe.quiet", "Topic", t.say.List(quiet)))
	}
	return m, nil
}

// section adds a section's title and stories.
func addSection(v texts.Localizer, m *bot.Message, s digest.Section, now time.Time) {
	m.Blocks = append(m.Blocks, bot.Heading{Text: s.Name})
	for _, e := range s.Entries {
		m.Blocks = append(m.Blocks, storyBlock(v, e, now))
	}
}

func storyBlock(v texts.Localizer, e digest.Entry, now time.Time) bot.Story {
	s := bot.Story{Brief: e.Brief}
	switch {
	case e.Sample:
		s.Mark = v.Say("story.sample")
	case e.Updated:
		s.Mark = v.Say("story.update")
	}
	if more := len(e.Sources) - 1; more > 0 {
		s.More = v.Say("story.more", "Count", more)
	}
	if !e.Published.IsZero() {
		s.Age = v.Age(now.Sub(e.Published))
	}
	return s
}

// start says what the bot is; with a topic, as a deep link gives it, it shows
// the topic and offers to subscribe.
func (t *turn) start(ctx context.Context) (bot.Message, error) {
	if topic, ok := t.bot.cfg.Topics.Lookup(t.cmd.Args); ok && t.cmd.Args != "" {
		m, err := t.headlines(ctx, []subscriptions.Topic{topic})
		if err != nil {
			return bot.Message{}, err
		}
		if slices.ContainsFunc(m.Blocks, isStory) {
			m.Blocks = slices.Insert(m.Blocks, 0, bot.Block(bot.Text(t.say.Say("start.topic", "Topic", t.name(topic)))))
		}
		m.Choices = t.dailyChoices([]subscriptions.Topic{topic})
		return m, nil
	}
	m := message(t.say.Say("start.welcome"), t.say.Say("start.how"))
	if len(t.sub.Topics) > 0 {
		m = message(t.say.Say("start.back"), t.topicList(), t.next())
	}
	return t.withTopicChoices(m), nil
}

func isStory(b bot.Block) bool {
	_, ok := b.(bot.Story)
	return ok
}

// help lists the commands.
func (t *turn) help(context.Context) (bot.Message, error) {
	m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: t.say.Say("help.title")}}}
	lines := ""
	for i, s := range Commands() {
		if i > 0 {
			lines += "\n"
		}
		lines += t.say.Say("help.line", "Usage", t.usage(s), "What", t.say.Say(s.HelpKey()))
	}
	m.Add(lines, t.say.Say("help.examples"))
	return m, nil
}

// usage is the command as it is typed, its arguments named in the reader's language.
func (t *turn) usage(s bot.Spec) string {
	if s.Args != "" {
		s.Args = t.say.Say(s.ArgsKey())
	}
	return s.Usage()
}
