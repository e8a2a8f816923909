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


LOSSES = {
    "half-sse": lambda gap: (gap**2).sum() / 2,
    "sse": lambda gap: (gap**2).sum(),
    "mse": lambda gap: (gap**2).mean(),
}


ACTIVATIONS = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    # Beyond a threshold of 20, PyTorch takes z for ln(1 + e^z).
    "softplus": lambda z: torch.nn.functional.softplus(z, threshold=700),
}
TRAINED = ("w", "u", "b", "output_weights", "output_bias")


def torch_gradients(parts, x, h0, target, act, act_out, loss, reach):
    """Each loss by itself, over states that begin anew so many steps before; PyTorch adds the gradients."""
    w, u, b, v, c = (torch.tensor(part, requires_grad=True) for part in parts)
    inputs, targets, states = torch.tensor(x), torch.tensor(target), [torch.tensor(h0)]
    whole = 0.0
    for now in inputs:
        states.append(act(w @ now + u @ states[-1] + b).detach())
    for t, wanted in enumerate(targets, len(x) - len(target) + 1):
        begin = max(t - reach, 0)
        state = states[begin]
        for now in inputs[begin:t]:
            state = act(w @ now + u @ state + b)
        cost = LOSSES[loss](act_out(v @ state + c) - wanted)
        cost.backward()
        whole += cost.item()
    return whole, [part.grad.numpy() for part in (w, u, b, v, c)]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("units", "steps", "targets", "reach"),
    [(1, 1, 1, 1), (2, 4, 4, 4), (3, 5, 1, 5), (2, 6, 6, 2), (2, 6, 1, 3)],
)
def test_bptt(units, steps, targets, reach, loss):
    parts = (*cell(2, units), RANDOM.normal(size=(2, units)), RANDOM.normal(size=2))
    x, h0, target = (RANDOM.normal(size=shape) for shape in ((steps, 2), units, (targets, 2)))
    for name, act in ACTIVATIONS.items():
        whole, slopes = torch_gradients(parts, x, h0, target, act, torch.sigmoid, loss, reach)
        w, u, b, v, c = parts
        kinds = {"activation": name, "output_activation": "sigmoid", "loss": loss, "truncate": reach}
        found = models.bptt(x, w, u, target, b, h0, output_weights=v, output_bias=c, lr=0.1, **kinds)
        assert found["loss"] == pytest.approx(whole, rel=1e-12)
        for letter, part, slope in zip(
            ("w", "u", "b", "output_weights", "output_bias"), parts, slopes, strict=True
        ):
            np.testing.assert_allclose(found[f"grad_{letter}"], slope, rtol=1e-10, atol=1e-12)
            np.testing.assert_allclose(found[f"new_{letter}"], part - 0.1 * slope, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(("inputs", "steps", "targets"), [(1, 1, 1), (1, 4, 4), (3, 5, 1)])
def test_bptt_of_an_lstm(inputs, steps, targets):
    """PyTorch stacks the input gate, the forget gate, the candidate and the output gate."""
    w, u, b = RANDOM.normal(size=(4, inputs)), RANDOM.normal(size=(4, 1)), RANDOM.normal(size=4)
    v, c = RANDOM.normal(size=(2, 1)), RANDOM.normal(size=2)
    x, target, h0, c0 = (RANDOM.normal(size=shape) for shape in ((steps, inputs), (targets, 2), 1, 1))
    order = [1, 0, 2, 3]
    theirs = filled(torch.nn.LSTM(inputs, 1, dtype=torch.float64), (w[order], u[order], b[order]))
    out = filled_linear(v, c)
    states, _ = theirs(torch.tensor(x), (torch.tensor(h0)[None], torch.tensor(c0)[None]))
    cost = LOSSES["sse"](out(states)[-targets:] - torch.tensor(target))
    cost.backward()
    found = models.bptt(x, w, u, target, b, h0, "tanh", v, c, loss="sse", cell="lstm", c0=c0)
    assert found["loss"] == pytest.approx(cost.item(), rel=1e-12)
    by_u, by_w, by_b = (
        part.grad.numpy()[order] for part in (theirs.weight_hh_l0, theirs.weight_ih_l0, theirs.bias_ih_l0)
    )
    pairs = {"w": by_w, "u": by_u, "b": by_b, "output_weights": out.weight.grad, "output_bias": out.bias.grad}
    for name, slope in pairs.items():
        np.testing.assert_allclose(found[f"grad_{name}"], slope, rtol=1e-10, atol=1e-12)


def filled_linear(weights, biases):
    layer = torch.nn.Linear(*reversed(weights.shape), dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weights))
        layer.bias.copy_(torch.tensor(biases))
    return layer


