"""The gradient of the squared error, derived by the chain rule before any number goes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from solver.mathematics.formula import (
    Add,
    Div,
    Formula,
    Mul,
    Number,
    Symbol,
    Total,
    grid_name,
    lift,
    replace,
    sum_of,
)
from solver.mathematics.sympy_bridge import derivative
from solver.problems.gradient_descent._loss import Loss
from solver.record.recorder import Working

WRITTEN_OUT = 3
"""A sum of so many terms is written out with its symbols too."""

ONE = Number(Fraction(1))
ERROR, BIAS, COUNT = Symbol("e_i"), Symbol("b"), Symbol("n")


@dataclass(frozen=True, slots=True)
class Derivation:
    """The derivatives along the chain from the loss to the weights.

    Attributes:
        outer: that of one sample's part of the loss by its error.
        factor: what all samples share of it, such as 2/n.
        inner: those of the error by its weight and by the bias.
    """

    outer: Formula
    factor: Formula
    inner: dict[str, Formula]

    def product(self, target: str) -> Formula:
        """What is summed over the samples: e_i x_i for a weight, e_i for the bias."""
        inner = self.inner[target]
        return ERROR if inner == ONE else ERROR * inner


def count_symbol(count: int) -> Symbol:
    """n with its value."""
    return Symbol(COUNT.name, Fraction(count))


def input_name(features: int, sample: int | str, feature: int | str) -> str:
    """x_i where there is a single feature, x_ij where there are several."""
    return f"x_{sample}" if features == 1 else grid_name("x", sample, feature)


def weighted_input(features: int) -> tuple[Symbol, Symbol]:
    """The weight and the input that stand for all of them."""
    return Symbol("w" if features == 1 else "w_j"), Symbol(input_name(features, "i", "j"))


@cache
def derive(loss: Loss, features: int, *, single: bool) -> Derivation:
    """Differentiate the loss of a batch or, with `single`, that of one sample."""
    outer = derivative(loss.of(ERROR**2, None if single else COUNT), ERROR.name)
    weight, x = weighted_input(features)
    error = weight * x + BIAS - Symbol("y_i")
    inner = {target.name: derivative(error, target.name) for target in (weight, BIAS)}
    # The outer derivative is linear in the error: its own derivative is the factor.
    return Derivation(outer, derivative(outer, ERROR.name), inner)


def show(work: Working, loss: Loss, features: int, *, biased: bool, single: bool) -> None:
    """Show the model, its loss, and how the gradient comes about."""
    found = derive(loss, features, single=single)
    work.step("Derive the gradient", "By the chain rule, through the error of each sample.")
    weight, x = weighted_input(features)
    terms: Formula = (
        weight * x if features == 1 else Total("j", lift(1), lift(features), weight * x, weight * x)
    )
    _display(work, Symbol("yhat_i"), terms + BIAS if biased else terms)
    _display(work, ERROR, Symbol("yhat_i") - Symbol("y_i"))
    if single:
        work.say("An update uses one sample; its loss is")
        part = Symbol("L")
    else:
        _display(work, Symbol("L"), loss.of(_over_samples(ERROR**2), COUNT))
        work.say("The part of sample {i} in it is", i=Symbol("i"))
        part = Symbol("L_i")
    _display(work, part, loss.of(ERROR**2, None if single else COUNT))
    outer = Symbol(f"d{part.name}/de_i")
    _display(work, outer, found.outer)
    inner_slopes = {name: inner for name, inner in found.inner.items() if biased or name != BIAS.name}
    for target, inner in inner_slopes.items():
        _display(work, Symbol(f"de_i/d{target}"), inner)
    for target, inner in inner_slopes.items():
        chain = [outer * Symbol(f"de_i/d{target}"), found.outer if inner == ONE else found.outer * inner]
        product = found.product(target)
        if single:
            forms = [*chain, scaled(found.factor, product)]
        else:
            forms = [*map(_over_samples, chain), scaled(found.factor, _over_samples(product))]
        _display(work, Symbol(f"dL/d{target}"), *forms)


def scaled(factor: Formula, total: Formula) -> Formula:
    """A multiple of a sum, as one fraction where the factor is one."""
    if factor == ONE:
        return total
    if isinstance(factor, Div):
        return scaled(factor.numerator, total) / factor.denominator
    return Mul((factor, *total.factors)) if isinstance(total, Mul) else factor * total


def batch_gradient(loss: Loss, features: int, total: Formula, n: int) -> Formula:
    """The derivative of the loss of `n` samples, from the sum of what each contributes."""
    factor = derive(loss, features, single=n == 1).factor
    return scaled(replace(factor, {COUNT.name: count_symbol(n)}), total)


def sum_over(terms: Sequence[Formula], general: Formula, first: int) -> Formula:
    """The sum of the terms of samples `first` and on; that of many is shown as Σ of the general one."""
    if len(terms) <= WRITTEN_OUT:
        return sum_of(terms)
    return Total("i", lift(first), lift(first + len(terms) - 1), general, Add(tuple(terms)))


def _over_samples(term: Formula) -> Formula:
    return Total("i", lift(1), COUNT, term, term)


def _display(work: Working, left: Symbol, *forms: Formula) -> None:
    """Show the forms one after another, without repeating one; later formulas tell them anyway."""
    work.display(left, *dict.fromkeys(forms), values=False)
