"""How well and how fast the models of `solver.models` train: python tests/benchmarks/models.py [--table].

Without `--table`, the speeds alone, which take some seconds. All libraries have one thread.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from solver.models import LSTM, GradientDescent, Trainer, convolutional_network, cross_entropy
from solver.models.training import through
from tests.models.mirror import mirror
from tests.models.trainings import TRAININGS

ROUNDS = 60


def milliseconds(*works: Callable[[], object]) -> list[float]:
    """The best time of each, the works taking turns: what else the machine does only adds to it."""
    for work in works * 3:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, found in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            found.append(1000 * (time.perf_counter() - start))
    return [min(found) for found in times]


def cnn_steps() -> list[float]:
    """A training step on 64 digits: ours and PyTorch's in double precision, and PyTorch's in single."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    x, y = x[:64].reshape(-1, 1, 8, 8) / 16, y[:64]
    network = convolutional_network((1, 8, 8), [16, 32], 10, 0)
    trainer = Trainer(network, GradientDescent(0.1))

    def theirs(kind: torch.dtype) -> Callable[[], object]:
        module, given, target = mirror(network).to(kind), torch.tensor(x, dtype=kind), torch.tensor(y)
        rule = torch.optim.SGD(module.parameters(), lr=0.1)

        def step() -> None:
            rule.zero_grad()
            torch.nn.functional.cross_entropy(module(given), target).backward()
            rule.step()

        return step

    def ours() -> None:
        trainer.step(lambda: through(network, cross_entropy, x, y))

    return milliseconds(ours, theirs(torch.float64), theirs(torch.float32))


def lstm_steps() -> list[float]:
    """Forward and back through 50 steps of 64 units, 32 sequences at once; as above."""
    rng = np.random.default_rng(0)
    x, grad, layer = rng.normal(size=(32, 50, 64)), rng.normal(size=(32, 50, 64)), LSTM(64, 64, rng)

    def ours() -> None:
        layer.forward(x, training=True)
        layer.backward(grad)

    def theirs(kind: torch.dtype) -> Callable[[], object]:
        module = mirror(layer).to(kind)
        given, slopes = torch.tensor(x, dtype=kind, requires_grad=True), torch.tensor(grad, dtype=kind)

        def step() -> None:
            module.zero_grad()
            module(given).backward(slopes)

        return step

    return milliseconds(ours, theirs(torch.float64), theirs(torch.float32))


def print_table() -> None:
    """The rows of the README's table."""
    print("| model | data | measure | ours | another's | seconds |")
    print("|---|---|---|---|---|---|")
    for model, data, measure, other, run, _ in TRAININGS:
        start = time.perf_counter()
        ours, theirs = run()
        seconds = time.perf_counter() - start
        figures = f"{ours:.3f} | {theirs:.3f} ({other}) | {seconds:.1f}"
        print(f"| {model} | {data} | {measure} | {figures} |", flush=True)


@threadpool_limits.wrap(limits=1)
def main() -> None:
    """Print each figure beside what it must reach."""
    torch.set_num_threads(1)
    for name, steps in (("CNN, step on 64 digits", cnn_steps), ("LSTM, 32 x 50 x 64", lstm_steps)):
        ours, double, single = steps()
        print(f"{name:<24}{ours:6.2f} ms, PyTorch {double:6.2f} ms:", end=" ")
        print(
            f"{ours / double:.2f} x (at most 3); in single precision {single:.2f} ms: {ours / single:.2f} x"
        )
    if "--table" in sys.argv:
        print_table()


if __name__ == "__main__":
    main()
