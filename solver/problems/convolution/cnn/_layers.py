"""The layers of a convolutional network: how each kind is written, and what it makes of its input."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import TypeAlias

from solver.authoring import Refused, Symbol, Working, lift, plural, product_of_sequence
from solver.domains.sizes import LARGEST_SIZE, Extent, extent, read_sizes
from solver.errors import shorten
from solver.models import convolution as models
from solver.models.convolution import Plan, Shape
from solver.problems.convolution._parameters import parameter_count, weights_of_filter
from solver.problems.convolution._sliding import MISTAKES, ONCE, Sliding

Signal: TypeAlias = tuple[Symbol, ...]
"""What a layer hands on: height, width and channels, or the entries of a vector."""

Output: TypeAlias = tuple[Signal, Symbol | None]
"""What a layer hands on, and the number of its parameters where it has any."""

KEPT = {"max": "maximum", "average": "mean"}


class Layer(ABC):
    """A layer, read from its words: the kind, a main word, a flag, and sizes after letters, such as s2."""

    wanted = ""
    """What the main word is, where there must be one."""

    flags: Collection[str] = ()
    letters = ""
    needs_maps = False

    def __init__(self, number: int, given: str) -> None:
        self.number, self.given, self.text = number, given, " ".join(given.lower().split())
        self.title = f"Layer {number}: {self.text}"
        words = self.text.split(" ")[1:]
        if self.wanted and not words:
            raise self.unusable(f"{self.text} needs {self.wanted}")
        self.main = words.pop(0) if self.wanted else ""
        self.flag = next((flag for flag in self.flags if flag in words), "")
        if self.flag:
            words.remove(self.flag)
        self.no_bias, self._sizes = self.flag == "nobias", dict[str, str]()
        for word in words:
            self._keep_size(word[0], word[1:])
        self.read()

    def _keep_size(self, letter: str, size: str) -> None:
        if letter not in self.letters or not re.fullmatch("[0-9x×]+", size):
            known = ", ".join(f"{known}N" for known in self.letters)
            wrong = f"none of {known}" if known else "one word too many"
            raise self.unusable(f"{shorten(letter + size)!r} is {wrong}")
        if letter in self._sizes:
            raise self.unusable(f"{letter} is given twice")
        self._sizes[letter] = size

    def read(self) -> None:
        """Read what the words mean."""

    def size(self, letter: str, default: str) -> Extent:
        """What stands after that letter, or the default; numbers of something have one side only."""
        text, least = self._sizes.get(letter, default), 0 if letter == "p" else 1
        kind, sides = ("whole number", (1,)) if letter in "Kgm" else ("size", (1, 2))
        wrong = self.unusable(f"{shorten(text)!r} is no {kind} from {least} to {LARGEST_SIZE}")
        return extent(f"{letter}_{self.number}", *read_sizes(text, sides, wrong, least))

    def unusable(self, why: str) -> Refused:
        """The refusal of the layer; layers are numbered from 1, the input is 0."""
        return Refused(f"has an unusable layer {self.number}: {why}", self.given)

    def misfit(self, shape: Shape) -> str:
        """Why it does not fit an input of that shape, where it does not."""
        is_vector = self.needs_maps and len(shape) != 3
        return "it needs maps, and the layer before it hands on a vector" if is_vector else ""

    @abstractmethod
    def plan(self, input: Shape) -> Plan:
        """Its NumPy model."""

    def record(self, work: Working, signal: Signal) -> Output:
        """Work out what it makes of the signal, in a step of its own."""
        work.step(self.title, f"{self.reason}, and there is nothing to learn.")
        return self.output(work, signal), None

    @property
    def reason(self) -> str:
        """What it does, where it has no parameters."""
        return "The shape stays"

    def output(self, work: Working, signal: Signal) -> Signal:
        """Record what it hands on."""
        return signal


class Pointwise(Layer):
    """relu and other functions of each entry."""

    plan = staticmethod(models.pointwise_layer)


class Flattening(Layer):
    """flatten."""

    reason = "All entries go into one vector"
    plan = staticmethod(models.flattening_layer)

    def output(self, work: Working, signal: Signal) -> Signal:
        return (flattened(work, self.number, signal),)


class Dense(Layer):
    """fc 10 nobias."""

    wanted, flags = "the number of its units, such as 10", ("nobias",)

    def read(self) -> None:
        self.units = self.size("m", self.main).height

    def plan(self, input: Shape) -> Plan:
        return models.dense_layer(input, int(self.units), self.no_bias)

    def record(self, work: Working, signal: Signal) -> Output:
        first = "The maps are flattened first. " if len(signal) > 1 else ""
        bias = "has no bias" if self.no_bias else "has a bias"
        work.step(self.title, f"{first}Each unit has a weight for every input, and {bias}.")
        inputs = flattened(work, self.number - 1, signal) if first else signal[0]
        count, wrong = parameter_count(inputs, self.units, no_bias=self.no_bias)
        return (self.units,), work.let(f"P_{self.number}", count, mistakes=wrong)


class GlobalPooling(Layer):
    """pool global average."""

    wanted, flags = "the word global", KEPT
    needs_maps = True
    plan = staticmethod(models.global_pooling_layer)

    @property
    def reason(self) -> str:
        return f"The {KEPT[self.flag or 'average']} of each whole map: one entry a channel"

    def output(self, work: Working, signal: Signal) -> Signal:
        side = work.let(f"n_{self.number}", lift(1))
        return side, side, signal[2]


class WindowLayer(Layer):
    """A layer whose window slides over the maps."""

    needs_maps = True
    sliding: Sliding
    """The window, over a map whose size is yet to come."""

    def misfit(self, shape: Shape) -> str:
        if vector := super().misfit(shape):
            return vector
        wrong = self.sliding._replace(size=extent("n", *shape[:2])).misfit()
        return wrong and f"the window does not fit into the padded maps, {wrong}"

    def record_size(self, work: Working, signal: Signal, *more: str) -> Extent:
        """Record height and width of its output; `more` are mistakes beside those of every window."""
        sliding = self.sliding._replace(size=Extent(*signal[:2]))
        return sliding.record(work, f"n_{self.number}", (*MISTAKES, *more))


class Convolution(WindowLayer):
    """conv 16@3x3 s2 p1 d2 g2 nobias."""

    wanted, flags, letters = "filters and kernel, such as 16@3x3", ("nobias",), "spdg"

    def read(self) -> None:
        filters, mark, kernel = self.main.partition("@")
        if not mark:
            raise self.unusable(f"{shorten(filters)!r} is not filters@kernel, such as 16@3x3")
        moves = self.size("s", "1"), self.size("p", "0"), self.size("d", "1")
        self.sliding = Sliding(ONCE, self.size("f", kernel), *moves)
        self.filters, self.groups = self.size("K", filters).height, self.size("g", "1").height

    def misfit(self, shape: Shape) -> str:
        if wrong := super().misfit(shape):
            return wrong
        channels, filters, groups = shape[2], int(self.filters), int(self.groups)
        divides = channels % groups == filters % groups == 0
        return "" if divides else f"g{groups} does not divide {channels} channels and {filters} filters"

    def plan(self, input: Shape) -> Plan:
        filters, groups = int(self.filters), int(self.groups)
        return models.convolution_layer(input, filters, *self.sliding.pairs[1:], groups, self.no_bias)

    def record(self, work: Working, signal: Signal) -> Output:
        channels, kernel = signal[2], self.sliding.window
        depth = int(channels) // int(self.groups)
        over = f"over {{depth}} {plural(depth, 'channel')}"
        biases = "without biases" if self.no_bias else "with a bias each"
        reason = f"{int(self.filters)} filters of {kernel.text} {over}, {biases}."
        work.step(self.title, reason, depth=depth)
        side = self.record_size(work, signal)
        made = work.let(f"c_{self.number}", self.filters, mistakes={"channels-kept": channels})
        weights, narrow = weights_of_filter(kernel, channels, self.groups)
        count, wrong = parameter_count(weights, self.filters, no_bias=self.no_bias, output=side)
        for name, mistaken in narrow.items():
            wrong[name], _ = parameter_count(mistaken, self.filters, no_bias=self.no_bias)
        return (*side, made), work.let(f"P_{self.number}", count, mistakes=wrong)


class Pooling(WindowLayer):
    """pool 2 s2 p1 max."""

    wanted, flags, letters = "a window, such as 2, or the word global", KEPT, "sp"

    def read(self) -> None:
        padding = self.size("p", "0") if "p" in self._sizes else None
        self.sliding = Sliding(ONCE, self.size("f", self.main), self.size("s", self.main), padding)
        if self.sliding.is_overpadded:
            raise self.unusable("the padding must be at most half the window")

    def plan(self, input: Shape) -> Plan:
        return models.pooling_layer(input, *self.sliding.pairs[1:4])

    @property
    def reason(self) -> str:
        kept = KEPT[self.flag or "max"]
        return f"The {kept} of each {self.sliding.window.text} window. The channels stay"

    def output(self, work: Working, signal: Signal) -> Signal:
        return *self.record_size(work, signal, "pooling-ignored"), signal[2]


POINTWISE = dict.fromkeys(("relu", "sigmoid", "tanh", "softmax", "dropout"), Pointwise)
KINDS: Mapping[str, type[Layer]] = dict(
    conv=Convolution, pool=Pooling, flatten=Flattening, fc=Dense, **POINTWISE
)


def read_layer(number: int, text: str) -> Layer:
    """The layer of that text.

    Raises:
        Refused: it is none.
    """
    kind, main = (*text.lower().split(), "", "")[:2]
    layer = GlobalPooling if (kind, main) == ("pool", "global") else KINDS.get(kind)
    if layer is None:
        wrong = f"{shorten(kind)!r} is none of {', '.join(KINDS)}" if kind else "it is empty"
        raise Refused(f"has an unusable layer {number}: {wrong}", text)
    return layer(number, text)


def flattened(work: Working, number: int, signal: Signal) -> Symbol:
    """Record the length of the vector that comes of flattening."""
    wrong = {"flattened-without-channels": signal[0] * signal[1]} if len(signal) > 1 else {}
    return work.let(f"m_{number}", product_of_sequence(signal), mistakes=wrong)
