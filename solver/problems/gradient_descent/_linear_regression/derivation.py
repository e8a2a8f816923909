"""The squared error in its four conventions, and its gradient by the chain rule."""

from collections.abc import Sequence
from typing import NamedTuple

from solver.authoring import Working
from solver.authoring.formulas import Formula, Mul, Symbol, Total, grid_name, lift, sum_of

FEW = 3
"""The errors of at most this many samples are shown as equations, and sums over them with their symbols."""

ERROR, BIAS, COUNT = Symbol("e_i"), Symbol("b"), Symbol("n")


class Loss(NamedTuple):
    """A squared error: with a half before it or not, summed or averaged over the samples."""

    halved: bool
    averaged: bool
    words: str

    def of(self, squares: Formula, n: Formula | None) -> Formula:
        """The loss from the sum of the squared errors; without `n`, that of a single sample."""
        if self.averaged and n is not None:
            return squares / (lift(2) * n if self.halved else n)
        return squares / 2 if self.halved else squares

    def slope(self, products: Formula, n: Formula | None) -> Formula:
        """Its derivative, from the sum of error times input; the half cancels the 2 of the square."""
        factors = products.factors if isinstance(products, Mul) else (products,)
        doubled = products if self.halved else Mul((lift(2), *factors))
        return doubled / n if self.averaged and n is not None else doubled


LOSSES = {
    "half-mse": Loss(halved=True, averaged=True, words="half the mean of the squared errors"),
    "mse": Loss(halved=False, averaged=True, words="the mean of the squared errors"),
    "half-sse": Loss(halved=True, averaged=False, words="half the sum of the squared errors"),
    "sse": Loss(halved=False, averaged=False, words="the sum of the squared errors"),
}


def input_name(features: int, sample: int | str, feature: int | str) -> str:
    """x_i where there is a single feature, x_ij where there are several."""
    return f"x_{sample}" if features == 1 else grid_name("x", sample, feature)


def sum_over(terms: Sequence[Formula], general: Formula, first: int) -> Formula:
    """The sum of the terms of samples `first` and on; that of many is shown as Σ of the general one."""
    if len(terms) <= FEW:
        return sum_of(terms)
    return Total("i", lift(first), lift(first + len(terms) - 1), general, sum_of(terms))


def derive(work: Working, loss: Loss, features: int, *, biased: bool, single: bool) -> None:
    """Show the model, its loss, and how the gradient over a batch, or a `single` sample, comes about."""
    weight, x = Symbol("w" if features == 1 else "w_j"), Symbol(input_name(features, "i", "j"))
    product = weight * x
    weighted = product if features == 1 else Total("j", lift(1), lift(features), product, product)
    part, n, over = ("L", None, lift) if single else ("L_i", COUNT, _over_samples)
    work.step("Derive the gradient", "By the chain rule, through the error of each sample.")
    _display(work, "yhat_i", weighted + BIAS if biased else weighted)
    _display(work, "e_i", Symbol("yhat_i") - Symbol("y_i"))
    if single:
        work.say("An update uses one sample; its loss is")
    else:
        _display(work, "L", loss.of(over(ERROR**2), n))
        work.say("The part of sample {i} in it is")
    outer, targets = loss.slope(ERROR, n), [weight, BIAS] if biased else [weight]
    _display(work, part, loss.of(ERROR**2, n))
    _display(work, f"d{part}/de_i", outer)
    for target in targets:
        _display(work, f"de_i/d{target.name}", lift(1) if target is BIAS else x)
    for target in targets:
        chain = Symbol(f"d{part}/de_i") * Symbol(f"de_i/d{target.name}")
        through, of_one = (outer, ERROR) if target is BIAS else (outer * x, ERROR * x)
        _display(work, f"dL/d{target.name}", over(chain), over(through), loss.slope(over(of_one), n))


def _over_samples(term: Formula) -> Formula:
    return Total("i", lift(1), COUNT, term, term)


def _display(work: Working, name: str, *forms: Formula) -> None:
    """Show the forms one after another, without repeating one; later formulas tell them anyway."""
    work.display(Symbol(name), *dict.fromkeys(forms), values=False)
