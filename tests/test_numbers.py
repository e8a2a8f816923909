"""Values, their decimals, and the reader of numbers and formulas."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.errors import ReadError, UndefinedError
from solver.mathematics import elementary, values
from solver.mathematics import formula as f
from solver.mathematics.decimals import decimal_numeral, ends_within, round_value
from solver.mathematics.parser import read_formula, read_number
from solver.mathematics.sympy_bridge import derivative, from_sympy, to_sympy

FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


def decimal_text(value, digits=4):
    numeral = decimal_numeral(value, digits)
    return numeral.digits + (f"e{numeral.exponent}" if numeral.exponent else ""), numeral.exact


@pytest.mark.parametrize(
    ("value", "text", "exact"),
    [
        ("0.00009", "0.00009", True),
        ("163850", "163850", True),
        ("1234567", "1234567", True),
        ("0.1", "0.1", True),
        ("-0.0197", "-0.0197", True),
        ("0.12345", "0.1235", False),
        ("1/3", "0.3333", False),
        ("2/3", "0.6667", False),
        ("12345.678", "12346", False),
        ("10000000000/3", "3333333333", False),
        ("100000000000/3", "3.333e10", False),
        ("-1/15000", "-0.00006667", False),
        ("1/300000", "3.333e-6", False),
        ("0.99999", "1.000", False),
        ("1e-8", "1e-8", True),
        ("1.23456e-7", "1.235e-7", False),
        ("5e20", "5e20", True),
        ("0", "0", True),
    ],
)
def test_decimals_read_well(value, text, exact):
    assert decimal_text(Fraction(value)) == (text, exact)


@given(FRACTIONS, st.integers(1, 12))
def test_a_shown_decimal_is_within_half_a_unit(value, digits):
    text, exact = decimal_text(value, digits)
    error = abs(Fraction(text) - value)
    assert (error == 0) == exact
    if value:
        leading = Decimal(text).adjusted()
        assert error <= Fraction(10) ** (leading - digits + 1) / 2


@given(FRACTIONS, st.integers(1, 12))
def test_rounding_is_half_up(value, digits):
    rounded = round_value(value, digits)
    if value:
        whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
        unit = Fraction(10) ** (Decimal(float(value)).adjusted() - max(digits, whole) + 1)
        assert abs(rounded - value) <= unit * 5


@given(FRACTIONS | st.decimals(-(10**12), 10**12, places=6).map(Fraction), st.integers(1, 12))
def test_what_ends_within_the_digits_is_not_changed_by_rounding(value, digits):
    assert ends_within(value, digits) == (round_value(value, digits) == value)


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        (Fraction(3, 10**5000), True),
        (Fraction(7, 2**20_000), False),
        (Fraction(1, 3**9000), False),
        (Fraction(2**20_000 + 1, 10**6000), False),
        (Fraction(12 * 10**6000), True),
    ],
)
def test_numbers_of_thousands_of_digits_end_or_do_not(value, ends):
    """Python itself writes no whole number of more than 4,300 digits."""
    assert ends_within(value, 2) is ends


def test_a_real_that_is_all_but_a_fraction_is_rounded_all_the_same():
    exact, rounded = Fraction(1), elementary.tanh(Fraction(65))
    assert 0 < exact - rounded < Fraction(1, 10**50)
    for value, told in ((exact, True), (rounded, False), (exact, True)):
        assert decimal_numeral(value, 4).exact is told


def test_half_is_rounded_up():
    assert round_value(Fraction("0.12345"), 4) == Fraction("0.1235")
    assert round_value(Fraction("-2.5"), 1) == -3
    assert round_value(Fraction("163850"), 2) == 163850


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", Fraction(1, 2)),
        ("-1/3", Fraction(-1, 3)),
        ("+.25", Fraction(1, 4)),
        ("1e-8", Fraction(1, 10**8)),
        ("2*10^-4", Fraction(1, 5000)),
        ("2×10^-4", Fraction(1, 5000)),
        ("−3", Fraction(-3)),
        ("(1+2)*3-4/2", Fraction(7)),
        ("-2^2", Fraction(-4)),
        ("2^3^1", Fraction(8)),
        ("sqrt(9)/2", Fraction(3, 2)),
        ("log2(8)", Fraction(3)),
        ("ln(1)", Fraction(0)),
    ],
)
def test_numbers_as_people_write_them(text, value):
    assert read_number(text).evaluate() == value


def test_irrational_numbers_carry_fifty_digits():
    with mpmath.workdps(45):
        for text, expected in (
            ("sqrt(2)/2", mpmath.sqrt(2) / 2),
            ("pi/4", mpmath.pi / 4),
            ("exp(1)", mpmath.e),
        ):
            ours = mpmath.mpf(values.digits_text(read_number(text).evaluate()))
            assert mpmath.almosteq(ours, expected, rel_eps=mpmath.mpf(10) ** -44)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1 +", 3),
        ("1 $ 2", 2),
        ("(1", 2),
        ("2 x", 2),
        ("foo(1)", 0),
        ("1)", 1),
        ("", 0),
        ("w", 0),
        ("1..2", 2),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text, position):
    with pytest.raises(ReadError) as error:
        read_number(text)
    assert error.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "2^1000",
        "9" * 10_000,
        "1e9999999",
        "(" * 5000,
        "-" * 300 + "1",
        "__import__('os')",
        "a.b",
        "[1]",
    ],
)
def test_dangerous_text_is_refused_at_once(text):
    with pytest.raises((ReadError, UndefinedError)):
        read_number(text).evaluate()


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(ReadError, UndefinedError):
        read_formula(text, ("w1", "x")).evaluate()


EXPRESSIONS = st.recursive(
    st.one_of(st.integers(1, 9).map(str), st.sampled_from(["0.5", "x", "w1"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda text: f"-{text}"),
        st.tuples(inner, st.integers(1, 3)).map(lambda t: f"({t[0]})**{t[1]}"),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS, st.fractions(-3, 3, max_denominator=10), st.fractions(-3, 3, max_denominator=10))
def test_formulas_mean_what_python_means(text, x, w1):
    formula = read_formula(text, ("x", "w1"))
    numbers = {"x": f.Number(x), "w_1": f.Number(w1)}
    expected = eval(text.replace("0.5", "Fraction(1, 2)"), {"Fraction": Fraction, "x": x, "w1": w1})
    assert f.replace(formula, numbers).evaluate() == expected


@given(EXPRESSIONS, st.fractions(-3, 3, max_denominator=10), st.fractions(-3, 3, max_denominator=10))
def test_sympy_and_back_is_the_same_function(text, x, w1):
    numbers = {"x": f.Number(x), "w_1": f.Number(w1)}
    formula = read_formula(text, ("x", "w1"))
    back = from_sympy(to_sympy(formula))
    assert f.replace(back, numbers).evaluate() == f.replace(formula, numbers).evaluate()


@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [
        ("x**3", 2, 12),
        ("1/x", 2, Fraction(-1, 4)),
        ("(x - 1)**2", 3, 4),
        ("exp(x)", 0, 1),
        ("sqrt(x)", 4, Fraction(1, 4)),
    ],
)
def test_derivatives(text, at, slope):
    found = derivative(read_formula(text, ("x",)), "x")
    assert f.replace(found, {"x": f.lift(at)}).evaluate() == slope


def test_a_binary_float_is_refused():
    with pytest.raises(TypeError, match="binary float"):
        f.lift(1) + 0.1


def test_logarithms_and_roots_are_exact_where_they_can_be():
    assert elementary.log(Fraction(1, 8), Fraction(2)) == -3
    assert values.sqrt(Fraction(9, 16)) == Fraction(3, 4)
    for undefined in (
        lambda: elementary.log(Fraction(0)),
        lambda: values.sqrt(Fraction(-1)),
        lambda: f.lift(1) / 0,
    ):
        with pytest.raises(UndefinedError):
            f.lift(undefined()).evaluate()


@pytest.mark.parametrize(
    ("left", "right", "product"), [(2, 2, 2), (5, 20, 10), (Fraction(1, 2), 8, 2), (3, Fraction(4, 3), 2)]
)
def test_products_of_square_roots_are_fractions_where_they_can_be(left, right, product):
    roots = [values.sqrt(Fraction(radicand)) for radicand in (left, right)]
    assert isinstance(values.multiply(*roots), Fraction)
    assert values.multiply(*roots) == product
    assert values.power(roots[0], Fraction(2)) == left
    assert isinstance(values.power(roots[0], Fraction(-4)), Fraction)
    halves = [values.divide(values.multiply(Fraction(-3), root), Fraction(2)) for root in roots]
    assert values.multiply(*halves) == Fraction(9, 4) * product
    assert isinstance(values.multiply(*halves), Fraction)
    assert values.divide(halves[0], -roots[1]) == Fraction(3, 2) * product / right
    assert isinstance(values.divide(halves[0], -roots[1]), Fraction)
    assert float(values.multiply(values.sqrt(Fraction(2)), values.sqrt(Fraction(3)))) == pytest.approx(6**0.5)


def test_a_real_number_that_complex_ones_lead_to_is_written():
    square = values.IMAGINARY_UNIT * values.IMAGINARY_UNIT * values.sqrt(Fraction(2))
    assert decimal_numeral(square, 5).digits == "-1.4142"


@pytest.mark.parametrize("number", [elementary.exp, values.sqrt, elementary.log])
def test_a_sum_of_multiples_that_cancels_is_proven_to_be_0(number):
    """Each is worked out anew, so that nothing but the operations tells that they are the same."""
    shares = Fraction(2, 3), Fraction(-5, 7), Fraction(1, 21)
    parts = [share * f.Number(number(Fraction(7, 5))) for share in shares]
    assert values.sign(f.Add((*parts, f.lift(3), f.lift(-3))).evaluate()) == 0
    assert values.sign(f.Add((*parts, f.lift(Fraction(1, 10**80)))).evaluate()) == 1
