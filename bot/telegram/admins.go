package telegram

import (
	"context"
	"time"

	"newsbrief/bot/adapter"
)

// admins knows who may change the settings of which group. Who may is
// remembered for a while, who may not only shortly: somebody just made an admin
// does not want to wait.
type admins struct {
	api     *api
	yes, no *adapter.Recent[person]
}

type person struct {
	chat     int64
	chatType string
	user     int64
}

func newAdmins(a *api) *admins {
	return &admins{
		api: a, yes: adapter.NewRecent[person](2*time.Minute, remembered), no: adapter.NewRecent[person](10*time.Second, remembered),
	}
}

// of returns what asks whether the user may change the chat's settings.
func (a *admins) of(c chat, user int64) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) { return a.ask(ctx, person{c.ID, c.Type, user}) }
}

func (a *admins) ask(ctx context.Context, p person) (bool, error) {
	if yes := a.yes.Has(p); yes || a.no.Has(p) {
		return yes, nil
	}
	var s status
	err := a.api.call(ctx, "getChatMember", memberParams(p.chat, p.user), &s)
	if err != nil && !refusedWith(err, "user not found", "member not found", "participant_id_invalid", "user_id_invalid") {
		return false, err
	}
	if err == nil && s.manages(p.chatType) {
		a.yes.Add(p)
		return true, nil
	}
	a.no.Add(p)
	return false, nil
}
