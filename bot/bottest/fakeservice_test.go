package bottest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbrief/bot"
	"newsbrief/subscriptions"
)

// The service that the fake also is.

func (*fake) Private() subscriptions.Chat { return named("private") }

func (*fake) Group() subscriptions.Chat { return named("group") }

func (*fake) Secret() string { return "hunter2" }

func (f *fake) Requests() int { return f.requests }

func (f *fake) Platform() bot.Platform { return f }

func (f *fake) Say(line string) error { return f.typed(bot.Command{Chat: f.Private()}, line) }

func (f *fake) SayInGroup(line string, admin bool) error {
	may := func(context.Context) (bool, error) { return admin, nil }
	return f.typed(bot.Command{Chat: f.Group(), Group: true, Admin: may}, line)
}

func (f *fake) Press(label string) error {
	i := slices.IndexFunc(f.choices, func(c bot.Choice) bool { return c.Label == label })
	if i < 0 {
		return fmt.Errorf("no choice %q", label)
	}
	return f.Say(f.choices[i].Line)
}

func (f *fake) Read() (fresh []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fresh, f.read = f.shown[f.read:], len(f.shown)
	return fresh
}

func (f *fake) Fail(class bot.Class) error {
	f.fault = &bot.SendError{Class: class, After: time.Second, To: named("new"), Err: errors.New("no")}
	return nil
}

func (f *fake) FailAnswer() error { return f.Fail(bot.Transient) }

func (f *fake) Remove() error {
	return f.do("group", func() error { return f.host.Removed(f.ctx, f.Group()) })
}

func (f *fake) Restore() error {
	return f.do("group", func() error { return f.host.Restored(f.ctx, f.Group(), "", f) })
}

func (f *fake) Migrate() (to subscriptions.Chat, err error) {
	return named("new"), f.do("group", func() error { return f.host.Migrated(f.ctx, f.Group(), named("new")) })
}
