"""Arithmetic on values: what is a fraction stays one, and the rest is what another library makes of it."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import mpmath
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from solver.errors import BeyondError, UndefinedError
from solver.mathematics import elementary, values

ROOT = values.sqrt(Fraction(2))
NUMBERS = {
    "-3": Fraction(-3),
    "-sqrt(2)": -ROOT,
    "-1/2": Fraction(-1, 2),
    "0": Fraction(0),
    "1": Fraction(1),
    "sqrt(2)": ROOT,
    "e": values.E,
    "7/2": Fraction(7, 2),
}
FUNCTIONS = {**vars(elementary), "sqrt": values.sqrt}
SMALL = st.fractions(-5, 5, max_denominator=6)


def near(value):
    return pytest.approx(float(value), rel=1e-14, abs=1e-14)


# Comparisons and conversions


@pytest.mark.parametrize(("left", "right"), list(product(NUMBERS, NUMBERS)))
def test_values_are_ordered_as_their_sizes(left, right):
    one, other = NUMBERS[left], NUMBERS[right]
    ours, theirs = float(one), float(other)
    assert (one < other, one <= other) == (ours < theirs, ours <= theirs)
    assert (one > other, one >= other) == (ours > theirs, ours >= theirs)
    assert (one == other, one != other) == (ours == theirs, ours != theirs)
    assert values.maximum(one, other) == NUMBERS[max(left, right, key=lambda n: float(NUMBERS[n]))]
    assert values.minimum(one, other) == NUMBERS[min(left, right, key=lambda n: float(NUMBERS[n]))]


def test_equal_numbers_are_equal_however_they_were_worked_out():
    again = values.divide(values.sqrt(Fraction(8)), Fraction(2))
    assert again == ROOT
    assert again >= ROOT
    assert again <= ROOT
    assert not again > ROOT
    assert not again < ROOT
    assert hash(ROOT) == hash(again)
    assert len({ROOT, again, values.sqrt(Fraction(3))}) == 2


def test_what_0_is_added_to_is_known_to_be_the_same_number():
    """Whether two numbers are equal takes long to find out, and at times cannot be."""
    assert values.add(ROOT, Fraction(0)) is ROOT
    assert values.add(Fraction(0), ROOT) is ROOT


def test_infinity_is_beyond_all_numbers_and_equal_to_itself():
    for number in NUMBERS.values():
        assert -values.INFINITY < number < values.INFINITY
    assert math.inf > ROOT
    assert -math.inf < ROOT
    assert math.inf == values.INFINITY
    assert values.INFINITY >= values.INFINITY
    assert not values.INFINITY > values.INFINITY
    assert values.INFINITY != -values.INFINITY
    assert values.is_infinite(-values.INFINITY)
    assert not values.is_infinite(ROOT)
    assert not values.is_finite(values.INFINITY)
    assert values.is_defined(values.INFINITY)
    assert values.digits_text(-values.INFINITY) == "-inf"
    assert values.is_closed(values.INFINITY)
    assert not values.is_closed(ROOT)


def test_what_is_no_number_is_equal_to_none_and_has_no_order():
    for none in (
        values.UNDEFINED,
        values.INFINITY - values.INFINITY,
        values.multiply(Fraction(0), values.INFINITY),
        values.total([(Fraction(0), values.INFINITY), (Fraction(2), ROOT)]),
    ):
        assert not values.is_defined(none)
        assert not values.is_finite(none)
        assert not values.is_infinite(none)
        assert none != none
        assert none != ROOT
        with pytest.raises(UndefinedError):
            values.sign(none)


def test_numbers_are_compared_with_numbers_alone():
    assert ROOT != "1.41"
    for act in (lambda: ROOT < "2", lambda: ROOT + "2", lambda: "2" - ROOT, lambda: ROOT**0.5):
        with pytest.raises(TypeError):
            act()


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_numbers_of_python_are_the_nearest_ones(number):
    exactly = float(mpmath.mpf(values.digits_text(number)))
    assert float(number) == exactly
    assert int(number) == int(exactly)
    assert values.as_number(number) == exactly
    assert elementary.floor(number) == math.floor(exactly)
    assert elementary.ceiling(number) == math.ceil(exactly)
    assert values.sign(number) == (exactly > 0) - (exactly < 0)
    assert abs(number) == abs(exactly) or float(abs(number)) == abs(exactly)
    assert bool(number) is bool(exactly)


def test_whole_numbers_become_integers_and_complex_ones_stay_so():
    assert isinstance(values.as_number(Fraction(3)), int)
    assert isinstance(values.as_number(Fraction(1, 2)), float)
    both = values.add(Fraction(1), values.multiply(Fraction(2), values.IMAGINARY_UNIT))
    assert values.as_number(both) == 1 + 2j
    assert values.is_complex(both)
    assert list(map(float, values.parts(both))) == [1, 2]
    with pytest.raises(UndefinedError):
        values.sign(both)
    square = values.multiply(values.IMAGINARY_UNIT, values.IMAGINARY_UNIT)
    assert not values.is_complex(values.tidy(square))
    assert values.sign(square) == -1
    assert int(square) == -1


def test_whole_parts_beside_a_whole_number_are_certain():
    tiny = Fraction(1, 10**90)
    for whole in (-3, 0, 3):
        same = values.add(values.subtract(ROOT, values.divide(values.sqrt(Fraction(8)), Fraction(2))), whole)
        assert elementary.floor(same) == elementary.ceiling(same) == whole
        assert elementary.floor(same + tiny) == whole
        assert elementary.ceiling(same + tiny) == whole + 1
        assert elementary.floor(same - tiny) == whole - 1


@pytest.mark.parametrize("most", [1, 2, 1000])
@pytest.mark.parametrize("size", [Fraction(999, 1000), 1, Fraction(1001, 1000)])
def test_what_exceeds_a_whole_number(most, size):
    for sign in (1, -1):
        assert values.exceeds(sign * most * Fraction(size), most) is (size > 1)
        root = values.multiply(sign * most * Fraction(size) / 2, values.sqrt(Fraction(2)))
        assert values.exceeds(values.multiply(root, values.sqrt(Fraction(3))), most) is (
            float(size) * math.sqrt(6) / 2 > 1
        )


# Sums and products


@given(st.lists(st.tuples(SMALL, st.sampled_from([*NUMBERS])), min_size=1, max_size=5))
def test_a_sum_of_multiples_is_that_of_the_products(pairs):
    multiples = [(factor, NUMBERS[name]) for factor, name in pairs]
    found = values.total(multiples)
    assert float(found) == near(sum(float(factor) * float(number) for factor, number in multiples))
    if all(values.is_exact(number) or not factor for factor, number in multiples):
        assert values.is_exact(found)


@given(st.lists(st.sampled_from([*NUMBERS]), min_size=1, max_size=5))
def test_a_product_keeps_its_fraction_apart(names):
    numbers = [NUMBERS[name] for name in names]
    factor, number = values.multiple(numbers)
    assert values.is_exact(factor)
    assert float(values.multiply(factor, number)) == near(math.prod(map(float, numbers)))


@pytest.mark.parametrize("number", [ROOT, -ROOT, values.E, values.PI])
def test_0_and_1_are_exact_whatever_they_are_reckoned_with(number):
    assert values.is_exact(values.multiply(Fraction(0), number))
    assert values.is_exact(values.multiply(number, Fraction(0)))
    assert values.divide(Fraction(0), number) == 0
    assert values.is_exact(values.divide(Fraction(0), number))
    assert values.is_exact(values.divide(number, number))
    assert values.add(number, Fraction(0)) is number
    assert values.add(Fraction(0), number) is number
    assert values.power(number, Fraction(0)) == 1


@pytest.mark.parametrize("zero", [Fraction(0), values.subtract(ROOT, values.sqrt(Fraction(2)))])
def test_a_division_by_0_is_refused_even_where_0_takes_a_proof(zero):
    for top in (Fraction(1), ROOT):
        with pytest.raises(UndefinedError):
            values.divide(top, zero)
    with pytest.raises(UndefinedError):
        values.power(zero, Fraction(-1))
    assert values.power(zero, Fraction(0)) == 1
    assert values.power(zero, ROOT) == 0
    assert values.is_exact(values.power(zero, Fraction(3)))


def test_fractions_too_long_to_be_of_use_are_rounded():
    longest = Fraction(1, 1 << 4095)
    assert values.is_exact(values.bounded(longest))
    assert not values.is_exact(values.bounded(longest / 2))
    assert values.bounded(longest / 2) == longest / 2
    assert values.bounded(ROOT) is ROOT


# Powers, roots and logarithms


@pytest.mark.parametrize(
    ("base", "exponent", "exactly"),
    [
        (Fraction(2, 3), -3, Fraction(27, 8)),
        (Fraction(-2), 3, Fraction(-8)),
        (Fraction(9, 4), Fraction(3, 2), Fraction(27, 8)),
        (Fraction(9, 4), Fraction(-1, 2), Fraction(2, 3)),
        (ROOT, 4, Fraction(4)),
        (ROOT, -2, Fraction(1, 2)),
        (values.multiply(Fraction(-3), ROOT), 2, Fraction(18)),
    ],
)
def test_powers_are_fractions_where_they_can_be(base, exponent, exactly):
    found = values.power(base, Fraction(exponent))
    assert values.is_exact(found)
    assert found == exactly


@pytest.mark.parametrize("base", [Fraction(1, 3), Fraction(5), ROOT, values.E, -ROOT, Fraction(-3, 2)])
@pytest.mark.parametrize("exponent", [-5, -3, -1, 1, 2, 3, 7])
def test_whole_powers(base, exponent):
    assert float(values.power(base, Fraction(exponent))) == near(float(base) ** exponent)


@pytest.mark.parametrize("base", [Fraction(1, 3), Fraction(5), ROOT, values.E])
@pytest.mark.parametrize("exponent", [Fraction(1, 3), Fraction(-2, 3), Fraction(5, 2), Fraction(7, 40), ROOT])
def test_powers_that_are_not_whole(base, exponent):
    assert float(values.power(base, exponent)) == near(float(base) ** float(exponent))
    with pytest.raises(UndefinedError):
        values.power(-base, exponent)


def test_powers_that_are_too_long_are_no_fractions():
    found = values.power(Fraction(3, 2), Fraction(10**6))
    assert not values.is_exact(found)
    assert float(elementary.log(found)) == near(10**6 * math.log(1.5))


@pytest.mark.parametrize("argument", [Fraction(1, 3), Fraction(3)])
@pytest.mark.parametrize("power", [2, 4, 6])
def test_the_root_of_a_square_is_what_was_squared(argument, power):
    base = elementary.log(argument)
    root = values.sqrt(values.power(base, Fraction(power)))
    assert root > 0
    assert float(root) == near(abs(math.log(argument)) ** (power // 2))
    if power == 2:
        assert values.divide(root, base) == (1 if argument > 1 else -1)
        assert not values.divide(root, base) < -1


@pytest.mark.parametrize(
    ("value", "base", "exactly"),
    [(8, 2, 3), ("1/9", 3, -2), (27, "1/3", -3), (1, 10, 0), ("4/9", "2/3", 2), ("0.001", 10, -3)],
)
def test_logarithms_are_whole_where_they_can_be(value, base, exactly):
    found = elementary.log(Fraction(value), Fraction(base))
    assert values.is_exact(found)
    assert found == exactly


@pytest.mark.parametrize(("value", "base"), [(8, 4), (7, 10), ("1/3", 2), (9, "1/10"), ("1000001", 10)])
def test_logarithms_that_are_not_whole(value, base):
    found = elementary.log(Fraction(value), Fraction(base))
    assert float(found) == near(math.log(Fraction(value)) / math.log(Fraction(base)))


def test_a_logarithm_to_a_base_beside_1_ends():
    found = elementary.log(Fraction(2), Fraction(10**9 + 1, 10**9))
    assert float(found) == near(mpmath.log(2) / mpmath.log1p(mpmath.mpf(1e-9)))


def test_logarithms_and_roots_of_negative_numbers_are_refused():
    for number in (Fraction(-1), -ROOT):
        for function in (elementary.log, values.sqrt):
            with pytest.raises(UndefinedError):
                function(number)
    with pytest.raises(UndefinedError):
        elementary.log(Fraction(0))


# Functions


@pytest.mark.parametrize("point", [Fraction(-7, 3), Fraction(-1, 10**8), Fraction(1, 5), ROOT, Fraction(4)])
@pytest.mark.parametrize("name", ["exp", "expm1", "tanh", "erfc", "sin", "cos"])
def test_functions_are_those_of_another_library(name, point):
    with mpmath.workdps(60):
        expected = getattr(mpmath, name)(mpmath.mpf(values.digits_text(point)))
        found = mpmath.mpf(values.digits_text(FUNCTIONS[name](point)))
        assert mpmath.almosteq(found, expected, rel_eps=mpmath.mpf(10) ** -40)


@pytest.mark.parametrize("zero", [Fraction(0), values.subtract(ROOT, values.sqrt(Fraction(2)))])
def test_functions_of_0_are_exact(zero):
    for name in ("exp", "cos", "erfc"):
        assert values.is_exact(FUNCTIONS[name](zero))
        assert FUNCTIONS[name](zero) == 1
    for name in ("expm1", "log1p", "tanh", "sin", "sqrt"):
        assert values.is_exact(FUNCTIONS[name](zero))
        assert FUNCTIONS[name](zero) == 0


def test_arguments_beyond_use_are_refused():
    for name in ("exp", "expm1", "sin", "cos", "floor"):
        for number in (Fraction(10**15 + 1), Fraction(-(10**15) - 1), values.power(ROOT, Fraction(101))):
            with pytest.raises(BeyondError):
                FUNCTIONS[name](number)
    assert elementary.floor(Fraction(10**15)) == 10**15
    assert elementary.exp(-values.INFINITY) == 0
    assert values.is_exact(elementary.exp(-values.INFINITY))


@pytest.mark.parametrize("cosine", [Fraction(-1), Fraction(-1, 3), Fraction(0), Fraction(1, 2), Fraction(1)])
def test_angles_have_their_cosines(cosine):
    found = elementary.arccos(cosine)
    assert float(found) == near(math.acos(cosine))
    assert values.is_exact(found) is (cosine == 1)


@pytest.mark.parametrize("twelfths", range(-13, 30))
def test_sines_and_cosines_are_exact_where_they_are_fractions(twelfths):
    angle = values.multiply(Fraction(twelfths, 12), values.PI)
    for name, exact in (("sin", sympy.sin), ("cos", sympy.cos)):
        expected, found = exact(sympy.pi * twelfths / 12), FUNCTIONS[name](angle)
        assert values.is_exact(found) is expected.is_Rational
        assert float(found) == pytest.approx(float(expected), abs=1e-15)


@pytest.mark.parametrize("cosine", ["0", "1/2", "-1/2", "sqrt(2)/2", "-sqrt(3)/2", "1/3"])
def test_an_angle_in_degrees_is_exact_where_it_is_whole(cosine):
    squared = sympy.Rational(sympy.sympify(cosine) ** 2)
    root = values.sqrt(Fraction(squared.p, squared.q))
    number = -root if cosine.startswith("-") else root
    degrees = values.divide(values.multiply(elementary.arccos(number), Fraction(180)), values.PI)
    assert values.is_exact(degrees) is (cosine != "1/3")
    assert float(degrees) == near(math.degrees(math.acos(float(sympy.sympify(cosine)))))


@pytest.mark.parametrize("beyond", [Fraction(101, 100), Fraction(-101, 100), ROOT, -ROOT])
def test_no_angle_has_a_cosine_beyond_1(beyond):
    with pytest.raises(UndefinedError):
        elementary.arccos(beyond)


# Digits


@pytest.mark.parametrize("number", [ROOT, -values.E, values.PI * 10**20, elementary.exp(Fraction(-100))])
@pytest.mark.parametrize("digits", [1, 5, 40])
def test_an_enclosure_holds_the_number_and_is_narrow(number, digits):
    low, high, exponent = values.enclosure(number, digits)
    below, above = (end * Fraction(10) ** exponent for end in (low, high))
    assert below <= number <= above
    assert (above - below) / abs(above) < Fraction(1, 10 ** (digits + 5))


def test_roots_of_a_polynomial_are_real_first_and_conjugates_together():
    third = Fraction(1, 3)
    real, upper, lower = values.roots_of([-third, third, -third, third])
    assert (values.is_complex(real), values.as_number(real)) == (False, 1)
    assert upper.real == lower.real == 0
    assert abs(values.as_number(upper) * values.as_number(lower) - 1) < 1e-15
    assert {round(values.as_number(root).imag) for root in (upper, lower)} == {1, -1}


# What is no 0, though hundreds of digits do not tell


def _almost(number, places=130):
    """A fraction that is as near to a number as so many decimals are."""
    with mpmath.workdps(places + 20):
        return Fraction(int(mpmath.floor(number() * mpmath.mpf(10) ** places)), 10**places)


def root():
    """The root of 2, of which no more digits than usual are known yet."""
    return values.sqrt(Fraction(2))


def little():
    """Less than 1e-130, and more than 0; that it is does not show yet."""
    return values.subtract(root(), _almost(lambda: mpmath.sqrt(2)))


ALL_BUT_0 = {
    "itself": (little, 1),
    "negative": (lambda: -little(), -1),
    "sum": (lambda: values.add(-root(), _almost(lambda: mpmath.sqrt(2))), -1),
    "multiple": (lambda: values.multiply(Fraction(3), little()), 1),
    "product": (lambda: values.multiply(little(), root()), 1),
    "part": (lambda: values.divide(little(), Fraction(-7)), -1),
    "quotient": (lambda: values.divide(little(), root()), 1),
    "even power": (lambda: values.power(little(), Fraction(20)), 1),
    "odd power": (lambda: values.power(-little(), Fraction(21)), -1),
    "root": (lambda: values.sqrt(little()), 1),
    "size": (lambda: abs(-little()), 1),
    "multiples": (
        lambda: values.total(
            [(Fraction(2), root()), (Fraction(-2), values.real(_almost(lambda: mpmath.sqrt(2))))]
        ),
        1,
    ),
    "imaginary part": (lambda: values.multiply(little(), values.IMAGINARY_UNIT).imag, 1),
    "real part": (lambda: values.add(values.multiply(root(), values.IMAGINARY_UNIT), little()).real, 1),
    "root of a polynomial": (
        lambda: values.subtract(
            values.roots_of([Fraction(-2), 0, 0, Fraction(1)])[0], _almost(lambda: mpmath.cbrt(2))
        ),
        1,
    ),
    "cube root": (
        lambda: values.subtract(values.power(Fraction(2), Fraction(1, 3)), _almost(lambda: mpmath.cbrt(2))),
        1,
    ),
    "power of e": (
        lambda: values.subtract(elementary.exp(root()), _almost(lambda: mpmath.exp(mpmath.sqrt(2)))),
        1,
    ),
    "sine": (lambda: values.subtract(elementary.sin(Fraction(1)), _almost(lambda: mpmath.sin(1))), 1),
    "logarithm": (lambda: values.subtract(elementary.log(Fraction(3)), _almost(lambda: mpmath.log(3))), 1),
}


@pytest.mark.parametrize(("number", "sign"), ALL_BUT_0.values(), ids=ALL_BUT_0)
def test_what_is_all_but_0_has_its_sign(number, sign):
    assert values.sign(number()) == sign
    assert number() != 0


@pytest.mark.parametrize("whole", range(7))
@pytest.mark.parametrize("name", ["sqrt", "exp", "sin", "tanh", "erfc", "log1p"])
def test_functions_of_numbers_that_are_all_but_equal_differ(name, whole):
    function = FUNCTIONS[name]
    apart = values.subtract(function(values.add(little(), Fraction(whole))), function(Fraction(whole)))
    falls = name == "erfc" or (name == "sin" and math.cos(whole) < 0)
    assert values.sign(apart) == (-1 if falls else 1)
