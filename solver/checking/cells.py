"""The numbers of a claim, each with the quantity of the solution that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from solver.checking.claims import Claim, Claimed, Written, entries
from solver.checking.names import answer_of, quantity_name
from solver.mathematics.formula import Symbol
from solver.mathematics.values import Value
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, Solution, is_recorded, leaves

BY_ENTRY = (Comparison.VALUES, Comparison.FEASIBLE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a claim, or an answer that is judged as a whole.

    `path` leads from the answer to the number.
    """

    claim: Claim
    written: Claimed
    answer: Answer | None
    path: tuple[int, ...]
    quantity: str
    is_whole: bool = False

    @property
    def is_feasible(self) -> bool:
        return self.answer is not None and self.answer.comparison is Comparison.FEASIBLE


def feasible(cells: Iterable[Cell], answer: Answer | None = None) -> dict[str, Value]:
    """The student's values of answers that only have to serve, or of one of them."""
    return {
        cell.quantity: cell.written.value
        for cell in cells
        if cell.is_feasible and isinstance(cell.written, Written) and answer in (None, cell.answer)
    }


def step_of(cell: Cell, solution: Solution) -> int:
    """The position of the step in which the number of a cell is worked out."""
    quantity = solution.quantities.get(cell.quantity)
    if quantity is not None:
        return quantity.step
    return cell.answer.step if cell.answer is not None else len(solution.steps) - 1


def cells_of(claim: Claim, solution: Solution) -> Iterator[Cell]:
    """The numbers of a claim that are judged one by one, or the claim as a whole.

    Raises:
        InputError: the name is unknown.
    """
    answer = answer_of(claim.name, solution)
    if answer is None:
        yield Cell(claim, claim.value, None, (), quantity_name(claim.name, solution, claim.source))
    elif not isinstance(claim.value, tuple) and _is_one_quantity(answer.value):
        yield from _leaves(claim, claim.value, answer, *_first(answer.value))
    elif answer.comparison not in BY_ENTRY or not same_shape(claim.value, answer.value):
        yield Cell(claim, claim.value, answer, (), "", is_whole=True)
    else:
        yield from _leaves(claim, claim.value, answer, answer.value, ())


def _leaves(
    claim: Claim, written: Claimed, answer: Answer, value: Nested, path: tuple[int, ...]
) -> Iterator[Cell]:
    if not isinstance(value, tuple):
        name = value.name if isinstance(value, Symbol) else ""
        if isinstance(written, tuple) and len(written) == 1:
            written = written[0]
        yield Cell(claim, written, answer, path, name)
        return
    for position, (item, inner) in enumerate(zip(entries(written), value, strict=True)):
        yield from _leaves(claim, item, answer, inner, (*path, position))


def _is_one_quantity(value: Nested) -> bool:
    """Whether an answer is one quantity several times over, such as the sides of a square."""
    return isinstance(value, tuple) and len(set(leaves(value))) == 1 and is_recorded(value)


def _first(value: Nested) -> tuple[Nested, tuple[int, ...]]:
    """The first entry of an answer, and the way to it."""
    path: tuple[int, ...] = ()
    while isinstance(value, tuple):
        value, path = value[0], (*path, 0)
    return value, path


def same_shape(written: Claimed, value: Nested) -> bool:
    """Whether a claim has a number for each of the answer's; one number needs no brackets."""
    if not isinstance(value, tuple):
        return not isinstance(written, tuple) or len(written) == 1
    items = entries(written)
    return len(items) == len(value) and all(map(same_shape, items, value))
