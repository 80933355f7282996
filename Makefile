# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check format pictures benchmarks clean

demo: $(VENV)/.installed
	$(BIN)/qualcode demo

test: $(VENV)/.tests-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

format: $(VENV)/.tests-installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pictures: $(VENV)/.tests-installed
	$(BIN)/python docs/pictures.py

benchmarks: $(VENV)/.tests-installed
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/tui/run.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "qualcode needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.tests-installed: $(VENV)/.installed requirements-test.txt
	$(PIP) install -c constraints.txt -r requirements-test.txt
	touch $@
