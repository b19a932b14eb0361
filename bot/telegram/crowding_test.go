package telegram

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/telegram/telegramtest"
)

// stalled is a bot in a bubble that answers nothing before its first command
// may go on.
func stalled(t *testing.T) (r *rig, goOn func()) {
	release := make(chan struct{})
	s := telegramtest.NewServer()
	r = rigOn(t.Context(), t, s, "", func(c *Config) { c.Transport = s.Transport() })
	r.answer = func(ctx context.Context, c bot.Command, rs bot.Responder) error {
		<-release
		return rs.Respond(ctx, say("did "+c.Name+" "+c.Args))
	}
	r.tg.waits = New(discard(), Config{}).waits
	r.tg.waits.handle = time.Hour
	r.run()
	return r, func() { close(release); time.Sleep(5 * time.Second) }
}

// count is how many messages with the text stand in the chat.
func (r *rig) count(chat int64, text string) int {
	n := 0
	for _, m := range r.s.SentTo(chat) {
		if strings.HasPrefix(m.Text, text) {
			n++
		}
	}
	return n
}

func TestWhatOneChatMayHaveWaiting(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		many  int
		pause time.Duration // between two
		ran   int
		told  int
	}{
		{"a few", "/latest x", 19, 0, 19, 0},
		{"as many as may", "/latest x", 20, 0, 20, 0},
		{"one more", "/latest x", 21, 0, 20, 1},
		{"very many", "/latest x", 900, 0, 20, 1},
		{"for minutes", "/latest x", 1000, 300 * time.Millisecond, 20, 5},
		{"slowly, as in an outage", "/latest x", 60, 5 * time.Second, 60, 0},
		{"several commands in one message", "/latest x\n/latest y\n/latest z", 21, 0, 7, 1},
		{"many commands in one message", strings.Repeat("/latest x\n", 100), 3, 0, 1, 1},
		{"text", "japan", 30, 0, 20, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, goOn := stalled(t)
				for range tt.many {
					r.s.Say(alice, alice, tt.text)
					time.Sleep(tt.pause)
				}
				time.Sleep(10 * time.Second)
				if n := r.count(alice, "flood.slow ja"); n != tt.told {
					t.Errorf("told %d times to slow down, want %d", n, tt.told)
				}
				r.s.Say(bob, bob, "/latest x")
				goOn()
				if n := r.count(alice, "did"); n != tt.ran || r.count(bob, "did") != 1 {
					t.Errorf("%d commands were answered, want %d; %d of another chat", n, tt.ran, r.count(bob, "did"))
				}
				if n := r.s.Pending(); n != 0 {
					t.Errorf("%d updates are not confirmed", n)
				}
			})
		})
	}
}

// TestWhatGroupsSayToEachOtherWaitsForNothing holds that what is not for the
// bot takes nobody's place in the queue.
func TestWhatGroupsSayToEachOtherWaitsForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, goOn := stalled(t)
		r.s.Say(group, alice, "/latest first")
		for range 300 {
			r.s.Say(group, bob, "nice weather")
			r.s.Say(group, bob, "/weather@another_bot")
		}
		r.s.Say(group, alice, "/latest last")
		goOn()
		if n := r.count(group, "did latest"); n != 2 || r.count(group, "flood") != 0 {
			t.Errorf("%d of two commands were answered; %s", n, r.said())
		}
	})
}

// TestWhatBecomesOfAChatIsNeverDropped holds that no flood keeps the bot from
// learning that it was removed, or that the group moved.
func TestWhatBecomesOfAChatIsNeverDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, goOn := stalled(t)
		for range 2000 {
			r.s.Say(group, alice, "/latest x")
		}
		r.s.Inject("my_chat_member", `{"chat":{"id":-100500,"type":"supergroup"},"from":{"id":42},"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked"}}`)
		goOn()
		time.Sleep(time.Minute)
		if got := r.lives(); !strings.Contains(got, "-100500") {
			t.Errorf("learned %s", got)
		}
	})
}

// TestRepeatedPressesAreOne holds that one person's presses of one button count
// once while the first is being handled; those of others and of other buttons
// count for themselves.
func TestRepeatedPressesAreOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, goOn := stalled(t)
		r.s.Say(group, alice, "/latest shown")
		for range 30 {
			r.s.Press(group, 7, alice, "/latest a")
			r.s.Press(group, 7, bob, "/latest a")
			r.s.Press(group, 7, alice, "/latest b")
			r.s.Press(group, 8, alice, "/latest a")
		}
		time.Sleep(10 * time.Second)
		goOn()
		if n := len(r.got()); n != 5 {
			t.Errorf("ran %d commands, want the first and 4 presses: %v", n, r.got())
		}
		r.s.Press(group, 7, alice, "/latest a")
		time.Sleep(time.Second)
		if n := len(r.got()); n != 6 {
			t.Errorf("a press after the first was answered ran %d commands", n-5)
		}
	})
}

// TestWhoHasMostWaitingLosesFirst fills the memory with updates of many chats.
func TestWhoHasMostWaitingLosesFirst(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	q := newUpdateQueue(discard(), time.Minute, func(update) { <-release })
	id := 0
	write := func(chat, n int) {
		for range n {
			id++
			q.add(rawUpdates(fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"chat":{"id":%d,"type":"private"},"text":"/x"}}`, id, id, chat)))
		}
	}
	for chat := range 100 {
		write(1000+chat, 9)
	}
	write(1, 18)
	write(2, 17)
	write(3, 65) // of which all but 20 are too many
	if q.Open() != 900+18+17+20 {
		t.Fatalf("%d wait", q.Open())
	}
	write(4, 20)
	write(5, 20)
	write(6, 20)
	write(7, 1)
	waiting := func(chat int) int { return len(q.Of(strconv.Itoa(chat))) }
	if q.Open() != adapter.MostInAll || waiting(7) != 1 || waiting(1000) != 9 || waiting(1) > 18 || waiting(6) < 15 {
		t.Errorf("%d wait in all; of the one with one %d, of those with nine %d, of those with most %d, %d, %d", q.Open(), waiting(7), waiting(1000), waiting(1), waiting(3), waiting(6))
	}
	if next := q.next; next != int64(id)+1 {
		t.Errorf("taken in up to %d of %d", next-1, id)
	}
}
