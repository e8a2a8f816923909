"""How a window that slides over a map is given: declarations that several types share."""

from typing import Any

from solver.authoring import parameter

KERNEL_NAMES = ("filter", "kernel-size", "filter-size", "f", "k")


def stride(default: str | None = "1", note: str = "") -> Any:
    """The declaration of a stride, which is 1 where none is given unless a type says otherwise."""
    return parameter("stride", symbol="s", default=default, note=note, aliases=("strides", "s"))


def padding(
    default: str | None = "0", note: str = "one size, height x width, before+after as in 0+1, same or valid"
) -> Any:
    """The declaration of a padding, none by default."""
    label = "padding on each side"
    return parameter(label, symbol="p", default=default, note=note, aliases=("pad", "p"))


def dilation(*, quiet: bool = False) -> Any:
    """The declaration of a dilation, 1 by default; one that is unusual for a type is not listed then."""
    return parameter("dilation", symbol="d", default="1", quiet=quiet, aliases=("d", "dilation-rate"))
