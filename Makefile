# Set-up needs Python 3.10 or newer with pip and venv, make and git; everything else is locked and fetched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM ?= chromium
AXE := build/axe/node_modules/axe-core/axe.min.js
S := build/serverless-devs/node_modules/.bin/s
PIP := -m pip --disable-pip-version-check --quiet install

# Function Compute's runtime that is built for.
RUNTIME ?= python3.12
SECONDS ?= 300

# What `make layers|code|deploy|queues` can be told, besides what template.yml reads: a misspelt option would
# deploy something else than was asked for, so it is refused. A make above this one may have options of its own.
OPTIONS := RUNTIME HTTP YES PYTHON DEPLOY_% MEDIAVERDICT_% POWERTOOLS_% ALIBABA_CLOUD_% FC3_COMPONENT
given = $(foreach word,$(MAKEOVERRIDES),$(if $(findstring =,$(word)),$(firstword $(subst =, ,$(word)))))
unknown = $(if $(filter 0,$(MAKELEVEL)),$(filter-out $(OPTIONS),$(given)))
known = $(if $(unknown),$(error unknown option $(unknown): make $@ knows RUNTIME, HTTP, YES and what template.yml lists))
switch = $(if $(filter-out yes no,$($(1))),$(error $(1)=$($(1)): expected yes or no))$(if $(filter yes,$($(1))),$(2))

.PHONY: help demo test check coverage layers code deploy queues built-check template-check page-check samples corpus soak fuzz bench golden schemas lock clean

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 15

demo: $(VENV)/.desk ## Judges a batch of sample jobs with the real handler against the local cloud
	@$(BIN)/mediaverdict invoke events/smq-queue.json

test: $(VENV)/.dev ## Runs the tests
	$(BIN)/python -m pytest -n 2

check: $(VENV)/.dev ## Runs the linters and the type checker
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

coverage: $(VENV)/.dev ## Measures the tests' coverage of both packages, by branch
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n 2 --cov --cov-report=
	$(BIN)/coverage report --fail-under=95

built-check: layers ## Runs what was built for RUNTIME, and nothing else, in that Python, on every sample event
	$(BIN)/python tests/acceptance/built_check.py

layers: $(VENV)/.desk ## Builds the layers for RUNTIME (python3.12) into build/layers, the code into build/code
	@$(known)$(BIN)/python -m mediaverdict_deploy.layers $(RUNTIME)

code: $(VENV)/.desk ## Builds the function's code alone, its rule book checked
	@$(known)$(BIN)/python -m mediaverdict_deploy.layers $(RUNTIME) --code

deploy: $(VENV)/.desk ## Publishes the layers that changed and deploys, with `s`; HTTP=yes, YES=yes, RUNTIME=
	@$(known)$(BIN)/python -m mediaverdict_deploy.publishing $(RUNTIME) $(call switch,HTTP,--http) $(call switch,YES,--yes)

queues: $(VENV)/.desk ## Makes the SMQ queues that the template names
	@$(known)$(BIN)/python -m mediaverdict_deploy.queues

template-check: $(VENV)/.deploy $(S) ## Judges the templates with the real `s`, the fc3 schema and the vendor's client
	$(BIN)/python tests/acceptance/template_check.py $(S) ../shared/reference/fc3-schema.json

page-check: $(VENV)/.page $(AXE) ## Tries the report page in CHROMIUM, with axe; SHOTS=folder keeps screenshots
	$(BIN)/python tests/acceptance/page_check.py $(CHROMIUM) $(AXE) $(SHOTS)

corpus: $(VENV)/.dev ## Prints who detects which fault: our packs, a JSON Schema, plain comparisons
	@PYTHONPATH=tests $(BIN)/python -m corpus

samples: $(VENV)/.dev ## Writes fifty sample jobs into build/samples: ten good ones, forty with a fault each
	@PYTHONPATH=tests $(BIN)/python -m corpus.writing build/samples

soak: $(VENV)/.dev ## Runs hundreds of random schedules of faults, kills and duplicates
	@PYTHONPATH=tests $(BIN)/python -m reliability

fuzz: $(VENV)/.fuzz ## Runs a coverage-guided fuzzer over events, details, XML and rule books for SECONDS (300)
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(SECONDS)

bench: $(VENV)/.dev ## Measures ours beside the vendor's packages and the standard library alone
	@PYTHONPATH=tests $(BIN)/python -m benchmarks

golden: $(VENV)/.dev ## Renews the golden files; look at the diff
	MEDIAVERDICT_RENEW_GOLDEN=1 $(BIN)/python -m pytest tests/golden

schemas: $(VENV)/.desk ## Renews the JSON Schemas from the models
	$(BIN)/python -m mediaverdict_cli.rules.schemas

lock: $(VENV)/.dev ## Renews the locked dependencies
	$(BIN)/python requirements/lock.py

clean: ## Removes what was built
	rm -rf $(VENV) build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
	  || { echo "make: $(PYTHON) is older than Python 3.10; name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp for each set of packages: what is installed is what is locked, and the project itself, editable.
$(VENV)/.desk: requirements/desk.txt pyproject.toml | $(BIN)/python
	$(BIN)/python $(PIP) --require-hashes -r requirements/desk.txt
	$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/python $(PIP) --require-hashes -r requirements/dev.txt
	$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.desk

$(VENV)/.deploy: requirements/deploy.txt $(VENV)/.dev
	$(BIN)/python $(PIP) --require-hashes -r requirements/deploy.txt
	@touch $@

# Serverless Devs' command as it is locked. Its reporter is left out: without a network it starts itself again
# and again.
$(S): tests/acceptance/serverless-devs/package-lock.json
	rm -rf build/serverless-devs
	mkdir -p build/serverless-devs
	cp tests/acceptance/serverless-devs/package*.json build/serverless-devs
	npm ci --prefix build/serverless-devs --no-audit --no-fund
	rm -f build/serverless-devs/node_modules/@serverless-devs/s/lib/daemon/report.js
	@touch $@

$(VENV)/.page: requirements/page.txt $(VENV)/.dev
	$(BIN)/python $(PIP) --require-hashes -r requirements/page.txt
	@touch $@

$(AXE): tests/acceptance/axe/package-lock.json
	rm -rf build/axe
	mkdir -p build/axe
	cp tests/acceptance/axe/package*.json build/axe
	npm ci --prefix build/axe --no-audit --no-fund
	@touch $@

$(VENV)/.fuzz: requirements/fuzz.txt $(VENV)/.dev
	$(BIN)/python $(PIP) --require-hashes -r requirements/fuzz.txt
	@touch $@

