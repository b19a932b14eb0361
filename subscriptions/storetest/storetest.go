// Package storetest says in tests what a store promises: [Run] is the one
// suite that every implementation of the contracts in package subscriptions
// passes, and [Memory] is the implementation that tests of everything else use.
package storetest

import "newsbrief/subscriptions"

// Store is all that a store offers.
type Store interface {
	subscriptions.Subscribers
	subscriptions.Roll
	subscriptions.Slots
	subscriptions.Outbox
}

var _ Store = (*Memory)(nil)
