"""The optimizers: conventions, several weights, losses, and what they refuse."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import solver
from solver import registry
from solver.contract import DIFFICULTIES
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.registry import find
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.problems.naming import mistakes
from tests.problems.solving import refused

RESTING = ["momentum", "nesterov", "adagrad", "rmsprop", "adam", "lr-decay", "adamax", "nadam", "adadelta"]
COMMANDS = [*RESTING, "adamw"]
EVERY = pytest.mark.parametrize("command", COMMANDS)
WITHOUT_DECAY = pytest.mark.parametrize("command", RESTING)


def weights(command, **givens):
    return solver.solve(command, **givens).numbers["weights"]


@EVERY
def test_each_weight_goes_its_own_way(command):
    """Several weights are stepped as each of them would be alone."""
    both = weights(command, grads="0.3,0.1;0.2,0;-0.1,0.5", w="1,2")
    assert [row[0] for row in both] == weights(command, grads="0.3,0.2,-0.1", w="1")
    assert [row[1] for row in both] == weights(command, grads="0.1,0,0.5", w="2")


@EVERY
def test_one_row_is_one_step_of_several_weights(command):
    assert len(weights(command, grads="0.3,0.1", w="0,0")) == 1
    assert len(weights(command, grads="0.3,0.1", w="0")) == 2
    assert weights(command, grads="0.3,0.1;0.2,0") == weights(command, grads="0.3,0.1;0.2,0", w="0,0")


@WITHOUT_DECAY
def test_a_zero_gradient_moves_nothing_at_first(command):
    assert weights(command, grads="0,0", w="0.5") == [0.5, 0.5]


@EVERY
def test_a_linear_loss_has_the_constant_gradients(command):
    assert weights(command, loss="2*w - 1", steps=3, w="1") == weights(command, grads="2,2,2", w="1")


@EVERY
def test_a_long_run_is_shown_in_part_and_computed_whole(command):
    text = str(solver.solve(command, loss="(w - 3)**2 + w/2", steps=40, w="1"))
    assert "Steps 5 to 40" in text
    assert "Step 5\n" not in text
    assert len(text.splitlines()) < 250
    assert len(weights(command, loss="(w - 3)**2 + w/2", steps=40, w="1")) == 40


@pytest.mark.parametrize(
    ("loss", "start"),
    [
        ("exp(-w) + log(w)*sqrt(w)", "1"),
        ("tanh(w)/w + cos(pi*w)", "1"),
        ("abs(w**2 + 1) + log2(w) + log10(w)", "2"),
        ("x**2*y + sin(y)", "1,2"),
        ("3*u + b*w1**2 - w2", "1,2,3,4"),
        ("(m_1 - 1)**2 + k", "0,0"),
    ],
)
def test_losses_of_many_kinds(loss, start):
    solution = solver.solve("momentum", loss=loss, steps=2, w=start)
    assert solution.max_difference < 1e-12
    assert "The gradient is derived once" in str(solution)


def test_the_look_ahead_is_where_the_gradient_is_taken():
    """On L = w^2 with eta = 0.1 and beta = 0.5, by hand."""
    answers = solver.solve("nesterov", loss="w**2", steps=2, w="1", lr="0.1", beta="0.5").numbers
    assert answers["lookaheads"] == [1, 0.7]
    assert answers["velocities"] == [0.2, 0.24]
    assert answers["weights"] == [0.8, 0.56]


def test_without_momentum_there_is_nothing_to_look_ahead_to():
    plain = weights("momentum", loss="w**4 - w", steps=4, w="1", lr="0.1", beta="0")
    assert weights("nesterov", loss="w**4 - w", steps=4, w="1", lr="0.1", beta="0") == plain
    assert weights("nesterov", loss="w**4 - w", steps=4, w="1", lr="0.1", beta="0.5") != plain


def test_both_forms_of_momentum_are_shown_as_they_are_written():
    subtract, add = (str(solver.solve("momentum", grads="1,2", form=form)) for form in ("subtract", "add"))
    assert "v_1 = beta*v_0 + eta*g_1" in subtract
    assert "w_1 = w_0 - v_1" in subtract
    assert "v_1 = beta*v_0 - eta*g_1" in add
    assert "w_1 = w_0 + v_1" in add


@pytest.mark.parametrize("command", ["adagrad", "rmsprop", "adam"])
def test_where_epsilon_stands_matters(command):
    outside = solver.solve(command, grads="0.3,0.2", epsilon="0.1")
    inside = solver.solve(command, grads="0.3,0.2", epsilon="0.1", epsilon_inside=True)
    assert outside.numbers["weights"] != inside.numbers["weights"]
    entry = find(command)
    mistaken = run(entry.load().of(grads="0.3,0.2", epsilon="0.1"), Rerun(mistakes=("epsilon-place",)))
    assert mistaken.numbers["weights"] == pytest.approx(inside.numbers["weights"])


def test_the_rate_is_one_number_a_step_for_all_weights():
    solution = solver.solve("lr-decay", grads="0.3,0.1;0.2,0", lr="1")
    assert solution.numbers["rates"] == pytest.approx([1, 2**-0.5])
    assert str(solution).count("eta_2 = eta/sqrt(2)") == 1


@pytest.mark.parametrize(
    ("givens", "words"),
    [
        ({}, "--grads or --loss must be given"),
        ({"grads": "1", "loss": "w**2", "steps": 1}, "only one of them"),
        ({"grads": "1,2", "steps": 2}, "--steps goes with --loss"),
        ({"loss": "w**2"}, "--steps is missing"),
        ({"loss": "w**2", "steps": 10_001}, "--steps must be a whole number from 1 to 10000"),
        ({"loss": "w1**2 + w2", "steps": 2, "w": "1,2,3"}, "--w must give 2 initial weights"),
        ({"grads": "1,2;3,4", "w": "1,2,3"}, "--w must give 2 initial weights"),
        ({"grads": ";".join(["1,2,3,4,5,6,7,8,9"] * 2)}, "at most 8 gradients a row"),
        ({"grads": "1,2;3"}, "--grads must have rows of one length"),
        ({"loss": "abs(w)", "steps": 1, "w": "1"}, "--loss must be differentiable"),
        ({"loss": "sqrt(w**2)", "steps": 1, "w": "1"}, "--loss must be differentiable"),
        ({"loss": "log(w)", "steps": 1}, "--loss has no value at the start"),
        ({"loss": "1/w", "steps": 1}, "--loss has no value at the start"),
        ({"loss": "sqrt(w)", "steps": 1}, "division by zero"),
        (
            {"loss": "log(w)", "steps": 3, "w": "1", "lr": "5"},
            "the logarithm of a number that is not positive",
        ),
        ({"loss": "v**2", "steps": 1}, "--loss must not use a name that the method itself uses, got 'v'"),
        ({"loss": "eta*w", "steps": 1, "w": "1,1"}, "got 'eta'"),
        ({"loss": "wtilde**2", "steps": 1}, "got 'wtilde'"),
        ({"loss": "w**w", "steps": 1}, "an exponent must be a number"),
        ({"loss": "exp(exp(exp(exp(w))))", "steps": 2, "w": "100"}, "beyond 1e15"),
        ({"loss": "((((w**100)**100)**100)**100)**100", "steps": 2, "w": "2"}, "grows beyond 1e300"),
        ({"loss": "((((9**99)**99)**99)**99)*w", "steps": 2}, "a power of too many digits"),
        ({"loss": "w**2", "steps": 50, "w": "1", "lr": "1e50"}, "grows beyond 1e300"),
        ({"grads": "0.1,0.2,-0.3", "lr": "1e50", "beta": "0"}, "is chaotic: rounding errors grow"),
        ({"loss": "sin(100*w)", "steps": 20, "w": "1"}, "is chaotic: rounding errors grow"),
    ],
)
def test_bad_givens_get_one_clear_line(givens, words):
    assert words in refused("nesterov", **givens)


@WITHOUT_DECAY
def test_a_run_may_start_at_the_minimum(command):
    assert weights(command, loss="(w1 - 0.3)**2 + w2**2", steps=5, w="0.3,0") == [[0.3, 0]] * 5


def test_a_variable_may_be_spelled_both_ways():
    assert weights("momentum", loss="w1 + w_1", steps=1, w="1") == [0.8]


def test_no_small_constant_keeps_roots_exact():
    """Roots 3 and 5: steps of 0.1 * 3/3 and 0.1 * 4/5."""
    solution = solver.solve("adagrad", grads="3,4", lr="0.1", epsilon="0")
    assert solution.numbers == {"accumulators": [9, 25], "weights": [-0.1, -0.18]}
    assert "epsilon-place" not in solution.mistakes
    assert "epsilon-place" in solver.solve("adagrad", grads="3,4").mistakes


@pytest.mark.parametrize("command", ["adagrad", "rmsprop", "adam"])
def test_the_small_constant_may_be_left_out(command):
    assert "division by zero" in refused(command, grads="0,1", epsilon="0")
    assert "--epsilon must be a number of at least 0" in refused(command, grads="1", epsilon="-1")
    for epsilon, words in (("0", "take it as 0"), ("1e-8", "outside the root")):
        questions = find(command).load().of(grads="1,2", epsilon=epsilon).questions
        assert all(words in question for question in questions)


@EVERY
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_sampled_problems_are_worth_doing(command, difficulty):
    """No gradient and no quantity is 0, and every step moves every weight."""
    for seed in range(60):
        question = question_of(Code(command, difficulty, seed, registry.find(command).load().version))
        solution = run(question.problem)
        assert all(quantity.symbol.value != 0 for quantity in solution.quantities.values())
        assert question.problem.grads is None or all(
            g.value != 0 for row in question.problem.grads.rows for g in row
        )
        start = [float(w) for w in question.problem.w]
        path = np.array([np.ravel(row) for row in [start, *np.array(solution.numbers["weights"])]])
        assert np.all(np.abs(np.diff(path, axis=0)) > 1e-6)


@pytest.mark.parametrize("command", ["momentum", "nesterov", "adagrad", "rmsprop", "adam"])
def test_sampled_roots_and_weights_are_short(command):
    for difficulty in ("easy", "medium"):
        for seed in range(60):
            question = question_of(Code(command, difficulty, seed, registry.find(command).load().version))
            for name, quantity in run(question.problem).quantities.items():
                value = quantity.symbol.value
                whole = value.denominator == 1 and value < 10**5
                assert whole or Fraction(f"{float(value):.4g}") == value, (name, question.problem.spelled)


def decayed(grads, rate):
    """Gradient descent from 0 with a rate of its own for each step."""
    rates = rate(np.arange(1, len(grads) + 1))
    return {"rates": rates, "weights": -np.cumsum(rates * grads)}


@pytest.mark.parametrize(
    ("mistake", "rate"),
    [
        ("step-ahead", lambda t: 0.1 / np.sqrt(t + 1)),
        ("multiplied", lambda t: 0.1 * np.sqrt(t)),
        ("no-decay", lambda t: 0.1 + 0 * t),
        ("no-root", lambda t: 0.1 / t),
    ],
)
def test_mistakes_with_a_decaying_rate(mistake, rate):
    grads = np.array([0.3, 0.2, -0.1])
    for name, value in decayed(grads, rate).items():
        assert mistakes("lr-decay", name, value, grads=grads.tolist(), lr="0.1") == [(mistake,)]


def test_squares_that_are_taken_in_without_their_factor():
    """v = 0.9 v + g^2, and every root of it."""
    grads = np.array([0.3, 0.2, -0.1])
    squares = [sum(0.9 ** (t - s) * grads[s] ** 2 for s in range(t + 1)) for t in range(3)]
    weights = -np.cumsum(0.01 * grads / np.sqrt(squares))
    givens = {"grads": grads.tolist(), "lr": "0.01", "beta": "0.9", "epsilon": "0"}
    assert mistakes("rmsprop", "accumulators", squares, **givens) == [("factor-left-out",)]
    assert mistakes("rmsprop", "weights", weights, **givens) == [("factor-left-out",)]


def adam_weights(grads, corrections):
    """Adam from 0 with a rate of 0.01; `corrections` divide the moments of each step, counted from 1."""
    m = v = w = 0.0
    path = []
    for t, g in enumerate(grads, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        first, second = corrections(t)
        w -= 0.01 * (m / first) / np.sqrt(v / second)
        path.append(w)
    return path


@pytest.mark.parametrize(
    ("mistake", "corrections"),
    [
        ("power-forgotten", lambda t: (0.1, 0.001)),
        ("first-uncorrected", lambda t: (1, 1 - 0.999**t)),
        ("second-uncorrected", lambda t: (1 - 0.9**t, 1)),
        ("no-bias-correction", lambda t: (1, 1)),
    ],
)
def test_mistakes_with_the_bias_correction(mistake, corrections):
    grads = [0.3, 0.2, 0.1]
    path = adam_weights(grads, corrections)
    assert mistakes("adam", "weights", path, grads=grads, epsilon="0") == [(mistake,)]


def test_the_derivative_is_shown_where_the_gradients_tell_it():
    solution = solver.solve("nesterov", loss="2*w**2", steps=2, w="1")
    assert "dL/dw = 4*w" in str(solution)
    assert "dL/dw" not in solution.quantities


def test_weights_of_an_average_that_were_swapped():
    """v = 0.1 v + 0.9 g^2 in place of 0.9 v + 0.1 g^2; so too for the moments of Adam."""
    grads = np.array([0.3, 0.2, -0.1])
    squares = [sum(0.1 ** (t - s) * 0.9 * grads[s] ** 2 for s in range(t + 1)) for t in range(3)]
    givens = {"grads": grads.tolist(), "lr": "0.01", "beta": "0.9", "epsilon": "0"}
    assert mistakes("rmsprop", "accumulators", squares, **givens) == [("weights-swapped",)]
    moments = [sum(0.2 ** (t - s) * 0.8 * grads[s] for s in range(t + 1)) for t in range(3)]
    second = [sum(0.3 ** (t - s) * 0.7 * grads[s] ** 2 for s in range(t + 1)) for t in range(3)]
    givens = {"grads": grads.tolist(), "beta1": "0.8", "beta2": "0.7", "epsilon": "0"}
    assert mistakes("adam", "m", moments, **givens) == [("weights-swapped",)]
    assert mistakes("adam", "v", second, **givens) == [("weights-swapped",)]


def test_a_loss_has_at_most_eight_weights():
    names = [f"w{i}" for i in range(1, 10)]
    assert len(weights("momentum", loss=" + ".join(names[:8]), steps=1)[0]) == 8
    assert "1 to 8 variables" in refused("momentum", loss=" + ".join(names), steps=1)
    assert len(weights("momentum", grads="1,2,3,4,5,6,7,8;8,7,6,5,4,3,2,1")[0]) == 8


def test_decay_is_taken_off_the_weight_before_the_step():
    """By hand, without moments: 1 - 0.1 - 0.1 · 0.2 · 1, where the unscaled decay is 0.2."""
    givens = {"grads": "2", "w": "1", "lr": "0.1", "weight_decay": "0.2", "epsilon": "0"}
    assert weights("adamw", **givens) == [0.88]
    assert weights("adamw", **givens, decay_unscaled=True) == pytest.approx([0.7])
    assert weights("adamw", grads="0,0", w="1", lr="0.1", weight_decay="0.5") == pytest.approx([0.95, 0.9025])


def test_decay_in_the_gradient_is_a_mistake_of_adamw():
    """L2 regularization in Adam: the gradient 2 + 0.2 · 1 leads to the same first step without decay."""
    givens = {"grads": "2", "w": "1", "lr": "0.1", "weight_decay": "0.2", "epsilon": "0"}
    assert mistakes("adamw", "weights", [0.9], **givens) == [("decay-forgotten",)]
    assert mistakes("adamw", "m", [0.1 * 2.2], **givens) == [("coupled",)]


def test_the_norm_of_adamax_by_hand():
    """u = max(0.5 · 4, 1) = 2 keeps the old gradient; then it is max(1, 3)."""
    answers = solver.solve("adamax", grads="4,1,3", beta1="0", beta2="0.5", lr="1", epsilon="0").numbers
    assert answers["u"] == [4, 2, 3]
    assert answers["weights"] == [-1, -1.5, -2.5]


def test_nadam_with_constant_momentum_by_hand():
    """mhat_1 = 0.5 · 1.5/(1 - 0.25) + 0.5 · 3/(1 - 0.5) = 4, and the root of vhat_1 is 3."""
    answers = solver.solve("nadam", grads="3", beta1="0.5", beta2="0.5", lr="0.3", epsilon="0").numbers
    assert answers["m_hat"] == [4]
    assert answers["weights"] == pytest.approx([-0.4])


def test_a_weight_must_not_be_called_as_the_momentum_of_nadam():
    assert "must not use a name" in refused("nadam", loss="mu**2", steps=1, w="1", schedule="keras")


def test_the_first_step_of_adadelta_comes_of_the_small_constant():
    """v_1 = 0.25 · 0.36 = 0.09 and s_1 = 0.4/0.5 · 0.6 with epsilon = 0.16, by hand."""
    answers = solver.solve("adadelta", grads="0.6", rho="0.75", epsilon="0.16").numbers
    assert answers["deltas"] == [pytest.approx(0.48)]
    assert answers["delta_accumulators"] == [pytest.approx(0.0576)]
    outside = 0.16 / (0.3 + 0.16) * 0.6
    givens = {"grads": "0.6", "rho": "0.75", "epsilon": "0.16"}
    assert mistakes("adadelta", "deltas", [outside], **givens) == [("epsilon-place",)]


def test_a_moving_average_by_hand():
    answers = solver.solve("ewma", values="8,4,6", beta="0.5").numbers
    assert answers["averages"] == [4, 4, 5]
    assert answers["corrected"] == pytest.approx([8, 16 / 3, 40 / 7])
    swapped = [0.1 * 0 + 0.9 * 8, 0.1 * 7.2 + 0.9 * 4]
    assert mistakes("ewma", "averages", swapped, values="8,4", beta="0.9") == [("weights-swapped",)]


def test_a_start_that_is_given_has_no_bias():
    assert solver.solve("ewma", values="8,4", beta="0.5", initial="2").numbers == {"averages": [5, 4.5]}


def schedule(**givens):
    return solver.solve("lr-schedule", **givens).numbers["rates"]


@pytest.mark.parametrize(
    ("givens", "rates"),
    [
        ({"kind": "step", "gamma": "0.1", "every": 30, "at": "29,30,59,60"}, [0.1, 0.01, 0.01, 0.001]),
        ({"kind": "piecewise", "boundaries": "10,20", "rates": "3,2,1", "at": "9,10,20"}, [3, 2, 1]),
        ({"kind": "linear", "total": 10, "end": "0.01", "at": "0,5,10,99"}, [0.1, 0.055, 0.01, 0.01]),
        ({"kind": "cosine", "total": 90, "at": "0,30,60,90,120"}, [0.1, 0.075, 0.025, 0, 0]),
        ({"kind": "cosine", "total": 90, "restart": True, "at": "90,120"}, [0.1, 0.075]),
        ({"kind": "exponential", "gamma": "0.25", "every": 10, "at": "5"}, [0.05]),
        ({"kind": "exponential", "gamma": "0.25", "every": 10, "staircase": True, "at": "5"}, [0.1]),
        ({"kind": "inverse-sqrt", "at": "0,3"}, [0.1, 0.05]),
        ({"kind": "warmup", "warmup": 10, "at": "0,5,10,50"}, [0, 0.05, 0.1, 0.1]),
    ],
)
def test_schedules_by_hand(givens, rates):
    assert schedule(**givens) == pytest.approx(rates, abs=1e-12)


@pytest.mark.parametrize(
    ("givens", "words"),
    [
        ({"kind": "step", "gamma": "0.1"}, "--every is missing: --kind step needs it"),
        ({"kind": "linear", "total": 10, "gamma": "0.1"}, "--gamma does not go with --kind linear"),
        ({"kind": "exponential"}, "--gamma or --decay must be given, and only one"),
        ({"kind": "piecewise", "boundaries": "5"}, "--gamma or --rates must be given"),
        ({"kind": "piecewise", "boundaries": "5,5", "gamma": "0.1"}, "--boundaries must rise"),
        ({"kind": "piecewise", "boundaries": "5", "rates": "1"}, "--rates must be 2"),
        ({"kind": "cosine", "total": 10, "warmup": 10}, "--warmup must be below the 10 steps"),
        ({"kind": "exponential", "gamma": "0.5", "staircase": True}, "--staircase goes with --every"),
        ({"kind": "inverse-sqrt", "at": "1,1"}, "--at must name each step once"),
    ],
)
def test_schedules_refuse_what_does_not_fit(givens, words):
    assert words in refused("lr-schedule", **{"at": "1", **givens})


def test_a_cosine_in_degrees():
    wrong = 0.05 * (1 + np.cos(np.radians(np.pi / 3)))
    givens = {"kind": "cosine", "total": 90, "lr": "0.1", "at": "30"}
    assert mistakes("lr-schedule", "rates", [wrong], **givens) == [("degrees",)]


def test_gradients_are_clipped_by_the_norm_of_all():
    """The root of 9 + 16 + 144 is 13."""
    both = solver.solve("gradient-clipping", grads=["3,4", "12"], norm="6.5").numbers
    assert both == {"norm": 13, "scale": 0.5, "clipped": [[1.5, 2], [6]]}
    each = solver.solve("gradient-clipping", grads=["3,4", "12"], norm="6", each=True).numbers
    assert each == {"norm": [5, 12], "scale": [1, 0.5], "clipped": [[3, 4], [6]]}
    matrix = solver.solve("gradient-clipping", grads="2,0;0,-0.5", value="1").numbers
    assert matrix == {"clipped": [[1, 0], [0, -0.5]]}


def test_nothing_is_scaled_where_all_gradients_are_0():
    assert solver.solve("gradient-clipping", grads="0,0", norm="1").numbers["clipped"] == [0, 0]


def test_small_gradients_that_were_stretched():
    assert mistakes("gradient-clipping", "clipped", [6, 8], grads="3,4", norm="10") == [("always-scaled",)]
    assert mistakes("gradient-clipping", "norm", 7, grads="3,4", norm="2") == [("sizes-summed",)]


@pytest.mark.parametrize(
    ("givens", "words"),
    [
        ({}, "--value or --norm must be given"),
        ({"value": 1, "norm": 1}, "only one of them"),
        ({"value": 1, "each": True}, "--each goes with --norm"),
        ({"value": 1, "epsilon": "1e-6"}, "--epsilon goes with --norm"),
    ],
)
def test_clipping_is_by_value_or_by_norm(givens, words):
    assert words in refused("gradient-clipping", grads="1,2", **givens)
