"""Verdicts as a student meets them: what must not be called right, and what a mistake is called."""

from __future__ import annotations

import math

import numpy as np
import pytest
from msgspec.structs import replace

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.record.engine import run
from solver.record.error_bounds import error_bounds
from solver.sampling.random_stream import RandomStream
from tests.sweeps import some_by_default

ADAM = {"grads": "0.3,0.2,0.1"}
AND = {"gate": "and", "w": "1,1", "b": "-1.5"}
SGD = {"x": "1,2,3,4,5,6", "y": "2,4,6,8,9,12", "lr": "0.01", "epochs": 8}
IMAGE = "1,0,1,2,1;0,2,1,0,0;1,1,2,2,1;2,0,1,1,2;0,1,2,0,1"


def report(command, givens, *answers, marks=None):
    entry = registry.find(command)
    return check(entry.load().of(**givens), [read_claim(answer) for answer in answers], marks)


def kinds(command, givens, *answers):
    found = report(command, givens, *answers).verdicts
    return [[finding.kind for finding in verdict.findings] for verdict in found]


@some_by_default("entry", list(registry.entries().values()), 3, ids=lambda entry: entry.command)
def test_whatever_is_claimed_gets_a_verdict(entry):
    """Too few numbers, too many, and rows of other lengths."""
    problem = entry.load().sample(RandomStream(3), "medium")
    solution = run(problem)
    for answer in solution.answers:
        for text in (
            "7919",
            "1,7919",
            "1,2,7919",
            "(1,2),(7919)",
            "7919;1;2",
            "(1,2,3,4,5,6,7,8,7919)",
            "()",
        ):
            claim = replace(read_claim(f"x={text}"), name=answer.name)
            (verdict,) = check(problem, [claim]).verdicts
            assert verdict.findings, (answer.name, text)


# Never right


def rounded_descent(x, y, lr, epochs, draw, digits=None):
    """Single-sample descent from 0 with half the squared error; every operation is rounded."""

    def short(value):
        if digits is None or value == 0:
            return value
        unit = 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)
        return math.floor(value / unit + draw.random()) * unit

    w = b = 0.0
    for _ in range(epochs):
        for x_i, y_i in zip(x, y, strict=True):
            error = short(short(short(w * x_i) + b) - y_i)
            w, b = short(w - short(lr * short(error * x_i))), short(b - short(lr * error))
    return w


def test_the_band_of_a_long_loop_is_that_of_honest_rounding():
    """Every operation rounded up or down at random, by up to a whole unit, hardly leaves the bound."""
    draw = np.random.default_rng(5)
    x, y = [1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 9, 12]
    right = rounded_descent(x, y, 0.01, 8, draw)
    moved = [abs(rounded_descent(x, y, 0.01, 8, draw, digits=4) - right) for _ in range(400)]
    bound = error_bounds(solver.solve("sgd", **SGD).quantities, 4)["w_48"]
    assert max(moved) / 2 < bound < 6 * max(moved)
    assert kinds("sgd", SGD, "w_48=2.233") == [[Kind.WRONG]]
    assert kinds("sgd", SGD, f"w_48={right:.4g}") == [[Kind.RIGHT]]


@pytest.mark.parametrize(
    ("command", "givens", "answer"),
    [
        ("feature-map", {"input": IMAGE, "kernel": "1,0,2;0,1,0;-1,0,1", "bias": "0.5"}, "y_11=6"),
        ("feature-map", {"input": "1,2;3,4", "kernel": "1,0;0,1", "bias": "0.4"}, "feature_map=5"),
        ("neuron", {"x": "1,1", "w": "1,1", "b": "-0.5"}, "z=2"),
        ("lr-decay", {"grads": "0.2,0.4", "lr": "0.1"}, "eta_2=0.1"),
        ("conditional", {"joint": "2/8", "condition": "4/8"}, "conditional=1"),
        ("bayes", {"priors": "0.3,0.7", "likelihoods": "0.9,0.2"}, "posteriors=0.7,0.3"),
        ("eigen", {"matrix": "2,1;1,3"}, "eigenvalues=4,1"),
        ("conditional", {"joint": "0.0999999999", "condition": "1"}, "conditional=0.0996"),
        ("cross-entropy", {"p": "1,0", "q": "0,1"}, "cross_entropy=-3.7"),
        ("kl", {"p": "0.5,0.5", "q": "1,0"}, "kl=7"),
        ("column-space", {"matrix": "1,2;3,4;5,6"}, "basis=(1,3,5),(2,4,6.1)"),
        ("neuron", {"x": "-1000", "w": "1", "activation": "sigmoid"}, "output=0.3"),
        ("rmsprop", {"grads": "1e-200,1"}, "accumulators=1,1"),
    ],
)
def test_it_is_not_right(command, givens, answer):
    found = report(command, givens, answer)
    assert not found.is_right
    assert not any(f.kind.earns and i == 0 for v in found.verdicts for i, f in enumerate(v.findings))


