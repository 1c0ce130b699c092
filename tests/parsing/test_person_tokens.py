"""A text about a person in pieces: what each is, where it stands, and which number it says."""

from __future__ import annotations

import pytest

from calc.parsing.person_tokens import pieces_of


@pytest.mark.parametrize(
    ("text", "signs", "parts", "values"),
    [
        ("diabetes / epilepsy", "T,T", "diabetes · / · epilepsy", []),
        ("diabetes/epilepsy", "T,T", "diabetes · / · epilepsy", []),
        ("5/6", "N_N", "5 · / · 6", [5.0, 6.0]),
        ("diabetes /5", "T_N", "diabetes · / · 5", [5.0]),
        ("5/ diabetes", "N_T", "5 · / · diabetes", [5.0]),
        ("twice/day", "o,U", "twice · / · day", [1.0]),
        ("10mg/day", "Nd,U", "10 · mg · / · day", [10.0, 1.0]),
        ("/ diabetes", "_T", "/ · diabetes", []),
        ("diabetes /", "T_", "diabetes · /", []),
        ("diabetes. epilepsy", "T|T", "diabetes · . · epilepsy", []),
        ("diabetes.epilepsy", "T_T", "diabetes · . · epilepsy", []),
        ("5.5", "N", "5.5", [5.5]),
        ("diabetes?", "T?", "diabetes · ?", []),
        ("diabetes!", "T|", "diabetes · !", []),
        ("diabetes; epilepsy", "T|T", "diabetes · ; · epilepsy", []),
        ("diabetes | epilepsy", "T|T", "diabetes · | · epilepsy", []),
        ("diabetes • epilepsy", "T|T", "diabetes · • · epilepsy", []),
        ("diabetes + epilepsy", "T&T", "diabetes · + · epilepsy", []),
        ("diabetes & epilepsy", "T&T", "diabetes · & · epilepsy", []),
        ("diabetes, epilepsy", "T,T", "diabetes · , · epilepsy", []),
        ("diabetes (epilepsy)", "T_T_", "diabetes · ( · epilepsy · )", []),
        ("diabetes - epilepsy", "T_T", "diabetes · - · epilepsy", []),
        ("Crohn's disease", "T", "Crohn's disease", []),
        ("mother's diabetes", "FT", "mother's · diabetes", []),
        ("mother’s diabetes", "F_T", "mother · ’s · diabetes", []),
        ("wonderstuff", ".", "wonderstuff", []),
        ("wonder's stuff", ".w", "wonder's · stuff", []),
        ("skin diabetes", "qT", "skin · diabetes", []),
        ("on the face", "q", "on the face", []),
        ("face", "w", "face", []),
        ("may", "?", "may", []),
        ("in may", "iD", "in · may", []),
        ("May 5", "D", "May 5", []),
        ("5 May", "D", "5 May", []),
        ("march", ".", "march", []),
        ("since march", "sD", "since · march", []),
        ("1/2", "N", "1/2", [0.5]),
        ("2 1/2", "N", "2 1/2", [2.5]),
        ("3/4", "N", "3/4", [0.75]),
        ("21/2", "N_N", "21 · / · 2", [21.0, 2.0]),
        ("1/2/2024", "D", "1/2/2024", []),
        ("1,5", "N", "1,5", [1.5]),
        ("1.5", "N", "1.5", [1.5]),
        ("1.", "N|", "1 · .", [1.0]),
        ("a week", "o", "a week", []),
        ("a week ago", "wUA", "a · week · ago", [7.0]),
        ("once a week", "o", "once a week", []),
        ("every day", "o", "every day", []),
        ("day", "U", "day", [1.0]),
        ("yesterday", "Y", "yesterday", []),
        ("today", "Y", "today", []),
        ("the day before yesterday", "Y", "the day before yesterday", []),
        ("past diabetes", "LT", "past · diabetes", []),
        ("in the past diabetes", "pT", "in the past · diabetes", []),
        ("diabetes in the past", "Tp", "diabetes · in the past", []),
        ("in the past 6 months", "HNU", "in the past · 6 · months", [6.0, 30.0]),
        ("past 6", "LN", "past · 6", [6.0]),
        ("5 months past", "NUL", "5 · months · past", [5.0, 30.0]),
        ("HTN", "T", "HTN", []),
        ("5-10 mg", "N_Nd", "5 · - · 10 · mg", [5.0, 10.0]),
        ("20mg", "Nd", "20 · mg", [20.0]),
        ("x", "d", "x", []),
        ("diabetes x 2", "TdN", "diabetes · x · 2", [2.0]),
    ],
)
def test_each_piece_has_its_sign_and_its_place(
    text: str, signs: str, parts: str, values: list[float]
) -> None:
    pieces = pieces_of(text)
    assert "".join(piece.sign for piece in pieces) == signs
    assert " · ".join(text[piece.start : piece.end] for piece in pieces) == parts
    assert [piece.value for piece in pieces if piece.sign in "NU"] == values


@pytest.mark.parametrize(
    ("text", "date", "either"),
    [
        ("2025-05-12", (2025, 5, 12), False),
        ("2025-5-2", (2025, 5, 2), False),
        ("2025-05", (2025, 5, 0), False),
        ("12.5.2025", (2025, 5, 12), False),
        ("12/5/2025", (2025, 12, 5), True),
        ("5/12/2025", (2025, 12, 5), True),
        ("13/5/2025", (2025, 5, 13), True),
        ("5/13/2025", (2025, 5, 13), True),
        ("5.13.2025", (2025, 5, 13), False),
        ("12/12/2025", (2025, 12, 12), True),
        ("05/2025", (2025, 5, 0), True),
        ("5.2025", (2025, 5, 0), False),
        ("12th of May 2025", (2025, 5, 12), False),
        ("12 May", (0, 5, 12), False),
        ("May 12", (0, 5, 12), False),
        ("May 12th, 2025", (2025, 5, 12), False),
        ("May 2025", (2025, 5, 0), False),
        ("29 Feb", (0, 2, 29), False),
        ("2025", (2025, 0, 0), False),
        ("2025 год", (2025, 0, 0), False),
    ],
)
def test_a_date_says_its_year_month_and_day(text: str, date: tuple[int, int, int], either: bool) -> None:
    (piece,) = pieces_of(text)
    assert (piece.sign, piece.date, piece.is_either) == ("D", date, either)


@pytest.mark.parametrize(
    "text",
    ["30 Feb", "31/04/2025", "0 May", "2025-00-10", "2025-05-00", "00/2025", "2025 mg", "2025,5", "18/2"],
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert not any(piece.date[2] for piece in pieces_of(text))
