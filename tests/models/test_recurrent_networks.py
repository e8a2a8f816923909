"""The models of networks of recurrences against PyTorch in double precision."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import recurrent_networks as models

torch = pytest.importorskip("torch")

RANDOM = np.random.default_rng(23)


def cell(inputs, units):
    """Weights of the input and of the state, and biases."""
    return (
        RANDOM.normal(size=(units, inputs)),
        RANDOM.normal(size=(units, units)),
        RANDOM.normal(size=units),
    )


def filled(module, *cells):
    """A module of PyTorch with these weights, the cells in the order of its own."""
    parts = [part for w, u, b in cells for part in (w, u, b, np.zeros_like(b))]
    with torch.no_grad():
        for parameter, values in zip(module.parameters(), parts, strict=True):
            parameter.copy_(torch.tensor(values))
    return module


@pytest.mark.parametrize("merge", ["concat", "sum", "mean", "product"])
@pytest.mark.parametrize(("inputs", "units", "steps"), [(1, 1, 1), (2, 3, 4), (3, 2, 7)])
def test_bidirectional_rnn(inputs, units, steps, merge):
    one, other = cell(inputs, units), cell(inputs, units)
    x, starts = RANDOM.normal(size=(steps, inputs)), RANDOM.normal(size=(2, units))
    theirs = filled(torch.nn.RNN(inputs, units, bidirectional=True, dtype=torch.float64), one, other)
    with torch.no_grad():
        joined, _ = theirs(torch.tensor(x), torch.tensor(starts))
    forward, backward = np.split(joined.numpy(), 2, axis=1)
    wanted = {
        "concat": joined,
        "sum": forward + backward,
        "mean": np.mean([forward, backward], axis=0),
        "product": forward * backward,
    }
    found = models.bidirectional_rnn(
        x, *one[:2], *other[:2], one[2], other[2], *starts, activation="tanh", merge=merge
    )
    np.testing.assert_allclose(found["forward"], forward, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found["backward"], backward, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found["hidden"], wanted[merge], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize(("inputs", "units", "layers", "steps"), [(1, 1, 1, 1), (2, 3, 2, 4), (3, 2, 3, 7)])
def test_deep_rnn(inputs, units, layers, steps, activation):
    cells = [cell(units if layer else inputs, units) for layer in range(layers)]
    x, starts = RANDOM.normal(size=(steps, inputs)), RANDOM.normal(size=(layers, units))
    module = torch.nn.RNN(inputs, units, layers, activation, dtype=torch.float64)
    theirs, w, u, b = filled(module, *cells), *zip(*cells, strict=True)
    with torch.no_grad():
        top, last = theirs(torch.tensor(x), torch.tensor(starts))
    found = models.deep_rnn(x, w, u, b, starts, activation)
    np.testing.assert_allclose(found[-1], top, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose([states[-1] for states in found], last, rtol=1e-10, atol=1e-12)
