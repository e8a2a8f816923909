"""Convolution backward: gradients of a layer from those of its output, and of pooling.

Keywords: convolution gradient, backward pass of a convolution, max-pool backward.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Choice
from solver.domains.maps import Border, OneMap, Stride2d, size_of
from solver.domains.sizes import Extent, Margins, extent
from solver.models import convolution_variants
from solver.problems.convolution import _window
from solver.problems.convolution._entries import show_padded
from solver.problems.convolution._sliding import ONCE, Sliding
from solver.problems.convolution.conv_backprop import _gradients, _pooling

POOLS = Choice(("max", "average"), also=_window.POOLED)
KINDS = {"max": "the maximum of each window, the first of equal ones", "average": "the mean of each window"}


class ConvBackprop(Problem):
    """What each entry and each weight adds to the loss, by the chain rule through one layer."""

    input: OneMap = parameter("input", symbol="X", aliases="image x")
    grad_output: OneMap = parameter(
        "gradient by the output",
        symbol="G",
        note="dL/dY",
        aliases="upstream dy grad g delta dout d-out gradient output-gradient grad-y",
    )
    kernel: OneMap | None = parameter(
        "kernel", symbol="W", note="of a convolution", aliases="filter weights w k"
    )
    pool: Annotated[str | None, POOLS] = parameter("pooling", note="in place of a kernel", aliases="mode")
    size: Stride2d | None = parameter("pooling window", symbol="f", aliases="window f")
    stride: Stride2d | None = _window.stride(None, "1, or for pooling the window")
    padding: Border = parameter("padding", symbol="p", default="0", aliases="pad p")

    ways = (("kernel",), ("pool", "size"))
    idea = "Each output hands its gradient on to the entries and the weights that it was made of."
    sanity = "Each gradient has the shape of what it is the gradient of."
    source = "Goodfellow, Bengio and Courville, Deep Learning, equations 9.11 and 9.13"
    example = "--input '1,2,3;4,5,6;7,8,9' --kernel '1,0;0,-1' --grad-output '1,2;3,4'"
    model = convolution_variants.backward
    version = 2
    answers = {
        "grad_input": "gradient of the loss by the input",
        "grad_kernel": "gradient of the loss by the kernel",
        "grad_bias": "gradient of the loss by the bias",
    }
    also_called = {
        "grad_input": "dx; grad_x; δx; dInput; dI",
        "grad_kernel": "dk; df; dL/dK; dL/dF; dL/dk; dL/df; grad_w; grad_weights; dFilter; dkernel",
        "grad_bias": "db; grad_b; dbias",
    }
    allows_zeros = True
    stem = "G is the gradient of the loss by the output of a layer: {layer}."
    tasks = (
        "G is the gradient of the loss by the output of a layer: {layer}. Work out {wanted}.",
        "Carry the gradient G of the loss back through a layer ({layer}): give {wanted}.",
    )
    mistakes = _gradients.MISTAKES | _pooling.MISTAKES

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.pool:
            moves = "" if self.stride else ", with the size of the window as its stride"
            return {"layer": f"{KINDS[self.pool]}{moves}", "wanted": "the gradient by the input"}
        return {
            "layer": "cross-correlation with the kernel W plus a bias",
            "wanted": "the gradients by the input, by the kernel and by the bias",
        }

    @property
    def window(self) -> Extent:
        return size_of("f", self.kernel, self.size)

    @property
    def sliding(self) -> Sliding:
        stride = self.stride or (extent("s", *self.window.pair) if self.pool else ONCE)
        return Sliding(extent("n", *self.input.shape), self.window, stride, Margins(self.padding))

    def check(self) -> None:
        if self.pool and self.sliding.is_overpadded:
            raise InputError("--padding", "must be at most half the window", self.padding.text)
        self.sliding.check_fit("--size" if self.pool else "--kernel")
        wanted = tuple(int(axis.output.evaluate()) for axis in self.sliding.axes)
        if self.grad_output.shape != wanted:
            shapes = ("{} by {}".format(*shape) for shape in (wanted, self.grad_output.shape))
            raise InputError("--grad-output", f"must be as large as the output, {next(shapes)}", next(shapes))

    def solve(self, work: Working) -> None:
        if self.pool or self.kernel is None:
            pooled = _pooling.record_pooling(work, self.sliding, self.input, self.grad_output, self.pool)
            work.answer("grad_input", pooled)
            return
        layer = _gradients.Layer(work, self.sliding, self.input, self.kernel, self.grad_output)
        show_padded(work, self.sliding, [self.input], ", as for the output")
        work.answer("grad_input", layer.by_input())
        work.answer("grad_kernel", layer.by_kernel())
        work.answer("grad_bias", layer.by_bias())

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Small maps of whole numbers: pooling is easy, then come strides and paddings."""
        if draw.integer(1, 3) == 1:
            return _pooling.candidate(draw, difficulty)
        side, sides = (4, 2) if difficulty == "hard" else (3, 2)
        kernel = [draw.varied(2, -2, 3) for _ in range(2)]
        if [row[::-1] for row in kernel[::-1]] == kernel:
            return None
        moves: dict[str, object] = {"stride": 2} if difficulty == "hard" else {}
        if difficulty == "medium":
            side, sides, moves = 2, 3, {"padding": 1}
        return {
            "input": [draw.varied(side, 0, 4) for _ in range(side)],
            "kernel": kernel,
            "grad_output": [draw.varied(sides, -2, 3) for _ in range(sides)],
            **moves,
        }
