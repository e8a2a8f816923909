"""Logistic regression: probabilities of two classes, trained by gradient descent.

Keywords: logistic regression, logit.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any

import numpy as np

from solver.authoring import (
    RATE_NAMES,
    Cell,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    counted,
    one_or_all,
    parameter,
    plural,
)
from solver.authoring.domains import Choice, Family, Grid, Integer, MatrixOf, Positive, Real, Switch, Vector
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    Total,
    array_of,
    column_of,
    filled,
    lift,
    log,
    sigmoid,
    sum_of,
    total,
)
from solver.domains.samples import TargetsOf, points_of
from solver.models import learning_algorithms
from solver.problems.learning_algorithms._samples import MOST_FEATURES

MOST_SAMPLES, MOST_EPOCHS, MOST_PREDICTIONS = 20, 500, 2_000
IN_FULL = 2
REDUCTIONS = {"mean": "the mean over the samples", "sum": "the sum over the samples"}
WORDS = tuple(REDUCTIONS.values())


class Logistic(Problem):
    """p = sigma(w x + b), and steps against the gradient (p - y) x."""

    x: Annotated[Grid, MatrixOf(most_rows=MOST_SAMPLES, most_columns=MOST_SAMPLES)] = parameter(
        "samples, a row each", symbol="x", note="or one list of numbers", aliases="inputs data samples"
    )
    y: Annotated[Family, TargetsOf(most=MOST_SAMPLES)] = parameter(
        "labels", symbol="y", note="0 or 1, or -1 or 1", aliases="targets labels t"
    )
    w: Vector = parameter(
        "initial weights",
        symbol="w_0",
        default="0",
        each="features",
        note="one each, or one for all",
        aliases="w0 weights theta initial-weights",
    )
    b: Real = parameter("initial bias", symbol="b_0", default="0", aliases="bias b0")
    no_bias: Switch = parameter("without a bias", goes_without=("b",))
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)
    epochs: Annotated[Symbol, Integer(most=MOST_EPOCHS)] = parameter(
        "epochs", default="1", aliases="iterations steps n-epochs num-epochs"
    )
    reduction: Annotated[str, Choice(tuple(REDUCTIONS), WORDS, WORDS)] = parameter(
        "loss", default="mean", convention=True, note="the cross-entropy, over the samples"
    )

    idea = "The sigmoid turns a weighted sum into the probability of label 1, which training makes likely."
    sanity = "Weights of 0 give probabilities of $0.5$; a small enough step lowers the loss."
    source = "Bishop, Pattern Recognition and Machine Learning, equations 4.87 to 4.91"
    example = "--x '1,2;2,1' --y 1,0 --w 0,0 --b 0 --lr 0.5"
    model = learning_algorithms.logistic
    answers = {
        "probabilities": "probability of label 1 of each sample, in each epoch",
        "losses": "cross-entropy before training and after each epoch",
        "gradient": "gradient in each epoch, by the bias last",
        "weights": "weights after each update",
        "biases": "bias after each update",
    }
    also_called = {
        "losses": "loss; BCE; NLL; log loss; cross entropy",
        "gradient": "gradients",
        "biases": "bias; intercept; b_new; b'; new bias",
        "dL/dw_0": "dw; dL/dw; grad_w",
        "dL/db_0": "db; dL/db; grad_b",
        "probabilities": "σ(z); sigmoid(z); predictions; h(x); h_w(x); h_theta(x); predict_proba; P(y=1|x);"
        " output; yhat; a",
        "weights": "coef; w after the update; parameters; params",
        "z_0": "z; logits; scores; w*x+b; w^Tx+b; Xw+b",
        "e_1": "e; error; errors; p-y; yhat-y",
    }
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = (
        "Logistic regression is trained for {run} of gradient descent with all samples at once. The loss is"
        " {loss} of the cross-entropy, in nats."
    )
    tasks = (
        "Carry out {run} of gradient descent for logistic regression, with all samples at once. The loss is"
        " {loss} of the cross-entropy, in nats. Give the probabilities, the loss before and after, the"
        " gradient and the new {fitted}.",
        "Logistic regression is trained on the samples for {run}, with one update per epoch by the"
        " gradient of {loss} of the cross-entropy, in nats. What are the probabilities, the losses, the"
        " gradient and the {fitted}?",
    )
    mistakes = {
        "wrong-sign": "the gradient was added, or the error was taken as y - p",
        "no-rate": "the learning rate was left out",
        "sum-for-mean": "the gradient was summed, not averaged",
        "sigmoid-slope": "the error was multiplied by the slope p(1 - p), as for the squared error",
        "no-sigmoid": "the error was taken from the sum z, before the sigmoid",
        "ones-only": "only the samples of label 1 were counted in the loss",
        "input-left-out": "the input was left out of the gradient",
        "bias-not-updated": "the bias was not updated",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """After a single update, w_1 and w_2 are the weights."""
        named = dict(super().other_names)
        if int(self.epochs) == 1:
            for k in range(1, self.x.shape[1] + 1):
                named[f"w_1,{k}"] = (f"w_{k}",)
                named[f"dL/dw_0,{k}"] = (f"dL/dw_{k}", f"dw_{k}")
        return named

    @property
    def phrases(self) -> Mapping[str, str]:
        fitted = plural(self.features, "weight")
        return {
            "run": counted(int(self.epochs), "epoch"),
            "loss": REDUCTIONS[self.reduction],
            "fitted": fitted if self.no_bias else f"{fitted} and bias",
        }

    @cached_property
    def points(self) -> list[list[Symbol]]:
        return points_of(self.x, are_listed=len(self.y) > 1)

    @property
    def features(self) -> int:
        return len(self.points[0])

    @property
    def labels(self) -> list[Formula]:
        """The labels as 0 and 1."""
        return [lift(int(label == 1)) for label in self.y.values]

    @property
    def arguments(self) -> dict[str, Any]:
        labels = np.array([float(label == 1) for label in self.y.values])
        rows = np.array([[float(entry) for entry in row] for row in self.points])
        w = np.array([float(w) for w in self.w.spread(self.features)])
        start = {"w": w, "b": None if self.no_bias else float(self.b)}
        run = {"lr": float(self.lr), "epochs": int(self.epochs), "mean": self.reduction == "mean"}
        return {"x": rows, "y": labels, **start, **run}

    def check(self) -> None:
        samples = len(self.points)
        if len(self.y) != samples:
            raise InputError("--y", f"must give {samples} labels, one for each sample", str(len(self.y)))
        if self.features > MOST_FEATURES:
            raise InputError("--x", f"must have at most {MOST_FEATURES} features", str(self.features))
        if int(self.epochs) * samples > MOST_PREDICTIONS:
            limit = f"must be fewer: a run has at most {MOST_PREDICTIONS} predictions of a sample"
            raise InputError("--epochs", limit, str(int(self.epochs) * samples))

    def solve(self, work: Working) -> None:
        x = array_of(self.points, "X")
        reason = (
            "A row of X is a sample; the sigmoid makes its sum z a probability p. The loss is"
            f" {REDUCTIONS[self.reduction]} of the cross-entropy, which is minus the logarithm of {{p}} for"
            " label 1 and of {other} for label 0."
        )
        work.step("Before training", reason, other=1 - Symbol("p"))
        if -1 in self.y.values:
            work.say("Labels of {-1} count as 0.")
        w, b = column_of(self.w.spread(self.features), "w_0"), None if self.no_bias else self.b.renamed("b_0")
        run, slopes, (p, loss) = [(w, b)], list[list[Formula]](), self._measure(work, 0, x, w, b)
        probabilities, losses = [p], [loss]
        for t in work.repeat(int(self.epochs), IN_FULL):
            reason = "Through the sigmoid, the slope of the cross-entropy by {z} is the error {error}."
            work.step(f"Update {t}", reason, error=Symbol("p") - Symbol("y"))
            slope, w, b = self._update(work, t, x, probabilities[-1], *run[-1])
            run.append((w, b))
            slopes.append(slope)
            p, loss = self._measure(work, t, x, w, b)
            probabilities.append(p)
            losses.append(loss)
        weights, biases = [w for w, _ in run], [b for _, b in run if b is not None]
        if int(self.epochs) > IN_FULL:
            work.step("The whole run", "The later epochs follow the same formulas.")
            columns: list[tuple[Cell, Sequence[Cell]]] = [
                (Symbol("w_t"), weights),
                (Symbol("b_t"), biases),
                (Symbol("L_t"), losses),
            ]
            work.history([(heading, column) for heading, column in columns if column], start=0)
        work.answer("probabilities", one_or_all(probabilities[:-1]))
        work.answer_history("losses", losses, unit="nats")
        self._answer_updates(work, slopes, weights[1:], biases[1:])

    def _answer_updates(
        self,
        work: Working,
        slopes: Sequence[Sequence[Formula]],
        weights: Sequence[Tensor],
        biases: Sequence[Symbol],
    ) -> None:
        """Declare what the updates take and make: of a single weight, without a list around it."""
        single = [row[0] for row in slopes] if self.features == 1 and self.no_bias else slopes[0]
        work.answer("gradient", slopes if len(slopes) > 1 and len(slopes[0]) > 1 else single)
        work.answer_history("weights", [one_or_all(w.children()) for w in weights])
        if not self.no_bias:
            work.answer_history("biases", biases)

    def _measure(
        self, work: Working, t: int, x: Tensor, w: Tensor, b: Symbol | None
    ) -> tuple[Tensor, Symbol]:
        """Record the probabilities of all samples and the loss after t updates."""
        n = len(self.y)
        z = work.let_array(f"z_{t}", x @ w if b is None else x @ w + b)
        p = work.let_array(f"p_{t}", sigmoid(z))
        ones = [log(p[i]) for i, y in enumerate(self.y.values, 1) if y == 1]
        terms = [log(p[i] if y == 1 else 1 - p[i]) for i, y in enumerate(self.y.values, 1)]
        y_i, p_i = Symbol("y_i"), p["i"]
        body = y_i * log(p_i) + (1 - y_i) * log(1 - p_i)
        whole = Total("i", lift(1), lift(n), body, sum_of(terms))
        wrong = {"ones-only": self._reduced(-sum_of(ones))} if ones else {}
        return p, work.let(f"L_{t}", self._reduced(-whole), mistakes=wrong)

    def _reduced(self, whole: Formula) -> Formula:
        return whole / len(self.y) if self.reduction == "mean" else whole

    def _update(
        self, work: Working, t: int, x: Tensor, p: Tensor, w: Tensor, b: Symbol | None
    ) -> tuple[list[Formula], Tensor, Symbol | None]:
        """Record the gradient of epoch t, and the weights and the bias after it."""
        y, z = column_of(self.labels, "y"), work.arrays[f"z_{t - 1}"]
        e = work.let_array(f"e_{t}", p - y, mistakes={"no-sigmoid": z - y})
        bent = e * p * (1 - p)
        wrong = {"sigmoid-slope": self._reduced(x.T @ bent), "sum-for-mean": x.T @ e}
        wrong |= {"input-left-out": self._reduced(filled("o", x.shape, 1).T @ e)}
        by_w = work.let_array(f"dL/dw_{t - 1}", self._reduced(x.T @ e), mistakes=wrong)
        wrong = {"wrong-sign": w + self.lr * by_w, "no-rate": w - by_w}
        after = work.let_array(f"w_{t}", w - self.lr * by_w, mistakes=wrong)
        if b is None:
            return list(by_w.children()), after, None
        errors, bents = (
            total("i", len(self.y), column) for column in (e.__getitem__, lambda i: e[i] * p[i] * (1 - p[i]))
        )
        wrong = {"sigmoid-slope": self._reduced(bents), "sum-for-mean": errors}
        by_b = work.let(f"dL/db_{t - 1}", self._reduced(errors), mistakes=wrong)
        wrong = {"wrong-sign": b + self.lr * by_b, "no-rate": b - by_b, "bias-not-updated": b}
        return [*by_w.children(), by_b], after, work.let(f"b_{t}", b - self.lr * by_b, mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Three samples of one feature, then of two, then two epochs of four; both labels occur."""
        width, count = {"easy": (1, 3), "medium": (2, 3), "hard": (2, 4)}[difficulty]
        labels = draw.integers(count, 0, 1)
        x = [draw.integers(width, -3, 4) for _ in range(count)]
        if len(set(labels)) < 2 or len({tuple(row) for row in x}) < count:
            return None
        return {
            "x": x if width > 1 else [row[0] for row in x],
            "y": labels,
            "w": [draw.nonzero_decimal(10) for _ in range(width)],
            "b": draw.nonzero_decimal(10),
            "lr": draw.choice(("0.1", "0.5", "1")),
            "epochs": 2 if difficulty == "hard" else 1,
        }
