"""Digits and comparisons of numbers that are no fractions: proven, or said to be undecided."""

from __future__ import annotations

import pickle
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import flint
import mpmath
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from solver import registry
from solver.api import solve
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.errors import InputError, UndecidedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.decimals import decimal_numeral, round_value
from solver.mathematics.parser import read_number

CLOSE = [Fraction(1, 10**places) for places in (30, 60, 200, 900)]


def value(text):
    return read_number(text).evaluate()


def shifted(text, size, by):
    """The number, stretched so that it lies by so much above a size."""
    return values.multiply(value(text), values.divide(size + by, value(text)))


def shown(number, digits=4):
    numeral = decimal_numeral(number, digits)
    return numeral.digits + (f"e{numeral.exponent}" if numeral.exponent else "")


@pytest.mark.parametrize("close", CLOSE)
@pytest.mark.parametrize("text", ["sqrt(2)", "exp(1)", "tanh(1/3)", "2^(1/3)", "ln(3)"])
def test_a_digit_beside_a_rounding_boundary_is_certain(text, close):
    boundary = Fraction("0.12345")
    assert shown(shifted(text, boundary, -close)) == "0.1234"
    assert shown(shifted(text, boundary, close)) == "0.1235"
    assert shown(shifted(text, -boundary, close)) == "-0.1234"
    assert shown(shifted(text, -boundary, -close)) == "-0.1235"
    assert round_value(shifted(text, boundary, -close), 4) == Fraction("0.1234")
    assert round_value(shifted(text, boundary, close), 4) == Fraction("0.1235")


@pytest.mark.parametrize("close", CLOSE)
def test_a_digit_of_a_fraction_beside_a_rounding_boundary_is_certain(close):
    boundary = Fraction("0.12345")
    assert shown(boundary - close) == "0.1234"
    assert shown(boundary + close) == "0.1235"
    assert round_value(boundary - close, 4) == Fraction("0.1234")


@pytest.mark.parametrize("close", CLOSE)
def test_the_whole_digits_beside_a_power_of_ten_are_certain(close):
    assert shown(shifted("sqrt(2)", 10000, -Fraction(1, 2) - close), 3) == "9999"
    assert shown(shifted("sqrt(2)", 10000, -Fraction(1, 2) + close), 3) == "10000"


@pytest.mark.parametrize("close", CLOSE)
def test_a_comparison_beside_a_threshold_is_certain(close):
    for by, reached in ((close, 1), (-close, 0)):
        number = f.Number(shifted("exp(1)", 2, by))
        assert f.step(number, f.lift(2)).evaluate() == reached
        assert f.strict_step(number, f.lift(2)).evaluate() == reached
        assert f.floor(number).evaluate() == 1 + reached
        assert (f.relu(number - 2).evaluate() != 0) == bool(reached)
        assert (f.maximum(number, f.lift(2)).evaluate() == 2) == (not reached)


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(2)*sqrt(2) - 2",
        "2^(1/3)*4^(1/3) - 2",
        "sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))",
        "(1 + sqrt(5))/2 - 2/(sqrt(5) - 1)",
        "ln(6) - ln(2) - ln(3)",
        "log2(6) - 1 - log2(3)",
        "log2(15)/2 - log2(3)/2 - log2(5)/2",
        "exp(ln(3)) - 3",
        "1/(1 + exp(-ln(3))) - 3/4",
        "pi/2 + pi/2 - pi",
        "sin(3*pi)",
        "cos(pi/3) - 1/2",
        "cos(2*pi) + cos(pi)",
        "exp(1/3) - exp(1/3)",
        "1/(1 + exp(1/3)) + 1/(1 + exp(-1/3)) - 1",
        "2/(1 + exp(sqrt(2)/3)) + 2/(1 + exp(-sqrt(2)/3)) - 2",
        "abs(sqrt(8) - 2*sqrt(2))",
        "tanh(1)*(exp(2) + 1) - exp(2) + 1",
    ],
)
def test_a_number_that_is_0_is_proven_to_be(text):
    zero = value(text)
    assert values.sign(zero) == 0
    assert shown(zero) == "0"
    assert f.step(f.Number(zero), f.lift(0)).evaluate() == 1
    # What is as near and not 0 is told apart from it.
    assert values.sign(values.add(zero, CLOSE[-1])) == 1


@given(
    st.lists(
        st.sampled_from(["-2", "0", "1", "1/3", "0.25", "sqrt(2)", "ln(3)", "-sqrt(2)"]),
        min_size=2,
        max_size=5,
    )
)
def test_what_a_softmax_leaves_of_1_is_0(logits):
    shares = f.softmax(f.Tensor("", tuple((read_number(text),) for text in logits)))
    total = f.sum_of([cell for row in f.entries_of(shares) for cell in row]) - 1
    assert values.sign(values.add(total.evaluate(), Fraction(0))) == 0


@pytest.mark.parametrize("text", ["1", "0.3", "-2", "sqrt(2)", "ln(2)", "sin(1)"])
def test_identities_of_activations(text):
    x = read_number(text)
    for zero in (
        f.sigmoid(x) + f.sigmoid(-x) - 1,
        f.tanh(x) - (2 * f.sigmoid(2 * x) - 1),
        f.sigmoid(x) * (1 - f.sigmoid(x)) - f.sigmoid(-x) * f.sigmoid(x),
        (1 - f.tanh(x) ** 2) * (f.exp(x) + f.exp(-x)) ** 2 - 4,
    ):
        assert values.sign(zero.evaluate()) == 0
    assert values.sign((f.tanh(x) - (2 * f.sigmoid(2 * x) - 1) + Fraction(1, 10**300)).evaluate()) == 1


