# Two commands: `make demo` shows the product, `make test` proves it. Needed: python3 (3.11 or later) with venv, make.

PYTHON ?= python3
PORT ?= 8000
SCALE ?= 0.1
DAY ?= 2020-03-16
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
DIST := gangqiao/web/static/dist
PO := $(wildcard gangqiao/*/locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -print)

.PHONY: install demo test test-install lint format bench lock messages reference pictures clean
.DELETE_ON_ERROR:

install: $(VENV)/.package $(DIST)/manifest.json $(MO)  ## .venv, the command .venv/bin/gangqiao, the front end, the translations

demo: install  ## the synthetic county on http://127.0.0.1:$(PORT)
	@$(VENV)/bin/gangqiao demo --port $(PORT) --scale $(SCALE) --day $(DAY)

test: test-install  ## everything that CI knows
	@$(PY) -m tools.check all

lint: test-install  ## style, types, imports, templates, messages, generated pages
	@$(PY) -m tools.check lint

format: test-install  ## put the style right where a program can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(VENV)/bin/djlint --reformat --quiet gangqiao || true
	$(PY) tools/node.py biome check --write src vite.config.ts vite.phone.config.ts vite.worker.config.ts sprite.ts precache.ts

bench: test-install  ## measures; results go to bench/results
	@set -e; for script in bench/*.py; do echo "== $$script"; $(PY) $$script; done

messages: install  ## collect new messages into each app's django.po
	$(PY) -m tools.messages update

reference: install  ## write docs/reference anew
	$(PY) -m tools.reference write

pictures: test-install  ## take the pictures of README and handbook anew (docs/pictures)
	$(PY) -m tools.pictures

lock: test-install  ## resolve requirements/*.in again, with hashes
	@for part in base build cluster dev; do $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes \
		--python-version 3.11 --no-annotate --no-emit-index-url --custom-compile-command "make lock" \
		requirements/$$part.in -o requirements/$$part.txt || exit 1; done

clean:  ## remove what install made (the county in var/ stays)
	rm -rf $(VENV) frontend/node_modules $(DIST)
	find gangqiao -name '*.mo' -delete

# --- what the targets are made of ------------------------------------------------------------------------------------
# Each stamp is touched last, so that a step cut short is done again.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "Python cannot make environments (Debian: apt install python3-venv)."; exit 1; }
	@echo "Making the Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.base: $(VENV)/.made requirements/base.txt requirements/build.txt
	@echo "Installing $$(grep -c == requirements/base.txt) Python packages"
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements/base.txt -r requirements/build.txt
	@touch $@

$(VENV)/.package: $(VENV)/.base pyproject.toml
	@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Installing the packages for tests"
	@$(PIP) install --quiet --require-hashes --no-deps -r requirements/dev.txt
	@touch $@

test-install: install $(VENV)/.dev

frontend/node_modules/.made: $(VENV)/.base frontend/package.json frontend/package-lock.json
	@echo "Installing the front end's packages"
	@$(PY) tools/node.py npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Built beside and moved: a build cut short leaves no half of it in place.
$(DIST)/manifest.json: frontend/node_modules/.made $(FRONTEND)
	@echo "Building the front end"
	@$(PY) tools/node.py vite build --logLevel error --outDir $(DIST).new
	@$(PY) tools/node.py vite build --logLevel error --config vite.server.config.ts --outDir $(DIST).new
	@$(PY) tools/node.py vite build --logLevel error --config vite.phone.config.ts --outDir $(DIST).new/phone
	@$(PY) tools/node.py vite build --logLevel error --config vite.worker.config.ts --outDir $(DIST).new/phone
	@rm -rf $(DIST) && mv $(DIST).new $(DIST) && touch $@

%.mo: %.po $(VENV)/.base
	@$(PY) -m tools.messages compile $<
