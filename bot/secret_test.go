package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestSecret(t *testing.T) {
	const token = "123456:AbC/def+1"
	for _, text := range []string{
		"Get https://host/bot123456:AbC/def+1/getMe: refused",
		"Get https://host/bot123456:AbC%2Fdef+1/getMe: refused",
		"?token=123456%3AAbC%2Fdef%2B1",
		"only the half AbC/def+1 of it",
	} {
		if got := Secret(token).Hide(text); strings.Contains(got, "AbC") {
			t.Errorf("Hide(%q) = %q", text, got)
		}
	}
	if got := Secret("").Hide("anything"); got != "anything" {
		t.Errorf("no secret: got %q", got)
	}
	err := Secret(token).Clean(fmt.Errorf("poll bot%s: %w", token, context.Canceled))
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "AbC") {
		t.Errorf("got %v", err)
	}
	if harmless := errors.New("harmless"); Secret(token).Clean(harmless) != harmless {
		t.Error("an error without the secret was changed")
	}
}
