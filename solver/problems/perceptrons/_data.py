"""What is to be told apart: the rows of a named gate, or samples with targets of 0 and 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from solver.domains import Choice, Integer, MatrixOf, Scalar, VectorOf
from solver.errors import InputError
from solver.mathematics.formula import Coordinates, Family, Grid, Symbol, grid_name
from solver.models import perceptrons as model
from solver.problem import Problem, parameter

MOST_SAMPLES = 16
MOST_INPUTS = 6

# The targets of the rows 0, 1 or 00, 01, 10, 11.
GATES = {
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "nand": (1, 1, 1, 0),
    "nor": (1, 0, 0, 0),
    "xor": (0, 1, 1, 0),
    "xnor": (1, 0, 0, 1),
    "not": (1, 0),
    "implies": (1, 1, 0, 1),
}


@dataclass(frozen=True, slots=True)
class GateName(Choice):
    """The name of a gate, shown in capitals."""

    options: tuple[str, ...] = tuple(GATES)

    def show(self, value: str) -> str:
        return value.upper()


@dataclass(frozen=True, slots=True)
class Bit(Integer):
    """A target of 0 or 1."""

    least: int = 0
    most: int = 1

    @property
    def requirement(self) -> str:
        return "must be 0 or 1 (write 0 for a target of -1)"


@dataclass(frozen=True, slots=True)
class Sample:
    """A row of the data."""

    number: int
    inputs: tuple[Symbol, ...]
    target: Symbol

    @property
    def point(self) -> Coordinates:
        return Coordinates(self.inputs)


class LabeledData(Problem):
    """A problem on a gate or on samples with targets."""

    gate: Annotated[str | None, GateName()] = parameter("gate", required=False, note="or give --x and --y")
    x: Annotated[Grid | None, MatrixOf(Scalar(rational=True), MOST_SAMPLES, MOST_INPUTS)] = parameter(
        "inputs", symbol="x", required=False, note="a row a sample, such as 0,0;0,1;1,0;1,1"
    )
    y: Annotated[Family | None, VectorOf(Bit(), most=MOST_SAMPLES)] = parameter(
        "targets", symbol="y", required=False, note="0 or 1 for each row of --x"
    )

    def check(self) -> None:
        if self.gate is None and self.x is None:
            raise InputError("--gate", "or --x with --y must be given")
        if self.gate is not None and (self.x is not None or self.y is not None):
            raise InputError("--gate", "goes without --x and --y: the gate has rows and targets of its own")
        if self.gate is None and self.y is None:
            raise InputError("--y", "is missing: a target of 0 or 1 for each row of --x")
        if self.x is not None and self.y is not None and len(self.y) != len(self.x.rows):
            rows = len(self.x.rows)
            wanted = f"{rows} targets, one for each row" if rows > 1 else "1 target for the only row"
            raise InputError("--y", f"must give {wanted} of --x (rows are separated by ;)", str(len(self.y)))

    @cached_property
    def data(self) -> tuple[Grid, Family]:
        """The inputs, a row a sample, and the targets."""
        if self.x is not None and self.y is not None:
            return self.x, self.y
        return _gate_data(GATES[str(self.gate)])

    @cached_property
    def samples(self) -> list[Sample]:
        x, y = self.data
        rows = enumerate(zip(x.rows, y, strict=True), 1)
        return [Sample(number, row, target) for number, (row, target) in rows]

    @property
    def width(self) -> int:
        """The number of inputs."""
        return self.data[0].shape[1]

    def arrays(self) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """The data for the NumPy model, which has gates of its own."""
        if self.gate is not None:
            return model.gate_data(self.gate)
        x, y = self.data
        return exact_array(x.values), exact_array(y.values)


def exact_array(values: Sequence[Any]) -> NDArray[np.object_]:
    """Fractions in an array that keeps them exact."""
    return np.array(values, dtype=object)


def _gate_data(targets: tuple[int, ...]) -> tuple[Grid, Family]:
    rows = product((0, 1), repeat=len(targets).bit_length() - 1)
    inputs = tuple(_inputs(number, bits) for number, bits in enumerate(rows, 1))
    members = tuple(Symbol(f"y_{row}", Fraction(bit)) for row, bit in enumerate(targets, 1))
    return Grid("x", inputs), Family("y", members)


def _inputs(number: int, bits: tuple[int, ...]) -> tuple[Symbol, ...]:
    return tuple(Symbol(grid_name("x", number, i), Fraction(bit)) for i, bit in enumerate(bits, 1))
