"""Gradient descent, Newton's method and BFGS against PyTorch, SciPy and NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import descent

torch = pytest.importorskip("torch")
optimize = pytest.importorskip("scipy.optimize")

LOSSES = {
    "bowl": lambda w: 3 * w[0] ** 2 + w[0] * w[1] + 2 * w[1] ** 2 - w[0],
    "quartic": lambda w: w[0] ** 4 + w[1] ** 2 * torch.exp(w[0] / 3) + w[0] * w[1] - 3 * w[1],
}
EVERY = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)


def point(w):
    return torch.tensor(w, dtype=torch.float64, requires_grad=True)


def gradient_of(loss):
    return lambda w: torch.autograd.functional.jacobian(loss, point(w)).detach().numpy()


def hessian_of(loss):
    return lambda w: torch.autograd.functional.hessian(loss, point(w)).detach().numpy()


def value_of(loss):
    return lambda w: float(loss(point(w)).detach())


@EVERY
def test_gradient_descent(loss):
    w = point([1.0, -0.5])
    steps, weights, losses = torch.optim.SGD([w], lr=0.02), [], [float(loss(w).detach())]
    for _ in range(5):
        steps.zero_grad()
        loss(w).backward()
        steps.step()
        weights.append(w.detach().numpy().copy())
        losses.append(float(loss(w).detach()))
    start = np.array([1.0, -0.5])
    ours = descent.gradient_descent(gradient_of(loss), start, 5, lr=0.02, objective=value_of(loss))
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-12)
    np.testing.assert_allclose(ours["losses"], losses, atol=1e-12)


@EVERY
def test_newton_ends_where_scipy_ends(loss):
    value, gradient, hessian = value_of(loss), gradient_of(loss), hessian_of(loss)
    start = np.array([1.0, 0.5])
    ours = descent.newton(value, gradient, hessian, start, 30)
    theirs = optimize.minimize(value, start, jac=gradient, hess=hessian, method="trust-exact", tol=1e-13)
    np.testing.assert_allclose(ours["weights"][-1], theirs.x, atol=1e-6)
    assert ours["losses"][-1] == pytest.approx(theirs.fun, abs=1e-10)
    first = start - np.linalg.inv(hessian(start)) @ gradient(start)
    np.testing.assert_allclose(ours["weights"][0], first, atol=1e-12)


def test_a_root_as_scipy_finds_it():
    value, gradient = lambda x: float(x[0] ** 3 - 5), lambda x: 3 * x**2
    ours = descent.newton(value, gradient, None, np.array([2.0]), 8)
    assert ours["weights"][-1] == pytest.approx(optimize.newton(lambda x: x**3 - 5, 2.0, lambda x: 3 * x**2))


@EVERY
@pytest.mark.parametrize("h0", [None, np.array([[2.0, 0.5], [0.5, 1.0]])])
def test_bfgs_updates_as_scipy_does(loss, h0):
    gradient, start = gradient_of(loss), np.array([1.0, 0.5])
    ours = descent.bfgs(gradient, hessian_of(loss), start, 4, h0, 0.1)
    theirs = optimize.BFGS(init_scale=1.0 if h0 is None else h0, exception_strategy="skip_update")
    theirs.initialize(2, "inv_hess")
    # It scales its first matrix before the first update unless it is told the matrix.
    w, h = start, np.eye(2) if h0 is None else h0
    for t in range(4):
        p = -h @ gradient(w)
        s = 0.1 * p
        y = gradient(w + s) - gradient(w)
        theirs.update(s, y)
        w, h = w + s, theirs.get_matrix()
        for name, value in (("direction", p), ("s", s), ("y", y), ("H", h), ("weights", w)):
            np.testing.assert_allclose(ours[name][t], value, rtol=1e-9, atol=1e-10)
        assert ours["rho"][t] == pytest.approx(1 / (s @ y))


def test_bfgs_with_exact_line_searches_ends_at_the_minimum_of_a_bowl():
    loss = LOSSES["bowl"]
    ours = descent.bfgs(gradient_of(loss), hessian_of(loss), np.array([1.0, 0.5]), 2, None, None)
    matrix = hessian_of(loss)(np.zeros(2))
    wanted = np.linalg.solve(matrix, -gradient_of(loss)(np.zeros(2)))
    np.testing.assert_allclose(ours["weights"][-1], wanted, atol=1e-12)
    np.testing.assert_allclose(ours["H"][-1], np.linalg.inv(matrix), atol=1e-12)
    line = optimize.minimize_scalar(lambda a: value_of(loss)(np.array([1.0, 0.5]) + a * ours["direction"][0]))
    assert ours["step"][0] == pytest.approx(line.x, rel=1e-6)
