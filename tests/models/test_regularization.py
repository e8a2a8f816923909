"""Early stopping, penalties and dropout against PyTorch and NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import regularization

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("maximize", [False, True])
@pytest.mark.parametrize("min_delta", [0.0, 0.05])
def test_early_stopping_by_the_age_of_the_best(maximize, min_delta):
    """It stops as soon as the best so far is as many epochs old as the patience."""
    rng = np.random.default_rng(5)
    for _ in range(50):
        losses = rng.integers(0, 12, size=9) / 10
        signed = -losses if maximize else losses
        kept = 0
        stopped = np.inf
        for epoch in range(len(losses)):
            if epoch and signed[epoch] < signed[kept] - min_delta - 1e-12:
                kept = epoch
            if epoch - kept == 2:
                stopped = epoch + 1
                break
        ours = regularization.early_stopping(losses, 2, min_delta, maximize)
        assert ours == (kept + 1, stopped, losses[kept])


@pytest.mark.parametrize(
    ("model", "order", "options", "factor"),
    [
        (regularization.l1, 1, {}, 0.3),
        (regularization.l2, 2, {}, 0.3),
        (regularization.l2, 2, {"half": True}, 0.15),
    ],
)
def test_penalties(model, order, options, factor):
    rng = np.random.default_rng(6)
    start, g = np.append(rng.normal(size=4), 0.0), rng.normal(size=5)
    w = torch.tensor(start, requires_grad=True)
    penalty = factor * w.abs().pow(order).sum()
    loss = (w * torch.tensor(g)).sum() + penalty
    optimizer = torch.optim.SGD([w], lr=0.1)
    loss.backward()
    optimizer.step()
    ours = model(start, 0.3, float(start @ g), g, 0.1, **options)
    assert ours["penalty"] == pytest.approx(float(penalty.detach()), rel=1e-12)
    assert ours["loss"] == pytest.approx(float(loss.detach()), rel=1e-12)
    np.testing.assert_allclose(ours["gradient"], w.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(ours["weights"], w.detach().numpy(), atol=1e-12)


def test_soft_thresholding():
    """PyTorch's softshrink of the step along the gradient of the data."""
    rng = np.random.default_rng(7)
    w, g = rng.normal(size=8), rng.normal(size=8)
    theirs = torch.nn.functional.softshrink(torch.tensor(w - 0.1 * g), 0.1 * 3.0)
    ours = regularization.l1(w, 3.0, None, g, 0.1, proximal=True)["weights"]
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-12)


def test_dropout():
    """PyTorch's inverted dropout, with the mask that it drew; the other form has its mean, scaled back."""
    x = np.random.default_rng(8).uniform(1, 2, size=50)
    torch.manual_seed(0)
    theirs = torch.nn.functional.dropout(torch.tensor(x), 0.3).numpy()
    mask = (theirs != 0).astype(float)
    training, test = regularization.dropout(x, mask, 0.3, inverted=True)
    np.testing.assert_allclose(training, theirs, rtol=1e-12)
    np.testing.assert_array_equal(test, torch.nn.functional.dropout(torch.tensor(x), 0.3, training=False))
    plain = regularization.dropout(x, mask, 0.3)
    np.testing.assert_allclose(np.array(plain), 0.7 * np.array((training, test)), rtol=1e-12)


@pytest.mark.parametrize("targeted", [False, True])
def test_fgsm(targeted):
    """A step of signed gradient descent in PyTorch, up a loss or down it, then clamped."""
    rng = np.random.default_rng(9)
    start, g = rng.uniform(size=20), np.append(rng.normal(size=19), 0.0)
    theirs = torch.tensor(start, requires_grad=True)
    theirs.grad = torch.tensor(g).sign()
    torch.optim.SGD([theirs], lr=0.2, maximize=not targeted).step()
    clipped = theirs.detach().clamp(0.0, 1.0).numpy()
    ours = regularization.fgsm(start, g, 0.2, np.array([0.0, 1.0]), targeted)
    np.testing.assert_allclose(ours, clipped, atol=1e-12)
