# privacybalie: `make` lists what there is to do.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.set-up

.PHONY: help setup demo test test-fast check format reference screenshots bench gate lock servers clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## make .venv with everything, by hash

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("privacybalie needs Python 3.11 or newer; set PYTHON=python3.12, say") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "No venv module: on Debian, apt install python3-venv"; rm -rf .venv; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup ## the whole desk with a sandbox mail world; Ctrl-C stops it
	@$(BIN)/privacybalie demo

test: setup servers ## every test, with the real servers and a real browser
	$(BIN)/python -m pytest -n 2 -m "not servers and not browser and not slow"
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "servers or browser or slow"

test-fast: setup ## the tests that need no server and no browser (< 60 s)
	$(BIN)/python -m pytest -n 2 -m "not servers and not browser and not slow"

check: setup ## ruff, mypy, import contracts, docs fresh, lock fresh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m services.commands.reference --check
	$(BIN)/python -m tests.house.lock

format: setup ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reference: setup ## write docs/reference.md and docs/asyncapi.yaml anew
	$(BIN)/python -m services.commands.reference

screenshots: setup servers ## make the pictures of the README with Chromium
	$(BIN)/python -m tests.journeys.screenshots

bench: setup servers ## measure, and print a table with the machine
	$(BIN)/python -m bench

gate: setup ## judge drawn documents of a fresh seed, and write the table of errors into docs/gate.md
	$(BIN)/python -m tests.gate --page

lock: setup ## resolve the dependencies anew into requirements.lock
	$(BIN)/python -m tests.house.lock --write

servers: setup ## install what the tests need from Debian (as root), or say what is missing
	@$(BIN)/python -m tests.servers.install

clean: ## remove what was made here
	rm -rf .venv build var *.egg-info .pytest_cache .mypy_cache .ruff_cache
