# Every target does everything itself: `make run` on a fresh clone is enough.

PYTHON_IN_VENV := .venv/bin/python
MANAGE := $(PYTHON_IN_VENV) manage.py

.DEFAULT_GOAL := help
.PHONY: help run test hunt late lint format types docs bench audit lock clean setup chromium

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: setup ## start the magazine on http://127.0.0.1:8000 (PORT=… and HOST=… change it)
	@$(MANAGE) start

test: setup chromium ## run all tests, in two processes (ARGS="tests/articles -k seal" chooses)
	@$(PYTHON_IN_VENV) -m pytest -n 2 $(ARGS)

hunt: setup ## play rules and properties with new random examples (MACHINE=5000x20: for a night)
	@$(PYTHON_IN_VENV) -m pytest -n 2 -m hypothesis --hypothesis-profile=new $(ARGS)

late: setup chromium ## play the stories with a server that answers late: finds what doesn't wait (ARGS=… chooses)
	@$(PYTHON_IN_VENV) -m pytest --late $(or $(ARGS),tests/browser)

lint: setup ## check style, types, templates, migrations and generated documents
	$(PYTHON_IN_VENV) -m ruff check
	$(PYTHON_IN_VENV) -m ruff format --check
	$(PYTHON_IN_VENV) -m mypy
	$(PYTHON_IN_VENV) -m djlint --lint --quiet templates
	WELLNESS_ENV=test $(MANAGE) makemigrations --check --dry-run
	$(MANAGE) build_css --check
	$(MANAGE) write_docs --check

format: setup ## put the code into the agreed form
	$(PYTHON_IN_VENV) -m ruff check --fix
	$(PYTHON_IN_VENV) -m ruff format

docs: setup ## write the parts of docs/ that are generated from the code
	$(MANAGE) write_docs

bench: setup ## time the pages of the sample magazine, a long document, a desk of ten thousand articles
	@$(MANAGE) prepare
	@$(MANAGE) bench
	@$(MANAGE) bench_desk

audit: setup chromium ## ask the HTML checker and Lighthouse about every kind of page (needs Java and Node.js)
	@$(PYTHON_IN_VENV) -m tests.audit.tools
	@$(PYTHON_IN_VENV) -m pytest tests/audit -m audit $(ARGS)

lock: ## choose the newest dependencies that fit and write their lock (ARGS="--upgrade")
	@requirements/lock.sh $(ARGS)

clean: ## remove the virtual environment and caches; the data in var/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

setup:
	@requirements/setup.sh

chromium: setup
	@$(PYTHON_IN_VENV) -m tests.browser.chromium
