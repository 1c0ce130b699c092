"""PHREEQC as the oracle of the pH kernel: the same acids, the same constants, both on Davies or on SIT.

The database is written here, so that nothing else is in the water: no ion pairs, no redox, and no
coefficients of their own for H⁺, OH⁻ and Na⁺, which PHREEQC's files carry and which move a serum by
up to 0.01 pH. What stays different is the activity of water: PHREEQC lets it fall with all that is
dissolved, so that above pH 9, where OH⁻ counts, the two part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from phreeqpython.viphreeqc import VIPhreeqc

from calc.chemistry.acidity import HYDROXIDE, PKW, Acid, Array, Interaction, Pair

ACIDS = (
    Acid("ascorbic", (4.17, 11.57)),
    Acid("citric", (3.128, 4.761, 6.396)),
    Acid("lactic", (3.863,)),
    Acid("benzoic", (4.202,)),
    Acid("sorbic", (4.76,)),
    Acid("phosphoric", (2.148, 7.198, 12.375)),
    Acid("triethanolammonium", (7.761,), 1),
)
# As much as a serum holds of each [mol/kg water].
MOST = np.array([1.2, 0.3, 0.5, 0.05, 0.02, 0.1, 0.3])

_WATER = f"""SOLUTION_MASTER_SPECIES
H H+ -1 H 1.008
H(0) H2 0 H
H(1) H+ -1 0
E e- 0 0 0
O H2O 0 O 15.999
O(0) O2 0 O
O(-2) H2O 0 0
Na Na+ 0 Na 22.99
{{masters}}
SOLUTION_SPECIES
H+ = H+
    log_k 0
e- = e-
    log_k 0
H2O = H2O
    log_k 0
Na+ = Na+
    log_k 0
H2O = OH- + H+
    log_k {-PKW}
2 H2O = O2 + 4 H+ + 4 e-
    log_k -86.08
