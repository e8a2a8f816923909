"""Whether vectors span the same space: exact where everything is a fraction, else by rank."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.checking.claims import Claimed, Written, entries
from solver.formula import Formula
from solver.solution import Nested
from solver.values import Value

MOST_DIGITS = 6


def depth(claimed: Claimed) -> int:
    """How deep tuples are nested."""
    return 1 + max(map(depth, claimed), default=0) if isinstance(claimed, tuple) else 0


def vectors_of(claimed: Claimed) -> list[list[Written]] | None:
    """The vectors of a basis; a single one needs no brackets round it. None where it holds no vectors."""
    if not isinstance(claimed, tuple):
        return None
    listed = claimed if not claimed or depth(claimed) == 2 else (claimed,)
    vectors = [list(vector) if isinstance(vector, tuple) else [vector] for vector in listed]
    flat = [[entry for entry in vector if isinstance(entry, Written)] for vector in vectors]
    return flat if flat == vectors else None


def has_zero(basis: Claimed) -> bool:
    """Whether one of the vectors is zero."""
    vectors = vectors_of(basis)
    return vectors is not None and any(all(entry.value == 0 for entry in vector) for vector in vectors)


def is_basis(claimed: Claimed, value: Nested) -> bool:
    """Whether vectors are a basis of the space that those of the answer span."""
    return not complaint(claimed, value)


def complaint(claimed: Claimed, value: Nested) -> str:
    """Why vectors are no basis of that space: dependent, too few or too many, or outside it."""
    vectors = vectors_of(claimed)
    if vectors is None:
        return "vectors are wanted, such as (1, 2), (3, 4)"
    theirs = [[entry.value for entry in vector] for vector in vectors]
    ours = [_numbers(vector) for vector in value] if isinstance(value, tuple) else []
    sizes = {len(vector) for vector in ours}
    if any(len(vector) not in (sizes or {len(vector)}) for vector in theirs):
        return "the vectors have another number of entries"
    if has_zero(claimed):
        return "the zero vector belongs to no basis"
    if theirs and _rank(theirs, vectors) < len(theirs):
        return "the vectors depend on one another"
    order = _rank(ours, vectors) if ours else 0
    outside = [
        str(position) for position, vector in enumerate(theirs, 1) if _rank([*ours, vector], vectors) > order
    ]
    if outside:
        return f"not in the space: vector {', '.join(outside)}"
    return "" if len(theirs) == order else "a basis has another number of vectors"


def _numbers(vector: Nested) -> list[Value]:
    """The entries of a vector of the solver's."""
    return [item.evaluate() for item in entries(vector) if isinstance(item, Formula)]


def _rank(rows: Sequence[Sequence[Value]], vectors: Sequence[Sequence[Written]]) -> int:
    """The rank of rows, within the digits to which the student's vectors were written."""
    written = [entry for vector in vectors for entry in vector]
    decimals = [entry for entry in written if "." in entry.text]
    if not decimals and all(isinstance(entry, Fraction) for row in rows for entry in row):
        import sympy

        return int(sympy.Matrix([[sympy.Rational(str(entry)) for entry in row] for row in rows]).rank())
    import numpy as np

    matrix = np.array([[complex(entry) for entry in row] for row in rows])
    sizes = np.abs(matrix).max(axis=1, keepdims=True)
    if not (sizes.all() and np.isfinite(sizes).all()):
        return 0
    scaled = matrix / sizes
    unit = scaled / np.linalg.norm(scaled, axis=1, keepdims=True)
    singular_values = np.linalg.svd(unit, compute_uv=False)
    return int(np.sum(singular_values > _tolerance(decimals)))


def _tolerance(decimals: Sequence[Written]) -> float:
    """How far a unit vector may lie from the space when its entries were rounded."""
    digits = [entry.digits or MOST_DIGITS for entry in decimals]
    return 10.0 ** -max(min(digits, default=MOST_DIGITS) - 1, 1)
