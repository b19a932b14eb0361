package article

import (
	"slices"
	"testing"
)

// What a site writes around a text goes, and news that begins alike stays.
func TestFurniture(t *testing.T) {
	const title = "阿港建成新闸门"
	for s, want := range map[string]string{
		"By 2030, the island will light all of its piers, the council said.": "By 2030, the island will light all of its piers, the council said.",
		"By the end of the spring forty lamps will be set along the rail.":   "By the end of the spring forty lamps will be set along the rail.",
		"Published plans show forty lamps along the rail of the pier.":       "Published plans show forty lamps along the rail of the pier.",
		"Updated rules let fishers land at night, the harbour master said.":  "Updated rules let fishers land at night, the harbour master said.",
		"By Ann Reed and Bo Lind": "",
		"Source: Alba Times.":     "",
		"Advertisement":           "",
		"We may earn money from what you buy behind a link.": "",
		"图为新闸门今天上午试运行。":                                      "",
		"图注：新闸门今天上午试运行。":                                     "",
		"一张榜单尽显渔港大事！【点击投票】选出你心目中的港务长。":                       "",
		"摄影：港务员阿林":                                           "",
		"扫描二维码，和三万读者一起看潮汐。":                                  "",
		"您的播放器暂时无法播放这段视频。":                                   "",
		"（原标题：渔船有了新闸门）":                                      "",
		"原标题：渔船有了新闸门":                                        "",
		"（原标题：“夜航”渔船有了新闸门）":                                  "",
		"（原标题：“夜航”渔船有了新闸门）阿港新闸门昨天建成，渔船夜里也能进出。":               "阿港新闸门昨天建成，渔船夜里也能进出。",
		"原标题：阿港建成新闸门 阿港新闸门昨天建成，渔船夜里也能进出。":                    "阿港新闸门昨天建成，渔船夜里也能进出。",
		"本文原标题：《渔船有了新闸门！》阿港新闸门昨天建成，渔船夜里也能进出。":                "阿港新闸门昨天建成，渔船夜里也能进出。",
		"（原標題：漁船有了新閘門）阿港新閘門昨天建成，漁船夜裡也能進出。":                   "阿港新閘門昨天建成，漁船夜裡也能進出。",
		"关于原标题党的新规定昨天公布，港口各报须在一周内改正。":                        "关于原标题党的新规定昨天公布，港口各报须在一周内改正。",
	} {
		var wanted []string
		if want != "" {
			wanted = []string{want}
		}
		if got := proper([]part{{text: s}}, title, nil); !slices.Equal(got, wanted) {
			t.Errorf("%q: got %q, want %q", s, got, wanted)
		}
	}
}
