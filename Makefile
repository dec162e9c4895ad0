# Every target that needs Python sets it up first: `.venv` from the lock, nothing outside this folder.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
# Importing Airflow without this makes a folder in the home directory.
export AIRFLOW_HOME := $(CURDIR)/var/airflow
# Set in some images; without compiled modules every process here would spend seconds on compiling Airflow again.
export PYTHONDONTWRITEBYTECODE :=
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
# A relative ARTICLES means what it means in the shell that called make (`make -C` changes the folder, PWD does not).
export ARTICLES ?=
export SOURCE ?=
export BI_PORT ?=
CALLED_FROM := $(PWD)

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make run ARTICLES=FOLDER reads your own articles (.txt, .html, .json, .jsonl); without it, the sample in seeds/articles."
	@echo "  make run SOURCE=NAME collects one source of sources.yml once; make sources CHECK=1 says what each needs looked at."
	@echo "  State lives in var/ (or in the folder that ILJARI_VAR names); PYTHON=… chooses the Python that .venv is made with."

.PHONY: setup
setup:
	@./ops/setup.sh

.PHONY: setup-tests
setup-tests:
	@./ops/setup.sh tests

.PHONY: page-view
page-view: setup ## build the view of the page (publish/page/view) into build/page-view; done by the set-up when it has changed
	@publish/page/view/build.sh

.PHONY: run
run: setup ## articles in, checked facts out, through Airflow: starts it, follows the run, stops it
	@$(PY) -m ops.run $(if $(ARTICLES),--articles "$$ARTICLES" --relative-to "$(CALLED_FROM)") $(if $(SOURCE),--source "$$SOURCE")

.PHONY: sources
sources: setup ## check sources.yml, and list its sources with their last run and what they brought
	@$(PY) -m extract.sources $(if $(CHECK),check)

.PHONY: show-sources
show-sources: setup ## a test site with every vice, collected twice through Airflow: what became of each request
	@$(PY) -m tests.show_sources

.PHONY: up
up: setup ## start Airflow as a standing service with its page
	@$(PY) -m ops.up

.PHONY: down
down: setup ## stop what `make up` started
	@$(PY) -m ops.down

.PHONY: setup-bi
setup-bi: setup
	@./ops/setup.sh bi

.PHONY: bi
bi: setup-bi ## Superset with two dashboards over the current release, in an environment of its own (BI_PORT=8088)
	@$(PY) -m ops.bi up

.PHONY: bi-down
bi-down: setup ## stop what `make bi` started
	@$(PY) -m ops.bi down

.PHONY: test-bi
test-bi: setup-bi setup-tests ## Superset for real, in a browser: both dashboards, a new release, nothing can be written (minutes; not in `make test`)
	@$(PY) -m pytest -p no:xdist tests/bi/check_superset.py

.PHONY: test
# Three at once on two cores: the end-to-end run mostly waits for Airflow.
test: setup-tests ## every test, the end-to-end run among them (it is the longest and goes first)
	@$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

.PHONY: lint
lint: setup ## style, formatting, types, SQL; where Rust is, the same of the compiled reader
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy extract expectations publish ops dags bi
	@$(PY) -m sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests
	@if command -v cargo-clippy >/dev/null; then cd extract/claims/native && cargo fmt --check \
	  && cargo clippy --quiet --offline --target-dir "$(CURDIR)/build/native/lint" -- -D warnings \
	  && cargo test --quiet --offline --target-dir "$(CURDIR)/build/native/lint"; fi

# The matrices of the fit are small and sparse: more threads of the linear algebra would only wait for each other.
train accuracy test: export OPENBLAS_NUM_THREADS := 1

.PHONY: accuracy
accuracy: setup ## precision and recall of the claims on labelled articles that the weights have not seen
	@$(PY) -m tests.gold.accuracy

.PHONY: train
train: setup ## fit the weights of the claims reader to the labelled texts in tests/gold
	@$(PY) -m tests.gold.train

