"""Answers in the notations of textbooks, lectures and programs, right ones and wrong ones, kind by kind.

What is right was worked out by hand, or with NumPy and SciPy.
"""

from __future__ import annotations

import shlex

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.checking.verdicts import Kind
from solver.cli.app import run
from solver.givens.parameters import parameters
from solver.mathematics.formula import Number, Symbol
from solver.record.engine import solve_problem
from solver.sampling.random_stream import RandomStream

GIVENS = {
    "normal": "--mean 100 --sd 15 --below 120",
    "eigen": "--matrix 4,1;2,3",
    "eigen twice": "--matrix 2,0,0;0,2,0;0,0,3",
    "eigendecomposition": "--matrix 4,1;2,3 --power 3",
    "inverse": "--matrix 1,2;3,4",
    "svd": "--matrix 3,0;4,5",
    "svd full": "--matrix 2,0;0,3;0,0 --full True",
    "svd rank": "--matrix 3,0;4,5 --rank 1",
    "pca": "--data 1,1;2,3;3,2;4,5;5,4",
    "null-space": "--matrix 1,2,3;2,4,7;1,2,4",
    "linear-system one": "--a 2,1;1,3 --b 5,10",
    "linear-system none": "--a 1,2;2,4 --b 3,7",
    "linear-system family": "--a 1,2,1;2,4,3 --b 4,9",
    "least-squares": "--x 1,2,3,4 --y 2,3,5,6",
    "determinant": "--matrix 1,2;3,4",
    "hessian": "--loss 'x**2 + 3*x*y + y**2'",
    "jacobian": "--functions 'x**2*y; 5*x + sin(y)' --at 1,0",
    "autodiff": "--expression '(x + y)*(2*x - y)' --at x=3,y=1",
    "lagrange": "--f x*y --constraint 'x**2 + y**2 = 8'",
    "logsumexp": "--x 1,2,3",
    "vectors": "--a 1,2,2 --b 3,0,4",
    "joint": "--table 0.1,0.2;0.3,0.4",
    "joint valued": "--table 0.1,0.2;0.3,0.4 --row_values 0,1 --column_values 0,1",
    "mutual-information": "--table 0.1,0.2;0.3,0.4",
    "jensen-shannon": "--p 0.5,0.3,0.2 --q 0.4,0.4,0.2",
    "kl": "--p 0.5,0.3,0.2 --q 0.4,0.4,0.2",
    "continuous-information": "--f uniform(0,1) --g uniform(0,2)",
    "entropy": "--p 0.5,0.3,0.2",
    "binomial": "--n 5 --p 0.3 --k 2",
    "poisson": "--rate 2 --above 3",
    "perceptron": "--gate and --w 0,0 --lr 1",
    "separable": "--gate and",
    "gate": "--gate and --w 1,1 --b -1.5",
    "svm": "--x 1,1;2,3;4,2 --y -1,1,1",
    "logistic": "--x 1,2;2,1 --y 1,0 --w 0,0 --b 0 --lr 0.5",
    "knn": "--data 1,1;2,2;5,5;6,6 --labels A,A,B,B --query 3,3 --k 3",
    "k-means": "--data 1,1;1.5,2;3,4;5,7;3.5,5;4.5,5;3.5,4.5 --centroids 1,1;5,7",
    "k-fold": "--samples 10 --k 3",
    "confusion": "--tp 40 --fp 10 --fn 5 --tn 45",
    "confusion classes": "--actual a,a,b,b,c,c,c --predicted a,b,b,b,c,a,c",
}

U, V = "U=[[-0.949,0.316],[0.316,0.949]]", "V=[[-0.707,0.707],[0.707,0.707]]"
UNIT, TURNED = "[[1,0,0],[0,1,0],[0,0,1]]", "[[0,1,0],[1,0,0],[0,0,1]]"

