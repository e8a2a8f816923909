"""The layers of a convolutional network: how each is written, checked and worked."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from solver.errors import shorten
from solver.formula import Symbol, lift, product_of_sequence
from solver.models import convolution as models
from solver.models.convolution import Plan, Shape
from solver.problems.convolution._parameters import (
    bias_slips,
    filter_slips,
    parameter_count,
    weights_of_filter,
)
from solver.problems.convolution._sizes import (
    LARGEST_SIZE,
    ONCE,
    Extent,
    extent,
    misfit,
    read_sizes,
    record_output,
    slides,
)
from solver.solution import Slip
from solver.working import Working

Signal: TypeAlias = tuple[Symbol, ...]
"""What a layer hands on: height, width and channels, or the entries of a vector."""

NOTHING_TO_LEARN = "there is nothing to learn"
KEPT = {"max": "maximum", "average": "mean"}


class LayerError(Exception):
    """A layer that cannot be read or built; the message says why."""


class Output(NamedTuple):
    """What a layer hands on, and the number of its parameters where it has any."""

    signal: Signal
    parameters: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Layer(ABC):
    """A layer as it was written; layers are numbered from 1, the input is 0."""

    number: int
    text: str

    @property
    @abstractmethod
    def model(self) -> models.Layer:
        """The layer's NumPy model."""

    @abstractmethod
    def record(self, work: Working, signal: Signal) -> Output:
        """Work out what it makes of the signal."""

    def plan(self, shape: Shape) -> Plan:
        """The model over an input of that shape.

        Raises:
            LayerError: the layer does not fit that shape.
        """
        return self.model.plan(shape)


@dataclass(frozen=True, slots=True)
class Sliding(Layer):
    """A layer whose window slides over the maps."""

    window: Extent
    stride: Extent
    padding: Extent | None
    dilation: Extent

    def plan(self, shape: Shape) -> Plan:
        if len(shape) != 3:
            raise LayerError("it needs maps, and the layer before it hands on a vector")
        _, height, width = shape
        size = extent("n", height, width)
        wrong = misfit(slides(size, self.window, self.stride, self.padding, self.dilation))
        if wrong:
            raise LayerError(f"the window does not fit into the padded maps, {wrong}")
        return Layer.plan(self, shape)

    def record_size(self, work: Working, signal: Signal) -> Extent:
        axes = slides(Extent(*signal[:2]), self.window, self.stride, self.padding, self.dilation)
        return record_output(work, f"n_{self.number}", axes)


@dataclass(frozen=True, slots=True)
class Convolution(Sliding):
    """conv 16@3x3 s2 p1 d2 g2 nobias."""

    filters: Symbol
    groups: Symbol
    bias: bool

    @property
    def model(self) -> models.Layer:
        padding = self.padding.pair if self.padding else (0, 0)
        sizes = self.window.pair, self.stride.pair, padding, self.dilation.pair
        return models.Convolution(int(self.filters), *sizes, int(self.groups), self.bias)

    def plan(self, shape: Shape) -> Plan:
        plan = Sliding.plan(self, shape)
        channels, filters, groups = shape[0], int(self.filters), int(self.groups)
        if channels % groups or filters % groups:
            raise LayerError(f"g{groups} does not divide {channels} channels and {filters} filters")
        return plan

    def record(self, work: Working, signal: Signal) -> Output:
        channels = signal[2]
        depth = int(channels) // int(self.groups)
        size = "x".join(map(str, (*self.window.pair, depth)))
        biases = "with a bias each" if self.bias else "without biases"
        work.step(f"Layer {self.number}: {self.text}", f"{int(self.filters)} filters of {size}, {biases}.")
        side = self.record_size(work, signal)
        kept = Slip("channels-kept", "the output was given the channels of the input", channels)
        slips = [kept] if channels.value != self.filters.value else []
        made = work.let(f"c_{self.number}", self.filters, slips=slips)
        parameters = self._record_parameters(work, channels)
        return Output((side.height, side.width, made), parameters)

    def _record_parameters(self, work: Working, channels: Symbol) -> Symbol:
        weights = weights_of_filter(self.window, channels, self.groups)
        narrow = [
            Slip(slip.name, slip.words, parameter_count(slip.formula, self.filters, bias=self.bias))
            for slip in filter_slips(self.window, channels, self.groups)
        ]
        count = parameter_count(weights, self.filters, bias=self.bias)
        slips = [*narrow, *bias_slips(weights, self.filters, bias=self.bias)]
        return work.let(f"P_{self.number}", count, slips=slips)


