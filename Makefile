# Set-up needs Python 3.10 or newer with pip and venv, make and git; everything else is locked and fetched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM ?= chromium
AXE := build/axe/node_modules/axe-core/axe.min.js
S := build/serverless-devs/node_modules/.bin/s
# The user's own settings of uv, in the environment or in files, change nothing of what is installed.
unexport UV_CONSTRAINT UV_DEFAULT_INDEX UV_EXCLUDE_NEWER UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_FROZEN UV_INDEX \
  UV_INDEX_URL UV_OVERRIDE UV_PRERELEASE UV_RESOLUTION
UV := UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON=$(BIN)/python UV_PYTHON_DOWNLOADS=never $(BIN)/uv --quiet --no-config

# Function Compute's runtime that is built for.
RUNTIME ?= python3.12
SECONDS ?= 300

# What `make layers|code|deploy|queues` can be told, besides what template.yml reads: a misspelt option would
# deploy something else than was asked for, so it is refused. A make above this one may have options of its own.
OPTIONS := RUNTIME HTTP YES PYTHON FC3_COMPONENT \
  $(addprefix ALIBABA_CLOUD_,ACCOUNT_ID ACCESS_KEY_ID ACCESS_KEY_SECRET SECURITY_TOKEN) \
  $(addprefix DEPLOY_,REGION FUNCTION ROLE MAX_INSTANCES LOG_PROJECT LOGSTORE CALLBACK_QUEUE VERDICT_QUEUE DEAD_LETTER_QUEUE \
    UNDELIVERED_QUEUE LAYER_DEPENDENCIES LAYER_FCRUNTIME LAYER_MEDIAVERDICT) \
  $(addprefix MEDIAVERDICT_,CALLBACK_URL CALLBACK_KEYS CONCURRENCY TEMPLATES) POWERTOOLS_LOG_LEVEL
given = $(foreach word,$(MAKEOVERRIDES),$(if $(findstring =,$(word)),$(firstword $(subst =, ,$(word)))))
unknown = $(if $(filter 0,$(MAKELEVEL)),$(filter-out $(OPTIONS),$(given)))
known = $(if $(unknown),$(error unknown option $(unknown): make $@ knows RUNTIME, HTTP, YES and what template.yml lists))
switch = $(if $(filter-out yes no,$($(1))),$(error $(1)=$($(1)): expected yes or no))$(if $(filter yes,$($(1))),$(2))

