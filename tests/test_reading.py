"""What people type is read in the form in which it was written: givens, answers, working and cells."""

from __future__ import annotations

import contextlib
import json
import re
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import Writing, read_claim
from solver.checking.written.claims import Written
from solver.checking.written.lines import claim_parts, logical_lines
from solver.checking.written.spelled_names import strict
from solver.cli.app import run as command
from solver.contract import DIFFICULTIES
from solver.domains import Count, MatrixOf, Refused, Scalar, VectorOf
from solver.errors import InputError, ReadError, UndefinedError
from solver.givens.parameters import parameters
from solver.grading.answer_cells import Entry, read_entries
from solver.mathematics.arrays import entry_rows
from solver.mathematics.parser import read_number
from solver.mathematics.single_numbers import grouped, mixed, read_whole
from solver.mathematics.values import INFINITY
from solver.record.engine import run, solve_problem
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream
from tests.test_help import STAND_ALONE

ENTRIES = list(registry.entries().values())
TYPES = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
ADAM = {"grads": "0.3,0.2,0.1"}
CONV = {"input": "32x32x64", "filters": "128", "kernel": "3"}


def values(claimed):
    if isinstance(claimed, tuple):
        return tuple(map(values, claimed))
    return claimed.value if isinstance(claimed, Written) else claimed


def value(text, **options):
    return values(read_claim(f"x = {text}", **options).value)


def report(name, givens, *answers):
    problem = registry.find(name).load().of(**givens)
    work = Work(Names(run(problem)))
    work.read(map(Line, answers))
    assert not work.troubles
    return check(problem, list(work.claims.values()))


# Lists and matrices

MATRICES = (
    "1,2;3,4",
    "1 2; 3 4",
    "1 2\n3 4",
    "[1 2; 3 4]",
    "[1, 2; 3, 4;]",
    "[[1,2],[3,4]]",
    "[[1 2]\n [3 4]]",
    "[[1 2]; [3 4]]",
    "[1, 2]; [3, 4]",
    "((1, 2), (3, 4))",
    "(1, 2), (3, 4)",
    "array([[1, 2],\n       [3, 4]])",
    "np.array([[1., 2.], [3., 4.]], dtype=float32)",
    "tensor([[1., 2.], [3., 4.]], dtype=torch.float64)",
    "tensor([[1., 2.],\n        [3., 4.]], grad_fn=<MulBackward0>)",
    "Matrix([[1, 2], [3, 4]])",
    r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}",
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \\ \end{bmatrix}",
    r"$\left[\begin{array}{cc}1 & 2 \\ 3 & 4\end{array}\right]$",
    "[[1,3],[2,4]]^T",
    "[[1,3],[2,4]].T",
    r"\begin{bmatrix}1 & 3 \\ 2 & 4\end{bmatrix}^{\top}",
)


@pytest.mark.parametrize("text", MATRICES)
def test_a_matrix_in_every_notation(text):
    bare = text.strip("$").replace(r"\left[", "").replace(r"\right]", "")
    rows = [[read_number(entry).evaluate() for entry in row] for row in entry_rows(bare)]
    assert rows == [[1, 2], [3, 4]]
    assert MatrixOf().read(bare, "A").values == ((1, 2), (3, 4))
    assert value(text) in (((1, 2), (3, 4)), (((1, 2), (3, 4)),))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 2", [[1, 2]]),
        ("1 -2", [[1, -2]]),
        ("1 - 2", [[-1]]),
        ("1-2", [[-1]]),
        ("1 −2", [[1, -2]]),
        ("1 + 2 3", [[3, 3]]),
        ("(1 + 2)/4 3", [[Fraction(3, 4), 3]]),
        ("1\u00a02\u202f3", [[1, 2, 3]]),
        ("1\u200b2", [[1, 2]]),
        ("1\t2", [[1, 2]]),
        ("5% 95 %", [[Fraction(1, 20), Fraction(19, 20)]]),
        ("½ ¼ 1½", [[Fraction(1, 2), Fraction(1, 4), Fraction(3, 2)]]),
        (r"\frac{1}{2}, -\frac13", [[Fraction(1, 2), Fraction(-1, 3)]]),
        ("[1;2;3]", [[1], [2], [3]]),
        ("<1,2>", [[1, 2]]),
        ("1e-3 2e3", [[Fraction(1, 1000), 2000]]),
        ("9 x 10^-5 1", [[Fraction(9, 100_000), 1]]),
    ],
)
def test_entries(text, wanted):
    assert [[read_number(entry).evaluate() for entry in row] for row in entry_rows(text)] == wanted


NUMBERS = st.one_of(st.integers(-99, 99).map(str), st.sampled_from(["0.5", "-1.25", "1e-3", "2/3", "5%"]))
SPACES = st.text(" \t\n\u00a0\u202f\u2009\u200b", min_size=1, max_size=3)


