package digest

import (
	"slices"

	"newsbrief/digest/brief"
	"newsbrief/digest/feed"
	"newsbrief/digest/language"
	"newsbrief/digest/story"
	"newsbrief/subscriptions"
)

// selection is the making of one digest. A story stands in one section only:
// in the one that it fits best of those that want it. So sections ask for their
// best stories in turn, a story goes to the section that it fits better, and
// the one that loses it asks for its next.
type selection struct {
	snap     *snapshot
	request  Request
	all      bool // every language is read
	told     map[string]subscriptions.Told
	sections []*wish
	taken    map[*storyCache]*wish
	fixed    map[*storyCache]bool // stays where it is
}

// wish is a section in the making.
type wish struct {
	Section
	result *topicResult
	own    bool // of a person's own words
	chosen []candidate
	next   int  // the first candidate not asked for yet
	most   int  // of one publisher
	filled bool // its candidates have been asked for a second time
}

// compose picks the best candidates that the reader may be told.
func (snap *snapshot) compose(r Request) Digest {
	s := newSelection(snap, r)
	for _, w := range s.sections {
		s.fill(w)
	}
	s.feedEmpty()
	d := Digest{At: r.Now, Sections: make([]Section, len(s.sections))}
	for i, w := range s.sections {
		d.Sections[i] = w.Section
	}
	return d
}

func newSelection(snap *snapshot, r Request) *selection {
	if r.Most == 0 {
		r.Most = SectionSize
	}
	s := &selection{
		snap: snap, request: r, all: len(r.Reads) == 0 || slices.Contains(r.Reads, AllLanguages),
		told: make(map[string]subscriptions.Told, len(r.Told)), taken: make(map[*storyCache]*wish), fixed: make(map[*storyCache]bool),
	}
	for _, t := range r.Told {
		if old, ok := s.told[t.Item]; !ok || old.At.Before(t.At) {
			s.told[t.Item] = t
		}
	}
	topics := r.Topics
	if len(topics) == 0 {
		topics = []subscriptions.Topic{""}
	}
	for _, t := range topics {
		s.sections = append(s.sections, s.wish(t))
	}
	return s
}

func (s *selection) wish(t subscriptions.Topic) *wish {
	w := &wish{Section: Section{Topic: t}, own: t != "" && !s.snap.topics.Known(t), most: PerSource}
	if t != "" {
		w.Name = s.snap.topics.Name(t, s.request.Language)
	}
	w.result = s.snap.result(t, s.first())
	return w
}

// first is the language that is read above all.
func (s *selection) first() string {
	if s.all || len(s.request.Reads) < 2 { // else all that is told is in it
		return ""
	}
	return s.request.Reads[0]
}

// fill asks for candidates until the section is full; where it is to be filled,
// a second time without regard to who publishes them.
func (s *selection) fill(w *wish) {
	for len(w.Entries) < s.request.Most {
		if w.next == len(w.result.candidates) {
			if !s.request.Fill || w.filled {
				return
			}
			w.next, w.most, w.filled = 0, s.request.Most, true
			continue
		}
		of := w.result.candidates[w.next]
		w.next++
		s.ask(w, of)
	}
}

// ask gives the candidate to the section if it has it from nobody whom it fits better.
func (s *selection) ask(w *wish, of candidate) {
	st := &s.snap.ranked[of.at]
	if w.isFullOf(st.sole) {
		return
	}
	holder := s.taken[st.storyCache]
	if holder == w {
		return
	}
	if holder != nil && (s.fixed[st.storyCache] || !s.fitsBetter(w, of, holder)) {
		w.Elsewhere = true
		return
	}
	e, ok := s.entry(w, of)
	if !ok || w.crowded(e) || !w.filled && s.isTold(w, of, e.Headline) {
		return
	}
	w.take(e, of)
	s.taken[st.storyCache] = w
	if holder != nil {
		holder.lose(of.at)
		s.fill(holder)
	}
}

// fitsBetter reports whether a story is rather w's than the holder's: own words
// come before topics, then what it fits better, then the narrower topic.
func (s *selection) fitsBetter(w *wish, of candidate, holder *wish) bool {
	if w.own != holder.own {
		return w.own
	}
	held := holder.chosen[holder.find(of.at)]
	const alike = 0.01
	if d := of.fit - held.fit; d > alike || d < -alike {
		return d > 0
	}
	return len(w.result.candidates) < len(holder.result.candidates)
}

// isTold reports whether another entry of the digest is of the same subject.
func (s *selection) isTold(w *wish, of candidate, headline string) bool {
	if len(s.taken) == 0 {
		return false
	}
	own := subjectOf(headline).without(s.snap.ordinaryWords(w.result))
	return slices.ContainsFunc(s.sections, func(o *wish) bool {
		for i, told := range o.chosen {
			if told.at != of.at && own.isAlike(subjectOf(o.Entries[i].Headline)) {
				return true
			}
		}
		return false
	})
}

