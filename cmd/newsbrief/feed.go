package main

import (
	"context"
	"flag"
	"strings"
	"time"

	"newsbrief/digest"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
)

// feed prints the items of feeds as the bot sees them.
func (p program) feed(flags *flag.FlagSet) action {
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	from := flags.String("url", "", "say where the file came from")
	return func(ctx context.Context, args []string) error {
		return p.eachInput(ctx, args, *from, func(in input) error {
			doc, err := feed.Parse(ctx, feed.Feed{}, fetch.Response{Body: in.data, ContentType: in.contentType, URL: in.url}, time.Now())
			if err != nil {
				return err
			}
			for _, it := range doc.Items {
				it.Language = digest.Language(it)
				if it.Feed == "" {
					it.Feed = in.name
				}
				if err := p.print(*asJSON, lineOf(in.name, it)); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func (l itemLine) record() (string, []string) {
	return l.Title, []string{l.Summary, l.URL, facts(l.Published, l.Lang, strings.Join(l.Categories, ", "))}
}
