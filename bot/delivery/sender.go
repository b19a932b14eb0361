package delivery

import (
	"context"
	"log/slog"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// sendTimeout bounds one request.
const sendTimeout = 20 * time.Second

// sender sends parts, and does nothing else.
type sender struct {
	lg       *slog.Logger
	platform bot.Platform
	composer Composer // says that a digest comes late
}

// tried is a part that was sent, and what the platform said.
type tried struct {
	*flight
	message string         // the platform's id of it
	failure *bot.SendError // nil: it took the part
}

// run sends what comes until there is no more. hand bounds the requests.
func (s *sender) run(hand context.Context, work <-chan *flight, done chan<- tried) {
	for f := range work {
		message, failure := s.send(hand, f.Delivery)
		done <- tried{f, message, failure}
	}
}

// send makes the request. A panic in the platform is an error of this part
// alone, and its payload's fault.
func (s *sender) send(hand context.Context, d subscriptions.Delivery) (message string, failure *bot.SendError) {
	ctx, cancel := context.WithTimeout(hand, sendTimeout)
	defer cancel()
	d.Note = s.note(ctx, d)
	var err error
	if panicked := guard(func() error { message, err = s.platform.Send(ctx, d); return nil }); panicked != nil {
		return "", &bot.SendError{Class: bot.Rejected, Err: panicked}
	}
	return message, classify(err)
}

// note is what is said above a digest that lay in the outbox for long.
func (s *sender) note(ctx context.Context, d subscriptions.Delivery) string {
	if d.Part != 1 || d.Slot == (subscriptions.Slot{}) || time.Since(d.Queued) <= subscriptions.LateAfter {
		return ""
	}
	var text string
	err := guard(func() (err error) {
		text, err = s.composer.LateNote(ctx, d)
		return err
	})
	if err != nil {
		s.lg.Warn("could not say that a digest comes late", "chat", d.Chat, "err", err)
	}
	return text
}
