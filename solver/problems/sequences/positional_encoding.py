"""Positional encoding: sines and cosines that tell a transformer where a token stands.

Keywords: pe, sinusoidal encoding, position embedding.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Integer, Nature, Positive, Units, spelled
from solver.authoring.formulas import Symbol, constant, cos, grid_name, lift, sin
from solver.models import sequences
from solver.problems.sequences._recurrent import in_full

MOST_NAMED = 20
"""Number of positions whose entries have other names as well."""


class PositionalEncoding(Problem):
    """PE(pos, 2i) = sin(pos / base^(2i/d)), PE(pos, 2i + 1) = cos(pos / base^(2i/d))."""

    length: Annotated[Symbol, Integer(most=16)] = parameter(
        "positions", symbol="n", aliases="positions n steps tokens seq-len seq-length max-len max-length"
    )
    dimensions: Annotated[Symbol, Integer(most=8)] = parameter(
        "dimensions", symbol="d", aliases="d d-model width dim"
    )
    base: Positive = parameter("base", symbol="B", default="10000", aliases="wavelength")

    unclear = {
        "pos": "is a single position: give --length, which counts them from 0, so that 3 ends with position 2"
    }
    idea = "Attention does not see the order; the encoding adds it, with a wavelength for each pair."
    sanity = "All entries lie between $-1$ and 1; the row of position 0 is 0, 1, 0, 1, ..."
    source = "Vaswani et al., Attention Is All You Need, 2017, section 3.5"
    example = "--length 3 --dimensions 4"
    model = sequences.positional_encoding
    answers = {"encoding": "encoding, a row for each position"}
    natures = {"encoding": Nature(units=Units(2, at_right_angles=False))}
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = (
        "Positions from 0 are encoded with sines and cosines in turn, to the base {base}; angles are in"
        " radians."
    )
    tasks = (
        "Work out the sinusoidal positional encoding of the positions, which count from 0: sine and cosine in"
        " turn, to the base {base}, angles in radians.",
        "A transformer encodes positions from 0 by sines and cosines, interleaved, to the base {base}. What"
        " is the encoding, with a row for each position? Angles are in radians.",
    )
    also_called = {"encoding": "P; encodings; positional encodings; PE"}
    mistakes = {
        "by-dimension": "the number of the dimension was put in the exponent, not that of its pair",
        "exponent-halved": "the factor 2 of the exponent was left out",
        "exchanged": "sine and cosine were exchanged",
        "from-1": "the positions were counted from 1",
        "degrees": "the angles were taken in degrees",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        rows = range(min(int(self.length), MOST_NAMED))
        entries = {
            grid_name("E", at, j): (f"PE({at},{j})", f"PE_{at},{j}", f"PE(pos={at},{j})", f"P_{at},{j}")
            for at in rows
            for j in range(int(self.dimensions))
        }
        whole = {
            f"encoding[{at + 1}]": (f"PE({at})", f"PE(pos={at})", f"P({at})", f"position {at}") for at in rows
        }
        return {**super().other_names, **entries, **whole}

    def check(self) -> None:
        if int(self.dimensions) % 2:
            wanted = "must be even: sines and cosines come in pairs"
            raise InputError("--dimensions", wanted, spelled(self.dimensions))

    def solve(self, work: Working) -> None:
        d, pairs = self.dimensions, int(self.dimensions) // 2
        work.step("Frequencies", "Each pair of dimensions, numbered from 0, has a frequency of its own.")
        frequencies = [self._frequency(work, i, d) for i in range(pairs)]
        rows, length = [], int(self.length)
        shown = in_full(length)
        for count in work.repeat(length, shown):
            told = "" if count > 1 else "The sine of an angle, in radians, comes first, its cosine next."
            work.step(f"Position {count - 1}", told)
            rows.append([self._entry(work, count - 1, j, frequencies[j // 2]) for j in range(2 * pairs)])
        if length > shown:
            work.step(f"Positions {shown} to {length - 1}", "The same formulas; only results are listed.")
            headings = [Symbol(grid_name("E", "t", j)) for j in range(2 * pairs)]
            work.history(list(zip(headings, zip(*rows[shown:], strict=True), strict=True)), shown)
        work.answer("encoding", rows)

    def _frequency(self, work: Working, i: int, d: Symbol) -> Symbol:
        return work.let(
            f"omega_{i}",
            1 / self.base ** (lift(2) * i / d),
            mistakes={"exponent-halved": 1 / self.base ** (lift(i) / d)},
        )

    def _entry(self, work: Working, at: int, j: int, frequency: Symbol) -> Symbol:
        own, other = (cos, sin) if j % 2 else (sin, cos)
        angle = at * frequency
        wrong = {
            "by-dimension": own(at / self.base ** (lift(2) * j / self.dimensions)),
            "exchanged": other(angle),
            "from-1": own((at + 1) * frequency),
            "degrees": own(angle * constant("pi") / 180),
        }
        return work.let(grid_name("E", at, j), own(angle), mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Squares as the base of four dimensions, cubes of six: the frequencies end soon."""
        root, length = draw.integer(2, 60), draw.integer(2, 4)
        if difficulty == "hard":
            return {"length": length, "dimensions": 6, "base": root**3}
        return {"length": length + (difficulty == "medium"), "dimensions": 4, "base": root**2}
