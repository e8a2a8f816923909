"""Vectors that span spaces: which of the answer's spaces each lies in, and whether they are bases of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np
from flint import fmpq_mat
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from solver.checking.comparing.reach import MOST_OPEN
from solver.checking.written.claims import Claimed, Written, entries
from solver.mathematics import values
from solver.mathematics.formula import Formula
from solver.mathematics.number_fields import from_flint, to_flint
from solver.mathematics.values import Value
from solver.record.solution import Nested

_HALVES = 1.5
"""Number of half units of its last digit by which an entry with a decimal point may be off."""

_FLOAT = 1e-9

_PRINTED = 0.5e-6 * (1 + _FLOAT)
"""Half a unit of the sixth decimal: NumPy prints eight, and a hand writes fewer."""


class Bases(Struct, frozen=True, dict=True):
    """Vectors as a student wrote them, held against the spaces that an answer's vectors span.

    Attributes:
        vectors: the student's, whether they were grouped into bases or not.
        spaces: for each space, a basis of it.
    """

    vectors: Sequence[Sequence[Written]]
    spaces: Sequence[Sequence[Sequence[Value]]]

    @cached_property
    def places(self) -> tuple[int | None, ...]:
        """The position of the space that each vector lies in; a zero vector lies in none."""
        found = []
        for vector in self.vectors:
            inside = (i for i, space in enumerate(self.spaces) if _lies_in(vector, space))
            found.append(None if _is_zero(vector) else next(inside, None))
        return tuple(found)

    @property
    def good(self) -> int:
        """How many of the vectors can stand in bases of the spaces at once."""
        return sum(min(len(space), _rank(self._members(i))) for i, space in enumerate(self.spaces))

    @property
    def wanted(self) -> int:
        """How many vectors the bases have."""
        return sum(map(len, self.spaces))

    @property
    def are_independent(self) -> bool:
        """Whether the vectors can stand in bases of the spaces, all at once."""
        return None not in self.places and self.good == len(self.vectors)

    @property
    def is_undecided(self) -> bool:
        """Whether a vector lies in its space only because it has so few digits."""
        placed = zip(self.vectors, self.places, strict=True)
        return any(place is not None and _is_coarse(vector, self.spaces[place]) for vector, place in placed)

    @property
    def complaint(self) -> str:
        """Why the vectors are no bases of the spaces; nothing where they are."""
        sizes = {len(vector) for space in self.spaces for vector in space}
        if any(len(vector) not in (sizes or {len(vector)}) for vector in self.vectors):
            return "the vectors have another number of entries"
        if any(map(_is_zero, self.vectors)):
            return "the zero vector counts for none"
        outside = [str(number) for number, place in enumerate(self.places, 1) if place is None]
        if outside:
            where = "not in the space" if len(self.spaces) == 1 else "in none of the spaces"
            return f"{where}: vector {' and '.join(outside)}"
        if self.good < len(self.vectors):
            return "the vectors depend on one another"
        given = f"{self.wanted} vectors are wanted, and {len(self.vectors)} given"
        return "" if self.good == self.wanted else given

    @property
    def told(self) -> str:
        """The complaint, and what everyone can see of vectors that lie in none of the spaces."""
        outside = [v for v, place in zip(self.vectors, self.places, strict=True) if place is None]
        is_turned = bool(outside) and all(map(self._has_wrong_sign, outside))
        return f"{self.complaint}; one of its signs is wrong" if is_turned else self.complaint

    def _has_wrong_sign(self, vector: Sequence[Written]) -> bool:
        """Whether a vector lies in one of the spaces with the other sign of an entry."""
        turned = (
            [*vector[:place], replace(entry, value=-entry.value), *vector[place + 1 :]]
            for place, entry in enumerate(vector)
            if entry.value
        )
        return any(_lies_in(other, space) for other in turned for space in self.spaces)

    def _members(self, place: int) -> list[Sequence[Written]]:
        return [vector for vector, own in zip(self.vectors, self.places, strict=True) if own == place]


def has_unit_columns(claimed: Claimed) -> bool:
    """Whether a claim is a square matrix of decimals whose columns have the length 1.

    Two rows may not have it as well, unless a program printed them: with a sign at another place they would
    be the right columns.
    """
    rows = _vectors(claimed)
    if rows is None or len(rows) < 2 or any(len(row) != len(rows) or _is_exact(row) for row in rows):
        return False
    columns = [list(column) for column in zip(*rows, strict=True)]
    is_told = len(rows) > 2 or not all(map(_is_unit, rows)) or all(map(_is_printed, rows))
    return is_told and all(map(_is_unit, columns))


def _is_printed(vector: Sequence[Written]) -> bool:
    """Whether all entries have as many decimals as a program prints at least; a zero may be exact."""
    return all(entry.half_unit <= _PRINTED for entry in vector)


def _is_unit(vector: Sequence[Written]) -> bool:
    """Whether a vector has the length 1, but for what may have been rounded away."""
    length = float(np.linalg.norm(_array([[entry.value for entry in vector]])))
    return abs(length - 1) <= _slack(vector) + _FLOAT


def bases_of(claimed: Claimed, spaces: Sequence[Nested]) -> Bases | None:
    """A claim held against spaces; none where it holds no vectors.

    The vectors may be a list, grouped into bases, single, columns, or the columns of a matrix.
    """
    ours = [[_numbers(vector) for vector in entries(space)] for space in spaces]
    size = next((len(vector) for space in ours for vector in space), 0)
    vectors = _vectors(claimed)
    if vectors is None:
        return None
    if vectors and len(vectors) == size and all(len(vector) not in (0, size) for vector in vectors):
        vectors = [list(column) for column in zip(*vectors, strict=False)]
    return Bases(vectors, ours)


def _vectors(claimed: Claimed) -> list[list[Written]] | None:
    if not isinstance(claimed, tuple):
        return [[claimed]] if isinstance(claimed, Written) else None
    if all(isinstance(item, Written) for item in claimed):
        return [[item for item in claimed if isinstance(item, Written)]] if claimed else []
    inner = [_vectors(item) for item in claimed if isinstance(item, tuple)]
    if len(inner) < len(claimed) or None in inner:
        return None
    if len(inner) > 1 and all(map(_is_single, claimed)):
        return [[entry for vectors in inner for vector in vectors or () for entry in vector]]
    return [vector for vectors in inner for vector in vectors or ()]


def _is_single(item: Claimed) -> bool:
    """Whether it is an entry of a column, [3], and no basis of a single vector, [[3, 4]]."""
    return isinstance(item, tuple) and len(item) == 1 and isinstance(item[0], Written)


def _numbers(vector: Nested) -> list[Value]:
    """The entries of a vector of the solver's."""
    return [item.evaluate() for item in entries(vector) if isinstance(item, Formula)]


