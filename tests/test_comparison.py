"""When two answers are the same: what each comparison forgives, and what none does."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from solver.record.comparison import TOLERANCE, Comparison

NUMBERS = (Fraction(3), Fraction(-1), Fraction(2))
TURNED = ((1, 2, 0), (0, 1, -1))
SAME_SPACE = ((1, 3, -1), (2, 4, 0))
COLUMNS = ((1, 0), (0, 1), (2, 1))
"""Two columns: (1, 0, 2) and (0, 1, 1)."""

EXAMPLES = {
    Comparison.VALUES: NUMBERS,
    Comparison.FEASIBLE: NUMBERS,
    Comparison.MULTISET: NUMBERS,
    Comparison.SETS: (NUMBERS, (Fraction(5),)),
    Comparison.POINTS: ((1, 2), (3, 4), (1, 5)),
    Comparison.SPAN: TURNED,
    Comparison.SPANS: (TURNED, ((1, 1, 1),)),
    Comparison.COLUMNS: COLUMNS,
}

EVERY = pytest.mark.parametrize("comparison", Comparison)


@EVERY
def test_an_answer_is_itself(comparison):
    example = EXAMPLES[comparison]
    assert comparison.difference(example, example) == 0


@EVERY
def test_fewer_or_more_are_never_the_same(comparison):
    example = EXAMPLES[comparison]
    longer = (*example, example[-1])
    assert comparison.difference(example, example[:-1]) == math.inf
    assert comparison.difference(example[:-1], example) == math.inf
    assert comparison.difference(example, longer) == math.inf
    assert comparison.difference(longer, example) == math.inf


@EVERY
def test_another_number_is_another_answer(comparison):
    example = EXAMPLES[comparison]
    assert comparison.difference(example, changed(example)) > 0.01


def changed(nested):
    """The same with 1 more in the first number."""
    return (changed(nested[0]) if isinstance(nested[0], tuple) else nested[0] + 1, *nested[1:])


@pytest.mark.parametrize(
    ("comparison", "ours", "theirs"),
    [
        (Comparison.MULTISET, NUMBERS, NUMBERS[::-1]),
        (Comparison.SETS, (NUMBERS, (Fraction(5),)), (NUMBERS[::-1], (Fraction(5),))),
        (Comparison.POINTS, ((1, 2), (3, 4), (1, 5)), ((1, 5), (1, 2), (3, 4))),
        (Comparison.SPAN, TURNED, SAME_SPACE),
        (Comparison.SPANS, (TURNED, ((1, 1, 1),)), (SAME_SPACE, ((-2, -2, -2),))),
        (Comparison.COLUMNS, COLUMNS, ((-3, 0), (0, 2), (-6, 2))),
    ],
)
def test_what_a_comparison_forgives(comparison, ours, theirs):
    """Order, scale or the choice of a basis, where the answer leaves them free; not where it does not."""
    floats = np.array(ours, dtype=float).tolist() if comparison is Comparison.SPAN else ours
    assert comparison.difference(ours, theirs) == 0
    assert comparison.difference(floats, theirs) <= TOLERANCE
    assert Comparison.VALUES.difference(ours, theirs) > 0.1


@pytest.mark.parametrize(
    ("comparison", "ours", "theirs"),
    [
        # Two equal numbers are not one and another.
        (Comparison.MULTISET, (1, 1, 2), (1, 2, 2)),
        (Comparison.SETS, ((1, 1, 2),), ((1, 2, 2),)),
        (Comparison.SETS, ((1,), (2,)), ((2,), (1,))),
        (Comparison.POINTS, ((1, 2), (1, 2), (3, 4)), ((1, 2), (3, 4), (3, 4))),
        (Comparison.POINTS, ((1, 2), (3, 4)), ((2, 1), (4, 3))),
        # Dependent vectors span less.
        (Comparison.SPAN, TURNED, ((1, 2, 0), (2, 4, 0))),
        (Comparison.SPAN, ((1, 2, 0), (2, 4, 0)), ((1, 2, 0), (2, 4, 0))),
        (Comparison.SPANS, (((1, 0),), ((0, 1),)), (((0, 1),), ((1, 0),))),
        (Comparison.COLUMNS, COLUMNS, ((0, 1), (1, 0), (1, 2))),
    ],
)
def test_what_no_comparison_forgives(comparison, ours, theirs):
    assert comparison.difference(ours, theirs) > 0.1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("a", "b"), ("a", 1), (1, "a"), ((1, 2), 1), (1, (1, 2)), ((1, 2), ((1,), (2,))), (0.0, math.nan)],
)
def test_answers_of_another_shape_or_kind_are_infinitely_far(ours, theirs):
    assert Comparison.VALUES.difference(ours, theirs) == math.inf


def test_words_that_agree_do():
    assert Comparison.VALUES.difference(("yes", "no"), ("yes", "no")) == 0


def test_a_basis_of_nothing():
    assert Comparison.SPAN.difference((), ()) == 0
    assert Comparison.SPANS.difference((), ()) == 0
    assert Comparison.SPAN.difference((), ((1, 0),)) == math.inf
    assert Comparison.SPAN.difference(((1, 0),), ((1, 0, 0),)) == math.inf
