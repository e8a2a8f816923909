"""What is to be told apart: the rows of a named gate, or samples with targets of 0 and 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Annotated, Any

from solver.authoring import (
    Choice,
    Coordinates,
    Family,
    Grid,
    InputError,
    Integer,
    MatrixOf,
    Problem,
    Scalar,
    Symbol,
    VectorOf,
    Working,
    dot,
    parameter,
)
from solver.models import perceptrons

GATES = {
    "and": "0001",
    "or": "0111",
    "nand": "1110",
    "nor": "1000",
    "xor": "0110",
    "xnor": "1001",
    "not": "10",
    "implies": "1101",
}
"""The targets of the rows 0, 1 or 00, 01, 10, 11."""

EXACT = Scalar(rational=True)
MOST_SAMPLES, MOST_INPUTS = 16, 6


@dataclass(frozen=True, slots=True)
class Bit(Integer):
    """A target of 0 or 1."""

    least: int = 0
    most: int = 1

    @property
    def requirement(self) -> str:
        return "must be 0 or 1 (write 0 for a target of -1)"


INPUTS = MatrixOf(EXACT, MOST_SAMPLES, MOST_INPUTS)
TARGETS = VectorOf(Bit(), most=MOST_SAMPLES)
GATE = Choice(tuple(GATES), shown=tuple(map(str.upper, GATES)))


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

    gate: Annotated[str | None, GATE] = parameter("gate", required=False, note="or give --x and --y")
    x: Annotated[Grid | None, INPUTS] = parameter(
        "inputs", symbol="x", required=False, note="a row a sample, such as 0,0;0,1;1,0;1,1"
    )
    y: Annotated[Family | None, TARGETS] = parameter(
        "targets", symbol="y", required=False, note="0 or 1 for each row of --x"
    )

    exact_model = True
    allows_zeros = True

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.gate is None:
            return {"are": "Are", "data": "the samples below"}
        return {"are": "Is", "data": f"the truth table of {self.gate.upper()}"}

    def check(self) -> None:
        if self.gate is None and self.x is None:
            raise InputError("--gate", "or --x with --y must be given")
        if self.gate is not None and (self.x is not None or self.y is not None):
            raise InputError("--gate", "goes without --x and --y: the gate has rows and targets of its own")
        if self.gate is None and self.y is None:
            raise InputError("--y", "is missing: a target of 0 or 1 for each row of --x")
        x, y = self.data
        if len(y) != len(x.rows):
            rows = len(x.rows)
            wanted = f"{rows} targets, one for each row" if rows > 1 else "1 target for the only row"
            raise InputError("--y", f"must give {wanted} of --x (rows are separated by ;)", str(len(y)))

    @cached_property
    def data(self) -> tuple[Grid, Family]:
        """The inputs, a row a sample, and the targets."""
        if self.x is not None and self.y is not None:
            return self.x, self.y
        targets = GATES[str(self.gate)]
        rows = product("01", repeat=len(targets).bit_length() - 1)
        return INPUTS.read(";".join(map(",".join, rows)), "x"), TARGETS.read(",".join(targets), "y")

    @property
    def width(self) -> int:
        """The number of inputs."""
        return self.data[0].shape[1]

    @cached_property
    def samples(self) -> list[Sample]:
        return [Sample(number, *row) for number, row in enumerate(zip(*self.data, strict=True), 1)]

    @property
    def arguments(self) -> dict[str, Any]:
        if self.gate is None:
            return super().arguments
        # The model has gates of its own.
        x, y = perceptrons.gate_data(self.gate)
        return super().arguments | {"x": x, "y": y}


def weighted_sums(
    work: Working, name: str, samples: Sequence[Sample], factors: Mapping[int, Symbol]
) -> list[Symbol]:
    """Input by input, the sum over the samples, each taken times its factor."""
    columns = enumerate(zip(*(s.inputs for s in samples), strict=True), 1)
    return [work.let(f"{name}_{i}", dot([factors[s.number] for s in samples], xs)) for i, xs in columns]