def _is_zero(vector: Sequence[Written]) -> bool:
    return all(entry.value == 0 for entry in vector)


def _is_exact(vector: Sequence[Written]) -> bool:
    return all(map(is_exact_entry, vector))


def is_exact_entry(entry: Written) -> bool:
    """Whether an entry is a whole number or a fraction, with nothing rounded away."""
    return "." not in entry.text.rstrip(".") and isinstance(entry.value, Fraction)


def _lies_in(vector: Sequence[Written], space: Sequence[Sequence[Value]], most: float = math.inf) -> bool:
    """Whether a vector lies in a space: exactly, or within the digits to which it was written.

    Args:
        vector: the student's.
        space: vectors that span it.
        most: the share of its value by which an entry may be off that is not 0.
    """
    if not space or any(len(vector) != len(other) for other in space):
        return False
    values = [entry.value for entry in vector]
    if _is_exact(vector) and all(isinstance(entry, Fraction) for other in space for entry in other):
        return _exact_rank([*space, values]) == _exact_rank(space)
    across, written = _across(space), _array([values])[0]
    size = float(np.linalg.norm(written))
    if not np.isfinite(size):
        return False
    shares = [most * abs(value) / _HALVES if value else math.inf for value in written]
    halves = np.minimum(_halves(vector), shares)
    # The least move of the rounded entries that takes the vector into the space, if any does.
    move = -np.linalg.pinv(across * halves) @ (across @ written)
    left = float(np.linalg.norm(across @ (written + halves * move)))
    return left <= _FLOAT * size and bool(np.all(np.abs(move) <= _HALVES))


