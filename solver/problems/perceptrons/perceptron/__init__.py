"""Perceptron: training by the perceptron rule, epoch after epoch.

Keywords: perceptron learning rule, perceptron rule, rosenblatt.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import Cell, Difficulty, RandomStream, Working, parameter
from solver.authoring.domains import Integer
from solver.authoring.formulas import Formula, Symbol, total
from solver.models import perceptrons
from solver.problems.perceptrons._unit import MISTAKES, Weights
from solver.problems.perceptrons.perceptron._training import Training
from solver.sampling.two_classes import crossing_samples, separable_samples

MOST_SHOWN, MOST_INPUTS_SHOWN = 200, 1600
"""A training of so many epochs and inputs presented is shown in full; of a longer one, these."""

EPOCHS = {"easy": (2, 3), "medium": (3, 4), "hard": (4, 6)}
"""How many epochs a sampled training has."""

SAMPLED_GATES = ("and", "or", "nand", "nor", "implies")
NEVER_LEARNED = ("xor", "xnor")
ORDERS = {1: "rows are taken in the order 0, 1", 2: "rows are taken in the order 00, 01, 10, 11"}

END = "epochs", "converged"
"""What the end of training tells, and each epoch after the first."""


class Perceptron(Training):
    """A threshold unit that learns from its mistakes."""

    epochs: Annotated[Symbol, Integer(most=10_000)] = parameter(
        "epochs at most", default="50", aliases="iterations max-epochs max-iter"
    )

    idea = (
        "Mistakes teach: a row with a wrong output moves the weights at once, by its error; a row with the"
        " right output leaves them as they are."
    )
    sanity = "Where training converged, the weights at the end give every row its target."
    source = "Rosenblatt, The Perceptron: A Probabilistic Model for Information Storage, 1958"
    example = "--gate and --w 1.2,0.6 --b 0 --lr 0.5 --threshold 1"
    model = perceptrons.train_perceptron
    answers = {
        "weights": "weights at the end",
        "bias": "bias at the end",
        "epochs": "number of epochs, a last one without a mistake counted",
        "converged": "whether training converged",
    }
    planes = {"weights": "bias"}
    of_samples = "yhat"
    stem = (
        "A perceptron learns {data} by the perceptron rule, until an epoch passes without a mistake, for at"
        " most {epochs} epochs. {order}"
    )
    tasks = (
        "Train a perceptron on {data} until an epoch passes without a mistake, for at most {epochs} epochs."
        " {order} Give the weights and the bias at the end, and the number of epochs. Has training"
        " converged?",
        "A perceptron learns {data} by the perceptron rule, until an epoch passes without a mistake, for at"
        " most {epochs} epochs. {order} After how many epochs does it stop, with which weights and bias, and"
        " has it converged?",
    )
    version = 2
    also_called = {
        "weights": "w_final; weight vector; w^*; parameters; params",
        "bias": "w_0; b_final",
        "epochs": "iterations; number of epochs",
        "converged": "converges; convergence",
    }
    mistakes = MISTAKES | {
        "stale-weights": "the weights were updated only at the end of the epoch",
        "no-bias": "the bias was left out of the sum",
        "error-sign": "the target was subtracted from the output",
        "no-learning-rate": "the learning rate was left out",
        "no-input": "the input was left out of the change",
        "bias-not-updated": "the bias was not updated",
        "clean-epoch-uncounted": "the last epoch, without a mistake, was not counted",
    }

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        """A bias of the other sign has the other input."""
        other = "1" if self.bias_input == "-1" else "-1"
        mirrored = str(-Fraction(self.b.evaluate()))
        return {f"a bias whose input is {other}": {"bias_input": other, "b": mirrored}}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """A weight without the number of an epoch is that at the end."""
        named = dict(super().other_names)
        final = next((answer.value for answer in self.worked.answers if answer.name == "weights"), ())
        for k, weight in enumerate(final if isinstance(final, tuple) else (), 1):
            if isinstance(weight, Symbol):
                named[weight.name] = (*named.get(weight.name, ()), f"w_{k}")
        return named

    @property
    def phrases(self) -> Mapping[str, str]:
        taken = "samples are taken in the order given" if self.gate is None else ORDERS[self.width]
        return {**super().phrases, "order": f"The {taken}, and the weights change after every wrong output."}

    def solve(self, work: Working) -> None:
        self._explain_rule(work)
        weights, converged = self.start, False
        inputs = len(self.samples) * max(self.width, 2)
        shown = min(MOST_SHOWN, max(1, MOST_INPUTS_SHOWN // inputs))
        starts: dict[Formula, int] = {}
        states: list[list[Cell]] = []
        for epoch in work.repeat(int(self.epochs), in_full=shown):
            starts[weights.values] = epoch
            with work.telling(*(END if epoch > 1 else ())):
                rows = self.run_epoch(work, epoch, weights)
            weights, converged = rows[-1].weights, not any(row.wrong for row in rows)
            states.append([*weights.cells])
            if converged or weights.values in starts:
                break
        with work.telling(*END):
            if epoch > shown:
                title = f"Epochs {shown + 1} to {epoch}"
                work.step(title, "The same rule; only what each ends with is listed.")
                columns = zip(map(Symbol, "wb"), zip(*states[shown:], strict=True), strict=False)
                work.history(list(columns), shown + 1, "epoch")
            self._explain_end(work, starts, weights, converged)
        if epoch == int(self.epochs) or converged:
            work.answer("weights", weights.w.members)
            for bias in weights.b:
                work.answer("bias", bias)
            uncounted = {"clean-epoch-uncounted": epoch - 1} if converged else {}
            work.answer("epochs", work.choose(epoch, uncounted))
        work.answer("converged", converged)

    def _explain_end(
        self, work: Working, starts: Mapping[Formula, int], last: Weights, converged: bool
    ) -> None:
        """Why training ends, or never does, from the epochs by the weights that they started with."""
        epoch = len(starts)
        if converged:
            work.say("No row is wrong, so nothing changes any more: training has converged.")
        elif last.values in starts:
            self._explain_cycle(work, starts[last.values], epoch, last.values)
        if epoch == int(self.epochs) and not converged:
            work.say("The limit of epochs is reached, and the last one had mistakes: no convergence yet.")

    def _explain_rule(self, work: Working) -> None:
        work.step("The perceptron rule")
        z, output, error, x = map(Symbol, ("z", "yhat", "e", "x_i"))
        weighted = total("i", self.width, lambda i: Symbol(f"w_{i}") * Symbol(f"x_{i}"))
        as_bias = self.start.as_bias
        work.display(z, weighted if self.no_bias else weighted + as_bias(Symbol("b")), values=False)
        work.display(output, self.output(z), values=False)
        work.display(error, Symbol("y") - output, values=False)
        pull = self.pull(error)
        work.display(Symbol("Deltaw_i"), self.lr * pull * x, values=False)
        if not self.no_bias:
            work.display(Symbol("Deltab"), as_bias(self.lr * pull), values=False)
        if self.is_bipolar and self.update == "error":
            work.say("With targets of {-1} and 1, many books take the target in place of the error: half.")
        about = (
            "The number of the epoch and that of the row stand at each quantity: {z_2,3} is the sum in row 3 "
            "of epoch 2, and {w_2,3,1} the first weight after that row."
        )
        work.say(about)

    def _explain_cycle(self, work: Working, first: int, last: int, state: Formula) -> None:
        """Why training that comes back to an earlier start never ends."""
        what = "weights" if self.no_bias else "weights and the bias"
        back = f"epoch {first}" if first == last else f"epochs {first} to {last}"
        work.step("Training never ends", "The same weights and the same rows lead to the same changes.")
        returns = (
            f"Epoch {last} ends with the {what} {{state}}, the very ones that epoch {first} began with. So "
            f"{back} will be repeated over and over, with mistakes each time."
        )
        work.say(returns, state=state)
        if not self.no_bias:
            work.say(
                "By the perceptron convergence theorem, training ends wherever the classes are linearly "
                "separable. These are not; the command separable shows a proof."
            )

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Weights, bias, rate and threshold in tenths; where it is hard, samples in place of a gate.

        There are few epochs, but more than one: each is a step. Not all end without a mistake: some cannot,
        and some would take longer.
        """
        least, most = EPOCHS[difficulty]
        # Of gates, those that converge within so many epochs turn out well more seldom.
        tried = (True, True, False) if difficulty == "hard" else (True, True, True, True, False)
        limit, converges = draw.integer(least, most), draw.choice(tried)
        data = cls._data(draw, difficulty, separable=converges or draw.choice((True, False)))
        w = [draw.nonzero_decimal(9) for _ in range(2)]
        lr, threshold = draw.choice(("0.2", "0.5")), draw.choice(("0", "0.5", "1"))
        if data is None:
            return None
        givens = {**data, "w": w, "b": draw.decimal(-5, 5), "lr": lr, "threshold": threshold}
        givens["epochs"] = limit
        found = cls.of(**givens).reference()
        fits = found["converged"] is converges and found.get("epochs", 0) >= least
        return givens if fits else None

    @staticmethod
    def _data(draw: RandomStream, difficulty: Difficulty, *, separable: bool) -> Mapping[str, object] | None:
        """A gate or samples that a line separates, or that none does."""
        if difficulty == "hard":
            return (separable_samples if separable else crossing_samples)(draw, 2, 5)
        return {"gate": draw.choice(SAMPLED_GATES if separable else NEVER_LEARNED)}
