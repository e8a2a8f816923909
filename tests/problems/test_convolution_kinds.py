"""What is peculiar to the kinds of convolution, and to other ways to compute one."""

from __future__ import annotations

import numpy as np
import pytest

import solver
from solver import registry
from solver.errors import InputError
from solver.rendering.templates import render
from tests.problems.naming import mistakes as named
from tests.problems.solving import answers, mistaken

# One dimension


def test_a_kernel_slides_over_a_sequence():
    assert answers("conv1d", x="1,2,3,0,-1,4", kernel="1,0,-1")["output"] == [-2, 2, 4, -4]


@pytest.mark.parametrize("padding", ["same", "1", "1+1"])
def test_a_padded_sequence(padding):
    assert answers("conv1d", x="1,2,3", kernel="1,0,-1", padding=padding)["output"] == [-2, -2, 2]


@pytest.mark.parametrize(
    ("mistake", "output"),
    [
        ("kernel-reversed", [4, 1]),
        ("signs-lost", [6, 4]),
        ("plus-one-forgotten", [-2]),
        ("bias-forgotten", [-3, 3]),
    ],
)
def test_mistakes_with_a_kernel(mistake, output):
    """1·0 + 1·1 − 2·2 + 1 = −2 and 1·1 + 1·2 − 2·0 + 1 = 4."""
    givens = {"x": "0,1,2,0", "kernel": "1,1,-2", "bias": 1}
    assert answers("conv1d", **givens)["output"] == [-2, 4]
    assert mistaken("conv1d", mistake, **givens)["output"] == output


def test_a_symmetric_kernel_may_be_reversed():
    assert "kernel-reversed" not in solver.solve("conv1d", x="1,2,3,4", kernel="1,2,1").mistakes


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--kernel", {"kernel": "1,2,3,4,5"}),
        ("--stride", {"stride": "1x2"}),
        ("--padding", {"padding": "1x2"}),
    ],
)
def test_a_sequence_refuses_what_does_not_fit(option, givens):
    with pytest.raises(InputError, match=f"^{option} must"):
        answers("conv1d", **{"x": "1,2,3,4", "kernel": "1,2"} | givens)


def test_the_general_entry_is_shown():
    text = render(solver.solve("conv1d", x="1,2,3,4,5", kernel="1,2", dilation=2, stride=2), "text")
    (line,) = [line for line in text.splitlines() if "y_i =" in line]
    assert "2i+2u-3" in line


# Receptive fields


def test_the_field_of_a_residual_network_s_stem():
    """conv 7 s2 p3 and pool 3 s2 p1: 7 + 2·2 = 11, as torchvision's ResNet begins."""
    found = answers("receptive-field", layers="input 224x224x3; conv 64@7x7 s2 p3; maxpool 3 s2 p1")
    assert found == {"receptive_field": 11, "jump": 4, "per_layer": [[112, 2, 7], [56, 4, 11]]}


@pytest.mark.parametrize(
    ("mistake", "field"),
    [("jump-forgotten", 7), ("jump-after", 13), ("whole-window", 16), ("dilation-in-field", 7)],
)
def test_mistakes_with_a_field(mistake, field):
    """1 + 2·1 = 3, then 3 + 2·2·2 = 11."""
    layers = "input 32; conv 3 s2; conv 3 d2"
    assert answers("receptive-field", layers=layers)["receptive_field"] == 11
    assert mistaken("receptive-field", mistake, layers=layers)["receptive_field"] == field


@pytest.mark.parametrize(
    "layers", ["input 32", "input 32x16x3; conv 3", "input 32; conv 3x5", "input 2; conv 5", "input 32; fc 3"]
)
def test_layers_without_a_field_are_refused(layers):
    with pytest.raises(InputError, match=r"^--layers (must|has)"):
        answers("receptive-field", layers=layers)


def test_field_and_jump_need_no_input():
    layers = "conv 7 s2 p3; maxpool 3 s2 p1; conv 3 d2"
    sized = answers("receptive-field", layers=f"input 224; {layers}")
    found = answers("receptive-field", layers=layers)
    assert (
        (found["receptive_field"], found["jump"])
        == (sized["receptive_field"], sized["jump"])
        == (11 + 2 * 2 * 4, 4)
    )
    assert found["per_layer"] == [row[1:] for row in sized["per_layer"]]
    problem = registry.find("receptive-field").load().of(layers=layers)
    assert "side of the map" not in problem.questions[0]


# Transposed convolution


def test_overlaps_are_summed():
    givens = {"input": "1,2;3,4", "kernel": "1,0;2,1"}
    expected = [[1, 2, 0], [5, 9, 2], [6, 11, 4]]
    assert answers("transposed-conv", **givens) == {"size": [3, 3], "output": expected}
    overwritten = mistaken("transposed-conv", "overwritten", **givens)["output"]
    assert overwritten[1] == [3 * 1, 4 * 1, 4 * 0]


