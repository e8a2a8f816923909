"""The models of sequences against PyTorch in double precision."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import sequences

torch = pytest.importorskip("torch")

RANDOM = np.random.default_rng(11)


@pytest.mark.parametrize(("inputs", "units", "steps"), [(1, 1, 1), (2, 3, 4), (3, 2, 7)])
def test_lstm(inputs, units, steps):
    gates = {name: RANDOM.normal(size=(units, units + inputs)) for name in ("wf", "wi", "wc", "wo")}
    biases = {name: RANDOM.normal(size=units) for name in ("bf", "bi", "bc", "bo")}
    x, h0, c0 = RANDOM.normal(size=(steps, inputs)), RANDOM.normal(size=units), RANDOM.normal(size=units)
    theirs = torch.nn.LSTM(inputs, units, dtype=torch.float64)
    order = ("i", "f", "c", "o")
    with torch.no_grad():
        stacked = np.concatenate([gates[f"w{gate}"] for gate in order])
        theirs.weight_hh_l0.copy_(torch.tensor(stacked[:, :units]))
        theirs.weight_ih_l0.copy_(torch.tensor(stacked[:, units:]))
        theirs.bias_ih_l0.copy_(torch.tensor(np.concatenate([biases[f"b{gate}"] for gate in order])))
        theirs.bias_hh_l0.zero_()
        start = tuple(torch.tensor(state)[None, :] for state in (h0, c0))
        hidden, (_, cell) = theirs(torch.tensor(x), start)
    found = sequences.lstm(x, **gates, **biases, h0=h0, c0=c0)
    np.testing.assert_allclose(found["hidden"], hidden, rtol=1e-12)
    np.testing.assert_allclose(found["cell"][-1], cell[0], rtol=1e-12)
    turned = {name: np.concatenate([w[:, units:], w[:, :units]], axis=1) for name, w in gates.items()}
    other = sequences.lstm(x, **turned, **biases, h0=h0, c0=c0, order="xh")
    np.testing.assert_allclose(other["hidden"], hidden, rtol=1e-12)


@pytest.mark.parametrize("scaled", [True, False])
@pytest.mark.parametrize("causal", [True, False])
def test_attention(scaled, causal):
    q, k, v = RANDOM.normal(size=(4, 3)), RANDOM.normal(size=(5, 3)), RANDOM.normal(size=(5, 2))
    seen = np.tri(4, 5, dtype=int) if causal else None
    found = sequences.attention(q, k, v, seen, scaled)
    theirs = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.tensor, (q, k, v)), is_causal=causal, scale=None if scaled else 1.0
    )
    np.testing.assert_allclose(found["output"], theirs, rtol=1e-12)
    np.testing.assert_allclose(found["weights"].sum(axis=1), 1, rtol=1e-12)
