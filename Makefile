# Everything a checkout needs: `make run` to use Balcão, `make test` to prove it, `make help` for the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
LOCK   := requirements.lock
DEMO   := .demo

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help setup run test lint bench lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run    set up, then open Balcão on a demonstration company kept in $(DEMO)/"
	@echo "make test   set up, then format, lint, types, floors and every test"
	@echo "make setup  only prepare $(VENV)/, with $(BIN)/balcao in it (PYTHON=python3.12 picks another Python)"
	@echo "make lint   only the checks that run no program"
	@echo "make bench  the benchmarks, which print their figures"
	@echo "make lock   write $(LOCK) again after a change in pyproject.toml (LOCK_OPTIONS=--upgrade for newer releases)"
	@echo "make clean  remove what these made, but $(DEMO)/"

setup: $(STAMP)

# The project is built with the setuptools of the lock: nothing is fetched that has no hash.
$(STAMP): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || \
	  { echo "Balcão needs Python 3.11 to 3.14; choose one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: setup
	@if [ -d $(DEMO) ]; then $(BIN)/balcao --home $(DEMO); else $(BIN)/balcao demo --home $(DEMO); fi

test: lint
	$(BIN)/pytest -n 4 --dist worksteal -rs $(PYTEST_OPTIONS)  # journeys mostly wait: more at a time than there are cores

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/balcao bench

# The lock names releases and their hashes, never the address they come from: that is the installing machine's affair.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --extra postgres --group dev \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet $(LOCK_OPTIONS) -o $(LOCK)

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