.PHONY: bench
bench: setup ## how fast claims are read on one core, and the wall time of a run by stage
	@$(PY) -m ops.bench_claims
	@$(PY) -m ops.bench

.PHONY: bench-page-view
bench-page-view: setup-tests ## what the page weighs and when it is there, with little and with as much data as it will get (PAGES="FOLDER …": page folders of releases, too)
	@$(PY) -m tests.publish.page.view.bench $(PAGES)

.PHONY: bench-voices
bench-voices: setup ## how well copies of one press release are found, on made copies of the labelled articles
	@$(PY) -m ops.bench_voices

.PHONY: bench-page
bench-page: setup ## the page of a million made claims, in build/bench-page: time, memory, sizes (BENCH_CLAIMS=1000000)
	@$(PY) -m ops.bench_page --claims $${BENCH_CLAIMS:-1000000}

# The other readers are no dependencies of Iljari: they go into build/, which `make clean` removes.
build/bench-read/trafilatura: | setup
	@UV_CACHE_DIR=.venv/.cache/uv .venv/bin/uv pip install --quiet --python $(PY) \
	  --target build/bench-read trafilatura==2.3.1 readability-lxml==0.9 newspaper4k==0.9.6 resiliparse==2.0.1 nltk==3.10.4

.PHONY: bench-archive
bench-archive: setup build/bench-read/trafilatura ## how fast an archive is read, beside FastWARC alone and trafilatura on every page (BENCH_PAGES=6000)
	@$(PY) -m ops.bench_archive --pages $${BENCH_PAGES:-6000}

.PHONY: bench-read
bench-read: setup build/bench-read/trafilatura ## how well pages are read, beside other readers (PAGES=FOLDER: your own pages with truths)
	@PYTHONWARNINGS=ignore $(PY) -m ops.bench_read $${PAGES:+"$$PAGES"}

.PHONY: bench-scale
bench-scale: setup ## what a day costs on a history of 10 k, 100 k and 1 M made-up articles (SIZES="10k 100k")
	@$(PY) -m ops.bench_scale $(if $(SIZES),--sizes $(SIZES))

# atheris is no dependency of Iljari: it goes into build/, which `make clean` removes.
.PHONY: fuzz
fuzz: setup ## read texts that no paper prints, steered by coverage (FUZZ_SECONDS=600)
	@[ -d build/atheris ] || UV_CACHE_DIR=.venv/.cache/uv .venv/bin/uv pip install --quiet --target build/atheris 'atheris>=3,<4' || { rm -rf build/atheris; exit 1; }
	@PYTHONPATH=build/atheris $(PY) -m ops.fuzz_claims --seconds $${FUZZ_SECONDS:-600}

.PHONY: docs
docs: setup ## write docs/data-dictionary.md and .ko.md from the descriptions in dbt_project/
	@$(PY) -m publish.dictionary

.PHONY: lock
lock: setup ## resolve requirements.in and requirements-bi.in again to their locks
	@for name in requirements requirements-bi; do UV_CACHE_DIR=.venv/.cache/uv .venv/bin/uv pip compile $$name.in --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --universal --python-version 3.11 --quiet --output-file $$name.lock; done

# npm writes where packages may be supported ("funding") into the lock, with addresses: those are taken out again.
.PHONY: lock-page
lock-page: setup ## resolve publish/page/view/package.json again to package-lock.json
	@publish/page/view/build.sh lock

.PHONY: clean
clean: ## remove caches and build products; with ALL=1 also .venv and var/ (articles, warehouse, releases)
	@rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis build publish/page/view/node_modules dbt_project/target dbt_project/logs
	@find . -name __pycache__ -type d -not -path './.venv/*' -not -path './.git/*' -prune -exec rm -rf {} +
ifeq ($(ALL),1)
	@if [ -x $(PY) ]; then $(PY) -m ops.down; $(PY) -m ops.bi down; fi
	@rm -rf .venv var
endif
