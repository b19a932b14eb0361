package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsbrief/bot"
	"newsbrief/bot/adapter"
	"newsbrief/bot/plain"
)

// How long a call may take, and how much an answer may weigh.
const (
	callTimeout = 15 * time.Second
	maxAnswer   = 8 << 20
)

// api makes REST requests through sessions that neither wait nor repeat nor
// print.
type api struct {
	secret bot.Secret
	base   string // of addresses
	client *http.Client
	quota  *quota
}

func newAPI(token, base string, rate float64, rt http.RoundTripper) *api {
	return &api{secret: bot.Secret(token), base: strings.TrimRight(base, "/"), quota: newQuota(rate), client: adapter.NewClient(64, rt)}
}

// request is one call of the REST API.
type request struct {
	what   string // in errors, instead of the address
	method string
	path   string
	body   any    // sent as JSON unless nil
	bucket string // whose limit is looked at before the call, "" for none
	guild  uint64 // the server whose place it concerns; 0: none, or not known
	answer bool   // to an interaction: no limit of messages holds it up, see "Global Rate Limit" in Discord's documentation
}

// errUnreadable is an answer that is not what was asked for.
var errUnreadable = errors.New("decode answer")

// call makes the request and decodes the answer into out, unless that is nil.
// Its errors hold no secret: an [*apiError] is what the server answered, a
// [*heldError] that it was not asked, everything else that it did not answer.
func (a *api) call(ctx context.Context, r request, out any) error {
	if err := a.quota.allow(r, time.Now()); err != nil {
		return fmt.Errorf("%s: %w", r.what, err)
	}
	got, err := a.do(ctx, r)
	if err == nil && (got.status < 200 || got.status > 299) {
		err = got.refusal(a.secret)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.what, err)
	}
	if out == nil || len(got.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(got.body, out); err != nil {
		return fmt.Errorf("%s: %w: %w", r.what, errUnreadable, a.secret.Clean(err))
	}
	return nil
}

// do makes the request and returns what was answered. Its session is good for
// this one only: with it goes its limiter, which would sleep inside a later one
// and remember the secret of every interaction.
func (a *api) do(ctx context.Context, r request) (*answer, error) {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = encode(r.body); err != nil {
			return nil, fmt.Errorf("encode request: %w", err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	client := *a.client
	got := &answer{to: r, next: client.Transport}
	client.Transport = got
	s := &discordgo.Session{
		Token: "Bot " + string(a.secret), Client: &client, Ratelimiter: discordgo.NewRatelimiter(),
		UserAgent: "DiscordBot (https://github.com/bwmarrin/discordgo, v" + discordgo.VERSION + ")",
		LogLevel:  discordgo.LogError - 1, // nothing: its log prints what it sends
	}
	_, err := s.RequestWithLockedBucket(r.method, a.base+r.path, "application/json", body, s.Ratelimiter.LockBucket(""), 0, discordgo.WithContext(ctx))
	if got.status == 0 {
		return nil, a.secret.Clean(adapter.WithoutURL(err))
	}
	a.quota.note(got, time.Now())
	return got, nil
}

// encode writes JSON without the escapes that only pages need.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

// answer is what the server said, kept below the library, which drops most
// of it.
type answer struct {
	to     request
	next   http.RoundTripper
	status int // zero: there was none
	header http.Header
	body   []byte
}

// RoundTrip has the request answered.
func (a *answer) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := a.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func(body io.Closer) { _ = body.Close() }(resp.Body)
	body, err := adapter.ReadAnswer(resp, maxAnswer)
	if err != nil {
		return nil, err
	}
	a.status, a.header, a.body = resp.StatusCode, resp.Header, body
	resp.Header = http.Header{} // the library's limiter fails on those that lack their pair
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// apiError is a refusal.
type apiError struct {
	Status int
	Code   int // Discord's own; 0 if it gave none
	Text   string
	JSON   bool          // the answer was the API's, not a proxy's page
	After  time.Duration // that it asks to wait
	Scope  string        // of a 429: "user", "shared", "global"
}

func (e *apiError) Error() string {
	s := strconv.Itoa(e.Status)
	if e.Code != 0 {
		s += "/" + strconv.Itoa(e.Code)
	}
	return s + " " + e.Text
}

func (a *answer) refusal(k bot.Secret) *apiError {
	var said struct {
		Message string          `json:"message"`
		Code    int             `json:"code"`
		Errors  json.RawMessage `json:"errors"`
		After   float64         `json:"retry_after"`
		Global  bool            `json:"global"`
	}
	e := &apiError{Status: a.status, Scope: a.header.Get("X-RateLimit-Scope")}
	e.JSON = json.Unmarshal(a.body, &said) == nil
	e.Code = said.Code
	e.Text = k.Hide(said.Message)
	if len(said.Errors) > 0 {
		e.Text = strings.TrimSpace(e.Text + " " + k.Hide(plain.Head(string(said.Errors), 1000)))
	}
	if !e.JSON {
		e.Text = "unreadable answer"
	}
	e.After = seconds(said.After)
	if e.After == 0 {
		n, _ := strconv.ParseFloat(a.header.Get("Retry-After"), 64)
		e.After = seconds(n)
	}
	if said.Global || a.global() {
		e.Scope = "global"
	}
	return e
}

// global reports whether the limit that the headers tell of is that of all.
func (a *answer) global() bool { return strings.EqualFold(a.header.Get("X-RateLimit-Global"), "true") }

// seconds is a number of seconds, as long as it makes sense.
func seconds(n float64) time.Duration {
	if !(n > 0) {
		return 0
	}
	return time.Duration(math.Ceil(min(n, 86400)*1000-1e-6)) * time.Millisecond
}
