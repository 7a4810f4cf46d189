# Every target does its own set-up, so each is one command on a fresh machine. `make` alone lists them.

PORT ?= 8501
COUNTY ?= made-up
DATA_DIR ?= data
SOURCES ?=
# How many processes share the tests: one more than the two cores that we count on, for browsers and servers make tests wait.
TESTERS ?= 3

VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --no-input
UV_VERSION := 0.13.9
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: help setup run review test check bench proof docs pictures lock browser

help:
	@echo "make run        start the dashboard on the made-up county: http://localhost:$(PORT)"
	@echo "                settings: COUNTY=made-up PORT=8501 DATA_DIR=data SOURCES=folder-with-the-county's-files"
	@echo "                SERVER_FOR=public,partner,analyst; real data need sign-in (docs/sign-in.md) or REAL_DATA_WITHOUT_SIGN_IN=yes"
	@echo "make review     decide about pairs of records that may be one person: shows names, on this machine alone"
	@echo "make test       all checks and all tests"
	@echo "make check      style, types, import directions, and known flaws of packages; changes nothing"
	@echo "make bench      measure speed, and write it down in benchmarks/*.md"
	@echo "make proof      interrupt fifty builds, hold fifty counties and a thousand effects against their truth (half an hour); write docs/proofs"
	@echo "make docs       write docs/method from the measures"
	@echo "make pictures   take the pictures that the documents show"
	@echo "make lock       pin the packages anew from pyproject.toml; UPGRADE=1 takes newer ones"
	@echo "make setup      only install what 'make run' needs"

setup: $(VENV)/ready-to-run
	@echo "Ready. Start the dashboard with: make run"

# A county that is published already is not built again.
PUBLISH = DATA_DIR="$(DATA_DIR)" $(PY) -m data_access build "$(COUNTY)" --unless-published \
	$(if $(SOURCES),--sources "$(SOURCES)")

run: $(VENV)/ready-to-run
	@$(PUBLISH)
	@echo "Starting the dashboard; open the address below in a browser. Ctrl+C stops it."
	@COUNTY="$(COUNTY)" DATA_DIR="$(DATA_DIR)" $(PY) -m streamlit run app.py --server.port $(PORT)

# A server of its own: it shows records with names, and none of the other pages. --server.address is part of the protection.
review: $(VENV)/ready-to-run
	@SERVER_FOR=steward COUNTY="$(COUNTY)" DATA_DIR="$(DATA_DIR)" \
		$(PY) -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT)

# pytest comes last, so that its closing line is the last one.
test: check browser
	@$(PY) -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/ready-to-test
	@echo "Checking style ..."
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@echo "Checking types (half a minute the first time) ..."
	@$(PY) -m mypy
	@echo "Checking import directions ..."
	@$(VENV)/bin/lint-imports --no-logo
	@echo "Asking for known flaws in the packages that are pinned ..."
	@$(PY) -m tests.package_audit

bench: $(VENV)/ready-to-test browser
	@$(PY) -m benchmarks.build_and_pages
	@$(PY) -m benchmarks.loading | tee benchmarks/loading.md
	@$(PY) -m benchmarks.curves --large | tee benchmarks/curves.md
	@$(PY) -m benchmarks.follow_up --large | tee benchmarks/follow_up.md
	@$(PY) -m benchmarks.linkage | tee benchmarks/linkage.md
	@$(PY) -m benchmarks.effects
	@$(PUBLISH)
	@$(PY) -m benchmarks.briefs "$(DATA_DIR)" | tee benchmarks/briefs.md

proof: $(VENV)/ready-to-test
	@$(PY) -m pytest -m proof tests/loading tests/attacks tests/truth \
		tests/pages/test_briefs_agree.py tests/pages/test_accessibility.py tests/briefs/test_rendered.py tests/effects

docs: $(VENV)/ready-to-test
	@$(PY) -m tests.spec.print_method docs/method

pictures: $(VENV)/ready-to-test browser
	@$(PUBLISH)
	@$(PY) -m docs.pictures.make --county "$(COUNTY)" --data-dir "$(DATA_DIR)"

lock: | $(VENV)/bin/pip
	@$(PIP_INSTALL) uv==$(UV_VERSION)
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) --group dev -c requirements.txt -o requirements-dev.txt

# ---- set-up

# Installed again only when the pins change.
$(VENV)/ready-to-run: requirements.txt | $(VENV)/bin/pip
	@echo "Installing Python packages (about a minute) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/ready-to-test: requirements-dev.txt $(VENV)/ready-to-run
	@echo "Installing the packages that tests and checks need ..."
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# $(call install_debian,PACKAGES,MESSAGE): as root, or by sudo where it asks no password; otherwise print MESSAGE and stop.
define install_debian
	if [ "$$(id -u)" = 0 ]; then as_root=env; elif sudo -n true 2>/dev/null; then as_root="sudo -n env"; else as_root=; fi; \
	if [ -z "$$as_root" ] || ! command -v apt-get >/dev/null; then printf '%s\n' $(2) >&2; exit 1; fi; \
	echo "Installing $(1) with apt-get (about a minute) ..."; \
	$$as_root apt-get -qq update && \
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $(1) >/dev/null
endef

FIND_PYTHON = for name in python3.11 python3.12 python3.13 python3; do \
	if $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then echo $$name; break; fi; done
PYTHON_MESSAGE = "Python 3.11, 3.12 or 3.13 with its venv module is needed, and was not found." \
	"  Debian, Ubuntu:  sudo apt-get install python3 python3-venv" \
	"  Fedora:          sudo dnf install python3.11" \
	"  macOS:           brew install python@3.11" "Then run the same make command again."

$(VENV)/bin/pip:
	@python="$$($(FIND_PYTHON))"; \
	if [ -z "$$python" ] || ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
		$(call install_debian,python3 python3-venv,$(PYTHON_MESSAGE)) || exit 1; \
		python="$$($(FIND_PYTHON))"; \
	fi; \
	if [ -z "$$python" ]; then printf '%s\n' $(PYTHON_MESSAGE) >&2; exit 1; fi; \
	echo "Making a virtual environment in $(VENV)/ with $$($$python --version) ..."; \
	$$python -m venv $(VENV)

BROWSER_MESSAGE = "The browser tests need Chromium, and it was not found." \
	"  Debian:  sudo apt-get install chromium" \
	"  Fedora:  sudo dnf install chromium" \
	"Or name another browser of that family:  CHROMIUM=/path/to/chrome make test"

# tests/dashboard.py looks for the browser in the same places.
browser:
	@for name in $(CHROMIUM) chromium chromium-browser google-chrome; do \
		if command -v "$$name" >/dev/null; then exit 0; fi; done; \
	$(call install_debian,chromium fonts-dejavu-core,$(BROWSER_MESSAGE))
