"""Entropies beyond what holds for every type: zeros, infinity, units, and the integrals shown."""

from __future__ import annotations

import json
import math
import re
from fractions import Fraction

import numpy as np
import pytest
import scipy.integrate
import scipy.special
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver import registry
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.mathematics import formula as f
from solver.mathematics import numpy_bridge as numeric
from solver.problems.information_theory.continuous_information._densities import DensityOf
from solver.problems.information_theory.continuous_information._shapes import X
from solver.record.blocks import Equation, Sentence
from solver.record.engine import run
from solver.rendering.json_export import to_json
from solver.rendering.printing import Style
from solver.rendering.templates import render
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.pages import TEMPLATED
from tests.problems.naming import findings, mistakes
from tests.problems.solving import mistaken

COUNTS = st.integers(1, 6).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 9), min_size=n, max_size=n).filter(any)] * 2)
)
DENSITIES = (
    "uniform(1,3)",
    "uniform(0,4)",
    "exponential(2)",
    "exponential(1/3)",
    "normal(1,2)",
    "normal(-1,3)",
)
ALL_PAIRS = [(first, second) for first in DENSITIES for second in DENSITIES]
INFINITE = [
    ("uniform(0,1)", "uniform(1,2)", "do not overlap"),
    ("uniform(-2,-1)", "exponential(1)", "do not overlap"),
    ("uniform(0,2)", "uniform(0,1)", "reaches beyond"),
    ("exponential(2)", "uniform(0,9)", "reaches beyond"),
    ("normal(5,1)", "exponential(1)", "reaches beyond"),
]


def probabilities(counts):
    return [f"{count}/{sum(counts)}" for count in counts]


def close(value):
    return pytest.approx(value, rel=1e-12, abs=1e-12)


@settings(deadline=None)
@given(COUNTS, st.sampled_from(["2", "e", "10"]))
def test_the_divergence_is_cross_entropy_less_entropy(counts, base):
    p, q = map(probabilities, counts)
    solution = solver.solve("kl", p=p, q=q, base=base)
    known = {name: float(quantity.symbol) for name, quantity in solution.quantities.items()}
    assert known["D(p||q)"] == close(known["D_check"])
    assert known["D(p||q)"] >= -1e-15
    assert known["H(p,q)"] == close(
        solver.solve("cross-entropy", p=p, q=q, base=base).numbers["cross_entropy"]
    )
    assert known["H(p)"] == close(solver.solve("entropy", p=p, base=base).numbers["entropy"])


@pytest.mark.parametrize(("base", "unit"), [("2", "bits"), ("e", "nats"), ("10", "hartleys")])
def test_the_unit_is_said(base, unit):
    for command, givens in (
        ("entropy", {"p": "0.5,0.5"}),
        ("cross-entropy", {"p": "0.5,0.5", "q": "0.2,0.8"}),
        ("kl", {"p": "0.5,0.5", "q": "0.2,0.8"}),
        ("continuous-information", {"f": "uniform(0,1)", "g": "uniform(0,2)"}),
    ):
        text = str(solver.solve(command, base=base, **givens))
        assert f"in {unit}" in text
        assert not any(f"in {other}" in text for other in {"bits", "nats", "hartleys"} - {unit})


def test_bits_are_the_default_and_exact_where_they_can_be():
    assert solver.solve("entropy", p="1/2,1/4,1/8,1/8").quantities["H(p)"].symbol.value == Fraction(7, 4)
    bits = solver.solve("entropy", p="0.7,0.2,0.1").numbers["entropy"]
    assert bits == close(solver.solve("entropy", p="0.7,0.2,0.1", base="e").numbers["entropy"] / math.log(2))


@pytest.mark.parametrize("command", ["entropy", "cross-entropy", "kl"])
def test_outcomes_that_never_occur_add_nothing(command):
    q = {} if command == "entropy" else {"q": "0.25,0.25,0.5,0"}
    text = " ".join(str(solver.solve(command, p="0.5,0.5,0,0", **q)).split())
    assert "counts as 0: an outcome that never occurs adds nothing" in text
    assert "counts as 0" not in str(solver.solve(command, p="0.5,0.5", **({"q": "0.5,0.5"} if q else {})))


@pytest.mark.parametrize("command", ["cross-entropy", "kl"])
@pytest.mark.parametrize(("p", "q"), [("0.7,0.2,0.1", "0.8,0.2,0"), ("0,1", "1,0"), ("0.5,0,0.5", "1,0,0")])
def test_what_the_model_calls_impossible_is_infinite(command, p, q):
    solution = solver.solve(command, p=p, q=q)
    (answer,) = solution.numbers.values()
    assert answer == math.inf
    assert "calls impossible what occurs under p" in " ".join(str(solution).split())


