"""Every visitor has a rule for every node, and all that reckon with formulas reckon alike."""

from __future__ import annotations

import math
from fractions import Fraction
from importlib import import_module
from pkgutil import walk_packages

import pytest
import sympy

import solver
from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import numpy_bridge
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.sympy_bridge import to_sympy
from solver.record.slopes import Chords
from solver.record.tape import Tape
from solver.rendering.layout.breaking import parts_of
from solver.rendering.printing import LinePrinter, PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.markdown import MarkdownPrinter
from solver.rendering.printing.mathml import MathmlPrinter
from solver.rendering.printing.typst import TypstPrinter

X, Y = f.Symbol("x", Fraction(7, 5)), f.Symbol("y", Fraction(3, 2))

# One of every kind, over x and y.
EXPRESSIONS = (
    X,
    f.Number(Fraction(7, 4)),
    X + Y - 2 * X,
    X * Y * 3,
    -X,
    X / Y,
    X**Y,
    f.sqrt(X),
    f.total("i", 3, lambda i: X * i if isinstance(i, int) else X * f.Symbol(i)),
    f.factorial(3),
    f.Convention(0 * f.log(f.lift(0)), X * Y),
    f.norm(f.Tensor("v", ((X,), (Y,)))),
    f.EntryOf(f.Lowered(f.Tensor("v", ((X,), (Y,))) * 2), 2, 1),
)
NOTATIONS = (
    f.Integral(X, f.lift(0), f.lift(1), X * Y),
    f.Coordinates((X, Y)),
    f.Matrix(((X, Y), (Y, X))),
    f.Text("words"),
    f.Blank(),
    f.Relation(X, "=", Y),
)
A, B = (f.Tensor(name, ((X, Y), (Y, X))) for name in "ab")
ARRAYS = (A, A @ B, A.T, f.Stacked((A, B)), f.softmax(A))
PRINTERS = (
    PlainPrinter,
    PrettyPrinter,
    LinePrinter,
    LatexPrinter,
    MarkdownPrinter,
    TypstPrinter,
    MathmlPrinter,
)


def named(items):
    return pytest.mark.parametrize("item", items, ids=lambda item: getattr(item, "__name__", str(item)[:20]))


def below(kind):
    """The classes of dlsolve that a class is a base of."""
    return {one for base in kind.__subclasses__() for one in (base, *below(base))}


def concrete(kind):
    """Those that nothing is derived from."""
    return {one for one in below(kind) if one.__module__.startswith("solver.") and not below(one)}


def visitors():
    for module in walk_packages(solver.__path__, "solver."):
        if module.name.startswith(("solver.mathematics", "solver.rendering", "solver.record")):
            import_module(module.name)
    return concrete(Visitor)


def test_there_is_an_example_of_every_node():
    assert {type(one) for one in EXPRESSIONS} == concrete(f.Expression)
    assert {type(one) for one in NOTATIONS} == concrete(f.Notation)
    assert {type(one) for one in ARRAYS} == concrete(f.Array)
    assert concrete(f.Formula) == concrete(f.Expression) | concrete(f.Notation) | concrete(f.Array)


def test_every_visitor_has_a_rule_for_every_expression():
    found = visitors()
    assert len(found) > 10
    for visitor in found:
        for formula in EXPRESSIONS:
            assert visitor.methods[type(formula)]


def test_a_node_without_a_rule_is_told_by_its_name():
    class Unknown(f.Expression, frozen=True):
        """A node that no visitor knows."""

    with pytest.raises(TypeError, match="PlainPrinter has no rule for Unknown"):
        PlainPrinter(Style()).visit(Unknown())
    with pytest.raises(TypeError, match="no rule for Unknown"):
        to_sympy(Unknown() + 1)
    with pytest.raises(TypeError, match="no rule for Unknown"):
        numpy_bridge.evaluate(Unknown() + 1, {})


@named(EXPRESSIONS)
def test_all_ways_to_reckon_with_a_formula_agree(item):
    value = float(item.evaluate())
    assert numpy_bridge.evaluate(item, {}) == pytest.approx(value, rel=1e-14)
    at = {sympy.Symbol(symbol.name, real=True): sympy.Rational(symbol.value) for symbol in (X, Y)}
    assert float(to_sympy(item).subs(at)) == pytest.approx(value, rel=1e-14)


@named(EXPRESSIONS)
def test_slopes_are_those_of_sympy(item):
    at = {sympy.Symbol(symbol.name, real=True): sympy.Rational(symbol.value) for symbol in (X, Y)}
    found = Tape(item, Chords()).slopes
    for symbol in (X, Y):
        slope = sympy.diff(to_sympy(item), sympy.Symbol(symbol.name, real=True)).subs(at)
        assert found.get(symbol.name, 0.0) == pytest.approx(float(slope), rel=1e-12)


@named(NOTATIONS)
def test_what_is_only_shown_has_no_value(item):
    with pytest.raises(UndefinedError, match=type(item).__name__):
        item.evaluate()
    for reckon in (to_sympy, lambda formula: numpy_bridge.evaluate(formula, {})):
        with pytest.raises(TypeError, match=type(item).__name__):
            reckon(item)


@named(PRINTERS)
def test_every_node_is_printed_and_broken(item):
    for formula in (*EXPRESSIONS, *NOTATIONS, *ARRAYS):
        for substitute in (False, True):
            printer = item(Style(), substitute=substitute)
            assert printer.print(formula)
            assert parts_of(formula, printer)


@named(EXPRESSIONS)
def test_symbols_are_replaced_in_every_expression(item):
    moved = f.replace(item, {"x": f.lift(2), "y": f.lift(3)})
    assert not set(f.symbols_of(moved)) & {X, Y}
    assert math.isfinite(float(moved.evaluate()))


@pytest.mark.parametrize(
    ("coefficient", "written"), [("1", "x"), ("-1", "-x"), ("2", "2*x"), ("1/2", "0.5*x"), ("-3", "-3*x")]
)
def test_a_coefficient_of_1_is_not_written(coefficient, written):
    assert PlainPrinter(Style()).print(f.times(f.lift(Fraction(coefficient)), f.Symbol("x"))) == written


@pytest.mark.parametrize("numbers", [(3,), (3, 5), (3, 5, 7, 9)])
def test_hidden_coordinates_do_not_tell_how_many_there_are(numbers):
    hidden = f.without_numbers(f.Coordinates(tuple(map(f.lift, numbers))))
    assert hidden == f.without_numbers(f.Coordinates((f.lift(1), f.lift(2))))
    assert f.without_numbers(f.Coordinates((X, Y))) == f.Coordinates((X, Y))
