package page_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbrief/digest/archive"
	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/fetch"
	"newsbrief/digest/page"
	"newsbrief/digest/story"
)

const (
	site    = "https://harbour.example"
	address = site + "/news/ferry"
)

func lineOf(it feed.Item) string { return brief.Of(story.Story{Items: []feed.Item{it}}).Line }

// What a page says becomes part of the item, and nothing else changes.
func TestPageBecomesPartOfItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{address: ferry()})
		it := bare("1", address)
		it.Language = ""
		r.add(t, it)
		before := r.item(t, "1")
		time.Sleep(time.Hour)
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}})
			time.Sleep(time.Minute)
		})
		got := r.item(t, "1")
		if line := lineOf(got); line != lead {
			t.Errorf("line %q", line)
		}
		if got.Language != "en" || got.Image != "https://harbour.example/ferry.jpg" {
			t.Errorf("language %q, image %q", got.Language, got.Image)
		}
		before.Summary, before.Language, before.Image, before.Published = got.Summary, got.Language, got.Image, got.Published
		if d := cmp.Diff(before, got); d != "" {
			t.Errorf("what else changed (-before +after):\n%s", d)
		}
		if got, want := r.web.asked, []string{site + "/robots.txt", address}; !slices.Equal(got, want) {
			t.Errorf("asked %q, want %q", got, want)
		}
	})
}

// What the feed gave is better than what the page gives.
func TestFeedGoesBeforePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(27 * 365 * 24 * time.Hour) // into the year of the page's date
		r := newRoom(map[string]answer{address: ferry()})
		own := bare("1", address)
		own.Image, own.Published, own.Summary = "https://harbour.example/own.jpg", time.Now().Add(-time.Hour).UTC(), "Read more"
		dated := bare("2", address)
		r.add(t, own, dated)
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}, {"2"}})
			time.Sleep(time.Minute)
		})
		got := r.item(t, "1")
		if got.Image != own.Image || !got.Published.Equal(own.Published) || lineOf(got) != lead {
			t.Errorf("got %+v", got)
		}
		if got := r.item(t, "2"); !got.Published.Equal(time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)) {
			t.Errorf("published %v", got.Published)
		}
	})
}

func TestWhatIsNotFetched(t *testing.T) {
	tests := []struct {
		name   string
		change func(*feed.Item)
	}{
		{"an item with a summary", func(it *feed.Item) {
			it.Summary = "A ferry left Hakata port for Busan on Tuesday night for the first time in two years."
		}},
		{"an old item", func(it *feed.Item) { it.Published = time.Now().Add(-49 * time.Hour) }},
		{"no link", func(it *feed.Item) { it.URL = "" }},
		{"no link of the web", func(it *feed.Item) { it.URL = "ftp://harbour.example/ferry" }},
		{"an item that is not there", func(it *feed.Item) { it.ID = "other" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(map[string]answer{address: ferry()})
				it := bare("1", address)
				tt.change(&it)
				r.add(t, it)
				r.during(t, func() {
					r.Want(t.Context(), [][]string{{"1"}, {}})
					time.Sleep(time.Hour)
				})
				if len(r.web.asked) > 0 {
					t.Errorf("asked %q", r.web.asked)
				}
			})
		})
	}
}

