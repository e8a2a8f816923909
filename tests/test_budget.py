"""Checks of long work: a budget of runs, which is said to be spent where it is."""

from __future__ import annotations

import math
from collections import Counter
from contextlib import nullcontext
from fractions import Fraction

import pytest

from solver.checking.comparing.ordered import Ordered
from solver.checking.explaining import runs
from solver.checking.explaining.ancestry import Ancestry, Nearest
from solver.checking.explaining.budget import Budget
from solver.checking.marking import check
from solver.checking.session import NOT_ALL_TRIED
from solver.checking.verdicts import Kind
from solver.checking.written.claims import Claim, Written
from solver.errors import InputError
from solver.record import recorder
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.registry import find
from solver.sampling.random_stream import RandomStream

ROWS = ";".join(",".join(f"0.{100 + 37 * (8 * t + k) % 900}" for k in range(8)) for t in range(20))

FEW = 500


def written(value):
    return Written(f"{value}", value, 4)


def long_adam():
    return find("adam").load().of(grads=ROWS)


def all_wrong():
    """Each of the weights of all steps, with nothing to explain it."""
    return [
        Claim(
            "weights", tuple(tuple(written(Fraction(7 * t + k, 1009)) for k in range(8)) for t in range(20))
        )
    ]


@pytest.fixture
def recorded(monkeypatch):
    """The sizes of the runs that were made."""
    sizes = []

    def counted(problem, rerun=None):
        solution = run(problem, rerun)
        sizes.append(len(solution.quantities))
        return solution

    monkeypatch.setattr(runs, "run", counted)
    return sizes


def test_long_work_that_is_all_wrong_is_judged_within_the_budget(recorded):
    report = check(long_adam(), all_wrong(), marks=10)
    findings = report.verdicts[0].findings
    assert all(finding.kind is not Kind.RIGHT for finding in findings)
    assert sum(recorded) <= runs.FOLLOWED + runs.TRIED + 4 * len(run(long_adam()).quantities)


def test_runs_that_values_decide_end_with_the_budget(recorded, monkeypatch):
    """No formula foresees what a perceptron comes to: every explanation takes a run of its own."""
    monkeypatch.setattr(runs, "FOLLOWED", FEW)
    monkeypatch.setattr(runs, "TRIED", FEW)
    problem = find("perceptron").load().sample(RandomStream("1"), "medium")
    wrong = [
        Claim(name, written(Fraction(7 * i + 3, 1009))) for i, name in enumerate(run(problem).quantities)
    ]
    check(problem, wrong[:40])
    assert FEW < sum(recorded) <= 2 * FEW + 4 * max(recorded)


def trained(**givens):
    problem = find("perceptron").load().of(x="0,0;0,1;1,0;1,1", y="0,1,1,0", epochs="3", **givens)
    runs._known.cache_clear()  # noqa: SLF001
    return runs.runs_on(problem)


def test_a_hand_that_rounds_is_not_run_where_no_number_has_more_digits(recorded):
    known = trained(lr="1", w="1,-2")
    assert all(known.rounded(digits) == known.plain for digits in (2, 3, 4))
    assert recorded == []


def test_runs_of_a_hand_that_rounds_end_with_the_budget(recorded, monkeypatch):
    assert None not in map(trained(lr="0.12345", w="0.1111,0.2222").rounded, (2, 3, 4))
    assert len(recorded) == 3
    monkeypatch.setattr(runs, "ROUNDED", 1)
    known = trained(lr="0.12345", w="0.1111,0.2222")
    assert known.rounded(2) is None
    assert known.refused
    assert len(recorded) == 3


def test_what_was_judged_before_makes_no_difference():
    claims = all_wrong()
    runs._known.cache_clear()  # noqa: SLF001
    first = check(long_adam(), claims)
    for name in run(long_adam()).mistakes:
        runs.runs_on(long_adam()).again((name,))
    assert check(long_adam(), claims) == first


def test_the_budget_is_spent_where_the_work_goes_wrong_first():
    """The mistake behind the first wrong number is named, however many follow."""
    problem = long_adam()
    mistaken = run(problem, Rerun(mistakes=tuple(run(problem).mistakes)[:1]))
    weights = next(answer.value for answer in mistaken.answers if answer.name == "weights")
    claims = [Claim("weights", tuple(tuple(written(w.evaluate()) for w in row) for row in weights))]
    (verdict,) = check(problem, claims).verdicts
    assert verdict.first_wrong.kind is Kind.MISTAKE
    assert not any(NOT_ALL_TRIED in finding.words for finding in verdict.findings)


def test_short_work_never_spends_it():
    problem = find("adam").load().of(grads="0.3,0.2,0.1")
    claims = [Claim("weights", tuple(written(Fraction(k, 7)) for k in range(1, 4)))]
    (verdict,) = check(problem, claims).verdicts
    assert verdict.worst.kind is Kind.WRONG
    assert not any(NOT_ALL_TRIED in finding.words for finding in verdict.findings)


def test_a_number_that_is_explained_needs_no_such_words(monkeypatch):
    monkeypatch.setattr(runs, "TRIED", 1)
    problem = find("adam").load().of(grads="0.3,0.2,0.1")
    value = run(problem).quantities["m_1"].symbol.value
    (verdict,) = check(problem, [Claim("m_1", written(value))]).verdicts
    assert verdict.worst.words == ""


