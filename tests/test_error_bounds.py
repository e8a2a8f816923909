"""Bounds of rounding: never a failure, however extreme the numbers, and never one that lets all pass."""

from __future__ import annotations

import math
import tracemalloc
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import solver
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.reach import Reach
from solver.checking.comparing.rounding import Match
from solver.checking.marking import check
from solver.checking.written.claims import Claim, Written
from solver.cli.app import run
from solver.errors import UndecidedError, UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.record.error_bounds import Kept, error_bounds
from solver.record.quantities import Quantity
from solver.record.recorder import LARGEST_VALUE
from solver.record.slopes import Chords, number
from solver.record.solution import Solution
from solver.record.tape import Tape
from solver.registry import find

UNARY = (f.sqrt, f.exp, f.log, f.log2, f.log10, f.tanh, f.sin, f.cos, f.floor, f.ceil, f.absolute, f.sigmoid)
BINARY = (f.maximum, f.minimum, f.step, f.strict_step)
EXTREME = [
    Fraction(n, 7) * Fraction(10) ** e for n in (7, -7, 13) for e in (-400, -200, -20, 0, 3, 14, 200, 400)
]
SIZES = st.sampled_from([Fraction(0), Fraction(1), Fraction(1000), *EXTREME])
EXPONENTS = st.sampled_from([Fraction(n, 2) for n in (-40, -3, -1, 0, 1, 2, 5, 400)])


def complex_number(real, imaginary):
    return values.add(Fraction(real), values.multiply(Fraction(imaginary), values.IMAGINARY_UNIT))


COMPLEX = st.builds(
    complex_number, st.sampled_from(["1", "-3e200", "1e-200"]), st.sampled_from(["1", "1e-170"])
)


def grown(inner):
    return st.one_of(
        st.builds(lambda function, one: function(one), st.sampled_from(UNARY), inner),
        st.builds(lambda function, one, two: function(one, two), st.sampled_from(BINARY), inner, inner),
        st.builds(f.Add, st.tuples(inner, inner, inner)),
        st.builds(f.Mul, st.tuples(inner, inner, inner)),
        st.builds(f.Div, inner, inner),
        st.builds(f.Pow, inner, EXPONENTS.map(f.Number)),
        st.builds(f.Pow, st.sampled_from([f.lift(2), f.lift(-3), f.Number(Fraction(1, 2))]), inner),
        st.builds(f.Neg, inner),
        st.builds(lambda form, agreed: f.Convention(form, agreed), inner, inner),
        st.builds(lambda one: f.total("i", 2, lambda i: one), inner),
    )


@st.composite
def records(draw):
    """Quantities, each a formula over those before it; the first are given."""
    givens = draw(st.lists(st.one_of(SIZES, SIZES.map(values.real), COMPLEX), min_size=1, max_size=3))
    quantities = {}
    for place, value in enumerate(values.bounded(value) for value in givens):
        symbol = f.Symbol(f"x_{place}", value)
        quantities[symbol.name] = Quantity(symbol, f.Number(value))
    for place in range(draw(st.integers(1, 3))):
        leaves = st.sampled_from([quantity.symbol for quantity in quantities.values()])
        formula = draw(st.recursive(leaves | SIZES.map(f.Number), grown, max_leaves=5))
        try:
            symbol = f.Symbol(f"y_{place}", values.bounded(formula.evaluate()))
            is_moderate = abs(symbol.value) <= LARGEST_VALUE
        except (UndefinedError, UndecidedError, TypeError):  # no order among complex numbers
            continue
        if is_moderate:
            quantities[symbol.name] = Quantity(symbol, formula)
    return quantities


@settings(max_examples=120, deadline=None)
@given(records(), st.integers(2, 6))
def test_bounds_of_all_functions_and_operations_are_numbers(quantities, digits):
    bounds = error_bounds(quantities, digits)
    assert bounds.keys() == quantities.keys()
    assert all(bound >= 0 for bound in bounds.values())
    largest = max(abs(number(quantity.symbol.value)) for quantity in quantities.values())
    assert all(bound <= max(largest, 1e-290) or bound == math.inf for bound in bounds.values())


@settings(max_examples=150, deadline=None)
@given(records())
def test_without_a_bound_only_the_very_value_is_right(quantities):
    reach = Reach(quantities)
    judge = Judge(Solution("", "", (), (), (), quantities, {}, ()), reach)
    for name, quantity in quantities.items():
        value = quantity.symbol.value
        if reach.error_bound(name, Kept(4)) != math.inf or value == 0:
            continue
        assert judge.match(Written("", value, 4), quantity.symbol) is Match.YES
        off = values.multiply(value, Fraction(101, 100))
        assert judge.match(Written("", off, 4), quantity.symbol) is not Match.YES


