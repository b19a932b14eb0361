package storetest

// heap is a priority queue of entries, the least first. It serves as an index
// from which nothing is removed but the first: whoever takes an entry out
// checks whether it still holds.
type heap[E interface{ Less(E) bool }] []E

func (h heap[E]) first() (E, bool) {
	if len(h) == 0 {
		var none E
		return none, false
	}
	return h[0], true
}

func (h *heap[E]) push(e E) {
	s := append(*h, e)
	i := len(s) - 1
	for up := (i - 1) / 2; i > 0 && s[i].Less(s[up]); up = (i - 1) / 2 {
		s[i], s[up] = s[up], s[i]
		i = up
	}
	*h = s
}

func (h *heap[E]) pop() E {
	s := *h
	first, last := s[0], len(s)-1
	s[0] = s[last]
	s = s[:last]
	*h = s
	for i := 0; ; {
		least := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < last && s[child].Less(s[least]) {
				least = child
			}
		}
		if least == i {
			return first
		}
		s[i], s[least] = s[least], s[i]
		i = least
	}
}
