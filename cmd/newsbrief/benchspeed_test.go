package main

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// BenchmarkBroadcast sends to many as fast as it goes, with eight senders: once
// with the bare library alone, once with the whole program and its ledger.
func BenchmarkBroadcast(b *testing.B) {
	const n = 20_000
	for b.Loop() {
		s := newSite(b)
		bare := bareLibrary(b, s.server, n)
		s.server.reset()
		s.people(n, n)
		p := s.start()
		s.server.until(b, 5*time.Minute, func() bool { return s.server.count == n })
		whole := float64(n) / s.server.last.Sub(s.server.first).Seconds()
		cpu := p.cpu()
		conns := s.server.conns
		p.stop()
		b.ReportMetric(bare, "bare-msg/s")
		b.ReportMetric(whole, "msg/s")
		b.ReportMetric(whole/bare, "ratio")
		b.ReportMetric(float64(cpu.Microseconds())/n, "cpu-µs/msg")
		b.ReportMetric(float64(conns), "connections")
	}
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
