"""Calculus of functions that are given as such: sums of exponentials, differences, derivatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def logsumexp(x: ArrayLike, weights: ArrayLike | None = None) -> dict[str, float]:
    """The logarithm of the sum of the exponentials of `x` of shape (n,), and with weights its sign.

    Source: Blanchard, Higham and Higham, Accurately Computing the Log-Sum-Exp and Softmax Functions, 2021,
    equation 1.3.
    """
    z = np.asarray(x, dtype=float)
    largest = z.max()
    whole = (np.exp(z - largest) * (1.0 if weights is None else np.asarray(weights, dtype=float))).sum()
    with np.errstate(divide="ignore"):
        found = {"logsumexp": float(largest + np.log(abs(whole)))}
    return found if weights is None else found | {"sign": float(np.sign(whole))}


def numerical_gradient(
    function: Callable[[Sequence[Any]], Any], place: Sequence[float], h: float
) -> dict[str, Any]:
    """Forward and central differences of a function at a place of shape (n,), its gradient, and the errors.

    All is worked out in extended precision: errors are small differences. The gradient is found by complex
    steps. Source: Squire and Trapp, SIAM Review 40 (1998).
    """
    at, step = [np.longdouble(x) for x in place], np.longdouble(h)
    here, found = function(at), []
    for k in range(len(at)):
        up, down = (function([*at[:k], at[k] + way, *at[k + 1 :]]) for way in (step, -step))
        found.append([(up - here) / step, (up - down) / (2 * step), _complex_step(function, at, k)])
    forward, central, exact = np.array(found, dtype=np.longdouble).T
    answers = {"forward": forward, "central": central, "exact": exact}
    answers |= {"error": abs(central - exact), "forward_error": abs(forward - exact)}
    return {name: float(part[0]) if len(at) == 1 else part.astype(float) for name, part in answers.items()}


def _complex_step(function: Callable[[Sequence[Any]], Any], at: Sequence[Any], k: int) -> Any:
    """The derivative by the k-th variable, exact to rounding."""
    tiny = np.longdouble(1e-200)
    moved = [np.clongdouble(x) for x in at]
    moved[k] += 1j * tiny
    return np.imag(function(moved)) / tiny


def jacobian(formulas: Sequence[Callable[[Sequence[Any]], Any]], place: Sequence[float]) -> dict[str, Any]:
    """The values of m functions at a place of shape (n,), and their Jacobian of shape (m, n).

    It is found by complex steps.

    Source: Squire and Trapp, SIAM Review 40 (1998).
    """
    at = [np.longdouble(x) for x in place]
    rows = [[float(_complex_step(f, at, k)) for k in range(len(at))] for f in formulas]
    return {"values": [float(f(at)) for f in formulas], "jacobian": rows}


def hessian(
    gradient: Sequence[Fraction | str] | None, curvatures: Sequence[Sequence[Fraction | str]]
) -> dict[str, Any]:
    """What the first derivatives of shape (n,) and the second ones of shape (n, n) say of a function.

    They are fractions, or texts of many digits: eigenvalues are worked out to 60, so that one that is 0 shows
    as 0.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 4.3.1; Golub and Van Loan, Matrix
    Computations, section 8.5 (Jacobi's method).
    """
    import mpmath

    with mpmath.workdps(60):
        matrix = mpmath.matrix([[_many_digits(entry) for entry in row] for row in curvatures])
        found = sorted(mpmath.eigsy(matrix, eigvals_only=True), reverse=True)
        largest = max(map(abs, found))
        spectrum = [0.0 if abs(x) <= largest * mpmath.mpf("1e-30") else float(x) for x in found]
    is_up, is_down = (any(way * x > 0 for x in spectrum) for way in (1, -1))
    strict = "definite" if all(spectrum) else "semidefinite"
    kind = "indefinite" if is_up and is_down else f"{'negative' if is_down else 'positive'}-{strict}"
    answers: dict[str, Any] = {} if gradient is None else {"gradient": [float(x) for x in gradient]}
    answers |= {"hessian": [[float(x) for x in row] for row in curvatures], "eigenvalues": spectrum}
    sizes = [abs(x) for x in spectrum]
    condition = max(sizes) / min(sizes) if all(sizes) else float("inf")
    return answers | {"definiteness": kind, "condition_number": condition}


def _many_digits(number: Fraction | str) -> Any:
    import mpmath

    return (
        mpmath.mpf(number) if isinstance(number, str) else mpmath.mpf(number.numerator) / number.denominator
    )
