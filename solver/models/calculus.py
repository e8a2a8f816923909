"""Calculus of functions that are given as such: sums of exponentials, differences, derivatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray


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
        found.append([(up - here) / step, (up - down) / (2 * step), complex_step(function, at, k)])
    forward, central, exact = np.array(found, dtype=np.longdouble).T
    answers = {"forward": forward, "central": central, "exact": exact}
    answers |= {"error": abs(central - exact), "forward_error": abs(forward - exact)}
    return {name: float(part[0]) if len(at) == 1 else part.astype(float) for name, part in answers.items()}


def complex_step(function: Callable[[Sequence[Any]], Any], at: Sequence[Any], k: int) -> Any:
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
    rows = [[float(complex_step(f, at, k)) for k in range(len(at))] for f in formulas]
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


Smooth: TypeAlias = Callable[[Sequence[Any]], Any]


def lagrange(
    functions: Sequence[Smooth],
    slopes: Sequence[Sequence[Smooth]],
    curvatures: Sequence[Sequence[Sequence[Smooth]]],
    sign: str,
) -> dict[str, Any]:
    """Stationary points of f on g = 0, their multipliers, and the extreme values that there are.

    The functions are f and g, of n variables, and their first and second derivatives. Newton's method for the
    gradient of f - lambda g starts at many places of many sizes; what it finds is sharpened in 50 digits.
    Whether f has a largest value is judged by its values far away.

    Source: Nocedal and Wright, Numerical Optimization, equation 18.6.
    """
    n, found = len(slopes[0]), list[list[Any]]()
    system = _Stationarity(functions[1], slopes, curvatures)
    for start in system.newton():
        place = system.sharpened(start)
        if place is not None and all(_apart(place, other) for other in found):
            found.append(place)
    ordered = sorted(found, key=lambda place: [round(float(x), 9) for x in place])
    points = [[float(x) for x in place[:n]] for place in ordered]
    heights = [float(functions[0](place[:n])) for place in ordered]
    way = 1 if sign == "minus" else -1
    answers = {"multipliers": [way * float(p[n]) for p in ordered], "stationary_points": points}
    above, below = _far_signs(functions[0], slopes, curvatures, points[0])
    for is_passed, name, best in ((above, "max", max), (below, "min", min)):
        if not is_passed:
            value, close = best(heights), 1e-9 * max(map(abs, heights))
            where = [p for p, height in zip(points, heights, strict=True) if abs(height - value) <= close]
            answers |= {f"{name}imum": value, f"{name}imizer": where}
    return answers


class _Stationarity:
    """The conditions grad f = lambda grad g and g = 0 at (x, lambda), and their derivatives."""

    def __init__(self, g: Smooth, slopes: Any, curvatures: Any) -> None:
        self.g, self.slopes, self.curvatures, self.n = g, slopes, curvatures, len(slopes[0])

    def at(self, u: Sequence[Any]) -> tuple[list[Any], list[list[Any]]]:
        x, factor = u[: self.n], u[self.n]
        of_f, of_g = ([slope(x) for slope in part] for part in self.slopes)
        values = [a - factor * b for a, b in zip(of_f, of_g, strict=True)] + [self.g(x)]
        f, g = self.curvatures
        rows = [[f[i][j](x) - factor * g[i][j](x) for j in range(self.n)] + [-of_g[i]] for i in range(self.n)]
        return values, [*rows, [*of_g, 0 * factor]]

    def newton(self) -> list[NDArray[np.float64]]:
        """Where Newton's method ends, of many starts at random."""
        random, origin = np.random.default_rng(0), [0.0] * self.n
        level = abs(float(self.g(origin)))
        sizes = set[float]()
        for slopes, curvatures in zip(self.slopes, self.curvatures, strict=True):
            slope = max(abs(float(s(origin))) for s in slopes)
            curvature = max(abs(float(c(origin))) for row in curvatures for c in row)
            sizes |= {level / slope} if slope else set()
            sizes |= {(level / curvature) ** 0.5, slope / curvature} if curvature else set()
        scales = [size * factor for size in sizes - {0.0} or {1.0} for factor in np.logspace(-1, 1, 5)]
        x = np.concatenate([random.normal(size=(40, self.n)) * scale for scale in scales])
        with np.errstate(all="ignore"):
            of_f, of_g = (np.array([np.broadcast_to(s(x.T), len(x)) for s in part]) for part in self.slopes)
            factor = (of_f * of_g).sum(axis=0) / ((of_g**2).sum(axis=0) + 1e-300)
            u = np.column_stack([x, factor])
            for _ in range(40):
                values, rows = self.at([*u.T])
                matrix = np.array([[np.broadcast_to(entry, len(u)) for entry in row] for row in rows]).T
                right = np.array([np.broadcast_to(entry, len(u)) for entry in values]).T
                matrix = matrix.transpose(0, 2, 1) + 1e-300 * np.eye(self.n + 1)
                fine = np.isfinite(matrix).all(axis=(1, 2)) & (abs(np.linalg.det(matrix)) > 0)
                step = np.zeros_like(u)
                step[fine] = np.linalg.solve(matrix[fine], right[fine][..., None])[..., 0]
                u = u - step
            size = abs(u[:, : self.n]).max(axis=1)
            near = fine & (abs(step[:, : self.n]).max(axis=1) < 1e-5 * (size + 1e-300))
        _, first = np.unique(np.round(u[near, : self.n] / size[near, None], 4), axis=0, return_index=True)
        return [u[near][k] for k in first]

    def sharpened(self, start: NDArray[np.float64]) -> list[Any] | None:
        """The same place in 50 digits; nothing where it is none."""
        import mpmath

        with mpmath.workdps(50):
            u = [mpmath.mpf(float(x)) for x in start]
            for _ in range(200):
                values, rows = self.at(u)
                try:
                    step = mpmath.lu_solve(mpmath.matrix(rows), mpmath.matrix(values))
                except ZeroDivisionError:
                    return u
                u = [x - change for x, change in zip(u, step, strict=True)]
                size = max(map(abs, u))
                if max(map(abs, step)) <= mpmath.mpf("1e-25") * size:
                    return [x if abs(x) > mpmath.mpf("1e-20") * size else 0 * x for x in u]
        return None


def _apart(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return bool(max(abs(a - b) for a, b in zip(one, other, strict=True)) > 1e-9 * max(map(abs, other)))


def _far_signs(f: Smooth, slopes: Any, curvatures: Any, point: Sequence[float]) -> tuple[bool, bool]:
    """Whether f is above, and below, all bounds at points of the constraint far away, by its values there."""
    n, random = len(point), np.random.default_rng(1)
    bend = np.array([[float(c(point)) for c in row] for row in curvatures[1]])
    spectrum, axes = np.linalg.eigvalsh(bend), np.eye(n)
    if spectrum.min() > 0 or spectrum.max() < 0:
        return False, False
    if not bend.any():
        normal = np.array([[float(s(point)) for s in slopes[1]]])
        axes = np.linalg.svd(normal)[2][1:]
    directions = random.normal(size=(400, len(axes))) @ axes
    far = np.array(point) + 1e7 * (1 + max(map(abs, point))) * directions
    values = np.array([float(f(list(place))) for place in far])
    return bool((values > 0).any()), bool((values < 0).any())
