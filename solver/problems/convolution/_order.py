"""Shapes with the channels last, as in TensorFlow, or first, as in PyTorch."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from solver.authoring import Working
from solver.authoring.formulas import Symbol, Text
from solver.domains.sizes import Extent, Volume, side_words

MOST_COLORS = 4
"""The channels of an image with colors and transparency."""

Item = TypeVar("Item")

_BETWEEN = r"(?:\s*[xX\u00d7,]\s*|\s+by\s+|\s+)"
_FIRST = re.compile(rf"^(\D*?)(\d+)({_BETWEEN})(\d+(?:{_BETWEEN}\d+)*)")


def channels_last(texts: Mapping[str, tuple[str, ...]], name: str) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens, with the first shape of a given in the order of the sides, then the channels."""
    if texts.get("channels_first") != ("true",):
        return texts
    turned = tuple(_FIRST.sub(r"\1\4\3\2", text) for text in texts.get(name, ()))
    return {**texts, name: turned}


def ordered(shape: Sequence[Item], *, first: bool) -> tuple[Item, ...]:
    """What there is of the sides and the channels of a shape, that of the channels first or last."""
    *sides, channels = shape
    return (channels, *sides) if first else (*sides, channels)


def volume_text(volume: Sequence[Symbol], *, first: bool) -> str:
    """A shape as it is typed, with the channels first or last."""
    return "x".join(str(int(size)) for size in ordered(volume, first=first))


def note_order(work: Working, shape: Volume, option: str = " (else: --channels-first)") -> None:
    """Say how a shape is read where it may have been meant otherwise: an image without its channels, or with
    the channels first.
    """
    sizes, more = volume_text(shape, first=False), ""
    if looks_turned(shape):
        more = option
    elif len(shape) == 2 and int(shape[-1]) > MOST_COLORS:
        more = "; an image has its channels behind its sides: {image}"
    if more:
        order = Text(" x ".join((*side_words(len(shape) - 1), "channels")))
        shown = {"shape": Text(sizes), "order": order, "image": Text(f"{sizes}x1")}
        work.say(f"Note: {{shape}} is read as {{order}}{more}.", **shown)


def note_sides(work: Working, size: Extent) -> None:
    """Say how a size is read that may have been meant as that of an image, with its channels."""
    if len(size) > 2 and min(size.sizes[0], size.sizes[-1]) <= MOST_COLORS:
        note = "Note: {shape} is read as depth x height x width; channels are no part of the size."
        work.say(note, shape=Text(size.text))


def looks_turned(shape: Volume) -> bool:
    """Whether the channels of a shape seem to come first: few, before two sides or more that are larger."""
    first, *others = map(int, shape)
    is_smallest = len(others) > 1 and first < min(others)
    return is_smallest and (len(set(others)) == 1 or first in (1, MOST_COLORS - 1))


def other_order(name: str, text: str, *, channels_first: bool) -> dict[str, dict[str, object]]:
    """The convention of the other order, with the given that is spelled in it."""
    if channels_first:
        return {"channels last, as in TensorFlow": {name: text, "channels_first": None}}
    return {"channels first, as in PyTorch": {name: text, "channels_first": "true"}}
