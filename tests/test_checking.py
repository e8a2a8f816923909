"""Hand answers: what is accepted, and how what is not is named."""

from __future__ import annotations

import json
import math
import re
from fractions import Fraction
from itertools import chain, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import Writing, read_claim
from solver.checking.written.claims import Claim, Written
from solver.cli.app import run as command
from solver.contract import DIFFICULTIES
from solver.errors import InputError, ReadError
from solver.mathematics.decimals import decimal_numeral
from solver.mathematics.formula import Formula
from solver.mathematics.values import INFINITY, digits_text, is_complex
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.record.error_bounds import error_bounds
from solver.record.recorder import Rerun
from solver.record.solution import Nested, leaves
from solver.sampling.random_stream import RandomStream

ENTRIES = list(registry.entries().values())
TYPES = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
ADAM = {"grads": "0.3,0.2,0.1"}


def verdicts(name, givens, *answers, marks=None):
    entry = registry.find(name)
    report = check(entry.load().of(**givens), [read_claim(text) for text in answers], marks)
    return [verdict.worst for verdict in report.verdicts], report


def only(name, givens, answer):
    (finding,), _ = verdicts(name, givens, answer)
    return finding


# Reading


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [
        ("-0.0285", Fraction(-57, 2000), 3),
        ("1/3", Fraction(1, 3), None),
        ("8/107", Fraction(8, 107), None),
        ("2e-4", Fraction(1, 5000), 1),
        ("2×10^-4", Fraction(1, 5000), 1),
        ("3.50%", Fraction(7, 200), 3),
        ("−3", Fraction(-3), 1),
        ("log2(8)", Fraction(3), None),
        ("(1+2)/4", Fraction(3, 4), None),
    ],
)
def test_numbers_as_people_write_them(text, value, digits):
    written = read_claim(f"x = {text}").value
    assert (written.value, written.digits) == (value, digits)


def test_the_zeros_and_digits_of_a_whole_number_do_not_tell_how_exact_it_is():
    assert read_claim("x=1234.56").value.digits == 6
    assert read_claim("x=12345678").value.digits < 8
    assert read_claim("x=12345678").value.digits == read_claim("x=1234567").value.digits


def test_a_factor_before_a_list_adds_its_rounding_to_that_of_each_entry():
    """Of 0.5 * (1.2, 3), half a unit of the last digit is 0.05 and 0.05; whole numbers are exact."""
    first, second = read_claim("w=0.5*(1.2, 3)").value
    assert (first.value, second.value) == (Fraction(3, 5), Fraction(3, 2))
    assert first.half_unit == pytest.approx(0.5 * 0.05 + 0.05 * 1.2)
    assert second.half_unit == pytest.approx(0.05 * 3)


def test_lists_matrices_and_words():
    def values(claimed):
        return (
            tuple(map(values, claimed)) if isinstance(claimed, tuple) else getattr(claimed, "value", claimed)
        )

    assert values(read_claim("w=1,2,3").value) == (1, 2, 3)
    assert values(read_claim("w=(1, 2)").value) == (1, 2)
    assert values(read_claim("m=1,2;3,4").value) == ((1, 2), (3, 4))
    assert values(read_claim("m=[[1,2],[3,4]]").value) == ((1, 2), (3, 4))
    assert values(read_claim("v=c(2,1)").value) == (2, 1)
    assert values(read_claim("e={6,-1}").value) == (6, -1)
    assert values(read_claim("b={}").value) == ()
    assert values(read_claim("d=Yes").value) is True
    comma = Writing(decimal_comma=True)
    assert values(read_claim("x=0,5", comma).value) == Fraction(1, 2)
    assert values(read_claim("x=0,5; 1,25", comma).value) == (Fraction(1, 2), Fraction(5, 4))
    rows = values(read_claim("x=0,5;1|2;3", comma).value)
    assert rows == ((Fraction(1, 2), 1), (2, 3))
    with pytest.raises(ReadError) as refused:
        read_claim("x=0,5;?", comma)
    assert refused.value.position == 6
    assert values(read_claim("λ = 6").value) == 6


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("w=1,x", 4),
        ("w=", 2),
        ("w", 1),
        ("=1", 0),
        ("w=1,,2", 4),
        ("w=(1", 2),
        ("w=$", 2),
        ("w=i^i", 3),
        ("w=1+ln(i)", 4),
        ("w=√i", 2),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text, position):
    with pytest.raises(ReadError) as error:
        read_claim(text)
    assert error.value.position == position


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    refusals = []
    try:
        read_claim(f"x={text}")
    except ReadError as error:
        refusals.append(error.position)
    assert all(0 <= position <= len(text) + 2 for position in refusals)


