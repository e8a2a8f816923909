"""How a window that slides over a map is given: by declarations that types share, or as a layer."""

from typing import Any, ClassVar

from solver.authoring import parameter
from solver.domains.layers import Layer, Shape
from solver.domains.sizes import Extent, extent
from solver.models.convolution import Padding
from solver.problems.convolution._sliding import ONCE, Sizes, Sliding

KERNEL_NAMES = "filter kernel-size filter-size f k"
SIDE_NAMES = {"o_H": "H_out; H; output height; height; n_H", "o_W": "W_out; W; output width; width; n_W"}
"""Other names of the sides of an output."""

POOLED = (("maximum", "max"), ("mean", "average"), ("avg", "average"))
"""Other words for what pooling keeps of a window."""


def maps() -> Any:
    """The declaration of an input of one map or several."""
    return parameter("input", symbol="X", note="channels separated by |", aliases="image x matrix")


def stride(default: str | None = "1", note: str = "") -> Any:
    """The declaration of a stride, which is 1 where none is given unless a type says otherwise."""
    return parameter("stride", symbol="s", default=default, note=note, aliases="strides s")


def padding(
    default: str | None = "0", note: str = "one size, height x width, before+after as in 0+1, same or valid"
) -> Any:
    """The declaration of a padding, none by default."""
    label = "padding on each side"
    return parameter(label, symbol="p", default=default, note=note, aliases="pad p")


def dilation(*, quiet: bool = False) -> Any:
    """The declaration of a dilation, 1 by default; one that is unusual for a type is not listed then."""
    return parameter("dilation", symbol="d", default="1", quiet=quiet, aliases="d dilation-rate")


class WindowLayer(Layer):
    """A layer whose window slides over its input."""

    axes: ClassVar[int] = 2

    sliding: Sliding
    """The window, over an input whose size is yet to come."""

    def over(self, size: Extent) -> Sliding:
        """The window over an input of that size."""
        return self.sliding._replace(size=size)

    @property
    def numbers(self) -> tuple[Sizes, Sizes, Padding, Sizes]:
        """Size, stride, padding and dilation of the window, as the models take them."""
        return self.over(ONCE.over(self.axes)).numbers

    def check(self, shape: Shape) -> None:
        super().check(shape)
        if wrong := self.over(extent("n", *shape[: self.axes]).over(self.axes)).misfit():
            raise self.unusable(f"the window does not fit into the padded input, {wrong}")
