"""The models of dense networks against PyTorch in double precision."""

from __future__ import annotations

from itertools import pairwise, permutations, product

import numpy as np
import pytest
import scipy.stats

from solver.models import neural_networks

torch = pytest.importorskip("torch")

RANDOM = np.random.default_rng(7)
ACTIVATIONS = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softplus": torch.nn.functional.softplus,
    "softmax": lambda z: torch.softmax(z, 0),
}
LOSSES = {
    "se": lambda a, y: ((y - a) ** 2).sum(),
    "sse": lambda a, y: ((y - a) ** 2).sum(),
    "half-se": lambda a, y: ((y - a) ** 2).sum() / 2,
    "half-sse": lambda a, y: ((y - a) ** 2).sum() / 2,
    "mse": torch.nn.functional.mse_loss,
}


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_softmax(temperature):
    z = RANDOM.normal(size=5)
    found = neural_networks.softmax(z, temperature)
    given = torch.tensor(z, requires_grad=True)
    p = torch.softmax(given / temperature, 0)
    jacobian = torch.autograd.functional.jacobian(lambda t: torch.softmax(t / temperature, 0), given)
    np.testing.assert_allclose(found["probabilities"], p.detach(), rtol=1e-12)
    np.testing.assert_allclose(found["log_probabilities"], torch.log(p).detach(), rtol=1e-12)
    np.testing.assert_allclose(found["jacobian"], jacobian, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "softmax"])
@pytest.mark.parametrize("loss", LOSSES)
def test_backprop(activation, loss):
    run(["tanh", activation], LOSSES[loss], loss, RANDOM.normal(size=2))


@pytest.mark.parametrize(
    ("last", "measure"),
    [
        ("softmax", lambda a, y: -(y * torch.log(a)).sum()),
        ("sigmoid", lambda a, y: torch.nn.functional.binary_cross_entropy(a, y, reduction="sum")),
    ],
)
def test_cross_entropy(last, measure):
    run(["relu", last], measure, "ce", np.array([0.25, 0.75]))


def run(activations, measure, loss, y):
    sizes = (3, 4, 2)
    w = [RANDOM.normal(size=(m, n)) for n, m in pairwise(sizes)]
    b = [RANDOM.normal(size=m) for m in sizes[1:]]
    x = RANDOM.normal(size=3)
    found = neural_networks.backprop(x, w, b, activations, y, loss, 0.1, updates=2)
    weights, biases = ([torch.tensor(part, requires_grad=True) for part in parts] for parts in (w, b))
    optimizer = torch.optim.SGD([*weights, *biases], lr=0.1)
    for _ in range(2):
        optimizer.zero_grad()
        a = torch.tensor(x)
        hidden = []
        for weight, bias, name in zip(weights, biases, activations, strict=True):
            a = ACTIVATIONS[name](weight @ a + bias)
            hidden.append(a)
        value = measure(a, torch.tensor(y))
        value.backward()
        optimizer.step()
    np.testing.assert_allclose(found["loss"], value.detach(), rtol=1e-12)
    np.testing.assert_allclose(found["output"], a.detach(), rtol=1e-12)
    np.testing.assert_allclose(found["hidden"][0], hidden[0].detach(), rtol=1e-12)
    for name, parts in (("weights", weights), ("biases", biases)):
        for ours, theirs in zip(found[f"grad_{name}"], parts, strict=True):
            np.testing.assert_allclose(ours, theirs.grad, rtol=1e-10, atol=1e-14)
        for ours, theirs in zip(found[f"new_{name}"], parts, strict=True):
            np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-12, atol=1e-14)


def test_frozen_biases_stay():
    found = neural_networks.backprop([1], [[[2]]], [[3]], ["linear"], [0], "se", 0.1, freeze_biases=True)
    assert "new_biases" not in found
    assert neural_networks.forward([1], [[[2]], [[1]]], [[3], [4]], ["relu"])["output"] == [9]


FUNCTIONS = {
    "linear": lambda z: z,
    "step": lambda z: (z >= 0).double() + 0 * z,
    "leaky-relu": torch.nn.functional.leaky_relu,
    "elu": torch.nn.functional.elu,
    "swish": torch.nn.functional.silu,
    "gelu": torch.nn.functional.gelu,
    **{name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "softplus")},
}
CONSTANTS = [
    ("leaky-relu", {"alpha": 0.2}, lambda z: torch.nn.functional.leaky_relu(z, 0.2)),
    ("elu", {"alpha": 2.5}, lambda z: torch.nn.functional.elu(z, 2.5)),
    ("swish", {"beta": 1.7}, lambda z: z * torch.sigmoid(1.7 * z)),
    ("gelu", {"approximate": "tanh"}, lambda z: torch.nn.functional.gelu(z, approximate="tanh")),
]


@pytest.mark.parametrize(
    ("name", "constants", "function"), [*((name, {}, f) for name, f in FUNCTIONS.items()), *CONSTANTS]
)
def test_activation(name, constants, function):
    x = np.array([*RANDOM.normal(scale=3, size=8), 0.0])
    given = torch.tensor(x, requires_grad=True)
    values = function(given)
    (slopes,) = torch.autograd.grad(values.sum(), given)
    found = neural_networks.activation(name, x, **constants)
    np.testing.assert_allclose(found["values"], values.detach(), rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(found["derivatives"], slopes, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("no_bias", [False, True])
def test_mlp_params(no_bias):
    sizes = [7, 5, 3, 2]
    layers = [torch.nn.Linear(n, m, bias=not no_bias) for n, m in pairwise(sizes)]
    counts = [sum(part.numel() for part in layer.parameters()) for layer in layers]
    assert neural_networks.mlp_params(sizes, no_bias) == {"per_layer": counts, "total": sum(counts)}


INITIALIZERS = {
    "xavier": torch.nn.init.xavier_normal_,
    "xavier-uniform": torch.nn.init.xavier_uniform_,
    "he": lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "he-uniform": lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    "lecun": lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="linear"),
    "lecun-uniform": lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="linear"),
}


