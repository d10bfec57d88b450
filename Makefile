# Two commands do all the set-up: `make demo` runs the main job, `make test` passes the tests.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: demo test lint bench docs pictures template clean office

demo: .venv/.csbook
	$(BIN)/csbook demo --replace

test: .venv/.dev office lint
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not minutes"

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.dev
	$(BIN)/python -m benchmarks

# What is generated and checked in: the template, the ribbon, the references of docs.
docs template: .venv/.dev
	$(BIN)/python -m csbook build-template
	$(BIN)/python docs/generate.py

# The pictures of the guides, from the demo workbook; some minutes.
pictures: .venv/.dev office
	$(BIN)/python docs/pictures.py

office:
	sh tests/libreoffice/install.sh

.venv/.csbook: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "csbook needs Python 3.11 or later: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.dev: .venv/.csbook
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis 客服台账-演示.xlsm .csbook