RIGHT = {
    "a number beside a matrix": [
        ("inverse", "inverse=-1/2 [4 -2; -3 1]"),
        ("inverse", "A^-1 = [[4,-2],[-3,1]]/(-2)"),
        ("inverse", "A^-1 = (1/det) * [4 -2; -3 1] = -0.5*[4,-2;-3,1]"),
        ("svd", "U = 1/√10 [1 -3; 3 1], V = 1/√2 [1 -1; 1 1]"),
        ("pca", "Σ = 1/4 [10 8; 8 10]"),
        ("eigen", "eigenvectors = (1,1)/√2, (1,-2)/√5"),
    ],
    "vectors beside their numbers": [
        ("eigen", "λ₁=2; λ₂=5"),
        ("eigen", "v1 = (1,1)^T for λ1=5, v2 = (1,-2)^T for λ2 = 2"),
        ("eigen", "λ1 = 5 with v1 = (1,1), λ2 = 2 with v2 = (1,-2)"),
        ("eigen", "E_5 = span{(1,1)}, E_2 = span{(1,-2)}"),
        ("eigen twice", "λ_1=3, λ_2=2, λ_3=2, v_1=(0,0,1), v_2=(1,0,0), v_3=(0,1,0)"),
        ("eigendecomposition", "D = diag(2,5), P=[[1,1],[-2,1]]"),
        ("eigendecomposition", "eigenvectors=(1,1),(1,-2)"),
        ("svd", f"{U}; singular_values=2.236,6.708; {V}"),
        ("svd full", f"U={UNIT}; singular_values=2,3; V=[[1,0],[0,1]]"),
        ("pca", "first principal component = (0.7071, 0.7071)"),
    ],
    "one thing after another": [
        ("eigen", "(λ-5)(λ-2)=0 → λ=5,2"),
        ("eigen", "λ^2 - 7λ + 10 = 0, so λ1 = 5, λ2 = 2"),
        ("eigen", "λ = 2 or 5"),
        ("eigen", "λ_{1,2} = (7 ± 3)/2"),
        ("knn", "nearest: (2,2), (1,1), (5,5) → A"),
        ("autodiff", "∂f/∂x = 13; ∂f/∂y = 1"),
        ("logistic", "∇w = (0.25, -0.25), ∇b = 0"),
        ("perceptron", "w = [2, 1]; b = -3; converged: yes"),
        ("lagrange", "max = 4 at (2,2) and (-2,-2), min = -4 at (2,-2) and (-2,2)"),
        ("eigendecomposition", "A = PDP^-1, D = diag(5,2)"),
        ("poisson", "λ = 2, P(X>3) = 0.143"),
    ],
    "what words say": [
        ("hessian", "H is indefinite"),
        ("joint valued", "X and Y are dependent"),
        ("linear-system one", "x1 = 1; x2 = 3; unique solution"),
        ("linear-system none", "number of solutions = 0"),
        ("linear-system none", "L = ∅"),
        ("knn", "label = A (2 votes to 1)"),
    ],
    "an equation": [
        ("least-squares", "y = 1.4x + 0.5"),
        ("least-squares", "ŷ = 1/2 + 7/5 x"),
        ("svm", "0.4x1 + 0.8x2 - 2.2 = 0"),
        ("svm", "x2 = 2.75 - 0.5x1"),
        ("separable", "x1 + x2 = 1.5"),
        ("perceptron", "2x1 + x2 - 3 = 0"),
        ("null-space", "x1 = -2t, x2 = t, x3 = 0"),
    ],
    "a function of something": [
        ("jacobian", "J(1, 0) = [0 1; 5 1]"),
        ("logsumexp", "LSE(1,2,3) = 3.4076"),
        ("entropy", "H(0.5, 0.3, 0.2) = 1.485"),
        ("gate", "f(0,0)=0, f(0,1)=0, f(1,0)=0, f(1,1)=1"),
        ("jensen-shannon", "JS(q||p) = 0.00919"),
        ("mutual-information", "H(Y,X) = 1.846, I(Y;X) = 0.0058"),
        ("vectors", "d(a,b) = 2√3"),
        ("joint", "P(X=1) = 0.3"),
        ("binomial", "b(2;5,0.3) = 0.3087"),
        ("binomial", "10 * 0.09 * 0.343 = 0.3087"),
        ("confusion classes", "recall(a) = 1/2"),
        ("confusion", "FPR = 0.182, FNR = 0.111, error rate = 15%"),
        ("confusion", "LR+ = 4.89, LR- = 0.136"),
        ("svd rank", "A_1 = 3/2 [1 1; 3 3]"),
        ("eigendecomposition", "A^3 = [86 39; 78 47]"),
    ],
    "members of sets": [
        ("knn", "neighbours[1]=1, neighbours[2]=3"),
        ("k-fold", "fold 1: 1-4, fold 2: 5-7, fold 3: 8-10"),
        ("linear-system family", "x_p = (1,1,1); x_h = t(2,-1,0)"),
    ],
}

