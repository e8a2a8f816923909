"""The numbers of a claim, each with the quantity of the solution that it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.complements import rest_to_1
from solver.checking.comparing.distinct import told_apart
from solver.checking.comparing.meant import symbols_of, target_of
from solver.checking.comparing.multiples import as_known
from solver.checking.comparing.placed_parts import each_once, placed_part
from solver.checking.comparing.shapes import (
    SPANNING,
    Matches,
    diagonal_of,
    fitted,
    in_sign,
    points_in_order,
    sets_in_order,
)
from solver.checking.comparing.wanted_forms import (
    as_meant,
    as_side,
    without_column,
    without_start,
    without_zeros,
)
from solver.checking.names.named_arrays import Array, Target, flat, ways_to
from solver.checking.names.names import Names
from solver.checking.written.claims import Claim, Claimed, Family, Written, entries
from solver.checking.written.labels import read_label
from solver.checking.written.row_numbers import in_rows
from solver.checking.written.spelled_names import SPACE, strict
from solver.checking.written.tree_values import transposed
from solver.mathematics.formula import Formula, Symbol
from solver.mathematics.values import Value
from solver.patterns import regex
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, Solution, is_recorded, leaves

BY_ENTRY = (Comparison.VALUES, Comparison.FEASIBLE, Comparison.SETS, Comparison.POINTS)
WITHOUT_ORDER = (Comparison.SETS, Comparison.POINTS)

_NUMBERED = regex(r"(\d+)[\]})]*$")
"""A name that ends with a number, which may be that of any entry of what has no order."""

FREE = "with free letters"
"""What stands in place of a value with free letters where none is wanted."""


class Cell(Struct, frozen=True):
    """One number of a claim, or an answer that is judged as a whole.

    `path` leads from the answer to the number; `is_part` tells whether the claim has only some of the
    values that its name stands for, `typed` is the number as it was written, if in another unit, and
    `wanted` the array that a value of another shape was claimed for.
    """

    claim: Claim
    written: Claimed
    answer: Answer | None
    path: tuple[int, ...]
    quantity: str
    is_whole: bool = False
    is_part: bool = False
    typed: Written | None = None
    wanted: Nested | None = None

    @property
    def label(self) -> str:
        """What the number is called: the quantity, or else its place."""
        if self.quantity:
            return self.quantity
        if self.claim.family is not None and self.is_whole and self.answer is not None:
            return self.answer.name
        *rows, place = (number + 1 for number in self.path) if self.path else (0,)
        if not place:
            return self.claim.name
        return f"{'row ' + ', '.join(map(str, rows)) + ', ' if rows else ''}value {place}"

    @property
    def is_moved(self) -> bool:
        """Whether vectors that were to span a space were added to a point other than 0."""
        family = self.claim.family
        is_added = family is not None and not family.is_through_0 and self.written is self.claim.value
        return is_added and self.answer is not None and self.answer.comparison in SPANNING

    @property
    def number(self) -> int:
        """The number that its name ends with, or begins with in words; 0 where there is none."""
        name = strict(self.claim.name)
        # The space of an eigenvalue is called by that: E_-1 is not the first one.
        found = None if name.startswith(SPACE) else _NUMBERED.search(name)
        return int(found[1]) if found else read_label(self.claim.name).number

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


def leading(cell: Cell) -> str:
    """The quantity that a cell stands for, or the first one of columns that others follow from."""
    is_whole = cell.answer is not None and cell.answer.comparison is Comparison.COLUMNS and not cell.path
    return next(leaves(cell.answer.value), "") if cell.answer and is_whole else cell.quantity


def step_of(cell: Cell, solution: Solution) -> int:
    """The position of the step in which the number of a cell is worked out."""
    quantity = solution.quantities.get(cell.quantity)
    if quantity is not None:
        return quantity.step
    return cell.answer.step if cell.answer is not None else len(solution.steps) - 1


def by_claim(cells: Iterable[Cell]) -> Mapping[int, list[Cell]]:
    """The cells of each claim, by its identity: of a long working there are too many to look for them."""
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(id(cell.claim), []).append(cell)
    return found


def all_cells(claims: Sequence[Claim], names: Names, matches: Matches) -> list[Cell]:
    """The numbers of several claims.

    The entries of a set have no order: lambda_1 may be any of the eigenvalues that no other claim is.

    Raises:
        InputError: a name is unknown.
    """
    cells = [
        replace(cell, claim=claim)
        for claim, known in zip(claims, told_apart(claims, names), strict=True)
        for cell in _cells_of_known(known, names, matches)
    ]
    claimed = {cell.answer.name for cell in cells if cell.answer is not None}
    written = {cell.quantity for cell in cells if cell.quantity}
    for answer in names.solution.answers:
        if not (claimed.isdisjoint(answer.ordered_by) and written.isdisjoint(_vectors_along(answer))):
            cells = [placed for cell in cells for placed in _in_place(cell, answer, matches)]
        elif answer.comparison is Comparison.MULTISET:
            _number_freely(cells, answer, names.solution, matches)
    for answer in names.solution.answers:
        if answer.comparison is Comparison.FEASIBLE:
            cells = [_as_entry(cell, answer) for cell in cells]
    return cells


def _vectors_along(answer: Answer) -> Iterator[str]:
    """The entries of the vectors that belong to the numbers of a set, one to each."""
    return leaves(tuple(item for family in answer.along for item in family if isinstance(item, tuple)))


def _cells_of_known(claim: Claim, names: Names, matches: Matches) -> Iterator[Cell]:
    """The numbers of a claim, or those of what it is a multiple of."""
    known = as_known(claim, names)
    yield from cells_of(known, names, matches, is_multiple=known is not claim)


def cells_of(claim: Claim, names: Names, matches: Matches, *, is_multiple: bool = False) -> Iterator[Cell]:
    """The numbers of a claim that are judged one by one, or the claim as a whole.

    Args:
        claim: a name and a value.
        names: what can be named.
        matches: whether a value is that of an entry, to find the entries that a part of a list stands for.
        is_multiple: whether the student gave a multiple of it, whose sign is known.

    Raises:
        InputError: the name is unknown.
    """
    if claim.family is not None and names.solution.flats and not _is_spanning(claim, names):
        yield from _flat_cells(claim, claim.family, names.solution, matches)
        return
    target = target_of(claim, names)
    if claim.family is not None and not _is_spanning(claim, names):
        yield Cell(claim, FREE, target.answer, target.path, "", is_whole=True)
        return
    wanted = _wanted(target, names.solution)
    written = as_meant(claim, target, wanted, matches)
    if target.transposed and isinstance(written, tuple):
        written = transposed(written)
    if target.complement:
        written = rest_to_1(written)
    written = as_side(without_start(diagonal_of(written, wanted), wanted, names, matches), wanted)
    if target.answer is not None and not target.path:
        written = in_rows(without_column(written, target.answer), target.answer)
        written = without_zeros(written, target.answer)
    if not is_multiple and names.signs.may_be_other(claim.name, target):
        written = in_sign(written, _named_by(target, names.solution), matches)
    if isinstance(wanted, Formula) and isinstance(written, tuple) and isinstance(claim.with_comma, Written):
        written = claim.with_comma
    if target.answer is None:
        yield from _quantity_cells(claim, written, target.quantities, names.solution, matches)
    elif target.path and target.answer.comparison not in BY_ENTRY:
        # One of the vectors of a basis.
        yield Cell(claim, written, target.answer, target.path, "", is_whole=True, is_part=True)
    else:
        yield from _answer_cells(claim, written, target.answer, target.path, matches)


def _is_spanning(claim: Claim, names: Names) -> bool:
    """Whether what has a name are vectors of any length, as directions are that are added to nothing."""
    target = names.find(claim.name)
    if target is None or (names.solution.flats and claim.family and not claim.family.is_through_0):
        return False
    if target.answer is not None:
        return target.answer.comparison in SPANNING
    spanning = (answer for answer in names.solution.answers if answer.comparison in SPANNING)
    named = set(flat(target.quantities))
    return any(named <= set(leaves(answer.value)) for answer in spanning)


def _flat_cells(claim: Claim, family: Family, solution: Solution, matches: Matches) -> Iterator[Cell]:
    """The point and the directions of a family of vectors."""
    known = {answer.name: answer for answer in solution.judged}
    for directions, point in solution.flats.items():
        yield from _answer_cells(claim, family.point, known[point], (), matches)
        yield Cell(claim, family.directions, known[directions], (), "", is_whole=True)


def _quantity_cells(
    claim: Claim, written: Claimed, quantities: Array, solution: Solution, matches: Matches
) -> Iterator[Cell]:
    """The cells of quantities of the working: a single one, or a vector or matrix of them."""
    if isinstance(quantities, str):
        while isinstance(written, tuple) and len(written) == 1:
            written = written[0]
        yield Cell(claim, written, None, (), quantities)
        return
    wanted = symbols_of(quantities, solution)
    shown = fitted(written, wanted)
    if shown is None:
        part = placed_part(written, wanted, matches) or ()
        if not part or not all(isinstance(p.value, Symbol) and matches(p.written, p.value) for p in part):
            part = each_once(written, wanted, matches)
        if not part or not all(isinstance(p.value, Symbol) and matches(p.written, p.value) for p in part):
            yield Cell(claim, written, None, (), "", wanted=wanted)
            return
        for one in part:
            yield Cell(claim, one.written, None, (), next(leaves(one.value)), is_part=True)
        return
    for item, inner in zip(entries(shown), quantities, strict=True):
        yield from _quantity_cells(claim, item, inner, solution, matches)


def _answer_cells(
    claim: Claim, written: Claimed, answer: Answer, path: tuple[int, ...], matches: Matches
) -> Iterator[Cell]:
    """The cells of an answer, or of a row of it: all of its values, or some of them, or none that fit."""
    value = answer.at(path)
    # A single number is a vector too, of any length but 0 where a basis is wanted.
    is_single = not isinstance(written, tuple) and answer.comparison not in SPANNING
    if is_single and _is_one_quantity(value):
        entry, way = _first(value)
        yield from _leaves(claim, written, answer, entry, (*path, *way))
        return
    if answer.comparison is Comparison.SETS:
        written = sets_in_order(written, value, matches)
    if answer.comparison is Comparison.POINTS and not path:
        written = points_in_order(written, value, matches)
    shown = fitted(written, value) if answer.comparison in BY_ENTRY else None
    if shown is not None and value != ():
        yield from _leaves(claim, shown, answer, value, path)
        return
    # Some members of a set are another set.
    is_set = answer.comparison is Comparison.SETS and bool(path)
    is_free = answer.comparison in WITHOUT_ORDER
    is_placed = answer.comparison in BY_ENTRY and not is_set
    part = placed_part(written, value, matches, in_any_order=is_free) if is_placed else None
    if part is None:
        yield Cell(claim, written, answer, path, "", is_whole=True)
        return
    for placed in part:
        for cell in _leaves(claim, placed.written, answer, placed.value, (*path, *placed.path)):
            yield replace(cell, is_part=True)


def _leaves(
    claim: Claim, written: Claimed, answer: Answer, value: Nested, path: tuple[int, ...]
) -> Iterator[Cell]:
    if not isinstance(value, tuple):
        name = value.name if isinstance(value, Symbol) else ""
        while isinstance(written, tuple) and len(written) == 1:
            written = written[0]
        yield Cell(claim, written, answer, path, name)
        return
    for position, (item, inner) in enumerate(zip(entries(written), value, strict=True)):
        yield from _leaves(claim, item, answer, inner, (*path, position))


def _in_place(cell: Cell, answer: Answer, matches: Matches) -> Iterator[Cell]:
    """The numbers of a set one by one, where other answers tell their order."""
    if not cell.is_whole or cell.answer is not answer:
        yield cell
        return
    placed = replace(answer, comparison=Comparison.VALUES)
    yield from _answer_cells(cell.claim, cell.written, placed, (), matches)


def _number_freely(cells: list[Cell], answer: Answer, solution: Solution, matches: Matches) -> None:
    """Let each number that was claimed for an entry of a set stand for the entry that it is, in place."""
    names = [name for name in leaves(answer.value) if name]
    symbols = {name: solution.quantities[name].symbol for name in names}
    numbered = [k for k, cell in enumerate(cells) if cell.answer is None and cell.quantity in symbols]
    # Its own entry comes before any other, and a name without a number tells of which entry it is.
    settled = [k for k in numbered if matches(cells[k].written, symbols[cells[k].quantity])]
    left = list((Counter(names) - Counter(cells[k].quantity for k in settled)).elements())
    strange = list[int]()
    for k in numbered:
        if k in settled or not cells[k].number:
            continue
        found = next((name for name in left if matches(cells[k].written, symbols[name])), "")
        if found:
            left.remove(found)
            cells[k] = replace(cells[k], quantity=found)
        else:
            strange.append(k)
    for k in strange:
        # What is none of them stands for one that is left, its own if it can be.
        own = cells[k].quantity
        if left and own not in left:
            cells[k] = replace(cells[k], quantity=left[0])
        left = [name for name in left if name != cells[k].quantity]


def _as_entry(cell: Cell, answer: Answer) -> Cell:
    """A quantity as the entry of the answer that it is, if it is one: its value only has to serve."""
    ways = dict(ways_to(answer.value))
    is_entry = cell.answer is None and cell.quantity in ways
    return replace(cell, answer=answer, path=ways[cell.quantity]) if is_entry else cell


def _wanted(target: Target, solution: Solution) -> Nested | None:
    """The single number that a name stands for; none where it stands for more."""
    if target.answer is not None:
        value: Nested = target.answer.value
        return _first(value)[0] if _is_one_quantity(value) else value
    if isinstance(target.quantities, str):
        return solution.quantities[target.quantities].symbol
    return None


def _named_by(target: Target, solution: Solution) -> Nested:
    """All numbers that a name stands for."""
    return target.answer.at(target.path) if target.answer else symbols_of(target.quantities, solution)


def _is_one_quantity(value: Nested) -> bool:
    """Whether an answer is one quantity several times over, such as the sides of a square."""
    return isinstance(value, tuple) and len(set(leaves(value))) == 1 and is_recorded(value)


def _first(value: Nested) -> tuple[Nested, tuple[int, ...]]:
    """The first entry of an answer, and the way to it."""
    path: tuple[int, ...] = ()
    while isinstance(value, tuple):
        value, path = value[0], (*path, 0)
    return value, path
