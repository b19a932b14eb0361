package digest_test

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"newsbrief/digest"
	"newsbrief/subscriptions"
)

func filledRequest() *digest.Request {
	return &digest.Request{
		Topics: []subscriptions.Topic{"japan"}, Language: "en", Reads: []string{"en"}, Now: now,
		Told: []subscriptions.Told{{Item: "a", Sources: 1, At: now}}, Most: 5,
	}
}

// leaves are the values that make up v, found by reflection.
func leaves(v reflect.Value, path string) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	add := func(inner reflect.Value, name string) {
		for k, l := range leaves(inner, path+name) {
			out[k] = l
		}
	}
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		out[path] = v
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			add(v.Field(i), "."+v.Type().Field(i).Name)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			add(v.Index(i), "[]")
		}
	default:
		out[path] = v
	}
	return out
}

// change sets v to something else.
func change(t *testing.T, v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(v.Interface().(time.Time).Add(time.Hour)))
	case v.Kind() == reflect.String:
		v.SetString(v.String() + "x")
	case v.CanInt():
		v.SetInt(v.Int() + 1)
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
	default:
		t.Fatalf("do not know how to change a %s", v.Type())
	}
}

// TestKeyHasEveryField holds that no field of a request, also none that is
// added later, can be changed without its key: a forgotten one would send
// somebody another chat's digest.
func TestKeyHasEveryField(t *testing.T) {
	key := filledRequest().AppendKey(nil)
	if !bytes.Equal(key, filledRequest().AppendKey(nil)) {
		t.Fatal("one request has two keys")
	}
	for path := range leaves(reflect.ValueOf(filledRequest()).Elem(), "") {
		r := filledRequest()
		change(t, leaves(reflect.ValueOf(r).Elem(), "")[path])
		if bytes.Equal(key, r.AppendKey(nil)) {
			t.Errorf("%s is not in the key", path)
		}
	}
	// What is empty in filledRequest would be forgotten above.
	v := reflect.ValueOf(*filledRequest())
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Type.Kind() == reflect.Slice && v.Field(i).Len() == 0 {
			t.Errorf("filledRequest says nothing about %s", f.Name)
		}
	}
}

// TestKeyTellsListsApart holds that what stands in one list cannot be taken for
// what stands in another.
func TestKeyTellsListsApart(t *testing.T) {
	a, b := filledRequest(), filledRequest()
	a.Topics, a.Reads = []subscriptions.Topic{"japan", "en"}, nil
	b.Topics, b.Reads = []subscriptions.Topic{"japan"}, []string{"en"}
	if bytes.Equal(a.AppendKey(nil), b.AppendKey(nil)) {
		t.Error("two requests have one key")
	}
}
