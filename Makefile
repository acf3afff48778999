# Set-up needs Python 3.10 or newer with pip and venv, make and git; everything else is locked and fetched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
SOURCES := pyproject.toml

.PHONY: demo test check lock golden clean help

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.desk ## Judges a batch of sample jobs with the real handler against the local cloud
	$(BIN)/mediaverdict invoke events/smq-queue.json

test: $(VENV)/.dev ## Runs the tests
	$(BIN)/python -m pytest -n 2

check: $(VENV)/.dev ## Runs the linters and the type checker
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

golden: $(VENV)/.dev ## Renews the golden files; look at the diff
	MEDIAVERDICT_RENEW_GOLDEN=1 $(BIN)/python -m pytest tests/golden -n 0

lock: $(VENV)/.dev ## Renews the locked dependencies
	$(BIN)/python requirements/lock.py

clean: ## Removes what was built
	rm -rf $(VENV) build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
	  || { echo "make: $(PYTHON) is older than Python 3.10; name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp for each set of packages: what is installed is what is locked, and the project itself, editable.
$(VENV)/.desk: requirements/desk.txt $(SOURCES) | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements/desk.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(SOURCES) | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.desk
