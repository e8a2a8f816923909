"""Convolution layer: its output shape and its number of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeAlias

from solver.domains import Integer, Switch
from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.models.convolution import Convolution, Plan, allocate
from solver.problem import Difficulty, Problem, parameter
from solver.problems.convolution._parameters import (
    MOST_PARAMETERS,
    bias_mistakes,
    filter_mistakes,
    parameter_count,
    sharing_mistakes,
    weights_of_filter,
)
from solver.problems.convolution._sizes import LARGEST_SIZE, InputVolume, Padding, Size
from solver.problems.convolution._sliding import WHY_FLOOR, Slides, check_fit, record_output, slides
from solver.record.recorder import Working
from solver.record.solution import Mistake
from solver.sampling.random_stream import RandomStream

Amount: TypeAlias = Annotated[Symbol, Integer(most=LARGEST_SIZE)]


class ConvParams(Problem):
    """Goodfellow, Bengio and Courville, Deep Learning, section 9.5; groups as in AlexNet (2012)."""

    input: InputVolume = parameter("input, height x width x channels")
    filters: Amount = parameter("filters", symbol="K")
    kernel: Size = parameter("kernel size", symbol="f")
    stride: Size = parameter("stride", symbol="s", default="1")
    padding: Padding = parameter("padding on each side", symbol="p", default="0")
    dilation: Size = parameter("dilation", symbol="d", default="1")
    groups: Amount = parameter("groups", symbol="g", default="1", note="must divide channels and filters")
    no_bias: Switch = parameter("without biases")

    @property
    def questions(self) -> tuple[str, ...]:
        biases = "without biases" if self.no_bias else "with one bias a filter"
        return (
            f"A convolutional layer, {biases}, has the hyperparameters below. What is the shape of its"
            " output, and how many parameters does it have? Sizes are rounded down.",
            f"How many parameters does this convolutional layer have, {biases}? Give the height, the width"
            " and the channels of its output too; sizes are rounded down.",
        )

    @property
    def axes(self) -> Slides:
        return slides(self.input.size, self.kernel, self.stride, self.padding, self.dilation)

    @property
    def model(self) -> Convolution:
        sizes = self.kernel.pair, self.stride.pair, self.padding.pair, self.dilation.pair
        return Convolution(int(self.filters), *sizes, int(self.groups), not self.no_bias)

    @property
    def _plan(self) -> Plan:
        return self.model.plan((int(self.input.channels), *self.input.size.pair))

    def check(self) -> None:
        check_fit("--kernel", self.axes)
        channels, filters, groups = int(self.input.channels), int(self.filters), int(self.groups)
        if channels % groups or filters % groups:
            raise InputError(
                "--groups", f"must divide {channels} channels and {filters} filters", str(groups)
            )
        count = self._plan.size
        if count > MOST_PARAMETERS:
            raise InputError(
                "--filters", f"must ask for at most {MOST_PARAMETERS:,} parameters", f"{count:,}"
            )

    def solve(self, work: Working) -> None:
        work.step("Output shape", WHY_FLOOR + " Each filter makes one channel.")
        side = record_output(work, "o", self.axes)
        channels = self.input.channels
        kept = Mistake("channels-kept", "the output was given the channels of the input", channels)
        depth = work.let(
            "c_out", self.filters, mistakes=[kept] if channels.value != self.filters.value else []
        )
        each = "the channels of its group" if self.groups.value != 1 else "all channels of the input"
        work.step("Weights of one filter", f"A filter spans {each}.")
        filter_size = weights_of_filter(self.kernel, channels, self.groups)
        weights = work.let(
            "w", filter_size, mistakes=list(filter_mistakes(self.kernel, channels, self.groups))
        )
        bias = not self.no_bias
        extra = "and one bias a filter" if bias else "and no biases"
        reason = f"So many weights a filter, {extra}. The size of the input plays no part."
        work.step("Parameters of the layer", reason)
        count = parameter_count(weights, self.filters, bias=bias)
        mistakes = [*bias_mistakes(weights, self.filters, bias=bias), *sharing_mistakes(count, side)]
        total = work.let("P", count, mistakes=mistakes)
        work.answer("output", [side.height, side.width, depth])
        work.answer("parameters", total)

    def reference(self) -> Mapping[str, Any]:
        plan = self._plan
        channels, height, width = plan.output
        counted = sum(array.size for array in allocate(plan))
        return {"output": (height, width, channels), "parameters": counted}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """All numbers are whole, and the layer has at most a few thousand parameters.

        Easy layers have stride 1 and biases, medium ones stride 2 and not always biases, hard ones groups
        and an oblong input as well.
        """
        side, channels = 2 * draw.integer(4, 16), draw.integer(2, 6)
        kernel, padding = draw.choice(((2, 1), (3, 0), (3, 1), (5, 1), (5, 2)))
        filters = draw.choice((4, 5, 6, 8, 10, 12, 16, 20))
        givens = {"kernel": str(kernel), "padding": str(padding)}
        if difficulty == "easy":
            return cls.of(input=f"{side}x{side}x{channels}", filters=str(filters), **givens)
        givens["stride"] = "2"
        if draw.integer(1, 3) == 1:
            givens["no_bias"] = "true"
        if difficulty == "medium":
            return cls.of(input=f"{side}x{side}x{channels}", filters=str(filters), **givens)
        groups = draw.integer(2, 4)
        shape = f"{side}x{side + 2 * draw.integer(1, 6)}x{groups * draw.integer(2, 4)}"
        filters = groups * draw.integer(2, 10)
        return cls.of(input=shape, filters=str(filters), groups=str(groups), **givens)
