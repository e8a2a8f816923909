"""Gradient descent on a line: shapes of data, batches, losses, and what is refused."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest

import solver
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.rendering.templates import render
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.problems.naming import findings, mistakes
from tests.problems.solving import answers, mistaken

LINE = {"x": "1,2,3", "y": "2,4,7"}
PLANE = {"x": "1,2;3,4;2,5", "y": "3,5,7", "lr": "0.01"}


@pytest.mark.parametrize("data", [LINE, PLANE])
@pytest.mark.parametrize("loss", ["half-mse", "mse", "half-sse", "sse"])
def test_batch_and_sgd_are_the_extreme_batch_sizes(data, loss):
    givens = data | {"loss": loss, "epochs": 2}
    assert answers("minibatch", **givens, batch_size=3) == answers("batch", **givens)
    assert answers("minibatch", **givens, batch_size=1) == answers("sgd", **givens)


def test_a_column_is_a_list():
    assert answers("sgd", x="1;2;3", y="2,4,7") == answers("sgd", **LINE)
    assert answers("sgd", x=[1, 2, 3], y=[2, 4, 7]) == answers("sgd", **LINE)


def test_a_row_with_one_target_is_one_sample():
    weights = answers("batch", x="1,2", y="3", w="0.5,0.25", lr="0.1")["weights"]
    assert weights == [[0.7, 0.65]]


def test_one_initial_weight_serves_all_features():
    assert answers("batch", **PLANE, w="0.5") == answers("batch", **PLANE, w="0.5,0.5")


def test_the_smaller_last_batch_is_averaged_over_its_own_size():
    """Batches 1, 2 and 3 with half-mse: the second update is -0.1 e x for a single sample."""
    first, second = answers("minibatch", **LINE, batch_size=2, no_bias=True)["weights"]
    assert first == pytest.approx(0.1 * (2 * 1 + 4 * 2) / 2)
    assert second == pytest.approx(first - 0.1 * (3 * first - 7) * 3)


def test_losses_differ_by_their_factors():
    before = {
        loss: answers("batch", **LINE, loss=loss)["loss_before"]
        for loss in ("half-mse", "mse", "half-sse", "sse")
    }
    assert before == {"half-mse": 69 / 6, "mse": 23, "half-sse": 34.5, "sse": 69}


def test_without_a_bias_there_is_none():
    solution = solver.solve("batch", **LINE, no_bias=True)
    assert "biases" not in solution.numbers
    assert "b_0" not in str(solution)
    assert "biases" in answers("batch", **LINE)


@pytest.mark.parametrize(
    ("command", "loss", "gradient"),
    [
        (
            "batch",
            "half-mse",
            "dL/dw = sum(i=1..n) dL_i/de_i*de_i/dw = sum(i=1..n) (e_i/n)*x_i = (sum(i=1..n) e_i*x_i)/n",
        ),
        ("batch", "mse", "= (2*(sum(i=1..n) e_i*x_i))/n"),
        ("batch", "sse", "= 2*(sum(i=1..n) e_i*x_i)"),
        ("sgd", "mse", "dL/dw = dL/de_i*de_i/dw = 2*e_i*x_i"),
        ("sgd", "half-mse", "dL/dw = dL/de_i*de_i/dw = e_i*x_i"),
    ],
)
def test_the_gradient_is_derived_before_numbers_go_in(command, loss, gradient):
    text = str(solver.solve(command, **LINE, loss=loss))
    derivation = text[: text.index("2. Loss before training")]
    flat = re.sub(r"[\s()]+", "", derivation)
    assert re.sub(r"[\s()]+", "", gradient) in flat


def test_stale_weights_turn_sgd_into_the_sum_over_a_batch():
    """All gradients at the first weights: together, the one update of the summed half square."""
    stale = mistaken("sgd", "stale-weights", **LINE, loss="half-mse")["weights"][-1]
    assert stale == pytest.approx(answers("batch", **LINE, loss="half-sse")["weights"][0])


def test_summing_for_averaging_is_the_other_loss():
    summed = mistaken("batch", "sum-for-mean", **LINE, loss="mse")
    assert summed["weights"] == pytest.approx(answers("batch", **LINE, loss="sse")["weights"])
    averaged = mistaken("batch", "mean-for-sum", **LINE, loss="half-sse")
    assert averaged["weights"] == pytest.approx(answers("batch", **LINE, loss="half-mse")["weights"])


def test_the_factor_two_is_that_of_the_other_loss():
    kept = mistaken("sgd", "factor-2", **LINE, loss="half-mse")
    assert kept["weights"] == pytest.approx(answers("sgd", **LINE, loss="mse")["weights"])


def test_a_bias_that_is_not_updated_stays():
    assert mistaken("sgd", "bias-not-updated", **LINE, b="0.5")["biases"] == [0.5] * 3


def test_exact_fractions_stay_exact():
    solution = solver.solve("batch", x="1/3,2/7", y="1/9,3", epochs=50, lr="1/7")
    assert solution.max_difference < 1e-15


def test_cancellation_does_not_part_solver_and_model():
    """A float model would lose nine digits of this error."""
    solution = solver.solve("batch", x="123456789.123,3", y="123456789.124,2", w="1", lr="1")
    assert solution.numbers["biases"] == [-0.4995]


def test_a_long_run_is_tabulated():
    numbers = ",".join(map(str, range(1, 21)))
    text = str(solver.solve("sgd", x=numbers, y=numbers, lr="0.001", epochs=10))
    assert "Update 2:" in text
    assert "Update 3:" not in text
    assert "The later updates follow the same formulas" in text
    tables = text[text.index("The whole run") : text.index("Answers")]
    assert len(re.findall(r"^\W*\d+ ", tables, flags=re.MULTILINE)) == 201 + 200


def test_no_table_cuts_a_digit():
    text = str(solver.solve("sgd", **PLANE, epochs=4))
    assert "…" not in text


@pytest.mark.parametrize(
    ("command", "givens", "words"),
    [
        ("batch", {"x": "1,2,3", "y": "2,4"}, "--y must be three numbers, one per sample"),
        ("batch", {"x": "1,2;3", "y": "2,4"}, "--x must have rows of one length"),
        (
            "batch",
            {"x": "1,2;3,4", "y": "2,4", "w": "1,2,3"},
            "--w must be one number for all features, or one for each of the 2",
        ),
        ("batch", {"x": ";".join(["1,2,3,4,5,6,7,8,9"] * 2), "y": "1,2"}, "--x must have at most 8 features"),
        (
            "batch",
            {"x": ",".join("1" * 51), "y": ",".join("1" * 51)},
            "--x must be a matrix of at most 50 by 50",
        ),
        ("batch", {**LINE, "epochs": 10_001}, "--epochs must be a whole number from 1 to 10000"),
        (
            "sgd",
            {"x": ",".join("1" * 50), "y": ",".join("1" * 50), "epochs": 1001},
            "at most 100000 predictions of a sample, got '100100'",
        ),
        ("batch", {**LINE, "lr": "0"}, "--lr must be a number above 0"),
        ("batch", {**LINE, "loss": "mae"}, "--loss must be one of half-mse, mse, half-sse, sse"),
        ("batch", {**LINE, "no_bias": True, "b": "1"}, "--no-bias goes without --b"),
        ("batch", {**LINE, "lr": "1e50", "epochs": 20}, "training diverges, L_3 grows beyond 1e300"),
        ("sgd", {**LINE, "lr": "0.01", "epochs": 2000}, "given up: its working has too many numbers, from "),
        ("minibatch", LINE, "--batch-size is missing"),
        ("minibatch", {**LINE, "batch_size": 4}, "--batch-size must be at most the 3 targets"),
        ("minibatch", {**LINE, "batch_size": 0}, "--batch-size must be a whole number from 1"),
        ("updates", {"samples": 50, "epochs": 5}, "--batches or --batch-size must be given"),
        ("updates", {"samples": 5, "epochs": 5, "batches": 1, "batch_size": 1}, "only one of them"),
        ("updates", {"samples": 50, "epochs": 5, "batches": 51}, "--batches must be at most the 50 samples"),
        (
            "updates",
            {"samples": 50, "epochs": 5, "batch_size": 51},
            "--batch-size must be at most the 50 samples",
        ),
        ("updates", {"samples": 0, "epochs": 5, "batches": 1}, "--samples must be a whole number from 1"),
    ],
)
def test_bad_givens_get_one_clear_line(command, givens, words):
    with pytest.raises(InputError) as error:
        solver.solve(command, **givens)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_left_over_is_a_batch_too():
    assert answers("updates", samples=50, epochs=5, batch_size=8) == {"updates": 35}
    assert mistaken("updates", "last-batch", samples=50, epochs=5, batch_size=8) == {"updates": 30}
    assert answers("updates", samples=50, epochs=5, batch_size=10) == {"updates": 25}


@pytest.mark.parametrize(
    ("mistake", "updates"),
    [
        ("not-rounded", 5 * 50 / 8),
        ("rounded-up-late", math.ceil(5 * 50 / 8)),
        ("rounded-down-late", math.floor(5 * 50 / 8)),
    ],
)
def test_batches_that_are_rounded_late_or_not_at_all(mistake, updates):
    """The line to blame is that of the batches."""
    givens = {"samples": 50, "epochs": 5, "batch_size": 8}
    assert mistakes("updates", "updates", updates, **givens) == [(mistake,)]
    assert findings("updates", "updates", updates, **givens)[0].place == "B = ceil(n/m)"


def test_where_the_product_is_whole_nothing_is_rounded_late():
    """4 * 10/8 = 5."""
    givens = {"samples": 10, "epochs": 4, "batch_size": 8}
    (finding,) = findings("updates", "updates", 5, **givens)
    assert finding.words == "the number of batches was not rounded up"
    assert mistakes("updates", "B", 10 / 8, **givens) == [("not-rounded",)]


def values(solution):
    return {name: quantity.symbol.value for name, quantity in solution.quantities.items()}


def is_short(value):
    return isinstance(value, Fraction) and Fraction(f"{float(value):.4g}") == value


def is_worth_doing(solution):
    """All values are short, every update changes all that is fitted, and the loss falls, but not to 0."""
    slopes = [value for name, value in values(solution).items() if name.startswith("dL/")]
    before, after = solution.numbers["loss_before"], solution.numbers["loss_after"]
    return all(slopes) and all(map(is_short, values(solution).values())) and 0 < after < before


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("command", ["batch", "minibatch", "sgd"])
def test_sampled_problems_are_worth_doing(command, difficulty):
    for seed in range(60):
        question = question_of(Code(command, difficulty, seed))
        assert is_worth_doing(run(question.problem)), question.problem.spelled
        rows = question.problem.inputs
        assert len({tuple(x.value for x in row) for row in rows}) > 1


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_sampled_counts_of_updates_tell_mistakes_apart(difficulty):
    for seed in range(60):
        problem = question_of(Code("updates", difficulty, seed)).problem
        right = run(problem)
        for mistake in right.mistakes:
            assert run(problem, Rerun(mistakes=(mistake,))).numbers != right.numbers, (
                mistake,
                problem.spelled,
            )


def test_what_later_formulas_tell_is_no_quantity_to_fill_in():
    for command, givens in (("batch", LINE), ("sgd", PLANE)):
        assert None not in values(solver.solve(command, **givens)).values()


def test_descent_of_a_loss_by_hand():
    """On L = w^2 - 4w with eta = 0.25 from 0: the slopes are -4 and -2."""
    answers = solver.solve("gradient-descent", loss="w**2 - 4*w", w="0", lr="0.25", steps=2).numbers
    assert answers == {"weights": [1, 1.5], "losses": [0, -3, -3.75]}
    assert solver.solve("gradient-descent", grads="-4,-2", w="0", lr="0.25").numbers == {"weights": [1, 1.5]}


def test_all_weights_are_stepped_at_once():
    """On L = xy from (1, 2) with eta = 0.5: both slopes are those at the start."""
    givens = {"loss": "x*y", "w": "1,2", "lr": "0.5", "steps": 1}
    assert solver.solve("gradient-descent", **givens).numbers["weights"] == [[0, 1.5]]
    assert mistakes("gradient-descent", "weights", [[0, 2]], **givens) == [("new-weights",)]


def test_newton_by_hand():
    """x^2 = 2 from 1: 3/2, then 17/12; a bowl is done in one step."""
    root = solver.solve("newton", root="x**2 - 2", w="1", steps=2).numbers
    assert root["weights"] == [1.5, pytest.approx(17 / 12)]
    assert root["values"][:2] == [-1, 0.25]
    bowl = solver.solve("newton", loss="2*x**2 + x*y + y**2 - 7*x", w="3,-1").numbers
    assert bowl["weights"] == [[2, -1]]


def test_newton_leads_to_a_maximum_and_says_so():
    solution = solver.solve("newton", loss="x - x**2", w="3")
    assert solution.numbers["weights"] == [0.5]
    assert "not positive definite" in str(solution)
    assert "not positive definite" not in str(solver.solve("newton", loss="x**2", w="3"))


def test_newton_that_put_the_loss_over_its_slope():
    """On L = w^2 + 8 from 2: 2 - 12/4 in place of 2 - 4/2."""
    assert mistakes("newton", "weights", [-1.0], loss="w**2 + 8", w="2") == [("function-for-slope",)]


@pytest.mark.parametrize(
    ("command", "givens", "words"),
    [
        ("newton", {}, "--loss or --root must be given"),
        ("newton", {"loss": "x", "root": "x"}, "only one of them"),
        ("newton", {"root": "x*y"}, "--root must have at most one variable"),
        ("newton", {"loss": "a+b+c+d"}, "--loss must have at most three variables"),
        ("newton", {"loss": "x + 3", "w": "1"}, "division by zero"),
        ("newton", {"loss": "x*y", "w": "1,2,3"}, "--w must give each of x, y once"),
        ("newton", {"root": "log(x)", "w": "0"}, "has no value at the start"),
        ("newton", {"loss": "abs(x)", "w": "1"}, "must be differentiable"),
        ("newton", {"loss": "g**2", "w": "1"}, "must not use a name"),
        ("gradient-descent", {"loss": "w**2"}, "--steps is missing"),
        ("bfgs", {"loss": "x**4", "w": "1"}, "--lr must be given"),
        ("bfgs", {"loss": "x**2", "w": "0"}, "--w must not be where the gradient is 0"),
        ("bfgs", {"loss": "x**2", "w": "1", "steps": 2}, "--steps must be at most 1"),
        ("bfgs", {"loss": "x*y", "w": "0,1", "lr": "0.1"}, "division by zero"),
        ("bfgs", {"loss": "-x**2", "w": "1"}, "must curve upward along each direction"),
        ("bfgs", {"loss": "x**2 + y**2", "w": "1,2", "h0": "1"}, "--h0 must be 2 by 2"),
        ("bfgs", {"loss": "x**2 + y**2", "w": "1,2", "h0": "1,2;3,1"}, "--h0 must be symmetric"),
        ("bfgs", {"loss": "s**2", "w": "1"}, "must not use a name"),
    ],
)
def test_methods_of_descent_refuse_in_one_line(command, givens, words):
    with pytest.raises(InputError) as refused:
        solver.solve(command, **givens)
    assert words in str(refused.value)


BOWL = {"loss": "x**2 + 2*y**2", "w": "2,1"}


def test_bfgs_by_hand():
    """On L = x^2 + 2y^2 from (2, 1), along -(4, 4): alpha = 32/96, y = -(8, 16)/3, rho = 3/32."""
    found = solver.solve("bfgs", **BOWL).numbers
    assert found["direction"] == [-4, -4]
    assert found["step"] == 1 / 3
    assert found["y"] == [-8 / 3, -16 / 3]
    assert found["rho"] == 3 / 32
    assert found["H"] == [[19 / 18, -5 / 18], [-5 / 18, 7 / 18]]
    assert found["weights"] == [[2 / 3, -1 / 3]]


def test_two_steps_of_bfgs_find_the_minimum_and_the_inverse_hessian():
    found = solver.solve("bfgs", **BOWL, steps=2).numbers
    assert found["weights"][-1] == [0, 0]
    assert found["H"][-1] == [[0.5, 0], [0, 0.25]]
    long = solver.solve("bfgs", loss="x**4 + 2*y**2", w="1,1", lr="0.05", steps=12).numbers
    assert len(long["H"]) == 12


def test_bfgs_from_another_matrix_and_with_a_given_step_size():
    found = solver.solve("bfgs", **BOWL, h0="1,0;0,0.5", lr="0.5").numbers
    assert found["direction"] == [-4, -2]
    assert found["step"] == 0.5
    assert found["weights"] == [[0, 0]]


def test_bfgs_where_the_loss_curves_down_says_so():
    assert "positive definite" in str(solver.solve("bfgs", loss="-x**2", w="1", lr="0.1"))
    assert "positive definite" not in str(solver.solve("bfgs", loss="x**2", w="1", lr="0.1"))


def test_what_goes_wrong_with_bfgs():
    assert mistakes("bfgs", "rho", 32 / 3, **BOWL) == [("rho-upside-down",)]
    assert mistakes("bfgs", "s", [-4, -4], **BOWL) == [("size-left-out",)]
    assert mistakes("bfgs", "direction", [4, 4], **BOWL) == [("uphill",)]
    assert mistakes("bfgs", "H", [[8 / 9, -4 / 9], [-4 / 9, 2 / 9]], **BOWL) == [("last-term-left-out",)]


@pytest.mark.parametrize(
    ("x", "w", "lines"),
    [
        ("1,2,3", "0", ["yhat_i = w*x_i + b", "de_i/dw = x_i", "de_i/db = 1"]),
        ("1,2;3,4;0,1", "0,0", ["yhat_i = sum(j=1..2) w_j*x_ij + b", "de_i/dw_j = x_ij"]),
    ],
)
def test_the_gradient_is_derived_for_one_weight_or_for_any_of_several(x, w, lines):
    shown = " ".join(render(solver.solve("batch", x=x, y="1,2,4", w=w, b="0"), "text").split())
    assert [line for line in lines if line not in shown] == []
