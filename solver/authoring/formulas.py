"""What the formulas of a problem type are made of: all of `solver.mathematics.formula`, and their values."""

from solver.mathematics import formula, values
from solver.mathematics.formula import *  # noqa: F403  (it tells its names itself)
from solver.mathematics.values import Value

__all__ = ["Value", "values"]
__all__ += formula.__all__
