package gateway

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

func TestWithVersion(t *testing.T) {
	tests := []struct{ name, given, version, want string }{
		{"discord's own", "wss://gateway.discord.gg", "9", "wss://gateway.discord.gg/?encoding=json&v=9"},
		{"with a slash", "wss://gateway.discord.gg/", "9", "wss://gateway.discord.gg/?encoding=json&v=9"},
		{"a path stays", "ws://e.com/ws", "9", "ws://e.com/ws?encoding=json&v=9"},
		{"a path with a slash stays", "ws://e.com/ws/", "9", "ws://e.com/ws/?encoding=json&v=9"},
		{"another version", "ws://e.com", "10", "ws://e.com/?encoding=json&v=10"},
		{"a given version stays", "ws://e.com/?v=10&encoding=etf&x=1", "9", "ws://e.com/?encoding=json&v=10&x=1"},
		{"no address", "", "9", ""},
		{"no host", "/gateway", "9", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := withVersion(tt.given, tt.version)
			if err != nil && tt.want == "" {
				return
			}
			if err != nil || u.String() != tt.want {
				t.Errorf("got %v %v, want %s", u, err, tt.want)
			}
		})
	}
}

// TestGatewayPaths connects to gateways that stand at one path only, and answer
// everything else as servers do.
func TestGatewayPaths(t *testing.T) {
	tests := []struct {
		name, given, stands string
		elsewhere           int
	}{
		{"at the root", "", "/", http.StatusNotFound},
		{"without a slash", "/gateway", "/gateway", http.StatusNotFound},
		{"with a slash", "/gateway/", "/gateway/", http.StatusNotFound},
		{"a slash too few", "/gateway", "/gateway/", http.StatusMovedPermanently},
		{"a slash too few, not found", "/gateway", "/gateway/", http.StatusNotFound},
		{"a slash too many", "/gateway/", "/gateway", http.StatusTemporaryRedirect},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Path != tt.stands {
					w.Header().Set("Location", tt.stands)
					w.WriteHeader(tt.elsewhere)
					return
				}
				up := websocket.Upgrader{}
				if ws, err := up.Upgrade(w, req, nil); err == nil {
					_ = ws.Close()
				}
			}))
			defer s.Close()
			sh := &shard{cfg: quiet(), url: "ws" + strings.TrimPrefix(s.URL, "http") + tt.given}
			ws, err := sh.dial(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			_ = ws.Close()
		})
	}
}
