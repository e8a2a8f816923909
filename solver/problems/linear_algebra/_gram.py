"""Eigenvalues and unit eigenvectors of a symmetric matrix that was worked out, such as a covariance."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Any, TypeAlias

from solver.authoring import InputError, Working, parameter
from solver.authoring.domains import Family, Integer, VectorOf
from solver.authoring.eigenvalues import MISTAKES as MISTAKES
from solver.authoring.eigenvalues import of_two
from solver.authoring.formulas import Formula, Symbol, Tensor, column_of, norm, sum_of, symbols_of, values
from solver.problems.linear_algebra import _characteristic, _eigenvalues
from solver.problems.linear_algebra._row_reduction import as_matrix, reduce_rows
from solver.problems.linear_algebra._vectors import null_vectors

MOST = 4
"""The largest size: roots of polynomials of a higher degree are numbers without a formula."""

VECTOR_MISTAKES = {
    "sign-lost": "the sign of an entry of the eigenvector was lost",
    "swapped": "the two entries of the eigenvector were swapped",
    "not-normalized": "the eigenvector was not divided by its length",
}
"""What goes wrong with these eigenvectors."""

ENTRY_DIGITS = 30

NEGLIGIBLE = 1e-9
"""What counts as 0 beside the largest entry of a vector, where its sign is chosen."""


Orient: TypeAlias = Callable[[int, Symbol, Tensor], int]

Flipped = Annotated[Family | None, VectorOf(Integer(most=8), most=8)]


def flips() -> Any:
    """The option that turns unit vectors around, which are as good as before."""
    note = "numbers from 1: their signs are those that your software gives"
    return parameter("vectors turned around", note=note, aliases="turned")


def turn(flip: Family | None, k: int) -> int:
    """The sign of the vector of that number."""
    return -1 if flip is not None and k in map(int, flip) else 1


def signs(flip: Family | None) -> str:
    """What the signs of the first entries are, in words."""
    if flip is None:
        return "positive"
    return f"positive, but negative in number {' and number '.join(str(int(k)) for k in flip)}"


def require_flips(flip: Family | None, most: int) -> None:
    """Refuse numbers of vectors that there are not.

    Raises:
        InputError: naming the option.
    """
    if flip is not None and any(int(k) > most for k in flip):
        raise InputError("--flip", f"must be numbers from 1 to {most}")


def product(a: Tensor) -> Formula:
    """The smaller one of the products of a matrix and its transpose, which share their eigenvalues but 0."""
    rows, columns = a.shape
    return a @ a.T if columns > rows else a.T @ a


def eigenvalues(work: Working, matrix: Tensor) -> list[Symbol]:
    """Record the eigenvalues, the largest first, as often as their multiplicity says."""
    if len(matrix.rows) == 1:
        return [work.let("lambda_1", matrix[1, 1])]
    if len(matrix.rows) == 2:
        return of_two(work, matrix)
    found = _found(work, matrix, _fractions(work, matrix))
    return [e.symbol for e in found for _ in range(e.multiplicity)]


def eigenpairs(
    work: Working, matrix: Tensor, letter: str, orient: Orient, turned: str
) -> list[tuple[Symbol, Tensor]]:
    """Record the eigenvalues, the largest first, and unit eigenvectors at right angles to each other.

    Args:
        work: where they are recorded.
        matrix: a symmetric one.
        letter: what the unit vectors are called.
        orient: 1 or -1 for each number, eigenvalue and eigenvector: by which sign it is multiplied.
        turned: what the signs are chosen for, in words.
    """
    work.decide_by_values()
    pairs = _in_spaces(work, matrix) if len(matrix.rows) > 2 else _pairs_of_two(work, matrix)
    work.step("Unit eigenvectors", f"Each is divided by its length; its sign is chosen so that {turned}.")
    found: list[tuple[Symbol, Tensor]] = []
    for k, (value, vector) in enumerate(pairs, 1):
        vector = _straightened(work, f"o_{k}", vector, [unit for other, unit in found if other is value])
        unit = vector / norm(vector)
        wrong = {"not-normalized": vector}
        signed = unit if orient(k, value, vector) > 0 else -unit
        found.append((value, work.let_array(f"{letter}_{k}", signed, mistakes=wrong)))
    return found


def first_sign(vector: Formula) -> int:
    """The sign of the first entry that is not 0."""
    entries = _floats(vector)
    largest = max(map(abs, entries))
    return next((1 if entry > 0 else -1 for entry in entries if abs(entry) > NEGLIGIBLE * largest), 1)


def _pairs_of_two(work: Working, matrix: Tensor) -> list[tuple[Symbol, Tensor]]:
    """Of a matrix with one or two rows: from the first row of (G - lambda I) w = 0."""
    spectrum = eigenvalues(work, matrix)
    if len(spectrum) == 1:
        work.step("Eigenvector", "A single direction is there.")
        return [(spectrum[0], work.let_array("w_1", column_of([1])))]
    cross, first = matrix[1, 2], matrix[1, 1]
    if cross.evaluate() == 0:
        work.step("Eigenvectors", "{name} is diagonal: they lie along the axes.", name=Symbol(matrix.name))
        axes = [column_of(axis) for axis in ((1, 0), (0, 1))]
        swapped = first.evaluate() < matrix[2, 2].evaluate()
        if first.evaluate() == matrix[2, 2].evaluate():
            work.say("Both eigenvalues are the same: any two vectors at right angles would do.")
        chosen = zip(spectrum, axes[::-1] if swapped else axes, strict=True)
        return [(value, work.let_array(f"w_{k}", axis)) for k, (value, axis) in enumerate(chosen, 1)]
    shifted = Symbol(matrix.name) - Symbol("lambda") * _characteristic.IDENTITY
    work.step("Eigenvectors", "The first row of {shifted} times {w} must be 0.", shifted=shifted)
    found = []
    for k, value in enumerate(spectrum, 1):
        wrong = {"sign-lost": column_of([cross, first - value]), "swapped": column_of([value - first, cross])}
        vector = work.let_array(f"w_{k}", column_of([cross, value - first]), mistakes=wrong)
        found.append((value, vector))
    return found


def _in_spaces(work: Working, matrix: Tensor) -> list[tuple[Symbol, Tensor]]:
    """By the eigenspaces, which are those of any matrix."""
    pairs, name, entries = [], Symbol(matrix.name), _fractions(work, matrix)
    for k, e in enumerate(_found(work, matrix, entries), 1):
        with work.without_mistakes():
            space = _eigenvalues.find_eigenspace(work, entries, k, e, name, "w")
        pairs += [(e.symbol, column_of(vector, _name(vector))) for vector in space]
    return pairs


def _name(vector: Sequence[Symbol]) -> str:
    """The name of a vector, by that of its first entry."""
    return vector[0].name.rpartition(",")[0]


def _found(work: Working, matrix: Tensor, entries: list[list[Fraction]]) -> list[_eigenvalues.Eigenvalue]:
    with work.without_mistakes():
        with work.showing(symbol.name for symbol in symbols_of(matrix)):
            polynomial = _characteristic.characteristic_polynomial(work, entries, Symbol(matrix.name))
        return _eigenvalues.find_eigenvalues(work, polynomial, by_size=True)


def _fractions(work: Working, matrix: Tensor) -> list[list[Fraction]]:
    """The entries, which eigenspaces need as fractions."""
    found = [[entry.evaluate() for entry in row] for row in matrix.rows]
    if all(values.is_exact(entry) for row in found for entry in row):
        return found
    work.say("Its entries are not all fractions: from here on they are taken as decimals of thirty digits.")
    return [[values.fraction_of(entry, ENTRY_DIGITS) for entry in row] for row in found]


def equals(spectrum: Sequence[Symbol]) -> list[list[int]]:
    """The positions of numbers in falling order, those of equal ones together."""
    groups = groupby(range(len(spectrum)), key=lambda k: spectrum[k].evaluate())
    return [list(group) for _, group in groups]


def complete(work: Working, letter: str, units: list[Tensor], matrix: Formula, count: int) -> list[Tensor]:
    """Add unit vectors that a matrix of fractions takes to 0, at right angles to each other.

    Returns a basis of all that it takes to 0, if any were missing.
    """
    missing = count - len(units)
    if missing <= 0:
        return []
    named = Symbol("A").T if letter == "u" else Symbol("A")
    work.step("Vectors without a singular value", "They are what {matrix} takes to 0.", matrix=named)
    rows = [[entry.evaluate() for entry in row] for row in matrix.entries() or ()]
    work.display(named, as_matrix(rows))
    reduction = reduce_rows(work, rows)
    found: list[Tensor] = []
    with work.without_mistakes():
        read_off = null_vectors(work, reduction, f"n_{letter}")
    space = [column_of(vector, _name(vector)) for vector in read_off]
    for vector in space[:missing]:
        k = len(units) + 1
        rest = _straightened(work, f"p_{k}", vector, found)
        unit = rest / norm(rest)
        found.append(work.let_array(f"{letter}_{k}", unit if first_sign(rest) > 0 else -unit))
        units.append(found[-1])
    return space


def _straightened(work: Working, name: str, vector: Tensor, units: Sequence[Tensor]) -> Tensor:
    """What is left of a vector at right angles to others of its space."""
    if not units:
        return vector
    work.say("Its parts along the vectors before it in the same space are subtracted:")
    parts = [(unit.T @ vector) * unit for unit in units]
    return work.let_array(name, sum_of([vector, *(-part for part in parts)]))


def _floats(vector: Formula) -> list[float]:
    return [float(values.real(entry.evaluate())) for row in vector.entries() or () for entry in row]
