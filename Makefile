# What can be made here; "make help" lists it.
GO ?= go
FUZZTIME ?= 2m

.PHONY: build check test fuzz bench score run help

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

bench: ## run the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

score: ## take the measures of docs/quality.md over the folder DATA
	@$(GO) run ./cmd/score $(DATA)

run: ## serve, with the settings of the environment and .env
	$(GO) run ./cmd/newsbrief

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile
