package main

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// BenchmarkBroadcast sends to many with no limit and eight senders: once with
// the bare library alone, once with the whole program and its ledger. The
// server takes no time, so that the processor is the limit, or ten milliseconds.
func BenchmarkBroadcast(b *testing.B) {
	tests := []struct {
		name    string
		latency time.Duration
		n       int
	}{
		{"no time", 0, 20_000},
		{"10 ms", 10 * time.Millisecond, 8_000},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				broadcast(b, tt.latency, tt.n)
			}
		})
	}
}

func broadcast(b *testing.B, latency time.Duration, n int) {
	s := newSite(b)
	s.server.latency = latency
	bare := bareLibrary(b, s.server, n)
	s.server.reset()
	s.people(n, n)
	p := s.start()
	s.server.until(b, 5*time.Minute, func() bool { return s.server.count == n })
	whole := float64(n) / s.server.last.Sub(s.server.first).Seconds()
	cpu := p.cpu()
	p.stop()
	b.ReportMetric(bare, "bare-msg/s")
	b.ReportMetric(whole, "msg/s")
	b.ReportMetric(whole/bare, "ratio")
	b.ReportMetric(float64(cpu.Microseconds())/float64(n), "cpu-µs/msg")
}

// bareLibrary sends n messages of a digest's size with eight goroutines and
// nothing else, and returns how many a second it was.
func bareLibrary(b *testing.B, s *swift, n int) float64 {
	api, err := tgbotapi.NewBotAPIWithAPIEndpoint(benchToken, s.URL+"/bot%s/%s")
	if err != nil {
		b.Fatal(err)
	}
	text := "<b>Your news brief</b>" + strings.Repeat("\n<a href=\"https://news.example/harbour/100\">Report 100 of the council on harbour</a>\nThe council has looked at harbour and at ferry for 7 months.\n<i>Paper 7 · 4 h</i>\n", 10)
	var wg sync.WaitGroup
	start := time.Now()
	for sender := range 8 {
		wg.Go(func() {
			for i := sender; i < n; i += 8 {
				m := tgbotapi.NewMessage(int64(100_000_000+i), text)
				m.ParseMode, m.DisableWebPagePreview = tgbotapi.ModeHTML, true
				m.ReplyMarkup = tgbotapi.NewInlineKeyboardMarkup(tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData("Settings", "/settings")))
				if _, err := api.Send(m); err != nil {
					b.Error(strconv.Itoa(i), err)
				}
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(start).Seconds()
}
