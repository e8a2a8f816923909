"""Building formulas from formulas, and taking them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from solver.mathematics import values
from solver.mathematics.formula.nodes import Add, Formula, Mul, Number, Symbol, lift
from solver.mathematics.formula.notation import Blank, Total


def total(index: str, count: int, term: Callable[[int | str], Formula]) -> Formula:
    """The sum of `term(1)` to `term(count)`, shown as Σ over `index` when symbols are shown."""
    terms = [term(position) for position in range(1, count + 1)]
    expanded = terms[0] if count == 1 else Add(tuple(terms))
    return Total(index, lift(1), lift(count), term(index), expanded)


def product_of_sequence(items: Sequence[Formula]) -> Formula:
    """The product of one or more items, written out."""
    return items[0] if len(items) == 1 else Mul(tuple(items))


def sum_of(items: Sequence[Formula]) -> Formula:
    """The sum of the items, written out; zero where there are none."""
    if not items:
        return lift(0)
    return items[0] if len(items) == 1 else Add(tuple(items))


def dot(left: Sequence[Formula], right: Sequence[Formula]) -> Formula:
    """The sum of the products of two vectors, written out."""
    return sum_of([a * b for a, b in zip(left, right, strict=True)])


def linear_form(formula: Formula) -> Formula:
    """A sum of coefficients times unknowns as one writes it: without terms of 0 and without factors of 1.

    A term without an unknown is a constant.
    """
    terms = []
    for term in formula.terms if isinstance(formula, Add) else (formula,):
        coefficient, *unknown = term.factors if isinstance(term, Mul) else (term,)
        value = coefficient.evaluate()
        size = times(Number(abs(value)), unknown[0]) if unknown else Number(abs(value))
        terms += [] if value == 0 else [-size if value < 0 else size]
    return sum_of(terms)


def times(coefficient: Formula, formula: Formula) -> Formula:
    """The product, without a coefficient of 1 or -1."""
    if isinstance(coefficient, Number) and coefficient.number in (1, -1):
        return formula if coefficient.number == 1 else -formula
    return coefficient * formula


def replace(formula: Formula, replacements: dict[str, Formula]) -> Formula:
    """The formula with symbols of these names replaced."""
    if isinstance(formula, Symbol):
        return replacements.get(formula.name, formula)
    children = formula.children()
    if not children:
        return formula
    return formula.rebuild([replace(child, replacements) for child in children])


def without_numbers(formula: Formula) -> Formula:
    """The formula with a blank for every number in it; symbols stay.

    Beside symbols 0 and 1 stay as well: they tell what an equation is about, as in Ax = 0.
    """
    return _without(formula, {0, 1} if any(symbols_of(formula)) else set())


def _without(formula: Formula, kept: set[int]) -> Formula:
    if isinstance(formula, Number):
        return formula if formula.number in kept else Blank()
    children = formula.children()
    return formula.rebuild([_without(child, kept) for child in children]) if children else formula


def symbols_of(formula: Formula) -> Iterator[Symbol]:
    """Every symbol of the formula, in reading order, with repetitions."""
    if isinstance(formula, Symbol):
        yield formula
    for child in formula.children():
        yield from symbols_of(child)


def closed_form(formula: Formula, most_parts: int = 60) -> Formula | None:
    """The formula over numbers alone, as exact fractions, roots and logarithms.

    None where it would be too long to be read, or where a quantity came without a formula.
    """
    folded = _folded(formula, [most_parts])
    unknown = isinstance(folded, Symbol) and folded.spelling is None
    return None if unknown else folded


def _folded(formula: Formula, budget: list[int]) -> Formula | None:
    budget[0] -= 1
    if budget[0] < 0:
        return None
    if isinstance(formula, Symbol) and isinstance(formula.spelling, Symbol):
        return formula
    if isinstance(formula, Symbol) and (formula.origin or formula.spelling) is not None:
        value = formula.evaluate()
        source = formula.origin or formula.spelling
        return Number(value) if values.is_closed(value) or source is None else _folded(source, budget)
    children = formula.children()
    if not children:
        return formula
    value = formula.evaluate()
    if values.is_closed(value):
        return Number(value)
    parts = [_folded(child, budget) for child in children]
    kept = [part for part in parts if part is not None]
    return formula.rebuild(kept) if len(kept) == len(parts) else None