2 H+ + 2 e- = H2
    log_k -3.15
{{species}}
"""


def random_serums(n: int, seed: int, fewest: int = 1) -> tuple[Array, Array]:
    """Return totals of `ACIDS` and sodium [mol/kg water] of serums up to about pH 9.

    Each holds at least ``fewest`` of the acids. Triethanolamine is never more than the acids
    together, and sodium at most nine tenths of them.
    """
    dice = np.random.default_rng(seed)
    ranks = dice.random((n, len(ACIDS))).argsort(axis=1)
    present = ranks < dice.integers(fewest, len(ACIDS) + 1, (n, 1))
    present[~present[:, :-1].any(axis=1), 0] = True
    totals = dice.uniform(0, MOST, present.shape) * present
    acid = totals[:, :-1].sum(axis=1)
    totals[:, -1] = np.minimum(totals[:, -1], acid)
    return totals, dice.uniform(0, 0.9, n) * acid


class Phreeqc:
    """PHREEQC with nothing but water, sodium and the given acids.

    Parameters
    ----------
    acids : sequence of Acid
        Their constants as floats.
    activity : str
        ``"davies"`` or ``"sit"``.
    pairs : sequence of Pair
        Of sodium.
    interactions : sequence of Interaction
        Of sodium, for SIT.
    """

    def __init__(
        self,
        acids: Sequence[Acid],
        activity: str = "davies",
        *,
        pairs: Sequence[Pair] = (),
        interactions: Sequence[Interaction] = (),
    ) -> None:
        self.acids = acids
        self.names = [f"[A{i}]" for i in range(len(acids))]
        masters = [_master(name, acid) for name, acid in zip(self.names, acids)]
        species = [line for name, acid in zip(self.names, acids) for line in _species(name, acid)]
        species += [line for pair in pairs for line in _pair(self.names[pair.acid], acids[pair.acid], pair)]
        if activity == "sit":
            # One value makes SIT the model, whether or not anything else has one.
            species += ["SIT", "-epsilon", "OH- Na+ 0.0"]
            species += [_epsilon(self.names, acids, interaction) for interaction in interactions]
        self.program = VIPhreeqc()
        self.program.load_database_string(
            _WATER.format(masters="\n".join(masters), species="\n".join(species))
        )
        if self.program.phc_database_error_count:
            raise ValueError(self.program.get_error_string())

    def pH(self, totals: Array, sodium: Array) -> Array:
        """Return the pH of each solution, all in one batch.

        Raises
        ------
        Exception
            PHREEQC's own, where it did not converge.
        ArithmeticError
            Where solutions are missing, or their charges not balanced.
        """
        self.program.run_string(self.batch(totals, sodium))
        return self.solved(len(sodium))

    def pH_over_grains(self, totals: Array, sodium: float, limits: Mapping[int, float]) -> float:
        """Return the pH of a solution over what stays behind of some acids.

        ``limits``: so much of each is dissolved at most without a charge [mol/kg water].
        """
        phases, solids = ["PHASES"], ["EQUILIBRIUM_PHASES 1"]
        for acid, limit in limits.items():
            uncharged = _named(self.names[acid], self.acids[acid], self.acids[acid].charge)
            phases += [f"Grains{acid}", f"{uncharged} = {uncharged}", f"log_k {float(np.log10(limit))!r}"]
            solids.append(f"Grains{acid} 0 0")
        solution = self.batch(totals[np.newaxis], np.array([sodium])).removesuffix("END\n")
        self.program.run_string("\n".join([*phases, "END", solution.rstrip(), *solids, "END", ""]))
        return float(self.program.get_selected_output_array()[-1][0])

    def batch(self, totals: Array, sodium: Array) -> str:
        """Return the input of all solutions."""
        lines = ["SELECTED_OUTPUT", "-reset false", "-high_precision true", "-pH true", "-percent_error true"]
        for i, (row, base) in enumerate(zip(totals.tolist(), sodium.tolist()), start=1):
            lines += [f"SOLUTION {i}", "units mol/kgw", "pH 5 charge", f"Na {base!r}"]
            lines += [f"{name} {total!r}" for name, total in zip(self.names, row) if total]
        return "\n".join([*lines, "END", ""])

    def solved(self, n: int) -> Array:
        """Return the pH of the n solutions of the last run."""
        rows = np.array(self.program.get_selected_output_array()[1:], dtype=np.float64)
        if rows.shape != (n, 2) or not np.abs(rows[:, 1]).max() < 1e-6:
            raise ArithmeticError("PHREEQC left solutions out, or their charges unbalanced.")
        return rows[:, 0]


def _master(name: str, acid: Acid) -> str:
    """Return the line that makes an acid, fully deprotonated, an element of its own."""
    return f"{name} {name}{_sign(acid.charge - len(acid.pKa))} 0 100 100"


def _species(name: str, acid: Acid) -> list[str]:
    """Return the species of an acid, from fully deprotonated to fully protonated."""
    z = acid.charge - len(acid.pKa)
    bare = f"{name}{_sign(z)}"
    lines = [f"{bare} = {bare}", "    log_k 0"]
    for held in range(1, len(acid.pKa) + 1):
        log_k = sum(acid.pKa[-held:])
        lines += [f"{bare} + {held} H+ = H{held}{name}{_sign(z + held)}", f"    log_k {log_k!r}"]
    return lines


def _named(name: str, acid: Acid, lost: int) -> str:
    """Return a species of an acid as PHREEQC writes it."""
    held = len(acid.pKa) - lost
    return f"{f'H{held}' if held else ''}{name}{_sign(acid.charge - lost)}"


def _pair(name: str, acid: Acid, pair: Pair) -> list[str]:
    """Return a species of an acid with sodium."""
    lost = len(acid.pKa) if pair.lost is None else pair.lost
    held, z = len(acid.pKa) - lost, acid.charge - len(acid.pKa)
    log_k = sum(acid.pKa[lost:]) + pair.log_K
    product = f"Na{pair.cations}H{held}{name}{_sign(z + held + pair.cations)}"
    return [f"{pair.cations} Na+ + {held} H+ + {name}{_sign(z)} = {product}", f"    log_k {log_k!r}"]


def _epsilon(names: Sequence[str], acids: Sequence[Acid], interaction: Interaction) -> str:
    """Return a line of the coefficients of SIT."""
    if interaction.acid == HYDROXIDE:
        return f"OH- Na+ {interaction.epsilon!r}"
    acid = acids[interaction.acid]
    return f"{_named(names[interaction.acid], acid, interaction.lost)} Na+ {interaction.epsilon!r}"


def _sign(charge: int) -> str:
    """Return a charge as PHREEQC writes it."""
    if abs(charge) == 1:
        return "+" if charge > 0 else "-"
    return f"{charge:+d}" if charge else ""


def grams_to_pH(
    target: float,
    acid_g: float,
    per_mole: float,
    water_g: Callable[[Array], Array],
    *,
    salt: bool = False,
    pKa1: float = 4.17,
) -> float:
    """Return how much of a sodium base PHREEQC takes to a pH, on SIT, from ascorbic acid alone [g].

    Parameters
    ----------
    target : float
    acid_g : float
        Pure ascorbic acid.
    per_mole : float
        Molar mass of the base, of which each mole brings one of sodium [g/mol].
    water_g : callable
        Water beside so many grams of base.
    salt : bool
        Whether the base is the salt of ascorbic acid.
    pKa1 : float
        Of ascorbic acid.

    Notes
    -----
    The interactions of hydroxide and ascorbate are those of the catalogue, 0.04 and 0.05 kg/mol.
    """
    grams = np.linspace(0.01, 10, 1000)
    water = water_g(grams) / 1000
    sodium = grams / per_mole
    interactions = (Interaction(HYDROXIDE, 1, 0.04), Interaction(0, 1, 0.05))
    oracle = Phreeqc((Acid("ascorbic", (pKa1, 11.57)),), "sit", interactions=interactions)
    acid = acid_g / 176.124 + salt * sodium
    return float(np.interp(target, oracle.pH((acid / water)[:, None], sodium / water), grams))
