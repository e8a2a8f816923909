"""Layers as PyTorch and Keras write them, in the words that are read here.

PyTorch counts what comes in before what goes out, Conv2d(3, 64, 3), Linear(512, 10), and then takes the
stride and the padding; Keras begins with what goes out, Conv2D(64, 3). Only the case of the last letter
tells the two apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from solver.patterns import regex

_PREFIX = regex(r"^(?:(?:torch|tf|tensorflow|keras|nn|layers)\.)+")
_ADDED = regex(r"\s*(?:\w+\s*\.\s*)add\(\s*(.*)\)\s*", re.DOTALL, where=".")
"""A layer of Keras that is put behind those of a model."""

_SHAPE = regex(
    r",?\s*(?:input_shape|input_dim|batch_input_shape)\s*=\s*(?:[(\[]([\d\s,]+)[)\]]|(\d+))", where="_"
)
_INPUT = regex(
    r"(?:\w+\.)*Input(?:Layer)?\(\s*(?:(?:input_)?shape\s*=\s*)?(?:[(\[]([\d\s,]+)[)\]]|(\d+))\s*,?\s*\)",
    where="I",
)
_POOLED_TO_ONE = regex(r"(?:[A-Za-z.]*\.)?Adaptive(Avg|Max)Pool2d\(\s*(?:1|\(1\s*,\s*1\))\s*\)", where="A")
_PRODUCT = regex(r"\d+(?:\s*\*\s*\d+)+", where="*")
_CALL = regex(r"([A-Za-z]\w*)\((.*)\)", re.DOTALL)
_PAIR = regex(r"[(\[]\s*(\d+)\s*,\s*(\d+)\s*[)\]]")
_IDLE = regex(
    r"(?:activation|name|inplace|dim|axis|kernel_initializer|padding_mode|rate|p"
    r"|num_features|momentum|eps|epsilon|negative_slope|alpha|approximate)\s*=|[\d.]+$",
    re.IGNORECASE,
)
"""Arguments that decide about no shape and no number of parameters, the share of a dropout among them."""

_NAMED = {
    "kernel_size": "k",
    "pool_size": "k",
    "stride": "s",
    "strides": "s",
    "padding": "p",
    "dilation": "d",
    "dilation_rate": "d",
    "groups": "g",
    "in_channels": "i",
    "in_features": "i",
}
_PLACES = {
    "Conv2d": ("i", "", "k", "s", "p", "d", "g"),
    "Linear": ("i", ""),
    "MaxPool2d": ("k", "s", "p", "d"),
    "AvgPool2d": ("k", "s", "p"),
    "Conv2D": ("", "k", "s", "p"),
    "MaxPooling2D": ("k", "s", "p"),
    "MaxPool2D": ("k", "s", "p"),
    "AveragePooling2D": ("k", "s", "p"),
    "Dense": ("",),
}
"""What the arguments of a layer without names are: the letter of a size, or the main word."""

_WORDS = {
    "Conv2d": "conv",
    "Conv2D": "conv",
    "Linear": "fc",
    "Dense": "fc",
    "MaxPool2d": "pool max",
    "AvgPool2d": "pool average",
    "MaxPooling2D": "pool max",
    "MaxPool2D": "pool max",
    "AveragePooling2D": "pool average",
}
_ALONE = frozenset(
    (
        *("Flatten", "ReLU", "LeakyReLU", "ELU", "GELU", "Sigmoid", "Tanh", "Softmax", "Dropout"),
        *("BatchNorm1d", "BatchNorm2d", "BatchNormalization"),
        *("GlobalAveragePooling2D", "GlobalMaxPooling2D"),
    )
)
"""Layers whose arguments decide about no shape."""

_WITHOUT_BRACKETS = ("MaxPool2d", "AvgPool2d", "MaxPooling2D", "MaxPool2D", "AveragePooling2D")
_KEPT = {"use_bias=false": "nobias", "bias=false": "nobias", "ceil_mode=true": "ceil"}
_USUAL = ("use_bias=true", "bias=true", "ceil_mode=false")


def in_plain_words(text: str) -> str:
    """A layer that is a call of a framework, as conv 64@3 s2 p1; any other text as it stands."""
    whole = _POOLED_TO_ONE.fullmatch(text.strip())
    if whole is not None:
        return f"global {whole[1].lower()} pool"
    bare = _PREFIX.sub("", text.strip())
    if bare in _WITHOUT_BRACKETS:
        bare += "()"
    call = _CALL.fullmatch(bare)
    if call is None or (call[1] not in _PLACES and call[1] not in _ALONE):
        return bare if bare != text.strip() else text
    numbers = _PRODUCT.sub(lambda product: str(math.prod(map(int, product[0].split("*")))), call[2])
    arguments = [part.strip() for part in _PAIR.sub(r"\1x\2", numbers).split(",") if part.strip()]
    if call[1] in _ALONE:
        return call[1] if all(map(_IDLE.match, arguments)) else text
    return _plain(call[1], arguments) or text


def _plain(name: str, arguments: Sequence[str]) -> str:
    """The layer in plain words; nothing where an argument is not understood."""
    main, sizes, flags = "", dict[str, str](), list[str]()
    places = iter(_PLACES[name])
    for argument in arguments:
        key, equals, value = (part.strip() for part in argument.partition("="))
        compact = f"{key}={value}".lower()
        value = value.strip("'\"").lower()
        if compact in _KEPT:
            flags.append(_KEPT[compact])
        elif compact in _USUAL or (equals and _IDLE.match(argument)):
            continue
        elif equals and key in ("filters", "units", "out_channels", "out_features"):
            main = value
        elif value in ("same", "valid") and key == "padding":
            flags.append(value)
        elif argument.strip("'\"").lower() in ("same", "valid") and next(places, None) == "p":
            flags.append(argument.strip("'\"").lower())
        elif equals and key in _NAMED:
            sizes[_NAMED[key]] = value
        elif not equals:
            letter = next(places, None)
            if letter is None:
                return ""
            main, sizes = (argument, sizes) if letter == "" else (main, sizes | {letter: argument})
        else:
            return ""
    return _joined(name, main, sizes, flags)


def _joined(name: str, main: str, sizes: Mapping[str, str], flags: Sequence[str]) -> str:
    """A layer in plain words; nothing where its size is missing, that of a pooling window apart."""
    word, _, kind = _WORDS[name].partition(" ")
    kernel = sizes.get("k", "")
    first = f"{main}@{kernel}" if word == "conv" else kernel or main or ("2" if word == "pool" else "")
    if not first or first.startswith("@") or first.endswith("@"):
        return ""
    others = (f"{letter}{size}" for letter, size in sizes.items() if letter != "k")
    return " ".join(filter(None, (word, first, kind, *others, *flags)))


def behind_its_input(layers: Sequence[str]) -> list[str]:
    """Layers, the first of which may tell the input as those of Keras do, behind an input."""
    plain = [added[1].strip() if (added := _ADDED.fullmatch(layer)) else layer for layer in layers]
    shape = _INPUT.fullmatch(plain[0]) or _SHAPE.search(plain[0])
    if shape is None:
        return plain
    sizes = "x".join(re.findall(r"\d+", shape[1] or shape[2]))
    rest = plain[0][: shape.start()] + plain[0][shape.end() :]
    return [f"input {sizes}", *([rest] if rest else []), *plain[1:]]
