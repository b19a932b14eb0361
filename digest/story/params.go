package story

type params struct{ ww, gw, numw, gn, han1, han2, thai4, short, prior, idfpow, thr, floor, link float32 }

var p = params{ww: 1, gw: .7, numw: 1, gn: 4, han1: .3, han2: 1, thai4: 1, short: 20, prior: 100, idfpow: 1, thr: .11, floor: .02, link: .3}