def test_infinity_can_be_written():
    assert kinds("cross-entropy", {"p": "1,0", "q": "0,1"}, "cross_entropy=∞") == [[Kind.RIGHT]]
    assert kinds("cross-entropy", {"p": "1,0", "q": "0,1"}, "cross_entropy=-inf") == [[Kind.MISTAKE]]


def test_two_digits_that_a_mistake_leads_to_as_well_are_undecided():
    """12.2 is 12 to two digits, and 12 exactly without its bias."""
    givens = {"x": "3,4", "w": "0,3", "b": "0.2"}
    assert kinds("neuron", givens, "z=12") == [[Kind.UNDECIDED]]
    assert "the bias was" in report("neuron", givens, "z=12").verdicts[0].worst.words
    assert kinds("neuron", givens | {"b": "0.21", "w": "0.01,3"}, "z=12") == [[Kind.COARSE]]


# Right in other forms


@pytest.mark.parametrize(
    ("command", "givens", "answer"),
    [
        ("eigen", {"matrix": "3,0,0;0,3,0;0,0,5"}, "eigenvectors=[[1,0,0],[0,1,0],[0,0,1]]"),
        ("eigen", {"matrix": "3,0,0;0,3,0;0,0,5"}, "eigenvectors=[[[1,0,0],[1,1,0]],[[0,0,1]]]"),
        ("eigen", {"matrix": "2,1,1;1,2,1;1,1,2"}, "eigenvectors=(1,-1,0),(1,1,1),(1,0,-1)"),
        ("eigen", {"matrix": "0,1;-1,0"}, "eigenvalues=-i,i"),
        ("eigen", {"matrix": "0,1;-1,0"}, "eigenvectors=(1,i),(1,-i)"),
        ("eigen", {"matrix": "2,1;1,1"}, "eigenvectors=(0.8507,0.5257),(1,-1.618)"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=[-2;1;0],[-3;0;1]"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=[[-2,-3],[1,0],[0,1]]"),
        ("null-space", {"matrix": "1,2,0;2,4,1"}, "basis=(-2;1;0)"),
        ("null-space", {"matrix": "1,2;3,4"}, "basis=none"),
        ("gate", AND, "outputs=no,no,no,yes"),
        ("gate", AND, "realised=1"),
        ("conv-size", {"input": 10, "kernel": 3, "stride": 2, "padding": 1}, "output=5"),
        ("conv-size", {"input": 10, "kernel": 3, "stride": 2, "padding": 1}, "output=5×5"),
        ("entropy", {"p": "1/3,1/3,1/3"}, "entropy ≈ 1.585 bits"),
        ("bayes", {"priors": "1/2,1/2", "likelihoods": "1,1/2"}, "evidence: ¾"),
        ("adam", ADAM, "m̂₂ = 0.24737"),
        ("adam", ADAM, "Weights=-0.01,-0.0197,-0.0286"),
        ("adam", ADAM, "m2 = 0.9*0.03 + 0.1*0.2 = 0.047"),
        ("adam", ADAM, "v_1 = 9×10⁻⁵"),
        ("eigen", {"matrix": "1,2;5,4"}, "λ = 6, -1"),
        ("eigen", {"matrix": "2,0;0,-2"}, "λ₁ = 2"),
        ("eigen", {"matrix": "0,2;1,0"}, "eigenvalues=√2,-√2"),
    ],
)
def test_it_is_right(command, givens, answer):
    assert report(command, givens, answer).is_right


def test_weights_may_serve_where_the_bias_beside_them_does_not():
    gate = {"gate": "and"}
    assert kinds("separable", gate, "weights=1,1", "bias=-0.5") == [[Kind.EQUIVALENT] * 2, [Kind.WRONG]]
    assert kinds("separable", gate, "weights=1,1", "bias=-1.5") == [[Kind.EQUIVALENT] * 2, [Kind.EQUIVALENT]]


