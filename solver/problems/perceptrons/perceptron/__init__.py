"""Perceptron: training by the perceptron rule, epoch after epoch."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Coordinates,
    Difficulty,
    Integer,
    Number,
    RandomStream,
    Symbol,
    Value,
    Working,
    decimal_text,
    parameter,
    total,
)
from solver.models import perceptrons
from solver.problems.perceptrons import _unit
from solver.problems.perceptrons._placing import separable_samples
from solver.problems.perceptrons.perceptron._training import Training

EPOCHS = {"easy": (2, 3), "medium": (3, 4), "hard": (4, 6)}
"""How many epochs a sampled training has, the last one without a mistake."""

SAMPLED_GATES = ("and", "or", "nand", "nor", "implies")
ORDERS = {1: "rows are taken in the order 0, 1", 2: "rows are taken in the order 00, 01, 10, 11"}


class Perceptron(Training):
    """A threshold unit that learns from its mistakes."""

    epochs: Annotated[Symbol, Integer(most=200)] = parameter("most epochs", default="50")

    idea = (
        "Mistakes teach: a row with a wrong output moves the weights at once, by its error; a row with the"
        " right output leaves them as they are."
    )
    sanity = "Where training converged, the weights at the end give every row its target."
    source = "Rosenblatt, The Perceptron: A Probabilistic Model for Information Storage, 1958"
    model = perceptrons.train_perceptron
    answers = {
        "weights": "weights at the end",
        "bias": "bias at the end",
        "epochs": "number of epochs, the last one without a mistake",
        "converged": "whether training converged",
    }
    tasks = (
        "Train a perceptron on {data} until an epoch passes without a mistake. {order} Give the weights and"
        " the bias at the end, and the number of epochs.",
        "A perceptron learns {data} by the perceptron rule, until an epoch passes without a mistake. {order}"
        " After how many epochs does it stop, and with which weights and bias?",
    )
    mistakes = _unit.MISTAKES | {
        "stale-weights": "the weights were updated only at the end of the epoch",
        "no-bias": "the bias was left out of the sum",
        "error-sign": "the target was subtracted from the output",
        "no-learning-rate": "the learning rate was left out",
        "no-input": "the input was left out of the change",
        "bias-not-updated": "the bias was not updated",
        "clean-epoch-uncounted": "the last epoch, without a mistake, was not counted",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        taken = "samples are taken in the order given" if self.gate is None else ORDERS[self.width]
        return {**super().phrases, "order": f"The {taken}, and the weights change after every wrong output."}

    def solve(self, work: Working) -> None:
        self._explain_rule(work)
        weights, most = self.start, int(self.epochs)
        starts: dict[tuple[Value, ...], int] = {}
        for epoch in range(1, most + 1):
            starts[weights.values] = epoch
            rows = self.run_epoch(work, epoch, weights)
            weights = rows[-1].weights
            if not any(row.wrong for row in rows):
                work.say("No row is wrong, so nothing changes any more: training has converged.")
                _answer_weights(work, weights)
                work.answer("epochs", work.choose(epoch, {"clean-epoch-uncounted": epoch - 1}))
                work.answer("converged", True)
                return
            if weights.values in starts:
                self._explain_cycle(work, starts[weights.values], epoch, weights.values)
                break
        if epoch == most:
            work.say("The limit of epochs is reached, and the last one had mistakes: no convergence yet.")
            _answer_weights(work, weights)
        work.answer("converged", False)

    def _explain_rule(self, work: Working) -> None:
        work.step("The perceptron rule")
        z, output, error, x = map(Symbol, ("z", "yhat", "e", "x_i"))
        weighted = total("i", self.width, lambda i: Symbol(f"w_{i}") * Symbol(f"x_{i}"))
        work.display(z, weighted if self.no_bias else weighted + Symbol("b"), values=False)
        work.display(output, self.output(z), values=False)
        work.display(error, Symbol("y") - output, values=False)
        work.display(Symbol("Deltaw_i"), self.lr * error * x, values=False)
        if not self.no_bias:
            work.display(Symbol("Deltab"), self.lr * error, values=False)
        about = (
            "The number of the epoch and that of the row stand at each quantity: {z} is the sum in row 3 of "
            "epoch 2, and {w} the first weight after that row."
        )
        work.say(about, z=Symbol("z_2,3"), w=Symbol("w_2,3,1"))

    def _explain_cycle(self, work: Working, first: int, last: int, values: tuple[Value, ...]) -> None:
        """Why training that comes back to an earlier start never ends."""
        what = "weights" if self.no_bias else "weights and the bias"
        back = f"epoch {first}" if first == last else f"epochs {first} to {last}"
        work.step("Training never ends", "The same weights and the same rows lead to the same changes.")
        returns = (
            f"Epoch {last} ends with the {what} {{state}}, the very ones that epoch {first} began with. So "
            f"{back} will be repeated over and over, with mistakes each time."
        )
        work.say(returns, state=Coordinates(tuple(map(Number, values))))
        if not self.no_bias:
            work.say(
                "By the perceptron convergence theorem, training ends wherever the classes are linearly "
                "separable. These are not; the command separable shows a proof."
            )

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Weights, bias, rate and threshold in tenths; where it is hard, samples in place of a gate."""
        data = separable_samples(draw, 2, 5) if difficulty == "hard" else {"gate": draw.choice(SAMPLED_GATES)}
        w = [decimal_text(Fraction(draw.nonzero(9), 10)) for _ in range(2)]
        lr, threshold = draw.choice(("0.2", "0.5")), draw.choice(("0", "0.5", "1"))
        return data and {**data, "w": w, "b": draw.decimal(-5, 5), "lr": lr, "threshold": threshold}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether there are few epochs, but more than one: each is a step, after that of the rule."""
        least, most = EPOCHS[difficulty]
        return least <= len(work.steps) - 1 <= most


def _answer_weights(work: Working, weights: _unit.Weights) -> None:
    work.answer("weights", weights.w.members)
    if weights.b is not None:
        work.answer("bias", weights.b)