def _is_coarse(vector: Sequence[Written], space: Sequence[Sequence[Value]]) -> bool:
    """Whether a vector that was rounded has too few digits to tell where it lies."""
    written = _array([[entry.value for entry in vector]])[0]
    size = float(np.linalg.norm(written))
    if float(np.linalg.norm(_across(space) @ written)) <= _FLOAT * size:
        return False
    is_open = float(np.linalg.norm(_halves(vector))) > MOST_OPEN * size
    return is_open or not _lies_in(vector, space, MOST_OPEN)


def _across(space: Sequence[Sequence[Value]]) -> NDArray[np.complex128]:
    """The directions in which a vector leaves a space, as rows."""
    directions, sizes, _ = np.linalg.svd(_array(space).T)
    rows: NDArray[np.complex128] = directions[:, int(np.sum(sizes > sizes[0] * _FLOAT)) :].conj().T
    return rows


def _rank(vectors: Sequence[Sequence[Written]]) -> int:
    """How many of the vectors are independent, as far as the digits tell."""
    if not vectors:
        return 0
    rows = [[entry.value for entry in vector] for vector in vectors]
    if all(map(_is_exact, vectors)):
        return _exact_rank(rows)
    matrix = _array(rows)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    slack = max(_slack(vector) / float(size) for vector, size in zip(vectors, lengths[:, 0], strict=True))
    return int(np.sum(np.linalg.svd(matrix / lengths, compute_uv=False) > slack + _FLOAT))


def _exact_rank(rows: Sequence[Sequence[Value]]) -> int:
    import sympy

    return int(sympy.Matrix([[sympy.Rational(str(entry)) for entry in row] for row in rows]).rank())


def _array(rows: Sequence[Sequence[Value]]) -> NDArray[np.complex128]:
    return np.array([[complex(entry) for entry in row] for row in rows])


def _half(entry: Written) -> float:
    """How far rounding may have moved an entry; a whole number or a fraction is exact."""
    return entry.half_unit if "." in entry.text else 0.0


def _halves(vector: Sequence[Written]) -> list[float]:
    """How far rounding may have moved the entries; 1. and 1.0 have as many decimals as the others."""
    least = min((entry.half_unit for entry in vector if "." in entry.text[:-1]), default=0.0)
    return [least if entry.text.endswith((".", ".0")) else _half(entry) for entry in vector]


def room(entry: Written) -> Fraction:
    """How far an entry may lie from what it was before it was rounded; as far as floats go at least."""
    return Fraction(max(_HALVES * _half(entry), _FLOAT * abs(float(entry.value))))


def _slack(vector: Sequence[Written]) -> float:
    """How far rounding may have moved a vector."""
    return float(_HALVES * np.linalg.norm(_halves(vector)))


def inverted(entries_written: Sequence[Written]) -> tuple[Claimed, ...]:
    """The rows of the inverse of a square matrix, given row by row; none where it has none.

    Its entries may be off by as large a part as one of those that were written.
    """
    size = math.isqrt(len(entries_written))
    numbers = [to_flint(values.fraction_of(entry.value)) for entry in entries_written]
    try:
        found = fmpq_mat(size, size, numbers).inv().tolist()
    except ZeroDivisionError:
        return ()
    is_exact = all(map(is_exact_entry, entries_written))
    sizes = [abs(float(entry.value)) for entry in entries_written]
    part = max(_half(entry) for entry in entries_written) / min(filter(None, sizes))
    rows = [[from_flint(entry) for entry in row] for row in found]
    if is_exact:
        return tuple(tuple(Written(str(entry), entry) for entry in row) for row in rows)
    largest = max(abs(float(entry)) for row in rows for entry in row)
    half = max(part, _FLOAT) * size * largest
    return tuple(tuple(Written(f"{float(entry):.12f}", entry, None, half) for entry in row) for row in rows)
