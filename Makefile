# run: set up and open the app · test: set up and run every test · check: lint and types · bench: figures · fuzz · mutate · tree · messages · pictures
# lock: pin every package by version and hash · licences: list them
VENV   := .venv
PYTHON := $(VENV)/bin/python
PORT   ?= 8501
# Who may open the page: this computer alone, or with ADDRESS=0.0.0.0 the whole network.
ADDRESS ?= 127.0.0.1
# Bytecode is kept, also where the surroundings switch that off: without it every process compiles each module anew,
# which takes the page a second longer to start.
export PYTHONDONTWRITEBYTECODE :=

# The first of these that is 3.11 or newer makes the environment.
FIND_PYTHON := for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done

.PHONY: run test check bench fuzz mutate tree messages pictures lock licences clean

run: $(VENV)/.app
	$(PYTHON) -m streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS) \
		--server.headless $(if $(DISPLAY)$(filter Darwin,$(shell uname)),false,true)

test: $(VENV)/.dev
	$(PYTHON) -m pytest

check: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

bench: $(VENV)/.dev
	$(PYTHON) -m bench.acidity
	$(PYTHON) -m bench.truth
	$(PYTHON) -m bench.stability_fit
	$(PYTHON) -m bench.stability
	$(PYTHON) -m bench.assessment
	$(PYTHON) -m bench.screen
	$(PYTHON) -m bench.log
	$(PYTHON) -m bench.recipes
	$(PYTHON) -m bench.first_page
	$(PYTHON) -m bench.users
	$(PYTHON) -m bench.uploads
	$(PYTHON) -m bench.outage

# Everything that reads what people bring, with inputs of the right structure and wrong content; then tokens and
# recipe files by coverage, where the fuzzer can be had.
fuzz: $(VENV)/.dev
	$(PYTHON) -m bench.fuzz $(COUNT)
	-$(PYTHON) -m pip install --quiet --disable-pip-version-check 'atheris>=3,<4'
	$(PYTHON) -m bench.fuzz_tokens $(COUNT)
	$(PYTHON) -m bench.damage

# Small faults in a package of calc, such as chemistry, that its own tests should find.
COUNT_OF_FAULTS := $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))
mutate: $(VENV)/.dev
	$(PYTHON) -m bench.mutate $(MODULE) $(COUNT_OF_FAULTS)

# Every file with what it is for, as its own docstring says it.
tree: $(VENV)/.app
	@$(PYTHON) docs/tree.py

# Every sentence that people see, taken out of sources and data files into locale/messages.pot.
messages: $(VENV)/.dev
	$(PYTHON) docs/messages.py

# The pictures of the README, taken of the pages as they are.
pictures: $(VENV)/.dev
	$(PYTHON) docs/pictures.py

# Pins what the ranges in requirements*.txt admit, for Linux, macOS and Windows and Python 3.11 to 3.14, each file
# by its hash. What is pinned stays while it fits; UPGRADE=--upgrade takes the newest. No address is written down.
LOCK := $(VENV)/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(UPGRADE)
lock: $(VENV)/.dev
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) pyproject.toml --all-extras --constraint requirements.lock --output-file requirements-extras.lock
	$(LOCK) requirements-dev.txt --constraint requirements.lock --constraint requirements-extras.lock \
		--output-file requirements-dev.lock
	$(MAKE) licences

# The licence of every package in the locks, as it states it itself.
licences: $(VENV)/.dev
	$(PYTHON) docs/licences.py

clean:
	rm -rf $(VENV)

$(VENV)/.made:
	@found=$$($(FIND_PYTHON)); \
	if [ -z "$$found" ]; then echo "Python 3.11 or newer is needed, and was not found." >&2; exit 1; fi; \
	"$$found" -m venv $(VENV)
	@touch $@

# Every file is held against its hash; what has no wheel for this machine is built from its source. Bytecode is
# made when a module is first used. uv takes a fifth of pip's time, and is itself pinned by the lock; where it cannot
# be had, or does not reach what pip is set up to reach, pip does all of it.
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes
INSTALL = { $(PIP) -r $(VENV)/uv.lock && $(VENV)/bin/uv pip install --quiet --require-hashes -r $(1); } || $(PIP) -r $(1)

$(VENV)/uv.lock: $(VENV)/.made requirements-dev.lock
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > $@

$(VENV)/.app: $(VENV)/uv.lock requirements.lock
	$(call INSTALL,requirements.lock)
	@touch $@

$(VENV)/.dev: $(VENV)/uv.lock requirements-dev.lock
	$(call INSTALL,requirements-dev.lock)
	@touch $@ $(VENV)/.app
