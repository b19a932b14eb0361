// Package telegram is newsbrief in Telegram: private chats, groups, forum
// topics and channels, over the Bot API. It knows that platform's protocol,
// markup and limits, and nothing of news.
//
// # Parts
//
// [Telegram.Render] turns a message into parts. The body of a part is the JSON
// object of a sendMessage request without chat_id and message_thread_id, which
// [Body] and [Telegram.Send] add:
//
//	{"text":"<b>Japan</b>…","parse_mode":"HTML",
//	 "link_preview_options":{"is_disabled":true},
//	 "reply_markup":{"inline_keyboard":[[{"text":"Settings","callback_data":"/settings"}]]}}
//
// A part holds at most 4096 UTF-16 units of text and 100 entities. A delivery
// marked Plain goes without markup and without buttons, its links written out.
//
// # Answers
//
// An answer is sent once, after waiting for the chat's pace. Refused markup is
// repeated as plain text at once, and a wait of up to half a minute that
// Telegram asks for is kept. What cannot be sent then is handed to the host's
// outbox: there is no second place where sends are retried.
//
// # Channels
//
// A channel is set up by a post in it, or from the private chat of somebody
// who may post in it: "/subscribe @harbour_news japan" is run for the channel
// and answered in the private chat, below the channel's title. The buttons of
// such an answer carry the channel's id before their line,
// "@kf12oi/topics 2"; with every press the person's rights are asked for again.
// Nothing is posted into a channel but digests, and what was asked for in it by
// a post or a press of somebody who may post there.
//
// # Updates
//
// The offset of getUpdates moves past an update only when it was handled.
// Updates of one chat are handled in order, those of different chats at the
// same time. In two cases it moves early, so that nobody can hold up the
// others: past all that waits of a chat that writes too much, and, when a hundred
// updates stand behind one that is not handled, past what takes long, past chats
// that have more than two waiting, and, while a chat floods, past everything.
// Only these are lost if the process dies before they are answered.
//
// Twenty commands of a chat may wait that were written within a minute. What is
// beyond them counts as handled, which the chat is told once a minute, and so
// does a press that is being handled already. If a thousand updates wait all
// the same, the chat with the most loses its newest.
package telegram
