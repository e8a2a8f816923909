"""The layers of a convolutional network: how each kind is written, and what it makes of its input."""

from typing import TypeAlias

from solver.authoring import Working, plural
from solver.authoring.formulas import Symbol, lift, product_of_sequence
from solver.domains.layers import Layer, Shape
from solver.domains.sizes import PADDINGS, Extent, Margins, extent
from solver.errors import shorten
from solver.models import layer_shapes as models
from solver.models.layer_shapes import Plan
from solver.problems.convolution._parameters import parameter_count, weights_of_filter
from solver.problems.convolution._sliding import MISTAKES, ONCE, Sliding
from solver.problems.convolution._window import WindowLayer

Signal: TypeAlias = tuple[Symbol, ...]
"""What a layer hands on: height, width and channels, or the entries of a vector."""

Output: TypeAlias = tuple[Signal, Symbol | None]
"""What a layer hands on, and the number of its parameters where it has any."""

KEPT = {"max": "maximum", "average": "mean"}
BIASES, ROUNDINGS = ("nobias",), ("ceil",)
GROUPS = (KEPT, PADDINGS, ROUNDINGS)
MORE_POINTWISE = ("leaky-relu", "prelu", "elu", "selu", "gelu", "swish", "silu", "softplus")


class Stage(Layer):
    """A layer that tells what it makes of its input; of itself, it leaves it as it is."""

    reason = "The shape stays"
    """What it does, where it has no parameters."""

    def record(self, work: Working, signal: Signal) -> Output:
        """Work out what it makes of the signal, in a step of its own."""
        work.step(self.title, f"{self.reason}, and there is nothing to learn.")
        return self.output(work, signal), None

    def output(self, work: Working, signal: Signal) -> Signal:
        """Record what it hands on."""
        return signal


class Pointwise(Stage):
    """relu and other functions of each entry."""

    plan = staticmethod(models.pointwise_layer)


class Flattening(Stage):
    """flatten."""

    reason = "All entries go into one vector"
    plan = staticmethod(models.flattening_layer)

    def output(self, work: Working, signal: Signal) -> Signal:
        return (flattened(work, self.number, signal),)


class Dense(Stage):
    """fc 10 nobias."""

    weighs_inputs = True
    wanted, flags = "the number of its units, such as 10", (BIASES,)

    def read(self) -> None:
        self.units, self.no_bias = self.count("m", self.main), bool(self.said)

    def check(self, shape: Shape) -> None:
        if len(shape) == 2:
            raise self.unusable("flatten must come first; some libraries take each vector by itself here")

    def plan(self, input: Shape) -> Plan:
        return models.dense_layer(input, int(self.units), self.no_bias)

    def record(self, work: Working, signal: Signal) -> Output:
        first = "The maps are flattened first. " if len(signal) > 1 else ""
        bias = "has no bias" if self.no_bias else "has a bias"
        work.step(self.title, f"{first}Each unit has a weight for every input, and {bias}.")
        inputs = flattened(work, self.number - 1, signal) if first else signal[0]
        count, wrong = parameter_count(inputs, self.units, no_bias=self.no_bias)
        return (self.units,), work.let(f"P_{self.number}", count, mistakes=wrong)


class Embedding(Stage):
    """embedding 1000x16."""

    wanted = "tokens x entries of a vector, such as 1000x16"

    def read(self) -> None:
        vocabulary, _, width = self.main.partition("x")
        self.vocabulary, self.width = self.count("V", vocabulary), self.count("e", width)

    def check(self, shape: Shape) -> None:
        if len(shape) != 1:
            raise self.unusable("it needs a vector, of indices of tokens")

    def plan(self, input: Shape) -> Plan:
        return models.embedding_layer(input, int(self.vocabulary), int(self.width))

    def record(self, work: Working, signal: Signal) -> Output:
        work.step(self.title, "Each token of the vocabulary has a vector to learn; there is no bias.")
        wrong = {"embedding-by-length": signal[0] * self.width}
        count = work.let(f"P_{self.number}", self.vocabulary * self.width, mistakes=wrong)
        return (signal[0], self.width), count


class BatchNormalization(Stage):
    """bn."""

    plan = staticmethod(models.batch_normalization_layer)

    def record(self, work: Working, signal: Signal) -> Output:
        each = "channel" if len(signal) > 1 else "entry"
        reason = f"The shape stays; each {each} has a scale and a shift to learn."
        work.step(self.title, f"{reason} (Keras counts the running mean and variance too: 4 for each.)")
        return signal, work.let(f"P_{self.number}", 2 * signal[-1])


