"""Kinds of convolution, and other ways to compute one, against PyTorch and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.fft import fft
from scipy.signal import convolve, fftconvolve

from solver.models import convolution as plain
from solver.models import convolution_variants as models

torch = pytest.importorskip("torch")
functional = torch.nn.functional

SEEDS = pytest.mark.parametrize("seed", range(20))


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)


@SEEDS
def test_a_sequence_is_convolved_as_torch_does(seed):
    random = np.random.default_rng(seed)
    stride, padding, dilation, size = (int(random.integers(low, 4)) for low in (1, 0, 1, 1))
    x, kernel, bias = random.normal(size=12), random.normal(size=size), float(random.normal())
    ours = models.convolve_sequence(x, kernel, (stride,), ((padding, padding),), (dilation,), bias)
    tensors = [torch.from_numpy(array) for array in (x[None, None], kernel[None, None], np.array([bias]))]
    close(ours, functional.conv1d(*tensors, stride, padding, dilation)[0, 0])


@SEEDS
def test_a_reversed_kernel_is_true_convolution(seed):
    random = np.random.default_rng(seed)
    x, kernel = random.normal(size=9), random.normal(size=int(random.integers(1, 5)))
    close(models.convolve_sequence(x, kernel, true_convolution=True), convolve(x, kernel, mode="valid"))


@SEEDS
def test_same_padding_of_a_sequence_is_that_of_torch(seed):
    random = np.random.default_rng(seed)
    dilation, size = (int(random.integers(1, 4)) for _ in range(2))
    x, kernel = random.normal(size=12), random.normal(size=2 * size - 1)
    tensors = [torch.from_numpy(array[None, None]) for array in (x, kernel)]
    theirs = functional.conv1d(*tensors, padding="same", dilation=dilation)[0, 0]
    close(models.convolve_sequence(x, kernel, padding="same", dilation=(dilation,)), theirs)


@pytest.mark.parametrize("axes", [1, 2, 3])
@SEEDS
def test_sizes_on_any_number_of_axes_are_those_of_torch(axes, seed):
    random = np.random.default_rng(seed)
    size, window, stride, padding, dilation = (
        tuple(map(int, random.integers(low, high, axes)))
        for low, high in ((9, 14), (1, 4), (1, 4), (0, 3), (1, 4))
    )
    kind = (torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d)[axes - 1]
    layer = kind(1, 1, window, stride, padding, dilation, device="meta")
    made = layer(torch.empty(1, 1, *size, device="meta"))
    ours = plain.output_size(size, window, stride, padding, dilation, dimensions=axes)
    assert ours == list(made.shape[2:])
    plan = plain.convolution_layer((*size, 1), 1, window, stride, padding, dilation, 1, False)
    assert plan == ((*ours, 1), sum(weights.numel() for weights in layer.parameters()))


@SEEDS
def test_the_field_of_an_entry_is_where_the_gradient_of_torch_is_not_zero(seed):
    random = np.random.default_rng(seed)
    windows = [tuple(map(int, random.integers(1, 4, 3))) for _ in range(3)]
    layers = [torch.nn.Conv1d(1, 1, size, stride, dilation=gap) for size, stride, gap in windows]
    for layer in layers:
        torch.nn.init.ones_(layer.weight)
    x = torch.ones(1, 1, 200, requires_grad=True)
    made = torch.nn.Sequential(*layers)(x)
    ours = [((size,), (stride,), (0,), (gap,)) for size, stride, gap in windows]
    field, jump, found = plain.receptive_fields(ours, 200)
    assert found[-1][0] == made.shape[2]
    places = []
    for entry in (0, 1):
        x.grad = None
        made[0, 0, entry].backward(retain_graph=True)
        places.append(x.grad[0, 0].nonzero()[:, 0])
    assert field == int(places[0][-1] - places[0][0]) + 1
    assert jump == int(places[1][0] - places[0][0])


@pytest.mark.parametrize("seed", range(40))
def test_a_transposed_convolution_is_that_of_torch(seed):
    random = np.random.default_rng(seed)
    size, window, stride, dilation = (tuple(map(int, random.integers(1, 4, 2))) for _ in range(4))
    padding = tuple(
        int(random.integers(0, (d * (k - 1) + n) // 2 + 1))
        for n, k, d in zip(size, window, dilation, strict=True)
    )
    more = tuple(int(random.integers(0, max(pair))) for pair in zip(stride, dilation, strict=True))
    x, kernel = random.normal(size=size), random.normal(size=window)
    tensors = [torch.from_numpy(array[None, None]) for array in (x, kernel)]
    sides = models.transposed_size(size, window, stride, padding, more, dilation)
    if min(sides) < 1:
        return
    theirs = functional.conv_transpose2d(*tensors, None, stride, padding, more, 1, dilation)[0, 0]
    assert sides == list(theirs.shape)
    found = models.transposed_convolution(x, kernel, stride, padding, more, dilation)
    assert found["size"] == sides
    close(found["output"], theirs)


@SEEDS
def test_a_dilated_convolution_is_that_of_torch(seed):
    random = np.random.default_rng(seed)
    dilation, stride, padding = (tuple(map(int, random.integers(low, 4, 2))) for low in (1, 1, 0))
    x, filters, bias = random.normal(size=(2, 9, 10)), random.normal(size=(3, 2, 3, 2)), random.normal(size=3)
    reach, ours = models.dilated_convolution(x, filters, bias, stride, padding, dilation, False)
    tensors = [torch.from_numpy(array) for array in (x[None], filters, bias)]
    close(ours, functional.conv2d(*tensors, stride, padding, dilation)[0])
    assert reach == (2 * dilation[0] + 1, dilation[1] + 1)


@SEEDS
def test_counts_of_a_separable_layer_are_those_of_torch_modules(seed):
    random = np.random.default_rng(seed)
    filters, channels, side, stride = (int(random.integers(low, 9)) for low in (1, 1, 5, 1))
    bias = bool(random.integers(2))
    modules = (
        torch.nn.Conv2d(channels, filters, 3, stride, bias=bias),
        torch.nn.Conv2d(channels, channels, 3, stride, groups=channels, bias=bias),
        torch.nn.Conv2d(channels, filters, 1, bias=bias),
    )
    standard, depthwise, pointwise = (sum(p.numel() for p in module.parameters()) for module in modules)
    found = plain.separable_layer((side, side, channels), filters, (3,), (stride,), ((0, 0),), bias)
    assert found["parameters_standard"] == standard
    assert found["parameters_separable"] == depthwise + pointwise
    ones = [torch.nn.init.ones_(module.weight) for module in modules]
    places = functional.conv2d(torch.ones(1, channels, side, side), ones[0], stride=stride)[0, 0].numel()
    names = ("standard", "depthwise", "pointwise")
    for name, module in zip(names, modules, strict=True):
        assert found[f"multiplications_{name}"] == places * module.weight.numel()


@SEEDS
def test_layers_are_compared_as_torch_counts_them(seed):
    random = np.random.default_rng(seed)
    filters, channels, side = (int(random.integers(low, 9)) for low in (1, 1, 5))
    bias = bool(random.integers(2))
    conv = torch.nn.Conv2d(channels, filters, 3, 2, bias=bias)
    made = conv(torch.ones(1, channels, side, side))[0]
    dense = torch.nn.Linear(channels * side**2, made.numel(), bias=bias)
    counts = [sum(p.numel() for p in module.parameters()) for module in (dense, conv)]
    found = plain.layers_compared((side, side, channels), filters, (3,), (2,), ((0, 0),), bias)
    assert found == (counts[0], made[0].numel() * counts[1], counts[1])


@SEEDS
def test_patches_are_those_that_torch_unfolds(seed):
    random = np.random.default_rng(seed)
    window, stride, dilation = (tuple(map(int, random.integers(1, 4, 2))) for _ in range(3))
    padding = int(random.integers(0, 3))
    x, filters = random.normal(size=(2, 9, 8)), random.normal(size=(3, 2, *window))
    found = models.im2col(x, list(filters), None, stride, (padding, padding), dilation)
    theirs = functional.unfold(torch.from_numpy(x[None]), window, dilation, padding, stride)[0]
    close(found["matrix"], theirs)
    assert found["size"] == tuple(theirs.shape)
    tensors = [torch.from_numpy(array) for array in (x[None], filters)]
    close(found["output"], functional.conv2d(*tensors, None, stride, padding, dilation)[0])
    alone = models.im2col(None, [], window, stride, (padding, padding), dilation, True, (9, 8), 2)
    assert alone == {"size": tuple(theirs.T.shape)}


@SEEDS
def test_gradients_of_a_convolution_are_those_of_autograd(seed):
    random = np.random.default_rng(seed)
    window, stride = (tuple(map(int, random.integers(1, 4, 2))) for _ in range(2))
    padding = tuple(map(int, random.integers(0, 3, 2)))
    x, kernel, bias = (
        torch.tensor(random.normal(size=shape), requires_grad=True) for shape in ((6, 7), window, (1,))
    )
    made = functional.conv2d(x[None, None], kernel[None, None], bias, stride, padding)[0, 0]
    upstream = random.normal(size=tuple(made.shape))
    made.backward(torch.from_numpy(upstream))
    plain_arrays = (x.detach().numpy(), upstream, kernel.detach().numpy())
    found = models.backward(*plain_arrays, stride, padding)
    close(found["grad_input"], x.grad)
    close(found["grad_kernel"], kernel.grad)
    close(found["grad_bias"], bias.grad[0])


@pytest.mark.parametrize("kind", ["max", "average"])
@SEEDS
def test_gradients_of_pooling_are_those_of_autograd(seed, kind):
    """With whole numbers, so that some maxima are tied."""
    random = np.random.default_rng(seed)
    window, stride = (tuple(map(int, random.integers(1, 4, 2))) for _ in range(2))
    padding = tuple(int(random.integers(0, side // 2 + 1)) for side in window)
    x = torch.tensor(random.integers(-3, 3, (6, 7)).astype(float), requires_grad=True)
    pools = {"max": functional.max_pool2d, "average": functional.avg_pool2d}
    made = pools[kind](x[None, None], window, stride, padding)[0, 0]
    upstream = random.normal(size=tuple(made.shape))
    made.backward(torch.from_numpy(upstream))
    found = models.backward(x.detach().numpy(), upstream, None, stride, padding, kind, window)
    close(found["grad_input"], x.grad)


@SEEDS
def test_winograd_s_transforms_make_what_torch_makes(seed):
    """The matrices of Lavin and Gray (2016), equation 7."""
    random = np.random.default_rng(seed)
    b_t = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])
    g = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
    a_t = np.array([[1, 1, 1, 0], [0, 1, -1, -1]])
    d, w = random.normal(size=(4, 4)), random.normal(size=(3, 3))
    found = models.winograd(d, w)
    close(found["transformed_input"], b_t @ d @ b_t.T)
    close(found["transformed_kernel"], g @ w @ g.T)
    close(found["output"], a_t @ found["products"] @ a_t.T)
    tensors = [torch.from_numpy(array[None, None]) for array in (d, w)]
    close(found["output"], functional.conv2d(*tensors)[0, 0])
    line = models.winograd(d[:1], w[:1])
    close(line["output"], a_t @ (g @ w[0] * (b_t @ d[0])))
    close(
        line["output"], functional.conv1d(torch.from_numpy(d[None, :1]), torch.from_numpy(w[None, :1]))[0, 0]
    )
    assert (line["multiplications"], line["multiplications_direct"]) == (4, 6)
    assert (found["multiplications"], found["multiplications_direct"]) == (16, 36)


@pytest.mark.parametrize("points", [8, 12])
def test_fourier_convolution_is_that_of_scipy(points):
    rng = np.random.default_rng(points)
    x, w = rng.normal(size=5), rng.normal(size=4)
    found = models.fourier_convolution(x, w, points, 8)
    np.testing.assert_allclose(found["output"], fftconvolve(x, w), rtol=1e-10, atol=1e-12)
    spectra = found["spectra"] @ (1, 1j)
    np.testing.assert_allclose(spectra[0], fft(x, points), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(spectra[1], fft(w, points), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(spectra[2], spectra[0] * spectra[1], rtol=1e-10, atol=1e-12)