def test_a_stride_leaves_gaps():
    found = answers("transposed-conv", input="1,2", kernel="3", stride=2, output_padding="0x1")
    assert found == {"size": [1, 4], "output": [[3, 0, 6, 0]]}


@pytest.mark.parametrize(
    ("mistake", "size"),
    [("padding-added", 11), ("padding-ignored", 9), ("minus-one-forgotten", 9), ("as-convolution", 2)],
)
def test_mistakes_in_an_enlarged_size(mistake, size):
    """(4 − 1)·2 − 2·1 + 3 = 7"""
    givens = {"input_size": 4, "kernel_size": 3, "stride": 2, "padding": 1}
    assert answers("transposed-conv", **givens) == {"size": [7, 7]}
    assert mistaken("transposed-conv", mistake, **givens)["size"] == [size, size]


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--kernel-size is missing", {"input_size": 4}),
        ("the problem wants", {"input_size": 4, "kernel_size": 3, "input": "1"}),
        ("the problem wants", {"input": "1,2", "kernel_size": 3}),
        ("--padding must", {"input_size": 4, "kernel_size": 3, "padding": 3}),
        ("--output-padding must", {"input_size": 4, "kernel_size": 3, "output_padding": 1}),
    ],
)
def test_an_enlargement_refuses_what_does_not_fit(option, givens):
    with pytest.raises(InputError, match=f"^{option}"):
        answers("transposed-conv", **givens)


# Dilated convolution


def test_a_kernel_with_gaps():
    """With 1 space between: 1·1 − 1·5, 1·2 − 1·6."""
    found = answers("dilated-conv", input="1,2,3,4,5,6", kernel="1,0,-1", dilation=2)
    assert found == {"effective_kernel": [1, 5], "output": [[-4, -4]]}


@pytest.mark.parametrize(
    ("mistake", "size"),
    [("dilation-times-size", 9), ("dilation-ignored", 3), ("dilation-zeros", 9), ("dilation-once", 5)],
)
def test_mistakes_with_gaps(mistake, size):
    """3·(3 − 1) + 1 = 7"""
    rows = ";".join([",".join("1234567890")] * 10)
    givens = {"input": rows, "kernel": "1,0,2;0,1,0;1,1,1", "dilation": 3}
    assert answers("dilated-conv", **givens)["effective_kernel"] == [7, 7]
    assert mistaken("dilated-conv", mistake, **givens)["effective_kernel"] == [size, size]


# Layers compared


def test_a_separable_layer_of_mobilenet():
    found = answers("depthwise-separable", input="112x112x32", filters=64, kernel=3, padding=1)
    assert found["parameters_standard"] == 18432
    assert found["parameters_separable"] == 288 + 2048
    assert found["multiplications_standard"] == 112 * 112 * 18432
    assert found["saving"] == pytest.approx(1 - (1 / 64 + 1 / 9))


def test_biases_are_counted_only_where_there_are_any():
    givens = {"input": "8x8x3", "filters": 4, "kernel": 3}
    assert answers("depthwise-separable", **givens)["parameters_separable"] == 27 + 12
    assert answers("depthwise-separable", **givens, bias="true")["parameters_separable"] == 27 + 3 + 12 + 4
    assert answers("fc-vs-conv", **givens) == {
        "fully_connected": 192 * 144,
        "locally_connected": 27 * 144,
        "convolution": 27 * 4,
    }
    assert answers("fc-vs-conv", **givens, bias="true")["convolution"] == 28 * 4


def test_the_share_that_is_left_is_not_the_share_that_is_saved():
    givens = {"input": "8x8x3", "filters": 9, "kernel": 3}
    assert answers("depthwise-separable", **givens)["saving"] == pytest.approx(7 / 9)
    assert mistaken("depthwise-separable", "ratio-for-saving", **givens)["saving"] == pytest.approx(2 / 9)


@pytest.mark.parametrize("command", ["depthwise-separable", "fc-vs-conv"])
def test_layers_on_lines_and_in_volumes(command):
    for shape in ("20x2", "8x9x10x2"):
        assert answers(command, input=shape, filters=4, kernel=3)
    with pytest.raises(InputError, match=r"^--kernel must"):
        answers(command, input="8x8x2", filters=4, kernel=9)


# im2col

SQUARE = "1,2,3;4,5,6;7,8,9"


def test_patches_are_columns_or_rows():
    columns = [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]
    found = answers("im2col", input=SQUARE, kernel="1,0;0,-1")
    assert found == {"matrix": columns, "size": [4, 4], "output": [[-4, -4], [-4, -4]]}
    wide = answers("im2col", input=SQUARE, kernel_size="1x3", rows="true")
    assert wide == {"matrix": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "size": [3, 3]}


