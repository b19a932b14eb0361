package archive_test

import (
	"testing"

	"newsbrief/digest/archive"
	"newsbrief/digest/archive/archivetest"
)

func TestMemory(t *testing.T) {
	archivetest.Run(t, func(*testing.T) archive.Archive { return archive.NewMemory() })
}
