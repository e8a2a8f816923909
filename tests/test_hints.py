"""How a next step begins: what it works out is left open, in numbers, in tables and in words."""

from __future__ import annotations

import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.mathematics import formula as f
from solver.practice.hints import Level, hints_of
from solver.record.blocks import Rewriting, Sentence, Table
from solver.record.engine import run
from solver.record.solution import exact_numbers, plain_word
from solver.sampling.random_stream import RandomStream
from solver.sheets.blanks import begun
from tests.sweeps import one_by_default

TYPES = tuple(registry.entries())
TARGETED = {"gate"}
"""Types whose answer is the column of targets, where all is right."""


def begun_steps(command, difficulty):
    """The whole solution, and for each of its steps the step as a hint shows it, with the hidden names."""
    problem = registry.find(command).load().sample(RandomStream(f"begun/{command}"), difficulty)
    solution = run(problem)
    for count in range(len(solution.steps)):
        part, hidden = begun(solution, count, problem.criteria)
        yield solution, count, part.steps[-1], hidden


def visible(shown, hidden):
    """The numbers and words of formulas and texts side by side; None where one of them is hidden."""
    found = []
    for part in shown:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, f.Blank) or any(symbol.name in hidden for symbol in f.symbols_of(part)):
            return None
        elif isinstance(part, f.Coordinates | f.Tensor | f.Matrix):
            found.extend(visible(part.children(), hidden) or ())
        elif any(symbol.value is None for symbol in f.symbols_of(part)) or isinstance(part, f.Text):
            found.append(str(part))
        elif any(f.symbols_of(part)) and not isinstance(part, f.Symbol):
            # How a number is worked out is what a hint is for.
            found.append(str(part))
        else:
            found.append(part.evaluate())
    return found


def sequences(block, hidden):
    """What a block lists: columns and rows of a table, the entries of an array."""
    match block:
        case Table():
            yield from (visible(column, hidden) for column in zip(*block.rows, strict=True))
            yield from (visible(row[1:], hidden) for row in block.rows)
        case Rewriting():
            yield from (
                visible(form.children(), hidden)
                for form in block.forms
                if isinstance(form, f.Coordinates | f.Tensor | f.Matrix)
            )


def flat(value):
    """All numbers and words of an answer, one after another."""
    return [entry for item in value for entry in flat(item)] if isinstance(value, list) else [value]


def asked_from(solution, count, hidden):
    """The answers that are declared in a step or later and not known before it."""
    for answer in solution.answers:
        names = _leaves(answer.value)
        if answer.step >= count and (not all(names) or any(name in hidden for name in names)):
            yield answer


def _leaves(value):
    if isinstance(value, tuple):
        return [name for item in value for name in _leaves(item)]
    return [value.name if isinstance(value, f.Symbol) else ""]


@pytest.mark.parametrize("command", TYPES)
@one_by_default("difficulty", DIFFICULTIES, "medium")
def test_no_step_of_a_hint_is_empty(command, difficulty):
    for solution, _, step, _ in begun_steps(command, difficulty):
        whole = solution.steps
        assert step.blocks or step.reason or step.title[0].startswith("To find: ")
        assert all(other.blocks or other.reason for other in whole)


@pytest.mark.parametrize("command", [command for command in TYPES if command not in TARGETED])
@one_by_default("difficulty", DIFFICULTIES, "medium")
def test_no_step_of_a_hint_lists_an_answer(command, difficulty):
    for solution, count, step, hidden in begun_steps(command, difficulty):
        listed = [found for block in step.blocks for found in sequences(block, hidden) if found]
        given = [visible([given.shown], hidden) for given in solution.givens]
        for answer in asked_from(solution, count, hidden):
            told = flat(exact_numbers(answer.value))
            if len(told) > 2 and len(set(told)) > 1 and told not in given:
                assert told not in listed, answer.name


@pytest.mark.parametrize("command", TYPES)
@one_by_default("difficulty", DIFFICULTIES, "medium")
def test_no_sentence_of_a_hint_says_an_answer_in_words(command, difficulty):
    for solution, count, step, hidden in begun_steps(command, difficulty):
        said = plain_word(" ".join(str(part) for part in _words(step)))
        for answer in asked_from(solution, count, hidden):
            assert not [tells for tells in _tells(step) if answer.name in tells]
            if isinstance(answer.value, str) and answer.words and len(answer.value) > 3:
                assert f"-{plain_word(answer.value)}-" not in f"-{said}-"