@pytest.mark.parametrize(
    "text",
    ["9**9**9", "(" * 3000, "[" * 300, "9" * 20_000, "__import__('os')", "," * 19_000, "1/0", "1/\x1d0"],
)
def test_dangerous_text_is_refused_at_once(text):
    with pytest.raises(ReadError):
        read_claim(f"x={text}")


# Verdicts


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("mhat_2=0.24736842", Kind.RIGHT),
        ("mhat_2=0.2474", Kind.RIGHT),
        ("mhat_2=0.247", Kind.RIGHT),
        ("mhat_2=47/190", Kind.RIGHT),
        ("m_hat_2=0.247", Kind.RIGHT),
        ("mhat_2=0.25", Kind.COARSE),
        ("mhat_2=0.248", Kind.WRONG),
        ("mhat_2=0.2484", Kind.WRONG),
        ("mhat_2=0.26", Kind.WRONG),
        ("mhat_2=0.047", Kind.MISTAKE),
        ("weights=-0.01,-0.0197,-0.0286", Kind.RIGHT),
        ("weights=-0.01,-0.0197,-0.031", Kind.UNDECIDED),
        ("weights=0.01,0.0197,0.0286", Kind.MISTAKE),
    ],
)
def test_the_verdict_on_adam(answer, kind):
    assert only("adam", ADAM, answer).kind is kind


def test_a_mistake_comes_with_its_words_and_its_line():
    finding = only("adam", ADAM, "mhat_2=0.047")
    assert "bias correction" in finding.words
    assert finding.place == "mhat_2 = m_2/(1 - beta_1^2)"
    assert finding.mistakes == ("no-bias-correction",)


def test_a_mistake_before_the_answer_is_named():
    """Only the last value was given; the mistake was made in the moments."""
    wrong = run_numbers("adam", ADAM, Rerun(mistakes=("not-squared",)))["weights"]
    finding = only("adam", ADAM, "weights=" + ",".join(f"{value:.6g}" for value in wrong))
    assert finding.kind in (Kind.MISTAKE, Kind.CARRIED)
    assert "squared" in only("adam", ADAM, f"w_3={wrong[2]:.6g}").words


def test_two_mistakes_at_once_are_named():
    wrong = run_numbers("adam", ADAM, Rerun(mistakes=("no-bias-correction", "wrong-sign")))["weights"]
    finding = only("adam", ADAM, f"w_3={wrong[2]:.6g}")
    assert finding.kind is Kind.MISTAKE
    assert set(finding.mistakes) == {"no-bias-correction", "wrong-sign"}


def test_what_comes_of_the_same_mistake_is_carried_and_costs_only_its_own_step():
    """m is 0.03, 0.047 and 0.0523, and stands uncorrected in every step; the weights follow from it."""
    claims = ("mhat_1=0.03", "mhat_2=0.047", "mhat_3=0.0523")
    found, report = verdicts("adam", ADAM, *claims, marks=6)
    assert [finding.kind for finding in found] == [Kind.MISTAKE, Kind.CARRIED, Kind.CARRIED]
    assert {finding.mistakes for finding in found} == {("no-bias-correction",)}
    assert [finding.words for finding in found[1:]] == ["it comes of the same mistake"] * 2
    assert report.mistakes.keys() == {"no-bias-correction"}
    assert not report.is_right


