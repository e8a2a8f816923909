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
