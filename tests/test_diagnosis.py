"""What is said of a wrong value: a mistake only where there was one, and what everyone can see of it."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import partial

import pytest

from solver import registry
from solver.checking.explaining.replay import Replay
from solver.checking.explaining.runs import runs_on
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.checking.written.claims import Claim, Written
from solver.cli.app import run as command
from solver.contract import DIFFICULTIES
from solver.errors import DlsolveError, InputError
from solver.mathematics.formula import Formula, symbols_of
from solver.mathematics.values import INFINITY
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.record.solution import Conclusion, leaves
from solver.sampling.random_stream import RandomStream
from tests.sweeps import some_by_default

ENTRIES = list(registry.entries().values())
TYPES = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
SOME = [some_by_default("entry", ENTRIES, 3, first, ids=lambda entry: entry.command) for first in range(3)]
"""Thirds of the types."""

MANY = 1000
"""Problems of a type in a long run."""

FEW = 6

FITTED = {"x": "1,2,3", "y": "3,6,5", "lr": "0.1"}
IMAGE = {"input": "1,2,3;4,5,6;7,8,9", "kernel": "1,0;0,-1"}
POOLED = {"input": "1,2,3,4;5,6,7,8;9,10,11,12;13,14,15,16", "size": 2}
SATURATED = {"x": "4,5", "w": "2,-3", "activation": "sigmoid"}
ADAM = {"grads": "0.3,0.2,0.1"}


def report(command, givens, *answers):
    problem = registry.find(command).load().of(**givens)
    return check(problem, [read_claim(answer) for answer in answers])


def findings(command, givens, *answers):
    return [finding for verdict in report(command, givens, *answers).verdicts for finding in verdict.findings]


def problems(entry, count):
    for seed in range(count):
        difficulty = DIFFICULTIES[seed % len(DIFFICULTIES)]
        yield (
            random.Random(f"{entry.command}/{seed}"),
            entry.load().sample(RandomStream(f"diagnosis/{entry.command}/{seed}"), difficulty),
        )


def written(value):
    """An answer as the solver has it, without rounding."""
    if isinstance(value, tuple):
        return tuple(map(written, value))
    if isinstance(value, Conclusion):
        return value
    number = value.evaluate()
    return Written(str(number), number)


def real(value):
    """The float that a formula is; none where it is complex or infinite."""
    number = value.evaluate()
    is_real = isinstance(number, Fraction) or abs(complex(number).imag) == 0
    return float(number) if is_real and abs(number) != INFINITY else None


def numbers(solution):
    """The numbers of the answers that are compared one by one, each with its answer and the way to it."""

    def inside(value, path):
        if isinstance(value, tuple):
            for position, item in enumerate(value):
                yield from inside(item, (*path, position))
        elif isinstance(value, Formula):
            yield path, value

    for answer in solution.answers:
        if answer.comparison is Comparison.VALUES:
            for path, value in inside(answer.value, ()):
                yield answer, path, value


def with_entry(value, path, entry):
    """An answer with one entry replaced."""
    if not path:
        return entry
    first, *rest = path
    return tuple(with_entry(v, rest, entry) if k == first else written(v) for k, v in enumerate(value))


# Never a mistake where there was none


def decimal(draw, size):
    """A random number of three to five digits, of the size of the right one or of any."""
    value = draw.choice((draw.uniform(0.3, 3) * size, draw.uniform(-2, 2) * (size or 1), draw.uniform(0, 10)))
    text = f"{value:.{draw.choice((3, 4, 5))}g}"
    return text if "." in text and "e" not in text else ""


def whole(draw, size):
    """A random whole number up to twice the right one, or up to 10."""
    most = max(10, int(2 * abs(size)) + 1)
    return str(draw.randint(-most if draw.random() < 0.2 else 0, most))


def claim_of_entry(answer, path, entry):
    """An answer that is right but for one entry."""
    return Claim(answer.name, with_entry(answer.value, path, entry))


def places_of(solution):
    """Numbers, and how each is claimed: those of answers or, where these are sets, those of the working."""
    answered = [(value, partial(claim_of_entry, answer, path)) for answer, path, value in numbers(solution)]
    worked = [(q.symbol, partial(Claim, name)) for name, q in solution.quantities.items() if q.symbol.value]
    return [place for place in answered or worked if real(place[0]) is not None]


def told_as_fact(entry, count, spell):
    """Of random wrong numbers, how many are given a mistake as a fact, and how many there were."""
    facts = total = 0
    for draw, problem in problems(entry, count):
        places = places_of(run(problem))
        if not places:
            continue
        value, claimed_as = draw.choice(places)
        right = real(value)
        text = spell(draw, right)
        if not text or abs(float(text) - right) <= 0.02 * abs(right):
            continue
        verdicts = check(problem, [claimed_as(read_claim(f"x = {text}").value)]).verdicts
        kinds = [finding.kind for verdict in verdicts for finding in verdict.findings]
        total += 1
        facts += Kind.MISTAKE in kinds
    return facts, total


@SOME[0]
def test_random_decimals_are_seldom_mistakes(entry):
    facts, _ = told_as_fact(entry, FEW, decimal)
    assert facts <= 1


@SOME[1]
def test_random_whole_numbers_are_seldom_mistakes(entry):
    facts, _ = told_as_fact(entry, FEW, whole)
    assert facts <= 1


@pytest.mark.study
@TYPES
@pytest.mark.parametrize(("spell", "most"), [(decimal, 0.01), (whole, 0.05)])
def test_false_diagnoses_are_rare_over_many_seeds(entry, spell, most):
    facts, total = told_as_fact(entry, MANY, spell)
    assert facts <= most * total


@pytest.mark.parametrize(
    ("command", "givens", "answer"),
    [
        ("neuron", SATURATED, "a=0"),
        ("neuron", {"x": "5", "w": "1", "activation": "sigmoid"}, "output=1"),
        ("eigen", {"matrix": "4,0,1;-2,1,0;-2,0,1"}, "lambda_1=1"),
        ("bayes", {"priors": "0.01,0.99", "likelihoods": "0.95,0.05"}, "posteriors=16.1,83.9"),
        ("column-space", {"matrix": "1,2,3;2,4,7"}, "basis=(1,2),(2,4)"),
    ],
)
def test_another_reading_speaks_against_a_mistake(command, givens, answer):
    """Rounded, numbered otherwise, in percent, or wrong by itself."""
    assert Kind.MISTAKE not in [finding.kind for finding in findings(command, givens, answer)]


def test_one_digit_alone_may_be_a_mistake_and_several_numbers_are_one():
    (alone,) = findings("adam", ADAM, "w_1=0.01")
    assert alone.kind is Kind.WRONG
    assert "it may be that the step was added instead of subtracted" in alone.words
    assert not alone.mistakes
    first, second = findings("adam", ADAM, "w_1=0.01", "w_2=0.0197")
    assert (first.kind, first.words) == (Kind.MISTAKE, "the step was added instead of subtracted")
    assert second.kind is Kind.CARRIED


def test_a_mistake_in_one_line_is_told_from_the_values_before_it():
    """m_1 was put in for mhat_1, and the second step was made with it: 0.9 + 0.1 · 9.98."""
    givens = {"loss": "theta^2", "w": "5", "lr": "0.1", "steps": 2}
    first, second = findings("adam", givens, "m_hat=1,1.898")
    assert first.words == "the bias correction was left out"
    assert (second.kind, second.words) == (Kind.CARRIED, "it comes of the same mistake")


def wrongly_named(entry, seeds):
    """Mistakes that were made, for which only others are told as a fact."""
    for _, problem in problems(entry, seeds):
        solution = run(problem)
        for mistake, words in solution.mistakes.items():
            try:
                theirs = run(problem, Rerun(mistakes=(mistake,))).answers
            except InputError:
                continue
            names = {answer.name for answer in solution.answers}
            claims = [Claim(a.name, written(a.value)) for a in theirs if a.name in names]
            found = [f for verdict in check(problem, claims).verdicts for f in verdict.findings]
            told = [f for f in found if f.kind is Kind.MISTAKE]
            named = {name for finding in told for name in finding.mistakes}
            is_named = mistake in named or any(words in f.words for f in found)
            # Of many mistakes that lead to the same, three are told.
            if told and not is_named and not any(f.words.count(", or ") == 2 for f in told):
                yield mistake, told, problem


@TYPES
def test_no_other_mistake_is_a_fact_than_the_one_that_was_made(entry):
    assert not list(wrongly_named(entry, 1))


@pytest.mark.study
@TYPES
def test_no_other_mistake_is_a_fact_over_many_seeds(entry):
    assert not list(wrongly_named(entry, MANY))


@pytest.mark.parametrize(
    ("command", "givens", "answer", "told"),
    [
        (
            "conv-size",
            {"input": "28", "kernel": "3", "padding": 1},
            "output=27",
            ("+ 1 was forgotten", "one side only"),
        ),
        (
            "autoregressive",
            {"probabilities": "0.5,0.25"},
            "perplexity=0.3536",
            ("sign of its exponent", "minus"),
        ),
    ],
)
def test_a_value_that_two_mistakes_lead_to_names_both(command, givens, answer, told):
    words = " ".join(finding.words for finding in findings(command, givens, answer))
    assert all(part in words for part in told), words


def test_part_of_a_list_may_be_all_that_a_mistake_leaves():
    """The points with a positive multiplier are half of those that are wanted, and all that were found."""
    givens = {"f": "x - 2*y - 2*z", "constraint": "x^2 + y^2 + z^2 = 36"}
    answers = "minimizer=(2,-4,-4)", "maximizer=(2,-4,-4)", "stationary_points=(2,-4,-4)"
    words = [finding.words for finding in findings("lagrange", givens, *answers)]
    assert any("only the positive one" in told for told in words), words


# What everyone can see


def changed(entry, change):
    """For some numbers of a type, what is said of them when they are changed."""
    for draw, problem in problems(entry, FEW):
        places = [place for place in numbers(run(problem)) if place[2].evaluate() not in (0, 1, -1)]
        if not places:
            continue
        answer, path, value = draw.choice(places)
        number = change(value.evaluate())
        claim = with_entry(answer.value, path, Written(str(number), number))
        found = check(problem, [Claim(answer.name, claim)]).verdicts[0].findings
        yield problem, value, [finding for finding in found if not finding.kind.is_right]


@SOME[0]
def test_a_wrong_sign_is_seen(entry):
    for problem, value, found in changed(entry, lambda number: -number):
        if found:
            explained = any(f.kind in (Kind.MISTAKE, Kind.CONVENTION, Kind.CARRIED) for f in found)
            assert explained or any("sign" in finding.words for finding in found), (problem, value, found)


@pytest.mark.spread("power")
@TYPES
@pytest.mark.parametrize("power", [-1, 1, 2, 3])
def test_a_decimal_point_in_the_wrong_place_is_seen(entry, power):
    size = f"{10 ** abs(power):,} times too {'large' if power > 0 else 'small'}"
    for problem, value, found in changed(entry, lambda number: number * Fraction(10) ** power):
        if found:
            explained = any(f.kind in (Kind.MISTAKE, Kind.CONVENTION, Kind.CARRIED) for f in found)
            assert explained or any(size in finding.words for finding in found), (problem, value, found)


def arrays(entry):
    """Answers of a type that are lists of different numbers."""
    for _, problem in problems(entry, 3 * FEW):
        for answer in run(problem).answers:
            names = list(leaves(answer.value))
            is_flat = isinstance(answer.value, tuple) and not any(isinstance(v, tuple) for v in answer.value)
            if answer.comparison is Comparison.VALUES and all(names) and len(set(names)) > 2 and is_flat:
                values = [value.evaluate() for value in answer.value]
                if len(set(values)) == len(values):
                    yield problem, answer


@SOME[1]
def test_a_reversed_order_is_seen(entry):
    for problem, answer in arrays(entry):
        claim = Claim(answer.name, written(answer.value)[::-1])
        found = [f for f in check(problem, [claim]).verdicts[0].findings if not f.kind.is_right]
        mistaken = any(f.kind in (Kind.MISTAKE, Kind.CONVENTION) for f in found)
        assert mistaken or any("order" in f.words or "exchanged" in f.words for f in found), (problem, found)


@SOME[2]
def test_values_of_the_step_before_are_seen(entry):
    for problem, answer in arrays(entry):
        values = written(answer.value)
        strange = Written("7919", Fraction(7919))
        found = check(problem, [Claim(answer.name, (strange, *values[:-1]))]).verdicts[0].findings
        wrong = [f for f in found if f.kind is Kind.WRONG]
        assert any("too late" in f.words or "value of" in f.words for f in wrong), (problem, found)


def steps_not_made(entry):
    """Numbers in whose place that of the step before was written, from which they are worked out."""
    for _, problem in problems(entry, FEW):
        quantities = run(problem).quantities
        for name, quantity in list(quantities.items()):
            stem, _, index = name.rpartition("_")
            before = f"{stem}_{int(index) - 1}" if index.isdigit() else ""
            if before in quantities and before in {symbol.name for symbol in symbols_of(quantity.formula)}:
                yield problem, name, quantities[before].symbol
                break


@TYPES
def test_a_step_that_was_not_made_is_seen(entry):
    for problem, name, before in steps_not_made(entry):
        if before.value is None or real(before) is None:
            continue
        (found,) = (
            check(problem, [Claim(name, read_claim(f"x={real(before):.4g}").value)]).verdicts[0].findings
        )
        seen = (
            "that is the value of",
            "so few digits",
            "sign",
            "times too",
            "much too",
            "far too",
            "upside down",
        )
        is_seen = found.kind is Kind.MISTAKE or any(words in found.words for words in seen)
        assert found.kind.is_right or is_seen, (problem, name, found)


@pytest.mark.parametrize(
    ("command", "givens", "answers", "words"),
    [
        ("pool", POOLED, ["output=[[6,14],[8,16]]"], "transposed"),
        ("batch", FITTED, ["weights=0.467", "biases=1.0"], "exchanged with your"),
        ("conditional", {"joint": "0.1", "condition": "0.8"}, ["conditional=12.5"], "a percentage needs"),
        (
            "inverse",
            {"matrix": "4,-2;1,2"},
            ["inverse=20.0,20.0;-10.0,40.0"],
            "multiplied by the determinant",
        ),
        ("feature-map", IMAGE, ["feature_map=[[-4,-4],[-4,4]]"], "only its sign is wrong"),
        ("adam", ADAM, ["mhat_2=0.2484"], "right to 2 digits"),
        ("adam", ADAM, ["mhat_2=0.31"], "it is too large"),
        ("adam", ADAM, ["mhat_2=1.03"], "about 4 times too large"),
        ("neuron", SATURATED, ["a=0"], "at least 3 significant digits"),
        ("cross-entropy", {"p": "1,0", "q": "0,1"}, ["cross_entropy=3"], "the right value is not finite"),
        ("entropy", {"p": "1/2,1/2"}, ["entropy=inf"], "the right value is finite"),
    ],
)
def test_the_words_for_a_wrong_value(command, givens, answers, words):
    found = findings(command, givens, *answers)
    assert any(words in finding.words for finding in found), found


def test_a_wrong_yes_or_no_says_what_to_look_at():
    (found,) = findings("eigen", {"matrix": "2,1;1,2"}, "diagonalizable=no")
    assert found.place.startswith("A is diagonalizable just where every eigenvalue has as many")


def test_the_same_verdict_is_said_once_under_the_names_of_the_quantities():
    (verdict,) = report("pool", POOLED, "output=[[6,14],[8,16]]").verdicts
    assert [names for names, _ in verdict.groups] == ["y_11, y_22", "y_12, y_21"]


# Units and zeros


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("entropy=1.157 bits", Kind.RIGHT),
        ("entropy=1.157 bits/symbol", Kind.RIGHT),
        ("entropy=0.8018 nats", Kind.EQUIVALENT),
        ("entropy=0.8018 nat", Kind.EQUIVALENT),
        ("entropy=0.3482 hartleys", Kind.EQUIVALENT),
        ("entropy=0.3482 bans", Kind.EQUIVALENT),
        ("entropy=1.157 nats", Kind.WRONG),
        ("entropy=0.8018 bits", Kind.CONVENTION),
        ("entropy=0.9 nats", Kind.WRONG),
    ],
)
def test_a_unit_counts_and_is_converted(answer, kind):
    (found,) = findings("entropy", {"p": "0.7,0.2,0.1"}, answer)
    assert found.kind is kind


@pytest.mark.parametrize("command", ["entropy", "kl", "cross-entropy", "continuous-information"])
@pytest.mark.parametrize("unit", ["bits", "nats", "hartleys"])
def test_every_measure_of_information_is_converted(command, unit):
    base = {"bits": "2", "nats": "e", "hartleys": "10"}[unit]
    for _, problem in problems(registry.find(command), FEW):
        other = run(problem.altered(base=base))
        for answer in other.answers:
            value = answer.value.evaluate()
            claim = Claim(answer.name, Written(str(value), value, 6, 0.0, unit))
            assert check(problem, [claim]).is_right


@pytest.mark.parametrize(
    ("command", "givens", "answer", "is_right"),
    [
        ("neuron", {"x": "-50", "w": "1", "activation": "sigmoid"}, "output=0", True),
        ("neuron", {"x": "-10", "w": "1", "activation": "sigmoid"}, "output=0", False),
        ("neuron", {"x": "0.1,0.3", "w": "3,-1"}, "z=5.55e-17", True),
        ("neuron", {"x": "0.1,0.3", "w": "3,-1"}, "z=1e-16", True),
        ("neuron", {"x": "0.1,0.3", "w": "3,-1"}, "z=1e-6", False),
        ("eigen", {"matrix": "1,2;2,4"}, "eigenvalues=5,1e-16", True),
        ("rmsprop", {"grads": "1e-8,1"}, "v_1=0", False),
        ("cross-entropy", {"p": "1,0", "q": "0,1"}, "cross_entropy=undefined", False),
    ],
)
def test_zeros_of_floating_point(command, givens, answer, is_right):
    assert report(command, givens, answer).is_right is is_right


@pytest.mark.parametrize("digits", range(3, 13))
def test_complex_numbers_are_right_at_any_digits(digits):
    root = f"{6**0.5:.{digits - 1}f}"
    for real_part in ("1", "1.0", f"{1:.{digits - 1}f}"):
        answer = f"eigenvalues={real_part}+{root}i,{real_part}-{root}i"
        assert report("eigen", {"matrix": "1,-2;3,1"}, answer).is_right
    wrong = f"eigenvalues=1+{float(root) * 1.02:.{digits - 1}f}i,1-{root}i"
    assert not report("eigen", {"matrix": "1,-2;3,1"}, wrong).is_right


# Forecasts


@SOME[2]
def test_what_is_foreseen_of_a_mistake_is_what_a_run_leads_to(entry):
    """Or a diagnosis would be missed."""
    for _, problem in problems(entry, FEW):
        runs = runs_on(problem)
        for mistake in runs.solution.mistakes:
            try:
                again = run(problem, Rerun(mistakes=(mistake,))).quantities
            except (InputError, DlsolveError):
                continue
            for name in again.keys() & runs.solution.quantities.keys():
                if runs.ancestry.tells(name, (mistake,)):
                    foreseen = Replay(runs.ancestry, (mistake,)).line(name)
                    assert foreseen.value == again[name].symbol.value
                    if mistake not in runs.ancestry.movers(name):
                        assert foreseen.value == runs.solution.quantities[name].symbol.value


ATTENTION = ("--q", "1,2", "--k", "1,0;0,1", "--v", "1;2")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["inverse", "--matrix", "1,2;3,4", "--answer", "inverse=(-2,1.5;1,-0.5)"],
            "A^-1_12, A^-1_21 wrong: it is transposed",
        ),
        (
            ["joint", "--table", "0.1,0.2;0.3,0.4", "--answer", "independent=yes"],
            "look again at: X and Y are independent if each entry is the product of its marginals.",
        ),
        (
            ["eigen", "--matrix", "1,1;0,1", "--answer", "diagonalizable=yes"],
            "look again at: A is diagonalizable just where every eigenvalue has as many independent",
        ),
        (
            [
                "attention",
                "--q",
                "1,2",
                "--k",
                "1,0;0,1",
                "--v",
                "1;2",
                "--unscaled",
                "--answer",
                "scores=0.7071,1.414",
            ],
            "by the root of the width of a key; the question asks for that (without --unscaled)",
        ),
        (
            ["attention", *ATTENTION, "--answer", "scores=1.000,2.000"],
            "by the root of the width of a key; the question does not ask for that (--unscaled)",
        ),
    ],
)
def test_what_is_said_helps(arguments, told, capsys):
    assert command(["check", *arguments]) == 1
    assert told in " ".join(capsys.readouterr().out.split())
