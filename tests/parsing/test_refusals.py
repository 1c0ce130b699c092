"""What is refused, why, and what is said to write instead, word for word: much of it is made of the text."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from calc.errors import InputError, InputErrors
from calc.parsing.dates import read_date, read_moment
from calc.parsing.ingredient_lines import read_ingredient_amount
from calc.parsing.price import read_price, read_rates
from calc.parsing.size import read_size
from calc.parsing.strength import read_strength
from calc.parsing.temperatures import read_temperatures

TODAY = datetime.date(2026, 11, 29)
READERS: dict[str, Callable[[str], object]] = {
    "price": read_price,
    "rate": lambda text: read_rates(text.split(" | ")),
    "size": lambda text: read_size(text, field="size"),
    "strength": lambda text: read_strength(text, field="strength"),
    "moment": lambda text: read_moment(text, field="moment", today=TODAY),
    "date": lambda text: read_date(text, field="date"),
    "temperature": lambda text: read_temperatures(text, field="temperature"),
    "line": lambda text: read_ingredient_amount(text, field="line"),
}
TABLE = Path(__file__).with_name("refusals.txt")
ROWS = [
    tuple(line.split(" => "))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_what_is_refused_says_why_and_what_to_write(text: str, wanted: str) -> None:
    reader, _, typed = text.partition(": ")
    with pytest.raises((InputError, InputErrors)) as caught:
        READERS[reader](typed)
    (error,) = getattr(caught.value, "errors", (caught.value,))
    assert error.field == reader
    readings = f" [{' / '.join(error.readings)}]" if error.readings else ""
    assert f"{error.given}: {error.accepted} {error.fix}{readings}" == wanted