// What answers in place of the article is not believed, and not asked again,
// over a restart either.
func TestWhatIsNotBelieved(t *testing.T) {
	list := `<html><title>Harbour Post</title><body>`
	for _, s := range []string{"Trains in Kyushu stand still", "Crane drivers go back to work", "Fukuoka opens a night market", "Ferry line sails again"} {
		list += `<div class="card"><h3><a href="/x">` + s + ` in autumn</a></h3><p>The town said on Tuesday that this had been planned for years.</p></div>`
	}
	tests := []struct {
		name string
		answer
	}{
		{"a wall of consent", answer{body: article("Before you go on, we need your consent", "We and our partners store things on your device to show you what you came for.")}},
		{"a page that is gone, with status 200", answer{body: article("Page not found", "We are sorry, but what you were looking for is no longer on this site, or never was.")}},
		{"another article", answer{body: article("Semiconductor maker triples output of sensors", "A maker of semiconductors in Penang has tripled its output.")}},
		{"a list", answer{body: list}},
		{"a list of that name", answer{body: strings.Replace(list, "Harbour Post", headline, 1)}},
		{"nothing but the headline", answer{body: `<html><title>` + headline + `</title><body><h1>` + headline + `</h1><p>` + headline + `</p></body></html>`}},
		{"a picture", answer{body: article(headline, lead), kind: "image/jpeg"}},
		{"nothing", answer{}},
		{"404", answer{status: 404}},
		{"410", answer{status: 410}},
		{"403", answer{status: 403}},
		{"the front page", answer{location: site + "/"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(map[string]answer{address: tt.answer, site + "/": ferry()})
				r.add(t, bare("1", address))
				before := r.items.Generation()
				for range 3 {
					r.during(t, func() {
						for range 6 {
							r.Want(t.Context(), [][]string{{"1"}})
							time.Sleep(2 * time.Hour)
						}
					})
					r.restart(page.Config{})
				}
				if r.items.Generation() != before || lineOf(r.item(t, "1")) != "" {
					t.Errorf("the item changed: %+v", r.item(t, "1"))
				}
				if n := r.web.count(address); n != 1 {
					t.Errorf("asked %d times", n)
				}
			})
		})
	}
}

// A feed that sends its item again, and another feed with the same article, have
// what was read; the page is not read again.
func TestPageIsReadOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{address: ferry()})
		r.add(t, bare("1", address), bare("2", address+"?utm_source=rss"))
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}, {"2"}})
			time.Sleep(time.Minute)
		})
		r.restart(page.Config{})
		changed := bare("1", address)
		changed.Image = "https://harbour.example/new.jpg"
		r.add(t, changed, bare("3", address))
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}, {"2"}, {"3"}})
			time.Sleep(time.Minute)
		})
		for _, id := range []string{"1", "2", "3"} {
			if line := lineOf(r.item(t, id)); line != lead {
				t.Errorf("%s: line %q", id, line)
			}
		}
		if got := r.item(t, "1").Image; got != changed.Image {
			t.Errorf("image %q", got)
		}
		if n := len(r.web.pages()); n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}

// An item that came while its page was known, but not yet kept under it, is
// given what it says when it is wanted.
func TestKnownPageIsGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{address: ferry()})
		r.add(t, bare("1", address))
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}})
			time.Sleep(time.Minute)
		})
		if err := r.items.Add(t.Context(), []feed.Item{bare("2", address)}); err != nil {
			t.Fatal(err)
		}
		if !r.Await(t.Context(), [][]string{{"2"}}) || lineOf(r.item(t, "2")) != lead {
			t.Errorf("got %+v", r.item(t, "2"))
		}
	})
}

// Of several items with one address, as in a live blog, the page is that of
// those whose headline it has.
func TestPageOfSeveralItems(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{address: ferry()})
		other := bare("1", address)
		other.Title = "Osaka port workers end their strike after nine days"
		r.add(t, other, bare("2", address))
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}, {"2"}})
			time.Sleep(time.Minute)
		})
		if lineOf(r.item(t, "1")) != "" || lineOf(r.item(t, "2")) != lead {
			t.Errorf("got %q and %q", lineOf(r.item(t, "1")), lineOf(r.item(t, "2")))
		}
	})
}

// Burmese that is not in Unicode is none that readers can read.
func TestZawgyiPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const zawgyi = "ျမန္မာႏိုင္ငံတြင္ ရာသီဥတု ေျပာင္းလဲမႈေၾကာင့္ မိုးမ်ား ႐ြာသြန္းခဲ့သည္။"
		r := newRoom(map[string]answer{address: {body: article(headline, zawgyi+zawgyi)}})
		r.add(t, bare("1", address))
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}})
			time.Sleep(time.Minute)
		})
		if got := r.item(t, "1").Summary; got != "" || len(r.web.pages()) != 1 {
			t.Errorf("summary %q", got)
		}
	})
}

