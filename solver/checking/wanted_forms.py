"""The value of a claim in the form in which it is wanted: one number or several, the sizes of maps."""

from __future__ import annotations

import re
from fractions import Fraction

from solver.checking.claims import Claim, Claimed, Written, entries
from solver.checking.map_sizes import in_layout
from solver.checking.named_arrays import Target
from solver.checking.names import Names
from solver.checking.precisions import precision
from solver.checking.shapes import Matches, in_parts
from solver.mathematics.formula import Formula
from solver.mathematics.values import is_exact
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, leaves


def as_meant(claim: Claim, target: Target, wanted: Nested | None, matches: Matches) -> Claimed:
    """The value of a claim as it is meant there: a single number, complex numbers, the sizes of maps."""
    answer = target.answer
    written = in_parts(_as_counts(_as_wanted(claim, wanted), wanted), answer)
    value = () if answer is None else answer.at(target.path)
    return in_layout(written, answer, value, matches, by_torch=claim.by_torch)


def _as_wanted(claim: Claim, wanted: Nested | None) -> Claimed:
    """The value of a claim, as it is meant where a single number is wanted: 73,856, or 1 3/4."""
    if claim.single is None or not isinstance(wanted, Formula):
        return claim.value
    value, single = wanted.evaluate(), claim.single
    is_whole = is_exact(value) and value.denominator == 1 and (abs(value) >= 1000 or not single.is_point)
    if single.whole is not None and is_whole:
        return Written(str(single.whole), single.whole, *precision(str(abs(single.whole))))
    return claim.value if single.value is None else single.value


def _as_counts(written: Claimed, wanted: Nested | None) -> Claimed:
    """Whole numbers with slashes between them, where as many counts are wanted and no fraction: 34/9."""
    if not isinstance(written, Written) or not isinstance(wanted, tuple) or len(wanted) < 2:
        return written
    counts = [count.strip() for count in written.text.split("/")]
    if len(counts) != len(wanted) or not all(map(str.isdecimal, counts)):
        return written
    return tuple(Written(count, Fraction(count), *precision(count)) for count in counts)


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
