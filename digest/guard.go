package digest

import (
	"log/slog"
	"runtime/debug"
)

// guard calls do and reports whether it came to its end. What it panics with is
// logged with what it was about, so that one item or story that cannot be read
// spoils nothing but itself.
func guard(lg *slog.Logger, what, id, url string, do func()) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			lg.Error("skipped "+what+": it made the program panic", "id", id, "url", url, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	do()
	return true
}