// Where one publisher's page is no use, the next one's is tried.
func TestNextPublisher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const closed, gone, good = "https://a.example/1", "https://b.example/1", "https://c.example/1"
		r := newRoom(map[string]answer{"https://a.example/robots.txt": {body: "User-agent: *\nDisallow: /"}, good: ferry()})
		r.add(t, bare("1", closed), bare("2", gone), bare("3", good), bare("4", "https://d.example/1"))
		r.during(t, func() {
			for range 4 {
				r.Want(t.Context(), [][]string{{"1", "2", "3", "4"}})
				time.Sleep(2 * time.Minute)
			}
		})
		if got, want := r.web.pages(), []string{gone, good}; !slices.Equal(got, want) {
			t.Errorf("asked %q, want %q", got, want)
		}
		if lineOf(r.item(t, "3")) != lead {
			t.Errorf("got %+v", r.item(t, "3"))
		}
	})
}

func TestRedirects(t *testing.T) {
	tests := []struct {
		name    string
		answers map[string]answer
		reads   bool
	}{
		{"to https and www", map[string]answer{
			address: {location: "https://www.harbour.example/news/ferry"}, "https://www.harbour.example/news/ferry": ferry()}, true},
		{"to what is closed", map[string]answer{
			address: {location: "https://b.example/closed/1"}, "https://b.example/closed/1": ferry(),
			"https://b.example/robots.txt": {body: "User-agent: *\nDisallow: /closed/"}}, false},
		{"in a ring", map[string]answer{address: {location: address}}, false},
		{"too many", map[string]answer{
			address: {location: "https://b.example/1"}, "https://b.example/1": {location: "https://b.example/2"}, "https://b.example/2": {location: "https://b.example/3"},
			"https://b.example/3": {location: "https://b.example/4"}, "https://b.example/4": {location: "https://b.example/5"}, "https://b.example/5": {location: "https://b.example/6"}, "https://b.example/6": ferry()}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(tt.answers)
				r.restart(page.Config{Patience: time.Minute})
				r.add(t, bare("1", address))
				r.during(t, func() { r.Await(t.Context(), [][]string{{"1"}}) })
				if got := lineOf(r.item(t, "1")) == lead; got != tt.reads {
					t.Errorf("read %v, want %v; asked %q", got, tt.reads, r.web.asked)
				}
				if n := r.web.count("https://b.example/closed/1"); n > 0 {
					t.Error("asked for what is closed")
				}
				if n := len(r.web.pages()); n > 6 {
					t.Errorf("%d requests", n)
				}
			})
		})
	}
}

// Stopping means at once, whatever is under way; what was begun is not begun again.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := ferry()
		slow.takes = time.Hour
		r := newRoom(map[string]answer{address: slow})
		r.add(t, bare("1", address))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		r.Want(t.Context(), [][]string{{"1"}})
		time.Sleep(10 * time.Second)
		cancel()
		start := time.Now()
		if err := <-done; err != nil || time.Since(start) > 0 {
			t.Errorf("run: %v, after %v", err, time.Since(start))
		}
		r.restart(page.Config{})
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}})
			time.Sleep(time.Minute)
		})
		if n := r.web.count(address); n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}

func TestAwait(t *testing.T) {
	quick, slow := ferry(), ferry()
	quick.takes, slow.takes = 100*time.Millisecond, time.Minute
	const other = "https://b.example/1"
	tests := []struct {
		name    string
		answers map[string]answer
		stories [][]string
		before  func(*testing.T, *room)
		changed bool
		waits   time.Duration
	}{
		{"until it is read", map[string]answer{address: quick}, [][]string{{"1"}}, nil, true, 100 * time.Millisecond},
		{"no longer than it may", map[string]answer{address: slow}, [][]string{{"1"}}, nil, false, 3 * time.Second},
		{"what came is not lost for what did not", map[string]answer{address: slow, other: quick}, [][]string{{"1"}, {"2"}}, nil, true, 3 * time.Second},
		{"for nothing", nil, [][]string{}, nil, false, 0},
		{"not for what is closed", map[string]answer{site + "/robots.txt": {body: "User-agent: newsbrief\nDisallow: /"}, address: quick}, [][]string{{"1"}}, nil, false, 0},
		{"not for a host that is left alone", map[string]answer{site + "/busy": {status: 429}, address: quick}, [][]string{{"1"}}, func(t *testing.T, r *room) {
			r.add(t, bare("9", site+"/busy"))
			r.Await(t.Context(), [][]string{{"9"}})
			time.Sleep(time.Minute)
		}, false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(tt.answers)
				r.add(t, bare("1", address), bare("2", other))
				r.during(t, func() {
					if tt.before != nil {
						tt.before(t, r)
					}
					start := time.Now()
					changed := r.Await(t.Context(), tt.stories)
					if took := time.Since(start); changed != tt.changed || took != tt.waits {
						t.Errorf("changed %v after %v, want %v after %v", changed, took, tt.changed, tt.waits)
					}
				})
			})
		})
	}
}

func TestAwaitEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := ferry()
		slow.takes = time.Hour
		r := newRoom(map[string]answer{address: slow})
		r.add(t, bare("1", address))
		r.during(t, func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start := time.Now()
			if r.Await(ctx, [][]string{{"1"}}) || time.Since(start) != time.Second {
				t.Errorf("after %v", time.Since(start))
			}
		})
	})
}

// A page or an item that makes the program panic is logged and left out, and
// what stands beside it is read.
func TestPanicsAreSurvived(t *testing.T) {
	const bad = "https://b.example/bad"
	for _, tt := range []struct {
		name string
		trappedWeb
		trappedArchive
	}{
		{"what is fetched", trappedWeb{bad: bad}, trappedArchive{}},
		{"an item", trappedWeb{}, trappedArchive{item: "bad"}},
		{"what is kept of a page", trappedWeb{}, trappedArchive{page: bad}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(map[string]answer{address: ferry(), bad: ferry()})
				tt.web, tt.Memory = r.web, r.items
				r.Reader = page.New(slog.New(slog.NewTextHandler(&r.log, nil)), page.Config{Fetcher: tt.trappedWeb, Items: tt.trappedArchive, Pages: tt.trappedArchive})
				r.during(t, func() {
					r.add(t, bare("bad", bad), bare("1", address))
					r.Await(t.Context(), [][]string{{"bad"}})
					r.Want(t.Context(), [][]string{{"bad"}, {"1"}})
					time.Sleep(time.Minute)
				})
				if got := lineOf(r.item(t, "1")); got != lead {
					t.Errorf("the item beside it has the line %q", got)
				}
				if log := r.log.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "out of range") {
					t.Errorf("the log does not tell of the panic:\n%s", log)
				}
			})
		})
	}
}

// What a site says on every page is no news of an article, and is left out once
// it was seen on two others; the text of an article stays, however often it is read.
func TestWhatEveryPageSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const slogan = "Harbour Post brings the quays and the sheds to readers in nine ports every morning."
		r := newRoom(map[string]answer{})
		for i, day := range []string{"Monday", "Tuesday", "Wednesday", "Thursday"} {
			it := bare(day, fmt.Sprintf("%s/%d", site, i))
			text := slogan + "</p><p>A ferry with 400 berths left Hakata port for Busan on " + day + " night, the first in two years."
			r.web.say(it.URL, answer{body: article(headline, text)})
			r.add(t, it)
			r.during(t, func() {
				r.Want(t.Context(), [][]string{{day}})
				time.Sleep(time.Hour)
			})
			if got, want := strings.Contains(r.item(t, day).Summary, slogan), i < 2; got != want {
				t.Errorf("page %d: the slogan is there: %v, want %v", i, got, want)
			}
			if !strings.Contains(r.item(t, day).Summary, "on "+day+" night") {
				t.Errorf("page %d: summary %q", i, r.item(t, day).Summary)
			}
		}
	})
}

// A page of many short paragraphs says its news behind the first ones.
func TestPageOfShortParagraphs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		text := "To sea at last, after two years!</p><p>By night, and under the stars!</p><p>With berths for all of you!</p><p>And that is not all of it!</p><p>" + lead
		r := newRoom(map[string]answer{address: {body: article("Fukuoka–Busan night ferry sails again", text)}})
		r.add(t, bare("1", address))
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}})
			time.Sleep(time.Minute)
		})
		if line := lineOf(r.item(t, "1")); line != lead {
			t.Errorf("line %q, want %q", line, lead)
		}
	})
}

