"""What the three kinds of gradient descent share: linear regression, its givens and its course."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from solver.authoring import (
    ELLIPSIS,
    RATE_NAMES,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    counted,
    decimal_text,
    in_part,
    is_short,
    parameter,
    plural,
)
from solver.authoring.domains import (
    Choice,
    Family,
    Grid,
    Integer,
    MatrixOf,
    Positive,
    Real,
    Switch,
    Vector,
    VectorOf,
)
from solver.authoring.formulas import Coordinates, Formula, Symbol, Text, at_step, numbered
from solver.models import gradient_descent
from solver.problems.gradient_descent._linear_regression.derivation import LOSSES, derive, input_name
from solver.problems.gradient_descent._linear_regression.training import Training

MOST_SAMPLES = 50
MOST_FEATURES = 8
MOST_EPOCHS = 10_000
MOST_PREDICTIONS = 100_000
"""How often a run may predict a sample, for its updates and for the losses between them."""

WORKED_IN_FULL = 6
"""A run of so many updates is shown in full; of a longer one, the first two, and all in a table."""

MISTAKES = {
    "loss-half": "{the half of the loss was forgotten or put in}",
    "loss-sum": "the squared errors were summed, not averaged",
    "factor-2": "the factor 2 of the derivative was {kept or forgotten}",
    "input-left-out": "the input was left out of the gradient",
    "wrong-sign": "the gradient was added, or the error was taken as y - yhat",
    "no-rate": "the learning rate was left out",
    "bias-not-updated": "the bias was not updated",
}

OF_SEVERAL_SAMPLES = {
    "sum-for-mean": "the gradient was summed, not averaged",
    "mean-for-sum": "the gradient was averaged, not summed",
}
"""What goes wrong where a batch has more than one sample."""

OF_SEVERAL_BATCHES = {
    "stale-weights": "every update of the epoch used the weights from its start",
    "divided-by-all": "the gradient was divided by the number of all samples",
}
"""What goes wrong where an epoch has more than one batch."""


def _in_part(items: Sequence[Formula]) -> Formula | None:
    """A long list with its middle left out; nothing where it can be shown whole."""
    shown = in_part(items, Text(ELLIPSIS), first=3, last=3)
    return Coordinates(tuple(shown)) if len(shown) < len(items) else None


LOSS_WORDS = tuple(loss.words for loss in LOSSES.values())


MOST_NAMED = 20
"""Number of updates whose gradients have other names as well."""

ONLY = ("dL/dw", "dw", "g", "g_w", "grad", "grad_w", "gradient", "gradL", "gradJ", "grad_wL", "gradJ(w)")
"""What the only gradient is called."""


class Shape(NamedTuple):
    """The size of a sampled problem: its samples, how many of them make a batch, and what is fitted."""

    samples: int
    size: int
    features: int = 1
    biased: bool = True
    epochs: int = 1


class LinearRegression(Problem):
    """Fit yhat = w x + b to samples by gradient descent on the squared error."""

    x: Annotated[Grid, MatrixOf(most_rows=MOST_SAMPLES, most_columns=MOST_SAMPLES)] = parameter(
        "inputs",
        symbol="x",
        note="one a sample, or a row a sample: 1,2;3,4",
        aliases=("inputs", "features", "samples"),
        together=("points", "data"),
    )
    y: Annotated[Family, VectorOf(most=MOST_SAMPLES)] = parameter(
        "targets", symbol="y", aliases=("targets", "labels", "t"), together=("points", "data")
    )
    w: Vector = parameter(
        "initial weights",
        symbol="w_0",
        default="0",
        note="one each, or one for all",
        aliases=("w0", "weights", "initial-weights", "theta", "slope"),
    )
    b: Real = parameter("initial bias", symbol="b_0", default="0", aliases=("bias", "b0", "intercept"))
    no_bias: Switch = parameter("without a bias", goes_without=("b",))
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)
    loss: Annotated[str, Choice(tuple(LOSSES), LOSS_WORDS, LOSS_WORDS)] = parameter(
        "loss",
        default="half-mse",
        convention=True,
        note="the squared error, with 1/(2n), 1/n, 1/2 or 1 before its sum",
    )
    epochs: Annotated[Symbol, Integer(most=MOST_EPOCHS)] = parameter(
        "epochs", default="1", aliases=("iterations", "n-epochs", "num-epochs")
    )

    sanity = (
        "Where all predictions of a batch are too high, its update lowers every weight whose inputs are"
        " positive; where they are too low, it raises them."
    )
    model = gradient_descent.fit
    exact_model = True
    allows_zeros = True
    answers = {
        "weights": "weight after each update",
        "biases": "bias after each update",
        "loss_before": "loss over all samples before training",
        "loss_after": "loss over all samples after training",
    }
    stem = "Linear regression is trained for {epochs} by {method}; {batching}. The loss is {loss}."
    tasks = (
        "Fit a linear model to the samples by {epochs} of {method}: {batching}. The loss is {loss}. Give the"
        " {fitted} after every update, and the loss over all samples before and after training.",
        "Linear regression is trained for {epochs} by {method}; {batching}. The loss is {loss}. Give the"
        " {fitted} after every update, and the loss over all samples before and after training.",
    )
    method: ClassVar[str]
    batching: ClassVar[str]
    shapes: ClassVar[Mapping[Difficulty, Sequence[Shape]]]

    @property
    def size(self) -> int:
        """The number of samples in a batch: all of them, unless a type says otherwise."""
        return len(self.y)

    @property
    def phrases(self) -> Mapping[str, str]:
        halved = LOSSES[self.loss].halved
        forgotten, kept = "the half of the loss was forgotten", "kept, although the half cancels it"
        return {
            "epochs": counted(int(self.epochs), "epoch"),
            "method": self.method,
            "batching": self.batching,
            "loss": LOSSES[self.loss].words,
            "fitted": f"{plural(self.features, 'weight')}{'' if self.no_bias else ' and the bias'}",
            "the half of the loss was forgotten or put in": forgotten if halved else "the loss was halved",
            "kept or forgotten": kept if halved else "forgotten",
        }

    @property
    def listed_as(self) -> Mapping[str, None]:
        return {"b": None} if self.no_bias else {}

    def check(self) -> None:
        samples, features = len(self.inputs), self.features
        if len(self.y) != samples:
            raise InputError("--y", f"must give {samples} targets, one for each sample", f"{len(self.y)}")
        if features > MOST_FEATURES:
            raise InputError("--x", f"must have at most {MOST_FEATURES} features", f"{features}")
        if len(self.w) not in (1, features):
            raise InputError("--w", f"must give {features} initial weights, or one for all", f"{len(self.w)}")
        predictions = 2 * int(self.epochs) * len(self.y)
        if predictions > MOST_PREDICTIONS:
            limit = f"must be fewer: a run has at most {MOST_PREDICTIONS} predictions of a sample"
            raise InputError("--epochs", limit, f"{predictions}")

    def solve(self, work: Working) -> None:
        loss, biased, in_full = LOSSES[self.loss], not self.no_bias, self.updates <= WORKED_IN_FULL
        derive(work, loss, self.features, biased=biased, single=self.size == 1)
        worked = self.updates + 1 if in_full else 2
        run = Training(work, self.inputs, self.y.members, loss, self.lr, self.fitted, [self._start], worked)
        run.run(self.batches, int(self.epochs))
        reason = "Row {t}: the weights after {t} updates, and the gradient taken there."
        work.step("The whole run", reason, t=Symbol("t"))
        if not in_full:
            work.say("The later updates follow the same formulas; only their results are listed.")
        run.tabulate(errors=self.size == 1 and not in_full)
        states = [state[: self.features] for state in run.states[1:]]
        weights = [state[0] if self.features == 1 else Coordinates(tuple(state)) for state in states]
        rows = weights if self.features == 1 else states
        work.answer("weights", rows, shown=_in_part(weights))
        if biased:
            biases = [state[-1] for state in run.states[1:]]
            work.answer("biases", biases, shown=_in_part(biases))
        work.answer("loss_before", run.losses[0])
        work.answer("loss_after", run.losses[self.updates])

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The gradient of each update goes by the number of the update, too; that of the only one by none."""
        named: dict[str, Sequence[str]] = {
            "weights": ("parameters", "params"),
            "biases": ("bias", "b'", "b_new", "new bias"),
            "loss_before": ("initial loss", "starting loss"),
            "loss_after": ("final loss", "new loss", "loss", "J"),
        }
        for t in range(min(self.updates, MOST_NAMED)):
            slope = f"dL/d{at_step('w', t)}"
            named[slope] = (f"g_{t + 1}", f"grad_{t + 1}", f"gradient_{t + 1}")
            if self.updates > 1:
                named[slope] = (*named[slope], f"dw_{t}", f"dw_{t + 1}")
                named[f"dL/d{at_step('b', t)}"] = (f"db_{t}", f"db_{t + 1}")
            else:
                named["biases"] = (*named["biases"], "theta_0")
                named |= {"e_0": ("e", "errors", "residuals"), "yhat_0": ("yhat", "predictions")}
                named[slope] = (*named[slope], *ONLY)
                named[f"dL/d{at_step('b', t)}"] = ("dL/db", "db", "g_b", "grad_b", "b.grad")
        return named

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The changes by the updates, which the rate makes of the gradients."""
        updates = range(min(self.updates, MOST_NAMED))
        changes = {
            f"Delta{w}_{t + 1}": (f"dL/d{at_step(w, t)}", -self.lr)
            for w in (("w",) if self.no_bias else ("w", "b"))
            for t in updates
        }
        only = {name.removesuffix("_1"): change for name, change in changes.items()}
        return changes if self.updates > 1 else {**changes, **only}

    @cached_property
    def inputs(self) -> list[list[Symbol]]:
        """The inputs, a row a sample; a single row for several targets lists its samples."""
        listed = len(self.x.rows) == 1 and len(self.y) > 1
        rows = tuple(zip(*self.x.rows, strict=True)) if listed else self.x.rows
        features = len(rows[0])
        return [
            [entry.renamed(input_name(features, i, j)) for j, entry in enumerate(row, 1)]
            for i, row in enumerate(rows, 1)
        ]

    @property
    def features(self) -> int:
        return len(self.inputs[0])

    @property
    def spread_givens(self) -> Mapping[str, int]:
        return {"w": self.features}

    @property
    def batches(self) -> list[range]:
        """The samples of each batch of an epoch, counted from 1."""
        samples = range(1, len(self.y) + 1)
        return [samples[start : start + self.size] for start in range(0, len(samples), self.size)]

    @property
    def updates(self) -> int:
        """The number of updates in all epochs."""
        return int(self.epochs) * len(self.batches)

    @property
    def fitted(self) -> list[str]:
        """What is fitted: w, or w_1, w_2, ..., and b."""
        return numbered("w", self.features) + ([] if self.no_bias else ["b"])

    @property
    def _start(self) -> list[Symbol]:
        given = (*self.w.spread(self.features), self.b)
        return [start.renamed(at_step(name, 0)) for name, start in zip(self.fitted, given, strict=False)]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Small whole inputs, and targets that leave each update small whole errors."""
        shape = draw.choice(cls.shapes[difficulty])
        largest = 3 if shape.features > 1 else max(4, shape.samples)
        inputs = product(range(1, largest + 1), repeat=shape.features)
        x = np.array(draw.some(inputs, shape.samples))
        w = np.array([Fraction(draw.choice((0, 0, 1, 2))) for _ in range(shape.features)])
        b = Fraction(draw.choice((0, 0, 1, 2)) if shape.biased else 0)
        # More targets lie above the first line than below it: training then has a way to go.
        errors = np.array([draw.choice((-4, -3, -2, -2, -1, -1, 1, 2)) for _ in x])
        lr, loss = Fraction(draw.choice((1, 2)), 10), draw.choice(("half-mse", "mse"))
        update = partial(gradient_descent.update, biased=shape.biased, loss=loss, lr=lr)
        y, weights, bias = x @ w, w, b
        for batch in gradient_descent.batches(shape.samples, shape.size):
            y[batch] = x[batch] @ weights + bias - errors[batch]
            weights, bias = update(x[batch], y[batch], weights, bias)
        run = gradient_descent.train(
            x, y, w, b, biased=shape.biased, loss=loss, lr=lr, size=shape.size, epochs=shape.epochs
        )
        losses = run.losses
        if not all(is_short(loss, exact=False) for loss in losses) or not 0 < losses[-1] < losses[0]:
            return None
        return {
            "x": x if shape.features > 1 else x.T,
            "y": ",".join(map(decimal_text, y)),
            "w": ",".join(map(decimal_text, w)),
            "loss": loss,
            "lr": decimal_text(lr),
            "epochs": shape.epochs,
            **({"b": decimal_text(b)} if shape.biased else {"no_bias": True}),
        }

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Every update changes all that is fitted."""
        found = work.quantities.items()
        return all(quantity.symbol.value for name, quantity in found if name.startswith("dL/d"))