func (w *wish) take(e Entry, of candidate) {
	w.Entries, w.chosen = append(w.Entries, e), append(w.chosen, of)
}

func (w *wish) find(at int32) int {
	return slices.IndexFunc(w.chosen, func(of candidate) bool { return of.at == at })
}

// lose takes a story away.
func (w *wish) lose(at int32) {
	i := w.find(at)
	w.Entries, w.chosen = slices.Delete(w.Entries, i, i+1), slices.Delete(w.chosen, i, i+1)
	w.Elsewhere = true
}

// feedEmpty gives sections that came empty a story of another that has more.
func (s *selection) feedEmpty() {
	for _, w := range s.sections {
		for _, of := range w.result.candidates {
			st := s.snap.ranked[of.at].storyCache
			holder := s.taken[st]
			if len(w.Entries) > 0 {
				break
			}
			if holder == nil || holder.own || len(holder.Entries) < 2 {
				continue
			}
			if e, ok := s.entry(w, of); ok {
				w.take(e, of)
				s.taken[st], s.fixed[st] = w, true
				holder.lose(of.at)
				s.fill(holder)
			}
		}
	}
}

// entry makes an entry of a story, unless the reader cannot read it or knows
// it, or it says nothing.
func (s *selection) entry(w *wish, of candidate) (e Entry, ok bool) {
	st := s.snap.ranked[of.at].storyCache
	if st.broken.Load() {
		return e, false
	}
	if !guard(s.snap.lg, "story", st.ID(), st.Items[0].URL, func() { e, ok = s.tell(w, of) }) {
		st.broken.Store(true)
		return e, false
	}
	return e, ok
}

func (s *selection) tell(w *wish, of candidate) (e Entry, ok bool) {
	st := &s.snap.ranked[of.at]
	if s.request.Now.Sub(st.latest) > Fresh || !slices.ContainsFunc(st.languages, s.reads) {
		return e, false
	}
	last, known := lastTold(st.Story, s.told)
	if known && !st.hasGrown(last.Sources, last.At) {
		return e, false
	}
	face, ok := s.face(w, st, of)
	if !ok {
		return e, false
	}
	b := st.briefOf(face)
	if b.Headline == "" {
		return e, false
	}
	return Entry{
		Brief:     b.Brief,
		Items:     st.Items,
		Told:      subscriptions.Told{Item: st.ID(), Sources: st.Publishers},
		Updated:   known,
		publisher: b.publisher,
		Why:       Why{Match: w.result.match(w.Topic, of), Rank: st.score, Publishers: st.Publishers},
	}, true
}

// face returns the item whose headline is shown, in a language that is read
// where the story is told in one: under a person's own words one that has them,
// under a topic one that is of it unless the story as a whole is.
func (s *selection) face(w *wish, st *rankedStory, of candidate) (feed.Item, bool) {
	if w.own {
		named := slices.DeleteFunc(s.snap.itemsOf(w.result, of), func(it feed.Item) bool { return !s.reads(it.Language) })
		if len(named) == 0 {
			return feed.Item{}, false
		}
		return brief.Face(story.Story{Items: named}, s.request.Reads...), true
	}
	face := st.face(s.request.Reads)
	isOf := of.fit >= fitUnseen || slices.ContainsFunc(s.snap.itemsOf(w.result, of), func(it feed.Item) bool { return key(it) == key(face) })
	return face, isOf
}

// reads reports whether a language is read, in whichever script. One that is
// unknown, "", may be read by anyone.
func (s *selection) reads(tag string) bool {
	return s.all || tag == "" || slices.ContainsFunc(s.request.Reads, func(read string) bool { return language.Same(read, tag) })
}

// crowded reports whether the section has as many entries of the publisher as it
// may, or one in another language: an agency tells the same in each of its own.
func (w *wish) crowded(e Entry) bool {
	n := 0
	for _, o := range w.Entries {
		if o.publisher != e.publisher {
			continue
		}
		if n++; !w.filled && !language.Same(o.Language, e.Language) {
			return true
		}
	}
	return n >= w.most
}

// isFullOf reports whether the section has as many entries of the publisher as it
// may: then its further stories need not be told to find that out.
func (w *wish) isFullOf(publisher string) bool {
	n := 0
	for i := range w.Entries {
		if w.Entries[i].publisher == publisher {
			n++
		}
	}
	return n >= w.most
}

// lastTold finds the newest record of the story, under whichever of its items
// it was told: merged stories have had several leads.
func lastTold(s story.Story, told map[string]subscriptions.Told) (last subscriptions.Told, known bool) {
	if len(told) == 0 {
		return last, false
	}
	for _, it := range s.Items {
		if t, ok := told[it.ID]; ok && (!known || t.At.After(last.At)) {
			last, known = t, true
		}
	}
	return last, known
}
