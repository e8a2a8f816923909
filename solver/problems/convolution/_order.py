"""Shapes with the channels last, as in TensorFlow, or first, as in PyTorch."""

import re
from collections.abc import Mapping, Sequence

from solver.authoring.formulas import Symbol

_FIRST = re.compile(r"^(\D*?)(\d+)(\s*[xX\u00d7,]\s*)(\d+(?:\s*[xX\u00d7,]\s*\d+)*)")


def channels_last(texts: Mapping[str, tuple[str, ...]], name: str) -> Mapping[str, tuple[str, ...]]:
    """The texts of givens, with the first shape of a given in the order of the sides, then the channels."""
    if texts.get("channels_first") != ("true",):
        return texts
    turned = tuple(_FIRST.sub(r"\1\4\3\2", text) for text in texts.get(name, ()))
    return {**texts, name: turned}


def volume_text(volume: Sequence[Symbol], *, first: bool) -> str:
    """A shape as it is typed, with the channels first or last."""
    *sides, channels = (str(int(size)) for size in volume)
    return "x".join([channels, *sides] if first else [*sides, channels])


def other_order(name: str, text: str, *, channels_first: bool) -> dict[str, dict[str, object]]:
    """The convention of the other order, with the given that is spelled in it."""
    if channels_first:
        return {"channels last, as in TensorFlow": {name: text, "channels_first": None}}
    return {"channels first, as in PyTorch": {name: text, "channels_first": "true"}}
