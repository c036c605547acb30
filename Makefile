# `make run` and `make test` are all the set-up there is. Needs Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data
PORT ?= 8000
PARITY_DATA ?= data-geonames

.DEFAULT_GOAL := help
.PHONY: help run test test-slow test-openrefine test-spark test-cms coverage check lock audit sbom bench page screenshots quality strings parity fit fit-annotate build clean

help:
	@echo 'make build   build the embedded gazetteer if there is none'
	@echo 'make run     build the embedded gazetteer if there is none, then serve on 127.0.0.1:$(PORT)'
	@echo 'make test    the whole test suite'
	@echo 'make test-slow  the rest of the suite, which takes minutes a test'
	@echo 'make test-openrefine  a whole project in the real OpenRefine, if it is installed'
	@echo 'make test-spark  whole frames through a real Spark; needs Java, and installs Spark (450 MB) where it is not'
	@echo 'make test-cms  the plugins in a real WordPress, Wagtail and Superdesk, in a browser; says what it cannot get'
	@echo 'make coverage  the suite, and how much of the code it runs: 95 % at least'
	@echo 'make check   the linters: ruff, mypy --strict, import-linter'
	@echo 'make lock    look up all dependencies anew, with their hashes; writes requirements.lock and requirements-dev.lock'
	@echo 'make audit   known vulnerabilities of what is locked; ADVISORIES=all.zip reads them from a file, offline'
	@echo 'make sbom    what is installed to serve, as CycloneDX; writes sbom.json'
	@echo 'make clean   take away what all these made'
	@echo 'make bench   speed against peers (minutes)'
	@echo 'make page    how much the page loads, and how fast an answer is drawn, in a browser'
	@echo 'make screenshots  the pictures of docs/page.md anew'
	@echo 'make quality how often the answer is right, against peers and on $(PARITY_DATA), if there; writes docs/quality.md'
	@echo 'make strings how well strings are read that are written in many forms (minutes)'
	@echo 'make parity  what a gazetteer built from GeoNames loses against the embedded one, and the other way (minutes)'
	@echo 'make fit     fit the weights anew (minutes); writes gazetteer/matching/weights.toml'
	@echo 'make fit-annotate TEXTS=…  fit what finds places in texts (minutes); writes gazetteer/annotation'

# What the locks list and nothing else, each file by its hash; Exonym itself is built by what they list too.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
OURSELVES := $(PIP) --no-deps --no-index --no-build-isolation --editable .

.venv/base: pyproject.toml requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes --requirement requirements.lock
	$(OURSELVES)
	@touch $@

.venv/dev: .venv/base requirements-dev.lock
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

$(DATA)/current: | .venv/base
	$(BIN)/exonym build --data-dir $(DATA)

build: $(DATA)/current

run: .venv/base $(DATA)/current
	$(BIN)/exonym serve --data-dir $(DATA) --port $(PORT)

# A file's tests stay together, as they share what takes long to make; files come in the order that tests/conftest.py
# gives, the longest first. What Python compiled of the tests is kept, also where the environment says not to: pytest's
# own compilation of them takes longer than most tests.
QUICK := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m "not slow and not spark and not cms" \
	--numprocesses 3 --dist loadfile --no-loadscope-reorder

test: .venv/dev $(DATA)/current
	@$(BIN)/python tests/support/chromium.py
	@$(BIN)/python tests/support/npm.py
	EXONYM_TEST_DATA_DIR=$(DATA) $(QUICK)

test-slow: .venv/dev $(DATA)/current
	EXONYM_TEST_DATA_DIR=$(DATA) $(BIN)/python -m pytest -m slow

test-openrefine: .venv/dev $(DATA)/current
	EXONYM_TEST_DATA_DIR=$(DATA) $(BIN)/python -m pytest -m openrefine -s tests/openrefine tests/web/test_every_door.py

test-spark: .venv/dev $(DATA)/current
	@$(BIN)/python -c 'import pyspark' 2>/dev/null || $(PIP) --no-build-isolation --editable '.[spark]'
	EXONYM_TEST_DATA_DIR=$(DATA) $(BIN)/python -m pytest -m spark tests/bulk

# One after the other: two browsers and two servers are enough for a machine. CMS=wordpress runs that one. What the CMSs
# are made of is gotten first; then, where the system allows it, no other machine can be reached.
test-cms: .venv/dev $(DATA)/current
	@$(BIN)/python tests/support/chromium.py
	@$(BIN)/python tests/support/npm.py
	@PYTHONPATH=tests/support $(BIN)/python -m tests.cms.get $(CMS)
	EXONYM_TEST_DATA_DIR=$(DATA) $(BIN)/python tests/support/alone.py $(BIN)/python -m pytest -m cms tests/cms/$(CMS)

coverage: .venv/dev $(DATA)/current
	$(QUICK) --cov

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy clients/python/tests
	$(BIN)/lint-imports

# One lock for all systems and all Pythons from 3.11 on; an index of this machine's own does not come into it.
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' pyproject.toml
EXTRAS := build map test check coverage audit sbom lock bench fit

lock: | .venv/dev
	$(COMPILE) --extra build --extra map --output-file requirements.lock
	$(COMPILE) $(addprefix --extra ,$(EXTRAS)) --constraint requirements.lock --output-file requirements-dev.lock

audit: .venv/dev
	$(if $(ADVISORIES),$(BIN)/python -m bench.advisories $(ADVISORIES) requirements-dev.lock,\
		$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements-dev.lock)

# Made in an environment of its own, so that nothing of the tests is in it.
sbom: .venv/dev
	@test -x .venv/served/bin/python || $(PYTHON) -m venv --without-pip .venv/served
	$(BIN)/python -m pip --disable-pip-version-check --python .venv/served/bin/python install --quiet \
		--require-hashes --requirement requirements.lock
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-format JSON \
		--output-file sbom.json .venv/served/bin/python

bench: .venv/dev $(DATA)/current
	$(BIN)/python -m bench.speed --data-dir $(DATA)

page: .venv/dev $(DATA)/current
	$(BIN)/python -m bench.page --data-dir $(DATA)

screenshots: .venv/dev $(DATA)/current
	$(BIN)/python -m bench.screenshots --data-dir $(DATA)

quality: .venv/dev $(DATA)/current
	$(BIN)/python -m bench.quality --data-dir $(DATA) --write docs/quality.md \
		$(if $(wildcard $(PARITY_DATA)/current),--geonames $(PARITY_DATA))

strings: .venv/dev $(DATA)/current
	$(BIN)/python -m bench.strings --data-dir $(DATA)

$(PARITY_DATA)/current:
	@echo 'There is no gazetteer built from GeoNames in $(PARITY_DATA). Build one (400 MB to download, 20 minutes):'
	@echo '    $(BIN)/exonym build --source geonames --data-dir $(PARITY_DATA)'
	@echo 'or say where one is: make parity PARITY_DATA=...'
	@false

parity: .venv/dev $(DATA)/current $(PARITY_DATA)/current
	$(BIN)/python -m bench.parity --data-dir $(DATA) --geonames $(PARITY_DATA)

fit: .venv/dev $(DATA)/current
	$(BIN)/python -m training.fit --data-dir $(DATA)

clean:
	rm -rf .venv $(DATA) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

fit-annotate: .venv/dev $(DATA)/current
	$(BIN)/python -m training.fit_annotation $(TEXTS) --data-dir $(DATA)
