"""Linear regression by gradient descent against PyTorch's autograd and SGD."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.models.gradient_descent import count_updates, count_updates_of_batches, train

torch = pytest.importorskip("torch")

# The first use of PyTorch takes longer than any deadline.
untimed = settings(deadline=None, max_examples=60)

LOSSES = {
    "half-mse": lambda yhat, y: torch.nn.functional.mse_loss(yhat, y) / 2,
    "mse": torch.nn.functional.mse_loss,
    "half-sse": lambda yhat, y: torch.nn.functional.mse_loss(yhat, y, reduction="sum") / 2,
    "sse": lambda yhat, y: torch.nn.functional.mse_loss(yhat, y, reduction="sum"),
}


def torch_training(x, y, loss, size, epochs, *, biased):
    layer = torch.nn.Linear(x.shape[1], 1, bias=biased, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.fill_(0.5)
        if biased:
            layer.bias.fill_(-0.25)
    inputs, targets = torch.tensor(x), torch.tensor(y)
    data = torch.utils.data.TensorDataset(inputs, targets)
    steps = torch.optim.SGD(layer.parameters(), lr=0.05)
    weights, biases = [], []
    losses = [LOSSES[loss](layer(inputs)[:, 0], targets).item()]
    for _ in range(epochs):
        for batch, wanted in torch.utils.data.DataLoader(data, batch_size=size):
            steps.zero_grad()
            LOSSES[loss](layer(batch)[:, 0], wanted).backward()
            steps.step()
            weights.append(layer.weight.detach().numpy()[0].copy())
            biases.append(layer.bias.item() if biased else 0.0)
        losses.append(LOSSES[loss](layer(inputs)[:, 0], targets).item())
    return weights, biases, losses


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("biased", [True, False])
@untimed
@given(data=st.data(), samples=st.integers(1, 7), features=st.integers(1, 3))
def test_training(loss, biased, data, samples, features):
    size, epochs = data.draw(st.integers(1, samples)), data.draw(st.integers(1, 3))
    generator = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    x, y = generator.normal(size=(samples, features)), generator.normal(size=samples)
    weights, biases, losses = torch_training(x, y, loss, size, epochs, biased=biased)
    start = np.full(features, 0.5)
    ours = train(
        x, y, start, -0.25 if biased else 0.0, biased=biased, loss=loss, lr=0.05, size=size, epochs=epochs
    )
    np.testing.assert_allclose(ours.weights, weights, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ours.biases, biases, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ours.losses, losses, rtol=1e-9, atol=1e-9)


def test_batch_training_reaches_the_least_squares_fit():
    generator = np.random.default_rng(5)
    x, y = generator.normal(size=(12, 2)), generator.normal(size=12)
    ours = train(x, y, np.zeros(2), 0.0, biased=True, loss="mse", lr=0.2, size=12, epochs=400)
    fit, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(12)]), y, rcond=None)
    np.testing.assert_allclose([*ours.weights[-1], ours.biases[-1]], fit, atol=1e-9)


def test_fractions_stay_exact():
    x = np.array([[Fraction(1, 3)], [Fraction(2, 7)]])
    y = np.array([Fraction(1), Fraction(1, 9)])
    start = np.array([Fraction(0)])
    rate = Fraction(1, 10)
    ours = train(x, y, start, Fraction(0), biased=True, loss="half-mse", lr=rate, size=2, epochs=3)
    assert all(isinstance(value, Fraction) for value in (*ours.weights[:, 0], *ours.biases, *ours.losses))


@untimed
@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 60))
def test_updates_are_those_of_a_data_loader(samples, epochs, size):
    loader = torch.utils.data.DataLoader(range(samples), batch_size=size)
    assert count_updates(samples, epochs, size) == sum(1 for _ in range(epochs) for _ in loader)


@untimed
@given(st.integers(1, 60), st.integers(1, 5), st.data())
def test_updates_of_batches_are_those_of_a_split(samples, epochs, data):
    number = data.draw(st.integers(1, samples))
    parts = torch.tensor_split(torch.arange(samples), number)
    assert count_updates_of_batches(samples, epochs, number) == epochs * sum(map(bool, map(len, parts)))
