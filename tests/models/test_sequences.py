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


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize(("inputs", "units", "steps"), [(1, 1, 1), (2, 3, 4), (3, 2, 7)])
def test_rnn(inputs, units, steps, activation):
    w, u, b = (
        RANDOM.normal(size=(units, inputs)),
        RANDOM.normal(size=(units, units)),
        RANDOM.normal(size=units),
    )
    x, h0 = RANDOM.normal(size=(steps, inputs)), RANDOM.normal(size=units)
    v, c = RANDOM.normal(size=(2, units)), RANDOM.normal(size=2)
    theirs = torch.nn.RNN(inputs, units, nonlinearity=activation, dtype=torch.float64)
    fill(theirs, {"weight_ih_l0": w, "weight_hh_l0": u, "bias_ih_l0": b, "bias_hh_l0": 0 * b})
    with torch.no_grad():
        hidden, _ = theirs(torch.tensor(x), torch.tensor(h0)[None, :])
        outputs = torch.softmax(hidden @ torch.tensor(v).T + torch.tensor(c), dim=1)
    found = sequences.rnn(x, w, u, b, h0, activation, v, c, "softmax")
    np.testing.assert_allclose(found["hidden"], hidden, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found["outputs"], outputs, rtol=1e-10)


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("sigmoid", torch.sigmoid),
        ("softplus", torch.nn.functional.softplus),
        ("softmax", lambda z: torch.softmax(z, 0)),
        ("linear", lambda z: z),
    ],
)
def test_activations(name, theirs):
    z = RANDOM.normal(size=6)
    np.testing.assert_allclose(sequences.ACTIVATIONS[name](z), theirs(torch.tensor(z)), rtol=1e-10)


@pytest.mark.parametrize(("inputs", "units", "steps"), [(1, 1, 1), (2, 3, 4), (3, 2, 7)])
def test_gru(inputs, units, steps):
    gates = {name: RANDOM.normal(size=(units, units + inputs)) for name in ("wr", "wz", "wh")}
    biases = {name: RANDOM.normal(size=units) for name in ("br", "bz", "bh", "br2", "bz2", "bh2")}
    x, h0 = RANDOM.normal(size=(steps, inputs)), RANDOM.normal(size=units)
    theirs = torch.nn.GRU(inputs, units, dtype=torch.float64)
    stacked = np.concatenate(list(gates.values()))
    first, second = (np.concatenate(list(biases.values())[part]) for part in (slice(3), slice(3, 6)))
    weights = {"weight_hh_l0": stacked[:, :units], "weight_ih_l0": stacked[:, units:]}
    fill(theirs, {**weights, "bias_ih_l0": first, "bias_hh_l0": second})
    with torch.no_grad():
        hidden, _ = theirs(torch.tensor(x), torch.tensor(h0)[None, :])
    found = sequences.gru(x, **gates, **biases, h0=h0, convention="pytorch")
    np.testing.assert_allclose(found["hidden"], hidden, rtol=1e-10, atol=1e-12)
    turned = {name: np.concatenate([w[:, units:], w[:, :units]], axis=1) for name, w in gates.items()}
    other = sequences.gru(x, **turned, **biases, h0=h0, convention="pytorch", order="xh")
    np.testing.assert_allclose(other["hidden"], hidden, rtol=1e-10, atol=1e-12)


def test_the_conventions_of_a_gru_are_one_where_the_reset_gate_is_open():
    """A reset gate of 1 acts the same wherever it stands; then the update gates are complements."""
    gates = {name: RANDOM.normal(size=(2, 3)) for name in ("wz", "wh")}
    open_gate = {"wr": np.zeros((2, 3)), "br": [50.0, 50.0]}
    x, h0 = RANDOM.normal(size=(4, 1)), RANDOM.normal(size=2)
    cho, torchs = (
        sequences.gru(x, **gates, **open_gate, h0=h0, convention=name, mirrored=mirrored)
        for name, mirrored in (("cho", True), ("pytorch", False))
    )
    np.testing.assert_allclose(cho["hidden"], torchs["hidden"], rtol=1e-10)


def fill(module, weights):
    with torch.no_grad():
        for name, values in weights.items():
            getattr(module, name).copy_(torch.tensor(values))


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


@pytest.mark.parametrize(("cell", "layer"), [("rnn", "RNN"), ("lstm", "LSTM"), ("gru", "GRU")])
@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize("bias", [True, False])
def test_parameter_count(cell, layer, bidirectional, bias):
    theirs = getattr(torch.nn, layer)(5, 7, bias=bias, bidirectional=bidirectional)
    per_gate, count = sequences.parameter_count(cell, 5, 7, "2", not bias, bidirectional=bidirectional)
    assert count == sum(parameter.numel() for parameter in theirs.parameters())
    assert count == per_gate * {"rnn": 1, "lstm": 4, "gru": 3}[cell] * (2 if bidirectional else 1)


def test_positional_encoding():
    """As in the tutorials of PyTorch: sines and cosines are set into even and odd columns."""
    position = torch.arange(6, dtype=torch.float64)[:, None]
    powers = torch.exp(torch.arange(0, 8, 2, dtype=torch.float64) * (-np.log(10000.0) / 8))
    theirs = torch.zeros(6, 8, dtype=torch.float64)
    theirs[:, 0::2], theirs[:, 1::2] = torch.sin(position * powers), torch.cos(position * powers)
    np.testing.assert_allclose(sequences.positional_encoding(6, 8), theirs, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("heads", [1, 2, 4])
@pytest.mark.parametrize("causal", [True, False])
def test_multi_head(heads, causal):
    theirs = torch.nn.MultiheadAttention(8, heads, bias=False, batch_first=True, dtype=torch.float64)
    q, k, v = RANDOM.normal(size=(3, 8)), RANDOM.normal(size=(5, 8)), RANDOM.normal(size=(5, 8))
    seen = np.tri(3, 5, dtype=int) if causal else None
    hidden = torch.tensor(seen == 0) if causal else None
    with torch.no_grad():
        output, weights = theirs(
            *(torch.tensor(part)[None] for part in (q, k, v)), attn_mask=hidden, average_attn_weights=False
        )
        wq, wk, wv = (w.T.numpy() for w in theirs.in_proj_weight.chunk(3))
        wo = theirs.out_proj.weight.T.numpy()
    found = sequences.multi_head(q, k, v, heads, seen, wq=wq, wk=wk, wv=wv, wo=wo)
    np.testing.assert_allclose(found["output"], output[0], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found["weights"], weights[0], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(
        np.concatenate(found["head_outputs"], axis=1) @ wo, output[0], rtol=1e-10, atol=1e-12
    )