def test_it_says_where_only_rounded_steps_lead_to_the_number():
    """The third weight is -0.028640: -0.0287 is no rounding of it, but steps of three digits lead there."""
    (near,), (rounded,) = (
        report("adam", ADAM, f"w_3={text}").verdicts[0].findings for text in ("-0.0287", "-0.0286")
    )
    assert (near.kind, near.words) == (Kind.RIGHT, "within what rounding every step to 3 digits can reach")
    assert (rounded.kind, rounded.words) == (Kind.RIGHT, "")


# What the mistake is called


def test_the_nearest_cause_is_named():
    """A first moment that is wrong has no part in the second."""
    (*_, last), _ = (report("adam", ADAM, "m_1=0", "v_1=0.0005", "vhat_1=0.5").verdicts, None)
    assert last.worst.kind is Kind.CARRIED
    assert "your v_1" in last.worst.words


def test_the_same_mistake_again_is_no_other_one():
    first, *others = report("adam", ADAM, "weights=0.01,0.0197,0.0286").verdicts[0].findings
    assert first.kind is Kind.MISTAKE
    assert all(finding.words == "it comes of the same mistake" for finding in others)


def test_a_zero_that_a_known_mistake_leads_to_is_not_trivial():
    """Without its update the bias stays 0; w_2 = 2.375 follows by hand."""
    givens = {"x": "1,2,3,4", "y": "2,4,6,8", "w": "0", "b": "0", "batch_size": 2, "lr": "0.1"}
    weights, biases = kinds("minibatch", givens, "weights=0.5,2.375", "biases=0,0")
    assert weights == [Kind.RIGHT, Kind.CARRIED]
    assert biases == [Kind.MISTAKE, Kind.CARRIED]


def test_a_value_that_was_coarse_is_carried_on():
    """72.01 = 48 + 4.9²."""
    givens = {"grads": "5.6,-4.2,4.9", "w": "1.7", "epsilon": "0"}
    (found,) = kinds("adagrad", givens, "accumulators=31.36,48,72.01")
    assert found == [Kind.RIGHT, Kind.COARSE, Kind.CARRIED]


def test_evidence_of_one_digit_is_carried_on():
    """0.27/0.4 and 0.14/0.4."""
    givens = {"priors": "0.3,0.7", "likelihoods": "0.9,0.2"}
    (evidence,), posteriors = kinds("bayes", givens, "evidence=0.4", "posteriors=0.675,0.35")
    assert evidence is Kind.UNDECIDED
    assert posteriors == [Kind.CARRIED, Kind.CARRIED]


@pytest.mark.parametrize(
    ("command", "givens", "answers"),
    [
        ("gate", AND, ("outputs=0,0,0,1", "realised=no")),
        ("gate", AND, ("realised=no",)),
        ("eigen", {"matrix": "4,-2;2,-1"}, ("eigenvalues=3,0", "diagonalizable=no")),
        ("momentum", {"grads": "0.5,0.4,-0.2"}, ("w_1=-0.05", "w_3=-0.1915", "w_2=0.135")),
    ],
)
def test_what_is_right_disproves_a_mistake(command, givens, answers):
    *_, last = report(command, givens, *answers).verdicts
    assert last.worst.kind is Kind.WRONG


def test_the_convention_that_explains_most_is_named():
    """With > in place of >=, the perceptron ends with these weights after so many epochs."""
    givens = {"gate": "and", "w": "0,0", "b": "0.1", "lr": "0.1", "epochs": 10}
    found = report("perceptron", givens, "bias=-0.2", "epochs=6", "weights=0.2,0.1")
    assert found.verdicts[0].worst.words.endswith("(--compare gt)")


def test_a_yes_that_is_wrong_by_itself_may_be_a_mistake_of_the_conclusion():
    (found,) = report("separable", {"gate": "xor"}, "separable=yes").verdicts[0].findings
    assert found.kind is Kind.WRONG
    assert found.words.startswith("it may be that")


# Marks


def earned(command, givens, *answers, marks):
    found = report(command, givens, *answers, marks=marks)
    return found.earned, [(float(step.earned), float(step.worth)) for step in found.steps]


def test_a_wrong_conclusion_costs_its_step():
    total, steps = earned(
        "eigen",
        {"matrix": "4,-2;2,-1"},
        "eigenvalues=3,0",
        "eigenvectors=(2,1),(1,2)",
        "diagonalizable=no",
        marks=5,
    )
    assert steps[-1][0] == 0
    assert total == 5 - steps[-1][1]
    assert earned("gate", AND, "realised=no", marks=6)[0] == 0


