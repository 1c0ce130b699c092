"""The charge balance: against PHREEQC, against print, by hand, and as invariants."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry import acidity, charge_balance
from calc.chemistry.acidity import (
    ACTIVITIES,
    HYDROXIDE,
    PKW,
    Acid,
    Array,
    Interaction,
    Pair,
    Solution,
    charge_at,
    solve,
    solve_unchecked,
    unionised_share,
)
from calc.chemistry.first_guess import first_unknowns
from calc.chemistry.mixture import Scratch, mixture_of
from calc.chemistry.tallies import tallied, tallied_with_slopes
from calc.errors import InputErrors
from tests.phreeqc import ACIDS, Phreeqc, random_serums

REFERENCE = Path(__file__).parents[1] / "reference"
ASCORBIC, CITRIC, LACTIC, BENZOIC, SORBIC, PHOSPHORIC, TRIETHANOLAMMONIUM = ACIDS
SODIUM_CITRATE = (Pair(0, 1, 1.03), Pair(0, 2, 1.5))
SODIUM_CITRATE_OF_ALL = (Pair(1, 1, 1.03), Pair(1, 2, 1.5))
MANY_PAIRS = (*SODIUM_CITRATE_OF_ALL, Pair(0, 1, 0.5), Pair(2, 1, 0.1), Pair(5, 1, 2.0), Pair(5, 3, 3.0))
SODIUM_PHOSPHATE_OF_ALL = (Pair(5, 1, 0.41, lost=1), Pair(5, 1, 0.87, lost=2))
INTERACTIONS = (
    Interaction(HYDROXIDE, 1, 0.04),
    Interaction(0, 1, 0.05),
    *(Interaction(1, lost, epsilon) for lost, epsilon in ((1, -0.05), (2, -0.04), (3, -0.076))),
    *(Interaction(5, lost, epsilon) for lost, epsilon in ((1, -0.08), (2, -0.15), (3, -0.25))),
)
MOLAR_MASS = {
    "l_ascorbic_acid": 176.124,
    "sodium_ascorbate": 198.106,
    "sodium_hydroxide": 39.997,
    "sodium_bicarbonate": 84.007,
}
# g/mL at 25 °C, and mL/g. That a crystal keeps its volume when it dissolves is an estimate; a salt
# of the acid is taken to be as dense.
WATER_DENSITY, CRYSTAL_VOLUME = 0.99705, 1 / 1.65


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def water_kg(percent_w_v: float) -> float:
    """Return the water in 100 mL of a solution."""
    return WATER_DENSITY * (100 - percent_w_v * CRYSTAL_VOLUME) / 1000


def molality(ingredient: str, percent_w_v: float) -> float:
    return percent_w_v / MOLAR_MASS[ingredient] / water_kg(percent_w_v)


def solution(
    acids: Sequence[Acid],
    totals: Array,
    strong: Array,
    pairs: Sequence[Pair] = (),
    cations: Array | None = None,
) -> Solution:
    return Solution(acids, totals, strong, np.maximum(strong, 0) if cations is None else cations, pairs)


def one(acid: Acid, total: float, strong: float = 0.0, activity: str = "ideal", **more: float) -> float:
    """Return the pH of one acid in water."""
    return solve([acid], [[total]], [strong], activity, **more).item()


def davies(z: int, ionic: Array) -> Array:
    """Return an activity coefficient as the module's heading has it."""
    root = np.sqrt(ionic)
    return 10 ** (0.1 * ionic if z == 0 else -0.51002 * z * z * (root / (1 + root) - 0.3 * ionic))


