"""A convolutional layer by its hyperparameters: its givens, and the size of its output."""

from collections.abc import Mapping
from typing import Any

from solver.authoring import Problem, Working, parameter, present
from solver.authoring.domains import Switch
from solver.domains.channel_order import channels_last, other_order
from solver.domains.sizes import Amount, Extent, InputVolume, PaddingOnAxes, SizeOnAxes, Volume, volume_text
from solver.problems.convolution import _window
from solver.problems.convolution._order import note_order
from solver.problems.convolution._sliding import ONCE, Sliding


def _volumes() -> Any:
    """The declaration of an input with one to three sides, and channels."""
    return parameter(
        "input",
        note="length x channels, height x width x channels, or depth x height x width x channels",
        aliases="image input-shape input-size",
    )


class ConvLayer(Problem):
    """Filters over an input with one to three sides, of which the channels alone may be known."""

    input: InputVolume | None = _volumes()
    filters: Amount = parameter("filters", symbol="K", aliases="out-channels output-channels")
    kernel: SizeOnAxes = parameter(
        "kernel size", symbol="f", aliases=_window.KERNEL_NAMES.removesuffix(" f k")
    )
    stride: SizeOnAxes = _window.stride()
    padding: PaddingOnAxes = _window.padding()
    channels_first: Switch = parameter(
        "channels first", note="in input and output the channels come before the sides, as in PyTorch"
    )

    unclear = dict.fromkeys(
        ("f", "k", "F", "K"),
        "is the size of the kernel to some, and the number of filters to others: give --kernel or --filters",
    )

    @property
    def shape(self) -> Volume:
        """The sides of the input and its channels."""
        return present(self.input)

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        turned = volume_text(self.shape, first=not self.channels_first)
        return other_order("input", turned, channels_first=self.channels_first)

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return channels_last(texts, "input")

    def note_order(self, work: Working) -> None:
        """Say how the input is read where it may have been meant otherwise."""
        if not self.channels_first:
            note_order(work, self.shape)

    @property
    def dilated(self) -> Extent:
        """The dilation."""
        return ONCE

    @property
    def sliding(self) -> Sliding:
        return Sliding(Extent(self.shape[:-1]), self.kernel, self.stride, self.padding, self.dilated)

    @property
    def window(self) -> Extent:
        """The kernel size on each axis of the input."""
        return self.kernel.over(len(self.shape) - 1)

    def check(self) -> None:
        self.sliding.check_fit("--kernel")


class LayerOnInput(ConvLayer):
    """Filters over an input that is known."""

    input: InputVolume = _volumes()
