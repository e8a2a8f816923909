"""Roots, logarithms and exponentials that cancel leave a fraction, told as the exact number it is."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.api import solve
from solver.mathematics import elementary, values

THREE = values.sqrt(Fraction(3))


def power(base, exponent):
    return values.power(Fraction(base), Fraction(exponent))


@pytest.mark.parametrize(
    ("number", "fraction"),
    [
        ((THREE + 1) * (THREE - 1), "2"),
        (values.sqrt(Fraction(2)) * THREE - values.sqrt(Fraction(6)), "0"),
        (values.sqrt(7 + 4 * THREE) - THREE, "2"),
        (power(17**4, "1/4") - Fraction(1, 2), "33/2"),
        (values.divide(power(2, "1/3"), power(16, "1/3")) + 1, "3/2"),
        (elementary.exp(Fraction(5)) / (elementary.exp(Fraction(5)) + elementary.exp(Fraction(5))), "1/2"),
        (elementary.log(Fraction(6)) - elementary.log(Fraction(2)) - elementary.log(Fraction(3)) + 4, "4"),
        (-THREE * THREE / 16000, "-3/16000"),
        (values.multiply(values.divide(Fraction(6), THREE), THREE), "6"),
        (values.divide(values.divide(Fraction(6), THREE), THREE), "2"),
    ],
)
def test_what_cancels_leaves_a_fraction(number, fraction):
    assert values.is_exact(values.bounded(number))
    assert values.bounded(number) == Fraction(fraction)


@pytest.mark.parametrize(
    "number",
    [
        THREE,
        1 + elementary.exp(Fraction(-150)),
        1 + values.power(Fraction(1, 10), Fraction(80)) * THREE,
        elementary.exp(Fraction(-5000)),
        elementary.exp(Fraction(5000)),
        Fraction(1, 3) + elementary.exp(Fraction(-300)),
        values.PI - Fraction(355, 113),
        elementary.exp(Fraction(-13)) * Fraction(999_999, 1_000_000_000),
        elementary.exp(values.PI * values.sqrt(Fraction(163))),
    ],
)
def test_what_is_close_to_a_fraction_is_none(number):
    assert not values.is_exact(values.bounded(number))


def test_a_number_beyond_all_floats_is_given_up_in_one_line(dlsolve):
    result = dlsolve("autodiff", "--expression", "exp(x)", "--at", "x=1000")
    assert result.returncode == 2
    assert result.stderr == "dlsolve autodiff: the problem is given up: v_1 grows beyond 1e300\n"


def test_what_is_known_by_its_digits_stays_so():
    rounded = values.as_rounded(Fraction(42, 100))
    assert not values.is_exact(values.bounded(rounded))
    assert not values.is_exact(values.bounded(values.multiply(Fraction(2), rounded)))


def test_products_of_roots_stay_roots_of_fractions():
    whole = values.multiply(values.divide(values.sqrt(Fraction(2)), THREE), values.sqrt(Fraction(5)))
    assert values.power(whole, Fraction(2)) == Fraction(10, 3)
    assert values.is_exact(values.power(whole, Fraction(2)))


def exact(solution):
    return {name: values.is_exact(quantity.symbol.value) for name, quantity in solution.quantities.items()}


@pytest.mark.parametrize("length", [6, 8, 12])
def test_a_convolution_of_whole_numbers_is_whole_whatever_the_roots_of_unity(length):
    x, kernel = [1, -2, 0, 3], [2, 1, -1]
    solution = solve("fft-conv", x="1,-2,0,3", kernel="2,1,-1", length=length)
    assert solution.numbers["output"] == np.convolve(x, kernel).tolist()
    told = exact(solution)
    assert all(told[f"y_{k}"] for k in range(6))
    assert not all(told.values())


def test_equal_scores_have_equal_weights():
    told = exact(solve("attention", q="1,1", k="1,0;0,1", v="3;4"))
    assert told["A_11"]
    assert told["A_12"]
    assert all(is_told for name, is_told in told.items() if name.startswith("O"))


def test_a_matrix_that_is_put_together_again_is_exact(dlsolve):
    shown = dlsolve("svd", "--matrix", "1,2;2,4;-2,-4", "--rank", "1", "-f", "text").stdout
    assert "approximation = [1, 2; 2, 4; -2, -4]" in " ".join(shown.split())


def test_frequencies_of_a_base_with_a_root_are_exact():
    solution = solve("positional-encoding", length=2, dimensions=8, base=10000)
    found = [solution.quantities[f"omega_{i}"].symbol.value for i in range(4)]
    assert found == [1, Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000)]
    assert all(map(values.is_exact, found))


def test_a_hand_that_rounds_the_roots_is_still_right(dlsolve):
    result = dlsolve(
        "check", "fft-conv", "--x", "1,2,0,3", "--kernel", "1,-1,2", "--answer", "output=1,1,0,6.99,-3,6"
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("start", "is_told"), [(THREE, True), (elementary.exp(Fraction(5)), False)])
def test_of_many_steps_with_exponentials_no_proof_is_sought(start, is_told):
    """What looks like a 1 after them is mostly a unit near saturation, and each proof takes long."""
    number = start
    for step in range(1, 50):
        number = number * (step + 1) / (step + 2)
    number = number / start * 51
    assert float(number) == 2
    assert values.is_exact(values.bounded(number)) is is_told
