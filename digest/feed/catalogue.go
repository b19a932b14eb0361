package feed

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed catalogue.opml
var catalogueOPML string

// catalogue is parsed once; a file that cannot be read is a mistake of the
// build, which the tests find.
var catalogue = sync.OnceValue(func() []Feed {
	feeds, err := ReadOPML(strings.NewReader(catalogueOPML))
	if err != nil {
		panic(err)
	}
	return feeds
})

// Catalogue returns the built-in feeds in their own order. The slice is the
// caller's; the feeds' Topics are shared and must not be changed.
func Catalogue() []Feed { return slices.Clone(catalogue()) }
