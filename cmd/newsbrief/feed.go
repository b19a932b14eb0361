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
func (p program) feed(ctx context.Context, flags *flag.FlagSet, args []string) int {
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	from := flags.String("url", "", "say where the file came from")
	if code, ok := p.parse(flags, args); !ok {
		return code
	}
	return p.eachInput(ctx, flags.Args(), *from, func(in input) error {
		doc, err := feed.Parse(ctx, feed.Feed{}, fetch.Response{Body: in.data, ContentType: in.contentType, URL: in.url}, time.Now())
		if err != nil {
			return err
		}
		for _, it := range doc.Items {
			it.Language = digest.Language(it)
			if it.Feed == "" {
				it.Feed = in.name
			}
			if err := p.printItem(*asJSON, lineOf(in.name, it)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p program) printItem(asJSON bool, l itemLine) error {
	if asJSON {
		return printJSON(p.out, l)
	}
	return p.printRecord(l.Title, l.Summary, l.URL, facts(l.Published, l.Lang, strings.Join(l.Categories, ", ")))
}
