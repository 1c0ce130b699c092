# run: set up and open the app · test: set up and run every test · check: lint and types · bench: figures · fuzz · tree · pictures
VENV   := .venv
PYTHON := $(VENV)/bin/python
PORT   ?= 8501
# Who may open the page: this computer alone, or with ADDRESS=0.0.0.0 the whole network.
ADDRESS ?= 127.0.0.1

# The first of these that is 3.11 or newer makes the environment.
FIND_PYTHON := for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done

.PHONY: run test check bench fuzz tree pictures clean

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
	$(PYTHON) -m bench.users

# Tokens and recipe files, mutated; by coverage where the fuzzer can be had, else by chance.
fuzz: $(VENV)/.dev
	-$(PYTHON) -m pip install --quiet --disable-pip-version-check 'atheris>=3,<4'
	$(PYTHON) -m bench.fuzz_tokens $(COUNT)

# Every file with what it is for, as its own docstring says it.
tree: $(VENV)/.app
	@$(PYTHON) docs/tree.py

# The pictures of the README, taken of the pages as they are.
pictures: $(VENV)/.dev
	$(PYTHON) docs/pictures.py

clean:
	rm -rf $(VENV)

$(VENV)/.made:
	@found=$$($(FIND_PYTHON)); \
	if [ -z "$$found" ]; then echo "Python 3.11 or newer is needed, and was not found." >&2; exit 1; fi; \
	"$$found" -m venv $(VENV)
	@touch $@

$(VENV)/.app: $(VENV)/.made requirements.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements.txt requirements-dev.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.app
