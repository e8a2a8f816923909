"""Arrays: what their formulas mean, how they are written, recorded, hidden and judged."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.checking.written.spelled_names import strict
from solver.mathematics import formula as f
from solver.record.blocks import Equation
from solver.record.engine import run
from solver.record.recorder import Rerun, Working
from solver.rendering.layout.chains import links
from solver.rendering.layout.rows import laid_out
from solver.rendering.printing import LinePrinter, PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.markdown import MarkdownPrinter
from solver.rendering.printing.mathml import MathmlPrinter
from solver.rendering.printing.typst import TypstPrinter

SETTING = (LatexPrinter, MarkdownPrinter, TypstPrinter, MathmlPrinter)
NETWORK = {
    "x": "1,2",
    "weights": ["0.2,0.4;0.3,0.7", "0.5,0.9"],
    "biases": ["0,0.1", "0"],
    "activations": "relu,linear",
    "y": "5",
    "loss": "se",
    "lr": "0.01",
}


def tensor(name, rows):
    """A named array of these numbers."""
    is_vector = len(rows[0]) == 1
    return f.Tensor(
        name,
        tuple(
            tuple(
                f.Symbol(f.entry_name(name, i, j, is_vector=is_vector), Fraction(entry))
                for j, entry in enumerate(row, 1)
            )
            for i, row in enumerate(rows, 1)
        ),
    )


def matrices(rows, columns):
    return st.lists(
        st.lists(st.integers(-9, 9), min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )


def values(formula):
    return np.array([[float(entry.evaluate()) for entry in row] for row in f.entries_of(formula)])


@given(matrices(2, 3), matrices(3, 2), matrices(2, 2), matrices(2, 1))
def test_entries_are_those_of_numpy(a, b, c, d):
    left, right, square, column = (
        tensor(name, rows) for name, rows in zip("abcd", (a, b, c, d), strict=True)
    )
    a, b, c, d = map(np.array, (a, b, c, d))
    for formula, expected in (
        (left @ right + square, a @ b + c),
        (square * (1 - square), c * (1 - c)),
        (left.T @ square - right, a.T @ c - b),
        (square * column, c * d),
        (square + f.row_sums(square), c + c.sum(axis=1, keepdims=True)),
        (f.column_means(left), a.mean(axis=0, keepdims=True)),
        (f.Stacked((square, right)), np.vstack([c, b])),
        (f.diagonal(column) - column @ column.T, np.diag(d[:, 0]) - d @ d.T),
        (f.tanh(square) / 2, np.tanh(c) / 2),
        (f.row_softmax(square), np.exp(c) / np.exp(c).sum(axis=1, keepdims=True)),
        (column / f.norm(column + 10), d / np.linalg.norm(d + 10)),
    ):
        assert formula.shape == expected.shape
        np.testing.assert_allclose(values(formula), expected, rtol=1e-12, atol=1e-12)


def test_what_does_not_fit_is_refused():
    a, b = tensor("a", [[1, 2, 3]]), tensor("b", [[1, 2], [3, 4]])
    for formula in (a @ b, a + b, b * tensor("c", [[1], [2], [3]])):
        with pytest.raises(f.ShapeError):
            _ = formula.shape
        with pytest.raises(f.ShapeError):
            formula.entries()


def recorded(rerun=None):
    """W x + b with two mistakes, one of which has another shape."""
    work = Working(rerun, {"transposed": "transposed", "no-bias": "no bias"})
    work.step("Sums")
    w, x, b = tensor("W", [[1, 2], [3, 4], [5, 6]]), tensor("x", [[7], [8]]), tensor("b", [[1], [0], [2]])
    work.let_array("z", w @ x + b, mistakes={"no-bias": w @ x, "transposed": w.T @ x})
    return work


def test_every_entry_is_a_quantity_and_the_whole_is_shown_once():
    work = recorded()
    assert {name: q.symbol.value for name, q in work.quantities.items()} == {"z_1": 24, "z_2": 53, "z_3": 85}
    ((whole, _, entry),) = (step.blocks for step in work.steps)
    assert isinstance(whole, Equation)
    assert PlainPrinter(Style()).print(whole.symbol) == "z"
    assert (entry.symbol.name, entry.formula.evaluate()) == ("z_1", 24)


def test_an_entry_is_shown_in_full_the_first_time_that_something_is_done():
    work = Working()
    work.step("Sums")
    w, x = tensor("W", [[1, 2], [3, 4]]), tensor("x", [[7], [8]])
    z = work.let_array("z", w @ x)
    a = work.let_array("a", f.sigmoid(z / 40))
    work.let_array("u", w @ a)
    b = work.let_array("b", f.tanh(a))
    work.let_array("c", f.tanh(b))
    work.let_array("d", b @ a.T)
    work.let_array("e", f.softmax(b) * f.sigmoid(a))
    names = [block.symbol.name for step in work.steps for block in step.blocks if isinstance(block, Equation)]
    assert names == ["z", "z_1", "a", "a_1", "u", "b", "b_1", "c", "d", "d_11", "e", "e_1"]
    shown = {b.symbol.name: b.formula for b in work.steps[0].blocks if isinstance(b, Equation)}
    assert PlainPrinter(Style()).print(shown["b_1"]) == "(e^a_1 - e^(-a_1))/(e^a_1 + e^(-a_1))"


@pytest.mark.parametrize("value", ["1e-9", "60"])
def test_a_definition_is_not_worked_out_where_its_digits_cancel_or_overflow(value):
    entry = f.tanh(f.Symbol("z_1", Fraction(value)))
    assert f.written_out(entry) == entry


def test_a_mistake_of_another_shape_is_left_out():
    work = recorded()
    assert [mistake.name for mistake in work.quantities["z_1"].mistakes] == ["no-bias"]
    # Where it changes nothing it is none.
    assert not work.quantities["z_2"].mistakes
    assert recorded(Rerun(mistakes=("no-bias",))).quantities["z_3"].symbol.value == 83


def test_a_student_value_goes_into_its_entry_alone():
    work = recorded(Rerun(values={"z_2": Fraction(50)}))
    assert [work.quantities[name].symbol.value for name in ("z_1", "z_2", "z_3")] == [24, 50, 85]


@pytest.mark.parametrize("printer", SETTING)
def test_no_array_stands_in_a_fraction_or_an_exponent(printer):
    s, d = tensor("S", [[1, 2], [3, 4]]), f.Symbol("d", Fraction(4))
    for substitute in (False, True):
        tool = printer(Style(), substitute=substitute)
        for formula in (s / f.sqrt(d), f.exp(s), (s @ s.T) / d):
            shown, inner = tool.print(formula), tool.print(s)
            assert inner in shown
            for start in (r"\frac{" + inner, f"frac({inner}", f"<mfrac>{inner}", f"^{{{inner}"):
                assert start not in shown


def test_numbers_that_are_multiplied_as_arrays_have_a_dot_between_them():
    one, other = tensor("a", [[3]]), tensor("b", [[5]])
    assert LatexPrinter(Style(), substitute=True).print(one @ other) == r"3 \cdot 5"
    assert LatexPrinter(Style()).print(one @ other) == r"a\,b"


def test_a_quotient_of_arrays_is_no_product_of_what_stands_before_it():
    a = tensor("a", [[1], [2]])
    shown = LatexPrinter(Style(), substitute=True).print(f.lift(Fraction(1, 2)) * (f.lift(1) / a))
    assert shown.startswith(r"0.5 \cdot \left(1 \oslash ")


def test_marks_between_arrays_say_what_is_meant():
    a, b = tensor("a", [[1, 2], [3, 4]]), tensor("b", [[5, 6], [7, 8]])
    line = LinePrinter(Style()).print
    assert line(a @ b).text == "a·b"
    assert line(a * b).text == "a ⊙ b"
    assert line((a @ b) * a).text == "(a·b) ⊙ a"
    assert line((a * b) @ a).text == "(a ⊙ b)·a"
    assert line(2 * a @ b.T).text == "2·a·bᵀ"
    assert PlainPrinter(Style()).print(a * b) == "a .* b"
    one = tensor("c", [[3]])
    assert line(one * one).text == "c·c"
    assert PlainPrinter(Style(), substitute=True).print(one + 1) == "3 + 1"


def test_a_function_of_an_array_has_single_brackets():
    a = tensor("a", [[1, 2], [3, 4]])
    assert PlainPrinter(Style(), substitute=True).print(f.tanh(a)) == "tanh[1, 2; 3, 4]"
    assert LatexPrinter(Style(), substitute=True).print(f.sigmoid(a)).startswith(r"\sigma\begin{bmatrix}")


def test_names_have_primes_and_superscripts():
    name = f.Symbol("W'^enc_1")
    shown = [printer(Style()).print(name) for printer in (PlainPrinter, LatexPrinter, MarkdownPrinter)]
    assert shown == ["W'^(enc)_1", r"W_{1}^{\prime(\text{enc})}", r"W_{1}^{\prime(\text{enc})}"]
    assert LinePrinter(Style()).print(name).text == "W′₁^(enc)"
    # TeX takes one superscript.
    assert LatexPrinter(Style()).print(name**2) == r"{W_{1}^{\prime(\text{enc})}}^{2}"


def test_indices_do_not_run_into_one_another():
    assert strict("W_1,12") != strict("W_11,2")
    names = [f.entry_name("W_1", 1, 12, is_vector=False), f.entry_name("W_11", 1, 2, is_vector=False)]
    assert len({strict(name) for name in names}) == 2


def test_scopes_and_repeated_steps():
    work = Working()
    for t in work.repeat(3, in_full=2):
        with work.scope("enc"):
            work.step(f"Step {t}")
            work.let(f"h_{t}", f.lift(t))
        work.let(f"dL/dh_{t}", f.lift(t))
    with work.scope("dec"):
        work.let("h_1", f.lift(5))
    assert list(work.quantities) == [
        "h^enc_1",
        "dL/dh_1",
        "h^enc_2",
        "dL/dh_2",
        "h^enc_3",
        "dL/dh_3",
        "h^dec_1",
    ]
    assert len(work.steps) == 2
    assert work.shows


def test_a_wide_product_is_broken_before_a_sign():
    wide = tensor("W", [[Fraction(k, 7) for k in range(8)] for _ in range(2)])
    x = tensor("x", [[Fraction(k, 9)] for k in range(8)])
    work = Working()
    work.step("Sums")
    z = work.let_array("z", wide @ x)
    chain = links(Equation(z, wide @ x), Style())
    for printer in (PlainPrinter, PrettyPrinter):
        for row in laid_out(z, chain, printer, Style(), 76):
            width = len(row.right) if isinstance(row.right, str) else row.right.width
            assert width <= 76


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("a_2,1", ["z_2", "________"]),
        ("dL/db_1,1", ["delta_1", "(________, -5.184)"]),
        ("dL/db_1,1 dL/db_1,2", ["delta_1", "(________, ________)"]),
        (
            "z_1,2",
            ["W_1*x + b_1", "[0.2, 0.4; 0.3, 0.7]*(1, 2) + (0, 0.1)", "(1, 1.7) + (0, 0.1)", "(1, ________)"],
        ),
        ("z_1,1", ["ReLU(z_1)", "ReLU(________, 1.8)", "(1, 1.8)"]),
    ],
)
def test_what_is_hidden_in_an_array_is_told_by_no_form_of_it(hidden, shown):
    """A form that is the hidden entry itself goes; what it is worked out from stays."""
    solution = run(registry.entries()["backprop"].load().of(**NETWORK))
    style = Style(hidden=frozenset(hidden.split()))
    blocks = [block for step in solution.steps for block in step.blocks if isinstance(block, Equation)]
    chains = [[member.plain for member in links(block, style)] for block in blocks]
    assert shown in chains


def verdicts(command, givens, *claims):
    problem = registry.entries()[command].load().of(**givens)
    return [
        verdict.worst.kind for verdict in check(problem, [read_claim(claim) for claim in claims]).verdicts
    ]


@pytest.mark.parametrize(
    "claim",
    [
        "z_1=1,1.8",
        "z_1=[[1],[1.8]]",
        "z_1=[[1, 1.8]]",
        "z_1,2=1.8",
        "dL/dW_1=-2.88,-5.76;-5.184,-10.368",
        "dL/dW_1,21=-5.184",
        "grad_weights=[[-2.88,-5.76],[-5.184,-10.368]],[-5.76,-10.368]",
        "delta_2=-5.76",
        "output=2.12",
        "hidden=1,1.8",
        "W'_2=0.5576,1.00368",
        "W'_1,11=0.2288",
    ],
)
def test_an_array_may_be_given_whole_by_rows_or_by_entries(claim):
    assert verdicts("backprop", NETWORK, claim) == [Kind.RIGHT]


def test_a_mistake_is_made_in_the_whole_array():
    # With W transposed, z_1 = (0.8, 1.9).
    assert verdicts("backprop", NETWORK, "z_1=0.8,1.9") == [Kind.MISTAKE]
    # 1 is right, which it is not with W transposed: 1.9 comes of something else.
    assert verdicts("backprop", NETWORK, "z_1=1,1.9") == [Kind.WRONG]
    # With more digits than chance would meet, it is the same: of (1.48048, 2.31996), W transposed makes
    # (1.70702, 2.19118).
    longer = {**NETWORK, "x": "1.37,2.41", "weights": ["0.523,0.317;0.411,0.729", "0.5,0.9"]}
    del longer["biases"]
    assert verdicts("backprop", longer, "z_1=1.70702,2.19118") == [Kind.MISTAKE]
    assert verdicts("backprop", longer, "z_1=1.48048,2.19118") == [Kind.WRONG]
    assert verdicts("backprop", longer, "z_1=1.70702,2.31996") == [Kind.WRONG]


def test_entries_do_not_lead_to_one_another():
    found = check(
        registry.entries()["backprop"].load().of(**NETWORK),
        [read_claim("z_1=1.1,1.8"), read_claim("a_1=1.1,1.8"), read_claim("z_2=2.17")],
    )
    kinds = [[finding.kind for finding in verdict.findings] for verdict in found.verdicts]
    assert kinds == [[Kind.WRONG, Kind.RIGHT], [Kind.CARRIED, Kind.RIGHT], [Kind.CARRIED]]


GATED = {
    "lstm": {"x": "1;0.5", "wf": "0.5,0.1", "wi": "0.6,0.2", "wc": "0.7,0.3", "wo": "0.8,0.4"},
    "gru": {"x": "1;0.5", "wz": "0.5,0.1", "wr": "0.6,0.2", "wh": "0.7,0.3"},
    "rnn": {"x": "1;0.5", "w": "0.5", "u": "0.8", "b": "0.1"},
}


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("lstm", "sigma(0.5*0 + 0.1*1) = sigma(0.1) = 1/(1 + e^(-0.1)) ~= 1/1.905 ~= 0.5250"),
        ("gru", "sigma(0.5*0 + 0.1*1) = sigma(0.1) = 1/(1 + e^(-0.1)) ~= 1/1.905 ~= 0.5250"),
        ("rnn", "tanh(0.6) = (e^0.6 - e^(-0.6))/(e^0.6 + e^(-0.6)) ~= 1.273/2.371 ~= 0.5370"),
    ],
)
def test_a_function_of_a_sum_is_worked_out_by_its_definition_once(command, told):
    text = " ".join(str(solver.solve(command, **GATED[command])).split())
    assert text.count(told) == 1
    assert np.isclose(1 / (1 + np.exp(-0.1)), 0.5250, atol=5e-5)
    assert np.isclose(np.tanh(0.6), 0.5370, atol=5e-5)


def test_a_definition_tells_no_hidden_value():
    (block,) = (
        block
        for block in run(registry.find("lstm").load().of(**GATED["lstm"])).steps[0].blocks
        if isinstance(block, Equation) and block.in_full and block.symbol.name == "f_1"
    )
    hidden = Style(hidden=frozenset(symbol.name for symbol in f.symbols_of(block.symbol)))
    assert any("1.905" in link.plain for link in links(block, Style()))
    assert not any("1.905" in link.plain for link in links(block, hidden))


def test_a_sigmoid_of_0_is_worked_out_too():
    text = " ".join(str(solver.solve("logistic", x="1,2;2,1", y="0,1", w="0", lr="0.1")).split())
    assert "1/(1 + e^(-0)) = 1/2 = 0.5" in text
