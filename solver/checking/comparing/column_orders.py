"""The order in which a student numbered what may be numbered in any: singular values with their vectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.matching import Judge
from solver.checking.names.named_arrays import ways_to
from solver.mathematics.formula import Symbol
from solver.record.solution import Answer, leaves


def renumbered(cells: Sequence[Cell], judge: Judge) -> list[Cell] | None:
    """The cells by the solver's order; none where the student has the same, or no order of all numbers."""
    for answer in judge.solution.answers:
        places = _places(cells, answer, judge) if answer.along else {}
        if any(own != place for own, place in places.items()):
            moves = dict(_moves(answer, places))
            return [_moved(cell, moves) for cell in cells]
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


def _moves(numbers: Answer, places: Mapping[int, int]) -> Iterator[tuple[str, str]]:
    """The quantities that are numbered so, each with the one that stands there in the solver's order."""
    for family in (numbers.value, *numbers.along):
        items = [tuple(leaves(item)) for item in family] if isinstance(family, tuple) else []
        known = {own: place for own, place in places.items() if max(own, place) < len(items)}
        for own, place in known.items():
            yield from zip(items[own], items[place], strict=True)


def _moved(cell: Cell, moves: Mapping[str, str]) -> Cell:
    """A cell at the place that it has in the solver's order."""
    name = moves.get(cell.quantity, cell.quantity)
    if name == cell.quantity:
        return cell
    path = dict(ways_to(cell.answer.value))[name] if cell.answer is not None and cell.path else ()
    return replace(cell, quantity=name, path=path)
