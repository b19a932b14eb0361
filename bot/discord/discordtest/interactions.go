package discordtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Person is somebody who uses the bot.
type Person struct {
	ID          string
	Locale      string
	Permissions uint64 // in the server
}

// Use is one use of the bot by somebody.
type Use struct {
	Channel string
	Person  Person
	Name    string            // of the command
	Options map[string]string // in the order of Order
	Order   []string          // of the options; nil: only one is given
	Focused string            // the option that is being typed
	Owners  map[string]string // who installed the bot; nil: the server, or the person in direct messages
	Context *int              // where it happened; nil: as the channel says
}

// interaction is one on its way.
type interaction struct {
	id       string
	token    string
	use      Use
	kind     int
	at       time.Time
	response int      // type of the first response, 0: none
	original *Message // that stands for it
	choices  []Choice
	followed int
}

// Choice is a value that was offered while somebody typed.
type Choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Kinds of interactions.
const (
	slash     = 2
	component = 3
	typing    = 4
)

// Slash uses a slash command and returns the interaction's id.
func (s *Server) Slash(u Use) string { return s.use(u, slash, nil, nil) }

// Type types into an option of a slash command.
func (s *Server) Type(u Use) string { return s.use(u, typing, nil, nil) }

// Press presses the button with the custom id under a message. It may be a
// button that does not exist.
func (s *Server) Press(u Use, message, customID string) string {
	m := s.find(message)
	data := map[string]any{"component_type": button, "custom_id": customID}
	for _, row := range m.Components {
		for _, c := range row.Components {
			for _, o := range c.Options {
				if o.Value == customID {
					data = map[string]any{"component_type": menu, "custom_id": c.CustomID, "values": []string{o.Value}}
				}
			}
		}
	}
	return s.use(u, component, data, m)
}

func (s *Server) find(id string) *Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages {
		if m.ID == id {
			return m
		}
	}
	return &Message{ID: id}
}

// use makes an interaction and tells the bot.
func (s *Server) use(u Use, kind int, data map[string]any, under *Message) string {
	s.mu.Lock()
	i := &interaction{id: s.newID(), use: u, kind: kind, at: time.Now()}
	i.token = "secret-of-interaction-" + i.id
	if under != nil {
		i.original = under
	}
	s.interactions[i.token] = i
	event := s.event(i, data)
	if under != nil {
		m := under.json()
		m["flags"] = under.Flags
		if under.Ephemeral {
			m["flags"] = under.Flags | ephemeral
		}
		event["message"] = m
	}
	s.mu.Unlock()
	s.dispatchOne(event)
	return i.id
}

// dispatchOne sends an interaction to one session, as Discord does.
func (s *Server) dispatchOne(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var newest *session
	for _, ses := range s.gate.sessions {
		if !ses.over && ses.shard[0] == 0 && (newest == nil || ses.id > newest.id) {
			newest = ses
		}
	}
	if newest != nil {
		newest.dispatch("INTERACTION_CREATE", event)
	}
}

func (s *Server) event(i *interaction, data map[string]any) map[string]any {
	c, known := s.channels[i.use.Channel]
	if !known {
		c = Channel{ID: i.use.Channel, Type: 1}
	}
	if data == nil {
		data = map[string]any{"id": "77", "name": i.use.Name, "type": 1, "options": i.use.options()}
	}
	user := map[string]any{"id": i.use.Person.ID, "username": "reader", "discriminator": "0"}
	event := map[string]any{
		"id": i.id, "application_id": AppID, "type": i.kind, "token": i.token, "version": 1, "data": data,
		"channel_id": c.ID, "channel": map[string]any{"id": c.ID, "type": c.Type}, "locale": i.use.Person.Locale,
		"app_permissions": strconv.FormatUint(c.Permissions, 10), "entitlements": []any{}, "attachment_size_limit": 10485760,
	}
	place, owners := 1, map[string]string{"1": i.use.Person.ID}
	if c.Guild == "" {
		event["user"] = user
	} else {
		place, owners = 0, map[string]string{"0": c.Guild}
		event["guild_id"], event["guild_locale"] = c.Guild, "en-US"
		event["member"] = map[string]any{
			"user": user, "roles": []string{}, "joined_at": "2026-01-01T00:00:00+00:00", "deaf": false, "mute": false, "flags": 0,
			"permissions": strconv.FormatUint(i.use.Person.Permissions, 10),
		}
	}
	if i.use.Owners != nil {
		owners = i.use.Owners
	}
	if i.use.Context != nil {
		place = *i.use.Context
	}
	event["context"], event["authorizing_integration_owners"] = place, owners
	if len(s.Odd) > 0 {
		if err := json.Unmarshal(s.Odd, &event); err != nil {
			panic(err) // a test's own value
		}
	}
	return event
}

func (u Use) options() []map[string]any {
	order := u.Order
	if order == nil {
		for name := range u.Options {
			order = append(order, name)
		}
	}
	out := []map[string]any{}
	for _, name := range order {
		o := map[string]any{"name": name, "type": 3, "value": u.Options[name]}
		if name == u.Focused {
			o["focused"] = true
		}
		out = append(out, o)
	}
	return out
}

