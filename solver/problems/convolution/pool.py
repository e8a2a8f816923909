"""Pooling: the maximum or the mean of each window of a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

import numpy as np

from solver.domains import Choice
from solver.errors import InputError
from solver.models.convolution import Mode, pool, pool_global
from solver.problem import Difficulty, Problem, parameter
from solver.problems.convolution._maps import InputMaps, Margin, Step
from solver.problems.convolution._placement import Placement, check_amount, record_placement
from solver.problems.convolution._sampling import ATTEMPTS, pooling
from solver.problems.convolution._sizes import Extent, extent
from solver.problems.convolution._sliding import (
    ONCE,
    WHY_FLOOR,
    Slides,
    check_fit,
    record_reachable,
    slides,
)
from solver.problems.convolution._window import WRONG_KINDS, Kind, PooledMap
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

MODES: Mapping[str, Mode] = {
    "max": "max",
    "average": "average",
    "global-max": "max",
    "global-average": "average",
}
UNPADDED = extent("p", 0, 0)


class Pool(Problem):
    """Goodfellow, Bengio and Courville, Deep Learning, section 9.3; padding as in PyTorch."""

    input: InputMaps = parameter("input", symbol="X", note="channels separated by |")
    size: Step | None = parameter("window size", symbol="f", required=False)
    stride: Step | None = parameter("stride", symbol="s", required=False, note="by default the window size")
    padding: Margin | None = parameter("padding on each side", symbol="p", required=False)
    mode: Annotated[str, Choice(tuple(MODES))] = parameter("mode", default="max")

    @property
    def questions(self) -> tuple[str, ...]:
        padded = self.placement.padding != (0, 0)
        zeros = "is never the largest" if "max" in self.mode else "counts as zeros in every mean"
        convention = f" The padding {zeros}." if padded else ""
        if self.size is not None and self.stride is None:
            convention += " The stride is the size of the window."
        kind = "maximum" if "max" in self.mode else "mean"
        return (
            f"Pool the map X: what is the {kind} of each window?{convention}",
            f"Work out the output of a pooling layer that takes the {kind} of each window.{convention}",
        )

    @property
    def whole(self) -> bool:
        return self.mode.startswith("global")

    @property
    def window(self) -> Extent:
        """The window; of a global pool, the whole map."""
        return self.size or self.input.extent("f")

    @property
    def step(self) -> Extent:
        return self.stride or extent("s", *self.window.pair)

    @property
    def axes(self) -> Slides:
        return slides(self.input.extent("n"), self.window, self.step, self.padding)

    @property
    def placement(self) -> Placement:
        padding = self.padding or UNPADDED
        return Placement(self.input.size, self.window.pair, self.step.pair, padding.pair)

    def check(self) -> None:
        given = {"--size": self.size, "--stride": self.stride, "--padding": self.padding}
        unwanted = next((option for option, value in given.items() if self.whole and value is not None), None)
        if unwanted is not None:
            raise InputError(unwanted, f"must be left out with {self.mode}: the window is the whole map")
        if self.size is None and not self.whole:
            raise InputError("--size", f"is missing: {self.mode} needs the size of the window")
        margins = zip(self.placement.padding, self.window.pair, strict=True)
        if any(2 * padding > size for padding, size in margins):
            raise InputError("--padding", "must be at most half the window", (self.padding or UNPADDED).text)
        check_fit("--size", self.axes)
        height, width = self.window.pair
        check_amount("--input", self.axes, len(self.input.channels), height * width)

    def solve(self, work: Working) -> None:
        right = Kind.MEAN if MODES[self.mode] == "average" else Kind.MAXIMUM
        kind = work.choose(right, WRONG_KINDS[right])
        side, placement = (ONCE, self.placement) if self.whole else self._slide(work)
        reason = f"The {kind.value} of the {'whole map' if self.whole else 'window'}."
        if placement.padding != (0, 0):
            reason += " The padding counts as zeros." if kind.adds else " The padding never is the maximum."
        maps = []
        for number, grid in enumerate(self.input.channels, 1):
            mark = f"_{number}" if len(self.input.channels) > 1 else ""
            maps.append(PooledMap(work, mark, placement, grid, kind).record_map(side, reason))
        work.answer("output", maps[0] if len(maps) == 1 else maps)

    def _slide(self, work: Working) -> tuple[Extent, Placement]:
        """Work out the size of the output."""
        default = "" if self.stride else " The stride is the size of the window."
        side = record_reachable(work, "Size of the output", self.axes, WHY_FLOOR + default)
        return side, record_placement(work, self.placement, self.axes)

    def reference(self) -> Mapping[str, Any]:
        x, mode, placed = np.array(self.input.array), MODES[self.mode], self.placement
        pooled = (
            pool_global(x, mode)
            if self.whole
            else pool(x, mode, placed.window, placed.stride, placed.padding)
        )
        return {"output": pooled[0] if len(pooled) == 1 else pooled}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Entries are whole numbers of one digit; means are of four of them and so end in quarters.

        Easy windows lie side by side, medium ones overlap, and hard ones reach into a padding, which
        would be the maximum of some window if it counted as zeros.
        """
        drawn = (cls.of(**pooling(draw, difficulty)) for _ in range(ATTEMPTS))
        plain = cls.of(input="-3,2,0,4;1,-5,3,-2;-4,1,-1,0;2,-3,5,-6", size="2")
        return next(filter(_is_telling, drawn), plain)


def _is_telling(problem: Pool) -> bool:
    """Whether not all entries of the output are alike, and a padding matters."""
    output = problem.reference()["output"]
    hidden_padding = problem.padding is not None and problem.mode == "max" and output.min() >= 0
    return bool(np.ptp(output) > 0 and not hidden_padding)
