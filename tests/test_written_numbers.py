"""How numbers are typed and how they are written: limits, percent, groups of digits, powers of ten."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import registry
from solver.checking.written.answer_parser import read_claim
from solver.errors import InputError, ReadError, UndefinedError
from solver.mathematics import values
from solver.mathematics.decimals import (
    Numeral,
    decimal_numeral,
    fraction_numeral,
    number_text,
    round_value,
    spelled_numeral,
)
from solver.mathematics.formula import lift, replace
from solver.mathematics.left_out_signs import names_in
from solver.mathematics.parser import read_formula, read_number
from solver.mathematics.single_numbers import grouped, is_point_alone, mixed, read_single, read_whole
from tests.printed import plain

ROOT = values.sqrt(Fraction(2))
TYPED = st.fractions(-50, 50, max_denominator=40)


# Written


@given(TYPED)
def test_a_number_as_it_is_typed_is_read_back(value):
    text = number_text(value)
    assert read_number(text).evaluate() == value
    ends = set(re.sub("[25]", "", str(value.denominator))) <= {"1", "0"} if value.denominator > 1 else True
    assert ("/" in text) <= (not ends or value.denominator not in (2, 4, 5, 8, 10, 16, 20, 25, 32, 40))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1/2", "0.5"),
        ("-3/40", "-0.075"),
        ("1/3", "1/3"),
        ("-7/12", "-7/12"),
        ("12", "12"),
        ("1200", "1200"),
        ("0", "0"),
        ("1/1000000", "0.000001"),
        ("1/32", "0.03125"),
    ],
)
def test_a_decimal_where_it_ends_and_else_a_fraction(value, text):
    assert number_text(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "numeral"), [(Fraction(6), Numeral("6")), (Fraction(-2, 3), Numeral("-2", denominator="3"))]
)
def test_fractions_in_lowest_terms(value, numeral):
    assert fraction_numeral(value) == numeral
    assert numeral.negative is (value < 0)


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("0.10", Numeral("0.10")),
        ("+0.10", Numeral("0.10")),
        ("1e-08", Numeral("1", exponent="-08")),
        ("1E+05", Numeral("1", exponent="5")),
        ("2 / 3", Numeral("2", denominator="3")),
        ("-2.50e3", Numeral("-2.50", exponent="3")),
    ],
)
def test_a_number_stays_as_it_was_spelled(text, numeral):
    assert spelled_numeral(text) == numeral


@pytest.mark.parametrize(
    ("value", "digits", "exponent"),
    [
        (Fraction(9999999999), "9999999999", ""),
        (Fraction(10**10), "1", "10"),
        (Fraction(12345678901), "1.235", "10"),
        (Fraction(-(10**10)), "-1", "10"),
        (Fraction(1, 10**5), "0.00001", ""),
        (Fraction(1, 10**6), "1", "-6"),
        (values.multiply(Fraction(10**9), ROOT), "1414213562", ""),
        (values.multiply(Fraction(10**10), ROOT), "1.414", "10"),
        (values.multiply(Fraction(1, 10**5), ROOT), "0.00001414", ""),
        (values.multiply(Fraction(1, 10**6), ROOT), "1.414", "-6"),
        (-values.INFINITY, "-inf", ""),
        (values.INFINITY, "inf", ""),
    ],
)
def test_powers_of_ten_from_where_plain_digits_are_too_many(value, digits, exponent):
    numeral = decimal_numeral(value, 4)
    assert (numeral.digits, numeral.exponent) == (digits, exponent)
    assert numeral.exact is ((values.is_exact(value) and digits != "1.235") or values.is_infinite(value))


def test_trailing_zeros_tell_how_far_a_rounded_number_may_be_trusted():
    almost = values.subtract(Fraction(2), values.multiply(Fraction(1, 10**7), ROOT))
    assert decimal_numeral(almost, 4).digits == "2.000"
    assert decimal_numeral(Fraction(19999999, 10**7), 4).digits == "2.000"
    assert decimal_numeral(Fraction(2), 4).digits == "2"


def test_both_parts_of_a_complex_number_are_rounded():
    number = values.add(Fraction("1.2345"), values.multiply(Fraction("20.06"), values.IMAGINARY_UNIT))
    real, imaginary = values.parts(round_value(number, 3))
    assert (real, imaginary) == (Fraction("1.23"), Fraction("20.1"))
    assert round_value(values.INFINITY, 3) == values.INFINITY
    assert round_value(Fraction(0), 3) == 0


# Read


@pytest.mark.parametrize(
    ("text", "value", "spelling"),
    [
        ("12.5%", Fraction(1, 8), "0.125"),
        ("0.50%", Fraction(1, 200), "0.0050"),
        ("80 %", Fraction(4, 5), "0.80"),
        ("(1/4)%", Fraction(1, 400), ""),
        ("1/(4%)", 25, ""),
        ("0.5/4%", Fraction(25, 2), ""),
        ("1%/4%", Fraction(1, 4), ""),
        ("2*3/4%", 150, ""),
    ],
)
def test_percent(text, value, spelling):
    found = read_number(text)
    assert found.evaluate() == value
    assert not spelling or plain(found) == spelling


def test_a_percentage_of_a_root():
    assert read_number("sqrt(2)%").evaluate() == values.divide(ROOT, Fraction(100))


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ("9" * 60, "9" * 61),
        ("1e300", "1e301"),
        ("1e-300", "1e-301"),
        ("2^100", "2^101"),
        ("2^-100", "2^-101"),
        ("200!", "201!"),
        ("0!", "(-1)!"),
        ("3!", "3.5!"),
        ("1+" * 190 + "1", "1+" * 200 + "1"),
        ("(" * 19 + "1" + ")" * 19, "(" * 20 + "1" + ")" * 20),
        ("-" * 37 + "1", "-" * 39 + "1"),
    ],
)
def test_limits_of_what_is_read(within, beyond):
    assert values.is_exact(read_number(within).evaluate())
    with pytest.raises(ReadError):
        read_number(beyond)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("1/0", "division by zero", 1),
        ("2 3", "an operator is missing", 2),
        ("foo(2)", "foo is no function that is known", 0),
        ("sqrt x", "sqrt needs brackets", 5),
        ("1/4%", "write (1/4)% or 1/(4%)", 3),
        ("sqrt(2", "a closing bracket is missing", 6),
        ("(2", "a closing bracket is missing", 2),
        ("sin(1,2)", "a closing bracket is missing", 5),
        ("2**(1/0)", "", 0),
        ("2*/3", "unexpected '/'", 2),
        ("2*", "a number is missing", 2),
        ("3.5!", "a factorial must be of a whole number up to 200", 3),
        ("2^101", "an exponent beyond 100", 1),
        ("(10^90)^99", "a power of too many digits", 7),
        ("1 + 2.5.1", "an operator is missing", 7),
    ],
)
def test_what_cannot_be_read_is_told_and_pointed_at(text, message, position):
    with pytest.raises((ReadError, UndefinedError)) as refused:
        read_number(text).evaluate()
    if isinstance(refused.value, ReadError):
        assert refused.value.position == position
        assert message in refused.value.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f(x)", "f is no function that is known; a product is f*(...)"),
        ("loss(2)", "loss is no function that is known"),
        ("x(2) y", "'y' is no number"),
        ("x ± 1", "± stands for two formulas"),
        ("1/(x + 1)(x - 1)", "it is unclear what stands below the stroke; write a/(b*c) or (a/b)*c"),
        ("x!", "a factorial must be of a number"),
        ("sin(x", "a closing bracket is missing"),
        ("sin(x,2)", "sin takes one number"),
    ],
)
def test_formulas_that_cannot_be_read(text, message):
    with pytest.raises(ReadError, match=re.escape(message)):
        read_formula(text, ("x", "loss"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2½", Fraction(5, 2)),
        ("2 ½", None),
        ("½%", Fraction(1, 200)),
        ("1.5½", None),
        ("3²", 9),
        ("2⁻³", Fraction(1, 8)),
        ("2^-1^2", Fraction(1, 2)),
        ("-2²", -4),
        ("√4", 2),
        ("3√4", 6),
        ("√4!", 2),
        ("2(3)", 6),
        ("(2)(3)", 6),
        ("2 (3)", None),
        ("6/2(3)", 9),
        ("max(1, 3, 2)", 3),
        ("min(2, 1)", 1),
        ("3!", 6),
        ("3!!", None),
        ("1 ± 2", 3),
        ("1 ∓ 2", -1),
        ("+3", 3),
        ("- 3", -3),
        ("7 / 2", Fraction(7, 2)),
        ("1.5/3", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("i", None),
        ("2i", None),
    ],
)
def test_forms_of_a_number(text, value):
    if value is None:
        with pytest.raises(ReadError):
            read_number(text)
    else:
        assert read_number(text).evaluate() == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2+3i", 2 + 3j),
        ("2-3j", 2 - 3j),
        ("i", 1j),
        ("-i", -1j),
        ("3 i", 3j),
        ("(1+i)(1-i)", 2),
        ("1/i", -1j),
        ("2i*3i", -6),
    ],
)
def test_complex_numbers(text, number):
    assert values.as_number(read_number(text, is_complex=True).evaluate()) == number


def test_the_variables_of_a_formula_in_their_order():
    assert names_in("w2*x + exp(b) - pi*x + w2") == ["w2", "x", "b"]
    assert plain(read_formula("w2 x1^2".replace(" ", "*"), ("w2", "x1"))) == "w_2*x_1^2"


# Where a single number is wanted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("73,856", 73856),
        ("73 856", 73856),
        ("73.856", 73856),
        ("1'234'567", 1234567),
        ("-73,856", -73856),
        ("−73,856", -73856),
        ("+73,856", 73856),
        ("73,856.00", 73856),
        (" 73,856 ", 73856),
        ("73,85", None),
        ("7385,600", None),
        ("1,234'567", None),
        ("73,856.5", None),
        ("1" + ",000" * 14, 10**42),
        ("1" + ",000" * 15, None),
        ("12", None),
    ],
)
def test_groups_of_three_digits(text, number):
    assert grouped(text) == number


def test_a_point_alone_may_end_a_decimal():
    assert is_point_alone("73.856")
    assert is_point_alone(" 73.856 ")
    for text in ("73,856", "1.234.567", "73.856,5", "1 234.5", "73856"):
        assert not is_point_alone(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 3/4", Fraction(7, 4)),
        ("-1 3/4", Fraction(-7, 4)),
        ("− 2 1/3", Fraction(-7, 3)),
        ("+2 1 / 3", Fraction(7, 3)),
        ("1 4/4", None),
        ("1 5/4", None),
        ("1 0/4", None),
        ("13/4", None),
    ],
)
def test_mixed_numbers(text, number):
    assert mixed(text) == number
    assert (number is None) or read_single(text).evaluate() == number


def test_a_mixed_number_is_shown_as_a_fraction():
    assert plain(read_single("1 3/4")) == "7/4"
    assert plain(read_single("0.50")) == "0.50"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("60000", 60000),
        ("60,000", 60000),
        ("6e4", 60000),
        ("-12", -12),
        ("6.0", 6),
        ("6.000", 6),
        ("6.5", None),
        ("600%", None),
        ("sqrt(2)", None),
        ("sqrt(4)", 2),
    ],
)
def test_whole_numbers_as_they_are_typed(text, number):
    if number is None:
        with pytest.raises(ReadError, match="not whole"):
            read_whole(text)
    else:
        assert read_whole(text) == number


@pytest.mark.parametrize(
    ("text", "position"),
    [("i^2", 1), ("(1+2i)²", 6), ("2^i", 1), ("√i", 0), ("1+sin(2i)", 2), ("2**(1+i)", 1)],
)
def test_powers_and_functions_of_complex_numbers_are_not_read(text, position):
    with pytest.raises(ReadError, match="only sums, products and quotients are read") as refused:
        read_number(text, is_complex=True)
    assert refused.value.position == position


@pytest.mark.parametrize(
    ("text", "number"),
    [("50k", 50_000), ("1.5K", 1500), ("3 million", 3_000_000), ("-2M", -2_000_000), ("7 thousand", 7000)],
)
def test_sizes_in_words(text, number):
    assert read_whole(text) == number
    assert read_claim(f"x={text}").value.value == number


@pytest.mark.parametrize("text", ["5kk", "k", "3 milli", "1,5k", "2k + 1"])
def test_what_is_no_size(text):
    with pytest.raises(ReadError):
        read_whole(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10-3", "a power of ten is 10^-3"),
        ("10−3", "a power of ten is 10^-3"),
        ("10 - 3", "a power of ten is 10^-3"),
        ("2.5 x 10−3", "a power of ten is 10^-3"),
        ("1·10-12", "a power of ten is 10^-12"),
        ("100±15", "give one"),
        ("0.(3)", "1/3"),
        ("000", "1000"),
        ("007", "1000"),
    ],
)
def test_numbers_that_look_like_others_are_refused_with_the_reason(text, reason):
    for command, option in (("normal", "mean"), ("norms", "vector"), ("determinant", "matrix")):
        kind = registry.find(command).load()
        with pytest.raises(InputError) as refused:
            kind.of(**{option: text})
        assert reason in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "tan^2 x",
            "arctan x",
            "lg x",
            "log_3 x",
            "log_e x",
            "tan^-1(x)",
            "Sin x",
            "LN x",
            "minimize x^2",
            "square x",
        ),
        *(
            "x/2π",
            "x/2pi",
            "1/sin(x)cos(x)",
            "1/sqrt(x)x",
            "1/|x|x",
            "(x-1)^2/2x^2",
            "x/2(x+1)",
            "3x/2x",
            "1/2π",
        ),
        *("x % 2", "5% x", "x/x_", "3x(y_+1)"),
    ],
)
def test_words_strokes_and_per_cent_before_a_factor_without_a_sign_are_refused(text):
    """A variable named tan, a product below a stroke and a hundredth are not what was meant."""
    with pytest.raises(ReadError):
        read_formula(text, names_in(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2x", 1),
        ("1/2 x^2", 2),
        ("3/4x^2", 3),
        ("1/2(x-3)^2", Fraction(1, 2)),
        ("x/2 x", 2),
        ("2 x^2/4", 2),
        ("theta x", 4),
        ("5%*x", Fraction(1, 10)),
    ],
)
def test_other_products_without_a_sign_are_read(text, value):
    """All variables are 2."""
    formula = read_formula(text, names_in(text))
    assert replace(formula, dict.fromkeys(names_in(text), lift(2))).evaluate() == value


@pytest.mark.parametrize("text", ["3x3", "2x4", "3 × 3", "2x3; 3x2", "2x3 3x2"])
def test_a_size_is_no_matrix_of_products(text):
    for command, name in (
        ("determinant", "matrix"),
        ("feature-map", "input"),
        ("attention", "q"),
        ("norms", "matrix"),
    ):
        with pytest.raises(InputError, match="that is a size"):
            registry.find(command).load().of(**{name: text})


def test_hexadecimal_numbers_are_no_products_with_0():
    with pytest.raises(InputError, match="ten digits"):
        registry.find("normal").load().of(mean="0x10", sd="1")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 - 0.05", Fraction(1, 20)),
        ("100-3", 97),
        ("0", 0),
        ("0.0", 0),
        ("-0.5", Fraction(-1, 2)),
        ("10^-3", Fraction(1, 1000)),
        ("1e-3", Fraction(1, 1000)),
        ("2·10⁻³", Fraction(1, 500)),
    ],
)
def test_other_numbers_are_read(text, value):
    assert registry.find("normal").load().of(mean=text, sd="1").mean.value == value
