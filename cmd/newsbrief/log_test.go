package main

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

// TestLogHoldsNoToken logs a token in every place that a line has for it.
func TestLogHoldsNoToken(t *testing.T) {
	const token = "4242:swordfish"
	for _, form := range []format{"text", "json"} {
		var out bytes.Buffer
		lg := newLogger(&out, config{TelegramToken: token, LogFormat: form}, false)
		lg.With("always", token).WithGroup("group").Error("could not ask "+token, "err", errors.New("Get "+token), "of", slog.GroupValue(slog.String("inner", token)))
		if got := out.String(); strings.Contains(got, token) || strings.Count(got, "[secret]") != 4 {
			t.Errorf("%s: got %s", form, got)
		}
	}
}