// springs panics over what begins like bad.
func springs(bad, got string) {
	if bad != "" && strings.HasPrefix(got, bad) {
		_ = []string{}[len(got)]
	}
}

type trappedWeb struct {
	*web
	bad string
}

func (w trappedWeb) Get(ctx context.Context, a fetch.Request) (fetch.Response, error) {
	springs(w.bad, a.URL)
	return w.web.Get(ctx, a)
}

type trappedArchive struct {
	*archive.Memory
	item, page string
}

func (a trappedArchive) Get(ctx context.Context, id string) (feed.Item, error) {
	springs(a.item, id)
	return a.Memory.Get(ctx, id)
}

func (a trappedArchive) Page(ctx context.Context, url string) (archive.Page, error) {
	springs(a.page, url)
	return a.Memory.Page(ctx, url)
}

// Of an address the log has the host and no more: the rest may hold a key.
func TestLogHoldsNoAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const read, gone, closed, moved = site + "/secret/1?key=secret", site + "/secret/2", "https://b.example/secret", site + "/secret/3"
		r := newRoom(map[string]answer{
			read: ferry(), moved: {location: "https://c.example/secret"}, "https://b.example/robots.txt": {body: "User-agent: *\nDisallow: /"},
			"https://c.example/robots.txt": {err: fetch.ErrUnreachable},
		})
		r.add(t, bare("1", read), bare("2", gone), bare("3", closed), bare("4", moved))
		r.during(t, func() {
			r.Want(t.Context(), [][]string{{"1"}, {"2"}, {"3"}, {"4"}})
			time.Sleep(time.Hour)
		})
		log := r.log.String()
		for _, want := range []string{"page read", "could not read page", "skipped page", "could not read robots.txt", "harbour.example", "b.example", "c.example"} {
			if !strings.Contains(log, want) {
				t.Errorf("%q is not in the log", want)
			}
		}
		if strings.Contains(log, "secret") {
			t.Errorf("the log tells an address:\n%s", log)
		}
	})
}

// However many wait for pages, all of a minute together wait no longer than one
// may; what nothing comes of takes nothing of that.
func TestAwaitIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(map[string]answer{})
		var items []feed.Item
		for i := range 8 {
			it := bare(fmt.Sprint(i), fmt.Sprintf("https://h%d.example/1", i))
			it.Feed = fmt.Sprintf("https://h%d.example/feed", i)
			hangs := ferry()
			hangs.takes = 10 * time.Second
			r.web.say(it.URL, hangs)
			items = append(items, it)
		}
		r.add(t, items...)
		steps := []struct {
			after, want time.Duration
			stories     [][]string
		}{
			{0, 0, [][]string{{"unknown"}}},
			{50 * time.Second, 3 * time.Second, [][]string{{"0"}}},
			{0, 0, [][]string{{"1"}}},
			{0, 0, [][]string{{"1"}}},
			{50 * time.Second, 0, [][]string{{"2"}, {"3"}}},
			{10 * time.Second, 3 * time.Second, [][]string{{"4"}}},
			{time.Hour, 3 * time.Second, [][]string{{"5"}, {"6"}}},
		}
		r.during(t, func() {
			for i, s := range steps {
				time.Sleep(s.after)
				start := time.Now()
				r.Await(t.Context(), s.stories)
				if took := time.Since(start); took != s.want {
					t.Errorf("step %d: waited %v, want %v", i, took, s.want)
				}
			}
			time.Sleep(time.Minute)
		})
		if n := len(r.web.pages()); n != 7 {
			t.Errorf("%d pages asked for, want all 7: who may not wait wants them all the same", n)
		}
	})
}

// many are items of several feeds and hosts, the first the oldest.
func many(feeds, each int) (items []feed.Item, stories [][]string) {
	for i := range each {
		for f := range feeds {
			it := bare(fmt.Sprintf("%d-%d", f, i), fmt.Sprintf("https://h%d.example/%d", f, i))
			it.Feed = fmt.Sprintf("https://h%d.example/feed", f)
			it.Arrived = time.Now().Add(time.Duration(i-each) * time.Second)
			items, stories = append(items, it), append(stories, []string{it.ID})
		}
	}
	return items, stories
}