def test_a_mistake_that_would_spoil_what_is_right_beside_it_is_not_named():
    """2/7 is the share of a logit among 1, 2 and 4; whoever divides the logits does so in every entry."""
    givens = {"logits": "1,2,4"}
    _, report = verdicts("softmax", givens, "probabilities=0.14286,0.28571,0.57143")
    assert report.mistakes.keys() == {"no-exponential"}
    _, report = verdicts("softmax", givens, "probabilities=0.04201,0.28571,0.84379")
    kinds = [finding.kind for finding in report.verdicts[0].findings]
    assert kinds == [Kind.RIGHT, Kind.WRONG, Kind.RIGHT]
    assert not report.mistakes


def run_numbers(name, givens, rerun):
    entry = registry.find(name)
    return run(entry.load().of(**givens), rerun).numbers


def test_another_convention_is_named():
    finding = only("entropy", {"p": "0.7,0.2,0.1"}, "entropy=0.8018")
    assert finding.kind is Kind.CONVENTION
    assert "e (nats); the question asks for 2 (bits)" in finding.words


def test_equivalent_answers():
    eigen = {"matrix": "1,2;5,4"}
    assert only("eigen", eigen, "eigenvalues=-1,6").kind is Kind.EQUIVALENT
    assert only("eigen", eigen, "eigenvectors=(2,5),(-3,3)").kind is Kind.EQUIVALENT
    assert only("eigen", eigen, "eigenvectors=[[[2,5]],[[-3,3]]]").kind is Kind.EQUIVALENT
    assert only("eigen", eigen, "eigenvectors=(0.371,0.928),(0.707,-0.707)").kind is Kind.EQUIVALENT
    assert only("eigen", eigen, "eigenvectors=(2,5),(0,0)").kind is Kind.WRONG
    null = {"matrix": "1,2,3;2,4,6"}
    assert only("null-space", null, "basis=(2,-1,0),(3,0,-1)").kind is Kind.EQUIVALENT
    assert only("null-space", null, "basis=(2,-1,0),(-4,2,0)").kind is Kind.WRONG
    assert (
        only("eigen", {"matrix": "1,1;1,0"}, "eigenvalues=(1-sqrt(5))/2,(1+sqrt(5))/2").kind
        is Kind.EQUIVALENT
    )


def test_any_separating_line_serves():
    kinds = [
        finding.kind for finding in verdicts("separable", {"gate": "and"}, "weights=1,1", "bias=-1.5")[0]
    ]
    assert set(kinds) <= {Kind.EQUIVALENT, Kind.RIGHT}
    steep = verdicts("separable", {"gate": "and"}, "weights=5,7", "bias=-10")[0]
    assert {finding.kind for finding in steep} == {Kind.EQUIVALENT}
    wrong = verdicts("separable", {"gate": "and"}, "weights=1,1", "bias=-0.5")[0]
    assert not all(finding.kind.is_right for finding in wrong)


def test_what_follows_from_values_that_serve_is_right():
    claims = "weights=1,1", "bias=-1.5", "z_1=-1.5", "z_2=-0.5", "z_4=0.5"
    found = verdicts("separable", {"gate": "and"}, *claims)[0]
    assert {finding.kind for finding in found} == {Kind.EQUIVALENT, Kind.RIGHT}
    assert "it follows from your w_1" in found[-1].words
    assert verdicts("separable", {"gate": "and"}, *claims[:2], "z_4=1.5")[0][-1].kind is Kind.WRONG
    # A name of the solution is no variable of a line.
    assert only("separable", {"gate": "and"}, "z_1=-3").quantity == "z_1"


def test_an_early_mistake_is_carried_forward():
    found, report = verdicts("adam", ADAM, "m_1=0.04", "mhat_1=0.4", "v_1=0.00009", marks=3)
    assert [finding.kind for finding in found] == [Kind.WRONG, Kind.CARRIED, Kind.RIGHT]
    assert "m_1" in found[1].words
    # Two numbers of six earn: of those after mhat_1 nothing is known.
    assert [(step.earned, step.worth) for step in report.steps] == [(0.25, 1), (0, 1), (0, 1)]


def marked(name, givens, *answers, marks):
    """What each step earned of what it is worth."""
    _, report = verdicts(name, givens, *answers, marks=marks)
    assert report.marks == marks
    assert report.earned == sum(step.earned for step in report.steps)
    return [(float(step.earned), float(step.worth)) for step in report.steps]


