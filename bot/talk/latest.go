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
func (r *request) latest(ctx context.Context) (bot.Message, error) {
	topics, question := r.latestTopics(readWords(r.cmd.Args, r))
	if len(topics) == 0 && len(question.Blocks) > 0 {
		return question, nil
	}
	most := shownOfMany
	if len(topics) <= 1 {
		most = shownOfOne
	}
	shown := topics[:min(mostTopics, len(topics))]
	d, err := r.compose(ctx, shown, most)
	if err != nil {
		return bot.Message{}, err
	}
	m := r.latestMessage(d)
	if len(topics) > len(shown) {
		m.Add(r.say.Say("latest.more", "Count", len(shown)))
	}
	m.Choices = r.dailyChoices(shown)
	m.Append(question)
	return m, nil
}

// latestTopics finds the topics to show, none for the top stories, and asks
// about words that look misspelt.
func (r *request) latestTopics(words []word) (topics []subscriptions.Topic, question bot.Message) {
	if typed := textOf(words); typed != "" && (isGeneral(typed) || isNumber(typed)) {
		return nil, question
	}
	topicArgs := gather(words, r)
	if len(topicArgs) == 0 {
		return r.sub.Topics, question
	}
	m := r.resolve(topicArgs)
	for _, w := range m.when { // nothing else that a time could mean here
		m.add(subscriptions.Topic(w.text))
	}
	m.when = nil
	if len(m.topics) > 0 && len(m.unsure) == 0 && !m.long && !m.site || r.areGeneral(topicArgs) {
		return m.topics, question
	}
	question = r.unsureOf(m)
	for _, row := range question.Choices {
		for i := range row {
			row[i].Line = "/latest" + row[i].Line[len("/subscribe"):]
		}
	}
	return m.topics, question
}

// areGeneral reports whether all of them mean news of any kind.
func (r *request) areGeneral(topicArgs []topicArg) bool {
	return !slices.ContainsFunc(topicArgs, func(m topicArg) bool { return m.quoted || !isGeneral(m.text) || r.known(m.text) })
}

// compose asks for a digest of the topics as they stand now.
func (r *request) compose(ctx context.Context, topics []subscriptions.Topic, most int) (digest.Digest, error) {
	r.refresh(ctx, topics)
	d, err := r.bot.cfg.News.Compose(ctx, digest.Request{
		Topics:   topics,
		Language: r.say.Language,
		Reads:    reads(r.sub.Language, r.sub.Reads),
		Now:      time.Now(),
		Most:     most,
		Fill:     true,
	})
	if err != nil {
		return d, fmt.Errorf("%w: %w", errNews, err)
	}
	return d, nil
}

func (r *request) latestMessage(d digest.Digest) bot.Message {
	var m bot.Message
	if d.Sample {
		m.Add(r.say.Say("sample.notice"))
	}
	for _, s := range d.Sections {
		if s.Topic == "" {
			s.Name = r.say.Say("latest.top")
		}
		if len(s.Entries) == 0 && s.Elsewhere {
			continue // its stories stand above
		}
		if len(s.Entries) == 0 {
			m.Add(r.say.Say("latest.none", "Topic", s.Name, "Hours", int(digest.Fresh/time.Hour), "Languages", r.languageList()))
			continue
		}
		addSection(r.say, &m, s, d.At)
	}
	return m
}

// dailyChoices offers what is not subscribed yet.
func (r *request) dailyChoices(topics []subscriptions.Topic) [][]bot.Choice {
	var rows [][]bot.Choice
	at := r.say.Times(r.sub.Schedule.Times)
	for _, topic := range without(topics, r.sub.Topics) {
		if line := topicLine("subscribe", topic, ""); line != "" {
			rows = append(rows, []bot.Choice{{Label: r.say.Say("latest.daily", "Topic", r.name(topic), "Time", at), Line: line}})
		}
	}
	return rows
}

// headlines are a few stories of topics just subscribed to.
func (r *request) headlines(ctx context.Context, topics []subscriptions.Topic) (bot.Message, error) {
	most := max(1, (shownAtSubscribe+1)/len(topics))
	if len(topics) == 1 {
		most = shownAtSubscribe
	}
	d, err := r.compose(ctx, topics[:min(mostTopics, len(topics))], most)
	var m bot.Message
	if err != nil {
		r.bot.lg.Warn("headlines at subscribe", "chat", r.cmd.Chat, "err", err)
		return m, ctx.Err()
	}
	if d.Sample {
		m.Add(r.say.Say("sample.notice"))
	}
	var quiet []string
	for _, s := range d.Sections {
		if len(s.Entries) == 0 {
			quiet = append(quiet, s.Name)
			continue
		}
		addSection(r.say, &m, s, d.At)
	}
	if len(quiet) > 0 {
		m.Add(r.say.Say("subscribe.quiet", "Topic", r.say.Names(quiet)))
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
func (r *request) start(ctx context.Context) (bot.Message, error) {
	if topic, ok := r.bot.cfg.Topics.Lookup(r.cmd.Args); ok && r.cmd.Args != "" {
		m, err := r.headlines(ctx, []subscriptions.Topic{topic})
		if err != nil {
			return bot.Message{}, err
		}
		if slices.ContainsFunc(m.Blocks, isStory) {
			m.Blocks = slices.Insert(m.Blocks, 0, bot.Block(bot.Text(r.say.Say("start.topic", "Topic", r.name(topic)))))
		}
		m.Choices = r.dailyChoices([]subscriptions.Topic{topic})
		return m, nil
	}
	m := message(r.say.Say("start.welcome"), r.say.Say("start.how"))
	if len(r.sub.Topics) > 0 {
		m = message(r.say.Say("start.back"), r.topicList(), r.next())
	}
	return r.withTopicChoices(m), nil
}

func isStory(b bot.Block) bool {
	_, ok := b.(bot.Story)
	return ok
}

// help lists the commands.
func (r *request) help(context.Context) (bot.Message, error) {
	m := bot.Message{Blocks: []bot.Block{bot.Heading{Text: r.say.Say("help.title")}}}
	lines := ""
	for i, s := range Commands() {
		if i > 0 {
			lines += "\n"
		}
		lines += r.say.Say("help.line", "Usage", r.usage(s), "What", r.say.Say(s.HelpKey()))
	}
	m.Add(lines, r.say.Say("help.examples"))
	return m, nil
}

// usage is the command as it is typed, its arguments named in the reader's language.
func (r *request) usage(s bot.Spec) string {
	if s.Args != "" {
		s.Args = r.say.Say(s.ArgsKey())
	}
	return s.Usage()
}
