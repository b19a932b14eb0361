package main

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// memoryLimit is what the runtime is to stay below, by collecting more
	// often rather than growing. A broadcast leaves so much garbage so fast
	// that the heap would grow to three times of it.
	memoryLimit = 64 << 20
	// memoryLook is how often it is seen whether that is still fair.
	memoryLook = 10 * time.Second
)

// boundMemory keeps the runtime's memory limit, until ctx ends, at what small
// installations need, and at half more than what is alive where that is more:
// below, the program would do little but collect. An operator's own GOMEMLIMIT
// stands.
func boundMemory(ctx context.Context) {
	old := debug.SetMemoryLimit(-1)
	if old != math.MaxInt64 {
		return
	}
	debug.SetMemoryLimit(memoryLimit)
	defer debug.SetMemoryLimit(old)
	tick := time.NewTicker(memoryLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			debug.SetMemoryLimit(limitFor(aliveBytes()))
		}
	}
}

// limitFor is the limit for so many bytes alive.
func limitFor(alive uint64) int64 { return max(memoryLimit, int64(alive)*3/2) }

// aliveBytes is what the last collection left on the heap.
func aliveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
