package bottest

import (
	"log/slog"
	"testing"
	"time"

	"newsbrief/bot/talk"
	"newsbrief/bot/texts"
	"newsbrief/digest"
	"newsbrief/digest/feed"
	"newsbrief/digest/topic"
	"newsbrief/subscriptions"
	"newsbrief/subscriptions/storetest"
)

// NewBot returns a bot over an empty store in memory and a few invented items.
func NewBot(t testing.TB, lg *slog.Logger) *talk.Bot {
	texts, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	topics := topic.New(nil)
	return talk.New(lg, talk.Config{
		Subscribers: storetest.NewMemory(),
		News:        digest.New(slog.New(slog.DiscardHandler), digest.Fixed(Items(time.Now())), topics),
		Topics:      topics,
		Texts:       texts,
		Language:    "en",
		Zone:        "UTC",
		Time:        subscriptions.TimeOfDay(8 * 60),
		MaxTopics:   10,
	})
}

// Items are a few invented items, published in the hours before now.
func Items(now time.Time) []feed.Item {
	told := func(id string, hours int, source, category, title, summary string) feed.Item {
		at := now.Add(-time.Duration(hours) * time.Hour)
		return feed.Item{
			ID: id, URL: "https://news.example/" + id, Title: title, Summary: summary, Published: at, Arrived: at,
			Language: "en", Feed: "https://news.example/feed", Source: source, Categories: []string{category},
		}
	}
	return []feed.Item{
		told("0000000000000001", 9, "Harbour Post", "Japan", "Sapporo opens snow festival site early",
			"Workers in Sapporo opened the festival site a week early after heavy snow. Visitors are welcome from Monday."),
		told("0000000000000002", 6, "Island Daily", "Japan", "Osaka museum lends scrolls to Kobe",
			"The city museum of Osaka is lending twelve painted scrolls to a gallery in Kobe until spring."),
		told("0000000000000003", 4, "Harbour Post", "Japan", "Ferry line between Fukuoka and Busan resumes",
			"The night ferry between Fukuoka and Busan sailed again on Tuesday after a two-year pause."),
		told("0000000000000004", 3, "Circuit Weekly", "Technology", "Chip maker triples output of low-power sensors",
			"A maker of semiconductors in Penang has tripled its output of low-power sensors <for farms & fisheries>."),
		told("0000000000000005", 2, "River Times", "Climate", "Mekong villages plant mangroves against storms",
			"Forty villages have planted a belt of mangroves that will break the waves of the next storm season."),
	}
}