@dataclass(frozen=True, slots=True)
class Pooling(Sliding):
    """pool 2 s2 p1 max."""

    mode: str

    @property
    def model(self) -> models.Layer:
        return models.Pooling(
            self.window.pair, self.stride.pair, self.padding.pair if self.padding else (0, 0)
        )

    def plan(self, shape: Shape) -> Plan:
        paddings = self.padding.pair if self.padding else (0, 0)
        if any(2 * padding > size for padding, size in zip(paddings, self.window.pair, strict=True)):
            raise LayerError("the padding must be at most half the window")
        return Sliding.plan(self, shape)

    def record(self, work: Working, signal: Signal) -> Output:
        window = "x".join(map(str, self.window.pair))
        reason = f"The {KEPT[self.mode]} of each {window} window. The channels stay, and {NOTHING_TO_LEARN}."
        work.step(f"Layer {self.number}: {self.text}", reason)
        side = self.record_size(work, signal)
        return Output((side.height, side.width, signal[2]))


@dataclass(frozen=True, slots=True)
class GlobalPooling(Layer):
    """pool global average."""

    mode: str

    @property
    def model(self) -> models.Layer:
        return models.GlobalPooling()

    def plan(self, shape: Shape) -> Plan:
        if len(shape) != 3:
            raise LayerError("it needs maps, and the layer before it hands on a vector")
        return Layer.plan(self, shape)

    def record(self, work: Working, signal: Signal) -> Output:
        reason = f"The {KEPT[self.mode]} of each whole map: one entry a channel, and {NOTHING_TO_LEARN}."
        work.step(f"Layer {self.number}: {self.text}", reason)
        side = work.let(f"n_{self.number}", lift(1))
        return Output((side, side, signal[2]))


@dataclass(frozen=True, slots=True)
class Pointwise(Layer):
    """relu and other functions of each entry."""

    @property
    def model(self) -> models.Layer:
        return models.Pointwise()

    def record(self, work: Working, signal: Signal) -> Output:
        work.step(f"Layer {self.number}: {self.text}", f"The shape stays, and {NOTHING_TO_LEARN}.")
        return Output(signal)


@dataclass(frozen=True, slots=True)
class Flattening(Layer):
    """flatten."""

    @property
    def model(self) -> models.Layer:
        return models.Flattening()

    def record(self, work: Working, signal: Signal) -> Output:
        reason = f"All entries go into one vector, and {NOTHING_TO_LEARN}."
        work.step(f"Layer {self.number}: {self.text}", reason)
        return Output(_record_flat(work, self.number, signal))


@dataclass(frozen=True, slots=True)
class Dense(Layer):
    """fc 10 nobias."""

    units: Symbol
    bias: bool

    @property
    def model(self) -> models.Layer:
        return models.Dense(int(self.units), self.bias)

    def record(self, work: Working, signal: Signal) -> Output:
        flattened = "The maps are flattened first. " if len(signal) > 1 else ""
        biases = "and has a bias" if self.bias else "and has no bias"
        reason = f"{flattened}Each unit has a weight for every input, {biases}."
        work.step(f"Layer {self.number}: {self.text}", reason)
        inputs = signal[0] if len(signal) == 1 else _record_flat(work, self.number - 1, signal)[0]
        count = parameter_count(inputs, self.units, bias=self.bias)
        slips = list(bias_slips(inputs, self.units, bias=self.bias))
        return Output((self.units,), work.let(f"P_{self.number}", count, slips=slips))


def _record_flat(work: Working, number: int, signal: Signal) -> Signal:
    slips = []
    if len(signal) > 1 and signal[2].value != 1:
        words = "the channels were left out of the flattened vector"
        slips = [Slip("flattened-without-channels", words, signal[0] * signal[1])]
    return (work.let(f"m_{number}", product_of_sequence(signal), slips=slips),)


# How layers are written


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
