"""The student's own choice of what a problem leaves free: signs of unit vectors, and bases of spaces.

Singular vectors of equal singular values may be any orthonormal basis of their space, a single one may be
turned around, an eigenvector may have any length. The choice is read off the vectors that were written; the
solver is run again with it, and that run judges everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.nearest_turns import Array, nearest_turn
from solver.checking.comparing.vector_spaces import inverted, is_exact_entry, room
from solver.checking.written.claims import Claimed, Written, columns_of, entries
from solver.mathematics import values
from solver.mathematics.formula import Formula
from solver.mathematics.values import Value
from solver.record.comparison import Comparison
from solver.record.quantities import FreeBasis, Quantity
from solver.record.recorder import Rerun
from solver.record.solution import Nested, leaves

Vector = list[Fraction]

_UNIT = 10**60
"""Numbers are kept to so many parts of 1."""

_SHORT, _SAME = 10**6, Fraction(1, 10**40)
"""What is that near to a fraction with so short a denominator is that fraction."""

_LEAST = Fraction(1, 4)
"""A unit vector of whose square less is left at right angles to others has no direction of its own."""


class Choice(Struct):
    """What a student has chosen otherwise than the solver.

    Attributes:
        turned: the arrays that were turned around.
        chosen: the values of entries of bases.
        is_reordered: whether columns stand in another order.
    """

    turned: list[str] = field(default_factory=list)
    chosen: dict[str, Value] = field(default_factory=dict)
    is_reordered: bool = False

    @property
    def rerun(self) -> Rerun:
        """The run with it."""
        return Rerun(turned=frozenset(self.turned), chosen=self.chosen)

    @property
    def words(self) -> str:
        """What is said of what is right by it alone."""
        if self.chosen:
            return "as right, with your own choice of vectors"
        *first, last = self.turned
        names = f"{', '.join(first)} and {last}" if first else last
        return f"as right, with {names} turned around"

    @property
    def is_usual(self) -> bool:
        """Whether nothing was chosen otherwise."""
        return not self.turned and not self.chosen

    def turns_around(self, quantities: Mapping[str, Quantity]) -> bool:
        """Whether nothing but signs was chosen otherwise."""
        own = {name: quantities[name].symbol.value for name in self.chosen if name in quantities}
        return len(own) == len(self.chosen) and all(
            value is not None and abs(value) == abs(self.chosen[name]) for name, value in own.items()
        )


class Turned(Struct, frozen=True):
    """Vectors that were written, and what the axes of their space are where they stand."""

    axes: list[Vector]
    theirs: list[list[Written]]

    def zeros(self, k: int) -> list[Vector]:
        """What the coordinates of a vector must be at right angles to for its zeros."""
        return _zero_rows(self.theirs[k], self.axes) if k < len(self.theirs) else []

    @property
    def as_arrays(self) -> tuple[Array, Array, Array]:
        """The axes and the vectors as columns, and how far each entry may have been rounded."""
        axes, theirs = np.array(self.axes, float).T, [[float(e.value) for e in v] for v in self.theirs]
        slack = [[float(room(e)) for e in v] for v in self.theirs]
        return axes, np.array(theirs).T, np.array(slack).T


def choice_of(judge: Judge, cells: Sequence[Cell]) -> Choice:
    """What was chosen, as the vectors among the cells tell."""
    found = Choice()
    written = {c.quantity: c.written for c in cells if c.quantity and isinstance(c.written, Written)}
    real = {name: w for name, w in written.items() if _is_real(w)}
    for basis in judge.solution.bases:
        _choose(found, basis, real)
    for cell in (*_whole_columns(cells), *_inverted(judge, cells)):
        _choose_columns(found, judge, cell)
    return found


def _whole_columns(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The matrices of columns that were given at once, or column by column; the others are the solver's."""
    of_columns = [c for c in cells if c.answer is not None and c.answer.comparison is Comparison.COLUMNS]
    yield from (cell for cell in of_columns if not cell.path)
    single = {cell.path[0]: cell.written for cell in of_columns if len(cell.path) == 1}
    first = next((cell for cell in of_columns if len(cell.path) == 1), None)
    if first is not None and first.answer is not None:
        own = enumerate(columns_of(first.answer.value))
        columns = tuple(single.get(place) or _as_written(column) for place, column in own)
        yield replace(first, written=columns_of(columns), path=(), is_part=False)


