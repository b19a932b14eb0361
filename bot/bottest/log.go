package bottest

import (
	"bytes"
	"sync"
)

// Log is what was logged, which can be read while more is written.
type Log struct {
	Poke func() // is called when something is; nil: nothing is

	mu   sync.Mutex
	text bytes.Buffer
}

// Write takes what is logged.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Poke != nil {
		l.Poke()
	}
	return l.text.Write(p)
}

// String returns all that was logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
