"""Multiple choice: four different values, the wrong ones from mistakes with a name."""

from __future__ import annotations

import pytest

from solver import registry
from solver.errors import InputError
from solver.problem import DIFFICULTIES
from solver.record.comparison import Comparison
from solver.record.engine import run, serves
from solver.record.recorder import Rerun
from solver.record.solution import numbers
from solver.rendering.printing import Style
from solver.sheets.codes import Code
from solver.sheets.options import kept_options, options_of, shown_alone
from solver.sheets.questions import question_of

TYPES = pytest.mark.parametrize("command", registry.entries())
SEEDS = range(6)
ENOUGH = 0.95


def offered(command, difficulty, seed):
    question = question_of(Code(command, difficulty, seed))
    solution = run(question.problem)
    try:
        return question, solution, options_of(question, solution, Style(exact=solution.exact))
    except InputError:
        return question, solution, ()


def check_options(question, solution, options):
    """One is the model's answer; no two read alike; each wrong one comes from its mistakes."""
    style = Style(exact=solution.exact)
    reference = question.problem.reference()
    (right,) = [option for option in options if option.is_right]
    for answer in right.answers:
        expected = answer.comparison.difference(numbers(answer.value), plain(reference[answer.name]))
        assert expected < 1e-9
    assert len({shown_alone(option.answers, style) for option in options}) == 4
    assert "".join(option.letter for option in options) == "ABCD"
    for option in options:
        again = {answer.name: answer for answer in run(question.problem, Rerun(option.mistakes)).answers}
        for answer in option.answers:
            assert numbers(answer.value) == numbers(again[answer.name].value)
        if option is not right:
            assert all(solution.mistakes[mistake] in option.words for mistake in option.mistakes)
            check_wrong(question, solution, option, right)


def check_wrong(question, solution, option, right):
    """A wrong option is no other form of the right one."""
    if option.answers[0].comparison is Comparison.FEASIBLE:
        names = [answer.name for answer in option.answers]
        mine = {answer.name: answer for answer in solution.answers}
        flat = [
            (symbol.name, value.evaluate())
            for answer in option.answers
            for symbol, value in leaves(mine[answer.name].value, answer.value)
        ]
        assert names
        assert not serves(question.problem, solution, dict(flat))
    else:
        pairs = zip(option.answers, right.answers, strict=True)
        assert all(a.comparison.difference(numbers(a.value), numbers(b.value)) > 1e-9 for a, b in pairs)


def leaves(ours, theirs):
    if not isinstance(ours, tuple):
        return [(ours, theirs)]
    return [leaf for pair in zip(ours, theirs, strict=True) for leaf in leaves(*pair)]


def plain(value):
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


@TYPES
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_four_options_differ(command, difficulty):
    found = [offered(command, difficulty, seed) for seed in SEEDS]
    for question, solution, options in found:
        if options:
            check_options(question, solution, options)
    assert any(options for _, _, options in found)


@pytest.mark.sweep
@TYPES
def test_nearly_every_problem_can_be_a_choice(command, many_seeds):
    """Of `separable` only those that are: the others have no line to choose."""
    made = 0
    wanted = 0
    for difficulty in DIFFICULTIES:
        for seed in range(many_seeds // 4):
            question, solution, options = offered(command, difficulty, seed)
            wanted += len(solution.answers) > 1 or solution.numbers.get("separable") is not False
            made += bool(options)
            if options and seed % 10 == 0:
                check_options(question, solution, options)
    assert made >= ENOUGH * wanted


@TYPES
def test_the_same_options_come_from_a_record(command):
    question, solution, options = next(
        found for seed in range(40) if (found := offered(command, "medium", seed))[2]
    )
    asked = [answer.name for answer in options[0].answers]
    assert kept_options(question, solution, asked, [option.mistakes for option in options]) == options


def test_options_of_another_version_are_refused():
    question, solution, options = offered("adam", "easy", 1)
    asked = [answer.name for answer in options[0].answers]
    mistakes = [option.mistakes for option in options]
    with pytest.raises(InputError, match="another version"):
        kept_options(question, solution, asked, [("no-such-mistake",), *mistakes[1:]])
    with pytest.raises(InputError, match="another version"):
        kept_options(question, solution, ["no_such_answer"], mistakes)
    with pytest.raises(InputError, match="another version"):
        kept_options(question, solution, asked, mistakes[:3])