def test_a_right_answer_earns_all_steps_before_it():
    weights = ",".join(f"{value:.6g}" for value in run_numbers("adam", ADAM, None)["weights"])
    assert marked("adam", ADAM, f"weights={weights}", marks=6) == [(2, 2), (2, 2), (2, 2)]


def test_nothing_written_earns_nothing():
    """The first moment is a sixth of the first step."""
    assert marked("adam", ADAM, "m_1=0.03", marks=6) == [(0.25, 2), (0, 2), (0, 2)]


def test_a_known_mistake_costs_the_step_in_which_it_was_made():
    wrong = run_numbers("adam", ADAM, Rerun(mistakes=("no-bias-correction",)))["weights"]
    claim = f"w_3={wrong[2]:.6g}"
    assert marked("adam", ADAM, claim, marks=6) == [(0, 2), (2, 2), (2, 2)]


def test_an_unexplained_value_earns_nothing_and_neither_do_the_steps_before_it():
    assert marked("adam", ADAM, "w_3=0.7", marks=6) == [(0, 2), (0, 2), (0, 2)]
    assert marked("adam", ADAM, "m_1=0.03", "w_3=0.7", marks=6) == [(0.25, 2), (0, 2), (0, 2)]


def test_work_that_is_carried_forward_earns_its_share():
    """A wrong m_1; all that follows from it is worked out rightly, by hand arithmetic."""
    m_1 = 0.04
    m_2 = 0.9 * m_1 + 0.1 * 0.2
    m_3 = 0.9 * m_2 + 0.1 * 0.1
    claims = [f"m_1={m_1}", f"m_2={m_2:.6g}", f"m_3={m_3:.6g}"]
    assert marked("adam", ADAM, *claims, marks=3) == [(0, 1), (0.25, 1), (0.25, 1)]
    w_3 = run_numbers("adam", ADAM, Rerun(values={"m_1": Fraction("0.04")}))["weights"][2]
    assert marked("adam", ADAM, *claims, f"w_3={w_3:.6g}", marks=3) == [(0.75, 1), (1, 1), (1, 1)]


def test_another_convention_costs_its_own_step_alone():
    claim = f"entropy={sum(-p * math.log(p) for p in (0.5, 0.25, 0.25)):.6g}"
    earned = marked("entropy", {"p": "0.5,0.25,0.25"}, claim, marks=4)
    assert earned[-1][0] == 0
    assert all(got == worth for got, worth in earned[:-1])


@pytest.mark.parametrize(
    ("name", "givens", "claim", "words"),
    [
        ("eigen", {"matrix": "1,2;5,4"}, "eigenvalues=6,1", "not among them: 1"),
        ("eigen", {"matrix": "1,2;5,4"}, "eigenvectors=[[0,0],[1,-1]]", "the zero vector"),
        ("eigen", {"matrix": "1,2;5,4"}, "eigenvectors=(1,2),(1,-1)", "in none of the spaces: vector 1"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=(0,0,0),(-2,1,0)", "the zero vector"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=(2,-1,0),(4,-2,0)", "depend on one another"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=(2,-1,0),(7,1,1)", "not in the space: vector 2"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=(2,-1,0)", "2 vectors are wanted"),
        ("null-space", {"matrix": "1,2,3;2,4,6"}, "basis=(2,-1),(1,1)", "another number of entries"),
    ],
)
def test_it_says_what_is_wrong_with_a_set(name, givens, claim, words):
    finding = only(name, givens, claim)
    assert finding.kind is (Kind.PART if "are wanted" in words else Kind.WRONG)
    assert words in finding.words


