package telegram

import (
	"context"
	"strconv"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// How long it is remembered who is an admin, and who is not: somebody just
// made one does not want to wait.
const (
	adminFor    = 2 * time.Minute
	notAdminFor = 10 * time.Second
	maxAdmins   = 4096 // remembered answers
)

// admins knows who may change the settings of which group.
type admins struct {
	api *api

	mu    sync.Mutex
	known map[person]verdict
}

type person struct{ chat, user int64 }

type verdict struct {
	admin bool
	until time.Time
}

func newAdmins(a *api) *admins { return &admins{api: a, known: map[person]verdict{}} }

// of returns what asks whether the user is an admin of the chat.
func (a *admins) of(chat, user int64) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) { return a.ask(ctx, person{chat, user}) }
}

func (a *admins) ask(ctx context.Context, p person) (bool, error) {
	if v, ok := a.remembered(p); ok {
		return v.admin, nil
	}
	var s status
	err := a.api.call(ctx, "getChatMember", tgbotapi.Params{
		"chat_id": strconv.FormatInt(p.chat, 10),
		"user_id": strconv.FormatInt(p.user, 10),
	}, &s)
	if err != nil && !refusedWith(err, "user not found", "member not found", "participant_id_invalid", "user_id_invalid") {
		return false, err
	}
	a.remember(p, err == nil && s.admin())
	return err == nil && s.admin(), nil
}

func (a *admins) remembered(p person) (verdict, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	v, ok := a.known[p]
	return v, ok && time.Now().Before(v.until)
}

func (a *admins) remember(p person, admin bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= maxAdmins {
		clear(a.known)
	}
	d := notAdminFor
	if admin {
		d = adminFor
	}
	a.known[p] = verdict{admin: admin, until: time.Now().Add(d)}
}
