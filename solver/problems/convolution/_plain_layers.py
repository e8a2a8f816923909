"""Layers without a sliding window: of each entry, of whole maps, and fully connected ones."""

from __future__ import annotations

from dataclasses import dataclass

from solver.mathematics.formula import Symbol, lift, product_of_sequence
from solver.models import convolution as models
from solver.models.convolution import Plan, Shape
from solver.problems.convolution._layer import KEPT, NOTHING_TO_LEARN, Layer, LayerError, Output, Signal
from solver.problems.convolution._parameters import bias_mistakes, parameter_count
from solver.record.recorder import Working
from solver.record.solution import Mistake


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
        mistakes = list(bias_mistakes(inputs, self.units, bias=self.bias))
        return Output((self.units,), work.let(f"P_{self.number}", count, mistakes=mistakes))


def _record_flat(work: Working, number: int, signal: Signal) -> Signal:
    mistakes = []
    if len(signal) > 1 and signal[2].value != 1:
        words = "the channels were left out of the flattened vector"
        mistakes = [Mistake("flattened-without-channels", words, signal[0] * signal[1])]
    return (work.let(f"m_{number}", product_of_sequence(signal), mistakes=mistakes),)
