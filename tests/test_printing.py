"""Brackets, signs and dots in all four notations."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import registry, solve
from solver.checking.written.answer_parser import read_value
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.parser import read_formula
from solver.record.blocks import Equation
from solver.record.recorder import Working
from solver.rendering.layout.chains import links
from solver.rendering.layout.rows import laid_out
from solver.rendering.layout.tables import drawn_table
from solver.rendering.printing import PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.box import drawn, enclosed
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.markdown import MarkdownPrinter
from solver.rendering.printing.mathml import MathmlPrinter
from solver.rendering.printing.ruler import Ruler
from solver.rendering.printing.spoken import spoken
from solver.rendering.printing.typst import TypstPrinter
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream

from .test_numbers import EXPRESSIONS

STYLE = Style()
A, B, C = (f.Symbol(name, Fraction(value)) for name, value in (("a", -2), ("b", 3), ("c", "0.5")))


def plain(formula, **options):
    return PlainPrinter(STYLE, **options).print(formula)


@pytest.mark.parametrize(
    ("formula", "symbols", "numbers"),
    [
        (A + B, "a + b", "-2 + 3"),
        (B + A, "b + a", "3 + (-2)"),
        (B - A, "b - a", "3 - (-2)"),
        (-A, "-a", "-(-2)"),
        (A * B, "a*b", "-2*3"),
        (B * A, "b*a", "3*(-2)"),
        (B * (A + C), "b*(a + c)", "3*(-2 + 0.5)"),
        (A**2, "a^2", "(-2)^2"),
        ((A * B) ** 2, "(a*b)^2", "(-2*3)^2"),
        (A / (B * C), "a/(b*c)", "-2/(3*0.5)"),
        (B * (A / C), "b*(a/c)", "3*(-2/0.5)"),
        (A - (B - C), "a - (b - c)", "-2 - (3 - 0.5)"),
        (f.sqrt(B) + 1, "sqrt(b) + 1", "sqrt(3) + 1"),
        (f.exp(-B), "e^(-b)", "e^(-3)"),
    ],
)
def test_brackets(formula, symbols, numbers):
    assert plain(formula) == symbols
    assert plain(formula, substitute=True) == numbers


@pytest.mark.parametrize(("bars", "left", "right"), [(False, "[", "]"), (True, r"\lvert", r"\rvert")])
def test_a_wide_matrix_is_an_array_between_its_own_bars(bars, left, right):
    """An environment of matrices has ten columns."""
    wide, narrow = (
        MarkdownPrinter(Style()).print(f.Matrix(((f.lift(1),) * count,), bars)) for count in (11, 10)
    )
    entries = " & ".join("1" * 11)
    assert wide == rf"\left{left}\begin{{array}}{{{'c' * 11}}} {entries} \end{{array}}\right{right}"
    assert narrow.startswith(r"\begin{vmatrix}" if bars else r"\begin{bmatrix}")


@given(EXPRESSIONS)
def test_printing_and_reading_is_the_same_formula(text):
    formula = read_formula(text, ("x", "w1"))
    again = read_formula(plain(formula), ("x", "w_1"))
    numbers = {"x": f.lift(3), "w_1": f.Number(Fraction(-1, 7))}
    assert f.replace(again, numbers).evaluate() == f.replace(formula, numbers).evaluate()


@given(EXPRESSIONS)
def test_substituted_formulas_have_the_same_value(text):
    values = {"x": f.Symbol("x", Fraction(-3)), "w_1": f.Symbol("w_1", Fraction(1, 4))}
    formula = f.replace(read_formula(text, ("x", "w1")), values)
    shown = PlainPrinter(Style(digits=30), substitute=True).print(formula)
    assert read_formula(shown).evaluate() == formula.evaluate()


def test_the_four_notations_of_a_fraction():
    formula = f.Symbol("mhat_1") / (f.sqrt(f.Symbol("vhat_1")) + f.Symbol("epsilon"))
    assert plain(formula) == "mhat_1/(sqrt(vhat_1) + epsilon)"
    assert LatexPrinter(STYLE).print(formula) == r"\frac{\hat{m}_{1}}{\sqrt{\hat{v}_{1}} + \epsilon}"
    assert "frac(" in TypstPrinter(STYLE).print(formula)
    assert PrettyPrinter(STYLE).print(formula).text.splitlines()[1:] == ["─────────", "√(v̂₁) + ε"]


@pytest.mark.parametrize(
    ("name", "latex", "pretty", "typst"),
    [
        ("norm(a)", r"\lVert a \rVert", "‖a‖", "lr(‖a‖)"),
        ("norm_1(x_2)", r"\lVert x_{2} \rVert_{1}", "‖x₂‖₁", "attach(lr(‖attach(x, b: 2)‖), b: 1)"),
        ("norm_infinity(x)", r"\lVert x \rVert_{\infty}", "‖x‖_∞", "attach(lr(‖x‖), b: infinity)"),
        ("norm_F(A)", r"\lVert A \rVert_{F}", "‖A‖_F", "attach(lr(‖A‖), b: F)"),
    ],
)
def test_norms_stand_in_double_bars(name, latex, pretty, typst):
    symbol = f.Symbol(name)
    assert plain(symbol) == name
    assert LatexPrinter(STYLE).print(symbol) == latex
    assert PrettyPrinter(STYLE).print(symbol).text == pretty
    assert TypstPrinter(STYLE).print(symbol) == typst
    assert "‖</mo>" in MathmlPrinter(STYLE).print(symbol)
    assert LatexPrinter(STYLE).print(f.norm(f.Tensor("a", ((A,), (B,))))) == r"\lVert a \rVert"


def test_what_stands_below_a_root_without_a_bar_is_unmistakable():
    v, n = f.Symbol("vhat_1", Fraction("0.25")), f.Symbol("n", Fraction(15))
    shown = [
        PrettyPrinter(STYLE, substitute=substitute).print(formula).text
        for formula in (f.sqrt(v) + B, f.sqrt(n) + B)
        for substitute in (False, True)
    ]
    assert shown == ["√(v̂₁) + b", "√(0.25) + 3", "√n + b", "√15 + 3"]


def test_a_chain_says_when_it_was_rounded():
    work = Working()
    work.step("one")
    third = work.let("a", f.lift(1) / 3)
    work.let("b", third * 2)
    (step,) = work.steps
    signs = [[link.sign for link in links(block, STYLE)] for block in step.blocks]
    assert signs == [["=", "~="], ["=", "~=", "~="]]


def test_a_long_sum_is_broken_between_its_terms():
    terms = f.sum_of(
        [f.Symbol(f"x_{i}", Fraction(i)) * f.Symbol(f"w_{i}", Fraction(-i)) for i in range(1, 30)]
    )
    symbol = f.Symbol("z", terms.evaluate(), origin=terms)
    equation = Equation(symbol, terms)
    for width in (40, 76):
        rows = laid_out(symbol, links(equation, STYLE), PrettyPrinter, STYLE, width)
        assert len(rows) > 10
        assert all(row.right.width <= width for row in rows)


def number(name, text):
    return f.Symbol(name, Fraction(text))


def sums(letter, count):
    """A sum of products of two numbers each."""
    return f.sum_of(
        [number(f"{letter}_{i}", f"0.{i}234") * number(f"w_{i}", f"-{i}.5678") for i in range(count)]
    )


@pytest.mark.parametrize(
    "formula",
    [
        f.tanh(sums("x", 6)),
        sums("x", 3) * sums("y", 3) * (1 - sums("z", 3)),
        -(number("a", "1/3") * sums("x", 4)) + number("b", "7") * f.tanh(sums("y", 4)),
        sums("x", 6) / number("n", "6"),
    ],
)
@pytest.mark.parametrize("printer", [PrettyPrinter, TypstPrinter])
def test_functions_products_and_quotients_are_broken_where_nothing_else_would_fit(formula, printer):
    symbol = f.Symbol("z", formula.evaluate(), origin=formula)
    chain = links(Equation(symbol, formula), STYLE)
    rows = laid_out(symbol, chain, PrettyPrinter, STYLE, 36)
    assert all(row.right.width <= 36 for row in rows)
    assert (
        len(laid_out(symbol, chain, printer, STYLE, 36))
        > len(laid_out(symbol, chain, printer, STYLE, 400))
        == 1
    )


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(
    ("command", "givens", "lines"),
    [
        ("eigen", {"matrix": "1,2,3;4,5,6;7,8,10"}, ["eigenvalues ~= {16.71, 0.1982, -0.9057}"]),
        ("eigen", {"matrix": "1,2;5,4"}, ["eigenvalues = {6, -1}"]),
        (
            "continuous-information",
            {"f": "uniform(1/3,sqrt(2))", "g": "normal(1/7,pi)"},
            ["cross_entropy ~= 3.023", "kl ~= 2.911"],
        ),
        ("neuron", {"x": "65", "w": "1", "activation": "tanh"}, [" ~= 1.000\n"]),
    ],
)
def test_an_answer_that_was_rounded_says_so(command, givens, lines, exact):
    solution = solve(command, **givens)
    shown = render(solution, "text", style=Style(exact=exact), brief=True)
    assert all(line in shown for line in lines)


CELL = st.text("ab₁0.1 ", min_size=1, max_size=9).map(str.strip).filter(bool)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5), st.booleans())
def test_a_table_has_every_cell_in_its_column(rows, ascii_only):
    lines = drawn_table(["x", "one word", "z"], rows, 76, ascii_only=ascii_only)
    shown = [line for line in lines if set(line) - set("+-─ ")]
    for cells, line in zip([["x", "one word", "z"], *rows], shown, strict=True):
        assert re.fullmatch(r"[ |]*" + r" [ |]*".join(map(re.escape, cells)) + r"[ |]*", line)
    assert len({len(line) for line in lines}) == 1


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5),
    st.integers(10, 40),
    st.booleans(),
)
def test_a_table_that_is_too_wide_loses_no_word(rows, width, ascii_only):
    lines = drawn_table(["x", "one word", "z"], rows, width, ascii_only=ascii_only)
    shown = Counter(" ".join(lines).replace("|", " ").split())
    assert not Counter(word for row in rows for cell in row for word in cell.split()) - shown


def test_columns_that_do_not_fit_follow_below_the_first():
    numbers = [[str(row), *(f"0.{row}{column}" + "5" * 9 for column in range(1, 9))] for row in range(1, 4)]
    lines = drawn_table(["t", *(f"to center {k}" for k in range(1, 9))], numbers, 40, ascii_only=True)
    assert max(map(len, lines)) <= 40
    assert sum(line.lstrip("| ").startswith("2 |") for line in lines) > 1
    shown = " ".join(lines)
    assert all(number in shown for row in numbers for number in row)


def test_a_long_fraction_in_a_table_is_broken_at_its_slash():
    fraction = "123456789012345678901234567/987654321098765432109876543"
    lines = drawn_table(["x", "y"], [["1", fraction], ["1/2", "3"]], 40, ascii_only=True)
    assert max(map(len, lines)) <= 40
    assert fraction in "".join(re.sub(r"[| ]", "", line).removeprefix("1") for line in lines)
    assert "1/2" in " ".join(lines)


@pytest.mark.parametrize(("real", "imaginary"), [(2, 3), (2, -3), (-2, -3), (0, 3), (0, -3), (-2, 1)])
def test_a_complex_number_is_read_back(real, imaginary):
    value = values.add(Fraction(real), values.multiply(Fraction(imaginary), values.IMAGINARY_UNIT))
    assert read_value(plain(f.Number(value))).value.value == value


def test_delimiters_of_matrices_and_determinants():
    rows = f.Matrix(((f.lift(1), f.lift(2)), (f.lift(3), f.lift(4))))
    assert TypstPrinter(STYLE).print(rows) == 'mat(delim: "[", 1, 2; 3, 4)'


def test_fractions_in_rows_do_not_touch_but_where_there_are_many():
    halves = [(f.Number(Fraction(n, 2)),) for n in range(1, 41, 2)]
    few, many = f.Matrix(tuple(halves[:2])), f.Matrix(tuple(halves))
    exact = Style(exact=True)
    assert r"\frac{1}{2} \\[0.4em] \frac{3}{2}" in LatexPrinter(exact).print(few)
    assert r"\frac{1}{2} \\ \frac{3}{2}" in LatexPrinter(exact).print(many)
    assert r"\frac{1}{2} \cr \frac{3}{2}" in MarkdownPrinter(exact).print(few)
    assert "row-gap: #0.4em" in TypstPrinter(exact).print(few)
    assert "row-gap" not in TypstPrinter(exact).print(many)


def test_a_dot_parts_digits_and_no_factorials_of_letters_or_brackets():
    n = f.Symbol("n", Fraction(2))
    dotted = {
        name: r"\cdot" in LatexPrinter(STYLE).print(f.lift(2) * f.Factorial(operand, f.lift(1)))
        for name, operand in (("digit", f.lift(3)), ("letter", n), ("bracket", f.lift(3) - n))
    }
    assert dotted == {"digit": True, "letter": False, "bracket": False}


def test_a_number_and_a_fraction_are_no_mixed_number():
    c, g = f.Symbol("c", Fraction(12)), f.Symbol("g", Fraction(3))
    product = f.Mul((f.lift(5), f.Div(c, g)))
    assert LatexPrinter(Style(), substitute=True).print(product) == r"5 \cdot \frac{12}{3}"
    assert LatexPrinter(Style()).print(product) == r"5\,\frac{c}{g}"


def test_words_side_by_side_are_parted_by_a_dot():
    precision, recall, n = (f.Symbol(name, Fraction(1, 2)) for name in ("precision", "recall", "n"))
    printer = LatexPrinter(Style())
    assert printer.print(f.Mul((precision, recall))) == r"\mathrm{precision} \cdot \mathrm{recall}"
    assert printer.print(f.Mul((n, recall))) == r"n\,\mathrm{recall}"


def test_a_product_of_roots_is_one_root_in_exact_values():
    norm = [
        f.Symbol(name, f.sqrt(n).evaluate(), origin=f.sqrt(f.lift(n))) for name, n in (("a", 2), ("b", 5))
    ]
    cosine = 3 / (norm[0] * norm[1])
    shown = f.Symbol("c", cosine.evaluate(), origin=cosine)
    assert PlainPrinter(Style(exact=True)).print(f.closed_form(shown)) == "3/sqrt(10)"
    huge = f.sqrt(f.lift(999_983)) * f.sqrt(f.lift(999_979))
    assert PlainPrinter(Style(exact=True)).print(f.closed_form(huge)).count("sqrt(") == 2


def test_fractions_in_exponents_have_slashes():
    """They would be tiny there; elsewhere they keep their bar."""
    x, s = f.Symbol("x", Fraction(1, 2)), f.Symbol("s", Fraction(3))
    formula = f.exp(-((x - f.lift(1)) ** 2) / (2 * s**2))
    printers = (LatexPrinter(STYLE, substitute=substitute) for substitute in (False, True))
    symbolic, in_numbers = (printer.print(formula) for printer in printers)
    assert symbolic == r"e^{-(x - 1)^{2} / (2\,s^{2})}"
    assert in_numbers == r"e^{-(0.5 - 1)^{2} / (2 \cdot 3^{2})}"
    assert "frac(" not in TypstPrinter(STYLE).print(formula)
    assert LatexPrinter(Style(exact=True), substitute=True).print(f.lift(2) ** x) == "2^{1 / 2}"
    assert LatexPrinter(STYLE).print(s ** (x / s) / s) == r"\frac{s^{x / s}}{s}"


def test_an_exponent_tells_that_a_number_in_it_is_rounded():
    printer = TypstPrinter(STYLE, substitute=True)
    printer.print(f.exp(f.Symbol("x", Fraction(1, 3)) + f.lift(1)))
    assert printer.rounded


STYLES = (STYLE, Style(exact=True), Style(6, decimal_comma=True))


def measured_and_drawn(formula):
    """How wide a formula is by the ruler and as it is drawn, in symbols and values of several styles."""
    for style, substitute in product(STYLES, (False, True)):
        drawn = PrettyPrinter(style, substitute=substitute).print(formula)
        yield len(Ruler(style, substitute=substitute).print(formula)), drawn.width


def test_formulas_of_all_types_are_measured_as_they_are_drawn():
    for entry in registry.entries().values():
        work = entry.load().sample(RandomStream("ruler"), "medium").worked
        formulas = {quantity.formula for quantity in work.quantities.values()} | {*work.formulas.values()}
        for formula in formulas:
            assert all(width == drawn for width, drawn in measured_and_drawn(formula)), formula


@pytest.mark.parametrize(
    "formula",
    [
        B ** (C**2),
        C ** (B / 4),
        (A / B) ** 2,
        f.sqrt(A * B),
        f.sqrt(A / B),
        f.sqrt(B),
        f.exp(-(B**2) / 2),
        f.Symbol("hat_x") + f.Symbol("x_bar^2"),
        f.Integral(A * B, B, f.lift(0), f.lift(10)),
        f.Matrix(((A, B / 2), (f.Symbol("alpha_10"), C))),
        f.Text("東京") + A,
    ],
)
def test_nested_formulas_are_measured_as_they_are_drawn(formula):
    assert all(width == drawn for width, drawn in measured_and_drawn(formula))


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ("v_1 = beta*v_0 + g_1 = ________", "v 1 equals beta times v 0 plus g 1 equals blank"),
        ("mhat_2,1 ~= -0.4375/(1 - 0.75^2)", "m hat 2,1 is about minus 0.4375 over (1 minus 0.75 squared)"),
        ("yhat = step(z >= theta)", "y hat equals step(z is at least theta)"),
        (
            "H(p) = -sum(i=1..4) p_i*log2(p_i)",
            "H(p) equals minus the sum over i from 1 to 4 of p i times log2(p i)",
        ),
        ("P(A | B) = 10^-3", "P(A given B) equals 10 to the power of minus 3"),
        ("[1, -2; 3, -4]", "[1, minus 2; 3, minus 4]"),
        ("A^T*x - sqrt(2)", "A transposed times x minus the square root of (2)"),
        ("partialf/partialx", "partial f over partial x"),
        ("Deltaw", "Delta w"),
    ],
)
def test_what_is_heard_of_a_page_is_words(plain, words):
    assert spoken(plain) == words


@pytest.mark.parametrize(
    ("height", "left", "right"),
    [(1, "{", "}"), (2, "⎧⎩", "⎫⎭"), (3, "⎧⎨⎩", "⎫⎬⎭"), (4, "⎧⎨⎪⎩", "⎫⎬⎪⎭"), (5, "⎧⎪⎨⎪⎩", "⎫⎪⎬⎪⎭")],
)
def test_braces_are_as_tall_as_what_stands_in_them(height, left, right):
    lines = enclosed(drawn(("x",) * height, 0), "{", "}").lines
    assert lines == tuple(f"{one}x{other}" for one, other in zip(left, right, strict=True))
