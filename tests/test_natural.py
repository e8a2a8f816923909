"""What else changes where one number of an answer does, so that the answer stays one by its nature."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.domains.natures import Nature, Sums, Units
from solver.sheets.natural import kept

SLOPES = dict(zip("abcdefghi", map(Fraction, (6, -2, -4, -2, 5, -3, -4, -3, 7)), strict=True))
"""Three rows that sum to 0."""

SHARES = dict(zip("abcdef", (Fraction(k, 10) for k in (2, 3, 5, 1, 1, 8)), strict=True))
"""Two rows that sum to 1."""


@pytest.mark.parametrize(
    ("sums", "own", "changes", "others"),
    [
        (Sums(3, 0), SLOPES, {"b": "-1"}, {"a": "5"}),
        (Sums(3, 0), SLOPES, {"d": "0"}, {"e": "3"}),
        (Sums(3, 0), SLOPES, {"i": "8"}, {"h": "-4"}),
        (Sums(3, 0), SLOPES, {"a": "1", "b": "1"}, {"c": "-2"}),
        (Sums(3, 1), SHARES, {"a": "0.1"}, {"c": "0.6"}),
        (Sums(3, 1), SHARES, {"f": "0.7"}, {"e": "0.2"}),
        (Sums(3, 1), SHARES, {"a": "0", "b": "0", "c": "0"}, {}),
    ],
)
def test_another_number_of_a_row_makes_up_for_the_change(sums, own, changes, others):
    changed, moved = ({name: Fraction(text) for name, text in part.items()} for part in (changes, others))
    assert kept(Nature(sums=sums), list(own), own, changed) == changed | moved


@pytest.mark.parametrize(
    ("changed", "names", "others"),
    [
        ({"a": "0.28"}, "ab", {"b": "0.96"}),
        ({"b": "-0.8"}, "ab", {"a": "0.6"}),
        ({"c": "-0.6"}, "cd", {"d": "-0.8"}),
    ],
)
def test_of_two_entries_of_length_1_the_other_one_makes_up_for_the_change(changed, names, others):
    """0.28 and 0.96, 0.6 and 0.8 are sides of triangles with a right angle; the other one keeps its sign."""
    own = dict(zip("abcd", map(Fraction, ("0.8", "0.6", "0.96", "-0.28")), strict=True))
    own = {name: own[name] for name in names}
    changes = {name: Fraction(text) for name, text in changed.items()}
    wanted = changes | {name: Fraction(text) for name, text in others.items()}
    assert kept(Nature(units=Units(2)), list(own), own, changes) == wanted
