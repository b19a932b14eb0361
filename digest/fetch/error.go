package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Classes of what goes wrong with a request, to be matched with [errors.Is].
var (
	// ErrUnreachable: nothing answered. The name, the network or the server
	// is away, or too slow to begin.
	ErrUnreachable = errors.New("unreachable")
	// ErrTooLarge: the body is above the limit, packed or unpacked.
	ErrTooLarge = errors.New("too large")
	// ErrForbidden: the address leads to a network or port that it may not
	// reach.
	ErrForbidden = errors.New("address not allowed")
	// ErrBroken: something answered, but not with a whole HTTP answer in time.
	ErrBroken = errors.New("broken answer")
)

var (
	errRedirects = fmt.Errorf("%w: too many redirects", ErrBroken)
	errBadURL    = fmt.Errorf("%w: not an address of the web", ErrBroken)
	errCoding    = fmt.Errorf("%w: cannot be decompressed", ErrBroken)
)

// StatusError is an answer that is an error.
type StatusError struct {
	Code       int
	RetryAfter time.Duration // for which the server wants to be left alone, 0 if it does not say
}

func (e *StatusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.Code, http.StatusText(e.Code)))
}

// Error says what went wrong with a request in words that hold no secret:
// of the URL only the host.
type Error struct {
	Host   string
	Detail string // "" if Class says it all
	class  error
}

func (e *Error) Error() string {
	s := "fetch " + e.Host + ": " + e.class.Error()
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Unwrap returns the class of the error or the [*StatusError]. What lies
// beneath is left out, because the errors of net/http print whole URLs.
func (e *Error) Unwrap() error { return e.class }

// failure classifies err; ctx is the caller's, without our own time limit.
func failure(ctx context.Context, host string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("fetch %s: %w", host, context.Cause(ctx))
	}
	detail, class := classify(err)
	return &Error{Host: host, Detail: detail, class: class}
}

// bodyError is what went wrong after an answer had begun.
type bodyError struct{ error }

func (e bodyError) Unwrap() error { return e.error }

func classify(err error) (detail string, class error) {
	for _, known := range []error{errRedirects, errBadURL, errCoding, ErrTooLarge} {
		if errors.Is(err, known) {
			return "", known
		}
	}
	var status *StatusError
	var body bodyError
	detail = reason(err)
	switch {
	case errors.As(err, &status):
		return "", status
	case isSSRF(err):
		return "", ErrForbidden
	case errors.As(err, &body) || detail == "":
		return detail, ErrBroken
	default:
		return detail, ErrUnreachable
	}
}

func isSSRF(err error) bool {
	return errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedPort) ||
		errors.Is(err, ssrf.ErrProhibitedNetwork) || errors.Is(err, ssrf.ErrInvalidHostPort)
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout() || errors.Is(err, os.ErrDeadlineExceeded)
}

func isTLS(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &record) || errors.As(err, &alert)
}

// reason picks the cause out of an error without repeating any of its text.
func reason(err error) string {
	var dns *net.DNSError
	var dial *net.OpError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no such host"
	case errors.As(err, &dns):
		return "name cannot be looked up"
	case isTimeout(err):
		return "timed out"
	case isTLS(err):
		return "no trusted TLS connection"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "connection reset"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "no route"
	case errors.As(err, &dial) && dial.Op == "dial":
		return "cannot be dialled"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed"
	default:
		return ""
	}
}
