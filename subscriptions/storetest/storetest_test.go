package storetest

import "testing"

func TestMemory(t *testing.T) {
	Run(t, func(t *testing.T) (Store, func() Store) {
		m := NewMemory()
		return m, func() Store {
			m = m.Reopen()
			return m
		}
	})
}
