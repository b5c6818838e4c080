# Every target does its own set-up on a machine that has Python 3.11+, make and the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORTEDLY_DATA ?= ../shared/data
export REPORTEDLY_DATA

.PHONY: demo test check check-style quality bench train clean

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,postgres]'
	touch $@

demo: $(VENV)/.ready
	$(BIN)/reportedly demo

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 2

check-style: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: check-style
	$(BIN)/python -m pytest -n 2 -m "not slow"

quality: $(VENV)/.ready-dev
	$(BIN)/python quality/measure.py

bench: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/bench.py

train: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m training.make

clean:
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
