"""Feature map: a convolution worked out entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

import numpy as np

from solver.domains import Switch, VectorOf
from solver.errors import InputError
from solver.mathematics.formula import Family, Symbol
from solver.mathematics.values import Value
from solver.models.convolution import convolve_im2col
from solver.problem import MOST_REPETITIONS, Difficulty, Problem, parameter
from solver.problems.convolution._correlation import Correlation
from solver.problems.convolution._filter_map import FilterMap, show_preparations
from solver.problems.convolution._maps import LARGEST_KERNEL, InputMaps, Maps, MapsOf, Margin, Step
from solver.problems.convolution._placement import Placement, check_amount, record_placement
from solver.problems.convolution._reading import choose_reading, choose_signs
from solver.problems.convolution._sampling import ATTEMPTS, convolution
from solver.problems.convolution._sliding import Slides, check_fit, record_reachable, slides
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

CROSS_CORRELATION = (
    "Cross-correlation, as deep-learning libraries compute it: the kernel is laid on each patch"
    " as it is, not turned, and the products are summed."
)
TRUE_CONVOLUTION = (
    "True convolution: the kernel, turned by 180 degrees, is laid on each patch, and the products are summed."
)


class FeatureMap(Problem):
    """Goodfellow, Bengio and Courville, Deep Learning, equations 9.4 and 9.6."""

    input: InputMaps = parameter("input", symbol="X", note="channels separated by |")
    kernel: Annotated[tuple[Maps, ...], MapsOf(LARGEST_KERNEL)] = parameter(
        "kernel", symbol="W", repeat=True, note="once a filter; channels separated by |"
    )
    stride: Step = parameter("stride", symbol="s", default="1")
    padding: Margin = parameter("padding on each side", symbol="p", default="0")
    dilation: Step = parameter("dilation", symbol="d", default="1")
    bias: Annotated[Family | None, VectorOf(most=MOST_REPETITIONS)] = parameter(
        "bias", symbol="b", required=False, note="one a filter"
    )
    true_convolution: Switch = parameter(
        "true convolution, with the kernel turned by 180 degrees", convention=True
    )

    @property
    def questions(self) -> tuple[str, ...]:
        convention = (
            "The kernel is turned by 180 degrees, as in a true convolution."
            if self.true_convolution
            else "The kernel is not turned (cross-correlation, as in deep-learning libraries)."
        )
        return (
            f"Work out the size and the entries of the feature map. {convention}",
            "A convolutional layer slides its kernel over the input X. What is the feature map, and of"
            f" which size? {convention}",
        )

    @property
    def axes(self) -> Slides:
        kernel = self.kernel[0].extent("f")
        return slides(self.input.extent("n"), kernel, self.stride, self.padding, self.dilation)

    def check(self) -> None:
        first = self.kernel[0]
        for filters in self.kernel:
            if len(filters.channels) != len(self.input.channels):
                wanted = f"must have as many channels as the input, {len(self.input.channels)}"
                raise InputError("--kernel", wanted, str(len(filters.channels)))
            if filters.size != first.size:
                sizes = [extent.extent("f").text for extent in (first, filters)]
                raise InputError("--kernel", "must have one size for all filters", " and ".join(sizes))
        if self.bias is not None and len(self.bias) != len(self.kernel):
            raise InputError(
                "--bias", "must be one number a filter", f"{len(self.bias)} for {len(self.kernel)}"
            )
        check_fit("--kernel", self.axes)
        terms = len(first.channels) * first.size[0] * first.size[1]
        check_amount("--input", self.axes, len(self.kernel), terms)

    def solve(self, work: Working) -> None:
        reading = choose_reading(work, self.kernel, turned=self.true_convolution)
        side = record_reachable(work, "Size of the feature map", self.axes)
        pairs = self.stride.pair, self.padding.pair, self.dilation.pair
        given = Placement(self.input.size, self.kernel[0].size, *pairs)
        placement = record_placement(work, given, self.axes)
        reading = choose_signs(work, self.kernel, reading)
        summed = self._choose_channels(work)
        filters = []
        for number, w in enumerate(self.kernel, 1):
            mark = f"_{number}" if len(self.kernel) > 1 else ""
            bias = self.bias[number] if self.bias else None
            correlation = Correlation(self.input, w, placement, reading)
            filters.append(FilterMap(work, mark, placement, correlation, bias, summed))
        show_preparations(work, filters)
        kind = TRUE_CONVOLUTION if reading.turned else CROSS_CORRELATION
        several = " Each channel is summed by itself first." if summed > 1 else ""
        maps = [made.record_map(side, kind + several) for made in filters]
        work.answer("size", [side.height, side.width])
        maps = _choose_layout(work, maps)
        work.answer("feature_map", maps[0] if len(maps) == 1 else maps)

    def _choose_channels(self, work: Working) -> int:
        """How many channels are summed."""
        count = len(self.input.channels)
        mistakes = {"first-channel-only": ("only the first channel was used", 1)}
        return work.choose(count, mistakes if count > 1 else {})

    def reference(self) -> Mapping[str, Any]:
        maps = convolve_im2col(
            np.array(self.input.array),
            np.array([w.array for w in self.kernel]),
            np.array([float(b) for b in self.bias]) if self.bias else None,
            stride=self.stride.pair,
            padding=self.padding.pair,
            dilation=self.dilation.pair,
            flipped=self.true_convolution,
        )
        return {"size": maps.shape[1:], "feature_map": maps[0] if len(maps) == 1 else maps}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Entries are whole numbers from 0 to 3, weights from -1 to 2: sums have two digits at most.

        Easy maps have four entries of four products. Medium ones have more of either, or a kernel to be
        turned; hard ones have two channels and a bias. Not all entries of the map are alike.
        """
        drawn = (cls.of(**convolution(draw, difficulty)) for _ in range(ATTEMPTS))
        varied = (problem for problem in drawn if np.ptp(problem.reference()["feature_map"]) > 0)
        return next(varied, cls.of(input="1,2,0;0,1,3;2,0,1", kernel="1,-1;2,0"))


def _choose_layout(work: Working, maps: list[list[list[Symbol]]]) -> list[list[list[Symbol]]]:
    """The maps as they are worked out, unless a mistake takes their rows for columns."""
    turned = [[list(column) for column in zip(*rows, strict=True)] for rows in maps]
    mistakes = {"map-transposed": ("the rows of the map were taken for its columns", turned)}
    return work.choose(maps, mistakes if _values(turned) != _values(maps) else {})


def _values(maps: list[list[list[Symbol]]]) -> list[list[list[Value]]]:
    return [[[entry.value for entry in row] for row in rows] for rows in maps]
