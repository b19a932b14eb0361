package feed

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// Chosen returns the feeds of the OPML file at path, which may be in a private
// network; with "+" before the path those of the catalogue too, and these alone
// without a path.
func Chosen(path string) ([]Feed, error) {
	path, beside := strings.CutPrefix(path, "+")
	if path == "" {
		return Catalogue(), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	own, err := ReadOPML(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	known := make(map[string]bool)
	for i := range own {
		own[i].Private = true
		known[own[i].URL] = true
	}
	if !beside {
		return own, nil
	}
	return append(own, slices.DeleteFunc(Catalogue(), func(f Feed) bool { return known[f.URL] })...), nil
}
