"""Each layer against PyTorch in double precision and against central differences, at random shapes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from solver.models import (
    GRU,
    LSTM,
    RNN,
    Activation,
    AveragePooling,
    BatchNormalization,
    Bidirectional,
    Convolution,
    Dense,
    DotAttention,
    Dropout,
    Embedding,
    GaussianNoise,
    GlobalAveragePooling,
    LastStep,
    LayerNormalization,
    MaxPooling,
    Reshape,
    Sequential,
    convolution,
    deep_recurrent_network,
    multilayer_perceptron,
)
from tests.models.gradients import agree, check_by_differences, check_with_torch

torch = pytest.importorskip("torch")
SEEDS = range(6)


def same(array):
    return array


def transposed(array):
    return array.T


def started(layer, rng):
    """The layer with no parameter that stands at 0 or 1."""
    for w in layer.parameters.values():
        w += 0.1 * rng.normal(size=w.shape)
    return layer


@pytest.mark.parametrize("seed", SEEDS)
def test_dense(seed):
    rng = np.random.default_rng(seed)
    inputs, units, *before = rng.integers(1, 6, size=4)
    layer = started(Dense(inputs, units, rng), rng)
    x = rng.normal(size=(*before[: 1 + seed % 2], inputs))
    names = {"weights": ("weight", transposed), "biases": ("bias", same)}
    check_with_torch(layer, torch.nn.Linear(inputs, units), x, rng, names)
    check_by_differences(layer, x, rng)


@pytest.mark.parametrize(
    ("name", "module"), [("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("relu", "ReLU"), ("softplus", "Softplus")]
)
def test_activations(name, module):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(4, 5, 2))
    check_with_torch(Activation(name), getattr(torch.nn, module)(), x, rng, {})
    check_by_differences(Activation(name), x, rng)


def random_window(rng, axes=2, most=4):
    return tuple(int(size) for size in rng.integers(1, most, size=axes))


@pytest.mark.parametrize("seed", range(20))
def test_convolution(seed):
    """Strides, paddings, dilations and groups of all sorts, down and across."""
    rng = np.random.default_rng(seed)
    groups = int(rng.integers(1, 4))
    channels, filters = groups * int(rng.integers(1, 3)), groups * int(rng.integers(1, 3))
    window, stride, dilation = random_window(rng), random_window(rng), random_window(rng, most=3)
    padding = tuple(int(size) for size in rng.integers(0, 3, size=2))
    shape = [
        (size - 1) * gap + 1 + int(rng.integers(0, 5)) for size, gap in zip(window, dilation, strict=True)
    ]
    x = rng.normal(size=(int(rng.integers(1, 4)), channels, *shape))
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    layer = started(Convolution(channels, filters, window, rng, **options), rng)
    module = torch.nn.Conv2d(channels, filters, window, **options)
    names = {"weights": ("weight", same), "biases": ("bias", same)}
    check_with_torch(layer, module, x, rng, names)
    check_by_differences(layer, x, rng)


def test_convolution_of_the_same_size():
    rng = np.random.default_rng(5)
    layer = Convolution(2, 3, (3, 5), rng, padding="same")
    module = torch.nn.Conv2d(2, 3, (3, 5), padding="same")
    x = rng.normal(size=(2, 2, 6, 7))
    check_with_torch(layer, module, x, rng, {"weights": ("weight", same), "biases": ("bias", same)})


@pytest.mark.parametrize(("seed", "kind"), [*product(range(8), ("max", "average"))])
def test_pooling(seed, kind):
    rng = np.random.default_rng(seed)
    window, stride = random_window(rng), random_window(rng)
    padding = tuple(int(rng.integers(0, size // 2 + 1)) for size in window)
    x = rng.normal(size=(2, 3, *(size + int(rng.integers(0, 5)) for size in window)))
    ours = {"max": MaxPooling, "average": AveragePooling}[kind](window, stride=stride, padding=padding)
    module = {"max": torch.nn.MaxPool2d, "average": torch.nn.AvgPool2d}[kind]
    check_with_torch(ours, module(window, stride, padding), x, rng, {})
    check_by_differences(ours, x, rng)


def test_of_equal_entries_the_first_takes_the_gradient():
    rng = np.random.default_rng(1)
    x = rng.integers(0, 2, size=(3, 2, 6, 6)).astype(float)
    check_with_torch(MaxPooling(3, stride=1, padding=1), torch.nn.MaxPool2d(3, 1, 1), x, rng, {})


def test_global_average_pooling():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(2, 3, 4, 5))
    module = torch.nn.Sequential(torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten())
    check_with_torch(GlobalAveragePooling(), module, x, rng, {})
    check_by_differences(GlobalAveragePooling(), x, rng)


@pytest.mark.parametrize(("shape", "training"), [*product([(5, 3), (4, 3, 2, 5)], [True, False])])
def test_batch_normalization(shape, training):
    rng = np.random.default_rng(4)
    layer = started(BatchNormalization(3), rng)
    module = (torch.nn.BatchNorm1d if len(shape) == 2 else torch.nn.BatchNorm2d)(3).double()
    for _ in range(3):
        x = rng.normal(1.0, 2.0, size=shape)
        layer.forward(x, training=True)
        module(torch.tensor(x))
    agree(layer.running_mean, module.running_mean)
    agree(layer.running_variance, module.running_var)
    names = {"gain": ("weight", same), "shift": ("bias", same)}
    check_with_torch(layer, module, rng.normal(size=shape), rng, names, training)
    check_by_differences(layer, rng.normal(size=shape), rng, training=training)


def test_layer_normalization():
    rng = np.random.default_rng(4)
    layer = started(LayerNormalization(6), rng)
    x = rng.normal(1.0, 2.0, size=(2, 3, 6))
    check_with_torch(
        layer, torch.nn.LayerNorm(6), x, rng, {"gain": ("weight", same), "shift": ("bias", same)}
    )
    check_by_differences(layer, x, rng)


def test_embedding():
    rng = np.random.default_rng(6)
    layer, module = Embedding(7, 3, rng), torch.nn.Embedding(7, 3).double()
    with torch.no_grad():
        module.weight.copy_(torch.tensor(layer.parameters["table"]))
    words = rng.integers(0, 7, size=(4, 5))
    wanted = module(torch.tensor(words))
    agree(layer.forward(words), wanted)
    weights = rng.normal(size=(4, 5, 3))
    wanted.backward(torch.tensor(weights))
    layer.backward(weights)
    agree(layer.gradients["table"], module.weight.grad)


def test_dropout():
    rng = np.random.default_rng(7)
    layer, x = Dropout(0.3, rng), rng.normal(size=(200, 100))
    assert (layer.forward(x) == x).all()
    y, weights = layer.forward(x, training=True), rng.normal(size=x.shape)
    kept = y != 0
    assert kept.mean() == pytest.approx(0.7, abs=0.01)
    assert y[kept] == pytest.approx(x[kept] / 0.7)
    assert layer.backward(weights) == pytest.approx(np.where(kept, weights / 0.7, 0.0))


def test_noise():
    layer, x = GaussianNoise(0.5, 8), np.ones((200, 100))
    assert (layer.forward(x) == x).all()
    assert (layer.forward(x, training=True) - x).std() == pytest.approx(0.5, abs=0.02)
    assert (layer.backward(x) == x).all()


def by_gates(order, units):
    """The columns of gates in another order, as the rows of PyTorch."""

    def turned(array):
        parts = [array[..., k * units : (k + 1) * units] for k in order]
        return np.concatenate(parts, axis=-1).T

    return turned


def of_torch(suffix, turned):
    names = {"W": "weight_ih_l0", "U": "weight_hh_l0", "b": "bias_ih_l0"}
    return {name: (other + suffix, turned) for name, other in names.items()}


def without_second_biases(module):
    """The module, whose second biases add nothing."""
    with torch.no_grad():
        for name, w in module.named_parameters():
            if name.startswith("bias_hh"):
                w.zero_()
    return module


@pytest.mark.parametrize(("seed", "kind"), [*product(range(4), ("tanh", "relu", "lstm", "gru"))])
def test_recurrent_layers(seed, kind):
    rng = np.random.default_rng(seed)
    batch, steps, inputs, units = (int(size) for size in rng.integers(1, 7, size=4))
    x = rng.normal(size=(batch, steps, inputs))
    if kind == "lstm":
        layer, order = LSTM(inputs, units, rng), (1, 0, 3, 2)
        module = torch.nn.LSTM(inputs, units, batch_first=True)
    elif kind == "gru":
        layer, order = GRU(inputs, units, rng, reset_after=True), (1, 0, 2)
        module = torch.nn.GRU(inputs, units, batch_first=True)
    else:
        layer, order = RNN(inputs, units, rng, activation=kind), (0,)
        module = torch.nn.RNN(inputs, units, batch_first=True, nonlinearity=kind)
    started(layer, rng)
    module = without_second_biases(module.double())
    names = of_torch("", by_gates(order, units))
    if kind == "gru":
        with torch.no_grad():
            module.bias_hh_l0[2 * units :] = torch.tensor(layer.parameters["c"])
    check_with_torch(layer, module, x, rng, names)
    if kind == "gru":
        agree(layer.gradients["c"], module.bias_hh_l0.grad[2 * units :])
    check_by_differences(layer, x, rng)


@pytest.mark.parametrize("seed", range(4))
def test_gru_of_cho_and_its_states(seed):
    """PyTorch has no such unit: unrolled with its operations, from a first state to a last one."""
    rng = np.random.default_rng(seed)
    batch, steps, inputs, units = (int(size) for size in rng.integers(1, 6, size=4))
    layer = started(GRU(inputs, units, rng), rng)
    x, first = rng.normal(size=(batch, steps, inputs)), rng.normal(size=(batch, units))
    w, u, b = (torch.tensor(layer.parameters[name], requires_grad=True) for name in "WUb")
    given, start = torch.tensor(x, requires_grad=True), torch.tensor(first, requires_grad=True)
    h, states = start, []
    for t in range(steps):
        wz, wr, wh = (given[:, t] @ w + b).split(units, dim=1)
        uz, ur, uh = u.split(units, dim=1)
        z, r = torch.sigmoid(wz + h @ uz), torch.sigmoid(wr + h @ ur)
        h = z * h + (1 - z) * torch.tanh(wh + (r * h) @ uh)
        states.append(h)
    ours = layer.forward(x, initial=(first,))
    agree(ours, torch.stack(states, dim=1))
    weights, at_end = rng.normal(size=ours.shape), rng.normal(size=first.shape)
    ((torch.stack(states, dim=1) * torch.tensor(weights)).sum() + (h * torch.tensor(at_end)).sum()).backward()
    agree(layer.backward(weights, last=(at_end,)), given.grad)
    agree(layer.grad_initial[0], start.grad)
    for name, tensor in zip("WUb", (w, u, b), strict=True):
        agree(layer.gradients[name], tensor.grad)


@pytest.mark.parametrize("reset_after", [False, True])
def test_gru_whose_update_gate_weighs_the_candidate(reset_after):
    """The gate of the one is what the other lacks of 1: the logistic function of the negated sum."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(2, 4, 3))
    layer = started(GRU(3, 2, rng, reset_after=reset_after, weighs_candidate=True), rng)
    check_by_differences(layer, x, rng)
    other = GRU(3, 2, rng, reset_after=reset_after)
    other.load(**layer.parameters)
    for name in "WUb":
        other.parameters[name][..., :2] *= -1
    agree(layer.forward(x), other.forward(x))


