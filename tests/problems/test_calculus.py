"""Calculus beyond what holds for every type: overflow, kinks, points by name, refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest

import solver
from solver import registry
from solver.checking.verdicts import Kind
from solver.cli.app import run
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream
from tests.problems.naming import findings, mistakes
from tests.problems.solving import refused, words

# logsumexp


@pytest.mark.parametrize("largest", [88, 89, -103, -104])
def test_what_single_precision_makes_of_exponentials_is_told(largest):
    with np.errstate(over="ignore"):
        naive = float(np.exp(np.float32(largest)))
    told = words(solver.solve("logsumexp", x=f"{largest},{largest - 1}"))
    assert ("overflow to infinity" in told) == (naive == math.inf)
    assert ("0 has no logarithm" in told) == (naive == 0)


def test_weights_that_cancel_leave_nothing():
    solution = solver.solve("logsumexp", x="1,1", weights="1,-1")
    assert solution.numbers == {"logsumexp": -math.inf, "sign": 0}
    assert "cancel" in words(solution)
    assert refused("logsumexp", x="1,2", weights="1").startswith("--weights")


def test_the_largest_number_that_was_not_added_again_is_named():
    wrong = math.log(1 + math.exp(-1))
    assert mistakes("logsumexp", "logsumexp", wrong, x="101,100") == [("largest-not-added",)]


# numerical gradient, Jacobian


def test_points_are_given_by_name_or_in_the_order_of_appearance():
    by_order = solver.solve("jacobian", functions="y*x; x**2", at="3,2").numbers
    assert by_order == {"values": [6, 4], "jacobian": [[2, 3], [0, 4]]}
    assert solver.solve("jacobian", functions="y*x; x**2", at="x=2,y=3").numbers == by_order


@pytest.mark.parametrize("at", ["1", "1,2,3", "x=1", "x=1,z=2"])
def test_a_point_has_a_number_for_each_variable(at):
    assert refused("jacobian", functions="x*y", at=at).startswith("--at")
    assert refused("numerical-gradient", loss="x*y", at=at).startswith("--at")


@pytest.mark.parametrize(
    ("function", "at", "slopes"),
    [
        ("relu(x) + 0*y", "0,0", [0, 0]),
        ("abs(x) + 2*y", "0,0", [0, 2]),
        ("max(x, y)", "1,1", [0.5, 0.5]),
        ("min(x, 3*y)", "3,1", [0.5, 1.5]),
        ("max(x, y, 2)", "3,1", [1, 0]),
        ("abs(x - y)", "1,2", [-1, 1]),
    ],
)
def test_slopes_at_kinks_are_those_of_pytorch(function, at, slopes):
    solution = solver.solve("jacobian", functions=function, at=at)
    assert solution.numbers["jacobian"] == [slopes]
    is_smooth = function in ("max(x, y, 2)", "abs(x - y)")
    assert ("kink" in words(solution)) is not is_smooth
    assert ("Near the point " in words(solution)) is is_smooth


@pytest.mark.parametrize("function", ["sqrt(x^2)*y", "(x^2)^(1/2)*y", "sqrt(x*x)*y", "sqrt(4*x^2)*y/2"])
def test_roots_of_squares_have_the_slopes_of_absolute_values(function):
    """|x|*y has the slopes sign(x)*y and |x|, and none by x where x is 0."""
    solution = solver.solve("jacobian", functions=function, at="-3,2")
    assert solution.numbers["jacobian"] == [[-2, 3]]
    assert solver.solve("numerical-gradient", loss=function, at="-3,2").numbers["exact"] == [-2, 3]
    assert "a derivative by x" in refused("jacobian", functions=function, at="0,2")


def test_functions_without_own_signs_in_sympy_keep_theirs():
    solution = solver.solve("jacobian", functions="sigmoid(2*x); softplus(x)", at="0")
    assert solution.numbers["jacobian"] == [[0.5], [0.5]]


def test_letters_of_the_method_are_refused():
    assert refused("numerical-gradient", loss="h**2", at="1").startswith("--loss")
    assert refused("jacobian", functions="f1*x", at="1,2").startswith("--functions")


def test_a_number_for_one_variable_a_list_for_several():
    one = solver.solve("numerical-gradient", loss="x**3", at="2", h="0.1").numbers
    assert one == pytest.approx(
        {"forward": 12.61, "central": 12.01, "exact": 12, "error": 0.01, "forward_error": 0.61}
    )
    assert solver.solve("numerical-gradient", loss="x*y", at="2,3").numbers["exact"] == [3, 2]


def test_a_central_difference_divided_by_h_is_named():
    given = {"loss": "x**3", "at": "2", "h": "0.1"}
    assert mistakes("numerical-gradient", "central", 24.02, **given) == [("divided-by-h",)]


def test_the_small_error_of_a_small_step_is_verified():
    assert solver.solve("numerical-gradient", loss="exp(x)", at="1", h="1e-5").numbers["error"] < 1e-9


# Hessian


def test_hessians_of_every_kind():
    kinds = {
        "x**2 + x*y + y**2": ("positive-definite", [3, 1], 3),
        "-x**2 + x*y - y**2": ("negative-definite", [-1, -3], 3),
        "x**2 + 2*x*y + y**2": ("positive-semidefinite", [4, 0], math.inf),
        "-x**2 + 2*x*y - y**2": ("negative-semidefinite", [0, -4], math.inf),
        "3*x**2 + 5*x*y + 3*y**2 - 4*z**2": ("indefinite", [11, 1, -8], 11),
        "x + y": ("positive-semidefinite", [0, 0], math.inf),
    }
    for loss, (kind, eigenvalues, condition) in kinds.items():
        found = solver.solve("hessian", loss=loss)
        assert found.numbers["definiteness"] == kind
        assert found.numbers["eigenvalues"] == eigenvalues
        assert found.numbers["condition_number"] == condition
        assert ("negative-semidefinite as well" in words(found)) == (loss == "x + y")


def test_hessians_of_three_variables_agree_with_numpy():
    rng = np.random.default_rng(8)
    for _ in range(5):
        a, b, c, d, e, f = rng.integers(-5, 6, size=6).tolist()
        found = solver.solve(
            "hessian", loss=f"{a}*x**2+({b})*x*y+({c})*x*z+({d})*y**2+({e})*y*z+({f})*z**2"
        ).numbers
        matrix = np.array([[2 * a, b, c], [b, 2 * d, e], [c, e, 2 * f]])
        np.testing.assert_allclose(found["hessian"], matrix)
        np.testing.assert_allclose(found["eigenvalues"], np.linalg.eigvalsh(matrix)[::-1], atol=1e-12)


def test_hessian_with_a_sigmoid_agrees_with_pytorch():
    torch = pytest.importorskip("torch")
    point = torch.tensor([0.5, -1.0], dtype=torch.float64)
    wanted = torch.autograd.functional.hessian(lambda w: torch.sigmoid(w[0] * w[1]) + w[1].exp(), point)
    found = solver.solve("hessian", loss="sigmoid(x*y) + exp(y)", at="0.5,-1").numbers
    np.testing.assert_allclose(found["hessian"], wanted, rtol=1e-12)


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"loss": "x**3"}, "--at must be given"),
        ({"loss": "x**3", "at": "1,2"}, "--at must give a number for each variable"),
        ({"loss": "abs(x)*y", "at": "1,2"}, "--loss must be differentiable everywhere"),
        ({"loss": "w1*w2*w3*w4"}, "--loss must have at most three variables"),
        ({"loss": "t**2"}, "--loss must not use a name"),
        ({"loss": "exp(x*y) + y*z", "at": "1,2,3"}, "--loss must have a Hessian of fractions"),
    ],
)
def test_hessian_refuses(givens, message):
    assert message in refused("hessian", **givens)


def test_what_goes_wrong_with_a_hessian():
    saddle = {"loss": "x**2 + 4*x*y + y**2"}
    assert mistakes("hessian", "hessian", [[2, 0], [0, 2]], **saddle) == [("mixed-left-out",)]
    assert mistakes("hessian", "condition_number", -3, **saddle) == [("signs-kept",)]
    assert mistakes("hessian", "condition_number", 1 / 3, **saddle) == [("upside-down",)]
    givens = {"loss": "x**3 + x*y + y**2", "at": "1,2"}
    assert mistakes("hessian", "hessian", [[25, 25], [25, 25]], **givens) == [("slopes-multiplied",)]


# Lagrange multipliers


@pytest.mark.parametrize(
    ("f", "constraint", "wanted"),
    [
        ("x*y", "x + y = 10", {"maximum": 25, "maximizer": [[5, 5]], "multipliers": [5]}),
        ("x**2 + y**2", "x*y = 4", {"minimum": 8, "minimizer": [[-2, -2], [2, 2]], "multipliers": [2, 2]}),
        (
            "x*y",
            "x**2 + y**2 = 8",
            {"maximum": 4, "minimum": -4, "maximizer": [[-2, -2], [2, 2]], "minimizer": [[-2, 2], [2, -2]]},
        ),
        ("x**4", "2*x - y = 3", {"minimum": 0, "minimizer": [[0, -3]], "multipliers": [0]}),
        ("x**3", "x**2 + y**2 = 1", {"maximum": 1, "minimum": -1, "maximizer": [[1, 0]]}),
        ("x + y + z", "x**2 + y**2 + z**2 = 12", {"maximum": 6, "minimum": -6, "minimizer": [[-2, -2, -2]]}),
        ("x*y*z", "x**2 + y**2 + z**2 = 3", {"maximum": 1, "minimum": -1}),
        ("x**4 + y**4", "x**2 + y**2 = 4", {"maximum": 16, "minimum": 8}),
    ],
)
def test_lagrange_by_hand(f, constraint, wanted):
    found = solver.solve("lagrange", f=f, constraint=constraint).numbers
    assert {name: found.get(name) for name in wanted} == wanted
    for name in ("maximum", "minimum"):
        assert (name in found) == (f"{name[:3]}imizer" in found)


@pytest.mark.parametrize(
    ("f", "constraint", "lines"),
    [
        (
            "x*y",
            "x**2 + y**2 = 8",
            ["Where x + y is 0: y = -x g = 2*(x + 2)*(x - 2) Where x - y is 0: y = x g = 2*(x + 2)*(x - 2)"],
        ),
        ("x**2*y", "x**2 + 2*y**2 = 6", ["Where x is 0: g = 2*(y^2 - 3)", "y = x/2 g = 3*(x + 2)*(x - 2)/2"]),
        ("x+2*y-2*z", "x**2+y**2+z**2=9", ["y = 2*x z = -2*x g = 9*(x + 1)*(x - 1)"]),
        ("x*y*z", "x + y + z = 3", ["x*(x - 1)*(x - 3)", "z*(z - 1)*(z - 3)", "combinations of their roots"]),
    ],
)
def test_how_the_points_come_of_the_conditions_is_shown(f, constraint, lines):
    shown = " ".join(render(solver.solve("lagrange", f=f, constraint=constraint), "text").split())
    for line in lines:
        assert line in shown


def test_what_has_no_end_is_said():
    found = solver.solve("lagrange", f="x*y*z", constraint="x + y + z = 3")
    assert {"maximum", "minimum", "maximizer", "minimizer"}.isdisjoint(found.numbers)
    assert len(found.numbers["stationary_points"]) == 4
    assert "no largest value" in words(found)
    assert "no least value" in words(found)


def test_the_sign_of_a_multiplier_is_a_convention():
    minus, plus = (
        solver.solve("lagrange", f="x*y", constraint="x + y = 10", sign=sign).numbers["multipliers"]
        for sign in ("minus", "plus")
    )
    assert (minus, plus) == ([5], [-5])


def test_extremes_on_a_sphere_are_eigenvalues():
    rng = np.random.default_rng(12)
    for _ in range(4):
        a, b, c, d = rng.integers(-4, 5, size=4).tolist()
        f = f"{a}*x**2+({b})*x*y+({c})*y**2+({d})*z**2"
        matrix = np.array([[a, b / 2, 0], [b / 2, c, 0], [0, 0, d]])
        if b == 0 or min(abs(np.linalg.eigvalsh(matrix[:2, :2]) - d)) < 1e-9:
            continue
        found = solver.solve("lagrange", f=f, constraint="x**2 + y**2 + z**2 = 1").numbers
        spectrum = np.linalg.eigvalsh(matrix)
        assert found["minimum"] == pytest.approx(spectrum[0])
        assert found["maximum"] == pytest.approx(spectrum[-1])
        assert sorted({round(x, 9) for x in found["multipliers"]}) == pytest.approx(sorted(spectrum))


@pytest.mark.parametrize(
    ("f", "constraint", "message"),
    [
        ("exp(x)", "x + y = 1", "--f must be a polynomial"),
        ("x**5", "x + y = 1", "--f must be a polynomial"),
        (
            "x**4 + y*z",
            "x + y + z = 1",
            "--f must be a polynomial with fractions as coefficients, of degree 1 to 3",
        ),
        ("x", "x**3 + y = 1", "--constraint must be a polynomial"),
        ("x", "x = 1", "--f must have two or three variables"),
        ("w1*w2", "w3 + w4 = 1", "--f must have two or three variables"),
        ("x + lambda", "x = 1", "--f must not use a name"),
        ("x**2 + y**2", "x**2 + y**2 = 1", "--f must not be stationary at infinitely many"),
        ("x", "x + y = 1", "--f must be stationary at some real point"),
        ("x", "x**2 + y**2 = -1", "--f must be stationary at some real point"),
        ("x + y", "x*y = 1", "--f must grow in all directions"),
        ("x**3 + 2*y**3 - x*y + x", "x**2 + x*y + 3*y**2 = 5", "can be written with square roots"),
        ("2*x + y", "x**2 - y**2 = 0", "--constraint must not have a gradient of 0"),
        ("x*y", "x + y < 1", "--constraint must be an equation"),
    ],
)
def test_lagrange_refuses(f, constraint, message):
    assert message in refused("lagrange", f=f, constraint=constraint)


def test_points_are_right_in_any_order():
    givens = {"f": "x*y", "constraint": "x**2 + y**2 = 8"}
    kinds = {finding.kind for finding in findings("lagrange", "maximizer", [[2, 2], [-2, -2]], **givens)}
    assert kinds == {Kind.RIGHT}
    kinds = [finding.kind for finding in findings("lagrange", "maximizer", [[2, 2], [-2, 2]], **givens)]
    assert kinds.count(Kind.RIGHT) == 3
    assert mistakes("lagrange", "maximum", 0.5, **givens) == [("multiplier-for-value",)]


@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
def test_the_model_finds_the_stationary_points_by_itself(level):
    kind = registry.find("lagrange").load()
    for seed in range(6):
        problem = kind.sample(RandomStream(f"by itself/{seed}"), level)
        alone = kind.model(**{**problem.arguments, "places": []})["stationary_points"]
        np.testing.assert_allclose(alone, problem.reference()["stationary_points"], atol=1e-12)


@pytest.mark.parametrize(
    ("f", "constraint"),
    [
        ("x**3 - 1000000*x*y + y**2", "x + 1000000*y = 1"),
        ("1000000*x**2 + 0.000001*y", "x**2 + 1000000*y**2 = 1"),
        ("0.000001*y + 3*y**2 - 1000000*x**2", "0.000001*x**2 + 0.000001*y**2 + 0.000001*z**2 = 1"),
        ("3*x**2 + 3*x**2*y", "1000000*x**2 + y**2 = 1"),
        ("x**4 - 1000000*y**4", "x - 1000000*y = 1000000"),
    ],
)
def test_coefficients_of_very_different_sizes(f, constraint):
    """Every point meets the constraint, and there the gradients are parallel, as SymPy says."""
    sympy = pytest.importorskip("sympy")
    found = solver.solve("lagrange", f=f, constraint=constraint)
    places = next(answer for answer in found.answers if answer.name == "stationary_points").value
    left, right = (sympy.nsimplify(side, rational=True) for side in constraint.split("="))
    level, height = left - right, sympy.nsimplify(f, rational=True)
    problem = registry.find("lagrange").load().of(f=f, constraint=constraint)
    names = [sympy.Symbol(name) for name in problem.variables]
    for place in places:
        pairs = zip(names, place, strict=True)
        at = {name: sympy.Rational(values.digits_text(x.evaluate(), 60)) for name, x in pairs}
        slopes = [[sympy.diff(p, name).subs(at).evalf(60) for name in names] for p in (height, level)]
        assert abs(level.subs(at).evalf(60)) < 1e-30
        size = max(map(abs, slopes[0] + slopes[1]))
        assert abs(slopes[0][0] * slopes[1][1] - slopes[0][1] * slopes[1][0]) < 1e-30 * size**2


def test_an_infinite_condition_number_is_shown_with_rounded_steps(capsys):
    typed = (
        "hessian",
        "--loss",
        "(x - 2*y)**2 + x**3",
        "--at",
        "x=0,y=1",
        "--round-steps",
        "3",
        "-f",
        "text",
    )
    assert run([*typed]) == 0
    assert "= infinity" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("loss", "at"), [("x**2 + x*y + 3*y**2", "0,0"), ("x**2 + x*y + 3*y**2 + z**2 + x*z", "0,0,0")]
)
def test_the_polynomial_that_is_told_is_0_at_the_eigenvalues(loss, at):
    solution = solver.solve("hessian", loss=loss, at=at)
    blocks = [block for step in solution.steps for block in step.blocks]
    told = [part for b in blocks if b.kind == "sentence" for part in b.phrase if not isinstance(part, str)]
    told += [form for block in blocks if block.kind == "rewriting" for form in block.forms]
    polynomials = [form for form in told if "lambda" in {s.name for s in f.symbols_of(form)}]
    assert polynomials
    known = {name: f.Number(quantity.symbol.value) for name, quantity in solution.quantities.items()}
    for polynomial in polynomials:
        for name in (name for name in known if name.startswith("lambda_")):
            value = f.replace(polynomial, {**known, "lambda": known[name]}).evaluate()
            assert abs(float(value)) < 1e-12


@pytest.mark.parametrize(
    ("loss", "at", "is_told"),
    [("x**2 + 3*y**2", "0,0", True), ("x**2 + x*y", "0,0", False), ("x**2", "1", False)],
)
def test_a_diagonal_hessian_is_called_so(loss, at, is_told):
    assert ("is diagonal" in words(solver.solve("hessian", loss=loss, at=at))) is is_told
