"""Extreme but legal input: values of every size, long lists, wide matrices, odd outputs."""

from __future__ import annotations

import random
import re
import warnings
from contextlib import suppress
from fractions import Fraction
from io import BytesIO

import pytest
from msgspec.structs import force_setattr
from pypdf import PdfReader
from rich.cells import cell_len
from rich.text import Text

import solver
from solver.cli.app import run
from solver.cli.options import OUTPUT_NAMES
from solver.errors import BeyondError, InputError
from solver.givens.parameters import parameters
from solver.mathematics import formula as f
from solver.mathematics.decimals import round_value
from solver.mathematics.values import is_exact
from solver.record.engine import run as solver_run
from solver.record.engine import solve_problem
from solver.record.recorder import Rerun
from solver.registry import entries, find
from solver.rendering.pdf import Typesetter
from solver.rendering.printing import Style
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream

KL = ("kl", "--p", "0.5,0.5", "--q", "0.4,0.6")
WIDE_ROWS = ";".join(",".join(f"{row}{column}/7" for column in range(1, 9)) for row in range(1, 5))
CHANNELS = "|".join([";".join([",".join(["0.1234"] * 8)] * 2)] * 3)
LONG_LIST = ",".join(["0.0512345"] * 19 + ["0.0265445"])


def solved(command, **givens):
    return solve_problem(find(command).load().of(**givens))


@pytest.mark.parametrize(
    ("command", "givens"),
    [
        ("null-space", {"matrix": WIDE_ROWS}),
        ("pool", {"input": CHANNELS, "size": "2"}),
        ("entropy", {"p": LONG_LIST}),
        ("entropy", {"p": ",".join(["1/7"] * 7)}),
        ("eigen", {"matrix": "0,1,0,0;0,0,1,0;0,0,0,1;1,1,0,0"}),
        ("adagrad", {"grads": "3,4;4,3;12,0.123", "w": "0.123", "epsilon": "1e-3"}),
        ("continuous-information", {"f": "normal(1,2)", "g": "normal(0,1)"}),
        ("updates", {"samples": "50", "epochs": "5", "batches": "5"}),
    ],
)
@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("form", ["terminal", "text"])
def test_long_lines_are_broken_at_80_columns(command, givens, exact, form):
    page = render(solved(command, **givens), form, style=Style(exact=exact), width=80)
    lines = Text.from_markup(page).plain.splitlines() if form == "terminal" else page.splitlines()
    assert not [line for line in lines if cell_len(line) > 80]


@pytest.mark.parametrize(
    ("command", "givens"), [("entropy", {"p": LONG_LIST}), ("pool", {"input": CHANNELS, "size": "2"})]
)
def test_long_givens_stay_on_the_page(command, givens):
    pages = PdfReader(BytesIO(Typesetter().pdf(render(solved(command, **givens), "typst")))).pages
    right_edges = []

    def note(text, _, matrix, *rest):
        right_edges.append(matrix[4] if text.strip() else 0.0)

    pages[0].extract_text(visitor_text=note)
    assert max(right_edges) < float(pages[0].mediabox.width)


def test_a_matrix_is_broken_between_its_columns_in_the_terminal():
    page = render(solved("null-space", matrix=WIDE_ROWS), "terminal", width=48)
    given = page.split("[bold cyan]1.")[0].split("Given")[1]
    assert "15/7\n" in given
    assert "18/7⎤" in given


