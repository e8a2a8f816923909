"""The models of calculus against SciPy and PyTorch."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.special

from solver.models import calculus, multipliers

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("shift", [0, 1000, -1000])
def test_logsumexp(shift):
    x, w = RANDOM.normal(scale=3, size=(2, 6))
    x = x + shift
    assert calculus.logsumexp(x) == {"logsumexp": pytest.approx(scipy.special.logsumexp(x), rel=1e-12)}
    value, sign = scipy.special.logsumexp(x, b=w, return_sign=True)
    assert calculus.logsumexp(x, w) == {"logsumexp": pytest.approx(value, rel=1e-12), "sign": sign}


torch = pytest.importorskip("torch")

FUNCTIONS = [
    lambda m, w: w[0] ** 2 * w[1] + m.exp(w[0] / 2) * m.sin(w[1]),
    lambda m, w: m.log(w[0] ** 2 + 1) / w[1] + m.tanh(w[0] * w[1]),
]


def test_numerical_gradient():
    place = RANDOM.normal(size=2)
    found = calculus.numerical_gradient(lambda w: FUNCTIONS[0](np, w), place, 1e-3)
    given = torch.tensor(place, requires_grad=True)
    (exact,) = torch.autograd.grad(FUNCTIONS[0](torch, given), given)
    np.testing.assert_allclose(found["exact"], exact, rtol=1e-10)
    for k in range(2):
        step = 1e-3 * np.eye(2)[k]
        up, here, down = (FUNCTIONS[0](np, place + way * step) for way in (1, 0, -1))
        assert found["forward"][k] == pytest.approx((up - here) / 1e-3, rel=1e-10)
        assert found["central"][k] == pytest.approx((up - down) / 2e-3, rel=1e-10)
    np.testing.assert_allclose(found["error"], abs(found["central"] - found["exact"]), atol=1e-15)
    np.testing.assert_allclose(found["forward_error"], abs(found["forward"] - found["exact"]), atol=1e-15)


def test_jacobian():
    place = RANDOM.normal(size=2)
    found = calculus.jacobian([lambda w, f=f: f(np, w) for f in FUNCTIONS], place)
    given = torch.tensor(place)
    expected = torch.autograd.functional.jacobian(
        lambda w: torch.stack([f(torch, w) for f in FUNCTIONS]), given
    )
    np.testing.assert_allclose(found["jacobian"], expected, rtol=1e-10)
    np.testing.assert_allclose(found["values"], [f(torch, given) for f in FUNCTIONS], rtol=1e-10)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_hessian(size):
    a = RANDOM.normal(size=(size, size))
    given = torch.tensor(RANDOM.normal(size=size))

    def loss(w):
        return (torch.exp(torch.tensor(a) @ w / 3) ** 2).sum() + w.prod() ** 3

    matrix = torch.autograd.functional.hessian(loss, given).numpy()
    slopes = torch.autograd.functional.jacobian(loss, given).tolist()
    curvatures = [[Fraction(entry) for entry in row] for row in ((matrix + matrix.T) / 2).tolist()]
    found = calculus.hessian(slopes, curvatures)
    expected = np.linalg.eigvalsh(matrix)[::-1]
    assert found["gradient"] == slopes
    np.testing.assert_allclose(found["eigenvalues"], expected, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(found["condition_number"], np.linalg.cond(matrix), rtol=1e-10)
    kinds = {(1,): "positive-definite", (-1,): "negative-definite", (-1, 1): "indefinite"}
    assert found["definiteness"] == kinds[tuple(np.unique(np.sign(expected)))]


@pytest.mark.parametrize(("way", "kind"), [(1, "positive-semidefinite"), (-1, "negative-semidefinite")])
def test_hessian_that_is_singular(way, kind):
    third = Fraction(1, 3)
    found = calculus.hessian(None, [[way * third, Fraction(way)], [Fraction(way), 3 * Fraction(way)]])
    assert found["definiteness"] == kind
    assert found["condition_number"] == np.inf
    assert 0 in found["eigenvalues"]
    assert "gradient" not in found


def test_lagrange_ends_where_scipy_ends():
    optimize = pytest.importorskip("scipy.optimize")
    a, target = RANDOM.normal(size=(3, 3)), 2.0
    a = a + a.T

    def f(w):
        return (a[0, 0] * w[0] + 2 * a[0, 1] * w[1]) * w[0] + a[1, 1] * w[1] ** 2 + w[2] + a[2, 2] * w[2] ** 2

    def g(w):
        return w[0] ** 2 + 3 * w[1] ** 2 + w[2] ** 2 - target

    square, mixed, line = (2, 0, 0), (1, 1, 0), (0, 0, 1)
    objective = {square: a[0, 0], mixed: 2 * a[0, 1], (0, 2, 0): a[1, 1], line: 1, (0, 0, 2): a[2, 2]}
    condition = {square: 1, (0, 2, 0): 3, (0, 0, 2): 1, (0, 0, 0): -target}
    slopes = [
        [
            lambda w: 2 * (a[0, 0] * w[0] + a[0, 1] * w[1]),
            lambda w: 2 * (a[0, 1] * w[0] + a[1, 1] * w[1]),
            lambda w: 1 + 2 * a[2, 2] * w[2],
        ],
        [lambda w: 2 * w[0], lambda w: 6 * w[1], lambda w: 2 * w[2]],
    ]
    both = ({m: Fraction(float(c)) for m, c in terms.items()} for terms in (objective, condition))
    found = multipliers.lagrange(*both, [], "minus")
    for way, name in ((1, "minimum"), (-1, "maximum")):
        ends = [
            optimize.minimize(
                lambda w, way=way: way * f(w),
                start,
                constraints={"type": "eq", "fun": g},
                method="SLSQP",
                tol=1e-14,
            ).fun
            for start in RANDOM.normal(size=(20, 3))
        ]
        assert way * min(ends) == pytest.approx(found[name], rel=1e-6)
    for place, factor in zip(found["stationary_points"], found["multipliers"], strict=True):
        assert g(place) == pytest.approx(0, abs=1e-12)
        for of_f, of_g in zip(*slopes, strict=True):
            assert of_f(place) == pytest.approx(factor * of_g(place), abs=1e-10)
