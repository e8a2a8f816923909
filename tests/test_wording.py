"""What is said of wrong values: how far off a number is, what a list lacks, what digits leave open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.checking.comparing.rounding import Doubt
from solver.checking.wording import amount, distance, shape_words, undecided
from solver.checking.written.answer_parser import read_value
from solver.mathematics import values
from solver.mathematics.formula import Number
from solver.record.error_bounds import Kept

SQUARE = ((Number(Fraction(1)), Number(Fraction(2))), (Number(Fraction(3)), Number(Fraction(4))))
WIDE = (SQUARE[0], SQUARE[1], SQUARE[0])


def complex_number(real, imaginary):
    return values.add(Fraction(real), values.multiply(Fraction(imaginary), values.IMAGINARY_UNIT))


@pytest.mark.parametrize(
    ("written", "right", "told"),
    [
        ("7", 8, "it is off by one"),
        ("8", 2, "it is 4 times too large"),
        ("0.5", 2, "it is 4 times too small"),
        ("0.65", Fraction(2, 10), "it is about 3 times too large"),
        ("25", 2, "it is about 10 times too large"),
        ("-8", 2, "its sign is wrong, and it is 4 times too large"),
        ("-2.4", Fraction(23, 10), "its sign is wrong, and its size as well"),
        ("0.20", Fraction(-1, 2), "its sign is wrong, and it is about 2 times too small"),
        ("-0.45", Fraction(1, 2), "its sign is wrong, and its size as well"),
        ("1e9", Fraction(1, 10**6), "it is more than 1,000 times too large"),
        ("2.30", 2, "it is too large"),
        ("1.90", 2, "it is a little too small"),
        ("3.142", Fraction(31412, 10**4), "it is right to 3 digits, but not to the next one"),
        ("0.0", 2, "it should not be 0"),
        ("3", 0, ""),
        ("3", -1, "its sign is wrong, and it is 3 times too large"),
        ("inf", 2, "the right value is finite"),
        ("2", values.INFINITY, "the right value is not finite"),
        ("undefined", values.INFINITY, "it is not undefined"),
        ("undefined", 2, "it has a value"),
        ("2", complex_number(1, 1), "it should be complex"),
        ("1+i", 2, "it should be real"),
        ("1+1.2i", complex_number(1, 1), "it is off, but not far"),
        ("9+9i", complex_number(1, 1), "it is far off"),
    ],
)
def test_how_far_off_a_number_is(written, right, told):
    value = Fraction(right) if isinstance(right, int) else right
    assert distance(read_value(written).value, value) == told


@pytest.mark.parametrize(
    ("written", "right", "told"),
    [
        ("1,2,3", SQUARE, "wanted: 2 by 2 values; given: 3 values"),
        ("1", SQUARE[0], "wanted: 2 values; given: one value"),
        ("1,2", SQUARE[0][:1], "wanted: one value; given: 2 values"),
        ("[[1,2],[3]]", SQUARE[0], "wanted: 2 values; given: 2 and 1 values"),
        ("[[1,2],[3]]", SQUARE, "wanted: 2 by 2 values; row 2 has 1 value, and row 1 has 2 values"),
        ("1,2", SQUARE[0] + SQUARE[1], "wanted: 4 values; given: 2 values"),
        ("[[1,2,3],[4,5,6]]", WIDE, "given: 2 by 3 values; it is transposed: rows and columns are exchanged"),
        ("[[1,2],[3,4],[5,6]]", WIDE, "wanted: 3 by 2 values; given: 3 by 2 values"),
    ],
)
def test_what_is_there_of_a_list(written, right, told):
    assert shape_words(read_value(written).value, right).endswith(told)


def test_lists_of_several_shapes_are_counted_each():
    assert amount((SQUARE, SQUARE[:1])) == "2 by 2 and 1 by 2 values"


@pytest.mark.parametrize(
    ("doubt", "told"),
    [
        (Doubt(unmoved="w_1"), "so few digits do not tell it from w_1: give more digits"),
        (Doubt(), "its digits do not tell: give more of them"),
        (Doubt(Kept(1)), "one digit tells too little: give at least 3 significant digits"),
        (Doubt(Kept(3), open=0.25), "rounding every step to 3 digits leaves 25% open: give more digits"),
        (Doubt(Kept(3), open=1.0), "rounded steps leave no digit of it certain: give more digits"),
    ],
)
def test_why_digits_do_not_tell(doubt, told):
    assert undecided(doubt) == told