@pytest.mark.parametrize("form", TEMPLATED)
def test_infinity_is_shown_in_every_format(form):
    symbol = {"terminal": "∞", "latex": r"\infty", "markdown": r"\infty", "html": "∞"}.get(form, "infinity")
    for solution in (
        solver.solve("kl", p="0.5,0.5,0", q="1,0,0"),
        solver.solve("cross-entropy", p="0.5,0.5,0", q="1,0,0", base="e"),
        solver.solve("continuous-information", f="normal(0,1)", g="uniform(0,1)"),
    ):
        for style in (Style(), Style(exact=True)):
            text = render(solution, form, style=style)
            assert symbol in text
            assert not re.search(r"\bnan\b", text, re.IGNORECASE)
        answers = json.loads(to_json(solution))["answers"]
        assert {"value": "Infinity", "exact": "infinity"} in answers.values()


def test_exact_answers_do_not_say_infinity_twice():
    solution = solver.solve("kl", p="0.5,0.5,0", q="1,0,0")
    assert "kl = infinity bits\n" in render(solution, "text", style=Style(exact=True))


@pytest.mark.parametrize(
    ("command", "mistake", "expected"),
    [
        ("entropy", "wrong-base", -(0.7 * math.log(0.7) + 0.3 * math.log(0.3))),
        ("entropy", "no-minus-sign", 0.7 * math.log2(0.7) + 0.3 * math.log2(0.3)),
        ("entropy", "term-missing", -0.7 * math.log2(0.7)),
        ("entropy", "not-weighted", -math.log2(0.7) - math.log2(0.3)),
        ("cross-entropy", "swapped", -0.4 * math.log2(0.7) - 0.6 * math.log2(0.3)),
        ("cross-entropy", "entropy-taken", -0.7 * math.log2(0.7) - 0.3 * math.log2(0.3)),
        ("cross-entropy", "term-missing", -0.7 * math.log2(0.4)),
        ("kl", "swapped", 0.4 * math.log2(0.4 / 0.7) + 0.6 * math.log2(0.6 / 0.3)),
        ("kl", "upside-down", 0.7 * math.log2(0.4 / 0.7) + 0.3 * math.log2(0.6 / 0.3)),
        ("kl", "wrong-base", 0.7 * math.log(0.7 / 0.4) + 0.3 * math.log(0.3 / 0.6)),
    ],
)
def test_mistakes(command, mistake, expected):
    q = {} if command == "entropy" else {"q": "0.4,0.6"}
    (answer,) = mistaken(command, mistake, p="0.7,0.3", **q).values()
    assert answer == close(expected)


def test_the_wrong_base_is_2_where_e_is_right():
    assert mistaken("entropy", "wrong-base", p="0.5,0.5", base="e") == {"entropy": 1}
    assert "base 2 instead of e" in solver.solve("entropy", p="0.5,0.5", base="e").mistakes["wrong-base"]


def test_swapping_may_make_it_infinite():
    assert mistaken("kl", "swapped", p="1,0", q="0.5,0.5") == {"kl": math.inf}


@pytest.mark.parametrize("command", ["cross-entropy", "kl"])
def test_different_numbers_of_outcomes_are_refused(command):
    with pytest.raises(InputError, match="--q must have as many entries as --p, 2, got '3'"):
        solver.solve(command, p="0.5,0.5", q="0.2,0.3,0.5")


def ends(bound):
    """Bounds between which the densities of these tests have all but 1e-15 of their weight."""
    return float(np.clip(float(bound.evaluate()), -70, 70))


def integrated(formula, functions):
    """The formula with every integral worked out by quadrature."""
    if isinstance(formula, f.Integral):
        low, high = ends(formula.lower), ends(formula.upper)

        def integrand(x):
            known = {"x": x} | {name: function(x) for name, function in functions.items()}
            return numeric.evaluate(formula.integrand, known)

        points = [point for point in (-8, -2, 0, 1, 2, 5, 10) if low < point < high]
        value, _ = scipy.integrate.quad(integrand, low, high, points=points, limit=500)
        return f.Number(value)
    children = formula.children()
    return formula.rebuild([integrated(child, functions) for child in children]) if children else formula


@pytest.mark.parametrize(("first", "second"), ALL_PAIRS)
def test_every_integral_shown_has_the_value_shown(first, second):
    givens = {"f": first, "g": second}
    solution = solver.solve("continuous-information", base="e", **givens)
    problem = registry.find("continuous-information").load().of(base="e", **givens)
    functions = {
        f"{density.letter}(x)": lambda x, density=density: numeric.evaluate(density.shape.at, {"x": x})
        for density in (problem.f, problem.g)
    }
    infinite = math.isinf(solution.numbers["kl"])
    checked = 0
    for block in (block for step in solution.steps for block in step.blocks):
        if not isinstance(block, Equation) or (infinite and block.symbol.name in ("h(f,g)", "D(f||g)")):
            continue
        for form in block.named:
            value = numeric.evaluate(integrated(form, functions), {})
            assert value == pytest.approx(float(block.symbol), rel=1e-6, abs=1e-7), block.symbol.name
            checked += 1
    assert checked >= 8


