"""Layers whose window slides over the maps: convolution and pooling."""

from __future__ import annotations

from dataclasses import dataclass

from solver.mathematics.formula import Symbol
from solver.models import convolution as models
from solver.models.convolution import Plan, Shape
from solver.problems.convolution._layer import KEPT, NOTHING_TO_LEARN, Layer, LayerError, Output, Signal
from solver.problems.convolution._parameters import (
    bias_mistakes,
    filter_mistakes,
    parameter_count,
    sharing_mistakes,
    weights_of_filter,
)
from solver.problems.convolution._sizes import Extent, extent
from solver.problems.convolution._sliding import misfit, record_output, slides
from solver.record.recorder import Working
from solver.record.solution import Mistake


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

    def record_size(self, work: Working, signal: Signal, kept: tuple[str, str] | None = None) -> Extent:
        axes = slides(Extent(*signal[:2]), self.window, self.stride, self.padding, self.dilation)
        return record_output(work, f"n_{self.number}", axes, kept=kept)


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
        over = "over {depth} channel" + "s" * (depth > 1)
        biases = "with a bias each" if self.bias else "without biases"
        reason = f"{int(self.filters)} filters of {self.window.text} {over}, {biases}."
        work.step(f"Layer {self.number}: {self.text}", reason, depth=depth)
        side = self.record_size(work, signal)
        kept = Mistake("channels-kept", "the output was given the channels of the input", channels)
        mistakes = [kept] if channels.value != self.filters.value else []
        made = work.let(f"c_{self.number}", self.filters, mistakes=mistakes)
        parameters = self._record_parameters(work, channels, side)
        return Output((side.height, side.width, made), parameters)

    def _record_parameters(self, work: Working, channels: Symbol, side: Extent) -> Symbol:
        weights = weights_of_filter(self.window, channels, self.groups)
        narrow = [
            Mistake(
                mistake.name, mistake.words, parameter_count(mistake.formula, self.filters, bias=self.bias)
            )
            for mistake in filter_mistakes(self.window, channels, self.groups)
        ]
        count = parameter_count(weights, self.filters, bias=self.bias)
        biases = bias_mistakes(weights, self.filters, bias=self.bias)
        mistakes = [*narrow, *biases, *sharing_mistakes(count, side)]
        return work.let(f"P_{self.number}", count, mistakes=mistakes)


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
        window = self.window.text
        reason = f"The {KEPT[self.mode]} of each {window} window. The channels stay, and {NOTHING_TO_LEARN}."
        work.step(f"Layer {self.number}: {self.text}", reason)
        side = self.record_size(work, signal, ("pooling-ignored", "pooling was taken to keep the size"))
        return Output((side.height, side.width, signal[2]))
