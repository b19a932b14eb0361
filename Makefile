# What can be made here; "make help" lists it.
GO ?= go
FUZZTIME ?= 2m

.PHONY: build check test fuzz bench quality run help

build: ## build bin/newsbrief
	CGO_ENABLED=0 $(GO) build -o bin/newsbrief ./cmd/newsbrief

check: ## everything that must hold before a commit
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt: the files above are not formatted"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) test -race ./...

test: ## run the tests
	$(GO) test ./...

fuzz: ## run every fuzz target for FUZZTIME each
	@for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

BENCH = $(GO) test -run '^$$' -timeout 60m

bench: ## print the figures of docs/performance.md, in under ten minutes
	$(BENCH) -bench 'Due|CronEntryEach|Open' -benchtime 50x ./subscriptions/badgerstore
	$(BENCH) -bench 'PowerCut' -benchtime 1x ./subscriptions/badgerstore
	$(BENCH) -bench 'Digests' -benchtime 1x ./bot/delivery
	$(BENCH) -bench 'Broadcast|Rate/strict|Memory|Goroutines|Connections' -benchtime 1x ./cmd/newsbrief
	$(BENCH) -bench . -benchmem ./digest/...

bench-long: ## print the figures that take longer
	$(BENCH) -bench 'Import|Broadcast|Update|Rewrite' -benchtime 1x ./subscriptions/badgerstore
	$(BENCH) -bench 'InMemory|OnDisk' -benchtime 20000x ./bot/delivery
	$(BENCH) -bench 'Million|NewsAtHand|Killed|Start|Rate/half|Flood|Ill' -benchtime 1x ./cmd/newsbrief

quality: ## take the measures of docs/quality.md over the folder DATA
	@$(GO) run ./cmd/quality $(DATA)

run: ## serve, with the settings of the environment and .env
	$(GO) run ./cmd/newsbrief

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile
