"""An optimizer that is told only its rates does what the problem type that teaches it does, and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from solver import models
from solver.record.engine import run
from solver.registry import find

GRADIENTS = (0.3, -0.2, 0.5, 1e-8)

TYPES = {
    "AdaDelta": ("adadelta", {"lr": 0.5, "rho": 0.9}),
    "AdaMax": ("adamax", {"lr": 0.05}),
    "Adagrad": ("adagrad", {"lr": 0.05}),
    "Adam": ("adam", {"lr": 0.05}),
    "AdamW": ("adamw", {"lr": 0.05}),
    "DecayingDescent": ("lr-decay", {"lr": 0.05}),
    "Momentum": ("momentum", {"lr": 0.05}),
    "Nadam": ("nadam", {"lr": 0.05}),
    "RMSProp": ("rmsprop", {"lr": 0.05}),
}


def course(optimizer):
    """The weight after each step along the gradients, from 1."""
    weight, found = np.array([1.0]), []
    for gradient in GRADIENTS:
        weight = optimizer.step(weight, np.array([gradient]))["weights"]
        found.append(float(weight[0]))
    return found


@pytest.mark.parametrize("name", TYPES)
def test_what_is_not_told_is_as_in_the_type(name):
    command, rates = TYPES[name]
    givens = {"grads": ",".join(map(repr, GRADIENTS)), "w": "1"} | {k: str(v) for k, v in rates.items()}
    wanted = run(find(command).load().of(**givens)).numbers["weights"]
    assert course(getattr(models, name)(**rates)) == pytest.approx([float(w) for w in wanted], rel=1e-12)


@pytest.mark.parametrize("name", ["Adam", "AdamW", "AdaMax", "Adagrad", "Momentum"])
def test_what_is_not_told_is_as_in_pytorch(name):
    """The sizes of the small constants and decays aside, which are told."""
    torch = pytest.importorskip("torch")
    ours = getattr(models, name)(lr=0.05)
    theirs, options = {
        "Adam": (torch.optim.Adam, {"betas": (0.9, 0.999), "eps": 1e-8}),
        "AdamW": (torch.optim.AdamW, {"betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.01}),
        "AdaMax": (torch.optim.Adamax, {"betas": (0.9, 0.999), "eps": 1e-8}),
        "Adagrad": (torch.optim.Adagrad, {"eps": 1e-8}),
        "Momentum": (torch.optim.SGD, {"momentum": 0.9}),
    }[name]
    w = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
    steps, wanted = theirs([w], lr=0.05, **options), []
    for gradient in GRADIENTS:
        w.grad = torch.tensor([gradient], dtype=torch.float64)
        steps.step()
        wanted.append(float(w.detach()))
    assert course(ours) == pytest.approx(wanted, rel=1e-12)


def test_a_look_ahead_is_as_in_the_type():
    """On w^2 from 1."""
    wanted = run(find("nesterov").load().of(loss="w^2", w="1", steps="3", lr="0.05")).numbers["weights"]
    ours, weight, found = models.Nesterov(lr=0.05), np.array([1.0]), []
    for _ in range(3):
        weight = ours.step(weight, 2 * ours.place(weight))["weights"]
        found.append(float(weight[0]))
    assert found == pytest.approx([float(w) for w in wanted], rel=1e-12)
