package prose

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"newsbrief/digest/text"
)

// The full stop of these belongs to the word: a name or a number follows.
const titles = `mr mrs ms mx dr drs prof gen maj col lt cpl sgt pvt capt cmdr adm rev fr hon sen rep
gov pres supt insp det st ste mt ft vs messrs mssrs atty engr brgy sta sto kgg gng bb arch dir sec asec usec
hj hjh tn ny sdr sdri bpk yb yab ybhg tgk kh kol letkol jend brigjen irjen kombes akp ir jl jln jend kab kec kel ds
tp ths ts gs pgs bs ks nxb tx tt ubnd tel sens reps gens en pn messrs திரு திருமதி செல்வி டாக்டர் ரெவ் பேரா முனைவர் approx ca cf viz eg ie i.e e.g`

// These do so only before a digit: "No. 5", "Nov. 23".
const counters = `no nos nr fig art sec vol pp p pg ch hal ps bil jan feb mar apr jun jul aug sep sept oct nov dec
agt okt des ogos dis abr hun hul ago set nob dis`

// These end a sentence as often as not; what follows decides.
const suffixes = `inc corp co ltd bros jr sr llc plc tbk bhd sdn bhg dept est u.s u.k u.n a.m p.m d.c ph.d m.a b.a`

// Names of letters, as Tamil spells initials.
const letterNames = `ஏ பி சி டி இ எஃப் எப் ஜி எச் ஐ ஜே கே எல் எம் என் ஓ பீ கியூ ஆர் எஸ் டீ யு யூ வி டபிள்யூ எக்ஸ் ஒய்`

// Words that begin a sentence far more often than they go on with a name.
const openers = `the a an in on at he she it they we i you but and as if for when while after before with since although though
this that these those there his her its their our my your what how why who where which however meanwhile according also both from to by
not no so then now still yet once under over during despite some many most more all any each such another other one two last
earlier later today police officials authorities experts critics instead even because until only people
dia ia mereka namun tetapi tapi ini itu pada di dan untuk dalam kami kita saya beliau sementara menurut selain hal dengan jika ketika setelah
para sebelum sejak oleh akan tidak adapun sedangkan walau walaupun bagaimanapun seorang sebuah semua kata
ông bà tuy nhưng theo trong tại đây họ anh chị các những và ngoài hiện khi sau để với từ một đến do vì trước nếu
ang sa ngunit subalit pero si sina siya ito iyon mga kung nang noong dahil ayon habang para isang hindi nitong kanilang may`

func wordSet(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for _, w := range strings.Fields(words) {
			set[w] = true
		}
		return set
	})
}

var (
	isTitle   = wordSet(titles)
	isCounter = wordSet(counters)
	isSuffix  = wordSet(suffixes)
	isOpener  = wordSet(openers)
	isLetter  = wordSet(letterNames)
)

// abbreviated reports whether the full stop at i belongs to the word before
// it, given that the next word begins at next.
func (p *paragraph) abbreviated(i, next int) bool {
	word := strings.ToLower(p.wordBefore(i))
	digit := unicode.IsDigit(p.r[next])
	switch {
	case word == "":
		return false
	case isTitle()[word]:
		return true
	case isCounter()[word]:
		return digit
	case p.start+utf8.RuneCountInString(word) == i && numeric(word):
		return true
	case isLetter()[word]:
		return true
	case isSuffix()[word] || initials(word):
		return digit || !isOpener()[strings.ToLower(p.wordAt(next))]
	}
	return false
}

// wordBefore returns the run of letters, marks, digits and inner stops that ends at i.
func (p *paragraph) wordBefore(i int) string {
	const long = 40 // no abbreviation is
	from := i
	for from > max(p.start, i-long) && (text.IsWord(p.r[from-1]) || p.r[from-1] == '.') {
		from--
	}
	return strings.TrimLeft(string(p.r[from:i]), ".")
}

// wordAt returns the word that begins at i, past opening quotes and brackets.
func (p *paragraph) wordAt(i int) string {
	for i < len(p.r) && !text.IsWord(p.r[i]) && !unicode.IsSpace(p.r[i]) {
		i++
	}
	to := i
	for to < len(p.r) && text.IsWord(p.r[to]) {
		to++
	}
	return string(p.r[i:to])
}

func numeric(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' }) < 0
}

// initials reports whether s is a single letter of a script with cases or
// Tamil, or several pieces of at most two letters between stops: "j", "u.s", "மு.க".
func initials(s string) bool {
	for piece := range strings.SplitSeq(s, ".") {
		letters := 0
		for _, r := range piece {
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.IsDigit(r) || !unicode.In(r, unicode.Latin, unicode.Tamil, unicode.Mn, unicode.Mc) {
				return false
			}
		}
		if letters > 1 && !(letters == 2 && strings.Contains(s, ".")) {
			return false
		}
	}
	return true
}