@pytest.mark.parametrize("name", ["linear", "sigmoid", "softplus"])
def test_activations_within_a_recurrence(name):
    rng = np.random.default_rng(6)
    check_by_differences(started(RNN(2, 3, rng, activation=name), rng), rng.normal(size=(2, 4, 2)), rng)


def test_states_of_an_lstm():
    rng = np.random.default_rng(9)
    layer = started(LSTM(2, 3, rng), rng)
    module = without_second_biases(torch.nn.LSTM(2, 3, batch_first=True).double())
    with torch.no_grad():
        for name, (other, turned) in of_torch("", by_gates((1, 0, 3, 2), 3)).items():
            getattr(module, other).copy_(torch.tensor(turned(layer.parameters[name])))
    x, h, c, at_h, at_c = (rng.normal(size=size) for size in ((4, 5, 2), *((4, 3),) * 4))
    first = [torch.tensor(part[None], requires_grad=True) for part in (h, c)]
    wanted, last = module(torch.tensor(x), tuple(first))
    agree(layer.forward(x, initial=(h, c)), wanted)
    agree(layer.last[1], last[1][0])
    ((last[0][0] * torch.tensor(at_h)).sum() + (last[1][0] * torch.tensor(at_c)).sum()).backward()
    layer.backward(np.zeros(wanted.shape), last=(at_h, at_c))
    for ours, theirs in zip(layer.grad_initial, first, strict=True):
        agree(ours, theirs.grad[0])


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_bidirectional_and_deep_layers(kind):
    rng = np.random.default_rng(11)
    cell, order = {"rnn": (RNN, (0,)), "lstm": (LSTM, (1, 0, 3, 2)), "gru": (GRU, (1, 0, 2))}[kind]
    more = {"reset_after": True} if kind == "gru" else {}
    layer = Bidirectional(cell(2, 3, rng, **more), cell(2, 3, rng, **more))
    module = getattr(torch.nn, kind.upper())(2, 3, batch_first=True, bidirectional=True)
    turned = by_gates(order, 3)
    names = {f"ahead.{name}": other for name, other in of_torch("", turned).items()}
    names |= {f"back.{name}": other for name, other in of_torch("_reverse", turned).items()}
    x = rng.normal(size=(4, 5, 2))
    check_with_torch(layer, without_second_biases(module), x, rng, names)
    check_by_differences(layer, x, rng)
    deep = deep_recurrent_network(cell, 2, [3, 4], rng)
    check_by_differences(Sequential(deep, LastStep(), Dense(4, 2, rng)), x, rng)


