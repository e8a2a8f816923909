"""Convolutional network: output shape and parameters of every layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from solver.domains import Domain, Refused
from solver.drawing import Draw
from solver.formula import Coordinates, sum_of
from solver.models import convolution as models
from solver.problem import Difficulty, Problem, parameter
from solver.problems.convolution._layers import Layer, LayerError, Output, Signal, read_layer
from solver.problems.convolution._parameters import MOST_PARAMETERS
from solver.problems.convolution._sizes import LARGEST_SIZE, Volume, read_sizes, volume
from solver.working import Cell, Working

MOST_LAYERS = 64
LONGEST_TEXT = 2000
EXAMPLE = "input 32x32x3; conv 16@3x3 p1; relu; pool 2 s2; flatten; fc 10"


@dataclass(frozen=True, slots=True)
class Network:
    """An input and the layers that it goes through."""

    input: Volume
    layers: tuple[Layer, ...]

    @property
    def signal(self) -> Signal:
        return self.input.size.height, self.input.size.width, self.input.channels

    @property
    def shape(self) -> models.Shape:
        return int(self.input.channels), *self.input.size.pair


@dataclass(frozen=True, slots=True)
class LayerString(Domain):
    """Layers separated by semicolons, the input first; each must fit the one before it."""

    @property
    def requirement(self) -> str:
        return f'must be an input and 1 to {MOST_LAYERS} layers, such as "{EXAMPLE}"'

    @property
    def metavar(self) -> str:
        return "LAYERS"

    @property
    def invalid(self) -> tuple[str, ...]:
        layers = ("", "conv", "conv 16", "conv 0@3", "conv 4@9", "conv 4@3 s0", "conv 4@3 q1", "conv 4@3 g2")
        others = ("pool", "pool 9", "pool 2 s0", "flatten; conv 4@3", "fc", "fc -1", "relu 3", "magic")
        wrong = [f"input 8x8x3; {layer}" for layer in (*layers, *others, "relu; " * MOST_LAYERS + "relu")]
        return ("", "conv 16@3x3", "input 8x8; relu", "input 8x8x3", "input 9999x9999x3; fc 10", *wrong)

    def read(self, text: str, symbol: str) -> Network:
        parts = [part.strip() for part in text.strip().removesuffix(";").split(";")]
        if len(text) > LONGEST_TEXT or not 2 <= len(parts) <= MOST_LAYERS + 1:
            raise Refused(self.requirement, text)
        word, _, size = parts[0].partition(" ")
        sizes = read_sizes(size, (3,))
        if word.lower() != "input" or sizes is None:
            raise Refused(
                f"must begin with an input such as input 32x32x3, sizes 1 to {LARGEST_SIZE}", parts[0]
            )
        network = Network(volume(sizes, "_0"), tuple(_layer(i, part) for i, part in enumerate(parts[1:], 1)))
        _check(network)
        return network

    def show(self, value: Network) -> str:
        sizes = "x".join(str(int(symbol)) for symbol in value.signal)
        return "; ".join((f"input {sizes}", *(layer.text for layer in value.layers)))


def _layer(number: int, text: str) -> Layer:
    try:
        return read_layer(number, text)
    except LayerError as error:
        raise Refused(f"has an unusable layer {number}: {error}", text) from None


def _check(network: Network) -> None:
    shape, count = network.shape, 0
    for layer in network.layers:
        try:
            plan = layer.plan(shape)
        except LayerError as error:
            raise Refused(f"has an unusable layer {layer.number}: {error}", layer.text) from None
        shape = plan.output
        count += plan.size
        if count > MOST_PARAMETERS:
            most = f"must have at most {MOST_PARAMETERS:,} parameters"
            raise Refused(most, f"{count:,} up to layer {layer.number}")


class Cnn(Problem):
    """Goodfellow, Bengio and Courville, Deep Learning, sections 9.1 to 9.3."""

    layers: Annotated[Network, LayerString()] = parameter("layers", note=EXAMPLE)

    @property
    def questions(self) -> tuple[str, ...]:
        notation = (
            "Here conv 16@3x3 means 16 filters of 3 by 3, s is the stride (1 unless given) and p the"
            " padding on each side (0 unless given); pool 2 pools windows of 2 by 2, side by side unless s"
            " says otherwise. Layers have biases unless nobias is given."
        )
        return (
            "Give the output shape and the number of parameters of every layer of this network, and the"
            f" number of all its parameters. {notation}",
            "Follow an input through this convolutional network: what shape has it after each layer, and"
            f" how many parameters does each layer have? How many are there in all? {notation}",
        )

    def solve(self, work: Working) -> None:
        outputs: list[Output] = []
        signal = self.layers.signal
        for layer in self.layers.layers:
            outputs.append(layer.record(work, signal))
            signal = outputs[-1].signal
        counts = [output.parameters for output in outputs if output.parameters is not None]
        work.step("All layers", "The network has the parameters of all its layers together.")
        self._table(work, outputs)
        total = work.let("P", sum_of(counts))
        work.answer("per_layer", counts)
        work.answer("total", total)
        work.answer("shapes", [list(output.signal) for output in outputs])

    def _table(self, work: Working, outputs: list[Output]) -> None:
        rows: list[tuple[Cell, ...]] = [("0", "input", Coordinates(self.layers.signal), "")]
        for layer, (signal, parameters) in zip(self.layers.layers, outputs, strict=True):
            count = 0 if parameters is None else parameters
            rows.append((str(layer.number), layer.text, Coordinates(signal), count))
        work.table(("", "layer", "output shape", "parameters"), rows)

    def reference(self) -> Mapping[str, Any]:
        plans = models.plans([layer.model for layer in self.layers.layers], self.layers.shape)
        counts = [sum(array.size for array in models.allocate(plan)) for plan in plans if plan.parameters]
        # The model has the channels first, the answers have them last.
        shapes = [(*plan.output[1:], plan.output[0]) for plan in plans]
        return {"per_layer": counts, "total": sum(counts), "shapes": shapes}

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        side, channels, classes = draw.choice((16, 28, 32)), draw.choice((2, 3, 4)), draw.integer(4, 10)
        filters, kernel = draw.choice((8, 10, 16)), draw.choice((3, 5))
        start = f"input {side}x{side}x{channels}; conv {filters}@{kernel}x{kernel}"
        if difficulty == "easy":
            return cls.of(layers=f"{start} p1; fc {classes}")
        if difficulty == "medium":
            return cls.of(layers=f"{start} p1; relu; pool 2 s2; fc {classes}")
        more = (
            f"conv {2 * filters}@3x3 s2 p1; relu; flatten; fc {draw.choice((20, 32, 64))}; relu; fc {classes}"
        )
        return cls.of(layers=f"{start} p1; relu; pool 2 s2; {more}")
