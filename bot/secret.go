package bot

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Secret is a platform's token. Adapters clean with it whatever could hold the
// token before it reaches a log or a person.
type Secret string

// hidden stands where a token stood.
const hidden = "[token]"

// Hide replaces the secret, as it is, as it stands in an address, or the half
// of it behind a colon, wherever it stands in text.
func (s Secret) Hide(text string) string {
	if s == "" {
		return text
	}
	for _, form := range []string{string(s), url.PathEscape(string(s)), url.QueryEscape(string(s))} {
		text = strings.ReplaceAll(text, form, hidden)
	}
	if _, half, ok := strings.Cut(string(s), ":"); ok && half != "" {
		text = strings.ReplaceAll(text, half, hidden)
	}
	return text
}

// Clean returns err, or where its text holds the secret an error that has the
// same text without it and still matches the context's errors.
func (s Secret) Clean(err error) error {
	text := s.Hide(err.Error())
	if text == err.Error() {
		return err
	}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return fmt.Errorf("%s: %w", text, known)
		}
	}
	return errors.New(text)
}
