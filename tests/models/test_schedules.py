"""Schedules and clipped gradients against those of PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import schedules

torch = pytest.importorskip("torch")
rates_of = torch.optim.lr_scheduler

STEPS = 40


def torch_rates(make, lr=0.3):
    """The rates of PyTorch's schedule at the first steps."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    schedule, rates = make(optimizer), []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return np.array(rates)


@pytest.mark.parametrize(
    ("givens", "make"),
    [
        ({"kind": "step", "gamma": 0.3, "every": 7}, lambda o: rates_of.StepLR(o, 7, 0.3)),
        ({"kind": "exponential", "gamma": 0.9}, lambda o: rates_of.ExponentialLR(o, 0.9)),
        (
            {"kind": "piecewise", "boundaries": [5, 20], "gamma": 0.2},
            lambda o: rates_of.MultiStepLR(o, [5, 20], 0.2),
        ),
        (
            {"kind": "linear", "total": 25, "end": 0.03},
            lambda o: rates_of.LinearLR(o, start_factor=1, end_factor=0.1, total_iters=25),
        ),
        ({"kind": "polynomial", "total": 30, "power": 2.0}, lambda o: rates_of.PolynomialLR(o, 30, 2.0)),
        (
            {"kind": "cosine", "total": 12, "end": 0.01, "restart": True},
            lambda o: rates_of.CosineAnnealingWarmRestarts(o, 12, eta_min=0.01),
        ),
        (
            {"kind": "cosine", "total": STEPS, "end": 0.01},
            lambda o: rates_of.CosineAnnealingLR(o, STEPS, eta_min=0.01),
        ),
        (
            {"kind": "inverse-time", "decay": 0.5, "every": 4},
            lambda o: rates_of.LambdaLR(o, lambda t: 1 / (1 + 0.5 * t / 4)),
        ),
        ({"kind": "exponential", "decay": 0.1}, lambda o: rates_of.LambdaLR(o, lambda t: np.exp(-0.1 * t))),
        ({"kind": "inverse-sqrt"}, lambda o: rates_of.LambdaLR(o, lambda t: (t + 1) ** -0.5)),
        (
            {"kind": "inverse-sqrt", "warmup": 8},
            lambda o: rates_of.LambdaLR(o, lambda t: 8**0.5 * min(max(t, 1e-9) ** -0.5, t * 8**-1.5)),
        ),
        (
            {"kind": "cosine", "warmup": 10, "total": 35},
            lambda o: rates_of.LambdaLR(
                o,
                lambda t: t / 10 if t < 10 else max(0.0, 0.5 * (1 + np.cos(np.pi * min((t - 10) / 25, 1.0)))),
            ),
        ),
        (
            {"kind": "warmup", "warmup": 10},
            lambda o: rates_of.LinearLR(o, start_factor=1e-15, end_factor=1, total_iters=10),
        ),
    ],
)
def test_schedules(givens, make):
    ours = schedules.lr_schedule(lr=0.3, at=np.arange(STEPS), **givens)
    np.testing.assert_allclose(ours, torch_rates(make), rtol=1e-10, atol=1e-12)


def torch_clipped(grads, clip, **options):
    """What PyTorch makes of gradients, and what it returns."""
    weights = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in grads]
    for w, g in zip(weights, grads, strict=True):
        w.grad = torch.tensor(g.copy())
    return [w.grad.numpy() for w in weights], clip(weights, **options)


@pytest.mark.parametrize("bound", [0.5, 3.0, 100.0])
def test_clipped_gradients(bound):
    rng = np.random.default_rng(3)
    grads = [rng.normal(size=(3, 4)), rng.normal(size=(2, 2))]
    utils = torch.nn.utils
    theirs, norm = torch_clipped(grads, utils.clip_grad_norm_, max_norm=bound)
    ours = schedules.clip_gradients(grads, norm=bound, epsilon=1e-6)
    assert ours["norm"] == pytest.approx(float(norm), rel=1e-12)
    for mine, other in zip(ours["clipped"], theirs, strict=True):
        np.testing.assert_allclose(mine, other, atol=1e-12)
    theirs, _ = torch_clipped(grads, utils.clip_grad_value_, clip_value=bound)
    for mine, other in zip(schedules.clip_gradients(grads, value=bound)["clipped"], theirs, strict=True):
        np.testing.assert_allclose(mine, other)
    alone = schedules.clip_gradients(grads, norm=bound, each=True)["clipped"]
    for g, mine in zip(grads, alone, strict=True):
        theirs, _ = torch_clipped([g], utils.clip_grad_norm_, max_norm=bound)
        np.testing.assert_allclose(mine, theirs[0], atol=1e-5)
