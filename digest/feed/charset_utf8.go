package feed

// UTF8 decodes a feed or a page whose encoding may be missing or wrong:
// whatever its labels say, bytes that are UTF-8 stay, and others become what
// reads most like a language. The result is valid UTF-8.
func UTF8(data []byte, contentType string) string { return toUTF8(data, contentType) }
