"""Convolutional network: output shape and parameters of every layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from solver.mathematics.formula import Coordinates, sum_of
from solver.models import convolution as models
from solver.problem import Difficulty, Problem, parameter
from solver.problems.convolution._layer import Output
from solver.problems.convolution._network import EXAMPLE, LayerString, Network
from solver.record.recorder import Cell, Working
from solver.sampling.random_stream import RandomStream


class Cnn(Problem):
    """Goodfellow, Bengio and Courville, Deep Learning, sections 9.1 to 9.3."""

    layers: Annotated[Network, LayerString()] = parameter("layers", note=EXAMPLE)

    @property
    def questions(self) -> tuple[str, ...]:
        notation = (
            "Here conv 16@3x3 means 16 filters of 3 by 3, s is the stride (1 unless given) and p the"
            " padding on each side (0 unless given); pool 2 pools windows of 2 by 2, side by side unless s"
            " says otherwise; fc 10 has 10 units. Sizes are rounded down. There are biases unless nobias is"
            " given."
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
        work.answer("shapes", [list(output.signal) for output in outputs])
        work.answer("per_layer", counts)
        work.answer("total", total)

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
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """All sizes and counts are whole numbers, those of parameters of at most five digits.

        Easy networks have a convolution and a fully connected layer, medium ones pool in between, hard ones
        have a second convolution and a hidden layer.
        """
        channels, classes = draw.integer(1, 3), draw.integer(2, 10)
        if difficulty == "easy":
            side, filters = 2 * draw.integer(3, 7), draw.integer(2, 8)
            first = f"conv {filters}@{draw.choice(_KERNELS)}"
            return cls.of(layers=f"input {side}x{side}x{channels}; {first}; fc {classes}")
        pool = draw.choice(("pool 2", "pool 2 s2", "pool 2 average"))
        if difficulty == "medium":
            side, filters = 2 * draw.integer(4, 12), draw.integer(3, 12)
            first = f"conv {filters}@{draw.choice(_KERNELS)}; relu; {pool}"
            return cls.of(layers=f"input {side}x{side}x{channels}; {first}; fc {classes}")
        side, filters = 4 * draw.integer(2, 6), draw.integer(2, 8)
        first = f"conv {filters}@{draw.choice(_KEEPING_KERNELS)}; relu; {pool}"
        second = f"conv {2 * filters}@{draw.choice(('3x3 s2 p1; relu', f'3x3 p1 nobias; relu; {pool}'))}"
        dense = f"flatten; fc {draw.choice((8, 10, 16, 20))}; relu; fc {classes}"
        return cls.of(layers=f"input {side}x{side}x{channels}; {first}; {second}; {dense}")


_KEEPING_KERNELS = ("3x3 p1", "5x5 p2")
_KERNELS = ("3x3", "5x5 p1", *_KEEPING_KERNELS)