@pytest.mark.parametrize("text", ["uniform(1,3)", "exponential(2)", "exponential(1/3)"])
def test_antiderivatives_have_the_integrands_as_derivatives(text):
    shape = DensityOf("1").read(text, "f").shape
    mean = shape.mean.value
    for moment, power in ((shape.mean, X), (shape.variance(mean), (X - mean) ** 2)):
        for x in (0.3, 1.5, 2.9):
            slope = numeric.evaluate(moment.antiderivative, {"x": x + 1e-200j}).imag / 1e-200
            assert slope == close(numeric.evaluate(power * shape.at, {"x": x}))


def test_the_normal_density_by_parts():
    shape = DensityOf("1").read("normal(1,2)", "f").shape
    mean = shape.mean.value
    by = f.replace(shape.variance(mean).antiderivative, {"f(x)": shape.at})
    for x in (-3.0, 0.3, 4.0):
        slope = numeric.evaluate(by, {"x": x + 1e-200j}).imag / 1e-200
        assert slope == close(numeric.evaluate((X - mean) * shape.at, {"x": x}))


@pytest.mark.parametrize(("first", "second", "reason"), INFINITE)
def test_densities_beyond_the_support(first, second, reason):
    solution = solver.solve("continuous-information", f=first, g=second)
    assert solution.numbers["cross_entropy"] == solution.numbers["kl"] == math.inf
    assert math.isfinite(solution.numbers["entropy_f"] + solution.numbers["entropy_g"])
    assert reason in " ".join(str(solution).split())


def test_supports_that_touch_their_bounds_are_inside():
    for g in ("uniform(1,3)", "uniform(1,4)", "uniform(0,3)", "exponential(1)", "normal(0,1)"):
        assert math.isfinite(solver.solve("continuous-information", f="uniform(1,3)", g=g).numbers["kl"])
    same = solver.solve("continuous-information", f="uniform(0,sqrt(2))", g="uniform(0,sqrt(2))")
    assert same.numbers["kl"] == 0


@pytest.mark.parametrize("density", DENSITIES)
def test_a_density_does_not_diverge_from_itself(density):
    solution = solver.solve("continuous-information", f=density, g=density)
    assert solution.numbers["kl"] == 0
    assert solution.numbers["entropy_f"] == solution.numbers["cross_entropy"]


def test_a_negative_entropy_is_explained():
    negative = str(solver.solve("continuous-information", f="uniform(0,1/2)", g="uniform(0,1)"))
    positive = str(solver.solve("continuous-information", f="uniform(0,2)", g="uniform(0,4)"))
    assert "may be negative" in negative
    assert "may be negative" not in positive


@pytest.mark.parametrize(
    ("mistake", "name", "expected"),
    [
        ("wrong-base", "entropy_f", 1 - math.log(2)),
        ("no-minus-sign", "entropy_g", -(1 + math.log(3)) / math.log(2)),
        ("rate-for-mean", "entropy_f", 4 / math.log(2) - 1),
        ("swapped", "cross_entropy", 6 / math.log(2) - 1),
        ("entropy-of-g", "kl", (1 / 6 - 1) / math.log(2)),
    ],
)
def test_mistakes_with_densities(mistake, name, expected):
    givens = {"f": "exponential(2)", "g": "exponential(1/3)"}
    assert mistaken("continuous-information", mistake, **givens)[name] == close(expected)


def density(kind, *parameters):
    laws = {
        "normal": lambda mean, deviation: scipy.stats.norm(mean, deviation),
        "exponential": lambda rate: scipy.stats.expon(scale=1 / rate),
    }
    return laws[kind](*parameters)


@pytest.mark.parametrize(
    ("f", "g"), [(("normal", 0, 1), ("normal", 1, 2)), (("exponential", 1), ("exponential", 2))]
)
def test_the_divergence_of_g_from_f_is_one_mistake(f, g):
    law_f, law_g = density(*f), density(*g)
    low, high = max(law_g.ppf(0), -40), min(law_g.ppf(1), 40)
    wrong, _ = scipy.integrate.quad(
        lambda x: law_g.pdf(x) * (law_g.logpdf(x) - law_f.logpdf(x)), low, high, epsabs=1e-12
    )
    typed = [f"{kind}({','.join(map(str, parameters))})" for kind, *parameters in (f, g)]
    givens = {"f": typed[0], "g": typed[1], "base": "e"}
    assert mistakes("continuous-information", "kl", wrong, **givens) == [("divergence-swapped",)]


