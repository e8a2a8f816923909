"""Formulas that are written and never worked out."""

from __future__ import annotations

from typing import NoReturn

from solver.mathematics import formula as f
from solver.mathematics.formula import Formula


def factors_of(formula: Formula) -> tuple[Formula, ...]:
    """The factors of a product; anything else is a single one."""
    return formula.factors if isinstance(formula, f.Mul) else (formula,)


def bare(formula: Formula) -> Formula:
    """Without the brackets that a fraction line or a root stands for."""
    is_single = isinstance(formula, f.Coordinates) and len(formula.items) == 1 and not formula.braces
    return formula.children()[0] if is_single else formula


def call(name: str, notation: f.CallNotation, argument: Formula) -> Formula:
    """A function of one argument, written in a notation of its own."""
    return f.Call(function(name, notation), (argument,))


def function(name: str, notation: f.CallNotation) -> f.Function:
    """A function that is written and never worked out."""
    return f.Function(
        name=name, compute=_unknown, derivatives=_unknown, numpy=_unknown, sympy=_unknown, notation=notation
    )


def _unknown(*_: object) -> NoReturn:
    raise NotImplementedError("a function in a text is never worked out")
