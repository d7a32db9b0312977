# Every command a newcomer needs. `make demo` and `make test` install what they need by themselves.
PYTHON ?= python3
REGION ?= sk
PORT ?= 8000
BIN := .venv/bin
ARGS ?=

.PHONY: help install demo test lint bench endure assets messages lock browser clean

help:
	@echo "make demo [REGION=sk|cz] [PORT=8000]   bring Opora up with a demonstration region"
	@echo "make test [ARGS=…]                     all tests, on real parts"
	@echo "make lint | bench | endure | assets | messages | lock"

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Opora needs Python 3.11 or newer; set PYTHON=python3.11."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Opora is built on …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Translations are compiled where they are needed, so a bare machine needs no gettext.
.PHONY: translations
translations: install
	@$(BIN)/python -m ui.messages compile >/dev/null

demo: install translations
	@OPORA_DEMONSTRATION=yes PORT=$(PORT) $(BIN)/opora demo --region $(REGION) $(ARGS)

test: install translations browser
	@OPORA_ENV=test $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(ARGS)

lint: install translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m ui.messages check

bench: install translations
	@OPORA_ENV=test $(BIN)/python tests/benchmarks/run.py $(ARGS)

endure: install translations browser
	@OPORA_ENV=test $(BIN)/python -m pytest -m endure tests/endurance $(ARGS)

assets:
	cd platform/ui/frontend && npm ci && npm run build

messages: install
	$(BIN)/python -m ui.messages collect
	$(BIN)/python -m ui.messages check

lock: install
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" -o requirements.lock

# The browser tests drive the system's Chromium.
browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests …"; apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	else echo "The browser tests need Chromium: install it from your system's packages (Debian: apt-get install chromium)."; \
		[ -z "$$CI" ]; fi

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis
