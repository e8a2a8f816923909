"""What the three kinds of gradient descent share: linear regression, its givens and its course."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any

from solver.domains import Choice, Integer, MatrixOf, Positive, Real, Switch, Vector, VectorOf
from solver.errors import InputError
from solver.mathematics.formula import Family, Grid, Symbol
from solver.problem import Problem, parameter
from solver.problems.gradient_descent._course import train
from solver.problems.gradient_descent._derivation import input_name, show
from solver.problems.gradient_descent._descent import Descent
from solver.problems.gradient_descent._loss import LOSS_IN_WORDS, LOSSES
from solver.problems.gradient_descent._prediction import weight_names
from solver.problems.gradient_descent._reference import model_answers
from solver.problems.gradient_descent._run_table import tabulate
from solver.record.recorder import Working
from solver.record.solution import Given
from solver.wording import counted, plural

MOST_SAMPLES = 50
MOST_FEATURES = 8
MOST_UPDATES = 200
WORKED_IN_FULL = 6
"""A run of so many updates is shown in full; of a longer one, the first two, and all in a table."""


class LinearRegression(Problem):
    """Fit yhat = w x + b to samples by gradient descent on the squared error."""

    x: Annotated[Grid, MatrixOf(most_rows=MOST_SAMPLES, most_columns=MOST_SAMPLES)] = parameter(
        "inputs", symbol="x", note="one a sample, or a row a sample: 1,2;3,4"
    )
    y: Annotated[Family, VectorOf(most=MOST_SAMPLES)] = parameter("targets", symbol="y")
    w: Vector = parameter("initial weights", symbol="w_0", default="0", note="one each, or one for all")
    b: Real = parameter("initial bias", symbol="b_0", default="0")
    no_bias: Switch = parameter("without a bias")
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1")
    loss: Annotated[str, Choice(tuple(LOSSES), tuple(LOSS_IN_WORDS.values()))] = parameter(
        "loss",
        default="half-mse",
        convention=True,
        note="the squared error, with 1/(2n), 1/n, 1/2 or 1 before its sum",
    )
    epochs: Annotated[Symbol, Integer(most=50)] = parameter("epochs", default="1")

    @property
    @abstractmethod
    def size(self) -> int:
        """The number of samples in a batch."""

    @property
    def wanted_in_words(self) -> str:
        """The convention of the loss and what is asked for, for a question."""
        weights = f"{plural(self.features, 'weight')}{'' if self.no_bias else ' and the bias'}"
        return (
            f"The loss is {LOSS_IN_WORDS[self.loss]}. Give the {weights} after every update, and the loss"
            " over all samples before and after training."
        )

    @property
    def epochs_in_words(self) -> str:
        return counted(int(self.epochs), "epoch")

    @property
    def givens(self) -> tuple[Given, ...]:
        return tuple(given for given in super().givens if not (self.no_bias and given.option == "--b"))

    def check(self) -> None:
        samples, features = len(self.y), self.features
        if len(self.inputs) != samples:
            raise InputError(
                "--y", f"must give {len(self.inputs)} targets, one for each sample", f"{samples}"
            )
        if features > MOST_FEATURES:
            raise InputError("--x", f"must have at most {MOST_FEATURES} features", f"{features}")
        if len(self.w) not in (1, features):
            raise InputError("--w", f"must give {features} initial weights, or one for all", f"{len(self.w)}")
        if self.no_bias and self.b.value != 0:
            raise InputError("--b", "must be left out with --no-bias", f"{float(self.b):g}")
        updates = int(self.epochs) * len(self.batches)
        if updates > MOST_UPDATES:
            raise InputError(
                "--epochs", f"must be fewer: a run has at most {MOST_UPDATES} updates", f"{updates}"
            )

    def solve(self, work: Working) -> None:
        biased, loss = not self.no_bias, LOSSES[self.loss]
        show(work, loss, self.features, biased=biased, single=self.size == 1)
        run = Descent(work, self.inputs, self.y.members, loss, self.lr, biased, [self._start])
        updates = int(self.epochs) * len(self.batches)
        worked = updates + 1 if updates <= WORKED_IN_FULL else 2
        train(run, self.batches, int(self.epochs), worked)
        work.step(
            "The whole run",
            "Row {t}: the weights after {t} updates, and the gradient taken there.",
            t=Symbol("t"),
        )
        if updates > WORKED_IN_FULL:
            work.say("The later updates follow the same formulas; only their results are listed.")
        tabulate(run, errors=self.size == 1 and updates > WORKED_IN_FULL)
        states = [state[: self.features] for state in run.states[1:]]
        work.answer("weights", [state[0] for state in states] if self.features == 1 else states)
        if biased:
            work.answer("biases", [state[-1] for state in run.states[1:]])
        work.answer("loss_before", run.losses[0])
        work.answer("loss_after", run.losses[updates])

    def reference(self) -> Mapping[str, Any]:
        return model_answers(
            self.inputs,
            self.y.members,
            self._start[: self.features],
            None if self.no_bias else self.b,
            loss=LOSSES[self.loss],
            lr=self.lr,
            size=self.size,
            epochs=int(self.epochs),
        )

    @cached_property
    def inputs(self) -> list[list[Symbol]]:
        """The inputs, a row a sample; a single row for several targets lists its samples."""
        rows = self.x.rows
        if len(rows) == 1 and len(self.y) > 1:
            rows = tuple((entry,) for entry in rows[0])
        features = len(rows[0])
        return [
            [
                Symbol(input_name(features, i, j), entry.value, spelling=entry.spelling)
                for j, entry in enumerate(row, 1)
            ]
            for i, row in enumerate(rows, 1)
        ]

    @property
    def features(self) -> int:
        return len(self.inputs[0])

    @property
    def batches(self) -> list[range]:
        """The samples of each batch of an epoch, counted from 1."""
        samples = len(self.y)
        return [
            range(first, min(first + self.size, samples + 1)) for first in range(1, samples + 1, self.size)
        ]

    @property
    def _start(self) -> list[Symbol]:
        """The initial weights, and the bias if there is one."""
        given = list(self.w) * self.features if len(self.w) == 1 else list(self.w)
        names = weight_names(self.features, 0)
        pairs = zip(names, given, strict=True)
        weights = [Symbol(name, start.value, spelling=start.spelling) for name, start in pairs]
        return weights if self.no_bias else [*weights, self.b]