WRONG = {
    "a number beside a matrix": [
        ("inverse", "A^-1 = 1/2 [4 -2; -3 1]"),
        ("inverse", "A^-1 = [4 -2; -3 1]/2"),
        ("svd", "u1 = (1,3)/√5"),
        ("pca", "Σ = 1/5 [10 8; 8 10]"),
    ],
    "vectors beside their numbers": [
        ("eigen", "lambda_1=5, v_1=(1,-2)"),
        ("eigen", "v1 = (1,-2) for λ1 = 5"),
        ("eigen", "v_1=(1,1), v_2=(2,2)"),
        ("eigen", "E_5 = span{(1,-2)}"),
        ("eigendecomposition", "P=[[1,-2],[1,1]]"),
        ("eigendecomposition", "D = diag(2,5), P=[[1,1],[1,-2]]"),
        ("svd", f"{U}; singular_values=2.236,6.708; V=[[0.707,0.707],[0.707,-0.707]]"),
        ("svd", f"{U}; singular_values=6.708,2.236; {V}"),
        ("svd full", f"U={TURNED}; singular_values=2,3; V=[[0,1],[1,0]]"),
        ("pca", "first component = (-0.7071, 0.7071)"),
    ],
    "one thing after another": [
        ("eigen", "(λ-5)(λ-2)=0 → λ=5,3"),
        ("eigen", "λ = 2 or 3"),
        ("knn", "nearest: (2,2), (1,1), (5,5) → B"),
        ("autodiff", "∂f/∂x = 1; ∂f/∂y = 13"),
        ("perceptron", "w = [2, 1]; b = -3; converged: no"),
        ("lagrange", "max = 4 at (2,-2), (-2,2)"),
    ],
    "what words say": [
        ("hessian", "H is positive definite"),
        ("joint valued", "X and Y are independent"),
        ("linear-system one", "L = {}"),
        ("linear-system none", "x=(1,2)"),
        ("linear-system none", "x = 1, y = 1"),
        ("linear-system none", "number of solutions = 1"),
        ("linear-system family", "L = {}"),
    ],
    "an equation": [
        ("least-squares", "y = 0.5x + 1.4"),
        ("least-squares", "y = 1.4x - 0.5"),
        ("svm", "2x1 + 4x2 = 10"),
        ("separable", "x1 + x2 + 1.5 = 0"),
        ("perceptron", "x1 + 2x2 - 3 = 0"),
        ("null-space", "x1 = 2t, x2 = t, x3 = 0"),
    ],
    "a function of something": [
        ("jacobian", "J(1,0) = [[0,5],[1,1]]"),
        ("gate", "f(0,1)=1"),
        ("joint", "P(X=1) = 0.4"),
        ("confusion classes", "recall(a) = 2/3"),
        ("confusion", "FPR = 0.818"),
        ("confusion", "FPR = 0.19"),
        ("determinant", "4*1+2*3 = 10"),
        ("eigendecomposition", "A^3 = [64 1; 8 27]"),
    ],
    "members of sets": [
        ("knn", "neighbours[1]=1, neighbours[2]=1"),
        ("k-fold", "fold 1: 1-3"),
        ("k-means", "centroids = (5.1,3.9),(1.25,1.5)"),
        ("k-means", "centroids = (3.9,5.1),(1.25,1.5); assignments = 1,1,2,2,2,2,2"),
        ("k-means", "c1 = (3.9,5.1), c2 = (1.25,1.5)"),
    ],
}

NOT_NAMES = [
    ("continuous-information", "KL(g||f) = 1"),
    ("kl", "KL(q||p) = 0.0365"),
    ("entropy", "H(0.5, 0.5) = 1"),
]
"""Names of other things than those that are asked for."""


