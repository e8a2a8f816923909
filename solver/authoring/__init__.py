"""The frame that a problem type is written in; beside it stand its `domains` and its `formulas`."""

from solver.authoring.probabilities import as_asked, joint_probabilities, say_sum
from solver.authoring.traces import Trace
from solver.contract import Difficulty, Task
from solver.errors import InputError, TooLongError, UndefinedError
from solver.givens.declarations import MOMENTUM_NAMES, RATE_NAMES, parameter
from solver.givens.parameters import (
    complemented,
    parameters,
    present,
    require_length,
    require_shape,
    worked_out,
)
from solver.mathematics.decimals import number_text
from solver.plurals import ELLIPSIS, counted, in_part, listed, one_or_all, plural
from solver.problem import Problem
from solver.record.comparison import TOLERANCE, Comparison
from solver.record.layout import Layout
from solver.record.narrative import Cell
from solver.record.recorder import Mistakes, Working
from solver.record.solution import Given
from solver.sampling.niceness import is_short
from solver.sampling.random_stream import RandomStream, decimal_text

__all__ = [
    "ELLIPSIS",
    "MOMENTUM_NAMES",
    "RATE_NAMES",
    "TOLERANCE",
    "Cell",
    "Comparison",
    "Difficulty",
    "Given",
    "InputError",
    "Layout",
    "Mistakes",
    "Problem",
    "RandomStream",
    "Task",
    "TooLongError",
    "Trace",
    "UndefinedError",
    "Working",
    "as_asked",
    "complemented",
    "counted",
    "decimal_text",
    "in_part",
    "is_short",
    "joint_probabilities",
    "listed",
    "number_text",
    "one_or_all",
    "parameter",
    "parameters",
    "plural",
    "present",
    "require_length",
    "require_shape",
    "say_sum",
    "worked_out",
]
