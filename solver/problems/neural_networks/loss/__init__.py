"""Loss functions: the loss of predictions, of each sample, and its gradient.

Keywords: mse, mean squared error, bce, binary cross-entropy, log loss, categorical cross-entropy, nll,
huber, hinge loss, focal loss, crossentropyloss.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import Annotated, Any

from solver.authoring import Difficulty, Given, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import (
    NONNEGATIVE,
    Choice,
    DecayRate,
    Family,
    Grid,
    MatrixOf,
    Nonnegative,
    Positive,
    Probability,
    Scalar,
    Switch,
    Vector,
)
from solver.authoring.formulas import (
    Formula,
    Matrix,
    Neg,
    Number,
    Relation,
    Symbol,
    Tensor,
    numbered,
    row_softmax,
    sigmoid,
    softmax,
    sum_of,
    total,
    values,
)
from solver.models import losses
from solver.problems.neural_networks.loss._kinds import (
    ALSO,
    BALANCED_FOCAL,
    BY_PROBABILITY,
    FULL,
    KINDS,
    MISTAKES,
    SPOKEN,
    Kind,
    Piece,
    of_logits,
)
from solver.problems.neural_networks.loss._reduction import Reduction
from solver.problems.neural_networks.loss._sampling import batch
from solver.problems.neural_networks.loss._tables import arranged, named, sums_to_one

IN_FULL = 6
"""Of more derivatives, those of the first sample are shown, and all in a matrix."""

Table = Annotated[Grid, MatrixOf(most_rows=12, most_columns=12)]


class Loss(Problem):
    """L = the mean of the losses of all samples, and dL/dp."""

    kind: Annotated[str, Choice(tuple(KINDS), shown=tuple(k.words for k in KINDS.values()), also=SPOKEN)] = (
        parameter("loss", aliases="loss function type name")
    )
    y: Table = parameter(
        "targets",
        symbol="y",
        note="one per sample, or one row per sample; for categorical a row of shares, or a class number",
        aliases="target targets labels actual y-true true truth",
    )
    p: Table = parameter(
        "predictions", symbol="p", aliases="yhat predictions predicted scores y-pred pred y-hat prediction"
    )
    logits: Switch = parameter(
        "the predictions are logits",
        goes_with="kind",
        only_for=("bce", "categorical", "focal"),
        aliases="from-logits",
    )
    weights: Vector | None = parameter("weights of the samples", symbol="w", aliases="sample-weights")
    reduction: Annotated[str, Choice(("mean", "sum", "none"))] = parameter(
        "reduction", default="mean", convention=True, quiet=True
    )
    smoothing: DecayRate | None = parameter(
        "label smoothing",
        symbol="a",
        goes_with="kind",
        only_for=("bce", "categorical"),
        aliases="label-smoothing",
    )
    delta: Positive | None = parameter(
        "delta", symbol="delta", goes_with="kind", only_for=("huber",), note="of huber, 1 if not given"
    )
    gamma: Nonnegative | None = parameter(
        "focusing power",
        symbol="gamma",
        goes_with="kind",
        only_for=("focal",),
        note="of focal, 2 if not given",
    )
    alpha: Probability | None = parameter(
        "weight of the label 1", symbol="alpha", goes_with="kind", only_for=("focal",), note="of focal"
    )

    idea = "A loss tells in one number how bad predictions are; its gradient tells how to change them."
    sanity = "No loss is negative; a derivative is negative where a larger prediction would lose less."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 6.2"
    example = "--kind bce --y 1,0,1 --p 0.9,0.2,0.6"
    model = losses.loss
    answers = {
        "loss": "loss of all samples",
        "per_sample": "loss of each sample",
        "gradient": "derivatives of the loss by the predictions or logits",
    }
    natures = {"loss": NONNEGATIVE, "per_sample": NONNEGATIVE}
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.0}
    allows_zeros = True
    stem = "Predictions p for the targets y are judged by the {words}. {convention}"
    tasks = (
        "Work out the {words} of these predictions, of each sample and of all, and its gradient by the"
        " {input}. {convention}",
        "Predictions p for the targets y are judged by the {words}. What is the loss of each sample and of"
        " all, and what is the gradient by the {input}? {convention}",
    )
    also_called = {
        "per_sample": "losses; individual losses; per-sample losses; l; L_i",
        "gradient": "dL/dyhat; p.grad; gradients",
    }
    mistakes = MISTAKES | {
        "not-averaged": "the sum was not divided by the number of samples",
        "averaged": "the sum was divided by the number of samples",
        "weights-ignored": "the weights of the samples were left out",
        "weights-not-summed": "the weighted sum was divided by the number of samples, not by that of weights",
        "root-missing": "the root was left out",
        "slope-not-averaged": "the derivative was not divided by the number of samples",
        "other-input": "the derivative by the {other} was taken",
        "others-only": "the smoothed share was given to the other classes only",
        "share-lost": "the smoothed share was taken from the labels and given to none",
        "labels-kept": "the labels 0 were used as they are, in place of -1",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        words = [short for short, kind in ALSO if kind == self.kind and not short[-1].isdigit()]
        losses = ("mean loss", "average loss", "total loss", "H", f"{self.kind} loss", f"{self.kind}loss")
        return {"loss": (self.kind, *words, *losses, *FULL.get(self.kind, ())), **super().other_names}

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return of_logits(texts)

    @property
    def phrases(self) -> Mapping[str, str]:
        sums = {"mean": "Take the mean over all outputs.", "sum": "Sum over all outputs."}
        divided = "Weights are divided by their sum." if self.weights and self.reduction == "mean" else ""
        smoothed = "Smoothing mixes the labels with equal shares." if self.smoothing else ""
        signed = "A label of 0 counts as $-1$." if self.has_signs and 0 in self.labels else ""
        told = [sums.get(self.reduction, "The samples stay apart."), divided, smoothed, signed]
        inputs = ("logits", "probabilities") if self.logits else ("predictions", "logits")
        words = {"words": KINDS[self.kind].words, "convention": " ".join(filter(None, told))}
        return {**words, "input": inputs[0], "other": inputs[1]}

    def check(self) -> None:
        if self.kind == "rmse" and self.reduction != "mean":
            raise InputError("--reduction", "must be mean for rmse", self.reduction)
        if [len(row) for row in self.targets] != [len(row) for row in self.predictions]:
            raise InputError("--y", "must have as many targets as there are predictions")
        if self.weights and len(self.weights) != len(self.targets):
            raise InputError("--weights", f"must be one per sample, {len(self.targets)}")
        if self.weights and (min(map(float, self.weights)) < 0 or sum(map(float, self.weights)) == 0):
            raise InputError("--weights", "must not be negative, and not all 0")
        self._check_labels(self.labels)
        if self.kind in BY_PROBABILITY and not self.logits:
            self._check_probabilities()

    def _check_labels(self, labels: set[Any]) -> None:
        if self.kind == "focal" and not labels <= {0, 1}:
            raise InputError("--y", "must be labels of 0 and 1 for focal")
        if self.has_signs and not (labels <= {0, 1} or labels <= {-1, 1}):
            raise InputError("--y", "must be labels of -1 and 1, or of 0 and 1, for a hinge loss")
        if self.kind in BY_PROBABILITY and not all(0 <= label <= 1 for label in labels):
            raise InputError("--y", f"must be from 0 to 1 for {self.kind}")
        if self.kind == "categorical" and not all(map(sums_to_one, self.targets)):
            raise InputError("--y", "must be shares that sum to 1 in each row for categorical")

    def _check_probabilities(self) -> None:
        for row in self.predictions:
            if not all(float(p) > 0 and (float(p) < 1 or self.kind == "categorical") for p in row):
                raise InputError("--p", "must be probabilities between 0 and 1, unless --logits is given")
            if self.kind == "categorical" and not sums_to_one(row):
                raise InputError("--p", "must be probabilities that sum to 1 in each row")

    @cached_property
    def predictions(self) -> list[list[Symbol]]:
        """One row per sample; of the categorical loss, a single row of classes is one sample."""
        return self._rows(named(self.p, "z" if self.logits else "p"))

    @cached_property
    def targets(self) -> list[list[Symbol]]:
        """One row per sample; numbers of classes, counted from 0, as rows with a 1 at their place."""
        given, classes = named(self.y, "y"), len(self.predictions[0])
        if self.kind != "categorical" or len(given.children()) != len(self.predictions) or classes == 1:
            return self._rows(given)
        if not all(values.is_exact(entry.evaluate()) for entry in given.children()):
            return self._rows(given)
        numbers = [entry.evaluate() for entry in given.children()]
        return [[Symbol("", Fraction(j == number)) for j in range(classes)] for number in numbers]

    def _rows(self, array: Tensor) -> list[list[Any]]:
        if array.is_vector and self.kind == "categorical":
            return [list(array.children())]
        return [list(row) for row in array.rows]

    @property
    def givens(self) -> tuple[Given, ...]:
        """The givens for display; predictions that are logits have their letter."""
        if not self.logits:
            return super().givens
        named = {"--p": Given("logits", "--p", Symbol("z"), MatrixOf().show(self.p))}
        return tuple(named.get(given.option, given) for given in super().givens if given.option != "--logits")

    @cached_property
    def judged_by(self) -> Kind:
        return BALANCED_FOCAL if self.alpha else KINDS[self.kind]

    def solve(self, work: Working) -> None:
        y, p = self._labels(work), self._probabilities(work)
        delta = Relation(self.constants["delta"], "=", Number(self.constants["delta"].evaluate()))
        work.step("Loss of each sample", self.judged_by.rule, delta=delta)
        samples = range(1, len(self.targets) + 1)
        names = numbered("l", len(samples))
        lost = Family(
            "l", tuple(self._lost(work, name, y, p, i) for i, name in zip(samples, names, strict=True))
        )
        loss = None
        if not self.reduced.keeps_samples:
            work.step("Loss of all samples", "The root of the mean." if self.kind == "rmse" else "")
            loss = work.answer("loss", self.reduced.of_samples(work, lost))
        work.answer("per_sample", lost.members)
        work.answer("gradient", self._gradient(work, y, p, loss))

    @property
    def constants(self) -> dict[str, Symbol]:
        """The constants of all losses, with their usual values where they were not given."""
        usual = {"delta": "1", "gamma": "2", "alpha": "1"}
        return {name: getattr(self, name) or Scalar().read(text, name) for name, text in usual.items()}

    def _labels(self, work: Working) -> Tensor:
        """The labels as the loss takes them."""
        numbered_classes = len(self.targets[0]) > 1 and len(named(self.y, "y").children()) == len(
            self.targets
        )
        labels = arranged(self.targets, "t" if numbered_classes else "y")
        if numbered_classes:
            work.step("Labels", "The number of a class, counted from 0, becomes a 1 at its place.")
            work.display(Symbol("t"), labels)
        if self.has_signs and 0 in self.labels:
            work.step("Labels", "A hinge loss takes the labels {-1} and 1 in place of 0 and 1.")
            return work.let_array("t", 2 * labels - 1, mistakes={"labels-kept": labels})
        if self.smoothing is None:
            return labels
        a, count = self.smoothing, max(len(self.targets[0]), 2)
        work.step("Smooth the labels", "A share of each label is spread evenly over all classes.")
        kept = (1 - a) * labels
        wrong = {"share-lost": kept, "others-only": kept + a / (count - 1) * (1 - labels)}
        return work.let_array("ytilde", kept + a / count, mistakes=wrong)

    def _probabilities(self, work: Working) -> Tensor:
        given = arranged(self.predictions, "z" if self.logits else "p")
        if not self.logits:
            return given
        work.step("Probabilities", "The logits become probabilities first.")
        if self.kind != "categorical":
            return work.let_array("p", sigmoid(given))
        return work.let_array("p", softmax(given) if given.is_vector else row_softmax(given))

    def _at(self, y: Tensor, p: Tensor, i: int, k: int | str) -> Piece:
        """The formulas for output k of sample i."""
        by_class = self.kind == "categorical"
        target, guess = (t[k if by_class else i] if t.is_vector else t[i, k] for t in (y, p))
        return self.judged_by.at(target, guess, self.constants)

    @property
    def is_at_kink(self) -> bool:
        """Whether a derivative is wanted where there is none."""
        pairs = list(zip(chain(*self.targets), chain(*self.predictions), strict=True))
        products = [(2 * y - 1 if 0 in self.labels else y) * p for y, p in pairs]
        at = {"mae": [y - p for y, p in pairs], "hinge": [1 - product for product in products]}
        return any(term.evaluate() == 0 for term in at.get(self.kind, ()))

    @property
    def has_signs(self) -> bool:
        """Whether labels are 1 and -1."""
        return "hinge" in self.kind

    @property
    def labels(self) -> set[Any]:
        """The different targets."""
        return {entry.value for row in self.targets for entry in row}

    @cached_property
    def reduced(self) -> Reduction:
        """How the losses become one; of the classes of a sample, one alone counts."""
        outputs = 1 if self.kind == "categorical" or self.reduction == "sum" else len(self.targets[0])
        return Reduction(self.reduction, len(self.targets), outputs, self.weights, self.kind == "rmse")

    def _lost(self, work: Working, name: str, y: Tensor, p: Tensor, i: int) -> Symbol:
        """Record the loss of a sample."""
        count = len(self.targets[0])

        def over_outputs(pick: Callable[[Piece], Formula]) -> Formula:
            terms = [pick(self._at(y, p, i, k)) for k in range(1, count + 1)]
            if self.judged_by.other is not None or count == 1:
                summed = sum_of(terms)
            else:
                # The sign of terms that are all negative stands before their sum.
                negative = all(isinstance(term, Neg) for term in terms)

                def unsigned(k: int | str) -> Formula:
                    term = pick(self._at(y, p, i, k))
                    return term.operand if negative and isinstance(term, Neg) else term

                summed = total("k", count, unsigned)
                summed = -summed if negative else summed
            return self.reduced.of_outputs(summed)

        def mistaken(mistake: str) -> Formula:
            return over_outputs(lambda piece: piece.wrong.get(mistake, piece.loss))

        offered = [mistake for k in range(1, count + 1) for mistake in self._at(y, p, i, k).wrong]
        wrong = {mistake: mistaken(mistake) for mistake in offered}
        return work.let(name, over_outputs(lambda piece: piece.loss), mistakes=wrong)

    def _gradient(self, work: Working, y: Tensor, p: Tensor, loss: Symbol | None) -> list[Any]:
        """Record the derivatives by what was given as predictions."""
        chain = "The chain rule through the probabilities is worked in." if self.logits else ""
        work.step("Gradient", chain)
        if loss is not None and self.kind == "rmse" and loss.value == 0:
            work.say("The root has no derivative at 0, which counts as 0 here.")
        if self.is_at_kink:
            work.say("At its kink the loss has no derivative; frameworks take 0 there.")
        rows = self.predictions
        is_short = sum(map(len, rows)) <= IN_FULL
        found = [
            [
                self._slope(work, self._at(y, p, i, k), i, entry, loss, shown=is_short or i == 1)
                for k, entry in enumerate(row, 1)
            ]
            for i, row in enumerate(rows, 1)
        ]
        array = arranged(found, "")
        if not is_short:
            work.say("The others in the same way; all of them are:")
            work.display(Symbol("g"), Matrix(array.rows))
        return list(array.children()) if array.is_vector else [list(row) for row in array.rows]

    def _slope(
        self, work: Working, piece: Piece, i: int, entry: Symbol, loss: Symbol | None, *, shown: bool
    ) -> Symbol:
        """Record the derivative by one prediction of sample i."""
        own, other = (piece.slope, piece.by_logit)[:: -1 if self.logits else 1]
        slope = own if own is not None else piece.slope
        wrong = {"error-sign": -slope} if self.logits else {**piece.wrong_slopes}
        if other is not None:
            wrong["other-input"] = other
        wrong = {name: self.reduced.of_slope(formula, i, loss) for name, formula in wrong.items()}
        if self.reduction == "mean" and len(self.targets) > 1:
            wrong["slope-not-averaged"] = slope
        top = "L" if loss is not None else f"l_{i}"
        return work.let(
            f"d{top}/d{entry.name}", self.reduced.of_slope(slope, i, loss), mistakes=wrong, shown=shown
        )

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Errors in tenths, then margins, two outputs or weights, then what takes logarithms or roots."""
        return batch(draw, difficulty)
