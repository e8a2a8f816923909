"""Formulas in the place of names: np(1-p) stands for the quantity that is worked out so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from solver.checking.written.spelled_names import in_letters
from solver.errors import DlsolveError
from solver.mathematics import values
from solver.mathematics.formula import Formula, Number, Symbol, replace, symbols_of
from solver.mathematics.parser import read_formula
from solver.mathematics.values import Value, is_exact
from solver.patterns import regex
from solver.record.solution import Solution

MOST_QUANTITIES = 60
NEAR = 1e-12
"""How far apart two values are at most, for their size, that come of the same formula."""

LONGEST = 60
_LETTERS = regex(r"[A-Z]{2,}$")
_SMALL_DIGIT = regex(r"[₀-₉]", where="₀₁₂₃₄₅₆₇₈₉")
_FORMULA = regex(r"[^\W\d].*[-+*/^√(²·−]|[-+*/^√(²·−].*[^\W\d]|[^\W\d_]{2,3}")

_NUMBER_WITHIN = regex(r"(?:(?<=[√/])|(?<=sqrt\())\d{1,4}", where="√/(")
"""A number under a root or below a fraction."""


def _may_be_formula(text: str) -> bool:
    """Whether a text is short, and no name as solutions print it: in d₁₂^(1) nothing is raised."""
    return len(text) <= LONGEST and not _SMALL_DIGIT.search(text)


class FormulaNames(Struct, frozen=True, dict=True):
    """The quantities of a solution, by the formulas that lead to them.

    Two formulas are the same where they agree at other values of what the working starts from.
    """

    solution: Solution

    def quantity(self, text: str) -> str:
        """The quantity that a formula leads to, or nothing."""
        if not _may_be_formula(text) or not _FORMULA.search(text):
            return ""
        known = {name: Number(value) for name, value in (self._moved | self._found).items()}
        try:
            formula = read_formula(in_letters(text), self._letters.keys())
            value = replace(formula, {**known}).evaluate()
        except (DlsolveError, TypeError, ValueError):
            return ""
        if isinstance(formula, Symbol) or not any(symbols_of(formula)):
            return ""
        return next((name for name, found in self._found.items() if _is_near(value, found)), "")

    def with_letters(self, name: str) -> Iterator[str]:
        """A name with the letters of inputs in the place of their values: QK^T/√d for QK^T/√2."""
        for found in _NUMBER_WITHIN.finditer(name):
            for letter, value in self._inputs.items():
                if letter.isalpha() and value == Fraction(found[0]):
                    others = (letter, *self.solution.other_names.get(letter, ()))
                    yield from (f"{name[: found.start()]}{o}{name[found.end() :]}" for o in others)

    def worked_out(self, text: str) -> Value | None:
        """The value of a formula over what the working starts from, by names that mean nothing else: TP, FN.

        None where it is no such: a single letter may be one of the student's.
        """
        known = {name: value for name, value in self._inputs.items() if _LETTERS.match(name)}
        if not known or not _may_be_formula(text):
            return None
        try:
            formula = read_formula(in_letters(text), known.keys())
            value = replace(formula, {name: Number(found) for name, found in known.items()}).evaluate()
        except (DlsolveError, TypeError, ValueError):
            return None
        return None if isinstance(formula, Symbol) or not any(symbols_of(formula)) else value

    @cached_property
    def _inputs(self) -> Mapping[str, Value]:
        """What the working starts from, by the names in its formulas."""
        quantities = self.solution.quantities
        used = (symbol for quantity in quantities.values() for symbol in symbols_of(quantity.formula))
        return {s.name: s.value for s in used if s.value is not None and s.name not in quantities}

    @cached_property
    def _letters(self) -> dict[str, Formula]:
        known = (name for name in (*self._inputs, *self._found) if re.fullmatch(r"[^\W\d]\w*", name))
        return {name: Symbol(name) for name in known}

    @cached_property
    def _moved(self) -> dict[str, Value]:
        """Other values of the inputs, each moved by another small share."""
        exact = ((name, value) for name, value in self._inputs.items() if is_exact(value))
        return {name: value * (1 + Fraction(1, 89 + 13 * place)) for place, (name, value) in enumerate(exact)}

    @cached_property
    def _found(self) -> dict[str, Value]:
        """The quantities at the other values of the inputs."""
        if len(self.solution.quantities) > MOST_QUANTITIES:
            return {}
        known: dict[str, Formula] = {name: Number(value) for name, value in self._moved.items()}
        found: dict[str, Value] = {}
        for name, quantity in self.solution.quantities.items():
            try:
                found[name] = replace(quantity.formula, known).evaluate()
            except (DlsolveError, TypeError, ValueError):
                continue
            known[name] = Number(found[name])
        return found


def _is_near(value: Value, known: Value) -> bool:
    if not values.is_finite(value) or not values.is_finite(known):
        return False
    return bool(abs(value - known) <= NEAR * abs(known))
