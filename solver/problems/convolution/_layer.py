"""A convolutional layer by its hyperparameters: its givens, and the size of its output."""

from solver.authoring import Problem, parameter
from solver.domains.sizes import Amount, Extent, InputVolume, PaddingOnAxes, SizeOnAxes
from solver.problems.convolution._sliding import (
    KERNEL_NAMES,
    ONCE,
    PADDING_NAMES,
    PADDING_NOTE,
    STRIDE_NAMES,
    Sliding,
)


class ConvLayer(Problem):
    """Filters over an input with one to three sides."""

    input: InputVolume = parameter(
        "input, its sides and its channels",
        note="length x channels, height x width x channels, or depth x height x width x channels",
        aliases=("image", "input-shape"),
    )
    filters: Amount = parameter("filters", symbol="K", aliases=("out-channels", "output-channels", "k"))
    kernel: SizeOnAxes = parameter("kernel size", symbol="f", aliases=KERNEL_NAMES[:-1])
    stride: SizeOnAxes = parameter("stride", symbol="s", default="1", aliases=STRIDE_NAMES)
    padding: PaddingOnAxes = parameter(
        "padding on each side", symbol="p", default="0", note=PADDING_NOTE, aliases=PADDING_NAMES
    )

    @property
    def dilated(self) -> Extent:
        """The dilation."""
        return ONCE

    @property
    def sliding(self) -> Sliding:
        moved = Sliding(Extent(self.input[:-1]), self.kernel, self.stride, None, self.dilated)
        return moved.padded_by(self.padding)

    @property
    def window(self) -> Extent:
        """The kernel size on each axis of the input."""
        return self.kernel.over(len(self.input) - 1)

    def check(self) -> None:
        self.sliding.check_axes()
        self.sliding.check_fit("--kernel")
