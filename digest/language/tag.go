package language

// Same reports whether two tags are of one language.
func Same(a, b string) bool { return a == b || Base(a) == Base(b) }
