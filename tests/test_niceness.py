"""Sampled problems are worth doing by hand: their numbers stay short throughout the working."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.mathematics.decimals import round_value
from solver.record.engine import run
from solver.sampling.search import ATTEMPTS, MOST_ATTEMPTS, nicest
from tests.kept_codes import drawn

TYPES = pytest.mark.parametrize("command", registry.entries())
LEVELS = pytest.mark.parametrize("difficulty", DIFFICULTIES)
DIGITS = 4
LONGEST_NUMERATOR, LONGEST_DENOMINATOR = 4, 3
FEW_SEEDS = range(20)
SOME_PROBLEMS, MANY_PROBLEMS = 20, 80


@pytest.mark.parametrize(
    ("draws", "taken", "count"),
    [
        ({3: 0.7, 5: 0.8, 6: 0.9}, 5, 5),  # what is as nice as wanted ends the search
        ({3: 0.2, 150: 0.7, 151: 0.4, 201: 0.79}, 150, ATTEMPTS),  # the best of the first so many
        ({ATTEMPTS: 0.1}, ATTEMPTS, ATTEMPTS),
        ({ATTEMPTS + 1: 0.1}, ATTEMPTS + 1, 2 * ATTEMPTS),
        ({MOST_ATTEMPTS: 0.1}, MOST_ATTEMPTS, MOST_ATTEMPTS),
        ({MOST_ATTEMPTS + 1: 1.0}, None, MOST_ATTEMPTS),
    ],
)
def test_the_search_ends_with_what_is_nice_or_the_best(draws, taken, count):
    made = itertools.count(1)
    found = nicest(lambda: (draws[place], place) if (place := next(made)) in draws else None, 0.8)
    assert (found, next(made) - 1) == (taken, count)


def is_nice(value, *, exact):
    """Whether a value ends within four significant digits; where fractions are shown, a short one."""
    if not isinstance(value, Fraction):
        return False
    if exact:
        short_top = len(str(abs(value.numerator))) <= LONGEST_NUMERATOR
        return short_top and len(str(value.denominator)) <= LONGEST_DENOMINATOR
    return round_value(value, DIGITS) == value


def check_problem(command, difficulty, seed):
    """Solve it, and hold its numbers against what its type declares."""
    question = drawn(command, difficulty, seed)
    solution = run(question.problem)
    shown = solution.quantities.keys() - question.problem.worked.asides
    known = [solution.quantities[name].symbol.value for name in shown]
    values = [value for value in known if value is not None]
    nice = sum(is_nice(value, exact=solution.exact) for value in values)
    least = question.problem.exact_share[difficulty]
    assert nice >= least * len(values) - 1e-9, f"{question.code}: {nice} of {len(values)}"
    assert solution.answers, question.code


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
def test_numbers_stay_short(command, difficulty):
    for seed in FEW_SEEDS:
        check_problem(command, difficulty, seed)


@pytest.mark.sweep
@TYPES
@LEVELS
def test_numbers_stay_short_over_many_seeds(command, difficulty, many_seeds):
    for seed in range(many_seeds):
        check_problem(command, difficulty, seed)


def different(command, difficulty, seeds):
    """How many of the problems of these seeds differ."""
    return len({repr(sorted(drawn(command, difficulty, seed).problem.spelled.items())) for seed in seeds})


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
def test_problems_differ(command, difficulty):
    assert different(command, difficulty, range(SOME_PROBLEMS)) >= SOME_PROBLEMS // 2


@pytest.mark.sweep
@TYPES
@LEVELS
def test_there_are_many_problems(command, difficulty):
    assert different(command, difficulty, range(2 * MANY_PROBLEMS)) >= MANY_PROBLEMS


def test_what_a_type_refuses_is_drawn_anew(monkeypatch):
    """A convolution with dilation may not fit into the map that the layers before it leave."""
    kind = registry.find("receptive-field").load()
    drawn_givens = iter([{"layers": "input 4; conv 7"}, {"layers": "input 9; conv 3; conv 3 p1"}])
    monkeypatch.setattr(kind, "candidate", lambda draw, difficulty: next(drawn_givens))
    assert drawn("receptive-field", "easy", 1).problem.spelled["layers"] == "input 9; conv 3; conv 3 p1"


@pytest.mark.parametrize("seed", [2001])
def test_every_seed_has_a_question(seed):
    assert drawn("receptive-field", "hard", seed).task


CASES = [
    ("lagrange", "easy", lambda solution: min(solution.withheld), {"maximizer", "minimizer"}),
    *(
        (command, difficulty, lambda solution, name=name: solution.numbers[name], {True, False})
        for command, name in (("eigen", "diagonalizable"), ("perceptron", "converged"))
        for difficulty in DIFFICULTIES
    ),
    ("knn", "hard", lambda solution: solution.numbers["label"], {"A", "B", "C"}),
    ("column-space", "easy", lambda solution: solution.numbers["rank"], {2, 3}),
    ("column-space", "medium", lambda solution: solution.numbers["rank"], {2, 3}),
    ("null-space", "easy", lambda solution: solution.numbers["rank"], {1, 2}),
    ("null-space", "medium", lambda solution: solution.numbers["rank"], {2, 3}),
    ("joint", "easy", lambda solution: solution.numbers["independent"], {True, False}),
    ("xor", "medium", lambda solution: solution.numbers["solves"], {True, False}),
    ("hessian", "medium", lambda solution: solution.numbers["condition_number"] == math.inf, {True, False}),
    ("batch-norm", "easy", lambda solution: solution.numbers["variance"] > 16, {True, False}),
    ("feature-map", "easy", lambda solution: tuple(solution.numbers["size"]), {(2, 2), (3, 2)}),
    ("naive-bayes", "easy", lambda solution: solution.numbers["label"], {"spam", "ham"}),
]
"""A type, what a guesser could take for the usual answer, and what there must be of it."""


@pytest.mark.parametrize(
    ("command", "difficulty"),
    [("adam", "medium"), ("adamw", "medium"), ("nadam", "medium"), ("adagrad", "hard"), ("rmsprop", "hard")],
)
def test_the_steps_of_a_weight_do_not_tell_those_of_another(command, difficulty):
    """Rules that divide by the size of the gradients take the same steps where these are in proportion."""
    for seed in range(20):
        rows = [
            row.split(",") for row in drawn(command, difficulty, seed).problem.spelled["grads"].split(";")
        ]
        first, second = abs(np.array(rows, float)).T
        assert not np.allclose(first[1:] / first[0], second[1:] / second[0])


@pytest.mark.parametrize(("command", "difficulty", "case", "wanted"), CASES)
def test_no_answer_is_the_usual_one(command, difficulty, case, wanted):
    found = Counter(case(run(drawn(command, difficulty, seed).problem)) for seed in range(40))
    assert set(found) == wanted
    assert min(found.values()) >= 6


@pytest.mark.parametrize(
    ("command", "answer", "fewest"), [("regression-metrics", "rmse", 8), ("pca", "components", 4)]
)
@LEVELS
def test_nice_numbers_are_not_always_the_same(command, answer, fewest, difficulty):
    """What few draws are nice enough for is drawn in several units, or turned about."""
    found = Counter(
        str(np.round(run(drawn(command, difficulty, seed).problem).numbers[answer], 6)) for seed in range(40)
    )
    assert len(found) >= fewest
    assert max(found.values()) <= 18


@LEVELS
def test_the_weights_of_a_widest_margin_are_mostly_not_of_one_size(difficulty):
    problems = [drawn("svm", difficulty, seed).problem for seed in range(60)]
    weights = [run(problem).numbers["w"] for problem in problems if problem.w is None]
    assert 2 * sum(abs(one) == abs(other) for one, other in weights) <= 1.3 * len(weights)


LAWS = "binomial", "poisson", "exponential", "normal"


def keys_are_told_apart(numbers):
    """Whether no query scores all keys alike, and no two queries or keys have the same scores."""
    scores = np.array(numbers["scores"], float)
    heads = scores.reshape(-1, *scores.shape[-2:])
    differ = all(len(np.unique(rows, axis=0)) == len(rows) for head in heads for rows in (head, head.T))
    return differ and bool((np.ptp(heads, axis=2) > 1e-9).all())


@pytest.mark.parametrize(
    ("command", "is_shown"),
    [
        ("attention", keys_are_told_apart),
        ("multi-head", keys_are_told_apart),
        *((net, lambda numbers: all(map(np.any, numbers["hidden"]))) for net in ("forward", "backprop")),
        ("autoencoder", lambda numbers: any(np.ravel(numbers["code"]))),
        *((law, lambda numbers: 0.004 < numbers.get("probability", 0.5) < 0.996) for law in LAWS),
        ("tf-idf", lambda numbers: np.all(np.array(numbers["tf"]) > 0, axis=0).sum() < 2),
        ("gan", lambda numbers: numbers.get("jensen_shannon", 1) > 0),
        ("seq2seq", lambda numbers: (np.ptp(numbers["probabilities"], axis=1) > 1e-9).all()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@LEVELS
def test_samples_show_what_their_topic_is_about(command, is_shown, difficulty):
    """A code or a layer that is 0, a query to which all keys are alike, an event that is all but sure, or
    words that stand everywhere leave nothing to work out.
    """
    for seed in range(8):
        assert is_shown(run(drawn(command, difficulty, seed).problem).numbers), seed


@pytest.mark.parametrize("command", ["numerical-gradient", "nesterov", "jacobian", "autodiff"])
@LEVELS
def test_formulas_are_drawn_as_they_are_written(command, difficulty):
    """No coefficient is 1, and no negative number is added."""
    for seed in range(12):
        for text in map(str, drawn(command, difficulty, seed).problem.spelled.values()):
            assert not re.search(r"(?<![\d.*/])1\*[a-z(]|\+ -", text), text
