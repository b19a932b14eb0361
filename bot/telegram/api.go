package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
)

// How long a call may take, and how much an answer may weigh. A hundred
// updates of the longest kind stay well below the cap.
const (
	callTimeout = 15 * time.Second
	pollSeconds = 50 // the longest that Telegram allows
	pollTimeout = (pollSeconds + 15) * time.Second
	maxAnswer   = 16 << 20
)

// tokenMark stands for the token in the addresses that the Bot API package
// sees, and so in all that it and net/http could print of them.
const tokenMark = "TOKEN"

// api calls the methods of the Bot API. The package's own client knows neither
// context nor deadline and prints the token, so each call gets a fresh one
// over a client of ours.
type api struct {
	endpoint string
	secret   bot.Secret
	http     *http.Client
}

func newAPI(token, base string, rt http.RoundTripper) *api {
	client := adapter.NewClient(32, rt)
	client.Transport = tokenTransport{token: token, next: client.Transport}
	base = strings.ReplaceAll(strings.TrimRight(base, "/"), "%", "%%")
	return &api{endpoint: base + "/bot%s/%s", secret: bot.Secret(token), http: client}
}

// call runs one method and decodes what it returns into out, unless that is nil. Its
// errors hold no token: an [*apiError] is Telegram's own answer, everything
// else means that there was none.
func (a *api) call(ctx context.Context, method string, params tgbotapi.Params, out any) error {
	timeout := callTimeout
	if method == "getUpdates" {
		timeout = pollTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	doer := &doer{ctx: ctx, client: a.http}
	client := tgbotapi.BotAPI{Token: tokenMark, Client: doer}
	client.SetAPIEndpoint(a.endpoint)
	resp, err := client.MakeRequest(method, params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, a.cause(err, doer))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(resp.Result, out); err != nil {
		return fmt.Errorf("%s: decode result: %w", method, a.secret.Clean(err))
	}
	return nil
}

// cause makes of the package's error one that says what happened and holds no
// secret.
func (a *api) cause(err error, d *doer) error {
	var refused *tgbotapi.Error
	if errors.As(err, &refused) {
		code := refused.Code
		if code == 0 {
			code = d.status
		}
		return &apiError{Code: code, Text: a.secret.Hide(refused.Message), After: max(refused.RetryAfter, d.after), MovedTo: refused.MigrateToChatID}
	}
	if d.err != nil {
		return a.secret.Clean(d.err)
	}
	// Not JSON: a proxy's page, or an answer cut short.
	return &httpError{Status: d.status, After: d.after, Err: a.secret.Clean(err)}
}

// apiError is Telegram's refusal.
type apiError struct {
	Code    int
	Text    string
	After   int   // seconds to wait
	MovedTo int64 // the chat's new id
}

func (e *apiError) Error() string { return strconv.Itoa(e.Code) + " " + e.Text }

// httpError is an answer that is not the Bot API's.
type httpError struct {
	Status int
	After  int // seconds, from the header
	Err    error
}

func (e *httpError) Error() string {
	return fmt.Sprintf("unreadable answer with status %d: %v", e.Status, e.Err)
}

func (e *httpError) Unwrap() error { return e.Err }

// doer sends one request under a context and keeps what the package drops.
type doer struct {
	ctx    context.Context
	client *http.Client
	status int
	after  int
	err    error
}

// Do sends the request and reads its whole answer, so that neither a deadline
// nor the cap is met by the package's decoder.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	resp, answer, err := d.fetch(req)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	return resp, nil
}

// fetch sends the request and returns its whole answer.
func (d *doer) fetch(req *http.Request) (*http.Response, []byte, error) {
	resp, err := d.client.Do(req.WithContext(d.ctx))
	if err != nil {
		d.err = adapter.WithoutURL(err)
		return nil, nil, d.err
	}
	defer func() { _ = resp.Body.Close() }()
	d.status = resp.StatusCode
	d.after, _ = strconv.Atoi(resp.Header.Get("Retry-After"))
	answer, err := adapter.ReadAnswer(resp, maxAnswer)
	d.err = err
	return resp, answer, err
}

// tokenTransport puts the token into the address of a request, below
// everything that could print it.
type tokenTransport struct {
	token string
	next  http.RoundTripper
}

func (t tokenTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.Clone(req.Context())
	out.URL.Path = strings.Replace(out.URL.Path, "/bot"+tokenMark+"/", "/bot"+t.token+"/", 1)
	out.URL.RawPath = ""
	return t.next.RoundTrip(out)
}
