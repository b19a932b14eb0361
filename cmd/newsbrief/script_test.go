package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the program itself a command of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"newsbrief": main})
}

// TestScripts runs the pages in testdata: conversations with the real program,
// whose feeds are real servers on loopback. Besides the usual commands there are
//
//	feeds DIR          serve the files in DIR, whatever folder they are asked
//	                   for in; ${FEED_URL} is where, the file asked has the
//	                   path of every request
//	like FILE WANT     compare, where {*} in WANT stands for anything in a line
//	killed LINE WORDS  type LINE into newsbrief chat, and kill it once a line begins with WORDS
//	held               keep a newsbrief chat running until the end
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("DATA_DIR", "data")
			e.Setenv("TODAY", time.Now().UTC().Format(time.RFC1123Z))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"feeds":  serveFeeds,
			"like":   like,
			"killed": killed,
			"held":   held,
		},
	})
}

// serveFeeds serves a directory of the script, with ${TODAY} filled in, and
// writes feeds.opml with all of its feeds.
func serveFeeds(ts *testscript.TestScript, neg bool, args []string) {
	dir := ts.MkAbs(args[0])
	asked, err := os.Create(ts.MkAbs("asked"))
	ts.Check(err)
	ts.Defer(func() { asked.Close() })
	today := []byte(ts.Getenv("TODAY"))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(asked, r.URL.Path)
		data, err := os.ReadFile(filepath.Join(dir, filepath.Base(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Write(bytes.ReplaceAll(data, []byte("${TODAY}"), today))
	}))
	ts.Defer(srv.Close)
	ts.Setenv("FEED_URL", srv.URL)
	files, err := os.ReadDir(dir)
	ts.Check(err)
	opml := `<opml version="2.0"><body>`
	for _, f := range files {
		if filepath.Ext(f.Name()) != ".xml" {
			continue
		}
		topic, _, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".xml"), "-")
		opml += fmt.Sprintf(`<outline xmlUrl="%s/%s" language="en" category="%s"/>`, srv.URL, f.Name(), topic)
	}
	ts.Check(os.WriteFile(ts.MkAbs("feeds.opml"), []byte(opml+`</body></opml>`), 0o644))
	ts.Setenv("FEEDS", "feeds.opml")
}

// like compares a file with a pattern, line by line.
func like(ts *testscript.TestScript, neg bool, args []string) {
	got, want := lines(ts.ReadFile(args[0])), lines(ts.ReadFile(args[1]))
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || !pattern(ts, want[i]).MatchString(got[i]) {
			ts.Fatalf("%s differs from %s at line %d; it has\n%s", args[0], args[1], i+1, strings.Join(got[min(i, len(got)):], "\n"))
		}
	}
}

func lines(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }

func pattern(ts *testscript.TestScript, want string) *regexp.Regexp {
	want = strings.ReplaceAll(want, "${FEED_URL}", ts.Getenv("FEED_URL"))
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(want), `\{\*\}`, ".*") + "$")
}
