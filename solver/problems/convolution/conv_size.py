"""Convolution output size: height and width of the feature map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from solver.drawing import Draw
from solver.models.convolution import output_pair
from solver.problem import Difficulty, Problem, parameter
from solver.problems.convolution._sizes import (
    WHY_FLOOR,
    Padding,
    Size,
    Slides,
    check_fit,
    record_output,
    slides,
)
from solver.working import Working


class ConvSize(Problem):
    """Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), relationship 6."""

    input: Size = parameter("input size", symbol="n", note="one side, or height x width")
    kernel: Size = parameter("kernel size", symbol="f")
    stride: Size = parameter("stride", symbol="s", default="1")
    padding: Padding = parameter("padding on each side", symbol="p", default="0")
    dilation: Size = parameter("dilation", symbol="d", default="1")

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "What are the height and the width of the output of this convolution? Sizes are rounded down.",
            "How large a feature map does this convolution make? Give its height and its width, rounded"
            " down where the kernel does not fit exactly.",
        )

    @property
    def axes(self) -> Slides:
        return slides(self.input, self.kernel, self.stride, self.padding, self.dilation)

    def check(self) -> None:
        check_fit("--kernel", self.axes)

    def solve(self, work: Working) -> None:
        one = self.axes[0] == self.axes[1]
        work.step("Output size" if one else "Output height and width", WHY_FLOOR)
        if self.dilation.pair != (1, 1):
            axis = self.axes[0]
            reach = axis.dilation * (axis.window - 1) + 1
            work.say("A dilated kernel has gaps: it reaches over {reach} entries.", reach=reach)
        output = record_output(work, "o", self.axes)
        work.answer("output", [output.height, output.width])

    def reference(self) -> Mapping[str, Any]:
        sizes = self.input, self.kernel, self.stride, self.padding, self.dilation
        return {"output": output_pair(*(size.pair for size in sizes))}

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        kernel = draw.choice((3, 5))
        givens = {
            "kernel": str(kernel),
            "stride": str(draw.integer(1, 2)),
            "padding": str(draw.integer(1, 2)),
        }
        if difficulty == "easy":
            return cls.of(input=str(draw.integer(8, 32)), **givens)
        givens["stride"] = str(draw.integer(2, 4))
        if difficulty == "medium":
            return cls.of(input=str(draw.integer(16, 64)), **givens)
        height, width = draw.integer(20, 40), draw.integer(41, 64)
        return cls.of(input=f"{height}x{width}", dilation=str(draw.integer(2, 3)), **givens)