def test_two_probabilities_in_the_wrong_order():
    p, q = np.array([0.3, 0.7]), np.array([0.2, 0.8])
    wrong = scipy.stats.entropy(p, q[::-1], base=2)
    assert mistakes("kl", "kl", wrong, p="0.3,0.7", q="0.2,0.8") == [("entries-swapped",)]
    assert "entries-swapped" not in solver.solve("kl", p="0.2,0.3,0.5", q="0.1,0.5,0.4").mistakes


@pytest.mark.parametrize("command", ["entropy", "cross-entropy"])
def test_a_lost_minus_sign_is_said_to_be_that_of_the_logarithms(command):
    """The line that is shown, a sum of p_i*I_i, has none."""
    p = np.array([0.5, 0.25, 0.25])
    givens = {"p": "0.5,0.25,0.25"} | ({"q": "0.5,0.25,0.25"} if command == "cross-entropy" else {})
    (finding,) = findings(command, command.replace("-", "_"), np.sum(p * np.log2(p)), **givens)
    assert finding.mistakes == ("no-minus-sign",)
    assert "sum(i=1..3) p_i*I_i" in finding.place
    assert finding.words.startswith("the minus sign of the logarithms was forgotten")


def test_the_standard_deviation_may_be_taken_for_the_variance():
    right = solver.solve("continuous-information", f="normal(0,2)", g="normal(0,4)", base="e").numbers
    wrong = mistaken(
        "continuous-information", "deviation-for-variance", f="normal(0,2)", g="normal(0,4)", base="e"
    )
    assert right["entropy_f"] - wrong["entropy_f"] == close(1 / 2 - 2 / 8)


@pytest.mark.parametrize("text", DensityOf("1").invalid)
def test_no_density(text):
    with pytest.raises(InputError, match=r"--f must be uniform\(low,high\), exponential\(rate\) or normal"):
        solver.solve("continuous-information", f=text, g="uniform(0,1)")


LEVELS = pytest.mark.parametrize("difficulty", DIFFICULTIES)


def sampled(command, difficulty, seeds=60):
    for seed in range(seeds):
        question = question_of(Code(command, difficulty, seed))
        yield question.problem, run(question.problem)


def floats(distribution):
    return np.array([float(part) for part in distribution])


@LEVELS
def test_sampled_entropies_are_worth_doing(difficulty):
    for problem, _ in sampled("entropy", difficulty):
        occurring = floats(problem.p)[floats(problem.p) > 0]
        assert len(occurring) >= 4
        assert len(set(occurring)) > 1
        if difficulty == "easy":
            assert all(math.log2(part).is_integer() for part in occurring)


@LEVELS
@pytest.mark.parametrize("command", ["cross-entropy", "kl"])
def test_sampled_pairs_cannot_be_swapped_unnoticed(command, difficulty):
    for problem, _ in sampled(command, difficulty):
        p, q = floats(problem.p), floats(problem.q)
        assert np.all(q > 0)
        there, back = scipy.special.rel_entr(p, q).sum(), scipy.special.rel_entr(q, p).sum()
        assert there > 1e-9
        if command == "cross-entropy":
            there, back = there + scipy.special.entr(p).sum(), back + scipy.special.entr(q).sum()
        assert abs(there - back) > 1e-9


def test_sampled_log_ratios_are_whole_in_medium():
    for problem, _ in sampled("kl", "medium"):
        assert all(math.log2(ratio).is_integer() for ratio in floats(problem.p) / floats(problem.q))


@LEVELS
def test_sampled_densities_tell_mistakes_apart(difficulty):
    for problem, solution in sampled("continuous-information", difficulty):
        f_scale, g_scale = (float(density.shape.scale.evaluate()) for density in (problem.f, problem.g))
        assert 1 not in (f_scale, g_scale)
        assert problem.g.covers(problem.f)
        numbers = solution.numbers
        assert 0.001 < numbers["kl"] < 1000
        assert abs(numbers["entropy_f"] - numbers["entropy_g"]) > 1e-3


@pytest.mark.parametrize("command", ["entropy", "cross-entropy", "kl", "continuous-information"])
def test_sentences_hold_no_numbers_that_a_blank_would_take(command):
    """Where values are to be filled in, every number in a sentence's formula is a blank."""
    problems = [problem for difficulty in DIFFICULTIES for problem, _ in sampled(command, difficulty, 12)]
    for problem in problems:
        solution = run(problem)
        sentences = [block for step in solution.steps for block in step.blocks if isinstance(block, Sentence)]
        for part in (part for sentence in sentences for part in sentence.phrase if not isinstance(part, str)):
            assert f.without_numbers(part) == part