# Every target with a plain name: none is a file.
.PHONY: $(shell sed -nE 's/^([a-z-]+):( .*)?$$/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 15

demo: $(VENV)/.cli ## Judges a batch of sample jobs with the real handler against the emulator
	@$(BIN)/mediaverdict invoke events/smq-queue.json

studio: $(VENV)/.studio ## Opens the workbench in a browser; RULES= and JOBS= name others than the repository's
	@$(BIN)/mediaverdict studio --rules $(or $(RULES),functions/judge/rules.yml) --jobs $(or $(JOBS),events/jobs)

test: $(VENV)/.test ## Runs the tests
	$(BIN)/python -m pytest -n 3

check: $(VENV)/.lint $(VENV)/.test ## Runs the linters and the type checker
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy tests

coverage: $(VENV)/.test ## Measures the tests' coverage of both packages, by branch
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n 3 --cov --cov-report=
	$(BIN)/coverage report --fail-under=95

built-check: layers ## Runs what was built for RUNTIME, and nothing else, in that Python, on every sample event
	$(BIN)/python tests/acceptance/built_check.py

layers: $(VENV)/.cli ## Builds the layers for RUNTIME (python3.12) into build/layers, the code into build/code
	@$(known)$(BIN)/python -m mediaverdict_deploy.layers $(RUNTIME)

code: $(VENV)/.cli ## Builds the function's code alone, its rule book checked
	@$(known)$(BIN)/python -m mediaverdict_deploy.layers $(RUNTIME) --code

deploy: $(VENV)/.cli ## Publishes the layers that changed and deploys, with `s`; HTTP=yes, YES=yes, RUNTIME=
	@$(known)$(BIN)/python -m mediaverdict_deploy.publishing $(RUNTIME) $(call switch,HTTP,--http) $(call switch,YES,--yes)

queues: $(VENV)/.cli ## Makes the SMQ queues that the template names
	@$(known)$(BIN)/python -m mediaverdict_deploy.queues

template-check: $(VENV)/.template $(S) ## Judges the templates with the real `s`, the fc3 schema and the vendor's client
	$(BIN)/python tests/acceptance/template_check.py $(S) ../shared/reference/fc3-schema.json

package: $(VENV)/.cli ## Builds what Serverless Devs' `s init` takes, code and all, into build/package
	@$(BIN)/python -m mediaverdict_deploy.package

package-check: $(VENV)/.template $(S) ## Judges that package with the real `s`, the fc3 schema and the vendor's client
	$(BIN)/python tests/acceptance/package_check.py $(S) ../shared/reference/fc3-schema.json

release: $(VENV)/.cli ## Builds a release into dist, with bills of materials and checksums, and tags it; TAG=no does not tag
	@$(BIN)/python -m mediaverdict_deploy.release $(if $(filter no,$(TAG)),--no-tag)

release-check: $(VENV)/.cli ## Makes a release of the last commit twice in fresh clones, and compares
	$(BIN)/python tests/acceptance/release_check.py

page-check: $(VENV)/.page $(AXE) ## Tries the report page in CHROMIUM, with axe; SHOTS=folder keeps screenshots
	$(BIN)/python tests/acceptance/page_check.py $(CHROMIUM) $(AXE) $(SHOTS)

studio-check: $(VENV)/.page $(VENV)/.studio $(AXE) ## Works in the studio as a person does, in CHROMIUM, with axe; SHOTS=folder keeps screenshots
	@PYTHONPATH=tests $(BIN)/python -m acceptance.studio_check $(CHROMIUM) $(AXE) $(SHOTS)

corpus: $(VENV)/.test ## Holds the packs against faults, real files and 50,000 random streams a table of levels
	@PYTHONPATH=tests $(BIN)/python -m corpus

transcodes: $(VENV)/.test ## Makes the corpus of real files anew with ffmpeg, in build/transcodes
	PYTHONPATH=tests $(BIN)/python -m corpus.making build/transcodes

samples: $(VENV)/.test ## Writes fifty sample jobs into build/samples: ten good ones, forty with a fault each
	@PYTHONPATH=tests $(BIN)/python -m corpus.writing build/samples

soak: $(VENV)/.test ## Runs hundreds of random schedules of faults, kills and duplicates
	@PYTHONPATH=tests $(BIN)/python -m reliability

mutation: $(VENV)/.mutation ## Changes the code bit by bit and counts the changes that no test notices; ONLY=processing EVERY=5
	@PYTHONPATH=tests $(BIN)/python -m mutation $(ONLY) $(if $(EVERY),--every $(EVERY))

fuzz: $(VENV)/.fuzz ## Runs a coverage-guided fuzzer over events, answers, letters and rule books for SECONDS (300)
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(SECONDS)

bench: $(VENV)/.test ## Measures ours beside the vendor's packages and the standard library alone
	@PYTHONPATH=tests $(BIN)/python -m benchmarks

fleet: $(VENV)/.test ## Runs INSTANCES (10) of the built handler under a limit of QPS (50) calls a second, until JOBS (3000) are judged
	@PYTHONPATH=tests $(BIN)/python -m fleet $(or $(JOBS),3000) $(or $(QPS),50) $(or $(INSTANCES),10) $(or $(WINDOW),0)

day: $(VENV)/.test ## Simulates a day of JOBS (1000000), draws it and says what it costs; QPS= INSTANCES= PRICES="name=value ..."
	@PYTHONPATH=tests $(BIN)/python -m fleet.living $(or $(JOBS),1000000) $(or $(QPS),0) $(or $(INSTANCES),0) $(PRICES)

sizes: $(VENV)/.test ## Measures what each size of an instance brings and costs, where the machine gives a part of a core; PRICES=
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.sizes $(PRICES)

golden: $(VENV)/.test ## Renews the golden files, and what the guides show of outputs; look at the diff
	MEDIAVERDICT_RENEW_GOLDEN=1 $(BIN)/python -m pytest tests/golden tests/docs/test_snippets.py

messages: $(VENV)/.test ## Brings the catalogue of messages up to date with the source, and compiles it
	@PYTHONPATH=tests $(BIN)/python -m catalogue

schemas: $(VENV)/.cli ## Renews what is made from the code: the JSON Schemas, and the reference pages of docs/
	$(BIN)/python -m mediaverdict_cli.rules.schemas
	$(BIN)/python -m mediaverdict_docs.reference

docs: $(VENV)/.docs ## Builds the documentation's site into build/site, strictly: no dead link, no orphan, both languages
	@$(BIN)/python -m mediaverdict_docs

docs-check: docs $(VENV)/.page $(AXE) ## Tries the site in CHROMIUM, with axe; SHOTS=folder keeps screenshots
	$(BIN)/python tests/acceptance/docs_check.py $(CHROMIUM) $(AXE) $(SHOTS)

install-check: $(VENV)/.test ## Sets up, demonstrates and tests fresh copies with every Python found, each with the pip it brings
	$(BIN)/python -m pytest tests/acceptance/install_check.py

lock: $(VENV)/.test ## Renews uv.lock and what is exported from it
	$(UV) lock --upgrade $(UNISOLATED)
	$(call export,requirements/uv.txt,--only-group uv)
	$(call export,layers/dependencies/requirements.txt,--no-default-groups --no-emit-project)

clean: ## Removes what was built
	rm -rf $(VENV) build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
	  || { echo "make: $(PYTHON) is older than Python 3.10; name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The installer, pinned and hashed, put there by whatever pip that Python brings.
$(VENV)/.uv: requirements/uv.txt | $(BIN)/python
	$(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/uv.txt
	@touch $@

# A stamp for each set of packages: what is installed is what uv.lock says, and the project itself, editable.
LOCKED := uv.lock pyproject.toml $(VENV)/.uv

$(VENV)/.cli: $(LOCKED)
	$(call sync,--group build --extra cli)

$(VENV)/.test: $(LOCKED)
	$(call sync,--group build --extra cli --group test)

$(VENV)/.lint: $(LOCKED)
	$(call sync,--group build --extra studio --group lint)

$(VENV)/.template: $(LOCKED)
	$(call sync,--group build --extra cli --group test --group template)

$(VENV)/.page: $(LOCKED)
	$(call sync,--group build --extra cli --group test --group page)

$(VENV)/.docs: $(LOCKED)
	$(call sync,--group build --extra cli --group docs)

$(VENV)/.studio: $(LOCKED)
	$(call sync,--group build --extra studio)

$(VENV)/.mutation: $(LOCKED)
	$(call sync,--group build --extra cli --group test --group mutation)

$(VENV)/.fuzz: $(LOCKED)
	$(call sync,--group build --extra cli --group test --group fuzz)

# Built on the machine, by what the lock has: an isolated build would fetch the newest that there is.
UNISOLATED := --no-build-isolation-package mediaverdict --no-build-isolation-package alibabacloud-tea \
  --no-build-isolation-package yattag

# Installs groups. --inexact: a target takes nothing from another. uv reads no settings of pip's, and its lock names
# the public index alone: with an index of your own the same files, by their hashes, are had from there.
define sync
@echo 'Installing what uv.lock says: $(1)'
@cert="$${SSL_CERT_FILE:-$${PIP_CERT:-$$($(call pips,cert))}}"; \
if [ -n "$$cert" ]; then export SSL_CERT_FILE="$$cert"; fi; \
index='$(or $(UV_DEFAULT_INDEX),$(UV_INDEX_URL),$(PIP_INDEX_URL),$(shell $(call pips,index-url)))'; \
if [ -z "$$index" ]; then \
  $(UV) sync --locked --inexact --no-default-groups $(UNISOLATED) $(1); \
else \
  $(UV) export --locked --no-default-groups --no-emit-project $(1) --output-file $@.txt >/dev/null && \
  UV_DEFAULT_INDEX="$$index" $(UV) pip install --require-hashes --no-deps $(UNISOLATED) -r $@.txt && \
  $(UV) pip install --no-deps $(UNISOLATED) --editable .; \
fi
@touch $@
endef
pips = $(BIN)/python -m pip config list 2>/dev/null | sed -nE "s/^(global|install)\.$(1)='(.*)'$$/\2/p" | tail -n 1

# Writes a part of the lock, hashes and all, for installers other than uv.
define export
$(UV) export --locked $(2) --no-annotate --output-file $(1) >/dev/null
endef

# Serverless Devs' command as it is locked. Its reporter is left out: without a network it starts itself again
# and again.
$(S): tests/acceptance/serverless-devs/package-lock.json
	rm -rf build/serverless-devs
	mkdir -p build/serverless-devs
	cp tests/acceptance/serverless-devs/package*.json build/serverless-devs
	npm ci --prefix build/serverless-devs --no-audit --no-fund
	rm -f build/serverless-devs/node_modules/@serverless-devs/s/lib/daemon/report.js
	@touch $@

$(AXE): tests/acceptance/axe/package-lock.json
	rm -rf build/axe
	mkdir -p build/axe
	cp tests/acceptance/axe/package*.json build/axe
	npm ci --prefix build/axe --no-audit --no-fund
	@touch $@
