"""Networks of ours as modules of PyTorch, with the same weights, and their training there."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from solver.models import (
    GRU,
    LSTM,
    RNN,
    Activation,
    BatchNormalization,
    Bidirectional,
    Convolution,
    Dense,
    Dropout,
    Embedding,
    GaussianNoise,
    LastStep,
    LayerNormalization,
    MaxPooling,
    Reshape,
    Sequential,
)

GATES = {RNN: (0,), LSTM: (1, 0, 3, 2), GRU: (1, 0, 2)}
"""Which of our gates PyTorch has in each place."""


class First(nn.Module):
    """A module of which the first result counts: recurrent layers return their last state as well."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x)[0]


class Last(nn.Module):
    def forward(self, x):
        return x[:, -1]


class Noise(nn.Module):
    def __init__(self, deviation):
        super().__init__()
        self.deviation = deviation

    def forward(self, x):
        return x + self.deviation * torch.randn_like(x) if self.training else x


def copied(tensor, array):
    with torch.no_grad():
        tensor.copy_(torch.tensor(array))


def weighted(module, layer, names):
    """The module with the weights of the layer, whose arrays are laid out as its own."""
    module = module.double()
    for ours, theirs in names.items():
        copied(getattr(module, theirs), layer.parameters[ours])
    return module


def dense(layer):
    inputs, units = layer.parameters["weights"].shape
    module = nn.Linear(inputs, units).double()
    copied(module.weight, layer.parameters["weights"].T)
    copied(module.bias, layer.parameters["biases"])
    return module


def convolution(layer):
    filters, depth, *window = layer.parameters["weights"].shape
    options = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
    module = nn.Conv2d(depth * layer.groups, filters, window, groups=layer.groups, **options)
    return weighted(module, layer, {"weights": "weight", "biases": "bias"})


def laid_out(array, gates):
    parts = np.split(array, len(gates), axis=-1)
    return np.concatenate([parts[k] for k in gates], axis=-1).T


def fill_recurrent(module, layer, suffix=""):
    """PyTorch has second biases: they stay 0 but for that of GRU's candidate, which is ours as well."""
    gates = GATES[type(layer)]
    for ours, theirs in {"W": "weight_ih_l0", "U": "weight_hh_l0", "b": "bias_ih_l0"}.items():
        copied(getattr(module, theirs + suffix), laid_out(layer.parameters[ours], gates))
    second = getattr(module, "bias_hh_l0" + suffix)
    trained = torch.zeros(len(second), dtype=torch.float64)
    copied(second, np.zeros(len(second)))
    if "c" in layer.parameters:
        with torch.no_grad():
            second[-layer.units :] = torch.tensor(layer.parameters["c"])
        trained[-layer.units :] = 1
    second.register_hook(lambda grad: grad * trained.to(grad.dtype))


def recurrent(layer, other=None):
    kind = {RNN: nn.RNN, LSTM: nn.LSTM, GRU: nn.GRU}[type(layer)]
    inputs = layer.parameters["W"].shape[0]
    module = kind(inputs, layer.units, batch_first=True, bidirectional=other is not None).double()
    fill_recurrent(module, layer)
    if other is not None:
        fill_recurrent(module, other, "_reverse")
    return module


MIRRORS = {
    Dense: dense,
    Convolution: convolution,
    Activation: lambda layer: {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}[layer.name](),
    MaxPooling: lambda layer: nn.MaxPool2d(layer.window, layer.stride),
    Reshape: lambda layer: nn.Flatten(),
    BatchNormalization: lambda layer: nn.BatchNorm1d(len(layer.running_mean)).double(),
    LayerNormalization: lambda layer: nn.LayerNorm(layer.parameters["gain"].shape).double(),
    Dropout: lambda layer: nn.Dropout(layer.rate),
    GaussianNoise: lambda layer: Noise(layer.deviation),
    LastStep: lambda layer: Last(),
    RNN: lambda layer: First(recurrent(layer)),
    LSTM: lambda layer: First(recurrent(layer)),
    GRU: lambda layer: First(recurrent(layer)),
    Bidirectional: lambda layer: First(recurrent(layer.ahead, layer.back)),
    Embedding: lambda layer: weighted(
        nn.Embedding(*layer.parameters["table"].shape), layer, {"table": "weight"}
    ),
    Sequential: lambda layer: nn.Sequential(*map(mirror, layer.layers)),
}


def mirror(layer):
    """The same network in PyTorch."""
    return MIRRORS[type(layer)](layer)


def fit_mirror(module, objective, x, y, lr, *, epochs, batch_size=32, rng=None, optimizer=None):
    """Train as `solver.models.fit` does, in the same order, with PyTorch's Adam unless told otherwise."""
    draw, inputs, targets = np.random.default_rng(rng), torch.tensor(x), torch.tensor(y)
    rule = optimizer(module.parameters()) if optimizer else torch.optim.Adam(module.parameters(), lr=lr)
    for _ in range(epochs):
        order = draw.permutation(len(x))
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            rule.zero_grad()
            objective(module.train()(inputs[chosen]), targets[chosen]).backward()
            rule.step()
    return module.eval()


def gradient_pairs(layer, module):
    """Each gradient of ours, laid out as PyTorch does it, beside that of its mirror."""
    if isinstance(layer, Sequential):
        for ours, theirs in zip(layer.layers, module, strict=True):
            yield from gradient_pairs(ours, theirs)
    elif isinstance(layer, RNN | LSTM | GRU):
        inner, gates = getattr(module, "inner", module), GATES[type(layer)]
        for ours, theirs in {"W": "weight_ih_l0", "U": "weight_hh_l0", "b": "bias_ih_l0"}.items():
            yield laid_out(layer.gradients[ours], gates), getattr(inner, theirs).grad
    else:
        turned = np.transpose if isinstance(layer, Dense) else np.asarray
        for gradient, parameter in zip(layer.gradients.values(), module.parameters(), strict=True):
            yield turned(gradient), parameter.grad
