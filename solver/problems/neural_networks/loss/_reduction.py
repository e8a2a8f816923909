"""How the losses of outputs and of samples become one, and what that makes of their derivatives."""

from __future__ import annotations

from msgspec import Struct

from solver.authoring import Working
from solver.authoring.domains import Family
from solver.authoring.formulas import Convention, Div, Formula, Symbol, lift, product_of_sequence, sqrt, total


class Reduction(Struct, frozen=True):
    """How it is done.

    Attributes:
        how: mean or sum, or none where the samples stay apart.
        samples: their number.
        outputs: the number of those of a sample that a mean is taken over.
        weights: those of the samples, if they differ.
        is_rooted: whether the root is taken at the end.
    """

    how: str
    samples: int
    outputs: int
    weights: Family | None
    is_rooted: bool

    @property
    def keeps_samples(self) -> bool:
        return self.how == "none"

    def of_outputs(self, summed: Formula) -> Formula:
        """The loss of a sample, from the sum over its outputs."""
        return summed / self.outputs if self.outputs > 1 else summed

    def of_samples(self, work: Working, lost: Family) -> Symbol:
        """Record the loss of all samples."""
        count, weights = len(lost), self.weights
        plain = total("i", count, lambda i: lost[i])
        weighed = total("i", count, lambda i: weights[i] * lost[i]) if weights else plain
        divisor = total("i", count, lambda i: weights[i]) if weights else lift(count)
        wrong: dict[str, Formula] = {"weights-ignored": plain} if weights else {}
        mean, right = weighed / divisor, weighed
        if self.how == "mean" and count > 1:
            wrong = (
                {"weights-ignored": plain / count, "weights-not-summed": weighed / count} if weights else {}
            )
            wrong, right = {"not-averaged": weighed, **wrong}, mean
        elif count > 1:
            wrong["averaged"] = mean
        if not self.is_rooted:
            return work.let("L", right, mistakes=wrong)
        rooted = {name: sqrt(formula) for name, formula in wrong.items()}
        return work.let("L", sqrt(right), mistakes={"root-missing": right, **rooted})

    def of_slope(self, slope: Formula, i: int, loss: Symbol | None) -> Formula:
        """A derivative of the loss of one output of sample i as that of the reduced loss, as one fraction."""
        count, weights = self.outputs, None if self.keeps_samples else self.weights
        top, under = (slope.numerator, [slope.denominator]) if isinstance(slope, Div) else (slope, [])
        if self.how == "mean" and weights:
            under = [total("i", len(weights), lambda i: weights[i]), *under]
        elif self.how == "mean":
            count *= self.samples
        root = loss if self.is_rooted else None
        under = [*([lift(count)] if count > 1 else []), *under, *([root] if root else [])]
        top = weights[i] * top if weights else top
        form = top / product_of_sequence(under) if under else top
        return Convention(form, lift(0)) if root and root.value == 0 else form