@pytest.mark.parametrize(
    ("matrix", "eigenvalues", "eigenvectors", "exchanged"),
    [
        ("1,2;5,4", "-1,6", "(1,-1),(2,5)", False),
        ("1,2;5,4", "-1,6", "(2,5),(1,-1)", True),
        ("1,2;5,4", "6,-2", "(1,-1),(2,5)", False),
        ("2,0,0;0,2,0;0,0,3", "3,2,2", "(0,0,1),[[1,1,0],[0,1,0]]", False),
        ("2,0,0;0,2,0;0,0,3", "3,2,2", "[[1,1,0],[0,1,0]],(0,0,1)", True),
    ],
)
def test_eigenvectors_stand_in_the_order_of_the_eigenvalues(matrix, eigenvalues, eigenvectors, exchanged):
    claims = (f"eigenvalues={eigenvalues}", f"eigenvectors={eigenvectors}")
    (_, finding), _ = verdicts("eigen", {"matrix": matrix}, *claims)
    assert finding.kind.is_right
    assert ("in another order than your eigenvalues" in finding.words) is exchanged


def test_the_mistake_in_the_very_line_is_named_first():
    """Both mistakes lead to this mhat_1; the one in its own line is the likelier."""
    entry = registry.find("adam")
    solution = run(entry.load().of(**ADAM))
    own = [mistake.name for mistake in solution.quantities["mhat_2"].mistakes]
    wrong = run(entry.load().of(**ADAM), Rerun(mistakes=(own[0],))).quantities["mhat_2"].symbol.evaluate()
    assert only("adam", ADAM, f"mhat_2={float(wrong):.8g}").mistakes == (own[0],)


def test_a_carried_value_that_makes_the_problem_trivial_earns_nothing():
    found, report = verdicts("adam", ADAM, "m_1=0", "mhat_1=0", marks=2)
    assert [finding.kind for finding in found] == [Kind.WRONG, Kind.TRIVIAL]
    assert report.earned == 0


def test_it_works_through_a_perceptron_table():
    givens = {"gate": "and", "w": "1.2,0.6", "b": "0", "lr": "0.5", "threshold": "1"}
    names = [name for name in run_quantities("perceptron", givens) if name.startswith("z_1")]
    entry = registry.find("perceptron")
    problem = entry.load().of(**givens)
    disturbed = run(problem, Rerun(values={names[1]: Fraction(7, 10)}))
    claims = [Claim(name, written(disturbed.quantities[name].symbol.value)) for name in names]
    report = check(problem, claims)
    assert report.verdicts[1].worst.kind is Kind.WRONG
    assert all(verdict.worst.kind.earns for verdict in report.verdicts[2:])


def run_quantities(name, givens):
    entry = registry.find(name)
    return list(run(entry.load().of(**givens)).quantities)


@pytest.mark.parametrize(
    ("answer", "words"),
    [("weights=1,2", "wanted: 3 values"), ("weights=1,2,3,4", "wanted: 3 values"), ("m_1=(1,2)", "")],
)
def test_a_wrong_shape_is_wrong(answer, words):
    finding = only("adam", ADAM, answer)
    assert finding.kind is Kind.WRONG
    assert words in finding.words


def test_an_unknown_name_is_refused():
    with pytest.raises(InputError, match="must be one of"):
        only("adam", ADAM, "foo=1")


# Every type


def written(value, digits=None):
    """A value as a student writes it with so many digits; exact where it is whole."""
    if isinstance(value, Fraction) and digits is None:
        return Written(str(value), value)
    if digits is None or is_complex(value) or abs(value) == INFINITY:
        return Written("", value)
    numeral = decimal_numeral(value, digits)
    return read_claim(f"x={numeral.digits}" + (f"e{numeral.exponent}" if numeral.exponent else "")).value


def claimed(value: Nested, digits=None):
    if isinstance(value, bool | str):
        return value
    if isinstance(value, Formula):
        return written(value.evaluate(), digits)
    return tuple(claimed(item, digits) for item in value)


def problems(entry, seeds):
    for difficulty in DIFFICULTIES:
        for seed in seeds:
            yield entry.load().sample(RandomStream(f"check/{entry.command}/{difficulty}/{seed}"), difficulty)


def own_answers_are_right(entry, seeds):
    for problem in problems(entry, seeds):
        solution = run(problem)
        for digits in (None, 3, 4, 6):
            claims = [Claim(answer.name, claimed(answer.value, digits)) for answer in solution.answers]
            for verdict in check(problem, claims).verdicts:
                assert verdict.worst.kind.is_right, (digits, verdict, problem)
                assert verdict.worst.kind is not Kind.COARSE


