"""What the three kinds of gradient descent share: linear regression, its givens and its course."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from typing import ClassVar, NamedTuple

import numpy as np

from solver.authoring import (
    Difficulty,
    InputError,
    RandomStream,
    Trace,
    Working,
    counted,
    decimal_text,
    is_short,
    one_or_all,
    plural,
    require_length,
)
from solver.authoring.formulas import Formula, at_step
from solver.models import gradient_descent
from solver.problems.gradient_descent._linear_regression.setting import Regression
from solver.problems.gradient_descent._linear_regression.training import Training, derive

MOST_FEATURES = 8
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


MOST_NAMED = 20
"""Number of updates whose gradients have other names as well."""

ONLY_UPDATE = {
    "biases": "bias; b'; b_new; new bias; theta_0",
    "e_0": "e; errors; residuals",
    "yhat_0": "yhat; predictions",
    "dL/dw_0": "g_1; grad_1; gradient_1; dL/dw; dw; g; g_w; grad; grad_w; gradient; gradL; gradJ; grad_wL;"
    " gradJ(w)",
    "dL/db_0": "dL/db; db; g_b; grad_b; b.grad",
}
"""What a run of a single update calls by no number of it."""


class Shape(NamedTuple):
    """The size of a sampled problem: its samples, how many of them make a batch, and what is fitted."""

    samples: int
    size: int
    features: int = 1
    biased: bool = True
    epochs: int = 1


class LinearRegression(Regression):
    """Fit yhat = w x + b to samples by gradient descent on the squared error."""

    sanity = (
        "Where all predictions of a batch are too high, its update lowers every weight whose inputs are"
        " positive; where they are too low, it raises them."
    )
    model = gradient_descent.fit
    exact_model = allows_zeros = True
    of_samples = "yhat"
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
        stem + " Give the {fitted} after every update, and the loss over all samples before and after"
        " training.",
    )
    also_called = {
        "weights": "parameters; params",
        "biases": "bias; b'; b_new; new bias",
        "loss_before": "initial loss; starting loss",
        "loss_after": "final loss; new loss; loss; J",
    }
    method: ClassVar[str]
    batching: ClassVar[str]
    shapes: ClassVar[Mapping[Difficulty, Sequence[Shape]]]

    @property
    def phrases(self) -> Mapping[str, str]:
        halved = self.squared_error.halved
        forgotten, kept = "the half of the loss was forgotten", "kept, although the half cancels it"
        return {
            "epochs": counted(int(self.epochs), "epoch"),
            "method": self.method,
            "batching": self.batching,
            "loss": self.squared_error.words,
            "fitted": f"{plural(self.features, 'weight')}{'' if self.no_bias else ' and the bias'}",
            "the half of the loss was forgotten or put in": forgotten if halved else "the loss was halved",
            "kept or forgotten": kept if halved else "forgotten",
        }

    def check(self) -> None:
        require_length("y", self.y, len(self.inputs), "one per sample")
        if self.features > MOST_FEATURES:
            raise InputError("--x", f"must have at most {MOST_FEATURES} features", f"{self.features}")
        predictions = 2 * int(self.epochs) * len(self.y)
        if predictions > MOST_PREDICTIONS:
            limit = f"must be fewer: a run has at most {MOST_PREDICTIONS} predictions of a sample"
            raise InputError("--epochs", limit, f"{predictions}")

    def solve(self, work: Working) -> None:
        in_full, count = self.updates <= WORKED_IN_FULL, self.features
        derive(work, self)
        traces = [Trace(work, name, "", {"w": start}) for name, start in self.start.items()]
        run = Training(work, self, traces)
        run.run(self.updates if in_full else 2)
        reason = "Row {t}: the weights after {t} updates, and the gradient taken there."
        work.step("The whole run", reason)
        if not in_full:
            work.say("The later updates follow the same formulas; only their results are listed.")
        run.tabulate(errors=self.size == 1 and not in_full)
        weights = zip(*(trace.past["w"] for trace in traces[:count]), strict=True)
        work.answer_history("weights", list(map(one_or_all, weights)))
        if not self.no_bias:
            work.answer_history("biases", traces[-1].past["w"])
        work.answer("loss_before", run.losses[0])
        work.answer("loss_after", run.losses[self.updates])

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The gradient of each update goes by the number of the update, too; that of the only one by none."""
        named = dict(super().other_names)
        if self.updates == 1:
            return named | {name: self.called(names) for name, names in ONLY_UPDATE.items()}
        for t in range(min(self.updates, MOST_NAMED)):
            numbered = "g_{1}; grad_{1}; gradient_{1}; dw_{0}; dw_{1}"
            named[f"dL/d{at_step('w', t)}"] = self.called(numbered, t, t + 1)
            named[f"dL/d{at_step('b', t)}"] = self.called("db_{0}; db_{1}", t, t + 1)
            epoch, place = (count + 1 for count in divmod(t, len(self.batches)))
            nouns = ("step", "update", "sample" if self.size == 1 else "batch")
            within = "; ".join(f"epoch {epoch}, {noun} {place}" for noun in nouns)
            alone = "; sample {0}; example {0}; data point {0}; point {0}"
            is_alone = self.size == int(self.epochs) == 1
            named[f"update {t + 1}"] = self.called(within + alone * is_alone, t + 1)
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
        train = partial(gradient_descent.train, biased=shape.biased, loss=loss, lr=lr, size=shape.size)
        y, weights, bias = x @ w, w, b
        for batch in gradient_descent.batches(shape.samples, shape.size):
            y[batch] = x[batch] @ weights + bias - errors[batch]
            weights, bias = update(x[batch], y[batch], weights, bias)
        later = train(x, y, weights, bias, epochs=shape.epochs - 1)
        losses = [*train(x, y, w, b, epochs=0).losses, *later.losses]
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
