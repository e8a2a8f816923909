"""Forms in which right answers are written, and what is said of some wrong ones."""

from __future__ import annotations

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.checking.verdicts import Kind, Report
from solver.record.engine import solve_problem

HALVES = {"p": "0.5,0.25,0.25"}
CENTERS = {"data": "1,1;2,1;8,9;9,9", "centroids": "1,1;2,1"}
DESCENT = {"loss": "w**2 - 4*w", "w": "0", "lr": "0.1", "steps": "3"}
SEQUENCE = {"x": "1,2,3,4,5", "kernel": "1,0,-1", "padding": "1"}
ATTENDED = {"q": "1,0;0,1", "k": "1,2;3,4", "v": "1,0;0,1"}
SHARED = {"input": "13x13x3", "filters": "5", "kernel": "2", "stride": "2", "padding": "1"}
SLOPES = {"loss": "x**2 + 3*x*y + y**2"}


def judged(command: str, givens: dict[str, str], *answers: str) -> Report:
    problem = registry.find(command).load().of(**givens)
    solution = solve_problem(problem)
    only = solution.answers[0].name if len(solution.answers) == 1 else ""
    work = Work(Names(solution), only, decimal_comma=False)
    work.read(Line(answer) for answer in answers)
    assert not work.troubles
    return check(problem, list(work.claims.values()))


@pytest.mark.parametrize(
    ("command", "givens", "answer"),
    [
        ("entropy", HALVES, "1.04 nats"),
        ("perplexity", {"probabilities": "0.5,0.25,0.125"}, "entropy=1.386 nats"),
        ("poisson", {"rate": "2", "k": "3"}, "probability=4/3 e^-2"),
        ("exponential", {"rate": "0.5"}, "median=2 ln 2"),
        ("exponential", {"rate": "lambda"}, "mean=1/λ"),
        ("binomial", {"n": "n", "p": "p"}, "variance=np(1-p)"),
        ("svd", {"matrix": "4,0;3,-5"}, "sigma_1=2 sqrt(10)"),
        ("svd", {"matrix": "4,0;3,-5"}, "Sigma=6.325,0;0,3.162"),
        ("eigendecomposition", {"matrix": "4,1;2,3"}, "D=diag(5,2)"),
        ("map", {"heads": "7", "tails": "3", "alpha": "2", "beta": "2"}, "posterior=Beta(9,5)"),
        ("gradient-descent", DESCENT, "weights=0,0.4,0.72,0.976"),
        ("matrices", {"a": "1,2;3,4"}, "kind=non-singular"),
        ("attention", ATTENDED, "scores = np.array([[1, 3], [2, 4]]) / np.sqrt(2)"),
        (
            "attention",
            ATTENDED,
            "scores = [[1/math.sqrt(2), 3/math.sqrt(2)], [math.sqrt(2), 4/math.sqrt(2)]]",
        ),
        (
            "attention",
            ATTENDED,
            "scores = torch.tensor([[1., 3.], [2., 4.]], dtype=torch.float64)/math.sqrt(2)",
        ),
        ("entropy", HALVES, "-0.5*np.log2(0.5) - 0.25*np.log2(0.25) - 0.25*np.log2(0.25)"),
        ("entropy", {**HALVES, "base": "e"}, "1.5*math.log(2)"),
        ("entropy", {**HALVES, "base": "e"}, "torch.log(torch.tensor(2 * 2 ** 0.5)).item()"),
    ],
)
def test_a_right_answer_may_be_written_so(command, givens, answer):
    assert judged(command, givens, answer).is_right


@pytest.mark.parametrize(
    ("command", "givens", "answer", "words"),
    [
        ("svm", {"x": "1,1;2,3;4,2", "y": "-1,1,1"}, "support_vectors=0,1,2", "counted from 0"),
        ("normal", {"mean": "100", "sd": "15"}, "variance=15", "the square root of"),
        ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"}, "accuracy=0.15", "1 minus"),
        ("exponential", {"rate": "lambda"}, "mean=2", "a formula is wanted"),
        ("hessian", SLOPES, "definiteness=positive semidefinite", ""),
        ("eigendecomposition", {"matrix": "4,1;2,3"}, "D=5,1;0,2", "wanted: 2 values"),
        ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"}, "f1=0.8412", "exchanged"),  # 16/19
        ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"}, "f1=-0.8412", "sign"),
        ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"}, "f1=0.8124", "too small"),
        ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"}, "f1=1e3", "times too large"),
        ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"}, "f1=1e300", "times too large"),
        ("confusion", {"tp": "40", "fp": "37", "fn": "5", "tn": "45"}, "fp=1e3", "times too large"),
        ("confusion", {"tp": "40", "fp": "37", "fn": "5", "tn": "45"}, "fp=1369", "the square of"),
        (
            "fc-vs-conv",
            SHARED,
            "locally_connected=294",
            "it is 10 times too small",
        ),  # two mistakes lead there
    ],
)
def test_what_is_said_of_a_wrong_answer(command, givens, answer, words):
    report = judged(command, givens, answer)
    assert not report.is_right
    assert words in report.verdicts[0].worst.words


