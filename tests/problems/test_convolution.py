"""Convolution problems beyond what holds for every type."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver import registry
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.givens.parameters import MOST_REPETITIONS
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.rendering.formats import FORMATS
from solver.rendering.json_export import solution_data
from solver.rendering.printing import Style
from solver.rendering.templates import render
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.pages import TEMPLATED
from tests.problems.naming import findings, mistakes
from tests.problems.solving import answers, mistaken

IMAGE = "1,0,2,1;3,1,0,2;0,2,1,1;1,1,0,3"
KERNEL = "1,2;0,-1"
LEVELS = pytest.mark.parametrize("difficulty", DIFFICULTIES)
NETWORK = "input 12x10x3; conv 6@3x3 p1; relu; pool 2 s2; "


# Sizes


def test_the_formula_is_simple_without_dilation():
    text = render(solver.solve("conv-size", input=10, kernel=3, stride=2, padding=1), "text")
    assert "o = floor((n + 2*p - f)/s) + 1 = floor((10 + 2*1 - 3)/2) + 1" in text
    assert "floor(4.5) + 1 = 5" in text


def test_a_dilation_enters_the_formula():
    text = render(solver.solve("conv-size", input=10, kernel=3, dilation=2), "text")
    assert "o = floor((n + 2*p - d*(f - 1) - 1)/s) + 1" in text


def test_height_and_width_are_worked_apart_only_where_they_differ():
    square = solver.solve("conv-size", input="10x10", kernel="3x3", padding=1)
    assert list(square.quantities) == ["o"]
    oblong = solver.solve("conv-size", input="10x12", kernel="3x5", stride="1x2", padding="0x1")
    assert list(oblong.quantities) == ["o_H", "o_W"]
    assert oblong.numbers["output"] == [8, 5]


@pytest.mark.parametrize(
    ("mistake", "output"),
    [
        ("plus-one-forgotten", 5),
        ("padding-forgotten", 4),
        ("padding-once", 5),
        ("stride-ignored", 12),
        ("ceil-for-floor", 7),
    ],
)
def test_mistakes_in_a_size(mistake, output):
    givens = {"input": 10, "kernel": 3, "stride": 2, "padding": 2}
    assert answers("conv-size", **givens)["output"] == [6, 6]
    assert mistaken("conv-size", mistake, **givens)["output"] == [output, output]


@pytest.mark.parametrize(
    ("mistake", "output"), [("plus-one-divided", 3), ("size-not-subtracted", 5), ("stride-ignored", 7)]
)
def test_mistakes_in_a_size_where_the_window_fits_exactly(mistake, output):
    givens = {"input": 9, "kernel": 3, "stride": 2}
    assert answers("conv-size", **givens)["output"] == [4, 4]
    assert mistaken("conv-size", mistake, **givens)["output"] == [output, output]


@pytest.mark.parametrize(("mistake", "output"), [("dilation-ignored", 10), ("dilation-times-size", 7)])
def test_mistakes_in_a_dilated_size(mistake, output):
    givens = {"input": 12, "kernel": 3, "dilation": 2}
    assert answers("conv-size", **givens)["output"] == [8, 8]
    assert mistaken("conv-size", mistake, **givens)["output"] == [output, output]


def test_a_mistake_that_changes_nothing_is_not_offered():
    assert "ceil-for-floor" not in solver.solve("conv-size", input=9, kernel=3, stride=2).mistakes
    assert "padding-forgotten" not in solver.solve("conv-size", input=9, kernel=3).mistakes


def test_a_size_that_is_not_rounded():
    """(10 + 2 - 3)/2 + 1 = 5.5"""
    givens = {"kernel": "3", "stride": "2", "padding": "1"}
    unrounded = (10 + 2 * 1 - 3) / 2 + 1
    (named,) = set(mistakes("conv-size", "output", [unrounded] * 2, input="10", **givens))
    assert named == ("not-rounded",)
    shape = [unrounded, unrounded, 4]
    (named,) = set(mistakes("conv-params", "output", shape, input="10x10x3", filters="4", **givens))
    assert named == ("not-rounded",)


def test_maps_have_whole_sizes_only():
    assert "not-rounded" not in solver.solve("feature-map", input=IMAGE, kernel=KERNEL, stride=3).mistakes
    assert "not-rounded" not in solver.solve("pool", input=IMAGE, size=3, stride=2).mistakes


@pytest.mark.parametrize(
    ("givens", "output"),
    [
        ({"input": 10}, [5, 5]),
        ({"input": 10, "dimensions": 1}, [5]),
        ({"input": 10, "dimensions": 3}, [5, 5, 5]),
        ({"input": "10x11x13"}, [5, 6, 7]),
        ({"input": "10x11x13", "padding": "same"}, [5, 6, 7]),
    ],
)
def test_sizes_on_any_number_of_axes(givens, output):
    assert answers("conv-size", **{"kernel": 3, "stride": 2, "padding": 1} | givens)["output"] == output


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--dimensions", {"input": "8x8", "dimensions": 1}),
        ("--stride", {"input": "8x8x8", "stride": "2x2"}),
        ("--kernel", {"input": 8, "kernel": "3x3", "dimensions": 1}),
        ("--input", {"input": "8x8x8x8"}),
    ],
)
def test_axes_that_do_not_fit(option, givens):
    with pytest.raises(InputError, match=f"^{option} must"):
        answers("conv-size", **{"kernel": 3} | givens)


# Parameters


@pytest.mark.parametrize(
    ("shape", "output", "parameters"),
    [("98x32", [96, 64], (3 * 32 + 1) * 64), ("30x30x14x64", [28, 28, 12, 64], (27 * 64 + 1) * 64)],
)
def test_parameters_on_a_line_and_in_a_volume(shape, output, parameters):
    assert answers("conv-params", input=shape, filters=64, kernel=3) == {
        "output": output,
        "parameters": parameters,
    }
    first = "x".join(shape.split("x")[-1:] + shape.split("x")[:-1])
    turned = answers("conv-params", input=first, filters=64, kernel=3, channels_first="true")
    assert turned == {"output": [*output[-1:], *output[:-1]], "parameters": parameters}


def test_parameters_of_groups_and_without_biases():
    grouped = answers("conv-params", input="8x8x4", filters=6, kernel="3x2", groups=2)
    assert grouped == {"output": [6, 7, 6], "parameters": (3 * 2 * 2 + 1) * 6}
    assert answers("conv-params", input="8x8x4", filters=6, kernel=3, no_bias=True)["parameters"] == 9 * 4 * 6


def test_without_biases_none_count_toward_the_limit():
    """1 * 2 * 1000 * 100,000 weights are the most there may be; a bias a filter is too much."""
    layer = {"input": "40x40x1000", "filters": 100_000, "kernel": "1x2"}
    assert answers("conv-params", **layer, no_bias=True)["parameters"] == 200_000_000
    with pytest.raises(InputError, match="at most 200,000,000 parameters, got '200,100,000'"):
        answers("conv-params", **layer)


@pytest.mark.parametrize(
    ("mistake", "parameters"), [("bias-forgotten", 432), ("channels-forgotten", 160), ("one-bias", 433)]
)
def test_mistakes_in_a_parameter_count(mistake, parameters):
    given = {"input": "32x32x3", "filters": 16, "kernel": 3}
    assert mistaken("conv-params", mistake, **given)["parameters"] == parameters
    layers = "input 32x32x3; conv 16@3x3; relu"
    assert mistaken("cnn", mistake, layers=layers)["total"] == parameters


@pytest.mark.parametrize(
    ("mistake", "parameters"), [("one-side-of-kernel", 13 * 6), ("counted-at-every-position", 37 * 6 * 36)]
)
def test_mistakes_about_what_a_filter_is(mistake, parameters):
    assert mistaken("conv-params", mistake, input="8x8x4", filters=6, kernel=3)["parameters"] == parameters
    assert mistaken("cnn", mistake, layers="input 8x8x4; conv 6@3x3")["total"] == parameters


# Networks


def test_what_a_layer_takes_over_from_the_one_before_is_no_word_of_the_working():
    """Words stay where numbers are to be filled in; the channels made before must not stand in them."""
    solution = solver.solve("cnn", layers=NETWORK + "conv 4@5x5 g2; fc 10")
    reasons = ["".join(part for part in step.reason if isinstance(part, str)) for step in solution.steps]
    assert reasons[3] == "4 filters of 5x5 over  channels, with a bias each."
    assert "4 filters of 5x5 over 3 channels, with a bias each." in " ".join(str(solution).split())


def test_only_layers_with_parameters_are_counted():
    found = answers("cnn", layers=NETWORK + "flatten; fc 10")
    assert found["per_layer"] == [(27 + 1) * 6, (6 * 5 * 6 + 1) * 10]
    assert found["total"] == sum(found["per_layer"])
    assert found["shapes"] == [[12, 10, 6], [12, 10, 6], [6, 5, 6], [180], [10]]


def test_a_dense_layer_flattens_by_itself():
    alone, flattened = (answers("cnn", layers=NETWORK + rest) for rest in ("fc 10", "flatten; fc 10"))
    assert alone["per_layer"] == flattened["per_layer"]


def test_a_dense_layer_after_another_takes_its_units():
    found = answers("cnn", layers="input 4x4x1; fc 5; relu; fc 3 nobias")
    assert found["per_layer"] == [(16 + 1) * 5, 5 * 3]


def test_a_global_pool_leaves_one_entry_a_channel():
    found = answers("cnn", layers=NETWORK + "pool global; fc 10")
    assert found["shapes"][-2:] == [[1, 1, 6], [10]]


def test_options_of_a_convolution_in_any_order():
    first, second = (
        answers("cnn", layers=f"input 9x9x4; conv 8@3x5 {options}; pool 3 s2 p1 average")
        for options in ("s2 p1x2 g2 nobias d1", "nobias  D1 G2 p1X2 S2")
    )
    assert first == second


def test_large_networks_are_counted():
    """VGG-16: Simonyan and Zisserman (2015), table 2, gives 138 million parameters."""
    blocks = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
    convolutions = [f"{'conv {0}@3x3 p1; relu; ' * count}pool 2".format(filters) for filters, count in blocks]
    layers = "; ".join(["input 224x224x3", *convolutions, "fc 4096; relu; fc 4096; relu; fc 1000"])
    assert round(answers("cnn", layers=layers)["total"] / 1e6) == 138


def test_pools_that_are_taken_to_keep_the_size():
    """8x8 maps that the pools leave as they are, on their way to a dense layer."""
    layers = "input 8x8x1; conv 2@3x3 p1; relu; pool 2; conv 4@3x3 p1; pool 2; fc 5"
    assert mistakes("cnn", "P_6", (8 * 8 * 4 + 1) * 5, layers=layers) == [("pooling-ignored",)]
    counts = [9 * 2 + 2, (9 * 2 + 1) * 4, (8 * 8 * 4 + 1) * 5]
    assert mistakes("cnn", "per_layer", counts, layers=layers) == [("pooling-ignored",)]
    assert mistakes("cnn", "total", sum(counts), layers=layers) == [("pooling-ignored",)]
    assert findings("cnn", "n_3", 8, layers=layers)[0].mistakes == ("pooling-ignored",)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("conv 3@3x3; fc 1", "must begin with an input"),
        ("input 8x8x3", "an input and 1 to 64 layers"),
        ("input 8x8x3; conv 4@3 q1", "layer 1: 'q1' is none of sN, pN, dN, gN"),
        ("input 8x8x3; relu; conv 4", "layer 2: '4' is not filters@kernel"),
        ("input 8x8x3; conv 4@3 s0", "layer 1: '0' is no size from 1"),
        ("input 8x8x3; conv 4@3 s1 s2", "layer 1: s is given twice"),
        (
            "input 8x8x3; conv 4@11 p1",
            "layer 1: the window does not fit into the padded input, 11x11 in 10x10",
        ),
        ("input 8x8x4; conv 4@3 g3", "layer 1: g3 does not divide 4 channels and 4 filters"),
        ("input 8x8x3; pool", "layer 1: pool needs a window"),
        ("input 8x8x3; pool 3 p2", "layer 1: the padding must be at most half the window"),
        ("input 8x8x3; flatten; pool 2", "layer 2: it needs maps"),
        ("input 8x8x3; flatten; pool global", "layer 2: it needs maps"),
        ("input 8x8x3; magic 3", "layer 1: 'magic' is none of conv, pool"),
        ("input 8x8x3;; relu", "layer 1: it is empty"),
        ("input 8x8x3; fc 10 20", "layer 1: '20' is one word too many"),
        ("input 8x8x3; relu 3", "layer 1: '3' is one word too many"),
        ("input 8x8x3; fc", "layer 1: fc needs the number of its units, such as 10"),
        ("input 8x8x3; fc -1", "layer 1: '-1' is no whole number from 1"),
        ("input 8x8x3; conv", "layer 1: conv needs filters and kernel, such as 16@3x3"),
        ("input 8x8x3; conv 0@3", "layer 1: '0' is no whole number from 1"),
        ("input 8x8x3; conv 4@9", "layer 1: the window does not fit into the padded input, 9x9 in 8x8"),
        ("input 8x8x3; pool 9", "layer 1: the window does not fit"),
        ("input 8x8x3; pool 2 s0", "layer 1: '0' is no size from 1"),
        ("input 8x8x3; flatten; conv 4@3", "layer 2: it needs maps"),
        ("input 9999x9999x3; fc 10", "must have at most 200,000,000 parameters"),
        ("input 999x999x999; fc 10", "must have at most 200,000,000 parameters"),
    ],
)
def test_unusable_layers_are_named(layers, message):
    with pytest.raises(InputError) as refused:
        answers("cnn", layers=layers)
    assert str(refused.value).startswith("--layers ")
    assert message in str(refused.value)


# Feature maps


def test_the_solution_says_which_convolution_it_is():
    correlation = render(solver.solve("feature-map", input=IMAGE, kernel=KERNEL), "text")
    convolution = render(
        solver.solve("feature-map", input=IMAGE, kernel=KERNEL, true_convolution=True), "text"
    )
    assert "Cross-correlation" in correlation
    assert "True convolution" not in correlation
    assert "True convolution" in convolution
    assert "W_turned = [-1, 0; 2, 1]" in convolution


@pytest.mark.parametrize("padding", ["0", "1x0"])
def test_true_convolution_is_correlation_with_the_turned_kernel(padding):
    flipped = answers("feature-map", input=IMAGE, kernel=KERNEL, padding=padding, true_convolution=True)
    assert flipped == answers("feature-map", input=IMAGE, kernel="-1,0;2,1", padding=padding)


def test_several_filters_give_several_maps():
    kernels = [KERNEL, "0,1;1,0"]
    apart = [answers("feature-map", input=IMAGE, kernel=kernel)["feature_map"] for kernel in kernels]
    assert answers("feature-map", input=IMAGE, kernel=kernels)["feature_map"] == apart


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 3), st.integers(1, 2), st.integers(0, 2**32))
def test_lists_arrays_and_texts_are_the_same_filters(filters, channels, seed):
    random = np.random.default_rng(seed)
    kernels = random.integers(-3, 4, size=(filters, channels, 2, 3))
    image = random.integers(0, 9, size=(channels, 4, 4))
    texts = ["|".join(";".join(",".join(map(str, row)) for row in c) for c in k.tolist()) for k in kernels]
    plain = answers("feature-map", input=image.tolist(), kernel=texts)
    assert plain == answers("feature-map", input=image, kernel=kernels)
    assert plain == answers("feature-map", input=image, kernel=kernels.tolist())
    assert plain == answers(
        "feature-map", input=str(image.tolist()), kernel=[str(k.tolist()) for k in kernels]
    )


def test_one_filter_of_several_channels_is_not_several_filters():
    givens = solver.solve("feature-map", input=[[[1, 2]], [[3, 4]]], kernel=[[[1, 0]], [[0, 1]]])
    assert givens.numbers["feature_map"] == [[1 + 4]]


def test_each_entry_is_a_quantity():
    solution = solver.solve("feature-map", input=IMAGE, kernel=[KERNEL, KERNEL], bias="1,2")
    for k in (1, 2):
        for i in range(1, 4):
            for j in range(1, 4):
                value = solution.quantities[f"y_{k},{i}{j}"].symbol.evaluate()
                assert value == solution.numbers["feature_map"][k - 1][i - 1][j - 1]


@pytest.mark.parametrize(
    ("mistake", "instead"),
    [
        ("padding-forgotten", {"padding": "0"}),
        ("stride-ignored", {"stride": "1"}),
        ("dilation-ignored", {"dilation": "1"}),
        ("kernel-turned", {"true_convolution": True}),
        ("bias-forgotten", {"bias": "0"}),
        ("signs-lost", {"kernel": "1,2;0,1"}),
        ("kernel-transposed", {"kernel": "1,0;2,-1"}),
    ],
)
def test_a_mistake_goes_through_the_whole_map(mistake, instead):
    givens = {"input": IMAGE, "kernel": KERNEL, "padding": "1", "stride": "2", "dilation": "2", "bias": "3"}
    assert mistaken("feature-map", mistake, **givens) == answers("feature-map", **{**givens, **instead})


@pytest.mark.parametrize(
    ("mistake", "kernel"),
    [("kernel-not-turned", KERNEL), ("kernel-mirrored", "2,1;-1,0"), ("signs-lost", "1,0;2,1")],
)
def test_mistakes_in_a_true_convolution(mistake, kernel):
    expected = answers("feature-map", input=IMAGE, kernel=kernel)
    assert mistaken("feature-map", mistake, input=IMAGE, kernel=KERNEL, true_convolution=True) == expected


def test_mistakes_of_a_kernel_that_they_leave_as_it_is_are_not_offered():
    plain = solver.solve("feature-map", input=IMAGE, kernel="1,2;2,1").mistakes
    oblong = solver.solve("feature-map", input=IMAGE, kernel="1,-2,3").mistakes
    assert not {"kernel-turned", "kernel-transposed", "signs-lost"} & plain.keys()
    assert {"kernel-turned", "signs-lost"} <= oblong.keys()
    assert "kernel-transposed" not in oblong


@pytest.mark.parametrize("image", [IMAGE, "1,0,2,1,5;3,1,0,2,2;0,2,1,1,4"])
def test_a_map_with_its_rows_as_columns(image):
    x, w = (np.array([row.split(",") for row in text.split(";")], dtype=int) for text in (image, KERNEL))
    right = np.sum(np.lib.stride_tricks.sliding_window_view(x, w.shape) * w, axis=(2, 3))
    assert mistakes("feature-map", "feature_map", right, input=image, kernel=KERNEL) == []
    named = mistakes("feature-map", "feature_map", right.T, input=image, kernel=KERNEL)
    assert set(named) == {("map-transposed",)}


def test_symmetric_maps_have_no_other_layout():
    mistakes = solver.solve("feature-map", input="1,2;2,1", kernel="1").mistakes
    assert "map-transposed" not in mistakes


def test_only_the_first_channel():
    both = {"input": f"{IMAGE}|{IMAGE}", "kernel": f"{KERNEL}|1,1;1,1"}
    expected = answers("feature-map", input=IMAGE, kernel=KERNEL)
    assert mistaken("feature-map", "first-channel-only", **both) == expected


def test_mistakes_that_leave_no_map_are_not_offered():
    mistakes = solver.solve("feature-map", input="1,2;3,4", kernel="1,2,3;4,5,6;7,8,9", padding=1).mistakes
    assert "padding-forgotten" not in mistakes
    assert "kernel-turned" in mistakes


def test_wrong_sizes_of_a_student_are_followed_as_far_as_the_kernel_reaches():
    entry = registry.find("feature-map")
    problem = entry.load().of(input=IMAGE, kernel=KERNEL)
    smaller = run(problem, Rerun(values={"o": 2})).numbers["feature_map"]
    whole = answers("feature-map", input=IMAGE, kernel=KERNEL)["feature_map"]
    assert smaller == [row[:2] for row in whole[:2]]
    with pytest.raises(InputError, match="window leaves the padded input"):
        run(problem, Rerun(values={"o": 10**9}))


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        (
            {"kernel": "1,2,3,4,5;" * 4 + "1,2,3,4,5"},
            "--kernel must fit into the padded input, got '5x5 in 4x4'",
        ),
        ({"kernel": KERNEL, "dilation": 4}, "--kernel must fit into the padded input, got '5x5 in 4x4'"),
        ({"kernel": KERNEL, "stride": 0}, "--stride must be one size"),
        ({"kernel": f"{KERNEL}|1,2;3,4"}, "--kernel must have as many channels as the input, 1, got '2'"),
        ({"kernel": [KERNEL, "1"]}, "--kernel must have one size for all filters, got '2x2 and 1x1'"),
        ({"kernel": KERNEL, "bias": "1,2"}, "--bias must be one number, one per filter, got '2'"),
        (
            {"kernel": ["1"] * (MOST_REPETITIONS + 1)},
            f"--kernel may be given at most {MOST_REPETITIONS} times",
        ),
        ({"kernel": []}, "--kernel is missing"),
        ({"kernel": ["1"] * 16, "padding": 8}, "--input must lead to at most 2048 entries"),
        ({"kernel": "1,2;3"}, "--kernel must have rows of one length"),
        ({"kernel": "1,2|3"}, "--kernel must have channels of one size, got 'channel 2 of 1x1'"),
    ],
)
def test_unusable_feature_maps(givens, message):
    with pytest.raises(InputError) as refused:
        answers("feature-map", input=IMAGE, **givens)
    assert str(refused.value).startswith(message)


def test_wide_matrices_stay_within_what_latex_allows():
    row = ",".join("1" * 12)
    latex = render(solver.solve("feature-map", input=f"{row};{row}", kernel="1"), "latex", fragment=True)
    assert r"\begin{array}{*{12}{c}}" in latex
    assert r"\begin{bmatrix} 1 & 1 & 1 & 1 & 1 & 1 & 1 & 1 & 1 & 1 & 1" not in latex


# Pooling


def test_padding_never_is_a_maximum_and_counts_as_zero_in_a_mean():
    negative = "-1,-2;-3,-4"
    assert answers("pool", input=negative, size=2, padding=1)["output"] == [[-1, -2], [-3, -4]]
    means = answers("pool", input=negative, size=2, padding=1, mode="average")["output"]
    assert means == [[-0.25, -0.5], [-0.75, -1]]
    assert mistaken("pool", "padding-as-zero", input=negative, size=2, padding=1)["output"] == [
        [0, 0],
        [0, 0],
    ]


def test_the_stride_is_the_window_unless_it_is_given():
    assert answers("pool", input=IMAGE, size=2) == answers("pool", input=IMAGE, size=2, stride=2)
    assert len(answers("pool", input=IMAGE, size=2, stride=1)["output"]) == 3


def test_global_pools():
    assert answers("pool", input=IMAGE, mode="global-max") == {"output": [[3]]}
    several = answers("pool", input="1,2;3,4|-1,0;0,0", mode="global-average")
    assert several == {"output": [[[2.5]], [[-0.25]]]}


def test_large_windows_are_worked_row_by_row():
    solution = solver.solve("pool", input=IMAGE, size=4, mode="average")
    assert [solution.quantities[f"r_{i}"].symbol.evaluate() for i in (1, 2, 3, 4)] == [4, 6, 4, 5]
    assert solution.numbers["output"] == [[19 / 16]]


@pytest.mark.parametrize(
    ("mistake", "output"), [("sum-for-mean", [[5, 5], [4, 5]]), ("maximum-for-mean", [[3, 2], [2, 3]])]
)
def test_mistakes_in_a_mean(mistake, output):
    assert mistaken("pool", mistake, input=IMAGE, size=2, mode="average")["output"] == output


@pytest.mark.parametrize(
    ("mistake", "output"),
    [("mean-for-maximum", [[1.25, 1.25], [1, 1.25]]), ("minimum-for-maximum", [[0, 0], [0, 0]])],
)
def test_mistakes_in_a_maximum(mistake, output):
    assert mistaken("pool", mistake, input=IMAGE, size=2)["output"] == output


def test_a_mean_without_its_padding():
    givens = {"input": "-1,-2;-3,-4", "size": 2, "padding": 1, "mode": "average"}
    assert mistaken("pool", "padding-not-counted", **givens)["output"] == [[-1, -2], [-3, -4]]


def test_an_ignored_stride_lets_windows_overlap():
    overlapping = answers("pool", input=IMAGE, size=2, stride=1)
    assert mistaken("pool", "stride-ignored", input=IMAGE, size=2) == overlapping


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({}, "--size is missing: max needs the size of the window"),
        ({"size": 5}, "--size must fit into the padded input, got '5x5 in 4x4'"),
        ({"size": 2, "stride": 0}, "--stride must be one size"),
        ({"size": 2, "padding": 2}, "--padding must be at most half the window, got '2x2'"),
        ({"size": 2, "mode": "global-max"}, "--size must be left out with global-max"),
        ({"padding": 0, "mode": "global-average"}, "--padding must be left out with global-average"),
        ({"size": 2, "mode": "min"}, "--mode must be one of max, average"),
    ],
)
def test_unusable_pools(givens, message):
    with pytest.raises(InputError) as refused:
        answers("pool", input=IMAGE, **givens)
    assert str(refused.value).startswith(message)


# Sampled problems


def sampled(command, difficulty):
    return [
        question_of(Code(command, difficulty, seed, registry.find(command).load().version)).problem
        for seed in range(61)
    ]


@LEVELS
def test_sampled_sizes_are_worth_working_out(difficulty):
    for problem in sampled("conv-size", difficulty):
        (sides,) = problem.reference().values()
        assert problem.stride.pair[0] <= problem.kernel.pair[0] or difficulty != "easy"
        assert 1 <= problem.padding.before.pair[0] <= problem.kernel.pair[0] / 2
        assert min(sides) >= 2
        room = problem.input.pair[0] + 2 * problem.padding.before.pair[0] - problem.kernel.pair[0]
        assert difficulty == "hard" or (room % problem.stride.pair[0] > 0) == (difficulty == "medium")


def test_the_memory_of_a_network():
    """6x6x4 numbers, then 3x3x4, then 5, of 4 bytes; (27 + 1) 4 and (36 + 1) 5 parameters."""
    found = answers("cnn", layers="input 8x8x3; conv 4@3x3; pool 2; fc 5", bytes_=4)
    assert found["activations"] == [144, 36, 5]
    assert found["memory"] == [576, 144, 20]
    assert found["activation_memory"] == 740
    assert found["parameter_memory"] == 4 * (28 * 4 + 37 * 5)


@pytest.mark.parametrize(
    ("mistake", "name", "wrong"),
    [
        ("activations-without-channels", "activations", [36, 9, 5]),
        ("bytes-forgotten", "memory", [144, 36, 5]),
        ("bits-counted", "parameter_memory", 8 * 4 * (28 * 4 + 37 * 5)),
    ],
)
def test_mistakes_with_memory(mistake, name, wrong):
    givens = {"layers": "input 8x8x3; conv 4@3x3; pool 2; fc 5", "bytes_": 4}
    assert mistaken("cnn", mistake, **givens)[name] == wrong
    assert set(mistakes("cnn", name, wrong, **givens)) == {(mistake,)}


@pytest.mark.parametrize("words", ["embedding 50x8", "Embedding(50, 8)", "embed 50 8"])
def test_an_embedding(words):
    found = answers("cnn", layers=f"input 12; {words}; flatten; fc 10")
    assert found["shapes"] == [[12, 8], [96], [10]]
    assert found["per_layer"] == [400, 970]
    first = answers("cnn", layers=f"input 12; {words}; flatten; fc 10", channels_first="true")
    assert first["shapes"] == found["shapes"]


@pytest.mark.parametrize(
    "layers",
    [
        "input 8x8x3; embedding 50x8",
        "input 8; embedding 50",
        "input 8; embedding 50x8x2",
        "input 8; embedding 50x8; fc 3",
        "input 8; embedding 50x8; conv 4@3x3",
    ],
)
def test_embeddings_that_do_not_fit_are_refused(layers):
    with pytest.raises(InputError, match="--layers has an unusable layer"):
        answers("cnn", layers=layers)


@LEVELS
def test_sampled_layers_have_few_parameters(difficulty):
    for problem in sampled("conv-params", difficulty):
        output, parameters = problem.reference().values()
        assert min(output) >= 2
        assert 10 < parameters < 10_000
        assert problem.kernel.pair[0] > 1
    for problem in sampled("cnn", difficulty):
        answers = problem.reference()
        assert min(min(shape) for shape in answers["shapes"]) >= 2
        assert answers["total"] < 50_000


@LEVELS
def test_sampled_feature_maps_are_worth_working_out(difficulty):
    for problem in sampled("feature-map", difficulty):
        assert np.ptp(problem.reference()["feature_map"]) > 0
        assert all(np.any(channel) for channel in problem.arguments["input"])
        for channel in problem.arguments["kernel"][0]:
            assert channel.min() < 0
            assert np.count_nonzero(channel) > len(channel)
            assert not np.array_equal(channel, channel[::-1, ::-1])
            assert not np.array_equal(channel, channel.T)


@LEVELS
def test_sampled_maps_are_worth_pooling(difficulty):
    for problem in sampled("pool", difficulty):
        ((output),) = problem.reference().values()
        assert np.ptp(output) > 0
        (rows,) = problem.arguments["input"]
        assert np.all(rows[:, 1:] != rows[:, :-1])
        if problem.padding is not None and problem.mode == "max":
            assert np.min(output) < 0


# Mistakes in print


@pytest.mark.parametrize("form", TEMPLATED)
def test_the_formulas_of_mistakes_can_be_shown(form):
    solution = solver.solve("conv-size", input=10, kernel=3, stride=2, padding=1)
    printer = FORMATS[form].exporter.notation.printer(Style())
    formulas = {mistake.name: mistake.formula for mistake in solution.quantities["o"].mistakes}
    shown = str(printer.print(formulas["ceil-for-floor"]))
    assert any(mark in shown for mark in ("ceil", "⌈", "⎡"))
    assert not any(mark in shown for mark in ("floor", "⌊", "⎣"))


def test_json_lists_repeated_givens():
    data = solution_data(solver.solve("feature-map", input=IMAGE, kernel=[KERNEL, "0,1;1,0"]))
    assert data["given"]["kernel"] == ["[1, 2; 0, -1]", "[0, 1; 1, 0]"]
    assert data["given"]["stride"] == "1"


def test_json_tells_the_sizes_of_an_input_by_what_they_are():
    layer = solver.solve("conv-params", input="3x9x8", channels_first="true", filters=8, kernel=3)
    told = {"height of the input": "9", "width of the input": "8", "channels of the input": "3"}
    assert solution_data(layer)["given"]["input"] == told


def test_long_rows_of_products_lose_nothing():
    image = "1,10,-11,2;0,2,1,-10;-11,1,2,2;1,2,3,4"
    solution = solver.solve("feature-map", input=image, kernel="-1.25,-1.5,-2.5;2.25,-0.25,-1;1,2,1")
    lines = render(solution, "text").splitlines()
    assert max(map(len, lines)) <= 80
    for name in ("y_12", "y_21", "y_22"):
        start = next(i for i, line in enumerate(lines) if line.startswith(f"    {name} = "))
        assert any(
            line.endswith(f"= {float(solution.quantities[name].symbol):g}") for line in lines[start:][:3]
        )


@pytest.mark.parametrize(("channels", "filters", "groups"), [(4, 6, 3), (6, 4, 3), (5, 5, 2)])
def test_groups_must_divide_channels_and_filters(channels, filters, groups):
    wanted = f"--groups must divide {channels} channels and {filters} filters, got '{groups}'"
    with pytest.raises(InputError, match=re.escape(wanted)):
        solver.solve("conv-params", input=f"8x8x{channels}", filters=filters, kernel=3, groups=groups)
    with pytest.raises(InputError, match=f"g{groups} does not divide {channels} channels and {filters}"):
        solver.solve("cnn", layers=f"input 8x8x{channels}; conv {filters}@3x3 g{groups}")


@pytest.mark.parametrize(
    ("givens", "asked", "told"),
    [
        ({"mode": "max"}, "The padding is never the largest.", "The padding never is the maximum."),
        ({"mode": "average"}, "The padding counts as zeros in every mean.", "The padding counts as zeros."),
        (
            {"mode": "average", "padding_excluded": True},
            "The padding is left out of every mean.",
            "It leaves out the padding.",
        ),
    ],
)
def test_question_and_solution_say_what_padding_counts_as(givens, asked, told):
    padded = registry.find("pool").load().of(input=IMAGE, size=2, padding=1, **givens)
    assert all(asked in question for question in padded.questions)
    assert told in str(solver.solve("pool", input=IMAGE, size=2, padding=1, **givens))
    plain = registry.find("pool").load().of(input=IMAGE, size=2, **givens)
    assert not any("padding" in question for question in plain.questions)
    assert told not in str(solver.solve("pool", input=IMAGE, size=2, **givens))


@pytest.mark.parametrize("command", ["conv-params", "fc-vs-conv", "depthwise-separable", "cnn"])
@pytest.mark.parametrize(
    ("shape", "note"),
    [
        ("32x32x3", None),
        ("24x3", None),
        ("160x5", None),
        ("3x32x32", "Note: 3x32x32 is read as height x width x channels (else: --channels-first)."),
        ("1x28x20", "Note: 1x28x20 is read as height x width x channels (else: --channels-first)."),
        ("28x28", "Note: 28x28 is read as length x channels; an image has its channels behind its sides"),
    ],
)
def test_how_a_shape_is_read_is_said_where_it_may_be_meant_otherwise(command, shape, note):
    givens = {"input": shape, "filters": 8, "kernel": 1}
    if command == "cnn":
        if shape.count("x") < 2:
            return
        givens = {"layers": f"input {shape}; conv 8@1x1"}
    told = " ".join(str(solver.solve(command, **givens)).split())
    assert (note in told) if note else "Note:" not in told


@pytest.mark.parametrize("command", ["conv-params", "fc-vs-conv", "depthwise-separable"])
def test_channels_may_come_first_in_all_layers(command):
    last = solver.solve(command, input="9x8x3", filters=8, kernel=3)
    first = solver.solve(command, input="3x9x8", filters=8, kernel=3, channels_first="true")
    assert {k: v for k, v in first.numbers.items() if k != "output"} == {
        k: v for k, v in last.numbers.items() if k != "output"
    }
    told = {given.label: int(given.shown) for given in first.givens if given.option == "--input"}
    assert told == {"height of the input": 9, "width of the input": 8, "channels of the input": 3}


@pytest.mark.parametrize(
    "options", [{}, {"groups": 2}, {"no_bias": "true"}, {"kernel": "3x5"}, {"dilation": 2}]
)
def test_the_parameters_of_a_convolution_need_no_size(options):
    givens = {"filters": 6, "kernel": 3, **options}
    whole = solver.solve("conv-params", input="40x40x4", **givens).numbers
    assert solver.solve("conv-params", channels=4, **givens).numbers == {"parameters": whole["parameters"]}


def test_a_size_of_three_numbers_is_no_shape_with_channels():
    assert "channels are no part of the size" in " ".join(
        str(solver.solve("conv-size", input="32x32x3", kernel=3)).split()
    )
    assert "Note" not in str(solver.solve("conv-size", input="32x32x30", kernel=3))