def rounded_working_is_right(entry, seeds):
    for problem in problems(entry, seeds):
        by_hand = run(problem, Rerun(round_to=4))
        for answer in by_hand.answers:
            if answer.comparison is not Comparison.VALUES or has_whole(answer.value):
                continue
            report = check(problem, [Claim(answer.name, claimed(answer.value, 4))])
            assert report.is_right or (report.undecided and report.has_no_fault), (report, problem)


def has_whole(value):
    """Whether an answer counts something, so that rounding is no matter of digits."""
    return isinstance(value, bool) or (isinstance(value, tuple) and any(map(has_whole, value)))


@TYPES
def test_its_own_answer_is_right(entry):
    own_answers_are_right(entry, range(1))


@TYPES
def test_an_answer_of_rounded_steps_is_right(entry):
    rounded_working_is_right(entry, range(1))


@pytest.mark.parametrize("entry", ENTRIES[::2], ids=lambda entry: entry.command)
def test_mistakes_are_named_and_never_called_right(entry):
    mistakes_are_named(entry, range(1))


@TYPES
def test_an_answer_two_percent_off_is_right_only_within_its_band(entry):
    errors_are_noticed(entry, range(1))


@pytest.mark.sweep
@TYPES
@pytest.mark.parametrize("claim", ["own", "rounded", "mistakes", "errors"])
def test_it_holds_over_many_seeds(entry, claim, check_seeds):
    holds = {
        "own": own_answers_are_right,
        "rounded": rounded_working_is_right,
        "mistakes": mistakes_are_named,
        "errors": errors_are_noticed,
    }
    holds[claim](entry, check_seeds)


def mistakes_are_named(entry, seeds):
    met, named = 0, 0
    for problem in problems(entry, seeds):
        plain = run(problem)
        for mistake in plain.mistakes:
            try:
                mistaken = run(problem, Rerun(mistakes=(mistake,)))
            except InputError:
                continue
            for ours, theirs in zip(plain.answers, mistaken.answers, strict=False):
                if ours.name != theirs.name or same(ours, theirs) or is_empty(theirs.value):
                    continue
                # A yes or a no comes of many mistakes; the numbers beside it tell of which.
                beside = mistaken.answers if isinstance(theirs.value, bool | str) else (theirs,)
                written = [Claim(a.name, claimed(a.value)) for a in beside if not is_empty(a.value)]
                report = check(problem, written)
                if ours.comparison is Comparison.FEASIBLE and report.is_right:
                    serving = plain.numbers | {theirs.name: plain_numbers(theirs.value)}
                    serves = is_multiple if "margin" in serving else separates
                    assert serves(problem, serving, theirs.name)
                    continue
                if report.is_right and theirs.name in report.missing:
                    # A shorter list may hold right values alone: then the others are missing.
                    continue
                if report.is_right and ours.inverse_of and is_turned(ours, theirs):
                    # Vectors that are turned around have this inverse, with a determinant of -1 or without.
                    continue
                met += 1
                assert not report.is_right, (mistake, ours.name, problem)
                findings = [finding for verdict in report.verdicts for finding in verdict.findings]
                named += any(is_named(finding, plain.mistakes.values()) for finding in findings)
    assert met
    assert named >= 0.95 * met, (named, met)


def is_named(finding, mistakes):
    """Whether a wrong value is explained, as a fact or, where chance leads there as well, as what may be; of
    a list that is too short, it is said how many values are wanted.
    """
    if re.search(r"wanted: \d+(?: by \d+)* values; given: \d+", finding.words):
        return True
    may_be = "it may be that" in finding.words and any(words in finding.words for words in mistakes)
    return may_be or finding.kind in (Kind.MISTAKE, Kind.CONVENTION)


def separates(problem, answers, name):
    """Whether a plane of the answers has all samples of target 1 on its side, and no other.

    Of weights that were given alone, some bias has to serve.
    """
    inputs, targets = (np.array(part.values, dtype=float) for part in problem.data)
    sums = inputs @ np.array(answers["weights"], dtype=float)
    inside, outside = sums[targets == 1].min(), sums[targets == 0].max()
    return inside > outside if name == "weights" else inside >= -answers["bias"] > outside