def test_factors_are_jacobians():
    w, u, b = cell(2, 3)
    x, h0 = RANDOM.normal(size=(4, 2)), RANDOM.normal(size=3)
    found = models.bptt(x, w, u, np.zeros((1, 3)), b, h0, activation="sigmoid")
    enter, stay, shift = map(torch.tensor, (w, u, b))
    for t, factor in enumerate(found["factors"], 1):
        now, before = torch.tensor(x[t]), torch.tensor(found["hidden"][t - 1])
        theirs = torch.autograd.functional.jacobian(
            lambda h, now=now: torch.sigmoid(enter @ now + stay @ h + shift), before
        )
        np.testing.assert_allclose(factor, theirs, rtol=1e-10, atol=1e-12)


def test_recursive():
    """((a b) (c a)), joined by a layer of PyTorch."""
    words, layer = RANDOM.normal(size=(3, 4)), torch.nn.Linear(8, 4, dtype=torch.float64)
    a, b, c = map(torch.tensor, words)
    with torch.no_grad():
        left, right = (torch.tanh(layer(torch.cat(pair))) for pair in ((a, b), (c, a)))
        root = torch.tanh(layer(torch.cat((left, right))))
        weights, biases = layer.weight.numpy(), layer.bias.numpy()
    nodes, top = models.recursive((("a", "b"), ("c", "a")), words, weights, biases)
    np.testing.assert_allclose(nodes, torch.stack((left, right, root)), rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(top, nodes[-1])


@pytest.mark.parametrize("leak", [1.0, 0.3])
@pytest.mark.parametrize(("inputs", "units", "steps"), [(1, 1, 2), (2, 3, 5), (3, 4, 9)])
def test_echo_state(inputs, units, steps, leak):
    """Steps of a cell of PyTorch, and the ridge regression of scikit-learn."""
    ridge = pytest.importorskip("sklearn.linear_model").Ridge(alpha=0.3, fit_intercept=False)
    w_in, w, b = cell(inputs, units)
    x, h0, target = (RANDOM.normal(size=shape) for shape in ((steps, inputs), units, (steps, 2)))
    theirs = filled(torch.nn.RNNCell(inputs, units, dtype=torch.float64), (w_in, w, b))
    states = [torch.tensor(h0)]
    with torch.no_grad():
        for now in torch.tensor(x):
            states.append(torch.lerp(states[-1], theirs(now[None], states[-1][None])[0], leak))
    wanted = torch.stack(states[1:]).numpy()
    found = models.echo_state(x, w_in, w, b, h0, leak, target=target, ridge=0.3)
    np.testing.assert_allclose(found["states"], wanted, rtol=1e-10, atol=1e-12)
    ridge.fit(wanted, target)
    np.testing.assert_allclose(found["output_weights"], ridge.coef_, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found["outputs"], ridge.predict(wanted), rtol=1e-10, atol=1e-12)
    assert found["spectral_radius"] == pytest.approx(torch.linalg.eigvals(torch.tensor(w)).abs().max().item())


@pytest.mark.parametrize("embedded", [False, True])
def test_seq2seq(embedded):
    """Encoder, decoder and loss of PyTorch; a token of padding is ignored."""
    one, other = cell(2, 3), cell(5 if embedded else 4, 3)
    embedding = RANDOM.normal(size=(4, 5)) if embedded else None
    v, a, x, tokens = (
        RANDOM.normal(size=(4, 3)),
        RANDOM.normal(size=4),
        RANDOM.normal(size=(6, 2)),
        [1, 3, 0, 2, 2],
    )
    vectors = torch.tensor(np.eye(4) if embedding is None else embedding)
    with torch.no_grad():
        encoder = filled(torch.nn.RNN(2, 3, dtype=torch.float64), one)
        decoder = filled(torch.nn.RNN(vectors.shape[1], 3, dtype=torch.float64), other)
        _, context = encoder(torch.tensor(x))
        states, _ = decoder(vectors[[3, *tokens[:-1]]], context)
        logits = torch.nn.functional.linear(states, torch.tensor(v), torch.tensor(a))
        how = {"target": torch.tensor(tokens), "ignore_index": 2}
        losses = torch.nn.functional.cross_entropy(logits, reduction="none", **how)
        loss = torch.nn.functional.cross_entropy(logits, **how)
    found = models.seq2seq(x, *one[:2], *other[:2], v, tokens, 3, 2, one[2], other[2], a, embedding=embedding)
    wanted = {"context": context[0], "outputs": logits, "probabilities": torch.softmax(logits, 1)}
    for name, theirs in {**wanted, "losses": losses, "loss": loss}.items():
        np.testing.assert_allclose(found[name], theirs, rtol=1e-10, atol=1e-13)