@pytest.mark.parametrize("kind", INITIALIZERS)
def test_initialization(kind):
    """A large sample of PyTorch's, and the moments of SciPy's distribution of that bound."""
    found = neural_networks.initialization(kind, 900, 400)
    torch.manual_seed(3)
    weights = INITIALIZERS[kind](torch.empty(400, 900, dtype=torch.float64))
    assert weights.std().item() == pytest.approx(found["std"], rel=0.01)
    if "bound" in found:
        law = scipy.stats.uniform(-found["bound"], 2 * found["bound"])
        assert law.std() == pytest.approx(found["std"], rel=1e-12)
        assert law.var() == pytest.approx(found["variance"], rel=1e-12)
        assert 0.999 * found["bound"] < weights.abs().max() <= found["bound"]


def test_he_by_the_fan_out():
    torch.manual_seed(3)
    weights = torch.nn.init.kaiming_normal_(torch.empty(400, 900, dtype=torch.float64), mode="fan_out")
    found = neural_networks.initialization("he", 900, 400, gain=2**0.5, mode="fan-out")
    assert weights.std().item() == pytest.approx(found["std"], rel=0.01)


@pytest.mark.parametrize("sign_flips", [False, True])
@pytest.mark.parametrize("widths", [(3,), (2, 2), (3, 2)])
def test_symmetries(widths, sign_flips):
    """All settings that come of exchanged units and turned signs, of which each computes the same."""
    sizes, x = (2, *widths, 1), RANDOM.normal(size=2)
    weights = [RANDOM.normal(size=(m, n)) for n, m in pairwise(sizes)]

    def output(w):
        a = x
        for part in w[:-1]:
            a = np.tanh(part @ a)
        return w[-1] @ a

    choices = [
        [(np.array(order), np.array(signs)) for order in permutations(range(n)) for signs in both]
        for n, both in ((n, [*product((1, -1), repeat=n)] if sign_flips else [(1,) * n]) for n in widths)
    ]
    found = set()
    for picked in product(*choices):
        w = [part.copy() for part in weights]
        for k, (order, signs) in enumerate(picked):
            w[k] = signs[:, None] * w[k][order]
            w[k + 1] = w[k + 1][:, order] * signs
        np.testing.assert_allclose(output(w), output(weights), rtol=1e-12)
        found.add(tuple(np.concatenate([part.ravel() for part in w])))
    assert neural_networks.symmetries(widths, None, sign_flips) == len(found)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_vanishing_gradient(name):
    """A chain of units with one weight each, kept at one weighted sum by their biases."""
    first = torch.tensor(0.4, dtype=torch.float64, requires_grad=True)
    z, w, a = 0.7, -1.3, first
    for _ in range(5):
        a = ACTIVATIONS[name](w * a - (w * a).detach() + z)
    (slope,) = torch.autograd.grad(a, first)
    found = neural_networks.vanishing_gradient(activation=name, depth=5, w=w, z=z, start=2.0)
    assert found["gradient"] == pytest.approx(2 * slope.item(), rel=1e-12)
    factors = RANDOM.normal(size=6)
    assert neural_networks.vanishing_gradient(factors)["gradient"] == pytest.approx(np.prod(factors))


@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_autodiff(mode):
    """The graph of (x·y + x)·tanh(x·y), whose first node is used twice."""
    operations = [
        (lambda m, w: w[0] * w[1], [0, 1]),
        (lambda m, w: w[0] + w[1], [2, 0]),
        (lambda m, w: m.tanh(w[0]), [2]),
        (lambda m, w: w[0] * w[1], [3, 4]),
    ]
    place = RANDOM.normal(size=2)
    graph = [(lambda w, f=f: f(np, w), parents) for f, parents in operations]
    found = neural_networks.autodiff(graph, place, mode)
    nodes = [torch.tensor(x, requires_grad=True) for x in place]
    for f, parents in operations:
        nodes.append(f(torch, [nodes[k] for k in parents]))
    tangents = [torch.autograd.grad(node, nodes[:2], retain_graph=True, allow_unused=True) for node in nodes]
    adjoints = torch.autograd.grad(nodes[-1], nodes, retain_graph=True)
    slopes = (
        [[slope] for slope in adjoints]
        if mode == "reverse"
        else [[0.0 if slope is None else slope for slope in row] for row in tangents]
    )
    expected = [[node.item(), *map(float, row)] for node, row in zip(nodes, slopes, strict=True)]
    np.testing.assert_allclose(found["nodes"], expected, rtol=1e-10)
    np.testing.assert_allclose(found["gradient"], adjoints[:2], rtol=1e-10)


@pytest.mark.parametrize("activation", ["step", "relu"])
def test_xor(activation):
    w, b = RANDOM.normal(size=(3, 2)), RANDOM.normal(size=3)
    v, c = RANDOM.normal(size=3), RANDOM.normal()
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
    act = torch.relu if activation == "relu" else lambda z: (z >= 0).double()
    hidden = act(torch.nn.functional.linear(x, torch.tensor(w), torch.tensor(b)))
    s = hidden @ torch.tensor(v) + c
    found = neural_networks.xor(w, b, v, c, activation)
    np.testing.assert_allclose(found["hidden"].astype(float), hidden, rtol=1e-12)
    expected = s if activation == "relu" else act(s)
    np.testing.assert_allclose(found["output"].astype(float), expected, rtol=1e-12)
