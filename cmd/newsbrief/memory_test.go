package main

import (
	"runtime"
	"testing"
)

func TestLimitFor(t *testing.T) {
	tests := []struct {
		name  string
		alive uint64
		want  int64
	}{
		{"not known yet", 0, memoryLimit},
		{"small", 10 << 20, memoryLimit},
		{"as much as the limit", memoryLimit, memoryLimit * 3 / 2},
		{"large", 300 << 20, 450 << 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := limitFor(tt.alive); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
	runtime.GC()
	if aliveBytes() == 0 {
		t.Error("got nothing alive after a collection")
	}
}
