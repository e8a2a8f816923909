"""The squared error as a loss in its conventions: with a half before it or not, summed or averaged."""

from fractions import Fraction
from typing import NamedTuple

from solver.mathematics.formula import Formula, Mul, Operand, lift


class SquaredError(NamedTuple):
    """One of the conventions."""

    halved: bool
    averaged: bool

    @property
    def words(self) -> str:
        return f"{'half ' * self.halved}the {'mean' if self.averaged else 'sum'} of the squared errors"

    def of(self, squares: Formula, n: Operand) -> Formula:
        """The loss from the sum of the squares of n errors."""
        if self._divides_by(n):
            return squares / (lift(2) * n if self.halved else n)
        return squares / 2 if self.halved else squares

    def slope(self, products: Formula, n: Operand) -> Formula:
        """Its derivative, from the sum of error times input; the half cancels the 2 of the square."""
        factors = products.factors if isinstance(products, Mul) else (products,)
        doubled = products if self.halved else Mul((lift(2), *factors))
        return doubled / n if self._divides_by(n) else doubled

    def _divides_by(self, n: Operand) -> bool:
        return self.averaged and lift(n) != lift(1)

    def factor(self, n: int) -> Fraction:
        """What stands before an error in its derivative."""
        return Fraction(1 if self.halved else 2, n if self.averaged else 1)

    @property
    def with_other_half(self) -> "SquaredError":
        """With a half before it where it has none, and without one where it has."""
        return self._replace(halved=not self.halved)

    @property
    def with_other_mean(self) -> "SquaredError":
        """The sum for the mean, and the mean for the sum."""
        return self._replace(averaged=not self.averaged)


SQUARED_ERRORS = {
    "half-mse": SquaredError(halved=True, averaged=True),
    "mse": SquaredError(halved=False, averaged=True),
    "half-sse": SquaredError(halved=True, averaged=False),
    "sse": SquaredError(halved=False, averaged=False),
}
SQUARED_ERRORS |= {"se": SQUARED_ERRORS["sse"], "half-se": SQUARED_ERRORS["half-sse"]}
"""By their usual names; those of a single error last."""