@pytest.mark.parametrize(
    ("command", "claim"),
    [
        (("neuron", "--x", "1000", "--w", "1", "--activation", "tanh"), "output=0.5"),
        (("conditional", "--joint", "1e-170", "--condition", "1e-170"), "conditional=0.5"),
        (("eigen", "--matrix", "2,-1;1,2"), "eigenvalues=1+i,3"),
        (("eigen", "--matrix", "0,-1;1,0"), "lambda_1=1e-200+2*i"),
    ],
)
def test_extreme_numbers_are_judged(command, claim, capsys):
    assert run(["check", *command, "--answer", claim]) == 1
    assert "wrong" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kept", "value", "moved", "short"),
    [
        (Kept(3), "0.5", 0.0005, 0),
        (Kept(3), "1/3", 0.0005, 0.0005),
        (Kept(3), "-9.99", 0.005, 0),
        (Kept(3), "12345", 0.5, 0),  # no digit before the point is cut
        (Kept(3), "0", 0, 0),
        (Kept.to_decimals(2), "12.3456", 0.005, 0.005),
        (Kept.to_decimals(2), "0.12", 0.005, 0),
        (Kept.to_decimals(2), "0.125", 0.005, 0.005),
        (Kept.to_decimals(2), "0.096", 0.005, 0.005),  # 0.10
        (Kept.to_decimals(2), "0.025", 0.0005, 0),  # two digits are kept of less than 0.10
        (Kept.to_decimals(2), "0.0125", 0.0005, 0.0005),
        (Kept.to_decimals(2), "0.00123", 0.00005, 0.00005),
        (Kept.to_decimals(0), "7", 0.05, 0),
        (Kept.to_decimals(0), "250", 0.5, 0),
    ],
)
def test_half_a_unit_of_the_last_place(kept, value, moved, short):
    """Nothing of a short number is rounded away, unless it was moved."""
    found = [kept.half_unit(Fraction(value)), kept.half_unit(Fraction(value), moved=False)]
    assert found == pytest.approx([moved, short], rel=1e-12)


def test_a_number_over_a_power_of_ten_has_the_larger_unit():
    assert Kept(3).half_unit(Fraction("9.99"), beyond=0.02) == pytest.approx(0.05)
    assert Kept(3).half_unit(values.INFINITY) == 0


def test_a_saturated_unit_is_right_where_it_is_1():
    problem = find("neuron").load().of(x="1000", w="1", activation="tanh")
    (verdict,) = check(problem, [Claim("output", Written("1.00", Fraction(1), 3, 0.005))]).verdicts
    assert verdict.worst.kind.is_right


def test_usual_bounds_are_finite():
    quantities = solver.solve("adam", grads="0.3,0.2,0.1").quantities
    assert all(map(math.isfinite, error_bounds(quantities, 4).values()))


def test_a_root_of_a_rounded_zero_has_no_bound():
    zero = f.Symbol("x", Fraction(1, 3))
    less = zero - Fraction(1, 3)
    root = f.Symbol("z", Fraction(0))
    y = f.Symbol("y", Fraction(0))
    quantities = {
        "x": Quantity(zero, f.Number(Fraction(1, 3))),
        "y": Quantity(y, less),
        "z": Quantity(root, f.sqrt(y)),
    }
    assert error_bounds(quantities, 3)["z"] == math.inf


def test_a_complex_value_is_not_carried_where_numbers_are_real():
    """The solver compares numbers, and complex ones have no order."""
    problem = find("continuous-information").load().of(f="uniform(38,46)", g="exponential(0.8)")
    claims = [Claim("h(g)", Written("1+i", complex_number(1, 1))), Claim("h(f)", Written("5", Fraction(5)))]
    assert not any(verdict.worst.kind.is_right for verdict in check(problem, claims).verdicts)


@pytest.mark.parametrize("digits", [2, 3, 4])
@pytest.mark.parametrize(
    "formula",
    [
        lambda x: x**2,
        lambda x: x**3,
        lambda x: x ** f.Number(Fraction(1, 2)),
        lambda x: x ** f.lift(-2),
        lambda x: f.lift(3) ** x,
        lambda x: f.Number(Fraction(1, 2)) ** x,
        lambda x: f.sqrt(x),
        lambda x: f.exp(x),
        lambda x: f.log(x),
        lambda x: f.log2(x),
        lambda x: f.log10(x),
        lambda x: f.tanh(x),
        lambda x: f.sin(x),
        lambda x: f.cos(x),
        lambda x: f.sigmoid(x),
        lambda x: 1 / x,
        lambda x: 2 * x * x,
        lambda x: -x + 1,
    ],
)
def test_a_bound_is_what_rounding_the_operand_really_moves(formula, digits):
    """It covers the move of the result, and its own rounding, and not much more than both."""
    for value in (Fraction(10, 7), Fraction(-10, 7), Fraction(1, 3), Fraction(31, 9)):
        x = f.Symbol("x", value)
        try:
            y = f.Symbol("y", formula(x).evaluate())
        except UndefinedError:
            continue
        quantities = {"x": Quantity(x, f.Number(value)), "y": Quantity(y, formula(x))}
        bounds = error_bounds(quantities, digits)
        ends = [formula(f.Symbol("x", value + way * Fraction(bounds["x"]))).evaluate() for way in (1, -1)]
        moved = max(abs(number(values.subtract(end, y.value))) for end in ends)
        own = 0.5 * 10.0 ** (math.floor(math.log10(abs(number(y.value)))) - digits + 1)
        assert 0.9 * moved <= bounds["y"] <= 1.3 * (moved + own)


