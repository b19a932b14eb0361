package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// afterPanic is how long a loop rests that panicked, before it goes on.
const afterPanic = time.Second

// errPanic is wrapped by what guard makes of a panic.
var errPanic = errors.New("panic")

// guard calls f. A panic in it is its error.
func guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v\n%s", errPanic, v, debug.Stack())
		}
	}()
	return f()
}

// tireless runs a loop until it returns, and again after a rest when it panics:
// what it was about comes back from the store when its lease ends.
func tireless(ctx context.Context, lg *slog.Logger, what string, loop func()) {
	for {
		err := guard(func() error { loop(); return nil })
		if err == nil {
			return
		}
		lg.Error("a loop panicked; it is begun anew", "loop", what, "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(afterPanic):
		}
	}
}