def _is_missing_columns(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a cell is one of some columns, of which others were not given."""
    if cell.answer is None or cell.answer.comparison is not Comparison.COLUMNS or len(cell.path) != 1:
        return False
    given = {other.path for other in cells if other.answer is cell.answer}
    return len(given) < len(columns_of(cell.answer.value))


def _as_written(column: Nested) -> Claimed:
    """A column of the solver's as if it was written, with all digits."""
    numbers = [f.evaluate() for f in entries(column) if isinstance(f, Formula)]
    return tuple(Written(str(number), number) for number in numbers)


def names_of_copies(basis: FreeBasis) -> frozenset[str]:
    """The quantities that are turned around with a vector; none where more than a sign is free."""
    vectors = (vector for copy in basis.copies for vector in copy) if basis.is_line else ()
    return frozenset(name for vector in vectors for entry in vector for name in leaves(entry))


def _inverted(judge: Judge, cells: Sequence[Cell]) -> Iterator[Cell]:
    """The columns that belong to an inverse which was given without them."""
    given = {
        cell.answer.name for cell in cells if cell.answer is not None and not _is_missing_columns(cell, cells)
    }
    known = {answer.name: answer for answer in judge.solution.answers}
    for answer in judge.solution.answers:
        own = [cell for cell in cells if cell.answer is not None and cell.answer.name == answer.name]
        columns = known.get(answer.inverse_of)
        if columns is None or columns.name in given or len(own) != len(list(leaves(answer.value))):
            continue
        written = [cell.written for cell in own if isinstance(cell.written, Written)]
        if len(written) < len(own) or not all(map(_is_real, written)):
            continue
        # Short decimals may be the very numbers: 0.5 is a half.
        exact = inverted([replace(entry, digits=None, half_unit=0.0) for entry in written])
        bases = judge.bases(exact, columns) if exact else None
        rows = exact if bases is not None and not bases.complaint else inverted(written)
        if rows:
            yield Cell(own[0].claim, rows, columns, (), "", is_whole=True)


def _is_real(written: Written) -> bool:
    return values.is_finite(written.value) and not values.is_complex(written.value)


def _choose(found: Choice, basis: FreeBasis, written: Mapping[str, Written]) -> None:
    """Note how the vectors of a basis were chosen, as the first of its copies tells that can."""
    if basis.is_line:
        signs = (_sign(copy[0], written) for copy in basis.copies if copy)
        if next(filter(None, signs), 1) < 0:
            found.turned.append(basis.vectors[0].name)
        return
    vectors = _chosen_vectors(basis, written)
    for column, vector in zip(basis.vectors, vectors, strict=bool(vectors)):
        before = _numbers(column.children())
        if vector == [-entry for entry in before]:
            found.turned.append(column.name)
        elif vector != before:
            found.chosen |= zip(leaves(column.nested), map(_tidied, vector), strict=True)


def _sign(vector: Sequence[Formula], written: Mapping[str, Written]) -> int:
    """The sign of what was written along the solver's vector; 0 where it does not tell."""
    pairs = [(entry, written[name]) for entry in vector for name in leaves(entry) if name in written]
    along = sum(
        (values.fraction_of(entry.evaluate()) * values.fraction_of(own.value) for entry, own in pairs),
        Fraction(0),
    )
    return values.sign(along)


def _chosen_vectors(basis: FreeBasis, written: Mapping[str, Written]) -> list[Vector]:
    """The student's vectors in place of those of a basis, by what was written of all or one of its copies.

    None at all where nothing was, or what lies in another space or is not orthonormal.
    """
    own = [_numbers(column.children()) for column in basis.vectors]
    axes = _orthonormal([*own, *map(_numbers, basis.space)])
    copies = [copy for copy in (_seen(copy, own, axes, written) for copy in basis.copies) if copy]
    for together in (copies, *([copy] for copy in copies)):
        directions = _directions(together, len(axes)) if together else None
        if directions is None:
            continue
        while len(directions) < len(own):
            directions.append(_unit(max((_rest(e, directions) for e in _standard(len(axes))), key=_square)))
        return [_combined(direction, axes) for direction in directions]
    return _vectors_seen(basis, axes, written)


def _vectors_seen(basis: FreeBasis, axes: list[Vector], written: Mapping[str, Written]) -> list[Vector]:
    """Vectors in place of those of a basis of which the first ones span the parts of what was written."""
    names = {name for vector in basis.seen for entry in vector for name in leaves(entry)}
    if not names or not written.keys() >= names or len(axes) != len(basis.vectors):
        return []
    theirs = [
        [values.fraction_of(written[name].value) for e in vector for name in leaves(e)]
        for vector in basis.seen
    ]
    parts = [_combined(_coordinates(vector, axes), axes) for vector in theirs]
    found = list[Vector]()
    while len(found) < len(axes):
        told = parts if len(found) < basis.count else axes
        longest = max((_rest(vector, found) for vector in told), key=_square)
        if _square(longest) < _SAME:
            return []
        found.append(_unit(longest))
    return found


def _seen(
    copy: Sequence[Sequence[Formula]], own: list[Vector], axes: list[Vector], written: Mapping[str, Written]
) -> Turned | None:
    """What was written of a copy of the vectors, beside what the axes are in it; none where nothing tells."""
    theirs: list[list[Written]] = []
    for vector in copy:
        names = [name for entry in vector for name in leaves(entry)]
        if not written.keys() >= set(names):
            break
        theirs.append([written[name] for name in names])
    ours = [_numbers(vector) for vector in copy]
    seen = axes if ours == own[: len(ours)] else ours
    tells = theirs and len(seen) == len(axes) and all(map(any, seen))
    return Turned(seen, theirs) if tells else None


def _directions(copies: Sequence[Turned], count: int) -> list[Vector] | None:
    """The coordinates of the student's vectors, orthonormal ones that are near to all that was written."""
    vectors = max((copy.theirs for copy in copies), key=len)
    usual = [next((e for e in _signed(count) if _are_near(copies, k, e)), None) for k in range(len(vectors))]
    found: list[Vector] = [e for e in usual if e is not None]
    if len(found) == len(vectors):
        return found
    fitted = nearest_turn([copy.as_arrays for copy in copies], len(vectors))
    zeros = [[row for copy in copies for row in copy.zeros(k)] for k in range(len(vectors))]
    none: list[list[Vector]] = [[] for _ in vectors]
    for told in (zeros, none):
        found = _at_right_angles(fitted, told)
        if len(found) == len(vectors) and all(_are_near(copies, k, e) for k, e in enumerate(found)):
            return found
    return None


def _at_right_angles(columns: Array, zeros: Sequence[list[Vector]]) -> list[Vector]:
    """Orthonormal vectors near to columns, each at right angles to what its zeros tell, as long as they can.

    Those with zeros come first: they are the least free.
    """
    found: dict[int, Vector] = {}
    for k in sorted(range(len(zeros)), key=lambda k: -len(zeros[k])):
        column = [Fraction(float(x)) for x in columns[:, k]]
        rest = _rest(column, _orthonormal([*found.values(), *zeros[k]]))
        if _square(rest) < _LEAST:
            break
        found[k] = _unit(rest)
    return [found[k] for k in sorted(found)]


def _are_near(copies: Sequence[Turned], k: int, direction: Vector) -> bool:
    """Whether all that was written of a vector is near to what a direction makes of it."""
    seen = (copy for copy in copies if k < len(copy.theirs))
    return all(_is_near(copy.theirs[k], _combined(direction, copy.axes)) for copy in seen)


def _choose_columns(found: Choice, judge: Judge, cell: Cell) -> None:
    """Note the columns of any length that stand in place of the solver's, each in a space of theirs."""
    if cell.answer is None:
        return
    bases = judge.bases(cell.written, cell.answer)
    if bases is None or bases.complaint:
        return
    for column, vector, place in zip(columns_of(cell.answer.value), bases.vectors, bases.places, strict=True):
        own = _numbers(entry for entry in entries(column) if isinstance(entry, Formula))
        if place is None or not all(map(_is_real, vector)) or _is_near(vector, own):
            continue
        axes = _orthonormal([list(map(values.fraction_of, other)) for other in bases.spaces[place]])
        along = _coordinates([values.fraction_of(entry.value) for entry in vector], axes)
        rest = _rest(along, _orthonormal(_zero_rows(vector, axes)))
        snapped = _combined(rest if any(rest) else along, axes)
        unit = _unit(snapped)
        meant = unit if _is_near(vector, unit) else snapped
        pairs = zip(vector, map(_tidied, meant), strict=True)
        entries_chosen = (number if is_exact_entry(entry) else values.real(number) for entry, number in pairs)
        # All that is made of the vectors follows, where they were recorded before they were put together.
        sources = (judge.solution.assembled.get(name, name) for name in leaves(column))
        found.chosen |= zip(sources, entries_chosen, strict=True)
    usual = [place for place, space in enumerate(bases.spaces) for _ in space]
    found.is_reordered = list(bases.places) != usual


def _is_near(vector: Sequence[Written], other: Vector) -> bool:
    """Whether what was written is a vector, but for what may have been rounded away."""
    pairs = zip(vector, other, strict=True)
    return all(abs(values.fraction_of(entry.value) - number) <= room(entry) for entry, number in pairs)


def _zero_rows(vector: Sequence[Written], seen: list[Vector]) -> list[Vector]:
    """What coordinates must be at right angles to, so that the entries written as 0 are 0."""
    return [[axis[i] for axis in seen] for i, entry in enumerate(vector) if entry.value == 0]


def _numbers(formulas: Iterable[Formula]) -> Vector:
    return [values.fraction_of(formula.evaluate()) for formula in formulas]


def _tidied(number: Fraction) -> Fraction:
    """The short fraction that a number was before it was kept to many digits, if it was one."""
    short = number.limit_denominator(_SHORT)
    return short if abs(short - number) < _SAME else number


def _kept(number: Fraction) -> Fraction:
    return number if number.denominator <= _UNIT else Fraction(round(number * _UNIT), _UNIT)


def _dot(left: Vector, right: Vector) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))


