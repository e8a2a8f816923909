"""Numbers that may have the other sign: changes that are taken off, the errors of predictions, which are
taken from the target or the target from them, and the ends of an interval about 0.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain

from msgspec import Struct

from solver.checking.names.named_arrays import Target, flat
from solver.checking.written.spelled_names import loose, strict
from solver.mathematics.formula import Add, Formula, Neg, Number, Symbol
from solver.patterns import regex
from solver.record.solution import Solution, leaves

_CHANGE = regex(r"[dD]elta_?(?:w|W|V|b|theta|x)(?![A-Za-z])|(?:weight_?)?change|update|step")
"""A name that says that something is added."""

_ERROR = regex(r"(?<![^\W\d_])(?:errors?|err|e|ε|epsilon|residuals?)(?![^\W\d_])")
"""A name of what is left between a prediction and its target."""

_DIFFERENCE = regex(r"[^\s_]\s?[-−]\s?[^\W\d_]", where="-−")
"""A name that says what is taken from what: yhat - y."""


class Signs(Struct, frozen=True, dict=True):
    """The numbers of a solution that may be written with the other sign."""

    solution: Solution

    def may_be_other(self, name: str, target: Target) -> bool:
        """Whether what a name stands for may be written with the other sign.

        Args:
            name: as the student gave it.
            target: what it stands for.
        """
        return self._has_either(target) or self._is_taken_off(name, target) or self._is_error(name, target)

    def _has_either(self, target: Target) -> bool:
        if target.answer is not None:
            return target.answer.either_sign
        return isinstance(target.quantities, str) and target.quantities in self._either

    @cached_property
    def _either(self) -> frozenset[str]:
        """The quantities in answers that have either sign."""
        signed = (answer.value for answer in self.solution.answers if answer.either_sign)
        return frozenset(chain.from_iterable(map(leaves, signed)))

    def _is_taken_off(self, name: str, target: Target) -> bool:
        """Whether a name says that a number is a change, and its quantity is what was taken off.

        The name of an answer says no more than what the answer is declared to be.
        """
        is_own = target.answer is not None and loose(name) == loose(target.answer.name)
        if is_own or _CHANGE.match(strict(name)) is None:
            return False
        wanted = _named(target)
        return bool(wanted) and wanted <= self._taken_off

    def _is_error(self, name: str, target: Target) -> bool:
        """Whether a name says that numbers are errors, but not which way, and each is a difference.

        The name of an answer says no more than what the answer is declared to be.
        """
        is_own = target.answer is not None and loose(name) == loose(target.answer.name)
        if is_own or _ERROR.search(name.lower()) is None or _DIFFERENCE.search(name):
            return False
        wanted = _named(target)
        return bool(wanted) and wanted <= self._errors

    @cached_property
    def _errors(self) -> frozenset[str]:
        """The quantities called e that are one number less another."""
        quantities = self.solution.quantities.items()
        return frozenset(n for n, q in quantities if n.partition("_")[0] == "e" and _is_less(q.formula))

    @cached_property
    def _taken_off(self) -> frozenset[str]:
        """The quantities that are taken off in sums."""
        sums = (q.formula for q in self.solution.quantities.values() if isinstance(q.formula, Add))
        terms = (term.operand for whole in sums for term in whole.terms if isinstance(term, Neg))
        return frozenset(term.name for term in terms if isinstance(term, Symbol))


def _named(target: Target) -> set[str]:
    """The quantities that a name stands for."""
    return set(flat(target.quantities) if target.answer is None else leaves(target.answer.at(target.path)))


def _is_less(formula: Formula) -> bool:
    """Whether a formula is one number less another."""
    terms = formula.terms if isinstance(formula, Add) else ()
    single = [term.operand if isinstance(term, Neg) else term for term in terms]
    is_difference = len(terms) == 2 and sum(isinstance(term, Neg) for term in terms) == 1
    return is_difference and all(isinstance(term, Symbol | Number) for term in single)
