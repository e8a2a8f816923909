"""The convolution models against PyTorch and SciPy."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import convolve2d, correlate2d

from solver.models import convolution as models
from solver.models import layer_shapes

torch = pytest.importorskip("torch")

SIDES = st.tuples(st.integers(1, 9), st.integers(1, 9))
WINDOWS = st.tuples(st.integers(1, 4), st.integers(1, 4))
STEPS = st.tuples(st.integers(1, 3), st.integers(1, 3))
MARGINS = st.tuples(st.integers(0, 3), st.integers(0, 3))


@st.composite
def convolutions(draw):
    """Arrays and options of a convolution whose kernel fits."""
    groups, depth, each = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    window, padding, dilation = draw(WINDOWS), draw(MARGINS), draw(STEPS)
    spans = [d * (k - 1) + 1 for d, k in zip(dilation, window, strict=True)]
    least = [max(1, span - 2 * p) for span, p in zip(spans, padding, strict=True)]
    size = [draw(st.integers(side, side + 6)) for side in least]
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = random.normal(size=(groups * depth, *size))
    filters = random.normal(size=(groups * each, depth, *window))
    bias = random.normal(size=groups * each) if draw(st.booleans()) else None
    options = {"stride": draw(STEPS), "padding": padding, "dilation": dilation, "groups": groups}
    return x, filters, bias, options


def by_torch(x, filters, bias, options):
    tensors = [None if array is None else torch.from_numpy(array) for array in (x[None], filters, bias)]
    return torch.nn.functional.conv2d(*tensors, **options)[0].numpy()


@given(convolutions())
@settings(max_examples=150, deadline=None)
def test_both_convolutions_are_those_of_torch(case):
    expected = by_torch(*case)
    x, filters, bias, options = case
    for convolve in (models.convolve_direct, models.convolve_im2col):
        ours = convolve(x, filters, bias, **options)
        assert ours.shape == expected.shape
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9)


@given(convolutions())
@settings(max_examples=60, deadline=None)
def test_a_flipped_kernel_is_a_turned_one(case):
    x, filters, bias, options = case
    turned = np.rot90(filters, 2, axes=(2, 3)).copy()
    expected = by_torch(x, turned, bias, options)
    for convolve in (models.convolve_direct, models.convolve_im2col):
        np.testing.assert_allclose(
            convolve(x, filters, bias, **options, flipped=True), expected, rtol=1e-9, atol=1e-9
        )


@pytest.mark.parametrize("seed", range(5))
def test_flipped_is_convolution_and_not_flipped_is_correlation(seed):
    random = np.random.default_rng(seed)
    x, kernel = random.normal(size=(7, 8)), random.normal(size=(3, 2))
    for flipped, theirs in ((True, convolve2d), (False, correlate2d)):
        ours = models.convolve_im2col(x[None], kernel[None, None], flipped=flipped)[0]
        np.testing.assert_allclose(ours, theirs(x, kernel, mode="valid"), rtol=1e-12)


@given(SIDES, WINDOWS, STEPS, MARGINS, STEPS)
@settings(max_examples=300, deadline=None)
def test_the_output_pair_is_the_shape_that_torch_makes(size, window, stride, padding, dilation):
    spans = [d * (k - 1) + 1 for d, k in zip(dilation, window, strict=True)]
    if any(span > side + 2 * p for span, side, p in zip(spans, size, padding, strict=True)):
        assert 0 in models.output_size(size, window, stride, padding, dilation)
        return
    layer = torch.nn.Conv2d(1, 1, window, stride, padding, dilation, device="meta")
    shape = layer(torch.empty(1, 1, *size, device="meta")).shape
    assert models.output_size(size, window, stride, padding, dilation) == list(shape[2:])


@st.composite
def pools(draw):
    window = draw(WINDOWS)
    padding = tuple(draw(st.integers(0, side // 2)) for side in window)
    size = [draw(st.integers(max(1, side - 2 * p), 9)) for side, p in zip(window, padding, strict=True)]
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    return random.normal(size=(draw(st.integers(1, 3)), *size)) - 1, window, draw(STEPS), padding


@given(pools())
@settings(max_examples=150, deadline=None)
def test_pooling_is_that_of_torch(case):
    x, *options = case
    functional = torch.nn.functional
    for mode, theirs in (("max", functional.max_pool2d), ("average", functional.avg_pool2d)):
        expected = theirs(torch.from_numpy(x[None]), *options)[0].numpy()
        np.testing.assert_allclose(models.pool(x, mode, *options), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_global_pooling_is_that_of_torch(seed):
    x = np.random.default_rng(seed).normal(size=(3, 5, 4))
    tensor = torch.from_numpy(x[None])
    theirs = {"global-max": torch.nn.AdaptiveMaxPool2d(1), "global-average": torch.nn.AdaptiveAvgPool2d(1)}
    for mode, layer in theirs.items():
        np.testing.assert_allclose(models.pool(x, mode), layer(tensor)[0].numpy(), rtol=1e-12)


def random_network(random):
    """The same random layers as models and as modules of PyTorch, with the input's shape."""
    channels = int(random.integers(1, 4))
    shape = (channels, int(random.integers(20, 30)), int(random.integers(20, 30)))
    ours, theirs = [], []
    for _ in range(random.integers(1, 4)):
        groups, filters = int(random.choice([1, channels])), 2 * channels
        kernel, stride, padding = (tuple(map(int, random.integers(low, 3, 2))) for low in (1, 1, 0))
        bias = bool(random.integers(2))
        sizes = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": (1, 2)}
        counts = {"filters": filters, "groups": groups, "no_bias": not bias}
        ours.append(partial(layer_shapes.convolution_layer, **sizes, **counts))
        theirs.append(
            torch.nn.Conv2d(channels, filters, kernel, stride, padding, (1, 2), groups, bias, device="meta")
        )
        channels = filters
        ours.append(layer_shapes.pointwise_layer)
        theirs.append(torch.nn.ReLU())
    if random.integers(2):
        ours.append(partial(layer_shapes.pooling_layer, size=(2, 2), stride=(1, 2), padding=(1, 0)))
        theirs.append(torch.nn.MaxPool2d((2, 2), (1, 2), (1, 0)))
    if random.integers(2):
        ours.append(layer_shapes.global_pooling_layer)
        theirs.append(torch.nn.AdaptiveAvgPool2d(1))
    return shape, ours, theirs


