package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"newsbrief/bot"
	"newsbrief/bot/talk"
)

// TestPlatformsKnowNoCommand holds that a command is the table's alone: no text
// in the code of a platform is a command's name or a line that begins with one.
func TestPlatformsKnowNoCommand(t *testing.T) {
	for _, dir := range []string{"adapter", "console", "discord", "discord/gateway", "telegram"} {
		files, err := filepath.Glob("../../bot/" + dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				for _, found := range commandsIn(t, file, nil) {
					t.Error(found)
				}
			}
		}
	}
}

// TestCommandsAreFound holds that the search sees a name wherever it decides
// something, and nowhere else.
func TestCommandsAreFound(t *testing.T) {
	src := `package p

import "list"

type answer struct{ Time string ` + "`json:\"time\"`" + ` }

func f(name string, params map[string]string) any {
	lg.Info("said", "language", name)
	params["time"] = "12"
	if name == "stop" {
		return map[string]any{"topics": "list"}
	}
	return choice{Line: "/latest ai"}
}
`
	got := commandsIn(t, "p.go", src)
	if want := []string{`p.go:10: "stop"`, `p.go:11: "list"`, `p.go:13: "/latest ai"`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// commandsIn finds the names of commands among the texts of a file, but for
// the paths of imports, tags, the keys of maps and what is logged.
func commandsIn(t *testing.T, file string, src any) (found []string) {
	t.Helper()
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, file, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	var visit func(ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return n.Tag == nil
		case *ast.IndexExpr:
			return !isText(n.Index)
		case *ast.KeyValueExpr:
			if isText(n.Key) {
				ast.Inspect(n.Value, visit)
				return false
			}
		case *ast.CallExpr:
			return !isLog(n)
		case *ast.BasicLit:
			if namesCommand(n) {
				found = append(found, filepath.Base(file)+":"+strconv.Itoa(positions.Position(n.Pos()).Line)+": "+n.Value)
			}
		}
		return true
	}
	ast.Inspect(parsed, visit)
	return found
}

func isText(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

func isLog(call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Debug", "Info", "Warn", "Error", "Log", "With"}, method.Sel.Name)
}

func namesCommand(lit *ast.BasicLit) bool {
	text, err := strconv.Unquote(lit.Value)
	if err != nil || lit.Kind != token.STRING {
		return false
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(text, "/"), " ")
	return slices.ContainsFunc(talk.Commands(), func(c bot.Spec) bool { return c.Name == name && (text == name || text[0] == '/') })
}
