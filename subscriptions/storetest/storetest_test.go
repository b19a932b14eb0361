package storetest

import (
	"testing"

	"newsbrief/subscriptions"
)

func TestMemory(t *testing.T) {
	Run(t, func(t *testing.T) (subscriptions.Store, func() subscriptions.Store) {
		m := NewMemory()
		return m, func() subscriptions.Store {
			m = m.Reopen()
			return m
		}
	})
}
