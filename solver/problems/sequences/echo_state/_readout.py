"""The read-out of a reservoir: ridge regression on its states, by elimination."""

from collections.abc import Sequence

from solver.authoring import Working
from solver.authoring.domains import Grid
from solver.authoring.formulas import Formula, Matrix, Rows, Stacked, Symbol, Tensor, array_of, lift, tensor

MISTAKES = {
    "no-ridge": "the ridge was left out",
    "ridge-everywhere": "the ridge was added to all entries, not to the diagonal alone",
    "states-as-weights": "the targets were multiplied with the states, without the inverse",
}


def read_out(work: Working, states: Sequence[Tensor], target: Grid, ridge: Symbol) -> Tensor:
    """Record the weights of the read-out, one row per output."""
    told = "The states are the rows of {H}. {A} times the weights is {C}; the ridge keeps weights small."
    work.step("Normal equations", told)
    h = work.let_array("H", Stacked(tuple(state.T for state in states)))
    d, size = tensor(target), h.shape[1]
    unit = Tensor("I", tuple(tuple(lift(int(i == j)) for j in range(size)) for i in range(size)))
    squares = h.T @ h
    right = squares + ridge * unit if ridge.value else squares
    wrong = {"no-ridge": squares, "ridge-everywhere": squares + ridge} if ridge.value else {}
    a = work.let_array("A", right, mistakes=wrong)
    c = work.let_array("C", h.T @ d)
    return work.let_array("V", _solved(work, a, c), mistakes={"states-as-weights": c.T})


def _solved(work: Working, a: Tensor, c: Tensor) -> Formula:
    """The weights, whose transpose times the square matrix `a` on its left is `c`."""
    size = a.shape[0]
    if size > 2:
        return array_of(row[size:] for row in _eliminated(work, a, c).rows).T
    work.step("Weights", "The transpose of {C} is multiplied with the inverse of {A}, which is symmetric.")
    if size == 1:
        return c.T / a[1]
    determinant = work.let("Delta", a[1, 1] * a[2, 2] - a[1, 2] * a[2, 1])
    return c.T @ array_of(((a[2, 2], -a[1, 2]), (-a[2, 1], a[1, 1]))) / determinant


def _eliminated(work: Working, a: Tensor, c: Tensor) -> Tensor:
    """Record the augmented matrix after each pivot."""
    told = "{A} stands beside {C}. Each row in turn is divided by its pivot; its multiples clear that column."
    work.step("Weights", told)
    last = array_of((*left, *right) for left, right in zip(a.rows, c.rows, strict=True))
    for k in range(len(a.rows)):
        rows = [_cleared(last.rows, i, k) for i in range(len(a.rows))]
        last = work.let_array(f"M_{k + 1}", array_of(rows), shown=False)
        work.display(Symbol(last.name), Matrix(last.rows))
    return last


def _cleared(rows: Rows, i: int, k: int) -> tuple[Formula, ...]:
    """Row i after row k was divided by its pivot and taken from the others; k columns are clear before."""
    top = rows[k]
    fresh = [
        top[j] / top[k] if i == k else rows[i][j] - rows[i][k] * top[j] / top[k]
        for j in range(k + 1, len(top))
    ]
    return (*(lift(int(i == j)) for j in range(k + 1)), *fresh)
