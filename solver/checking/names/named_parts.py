"""The parts of what names stand for, by their positions and indices, and the parts that quantities are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from solver.checking.names.known_names import KnownNames
from solver.checking.names.named_arrays import Array, Indexed, Target, flat, names_of, parts_of
from solver.checking.written.claims import columns_of, entries
from solver.checking.written.spelled_names import after_update, strict
from solver.patterns import regex
from solver.record.comparison import Comparison
from solver.record.solution import Answer, leaves

POSITION = regex(r"[1-9]\d{0,3}")


class NamedParts(KnownNames, frozen=True, dict=True):
    """Where the quantities that a name stands for are in answers, and the parts of them."""

    def all_of(self, target: Target) -> Array:
        """The quantities that a name stands for."""
        return target.quantities if target.answer is None else self.indexed(target).array

    def indexed(self, target: Target) -> Indexed:
        """The quantities that a name stands for, with their indices."""
        answer = target.answer
        if answer is None:
            return Indexed(target.quantities)
        key = id(answer), target.path
        if key not in self._indexed_arrays:
            self._indexed_arrays[key] = answer, Indexed(names_of(answer.at(target.path)))
        return self._indexed_arrays[key][1]

    def part(self, whole: Target, positions: Sequence[int]) -> Target | None:
        """The part at these positions, counted from 1; none where there is none. In a list of one list, they
        may leave that out.
        """
        value = self.all_of(whole)
        path = list(whole.path)
        for position in positions:
            while not isinstance(value, str) and len(value) == 1 < position:
                path.append(0)
                value = value[0]
            if isinstance(value, str) or not 1 <= position <= len(value):
                return None
            path.append(position - 1)
            value = value[position - 1]
        if whole.answer is None or (isinstance(value, str) and value in self.solution.quantities):
            return Target(quantities=value)
        # An entry may be a given, such as a threshold that is a score: it is no quantity of the working.
        return Target(whole.answer, tuple(path), value if isinstance(value, str) else "")

    def numbered(self, whole: Target, index: str) -> Target | None:
        """The part of an array with this index: that of its quantities, or else its place."""
        value, wanted = self.all_of(whole), index.split(",")
        if isinstance(value, str):
            return None
        places = self.indexed(whole).places(len(wanted))
        if places:
            if tuple(wanted) in places:
                return self.part(whole, (places[tuple(wanted)],))
            # Of a single row, the number may be that of an entry.
            is_row = len(value) == len(wanted) == 1
            return (self.part(whole, (int(index),)) if is_row else None) or _vector(whole, wanted)
        return self.part(whole, tuple(map(int, wanted)))

    def entry_of(self, name: str, row: Target) -> Target:
        """The entry of an only row that the number in a name is meant to tell, where a single value is
        given: w_2, of one update of two weights; what is no such row as it is.
        """
        spelled = strict(name)
        index = next(after_update(spelled), spelled).rpartition("_")[2]
        if row.answer is None or not POSITION.fullmatch(index):
            return row
        path = row.path
        while len(inside := entries(row.answer.at(path))) == 1 and isinstance(inside[0], tuple):
            path = (*path, 0)
        is_only = bool(path) and len(entries(row.answer.at(path[:-1]))) == 1
        is_row = len(inside) > 1 and not any(isinstance(item, tuple) for item in inside)
        return (self.part(Target(row.answer, path), (int(index),)) or row) if is_only and is_row else row

    def rows(self, matrices: Iterable[Target], number: int) -> list[Target]:
        """The rows of that number; where the columns are vectors, a row is one of entries alone."""
        found = filter(None, (self.part(matrix, (number,)) for matrix in matrices))
        return [
            Target(quantities=self.all_of(row))
            if row.answer and row.answer.comparison is Comparison.COLUMNS
            else row
            for row in found
        ]

    def located(self, quantities: Array) -> Target:
        """The part of an answer that the quantities are, if they are one."""
        if isinstance(quantities, str):
            return Target(quantities=quantities)
        part = self._parts_by_names.get(tuple(flat(quantities)))
        if part is not None:
            return Target(*part, quantities)
        return self._column(quantities) or Target(quantities=quantities)

    @cached_property
    def _parts_by_names(self) -> dict[tuple[str, ...], tuple[Answer, tuple[int, ...]]]:
        """The lists within answers by the names in them: the first of those with the same ones."""
        found: dict[tuple[str, ...], tuple[Answer, tuple[int, ...]]] = {}
        for answer in self.solution.answers:
            for path, part in parts_of(answer.value, ()):
                found.setdefault(tuple(leaves(part)), (answer, path))
        return found

    def _column(self, quantities: Array) -> Target | None:
        """The column that a vector, or the first of several, is of an answer of columns of any length."""
        names, source = tuple(flat(quantities)), self.solution.assembled
        for answer in self.solution.answers:
            columns = columns_of(answer.value) if answer.comparison is Comparison.COLUMNS else ()
            for place, column in enumerate(columns):
                copied = tuple(source.get(name, "") for name in leaves(column))
                if copied == names[: len(copied)]:
                    return Target(answer, (place,))
        return None


def _vector(whole: Target, index: Sequence[str]) -> Target | None:
    """One more vector of several bases, which are numbered on: v_3, where v_2 is the second eigenspace."""
    answer, number = whole.answer, int(index[0])
    if answer is None or answer.comparison is not Comparison.SPANS or whole.path or len(index) > 1:
        return None
    count = sum(len(entries(basis)) for basis in entries(answer.value))
    return Target(answer, (number - 1,)) if 0 < number <= count else None
