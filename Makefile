# What one types here. `make run` and `make test` set up what they need; Python 3.11 is all they ask.

.DELETE_ON_ERROR:
.PHONY: help run test screens check check-locks bench lock typeface

export DATA_DIR ?= var

PYTHON = $(shell for python in python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
UV = .venv/bin/uv pip
COMPILE = $(UV) compile --universal --generate-hashes --no-header --no-annotate --quiet \
	--python-version 3.11
FACE = @fontsource-variable/atkinson-hyperlegible-next
FONTTOOLS = .venv/bin/uv tool run --quiet --from 'fonttools[woff]==4.68.0' fonttools
# What could hold one: every file of ours but hashes. Ruff looks for passwords by their names.
SECRETS = git ls-files -z ':!requirements*.txt' ':!package-lock.json' ':!tests/data'
PRODUCTION = env DATA_DIR=.venv/production DEBUG=false DEMO=false TRUSTED_PROXY_COUNT=1 \
	SITE_URL=https://www.example.org SECRET_KEY=only-for-this-check-$$(date +%s%N%s%N%s%N)

help:
	@echo "make run    the whole site, on http://127.0.0.1:8000 (or PORT=…)"
	@echo "make test   every test, on SQLite, on PostgreSQL with Redis, and in a browser"
	@echo "make screens  what every page looks like, in DATA_DIR/screens"
	@echo "make check  what tools can say about the code"
	@echo "make bench  how fast it is, beside bare Django and other forums (SIZE=small, default or million)"
	@echo "make lock   the packages' versions, looked up again after a change to pyproject.toml"
	@echo "make typeface   its files, made again after a change to the weights"

run: export DEMO ?= true
run: .venv/installed .venv/packages
	@test -s "$(DATA_DIR)/secret-key" || { umask 077 && mkdir -p "$(DATA_DIR)" && \
		.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))' \
		> "$(DATA_DIR)/secret-key" && chmod 400 "$(DATA_DIR)/secret-key"; }
	@test -s "$(DATA_DIR)/vapid-key" || { umask 077 && \
		.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(32))' \
		> "$(DATA_DIR)/vapid-key" && chmod 400 "$(DATA_DIR)/vapid-key"; }
	@.venv/bin/python manage.py set_up
	@.venv/bin/python manage.py serve

test: .venv/installed-dev .venv/packages-dev
	@.venv/bin/python -m tests.modes

screens: .venv/installed-dev .venv/packages-dev
	@.venv/bin/pytest -q -m screens tests/journeys/access/test_screens.py

# Who may mark HTML as safe is a rule of tests/test_conventions.py, not of bandit's B308 and B703.
check: .venv/installed-dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/bandit --quiet --recursive --severity-level high --skip B308,B703 harringay forum members notifications
	@$(SECRETS) | xargs -0 .venv/bin/detect-secrets-hook --disable-plugin KeywordDetector \
		--exclude-lines '://(name:password|me:secret|harringay:none)@'
	.venv/bin/cyclonedx-py requirements requirements.txt --output-file .venv/sbom.json
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	.venv/bin/hadolint Dockerfile
	.venv/bin/lint-imports
	$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING
	$(PRODUCTION) .venv/bin/python manage.py makemigrations --check --dry-run
	@$(MAKE) --silent check-locks
	.venv/bin/mypy .

bench: .venv/installed .venv/packages
	@.venv/bin/python -m bench
	@.venv/bin/python -m bench.mail
	@.venv/bin/python -m bench.queue
	@test ! -x .venv/bin/node || .venv/bin/python -m bench.lighthouse

check-locks:
	@rm -rf .venv/locks && mkdir .venv/locks && cp requirements*.txt .venv/locks
	@if $(MAKE) --silent lock LOCKS=.venv/locks/; then \
		for lock in requirements*.txt; do cmp $$lock .venv/locks/$$lock || exit 1; done; \
		else echo "The locks could not be looked up again: not checked."; \
		test -z "$(REQUIRE_ALL)"; fi

lock: .venv/made
	@$(COMPILE) pyproject.toml -o $(LOCKS)requirements.txt
	@$(COMPILE) pyproject.toml --group dev -c $(LOCKS)requirements.txt \
		-o $(LOCKS)requirements-dev.txt
	@$(COMPILE) --group setup -o $(LOCKS)requirements-setup.txt
	@$(COMPILE) --group npm -o $(LOCKS)requirements-npm.txt

# What lies in static/fonts: the packages' files with the weights that static/css/tokens.css names.
typeface: .venv/packages-dev
	@for part in latin latin-ext; do \
		$(FONTTOOLS) varLib.instancer --quiet --no-recalc-timestamp \
		node_modules/$(FACE)/files/$(notdir $(FACE))-$$part-wght-normal.woff2 wght=400:760 \
		-o .venv/$$part.woff2 && $(FONTTOOLS) subset .venv/$$part.woff2 '--unicodes=*' \
		'--layout-features=*' --no-hinting --notdef-outline --name-IDs=0,1,2,13,14 \
		--flavor=woff2 --output-file=static/fonts/$(notdir $(FACE))-$$part.woff2 || exit 1; done
	@cp node_modules/$(FACE)/LICENSE static/fonts/LICENSE

.venv/made: requirements-setup.txt
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 as python3.11 or python3." >&2; exit 1; }
	@echo "Making .venv with $(PYTHON)."
	@$(PYTHON) -m venv --without-pip .venv
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null 2>&1 \
		|| { echo "$(PYTHON) has no pip (on Debian: apt install python3-pip)." >&2; exit 1; }
	@if test -x .venv/bin/pip3; then pip=".venv/bin/python -m pip"; \
		else pip="$(PYTHON) -m pip --python .venv/bin/python"; fi; \
		$$pip install --quiet --require-hashes -r requirements-setup.txt
	@touch $@

.venv/installed: requirements.txt .venv/made
	@echo "Installing the packages."
	@$(UV) install --python .venv/bin/python --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing the packages for tests."
	@$(UV) install --python .venv/bin/python --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# Without these the site still runs: the textarea stays plain.
.venv/packages: package-lock.json .venv/installed
	@{ command -v npm >/dev/null || \
		$(UV) install --python .venv/bin/python --quiet --require-hashes -r requirements-npm.txt; } \
		&& PATH="$$PATH:$(CURDIR)/.venv/bin" npm ci --omit=dev --silent --ignore-scripts \
		&& touch $@ || echo "npm could not be had: no editor for now."

# What looks at our pages in tests, and a Node.js that is new enough for it.
.venv/packages-dev: package-lock.json requirements-npm.txt .venv/packages
	@$(UV) install --python .venv/bin/python --quiet --require-hashes -r requirements-npm.txt \
		&& PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --silent --ignore-scripts \
		&& touch $@ || echo "npm could not be had: no tool looks at the pages for now."
