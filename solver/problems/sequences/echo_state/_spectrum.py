"""The spectral radius of a small matrix: its characteristic polynomial, its eigenvalues, their sizes."""

from collections.abc import Sequence
from itertools import combinations

from solver.authoring import Working
from solver.authoring.domains import Grid
from solver.authoring.formulas import (
    Formula,
    Number,
    Symbol,
    absolute,
    constant,
    determinant,
    maximum,
    sqrt,
    sum_of,
    values,
)
from solver.mathematics.polynomials import factors, roots

LAMBDA = Symbol("lambda")

MISTAKES = {
    "sign-kept": "the largest eigenvalue was taken, not the largest in size",
    "row-sums": "the largest sum of a row was taken for the spectral radius",
    "products-added": "the products of the determinant were added instead of subtracted",
}


def spectral_radius(work: Working, given: Grid) -> Symbol:
    """Record the largest absolute value of an eigenvalue."""
    size = len(given.rows)
    work.step("Eigenvalues", "They are the roots of the characteristic polynomial.")
    between = ", the sums of its minors" if size > 2 else ""
    work.say(f"Its coefficients are the trace of W{between} and the determinant, with signs in turn.")
    sums = [
        work.let(f"s_{k}", _minors(given, k), mistakes={"products-added": _minors(given, k, 1)})
        for k in range(1, size + 1)
    ]
    work.display(Symbol("p(lambda)"), _polynomial(sums))
    # Whether eigenvalues are complex and which they are depends on values.
    work.decide_by_values()
    found = [work.let(f"lambda_{k}", form) for k, form in enumerate(_roots(sums), 1)]
    told = "The largest absolute value of an eigenvalue. Below 1, the reservoir mostly forgets how it began."
    work.step("Spectral radius", told)
    wrong = {"row-sums": maximum(*(sum_of([absolute(entry) for entry in row]) for row in given))}
    if not any(values.is_complex(eigenvalue.evaluate()) for eigenvalue in found):
        wrong["sign-kept"] = maximum(*found)
    elif size == 2:
        work.say("Both have the same absolute value, whose square is their product {s}.", s=sums[1])
        return work.let("rho", sqrt(sums[1]), mistakes=wrong)
    return work.let("rho", maximum(*map(absolute, found)), mistakes=wrong)


def _roots(sums: Sequence[Symbol]) -> list[Formula]:
    """The eigenvalues; those of two rows come from their trace and determinant."""
    if len(sums) == 1:
        return [sums[0]]
    if len(sums) == 2:
        return _two_roots(*sums)
    found = factors(_polynomial([Number(s.evaluate()) for s in sums]))
    return [root.formula for factor, count in found for root in roots(factor) for _ in range(count)]


def _polynomial(sums: Sequence[Formula]) -> Formula:
    size = len(sums)
    powers = [LAMBDA if k == 1 else LAMBDA**k for k in range(size, 0, -1)]
    terms = [s * power for s, power in zip(sums, powers[1:], strict=False)] + [sums[-1]]
    return sum_of([powers[0], *(-term if k % 2 else term for k, term in enumerate(terms, 1))])


def _two_roots(t: Symbol, d: Symbol) -> list[Formula]:
    under = t**2 - 4 * d
    if values.sign(under.evaluate()) >= 0:
        return [(t + sqrt(under)) / 2, (t - sqrt(under)) / 2]
    part = sqrt(4 * d - t**2) * constant("i")
    return [(t + part) / 2, (t - part) / 2]


def _minors(given: Grid, size: int, sign: int = -1) -> Formula:
    """The sum of the determinants of so many rows and the same columns."""
    kept = combinations(range(len(given.rows)), size)
    return sum_of([determinant([[given.rows[i][j] for j in keep] for i in keep], sign) for keep in kept])
