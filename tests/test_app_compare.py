"""The Compare page without a browser, always from app.py."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from calc import market
from calc.products import Offer

APP = str(Path(__file__).parent.parent / "app.py")
CHOSEN = "compare-chosen"


def opened() -> AppTest:
    """Return the page as it opens."""
    app = AppTest.from_file(APP, default_timeout=30).run()
    return checked(app.switch_page("ui/views/compare.py").run())


def checked(app: AppTest) -> AppTest:
    """Return the page when nothing went wrong on it."""
    assert not app.exception
    return app


def chosen(app: AppTest, *keys: str) -> AppTest:
    """Return the page after products were chosen."""
    app.multiselect(key=CHOSEN).set_value([Offer.of_market(market.products()[key]).name for key in keys])
    return checked(app.run())


def words(app: AppTest) -> str:
    """Return everything that is said on the page."""
    parts = (app.title, app.subheader, app.markdown, app.error, app.warning, app.info, app.success)
    said = "\n".join(f"{getattr(each, 'title', '') or ''} {each.value}" for part in parts for each in part)
    return said.replace("\u202f", " ")


def tables(app: AppTest) -> list[dict[str, str]]:
    """Return what stands in the table of each product."""
    return [
        dict(each.value.replace("\u202f", " ", regex=True).itertuples(index=False, name=None))
        for each in app.table
    ]


def test_opens_on_two_real_products() -> None:
    app = opened()
    assert "Better at" in words(app)
    one, other = tables(app)
    assert one["Form"] == "L-ascorbic acid"
    assert one["pH"] == "3, in the window of its form"
    assert other["Form"] == "Magnesium ascorbyl phosphate"
    assert "unknown" in other.values()


def test_a_range_keeps_its_ends_and_what_is_unknown_is_said() -> None:
    app = chosen(opened(), "skinceuticals_hk_test_2024")
    (told,) = tables(app)
    assert told["Strength"] == "12 % (10–13 %)"
    assert told["pH"] == "unknown"
    assert "Not checked: the pH: unknown" in words(app)
    assert "Better at" not in words(app)


def test_time_takes_from_the_acid() -> None:
    app = opened()
    assert "May be left by now" not in tables(app)[0]
    app.radio(key="compare-months").set_value(6)
    told = tables(checked(app.run()))[0]
    assert told["May be left by now"].endswith("%)")


def test_no_injection_is_offered_as_a_serum() -> None:
    names = opened().multiselect(key=CHOSEN).options
    kept_apart = [each for each in market.products().values() if each.is_comparator]
    assert kept_apart
    for each in kept_apart:
        assert Offer.of_market(each).name not in names


def test_nothing_chosen_is_an_invitation() -> None:
    assert "Choose products from the list" in words(chosen(opened()))