def test_a_count_that_is_missing_costs_marks():
    givens = {"gate": "implies", "w": "0.3,0.6", "b": "0.1", "lr": "0.5", "threshold": "0.5"}
    whole = solver.solve("perceptron", **givens).numbers
    answers = [f"weights={whole['weights'][0]},{whole['weights'][1]}", f"bias={whole['bias']}"]
    assert earned("perceptron", givens, *answers, marks=6)[0] < 6


def test_part_of_a_set_earns_part_of_its_step():
    total, steps = earned("eigen", {"matrix": "1,2;5,4"}, "eigenvectors=(2,5)", marks=4)
    assert total > 0
    assert any(0 < got < worth for got, worth in steps)


def test_a_convention_costs_marks_once():
    givens = {"grads": "0.5,0.4,-0.2"}
    answers = ("velocities=-0.05,-0.085,-0.0565", "weights=-0.05,-0.135,-0.1915")
    _, ((first, worth), *others) = earned("momentum", givens, *answers, marks=3)
    assert first < worth
    assert all(got == worth for got, worth in others)


def test_entries_of_a_map_earn_where_they_are_worked_out():
    givens = {"input": "1,3,2,3;1,3,1,3;1,0,2,0;1,3,1,0", "kernel": "1,1,-1;-1,1,1;-1,0,-1"}
    _, (size, first, others) = earned("feature-map", givens, "feature_map=2,3;2,1", marks=6)
    assert size[0] == size[1]
    assert first[0] == first[1]
    assert 0 < others[0] < others[1]
    assert others[1] > first[1]


def test_a_step_without_work_is_worth_nothing():
    _, steps = earned("bayes", {"priors": "0.3,0.7", "likelihoods": "0.9,0.2"}, "evidence=0.41", marks=4)
    assert steps[0] == (0, 0)


def test_a_zero_that_should_be_none_is_called_so():
    (verdict,) = report("conditional", {"joint": "0.2", "condition": "0.5"}, "conditional=0").verdicts
    assert any("it should not be 0" in str(finding) for finding in verdict.findings)
    (verdict,) = report("conditional", {"joint": "0.2", "condition": "0.5"}, "conditional=0.9").verdicts
    assert not any("it should not be 0" in str(finding) for finding in verdict.findings)


# What is said

LONG = {"grads": "0.31257,0.27413,0.1", "w": "1.37"}
TWICE = {"grads": "0.16,0.1", "w": "1", "beta": "0"}
NEURON = {"x": "1.37,2", "w": "0.3,0.4", "activation": "sigmoid"}
CLOSE = {"p": "0.3,0.7", "q": "0.31,0.69"}


@pytest.mark.parametrize(
    ("command", "givens", "answer", "words"),
    [
        ("momentum", LONG, "velocities=0.031257,1.338743,0.06", "that is the value of w_1"),
        ("momentum", LONG, "velocities=0.031257,0.031257,0.0593", "that is the value of v_1"),
        ("momentum", LONG, "velocities=0.05999,0.05554,0.03126", "the values are in reverse order"),
        ("neuron", NEURON, "output=0.8", "one digit tells too little: give at least 3 significant digits"),
        ("kl", CLOSE, "kl=0.0003", "rounding every step to 3 digits leaves 15% open: give more digits"),
        ("kl", CLOSE, "kl=0.0005", "rounded steps leave no digit of it certain: give more digits"),
        ("momentum", TWICE, "weights=0.98,0.98", "so few digits do not tell it from w_1: give more digits"),
        ("eigen", {"matrix": "2,1;1,3"}, "eigenvectors=[]", "2 vectors are wanted, and 0 given"),
        ("eigen", {"matrix": "2,0;0,3"}, "eigenvalues=2", "2 are wanted, each as often as it counts, and 1"),
        ("null-space", {"matrix": "1,2;2,4"}, "basis=yes", "vectors are wanted, such as (1, 2), (3, 4)"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=(-2,1,0),(5,0,0)", "not in the space: vector 2"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=(-2,1,0),(4,-2,0)", "depend on one another"),
        (
            "null-space",
            {"matrix": "1,2,3;2,4,6"},
            "basis=(-2,1,0),(0,0,0)",
            "the zero vector counts for none",
        ),
    ],
)
def test_what_is_said_of_a_number(command, givens, answer, words):
    told = [
        finding.words for verdict in report(command, givens, answer).verdicts for finding in verdict.findings
    ]
    assert any(words in said for said in told), told


