package story

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	// latinStem and tamilStem are how many characters at the head of a word
	// tell what it is about; what follows is person, case, tense and the like.
	// A Tamil sign counts as one, and most letters bear one.
	latinStem = 6
	tamilStem = 5
)

// stem takes the ending off a folded word, and the plural that most
// Latin-script headlines know.
func stem(w string) string {
	if r, _ := utf8.DecodeRuneInString(w); unicode.Is(unicode.Tamil, r) {
		return headOf(w, tamilStem)
	}
	if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
		w = w[:len(w)-1]
	}
	return headOf(w, latinStem)
}

// headOf returns the first n characters of s.
func headOf(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// How many of the imagined items have a given word.
const (
	shortPrior  = 20 // a short one
	plainPrior  = 12 // one that is only grammar
	commonPrior = 5  // one that headlines of all kinds are full of
)

// grammar guesses how many of the imagined items have the word if it says
// nothing by itself: short words that are written small are mostly grammar, in
// any language.
func grammar(t token) uint8 {
	if utf8.RuneCountInString(t.folded) <= 3 && strings.ToLower(t.written) == t.written {
		return shortPrior
	}
	if stopWords()[t.folded] {
		return plainPrior
	}
	return 0
}

// background guesses the same of a stem that says little.
func background(stem string) uint8 {
	if commonStems()[stem] {
		return commonPrior
	}
	return 0
}

var stopWords = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`
this that these those with from have been were will would could should might what when where which while your their they them than then into over under about after before against between during still more most less many much some such only also just very here there
yang dengan untuk dalam dari pada akan tidak juga sudah telah atau karena kerana oleh para lebih seperti bisa dapat boleh harus setelah selepas adalah ialah sebagai kepada daripada tersebut
hindi para kung dahil nang mula lang kanilang kaniyang upang habang isang mga
என்று மற்றும் ஒரு இந்த அந்த என்ற உள்ள இருந்து வேண்டும் கொண்டு குறித்து பற்றி`) {
		set[w] = true
	}
	return set
})

var commonStems = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`
news says said first second third fourth last next new deal market stock share bank million billion percent year day week month quarter report sales profit earnings results price company business growth economy economic global world high higher low lower rise fall drop open close plan launch announce watch video photo live update today best star show film movie season music game study health death dead killed dies
police people state city government president minister court case law national international official chief executive group firm service network online user data mobile phone release review night weekend festival event return start make take give come look need want help work working play wins beat raise cuts hits back time home life change early late amid despite expected forecast estimate analyst investor trade trading street ahead since again around part team face call talk sets gets woman women children school student family house power public support security country leader party election vote attack`) {
		set[stem(w)] = true
	}
	for name := range atlas().words {
		for w := range strings.FieldsSeq(name) { // where, not what
			set[stem(w)] = true
		}
	}
	return set
})

// notNames are words that bear a capital and name nobody: days, months, offices.
var notNames = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
senin selasa rabu kamis jumat sabtu minggu isnin khamis jumaat ahad januari februari maret mac mei juni julai juli agustus ogos oktober desember disember
lunes martes miyerkules huwebes biyernes linggo enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
the president minister prime governor mayor senator chairman chief secretary general spokesman spokesperson police mr mrs ms dr presiden menteri gubernur bupati perdana ketua pangulo`) {
		set[w] = true
	}
	return set
})
