# `make run` and `make test` are all the set-up there is. Needs Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data
PORT ?= 8000
PARITY_DATA ?= data-geonames

.DEFAULT_GOAL := help
.PHONY: help run test test-slow test-openrefine coverage check audit bench quality strings parity fit fit-annotate build clean

help:
	@echo 'make run     build the embedded gazetteer if there is none, then serve on 127.0.0.1:$(PORT)'
	@echo 'make test    the whole test suite'
	@echo 'make test-openrefine  a whole project in the real OpenRefine, if it is installed'
	@echo 'make coverage  the suite, and how much of the code it runs'
	@echo 'make check   the linters: ruff, mypy --strict, import-linter'
	@echo 'make audit   known vulnerabilities of what is installed, by pip-audit'
	@echo 'make bench   speed against peers (minutes)'
	@echo 'make quality how often the answer is right, against peers and on $(PARITY_DATA), if there; writes docs/quality.md'
	@echo 'make strings how well strings are read that are written in many forms (minutes)'
	@echo 'make parity  what a gazetteer built from GeoNames loses against the embedded one, and the other way (minutes)'
	@echo 'make fit     fit the weights anew (minutes); writes gazetteer/matching/weights.toml'
	@echo 'make fit-annotate TEXTS=…  fit what finds places in texts (minutes); writes gazetteer/annotation'

.venv/base: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/test: .venv/base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

.venv/check: .venv/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,check]'
	@touch $@

$(DATA)/current: | .venv/base
	$(BIN)/exonym build --data-dir $(DATA)

build: $(DATA)/current

run: .venv/base $(DATA)/current
	$(BIN)/exonym serve --data-dir $(DATA) --port $(PORT)

test: .venv/test $(DATA)/current
	EXONYM_TEST_DATA_DIR=$(DATA) $(BIN)/python -m pytest -m "not slow" --numprocesses auto --maxprocesses 4 --dist loadfile

test-slow: .venv/test $(DATA)/current
	EXONYM_TEST_DATA_DIR=$(DATA) $(BIN)/python -m pytest -m slow

test-openrefine: .venv/test $(DATA)/current
	EXONYM_TEST_DATA_DIR=$(DATA) $(BIN)/python -m pytest -m openrefine -s tests/openrefine

.venv/coverage: .venv/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,coverage]'
	@touch $@

coverage: .venv/coverage $(DATA)/current
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto --maxprocesses 4 --dist loadfile --cov

check: .venv/check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy clients/python/tests
	$(BIN)/lint-imports

.venv/audit: .venv/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,audit]'
	@touch $@

audit: .venv/audit
	$(BIN)/pip-audit --skip-editable

.venv/bench: .venv/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@

bench: .venv/bench $(DATA)/current
	$(BIN)/python -m bench.speed --data-dir $(DATA)

quality: .venv/bench $(DATA)/current
	$(BIN)/python -m bench.quality --data-dir $(DATA) --write docs/quality.md \
		$(if $(wildcard $(PARITY_DATA)/current),--geonames $(PARITY_DATA))

strings: .venv/bench $(DATA)/current
	$(BIN)/python -m bench.strings --data-dir $(DATA)

$(PARITY_DATA)/current:
	@echo 'There is no gazetteer built from GeoNames in $(PARITY_DATA). Build one (400 MB to download, 20 minutes):'
	@echo '    $(BIN)/exonym build --source geonames --data-dir $(PARITY_DATA)'
	@echo 'or say where one is: make parity PARITY_DATA=...'
	@false

parity: .venv/bench $(DATA)/current $(PARITY_DATA)/current
	$(BIN)/python -m bench.parity --data-dir $(DATA) --geonames $(PARITY_DATA)

.venv/fit: .venv/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,fit]'
	@touch $@

fit: .venv/fit $(DATA)/current
	$(BIN)/python -m training.fit --data-dir $(DATA)

clean:
	rm -rf .venv $(DATA) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

fit-annotate: .venv/fit $(DATA)/current
	$(BIN)/python -m training.fit_annotation $(TEXTS) --data-dir $(DATA)
