"""The value of a claim in the form in which it is wanted: one number or several, the sizes of maps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from solver.checking.comparing.map_sizes import in_layout
from solver.checking.comparing.shapes import Matches, in_parts
from solver.checking.names.meanings import tells_if_any
from solver.checking.names.named_arrays import Target
from solver.checking.names.names import Names
from solver.checking.written.claims import Claim, Claimed, Written, entries
from solver.checking.written.precisions import precision
from solver.mathematics.formula import Formula
from solver.mathematics.values import is_exact
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, is_whole, leaves


def as_meant(claim: Claim, target: Target, wanted: Nested | None, matches: Matches) -> Claimed:
    """The value of a claim as it is meant there: a single number, complex numbers, the sizes of maps."""
    answer = target.answer
    value = () if answer is None else answer.at(target.path)
    counted = _as_counts(_as_wanted(claim, wanted, matches), wanted)
    written = in_parts(_in_each_sign(counted, wanted), answer, value)
    placed = in_layout(written, answer, value, matches, by_torch=claim.by_torch)
    product = claim.single.value if claim.single is not None and isinstance(wanted, Formula) else None
    # Factors with a cross between them are no sizes where nothing else takes them for such.
    return product if product is not None and isinstance(as_side(placed, wanted), tuple) else placed


def _as_wanted(claim: Claim, wanted: Nested | None, matches: Matches) -> Claimed:
    """The value of a claim, as it is meant where a single number is wanted: 73,856, 1 3/4, or 28x16.

    What may be the sides of a map as well is a product only where that is right.
    """
    if claim.single is None or not isinstance(wanted, Formula):
        return claim.value
    value, single = wanted.evaluate(), claim.single
    is_whole = is_exact(value) and value.denominator == 1 and (abs(value) >= 1000 or not single.is_point)
    if single.whole is not None and is_whole:
        return Written(str(single.whole), single.whole, *precision(str(abs(single.whole))))
    if single.value is None or (isinstance(claim.value, tuple) and not matches(single.value, wanted)):
        return claim.value
    return single.value


def _as_counts(written: Claimed, wanted: Nested | None) -> Claimed:
    """Whole numbers with slashes between them, where as many counts are wanted and no fraction: 34/9."""
    if not isinstance(written, Written) or not isinstance(wanted, tuple) or not is_whole(wanted):
        return written
    counts = [count.strip() for count in written.text.split("/")]
    if not 1 < len(counts) == len(wanted) or not all(map(str.isdecimal, counts)):
        return written
    return tuple(Written(count, Fraction(count), *precision(count)) for count in counts)


def _in_each_sign(written: Claimed, wanted: Nested | None) -> Claimed:
    """Vectors with double signs as the two that each stands for, where vectors are wanted: (±2, ∓2)."""
    if not isinstance(wanted, tuple) or not isinstance(written, tuple):
        return written
    sizes = {len(row) for row in wanted if isinstance(row, tuple)}
    rows = written if any(isinstance(row, tuple) for row in written) else (written,)
    vectors = [vector for row in rows for vector in _each_sign(entries(row))]
    is_meant = len(vectors) > len(rows) and {len(vector) for vector in vectors} == sizes
    return tuple(vectors) if is_meant else written


def _each_sign(row: Sequence[Claimed]) -> Sequence[tuple[Claimed, ...]]:
    """A row with the upper signs, and one with the lower ones; the row alone where no sign is double."""
    upper, lower, left = list[Claimed](), list[Claimed](), list(row)
    while left:
        first = left.pop(0)
        is_double = isinstance(first, Written) and bool(left) and any(sign in first.text for sign in "±∓")
        upper.append(first)
        lower.append(left.pop(0) if is_double else first)
    return (tuple(upper), tuple(lower)) if len(upper) < len(row) else (tuple(row),)


def as_side(written: Claimed, wanted: Nested | None) -> Claimed:
    """The side of a square, where it is wanted and both are given: 8x8."""
    if not isinstance(wanted, Formula) or not isinstance(written, tuple) or len(written) != 2:
        return written
    first, second = written
    if not isinstance(first, Written) or not isinstance(second, Written) or first.value != second.value:
        return written
    is_whole = is_exact(first.value) and first.value.denominator == 1 and first.value > 0
    return first if is_whole else written


def without_column(written: Claimed, answer: Answer) -> Claimed:
    """The numbers of a set that were written as a column."""
    if answer.comparison is not Comparison.MULTISET or not isinstance(written, tuple):
        return written
    rows = [entries(item) for item in written]
    return tuple(row[0] for row in rows) if all(len(row) == 1 for row in rows) else written


def without_start(written: Claimed, wanted: Nested | None, names: Names, matches: Matches) -> Claimed:
    """A list of values step by step without the given one that it starts from: w_0 before w_1, w_2, ..."""
    if not isinstance(wanted, tuple) or not isinstance(written, tuple) or len(written) != len(wanted) + 1:
        return written
    start = names.given(re.sub(r"_1(?=,|$)", "_0", next(leaves(wanted), ""), count=1))
    first, *others = written
    if not isinstance(first, Written) or start is None or first.value != start:
        return written
    return tuple(others) if any(map(matches, others, wanted)) else written


def without_zeros(written: Claimed, answer: Answer) -> Claimed:
    """A list without the zeros of what has none of it, where the answer tells only of what has any: the
    parameters of pooling.
    """
    if not tells_if_any(answer) or not isinstance(written, tuple) or not isinstance(answer.value, tuple):
        return written
    kept = tuple(item for item in written if not isinstance(item, Written) or item.value != 0)
    return kept if len(kept) == len(answer.value) < len(written) else written
