# `make` says what there is. Every target does its own set-up in .venv, from the hashed locks.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.installed-run
DEV := .venv/.installed-dev
PEERS := .venv/.installed-peers
NODE := tests/peers/node
NODE_PEERS := $(NODE)/node_modules/.installed
ARGS ?=

.PHONY: help
help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.PHONY: sandbox
sandbox: $(RUN) ## try the bot in a browser, without Slack
	@exec $(BIN)/preclear sandbox $(ARGS)

# A file stays in one process, with what its tests share; each process has its own PostgreSQL.
# Compiling all modules anew in each process would take eight seconds of each. Four, as each waits
# now and then, for a bot that starts, a browser, or a server: three left a quarter of two cores idle.
.PHONY: test
test: $(DEV) ## run the suite (ARGS="-n 0": in one process); its last lines say what was left out
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: slow
slow: $(DEV) ## run what takes longer than a minute, and the rules' properties on ten times as many examples
	@$(BIN)/python -m pytest -m slow $(ARGS)
	@PRECLEAR_EXAMPLES=10 $(BIN)/python -m pytest tests/policy/test_properties.py tests/policy/test_reference.py

.PHONY: every-minute
every-minute: $(DEV) ## compare two readings of the rules at every minute of twenty years
	@$(BIN)/python -m tests.policy.every_minute $(ARGS)

.PHONY: mutants
mutants: $(DEV) ## change the rules a few thousand times; every survivor must be explained
	@$(BIN)/python -m tests.mutation.run $(ARGS)
	@$(BIN)/python -m tests.mutation.survivors

.PHONY: leaks
leaks: $(DEV) ## put some sixty leaks into the code, one at a time; a test must notice each
	@$(BIN)/python -m tests.confidentiality.leaks.run $(ARGS)

.PHONY: reliability
reliability: $(DEV) ## put some ninety faults into the code, one at a time; a seed or a test must notice
	@$(BIN)/python -m tests.simulation.mutants.run $(ARGS)

.PHONY: races
races: $(DEV) ## explore every order of what may happen on one request: several minutes
	@$(BIN)/python -m tests.races.run $(ARGS)

.PHONY: timing
timing: $(DEV) ## measure whether a restriction takes time; a planted delay must be found
	@$(BIN)/python -m tests.confidentiality.timing $(ARGS)

.PHONY: kills
kills: $(DEV) ## kill the real bot 200 times on each database; nothing may be lost or done twice
	@$(BIN)/python -m tests.kills $(ARGS)

.PHONY: power-cut
power-cut: $(DEV) ## cut the power between any two steps of the SQLite file; what was answered is there
	@$(BIN)/python -m tests.power_cut $(ARGS)

N ?= 100000
SEED ?= 1
.PHONY: simulate
simulate: $(DEV) ## run companies by a seed, with faults: N=1000000 requests, SEED=1
	@$(BIN)/python -m tests.simulation.run --n $(N) --seed $(SEED) $(ARGS)

.PHONY: tampering
tampering: $(DEV) ## alter audit bundles at random, half of them forged whole: N=100000, SEED=1
	@$(BIN)/python -m tests.tampering.run --n $(N) --seed $(SEED) $(ARGS)

.PHONY: peers
peers: $(PEERS) $(NODE_PEERS) ## install what others wrote for the tests that want it: 230 MB of Python, 65 MB of Node

.PHONY: pictures
pictures: $(DEV) ## take the documents' pictures anew, in Chromium; EVERY=folder takes every look of every one
	@PRECLEAR_PICTURES=$(or $(EVERY),docs/images) PRECLEAR_EVERY_LOOK=$(if $(EVERY),1) \
	  $(BIN)/python -m pytest -q tests/stories --ignore tests/stories/test_pictures.py $(ARGS)

.PHONY: lint
lint: $(DEV) ## ruff: style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(DEV) ## mypy --strict on everything but tests
	@$(BIN)/mypy

.PHONY: imports
imports: $(DEV) ## hold the floors of the house apart
	@$(BIN)/lint-imports

.PHONY: format
format: $(DEV) ## let ruff put the formatting right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: bench
bench: $(DEV) ## measure, as ratios to floors of the same run, with a picture (ARGS=rules: a part, see benchmarks/README.md)
	@$(BIN)/python -m benchmarks $(ARGS)

# The locks are written without an index's address; one compile pins for all.
LOCK := $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url
.PHONY: lock
lock: $(DEV) ## write the locks anew from pyproject.toml (ARGS=--upgrade for newer releases)
	@$(LOCK) $(ARGS) --extra dev --extra run pyproject.toml -o requirements-dev.lock
	@$(LOCK) -c requirements-dev.lock --extra run pyproject.toml -o requirements.lock
	@$(LOCK) -c requirements-dev.lock --extra peers pyproject.toml -o requirements-peers.lock

.PHONY: calendars
calendars: $(DEV) ## write down what a new release of exchange_calendars says
	@$(BIN)/python -m tests.policy.keep_calendars

.PHONY: clean
clean: ## remove what the tools left; .venv and databases stay
	@rm -rf build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache mutants
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# What is installed is stamped, so that a second call costs nothing and a changed lock installs.
define VENV
if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
	echo "Preclear needs Python 3.11 or newer, and '$(PYTHON)' is not. Install it, or name another:" \
	  "make $(MAKECMDGOALS) PYTHON=python3.12" >&2
	exit 1
fi
if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then
	echo "This Python cannot make a virtual environment. On Debian and Ubuntu:" \
	  "apt-get install python3-venv" >&2
	exit 1
fi
if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
   || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then
	$(PYTHON) -m venv --clear .venv
fi
endef

define PREPARE
echo "Preparing .venv from $(1)" >&2
$(VENV)
$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1)
$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
endef

.ONESHELL:
$(RUN): requirements.lock pyproject.toml
	@$(call PREPARE,requirements.lock)
	touch $@

# What tests need includes what runs.
$(DEV): requirements-dev.lock requirements.lock pyproject.toml
	@$(call PREPARE,requirements-dev.lock)
	touch $(RUN) $@

# Too heavy for everybody's first run: without it its test is named as left out.
$(PEERS): requirements-peers.lock $(DEV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-peers.lock
	touch $@

# Pinned with a hash each and no address; what a package would run at its installation does not run.
$(NODE_PEERS): $(NODE)/package.json $(NODE)/package-lock.json
	@if ! command -v npm >/dev/null; then
		echo "npm is not installed. On Debian and Ubuntu: apt-get install nodejs npm" >&2
		exit 1
	fi
	cd $(NODE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
	touch $(CURDIR)/$@
