"""Batch and layer normalization against PyTorch, and Keras's running averages by its own definition."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import normalization

torch = pytest.importorskip("torch")


def agrees(ours, theirs):
    np.testing.assert_allclose(ours, np.squeeze(theirs.detach().numpy()), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("shape", [(6, 3), (2, 4), (1, 5)])
def test_batch_norm(shape):
    rng = np.random.default_rng(1)
    x, grad = rng.normal(size=shape), rng.normal(size=shape)
    batch, slopes = (torch.tensor(rows.T if len(rows) == 1 else rows) for rows in (x, grad))
    features = batch.shape[1]
    gamma, beta, mean = rng.normal(size=(3, features))
    variance = rng.uniform(1, 2, features)
    layer = torch.nn.BatchNorm1d(features, eps=1e-3, momentum=0.3, dtype=torch.float64)
    with torch.no_grad():
        for parameter, value in ((layer.weight, gamma), (layer.bias, beta)):
            parameter.copy_(torch.tensor(value))
        layer.running_mean.copy_(torch.tensor(mean))
        layer.running_var.copy_(torch.tensor(variance))
    batch.requires_grad_(True)
    output = layer(batch)
    output.backward(slopes)
    ours = normalization.batch_norm(x, gamma, beta, 1e-3, grad, 0.3, mean, variance)
    agrees(ours["output"], output)
    agrees(ours["running_mean"], layer.running_mean)
    agrees(ours["running_variance"], layer.running_var)
    agrees(ours["grad_input"], batch.grad)
    agrees(ours["grad_gamma"], layer.weight.grad)
    agrees(ours["grad_beta"], layer.bias.grad)
    running = layer.running_mean.numpy(), layer.running_var.numpy()
    ours = normalization.batch_norm(x, gamma, beta, 1e-3, None, None, *running, inference=True)
    agrees(ours["output"], layer.eval()(batch))


def test_running_averages_start_at_0_and_1():
    rng = np.random.default_rng(2)
    x, layer = rng.normal(size=(5, 2)), torch.nn.BatchNorm1d(2, dtype=torch.float64)
    layer(torch.tensor(x))
    ours = normalization.batch_norm(x, np.ones(1), np.zeros(1), 1e-5, momentum=0.1)
    agrees(ours["running_mean"], layer.running_mean)
    agrees(ours["running_variance"], layer.running_var)


def test_running_averages_of_keras():
    """Those of PyTorch with the other weight and, of the variance, without its factor n/(n - 1)."""
    x = np.random.default_rng(3).normal(size=(4, 2))
    given = x, np.ones(1), np.zeros(1), 1e-3
    ours = normalization.batch_norm(*given, momentum=0.9, keras=True)
    torch_like = normalization.batch_norm(*given, momentum=0.1)
    np.testing.assert_allclose(ours["running_mean"], torch_like["running_mean"], rtol=1e-12)
    np.testing.assert_allclose(ours["running_variance"], 0.9 + 0.1 * x.var(axis=0), rtol=1e-12)


@pytest.mark.parametrize("shape", [(1, 5), (3, 4)])
def test_layer_norm(shape):
    rng = np.random.default_rng(4)
    x, grad = rng.normal(size=shape), rng.normal(size=shape)
    gamma, beta = (torch.tensor(rng.normal(size=shape[1]), requires_grad=True) for _ in range(2))
    inputs = torch.tensor(x, requires_grad=True)
    output = torch.nn.functional.layer_norm(inputs, shape[1:], gamma, beta, eps=1e-5)
    output.backward(torch.tensor(grad))
    ours = normalization.layer_norm(x, gamma.detach().numpy(), beta.detach().numpy(), 1e-5, grad)
    agrees(ours["output"], output)
    agrees(ours["grad_input"], inputs.grad)
    agrees(ours["grad_gamma"], gamma.grad)
    agrees(ours["grad_beta"], beta.grad)
