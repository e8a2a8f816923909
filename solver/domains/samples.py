"""Samples with targets of 0 and 1, or of -1 and 1, and the gates that are named after theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from solver.domains.base import Domain, Refused
from solver.domains.lists import MatrixOf, VectorOf
from solver.domains.scalars import Integer, Scalar
from solver.domains.words import Choice
from solver.errors import InputError, ReadError
from solver.mathematics.arrays import entry_rows
from solver.mathematics.formula import Family, Grid, Symbol, subscripted

MOST_SAMPLES, MOST_INPUTS = 16, 6

_ONE_INPUT, _TWO_INPUTS = "0;1", "0,0;0,1;1,0;1,1"

TRUTH_TABLES = {
    "and": (_TWO_INPUTS, "0,0,0,1"),
    "or": (_TWO_INPUTS, "0,1,1,1"),
    "nand": (_TWO_INPUTS, "1,1,1,0"),
    "nor": (_TWO_INPUTS, "1,0,0,0"),
    "xor": (_TWO_INPUTS, "0,1,1,0"),
    "xnor": (_TWO_INPUTS, "1,0,0,1"),
    "not": (_ONE_INPUT, "1,0"),
    "implies": (_TWO_INPUTS, "1,1,0,1"),
}
"""The inputs of each gate, a row each, and its output in each row."""


class Target(Integer, frozen=True):
    """A target of 0 or 1, or of -1 or 1."""

    least: int = -1
    most: int = 1

    @property
    def requirement(self) -> str:
        return "must be 0 or 1, or -1 or 1"


class TargetsOf(VectorOf, frozen=True):
    """Targets of 0 and 1, or of -1 and 1, not of all three."""

    entry: Domain = Target()
    most: int = MOST_SAMPLES

    def read(self, text: str, symbol: str) -> Family:
        family = VectorOf.read(self, text, symbol)
        if {-1, 0} <= set(family.values):
            raise Refused("must be targets of 0 and 1, or of -1 and 1, not of both kinds", text)
        return family


_RATIONAL = Scalar(rational=True)
_INPUTS, _TARGETS = MatrixOf(_RATIONAL, MOST_SAMPLES, MOST_INPUTS), TargetsOf()
_GATE = Choice(tuple(TRUTH_TABLES), shown=tuple(map(str.upper, TRUTH_TABLES)))

Gate: TypeAlias = Annotated[str, _GATE]
Inputs: TypeAlias = Annotated[Grid, _INPUTS]
Targets: TypeAlias = Annotated[Family, _TARGETS]
InputWeights: TypeAlias = Annotated[Family, VectorOf(_RATIONAL, most=MOST_INPUTS)]
"""One for each of the inputs of a sample."""


def points_of(given: Grid, *, are_listed: bool) -> list[list[Symbol]]:
    """The samples of a given, a row each; a single row may list samples of one feature, x_1, x_2, ..."""
    rows = list(zip(*given, strict=True)) if are_listed and len(given.rows) == 1 else given.rows
    if len(rows[0]) > 1:
        return [list(row) for row in rows]
    return [[x.renamed(subscripted(given.name, str(i)))] for i, (x,) in enumerate(rows, 1)]


def gate_samples(gate: str) -> tuple[Grid, Family]:
    """The inputs of a gate, a row each, and its targets, named x and y."""
    inputs, targets = TRUTH_TABLES[gate]
    return _INPUTS.read(inputs, "x"), _TARGETS.read(targets, "y")


def of_classes(texts: Mapping[str, tuple[str, ...]], negative: str) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens, where the samples of each class may be listed apart.

    Args:
        texts: those of the givens.
        negative: the target of the negative ones.

    Raises:
        InputError: one class is missing, or all samples are given as well.
    """
    parts = [texts.get(name) for name in ("positive", "negative")]
    if not any(parts):
        return texts
    if texts.get("x") or texts.get("y") or texts.get("gate"):
        raise InputError("--positive", "and --negative go without samples in one list, --x and --y")
    if not all(parts):
        raise InputError("--positive", "goes with --negative, and --negative with it")
    try:
        positive, others = (entry_rows(part[0]) for part in parts if part)
    except ReadError:
        raise InputError("--positive", "and --negative must be points, such as 1,2;3,4") from None
    targets = ["1"] * len(positive) + [negative] * len(others)
    return {**texts, "x": (";".join(map(",".join, (*positive, *others))),), "y": (",".join(targets),)}
