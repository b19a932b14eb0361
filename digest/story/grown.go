package story

import (
	"time"
)

// Grown reports whether the story has become so much more since it was told,
// by that many publishers at that instant, that it is worth telling again as
// an update: at least two more publishers, and twice as many.
func Grown(s Story, publishers int, at time.Time) bool {
	now := s.Publishers()
	return now >= publishers+2 && now >= 2*publishers
}
