"""The order in which a student numbered what may be numbered in any: singular values with their vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from solver.checking.cells import Cell
from solver.checking.matching import Judge
from solver.mathematics.formula import Symbol
from solver.record.solution import Answer, Nested, leaves


def renumbered(cells: Sequence[Cell], judge: Judge) -> list[Cell] | None:
    """The cells by the solver's order; none where the student has the same, or no order of all numbers."""
    for answer in judge.solution.answers:
        places = _places(cells, answer, judge) if answer.in_any_order else {}
        if any(own != place for own, place in places.items()):
            return [_moved(cell, answer, places) for cell in cells]
    return None


def _places(cells: Sequence[Cell], answer: Answer, judge: Judge) -> Mapping[int, int]:
    """For each position, that of the solver's number which was written there; none unless all were."""
    names = list(leaves(answer.value))
    written = {names.index(cell.quantity): cell for cell in cells if cell.quantity in names}
    found = dict[int, int]()
    for position, cell in written.items():
        left = (place for place in range(len(names)) if place not in found.values())
        place = next((k for k in left if judge.matches(cell.written, _symbol(judge, names[k]))), None)
        if place is not None:
            found[position] = place
    return found if len(found) == len(names) else {}


def _symbol(judge: Judge, name: str) -> Symbol:
    return judge.solution.quantities[name].symbol


def _moved(cell: Cell, numbers: Answer, places: Mapping[int, int]) -> Cell:
    """A cell at the place that it has in the solver's order."""
    names = list(leaves(numbers.value))
    if cell.quantity in names:
        place = places[names.index(cell.quantity)]
        return replace(cell, quantity=names[place], path=(place,) if cell.path else ())
    if cell.answer is None or cell.answer.name not in numbers.ordered_by or len(cell.path) != 2:
        return cell
    row, column = cell.path
    path = (row, places.get(column, column))
    return replace(cell, path=path, quantity=_name(cell.answer.at(path)))


def _name(value: Nested) -> str:
    return next(leaves(value), "")
