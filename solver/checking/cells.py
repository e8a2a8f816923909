"""The numbers of a claim, each with the quantity of the solution that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from solver.checking.claims import Claim, Claimed, Written, entries
from solver.comparison import Comparison
from solver.errors import InputError
from solver.formula import Symbol
from solver.solution import Answer, Nested, Solution
from solver.values import Value

BY_ENTRY = (Comparison.VALUES, Comparison.WITNESS)


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
    def is_witness(self) -> bool:
        return self.answer is not None and self.answer.comparison is Comparison.WITNESS


def witnesses(cells: Iterable[Cell], answer: Answer | None = None) -> dict[str, Value]:
    """The student's values of answers that only have to serve, or of one of them."""
    return {
        cell.quantity: cell.written.value
        for cell in cells
        if cell.is_witness and isinstance(cell.written, Written) and answer in (None, cell.answer)
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
    answer = next((answer for answer in solution.answers if answer.name == claim.name), None)
    if answer is None:
        name = _quantity_name(claim.name, solution)
        yield Cell(claim, claim.value, None, (), name)
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


def same_shape(written: Claimed, value: Nested) -> bool:
    """Whether a claim has a number for each of the answer's; one number needs no brackets."""
    if not isinstance(value, tuple):
        return not isinstance(written, tuple) or len(written) == 1
    items = entries(written)
    return len(items) == len(value) and all(map(same_shape, items, value))


def _quantity_name(name: str, solution: Solution) -> str:
    """The quantity of that name; m_hat_3, mhat3 and mhat_3 are the same."""
    known = {key: q for key, q in solution.quantities.items() if q.symbol.value is not None}
    if name in known:
        return name
    plain = {_squeezed(key): key for key in known}
    if _squeezed(name) in plain:
        return plain[_squeezed(name)]
    answers = ", ".join(answer.name for answer in solution.answers)
    raise InputError("the name", f"must be one of {answers}, or a quantity of the working", name)


def _squeezed(name: str) -> str:
    return "".join(character for character in name.lower() if character not in "_ ,{}\\")
