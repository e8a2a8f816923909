"""What the givens of a problem type may be, and what its answers are by their nature."""

from solver import domains
from solver.domains import *  # noqa: F403  (it tells its names itself)
from solver.domains.activations import ACTIVATIONS, Activation, OutputActivation, activated
from solver.domains.expressions import MOST_VARIABLES, Expression, Expressions, LossFunction
from solver.domains.natures import (
    DISTRIBUTION,
    LARGEST_FIRST,
    NONNEGATIVE,
    PRIMITIVE,
    PROBABILITY,
    SIZES_LARGEST_FIRST,
    SYMMETRIC,
    WITH_BOTH_SIGNS,
    Conjugates,
    Nature,
    Sums,
    Units,
    in_steps,
)
from solver.domains.thresholds import THRESHOLDS, Compare, Threshold
from solver.domains.words import written
from solver.mathematics.formula import Family, Grid

__all__ = [
    "ACTIVATIONS",
    "DISTRIBUTION",
    "LARGEST_FIRST",
    "MOST_VARIABLES",
    "NONNEGATIVE",
    "PRIMITIVE",
    "PROBABILITY",
    "SIZES_LARGEST_FIRST",
    "SYMMETRIC",
    "THRESHOLDS",
    "WITH_BOTH_SIGNS",
    "Activation",
    "Compare",
    "Conjugates",
    "Expression",
    "Expressions",
    "Family",
    "Grid",
    "LossFunction",
    "Nature",
    "OutputActivation",
    "Sums",
    "Threshold",
    "Units",
    "activated",
    "in_steps",
    "written",
]
__all__ += domains.__all__
