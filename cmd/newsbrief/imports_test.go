package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "newsbrief/"

// TestImports holds docs/architecture.md's table of who may import whom
// against the code. Tests may import more.
func TestImports(t *testing.T) {
	may := make(map[string][]string)
	for _, row := range rows(t, read(t, "../../docs/architecture.md"), "## Who may import whom") {
		may[strings.Trim(row[0], "`")] = allowed(row[2])
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		names := strings.Fields(line)
		pkg := strings.TrimPrefix(names[0], module)
		list, ok := may[pkg]
		if !ok {
			t.Errorf("docs/architecture.md does not name %s", pkg)
		}
		delete(may, pkg)
		for _, name := range names[1:] {
			if ours, ok := strings.CutPrefix(name, module); ok && !slices.Contains(list, ours) && !slices.Contains(list, "anything") {
				t.Errorf("%s imports %s, which docs/architecture.md does not allow", pkg, ours)
			}
		}
	}
	for pkg := range may {
		t.Errorf("docs/architecture.md names %s, which is no package", pkg)
	}
}

func allowed(cell string) []string {
	var list []string
	for name := range strings.SplitSeq(cell, ",") {
		list = append(list, strings.Trim(strings.TrimSpace(name), "`"))
	}
	return list
}
