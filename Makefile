# Boussole: `make` lists what can be done. Each target first builds the environment, unless it is there already.
# Another Python: make PYTHON=python3.13 test (it gets an environment of its own, .venv-3.13).
# Only files whose hashes are known: make LOCKED=1 setup (4 GB: torch comes with its GPU libraries).

PYTHON ?= python3
VENV ?= .venv$(patsubst python%,-%,$(filter-out python python3,$(notdir $(PYTHON))))
RUN := $(VENV)/bin/python
BABEL := $(RUN) -m babel.messages.frontend -q
LOCALE := models/ground/locale
HOUSE := content models watchers portal
PIN := $(RUN) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url \
	--custom-compile-command "make lock"
HEART := tests/content/test_module.py tests/content/test_skills.py tests/content/test_marking.py tests/content/test_typed_answers.py \
	tests/models/learner tests/models/tutor tests/models/learner/test_acquired.py tests/models/tutor/test_diagnostic.py \
	tests/models/test_estimates.py tests/models/test_freshness.py tests/models/test_intervals.py

unexport PYTHONDONTWRITEBYTECODE # or each of a hundred processes would compile what the last one had

.PHONY: help setup run demo quick lint test suite nightly words screens lock audit sbom clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lint quick test suite nightly screens words lock audit sbom: CHECKS := --checks # what runs, and what tests and checks

setup: ## Builds the environment, where it is missing or old; the others do it by themselves
	@$(PYTHON) scripts/setup.py $(VENV) $(CHECKS) $(if $(LOCKED),--locked)

run: setup ## Starts the portal and the worker; Ctrl-C stops both
	@$(RUN) -m portal run

demo: setup ## The same, with invented people and answers to look at
	@$(RUN) -m portal demo

lint: setup ## Style and types
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check
	@$(RUN) -m mypy

quick: setup ## Style, laws and the heart, in half a minute: while you work
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check
	@$(RUN) -m pytest -q -n 2 --dist worksteal tests/laws $(HEART) --ignore tests/laws/test_weight.py --ignore tests/laws/test_setup.py

test: setup ## All that protects at each commit: seven minutes, the types beside the rest, for they keep one core busy
	@$(MAKE) -j 2 --no-print-directory lint suite

suite: setup ## Texts of the packs, and tests, without style and types
	@$(RUN) -m content check
	@CHROMIUM="$$($(RUN) scripts/chromium.py)" $(RUN) -m pytest -m "not nightly" -n 2 --dist worksteal

nightly: setup ## The whole suite, on both databases, in every Chromium and on every kernel
	@$(RUN) -m pytest tests/laws/test_weight.py # alone, because it measures time
	@CHROMIUM="$$($(RUN) scripts/chromium.py)" $(RUN) -m pytest -n 2 --dist worksteal --ignore tests/laws/test_weight.py
	@$(RUN) scripts/elsewhere.py

screens: setup ## Takes a picture of every page, into screens/
	@browser="$$($(RUN) scripts/chromium.py)" && test -n "$$browser" && CHROMIUM="$$browser" $(RUN) scripts/screens.py

words: setup ## Brings the catalogues of words up to date with the code
	@$(BABEL) extract -F pyproject.toml -k say -k note:2 -k Problem:3 --add-location=file --sort-output -o $(LOCALE)/messages.pot $(HOUSE)
	@for language in nl en; do $(BABEL) update -l $$language -i $(LOCALE)/messages.pot -d $(LOCALE) \
		--init-missing --no-fuzzy-matching --ignore-pot-creation-date || exit 1; done

lock: setup ## Pins the newest of what runs, and of what tests and checks, with hashes
	@$(PIN) requirements.txt -o requirements.lock
	@$(PIN) -c requirements.lock requirements-dev.txt -o requirements-dev.lock

audit: setup ## Asks for known vulnerabilities in what the locks name
	@$(RUN) scripts/audit.py requirements.lock $(OSV)
	@$(RUN) scripts/audit.py requirements-dev.lock $(OSV)

sbom: setup ## Lists what the environment holds, as CycloneDX, in sbom.json
	@$(RUN) -m uv tool run -q --from 'cyclonedx-bom>=7,<8' cyclonedx-py environment --pyproject pyproject.toml \
		--output-reproducible -o sbom.json $(RUN)

clean: ## Forgets the environments and caches; the instance stays
	@rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
