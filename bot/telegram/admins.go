package telegram

import (
	"context"
	"sync"
	"time"
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

type person struct {
	chat     int64
	chatType string
	user     int64
}

type verdict struct {
	admin bool
	until time.Time
}

func newAdmins(a *api) *admins { return &admins{api: a, known: map[person]verdict{}} }

// of returns what asks whether the user may change the chat's settings.
func (a *admins) of(c chat, user int64) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) { return a.ask(ctx, person{c.ID, c.Type, user}) }
}

func (a *admins) ask(ctx context.Context, p person) (bool, error) {
	if v, ok := a.remembered(p); ok {
		return v.admin, nil
	}
	var s status
	err := a.api.call(ctx, "getChatMember", memberParams(p.chat, p.user), &s)
	if err != nil && !refusedWith(err, "user not found", "member not found", "participant_id_invalid", "user_id_invalid") {
		return false, err
	}
	admin := err == nil && s.manages(p.chatType)
	a.remember(p, admin)
	return admin, nil
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
