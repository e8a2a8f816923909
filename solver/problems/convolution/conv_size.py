"""Convolution output size: height and width of the feature map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from solver.mathematics.formula import Text
from solver.models.convolution import output_pair
from solver.problem import Difficulty, Problem, parameter
from solver.problems.convolution._sizes import Padding, Size
from solver.problems.convolution._sliding import WHY_FLOOR, Slides, check_fit, record_output, slides
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream


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
            work.say("A dilated kernel has gaps, so it reaches over more entries than it has.")
            work.display(Text("reach"), reach, values=False)
        output = record_output(work, "o", self.axes)
        work.answer("output", [output.height, output.width])

    def reference(self) -> Mapping[str, Any]:
        sizes = self.input, self.kernel, self.stride, self.padding, self.dilation
        return {"output": output_pair(*(size.pair for size in sizes))}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Sizes are whole and below a few hundred; quotients end in halves or quarters.

        Easy kernels reach the far edge exactly, medium ones leave a rest, and hard ones are dilated over an
        oblong input. There always is a padding, of at most half the kernel.
        """
        kernel = draw.choice((2, 3, 4, 5, 7) if difficulty == "easy" else (3, 4, 5, 7, 9, 11))
        padding = draw.integer(1, kernel // 2)
        givens = {"kernel": str(kernel), "padding": str(padding)}
        stride = draw.integer(1, min(kernel, 4)) if difficulty == "easy" else draw.choice((2, 4))
        if difficulty == "easy":
            side = kernel - 2 * padding + stride * draw.integer(4, 200 // stride)
            return cls.of(input=str(side), stride=str(stride), **givens)
        if difficulty == "medium":
            rest = draw.integer(1, stride - 1)
            side = kernel - 2 * padding + stride * draw.integer(5, 60) + rest
            return cls.of(input=str(side), stride=str(stride), **givens)
        dilation = draw.integer(2, 3)
        height = dilation * kernel + draw.integer(4, 20)
        shape = f"{height}x{height + draw.integer(4, 30)}"
        return cls.of(input=shape, stride=str(stride), dilation=str(dilation), **givens)
