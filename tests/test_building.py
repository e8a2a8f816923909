"""Formulas built from formulas: closed forms, linear forms, formulas without their numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.rendering.printing import PlainPrinter, Style

X, Y = f.Symbol("x"), f.Symbol("y")


def plain(formula):
    return PlainPrinter(Style(exact=True)).print(formula)


def root(number):
    return f.sqrt(f.lift(number))


def quantity(name, formula):
    return f.Symbol(name, formula.evaluate(), origin=formula)


# Closed forms


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (root(2) * root(5), "sqrt(10)"),
        (f.lift(3) * root(2) * root(5), "3*sqrt(10)"),
        (root(2) * root(5) * root(7), "sqrt(70)"),
        # What stands under a root is to be read at a glance.
        (root(1009) * root(997), "sqrt(1009)*sqrt(997)"),
        (root(991) * root(997), "sqrt(988027)"),
        (root(2) * f.TYPED["ln"](f.lift(3)), "sqrt(2)*log(3)"),
        (root(2) * root(8), "4"),
        (f.lift(2) / root(Fraction(4, 5)), "sqrt(5)"),
        (f.lift(1) / root(Fraction(4, 5)), "sqrt(5)/2"),
        (f.lift(-6) / root(3), "-2*sqrt(3)"),
        (f.lift(1) / root(2), "1/sqrt(2)"),
        ((root(2) + 1) / f.lift(1), "sqrt(2) + 1"),
        ((root(2) + 1) / f.lift(2), "(sqrt(2) + 1)/2"),
        (f.lift(1) / 3 + f.lift(1) / 6, "1/2"),
        (f.step(root(2), f.lift(1)), "1"),
        (quantity("a", root(2) * 3) + 1, "sqrt(2)*3 + 1"),
        (f.sqrt(quantity("b", f.lift(4))), "2"),
        (f.constant("e") * 2, "e*2"),
    ],
)
def test_a_closed_form_has_numbers_roots_and_logarithms_alone(formula, shown):
    found = f.closed_form(formula)
    assert plain(found) == shown
    assert found.evaluate() == formula.evaluate()


def test_what_has_no_closed_form():
    assert f.closed_form(f.Symbol("x")) is None
    assert f.closed_form(X + 1) is None
    # A decimal that came without a formula is none.
    assert f.closed_form(f.Symbol("x", values.sqrt(Fraction(2)))) is None


@pytest.mark.parametrize("count", [59, 60, 61, 200])
def test_a_sum_of_fractions_is_a_fraction_however_long_it_is(count):
    found = f.closed_form(f.Add(tuple(f.lift(Fraction(1, k)) for k in range(1, count + 1))))
    assert found == f.Number(sum(Fraction(1, k) for k in range(1, count + 1)))


def test_a_long_sum_of_roots_is_given_up():
    primes = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
    roots = f.Add(tuple(map(root, primes)))
    assert f.closed_form(roots) == roots
    # A root has two parts: itself, and what stands under it.
    assert f.closed_form(roots, 2 * len(primes) + 1) == roots
    assert f.closed_form(roots, 2 * len(primes)) is None
    # It is a part more where it stands behind a name.
    named = quantity("r", roots)
    assert f.closed_form(named, 2 * len(primes) + 2) == roots
    assert f.closed_form(named, 2 * len(primes) + 1) is None


# Sums and products


def test_sums_and_products_of_one_item_are_that_item():
    assert f.sum_of([]) == f.lift(0)
    assert f.sum_of([X]) is X
    assert plain(f.sum_of([X, Y])) == "x + y"
    assert f.product_of_sequence([X]) is X
    assert plain(f.product_of_sequence([X, Y])) == "x*y"
    assert plain(f.dot([X, f.lift(2)], [f.lift(3), Y])) == "x*3 + 2*y"


def test_a_sum_over_an_index_has_the_value_of_its_terms():
    squares = f.total("i", 4, lambda i: f.lift(i) ** 2 if isinstance(i, int) else f.Symbol(i) ** 2)
    assert squares.evaluate() == 30
    assert f.total("i", 1, lambda i: f.lift(7)) == f.lift(7)


@pytest.mark.parametrize(
    ("coefficients", "shown"),
    [
        ((1, 1), "x + y"),
        ((-1, 2), "-x + 2*y"),
        ((0, -1), "-y"),
        ((Fraction(1, 2), 0), "1/2*x"),
        ((0, 0), "0"),
        ((-3, -1), "-3*x - y"),
    ],
)
def test_a_linear_form_has_no_terms_of_0_and_no_factors_of_1(coefficients, shown):
    one, other = map(f.lift, map(Fraction, coefficients))
    assert plain(f.linear_form(one * X + other * Y)) == shown


def test_a_term_without_an_unknown_is_a_constant():
    assert plain(f.linear_form(f.lift(2) * X + f.lift(-2))) == "2*x - 2"
    assert plain(f.linear_form(f.lift(0) * X + f.lift(3))) == "3"


@pytest.mark.parametrize(("coefficient", "shown"), [(1, "x"), (-1, "-x"), (2, "2*x"), (0, "0*x")])
def test_a_coefficient_of_1_is_left_out(coefficient, shown):
    assert plain(f.times(f.lift(coefficient), X)) == shown


# Without numbers, and letters


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (f.lift(3) + f.lift(4), "□ + □"),
        (f.lift(2) * X + f.lift(1), "□*x + 1"),
        (X**2 + f.lift(5), "x^2 + □"),
        (f.lift(3) ** 2, "□^□"),
        (f.lift(0) + f.lift(1), "□ + □"),
        (X - f.lift(0), "x - 0"),
    ],
)
def test_a_formula_without_its_numbers(formula, shown):
    blank = plain(f.Blank())
    assert plain(f.without_numbers(formula)).replace(blank, "□") == shown


def test_what_a_function_makes_of_letters_alone_gives_no_number_away():
    angle = f.cos(f.lift(2) * X / f.Symbol("N"))
    assert f.without_numbers(angle) == angle
    known = f.cos(f.lift(2) * f.Symbol("theta", Fraction(5)))
    assert plain(f.without_numbers(known)) == plain(f.cos(f.Blank() * f.Symbol("theta", Fraction(5))))
    assert f.without_numbers(f.cos(f.lift(2))) == f.cos(f.Blank())


def test_what_a_given_is_stays_in_sentences():
    """A value that is hidden is not told by what it equals."""
    told = f.Relation(f.Symbol("theta", Fraction(5)), "=", f.lift(5))
    assert f.without_numbers(told, {"z"}) == told
    assert f.without_numbers(told, {"theta"}).right == f.Blank()
    assert f.without_numbers(f.Relation(X, "=", f.lift(5))).right == f.Blank()
    assert f.without_numbers(-f.INFINITE) == -f.INFINITE


def test_letters_are_found_behind_quantities():
    letter = f.Symbol("p", spelling=f.Symbol("p"))
    assert f.has_letters(letter)
    assert f.has_letters(f.lift(2) * f.Symbol("q", Fraction(1), origin=letter + 1))
    assert not f.has_letters(f.constant("pi") + 1)
    assert not f.has_letters(quantity("a", root(2)))
    assert [symbol.name for symbol in f.symbols_of(X * Y + X)] == ["x", "y", "x"]
    assert plain(f.replace(X * Y, {"x": f.lift(3)})) == "3*y"


def test_a_product_of_a_row_and_a_column_has_a_value_and_a_larger_array_has_none():
    row = f.Tensor("r", ((f.lift(2), f.lift(3)),))
    column = f.Tensor("c", ((f.lift(5),), (f.lift(7),)))
    assert (row @ column).evaluate() == 31
    for array in (row, column, column @ row):
        with pytest.raises(UndefinedError, match="no single value"):
            array.evaluate()
