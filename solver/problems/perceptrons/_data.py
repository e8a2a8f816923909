"""What is to be told apart: the rows of a named gate, or samples with targets of 0 and 1."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from solver.authoring import (
    Coordinates,
    Family,
    Formula,
    Gate,
    Grid,
    InputError,
    Inputs,
    Problem,
    Symbol,
    Targets,
    gate_samples,
    parameter,
)


class Sample(NamedTuple):
    """A row of the data."""

    number: int
    x: Grid
    target: Symbol

    @property
    def inputs(self) -> tuple[Symbol, ...]:
        return self.x.rows[self.number - 1]

    @property
    def cells(self) -> tuple[Formula, ...]:
        """The row in a table: the inputs as one point, and the target."""
        return Coordinates(self.inputs), self.target


class LabeledData(Problem):
    """A problem on a gate or on samples with targets."""

    gate: Gate | None = parameter("gate", required=False, note="or give --x and --y")
    x: Inputs | None = parameter(
        "inputs", symbol="x", required=False, note="a row a sample, such as 0,0;0,1;1,0;1,1"
    )
    y: Targets | None = parameter("targets", symbol="y", required=False, note="0 or 1 for each row of --x")

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
        if len(y) != (rows := len(x.rows)):
            wanted = f"{rows} targets, one for each row" if rows > 1 else "1 target for the only row"
            raise InputError("--y", f"must give {wanted} of --x (rows are separated by ;)", str(len(y)))

    @cached_property
    def data(self) -> tuple[Grid, Family]:
        """The inputs, a row a sample, and the targets."""
        if self.x is not None and self.y is not None:
            return self.x, self.y
        return gate_samples(str(self.gate))

    @property
    def width(self) -> int:
        """The number of inputs."""
        return self.data[0].shape[1]

    @cached_property
    def samples(self) -> list[Sample]:
        return [Sample(number, self.data[0], target) for number, target in enumerate(self.data[1], 1)]