def rungs(command, difficulty):
    """Each hint of practice that leaves a value open, with the solution and the names open by then."""
    problem = registry.find(command).load().sample(RandomStream(f"rungs/{command}"), difficulty)
    solution = run(problem)
    left = set(solution.quantities)
    for hint in hints_of(solution, problem.criteria):
        if hint.level is Level.VALUE:
            left -= hint.told
            # What is only taken on is known with what it is taken from.
            formulas = ((name, solution.quantities[name].formula) for name in left)
            left -= {name for name, one in formulas if isinstance(one, f.Symbol) and one.name not in left}
        elif hint.level is Level.NUMBERS:
            yield hint, solution, left


@pytest.mark.parametrize("command", [command for command in TYPES if command not in TARGETED])
@one_by_default("difficulty", DIFFICULTIES, "medium")
def test_no_hint_lists_an_answer_before_its_value(command, difficulty):
    for hint, solution, left in rungs(command, difficulty):
        listed = [found for block in hint.blocks for found in sequences(block, left | hint.hidden) if found]
        given = [visible([given.shown], frozenset()) for given in solution.givens]
        for answer in solution.answers:
            told = flat(exact_numbers(answer.value))
            if left.issuperset(_leaves(answer.value)) and len(set(told)) > 1 and len(told) > 2:
                assert told in given or told not in listed, answer.name


@pytest.mark.parametrize("command", TYPES)
@one_by_default("difficulty", DIFFICULTIES, "medium")
def test_what_an_answer_in_words_depends_on_is_told_before_it(command, difficulty):
    problem = registry.find(command).load().sample(RandomStream(f"rungs/{command}"), difficulty)
    solution = run(problem)
    open_answers = {a.name: a for a in solution.answers if isinstance(a.value, bool | str)}
    for hint in hints_of(solution, problem.criteria):
        if hint.criterion:
            said = hint.criterion.title[0]
            open_answers = {name: a for name, a in open_answers.items() if a.phrase not in said}
            continue
        step = solution.steps[hint.step]
        sentences = [block for block in hint.blocks if isinstance(block, Sentence)]
        assert open_answers.keys().isdisjoint({name for told in (step, *sentences) for name in told.tells})
        said = plain_word(" ".join(p for s in sentences for p in s.phrase if isinstance(p, str)))
        for answer in open_answers.values():
            if isinstance(answer.value, str) and answer.words and len(answer.value) > 3:
                assert f"-{plain_word(answer.value)}-" not in f"-{said}-"


def _words(step):
    yield from (part for part in (*step.title, *step.reason) if isinstance(part, str))
    sentences = (block for block in step.blocks if isinstance(block, Sentence))
    yield from (part for sentence in sentences for part in sentence.phrase if isinstance(part, str))


def _tells(step):
    return [block.tells for block in step.blocks if isinstance(block, Sentence)]


def test_a_derivative_is_not_told_before_it_is_taken():
    solution = run(
        registry.find("gradient-descent").load().of(loss="w**2 - 18*w", w="1", lr="0.1", steps="1")
    )
    part, _ = begun(solution, 0, {})
    (block,) = part.steps[0].blocks
    assert block.forms == (f.Blank(f.WIDE),)
    assert solution.steps[0].blocks[0].forms != block.forms


def test_whether_a_line_exists_is_not_told_by_the_name_of_a_step():
    problem = registry.find("separable").load().of(gate="xor")
    part, _ = begun(run(problem), 1, problem.criteria)
    assert "whether" in part.steps[-1].title[0]
    assert not part.steps[-1].blocks


def test_numbers_are_put_in_before_the_value_is_told():
    solution = run(registry.find("momentum").load().of(grads="0.3,0.2", lr="0.1", beta="0.9"))
    told = {}
    for hint in hints_of(solution, {}):
        for name in hint.told:
            told.setdefault(name, []).append(hint.level)
    assert told["v_2"] == [Level.FORMULA, Level.NUMBERS, Level.VALUE]