def is_turned(ours, theirs):
    """Whether one answer is the other with all signs changed."""
    return np.array_equal(np.asarray(plain_numbers(ours.value)), -np.asarray(plain_numbers(theirs.value)))


def is_multiple(problem, answers, name):
    """Whether weights or a bias are those of the line of the widest margin, several times over."""
    right = np.ravel(run(problem).numbers[name])
    times = np.ravel(answers[name]) @ right / (right @ right)
    return times > 0 and np.allclose(np.ravel(answers[name]), times * right)


def errors_are_noticed(entry, seeds):
    """A quantity that is 2 % off is wrong, but where honest rounding can move it as far."""
    for problem, plain, _, name in with_a_quantity("error", entry, seeds):
        value = plain.quantities[name].symbol.value
        wrong = written(value * Fraction(51, 50), 4)
        moved = float(abs(wrong.value - value))
        (verdict,) = check(problem, [Claim(name, wrong)]).verdicts
        if verdict.worst.kind is Kind.RIGHT:
            digits = min(max(wrong.digits or 6, 3), 6)
            own = 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)
            reach = error_bounds(plain.quantities, digits)[name] + own
            is_whole_set = any(a.comparison is Comparison.FEASIBLE for a in plain.answers)
            assert moved <= reach * (1 + 1e-6) or is_whole_set, (name, problem)


def is_empty(value):
    """Whether a mistake left nothing to be written down."""
    return isinstance(value, tuple) and (not value or all(map(is_empty, value)))


def same(ours, theirs):
    """Whether two answers are equal within six digits' rounding, as whatever kind they are.

    Bases of several spaces stand in any order: a mistake may lead to the right ones, exchanged.
    """
    orders = [plain_numbers(theirs.value)]
    if ours.comparison is Comparison.SPANS:
        orders = list(map(list, permutations(orders[0])))
    return any(ours.comparison.difference(plain_numbers(ours.value), order) < 1e-4 for order in orders)


def plain_numbers(value):
    from solver.record.solution import numbers

    return numbers(value)


@TYPES
def test_bands_hold_for_a_hand_that_rounds(entry):
    """Rounding every step to 5 digits moves no quantity beyond its bound (and a little for curvature)."""
    for problem in problems(entry, range(2)):
        plain, by_hand = run(problem), run(problem, Rerun(round_to=5))
        reach = error_bounds(plain.quantities, 5)
        if plain.quantities.keys() != by_hand.quantities.keys():
            continue
        for name, bound in reach.items():
            exact, rounded = (r.quantities[name].symbol.value for r in (plain, by_hand))
            if not is_complex(exact) and abs(exact) != INFINITY:
                moved = abs(Fraction(digits_text(exact)) - Fraction(digits_text(rounded)))
                assert float(moved) <= 1.05 * bound + 1e-12, name


def disturbed_runs(entry, seeds):
    """A problem, a quantity that was miscalculated, and the run that goes on from it."""
    for problem, plain, draw, name in with_a_quantity("disturb", entry, seeds):
        value = plain.quantities[name].symbol.value * Fraction(draw.choice((7, 13)), 10)
        try:
            yield problem, plain, name, run(problem, Rerun(values={name: value}))
        except InputError:
            continue


def with_a_quantity(purpose, entry, seeds):
    """Problems, each with its run, a draw, and a quantity that can be miscalculated."""
    for problem in problems(entry, seeds):
        plain = run(problem)
        draw = RandomStream(f"{purpose}/{problem.givens}")
        free = (leaves(a.value) for a in plain.answers if a.comparison is Comparison.FEASIBLE)
        others = plain.quantities.keys() - set(chain.from_iterable(free))
        known = {name: q.symbol.value for name, q in plain.quantities.items() if name in others}
        chosen = [name for name, value in known.items() if can_be_disturbed(value)]
        if chosen:
            yield problem, plain, draw, draw.choice(chosen)


def can_be_disturbed(value):
    return isinstance(value, Fraction) and value != 0