def _square(vector: Vector) -> Fraction:
    return _dot(vector, vector)


def _unit(vector: Vector) -> Vector:
    length = values.fraction_of(values.sqrt(_square(vector)))
    return [_kept(entry / length) for entry in vector] if length else vector


def _rest(vector: Vector, units: Sequence[Vector]) -> Vector:
    """What is left of a vector at right angles to orthonormal ones."""
    for unit in units:
        part = _dot(vector, unit)
        vector = [_kept(x - part * y) for x, y in zip(vector, unit, strict=True)]
    return vector


def _orthonormal(vectors: Sequence[Vector]) -> list[Vector]:
    """An orthonormal basis of what vectors span (Gram and Schmidt); orthonormal ones stay as they are."""
    found: list[Vector] = []
    for vector in vectors:
        rest = _rest(vector, found)
        if _square(rest) > _SAME:
            is_unit = abs(_square(rest) - 1) < _SAME
            found.append(vector if is_unit else _unit(rest))
    return found


def _coordinates(vector: Vector, axes: list[Vector]) -> Vector:
    """Those along axes at right angles to each other, of any length."""
    return [_kept(_dot(vector, axis) / _square(axis)) for axis in axes]


def _combined(coordinates: Vector, axes: list[Vector]) -> Vector:
    columns = zip(*axes, strict=True)
    return [_kept(_dot(coordinates, list(column))) for column in columns]


def _standard(count: int) -> list[Vector]:
    return [[Fraction(i == j) for j in range(count)] for i in range(count)]


def _signed(count: int) -> list[Vector]:
    return [[sign * x for x in e] for e in _standard(count) for sign in (1, -1)]
