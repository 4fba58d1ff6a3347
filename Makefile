# Two commands set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test fuzz oldest ends wheel-test wheels audit licences sbom samples lock clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "vidcheck needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python has no venv module here. On Debian/Ubuntu: apt install python3-venv"; exit 2; }

$(VENV)/.installed: $(BIN)/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# Models make it better and are no condition: without a registry the demo runs as it is.
demo: $(VENV)/.installed
	@$(BIN)/vidcheck models install || echo "going on without models"
	$(BIN)/vidcheck demo

test: $(VENV)/.installed
	.ci/browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

# The other end of every dependency's range: the oldest releases that pyproject.toml allows.
oldest:
	$(PYTHON) -m venv $(VENV)-oldest
	$(VENV)-oldest/bin/python -m pip install --quiet -r requirements.oldest.txt
	$(VENV)-oldest/bin/python -m pip install --quiet --no-deps --editable .
	$(VENV)-oldest/bin/python -m pytest

# What users get: the built wheel, installed without the sources, the main job run from elsewhere, and
# the tests of the rooms that read what the wheel carries (INSTALLED=tests: all of them). `wheels`
# does it for every Python named in PYTHONS that this machine has.
PYTHONS ?= python3.11 python3.12 python3.13
INSTALLED ?= tests/cli tests/generators tests/plan tests/report tests/storyboard tests/importers tests/ledger
BESIDE := tests docs samples storyboards seeds benchmarks .ci $(wildcard *.md *.toml *.txt *.lock) LICENSE Makefile
wheel-test:
	rm -rf build/wheel && mkdir -p build/wheel/beside
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	build/wheel/venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel .
	build/wheel/venv/bin/python -m pip install --quiet --no-deps build/wheel/vidcheck-*.whl
	cd build/wheel && venv/bin/python -c 'import vidcheck; assert "site-packages" in vidcheck.__file__'
	cd build/wheel && venv/bin/vidcheck demo --out demo > demo.txt && test -s demo/report/report.html
	cd build/wheel && venv/bin/vidcheck init film --seed night-bus && venv/bin/vidcheck lint film/storyboard.yaml
	cp -R $(BESIDE) build/wheel/beside
	cd build/wheel/beside && ../venv/bin/python -m pytest -q $(INSTALLED)

wheels:
	@for python in $(PYTHONS); do \
	  if "$$python" -c '' 2>/dev/null; then echo "== $$python" && $(MAKE) wheel-test PYTHON="$$python" || exit 1; \
	  else echo "== $$python is not here: skipped"; fi; done

# Both ends of every dependency's range.
ends: test oldest

# The property tests that damage files, fifty times as many examples as in `make test`: a night.
FUZZ ?= 50
fuzz: $(VENV)/.installed
	VIDCHECK_FUZZ=$(FUZZ) $(BIN)/python -m pytest -q tests/hostile

# Known weaknesses in what the lock installs, its licences, and its parts list (CycloneDX), by tools
# that stay out of the environment they look at.
TOOLS := build/tools/bin
$(TOOLS)/.installed: $(VENV)/.installed
	$(BIN)/python -m venv build/tools
	$(TOOLS)/python -m pip install --quiet --disable-pip-version-check pip-audit pip-licenses cyclonedx-bom
	@touch $@

# `--strict`: where the registry cannot tell of a package, that is no «no weakness known».
audit: $(TOOLS)/.installed
	@$(TOOLS)/pip-audit --strict --require-hashes --disable-pip -r requirements.lock || { \
	  echo "«not found»: this registry (a mirror?) has no data on weaknesses; run it where PyPI itself answers"; exit 1; }

# Any licence that is not known to go with ours fails. pyjianyingdraft carries the Apache licence in its
# package and names none in its metadata.
ALLOWED := MIT;BSD;Apache;Mozilla;MPL;PSF;ISC
licences: $(TOOLS)/.installed
	@$(TOOLS)/pip-licenses --python=$(BIN)/python --format=markdown --order=license \
	  --partial-match --allow-only="$(ALLOWED)" --ignore-packages pyjianyingdraft

sbom: $(TOOLS)/.installed
	$(TOOLS)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --of JSON -o build/sbom.json
	@$(BIN)/python -c 'import json; parts = json.load(open("build/sbom.json"))["components"]; \
	  locked = sum("==" in line for line in open("requirements.lock")); \
	  print(len(parts), "parts in build/sbom.json"); assert len(parts) == locked, locked'

samples: $(VENV)/.installed
	$(BIN)/python samples/draw.py

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/python -m uv pip compile --universal --generate-hashes --no-header --extra dev -o requirements.lock pyproject.toml
	$(BIN)/python -m uv pip compile --python-version 3.11 --resolution lowest-direct --no-header --extra dev \
	  -o requirements.oldest.txt pyproject.toml

clean:
	rm -rf $(VENV) $(VENV)-oldest dist build vidcheck-demo vidcheck-report
