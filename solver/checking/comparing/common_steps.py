"""Single numbers of several things that are told of each step, where none says of which: they are of one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from solver.checking.comparing.cells import Cell, by_claim
from solver.checking.comparing.shapes import Matches
from solver.checking.names.meanings import is_each_step
from solver.mathematics.formula import Symbol
from solver.record.solution import Answer


def in_one_step(cells: Sequence[Cell], matches: Matches) -> list[Cell]:
    """The cells, those of a weight and a bias as the ones of the same update.

    That is the one which most of the numbers are of, or else the last. What a loss is before the first
    update belongs to none.
    """
    beside = by_claim(cells)
    found = ((k, _loop_of(cell, beside[id(cell.claim)])) for k, cell in enumerate(cells))
    loops = {k: answer for k, answer in found if answer is not None}
    count = min((_count(answer) for answer in loops.values()), default=0)
    own = {k: cells[k] for k, answer in loops.items() if _before_end(cells[k], answer) < count}
    if len({_before_end(cell, loops[k]) for k, cell in own.items()}) < 2:
        return list(cells)
    moved = [{k: _moved(cell, loops[k], before) for k, cell in own.items()} for before in range(count)]
    best = max(moved, key=lambda step: sum(_is_right(cell, matches) for cell in step.values()))
    return [best.get(k, cell) for k, cell in enumerate(cells)]


def _loop_of(cell: Cell, beside: Sequence[Cell]) -> Answer | None:
    """What is told of each step, where a cell is of a claim for one of the steps that does not say which."""
    answer = cell.answer
    if answer is None or not cell.is_part or cell.is_whole or not isinstance(answer.value, tuple):
        return None
    steps = {other.path[0] for other in beside if other.path}
    return answer if is_each_step(answer) and len(steps) == 1 else None


def _count(answer: Answer) -> int:
    return len(answer.value) if isinstance(answer.value, tuple) else 1


def _before_end(cell: Cell, answer: Answer) -> int:
    """How many steps come after the one of a cell."""
    return _count(answer) - 1 - cell.path[0]


def _moved(cell: Cell, answer: Answer, before: int) -> Cell:
    """A cell as that of the same entry so many steps before the last one."""
    path = (_count(answer) - 1 - before, *cell.path[1:])
    value = answer.at(path)
    return replace(cell, path=path, quantity=value.name if isinstance(value, Symbol) else "")


def _is_right(cell: Cell, matches: Matches) -> bool:
    return cell.answer is not None and matches(cell.written, cell.answer.at(cell.path))
