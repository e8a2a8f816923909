"""The parameters of a convolution layer and of a fully connected one."""

from __future__ import annotations

from collections.abc import Iterator

from solver.mathematics.formula import Formula, Symbol
from solver.problems.convolution._sizes import Extent
from solver.record.solution import Mistake

MOST_PARAMETERS = 200_000_000
"""The largest network that is counted; VGG-16 has 138 million parameters."""


def weights_of_filter(kernel: Extent, channels: Symbol, groups: Symbol) -> Formula:
    """The entries of one filter, which spans the channels of its group."""
    area = kernel.height * kernel.width
    return area * channels if groups.value == 1 else area * (channels / groups)


def filter_mistakes(kernel: Extent, channels: Symbol, groups: Symbol) -> Iterator[Mistake]:
    """The mistakes that are made with the entries of one filter."""
    area = kernel.height * kernel.width
    if channels.value != groups.value:
        yield Mistake("channels-forgotten", "the input's channels were left out", area)
    if groups.value != 1:
        yield Mistake("groups-ignored", "the groups were ignored", area * channels)
    if kernel.width.value != 1:
        depth = channels if groups.value == 1 else channels / groups
        yield Mistake("one-side-of-kernel", "only one side of the kernel was counted", kernel.height * depth)


def sharing_mistakes(parameters: Formula, output: Extent) -> Iterator[Mistake]:
    """The mistake of a layer that does not share its weights."""
    if output.pair != (1, 1):
        words = "the parameters were counted anew for every position of the output"
        yield Mistake("counted-at-every-position", words, parameters * output.height * output.width)


def parameter_count(weights: Formula, units: Symbol, *, bias: bool) -> Formula:
    """The parameters of so many filters or units with so many weights each."""
    return (weights + 1) * units if bias else weights * units


def bias_mistakes(weights: Formula, units: Symbol, *, bias: bool) -> Iterator[Mistake]:
    """The mistakes that are made with the biases."""
    if not bias:
        yield Mistake("bias-counted", "biases were counted though there are none", (weights + 1) * units)
        return
    yield Mistake("bias-forgotten", "the biases were forgotten", weights * units)
    if units.value != 1:
        yield Mistake("one-bias", "a single bias was counted for all of them", weights * units + 1)