@pytest.mark.parametrize("text", ["sqrt(2)*sqrt(2)*1.00005", "exp(ln(1.00005))*2"])
def test_a_tie_of_a_number_that_is_no_fraction_goes_up(text):
    assert shown(value(text), 5) == "2.0001"
    assert shown(-value(text), 5) == "-2.0001"


# For numbers of this kind no proof is known here.
UNPROVEN = "sin(1)^2 + cos(1)^2 - 1"


def test_what_cannot_be_decided_is_said():
    zero = value(UNPROVEN)
    with pytest.raises(UndecidedError, match="does not show in 1920 digits"):
        values.sign(zero)
    with pytest.raises(InputError, match="does not show in 1920 digits"):
        solve("momentum", loss=f"w*sqrt({UNPROVEN})", steps=1, w=1)
    with pytest.raises(UndecidedError):
        shown(values.add(zero, Fraction("0.12345")))
    assert shown(values.add(zero, Fraction("0.1234"))) == "0.1234"


NUMBERS = st.recursive(
    st.fractions(Fraction(1, 50), 50, max_denominator=50).map(f.Number),
    lambda inner: st.one_of(
        st.builds(f.sqrt, inner),
        st.builds(f.tanh, inner),
        st.builds(lambda one: f.log(one + 1), inner),
        st.builds(lambda one, two: one + two, inner, inner),
        st.builds(lambda one, two: one * two, inner, inner),
        st.builds(lambda one, two: one / two, inner, inner),
    ),
    max_leaves=6,
)


@given(NUMBERS, st.integers(2, 30))
def test_digits_are_those_of_another_library(formula, digits):
    """mpmath, with more digits than are at stake."""
    number = formula.evaluate()
    with mpmath.workdps(120):
        theirs = Decimal(mpmath.nstr(_by_mpmath(formula), 110, min_fixed=0, max_fixed=0))
    numeral = decimal_numeral(number, digits)
    ours = Decimal(f"{numeral.digits}e{numeral.exponent or 0}")
    kept = max(digits, len(str(int(abs(theirs)))) if 1 <= theirs < 10**10 else 0)
    assert ours == Context(kept, ROUND_HALF_UP).plus(theirs)


def _by_mpmath(formula):
    parts = [_by_mpmath(child) for child in formula.children()]
    match formula:
        case f.Number():
            return mpmath.mpf(formula.number.numerator) / formula.number.denominator
        case f.Add():
            return mpmath.fsum(parts)
        case f.Mul():
            return mpmath.fprod(parts)
        case f.Div():
            return parts[0] / parts[1]
    return getattr(mpmath, formula.function.name)(*parts)


def test_long_computations_keep_their_digits():
    """A map that loses a bit a step: after 400 steps, all that 50 digits hold is lost."""
    x = value("sqrt(2)/3")
    with mpmath.workdps(400):
        theirs = mpmath.sqrt(2) / 3
        for _ in range(400):
            x = values.multiply(values.multiply(Fraction(4), x), values.subtract(Fraction(1), x))
            theirs = 4 * theirs * (1 - theirs)
        expected = mpmath.nstr(theirs, 12)
    assert shown(x, 12) == expected


def test_numbers_of_thousands_of_steps_are_divided_by_their_like():
    """The quotient of two of them that came about in the same way is found step by step, and is exact."""

    def far():
        x = value("exp(2)")
        for _ in range(3000):
            x = values.add(values.divide(x, Fraction(3)), values.sqrt(x))
        return x

    assert values.divide(far(), far()) == 1


def test_a_number_survives_the_way_to_another_process():
    number = value("(1 + sqrt(5))/2*exp(1/3)")
    copy = pickle.loads(pickle.dumps(number))
    assert copy == number
    assert shown(copy, 40) == shown(number, 40)


def test_bits_set_by_others_change_no_digit():
    expected = shown(value("exp(sqrt(2)) - exp(1.41421356237)"), 12)
    with flint.ctx.workprec(20):
        assert shown(value("exp(sqrt(2)) - exp(1.41421356237)"), 12) == expected


@given(st.lists(st.integers(-9, 9), min_size=3, max_size=6).filter(lambda c: c[-1] and c[0]))
def test_roots_are_roots_and_conjugates_share_their_real_part(coefficients):
    polynomial = sympy.Poly(coefficients[::-1], sympy.Symbol("x"))
    if not polynomial.is_sqf:
        return
    roots = values.roots_of([Fraction(c) for c in coefficients])
    assert len(roots) == polynomial.degree()
    for root in roots:
        assert abs(polynomial.eval(complex(root))) < 1e-6
    complex_ones = [root for root in roots if values.is_complex(root)]
    assert len(roots) - len(complex_ones) == polynomial.count_roots()
    for one, other in zip(complex_ones[::2], complex_ones[1::2], strict=True):
        assert values.sign(values.subtract(one.real, other.real)) == 0


def test_powers_of_long_sums_are_given_up_at_once():
    base = "(e + sqrt(2) + sqrt(3) + ln(5) + sin(1) + cos(1) + pi + sqrt(5))"
    with pytest.raises(UndecidedError):
        values.sign(value(f"{base}^60*{base} - {base}^61"))


@pytest.mark.parametrize("answer", ["0.543", "0.5432", "0.01", "100", "2"])
def test_a_wrong_number_is_judged_beside_one_that_cannot_be_told_from_1(answer):
    problem = registry.find("autodiff").load().of(f=f"x*({UNPROVEN} + 1)", at="1")
    (verdict,) = check(problem, [read_claim(f"value={answer}")]).verdicts
    assert [finding.kind for finding in verdict.findings] == [Kind.WRONG]