@pytest.mark.parametrize(
    "arguments",
    [
        ("eigen", "--matrix", "3,3,1,1e16;4,1e-8,0.5,2;0,1,0.5,1;1/3,0,2,0.1"),
        ("eigen", "--matrix", "-1e100,0.5;1,-1e80"),
        ("eigen", "--matrix", "123456789.123456789,1e15,1e80;3,-1,-0.25;0.3,2,0"),
        ("pool", "--input", "1e15,1e-8,1e80;0,1,-1e80", "--mode", "global-average"),
        ("momentum", "--grads", "0.5,10,0.1", "--w", "1,2"),
    ],
)
def test_what_cannot_be_verified_is_refused_in_one_line(arguments, capsys):
    assert run(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (
            "skip-gram",
            "--inputs",
            "100,1;1,1;0,1",
            "--outputs=0,1e6;1,-1e6;1e6,9",
            "--center=1",
            "--context=1",
        ),
        ("vae", "--mu", "1,0.5", "--logvar=-0.6,-1e6"),
    ],
)
def test_the_model_warns_of_nothing(arguments, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run(list(arguments)) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("matrix", ["2,-0.25,3;0.1,2^50,0;1/3,10,0.1", "0,2,0.5;4,1/7,123456789.1;0,-0.5,0"])
def test_the_rank_is_exact_in_the_model_too(matrix):
    assert solver.solve("null-space", matrix=matrix).numbers["rank"] == 3


def test_a_defect_with_moderate_numbers_is_still_a_disagreement(monkeypatch, capsys):
    monkeypatch.setattr(find("entropy").load(), "model", staticmethod(lambda: 0.5))
    assert run(["entropy", "--p", "0.5,0.5"]) == 3
    assert "please report" in capsys.readouterr().err


def test_powers_beyond_the_exponents_of_decimal_are_written():
    page = render(solved("neuron", x="2^50,2", w="-0.25,1/3", b="1", activation="tanh"), "text")
    assert "10^122243029179283" in page


LONG_FRACTIONS = ";".join(
    ",".join(f"{10**24 + 7919 * (6 * i + j) ** 3}/{10**24 + 104729 * (i + 6 * j) ** 2 + 1}" for j in range(6))
    for i in range(6)
)


@pytest.mark.parametrize("command", ["inverse", "determinant"])
def test_fractions_that_nobody_can_read_are_decimals(command):
    """Their numerators have up to a thousand digits; what was given stays as it was spelled."""
    page = render(solved(command, matrix=LONG_FRACTIONS), "text", style=Style(exact=True))
    assert max(map(len, re.findall(r"\d+", page))) <= 160
    assert "~=" in page


def test_a_sum_of_long_fractions_ends_exact_arithmetic():
    terms = [f.lift(Fraction(1, 10**400 + 2 * k + 1)) for k in range(9)]
    value = f.sum_of(terms).evaluate()
    assert not is_exact(value)
    assert abs(value * 10**400 - 9) < Fraction(1, 10**30)


def test_the_parts_of_a_complex_number_are_rounded_each():
    root = solver.solve("eigen", matrix=[["0", "-2"], ["1", "1"]]).answers[0].value[0].evaluate()
    rounded = round_value(root, 3)
    assert rounded.real == Fraction(1, 2)
    assert abs(rounded.imag - f.sqrt(7).evaluate() / 2) < 0.005


@pytest.mark.parametrize("matrix", ["1,2;3,4", "2,1/3,2;10,10,2;0.1,2,2", "1,-8;3,1/2"])
def test_rounded_eigenvalues_keep_their_eigenvectors(matrix):
    entry = find("eigen")
    solution = solve_problem(entry.load().of(matrix=matrix), round_to=3)
    plain = solved("eigen", matrix=matrix)
    assert solution.numbers["diagonalizable"] is True
    for ours, theirs in zip(solution.numbers["eigenvalues"], plain.numbers["eigenvalues"], strict=True):
        assert abs(ours - theirs) <= 0.005 * abs(theirs)
    for ours, theirs in zip(solution.numbers["eigenvectors"], plain.numbers["eigenvectors"], strict=True):
        assert ours[0] == pytest.approx(theirs[0], rel=0.02)


def test_several_vectors_of_one_eigenvalue_are_named_as_entries_are():
    page = render(solved("eigen", matrix="2,0;0,2"), "text")
    assert "v_1,2 = " in page
    assert "v_1_2" not in page


@pytest.mark.parametrize(
    "template",
    [
        b"{{ solution.nope }}",
        b"{% if %}",
        b"{{ 1/0 }}",
        b'{% include "nope" %}',
        b"{{ view.math(3) }}",
        b"\xff",
    ],
)
def test_a_template_that_fails_is_named_in_one_line(template, tmp_path, capsys):
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "solution.j2").write_bytes(template)
    assert run([*KL, "-f", "text", "--templates", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("dlsolve kl: --templates holds a template that fails")


def test_a_template_that_makes_no_typst_is_refused(tmp_path, capsys):
    (tmp_path / "typst").mkdir()
    (tmp_path / "typst" / "solution.j2").write_text("#nope(")
    assert run([*KL, "-o", str(tmp_path / "page.pdf"), "--templates", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "page.pdf").exists()


def test_a_typst_fragment_has_no_document_around_it():
    fragment = render(solved("kl", p="0.5,0.5", q="0.4,0.6"), "typst", fragment=True)
    assert "#set" not in fragment
    assert Typesetter(standard="1.7").pdf(fragment)


def test_the_terminal_form_goes_to_no_file(tmp_path, capsys):
    path = tmp_path / "page.txt"
    assert run([*KL, "-f", "terminal", "-o", str(path)]) == 2
    assert "-f text" in capsys.readouterr().err
    assert not path.exists()


def test_a_terminal_without_unicode_is_told_so(dlsolve):
    done = dlsolve(*KL, "-f", "terminal", env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin"})
    assert done.returncode == 2
    assert done.stderr == "dlsolve kl: -f terminal needs Unicode characters; take -f text, got 'ascii'\n"


def test_a_heading_keeps_its_words_beside_long_cells():
    page = render(solved("eigen", matrix="1,10000000019;30000000001,7"), "text")
    assert "eigenvalue |          algebraic |           geometric" in page
    assert max(map(len, page.splitlines())) <= 76


def test_initial_weights_must_fit_the_gradients():
    with pytest.raises(InputError, match="--w must give 3 initial weights"):
        solver.solve("adam", grads="1,2,3", w="1,2")


def test_a_step_that_was_rounded_is_shown_as_rounded():
    entry = find("adam")
    problem = entry.load().of(grads="0.3,0.2")
    page = render(solve_problem(problem, round_to=3), "text")
    assert "~= 0.00013\n" in page
    assert "~= 0.03\n" not in page


@pytest.mark.parametrize("entry", entries().values(), ids=lambda entry: entry.command)
def test_no_given_takes_the_place_of_an_output_option(entry):
    givens = {given.name for given in parameters(entry.load())}
    assert not givens & set(OUTPUT_NAMES)


def test_both_sign_conventions_of_momentum_can_be_asked_for(dlsolve):
    for form, update in (("add", "w_t = w_t-1 + v_t"), ("subtract", "w_t = w_t-1 - v_t")):
        shown = dlsolve("momentum", "--grads", "0.5,0.4", "--form", form, "-f", "text").stdout
        assert update in " ".join(shown.split())


def test_closed_forms_that_are_too_long_are_given_up_early():
    """Of 29 factors of 29 terms each, in every step, no more is evaluated than fits on a line."""
    product = "*".join(f"sin({k}*w)" for k in range(1, 30))
    solution = solved("rmsprop", loss=product, steps="3", w="4.1")
    counted = []
    original = f.sin.compute
    force_setattr(f.sin, "compute", lambda value: counted.append(value) or original(value))
    try:
        render(solution, "text", style=Style(exact=True))
    finally:
        force_setattr(f.sin, "compute", original)
    assert len(counted) < 20_000


def test_a_power_that_would_not_end_is_given_up():
    with pytest.raises(BeyondError, match="beyond 1e15"):
        (f.lift(2) ** f.exp(f.exp(f.lift(30)))).evaluate()


def test_a_step_of_a_long_argument_is_a_number_in_a_closed_form():
    long = f.sum_of([f.sqrt(f.lift(k)) for k in range(2, 99) if k not in (4, 9, 16, 25, 36, 49, 64, 81)])
    assert f.closed_form(f.step(long, f.lift(0)) * f.sqrt(f.lift(2))) == f.sqrt(f.lift(2))
    assert f.closed_form(long) is None
    assert f.closed_form(f.Symbol("x")) is None


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        (("momentum", "--loss", "w**2*(1e5^100)/(1e5^99)", "--steps", "2", "--w", "1"), "is given up"),
        (("momentum", "--loss", "exp(w)**30", "--steps", "5", "--w", "30"), "is given up: g_1 grows beyond"),
        (("neuron", "--x", "1e20", "--w", "1", "--activation", "tanh"), "is given up: an exponential"),
        (("momentum", "--loss", "ln(w)", "--steps", "2", "--w", "0.001", "--lr", "1"), "has no solution"),
        (
            (
                "momentum",
                "--loss",
                "((((ln(1e-5)*1e5^100)-w)-0.5^100)*abs(sqrt(((0.5+1e5)+1/3^2))))",
                *("--steps", "8", "--w", "1"),
            ),
            "is given up: its numbers grow beyond floating point",
        ),
    ],
)
def test_what_has_no_solution_is_told_from_what_is_given_up(arguments, verdict, capsys):
    assert run(arguments) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert verdict in error


def test_fractions_that_grow_past_any_use_are_given_up_or_shown_as_decimals(capsys):
    drawn = random.Random(3)
    row = [f"{drawn.randint(10**24, 10**25)}/{drawn.randint(10**24, 10**25)}" for _ in range(256)]
    square = ";".join(",".join(row[8 * i : 8 * i + 8]) for i in range(8))
    for command in ("null-space", "column-space"):
        assert run([command, "--matrix", square]) == 2
        assert "is given up: the fractions of its row reduction grow" in capsys.readouterr().err
    image = ";".join(",".join(row[16 * i : 16 * i + 16]) for i in range(16))
    pooling = ["pool", "--mode", "average", "--size", "16", "--exact"]
    assert run([*pooling, "--input", image, "-f", "text"]) == 0
    assert "output ~= " in capsys.readouterr().out


def test_a_digit_that_cannot_be_decided_is_said_in_one_line(capsys):
    # sin^2 + cos^2 = 1, so that the loss is 0.12345, but there is no proof of that here.
    loss = "w*(sin(1)^2 + cos(1)^2 - 1 + 0.12345)"
    assert run(["momentum", "--loss", loss, "--steps", "1", "--w", "1"]) == 2
    assert "does not show in 1920 digits" in capsys.readouterr().err


@pytest.mark.parametrize("command", entries())
def test_a_student_may_have_any_value(command):
    """A run with it goes on, or has no answer; a count that is negative must not end in a traceback."""
    problem = find(command).load().sample(RandomStream(f"{command}/extremes"), "medium")
    quantities = solver_run(problem).quantities
    for name in list(quantities)[:: max(1, len(quantities) // 6)]:
        value = quantities[name].symbol.value
        for other in (-value, Fraction(0), Fraction(7, 2), Fraction(10**6)) if value is not None else ():
            with suppress(InputError):
                solver_run(problem, Rerun(values={name: other}))


PRODUCT = "*".join(f"sin({k}*w)" for k in range(1, 30))


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["hessian", "--loss", PRODUCT, "--at", "0.5"], 2),
        (["newton", "--loss", PRODUCT, "--w", "0.5", "--steps", "1"], 2),
        (["gradient-descent", "--loss", PRODUCT, "--w", "0.5", "--steps", "1", "-f", "json"], 0),
    ],
)
def test_derivatives_that_fill_many_pages_are_refused(arguments, status, capsys):
    assert run(arguments) == status
    assert ("too long to be shown" in capsys.readouterr().err) == bool(status)


def test_the_closed_form_of_a_long_chain_is_given_up():
    """A loop of hundreds of steps leads to numbers whose formulas stand in one another."""
    last = f.Symbol("w_0", f.sqrt(2).evaluate(), origin=f.sqrt(2))
    for step in range(1, 500):
        formula = last + f.lift(2) * (last - f.lift(1))
        last = f.Symbol(f"w_{step}", formula.evaluate(), origin=formula)
    assert f.closed_form(last) is None