class GlobalPooling(Stage):
    """pool global average."""

    flags = (KEPT,)
    needs_maps = True
    plan = staticmethod(models.global_pooling_layer)

    def read(self) -> None:
        self.reason = f"The {KEPT[self.one_of(KEPT, 'average')]} of each whole map: one entry a channel"

    def output(self, work: Working, signal: Signal) -> Signal:
        side = work.let(f"n_{self.number}", lift(1))
        return side, side, signal[2]


class WindowStage(WindowLayer, Stage):
    """A layer whose window slides over the maps."""

    needs_maps = True

    def record_size(self, work: Working, signal: Signal, *more: str) -> Extent:
        """Record height and width of its output; `more` are mistakes beside those of every window."""
        sliding = self.over(Extent(signal[:2]))
        return sliding.record(work, f"n_{self.number}", (*MISTAKES, *more))


class Convolution(WindowStage):
    """conv 16@3x3 s2 p1 d2 g2 nobias."""

    weighs_inputs = True
    wanted, flags, letters = "filters and kernel, such as 16@3x3", (BIASES, PADDINGS), "spdg"

    def read(self) -> None:
        filters, mark, kernel = self.main.partition("@")
        if not mark:
            raise self.unusable(f"{shorten(filters)!r} is not filters@kernel, such as 16@3x3")
        padding = self.margins() or Margins(extent(f"p_{self.number}", 0))
        self.sliding = Sliding(ONCE, self.size("f", kernel), self.size("s"), padding, self.size("d"))
        self.filters, self.groups = self.count("K", filters), self.count("g")
        self.no_bias = "nobias" in self.said

    def check(self, shape: Shape) -> None:
        super().check(shape)
        channels, filters, groups = shape[2], int(self.filters), int(self.groups)
        if channels % groups or filters % groups:
            raise self.unusable(f"g{groups} does not divide {channels} channels and {filters} filters")

    def plan(self, input: Shape) -> Plan:
        filters, groups = int(self.filters), int(self.groups)
        return models.convolution_layer(input, filters, *self.numbers, groups, self.no_bias)

    def record(self, work: Working, signal: Signal) -> Output:
        channels, kernel = signal[2], self.sliding.window
        depth = int(channels) // int(self.groups)
        over = f"over {{depth}} {plural(depth, 'channel')}"
        biases = "without biases" if self.no_bias else "with a bias each"
        work.step(self.title, f"{int(self.filters)} filters of {kernel.text} {over}, {biases}.", depth=depth)
        side = self.record_size(work, signal)
        made = work.let(f"c_{self.number}", self.filters, mistakes={"channels-kept": channels})
        weights, narrow = weights_of_filter(kernel, channels, self.groups)
        count, wrong = parameter_count(weights, self.filters, no_bias=self.no_bias, output=side)
        for name, mistaken in narrow.items():
            wrong[name], _ = parameter_count(mistaken, self.filters, no_bias=self.no_bias)
        return (*side, made), work.let(f"P_{self.number}", count, mistakes=wrong)


class Pooling(WindowStage):
    """pool 2 s2 p1 max."""

    wanted, flags, letters = "a window, such as 2, or the word global", GROUPS, "sp"

    def read(self) -> None:
        window, stride, rounds_up = self.size("f", self.main), self.size("s", self.main), "ceil" in self.said
        self.sliding = Sliding(ONCE, window, stride, self.margins(), rounds_up=rounds_up)
        kept = KEPT[self.one_of(KEPT, "max")]
        self.reason = f"The {kept} of each {window.text} window. The channels stay"
        if self.over(ONCE).is_overpadded:
            raise self.unusable("the padding must be at most half the window")

    def plan(self, input: Shape) -> Plan:
        window, stride, padding, _ = self.numbers
        return models.pooling_layer(input, window, stride, padding, self.sliding.rounds_up)

    def output(self, work: Working, signal: Signal) -> Signal:
        return *self.record_size(work, signal, "pooling-ignored"), signal[2]


def flattened(work: Working, number: int, signal: Signal) -> Symbol:
    """Record the length of the vector that comes of flattening."""
    wrong = {"flattened-without-channels": product_of_sequence(signal[:-1])} if len(signal) > 1 else {}
    return work.let(f"m_{number}", product_of_sequence(signal), mistakes=wrong)


KINDS: dict[str, type[Stage]] = {
    "conv": Convolution,
    "pool": Pooling,
    "pool global": GlobalPooling,
    "flatten": Flattening,
    "fc": Dense,
    "bn": BatchNormalization,
    "embedding": Embedding,
    **dict.fromkeys(("relu", "sigmoid", "tanh", "softmax", "dropout", *MORE_POINTWISE), Pointwise),
}
