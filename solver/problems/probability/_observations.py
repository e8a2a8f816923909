"""Independent observations of a random variable, listed or counted."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, TypeAlias

from solver.authoring import InputError, Problem, Working, parameter
from solver.authoring.domains import Integer, Vector
from solver.authoring.formulas import Symbol, sum_of

Count: TypeAlias = Annotated[Symbol | None, Integer(least=0, most=1000)]


class Observed(Problem):
    """A problem on independent observations; successes and failures may be counted instead."""

    data: Vector | None = parameter("observations", symbol="x", aliases="x samples observations")
    heads: Count = parameter("successes", note="in place of the data", aliases="successes")
    tails: Count = parameter("failures", aliases="failures")

    inseparable: ClassVar[Sequence[Sequence[str]]] = (("heads", "tails"),)

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The observations; those that were counted come as ones and zeros."""
        if self.data is not None:
            return self.data.values
        return (Fraction(1),) * int(self.heads or 0) + (Fraction(0),) * int(self.tails or 0)

    @property
    def observations(self) -> Sequence[float]:
        """The observations for the NumPy model."""
        return [float(value) for value in self.values]

    @property
    def size(self) -> Symbol:
        """How many observations there are."""
        return Symbol("n", Fraction(len(self.values)))

    def check_counts(self, *, is_binary: bool) -> None:
        """Refuse counts beside data, or of what is not binary, and binary data other than 0 and 1.

        Raises:
            InputError: naming the option.
        """
        if (self.data is None) == (self.heads is None):
            raise InputError("--data", "or --heads with --tails must be given, and not both")
        if self.heads is not None and not is_binary:
            raise InputError("--heads", "goes with data of ones and zeros only")
        if not self.values:
            raise InputError("--heads", "must leave an observation")
        if is_binary and not set(self.values) <= {0, 1}:
            raise InputError("--data", "must be 0 or 1 each, for a Bernoulli variable")

    def summed(self, work: Working) -> Symbol:
        """Record the sum of the observations, which counts the successes."""
        if self.data is None:
            return (self.heads or Symbol("s", Fraction(0))).renamed("s")
        return work.let("s", sum_of(self.data.members))
