"""Which quantities stand for others: what tells one of them tells the other, beside a blank for it."""

from __future__ import annotations

from cmath import isclose
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain

from solver.domains.natures import SYMMETRIC, mirrored
from solver.mathematics import formula as f
from solver.mathematics.values import Value, as_number, is_complex, is_exact, is_finite
from solver.record.blocks import RowOperations
from solver.record.solution import Nested, Solution, leaves

LONG = 3
"""The digits of numbers that are not the same by chance."""


def copies(solution: Solution) -> Iterator[frozenset[str]]:
    """The names of quantities that have the value of another one as it is, with that one's: it is taken on,
    alone or with terms of 0 and factors of 1, stands on the other side of the diagonal of a symmetric
    matrix, or is read off the matrix that row operations lead to.
    """
    for name, quantity in solution.quantities.items():
        bare = f.bare(quantity.formula) if _passed_on(quantity.symbol, quantity.formula) else quantity.formula
        if isinstance(bare, f.Symbol) and bare.name in solution.quantities:
            yield frozenset((name, bare.name))
    for array in solution.arrays.values():
        is_square = array.shape[0] == array.shape[1]
        if is_square and SYMMETRIC.allows([entry.evaluate() for entry in array.children()]):
            names = [symbol.name for symbol in f.symbols_of(array)]
            yield from (frozenset((names[below], names[above])) for below, above in mirrored(len(names)))
    yield from _read_off(solution)


def _read_off(solution: Solution) -> Iterator[frozenset[str]]:
    """The names of the numbers of an answer that are the last columns of the last matrix of row operations,
    with the name of that.
    """
    blocks = [block for step in solution.steps for block in step.blocks]
    last = next((block for block in reversed(blocks) if isinstance(block, RowOperations)), None)
    if last is None or not isinstance(last.matrix, f.Matrix):
        return
    matrix = [[entry.evaluate() for entry in row] for row in last.matrix.rows]
    for answer in solution.answers:
        rows = _rows(answer.value)
        found = [[symbol.evaluate() for symbol in row] for row in rows]
        if rows and [row[-len(rows[0]) :] for row in matrix[: len(rows)]] == found:
            yield frozenset((last.name, *(symbol.name for row in rows for symbol in row)))


def _rows(value: Nested) -> list[list[f.Symbol]]:
    """The rows of a matrix of quantities, or the entries of a column; nothing of anything else."""
    items = value if isinstance(value, tuple) else ()
    rows = [list(item) if isinstance(item, tuple) else [item] for item in items]
    found = [[entry for entry in row if isinstance(entry, f.Symbol) and entry.name] for row in rows]
    return found if list(map(len, found)) == list(map(len, rows)) else []


def passed_on(solution: Solution) -> Mapping[str, set[str]]:
    """For quantities the names of those that come out as they went in, but for the sign: a positive number
    by ReLU, a product with -1.
    """
    found: dict[str, set[str]] = {}
    for name, quantity in solution.quantities.items():
        for operand in _passed_on(quantity.symbol, quantity.formula):
            found.setdefault(operand, set()).add(name)
    return found


def showing(solution: Solution, results: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """For the last quantities of answers the names of those that show their values, with all of their arrays:
    what they are passed on from, and what has the same value of many digits.

    Args:
        solution: what has the answers.
        results: the names of those that come out as they went in, as of `passed_on`.
    """
    operands: defaultdict[str, set[str]] = defaultdict(set)
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for operand, names in results.items():
        for name in names:
            operands[name].add(operand)
    for name, quantity in solution.quantities.items():
        alike[_size(quantity.symbol.value)].add(name)
    found: dict[str, set[str]] = {}
    for name in chain.from_iterable(leaves(answer.value) for answer in solution.answers):
        if name in solution.quantities:
            size = _size(solution.quantities[name].symbol.value)
            same = alike[size] if len(size.strip("0.").replace(".", "")) >= LONG else set()
            shown = (solution.siblings.get(other, {other}) for other in operands[name] | same)
            found[name] = set().union(*shown) & solution.quantities.keys()
    return found


def _size(value: Value | None) -> str:
    """The numeral of a real number without its sign, long enough for equal ones to be the same."""
    if value is None or is_complex(value) or not is_finite(value):
        return ""
    return f"{abs(complex(as_number(value))):.12g}".partition("e")[0]


def _passed_on(result: f.Symbol, formula: f.Formula) -> list[str]:
    """The names in a formula that have the value of its result, or the negative of it, unless that is 0."""
    value = result.value
    if value is None or (is_exact(value) and value == 0):
        return []
    return [
        symbol.name
        for symbol in f.symbols_of(formula)
        if symbol.value is not None and _is_same(symbol.value, value)
    ]


def _is_same(value: Value, other: Value) -> bool:
    if is_exact(value) or is_exact(other):
        return is_exact(value) and is_exact(other) and abs(value) == abs(other)
    if not (is_finite(value) and is_finite(other)):
        return False
    first, second = complex(as_number(value)), complex(as_number(other))
    return isclose(first, second, rel_tol=1e-12) or isclose(first, -second, rel_tol=1e-12)