// callback takes the first response to an interaction. The caller holds the
// lock.
func (s *Server) callback(id, token string, data []byte) reply {
	i := s.interactions[token]
	if i == nil || i.id != id || time.Since(i.at) > s.AckWithin {
		return refuse(http.StatusNotFound, 10062, "Unknown interaction")
	}
	if i.response != 0 {
		return refuse(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	}
	var r struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(data, &r) != nil {
		return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	}
	if rep, bad := s.respond(i, r.Type, r.Data); bad {
		return rep
	}
	i.response = r.Type
	return reply{status: http.StatusNoContent}
}

// respond does what a first response of the type does.
func (s *Server) respond(i *interaction, kind int, data json.RawMessage) (reply, bool) {
	allowed := map[int][]int{4: {slash, component}, 5: {slash, component}, 6: {component}, 7: {component}, 8: {typing}}
	for _, k := range allowed[kind] {
		if k != i.kind {
			continue
		}
		switch kind {
		case 4, 5:
			return s.respondMessage(i, kind, data)
		case 8:
			return s.respondChoices(i, data)
		}
		return reply{}, false
	}
	var f form
	f.add("type", "BASE_TYPE_CHOICES", "This type cannot answer that interaction.")
	return f.reply()
}

func (s *Server) respondMessage(i *interaction, kind int, data json.RawMessage) (reply, bool) {
	var b body
	if len(data) > 0 {
		var valid bool
		if b, valid = readBody(data); !valid {
			return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON."), true
		}
	}
	if kind == 4 {
		if rep, bad := check(b); bad {
			return rep, true
		}
	} else if b.flags()&^ephemeral != 0 {
		var f form
		f.add("data.flags", "BITFIELD_TYPE_INVALID", "Only EPHEMERAL may be set.")
		return f.reply()
	}
	i.original = s.add(i.use.Channel, b, time.Now())
	i.original.Thinking = kind == 5
	return reply{}, false
}

func (s *Server) respondChoices(i *interaction, data json.RawMessage) (reply, bool) {
	var d struct {
		Choices []Choice `json:"choices"`
	}
	var f form
	if json.Unmarshal(data, &d) != nil || d.Choices == nil {
		f.add("data.choices", "BASE_TYPE_REQUIRED", "This field is required")
	}
	f.count("data.choices", len(d.Choices), 0, 25)
	for n, c := range d.Choices {
		f.length("data.choices."+strconv.Itoa(n)+".name", c.Name, 1, 100)
		f.length("data.choices."+strconv.Itoa(n)+".value", c.Value, 1, 100)
	}
	i.choices = d.Choices
	return f.reply()
}

// later finds an interaction that may be answered further.
func (s *Server) later(token string) (*interaction, reply, bool) {
	i := s.interactions[token]
	switch {
	case i == nil || i.response == 0:
		return nil, refuse(http.StatusNotFound, 10015, "Unknown Webhook"), true
	case time.Since(i.at) > s.TokenLives:
		return nil, refuse(http.StatusUnauthorized, 50027, "Invalid Webhook Token"), true
	}
	return i, reply{}, false
}

// followUp posts a further answer. The caller holds the lock.
func (s *Server) followUp(token string, data []byte) reply {
	i, rep, bad := s.later(token)
	if bad {
		return rep
	}
	b, valid := readBody(data)
	if !valid {
		return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	}
	if rep, bad := check(b); bad {
		return rep
	}
	// While the acknowledgement waits for its answer, this is that.
	if i.original != nil && i.original.Thinking && !i.original.Deleted {
		i.original.set(b)
		return ok(i.original.json())
	}
	if i.followed++; i.followed > 5 && i.use.Owners != nil && i.use.Owners["0"] == "" {
		return refuse(http.StatusForbidden, 40094, "Maximum number of follow-up messages reached")
	}
	return ok(s.add(i.use.Channel, b, time.Now()).json())
}

// original edits or deletes what stands for the interaction. The caller holds
// the lock.
func (s *Server) original(method, token string, data []byte) reply {
	i, rep, bad := s.later(token)
	if bad {
		return rep
	}
	if i.original == nil || i.original.Deleted {
		return refuse(http.StatusNotFound, 10008, "Unknown Message")
	}
	if method == http.MethodDelete {
		i.original.Deleted = true
		return reply{status: http.StatusNoContent}
	}
	b, valid := readBody(data)
	if method != http.MethodPatch || !valid {
		return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	}
	if rep, bad := check(b); bad {
		return rep
	}
	flags := i.original.Flags
	if b.Flags != nil { // the one that an edit changes
		flags = flags&^suppressEmbeds | *b.Flags&suppressEmbeds
	}
	i.original.set(b)
	i.original.Flags = flags
	i.original.Edits++
	return ok(i.original.json())
}

// Responded returns the type of the first response to an interaction, 0 for
// none.
func (s *Server) Responded(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range s.interactions {
		if i.id == id {
			return i.response
		}
	}
	return 0
}

// Choices returns what was offered to somebody who typed.
func (s *Server) Choices(id string) []Choice {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range s.interactions {
		if i.id == id {
			return i.choices
		}
	}
	return nil
}

// Age makes all interactions older, as if time had passed.
func (s *Server) Age(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range s.interactions {
		i.at = i.at.Add(-d)
	}
}
