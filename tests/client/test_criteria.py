"""What an article wants of an ampoule: each line met, not met or not known, at and around its limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog.claims import claims
from calc.client.criteria import (
    ACIDITY,
    HYALURONIC,
    PEPTIDES,
    SKIN,
    STRENGTH,
    Criterion,
    ampoule_criteria,
)
from calc.client.person import SKINS, Client
from calc.client.product import PACKAGES, Product
from calc.uncertainty import Band
from calc.units import Q_
from tests.cases import every_case

ACID, SHELLED, MILD = "l_ascorbic_acid", "encapsulated_ascorbic_acid", "ascorbyl_glucoside"


def line(claim: str, product: Product | None = None, client: Client | None = None) -> Criterion:
    (result,) = (
        criterion
        for criterion in ampoule_criteria(product or Product(), client or Client())
        if criterion.claim == claim
    )
    return result


def percent(value: float) -> Product:
    return Product(mass_fraction=Q_(value, "percent"))


def shown(criterion: Criterion) -> str:
    return criterion.has.replace("\u202f", " ")


# --- all lines ------------------------------------------------------------------------------------


def test_of_nothing_told_nothing_is_known():
    result = ampoule_criteria(Product(), Client())
    assert [criterion.claim for criterion in result] == [STRENGTH, PEPTIDES, HYALURONIC, ACIDITY, SKIN]
    assert all(criterion.met is None and criterion.has == "" for criterion in result)
    assert all(criterion.wanted for criterion in result)


def test_the_ampoule_of_the_article_meets_every_line():
    product = Product(
        form=ACID,
        mass_fraction=Q_(10, "percent"),
        pH=2.8,
        package="ampoule",
        coactives=("bio-peptides", "high molecular weight hyaluronic acid"),
    )
    assert [criterion.met for criterion in ampoule_criteria(product, Client(skin=("normal",)))] == [True] * 5


def test_what_is_known_of_a_wish_comes_from_its_claim():
    every = claims()
    for criterion in ampoule_criteria(Product(), Client()):
        assert criterion.evidence == every[criterion.claim].evidence
        assert every[criterion.claim].seed == "seed_000"
    assert len({criterion.evidence for criterion in ampoule_criteria(Product(), Client())}) == 5


@pytest.mark.parametrize("package", [None, *PACKAGES])
def test_the_package_changes_no_line(package):
    assert ampoule_criteria(Product(package=package), Client()) == ampoule_criteria(Product(), Client())


# --- strength -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "met", "has"),
    [
        (0.5, True, "0.5 %"),
        (9.99, True, "9.99 %"),
        (10, True, "10 %"),
        # What reads like the limit but lies above it shows the digits that tell.
        (10.01, False, "10.01 %"),
        (10.04, False, "10.04 %"),
        (10.0001, False, "10.0001 %"),
        (10.5, False, "10.5 %"),
        (20, False, "20 %"),
        (100, False, "100 %"),
    ],
)
def test_at_most_ten_percent(value, met, has):
    parsed = line(STRENGTH, percent(value))
    assert (parsed.met, shown(parsed)) == (met, has)
    assert parsed.wanted == "at most 10\u202f%"


@pytest.mark.parametrize(
    "strength",
    [
        Q_(0.1, "dimensionless"),
        Q_(10, "percent"),
        Q_(100, "mg/g"),
        Q_(0.1 + 1e-12, "g/g"),
        Q_(0.3 / 3, "g/g"),
    ],
)
def test_ten_percent_is_met_however_it_is_written(strength):
    parsed = line(STRENGTH, Product(mass_fraction=strength))
    assert (parsed.met, shown(parsed)) == (True, "10 %")


@given(st.floats(0.001, 100))
def test_what_is_not_met_never_reads_like_what_is_wanted(value):
    parsed = line(STRENGTH, percent(value))
    assert parsed.met == (value <= 10 + 1e-7)
    if not parsed.met and value > 10 + 1e-6:
        assert float(shown(parsed).removesuffix(" %")) > 10


# --- what else is in it ---------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["peptides", "bio-peptides", "Matrixyl", "GHK-Cu", "copper_tripeptide_1"])
def test_peptides_with_or_without_copper_are_peptides(content):
    parsed = line(PEPTIDES, Product(coactives=(content,)))
    assert (parsed.met, parsed.has, parsed.wanted) == (True, "has it", "peptides")


@pytest.mark.parametrize("content", ["HMW HA", "High-molecular hyaluronic acid", "hmw_hyaluronic_acid"])
def test_hyaluronic_acid_of_high_molecular_weight_is_met(content):
    assert line(HYALURONIC, Product(coactives=(content,))).met is True


@pytest.mark.parametrize("content", ["hyaluronic acid", "HA", "sodium hyaluronate", "sodium_hyaluronate"])
def test_plain_hyaluronic_acid_is_not_taken_for_it(content):
    parsed = line(HYALURONIC, Product(coactives=(content,)))
    assert (parsed.met, parsed.has) == (False, "none named")


@pytest.mark.parametrize("claim", [PEPTIDES, HYALURONIC])
@pytest.mark.parametrize(
    ("content", "met", "has"),
    [
        (None, None, ""),
        ((), False, "none named"),
        (("retinoid", "stardust"), False, "none named"),
    ],
)
def test_what_is_not_named_is_not_met_and_what_nobody_told_is_not_known(claim, content, met, has):
    parsed = line(claim, Product(coactives=content))
    assert (parsed.met, parsed.has) == (met, has)


# --- pH -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pH", "met"),
    [
        (2.5, False),
        (2.74, False),
        (2.75, True),
        (2.8, True),
        (2.85, True),
        (2.86, False),
        (3.2, False),
        (7, False),
    ],
)
def test_a_pH_that_reads_two_point_eight_in_one_decimal(pH, met):
    parsed = line(ACIDITY, Product(pH=pH))
    assert (parsed.met, parsed.has, parsed.wanted) == (met, f"pH {pH:g}", "pH 2.8")


def test_of_a_band_its_median_is_held_against_the_wish():
    assert line(ACIDITY, Product(pH=Band(2.8, 2.4, 3.4))).met is True
    assert line(ACIDITY, Product(pH=Band(2.9, 2.7, 3.1))).met is False


# --- skin -----------------------------------------------------------------------------------------

DELICATE = ("sensitive", "irritated", "broken")


@every_case("form", [None, *catalog.forms()])
@every_case("skin", [None, *SKINS])
def test_pure_acid_on_delicate_skin(form, skin):
    delicate = None if skin is None else skin in DELICATE
    pure = None if form is None else form in (ACID, SHELLED)
    parsed = line(SKIN, Product(form=form), Client(skin=None if skin is None else (skin,)))
    if delicate is False or pure is False:  # either alone makes it fine, whatever the other is
        assert parsed.met is True
    elif None in (delicate, pure):
        assert parsed.met is None
    else:
        assert parsed.met is False
    assert parsed.has == ("" if skin is None else f"{skin} skin")


def test_one_delicate_word_among_several_counts():
    parsed = line(SKIN, Product(form=ACID), Client(skin=("acne", "sensitive")))
    assert (parsed.met, parsed.has) == (False, "acne and sensitive skin")


def test_an_empty_list_of_skin_words_is_not_known():
    # For a check it is not known either.
    parsed = line(SKIN, Product(form=ACID), Client(skin=()))
    assert (parsed.met, parsed.has) == (None, "")
    assert line(SKIN, Product(form=MILD), Client(skin=())).met is True


@given(st.permutations(SKINS[1:]), st.permutations(["peptides", "HA", "stardust"]))
def test_the_order_of_words_decides_nothing(skin, inside):
    def met(words, others):
        product = Product(form=ACID, coactives=tuple(others))
        return [criterion.met for criterion in ampoule_criteria(product, Client(skin=tuple(words)))]

    assert met(skin, inside) == met(SKINS[1:], ["peptides", "HA", "stardust"])