def test_mistakes_with_patches():
    givens = {"input": "1,2,3;4,5,6", "kernel_size": 2}
    assert answers("im2col", **givens)["matrix"] == [[1, 2], [2, 3], [4, 5], [5, 6]]
    assert mistaken("im2col", "read-by-columns", **givens)["matrix"] == [[1, 2], [4, 5], [2, 3], [5, 6]]
    assert mistaken("im2col", "patches-as-rows", **givens)["matrix"] == [[1, 2, 4, 5], [2, 3, 5, 6]]


def test_the_shape_of_the_matrix_alone():
    givens = {"input_size": "224x224", "channels": 3, "kernel_size": 7, "stride": 2, "padding": 3}
    assert answers("im2col", **givens) == {"size": [147, 112 * 112]}


@pytest.mark.parametrize(
    ("message", "givens"),
    [
        ("the problem wants", {"input": SQUARE}),
        ("the problem wants", {"input": SQUARE, "input_size": 3, "kernel_size": 2}),
        ("the problem wants", {"input_size": 3, "kernel": "1,2"}),
        ("--channels goes", {"input": SQUARE, "kernel_size": 2, "channels": 2}),
        ("--kernel-size must", {"input": SQUARE, "kernel_size": 4}),
    ],
)
def test_patches_refuse_what_does_not_fit(message, givens):
    with pytest.raises(InputError, match=f"^{message}"):
        answers("im2col", **givens)


# Backward

UPSTREAM = {"input": SQUARE, "grad_output": "1,2;3,4"}


def test_gradients_of_a_convolution():
    found = answers("conv-backprop", **UPSTREAM, kernel="1,0;2,-1")
    assert found == {
        "grad_input": [[1, 2, 0], [5, 7, -2], [6, 5, -4]],
        "grad_kernel": [[37, 47], [67, 77]],
        "grad_bias": 10,
    }


@pytest.mark.parametrize(
    ("mistake", "answer", "value"),
    [
        ("kernel-turned", "grad_kernel", [[77, 67], [47, 37]]),
        ("first-position-only", "grad_kernel", [[1, 2], [4, 5]]),
        ("mean-over-positions", "grad_bias", 2.5),
        ("overwritten", "grad_input", [[1, 2, 0], [3, 4, 0], [6, 8, -4]]),
    ],
)
def test_mistakes_with_gradients(mistake, answer, value):
    assert mistaken("conv-backprop", mistake, **UPSTREAM, kernel="1,0;2,-1")[answer] == value


def test_gradients_of_pooling():
    """The 9 in the middle of the last row is the first of two in its window."""
    givens = {"input": "1,2,3;4,5,6;7,9,9", "grad_output": "1,2;3,4", "size": 2, "stride": 1}
    maximum = answers("conv-backprop", **givens, pool="max")
    assert maximum == {"grad_input": [[0, 0, 0], [0, 1, 2], [0, 7, 0]]}
    ties = mistaken("conv-backprop", "every-maximum", **givens, pool="max")["grad_input"]
    assert ties == [[0, 0, 0], [0, 1, 2], [0, 7, 4]]
    mean = answers("conv-backprop", **givens, pool="average")["grad_input"]
    assert mean == [[0.25, 0.75, 0.5], [1, 2.5, 1.5], [0.75, 1.75, 1]]


@pytest.mark.parametrize(
    ("message", "givens"),
    [
        ("the problem wants", {}),
        ("the problem wants", {"kernel": "1", "pool": "max", "size": 1}),
        ("--size is missing", {"pool": "max"}),
        ("--grad-output must", {"kernel": "1,2;3,4", "stride": 2}),
        ("--padding must", {"pool": "max", "size": 2, "padding": 2}),
        ("--kernel must", {"kernel": "1,2,3,4"}),
    ],
)
def test_a_backward_pass_refuses_what_does_not_fit(message, givens):
    with pytest.raises(InputError, match=f"^{message}"):
        answers("conv-backprop", **UPSTREAM, **givens)


# Winograd


def test_four_products_make_two_outputs():
    """The kernel's transform is g0, (g0 + g1 + g2)/2, (g0 − g1 + g2)/2, g2."""
    assert answers("winograd", input="1,2,3,4", kernel="2,1,-1") == {
        "transformed_input": [-2, 5, 1, -2],
        "transformed_kernel": [2, 1, 0, -1],
        "products": [-4, 5, 0, 2],
        "output": [1, 3],
        "multiplications": 4,
        "multiplications_direct": 6,
    }


@pytest.mark.parametrize(
    ("mistake", "answer", "value"),
    [
        ("halves-forgotten", "transformed_kernel", [2, 2, 0, -1]),
        ("sign-in-output", "output", [1, 7]),
        ("kernel-reversed", "transformed_kernel", [-1, 1, 0, 2]),
        ("outputs-counted", "multiplications", 2),
    ],
)
def test_mistakes_with_transforms(mistake, answer, value):
    assert mistaken("winograd", mistake, input="1,2,3,4", kernel="2,1,-1")[answer] == value


@pytest.mark.parametrize(
    ("option", "size"), [("--input", "1,2,3"), ("--kernel", "1,2"), ("--kernel", SQUARE)]
)
def test_tiles_of_other_sizes_are_refused(option, size):
    givens = {"input": "1,2,3,4", "kernel": "1,2,3"} | {option[2:]: size}
    with pytest.raises(InputError, match=f"^{option} must"):
        answers("winograd", **givens)


# Convolution by spectra


def test_spectra_of_four_points_by_hand():
    """X = (6, -2 - 2i, 2, -2 + 2i), W = (0, 1 + i, 2, 1 - i)."""
    found = answers("fft-conv", x="1,2,3", kernel="1,-1")
    assert found["spectra"][0] == [[6, 0], [-2, -2], [2, 0], [-2, 2]]
    assert found["spectra"][1] == [[0, 0], [1, 1], [2, 0], [1, -1]]
    assert found["spectra"][2] == [[0, 0], [0, -4], [4, 0], [0, 4]]
    assert found["output"] == [1, 1, 1, -3]


@pytest.mark.parametrize(("n", "m"), [(1, 1), (2, 1), (2, 2), (3, 2), (3, 4), (5, 2), (5, 4), (8, 5)])
def test_spectra_lead_to_the_convolution(n, m):
    rng = np.random.default_rng(n + m)
    x, w = rng.integers(-5, 6, n), rng.integers(-5, 6, m)
    given = {"x": ",".join(map(str, x)), "kernel": ",".join(map(str, w))}
    np.testing.assert_allclose(answers("fft-conv", **given)["output"], np.convolve(x, w), atol=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6, 8, 12])
def test_a_circular_convolution_wraps_around(n):
    rng = np.random.default_rng(n)
    x, w = rng.integers(-5, 6, n), rng.integers(-5, 6, min(n, 3))
    given = {"x": ",".join(map(str, x)), "kernel": ",".join(map(str, w)), "circular": "true"}
    wrapped = np.convolve(x, w)
    expected = np.pad(wrapped, (0, -len(wrapped) % n)).reshape(-1, n).sum(axis=0)
    np.testing.assert_allclose(answers("fft-conv", **given)["output"], expected, atol=1e-12)


def test_more_points_than_needed_change_no_output():
    plain, long = (answers("fft-conv", x="1,2", kernel="3,4", **more) for more in ({}, {"length": "8"}))
    assert len(plain["spectra"][0]) == 3
    assert len(long["spectra"][0]) == 8
    np.testing.assert_allclose(plain["output"], [3, 10, 8])
    np.testing.assert_allclose(long["output"], [3, 10, 8], atol=1e-12)


def test_an_output_that_wrapped_around_is_named():
    """(1, 2, 3, 4) * (1, 1) in four points: 4 + 1 comes first."""
    givens = {"x": "1,2,3,4", "kernel": "1,1"}
    assert mistaken("fft-conv", "not-padded", **givens)["output"] == [5, 3, 5, 7]


def test_an_output_that_was_not_divided_is_named():
    givens = {"x": "1,2,3", "kernel": "1,-1"}
    assert set(named("fft-conv", "output", [4, 4, 4, -12], **givens)) == {("not-divided",)}


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--x", {"x": "1,2,3,4,5", "kernel": "1", "circular": "true"}),
        ("--x", {"x": "1,2,3,4,5,6,7,8", "kernel": "1,2,3,4,5,6"}),
        ("--length", {"x": "1,2,3", "kernel": "1,2", "length": "3"}),
        ("--length", {"x": "1,2,3", "kernel": "1,2", "length": "5"}),
        ("--length", {"x": "1,2,3", "kernel": "1", "length": "4", "circular": "true"}),
    ],
)
def test_numbers_of_points_that_are_no_use_are_refused(option, givens):
    with pytest.raises(InputError) as error:
        solver.solve("fft-conv", **givens)
    assert str(error.value).startswith(option)


@pytest.mark.parametrize(("x", "kernel", "mirrored"), [("1,2", "3", False), ("1,2", "3,4", True)])
def test_the_upper_half_of_a_spectrum_is_spoken_of_where_there_is_one(x, kernel, mirrored):
    """Of two points, each is its own conjugate."""
    told = render(solver.solve("fft-conv", x=x, kernel=kernel), "text")
    assert ("The entries are real" in told) is mirrored