@pytest.mark.parametrize("scaled", [True, False])
def test_attention(scaled):
    rng = np.random.default_rng(12)
    given = [rng.normal(size=size) for size in ((2, 3, 4), (2, 5, 4), (2, 5, 6))]
    q, k, v = (torch.tensor(part, requires_grad=True) for part in given)
    seen = rng.random((2, 3, 5)) < 0.7
    seen[:, :, 0] = True
    attend = torch.nn.functional.scaled_dot_product_attention
    wanted = attend(q, k, v, attn_mask=torch.tensor(seen), scale=None if scaled else 1.0)
    layer, weights = DotAttention(scaled=scaled), rng.normal(size=(2, 3, 6))
    agree(layer.forward(*given, seen=seen), wanted)
    wanted.backward(torch.tensor(weights))
    for ours, theirs in zip(layer.backward(weights), (q, k, v), strict=True):
        agree(ours, theirs.grad)


def test_a_network_is_a_layer():
    rng = np.random.default_rng(13)
    network = multilayer_perceptron([4, 5, 3], rng, activation="tanh")
    assert network.size == 4 * 5 + 5 + 5 * 3 + 3
    assert list(network.parameters) == ["0.weights", "0.biases", "2.weights", "2.biases"]
    whole = Sequential(network, Reshape(3, 1), Reshape(-1))
    check_by_differences(whole, rng.normal(size=(6, 4)), rng)


def test_convolution_is_what_the_problems_are_compared_with():
    """The function of one sample, which goes from window to window."""
    rng = np.random.default_rng(14)
    maps, options = rng.normal(size=(1, 4, 6, 7)), {"stride": (2, 1), "padding": (1, 2), "groups": 2}
    layer = Convolution(4, 6, (3, 2), rng, **options)
    agree(
        layer.forward(maps)[0], convolution.convolve_direct(maps[0], layer.parameters["weights"], **options)
    )