def test_a_negative_base_whose_exponent_may_be_moved_has_no_bound():
    """(-3)^x is a number for whole x only."""
    x = f.Symbol("x", Fraction(13, 7))
    power = f.lift(-3) ** (x / x)
    quantities = {"x": Quantity(x, f.Number(x.value)), "y": Quantity(f.Symbol("y", power.evaluate()), power)}
    assert error_bounds(quantities, 3)["y"] == math.inf


@pytest.mark.parametrize("spread", [lambda x, mean: (x - mean) ** 2, lambda x, mean: (x - mean) * (x - mean)])
def test_a_sum_of_squares_is_moved_by_its_mean(spread):
    """The slopes by the mean cancel; that the sum is the least there is does not."""
    points = [f.Number(Fraction(value)) for value in ("2", "20", "40", "43.8")] * 2
    mean = f.Symbol("m", Fraction("26.45"))
    squares = [f.sum_of([spread(x, m) for x in points]) for m in (mean, f.lift(26))]
    sst = f.Symbol("s", squares[0].evaluate())
    bounds = error_bounds({"m": Quantity(mean, f.sum_of(points) / 8), "s": Quantity(sst, squares[0])}, 2)
    moved = squares[1].evaluate() - sst.value
    assert moved == 8 * Fraction("0.45") ** 2
    assert moved <= bounds["s"] <= 2 * moved + 1


MODERATE = st.fractions(Fraction(1, 4), 3, max_denominator=8)
SMOOTH = (f.sqrt, f.exp, f.log, f.tanh, f.sin, f.cos, f.sigmoid)


def smooth(inner):
    """Formulas with a slope everywhere, of moderate size."""
    return st.one_of(
        st.builds(lambda function, one: function(one), st.sampled_from(SMOOTH), inner),
        st.builds(f.Add, st.tuples(inner, inner)),
        st.builds(f.Mul, st.tuples(inner, inner, inner)),
        st.builds(f.Div, inner, inner),
        st.builds(f.Pow, inner, st.sampled_from([2, -1, Fraction(1, 2)]).map(f.lift)),
        st.builds(f.Pow, st.sampled_from([f.lift(2), f.lift(Fraction(1, 2))]), inner),
        st.builds(f.Neg, inner),
    )


def at(formula, **points):
    return f.replace(formula, {name: f.Number(value) for name, value in points.items()}).evaluate()


@settings(max_examples=200, deadline=None)
@given(st.data(), MODERATE, MODERATE)
def test_slopes_are_those_of_small_differences(data, x, y):
    names = {"x": f.Symbol("x", x), "y": f.Symbol("y", y)}
    formula = data.draw(st.recursive(st.sampled_from(list(names.values())), smooth, max_leaves=5))
    small = Fraction(1, 10**9)
    try:
        here = number(formula.evaluate())
        differences = {
            name: number(values.subtract(*(at(formula, **{"x": x, "y": y, name: point}) for point in sides)))
            for name, sides in {"x": (x + small, x - small), "y": (y + small, y - small)}.items()
        }
    except (UndefinedError, UndecidedError, TypeError):
        assume(False)
    found = Tape(formula, Chords()).slopes
    for name, difference in differences.items():
        slope = difference / (2 * float(small))
        assume(abs(slope) < 1e6 and abs(here) < 1e6)
        assert found.get(name, 0.0) == pytest.approx(slope, rel=1e-4, abs=1e-4)


def test_a_loss_after_each_of_many_steps_keeps_no_step_in_memory():
    """A row holds how far each rounding before it moves a number: 2,500 rows would be 25 MB."""
    rate, w = f.lift(Fraction(99, 100)), f.Symbol("w_0", values.real(Fraction(3)))
    quantities = {}
    for step in range(1, 2501):
        formula = w * rate - Fraction(1, 7)
        w = f.Symbol(f"w_{step}", formula.evaluate())
        quantities[w.name] = Quantity(w, formula)
    for step in range(1, 2501):
        loss = quantities[f"w_{step}"].symbol ** 2
        quantities[f"L_{step}"] = Quantity(f.Symbol(f"L_{step}", loss.evaluate()), loss)
    error_bounds(dict(list(quantities.items())[:3]), 4)
    tracemalloc.start()
    bounds = error_bounds(quantities, 4)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0 < bounds["L_2500"] < math.inf
    assert peak < 18e6
