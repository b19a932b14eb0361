//go:build !unix

package main

import "time"

var start = time.Now()

// cpuTime is the time that passed: where the system's count is not at hand,
// an idle machine comes near it.
func cpuTime() time.Duration { return time.Since(start) }
