# The list of commands: `make help` prints it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo up down test check bench faults chaos hostile fuzz tamper scale mutants campaign test-llm lock prove-locks

PYTHON3 ?= python3
VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps
# What the installed packages were made from: a change of the lock file installs again.
RUNTIME := $(VENV)/.installed-runtime
DEVELOPMENT := $(VENV)/.installed-development
LLM_VENV := .venv-llm
LLM := $(LLM_VENV)/.installed

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: $(RUNTIME) ## Summaries of three invented diaries through a real worker (FRESH=1: run anew)
	@$(PYTHON) manage.py demo $(if $(FRESH),--fresh)

up: $(RUNTIME) ## Web, worker and beat in the foreground until Ctrl-C; prints the admin's address
	@$(PYTHON) -m sessionbridge.up

down: $(RUNTIME) ## Stop whatever `make up` or a killed command left running
	@$(PYTHON) -m sessionbridge.down

# Where a shell says to keep nothing of what Python compiled, each of the many programs the tests start would compile
# all of ours anew.
test: $(DEVELOPMENT) ## All tests
	PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -n auto

check: $(DEVELOPMENT) ## Style, types, duplication, layers, migrations, fresh documents
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	find templates core generation audit -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 --check {} +
	$(PYTHON) -m mypy
	$(PYTHON) -m pylint --score=n core generation audit sessionbridge benchmarks wording_benchmark manage.py
	$(VENV)/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) -m pytest -q tests/docs

bench: $(DEVELOPMENT) ## Ratios against baselines of the same run (ONLY=name: one of them)
	@$(PYTHON) -m benchmarks $(ONLY)

scale: $(DEVELOPMENT) ## A year of one clinic and of ten; 1, 2 and 4 workers; two web processes (tables for docs/scale.md; some 15 minutes)
	@$(PYTHON) -m benchmarks.scale $(ONLY)

faults: $(DEVELOPMENT) ## Every fault of a model's server, then every faultpoint times every fault (SEED=n NUMBER=n: so many of them)
	$(PYTHON) -m pytest -q -n auto -m long_faults
	@$(PYTHON) -m tests.faults.every_fault $(if $(SEED),--seed $(SEED)) $(if $(NUMBER),--number $(NUMBER))

chaos: $(DEVELOPMENT) ## Kill, freeze, cut off and empty everything (JOBS=300, or MINUTES=n; SEED=n)
	@$(PYTHON) -m tests.faults.chaos --jobs $(or $(JOBS),300) $(if $(KILLS),--kills $(KILLS)) \
	  $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

fuzz: $(DEVELOPMENT) ## Every address asked by everybody for everybody's rows, every query string, 100,000 calls of the API, generated examples anew, damaged diary files (CASES=n SEED=n FILE_MINUTES=n)
	API_CASES=$(or $(CASES),100000) $(if $(SEED),API_SEED=$(SEED)) $(PYTHON) -m pytest -q -n auto -m "" tests/access tests/contract tests/browser/test_pages_of_roles.py tests/browser/test_vectors.py
	$(PYTHON) -m pytest -q -n auto -m hypothesis --hypothesis-profile=default tests
	FILE_MINUTES=$(or $(FILE_MINUTES),20) $(PYTHON) -m pytest -q -n auto --timeout 7200 tests/core/test_any_file.py

mutants: $(DEVELOPMENT) ## Small mistakes in the code, and whether a test notices (NUMBER=330, 0: all; SEED=n ROOM=name)
	@$(PYTHON) -m tests.mutants --number $(or $(NUMBER),330) $(if $(SEED),--seed $(SEED)) $(if $(ROOM),--room "$(ROOM)")

# A suite with a long form adds a line here.
campaign: $(DEVELOPMENT) ## The long form of every such suite; takes hours
	$(MAKE) faults
	$(MAKE) chaos JOBS=10000 KILLS=5000
	$(MAKE) hostile
	$(MAKE) fuzz FILE_MINUTES=$(or $(FILE_MINUTES),240)
	MOVED_VERSIONS=10000 $(PYTHON) -m pytest -q tests/older_system/test_many_versions.py
	$(MAKE) tamper RUNS=10000
	$(MAKE) mutants
	for keeper in fence unique redis_lock; do \
	  if $(PYTHON) -m tests.faults.chaos --minutes 1 --without $$keeper >/dev/null; then \
	    echo "The checker saw nothing wrong without $$keeper." >&2; exit 1; fi; done

tamper: $(DEVELOPMENT) ## 2,000 tamperings with rows under a head, each to be named by `verify` (RUNS=n SEED=n)
	TAMPERINGS=$(or $(RUNS),2000) $(if $(SEED),TAMPERING_SEED=$(SEED)) $(PYTHON) -m pytest -q tests/audit/heads/test_tampering.py

hostile: $(DEVELOPMENT) ## 50,000 runs of an attacker that learns: diaries, sessions, models, corrections (RUNS=n SEED=n CASE=name)
	@$(PYTHON) -m tests.hostile $(if $(RUNS),--runs $(RUNS)) $(if $(SEED),--seed $(SEED)) $(if $(CASE),--case $(CASE))

test-llm: $(DEVELOPMENT) $(LLM) ## A small real model beside the rules (DIARIES=file KEYS=file FIRST=n); builds llama.cpp first
	@$(PYTHON) -m tests.llm.with_server $(LLM_VENV)/bin/python \
	  $(PYTHON) -m tests.llm.choices $(DIARIES) $(if $(KEYS),--keys $(KEYS)) $(if $(FIRST),--first $(FIRST))

lock: $(DEVELOPMENT) ## Make the requirement files with hashes from the .in files
	for name in requirements requirements-dev requirements-llm; do \
	  $(VENV)/bin/uv pip compile --universal --no-strip-extras --generate-hashes --python-version 3.11 \
	    --no-header --quiet $$name.in -o $$name.txt || exit 1; \
	done

prove-locks: $(DEVELOPMENT) ## Install the requirement files into empty environments, with the oldest pip and the newest
	@$(PYTHON) -m tests.locks

$(RUNTIME): requirements.txt | $(PYTHON)
	$(PIP) -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(PYTHON)
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUNTIME)

$(LLM): requirements-llm.txt | $(PYTHON)
	test -x $(LLM_VENV)/bin/python || $(PYTHON) -m venv $(LLM_VENV)
	@# Built for this very processor, it crashes on some: its kernels for AMX do.
	CMAKE_ARGS=-DGGML_NATIVE=OFF $(LLM_VENV)/bin/python -m pip --disable-pip-version-check install --quiet \
	  --no-cache-dir --require-hashes --no-deps -r requirements-llm.txt
	@touch $@

$(PYTHON):
	@$(PYTHON3) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "SessionBridge needs Python 3.11, 3.12 or 3.13; $(PYTHON3) is $$($(PYTHON3) --version 2>&1)." \
	    "Name another: make PYTHON3=python3.12 ..." >&2; exit 1; }
	$(PYTHON3) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
