"""Hints: a working told one line at a time, of each line the formula, then the numbers, then the value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from msgspec.structs import replace

from solver.mathematics.formula import Formula, symbols_of
from solver.record.blocks import Block, Equation, Rewriting, RowOperations, Sentence, Table
from solver.record.quantities import Quantity
from solver.record.solution import Solution, Step
from solver.sheets.blanks import is_in_words, wanted_step


class Level(IntEnum):
    """How much a hint tells."""

    FORMULA = 1
    NUMBERS = 2
    VALUE = 3


class Hint(NamedTuple):
    """A part of a working.

    `step` is the position of the step it belongs to, `told` the quantities that it is about, `hidden` those
    whose values it leaves blank. `criterion` stands in place of the step where that would tell an answer.
    """

    step: int
    level: Level
    blocks: tuple[Block, ...] = ()
    told: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    criterion: Step | None = None


def hints_of(solution: Solution, criteria: Mapping[str, str]) -> list[Hint]:
    """All hints to a problem, in the order of its working.

    Before what tells an answer in words stands what that depends on.

    Args:
        solution: the worked solution.
        criteria: what answers in words depend on, by their names.
    """
    return list(_with_criteria(solution, criteria))


def _with_criteria(solution: Solution, criteria: Mapping[str, str]) -> Iterator[Hint]:
    left = {answer.name: answer for answer in solution.answers if is_in_words(answer)}
    for position, step in enumerate(solution.steps):
        for hint in _hints(position, step, solution):
            told = [name for name in _told_by(step, hint) if left.pop(name, None)]
            if told:
                wanted = wanted_step(told, solution.phrases, criteria)
                yield Hint(position, Level.FORMULA, criterion=wanted)
            yield hint


def _told_by(step: Step, hint: Hint) -> Iterator[str]:
    """The answers that are told by what a step does, or by what is said."""
    yield from step.tells
    for block in hint.blocks:
        if isinstance(block, Sentence):
            yield from block.tells


def proven(names: frozenset[str], quantities: Mapping[str, Quantity]) -> frozenset[str]:
    """The quantities that right values of some of them prove: these, and all that they were computed from."""
    found: set[str] = set()
    left = [name for name in names if name in quantities]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            used = (symbol.name for symbol in symbols_of(quantities[name].formula))
            left += [other for other in used if other in quantities]
    return frozenset(found)


def _hints(position: int, step: Step, solution: Solution) -> Iterator[Hint]:
    """The hints of a step; what is said stands before the mathematics it leads to."""
    said: tuple[Block, ...] = ()
    for block in step.blocks:
        if isinstance(block, Sentence):
            said = (*said, block)
            continue
        for hint in _LADDERS[type(block)](position, block, solution):
            yield hint._replace(blocks=(*said, *hint.blocks))
            said = ()
    if said or not step.blocks:
        yield Hint(position, Level.VALUE, said)


def _of_equation(position: int, block: Equation, _: Solution) -> Iterator[Hint]:
    own = block.names
    if any(symbol.value is not None for symbol in symbols_of(block.formula)):
        formula = Rewriting(block.symbol, (*block.named, block.formula))
        yield Hint(position, Level.FORMULA, (formula,), own)
    if block.formula.children():
        yield Hint(position, Level.NUMBERS, (block,), own, own)
    yield Hint(position, Level.VALUE, (block,), own)


def _of_rewriting(position: int, block: Rewriting, solution: Solution) -> Iterator[Hint]:
    own = _recorded((block.left, *block.forms), solution)
    if len(block.forms) > 1:
        first = Rewriting(block.left, block.forms[:1], block.valued)
        yield Hint(position, Level.FORMULA, (first,), own)
    yield Hint(position, Level.VALUE, (block,), own)


def _of_table(position: int, block: Table, solution: Solution) -> Iterator[Hint]:
    cells = (cell for row in block.rows for cell in row)
    own = _recorded(cells, solution)
    if own or block.found:
        # What a table is called may tell what comes out.
        yield Hint(position, Level.NUMBERS, (replace(block.left_open, caption=""),), own, own)
    yield Hint(position, Level.VALUE, (block,), own)


def _of_operations(position: int, block: RowOperations, _: Solution) -> Iterator[Hint]:
    own = frozenset({block.name})
    yield Hint(position, Level.NUMBERS, (block,), own, own)
    yield Hint(position, Level.VALUE, (block,), own)


def _recorded(parts: Iterable[object], solution: Solution) -> frozenset[str]:
    """The quantities of the solution in formulas."""
    formulas = (part for part in parts if isinstance(part, Formula))
    names = (symbol.name for formula in formulas for symbol in symbols_of(formula))
    return frozenset(name for name in names if name in solution.quantities)


_LADDERS: Mapping[type[Block], Callable[[int, Any, Solution], Iterator[Hint]]] = {
    Equation: _of_equation,
    Rewriting: _of_rewriting,
    RowOperations: _of_operations,
    Table: _of_table,
}
