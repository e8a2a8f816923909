"""The layers of a network, such as input 32x32x3; conv 16@3x3; fc 10."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from solver.domains.base import Domain, Refused
from solver.domains.sizes import LARGEST_SIZE, Extent, Volume, extent, read_sizes, volume
from solver.errors import shorten
from solver.mathematics.formula import Symbol

MOST_LAYERS = 64
LONGEST_TEXT = 2000
MOST_PARAMETERS = 200_000_000
"""The largest network that is counted; VGG-16 has 138 million parameters."""

Shape: TypeAlias = tuple[int, ...]
"""Height, width and channels, or the length of a vector."""


class Layer(ABC):
    """A layer, read from its words: the kind, a main word, a flag, and sizes after letters, such as s2."""

    wanted = ""
    """What the main word is, where there must be one."""

    flags: Collection[str] = ()
    letters = ""
    needs_maps = False

    def __init__(self, number: int, kind: str, given: str) -> None:
        self.number, self.given, self.text = number, given, " ".join(given.lower().split())
        words = self.text.removeprefix(kind).split()
        if self.wanted and not words:
            raise self.unusable(f"{self.text} needs {self.wanted}")
        self.main = words.pop(0) if self.wanted else ""
        self.flag = next((flag for flag in self.flags if flag in words), "")
        if self.flag:
            words.remove(self.flag)
        self.sizes = dict[str, str]()
        for word in words:
            self._keep_size(word[0], word[1:])
        self.read()

    def _keep_size(self, letter: str, size: str) -> None:
        if letter not in self.letters or not re.fullmatch("[0-9x×]+", size):
            known = ", ".join(f"{known}N" for known in self.letters)
            wrong = f"none of {known}" if known else "one word too many"
            raise self.unusable(f"{shorten(letter + size)!r} is {wrong}")
        if letter in self.sizes:
            raise self.unusable(f"{letter} is given twice")
        self.sizes[letter] = size

    @property
    def title(self) -> str:
        """Its number and its words."""
        return f"Layer {self.number}: {self.text}"

    def read(self) -> None:
        """Read what the words mean."""

    def size(self, letter: str, default: str = "1", least: int = 1) -> Extent:
        """The size after that letter, or the default."""
        return self._extent(letter, default, "size", (1, 2), least)

    def count(self, letter: str, default: str = "1") -> Symbol:
        """The whole number after that letter, or the default."""
        return self._extent(letter, default, "whole number", (1,)).height

    def _extent(self, letter: str, default: str, kind: str, sides: Collection[int], least: int = 1) -> Extent:
        text = self.sizes.get(letter, default)
        wrong = self.unusable(f"{shorten(text)!r} is no {kind} from {least} to {LARGEST_SIZE}")
        return extent(f"{letter}_{self.number}", *read_sizes(text, sides, wrong, least))

    def unusable(self, why: str) -> Refused:
        """The refusal of the layer."""
        return unusable(self.number, why, self.given)

    def check(self, shape: Shape) -> None:
        """Refuse an input of a shape that does not fit."""
        if self.needs_maps and len(shape) != 3:
            raise self.unusable("it needs maps, and the layer before it hands on a vector")

    @abstractmethod
    def plan(self, input: Shape) -> tuple[Shape, int | None]:
        """Its NumPy model: the shape of its output, and the number of its parameters if it has any."""


@dataclass(frozen=True)
class Network:
    """An input and the layers that it goes through."""

    text: str
    input: Volume
    layers: tuple[Any, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class NetworkOf(Domain):
    """Layers separated by semicolons, the input first; each must fit the one before it.

    Args:
        kinds: the classes of the layers by the words that they begin with.
        example: a network.
    """

    kinds: Mapping[str, type[Layer]]
    example: str

    metavar = "LAYERS"

    @property
    def requirement(self) -> str:
        return f'must be an input and 1 to {MOST_LAYERS} layers, such as "{self.example}"'

    @property
    def invalid(self) -> tuple[str, ...]:
        layer = self.example.split("; ")[1]
        inputs = ("", layer, f"input 8x8; {layer}", f"input 8x8x{LARGEST_SIZE + 1}; {layer}")
        many = f"{layer}; " * MOST_LAYERS + layer
        return (
            *inputs,
            *(f"input 8x8x3{wrong}" for wrong in ("", ";", "; magic", f"; ; {layer}", f"; {many}")),
        )

    def read(self, text: str, symbol: str) -> Network:
        first, *parts = [part.strip() for part in text.strip().removesuffix(";").split(";")]
        if len(text) > LONGEST_TEXT or not 1 <= len(parts) <= MOST_LAYERS:
            raise Refused(self.requirement, text)
        word, _, size = first.partition(" ")
        wanted = f"must begin with an input such as input 32x32x3, sizes 1 to {LARGEST_SIZE}"
        sizes = read_sizes(size if word.lower() == "input" else "", (3,), Refused(wanted, first))
        layers, shape, count = [], tuple(sizes), 0
        for number, part in enumerate(parts, 1):
            layer = self.layer(number, part)
            layer.check(shape)
            layers.append(layer)
            shape, parameters = layer.plan(shape)
            count += parameters or 0
            if count > MOST_PARAMETERS:
                most = f"must have at most {MOST_PARAMETERS:,} parameters"
                raise Refused(most, f"{count:,} up to layer {number}")
        shown = "; ".join((f"input {'x'.join(map(str, sizes))}", *(layer.text for layer in layers)))
        return Network(shown, volume(sizes, "_0"), tuple(layers))

    def layer(self, number: int, text: str) -> Layer:
        """The layer of that text; its kind may be two words."""
        if not text:
            raise unusable(number, "it is empty", text)
        words = text.lower().split()
        for kind in (" ".join(words[:2]), words[0]):
            if kind in self.kinds:
                return self.kinds[kind](number, kind, text)
        known = ", ".join(kind for kind in self.kinds if " " not in kind)
        raise unusable(number, f"{shorten(words[0])!r} is none of {known}", text)

    def as_numbers(self, value: Network, *, exact: bool) -> Any:
        return [layer.plan for layer in value.layers]

    def show(self, value: Network) -> str:
        return value.text


def unusable(number: int, why: str, text: str) -> Refused:
    """The refusal of a layer; layers are numbered from 1, the input is 0."""
    return Refused(f"has an unusable layer {number}: {why}", text)