def work_on(command: str, answer: str):
    kind = registry.find(command.split()[0]).load()
    words = shlex.split(GIVENS[command])
    options = {word.removeprefix("--"): text for word, text in zip(words[::2], words[1::2], strict=True)}
    assert options.keys() <= {given.name for given in parameters(kind)}
    problem = kind.of(**{name: True if text == "True" else text for name, text in options.items()})
    solution = solve_problem(problem)
    only = solution.answers[0].name if len(solution.answers) == 1 else ""
    work = Work(Names(solution), only, decimal_comma=False)
    work.read([Line(answer)])
    return problem, work


def rows(table):
    return [pytest.param(*row, id=f"{kind}: {row[0]}, {row[1]}") for kind in table for row in table[kind]]


@pytest.mark.parametrize(("command", "answer"), rows(RIGHT))
def test_what_is_right_is_called_right(command, answer):
    problem, work = work_on(command, answer)
    assert not work.troubles
    assert check(problem, list(work.claims.values())).is_right


@pytest.mark.parametrize(("command", "answer"), rows(WRONG))
def test_what_is_wrong_is_never_called_right(command, answer):
    problem, work = work_on(command, answer)
    assert not work.troubles
    assert not check(problem, list(work.claims.values())).is_right


@pytest.mark.parametrize(("command", "answer"), NOT_NAMES)
def test_what_is_of_other_things_is_no_name(command, answer):
    _, work = work_on(command, answer)
    assert work.troubles
    assert not work.claims


def test_how_far_off_a_complement_is_is_not_told_of_the_rest():
    problem, work = work_on("confusion", "FPR = 0.19")
    (verdict,) = check(problem, list(work.claims.values())).verdicts
    assert all("%" not in finding.words for finding in verdict.findings)


@pytest.mark.parametrize("name", ["1 - specificity", "1-precision", "1 - accuracy", "1/recall"])
def test_what_is_taken_from_1_is_no_name_of_it(name):
    _, work = work_on("confusion", f"{name} = 0.8182")
    assert work.troubles


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("E_2 = span{(1,0,0)}", 1),
        ("E_2 = span{(1,0,0),(1,1,0)}", 0),
        ("E_3 = span{(0,0,2)}", 0),
        ("v_1 = (1,0,0)", 0),
    ],
)
def test_a_space_is_more_than_one_of_its_directions(answer, status):
    assert run(["check", "eigen", "--matrix", "2,0,0;0,2,0;0,0,3", "--answer", answer]) == status


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_givens_may_stand_in_a_working_by_their_options_and_their_words(entry):
    """lr = 0.1, learning rate = 0.1 and eta = 0.1 say what is given, and are neither right nor wrong."""
    problem = entry.load().sample(RandomStream("restated"), "medium")
    solution = solve_problem(problem)
    names = Names(solution)
    for given in solution.givens:
        if isinstance(given.symbol, Symbol) and isinstance(given.shown, Number):
            for name in (given.option.removeprefix("--"), given.label, given.symbol.name):
                if names.find(name) is None and len(names.all_given(name)) == 1:
                    work = Work(names)
                    work.read([Line(f"{name} = {float(given.shown.evaluate()):.12g}", "line 1")])
                    assert not work.troubles, name
                    assert not work.claims, name


@pytest.mark.parametrize(
    ("z", "probability", "kind"),
    [
        # 120 is 4/3 standard deviations above the mean; a table has Φ(1.33) = 0.90824 and Φ(1.3) = 0.90320.
        ("1.33", "0.9082", Kind.RIGHT),
        ("1.3333", "0.9088", Kind.RIGHT),
        ("1.33", "0.9066", Kind.WRONG),
        ("1.33", "0.9032", Kind.WRONG),
        ("1.34", "0.9099", Kind.CARRIED),
    ],
)
def test_what_follows_from_a_rounded_number_is_right(z, probability, kind):
    problem, work = work_on("normal", f"z = {z}; probability = {probability}")
    verdicts = {verdict.name: verdict for verdict in check(problem, list(work.claims.values())).verdicts}
    assert {finding.kind for finding in verdicts["probability"].findings} == {kind}
