package feed

import "strings"

func toUTF8(data []byte, contentType string) string {
	return strings.ToValidUTF8(string(data), "")
}
