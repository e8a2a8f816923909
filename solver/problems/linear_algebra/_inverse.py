"""The inverse of a matrix up to 3 by 3: its minors, its adjugate, and that divided by the determinant."""

from solver.authoring import Mistakes, Working
from solver.authoring.formulas import Symbol, Tensor, array_of, lift, values
from solver.problems.linear_algebra import _determinant

MISTAKES = {
    "not-swapped": "the entries of the diagonal were not swapped",
    "signs-kept": "the signs beside the diagonal were kept",
    "not-transposed": "the matrix of cofactors was not transposed",
    "not-divided": "the adjugate was not divided by the determinant",
    "multiplied": "the adjugate was multiplied by the determinant",
}
"""What goes wrong with an inverse by the adjugate."""


def adjugate(work: Working, a: Tensor) -> tuple[Tensor, Symbol]:
    """Record the adjugate of a matrix up to 3 by 3, and its determinant."""
    if len(a.rows) == 3:
        return _transposed_cofactors(work, a)
    work.step("Determinant")
    formula, wrong = _determinant.two_by_two(a.rows) if len(a.rows) == 2 else (a[1, 1], {})
    determinant = work.let(f"det({a.name})", formula, mistakes=wrong)
    if len(a.rows) == 1:
        return array_of([[lift(1)]]), determinant
    work.step("Adjugate", "The entries of the diagonal change places, the other ones their signs.")
    beside = -a[1, 2], -a[2, 1]
    swapped = array_of([[a[2, 2], beside[0]], [beside[1], a[1, 1]]])
    wrong = {
        "not-swapped": array_of([[a[1, 1], beside[0]], [beside[1], a[2, 2]]]),
        "signs-kept": array_of([[a[2, 2], a[1, 2]], [a[2, 1], a[1, 1]]]),
    }
    return work.let_array(f"adj({a.name})", swapped, mistakes=wrong), determinant


def divide(
    work: Working, a: Tensor, adjugate: Tensor, determinant: Symbol, mistakes: Mistakes | None = None
) -> Tensor:
    """Record the inverse, beside further mistakes."""
    work.step("Inverse", "The adjugate divided by the determinant.")
    wrong = {"not-divided": adjugate, "multiplied": adjugate * determinant, **(mistakes or {})}
    return work.let_array(f"{a.name}^-1", adjugate / determinant, mistakes=wrong)


def is_singular(work: Working, determinant: Symbol, name: str = "A") -> bool:
    """Whether there is no inverse, which is said."""
    singular = not values.is_complex(determinant.value) and values.sign(determinant.value) == 0
    if singular:
        with work.telling("determinant"):
            work.say(f"The determinant is 0: {name} is singular, it has no inverse.")
    return singular


def _transposed_cofactors(work: Working, a: Tensor) -> tuple[Tensor, Symbol]:
    places = (1, 2, 3)
    work.step("Minors", "Strike out one row and one column after another.")
    minors = [[_determinant.minor(work, a, i, j) for j in places] for i in places]
    work.step("Determinant", "The first row times its minors, with alternating signs.")
    formula, wrong = _determinant.expansion(a, minors[0], 1, places)
    determinant = work.let(f"det({a.name})", formula, mistakes=wrong)
    work.step("Adjugate", "The minors get the signs of a checkerboard; then rows become columns.")
    signed = [[m if (i + j) % 2 == 0 else -m for j, m in enumerate(row)] for i, row in enumerate(minors)]
    wrong = {"no-checkerboard": array_of(minors)}
    cofactors = work.let_array("C", array_of(signed), mistakes=wrong)
    wrong = {"not-transposed": cofactors}
    return work.let_array(f"adj({a.name})", cofactors.T, mistakes=wrong), determinant
