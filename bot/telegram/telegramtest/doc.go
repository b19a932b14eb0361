// Package telegramtest is a Bot API server for tests: a real HTTP server that
// keeps Telegram's rules and refuses in Telegram's words, with a driver by
// which a test plays the people on the other side.
//
//	s := telegramtest.Start(t)                      // on loopback, closed with the test
//	s.AddUser(telegramtest.User{ID: 42, Language: "ja"})
//	… run a bot against s.URL with s.Token …
//	s.Say(42, 42, "/latest ai")                     // a private chat has its user's id
//	err := s.Settled(ctx)                           // the bot confirmed all updates
//	got := s.Sent()                                 // what stands in the chats now
//
// # What it enforces
//
//   - The token in the path: 401 for another one, 404 for a method it does not have.
//   - getUpdates: the long poll with its offset, limit, timeout and
//     allowed_updates, which stays in force until another list is sent; 409
//     for the older of two pollers, and for all of them while a webhook is set.
//   - The HTML parse mode: its tags, nesting, attributes and entities; the
//     refusals name the byte offset. A link that Telegram would not take
//     loses its entity.
//   - Text that is empty or longer than 4096 UTF-16 units, requests with more
//     than 32768 bytes of it, callback_data outside 1–64 bytes, button labels,
//     commands and descriptions of menus.
//   - Chats: unknown, blocked, left, kicked, deleted, upgraded, without the right to
//     write; forum topics unknown or closed, the General topic named by its id.
//     Public ones are found by their name, and can be looked at from outside.
//   - The members of a channel, shown to its administrators only.
//   - Edits that change nothing, edits of messages that are gone, answers to
//     presses that are not known or were answered.
//   - Rate limits, if [Server.Limit] sets any: 429 with retry_after in the
//     body and in the header.
//
// Parameters are taken from the query, from a form, url-encoded or multipart,
// or from a JSON object. What breaks on the way is ordered with [Server.Fail]
// and [Server.Down].
//
// # Without sockets
//
// Inside a synctest bubble there is no network: make the server with
// [NewServer] there and give [Server.Transport] to the bot's HTTP client.
package telegramtest
