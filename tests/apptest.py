"""The pages without a browser: what all tests of them share. They start from ``app.py``, as people do."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, ClassVar

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from ui import state

APP = str(Path(__file__).parent.parent / "app.py")
# How long a page may take on a machine that is busy with other work.
PATIENCE_S = 180
# A server looks once for components among the installed packages; a visit of a test would look again each
# time, which takes longer than the page.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
# It compiles a page once, too, and not at every step.
local_script_runner.ScriptCache = functools.cache(local_script_runner.ScriptCache)


class KnownPages(PagesManager):
    """A server knows the pages of a visit from its first step on; a visit of a test would forget them."""

    known: ClassVar[dict[str, Any]] = {}

    def get_pages(self) -> dict[str, Any]:
        pages = super().get_pages()
        if len(pages) > 1:
            self.known.update(pages)
        return {**pages, **self.known}


app_test.PagesManager = KnownPages


def new_visit() -> AppTest:
    """Return a visit that has seen no page yet."""
    return AppTest.from_file(APP, default_timeout=PATIENCE_S)


def opened(view: str) -> AppTest:
    """Return a page, by the name of its file among ``ui/views``, as it opens."""
    return switched(new_visit(), view)


def switched(app: AppTest, view: str) -> AppTest:
    """Return the visit on another page."""
    return checked(app.switch_page(f"ui/views/{view}.py").run())


def checked(app: AppTest) -> AppTest:
    """Return the page when nothing went wrong on it, all of it: a browser keeps what a run leaves alone."""
    assert not app.exception
    if not any(part.proto.component_name == "bench_page" for part in app.get("bidi_component")):
        app.run()
        assert not app.exception
    return app


def typed(app: AppTest, **texts: str) -> AppTest:
    """Return the page after texts were typed into fields."""
    for field, text in texts.items():
        app.text_input(key=state.key(field)).set_value(text)
    return checked(app.run())


def sheet(app: AppTest) -> list[dict[str, str]]:
    """Return the rows of the weighing sheet, with plain spaces."""
    parts = [part.proto for part in app.get("bidi_component") if part.proto.component_name == "bench_sheet"]
    text = "[" + ",".join(part.json for part in parts) + "]"
    return [row for part in json.loads(text.replace("\\u202f", " ")) for row in part["rows"]]


def pressed(app: AppTest, label: str) -> AppTest:
    """Return the page after a button was pressed."""
    next(button for button in app.button if button.label == label).click()
    return checked(app.run())


def words(app: AppTest) -> str:
    """Return everything that is said on the page."""
    parts = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.error,
        app.warning,
        app.info,
        app.success,
    )
    return "\n".join(str(element.value) for part in parts for element in part)