def crossing(function: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Return where each of many falling functions crosses zero, by bisection."""
    for _ in range(42):
        middle = (low + high) / 2
        above = function(middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


def species(
    acids: Sequence[Acid], totals: Array, pH: Array, ionic: Array, pairs: Sequence[Pair], cation: Array
) -> tuple[Array, Array, Array]:
    """Return the charge of acids, their squared charges and the cations they hold; not at once."""
    charge, squares, held = np.zeros((3, len(pH)))
    for i, (acid, total) in enumerate(zip(acids, totals.T)):
        steps = len(acid.pKa)
        kinds = [(acid.charge - lost, lost, 0, 0.0) for lost in range(steps + 1)]
        kinds += [
            (acid.charge - steps + pair.cations, steps, pair.cations, pair.log_K)
            for pair in pairs
            if pair.acid == i
        ]
        amounts = np.array(
            [
                10 ** (lost * pH - sum(acid.pKa[:lost]) + log_K) * cation**cations / davies(z, ionic)
                for z, lost, cations, log_K in kinds
            ]
        )
        amounts *= total / amounts.sum(axis=0)
        z, lost, cations, _ = np.array(kinds).T
        charge += (acid.charge - lost) @ amounts
        squares += z**2 @ amounts
        held += cations @ amounts
    return charge, squares, held


def by_species(
    acids: Sequence[Acid],
    totals: Array,
    strong: Array,
    pH: Array,
    ionic: Array,
    pairs: Sequence[Pair] = (),
    cations: Array | None = None,
) -> tuple[Array, Array]:
    """Return net charge and ionic strength, species by species."""
    gamma = davies(1, ionic)
    whole = free = np.maximum(strong, 0) if cations is None else cations

    def missing(log_free: Array) -> Array:
        free = np.exp(log_free)
        return whole - free - species(acids, totals, pH, ionic, pairs, free * gamma)[2]

    if pairs:
        # Strong pairs leave next to nothing free.
        free = np.exp(crossing(missing, np.full_like(whole, -60.0), np.log(whole)))
    hydrogen, hydroxide = 10**-pH / gamma, 10 ** (pH - PKW) / gamma
    charge, squares, _ = species(acids, totals, pH, ionic, pairs, free * gamma)
    net = strong + charge + hydrogen - hydroxide
    return net, (squares + np.abs(strong - whole) + free + hydrogen + hydroxide) / 2


def by_bisection(acids: Sequence[Acid], totals: Array, strong: Array) -> Array:
    """Return the pH by bisection of the ionic strength, and for each of these of the pH."""
    none = np.zeros_like(strong)

    def pH_at(ionic: Array) -> Array:
        return crossing(lambda pH: by_species(acids, totals, strong, pH, ionic)[0], none - 3, none + 18)

    def beyond(ionic: Array) -> Array:
        return by_species(acids, totals, strong, pH_at(ionic), ionic)[1] - ionic

    return pH_at(crossing(beyond, none, none + 40))


def charge_by_bisection(
    acids: Sequence[Acid], totals: Array, pH: Array, pairs: Sequence[Pair], cations: Array
) -> Array:
    """Return the strong charge of a pH, by bisection of the ionic strength, and of the free cation."""
    none = np.zeros_like(pH)

    def needed(ionic: Array) -> tuple[Array, Array]:
        net, own = by_species(acids, totals, none, pH, ionic, pairs, cations)
        return -net, own + (np.abs(-net - cations) - cations) / 2

    return needed(crossing(lambda ionic: needed(ionic)[1] - ionic, none, none + 40))[0]


def random_strong(n: int, seed: int) -> tuple[Array, Array, Array]:
    """Return totals of `ACIDS`, strong charges and cations, whether or not they go together."""
    dice = np.random.default_rng(seed)
    totals = dice.uniform(0, 6, (n, len(ACIDS))) * (dice.random((n, len(ACIDS))) < 0.4)
    totals *= np.minimum(1, 6 / np.maximum(totals.sum(axis=1), 1e-9))[:, None]
    return totals, dice.uniform(-3, 6, n), dice.uniform(0, 6, n)


# --- against PHREEQC ------------------------------------------------------------------------------


def test_random_serums_agree_with_phreeqc():
    totals, sodium = random_serums(500, seed=4)
    difference = solve(ACIDS, totals, sodium) - Phreeqc(ACIDS).pH(totals, sodium)
    assert np.abs(difference).max() <= 1e-5


@pytest.mark.parametrize("interactions", [(), INTERACTIONS], ids=["none", "some"])
@pytest.mark.parametrize("pairs", [(), SODIUM_PHOSPHATE_OF_ALL, MANY_PAIRS], ids=["none", "some", "many"])
def test_random_serums_agree_with_phreeqc_on_sit(pairs, interactions):
    totals, sodium = random_serums(300, seed=4)
    oracle = Phreeqc(ACIDS, "sit", pairs=pairs, interactions=interactions)
    pH = solve(ACIDS, totals, sodium, "sit", pairs=pairs, interactions=interactions)
    assert np.abs(pH - oracle.pH(totals, sodium)).max() <= 1e-4


def test_random_serums_with_pairs_agree_with_phreeqc():
    totals, sodium = random_serums(300, seed=5)
    pH = solve(ACIDS, totals, sodium, pairs=SODIUM_PHOSPHATE_OF_ALL)
    assert np.abs(pH - Phreeqc(ACIDS, pairs=SODIUM_PHOSPHATE_OF_ALL).pH(totals, sodium)).max() <= 1e-5


@pytest.mark.parametrize("activity", ["davies", "sit"])
def test_every_acid_of_the_catalogue_agrees_with_phreeqc(activity):
    # A tenth of a mole beside a serum's ascorbic acid, with so much sodium that it is half neutralised.
    acids = [
        Acid(record.id, tuple(step.centre for step in record.pKa), record.charge)
        for record in catalog.acids().values()
    ]
    totals = 0.1 * np.eye(len(acids))
    totals[:, [acid.name for acid in acids].index("ascorbic")] += 0.8
    for sodium in (np.zeros(len(acids)), np.full(len(acids), 0.4)):
        pH = solve(acids, totals, sodium, activity)
        assert np.abs(pH - Phreeqc(acids, activity).pH(totals, sodium)).max() <= 1e-4


def test_random_serums_are_what_they_are_said_to_be():
    totals, sodium = random_serums(500, seed=4)
    assert set(np.count_nonzero(totals, axis=1)) == set(range(1, 8))
    pH = solve(ACIDS, totals, sodium)
    assert pH.min() < 2
    assert 8 < pH.max() < 9
    assert np.all(np.count_nonzero(random_serums(50, seed=4, fewest=7)[0], axis=1) == 7)


def test_phreeqc_complains_when_it_cannot():
    with pytest.raises(Exception, match="An error occured"):
        Phreeqc(ACIDS).pH(np.full((1, 7), 0.1), np.array([400.0]))


# --- against print --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", read("pH_measured.csv"), ids=lambda row: f"{row['id']} {row['percent_w_v']} {row['low']}"
)
def test_measured_pH(row):
    total = molality(row["id"], float(row["percent_w_v"]))
    pH = one(ASCORBIC, total, total if row["id"] == "sodium_ascorbate" else 0.0, "davies")
    tolerance = float(row["tolerance"])
    assert float(row["low"]) - tolerance <= pH <= float(row["high"]) + tolerance


@pytest.mark.parametrize("row", read("mcilvaine.csv"), ids=lambda row: row["pH"])
def test_mcilvaine_buffers(row):
    # Moles per litre are taken as moles per kg of water: 2 % more of both moves no pH by 0.003.
    millilitres = float(row["citric_acid_mL"])
    citrate, phosphate = 0.1 * millilitres / 100, 0.2 * (100 - millilitres) / 100
    sodium = [2 * phosphate]
    pH = solve((CITRIC, PHOSPHORIC), [[citrate, phosphate]], sodium, pairs=SODIUM_CITRATE, cations=sodium)
    assert pH.item() == pytest.approx(float(row["pH"]), abs=float(row["tolerance"]))


# --- calculated elsewhere: not measured -----------------------------------------------------------


@pytest.mark.parametrize(("percent", "golden"), [(2, 2.56), (5, 2.36), (10, 2.21), (15, 2.12), (20, 2.06)])
def test_golden_ascorbic_acid_in_water(percent, golden):
    # The fact sheet calculated these with moles per litre taken as moles per kg of water.
    assert one(ASCORBIC, percent / 17.6124, activity="davies") == pytest.approx(golden, abs=0.005)
    # With the water that 100 mL really hold, the strong ones are a little more acid.
    true = one(ASCORBIC, molality("l_ascorbic_acid", percent), activity="davies")
    assert golden - 0.035 < true < golden


@pytest.mark.parametrize(
    "row",
    read("dose_of_base.csv"),
    ids=lambda row: f"{row['base']} {row['percent_w_v']} {row['pH']} {row['pKa1']}",
)
def test_golden_doses_of_base(row):
    acid, percent = Acid("ascorbic", (float(row["pKa1"]), 11.57)), float(row["percent_w_v"])
    total, pH = molality("l_ascorbic_acid", percent), float(row["pH"])
    low, high = 0.0, total
    for _ in range(50):
        base = (low + high) / 2
        net, ionic = charge_at(solution([acid], np.array([[total]]), np.array([base])), np.array([pH]))
        low, high = (low, base) if net.item() > 0 else (base, high)
    dose = base * water_kg(percent) * MOLAR_MASS[row["base"]]
    assert dose == pytest.approx(float(row["dose_g_per_100_mL"]), rel=float(row["tolerance"]))
    if row["ionic_strength_mol_per_kg"]:
        assert ionic.item() == pytest.approx(float(row["ionic_strength_mol_per_kg"]), abs=0.0006)
    assert one(acid, total, base, "davies") == pytest.approx(pH, abs=1e-8)


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_pure_water_is_half_of_its_constant(activity):
    assert solve([], np.zeros((1, 0)), [0.0], activity).item() == pytest.approx(PKW / 2, abs=1e-9)
    assert solve([], np.zeros((1, 0)), [0.0], activity, pKw=14.0).item() == pytest.approx(7, abs=1e-9)


@pytest.mark.parametrize("amount", [1e-9, 1e-7, 1e-4, 0.1, 2.0])
def test_ideal_strong_acids_and_bases(amount):
    # [H] = S + Kw/[H]: the root of a quadratic.
    expected = -np.log10((amount + np.sqrt(amount**2 + 4 * 10**-PKW)) / 2)
    acid, base = solve([], np.zeros((2, 0)), [-amount, amount], "ideal")
    assert acid == pytest.approx(expected, abs=1e-9)
    assert base == pytest.approx(PKW - expected, abs=1e-9)


def test_a_strong_acid_by_davies():
    # I = 0.1: √I/(1+√I) = 0.2402531; − 0.03 = 0.2102531; × 0.51002 = 0.1072333; pH = 1 + 0.1072333.
    assert solve([], np.zeros((1, 0)), [-0.1]).item() == pytest.approx(1.1072333, abs=1e-7)


def test_an_uncharged_species_by_davies():
    # 0.01 of a weak base half neutralised by 0.005 of a strong acid, water's own ions left out:
    # pH = pKa + log γ(B) − log γ(BH⁺), and log γ = 0.0005 and −0.51002 (0.0660428 − 0.0015) = −0.0329181.
    base = Acid("base", (7.0,), 1)
    assert one(base, 0.01, -0.005, "davies", pKw=40) == pytest.approx(7 + 0.0005 + 0.0329181, abs=1e-4)


@pytest.mark.parametrize("pKa", [0.5, 2.0, 4.17, 7.0])
@pytest.mark.parametrize("total", [1e-4, 0.01, 1.0])
def test_an_ideal_weak_acid_is_the_root_of_its_quadratic(pKa, total):
    # [H]² + K[H] − K c = 0 where water gives no ions of its own.
    constant = 10**-pKa
    hydrogen = (-constant + np.sqrt(constant**2 + 4 * constant * total)) / 2
    assert one(Acid("acid", (pKa,)), total, pKw=40) == pytest.approx(-np.log10(hydrogen), abs=1e-9)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_ideal_buffer_is_henderson_and_hasselbalch(share):
    # Water's own ions, 1e-6 at most, beside 0.01 of the lesser half: 1e-4 of the ratio, 4e-5 of the pH.
    expected = 7 + np.log10(share / (1 - share))
    assert one(Acid("acid", (7.0,)), 0.1, 0.1 * share) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("apart", [0.5, 2.0, 5.0])
@pytest.mark.parametrize("total", [0.001, 0.1, 1.0])
def test_an_ampholyte_of_even_constants_is_neutral(apart, total):
    acid = Acid("ampholyte", (PKW / 2 - apart, PKW / 2 + apart))
    assert one(acid, total, total) == pytest.approx(PKW / 2, abs=1e-9)


@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("strong", [-0.02, 0.0, 0.05, 0.1, 0.15])
def test_a_weak_base_mirrors_a_weak_acid(activity, strong):
    acid = one(Acid("acid", (4.2,)), 0.1, strong, activity)
    base = one(Acid("base", (PKW - 4.2,), 1), 0.1, -strong, activity)
    assert acid + base == pytest.approx(PKW, abs=1e-8)


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_two_halves_are_one_whole(activity):
    halves = solve([CITRIC, CITRIC], [[0.1, 0.1]], [0.25], activity)
    assert halves.item() == pytest.approx(one(CITRIC, 0.2, 0.25, activity), abs=1e-9)


def test_an_acid_without_steps_is_a_strong_ion():
    cation, anion = Acid("cation", (), 1), Acid("anion", (), -1)
    assert one(cation, 0.1, activity="davies") == solve([], np.zeros((1, 0)), [0.1]).item()
    assert one(anion, 0.1, activity="davies") == solve([], np.zeros((1, 0)), [-0.1]).item()


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_acid_may_begin_with_a_negative_charge(activity):
    # It is the rest of one that has lost its first proton for good.
    whole = one(Acid("acid", (-20.0, 5.0)), 0.1, 0.12, activity)
    assert one(Acid("anion", (5.0,), -1), 0.1, 0.12, activity) == pytest.approx(whole, abs=1e-8)


def test_the_share_that_keeps_its_proton():
    # At its pKa half, one unit below ten elevenths, one above one eleventh.
    assert unionised_share([3.2, 4.2, 5.2], 4.2) == pytest.approx([10 / 11, 0.5, 1 / 11])


# --- invariants -----------------------------------------------------------------------------------

fewer = settings(max_examples=25)
# Down to a fraction of a milligram in a litre.
amounts = st.just(0.0) | st.floats(1e-6, 0.3)
totals_of_all = st.lists(amounts, min_size=len(ACIDS), max_size=len(ACIDS)).map(np.array)
activities = st.sampled_from(ACTIVITIES)
bases = st.floats(-0.3, 1.5)


@fewer
@given(st.integers(0, 1000), activities)
def test_a_row_does_not_know_the_others(seed, activity):
    totals, sodium = random_serums(20, seed)
    rows = [solve(ACIDS, totals[[i]], sodium[[i]], activity).item() for i in range(20)]
    assert solve(ACIDS, totals, sodium, activity) == pytest.approx(rows, abs=1e-8)


@fewer
@given(totals_of_all, bases, st.permutations(range(len(ACIDS))), activities)
def test_the_order_of_acids_does_not_matter(totals, base, order, activity):
    shuffled = solve([ACIDS[i] for i in order], [totals[list(order)]], [base], activity)
    assert shuffled.item() == pytest.approx(solve(ACIDS, [totals], [base], activity).item(), abs=1e-8)


@fewer
@given(totals_of_all, bases, st.integers(0, len(ACIDS)), activities)
def test_an_acid_that_is_not_there_changes_nothing(totals, base, place, activity):
    acids = [*ACIDS[:place], Acid("absent", (1.0, 3.0, 5.0, 9.0), 1), *ACIDS[place:]]
    more = solve(acids, [np.insert(totals, place, 0.0)], [base], activity)
    assert more.item() == pytest.approx(solve(ACIDS, [totals], [base], activity).item(), abs=1e-12)


@fewer
@given(totals_of_all, activities)
def test_more_base_is_a_higher_pH(totals, activity):
    strong = np.linspace(-0.3, 2.0, 60)
    assert np.all(np.diff(solve(ACIDS, np.tile(totals, (60, 1)), strong, activity)) > 0)


@fewer
@given(st.lists(amounts, min_size=6, max_size=6), st.integers(0, 5), activities)
def test_more_acid_is_a_lower_pH(others, which, activity):
    totals = np.tile(others, (40, 1))
    totals[:, which] = np.geomspace(1e-4, 1.0, 40)
    # Where stronger acids hold it back a weak one adds less than the solver resolves.
    assert np.all(np.diff(solve(ACIDS[:6], totals, np.zeros(40), activity)) < 1e-9)
    alone = solve(ACIDS[which : which + 1], totals[:, [which]], np.zeros(40), activity)
    assert np.all(np.diff(alone) < 0)


@fewer
@given(st.integers(0, 1000), activities)
def test_constants_may_be_drawn(seed, activity):
    totals, sodium = random_serums(20, seed)
    drawn = [Acid(acid.name, tuple(np.full(20, pKa) for pKa in acid.pKa), acid.charge) for acid in ACIDS]
    expected = solve(ACIDS, totals, sodium, activity)
    assert solve(drawn, totals, sodium, activity) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("n", [8191, 8192, 8193])
def test_pieces_fit_together(n):
    totals, sodium = random_serums(n, seed=n)
    pKa = np.random.default_rng(n).normal(4.17, 0.04, n)
    acids = (Acid("ascorbic", (pKa, 11.57)), *ACIDS[1:])
    pieces = []
    for start in range(0, n, 3000):
        rows = slice(start, start + 3000)
        piece = (Acid("ascorbic", (pKa[rows], 11.57)), *ACIDS[1:])
        pieces.append(solve(piece, totals[rows], sodium[rows]))
    assert np.abs(solve(acids, totals, sodium) - np.concatenate(pieces)).max() < 1e-8


@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("pairs", [(), MANY_PAIRS], ids=["none", "all"])
def test_many_are_solved_as_few_are(pairs, activity):
    # Of many, single precision takes the first steps; strong ones, and no acid at all, are beyond it.
    totals, strong, cations = random_strong(6_000, seed=18)
    totals[:50], totals[50:100] = 0, 1e-6
    few = [
        solution(ACIDS, totals[rows], strong[rows], pairs, cations[rows])
        for rows in (slice(start, start + 500) for start in range(0, 6_000, 500))
    ]
    many = solution(ACIDS, totals, strong, pairs, cations)
    pH = np.concatenate([solve_unchecked(some, activity) for some in few])
    assert solve_unchecked(many, activity) == pytest.approx(pH, abs=1e-9)
    net, ionic = charge_at(many, np.full(6_000, 5.3), activity)
    parts = [charge_at(some, np.full(500, 5.3), activity) for some in few]
    assert net == pytest.approx(np.concatenate([part for part, _ in parts]), abs=1e-9)
    assert ionic == pytest.approx(np.concatenate([part for _, part in parts]), abs=1e-9)


@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("pairs", [(), MANY_PAIRS], ids=["none", "all"])
@pytest.mark.parametrize("n", [400, 3000])
def test_the_search_begins_close_and_takes_few_steps(n, pairs, activity, monkeypatch):
    firsts, steps = [], Counter[str]()

    def watched(name: str, function: Callable[..., Array]) -> Callable[..., Array]:
        def called(*given: object) -> Array:
            steps[name] += 1
            result = function(*given)
            if name == "guess":
                firsts.append(result)
            return result

        return called

    monkeypatch.setattr(acidity, "guess", watched("guess", acidity.guess))
    for name in ("tallied", "tallied_with_slopes"):
        monkeypatch.setattr(charge_balance, name, watched(name, getattr(charge_balance, name)))
    totals, sodium = random_serums(n, seed=9)
    pH = solve_unchecked(solution(ACIDS, totals, sodium, pairs), activity)
    off = np.abs(np.concatenate(firsts) - pH)
    # Points of the grid lie half a pH apart; what pairs hold is not known at first.
    assert np.median(off) < (0.02 if activity == "ideal" and not pairs else 0.08)
    assert np.quantile(off, 0.95) < 0.2
    assert off.max() < 0.75
    assert steps["tallied_with_slopes"] <= 5
    assert steps["tallied"] <= 2


def test_unchecked_is_the_same():
    totals, sodium = random_serums(50, seed=5)
    assert np.array_equal(solve_unchecked(solution(ACIDS, totals, sodium)), solve(ACIDS, totals, sodium))


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_the_net_charge_at_the_pH_is_none(activity):
    totals, sodium = random_serums(2000, seed=7)
    net, _ = charge_at(solution(ACIDS, totals, sodium), solve(ACIDS, totals, sodium, activity), activity)
    assert np.abs(net).max() < 1e-9


def test_the_net_charge_falls_with_pH():
    pH = np.linspace(1.0, 13.0, 100)
    net, _ = charge_at(solution(ACIDS, np.full((100, 7), 0.05), np.full(100, 0.1)), pH)
    assert np.all(np.diff(net) < 0)
    assert solve(ACIDS, np.full((1, 7), 0.05), [0.1]).item() == pytest.approx(
        np.interp(0, -net, pH), abs=0.01
    )


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_no_solution_is_left_unsolved(activity):
    # Far more than dissolves, and base beyond all acid: wrong by then, but a number and balanced.
    dice = np.random.default_rng(11)
    totals = dice.uniform(0, 6, (20_000, 7)) * (dice.random((20_000, 7)) < 0.4)
    totals *= np.minimum(1, 6 / np.maximum(totals.sum(axis=1), 1e-9))[:, None]
    strong = np.clip(dice.uniform(-0.5, 1.5, 20_000) * totals[:, :-1].sum(axis=1), -3, 6)
    pH = solve(ACIDS, totals, strong, activity)
    assert np.all((pH > -2) & (pH < 16))
    net, ionic = charge_at(solution(ACIDS, totals, strong), pH, activity)
    assert np.abs(net).max() < 1e-8
    if activity == "davies":
        own_net, own_ionic = by_species(ACIDS, totals, strong, pH, ionic)
        assert np.abs(own_net).max() < 1e-7
        assert np.abs(own_ionic - ionic).max() < 1e-7


@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("pairs", [(), SODIUM_CITRATE_OF_ALL, MANY_PAIRS], ids=["none", "citrate", "all"])
def test_nothing_in_the_water_is_left_unsolved(pairs, activity):
    totals, strong, cations = random_strong(5_000, seed=12)
    mixed = solution(ACIDS, totals, strong, pairs, cations)
    pH = solve_unchecked(mixed, activity)
    assert np.all((pH > -3) & (pH < 17))
    net, ionic = charge_at(mixed, pH, activity)
    assert np.abs(net).max() < 1e-8
    if activity == "davies":
        own_net, own_ionic = by_species(ACIDS, totals, strong, pH, ionic, pairs, cations)
        assert np.abs(own_net).max() < 1e-7
        assert np.abs(own_ionic - ionic).max() < 1e-7


@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("pairs", [(), SODIUM_CITRATE_OF_ALL, MANY_PAIRS], ids=["none", "citrate", "all"])
def test_any_pH_has_its_charge(pairs, activity):
    totals, strong, cations = random_strong(5_000, seed=13)
    pH = np.random.default_rng(13).uniform(-1, 15, 5_000)
    net, ionic = charge_at(solution(ACIDS, totals, strong, pairs, cations), pH, activity)
    assert np.isfinite(net).all()
    assert np.isfinite(ionic).all()
    if activity == "davies":
        own_net, own_ionic = by_species(ACIDS, totals, strong, pH, ionic, pairs, cations)
        assert net == pytest.approx(own_net, rel=1e-7, abs=1e-7)
        assert ionic == pytest.approx(own_ionic, rel=1e-7)


def test_strong_solutions_agree_with_bisection():
    totals, strong, _ = random_strong(200, seed=14)
    expected = by_bisection(ACIDS, totals, strong)
    assert solve(ACIDS, totals, strong) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("pairs", [SODIUM_CITRATE_OF_ALL, MANY_PAIRS], ids=["citrate", "all"])
def test_strong_solutions_with_pairs_agree_with_bisection(pairs):
    totals, _, cations = random_strong(200, seed=15)
    # Some of every acid, so that each pH is held by a buffer.
    totals, pH = totals + 0.05, np.random.default_rng(15).uniform(1, 13, 200)
    strong = charge_by_bisection(ACIDS, totals, pH, pairs, cations)
    assert solve(ACIDS, totals, strong, pairs=pairs, cations=cations) == pytest.approx(pH, abs=1e-7)


def test_strong_solutions_with_interactions_are_solved():
    # To an ionic strength of 2 mol/kg; beyond it, much lye may not settle.
    totals, strong, cations = random_strong(2000, seed=12)
    weak = acidity.balance(solution(ACIDS, totals, strong, MANY_PAIRS, cations))[1] < 2
    rows = (totals[weak], strong[weak])
    how = {"pairs": MANY_PAIRS, "interactions": INTERACTIONS, "cations": cations[weak]}
    assert weak.sum() > 100
    assert np.isfinite(solve(ACIDS, *rows, "sit", **how)).all()


@pytest.mark.parametrize("n", [300, 4_000])
def test_the_charge_of_a_solution_with_sums_does_not_know_the_others(n):
    # Solutions settle after more and fewer steps; the sums of each are those of its own last step.
    totals, strong, cations = random_strong(n, seed=20)
    pH = np.random.default_rng(20).uniform(1, 12, n)

    def charges(rows):
        some = Solution(
            ACIDS, totals[rows], strong[rows], cations[rows], SODIUM_PHOSPHATE_OF_ALL, INTERACTIONS
        )
        return charge_at(some, pH[rows], "sit")

    net, ionic = charges(slice(None))
    alone = [charges([row]) for row in range(60)]
    assert net[:60] == pytest.approx(np.concatenate([one for one, _ in alone]), abs=1e-9, nan_ok=True)
    assert ionic[:60] == pytest.approx(np.concatenate([one for _, one in alone]), abs=1e-9, nan_ok=True)
    assert np.isfinite(net[:60]).sum() > 50


def test_an_interaction_by_hand():
    # 0.5 mol/kg of a buffer by halves: pH = pKa + log γ of the anion, whose sum is ε × 0.5 of sodium.
    plain, pushed = (
        one(LACTIC, 1.0, 0.5, "sit", interactions=[Interaction(0, 1, epsilon)]) for epsilon in (0.0, 0.1)
    )
    root = np.sqrt(0.5)
    assert plain == pytest.approx(3.863 - 0.51002 * root / (1 + 1.5 * root), abs=1e-3)
    assert pushed - plain == pytest.approx(0.05, abs=1e-4)


def test_an_interaction_means_nothing_to_davies():
    (plain, same) = (
        one(LACTIC, 1.0, 0.5, "davies", interactions=some) for some in ((), [Interaction(0, 1, 0.1)])
    )
    assert plain == same


@pytest.mark.parametrize("epsilon", [0.05, np.array([0.0, 0.05])])
def test_interactions_may_be_drawn(epsilon):
    totals, sodium = np.array([[1.0], [1.0]]), np.array([0.4, 0.4])
    both = solve([LACTIC], totals, sodium, "sit", interactions=[Interaction(0, 1, epsilon)])
    assert both[1] == one(LACTIC, 1.0, 0.4, "sit", interactions=[Interaction(0, 1, 0.05)])


def test_a_metal_of_two_charges_by_hand():
    # 0.1 mol/kg of calcium and 0.2 of a strong anion: I = (4 × 0.1 + 0.2) / 2 = 0.3.
    salt = Solution((), np.zeros((1, 0)), np.zeros(1), np.array([[0.1]]), charges=(2,))
    assert charge_at(salt, np.array([7.0]))[1].item() == pytest.approx(0.3, abs=1e-6)


def test_a_metal_of_two_charges_holds_an_anion():
    # Half of the anion is held where K × [Ca²⁺] = 1, without activities: by bisection of both sums.
    pair = Pair(0, 1, 1.0, lost=1)
    salt = Solution([LACTIC], np.array([[0.4]]), np.array([0.4]), np.array([[0.2]]), [pair], charges=(2,))
    ionic = charge_at(salt, np.array([7.0]), "ideal")[1].item()
    held = (0.7 - np.sqrt(0.49 - 4 * 0.08)) / 2  # (0.2 − x)(0.4 − x) × 10 = x
    assert ionic == pytest.approx((4 * (0.2 - held) + (0.4 - held) + held) / 2, rel=1e-3)


@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("pairs", [(), MANY_PAIRS], ids=["none", "all"])
def test_the_slopes_are_those_of_the_tallies(pairs, activity):
    # Wrong ones would still lead to the pH, in many more steps.
    totals, strong, cations = random_strong(200, seed=17)
    mixture = mixture_of(solution(ACIDS, totals, strong, pairs, cations), activity, PKW, Scratch())
    unknowns = first_unknowns(mixture, np.random.default_rng(17).uniform(0.4, 13, 200))
    _, slopes = tallied_with_slopes(mixture, unknowns)
    for unknown, slope in enumerate(slopes.copy()):
        step = np.zeros_like(unknowns)
        step[unknown] = 1e-5
        after, before = (np.log(tallied(mixture, point)) for point in (unknowns + step, unknowns - step))
        assert slope == pytest.approx((after - before) / 2e-5, abs=1e-7, rel=1e-6)


@pytest.mark.parametrize("is_drawn", [False, True], ids=["same", "drawn"])
def test_the_slopes_with_sums_of_interactions_are_those_of_the_tallies(is_drawn):
    # Two metals with pairs, whose sums are unknowns too; a third without.
    dice = np.random.default_rng(19)
    totals, strong, _ = random_strong(200, seed=19)
    sums = dice.uniform(-0.3, 0.3, (200, 3))
    spread = dice.uniform(0.5, 1.5, 200) if is_drawn else 1.0
    interactions = [
        Interaction(kind.acid, kind.lost, kind.epsilon * spread * share, metal)
        for metal, share in enumerate((1.0, -0.7, 0.5))
        for kind in INTERACTIONS
    ]
    pairs = (*SODIUM_PHOSPHATE_OF_ALL, Pair(1, 1, 1.5, metal=1), Pair(0, 1, 0.8, lost=1, metal=1))
    amounts = dice.uniform(0, 1, (200, 3))
    both = Solution(ACIDS, totals, strong, amounts, pairs, interactions, charges=(1, 2, 1))
    mixture = mixture_of(both, "sit", PKW, Scratch())
    unknowns = first_unknowns(mixture, dice.uniform(0.4, 13, 200))
    assert len(unknowns) == 6
    unknowns[4:] = sums[:, :2].T
    tallies, slopes = (values.copy() for values in tallied_with_slopes(mixture, unknowns))
    assert tallied(mixture, unknowns) == pytest.approx(tallies, rel=1e-12)

    def at(point):
        values = tallied(mixture, point)
        return np.concatenate([np.log(values[:5]), values[5:]])

    for unknown, slope in enumerate(slopes):
        step = np.zeros_like(unknowns)
        step[unknown] = 1e-5
        numeric = (at(unknowns + step) - at(unknowns - step)) / 2e-5
        assert slope == pytest.approx(numeric, abs=1e-6, rel=1e-5)


@pytest.mark.parametrize("pairs", [(), SODIUM_CITRATE_OF_ALL], ids=["none", "citrate"])
def test_a_hopeless_solution_takes_no_other_with_it(pairs):
    totals, strong, cations = random_strong(300, seed=16)
    hopeless = np.arange(300) % 3 == 0
    expected = solve_unchecked(solution(ACIDS, totals, strong, pairs, cations))
    strong[hopeless], cations[hopeless] = 1e7, 1e7
    mixed = solution(ACIDS, totals, strong, pairs, cations)
    pH = solve_unchecked(mixed)
    assert np.isnan(pH[hopeless]).all()
    assert pH[~hopeless] == pytest.approx(expected[~hopeless], abs=1e-9)
    net, ionic = charge_at(mixed, np.where(hopeless, np.nan, pH))
    assert np.array_equal(np.isnan(net), hopeless)
    assert np.array_equal(np.isnan(ionic), hopeless)


@pytest.mark.parametrize("acid", [ASCORBIC, CITRIC, PHOSPHORIC], ids=lambda acid: acid.name)
@pytest.mark.parametrize("total", [0.25, 0.5, 1.0, 1.5, 3.0])
def test_a_titration_of_a_strong_solution_rises(acid, total):
    strong = np.linspace(0, 1.05 * len(acid.pKa) * total, 200)
    totals = np.full((200, 1), total)
    pH = solve([acid], totals, strong)
    assert np.all(np.diff(pH) > 0)
    net, _ = charge_at(solution([acid], totals, strong), pH)
    assert np.abs(net).max() < 1e-8


@pytest.mark.parametrize("strong", [-3.0, -1.0, 1.0, 3.0, 6.0])
def test_strong_ions_alone_by_davies(strong):
    # The ionic strength is the strong charge, and so is what balances it.
    sour = np.log10(abs(strong) * davies(1, np.array(abs(strong))))
    expected = -sour if strong < 0 else PKW + sour
    assert solve([], np.zeros((1, 0)), [strong]).item() == pytest.approx(expected, abs=1e-8)


# --- ion pairs ------------------------------------------------------------------------------------

CITRATES = np.repeat([0.05, 0.1, 0.2, 0.3], 30)[:, None]
SODIUM = CITRATES[:, 0] * np.tile(np.linspace(0.05, 3.0, 30), 4)


def test_a_pair_that_hardly_forms_is_none():
    none = solve([CITRIC], CITRATES, SODIUM)
    weak = solve([CITRIC], CITRATES, SODIUM, pairs=(Pair(0, 1, -30.0), Pair(0, 2, -30.0)))
    assert weak == pytest.approx(none, abs=1e-9)


def test_a_pair_without_its_cation_is_none():
    none = solve([CITRIC], CITRATES, SODIUM)
    assert solve([CITRIC], CITRATES, SODIUM, pairs=SODIUM_CITRATE, cations=SODIUM * 0) == pytest.approx(
        none, abs=1e-9
    )


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_a_pair_only_lowers_the_pH(activity):
    # It takes up the deprotonated acid, so that more of it lets go.
    none = solve([CITRIC], CITRATES, SODIUM, activity)
    paired = solve([CITRIC], CITRATES, SODIUM, activity, pairs=SODIUM_CITRATE)
    assert np.all(paired < none)


@pytest.mark.parametrize("total", [0.5, 1.0, 2.0])
def test_strong_citrate_with_pairs_is_solved(total):
    totals, sodium = np.full((100, 1), total), np.linspace(0, 3.1 * total, 100)
    pH = solve([CITRIC], totals, sodium, pairs=SODIUM_CITRATE)
    assert np.all(np.diff(pH) > 0)
    net, _ = charge_at(solution([CITRIC], totals, sodium, SODIUM_CITRATE), pH)
    assert np.abs(net).max() < 1e-8


def test_the_cation_is_the_sodium_unless_told():
    pH = solve([CITRIC], CITRATES, SODIUM, pairs=SODIUM_CITRATE, cations=SODIUM)
    assert np.array_equal(solve([CITRIC], CITRATES, SODIUM, pairs=SODIUM_CITRATE), pH)


@pytest.mark.parametrize(("total", "sodium"), [(0.05, 0.1), (0.1, 0.3), (0.2, 0.5), (0.3, 0.3)])
def test_no_cation_is_lost_to_pairs(total, sodium):
    solved = solve([CITRIC], [[total]], [sodium], pairs=SODIUM_CITRATE)
    kept = solution([CITRIC], np.array([[total]]), np.array([sodium]), SODIUM_CITRATE)
    net, ionic = charge_at(kept, solved)
    pH, ionic = solved.item(), ionic.item()
    gamma = [davies(z, ionic) for z in range(4)]
    low, high = 0.0, sodium
    for _ in range(60):
        free = (low + high) / 2
        bare = [10 ** (lost * pH - sum(CITRIC.pKa[:lost])) / gamma[lost] for lost in range(4)]
        cation = free * gamma[1]
        paired = [
            bare[3] * gamma[3] * 10**pair.log_K * cation**pair.cations / gamma[3 - pair.cations]
            for pair in SODIUM_CITRATE
        ]
        scale = total / (sum(bare) + sum(paired))
        bound = scale * (paired[0] + 2 * paired[1])
        low, high = (free, high) if free + bound < sodium else (low, free)
    hydrogen, hydroxide = 10**-pH / gamma[1], 10 ** (pH - PKW) / gamma[1]
    anions = scale * (bare[1] + 2 * bare[2] + 3 * bare[3] + 2 * paired[0] + paired[1])
    squares = scale * (bare[1] + 4 * bare[2] + 9 * bare[3] + 4 * paired[0] + paired[1])
    assert net.item() == pytest.approx(0, abs=1e-9)
    assert free + hydrogen - hydroxide - anions == pytest.approx(0, abs=1e-7)
    assert (free + hydrogen + hydroxide + squares) / 2 == pytest.approx(ionic, abs=1e-7)


@pytest.mark.parametrize("pairs", [(), SODIUM_CITRATE])
def test_an_interaction_that_is_drawn_is_the_one_that_is_stated(pairs):
    totals, strong = np.full((3, 1), 0.5), np.array([0.2, 0.6, 1.2])
    stated = [Interaction(0, lost, epsilon) for lost, epsilon in ((1, -0.05), (2, 0.1), (3, 0.2))]
    drawn = [replace(each, epsilon=np.full(3, each.epsilon)) for each in stated]
    one, other = (
        solve([CITRIC], totals, strong, "sit", pairs=pairs, interactions=several)
        for several in (stated, drawn)
    )
    without = solve([CITRIC], totals, strong, "sit", pairs=pairs)
    assert other == pytest.approx(one, abs=1e-9)
    assert np.abs(without - one).min() > 1e-3


def test_some_of_the_solutions_are_what_they_were():
    drawn, same = Interaction(0, 1, np.array([0.1, 0.2, 0.3])), Interaction(0, 2, 0.5)
    acids = (Acid("a", (np.array([3.0, 4.0, 5.0]), 6.0)), LACTIC)
    metals = np.array([[0.1, 0.0], [0.2, 0.0], [0.3, 0.1]])
    totals, strong = np.arange(6.0).reshape(3, 2), np.arange(3.0)
    whole = Solution(acids, totals, strong, metals, SODIUM_CITRATE, (drawn, same), (1, 2))
    part = whole.part(np.array([2, 0]))
    assert [np.asarray(pKa).tolist() for pKa in part.acids[0].pKa] == [[5.0, 3.0], 6.0]
    assert part.acids[1] is LACTIC
    assert (part.totals.tolist(), part.strong_charge.tolist()) == ([[4, 5], [0, 1]], [2, 0])
    assert part.cations.tolist() == part.metals.tolist() == [[0.3, 0.1], [0.1, 0.0]]
    assert [np.asarray(each.epsilon).tolist() for each in part.interactions] == [[0.3, 0.1], 0.5]
    assert part.interactions[1] is same
    assert (part.pairs, part.charges) == (SODIUM_CITRATE, (1, 2))
    assert replace(whole, cations=strong).metals.tolist() == [[0.0], [1.0], [2.0]]


# --- refusals -------------------------------------------------------------------------------------

TWO = (ASCORBIC, LACTIC)


def fields(*given, **more) -> list[str]:
    """Return the names of the fields that are refused."""
    with pytest.raises(InputErrors) as caught:
        solve(*given, **more)
    return [error.field for error in caught.value.errors]


@pytest.mark.parametrize("shape", [(3, 1), (3, 3), (2, 3), (2, 2), (4, 2), (6,), (3,), (), (0, 2), (3, 2, 1)])
def test_totals_of_another_shape_are_refused(shape):
    assert fields(TWO, np.zeros(shape), np.zeros(3)) == ["totals"]


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 1), (2, 2)])
def test_a_number_of_strong_charge_takes_one_row(shape):
    assert fields(TWO, np.zeros(shape), 0.0) == ["totals"]


@pytest.mark.parametrize("row", [[0.1, 0.2], [[0.1, 0.2]]])
def test_one_solution_may_be_written_as_one(row):
    assert np.array_equal(solve(TWO, row, 0.05), solve(TWO, [[0.1, 0.2]], [0.05]))


@pytest.mark.parametrize("amount", [-0.1, np.nan, np.inf])
def test_impossible_totals_are_refused(amount):
    assert fields(TWO, [[0.1, amount]], [0.0]) == ["totals"]


@pytest.mark.parametrize("charge", [np.nan, np.inf, -np.inf])
def test_impossible_charges_are_refused(charge):
    assert fields(TWO, [[0.1, 0.1]], [charge]) == ["strong_charge"]


@pytest.mark.parametrize("shape", [(3, 1), (1, 3), (3, 2)])
def test_charges_in_a_table_are_refused(shape):
    assert fields(TWO, np.zeros((3, 2)), np.zeros(shape)) == ["strong_charge"]


@pytest.mark.parametrize("cations", [[np.nan], [-0.1], [np.inf], [0.1, 0.1], [[0.1]], [], np.nan, -0.1])
@pytest.mark.parametrize("pairs", [SODIUM_CITRATE, ()])
def test_impossible_cations_are_refused(cations, pairs):
    assert fields([CITRIC], [[0.1]], [0.1], pairs=pairs, cations=cations) == ["cations"]


def test_cations_may_be_the_same_for_all():
    value = solve([CITRIC], CITRATES, SODIUM, pairs=SODIUM_CITRATE, cations=np.full(len(SODIUM), 0.04))
    assert np.array_equal(solve([CITRIC], CITRATES, SODIUM, pairs=SODIUM_CITRATE, cations=0.04), value)


@pytest.mark.parametrize(
    "pKa",
    [(np.nan,), (4.0, np.inf), (np.full(2, 4.0),), (4.0, np.full((3, 1), 5.0)), (np.array([4, 4, np.nan]),)],
)
def test_impossible_constants_are_refused(pKa):
    assert fields([LACTIC, Acid("odd", pKa)], np.full((3, 2), 0.1), np.zeros(3)) == ["acids"]


@pytest.mark.parametrize("pKw", [np.nan, np.inf, None, [14.0], np.full(3, 14.0)])
def test_an_impossible_product_of_water_is_refused(pKw):
    assert fields(TWO, np.full((3, 2), 0.1), np.zeros(3), pKw=pKw) == ["pKw"]


@pytest.mark.parametrize(
    "pair",
    [Pair(2, 1, 1.0), Pair(-1, 1, 1.0), Pair(0, 0, 1.0), Pair(0, -1, 1.0), Pair(0, 7, 1.0), Pair(1, 3, 1.0)],
)
def test_a_pair_of_no_acid_or_of_an_impossible_charge_is_refused(pair):
    assert fields([CITRIC, LACTIC], [[0.1, 0.1]], [0.1], pairs=[pair]) == ["pairs"]


@pytest.mark.parametrize("log_K", [np.nan, np.inf])
def test_an_impossible_constant_of_a_pair_is_refused(log_K):
    assert fields([CITRIC], [[0.1]], [0.1], pairs=[Pair(0, 1, log_K)]) == ["pairs"]


@pytest.mark.parametrize(
    "wrong",
    [
        Interaction(2, 1, 0.1),
        Interaction(-2, 1, 0.1),
        Interaction(0, 0, 0.1),
        Interaction(0, 4, 0.1),
        Interaction(HYDROXIDE, 2, 0.1),
        Interaction(0, 1, np.nan),
        Interaction(0, 1, np.zeros(2)),
        Interaction(0, 1, 0.1, metal=1),
    ],
)
def test_an_impossible_interaction_is_refused(wrong):
    assert fields([CITRIC, LACTIC], [[0.1, 0.1]], [0.1], interactions=[wrong]) == ["interactions"]


def test_a_pair_on_a_cation_is_refused():
    assert fields([Acid("cation", (), 1)], [[0.1]], [0.1], pairs=[Pair(0, 1, 1.0)]) == ["pairs"]


def test_an_unknown_activity_is_refused():
    assert fields(TWO, [[0.1, 0.1]], [0.0], "debye") == ["activity"]


@pytest.mark.parametrize("given", ["much", None, [[0.1], [0.1, 0.2]], [object()]])
def test_what_is_no_number_is_refused(given):
    assert "totals" in fields(TWO, given, [0.0])
    assert "strong_charge" in fields(TWO, [[0.1, 0.1]], given)
    assert "cations" in fields(TWO, [[0.1, 0.1]], [0.0], cations=given if given is not None else "none")


def test_everything_wrong_is_said_at_once():
    assert fields(TWO, [[0.1, -0.1]], [np.nan], "debye") == ["activity", "totals", "strong_charge"]
    odd = Acid("odd", (np.nan,))
    everything = fields([odd], [[-0.1]], [np.nan], "debye", pKw=np.nan, pairs=[Pair(1, 1, 0.0)], cations=-1)
    assert everything == ["activity", "pKw", "totals", "strong_charge", "cations", "acids", "pairs"]


def test_a_refusal_tells_what_was_given():
    with pytest.raises(InputErrors, match=r"totals: “-0\.1”: amounts are finite and not negative\."):
        solve(TWO, [[0.1, -0.1]], [0.0])
    with pytest.raises(
        InputErrors, match=r"totals: “\(2, 3\)”: 3 solutions of 2 acids need 3 rows of 2 totals\."
    ):
        solve(TWO, np.zeros((2, 3)), np.zeros(3))


@pytest.mark.parametrize("pairs", [(), (Pair(0, 1, 1.0),)])
def test_nothing_in_is_nothing_out(pairs):
    assert solve(TWO, np.zeros((0, 2)), np.zeros(0), pairs=pairs).shape == (0,)
    assert solve([], np.zeros((0, 0)), np.zeros(0)).shape == (0,)
    nothing = solution(TWO, np.zeros((0, 2)), np.zeros(0), pairs)
    assert [value.shape for value in charge_at(nothing, np.zeros(0))] == [(0,), (0,)]
