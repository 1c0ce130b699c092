"""Time to read recipes, per line: `python -m bench.recipes`."""

from __future__ import annotations

import time

from calc.mixing.recipe_batch import batch_of_recipe
from calc.parsing.recipe_text import read_recipe_text

LINES = 10_000
FORMS = (
    "- {n} g distilled water",
    "{n} g L-ascorbic acid powder (ultra fine)",
    "{n} mL glycerin",
    "глицерин {n} мл",
    "{n} Tropfen Vitamin E",
    "{n} g unicorn extract",
)


def main() -> None:
    """Print how long a line takes on one core, each line another text."""
    texts = [
        "\n".join(FORMS[(start + at) % len(FORMS)].format(n=1 + start + at) for at in range(20))
        for start in range(0, LINES, 20)
    ]
    batch_of_recipe(read_recipe_text(texts[0]))
    begin = time.process_time()
    for text in texts:
        batch_of_recipe(read_recipe_text(text))
    print(f"{LINES} lines of recipes: {1e3 * (time.process_time() - begin) / LINES:.2f} ms a line")


if __name__ == "__main__":
    main()