@pytest.mark.parametrize(
    ("command", "answer", "share"),
    [
        ("null-space", "basis=yes", 0),
        ("null-space", "basis=(-2,1,0),(5,0,0)", 1 / 2),
        ("null-space", "basis=(-2,1,0)", 1 / 2),
        ("null-space", "basis=(1,1,1),(5,0,0)", 0),
        ("eigen", "eigenvalues=2", 1 / 3),
        ("eigen", "eigenvalues=2,2,7", 2 / 3),
        ("eigen", "eigenvalues=2,2,4,7", 3 / 4),
    ],
)
def test_the_share_of_a_set_or_a_basis(command, answer, share):
    matrix = {"eigen": "2,0,0;0,2,0;0,0,4", "null-space": "1,2,3;2,4,6"}[command]
    (verdict,) = report(command, {"matrix": matrix}, answer).verdicts
    assert [float(finding.share) for finding in verdict.findings] == pytest.approx([share])


# What has no order, and what is of another step


@pytest.mark.parametrize(
    ("command", "givens", "answer"),
    [
        ("hessian", {"loss": "x^2+x*y+y^2"}, "eigenvalues"),
        ("pca", {"data": "2,0;0,1;4,4"}, "eigenvalues"),
        ("pca", {"data": "2,0;0,1;4,4"}, "singular_values"),
        ("svd", {"matrix": "3,0;4,5"}, "singular_values"),
    ],
)
def test_spectra_have_no_order(command, givens, answer):
    """np.linalg.eigvalsh begins with the smallest, np.linalg.svd with the largest."""
    numbers = {
        "hessian": np.linalg.eigvalsh([[2.0, 1.0], [1.0, 2.0]]),
        "pca": np.linalg.eigvalsh(np.cov([[2.0, 0.0, 4.0], [0.0, 1.0, 4.0]])),
        "svd": np.linalg.svd([[3.0, 0.0], [4.0, 5.0]])[1],
    }[command]
    found = np.sqrt(2 * numbers) if (command, answer) == ("pca", "singular_values") else numbers
    for order in (found, found[::-1]):
        assert report(command, givens, f"{answer}={order[0]:.6g},{order[1]:.6g}").is_right
    assert not report(command, givens, f"{answer}={found[0]:.6g},{1.1 * found[1]:.6g}").is_right


def test_a_whole_array_of_the_iteration_before_is_recognized():
    """The means of the first three and of the last four samples, before the third changes over."""
    data = "1,1;1.5,2;3,4;5,7;3.5,5;4.5,5;3.5,4.5"
    samples = np.array([row.split(",") for row in data.split(";")], dtype=float)
    first, second = samples[:3].mean(axis=0), samples[3:].mean(axis=0)
    typed = f"({first[0]:.4g},{first[1]:.4g}),({second[0]:.4g},{second[1]:.4g})"
    found = report("k-means", {"data": data, "centroids": "1,1;5,7"}, f"centroids={typed}")
    assert "these are the values of c^1_11, c^1_12" in found.verdicts[0].findings[0].words


@pytest.mark.parametrize(
    ("command", "givens", "name", "of_it", "of_another"),
    [
        ("hessian", {"loss": "x^2+3*x*y+y^2"}, "lambda_max", "5", "-1"),
        ("linear-system", {"matrix": "1,2,0;0,0,1", "b": "3,4"}, "x", "3", "4"),
        ("linear-system", {"matrix": "1,2,0;0,0,1", "b": "3,4"}, "z", "4", "3"),
        ("linear-system", {"matrix": "1,2,0;0,0,1", "b": "3,4"}, "x_3", "4", "0"),
        ("pca", {"data": "1,1;3,3;5,5;2,4;4,2"}, "PC1", "0.7071,0.7071", "0.7071,-0.7071"),
        ("pca", {"data": "1,1;3,3;5,5;2,4;4,2"}, "u_2", "0.7071,-0.7071", "0.7071,0.7071"),
        ("gradient-descent", {"loss": "w^2", "w": "1", "lr": "0.1", "steps": 2}, "new w", "0.64", "0.8"),
        ("gradient-descent", {"loss": "w^2", "w": "1", "lr": "0.1", "steps": 2}, "w_new", "0.64", "0.8"),
    ],
)
def test_a_name_that_tells_of_which_entry_it_is_is_not_that_of_another(
    command, givens, name, of_it, of_another
):
    assert report(command, givens, f"{name}={of_it}").is_right
    assert not report(command, givens, f"{name}={of_another}").is_right