@pytest.mark.parametrize("seed", range(20))
def test_shapes_and_parameter_counts_are_those_of_torch_modules(seed):
    random = np.random.default_rng(seed)
    shape, ours, theirs = random_network(random)
    x = torch.empty(1, *shape, device="meta")
    inputs = torch.nn.Sequential(*theirs, torch.nn.Flatten())(x).shape[1]
    bias = bool(random.integers(2))
    ours += [layer_shapes.flattening_layer, partial(layer_shapes.dense_layer, units=7, no_bias=not bias)]
    theirs += [torch.nn.Flatten(), torch.nn.Linear(inputs, 7, bias, device="meta")]
    channels, height, width = shape
    found = layer_shapes.network(ours, (height, width, channels))
    for shape, layer in zip(found["shapes"], theirs, strict=True):
        x = layer(x)
        # Channels come first in torch.
        assert shape == (*x.shape[2:], x.shape[1])
    counts = [sum(parameter.numel() for parameter in layer.parameters()) for layer in theirs]
    assert found["per_layer"] == [count for count in counts if count]
    assert found["total"] == sum(counts)


def test_a_dense_layer_flattens_what_it_is_given():
    assert (
        layer_shapes.dense_layer((4, 2, 3), 5, False)
        == layer_shapes.dense_layer((24,), 5, False)
        == ((5,), 25 * 5)
    )


def test_embeddings_activations_and_memory_as_pytorch_has_them():
    """Sizes in bytes of the tensors themselves, in double precision."""
    tokens, vocabulary, width = 7, 30, 5
    theirs = [
        torch.nn.Embedding(vocabulary, width, dtype=torch.float64),
        torch.nn.ReLU(),
        torch.nn.Flatten(0),
        torch.nn.Linear(tokens * width, 4, dtype=torch.float64),
    ]
    signal, outputs = torch.arange(tokens), []
    for layer in theirs:
        signal = layer(signal)
        outputs.append(signal)
    ours = [
        partial(layer_shapes.embedding_layer, vocabulary=vocabulary, width=width),
        layer_shapes.pointwise_layer,
        layer_shapes.flattening_layer,
        partial(layer_shapes.dense_layer, units=4, no_bias=False),
    ]
    found = layer_shapes.network(ours, (tokens,), bytes_=8)
    parameters = [p for layer in theirs for p in layer.parameters()]
    assert [tuple(shape) for shape in found["shapes"]] == [tuple(output.shape) for output in outputs]
    assert found["activations"] == [output.numel() for output in outputs]
    assert found["memory"] == [output.nbytes for output in outputs]
    assert found["activation_memory"] == sum(output.nbytes for output in outputs)
    assert found["parameter_memory"] == sum(p.nbytes for p in parameters)


@pytest.mark.parametrize("window", [1, 2, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_windows_of_pooling_are_those_of_pytorch_in_both_modes_of_rounding(window, stride):
    cases = product(range(window, 9), range(window // 2 + 1), (1, 2), (True, False))
    for length, padding, dilation, ceil_mode in cases:
        if length + 2 * padding <= (window - 1) * dilation:
            continue
        theirs = torch.nn.functional.max_pool1d(
            torch.zeros(1, 1, length), window, stride, padding, dilation, ceil_mode=ceil_mode
        )
        ours = models.window_starts(length, window, stride, padding, dilation, ceil_mode)
        assert len(ours) == theirs.shape[-1], (length, padding, dilation, ceil_mode)
