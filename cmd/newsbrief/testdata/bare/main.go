// Command bare sends messages of a digest's size with the Bot API library and
// nothing else, eight at a time: what the whole program is measured against.
//
//	bare URL TOKEN COUNT
package main

import (
	"log"
	"os"
	"strconv"
	"strings"
	"sync"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const senders = 8

var text = "<b>Your news brief</b>" + strings.Repeat("\n<a href=\"https://news.example/harbour/100\">Report 100 of the council on harbour</a>\nThe council has looked at harbour and at ferry for 7 months.\n<i>Paper 7 · 4 h</i>\n", 10)

func main() {
	api, err := tgbotapi.NewBotAPIWithAPIEndpoint(os.Args[2], os.Args[1]+"/bot%s/%s")
	if err != nil {
		log.Fatal(err)
	}
	count, err := strconv.Atoi(os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	var wg sync.WaitGroup
	for sender := range senders {
		wg.Go(func() {
			for i := sender; i < count; i += senders {
				send(api, int64(100_000_000+i))
			}
		})
	}
	wg.Wait()
}

func send(api *tgbotapi.BotAPI, chat int64) {
	m := tgbotapi.NewMessage(chat, text)
	m.ParseMode, m.DisableWebPagePreview = tgbotapi.ModeHTML, true
	m.ReplyMarkup = tgbotapi.NewInlineKeyboardMarkup(tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData("Settings", "/settings")))
	if _, err := api.Send(m); err != nil {
		log.Fatal(err)
	}
}
