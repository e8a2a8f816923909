"""How the layers of a network are written, such as conv 16@3x3 s2 p1."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from solver.errors import shorten
from solver.mathematics.formula import Symbol
from solver.problems.convolution._layer import KEPT, Layer, LayerError
from solver.problems.convolution._plain_layers import Dense, Flattening, GlobalPooling, Pointwise
from solver.problems.convolution._sizes import LARGEST_SIZE, Extent, extent, read_sizes
from solver.problems.convolution._sliding import ONCE
from solver.problems.convolution._window_layers import Convolution, Pooling


class Words:
    """The words of a layer, read one after another."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = " ".join(text.split())
        self.kind, *self.rest = self.text.split(" ")

    def main(self, wanted: str) -> str:
        """The word that must follow the kind."""
        if not self.rest:
            raise LayerError(f"{self.kind} needs {wanted}")
        return self.rest.pop(0)

    def flag(self, *names: str) -> str:
        """The first of these words that is there."""
        found = next((name for name in names if name in self.rest), "")
        if found:
            self.rest.remove(found)
        return found

    def sizes(self, letters: str) -> dict[str, str]:
        """What follows letters such as the s of s2; nothing else may be left."""
        found: dict[str, str] = {}
        for word in self.rest:
            if word[0] not in letters or not re.fullmatch("[a-z][0-9x×]+", word):
                known = ", ".join(f"{letter}N" for letter in letters)
                raise LayerError(
                    f"{shorten(word)!r} is none of {known}"
                    if known
                    else f"{shorten(word)!r} is one word too many"
                )
            if word[0] in found:
                raise LayerError(f"{word[0]} is given twice")
            found[word[0]] = word[1:]
        return found

    def extent(self, symbol: str, text: str, least: int = 1) -> Extent:
        sizes = read_sizes(text, (1, 2), least)
        if sizes is None:
            raise LayerError(f"{shorten(text)!r} is no size from {least} to {LARGEST_SIZE}")
        return extent(f"{symbol}_{self.number}", sizes[0], sizes[-1])

    def count(self, symbol: str, text: str) -> Symbol:
        sizes = read_sizes(text, (1,))
        if sizes is None:
            raise LayerError(f"{shorten(text)!r} is no whole number from 1 to {LARGEST_SIZE}")
        return Symbol(f"{symbol}_{self.number}", Fraction(sizes[0]))


def _convolution(words: Words) -> Layer:
    filters, mark, kernel = words.main("filters and kernel, such as 16@3x3").partition("@")
    if not mark:
        raise LayerError(f"{shorten(filters)!r} is not filters@kernel, such as 16@3x3")
    bias = not words.flag("nobias")
    given = words.sizes("spdg")
    return Convolution(
        words.number,
        words.text,
        words.extent("f", kernel),
        words.extent("s", given.get("s", "1")),
        words.extent("p", given.get("p", "0"), least=0),
        words.extent("d", given.get("d", "1")),
        words.count("K", filters),
        words.count("g", given.get("g", "1")),
        bias,
    )


def _pooling(words: Words) -> Layer:
    size = words.main("a window, such as 2, or the word global")
    mode = words.flag(*KEPT)
    if size == "global":
        words.sizes("")
        return GlobalPooling(words.number, words.text, mode or "average")
    given = words.sizes("sp")
    window, stride = words.extent("f", size), words.extent("s", given.get("s", size))
    padding = words.extent("p", given["p"], least=0) if "p" in given else None
    return Pooling(words.number, words.text, window, stride, padding, ONCE, mode or "max")


def _pointwise(words: Words) -> Layer:
    words.sizes("")
    return Pointwise(words.number, words.text)


def _flattening(words: Words) -> Layer:
    words.sizes("")
    return Flattening(words.number, words.text)


def _dense(words: Words) -> Layer:
    units = words.count("m", words.main("the number of its units, such as 10"))
    bias = not words.flag("nobias")
    words.sizes("")
    return Dense(words.number, words.text, units, bias)


KINDS: Mapping[str, Callable[[Words], Layer]] = {
    "conv": _convolution,
    "pool": _pooling,
    "flatten": _flattening,
    "fc": _dense,
    **dict.fromkeys(("relu", "sigmoid", "tanh", "softmax", "dropout"), _pointwise),
}


def read_layer(number: int, text: str) -> Layer:
    """The layer of that text.

    Raises:
        LayerError: it is none.
    """
    if not text:
        raise LayerError("it is empty")
    words = Words(number, text.lower())
    if words.kind not in KINDS:
        raise LayerError(f"{shorten(words.kind)!r} is none of {', '.join(KINDS)}")
    return KINDS[words.kind](words)
