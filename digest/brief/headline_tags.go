package brief

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"newsbrief/digest/text"
)

// formats are what a headline says of the form of its report, as a part of a
// regular expression.
const formats = `live(?: updates?| blog)?|watch(?: live)?|videos?|photos?|pics|gallery|infographics?|podcast|foto|gambar|infografi[ks]|video grafik|tonton|panoorin|ảnh|clip|trực tiếp|` +
	`動画|写真|画像|視频|视频|影音|影|图|圖|组图|組圖|有片|多图|多圖|คลิป|ชมคลิป|มีคลิป|ภาพชุด|វីដេអូ|មានវីដេអូ|ວິດີໂອ|ວີດີໂອ|ရုပ်သံ|ဓာတ်ပုံ|நேரலை|காணொளி|வீடியோ`

// tags stand before a headline and say nothing of the event.
var tags = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:(?:` + formats + `|breaking(?: news)?|in pictures|update(?: \d+)?|updated|exclusive|just in|developing|flash|headline|opinion|analysis|tin nóng|nóng|terkini|eksklusif|look|速報|独自|快讯|快訊|ด่วน)\s*(?:[:：|｜》／]| [-–—] )` +
		`|(?:breaking|ด่วน(?:ที่สุด)?|快讯|快訊|速報)\s*[!！]+` +
		`|[\[【(（](?:` + formats + `|breaking(?: news)?|update[sd]?|exclusive|速報|独自|特集|快讯|快訊|更新|ด่วน|VNA|AFP|Reuters)[\]】)）])\s*`)
})

func untagged(t string) string {
	if m := namedTag().FindStringSubmatchIndex(t); m != nil {
		tag, rest := t[m[2]:m[3]], strings.TrimSpace(t[m[1]:])
		if strings.Contains(rest, tag) {
			return rest
		}
		return tag + " " + rest
	}
	return unlessShort(t, t[len(tags().FindString(t)):])
}

// namedTag matches the angle brackets in which some Japanese papers name what a
// headline is about. What they hold is often its subject.
var namedTag = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[＜〈]([^＜＞〈〉]{1,16})[＞〉]`)
})

// tails stand behind a headline: its form, the paper that a portal has it
// from, the edition that it stood in, words to be searched for.
var tailTags = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:\s*[\[【(（](?i:\+ ?|with |w/ ?|有)?(?i:` + formats + `)[\]】)）]` +
		`|\s*\[\p{Lu}{2,10}TV\]` +
		`|\s*[(（][^()（）\s]{0,14}(?:新聞|新聞デジタル|新聞オンライン|ニュース|通信|スポーツ|オンライン|テレビ|放送|NEWS|news)[)）]` +
		`|\s*\[\p{Han}{1,3}[都道府県]\]` +
		`| [-–—|] (?i:live|நேரலை|trực tiếp)` +
		`|(?:\s+#\p{L}[\p{L}\p{M}\d_]+)+)$`)
})

func untailed(t string) string {
	return unlessShort(t, t[:len(t)-len(tailTags().FindString(t))])
}

// unadorned takes off pictographs before and behind a headline.
func unadorned(t string) string {
	return unlessShort(t, strings.TrimFunc(t, func(r rune) bool { return unicode.IsSpace(r) || text.IsPictograph(r) }))
}

// unlessShort returns rest, or t if too little is left of it.
func unlessShort(t, rest string) string {
	if rest = strings.TrimSpace(rest); text.Columns(rest) < 8 {
		return t
	}
	return rest
}
