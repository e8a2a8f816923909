"""What mistakes with rates, normalization, means and information lead to, reckoned by hand or with NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.test_mistakes import averages, leads_to

# Learning rates at the steps 1, 2, 3 and 4, from a rate of 0.1

K = np.array([1.0, 2, 3, 4])
LR = {"lr": "0.1", "at": "1,2,3,4"}


@pytest.mark.parametrize(
    ("kind", "mistake", "more", "rates"),
    [
        ("step", "not-floored", {"gamma": "0.5", "every": "2"}, 0.1 * 0.5 ** (K / 2)),
        ("step", "subtracted", {"gamma": "0.75", "every": "2"}, 0.1 * (1 - 0.25 * (K // 2))),
        ("step", "line", {"gamma": "0.5", "every": "2"}, 0.1 * 0.5 * (K // 2)),
        ("step", "border-late", {"gamma": "0.5", "every": "2"}, 0.1 * 0.5 ** ((K - 1) // 2)),
        ("exponential", "from-one", {"gamma": "0.5"}, 0.1 * 0.5 ** (K + 1)),
        ("exponential", "subtracted", {"gamma": "0.9"}, 0.1 * (1 - 0.1 * K)),
        ("inverse-time", "from-one", {"decay": "0.5"}, 0.1 / (1 + 0.5 * (K + 1))),
        ("inverse-time", "multiplied", {"decay": "0.5"}, 0.1 * (1 + 0.5 * K)),
        ("inverse-time", "subtracted", {"decay": "0.1"}, 0.1 * (1 - 0.1 * K)),
        ("inverse-sqrt", "no-root", {}, 0.1 / (K + 1)),
        ("cosine", "half-forgotten", {"total": "8"}, 0.1 * (1 + np.cos(np.pi * K / 8))),
        ("cosine", "degrees", {"total": "8"}, 0.05 * (1 + np.cos(np.radians(np.pi * K / 8)))),
        ("cosine", "line", {"total": "8"}, 0.1 * (1 - K / 8)),
        ("linear", "multiplied", {"total": "8", "end": "0.02"}, 0.02 + 0.08 * K / 8),
        ("linear", "from-one", {"total": "8"}, 0.1 * (1 - (K + 1) / 8)),
        ("polynomial", "line", {"total": "8", "power": "2"}, 0.1 * (1 - K / 8)),
        ("polynomial", "multiplied", {"total": "8", "power": "2"}, 0.1 * (K / 8) ** 2),
        ("piecewise", "border-late", {"boundaries": "2,4", "rates": "0.1,0.05,0.01"}, [0.1, 0.1, 0.05, 0.05]),
    ],
)
def test_learning_rates(kind, mistake, more, rates):
    leads_to("lr-schedule", mistake, {"kind": kind, **LR, **more}, {"rates": rates})


# Normalization: of three samples of two features, and what comes back

X = np.array([[1.0, 2], [3, -1], [5, 5]])
G = np.array([[1.0, 0.5], [-1, 2], [0.25, 1]])
GAMMA, BETA, EPSILON = np.array([2.0, 3]), np.array([1.0, -1]), 0.5
BATCH = {"x": "1,2;3,-1;5,5", "gamma": "2,3", "beta": "1,-1", "epsilon": "0.5"}
MEAN, VARIANCE = X.mean(axis=0), X.var(axis=0)
ROOT = np.sqrt(VARIANCE + EPSILON)
SCALED = (X - MEAN) / ROOT


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("sample-variance", {"variance": X.var(axis=0, ddof=1)}),
        ("root-left-out", {"normalized": (X - MEAN) / (VARIANCE + EPSILON)}),
        ("epsilon-outside", {"normalized": (X - MEAN) / (np.sqrt(VARIANCE) + EPSILON)}),
        ("not-centered", {"normalized": X / ROOT}),
        ("shift-first", {"output": GAMMA * (SCALED + BETA)}),
        ("swapped", {"output": BETA * SCALED + GAMMA}),
    ],
)
def test_normalized_batches(mistake, wanted):
    leads_to("batch-norm", mistake, BATCH, wanted)


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("constants", {"grad_input": G * GAMMA / ROOT}),
        ("variance-constant", {"grad_input": (G - G.mean(axis=0)) * GAMMA / ROOT}),
        ("scale-forgotten", {"grad_input": (G - G.mean(axis=0) - SCALED * (G * SCALED).mean(axis=0)) / ROOT}),
        ("input-taken", {"grad_gamma": (G * X).sum(axis=0)}),
    ],
)
def test_gradients_of_normalized_batches(mistake, wanted):
    leads_to("batch-norm", mistake, {**BATCH, "grad": "1,0.5;-1,2;0.25,1"}, wanted)


def test_normalized_samples():
    """Of three features, so that those of a batch differ from those of a sample."""
    mean, root = X.T.mean(axis=1, keepdims=True), np.sqrt(X.T.var(axis=1, keepdims=True) + 0.5)
    givens = {"x": "1,3,5;2,-1,5", "epsilon": "0.5"}
    outside = np.sqrt(X.T.var(axis=1, keepdims=True)) + 0.5
    leads_to("layer-norm", "not-centered", givens, {"normalized": X.T / root})
    leads_to("layer-norm", "epsilon-outside", givens, {"normalized": (X.T - mean) / outside})
    back = {**givens, "grad": "1,-1,0.25;0.5,2,1"}
    leads_to("layer-norm", "constants", back, {"grad_input": G.T / root})
    leads_to("layer-norm", "input-taken", back, {"grad_gamma": (G.T * X.T).sum(axis=0)})


# Means and spreads


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        # The estimates 1, 2 and 6 of 4 have the mean 3, and the squared distances 4, 1 and 9.
        ("sign", {"bias": 1}),
        ("absolute-distances", {"bias": (3 + 2 + 2) / 3}),
        ("about-truth", {"variance": (9 + 4 + 4) / 3}),
        ("one-less", {"variance": 14 / 2}),
        ("bias-not-squared", {"mse": 14 / 3 - 1}),
        ("bias-ignored", {"mse": 14 / 3}),
    ],
)
def test_bias_and_variance(mistake, wanted):
    leads_to("bias-variance", mistake, {"estimates": "1,2,6", "true": "4"}, wanted)


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("weights-swapped", {"averages": averages([3, 1, 2], 0.25)}),
        ("factor-left-out", {"averages": [3, 1 + 0.75 * 3, 2 + 0.75 * (1 + 0.75 * 3)]}),
        ("started-at-first", {"averages": [3, 0.75 * 3 + 0.25, 0.75 * 2.5 + 0.5]}),
        ("power-forgotten", {"corrected": np.array(averages([3, 1, 2], 0.75)) / 0.25}),
        (
            "multiplied",
            {"corrected": np.array(averages([3, 1, 2], 0.75)) * (1 - 0.75 ** np.array([1, 2, 3]))},
        ),
    ],
)
def test_moving_averages(mistake, wanted):
    leads_to("ewma", mistake, {"values": "3,1,2", "beta": "0.75"}, wanted)


# Information, in bits

P, Q = np.array([0.5, 0.25, 0.25]), np.array([0.125, 0.125, 0.75])
MIXED = (P + Q) / 2
TO_P, TO_Q = stats.entropy(P, MIXED, base=2), stats.entropy(Q, MIXED, base=2)


@pytest.mark.parametrize(
    ("mistake", "divergence"),
    [("not-halved", TO_P + TO_Q), ("one-side", TO_P), ("without-mixture", stats.entropy(P, Q, base=2))],
)
def test_divergences(mistake, divergence):
    givens = {"p": "0.5,0.25,0.25", "q": "0.125,0.125,0.75"}
    leads_to("jensen-shannon", mistake, givens, {"divergence": divergence})


TABLE = np.array([[0.5, 0.125], [0.125, 0.25]])
ROWS, COLUMNS, BOTH = (stats.entropy(p, base=2) for p in (TABLE.sum(1), TABLE.sum(0), TABLE.ravel()))


@pytest.mark.parametrize(
    ("mistake", "table", "wanted"),
    [
        ("taken-as-independent", "0.5,0.125;0.125,0.25", {"joint_entropy": ROWS + COLUMNS}),
        ("no-minus-sign", "0.5,0.125;0.125,0.25", {"entropy_rows": -ROWS}),
    ],
)
def test_joint_information(mistake, table, wanted):
    leads_to("mutual-information", mistake, {"table": table}, wanted)


# Weight decay: two steps along given gradients, from 2, with a large decay

G1, G2, W0 = 0.3, -0.2, 2.0


def decayed(move, rate=0.1, decay=0.5):
    """The course of a weight by a rule of weight, Adam's step, rate and decay."""
    m = np.array(averages([G1, G2], 0.9)) / (1 - 0.9 ** np.array([1, 2]))
    v = np.array(averages([G1**2, G2**2], 0.999)) / (1 - 0.999 ** np.array([1, 2]))
    w, path = W0, []
    for step in rate * m / (np.sqrt(v) + 1e-8):
        w = move(w, step, rate, decay)
        path.append(w)
    return path


@pytest.mark.parametrize(
    ("mistake", "weights"),
    [
        ("decay-forgotten", decayed(lambda w, step, rate, decay: w - step)),
        ("decay-rate", decayed(lambda w, step, rate, decay: w - decay * w - step)),
        ("decay-added", decayed(lambda w, step, rate, decay: w + rate * decay * w - step)),
        ("decay-after", decayed(lambda w, step, rate, decay: (w - step) * (1 - rate * decay))),
        ("wrong-sign", decayed(lambda w, step, rate, decay: w - rate * decay * w + step)),
    ],
)
def test_weight_decay(mistake, weights):
    givens = {"grads": "0.3,-0.2", "w": "2", "lr": "0.1", "weight_decay": "0.5"}
    leads_to("adamw", mistake, givens, {"weights": weights})
