package talk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"newsbrief/bot"
	"newsbrief/bot/when"
	"newsbrief/subscriptions"
)

// longestLine is how many bytes a choice's line may have: what Telegram takes
// as callback_data (Bot API, InlineKeyboardButton), the least of all platforms.
const longestLine = 64

// topicLine makes the line of a choice about a topic, "" where the topic's
// words are too long for one.
func topicLine(command string, topic subscriptions.Topic, suffix string) string {
	word := string(topic)
	if strings.ContainsAny(word, " ") {
		word = `"` + word + `"`
	}
	line := "/" + command + " " + word + suffix
	if len(line) > longestLine {
		return ""
	}
	return line
}

// markSign begins what stands for a subscription in a button.
const markSign = "~"

// topicMark stands for a subscription in a button, however long its words are.
func topicMark(topic subscriptions.Topic) string {
	sum := sha256.Sum256([]byte(topic))
	return markSign + hex.EncodeToString(sum[:8])
}

func (r *request) name(topic subscriptions.Topic) string {
	return r.bot.cfg.Topics.Name(topic, r.say.Language)
}

// names are topics as a sentence has them.
func (r *request) names(topics []subscriptions.Topic) string { return r.say.Names(r.namesOf(topics)) }

func (r *request) namesOf(topics []subscriptions.Topic) []string {
	names := make([]string, len(topics))
	for i, topic := range topics {
		names[i] = r.name(topic)
	}
	return names
}

func (r *request) isKnown(topic subscriptions.Topic) bool {
	return slices.Contains(r.bot.cfg.Topics.All(), topic)
}

// pageSize is how many topics one page of the menu offers.
const pageSize = 12

// topics shows a page of all topics, each a choice that subscribes or
// unsubscribes in place: its line is "/topics +japan 1" or "/topics -japan 1".
func (r *request) topics(ctx context.Context) (bot.Message, error) {
	page := 1
	args := strings.Fields(r.cmd.Args)
	for _, arg := range args[:min(pageSize, len(args))] { // each may be written on its own
		if n, err := strconv.Atoi(arg); err == nil && n > 0 {
			page = n
			continue
		}
		refused, err := r.toggle(ctx, arg)
		if err != nil || refused != "" {
			return private(message(refused)), err
		}
	}
	return r.topicMenu(page), nil
}

// toggle subscribes to +TOPIC and unsubscribes from -TOPIC. Like /subscribe
// it is for admins only in a group.
func (r *request) toggle(ctx context.Context, arg string) (refused string, err error) {
	topic, ok := r.bot.cfg.Topics.Lookup(strings.TrimLeft(arg, "+-"))
	if !ok || arg[0] != '+' && arg[0] != '-' {
		return "", nil
	}
	if key := r.refusal(ctx, bot.Spec{Admin: true}); key != "" {
		return r.say.Say(key), nil
	}
	if arg[0] == '-' {
		return "", r.removeTopics(ctx, []subscriptions.Topic{topic})
	}
	_, full, err := r.addTopics(ctx, []subscriptions.Topic{topic}, when.Phrase{})
	if full {
		return r.say.Say("subscribe.full", "Count", r.bot.cfg.MaxTopics), err
	}
	return "", err
}

func (r *request) topicMenu(page int) bot.Message {
	all := r.bot.cfg.Topics.All()
	pages := (len(all) + pageSize - 1) / pageSize
	page = min(page, pages)
	shown := all[(page-1)*pageSize : min(page*pageSize, len(all))]
	m := message(r.say.Say("topics.title", "Count", len(all)))
	m.Replace = true
	for pair := range slices.Chunk(shown, 2) {
		var row []bot.Choice
		for _, topic := range pair {
			row = append(row, r.topicToggle(topic, page))
		}
		m.Choices = append(m.Choices, row)
	}
	if row := r.pageTurn(page, pages); len(row) > 0 {
		m.Choices = append(m.Choices, row)
	}
	return m
}

func (r *request) topicToggle(topic subscriptions.Topic, page int) bot.Choice {
	suffix := " " + strconv.Itoa(page)
	if slices.Contains(r.sub.Topics, topic) {
		return bot.Choice{Label: r.say.Say("topics.on", "Topic", r.name(topic)), Line: "/topics -" + string(topic) + suffix}
	}
	return bot.Choice{Label: r.name(topic), Line: "/topics +" + string(topic) + suffix}
}

func (r *request) pageTurn(page, pages int) []bot.Choice {
	var row []bot.Choice
	if page > 1 {
		row = append(row, bot.Choice{Label: r.say.Say("topics.previous"), Line: "/topics " + strconv.Itoa(page-1)})
	}
	if page < pages {
		row = append(row, bot.Choice{Label: r.say.Say("topics.next"), Line: "/topics " + strconv.Itoa(page+1)})
	}
	return row
}

// withTopicChoices offers the first topics of the catalogue.
func (r *request) withTopicChoices(m bot.Message) bot.Message {
	for row := range slices.Chunk(r.bot.cfg.Topics.All(), 3) {
		if len(m.Choices) == 2 {
			break
		}
		var choices []bot.Choice
		for _, topic := range row {
			choices = append(choices, bot.Choice{Label: r.name(topic), Line: topicLine("subscribe", topic, "")})
		}
		m.Choices = append(m.Choices, choices)
	}
	return m
}

// withOwnChoices offers to take out each subscription.
func (r *request) withOwnChoices(m bot.Message) bot.Message {
	for row := range slices.Chunk(r.sub.Topics, 2) {
		var choices []bot.Choice
		for _, topic := range row {
			line := topicLine("unsubscribe", topic, "")
			if line == "" {
				line = "/unsubscribe " + topicMark(topic)
			}
			choices = append(choices, bot.Choice{Label: r.name(topic), Line: line})
		}
		m.Choices = append(m.Choices, choices)
	}
	return m
}