def test_the_equal_claim_in_its_place_is_right():
    small = math.sqrt(5)
    (first, second) = kinds("svd", {"matrix": "3,0;4,5"}, f"sigma_1={small:.6g}", f"sigma_2={small:.6g}")
    assert (first, second) == ([Kind.WRONG], [Kind.RIGHT])


def test_singular_values_have_the_order_of_the_vectors_beside_them():
    """A is U times the diagonal of them times the transpose of V."""
    matrix = np.array([[3.0, 0.0], [4.0, 5.0]])
    u, s, vt = np.linalg.svd(matrix)
    rows = ["; ".join(",".join(f"{x:.6g}" for x in row) for row in array) for array in (u, vt.T)]
    for order, is_right in ((s, True), (s[::-1], False)):
        assert np.allclose(u @ np.diag(order) @ vt, matrix) is is_right
        claims = (f"u={rows[0]}", f"singular_values={order[0]:.6g},{order[1]:.6g}", f"v={rows[1]}")
        assert report("svd", {"matrix": "3,0;4,5"}, *claims).is_right is is_right


@pytest.mark.parametrize(("third", "is_right"), [("4", True), ("5", False)])
def test_coordinates_by_their_names_only_have_to_solve_the_system(third, is_right):
    """1 + 2 = 3, and the last one is 4."""
    givens = {"matrix": "1,2,0;0,0,1", "b": "3,4"}
    assert report("linear-system", givens, "x=1", "y=1", f"z={third}").is_right is is_right


@pytest.mark.parametrize(
    ("w", "b", "is_right"),
    [("1,1", "-5", True), ("2,2", "-10", True), ("2,2", "-5", False), ("1,1", "-10", False)],
)
@pytest.mark.parametrize("form", ["w={0},{1}", "w_1={0};w_2={1}"])
def test_values_that_only_have_to_serve_do_so_together(form, w, b, is_right):
    """Half way between (2, 2) and (3, 3) the line is x_1 + x_2 = 5."""
    on_line = np.isclose(np.dot([float(x) for x in w.split(",")], [2.5, 2.5]) + float(b), 0)
    assert bool(on_line) is is_right
    claims = [*form.format(*w.split(",")).split(";"), f"b={b}"]
    givens = {"x": "1,1;2,2;3,3;4,4", "y": "-1,-1,1,1"}
    assert report("svm", givens, *claims).is_right is is_right


# Beyond hands

LONG = {"loss": "(w-1)**2+0.3*w**4", "steps": 1200, "w": "3", "lr": "0.001"}


def descent(steps, digits=None):
    """The weights of the long descent, each rounded to so many digits before it is gone on with."""
    weights = [3.0]
    for _ in range(steps):
        gradient = 2 * (weights[-1] - 1) + 1.2 * weights[-1] ** 3
        weight = weights[-1] - 0.001 * gradient
        weights.append(weight if digits is None else float(f"{weight:.{digits}g}"))
    return weights


@pytest.mark.parametrize(
    ("factor", "digits", "kind"),
    [
        (1.0, 4, Kind.RIGHT),
        (1.0, 9, Kind.RIGHT),
        (1.01, 4, Kind.UNDECIDED),
        (1.05, 4, Kind.WRONG),
        (1.01, 6, Kind.WRONG),
        (1.00003, 6, Kind.UNDECIDED),
    ],
)
def test_a_number_beyond_what_anybody_rounds_by_hand_is_a_programs(factor, digits, kind):
    last = descent(1200)[-1] * factor
    assert kinds("gradient-descent", LONG, f"w_1200={last:.{digits}g}") == [[kind]]


def test_of_a_long_working_the_first_steps_are_still_those_of_a_hand():
    """The losses stand behind all steps; each is worked out from its own."""
    by_hand = descent(6, digits=3)[-1]
    loss = (by_hand - 1) ** 2 + 0.3 * by_hand**4
    claims = f"w_6={by_hand:.3g}", f"L_6={loss:.3g}"
    of_long, of_short = (
        [verdict.findings for verdict in report("gradient-descent", given, *claims).verdicts]
        for given in (LONG, LONG | {"steps": 8})
    )
    assert of_long == of_short
    assert of_long[0][0].kind is Kind.RIGHT


def test_why_a_number_beyond_hands_is_open_is_said():
    (verdict,) = report("gradient-descent", LONG, f"w_1200={descent(1200)[-1] * 1.01:.4g}").verdicts
    assert verdict.worst.words.startswith("the working is too long to tell")
