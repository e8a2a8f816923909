"""What holds for every problem type, whatever it is about."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from fractions import Fraction
from itertools import chain, product

import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.domains import Refused
from solver.errors import InputError, UndefinedError
from solver.givens.parameters import parameters
from solver.mathematics.balls import Inexact
from solver.mathematics.formula import symbols_of
from solver.mathematics.values import INFINITY, is_complex, subtract
from solver.problem import Problem
from solver.record.engine import run, solve_problem, verify
from solver.record.error_bounds import error_bounds
from solver.record.recorder import Rerun
from solver.record.slopes import number
from solver.record.solution import numbers
from solver.rendering.json_export import to_json
from solver.rendering.printing import Style
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream
from tests.pages import TEMPLATED

ENTRIES = list(registry.entries().values())
TYPES = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
LEVELS = pytest.mark.parametrize("difficulty", DIFFICULTIES)
SEEDS = range(12)
FEW_SEEDS = range(4)
MANY_SEEDS = range(30)


def sample(entry, difficulty, seed):
    return entry.load().sample(RandomStream(f"{entry.command}/{difficulty}/{seed}"), difficulty)


def answers(solution):
    return {answer.name: numbers(answer.value) for answer in solution.answers}


def differs(ours, theirs):
    """Whether two runs gave different answers, by more than rounding."""
    if ours.keys() != theirs.keys():
        return True
    return any(not near(ours[name], theirs[name]) for name in ours)


def near(ours, theirs):
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(near, ours, theirs))
    if isinstance(ours, list) or isinstance(theirs, list):
        return False
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    return ours == theirs or abs(ours - theirs) <= 1e-12 * max(1, abs(ours))


@TYPES
def test_it_describes_itself(entry):
    problem = entry.load()
    assert re.fullmatch(r"[A-Z].{9,90}", entry.summary)
    assert problem.__doc__
    assert problem.tasks is not Problem.tasks
    assert problem.answers
    assert problem.source
    for text in (problem.idea, problem.sanity):
        assert re.fullmatch(r"\$?[A-Z].{18,180}\.", text)
        assert not re.search(r"\b[Nn]ote\b|  ", text)
    for told in problem.also_called.values():
        names = told.split("; ")
        assert all(name and name == name.strip(" ;,") for name in names)
        assert len(set(names)) == len(names)
    for parameter in parameters(problem):
        assert parameter.label
        assert parameter.domain.requirement.startswith("must ")


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
def test_a_seed_makes_a_problem_and_words_its_question(entry, difficulty):
    """The same seed makes the same, others make others: as one test, for the sake of the time."""
    problems = [sample(entry, difficulty, seed) for seed in SEEDS]
    assert len({repr(problem.givens) for problem in problems}) > 1
    for seed in FEW_SEEDS:
        assert sample(entry, difficulty, seed).givens == problems[seed].givens
    for problem in problems:
        wordings = problem.questions
        assert 1 <= len(set(wordings)) == len(wordings) <= 3
        for wording in wordings:
            assert re.fullmatch(r"[A-Z][^{}<>]{24,500}[.?]", wording)
            assert not re.search(r"  |None|\.\.|\?\.", wording)


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
def test_the_numpy_model_agrees(entry, difficulty):
    for seed in SEEDS:
        problem = sample(entry, difficulty, seed)
        assert verify(problem, run(problem)) <= 1e-9


@pytest.mark.sweep
@TYPES
@LEVELS
def test_the_numpy_model_agrees_over_many_seeds(entry, difficulty):
    for seed in MANY_SEEDS:
        problem = sample(entry, difficulty, seed)
        assert verify(problem, run(problem)) <= 1e-9


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
def test_its_answers_are_declared(entry, difficulty):
    """Each has a phrase of its own, and a wording asks for no other."""
    for seed in FEW_SEEDS:
        check_declared(sample(entry, difficulty, seed))


@pytest.mark.sweep
@TYPES
@LEVELS
def test_its_answers_are_declared_over_many_seeds(entry, difficulty):
    for seed in MANY_SEEDS:
        check_declared(sample(entry, difficulty, seed))


def check_declared(problem):
    names = list(answers(run(problem)))
    assert names == [name for name in type(problem).answers if name in names]
    assert {name for task in problem.wordings for name in task.asked} <= set(names)


def variants(problem):
    """The problem itself, under other conventions, and with the defaults of what was drawn."""
    yield problem
    for parameter in parameters(type(problem)):
        for other in parameter.domain.others(getattr(problem, parameter.name)):
            with suppress(InputError):
                changed = problem.altered(**{parameter.name: other})
                changed.check()
                yield changed
        if parameter.default is not None:
            with suppress(InputError):
                yield type(problem).of(**{**problem.spelled, parameter.name: parameter.default})


@TYPES
def test_every_mistake_changes_an_answer(entry):
    """Each declared mistake is offered and leads to another answer for at least one of some problems."""
    declared, effective = entry.load().mistakes, set()
    for seed, difficulty in product(SEEDS, DIFFICULTIES):
        for problem in variants(sample(entry, difficulty, seed)):
            if effective == declared.keys():
                break
            with suppress(InputError):
                effective |= effects(problem, declared.keys() - effective)
    assert len(declared) >= 2
    assert declared.keys() == effective
    for name, words in declared.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert len(words) > 10
        assert not words.endswith(".")


def effects(problem, names):
    """The mistakes of these names that lead to other answers."""
    plain = run(problem)
    found = set()
    for name in names & plain.mistakes.keys():
        with suppress(InputError):
            if differs(answers(plain), answers(run(problem, Rerun(mistakes=(name,))))):
                found.add(name)
    return found


@TYPES
def test_a_quantity_replaced_by_its_own_value_changes_nothing(entry):
    """A run may be taken over at any quantity: what follows is computed from the value put in."""
    problem = sample(entry, "medium", 1)
    plain = run(problem)
    for name, quantity in plain.quantities.items():
        if quantity.symbol.value is None:
            continue
        rerun = run(problem, Rerun(values={name: quantity.symbol.value}))
        assert not differs(answers(plain), answers(rerun)), name


@TYPES
def test_every_quantity_is_shown(entry):
    """In an equation, in a matrix, in a table or in words; row operations show their factors as numbers.

    What is recorded aside is for hands that write it.
    """
    problem = sample(entry, "medium", 1)
    solution = run(problem)
    blocks = [block for step in solution.steps for block in step.blocks]
    hidden = solution.quantities.keys() - {name for block in blocks for name in names_in(block)}
    if any(block.kind == "row_operations" for block in blocks):
        hidden = {name for name in hidden if not name.startswith("k_")}
    assert hidden <= problem.worked.asides


def names_in(block):
    """The names of the quantities that a block shows."""
    return {getattr(block, "name", "")} | {s.name for part in formulas_in(block) for s in symbols_of(part)}


def formulas_in(block):
    """The formulas of a block, in whatever form it has them."""
    if block.kind == "equation":
        return [block.symbol]
    if block.kind == "rewriting":
        return [block.left, *block.forms]
    if block.kind == "row_operations":
        return [*block.operations, block.matrix]
    parts = chain(block.headings, *block.rows) if block.kind == "table" else block.phrase
    return [part for part in parts if not isinstance(part, str)]


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
@pytest.mark.parametrize("digits", [3, 6])
def test_rounded_steps_stay_in_their_bands(entry, difficulty, digits):
    """Every quantity ends within its digits, and is no further off than honest rounding can lead."""
    for seed in FEW_SEEDS:
        problem = sample(entry, difficulty, seed)
        plain, rounded = run(problem), run(problem, Rerun(round_to=digits))
        assert plain.quantities.keys() == rounded.quantities.keys()
        for name, reach in error_bounds(plain.quantities, digits).items():
            exact, value = (solution.quantities[name].symbol.value for solution in (plain, rounded))
            assert exact == value or abs(number(exact - value)) <= reach * (1 + 1e-9), name
            assert ends_within(value, digits), name


def ends_within(value, digits):
    """Whether a number has no more digits; none before the point is ever cut."""
    if is_complex(value) or abs(value) == INFINITY:
        return True
    return value == int(value) or value == Fraction(f"{float(value):.{digits - 1}e}")


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
def test_forms_that_are_shown_first_have_the_value(entry, difficulty):
    for seed in FEW_SEEDS:
        check_named_forms(run(sample(entry, difficulty, seed)))


@pytest.mark.sweep
@TYPES
@LEVELS
def test_forms_that_are_shown_first_have_the_value_over_many_seeds(entry, difficulty):
    for seed in MANY_SEEDS:
        check_named_forms(run(sample(entry, difficulty, seed)))


def test_irrational_roots_have_the_value_of_their_formula():
    entry = registry.find("eigen")
    assert check_named_forms(run(entry.load().of(matrix="1,1;1,0"))) == 2


def check_named_forms(solution):
    """Compare the forms that have a value, as integrals have none by themselves; returns their number."""
    compared = 0
    for equation in (block for step in solution.steps for block in step.blocks if block.kind == "equation"):
        for form in equation.named:
            with suppress(NotImplementedError, UndefinedError):
                value, expected = form.evaluate(), equation.symbol.evaluate()
                assert abs(subtract(value, expected)) <= 1e-40 * max(1, abs(number(expected))), (
                    equation.symbol
                )
                compared += 1
    return compared


@TYPES
def test_a_solution_of_rounded_steps_says_so(entry):
    assert solve_problem(sample(entry, "easy", 0), round_to=6).rounded_to == 6


@pytest.mark.spread("difficulty")
@TYPES
@LEVELS
@pytest.mark.parametrize("form", TEMPLATED)
def test_every_format_renders(entry, difficulty, form):
    solution = solve_problem(sample(entry, difficulty, 1))
    for style in (Style(), Style(digits=8, exact=True)):
        text = render(solution, form, style=style)
        assert len(text) > 200
        assert "Undefined" not in text
        assert not re.search(r"<solver\.|Fraction\(|Inexact|Symbol\(", text)


@TYPES
def test_the_text_format_is_plain(entry):
    text = render(solve_problem(sample(entry, "medium", 2)), "text")
    mathematics = [line for line in text.splitlines() if "=" in line]
    assert all(line.isascii() for line in mathematics)


@TYPES
def test_json_holds_the_answers(entry):
    solution = solve_problem(sample(entry, "medium", 3))
    data = json.loads(to_json(solution))
    assert data["problem"] == entry.command
    assert set(data["answers"]) == set(solution.numbers)
    assert data["reference"]["max_difference"] <= 1e-9
    assert data["steps"]
    assert data["given"]


@TYPES
def test_invalid_values_are_refused_by_name(entry):
    for parameter in parameters(entry.load()):
        assert parameter.domain.invalid
        for text in parameter.domain.invalid:
            with pytest.raises(Refused):
                parameter.domain.read(text, "x")
            with pytest.raises(InputError) as refused:
                parameter.read(text)
            message = str(refused.value)
            assert message.startswith(parameter.option)
            assert "\n" not in message
            assert len(message) < 300


@TYPES
def test_a_given_that_is_left_out_is_not_missed_or_asked_for_in_one_line(entry):
    for difficulty in DIFFICULTIES:
        problem = sample(entry, difficulty, 0)
        for name in problem.spelled:
            try:
                run(problem.posed_with(**{name: None}))
            except InputError as error:
                message = str(error)
                assert message.startswith(("--", "the problem")), message
                assert "\n" not in message


@TYPES
def test_values_are_exact_or_long(entry):
    """No binary float enters the working."""
    solution = run(sample(entry, "hard", 4))
    for quantity in solution.quantities.values():
        value = quantity.symbol.value
        assert value is None or isinstance(value, Fraction | Inexact)