def test_runs_are_counted_that_may_not_begin():
    budget = Budget(10)
    assert budget.allows(10)
    assert budget.refused == 0
    budget.left = 3
    assert not budget.allows(4)
    assert not budget.allows(10)
    assert budget.refused == 2


def judged(command, given, wanted):
    """The verdicts on quantities of a problem, each with the value that was written for it."""
    problem = find(command).load().of(**given)
    verdicts = check(problem, [Claim(name, written(value)) for name, value in wanted.items()]).verdicts
    return {verdict.name: verdict.worst for verdict in verdicts}


def test_what_follows_rightly_is_seen_beyond_the_budget(monkeypatch):
    """The lines alone tell, where no more runs are made."""
    monkeypatch.setattr(runs, "FOLLOWED", 1)
    found = judged(
        "momentum",
        {"grads": "1,2,3", "lr": "0.1", "beta": "0.5"},
        {"v_1": Fraction(3), "v_2": Fraction(17, 10), "v_3": Fraction(23, 20)},
    )
    assert found["v_1"].kind is Kind.WRONG
    assert found["v_2"].kind is found["v_3"].kind is Kind.CARRIED
    assert "v_1" in found["v_3"].words


def test_no_more_wrong_numbers_are_looked_into_than_the_budget_has(monkeypatch):
    monkeypatch.setattr(runs, "SEARCHED", 3)
    report = check(long_adam(), all_wrong())
    wrong = [finding for finding in report.verdicts[0].findings if finding.kind is Kind.WRONG]
    assert len([finding for finding in wrong if NOT_ALL_TRIED not in finding.words]) <= 3
    assert len(wrong) > 100


@pytest.mark.parametrize(
    ("loss", "is_short"), [("(w-3)^2", True), ("*".join(f"sin({k}*w)" for k in range(1, 30)), False)]
)
def test_long_formulas_count_as_several_numbers(monkeypatch, loss, is_short):
    monkeypatch.setattr(recorder, "MOST_EFFORT", 1000)
    problem = find("gradient-descent").load().of(loss=loss, w="1", lr="0.1", steps="20")
    with nullcontext() if is_short else pytest.raises(InputError, match="too many numbers"):
        run(problem)


def test_long_fractions_leave_fewer_runs():
    short, long = (
        runs.runs_on(find("momentum").load().of(grads=text, lr="1")).length
        for text in (",".join(["2"] * 12), ",".join(f"1/{10**20 + 7 * k}" for k in range(1, 13)))
    )
    assert long > short


def test_row_operations_on_long_numbers_leave_fewer_runs():
    tiny = f"1/{10**22 + 19}"
    matrices = "4,1,2;1,3,1;2,1,5", f"4/7,1/3,2;1/3,3/11,{tiny};2,{tiny},5"
    short, long = (runs.runs_on(find("svd").load().of(matrix=text)).length for text in matrices)
    assert long > 3 * short


def test_numbers_near_another_are_found_in_their_order():
    found = Ordered([3.0, -1.0, 0.0, math.nan, 2.9, 7.0])
    assert found.between(2.5, 3.5) == [0, 2, 3, 4]


def behind(ancestry, names, held):
    """The nearest of those held, by a walk through all that is between."""
    found, seen, left = set(), set(names), list(names)
    while left:
        new = set(ancestry.every_parent(left.pop())) - seen
        seen |= new
        found |= new & held.keys()
        left += new - held.keys()
    return found


@pytest.mark.parametrize("command", ["sgd", "lstm", "backprop", "adam"])
@pytest.mark.parametrize("in_order", [True, False])
def test_what_is_held_nearest_is_found_as_more_is_held(command, in_order):
    draw = RandomStream(f"{command}/{in_order}")
    solution = run(find(command).load().sample(draw, "hard"))
    ancestry, held = Ancestry(solution), {}
    names = list(solution.quantities)
    nearest, found = Nearest(ancestry, held, Budget(10_000)), Counter()
    for name in names if in_order else draw.shuffled(names):
        beside = solution.siblings.get(name) or {name}
        expected = behind(ancestry, beside, held)
        found[bool(expected)] += 1
        assert list(nearest.of(beside)) == [other for other in names if other in expected]
        if draw.integer(0, 2):
            held[name] = Fraction(1)
    assert found[True] > 1


@pytest.mark.parametrize("command", ["lstm", "backprop", "adam", "layer-norm"])
def test_the_mistakes_that_can_move_a_number_are_those_of_all_lines_behind_it(command):
    solution = run(find(command).load().sample(RandomStream(command), "hard"))
    ancestry = Ancestry(solution)
    for name in solution.quantities:
        lines, left = {name}, [name]
        while left:
            new = set(ancestry.parents(left.pop())) - lines
            lines |= new
            left += new
        made = {mistake.name for line in lines for mistake in solution.quantities[line].mistakes}
        assert ancestry.movers(name) == made


def test_more_numbers_than_anybody_writes_are_refused():
    claims = [Claim("weights", tuple(written(Fraction(number)) for number in range(3000)))]
    with pytest.raises(InputError, match="at most 2,500 numbers, got '3,000'"):
        check(long_adam(), claims)