@TYPES
def test_follow_through(entry):
    """What follows rightly from a miscalculated quantity is carried forward, whatever the type."""
    for problem, plain, name, hand in disturbed_runs(entry, range(1)):
        order = [key for key in plain.quantities if key in hand.quantities]
        after = [key for key in order[order.index(name) :] if hand.quantities[key].symbol.value is not None]
        claims = [Claim(key, written(hand.quantities[key].symbol.value)) for key in after[:25]]
        found, *rest = (verdict.worst.kind for verdict in check(problem, claims).verdicts)
        assert not found.is_right, (name, problem)
        if len(hand.quantities) * 2 >= len(plain.quantities):
            assert all(kind.earns for kind in rest), (name, claims, rest)


# The command


def test_the_command_says_what_went_wrong(in_process, tmp_path):
    right = in_process("check", "adam", "--grads", "0.3,0.2,0.1", "--answer", "weights=-0.01,-0.0197,-0.0286")
    assert (right.returncode, right.stderr) == (0, "")
    assert "weights: right" in right.stdout
    wrong = in_process("check", "adam", "--grads", "0.3", "--answer", "mhat_1=0.03", "--marks", "5")
    assert wrong.returncode == 1
    assert "the bias correction was left out" in wrong.stdout
    assert "mhat_1 = m_1/(1 - beta_1^1)" in wrong.stdout
    assert "0 of 5" in wrong.stdout
    assert "0.3\n" not in wrong.stdout
    revealed = in_process("check", "adam", "--grads", "0.3", "--answer", "mhat_1=0.03", "--reveal")
    assert "1 − 0.9¹" in revealed.stdout


def test_a_question_is_checked_by_its_code(in_process):
    from solver.sheets.codes import Code
    from solver.sheets.questions import question_of

    code = Code("adam", "medium", 7, 2)
    weights = run(question_of(code).problem).numbers["weights"]
    answer = f"weights={weights}"
    right = in_process("check", str(code), "--answer", answer)
    assert (right.returncode, right.stderr) == (0, "")
    assert in_process("check", str(code), "--answer", "weights=1,2,3").returncode == 1
    mistyped = in_process("check", str(code)[::-1], "--answer", answer)
    assert mistyped.returncode == 2
    assert "the code" in mistyped.stderr


def test_every_type_can_be_checked(capsys):
    """No given takes the place of an option of the check."""
    for entry in ENTRIES:
        assert command(["check", entry.command, "--help"]) == 0
        assert "--answer" in capsys.readouterr().out
    assert command(["check", "momentum", "--grads", "1", "--form", "add", "--answer", "weights=-0.1"]) == 0


def test_a_file_of_working(in_process, tmp_path):
    work = tmp_path / "work.txt"
    work.write_text("# my working\nm_1 = 0.04\n\nmhat_1 = 0.4\n")
    finished = in_process("check", "adam", "--grads", "0.3", "--working", work, "-f", "json")
    assert finished.returncode == 1
    data = json.loads(finished.stdout)
    assert [verdict["verdict"] for verdict in data["verdicts"]] == ["wrong", "carried forward"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "adam", "--grads", "1"), "--answer"),
        (("check", "adam", "--grads", "1", "--answer", "w"), "'=' is missing"),
        (("check", "adam", "--grads", "1", "--answer", "foo=1"), "must be one of"),
        (("check", "adam", "--grads", "1", "--working", "no-such-file"), "--working"),
        (("check", "adm", "--answer", "w=1"), "did you mean adam"),
        (("check", "adam", "--grads", "1,x", "--answer", "w=1"), "--grads must"),
        (("check", "adam", "--grads", "1", "--answer", "m=1", "--marks", "0"), "--marks"),
    ],
)
def test_unusable_input_gets_status_2(capsys, arguments, words):
    assert command(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err


def test_a_caret_points_at_what_cannot_be_read(capsys):
    assert command(["check", "adam", "--grads", "1", "--answer", "m=0.1$"]) == 2
    _, shown, caret = capsys.readouterr().err.splitlines()
    assert shown[caret.index("^")] == "$"
