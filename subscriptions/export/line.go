package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsbrief/subscriptions"
)

// line is a subscriber as it is written and read.
type line struct {
	Chat        string     `json:"chat"`
	Thread      string     `json:"thread"`
	Language    string     `json:"language"`
	Reads       []string   `json:"reads"`
	Zone        string     `json:"zone"`
	Times       []string   `json:"times"`
	Days        []string   `json:"days"`
	Topics      []string   `json:"topics"`
	Length      string     `json:"length"`
	PausedUntil *time.Time `json:"paused_until"`
	Suspended   *time.Time `json:"suspended"`
}

type namedDay struct {
	name string
	day  time.Weekday
}

// dayNames are the days in their order from Monday, as the lines name them.
var dayNames = []namedDay{
	{"mon", time.Monday}, {"tue", time.Tuesday}, {"wed", time.Wednesday}, {"thu", time.Thursday},
	{"fri", time.Friday}, {"sat", time.Saturday}, {"sun", time.Sunday},
}

func lineOf(s subscriptions.Subscriber) line {
	l := line{
		Chat: subscriptions.Chat{Platform: s.Chat.Platform, ID: s.Chat.ID}.String(), Thread: s.Chat.Thread,
		Language: s.Language, Reads: append([]string{}, s.Reads...), Zone: s.Schedule.Zone,
		Times: []string{}, Days: []string{}, Topics: []string{}, Length: string(s.Length),
		PausedUntil: Moment(s.PausedUntil), Suspended: Moment(s.Suspended),
	}
	if l.Length == "" {
		l.Length = string(subscriptions.Normal)
	}
	for _, t := range s.Schedule.Times {
		l.Times = append(l.Times, t.String())
	}
	for _, d := range dayNames {
		if s.Schedule.Days.Has(d.day) {
			l.Days = append(l.Days, d.name)
		}
	}
	for _, t := range s.Topics {
		l.Topics = append(l.Topics, string(t))
	}
	return l
}

// reader makes subscribers of lines.
type reader struct {
	names    Names
	defaults Defaults
	now      time.Time
}

// line reads one line. Absent fields have their defaults; a field that cannot
// be read makes the whole line bad.
func (r reader) line(data []byte) (subscriptions.Subscriber, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		return subscriptions.Subscriber{}, JSONError(err)
	}
	s := subscriptions.Subscriber{Length: subscriptions.Normal}
	err := errors.Join(r.chat(&s, l), r.languages(&s, l), r.schedule(&s, l), r.wants(&s, l), r.standing(&s, l))
	if err != nil {
		return s, errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	s.Reschedule(r.now)
	return s, nil
}

func (r reader) chat(s *subscriptions.Subscriber, l line) error {
	chat, err := subscriptions.ParseChat(l.Chat)
	if err != nil {
		return err
	}
	if l.Thread != "" {
		chat.Thread = l.Thread
	}
	s.Chat = chat
	return nil
}

func (r reader) languages(s *subscriptions.Subscriber, l line) error {
	s.Language = r.defaults.Language
	for _, name := range append([]string{l.Language}, l.Reads...) {
		if name != "" && !r.names.Language(name) {
			return fmt.Errorf("language %q: not one that newsbrief knows", name)
		}
	}
	if l.Language != "" {
		s.Language = l.Language
	}
	s.Reads = l.Reads
	return nil
}

func (r reader) schedule(s *subscriptions.Subscriber, l line) error {
	s.Schedule = subscriptions.Schedule{
		Zone: r.defaults.Zone, Guessed: true, Days: subscriptions.EveryDay,
		Times: []subscriptions.TimeOfDay{r.defaults.Time},
	}
	return errors.Join(readZone(&s.Schedule, l.Zone), readTimes(&s.Schedule, l.Times), readDays(&s.Schedule, l.Days))
}

func readZone(s *subscriptions.Schedule, name string) error {
	if name == "" {
		return nil
	}
	if _, ok := subscriptions.Location(name); !ok {
		return fmt.Errorf("zone %q: not an IANA time zone", name)
	}
	s.Zone, s.Guessed = name, false
	return nil
}

func readTimes(s *subscriptions.Schedule, times []string) error {
	if len(times) == 0 {
		return nil
	}
	var read []subscriptions.TimeOfDay
	for _, typed := range times {
		at, err := time.Parse("15:04", typed)
		if err != nil {
			return fmt.Errorf("times %q: want times like 08:00", times)
		}
		read = append(read, subscriptions.TimeOfDay(at.Hour()*60+at.Minute()))
	}
	slices.Sort(read)
	s.Times = slices.Compact(read)
	return nil
}

func readDays(s *subscriptions.Schedule, days []string) error {
	var set subscriptions.Days
	for _, name := range days {
		i := slices.IndexFunc(dayNames, func(d namedDay) bool { return d.name == name })
		if i < 0 {
			return fmt.Errorf("day %q: want mon, tue, wed, thu, fri, sat or sun", name)
		}
		set |= 1 << dayNames[i].day
	}
	if set != 0 {
		s.Days = set
	}
	return nil
}

// wants reads topics and length.
func (r reader) wants(s *subscriptions.Subscriber, l line) error {
	for _, name := range l.Topics {
		t := r.names.Topic(name)
		if t == "" {
			return fmt.Errorf("topic %q: names nothing", name)
		}
		s.Subscribe(t)
	}
	switch length := subscriptions.Length(l.Length); length {
	case "":
	case subscriptions.Short, subscriptions.Normal, subscriptions.Long:
		s.Length = length
	default:
		return fmt.Errorf("length %q: want short, normal or long", l.Length)
	}
	return nil
}

// standing reads pause and suspension.
func (r reader) standing(s *subscriptions.Subscriber, l line) error {
	if l.PausedUntil != nil {
		s.PausedUntil = *l.PausedUntil
	}
	if l.Suspended != nil {
		s.Suspended = *l.Suspended
	}
	return nil
}
