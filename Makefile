# The commands of this project; `make` alone lists them.

# The Python that makes .venv; empty: python3, or else python3.13, python3.12 or python3.11.
PYTHON ?=
export PYTHON

# The folder of the articles' texts, <slug>.txt each; it is no part of the repository.
TEXTS ?= texts
texts_given = $(or $(filter command environment,$(origin TEXTS)),$(wildcard $(TEXTS)))

# Where `make serve` listens.
PORT ?= 8000

python = .venv/bin/python
compile = $(python) -m uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' \
  $(if $(UPGRADE),--upgrade) pyproject.toml

# need NAME,EXAMPLE: end with a word where a command lacks what it works on.
need = $(if $($1),,@echo "say $1: make $2" >&2; exit 2)

# How many articles the sites of the benchmark have.
SIZES ?= 5 1000

# What npm writes last of all: where it is older than the lock, the packages are installed anew.
packages = tests/audit/node_modules/.package-lock.json

.PHONY: help build serve verify mutants facts explain coverage changes new add release suggestions \
  bench bench-peers check test lint html audit audit-packages publish-check kills fuzz pictures format \
  golden schemas lock lock-audit lock-peers clean distclean setup setup-add setup-test
.NOTPARALLEL:

# A problem's code that `make help` explains.
CODE ?=

help: $(if $(CODE),setup) ## list these commands; CODE=bad-slug: explain a problem; CODE=list: list them
ifneq ($(CODE),)
	@$(python) -m generator help "$(CODE)"
else
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile
endif

build: setup ## make the site in output/
	@$(python) -m generator build

serve: setup ## preview that follows every change (PORT=8000 TEXTS=folder EDITOR_URL=address)
	@$(python) -m generator serve --port $(PORT) --texts "$(TEXTS)"

verify: setup ## hold all that the site says against the articles' texts (TEXTS=folder ACCEPT=1: changed texts)
	@$(python) -m generator verify --texts "$(TEXTS)" $(if $(ACCEPT),--accept-changed-texts)

mutants: setup-test ## change the content at random, count what verify catches (TEXTS=folder)
	@$(python) -m tests.mutants --texts "$(TEXTS)"

bench: setup-test ## time builds (SIZES="5 1000" RUNS=3 PROFILE=30) and, from save to browser, the preview (SAVES=15)
	@$(python) -m bench.build $(SIZES) --real $(if $(RUNS),--runs $(RUNS)) $(if $(PROFILE),--profile $(PROFILE))
	@$(python) -m bench.preview $(if $(SAVES),--saves $(SAVES)) $(if $(texts_given),--texts "$(TEXTS)")

bench-peers: setup-test ## time builds and previews beside other generators (SIZES="5 1000" RUNS=3 SAVES=10; Node)
	@$(python) -m bench.peers $(SIZES) $(if $(RUNS),--runs $(RUNS)) $(if $(SAVES),--saves $(SAVES))

pictures: setup-test ## screenshots and prints of each kind of page in pictures/ (README=1: the README's)
	@$(python) -m tests.pictures pictures $(if $(README),--readme)

facts: setup ## print the fact table
	@$(python) -m generator facts

explain: setup ## print how a fact's relation was reached (FACT=id)
	$(call need,FACT,explain FACT=id)
	@$(python) -m generator explain "$(FACT)"

coverage: setup ## print the paragraphs that nothing rests on (TEXTS=folder: and figures)
	@$(python) -m generator coverage $(if $(texts_given),--texts "$(TEXTS)")

changes: setup ## print what changed in the facts since the last release, and what speaks of it
	@$(python) -m generator changes

new: setup ## begin an explainer of your own in a new folder (DIR=../name)
	$(call need,DIR,new DIR=../name)
	@$(python) -m generator new "$(DIR)"

add: setup-add ## begin a new article from its text (FILE=article.html URL=… SLUG=… TEXTS=folder)
	$(call need,FILE,add FILE=article.html)
	@$(python) -m generator add "$(FILE)" $(if $(URL),--url "$(URL)") $(if $(SLUG),--slug "$(SLUG)") \
	  --texts "$(TEXTS)"

release: setup ## note the site as released: its ledger, its facts (DATE=2021-06-01; else today)
	@$(python) -m generator release $(if $(DATE),--date "$(DATE)") $(if $(AGAIN),--again)

suggestions: setup-test ## measure the suggestions: leave each article out in turn (TEXTS=folder)
	@$(python) -m tests.suggestions --texts "$(TEXTS)"

check: setup ## show the problems in the content, write nothing
	@$(python) -m generator check

# The workflow's linter is tested where it can be installed.
test: lint $(if $(and $(shell command -v java),$(shell command -v npm)),$(packages)) ## all the checks of the code: lint, then the tests
	$(python) -m pytest

lint: setup-test ## style and types
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy

html: setup-test $(packages) ## hold the pages against the standards with the Nu checker (Node, Java)
	@$(python) -m tests.audit markup

audit: setup-test $(packages) ## the Nu checker, weights and Lighthouse (PAGES="index.html …" RUNS=3)
	@$(python) -m tests.audit $(if $(PAGES),--pages $(PAGES)) $(if $(RUNS),--runs $(RUNS))

publish-check: setup-test ## all that has to be true before publishing, in one report (SKIP="HTML browser")
	@$(python) -m tests.audit.publish --skip "$(SKIP)"

kills: setup-test ## kill builds at random moments, look at what they leave (N=200)
	@$(python) -m tests.kills --times $(or $(N),200)

fuzz: setup-test ## feed the generator what nobody would write (N=20000)
	@$(python) -m tests.fuzz --inputs $(or $(N),20000)

format: setup-test ## put the code in the project's style
	$(python) -m ruff check --fix-only
	$(python) -m ruff format

golden: setup-test ## accept the outputs of now as those the tests expect
	GOLDEN=overwrite $(python) -m pytest

schemas: setup-test ## bring schemas/ and docs/ in line with what the generator reads
	@GOLDEN=overwrite $(python) -m pytest -q tests/test_schemas.py

lock: setup-test ## bring the locks in line with pyproject.toml (UPGRADE=1: newest versions)
	$(compile) -o requirements.txt
	$(compile) --group add -c requirements.txt -o requirements-add.txt
	$(compile) --group test -c requirements-add.txt -o requirements-test.txt

# The same for tests/audit/package.json; a target of its own, since it alone needs Node.
lock-audit: setup-test
	cd tests/audit && npm install --package-lock-only --loglevel=error
	$(python) -m tests.audit.lock tests/audit/package-lock.json

# And for the peers of the benchmark: bench/peers/requirements.in and package.json.
lock-peers: setup-test
	$(subst pyproject.toml,bench/peers/requirements.in,$(subst make lock,make lock-peers,$(compile))) \
	  -o bench/peers/requirements.txt
	cd bench/peers && npm install --package-lock-only --loglevel=error
	$(python) -m tests.audit.lock bench/peers/package-lock.json

clean: ## remove what was made: output/, pictures/ and caches
	rm -rf output pictures .cache .hypothesis
	find . \( -name .venv -o -name .git -o -name node_modules \) -prune -o -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## and what was installed: .venv, node_modules, the peers
	rm -rf .venv tests/audit/node_modules bench/peers/.installed

setup:
	@.ci/venv requirements.txt

setup-add:
	@.ci/venv requirements.txt requirements-add.txt

setup-test:
	@.ci/venv requirements.txt requirements-add.txt requirements-test.txt

audit-packages: $(packages)

$(packages): tests/audit/package.json tests/audit/package-lock.json
	@.ci/packages
