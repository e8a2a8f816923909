"""Convolution layer: its output shape and its number of parameters.

Keywords: convolution parameters, parameter count, number of parameters.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from solver.authoring import Difficulty, InputError, Layout, RandomStream, Working, listed, parameter, present
from solver.authoring.domains import Switch
from solver.authoring.formulas import Formula, Text
from solver.domains.layers import MOST_PARAMETERS
from solver.domains.sizes import Amount, Extent, SizeOnAxes, Volume, extent, ordered, side_words
from solver.models import layer_shapes
from solver.problems.convolution import _layer, _parameters, _sliding, _window
from solver.problems.convolution._parameters import parameter_count, weights_of_filter


class ConvParams(_layer.ConvLayer):
    """A convolutional layer, whose filters may be parted into groups as in AlexNet (2012)."""

    channels: Amount | None = parameter(
        "channels of the input",
        symbol="c",
        instead_of="input",
        note="for the parameters alone",
        aliases="in-channels input-channels c-in",
    )
    dilation: SizeOnAxes = _window.dilation()
    groups: Amount = parameter("groups", symbol="g", default="1", note="must divide channels and filters")
    no_bias: Switch = parameter("without biases")

    idea = "A filter has the same weights wherever it lies, so even a large input needs few parameters."
    sanity = "Every filter has the same number of parameters, so the total is a multiple of that of filters."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 9.5; groups as in AlexNet (2012)"
    example = "--input 32x32x3 --filters 16 --kernel 3"
    model = layer_shapes.convolution_layer
    answers = {"output": "shape of the output", "parameters": "number of parameters"}
    stem = "A convolutional layer, {biases}, has the hyperparameters below. {first} Sizes are rounded down."
    tasks = (
        "A convolutional layer, {biases}, has the hyperparameters below. What is the shape of its"
        " output, and how many parameters does it have? {first} Sizes are rounded down.",
        "How many parameters does this convolutional layer have, {biases}? Give {sides}"
        " of its output too; sizes are rounded down.",
    )
    also_called = {
        "parameters": "parameter count; count; total",
        "output": "shape; output shape; output size; output volume; dims; H_out,W_out,C_out",
        "o": "H_out; W_out; output height; output width; n_out; n_H; height; width; H; W",
        **_window.SIDE_NAMES,
        "c_out": "C; C_out; channels; depth",
    }
    mistakes = _sliding.MISTAKES | _parameters.MISTAKES

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names; without biases, the weights are all parameters."""
        known = dict(super().other_names)
        weights = ("weights",) if self.no_bias else ()
        return {**known, "parameters": (*known["parameters"], *weights)}

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The weights of all filters."""
        return dict.fromkeys(("weights", "number of weights", "all weights"), ("w", self.filters))

    @property
    def phrases(self) -> Mapping[str, str]:
        first, sides = self.channels_first, (*side_words(len(self.shape) - 1), "channels")
        return {
            "biases": "without biases" if self.no_bias else "with one bias per filter",
            "first": "The channels come first." if first else "",
            "sides": listed([f"the {side}" for side in ordered(sides, first=first)]),
        }

    @property
    def shape(self) -> Volume:
        """The input; where only its channels are known, one that the kernel just fits into."""
        if self.input is not None:
            return self.input
        sides = self.kernel.sizes if len(self.kernel) > 1 else self.kernel.sizes * 2
        reaches = (d * (f - 1) + 1 for f, d in zip(sides, self.dilation.over(len(sides)).sizes, strict=True))
        return (*extent("n", *reaches), present(self.channels))

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        return super().conventions if self.input is not None else {}

    @property
    def listed_as(self) -> Mapping[str, Formula | str | None]:
        """Without an input, what says where the window moves says nothing."""
        moves = () if self.input is not None else ("stride", "padding", "dilation")
        return {**super().listed_as, **dict.fromkeys(moves)}

    @property
    def arguments(self) -> dict[str, Any]:
        return super().arguments | {"input": tuple(map(int, self.shape))}

    def reference(self) -> Mapping[str, Any]:
        """Without an input there is no shape of the output."""
        found = super().reference()
        return {name: found[name] for name in self.answers if self.input is not None or name != "output"}

    @property
    def dilated(self) -> Extent:
        return self.dilation

    def check(self) -> None:
        super().check()
        channels, filters, groups = int(self.shape[-1]), int(self.filters), int(self.groups)
        if channels % groups or filters % groups:
            wanted = f"must divide {channels} channels and {filters} filters"
            raise InputError("--groups", wanted, str(groups))
        if (count := self.reference()["parameters"]) > MOST_PARAMETERS:
            wanted = f"must ask for at most {MOST_PARAMETERS:,} parameters"
            raise InputError("--filters", wanted, f"{count:,}")

    def solve(self, work: Working) -> None:
        side = self._record_output(work) if self.input is not None else None
        each = "the channels of its group" if self.groups.value != 1 else "all channels of the input"
        work.step("Weights of one filter", f"A filter spans {each}.")
        if side is None and len(self.kernel) == 1:
            note = "Note: the kernel is read as {square}; for a sequence, give {row}."
            work.say(note, square=Text(self.window.text), row=Text(f"{self.kernel.text}x1"))
        formula, wrong = weights_of_filter(self.window, self.shape[-1], self.groups)
        weights = work.let("w", formula, mistakes=wrong)
        bias = "no bias" if self.no_bias else "one bias"
        reason = f"Each filter has that number of weights and {bias}. The size of the input plays no part."
        work.step("Parameters of the layer", reason)
        count, wrong = parameter_count(weights, self.filters, no_bias=self.no_bias, output=side)
        work.answer("parameters", work.let("P", count, mistakes=wrong))

    def _record_output(self, work: Working) -> Extent:
        """Record the shape of the output; its sides are needed for mistakes with the parameters, too."""
        work.step("Output shape", self.sliding.reason + " Each filter makes one channel.")
        self.note_order(work)
        self.sliding.note_gaps(work)
        side = self.sliding.record(work, "o")
        depth = work.let("c_out", self.filters, mistakes={"channels-kept": self.shape[-1]})
        layout = Layout.CHANNELS_FIRST if self.channels_first else Layout.CHANNELS_LAST
        work.answer("output", ordered((*side, depth), first=self.channels_first), layout=layout)
        return side

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """All numbers are whole, and the layer has at most a few thousand parameters.

        Easy layers have stride 1 and biases, medium ones stride 2 and not always biases, hard ones groups,
        an oblong input and at times a dilation as well.
        """
        side, channels = 2 * draw.integer(4, 16), draw.integer(2, 6)
        kernel, padding = draw.choice(((2, 1), (3, 0), (3, 1), (5, 1), (5, 2)))
        filters = draw.choice((4, 5, 6, 8, 10, 12, 16, 20))
        shape, givens = f"{side}x{side}x{channels}", dict[str, object](kernel=kernel, padding=padding)
        if difficulty != "easy":
            givens |= {"stride": 2, "no_bias": "true" if draw.integer(1, 3) == 1 else None}
        if difficulty != "hard":
            return {"input": shape, "filters": filters, **givens}
        groups = draw.integer(2, 4)
        shape = f"{side + 2}x{side + 2 * draw.integer(2, 6)}x{groups * draw.integer(2, 4)}"
        givens |= {"groups": groups, "dilation": draw.integer(1, 2)}
        return {"input": shape, "filters": groups * draw.integer(2, 10), **givens}
