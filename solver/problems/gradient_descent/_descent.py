"""A training run: predictions, errors, gradients and updates, one batch after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from solver.mathematics.formula import Formula, Symbol, lift, replace
from solver.problems.gradient_descent._derivation import (
    BIAS,
    ERROR,
    batch_gradient,
    count_symbol,
    derive,
    input_name,
    sum_over,
    weighted_input,
)
from solver.problems.gradient_descent._loss import Loss
from solver.problems.gradient_descent._mistakes import gradient_mistakes, loss_mistakes, update_mistakes
from solver.problems.gradient_descent._prediction import prediction, weight_names
from solver.record.recorder import Working
from solver.record.solution import Mistake

EQUATIONS_UP_TO = 3
"""The errors of so many samples are shown as equations; those of more, in a table."""


@dataclass(slots=True)
class Descent:
    """Everything is kept by the number t of updates before it.

    `states[t]` are the weights, and the bias if there is one; `errors[t, i]` is the error of
    sample i at them, `gradients[t]` the gradient at them over the samples `batches[t]`.
    """

    work: Working
    x: Sequence[Sequence[Symbol]]
    y: Sequence[Symbol]
    loss: Loss
    lr: Symbol
    biased: bool
    states: list[list[Symbol]]
    shown: bool = True
    epoch_start: int = 0
    predictions: dict[tuple[int, int], Symbol] = field(default_factory=dict)
    errors: dict[tuple[int, int], Symbol] = field(default_factory=dict)
    gradients: list[list[Symbol]] = field(default_factory=list)
    batches: list[range] = field(default_factory=list)
    losses: dict[int, Symbol] = field(default_factory=dict)

    @property
    def t(self) -> int:
        """The number of updates so far."""
        return len(self.gradients)

    @property
    def features(self) -> int:
        return len(self.x[0])

    def measure(self) -> None:
        """Record the loss over all samples at the present weights."""
        t, count = self.t, len(self.y)
        self.epoch_start = t
        self._find_errors(range(1, count + 1))
        squares = [self.errors[t, i] ** 2 for i in range(1, count + 1)]
        over_all = sum_over(squares, Symbol(f"e_{t},i") ** 2, 1)
        n = count_symbol(count) if count > 1 else None
        mistakes = loss_mistakes(self.loss, over_all, n)
        self.losses[t] = self.work.let(
            f"L_{t}", self.loss.of(over_all, n), mistakes=mistakes, shown=self.shown
        )

    def update(self, batch: range) -> None:
        """Take one step against the gradient over these samples."""
        t = self.t
        self._recall_errors(batch)
        slopes = [self._slope(position, batch) for position in range(len(self.states[t]))]
        self.batches.append(batch)
        self.gradients.append(slopes)
        names = self.names(t + 1)
        pairs = zip(self.states[t], slopes, strict=True)
        self.states.append([self._moved(name, *pair) for name, pair in zip(names, pairs, strict=True)])

    def names(self, t: int | str) -> list[str]:
        """What is fitted, as it is called after `t` updates."""
        names = weight_names(self.features, t)
        return [*names, f"b_{t}"] if self.biased else names

    def _prediction(self, t: int, i: int) -> Formula:
        return prediction(self.states[t], self.x[i - 1], t, i)

    def _find_errors(self, batch: range) -> None:
        """Record the errors that are not known yet, as equations or in a table."""
        t = self.t
        missing = [i for i in batch if (t, i) not in self.errors]
        equations = len(missing) <= EQUATIONS_UP_TO
        for i in missing:
            shown = self.shown and (equations or i == missing[0])
            stale = self._prediction(self.epoch_start, i)
            words = "every update of the epoch used the weights from its start"
            mistakes = [Mistake("stale-weights", words, stale)] if t != self.epoch_start else []
            guess = self.work.let(f"yhat_{t},{i}", self._prediction(t, i), mistakes=mistakes, shown=shown)
            self.predictions[t, i] = guess
            self.errors[t, i] = self.work.let(f"e_{t},{i}", guess - self.y[i - 1], shown=shown)
        if self.shown and not equations:
            self._show_errors(missing)

    def _show_errors(self, samples: Sequence[int]) -> None:
        t = self.t
        few = self.features if self.features <= EQUATIONS_UP_TO else 0
        inputs = [Symbol(input_name(self.features, "i", j)) for j in range(1, few + 1)]
        headings = [Symbol("i"), *inputs, Symbol("y_i"), Symbol(f"yhat_{t},i"), Symbol(f"e_{t},i")]
        self.work.table(
            headings,
            [
                [lift(i), *self.x[i - 1][:few], self.y[i - 1], self.predictions[t, i], self.errors[t, i]]
                for i in samples
            ],
        )

    def _recall_errors(self, batch: range) -> None:
        """Find the errors of a batch, or say where they stand if the loss needed them already."""
        t = self.t
        if (t, batch[0]) not in self.errors:
            self._find_errors(batch)
        elif self.shown and len(batch) <= EQUATIONS_UP_TO:
            self.work.say("Known from the loss:")
            for i in batch:
                self.work.display(self.errors[t, i], self.errors[t, i])
        elif self.shown:
            self.work.say("The errors are those found for the loss.")

    def _slope(self, position: int, batch: range) -> Symbol:
        """Record the derivative of the batch's loss by the weight, or the bias, in that position."""
        target = BIAS if position == self.features else weighted_input(self.features)[0]
        product = derive(self.loss, self.features, single=True).product(target.name)
        products = self._sum(product, position, batch)

        def gradient(loss: Loss, n: int, over: Formula = products) -> Formula:
            return batch_gradient(loss, self.features, over, n)

        mistakes = gradient_mistakes(self.loss, len(batch), len(self.y), gradient)
        if position < self.features:
            bare = gradient(self.loss, len(batch), self._sum(ERROR, position, batch))
            mistakes.append(Mistake("input-left-out", "the input was left out of the gradient", bare))
        name = f"dL/d{self.names(self.t)[position]}"
        return self.work.let(name, gradient(self.loss, len(batch)), mistakes=mistakes, shown=self.shown)

    def _sum(self, product: Formula, position: int, batch: range) -> Formula:
        """The sum of e_i x_ij over a batch, or that of e_i."""
        x = weighted_input(self.features)[1].name
        column = Symbol(input_name(self.features, "i", position + 1))
        general = replace(product, {ERROR.name: Symbol(f"e_{self.t},i"), x: column})
        terms = []
        for i in batch:
            own = self.x[i - 1][position] if position < self.features else column
            terms.append(replace(product, {ERROR.name: self.errors[self.t, i], x: own}))
        return sum_over(terms, general, batch[0])

    def _moved(self, name: str, old: Symbol, slope: Symbol) -> Symbol:
        mistakes = update_mistakes(name, old, self.lr, slope)
        return self.work.let(name, old - self.lr * slope, mistakes=mistakes, shown=self.shown)


def described(batch: range) -> str:
    return str(batch[0]) if len(batch) == 1 else f"{batch[0]} to {batch[-1]}"
