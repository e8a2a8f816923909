"""One sample after another is presented to a perceptron: what is recorded of each."""

from __future__ import annotations

from dataclasses import dataclass

from solver.mathematics.formula import Formula, Symbol, lift
from solver.problems.perceptrons._data import Sample
from solver.problems.perceptrons._unit import ThresholdUnit
from solver.problems.perceptrons._weights import Weights
from solver.record.recorder import Working
from solver.record.solution import Mistake


@dataclass(frozen=True, slots=True)
class Row:
    """What is recorded of one sample in one epoch."""

    sample: Sample
    z: Symbol
    output: Symbol
    error: Symbol
    changes: Weights
    weights: Weights

    @property
    def wrong(self) -> bool:
        return bool(self.error.value != 0)

    @property
    def number(self) -> Formula:
        return lift(self.sample.number)

    @property
    def outputs(self) -> list[Formula]:
        """The cells of the table up to the error."""
        return [self.sample.point, self.sample.target, self.z, self.output, self.error]

    @property
    def moves(self) -> list[Formula]:
        """The cells behind the error: the changes, and the weights after them."""
        return [*self.changes.cells, *self.weights.cells]


@dataclass(frozen=True, slots=True)
class Trainer:
    """Records the training of a unit; `z_2,3` is the sum in epoch 2 for sample 3."""

    work: Working
    unit: ThresholdUnit
    rate: Symbol

    def present(self, epoch: int, sample: Sample, before: Weights, start: Weights) -> Row:
        """One sample: its output, its error, and the weights after it.

        Args:
            epoch: the number of the epoch.
            sample: what is presented.
            before: the weights as the sample finds them.
            start: the weights at the start of the epoch.
        """
        moment, x, row = f"{epoch},{sample.number}", self.unit.data[0], sample.number
        stale = "the weights were updated only at the end of the epoch"
        z = self._let(
            f"z_{moment}",
            before.weighted(x, row),
            Mistake("stale-weights", stale, start.weighted(x, row)),
            Mistake("no-bias", "the bias was left out of the sum", before.products(x, row)),
        )
        output = self._let(f"yhat_{moment}", self.unit.output(z), *self.unit.output_mistakes(z))
        reversed_error = "the target was subtracted from the output"
        error = self._let(
            f"e_{moment}",
            sample.target - output,
            Mistake("error-sign", reversed_error, output - sample.target),
        )
        changes = self._changes(moment, sample, error)
        return Row(sample, z, output, error, changes, self._updated(moment, before, changes))

    def _changes(self, moment: str, sample: Sample, error: Symbol) -> Weights:
        """What is added to each weight and to the bias."""
        without_rate = "the learning rate was left out"
        members = tuple(
            self._let(
                f"Deltaw_{moment},{i}",
                self.rate * error * x,
                Mistake("no-learning-rate", without_rate, error * x),
                Mistake("no-input", "the input was left out of the change", self.rate * error),
            )
            for i, x in enumerate(sample.inputs, 1)
        )
        if self.unit.no_bias:
            return Weights(members, None)
        mistake = Mistake("no-learning-rate", without_rate, error)
        return Weights(members, self._let(f"Deltab_{moment}", self.rate * error, mistake))

    def _updated(self, moment: str, before: Weights, changes: Weights) -> Weights:
        """The weights and the bias after their changes."""
        pairs = enumerate(zip(before.members, changes.members, strict=True), 1)
        members = tuple(self._let(f"w_{moment},{i}", w + change) for i, (w, change) in pairs)
        if before.bias is None or changes.bias is None:
            return Weights(members, None, f"{moment},")
        mistake = Mistake("bias-not-updated", "the bias was not updated", before.bias)
        return Weights(members, self._let(f"b_{moment}", before.bias + changes.bias, mistake), f"{moment},")

    def _let(self, name: str, formula: Formula, *mistakes: Mistake) -> Symbol:
        return self.work.let(name, formula, mistakes=mistakes, shown=False)
