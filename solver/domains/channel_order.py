"""Shapes with the channels last, as in TensorFlow, or first, as in PyTorch."""

from __future__ import annotations

from collections.abc import Mapping

from solver.domains.sizes import BETWEEN, Volume
from solver.patterns import regex

MOST_COLORS = 4
"""The channels of an image with colors and transparency."""

_FIRST = regex(rf"^(\D*?)(\d+)({BETWEEN})(\d+(?:{BETWEEN}\d+)*)")


def channels_last(texts: Mapping[str, tuple[str, ...]], name: str) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens, with the first shape of a given in the order of the sides, then the channels."""
    if texts.get("channels_first") != ("true",):
        return texts
    turned = tuple(_FIRST.sub(r"\1\4\3\2", text) for text in texts.get(name, ()))
    return {**texts, name: turned}


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