@given(st.lists(NUMBERS, min_size=2, max_size=6), SPACES, st.sampled_from(["{}", "[{}]", "({})"]))
def test_white_space_never_glues_numbers(numbers, space, brackets):
    wanted = [read_number(number).evaluate() for number in numbers]
    text = brackets.format(space.join(numbers))
    entries = [read_number(entry).evaluate() for row in entry_rows(text) for entry in row]
    assert entries == wanted
    assert [member.value for member in VectorOf().read(text, "x")] == wanted
    claimed = value(text)
    assert [item for row in claimed for item in (row if isinstance(row, tuple) else (row,))] == wanted


@given(st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=3), st.sampled_from(",; "))
def test_rows_stay_rows(rows, between):
    text = "; ".join((between if between != ";" else ",").join(row) for row in rows)
    wanted = [[read_number(number).evaluate() for number in row] for row in rows]
    assert [[read_number(entry).evaluate() for entry in row] for row in entry_rows(text)] == wanted


@example("0^")
@given(st.text(max_size=60) | st.text("0123456789 .,;()[]{}<>xij%+-/\\^_=abT'\n", max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text):
    for read in (entry_rows, read_whole, lambda t: read_claim(f"x = {t}"), lambda t: read_claim(t)):
        refusal = ""
        try:
            read(text)
        except (ReadError, InputError, UndefinedError) as error:
            refusal = str(error)
        assert "\n" not in refusal
    for domain in (VectorOf(), MatrixOf(), Scalar()):
        with contextlib.suppress(Refused):
            domain.read(text, "x")


@pytest.mark.parametrize(
    "text", ["[[1,2],[3]]^T", "2*[1,2]", "[[[1]],[[2]],1]", "1,,2", "(1", "1)", "[1,2", "<1"]
)
def test_lists_that_are_none(text):
    with pytest.raises(ReadError):
        entry_rows(text)


@pytest.mark.parametrize(
    "text",
    ["((" * 5000 + "))" * 5000, "[" * 300 + "]" * 300, "1+" * 9000, "\\frac{" * 3000, " " * 19_000 + "m"],
)
def test_long_and_deep_text_ends_at_once(text):
    with pytest.raises(ReadError):
        read_claim(f"x = {text}")


@pytest.mark.parametrize("command_name", ["linear-system", "k-means"])
@pytest.mark.parametrize("unit", [" ", "\n", "1", "a", "a ", "and ", "x_9=1 ", "T", "A; ", "{1,2},"])
def test_a_long_text_of_one_kind_ends_at_once(command_name, unit):
    """Patterns that are tried from each character on would take minutes."""
    names = Names(run(next(samples(registry.find(command_name)))))
    for end in ("", "="):
        work = Work(names)
        with contextlib.suppress(ReadError):
            work.read([Line(unit * (15_000 // len(unit)) + end, "line 1:")])
        assert not work.claims


# Numbers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"\frac{1}{3}", Fraction(1, 3)),
        (r"\dfrac{\frac{1}{2}}{3}", Fraction(1, 6)),
        (r"$0.5$", Fraction(1, 2)),
        (r"\(0.5\)", Fraction(1, 2)),
        (r"9 \cdot 10^{-5}", Fraction(9, 100_000)),
        (r"9 \times 10^{-5}", Fraction(9, 100_000)),
        ("9 x 10^-5", Fraction(9, 100_000)),
        ("9×10⁻⁵", Fraction(9, 100_000)),
        ("12.5 percent", Fraction(1, 8)),
        ("12.5%", Fraction(1, 8)),
        ("‐3", -3),
        ("﹣3", -3),
        ("0.9(0) + 0.1(0.3)", Fraction(3, 100)),
        ("(1-0.9)(0.3)", Fraction(3, 100)),
        ("∞", INFINITY),
        (r"-\infty", -INFINITY),
        ("2, 3 and 4", (2, 3, 4)),
        ("2 (twice)", (2, 2)),
        ("2 (multiplicity 2)", (2, 2)),
        ("2 (triple), 1", (2, 2, 2, 1)),
        ("2 twice, 1", (2, 2, 1)),
        ("1, 2 thrice", (1, 2, 2, 2)),
        ("2 double, 1", (2, 2, 1)),
        ("span{(1,1)}", ((1, 1),)),
        ("(1,2)^T", (1, 2)),
        ("<1,1>,<1,-1>", ((1, 1), (1, -1))),
        ("s(1,0) + t(0,1)", ((1, 0), (0, 1))),
        ("c*(1,1)", (1, 1)),
        ("1/2*(2,4)", (1, 2)),
        ("(1, 1) for 3, (-1, 1) for 1", ((1, 1), (-1, 1))),
        ("none: only the zero vector", ()),
        ("5x5", (5, 5)),
        ("12x12x7, 6", ((12, 12, 7), 6)),
    ],
)
def test_values_as_people_write_them(text, wanted):
    assert value(text) == wanted


def test_complex_numbers_as_people_write_them():
    for text in ("1j,-1j", "i, -i", "±i", "0 ± 1i", "[0.+1.j 0.-1.j]"):
        first, second = value(text)
        assert (first.imag, second.imag) == (1, -1)
    plus, _ = value("1 ± √6i")
    assert (float(plus.real), round(float(plus.imag), 6)) == (1, 2.44949)
    assert value("1 ± √2")[0] > value("1 ± √2")[1]
    (only,) = {value("1 + 3 i"), value("1+3i")}
    assert only.imag == 3


def test_undefined_is_read_and_never_right():
    assert not report("conditional", {"joint": "0.1", "condition": "0.8"}, "conditional=undefined").is_right


@pytest.mark.parametrize("mark", [",", " ", "'", "’", "\u202f", "\u00a0", "_"])
def test_groups_of_digits_make_one_number_where_a_whole_one_is_wanted(mark):
    assert grouped(f"73{mark}856") == 73_856
    assert grouped(f"-1{mark}000{mark}000") == -1_000_000
    assert report("conv-params", CONV, f"parameters=73{mark}856").is_right
    assert Count.__metadata__[0].read(f"73{mark}856", "n").value == 73_856


def test_groups_of_digits_are_numbers_of_their_own_elsewhere():
    assert value("73,856") == (73, 856)
    assert grouped("73,8567") is grouped("0,5") is grouped("7385,000") is None
    claim = read_claim("weights=1,234", Writing(decimal_comma=False))
    assert values(claim.value) == (1, 234)
    (verdict,) = report("neuron", {"x": "1", "w": "1.234"}, "z=1,234").verdicts
    assert verdict.worst.words == "read with a decimal comma, as 1.234"
    assert report("neuron", {"x": "1", "w": "1234"}, "z=1.234").is_right
    assert report("neuron", {"x": "1", "w": "12"}, "z=12.000").is_right
    whole = read_claim("parameters=73.856", Writing(decimal_comma=True))
    problem = registry.find("conv-params").load().of(**CONV)
    assert check(problem, [whole]).is_right


YES = "yes", "ja", "JA", "oui", "sí", "si", "sì", "sim", "tak", "ano", "evet", "да", "ναι", "WAHR", "vrai"
NO = (
    "no",
    "nein",
    "Non",
    "não",
    "nao",
    "nie",
    "nej",
    "hayır",
    "HAYIR",
    "όχι",
    "нет",
    "FALSCH",
    "faux",
    "FAŁSZ",
)


@pytest.mark.parametrize(("said", "meant"), [*((yes, True) for yes in YES), *((no, False) for no in NO)])
def test_yes_and_no_in_any_language(said, meant):
    assert read_claim(f"separable = {said}").value is meant


def test_a_mixed_number_is_one_where_one_is_wanted():
    assert mixed("1 3/4") == Fraction(7, 4)
    assert value("1 3/4") == (1, Fraction(3, 4))
    assert report("neuron", {"x": "1", "w": "7/4"}, "z=1 3/4").is_right
    assert Scalar().read("1 3/4", "x").value == Fraction(7, 4)
    assert [m.value for m in VectorOf().read("1 3/4", "x")] == [1, Fraction(3, 4)]


@pytest.mark.parametrize("text", ["60000", "6e4", "60,000", "60 000", "6*10^4", "60000.0"])
def test_whole_numbers(text):
    assert read_whole(text) == 60_000


@pytest.mark.parametrize("text", ["1.5", "60.001", "5%", "1e-3", "", "1,5", "12,34"])
def test_what_is_no_whole_number(text):
    with pytest.raises(ReadError):
        read_whole(text)


# Names


@pytest.mark.parametrize(
    "name", ["v̂_2", r"\hat v_2", r"\hat{v}_2", "vhat2", "v_hat_2", "vhat_2", r"$\hat{v}_{2}$"]
)
def test_one_name_in_many_spellings(name):
    assert strict(name.strip("$")) == "vhat_2"


def target(command_name, givens, name):
    found = Names(run(registry.find(command_name).load().of(**givens))).target(name)
    return found.answer.name if found.answer else found.quantities


KL = {"p": "0.5,0.5", "q": "0.25,0.75"}
BAYES = {"priors": "0.3,0.7", "likelihoods": "0.9,0.2"}


@pytest.mark.parametrize(
    ("command_name", "givens", "name", "wanted"),
    [
        ("adam", ADAM, "θ₃", "w_3"),
        ("adam", ADAM, "theta_3", "w_3"),
        ("adam", ADAM, "w", "weights"),
        ("adam", ADAM, "θ", "weights"),
        ("adam", ADAM, "Step 1: m_1", "m_1"),
        ("adam", ADAM, "so that m_1", "m_1"),
        ("adam", {"loss": "x^2", "steps": 2, "w": "1"}, "w_2", "x_2"),
        ("kl", KL, "KL(p||q)", "D(p||q)"),
        ("kl", KL, r"D_{KL}(p \| q)", "D(p||q)"),
        ("kl", KL, "D(p || q)", "D(p||q)"),
        ("entropy", {"p": "0.5,0.5"}, "H(X)", "H(p)"),
        ("entropy", {"p": "0.5,0.5"}, "H", "H(p)"),
        ("bayes", BAYES, "P( H1 |E )", "P(H1|E)"),
        ("batch", {"x": "1,2", "y": "3,6"}, "dL/dw", "dL/dw_0"),
        ("batch", {"x": "1,2", "y": "3,6"}, "dw", "dL/dw_0"),
        ("batch", {"x": "1,2", "y": "3,6"}, r"\frac{\partial L}{\partial w}", "dL/dw_0"),
        ("batch", {"x": "1,1;2,2;3,1", "y": "3,6,5"}, "w_1", "weights"),
        ("eigen", {"matrix": "2,1;1,2"}, "v_1", "eigenvectors"),
        ("feature-map", {"input": "1,2,3;4,5,6;7,8,9", "kernel": "1,0;0,1"}, "y_1,2", "y_12"),
        ("feature-map", {"input": "1,2,3;4,5,6;7,8,9", "kernel": "1,0;0,1"}, "Y", "feature_map"),
    ],
)
def test_names_as_the_textbooks_have_them(command_name, givens, name, wanted):
    assert target(command_name, givens, name) == wanted


@TYPES
def test_no_two_names_become_one(entry):
    for difficulty in DIFFICULTIES:
        problem = entry.load().sample(RandomStream(f"names/{entry.command}/{difficulty}"), difficulty)
        solution = run(problem)
        names = Names(solution)
        for answer in solution.answers:
            assert names.target(answer.name).answer is answer
        for name, quantity in solution.quantities.items():
            if quantity.symbol.value is None or names.target(name).answer is not None:
                continue
            assert names.target(name).quantities == name


def test_a_name_of_two_is_that_of_neither():
    """Without their commas, w_1,11,2 and w_11,1,2 are the same."""
    givens = {"x": "0,0;0,1;1,0;1,1", "y": "0,0,0,1", "w": "0,0", "b": "0", "lr": "0.1"}
    names = Names(run(registry.find("perceptron").load().of(**givens)))
    assert names.target("w_1,2,1").quantities == "w_1,2,1"
    with pytest.raises(InputError, match="must be one of"):
        names.target("1 - m_1")


# Shapes


@pytest.mark.parametrize(
    ("command_name", "givens", "answer"),
    [
        ("batch", {"x": "1,1;2,2;3,1", "y": "3,6,5", "lr": "0.1"}, "weights=(1.0,0.667)"),
        ("batch", {"x": "1,1;2,2;3,1", "y": "3,6,5", "lr": "0.1"}, "w_1=(1.0; 0.667)"),
        ("adam", {"loss": "x^2+y^2", "w": "1,2", "steps": 1}, "weights=0.99,1.99"),
        ("adam", {"loss": "x^2+y^2", "w": "1,2", "steps": 1}, "weights=[[0.99],[1.99]]"),
        ("adam", ADAM, "weights=[[-0.01],[-0.0197],[-0.0286]]"),
        ("adam", ADAM, "weights=[[-0.01 -0.0197 -0.0286]]"),
        ("adam", ADAM, "weights=-0.0286"),
        ("adam", ADAM, "weights=-0.01"),
        ("adam", ADAM, "weights=-0.01,-0.0286"),
        ("bayes", BAYES, "posteriors=0.659"),
        ("bayes", BAYES, "posteriors=0.341"),
        ("pool", {"input": "1,2;3,4", "size": "1"}, "output=3,4"),
    ],
)
def test_a_shape_alone_is_never_wrong(command_name, givens, answer):
    assert report(command_name, givens, answer).is_right


def test_a_part_says_how_much_is_there():
    (verdict,) = report("adam", ADAM, "weights=-0.01,-0.0197").verdicts
    assert [finding.kind for finding in verdict.findings] == [Kind.RIGHT] * 2
    assert verdict.worst.words == "2 of 3 values given: w_1, w_2"
    (verdict,) = report("adam", ADAM, "weights=-0.0197").verdicts
    assert verdict.worst.words == "1 of 3 values given: w_2"
    found = report("eigen", {"matrix": "2,1;1,2"}, "eigenvalues=3")
    assert found.verdicts[0].worst.kind is Kind.PART
    assert "2 are wanted" in found.verdicts[0].worst.words
    assert found.missing == ("eigenvectors", "diagonalizable", "eigenvalues")


def test_a_wrong_number_of_a_part_is_judged_by_itself():
    (verdict,) = report("adam", ADAM, "weights=-0.01,0.5").verdicts
    assert [finding.kind for finding in verdict.findings] == [Kind.RIGHT, Kind.WRONG]
    (verdict,) = report("adam", ADAM, "weights=0.0286").verdicts
    assert verdict.worst.kind is Kind.MISTAKE


def test_a_ragged_matrix_says_which_row():
    givens = {"input": "1,2,3,4;5,6,7,8;9,10,11,12;13,14,15,16", "size": "2"}
    (verdict,) = report("pool", givens, "output=[[6,8],[14]]").verdicts
    assert "row 2 has 1 value, and row 1 has 2 values" in verdict.worst.words


@pytest.mark.parametrize(
    "answers", [("lambda_1=1", "lambda_2=3"), ("λ₂=1",), ("v_1=(1,1)", "v_2=(2,-2)"), ("v_2=<1,1>",)]
)
def test_the_entries_of_sets_are_numbered_freely(answers):
    assert report("eigen", {"matrix": "2,1;1,2"}, *answers).is_right


def test_an_entry_of_a_set_counts_once():
    found = report("eigen", {"matrix": "2,1;1,2"}, "lambda_1=3", "λ_2=3.000")
    assert [verdict.worst.kind.is_right for verdict in found.verdicts] == [True, False]


@pytest.mark.parametrize(
    "answer", ["eigenvalues=1+i,1-i", "eigenvalues=1+i,3", "lambda_1=i", "eigenvectors=(i,1)"]
)
@pytest.mark.parametrize("matrix", ["1,-2;1,3", "2,1;1,2", "0,-1;1,0"])
def test_complex_and_real_numbers_are_told_apart(matrix, answer):
    report("eigen", {"matrix": matrix}, answer)


@pytest.mark.parametrize(
    ("command_name", "givens", "answer"),
    [
        ("neuron", {"x": "-1000", "w": "1", "activation": "sigmoid"}, "output=0"),
        ("eigen", {"matrix": "1,2;2,4"}, "eigenvalues=5.00000000,-3.05772120519321e-16"),
        ("eigen", {"matrix": "1,-2;3,1"}, "eigenvalues=1+2.449i,1-2.449i"),
        ("eigen", {"matrix": "1,-2;3,1"}, "eigenvalues=1±√6i"),
        ("eigen", {"matrix": "3,1;0,3"}, "λ=3 (multiplicity 2)"),
        ("eigen", {"matrix": "3,1;0,3"}, "eigenvalues=3, 3"),
        ("eigen", {"matrix": "2,1;1,2"}, "eigenvectors=1/√2*(1,1), 1/√2*(1,-1)"),
        ("entropy", {"p": "0.5,0.25,0.25"}, "entropy=1.5bit"),
    ],
)
def test_it_is_right(command_name, givens, answer):
    assert report(command_name, givens, answer).is_right


def test_a_small_number_is_not_zero():
    assert not report("rmsprop", {"grads": "1e-8,1"}, "v_1=0").is_right


# Lines of working


def work_of(text, command_name="adam", givens=None):
    problem = registry.find(command_name).load().of(**(givens or ADAM))
    work = Work(Names(run(problem)))
    work.read(Line(line, f"line {number}:") for number, line in logical_lines(text))
    return work


WORKING = """
# Adam, by hand
Step 1:
beta_1 = 0.9, g_1 = 0.3
- m_1 = 0.9(0) + 0.1(0.3) = 0.03, v_1 = 0.00009
so that
* \\(\\hat{m}_1 = \\frac{0.03}{0.1}
    = 0.3\\)
1. $\\hat v_1 = \\frac{v_1}{1-\\beta_2} = 0.09$
2) step: s_t = eta*m
Note: the step is as long as the rate
m̂₂ = ─────── = 0.2474
w_1 = -0.01 and w_2 = -0.0197
| t | m = 3 |
"""


def test_a_file_of_working_in_its_natural_form():
    work = work_of(WORKING)
    assert work.troubles == []
    assert [strict(name) for name in work.claims] == [
        "m_1",
        "v_1",
        "mhat_1",
        "vhat_1",
        "mhat_2",
        "w_1",
        "w_2",
    ]


def test_what_cannot_be_read_spoils_nothing_else():
    work = work_of("m_1 = 0.03\nv_1 = 0.0$9\nfoo = 3\nm_1 = 0.04\nbeta_1 = 0.8\nmhat_1 = 0.3")
    assert list(work.claims) == ["m_1", "mhat_1"]
    assert [str(trouble)[:7] for trouble in work.troubles] == ["line 2:", "line 3:", "line 4:", "line 5:"]


def test_the_rest_is_judged_and_the_status_is_1(capsys, tmp_path):
    file = tmp_path / "work.txt"
    file.write_text("m_1 = 0.03\nv_1 = 0.1\x1b[31m$\n", encoding="utf-8")
    assert command(["check", "adam", "--grads", "0.3", "--working", str(file), "-f", "text"]) == 1
    captured = capsys.readouterr()
    assert "m_1: right" in captured.out
    message, shown, caret = captured.err.splitlines()
    assert "line 2" in message
    assert "\x1b" not in captured.err
    assert shown[caret.index("^")] in "?$"
    assert command(["check", "adam", "--grads", "0.3", "-a", "m_1=0.03", "-a", "v_1=?", "-f", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["unread"]) == 1


@given(st.text(max_size=80))
def test_the_parts_of_a_line_are_parts_of_it(text):
    found = list(claim_parts(text))
    assert all(text[start : start + len(part)] == part for start, part in found)


@pytest.mark.parametrize(
    ("name", "givens", "lines"),
    [
        (
            "expectation",
            {"values": "0,1,2", "probabilities": "0.25,0.5,0.25"},
            [
                "1. Mean",
                "probabilities: p = (0.25, 0.5, 0.25)",
                "E(X) = 0.5 + 2(0.25) = 1",
                "2) Variance",
                "The variance is divided by nothing here.",
                "Var(X) = 0.5",
            ],
        ),
        (
            "conv-params",
            {"input": "32x32x3", "filters": 16, "kernel": 3},
            ["padding: p = 0", "p = 0", "P = 448"],
        ),
        ("conv1d", {"x": "1,2,3,4", "kernel": "1,0,-1"}, ["y₂   1·2 + 0·3 + (−1)·4    −2"]),
    ],
)
def test_headings_givens_and_rows_of_tables_in_a_working_are_no_wrong_answers(name, givens, lines):
    problem = registry.find(name).load().of(**givens)
    work = Work(Names(run(problem)))
    work.read(Line(line, f"line {number}") for number, line in enumerate(lines, 1))
    assert not work.troubles
    verdicts = check(problem, list(work.claims.values())).verdicts
    assert verdicts
    assert {found.kind for verdict in verdicts for found in verdict.findings} == {Kind.RIGHT}


UNITS = {
    "x": "-3,2",
    "weights": ("-0.2,0.3;0.2,0.3", "-0.3,0.2"),
    "biases": ("0.3,0.4", "0.4"),
    "activations": ("relu", "linear"),
}
"""The units come to 1.5, 0.4 and 0.03."""


@pytest.mark.parametrize("letter", ["z", "a"])
def test_units_may_be_numbered_through_all_layers(letter):
    found = report("forward", UNITS, f"{letter}_1 = 1.5", f"{letter}_2 = 0.4", f"{letter}_3 = 0.03")
    assert all(finding.kind is Kind.RIGHT for verdict in found.verdicts for finding in verdict.findings)
    (wrong,) = report("forward", UNITS, f"{letter}_2 = 0.5").verdicts
    assert wrong.findings[0].kind is Kind.WRONG


@pytest.mark.parametrize("line", ["l_1 = |y_1 - p_1| = 3", "l_1 = 2*|y - p| - 1 = 3", "l_1 = -|y| = -3"])
def test_bars_of_an_absolute_value_part_no_claims(line):
    assert [part for _, part in claim_parts(line)] == [line]


def test_bars_between_claims_part_them():
    assert [part for _, part in claim_parts("a = 1 | b = 2")] == ["a = 1", "b = 2"]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("u_0 = 3 w_1, v_1 = 2", ["u_0 = 3 w_1", "v_1 = 2"]),
        ("u_0 = 3 w_1,v_1 = 2", ["u_0 = 3 w_1,v_1 = 2"]),
        ("d = 2 e_0,i", ["d = 2 e_0,i"]),
        ("a = 3,b = 2", ["a = 3", "b = 2"]),
        ("$a = 3$, $b = 2$", ["$a = 3$", "$b = 2$"]),
        ("$a = 3, b = 2$", ["a = 3", "b = 2"]),
        (r"\(a = 3\) and \(b = 2\)", [r"\(a = 3\)", r"\(b = 2\)"]),
    ],
)
def test_the_comma_of_an_index_parts_no_claims_but_one_before_a_space_does(line, parts):
    assert [part for _, part in claim_parts(line)] == parts


def test_markup_in_a_name_is_text(capsys):
    assert command(["check", "adam", "--grads", "0.3", "-a", "[red]m_1[/red]=0.03"]) == 2
    assert "[red]m_1[/red]" in capsys.readouterr().err


# One answer, names, and the options


def test_an_only_answer_needs_no_name(capsys):
    givens = ["check", "conditional", "--joint", "1/9", "--condition", "1/3"]
    assert command([*givens, "--answer", "1/3"]) == 0
    assert command([*givens, "--answer", "0.5"]) == 1
    capsys.readouterr()
    assert command(["check", "adam", "--grads", "0.3", "--answer", "1/3"]) == 2
    assert "'=' is missing" in capsys.readouterr().err


@TYPES
def test_names_are_listed_without_values(capsys, entry):
    problem = entry.load().sample(RandomStream(f"names/{entry.command}"), "easy")
    options = []
    for parameter in parameters(type(problem)):
        own = problem.spelled.get(parameter.name, ())
        for text in (own,) if isinstance(own, str) else own:
            options += (
                ([parameter.option] if text == "true" else [])
                if parameter.domain.is_switch
                else [parameter.option, text]
            )
    assert command(["check", entry.command, *options, "--names"]) == 0
    told = capsys.readouterr().out
    solution = run(problem)
    for answer in solution.answers:
        assert f"  {answer.name}: " in told
    for name, quantity in solution.quantities.items():
        assert quantity.symbol.value is None or name in told
    assert " = " not in told.replace("Ax = 0", "")


@TYPES
def test_the_example_of_a_type_works(capsys, entry):
    import shlex

    if entry.command in STAND_ALONE:
        pytest.skip("it needs no givens")
    assert command([entry.command]) == 2
    example = capsys.readouterr().err.strip().partition("; try: dlsolve ")[2]
    assert example.startswith(entry.command)
    assert command([*shlex.split(example), "--brief"]) == 0


def test_other_names_of_options(capsys):
    options = ("--gradients", "0.3", "--eta", "0.1", "--eps", "0")
    assert command(["adam", *options, "--brief"]) == 0
    assert (
        command(["momentum", "--grads", "0.3", "--learning-rate", "0.1", "--momentum", "0.5", "--brief"]) == 0
    )
    assert command(["bayes", "--probs", "1%,99%", "--likelihood", "99%,5%", "--brief"]) == 0
    capsys.readouterr()
    assert command(["adam", "--help"]) == 0
    assert "--eta" not in capsys.readouterr().out
    assert solver.solve("adam", gradients="0.3", learning_rate="0.1").numbers["weights"][0] < -0.09
    with pytest.raises(InputError, match="under two names"):
        solver.solve("adam", grads="0.3", lr="0.1", eta="0.2")


@TYPES
def test_no_name_of_an_option_is_that_of_another(entry):
    names = [name for given in parameters(entry.load()) for name in (given.option[2:], *given.aliases)]
    assert len(set(names)) == len(names)


def test_initial_weights_by_name():
    by_name = solver.solve("momentum", loss="(2*w+b-3)**2", w="b=0,w=1", steps=1)
    in_order = solver.solve("momentum", loss="(2*w+b-3)**2", w="1,0", steps=1)
    assert by_name.numbers == in_order.numbers
    for wrong in ({"w": "w=1"}, {"w": "w=1,c=0"}):
        with pytest.raises(InputError, match="each weight of the loss"):
            solver.solve("momentum", loss="(2*w+b-3)**2", steps=1, **wrong)


@pytest.mark.parametrize(
    ("typed", "told"), [("qr", "list"), ("eigenvalues", "eigen?"), ("rmsprp", "rmsprop?"), ("sgdd", "sgd?")]
)
def test_only_what_is_alike_is_proposed(capsys, typed, told):
    assert command([typed]) == 2
    assert told in capsys.readouterr().err


# Pages of a student's


MATRIX = ("inverse", {"matrix": "1,2;3,4"})
POOLED = ("pool", {"input": "1,3,2,1;4,6,5,2;7,2,8,3;1,4,9,0", "size": "2"})
SIDES = ("conv-size", {"input": "32x32", "kernel": "5"})
PARAMETERS = ("cnn", {"layers": "input 32x32x3; conv 16@3x3 p1; pool 2; fc 10"})


@pytest.mark.parametrize(
    ("posed", "page", "right", "count"),
    [
        (MATRIX, "A^-1 =\n-2 1\n1.5 -0.5", True, 4),
        (MATRIX, "A^-1 =\n-2 1\n9 9", False, 4),
        (MATRIX, "inverse:\n[-2  1]\n[3/2 -1/2]", True, 4),
        (MATRIX, "inverse =\n| -2    1   |\n|  1.5 -0.5 |", True, 4),
        (POOLED, "output = 6 5\n         7 9", True, 4),
        (POOLED, "output = 6 5\n         7 8", False, 4),
        (POOLED, "output:\n6 & 5 \\\\\n7 & 9", True, 4),
        (POOLED, "output =\n6 5\n\n7 9", True, 2),
        (SIDES, "The output is 28 by 28.", True, 1),
        (SIDES, "The output size is 28x28.", True, 1),
        (SIDES, "The output size is 27x27.", False, 1),
        (PARAMETERS, "3*3*3 = 27\n27*16 + 16 = 448", True, 1),
        (PARAMETERS, "3*3*3*16 + 16 = 448\n4096*10 + 10 = 40970", True, 2),
        (PARAMETERS, "3*3*3*16 + 16 = 448\n4096*10 = 40960", False, 2),
    ],
)
def test_pages_of_several_lines(posed, page, right, count):
    command_name, givens = posed
    problem = registry.find(command_name).load().of(**givens)
    work = Work(Names(run(problem)))
    work.read(Line(line, f"line {number}:") for number, line in logical_lines(page))
    found = check(problem, list(work.claims.values()))
    assert (found.is_right, sum(len(verdict.findings) for verdict in found.verdicts)) == (right, count)


# What the tool prints


def samples(entry):
    for difficulty in DIFFICULTIES:
        yield entry.load().sample(RandomStream(f"printed/{entry.command}/{difficulty}"), difficulty)


def judged_right(problem, text):
    """All claims of a printed text; each must be read, and right or right in another form."""
    work = Work(Names(run(problem)))
    work.read(Line(line, f"line {number}:") for number, line in logical_lines(text))
    assert not work.troubles, [str(trouble) for trouble in work.troubles]
    assert not [claim.remark for claim in work.claims.values() if claim.remark]
    found = check(problem, list(work.claims.values()))
    assert found.is_right, [(v.name, v.worst) for v in found.verdicts if not v.worst.kind.is_right]
    return found


@TYPES
@pytest.mark.spread("form")
@pytest.mark.parametrize("form", ["text", "terminal"])
def test_printed_answers_are_read_back_and_right(entry, form):
    for problem in samples(entry):
        page = re.sub(r"\[/?[a-z ]*\]", "", render(solve_problem(problem), form, brief=True))
        lines = [line for line in page.splitlines() if line.startswith("    ")]
        if form == "terminal" and any(sign in page for sign in "⎛⎡⎧⎨"):
            continue  # formulas on several lines are pictures
        found = judged_right(problem, "\n".join(lines))
        answers = {answer.name for answer in run(problem).answers}
        assert {verdict.name for verdict in found.verdicts} == answers


@TYPES
@pytest.mark.spread("form")
@pytest.mark.parametrize("form", ["text", "terminal"])
def test_printed_lines_of_working_are_read_back_and_right(entry, form):
    for problem in samples(entry):
        solution = solve_problem(problem)
        page = re.sub(r"\[/?[a-z ]*\]", "", render(solution, form))
        names, claims = Names(solution), 0
        for number, line in logical_lines(page.partition("\n1. ")[2].partition("Answers")[0]):
            name, value = (side.strip() for side in re.split(r"[=≈~]|$", line, maxsplit=1))
            # That two unknowns are equal claims no number.
            target = None if not value or names.find(value) else names.find(name)
            if target is None or not target.quantities or not isinstance(target.quantities, str):
                continue
            work = Work(names)
            work.read([Line(line, f"line {number}:")])
            assert not work.troubles, (line, [str(trouble) for trouble in work.troubles])
            found = check(problem, list(work.claims.values()))
            assert found.is_right, (line, found.verdicts)
            claims += len(work.claims)


# Cells of a class


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[1 2; 3 4]", ((1, 2), (3, 4))),
        ("a = tensor([1., 2.], dtype=torch.float64)", (1, 2)),
        (r"\frac{1}{3}", Fraction(1, 3)),
        ("a ≈ 0.5", Fraction(1, 2)),
    ],
)
def test_cells(text, wanted):
    reading = read_entries([Entry(1, "1", text)], ("a",), decimal_comma=False)
    assert not reading.troubles
    assert values(reading.claims[0].value) == wanted


def test_an_unclear_name_leaves_the_other_answers_to_be_judged(capsys):
    """x is that of one of four points."""
    answers = ["--answer", "x=2", "--answer", "maximum=4"]
    status = command(["check", "lagrange", "--f", "x*y", "--constraint", "x^2+y^2=8", *answers])
    shown = capsys.readouterr()
    assert status == 1
    assert "maximum: right" in shown.out
    assert "got 'x'" in shown.err
