"""The models of calculus against SciPy and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special

from solver.models import calculus

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("shift", [0, 1000, -1000])
def test_logsumexp(shift):
    x, w = RANDOM.normal(scale=3, size=(2, 6))
    x = x + shift
    assert calculus.logsumexp(x) == {"logsumexp": pytest.approx(scipy.special.logsumexp(x), rel=1e-12)}
    value, sign = scipy.special.logsumexp(x, b=w, return_sign=True)
    assert calculus.logsumexp(x, w) == {"logsumexp": pytest.approx(value, rel=1e-12), "sign": sign}
