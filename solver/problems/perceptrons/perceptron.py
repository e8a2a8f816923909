"""Perceptron: training by the perceptron rule, epoch after epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from solver.domains import Integer
from solver.mathematics.formula import Coordinates, Number, Symbol, total
from solver.models import perceptrons as model
from solver.problem import Difficulty, parameter
from solver.problems.perceptrons._epoch import run_epoch
from solver.problems.perceptrons._trials import trainable
from solver.problems.perceptrons._unit import EXACT_POSITIVE, ThresholdUnit
from solver.problems.perceptrons._weights import Weights
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

MOST_EPOCHS = 200
_EPOCHS: Mapping[Difficulty, tuple[int, int]] = {"easy": (2, 3), "medium": (3, 4), "hard": (4, 6)}
"""How many epochs a sampled training has, the last one without a mistake."""


class Perceptron(ThresholdUnit):
    """Rosenblatt, The Perceptron: A Probabilistic Model for Information Storage, 1958."""

    lr: Annotated[Symbol, EXACT_POSITIVE] = parameter("learning rate", symbol="eta", default="1")
    epochs: Annotated[Symbol, Integer(most=MOST_EPOCHS)] = parameter("most epochs", default="50")

    @property
    def questions(self) -> tuple[str, ...]:
        data = "the samples below" if self.gate is None else f"the truth table of {self.gate.upper()}"
        rows = {1: "rows are taken in the order 0, 1", 2: "rows are taken in the order 00, 01, 10, 11"}
        taken = "samples are taken in the order given" if self.gate is None else rows[self.width]
        order = f"The {taken}, and the weights change after every wrong output."
        wanted = "until an epoch passes without a mistake"
        return (
            f"Train a perceptron on {data} {wanted}. {order} Give the weights and the bias at the end, and"
            " the number of epochs.",
            f"A perceptron learns {data} by the perceptron rule, {wanted}. {order} After how many epochs does"
            " it stop, and with which weights and bias?",
        )

    def solve(self, work: Working) -> None:
        self._explain_rule(work)
        weights, most = self.start, int(self.epochs)
        starts: dict[tuple[Any, ...], int] = {}
        for epoch in range(1, most + 1):
            starts[weights.values] = epoch
            rows = run_epoch(work, self, self.lr, epoch, weights)
            weights = rows[-1].weights
            if not any(row.wrong for row in rows):
                work.say("No row is wrong, so nothing changes any more: training has converged.")
                self._answer_weights(work, weights)
                uncounted = ("the last epoch, without a mistake, was not counted", epoch - 1)
                work.answer("epochs", work.choose(epoch, {"clean-epoch-uncounted": uncounted}))
                work.answer("converged", True)
                return
            if weights.values in starts:
                self._explain_cycle(work, starts[weights.values], epoch, weights)
                break
        if epoch == most:
            work.say("The limit of epochs is reached, and the last one had mistakes: no convergence yet.")
            self._answer_weights(work, weights)
        work.answer("converged", False)

    def reference(self) -> Mapping[str, Any]:
        x, y = self.arrays()
        w, b, threshold = self.start_arrays()
        trained = model.train_perceptron(
            x,
            y,
            w,
            b,
            lr=self.lr.evaluate(),
            threshold=threshold,
            strict=self.compare == "gt",
            bias=not self.no_bias,
            epochs=int(self.epochs),
        )
        return {name: value for name, value in trained.items() if name != "bias" or not self.no_bias}

    def _explain_rule(self, work: Working) -> None:
        work.step(
            "The perceptron rule",
            "A row with a wrong output moves the weights at once, by its error; a row with the right output "
            "leaves them as they are.",
        )
        weighted = total("i", self.width, lambda i: Symbol(f"w_{i}") * Symbol(f"x_{i}"))
        bias, error = Symbol("b"), Symbol("e")
        work.display(Symbol("z"), weighted if self.no_bias else weighted + bias, values=False)
        work.display(Symbol("yhat"), self.output(Symbol("z")), values=False)
        work.display(error, Symbol("y") - Symbol("yhat"), values=False)
        work.display(Symbol("Deltaw_i"), self.lr * error * Symbol("x_i"), values=False)
        if not self.no_bias:
            work.display(Symbol("Deltab"), self.lr * error, values=False)
        work.say(
            "The number of the epoch and that of the row stand at each quantity: {z} is the sum in row 3 of "
            "epoch 2, and {w} the first weight after that row.",
            z=Symbol("z_2,3"),
            w=Symbol("w_2,3,1"),
        )

    def _explain_cycle(self, work: Working, first: int, last: int, weights: Weights) -> None:
        """Why training that comes back to an earlier start never ends."""
        state = Coordinates(tuple(Number(value) for value in weights.values))
        what = "weights" if self.no_bias else "weights and the bias"
        back = f"epoch {first}" if first == last else f"epochs {first} to {last}"
        work.step("Training never ends", "The same weights and the same rows lead to the same changes.")
        work.say(
            f"Epoch {last} ends with the {what} {{state}}, the very ones that epoch {first} began with. So "
            f"{back} will be repeated over and over, with mistakes each time.",
            state=state,
        )
        if not self.no_bias:
            work.say(
                "By the perceptron convergence theorem, training ends wherever the classes are linearly "
                "separable. These are not; the command separable shows a proof."
            )

    def _answer_weights(self, work: Working, weights: Weights) -> None:
        work.answer("weights", weights.members)
        if weights.bias is not None:
            work.answer("bias", weights.bias)

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Nice: weights, bias, rate and threshold in tenths, whole inputs, and few epochs.

        The first epoch always has a mistake. `hard` has samples, the other two have gates.
        """
        least, most = _EPOCHS[difficulty]
        return cls.of(**trainable(draw, least, most, samples=difficulty == "hard"))
