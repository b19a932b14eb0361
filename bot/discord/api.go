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
	"net/url"
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
	client *http.Client
	quota  *quota
}

func newAPI(token, base string, rate float64, rt http.RoundTripper) *api {
	q := newQuota(rate)
	return &api{secret: bot.Secret(token), quota: q, client: adapter.NewClient(64, func(rt http.RoundTripper) http.RoundTripper {
		return &transport{base: strings.TrimRight(base, "/"), next: rt, quota: q}
	}, rt)}
}

// session is good for one request. With it goes its limiter, which would sleep
// inside a later one and remember the secret of every interaction.
func (a *api) session() *discordgo.Session {
	return &discordgo.Session{
		Token: "Bot " + string(a.secret), Client: a.client, Ratelimiter: discordgo.NewRatelimiter(),
		UserAgent: "DiscordBot (https://github.com/bwmarrin/discordgo, v" + discordgo.VERSION + ")",
		LogLevel:  discordgo.LogError - 1, // nothing: its log prints what it sends
	}
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
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	got := &answer{to: r}
	err := a.do(context.WithValue(ctx, answerKey{}, got), r)
	if err = a.cause(err, got); err != nil {
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

func (a *api) do(ctx context.Context, r request) error {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = encode(r.body); err != nil {
			return fmt.Errorf("encode request: %w", err)
		}
	}
	s := a.session()
	_, err := s.RequestWithLockedBucket(r.method, DefaultURL+r.path, "application/json", body, s.Ratelimiter.LockBucket(""), 0, discordgo.WithContext(ctx))
	return err
}

// cause makes of what came back an error that says what happened, nil if all
// is well.
func (a *api) cause(err error, got *answer) error {
	switch {
	case got.err != nil:
		return a.secret.Clean(got.err)
	case got.status == 0 && err != nil:
		return a.secret.Clean(adapter.WithoutURL(err))
	case got.status >= 200 && got.status < 300:
		return nil
	}
	return got.refusal(a.secret)
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
	status int
	header http.Header
	body   []byte
	err    error
}

type answerKey struct{}

// transport turns the library's requests to the configured server and reads
// the whole answer.
type transport struct {
	base  string
	next  http.RoundTripper
	quota *quota
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	u, err := url.Parse(t.base + strings.TrimPrefix(req.URL.String(), DefaultURL))
	if err != nil {
		return nil, errors.New("the address of the server is not valid")
	}
	out := req.Clone(req.Context())
	out.URL, out.Host = u, u.Host
	resp, err := t.next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	got, ok := req.Context().Value(answerKey{}).(*answer)
	if !ok {
		got = &answer{}
	}
	got.read(resp)
	if got.err != nil {
		return nil, got.err
	}
	t.quota.note(got, time.Now())
	// The library's limiter fails on headers that lack their pair.
	return &http.Response{
		Status: resp.Status, StatusCode: resp.StatusCode, Proto: resp.Proto, ProtoMajor: resp.ProtoMajor, ProtoMinor: resp.ProtoMinor,
		Header: http.Header{"Content-Type": resp.Header["Content-Type"]}, Body: io.NopCloser(bytes.NewReader(got.body)),
		ContentLength: int64(len(got.body)), Request: req,
	}, nil
}

func (a *answer) read(resp *http.Response) {
	a.status, a.header = resp.StatusCode, resp.Header
	a.body, a.err = adapter.ReadAnswer(resp, maxAnswer)
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
