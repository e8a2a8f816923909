"""The layers of a convolutional network: how each kind is written, and what it makes of its input."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import TypeAlias

from solver.authoring import Refused, Symbol, Working, lift, plural, product_of_sequence
from solver.errors import shorten
from solver.models import convolution as models
from solver.models.convolution import Plan, Shape
from solver.problems.convolution._parameters import parameter_count, weights_of_filter
from solver.problems.convolution._sizes import LARGEST_SIZE, Extent, extent, read_sizes
from solver.problems.convolution._sliding import ONCE, Sliding

Signal: TypeAlias = tuple[Symbol, ...]
"""What a layer hands on: height, width and channels, or the entries of a vector."""

Output: TypeAlias = tuple[Signal, Symbol | None]
"""What a layer hands on, and the number of its parameters where it has any."""

KEPT = {"max": "maximum", "average": "mean"}
NOTHING_TO_LEARN = "there is nothing to learn"


def unusable(number: int, why: str, text: str) -> Refused:
    """The refusal of a layer; layers are numbered from 1, the input is 0."""
    return Refused(f"has an unusable layer {number}: {why}", text)


class Layer(ABC):
    """A layer, read from its words: the kind, a main word, flags, and sizes after letters, such as s2."""

    needs_maps = False

    def __init__(self, number: int, given: str) -> None:
        self.number, self.given, self.text = number, given, " ".join(given.lower().split())
        self.title = f"Layer {number}: {self.text}"
        self._words, self._sizes = self.text.split(" ")[1:], dict[str, str]()
        self.read()

    def read(self) -> None:
        """Read the words after the kind; none may be left."""
        self.end()

    def misfit(self, shape: Shape) -> str:
        """Why it does not fit an input of that shape, where it does not."""
        return ""

    @abstractmethod
    def plan(self, input: Shape) -> Plan:
        """Its NumPy model."""

    @abstractmethod
    def record(self, work: Working, signal: Signal) -> Output:
        """Work out what it makes of the signal, in a step of its own."""

    def unusable(self, why: str) -> Refused:
        return unusable(self.number, why, self.given)

    def main(self, wanted: str) -> str:
        """The word that must follow the kind."""
        if not self._words:
            raise self.unusable(f"{self.text} needs {wanted}")
        return self._words.pop(0)

    def flag(self, *names: str) -> str:
        """The first of these words that is there."""
        found = next((name for name in names if name in self._words), "")
        if found:
            self._words.remove(found)
        return found

    def end(self, letters: str = "") -> None:
        """Read the sizes after these letters; nothing else may be left."""
        for word in self._words:
            letter, size = word[0], word[1:]
            if letter not in letters or not re.fullmatch("[0-9x×]+", size):
                known = f"none of {', '.join(f'{known}N' for known in letters)}"
                raise self.unusable(f"{shorten(word)!r} is {known if letters else 'one word too many'}")
            if letter in self._sizes:
                raise self.unusable(f"{letter} is given twice")
            self._sizes[letter] = size

    def window(self, size: str, stride: str, padding: str = "") -> Sliding:
        """A window and how it slides, over a map whose size is yet to come; maybe without a padding."""
        f, s, d = self._extent("f", size), self._extent("s", stride), self._extent("d", "1")
        is_padded = padding or "p" in self._sizes
        return Sliding(ONCE, f, s, self._extent("p", padding, least=0) if is_padded else None, d)

    def count(self, letter: str, default: str) -> Symbol:
        """The whole number after that letter."""
        return self._extent(letter, default, "whole number", (1,)).height

    def _extent(
        self, letter: str, default: str, kind: str = "size", sides: Collection[int] = (1, 2), least: int = 1
    ) -> Extent:
        text = self._sizes.get(letter, default)
        wrong = self.unusable(f"{shorten(text)!r} is no {kind} from {least} to {LARGEST_SIZE}")
        return extent(f"{letter}_{self.number}", *read_sizes(text, sides, wrong, least))


class Pointwise(Layer):
    """relu and other functions of each entry."""

    plan = staticmethod(models.pointwise_layer)

    def record(self, work: Working, signal: Signal) -> Output:
        work.step(self.title, f"The shape stays, and {NOTHING_TO_LEARN}.")
        return signal, None


class Flattening(Layer):
    """flatten."""

    plan = staticmethod(models.flattening_layer)

    def record(self, work: Working, signal: Signal) -> Output:
        work.step(self.title, f"All entries go into one vector, and {NOTHING_TO_LEARN}.")
        return (flattened(work, self.number, signal),), None


class Dense(Layer):
    """fc 10 nobias."""

    def read(self) -> None:
        self.units = self.count("m", self.main("the number of its units, such as 10"))
        self.no_bias = bool(self.flag("nobias"))
        self.end()

    def plan(self, input: Shape) -> Plan:
        return models.dense_layer(input, int(self.units), self.no_bias)

    def record(self, work: Working, signal: Signal) -> Output:
        first = "The maps are flattened first. " if len(signal) > 1 else ""
        bias = "has no bias" if self.no_bias else "has a bias"
        work.step(self.title, f"{first}Each unit has a weight for every input, and {bias}.")
        inputs = flattened(work, self.number - 1, signal) if len(signal) > 1 else signal[0]
        count, wrong = parameter_count(inputs, self.units, no_bias=self.no_bias)
        return (self.units,), work.let(f"P_{self.number}", count, mistakes=wrong)


class GlobalPooling(Layer):
    """pool global average."""

    needs_maps = True
    plan = staticmethod(models.global_pooling_layer)

    def read(self) -> None:
        self.main("global")
        self.mode = self.flag(*KEPT) or "average"
        self.end()

    def record(self, work: Working, signal: Signal) -> Output:
        kept = KEPT[self.mode]
        work.step(self.title, f"The {kept} of each whole map: one entry a channel, and {NOTHING_TO_LEARN}.")
        side = work.let(f"n_{self.number}", lift(1))
        return (side, side, signal[2]), None


class WindowLayer(Layer):
    """A layer whose window slides over the maps."""

    needs_maps = True
    sliding: Sliding

    def misfit(self, shape: Shape) -> str:
        wrong = self.sliding._replace(size=extent("n", *shape[:2])).misfit()
        return wrong and f"the window does not fit into the padded maps, {wrong}"

    def record_size(self, work: Working, signal: Signal, kept: str = "") -> Extent:
        """Record height and width of its output."""
        sliding = self.sliding._replace(size=Extent(*signal[:2]))
        return sliding.record(work, f"n_{self.number}", kept=kept)


class Convolution(WindowLayer):
    """conv 16@3x3 s2 p1 d2 g2 nobias."""

    def read(self) -> None:
        filters, mark, kernel = self.main("filters and kernel, such as 16@3x3").partition("@")
        if not mark:
            raise self.unusable(f"{shorten(filters)!r} is not filters@kernel, such as 16@3x3")
        self.no_bias = bool(self.flag("nobias"))
        self.end("spdg")
        self.sliding = self.window(kernel, stride="1", padding="0")
        self.filters, self.groups = self.count("K", filters), self.count("g", "1")

    def misfit(self, shape: Shape) -> str:
        channels, filters, groups = shape[2], int(self.filters), int(self.groups)
        divides = channels % groups == filters % groups == 0
        wrong = "" if divides else f"g{groups} does not divide {channels} channels and {filters} filters"
        return super().misfit(shape) or wrong

    def plan(self, input: Shape) -> Plan:
        _, kernel, stride, padding, dilation = self.sliding.pairs
        filters, groups = int(self.filters), int(self.groups)
        return models.convolution_layer(
            input, filters, kernel, stride, padding, dilation, groups, self.no_bias
        )

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
        counts = {
            name: parameter_count(mistaken, self.filters, no_bias=self.no_bias)[0]
            for name, mistaken in narrow.items()
        }
        return (*side, made), work.let(f"P_{self.number}", count, mistakes=counts | wrong)


class Pooling(WindowLayer):
    """pool 2 s2 p1 max."""

    def read(self) -> None:
        size = self.main("a window, such as 2, or the word global")
        self.mode = self.flag(*KEPT) or "max"
        self.end("sp")
        self.sliding = self.window(size, stride=size)

    def misfit(self, shape: Shape) -> str:
        if self.sliding.is_overpadded:
            return "the padding must be at most half the window"
        return super().misfit(shape)

    def plan(self, input: Shape) -> Plan:
        _, window, stride, padding, _ = self.sliding.pairs
        return models.pooling_layer(input, window, stride, padding)

    def record(self, work: Working, signal: Signal) -> Output:
        kept = f"The {KEPT[self.mode]} of each {self.sliding.window.text} window."
        work.step(self.title, f"{kept} The channels stay, and {NOTHING_TO_LEARN}.")
        return (*self.record_size(work, signal, kept="pooling-ignored"), signal[2]), None


POINTWISE = dict.fromkeys(("relu", "sigmoid", "tanh", "softmax", "dropout"), Pointwise)
KINDS: Mapping[str, type[Layer]] = dict(
    conv=Convolution, pool=Pooling, flatten=Flattening, fc=Dense, **POINTWISE
)


def read_layer(number: int, text: str) -> Layer:
    """The layer of that text.

    Raises:
        Refused: it is none.
    """
    if not text:
        raise unusable(number, "it is empty", text)
    kind, *rest = text.lower().split()
    if kind not in KINDS:
        raise unusable(number, f"{shorten(kind)!r} is none of {', '.join(KINDS)}", text)
    return (GlobalPooling if [kind, *rest[:1]] == ["pool", "global"] else KINDS[kind])(number, text)


def flattened(work: Working, number: int, signal: Signal) -> Symbol:
    """Record the length of the vector that comes of flattening."""
    wrong = {"flattened-without-channels": signal[0] * signal[1]} if len(signal) > 1 else {}
    return work.let(f"m_{number}", product_of_sequence(signal), mistakes=wrong)
