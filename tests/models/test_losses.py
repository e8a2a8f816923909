"""The losses against PyTorch in double precision."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import losses

torch = pytest.importorskip("torch")
F = torch.nn.functional

RANDOM = np.random.default_rng(11)


def signs(shape):
    return RANDOM.choice([-1.0, 1.0], size=shape)


def focal(z, y, alpha, gamma):
    """As torchvision's sigmoid_focal_loss computes it."""
    p, ce = torch.sigmoid(z), F.binary_cross_entropy_with_logits(z, y, reduction="none")
    own = p * y + (1 - p) * (1 - y)
    balance = 1 if alpha is None else alpha * y + (1 - alpha) * (1 - y)
    return balance * ce * (1 - own) ** gamma


REGRESSION = {
    "mse": lambda p, y, **how: F.mse_loss(p, y, **how),
    "mae": lambda p, y, **how: F.l1_loss(p, y, **how),
    "huber": lambda p, y, **how: F.huber_loss(p, y, **how, delta=0.7),
    "hinge": lambda p, y, **how: reduced(torch.relu(1 - p * y), **how),
    "squared-hinge": lambda p, y, **how: reduced(torch.relu(1 - p * y) ** 2, **how),
}


def reduced(entries, reduction):
    return {"mean": entries.mean, "sum": entries.sum, "none": lambda: entries}[reduction]()


def compare(value, given, found, per_sample=None):
    if value is not None:
        np.testing.assert_allclose(found["loss"], value.detach(), rtol=1e-10)
        (slopes,) = torch.autograd.grad(value, given)
        np.testing.assert_allclose(np.ravel(found["gradient"]), slopes.ravel(), rtol=1e-10, atol=1e-14)
    if per_sample is not None:
        np.testing.assert_allclose(found["per_sample"], per_sample.detach(), rtol=1e-10)


@pytest.mark.parametrize("kind", REGRESSION)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("shape", [(5,), (4, 3)])
def test_errors_and_margins(kind, reduction, shape):
    p, y = RANDOM.normal(scale=1.5, size=shape), signs(shape)
    given, target = torch.tensor(p, requires_grad=True), torch.tensor(y)
    found = losses.loss(kind, y, p, reduction=reduction, delta=0.7)
    each = REGRESSION[kind](given, target, reduction="none").reshape(len(p), -1)
    per_sample = each.mean(1) if reduction == "mean" else each.sum(1)
    compare(REGRESSION[kind](given, target, reduction=reduction), given, found, per_sample)


def test_labels_of_0_are_those_of_minus_1():
    p, y = RANDOM.normal(size=6), np.array([-1, 1, 1, -1, 1, -1])
    ours, theirs = (losses.loss("hinge", labels, p) for labels in (y, (y + 1) / 2))
    for name, value in ours.items():
        np.testing.assert_allclose(value, theirs[name])


def test_rmse():
    p, y = RANDOM.normal(size=(2, 5))
    given = torch.tensor(p, requires_grad=True)
    compare(torch.sqrt(F.mse_loss(given, torch.tensor(y))), given, losses.loss("rmse", y, p))


@pytest.mark.parametrize("smoothing", [None, 0.2])
@pytest.mark.parametrize("logits", [True, False])
def test_bce(logits, smoothing):
    z, y = RANDOM.normal(size=5), RANDOM.integers(0, 2, size=5).astype(float)
    given = torch.tensor(z if logits else 1 / (1 + np.exp(-z)), requires_grad=True)
    target = torch.tensor(y if smoothing is None else 0.8 * y + 0.1)
    measure = F.binary_cross_entropy_with_logits if logits else F.binary_cross_entropy
    found = losses.loss("bce", y, given.detach().numpy(), logits=logits, smoothing=smoothing)
    compare(measure(given, target), given, found)


@pytest.mark.parametrize("smoothing", [None, 0.3])
@pytest.mark.parametrize("by_number", [True, False])
def test_categorical_with_logits(by_number, smoothing):
    z, classes = RANDOM.normal(size=(4, 3)), RANDOM.integers(0, 3, size=4)
    given = torch.tensor(z, requires_grad=True)
    value = F.cross_entropy(given, torch.tensor(classes), label_smoothing=smoothing or 0.0)
    y = classes if by_number else np.eye(3)[classes]
    compare(value, given, losses.loss("categorical", y, z, logits=True, smoothing=smoothing))


def test_categorical_with_probabilities():
    p, y = RANDOM.dirichlet(np.ones(4), size=3), RANDOM.dirichlet(np.ones(4), size=3)
    given = torch.tensor(p, requires_grad=True)
    compare(-(torch.tensor(y) * torch.log(given)).sum(1).mean(), given, losses.loss("categorical", y, p))


@pytest.mark.parametrize("alpha", [None, 0.25])
@pytest.mark.parametrize("logits", [True, False])
@pytest.mark.parametrize("gamma", [0.0, 2.0, 1.5])
def test_focal(alpha, logits, gamma):
    z, y = RANDOM.normal(size=5), RANDOM.integers(0, 2, size=5).astype(float)
    given = torch.tensor(z if logits else 1 / (1 + np.exp(-z)), requires_grad=True)
    score = given if logits else torch.logit(given)
    value = focal(score, torch.tensor(y), alpha, gamma).mean()
    found = losses.loss("focal", y, given.detach().numpy(), logits=logits, alpha=alpha, gamma=gamma)
    compare(value, given, found)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_weights_are_divided_by_their_sum(reduction):
    p, y, w = RANDOM.normal(size=(3, 4))
    w = abs(w)
    given = torch.tensor(p, requires_grad=True)
    each = torch.tensor(w) * (given - torch.tensor(y)) ** 2
    value = each.sum() / (w.sum() if reduction == "mean" else 1)
    compare(value, given, losses.loss("mse", y, p, weights=w, reduction=reduction))


def test_without_reduction_each_sample_has_its_own_gradient():
    p, y = RANDOM.normal(size=(2, 4))
    found = losses.loss("mse", y, p, reduction="none")
    assert "loss" not in found
    np.testing.assert_allclose(found["per_sample"], (p - y) ** 2)
    np.testing.assert_allclose(found["gradient"], 2 * (p - y))
