"""What the givens of a problem may be: how each is read, refused, shown and spelled."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from solver.domains.base import Domain, Refused
from solver.domains.labels import Labels
from solver.domains.lists import DistributionOf, JointOf, MatrixOf, VectorOf, split_rows
from solver.domains.samples import TRUTH_TABLES, Gate, Inputs, InputWeights, Targets, gate_samples
from solver.domains.scalars import Integer, OrName, Scalar, is_letter
from solver.domains.spelling import depth, plain_lists, spell, spelled
from solver.domains.words import Choice, EventNames, Flag, Words
from solver.mathematics.formula import Family, Grid, Symbol

Real: TypeAlias = Annotated[Symbol, Scalar()]
Rational: TypeAlias = Annotated[Symbol, Scalar(rational=True)]
Positive: TypeAlias = Annotated[Symbol, Scalar(above=0)]
Nonnegative: TypeAlias = Annotated[Symbol, Scalar(at_least=0)]
Probability: TypeAlias = Annotated[Symbol, Scalar(at_least=0, at_most=1)]
DecayRate: TypeAlias = Annotated[Symbol, Scalar(at_least=0, below=1)]
Count: TypeAlias = Annotated[Symbol, Integer()]
Vector: TypeAlias = Annotated[Family, VectorOf()]
RationalVector: TypeAlias = Annotated[Family, VectorOf(Scalar(rational=True))]
Distribution: TypeAlias = Annotated[Family, DistributionOf()]
RealMatrix: TypeAlias = Annotated[Grid, MatrixOf()]
Switch: TypeAlias = Annotated[bool, Flag()]
Names: TypeAlias = Annotated[tuple[str, ...], Words()]
EventName: TypeAlias = Annotated[tuple[str, ...], EventNames(most=1)]

__all__ = [
    "TRUTH_TABLES",
    "Choice",
    "Count",
    "DecayRate",
    "Distribution",
    "DistributionOf",
    "Domain",
    "EventName",
    "EventNames",
    "Flag",
    "Gate",
    "InputWeights",
    "Inputs",
    "Integer",
    "JointOf",
    "Labels",
    "MatrixOf",
    "Names",
    "Nonnegative",
    "OrName",
    "Positive",
    "Probability",
    "Rational",
    "RationalVector",
    "Real",
    "RealMatrix",
    "Refused",
    "Scalar",
    "Switch",
    "Targets",
    "Vector",
    "VectorOf",
    "Words",
    "depth",
    "gate_samples",
    "is_letter",
    "plain_lists",
    "spell",
    "spelled",
    "split_rows",
]
