"""The layers of a convolutional network."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from solver.authoring import Symbol, Working, lift, plural, product_of_sequence
from solver.errors import shorten
from solver.models import convolution as models
from solver.models.convolution import Plan, Shape
from solver.problems.convolution._parameters import parameter_count, weights_of_filter
from solver.problems.convolution._sizes import Extent, extent
from solver.problems.convolution._sliding import Sliding
from solver.problems.convolution.cnn._words import Moves, Words

Signal: TypeAlias = tuple[Symbol, ...]
"""What a layer hands on: height, width and channels, or the entries of a vector."""

Output: TypeAlias = tuple[Signal, Symbol | None]
"""What a layer hands on, and the number of its parameters where it has any."""

KEPT = {"max": "maximum", "average": "mean"}
NOTHING_TO_LEARN = "there is nothing to learn"


@dataclass(frozen=True)
class Layer(ABC):
    """A layer as it was written."""

    needs_maps: ClassVar[bool] = False

    number: int
    text: str

    @classmethod
    def read(cls, words: Words) -> "Layer":
        """The layer of these words, of which none may be left."""
        words.end()
        return cls(words.number, words.text)

    def misfit(self, shape: Shape) -> str:
        """Why it does not fit an input of that shape, where it does not."""
        return "it needs maps, and the layer before it hands on a vector" * (
            self.needs_maps and len(shape) != 3
        )

    @abstractmethod
    def plan(self, input: Shape) -> Plan:
        """The NumPy model of it, over an input of that shape."""

    @abstractmethod
    def record(self, work: Working, signal: Signal) -> Output:
        """Work out what it makes of the signal."""

    def begin(self, work: Working, reason: str, **formulas: int) -> None:
        """Begin its step."""
        work.step(f"Layer {self.number}: {self.text}", reason, **formulas)


class Pointwise(Layer):
    """relu and other functions of each entry."""

    plan = staticmethod(models.pointwise_layer)

    def record(self, work: Working, signal: Signal) -> Output:
        self.begin(work, f"The shape stays, and {NOTHING_TO_LEARN}.")
        return signal, None


class Flattening(Layer):
    """flatten."""

    plan = staticmethod(models.flattening_layer)

    def record(self, work: Working, signal: Signal) -> Output:
        self.begin(work, f"All entries go into one vector, and {NOTHING_TO_LEARN}.")
        return (flattened(work, self.number, signal),), None


@dataclass(frozen=True)
class Dense(Layer):
    """fc 10 nobias."""

    units: Symbol
    no_bias: bool

    @classmethod
    def read(cls, words: Words) -> "Dense":
        units = words.count("m", words.main("the number of its units, such as 10"))
        no_bias = bool(words.flag("nobias"))
        words.end()
        return cls(words.number, words.text, units, no_bias)

    def plan(self, input: Shape) -> Plan:
        return models.dense_layer(input, int(self.units), self.no_bias)

    def record(self, work: Working, signal: Signal) -> Output:
        first = "The maps are flattened first. " if len(signal) > 1 else ""
        bias = "has no bias" if self.no_bias else "has a bias"
        self.begin(work, f"{first}Each unit has a weight for every input, and {bias}.")
        inputs = flattened(work, self.number - 1, signal) if len(signal) > 1 else signal[0]
        count, wrong = parameter_count(inputs, self.units, no_bias=self.no_bias)
        return (self.units,), work.let(f"P_{self.number}", count, mistakes=wrong)


@dataclass(frozen=True)
class GlobalPooling(Layer):
    """pool global average."""

    mode: str

    needs_maps = True
    plan = staticmethod(models.global_pooling_layer)

    def record(self, work: Working, signal: Signal) -> Output:
        kept = KEPT[self.mode]
        self.begin(work, f"The {kept} of each whole map: one entry a channel, and {NOTHING_TO_LEARN}.")
        side = work.let(f"n_{self.number}", lift(1))
        return (side, side, signal[2]), None


@dataclass(frozen=True)
class WindowLayer(Layer):
    """A layer whose window slides over the maps."""

    moves: Moves

    needs_maps = True

    def misfit(self, shape: Shape) -> str:
        if wrong := super().misfit(shape):
            return wrong
        wrong = Sliding.over(extent("n", *shape[:2]), *self.moves).misfit()
        return wrong and f"the window does not fit into the padded maps, {wrong}"

    def record_size(self, work: Working, signal: Signal, kept: str = "") -> Extent:
        return Sliding.over(Extent(*signal[:2]), *self.moves).record(work, f"n_{self.number}", kept=kept)


@dataclass(frozen=True)
class Convolution(WindowLayer):
    """conv 16@3x3 s2 p1 d2 g2 nobias."""

    filters: Symbol
    groups: Symbol
    no_bias: bool

    @classmethod
    def read(cls, words: Words) -> "Convolution":
        filters, mark, kernel = words.main("filters and kernel, such as 16@3x3").partition("@")
        if not mark:
            raise words.unusable(f"{shorten(filters)!r} is not filters@kernel, such as 16@3x3")
        no_bias = bool(words.flag("nobias"))
        words.end("spdg")
        moves, counts = words.moves(kernel, padding="0"), (words.count("K", filters), words.count("g", "1"))
        return cls(words.number, words.text, moves, *counts, no_bias)

    def misfit(self, shape: Shape) -> str:
        filters, groups = int(self.filters), int(self.groups)
        divides = shape[-1] % groups == filters % groups == 0
        wrong = "" if divides else f"g{groups} does not divide {shape[-1]} channels and {filters} filters"
        return super().misfit(shape) or wrong

    def plan(self, input: Shape) -> Plan:
        counts = int(self.filters), int(self.groups)
        return models.convolution_layer(input, counts[0], *self.moves.pairs, counts[1], self.no_bias)

    def record(self, work: Working, signal: Signal) -> Output:
        channels, depth = signal[2], int(signal[2]) // int(self.groups)
        over = f"over {{depth}} {plural(depth, 'channel')}"
        biases = "without biases" if self.no_bias else "with a bias each"
        filters = f"{int(self.filters)} filters of {self.moves.window.text}"
        self.begin(work, f"{filters} {over}, {biases}.", depth=depth)
        side = self.record_size(work, signal)
        made = work.let(f"c_{self.number}", self.filters, mistakes={"channels-kept": channels})
        weights, narrow = weights_of_filter(self.moves.window, channels, self.groups)
        count, wrong = parameter_count(weights, self.filters, no_bias=self.no_bias, output=side)
        counts = {
            name: parameter_count(mistaken, self.filters, no_bias=self.no_bias)[0]
            for name, mistaken in narrow.items()
        }
        return (*side, made), work.let(f"P_{self.number}", count, mistakes={**counts, **wrong})


@dataclass(frozen=True)
class Pooling(WindowLayer):
    """pool 2 s2 p1 max."""

    mode: str

    @classmethod
    def read(cls, words: Words) -> "Pooling | GlobalPooling":
        size, mode = words.main("a window, such as 2, or the word global"), words.flag(*KEPT)
        if size == "global":
            words.end()
            return GlobalPooling(words.number, words.text, mode or "average")
        words.end("sp")
        return cls(words.number, words.text, words.moves(size, stride=size), mode or "max")

    def misfit(self, shape: Shape) -> str:
        window, _, padding, _ = self.moves.pairs
        small = 2 * padding[0] > window[0] or 2 * padding[1] > window[1]
        return "the padding must be at most half the window" if small else super().misfit(shape)

    def plan(self, input: Shape) -> Plan:
        return models.pooling_layer(input, *self.moves.pairs[:3])

    def record(self, work: Working, signal: Signal) -> Output:
        kept = f"The {KEPT[self.mode]} of each {self.moves.window.text} window."
        self.begin(work, f"{kept} The channels stay, and {NOTHING_TO_LEARN}.")
        return (*self.record_size(work, signal, kept="pooling-ignored"), signal[2]), None


KINDS: Mapping[str, type[Layer]] = {
    "conv": Convolution,
    "pool": Pooling,
    "flatten": Flattening,
    "fc": Dense,
    **dict.fromkeys(("relu", "sigmoid", "tanh", "softmax", "dropout"), Pointwise),
}


def read_layer(number: int, text: str) -> Layer:
    """The layer of that text.

    Raises:
        Refused: it is none.
    """
    words = Words(number, text)
    if words.kind not in KINDS:
        unknown = f"{shorten(words.kind)!r} is none of {', '.join(KINDS)}"
        raise words.unusable(unknown if words.kind else "it is empty")
    return KINDS[words.kind].read(words)


def flattened(work: Working, number: int, signal: Signal) -> Symbol:
    """Record the length of the vector that comes of flattening."""
    wrong = {"flattened-without-channels": signal[0] * signal[1]} if len(signal) > 1 else {}
    return work.let(f"m_{number}", product_of_sequence(signal), mistakes=wrong)
