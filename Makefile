# Every target is one line. CHATWOOT_IMAGE=NAME:TAG runs demo and e2e against that image of the local registry.
export CHATWOOT_IMAGE
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.11 python3.12 python3.13; do $$each -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin
READY := .venv/.installed

.PHONY: demo demo-down test test-offline contract contract-2.10.0 contract-4.10.0 e2e e2e-full bench bench-short lint docs golden .venv

demo: $(READY); $(BIN)/python -m tests.e2e.demo
demo-down: $(READY); $(BIN)/python -m tests.sandbox down --all
test: lint test-offline contract e2e bench-short
test-offline: $(READY); $(BIN)/pytest tests --timeout=120 --ignore=tests/contract --ignore=tests/vps --ignore=tests/e2e --ignore=tests/bench
# One release beside the other, and the way between them with the older: about the same time for both.
contract: $(READY); $(MAKE) --no-print-directory -j2 -O contract-2.10.0 contract-4.10.0
contract-2.10.0: $(READY); $(BIN)/pytest tests/contract -k "2.10.0 or upgrade_path" --durations=20
contract-4.10.0: $(READY); $(BIN)/pytest tests/contract -k "not (2.10.0 or upgrade_path)" --durations=20
e2e: $(READY); $(BIN)/pytest tests/e2e --durations=20
e2e-full: $(READY); $(BIN)/pytest tests/contract/test_objects.py tests/e2e tests/sandbox/life.py --full -rA --durations=0
bench: $(READY); $(BIN)/pytest tests/bench -s --full
bench-short: $(READY); $(BIN)/pytest tests/bench -s
lint: $(READY); $(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy
docs: $(READY); $(BIN)/python -m deploy.settings.write
golden: $(READY); CHATWOOT_GOLDEN=write $(BIN)/pytest tests/plan
.venv: $(READY)

# A bare Debian has Python without venv: root gets it from apt, anybody else is told.
$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. Install it: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -qy python3-venv; } || { echo "Python's venv is missing. Install it: apt-get install python3-venv"; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q -e '.[dev]'
	@touch $@