def test_a_word_that_is_wrong_says_what_to_look_at():
    report = judged("hessian", SLOPES, "definiteness=negative definite")
    assert "eigenvalues" in report.verdicts[0].worst.place


def test_a_short_list_tells_of_the_mistake_that_makes_it_short():
    report = judged("conv1d", SEQUENCE, "output=-2,-2,-2")
    assert "the padding was forgotten" in report.verdicts[0].worst.words


NETWORK = {
    "x": "1,2",
    "weights": ["0.1,0.2;0.3,0.4", "0.5,0.6"],
    "biases": ["0.1,0.1", "0.2"],
    "activations": "sigmoid,sigmoid",
    "y": "1",
    "loss": "mse",
}


@pytest.mark.parametrize(
    ("command", "givens", "answer"),
    [
        ("backprop", NETWORK, "a_2 = 1/(1+e^-0.984)"),
        ("backprop", NETWORK, "L = (1-0.728)^2"),
        ("softmax", {"logits": "2,1,0.1"}, "p = 7.389/11.212, 2.718/11.212, 1.105/11.212"),
        ("entropy", {"p": "0.7,0.2,0.1"}, "0.36+0.464+0.332"),
        ("adam", {"grads": "0.3,0.2,0.1"}, "vhat_2 = 0.00013/0.002"),
        ("kl", {"p": "0.5,0.5", "q": "0.9,0.1"}, "kl = 0.5*(-0.848)+0.5*2.322"),
    ],
)
def test_a_formula_of_rounded_numbers_is_as_good_as_its_digits(command, givens, answer):
    report = judged(command, givens, answer)
    assert all(finding.kind.is_right for verdict in report.verdicts for finding in verdict.findings)


@pytest.mark.parametrize("answer", ["H = 0.36+0.464+0.432", "H = 0.5*3.1", "H = 1.2*1.0"])
def test_a_formula_of_decimals_that_is_wrong_stays_so(answer):
    report = judged("entropy", {"p": "0.7,0.2,0.1"}, answer)
    assert not any(finding.kind.is_right for verdict in report.verdicts for finding in verdict.findings)


@pytest.mark.parametrize(
    ("counts", "answer", "kinds"),
    [
        ((19, 172, 5, 35), "precision = 0.10", {Kind.COARSE}),
        ((2499, 22501, 7, 31), "precision = 0.1000", {Kind.RIGHT}),
        ((2499, 22501, 7, 31), "precision = 0.1003", {Kind.WRONG}),
    ],
)
def test_a_number_rounded_up_to_a_power_of_ten(counts, answer, kinds):
    givens = dict(zip(("tp", "fp", "fn", "tn"), map(str, counts), strict=True))
    report = judged("confusion", givens, answer)
    assert {finding.kind for verdict in report.verdicts for finding in verdict.findings} == kinds


@pytest.mark.parametrize("answer", ["deltas = {}", "deltas = [{}]"])
def test_arrays_of_several_shapes_may_be_written_one_after_another(answer):
    solution = solve_problem(registry.find("backprop").load().of(**NETWORK))
    deltas = next(a for a in solution.answers if a.name == "deltas").value
    flat = [
        f"{float(entry.evaluate()):.4g}"
        for layer in deltas
        for entry in (layer if isinstance(layer, tuple) else (layer,))
    ]
    report = judged("backprop", NETWORK, answer.format(", ".join(flat)))
    assert all(finding.kind.is_right for verdict in report.verdicts for finding in verdict.findings)


@pytest.mark.parametrize("small", ["1e-200", "1e-160", "-1e-155"])
def test_numbers_that_are_too_small_for_the_squares_of_floats_are_wrong_alone(small):
    for command, givens, name in (("entropy", HALVES, "entropy"), ("adam", {"grads": "0.3"}, "m_1")):
        (verdict,) = judged(command, givens, f"{name} = {small}").verdicts
        assert not any(finding.kind.is_right for finding in verdict.findings)


@pytest.mark.parametrize(
    ("command", "givens", "answer", "place"),
    [
        ("bayes", {"priors": "0.01,0.99", "likelihoods": "0.95,0.05"}, "posteriors=0.18", "P(H1 | E)"),
        ("softmax", {"logits": "2,1,0.1"}, "probabilities=0.6", "p_1"),
        ("adam", {"grads": "0.3,0.2,0.1"}, "m_hat=0.35", "mhat_3"),
    ],
)
def test_one_wrong_value_of_several_is_held_against_the_nearest_or_the_last_step(
    command, givens, answer, place
):
    assert judged(command, givens, answer).verdicts[0].worst.place.startswith(f"{place} =")
