# Every command starts from a bare machine: Python 3.11 or newer and make are all it takes.
# sco_site/bootstrap.py makes .venv and installs what the command needs, once.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv/bin/python
BOOTSTRAP := @$(or $(PYTHON),$(error Python 3.11 or newer is needed, and none was found)) sco_site/bootstrap.py
# One process a core; more than four would want more connections than the test server gives.
PYTEST := $(VENV) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal
JAVASCRIPT_TESTS = $(wildcard tests/js/*.test.js tests/js/*.test.mjs)

.PHONY: help run manage test test-sqlite test-postgres test-javascript lint format lock bench-anchors bench-pages bench-scale lighthouse handbook clean

help:
	@echo "make run                   the site at http://127.0.0.1:8000/  (PORT, DATA_DIR, DATABASE_URL)"
	@echo "make manage ARGS=...       a management command on that site: ARGS='import_article FILE'"
	@echo "make test                  all tests, on SQLite and on PostgreSQL  (ARGS='-k words')"
	@echo "make test-sqlite           the Python tests on SQLite alone"
	@echo "make test-postgres         the Python tests on PostgreSQL alone"
	@echo "make lint                  style, types, templates, missing migrations"
	@echo "make format                put the Python files into shape"
	@echo "make lock                  pin the requirements anew  (ARGS=--upgrade for newer ones)"
	@echo "make bench-anchors FILE=   how anchors fare when the text of FILE is edited"
	@echo "make bench-pages           how fast pages are served, beside nginx and Django’s least"
	@echo "make bench-scale           what pages cost with 200,000 claims, beside one hundredth of them"
	@echo "make lighthouse           the four scores of the public pages  (ARGS=--desktop)"
	@echo "make handbook              take the pictures of docs/handbook.md anew"
	@echo "make clean                 remove .venv and caches; the data folder stays"

run:
	$(BOOTSTRAP) run

manage:
	$(BOOTSTRAP) manage $(ARGS)

test: test-javascript test-sqlite test-postgres

test-sqlite:
	$(BOOTSTRAP) test
	$(PYTEST) $(ARGS)

test-postgres:
	$(BOOTSTRAP) test
	$(VENV) tests/postgres.py -- $(PYTEST) $(ARGS)

test-javascript:
ifneq ($(JAVASCRIPT_TESTS),)
	@command -v node >/dev/null || { echo "The tests of the scripts need node: install Debian's package nodejs." >&2; exit 1; }
	node --test $(JAVASCRIPT_TESTS)
endif

lint:
	$(BOOTSTRAP) lint
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	$(VENV) -m mypy
	$(VENV) -m djlint --lint --quiet templates
	DJANGO_SETTINGS_MODULE=tests.settings $(VENV) -m django makemigrations --check --dry-run

format:
	$(BOOTSTRAP) lint
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format

lock:
	$(BOOTSTRAP) lint
	@for name in base sentry test lint; do \
	    $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	        --no-header $(ARGS) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

bench-anchors:
	$(BOOTSTRAP) test
	$(VENV) -m tests.bench.bench_anchors $(FILE)

bench-pages:
	$(BOOTSTRAP) test
	$(VENV) -m tests.bench.bench_pages

bench-scale:
	$(BOOTSTRAP) test
	$(VENV) -m tests.bench.bench_scale $(ARGS)

lighthouse:
	$(BOOTSTRAP) test
	$(VENV) -m tests.bench.bench_lighthouse $(ARGS)

handbook:
	$(BOOTSTRAP) test
	$(VENV) -m tests.handbook

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
