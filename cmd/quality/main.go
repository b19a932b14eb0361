// Command quality takes the measures of docs/quality.md: it runs the newsroom
// over a folder of test data and prints what came of it as the rows of a
// table, beside what the plain library does with the same data.
//
//	quality [-only feeds,pages,…] DIR
//	quality wrong DIR
//	quality learn-languages DIR DAYS
//
// DIR has the folders feeds, pages, headlines, sentences and days; none of it
// is part of this project. What is sampled is sampled the same in every run.
// The second prints what the tuning half of the labels of real days has
// against the newsroom, the third the table that languages are told by.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// row is a line of the table. Cells may be empty.
type row struct {
	what, plain, ours, reach string
}

// measure is what one kind of data is measured for.
type measure struct {
	name string
	take func(dir string) ([]row, error)
}

var measures = []measure{
	{"feeds", scoreFeeds},
	{"parsing", scoreParsing},
	{"pages", scorePages},
	{"judged", scoreJudged},
	{"daypages", scoreDayPages},
	{"briefs", scoreBriefs},
	{"stories", scoreStories},
	{"telling", scoreTellings},
	{"sentences", scoreSentences},
	{"languages", scoreLanguages},
	{"topics", scoreTopics},
	{"days", scoreTuned},
	{"held", scoreHeld},
	{"evenings", scoreEvenings},
}

var errUsage = errors.New("usage: quality [-only NAME,…] DIR")

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quality:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) == 3 && args[0] == "learn-languages" {
		return learnLanguages(out, args[1], args[2])
	}
	if len(args) == 2 && args[0] == "wrong" {
		return printWrong(out, args[1])
	}
	flags := flag.NewFlagSet("quality", flag.ContinueOnError)
	only := flags.String("only", "", "the measures to take, by comma: "+strings.Join(names(), ", "))
	if err := flags.Parse(args); err != nil {
		return err
	}
	wanted, err := choose(*only)
	if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errUsage
	}
	fmt.Fprintln(out, "| what | library alone | newsbrief | to reach |\n| --- | --- | --- | --- |")
	for _, m := range wanted {
		rows, err := m.take(flags.Arg(0))
		if err != nil {
			return fmt.Errorf("measure %s: %w", m.name, err)
		}
		for _, r := range rows {
			fmt.Fprintf(out, "| %s | %s | %s | %s |\n", r.what, orDash(r.plain), r.ours, orDash(r.reach))
		}
	}
	return nil
}

func names() []string {
	var out []string
	for _, m := range measures {
		out = append(out, m.name)
	}
	return out
}

// choose returns the measures that are named, all if none is.
func choose(list string) ([]measure, error) {
	if list == "" {
		return measures, nil
	}
	var out []measure
	for name := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(measures, func(m measure) bool { return m.name == name })
		if i < 0 {
			return nil, fmt.Errorf("no measure %q: there are %s", name, strings.Join(names(), ", "))
		}
		out = append(out, measures[i])
	}
	return out, nil
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// share counts how many of several were right.
type share struct{ right, all int }

func (s *share) count(right bool) {
	s.all++
	if right {
		s.right++
	}
}

func (s *share) add(o share) {
	s.right += o.right
	s.all += o.all
}

func (s share) rate() float64 { return float64(s.right) / float64(max(s.all, 1)) }

func (s share) percent() string {
	return fmt.Sprintf("%.1f %% (%d of %d)", 100*s.rate(), s.right, s.all)
}

// harmonic is the F1 of a precision and a recall.
func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
