"""Confusion matrix: accuracy, precision, recall, specificity and F1 of a classifier.

Keywords: accuracy, precision, recall, f1, f-score, sensitivity, specificity, mcc, classification report.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any

from solver.authoring import (
    Cell,
    Difficulty,
    Given,
    InputError,
    Problem,
    RandomStream,
    Working,
    listed,
    parameter,
)
from solver.authoring.domains import (
    NONNEGATIVE,
    PROBABILITY,
    Choice,
    Grid,
    Integer,
    MatrixOf,
    Nature,
    Positive,
    Switch,
)
from solver.authoring.formulas import Symbol, Text, lift, sum_of
from solver.models import evaluation
from solver.problems.evaluation._labels import LABELS, POSITIVE_CLASS, check_positive, check_spelling, share
from solver.problems.evaluation.confusion._measures import MEANINGS, measure
from solver.problems.evaluation.confusion._samples import Samples
from solver.problems.evaluation.confusion._summaries import AVERAGED, MEANS, average, compare, correlate

OUTCOMES = {
    True: "True positives and negatives are predicted rightly; false positives are predicted positive and"
    " are not, false negatives are positive and are not predicted so.",
    False: "For a class, true positives are in it and predicted so; false positives are predicted so but are"
    " not in it; false negatives are in it but not predicted so; true negatives are the rest.",
}
"""What samples are called by their actual and predicted classes, of two classes and of more."""

COUNT = Integer(least=0, most=10**9)
COUNTS = ("tp", "fp", "fn", "tn", "matrix")
BY_CLASS = ("precision", "recall", "specificity", "npv", "f1", "f_beta")


class Confusion(Problem):
    """Shares of the right predictions among those that were made, or among what there was to find."""

    actual: Annotated[tuple[str, ...] | None, LABELS] = parameter(
        "actual labels", aliases="true y targets y-true target truth labels"
    )
    predicted: Annotated[tuple[str, ...] | None, LABELS] = parameter(
        "predicted labels", like="actual", aliases="pred predictions yhat y-pred y-hat prediction"
    )
    tp: Annotated[Symbol | None, COUNT] = parameter("true positives", symbol="TP")
    fp: Annotated[Symbol | None, COUNT] = parameter("false positives", symbol="FP")
    fn: Annotated[Symbol | None, COUNT] = parameter("false negatives", symbol="FN")
    tn: Annotated[Symbol | None, COUNT] = parameter("true negatives", symbol="TN")
    matrix: Annotated[Grid | None, MatrixOf(COUNT)] = parameter(
        "confusion matrix", symbol="n", note="one row and one column per class", aliases="cm table"
    )
    rows: Annotated[str, Choice(("actual", "predicted"))] = parameter(
        "rows of the matrix are",
        default="actual",
        convention=True,
        quiet=True,
        note="the classes in its rows",
    )
    positive_first: Switch = parameter("a matrix with the positive class first", convention=True, quiet=True)
    positive: Annotated[tuple[str, ...] | None, POSITIVE_CLASS] = parameter(
        "positive class", note="of two by default 1, yes or the like, else the last; more are set against it"
    )
    beta: Positive | None = parameter(
        "weight of the recall", symbol="beta", note="for F_beta: 2 counts recall more"
    )

    ways = (("actual", "predicted"), ("tp", "fp", "fn", "tn"), ("matrix",))
    idea = "Precision asks how far a positive prediction can be trusted, recall how much of it was found."
    sanity = "F1 lies between precision and recall; accuracy counts what is right in all classes together."
    source = "Manning, Raghavan and Schütze, Introduction to Information Retrieval, sections 8.3 and 13.6"
    example = "--tp 40 --fp 10 --fn 5 --tn 45"
    model = evaluation.confusion
    answers = {
        "tp": "true positives",
        "fp": "false positives",
        "fn": "false negatives",
        "tn": "true negatives",
        "matrix": "confusion matrix, with the classes in order",
        "accuracy": "accuracy",
        "precision": "precision",
        "recall": "recall (sensitivity)",
        "specificity": "specificity",
        "npv": "negative predictive value",
        "f1": "F1 score",
        "f_beta": "F_beta",
        "mcc": "Matthews correlation coefficient",
        "lr_positive": "positive likelihood ratio",
        "lr_negative": "negative likelihood ratio",
        "per_class": "precision, recall, F1 and number of samples, one row per class",
        **{
            f"{kind}_{name}": told.format(words)
            for kind, told in MEANS.items()
            for name, words in AVERAGED.items()
        },
    }
    also_called = {
        "recall": "1 - FNR; 1 - false negative rate; 1 - miss rate; rec;"
        " R; RC; sensitivity; tpr; true_positive_rate; hit_rate; sens; power",
        "precision": "1 - FDR; 1 - false discovery rate; P; PR; ppv; positive_predictive_value; prec",
        "specificity": "1 - FPR; 1 - false positive rate; 1 - fall-out; tnr;"
        " true_negative_rate; selectivity; spec",
        "f1": "f; f1_score; f_score; f_measure",
        "accuracy": "1 - error rate; 1 - error; 1 - misclassification rate; acc; correct rate; (TP+TN)/N",
        "mcc": "phi; matthews; matthews_corrcoef; matthews correlation",
        "lr_positive": "lr+; LR+; plr; LR(+); positive likelihood ratio",
        "lr_negative": "lr-; LR-; nlr; LR(-); negative likelihood ratio",
        "npv": "negative predictive value",
        "matrix": "CM; C; confusion matrix",
        **{
            f"{kind}_{name}": f"{kind}-averaged {words}; {kind} averaged {words}; {kind} average {words}"
            for kind in MEANS
            for name, words in AVERAGED.items()
        },
    }
    exact_share = {"easy": 0.7, "medium": 0.5, "hard": 0.3}
    allows_zeros = True
    version = 3
    stem = "A classifier has made the predictions below.{positive}"
    tasks = (
        "Work out {counts}accuracy, precision, recall, specificity, negative predictive value, F1,"
        " {further}.{positive}",
        "How good is the classifier? Give its accuracy, precision, recall, specificity, negative predictive"
        " value, F1, {further}.{positive}",
    )
    mistakes = {
        "exchanged": "precision and recall were exchanged",
        "negatives-left-out": "the true negatives were left out of the accuracy",
        "arithmetic-mean": "the arithmetic mean was taken for F1 instead of the harmonic one",
        "of-all": "the share of all samples was taken",
        "specificity-of-predicted": "the share of the negative predictions was taken for the specificity",
        "npv-of-actual": "the share of the actual negatives was taken for the negative predictive value",
        "sum-not-halved": "the factor 2 of F1 was left out",
        "beta-not-squared": "beta was not squared in F_beta",
        "root-left-out": "the root in the Matthews coefficient was left out",
        "complement-exchanged": "specificity and 1 - specificity were exchanged in a likelihood ratio",
        "f1-of-means": "F1 was taken of the mean precision and recall, in place of the mean of the F1",
        "weights-left-out": "the classes were not weighted by their numbers of samples",
    }

    @property
    def given_answers(self) -> Collection[str]:
        """Counts that are given, alone or as a matrix of two classes."""
        is_read = self.matrix is not None and self.matrix.shape == (2, 2)
        return COUNTS if self.tp is not None or is_read else ()

    @property
    def natures(self) -> Mapping[str, Nature]:
        apart = ("tp", "fp", "fn", "tn", "matrix", "per_class", "mcc", "lr_positive", "lr_negative")
        signed = {"mcc": Nature(least=-1, most=1), "lr_positive": NONNEGATIVE, "lr_negative": NONNEGATIVE}
        return {name: PROBABILITY for name in self.answers if name not in apart} | signed

    @property
    def phrases(self) -> Mapping[str, str]:
        named = self.is_binary and self.tp is None
        further = ["the Matthews correlation coefficient", *["$F_beta$"] * (self.beta is not None)]
        means = "the macro, micro and weighted means over the classes"
        further.append("the likelihood ratios" if self.is_binary else means)
        rest = "; all others are the negative one" if self.is_against_rest else ""
        return {
            "positive": f" The positive class is {self.classes[1]}{rest}." if named else "",
            "counts": "" if self.given_answers else "the counts, ",
            "further": listed(further),
        }

    def reference(self) -> Mapping[str, Any]:
        """A matrix that is given is not asked for."""
        return {name: v for name, v in super().reference().items() if name != "matrix" or self.matrix is None}

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        both = {"rows": "predicted", "positive_first": True}
        words = "the positive class first, and the predicted classes in the rows"
        return {words: both} if self.rows == "actual" and not self.positive_first else {}

    @property
    def _has_labels(self) -> bool:
        return self.actual is not None

    @property
    def is_binary(self) -> bool:
        return len(self.classes) == 2

    def check(self) -> None:
        if self._has_labels:
            self._check_labels()
        if self.matrix is not None and (
            self.matrix.shape[0] != self.matrix.shape[1] or len(self.classes) < 2
        ):
            raise InputError("--matrix", "must have a row and a column for each of two or more classes")
        check_positive(self.positive, self.classes)
        if self.positive_first and (self.matrix is not None or not self.is_binary):
            raise InputError("--positive-first", "goes with a matrix of two classes that is worked out")
        if not any(entry for row in self.table for entry in row):
            raise InputError("the problem", "has no samples")

    def _check_labels(self) -> None:
        check_spelling(self.samples.labels)
        if len(self.classes) < 2:
            raise InputError("--actual", "must have two classes, in itself or in the predictions")

    @cached_property
    def samples(self) -> Samples:
        labels = self.actual or (), self.predicted or ()
        return Samples(*labels, self.matrix, self.rows == "predicted", self.positive)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes; of two, the positive one comes last."""
        return self.samples.classes if self.tp is None else ("negative", "positive")

    @property
    def _takes_last(self) -> bool:
        """Whether the positive class of a matrix is the last one because nothing else is said."""
        return self.matrix is not None and self.is_binary and self.positive is None

    @property
    def givens(self) -> tuple[Given, ...]:
        """How a matrix is read stands among them even where nothing is said of it."""
        told = [*super().givens]
        if self.matrix is not None and self.rows == "actual":
            told.append(Given("rows of the matrix are", "--rows", None, self.rows))
        if self._takes_last:
            label = "positive class, of the last row and column"
            told.append(Given(label, "--positive", None, self.classes[1]))
        return tuple(told)

    @property
    def is_against_rest(self) -> bool:
        """Whether more than two classes are taken as two."""
        return self.tp is None and self.samples.are_against_rest

    @property
    def table(self) -> list[list[int]]:
        """The numbers of samples, one row per actual class, a column a predicted one."""
        if self.tp is not None:
            tp, fp, fn, tn = (int(count or 0) for count in (self.tp, self.fp, self.fn, self.tn))
            return [[tn, fp], [fn, tp]]
        return self.samples.table

    def solve(self, work: Working) -> None:
        work.step(
            "Count", f"Each sample has an actual class, and a predicted one. {OUTCOMES[self.is_binary]}"
        )
        if self.matrix is None:
            self._tabulate(work)
        if self.is_binary and self.tp is None:
            rest = "; all others are the negative one" if self.is_against_rest else ""
            other = " (else: --positive 1)" if self._takes_last else ""
            work.say(f"The positive class is {{name}}{rest}{other}.", name=Text(self.classes[1]))
        if self._has_labels and not self.is_binary:
            names = {f"class_{k}": Text(name) for k, name in enumerate(self.classes, 1)}
            numbered = [f"{{{k}}} for {{{name}}}" for k, name in enumerate(names, 1)]
            work.say(f"As an index, {listed(numbered).replace(' for', ' stands for', 1)}.", **names)
        marks = {1: ""} if self.is_binary else {k: f"_{k + 1}" for k in range(len(self.classes))}
        found = [self._count(work, k, mark) for k, mark in marks.items()]
        for name, column in zip(("tp", "fp", "fn", "tn"), zip(*found, strict=True), strict=True):
            self._answer(work, name, column)
        if self.matrix is None:
            self._answer_matrix(work)
        self._measure_all(work, found)
        shares: list[dict[str, Symbol]] = []
        for (k, mark), counts in zip(marks.items(), found, strict=True):
            title = "Class {name}" if mark else "Measures of the positive class"
            work.step(title, "" if shares else MEANINGS, name=Text(self.classes[k]))
            shares.append(measure(work, self.beta, mark, *counts))
        for name in BY_CLASS[: None if self.beta else -1]:
            self._answer(work, name, [measures[name] for measures in shares])
        correlate(work, found)
        if self.is_binary:
            compare(work, shares[0])
        else:
            average(work, found, shares)

    def _tabulate(self, work: Working) -> None:
        heading = ["actual", *(f"predicted {name}" for name in self.classes)]
        rows: list[list[Cell]] = [
            [name, *map(lift, row)] for name, row in zip(self.classes, self.table, strict=True)
        ]
        with work.telling("matrix"):
            work.table(heading, rows, found=heading[1:])

    def _answer_matrix(self, work: Working) -> None:
        across, table, classes = "predicted", self.table, list(self.classes)
        if self.rows == "predicted":
            across, table = "actual", list(map(list, zip(*table, strict=True)))
        if self.positive_first:
            table, classes = [row[::-1] for row in table[::-1]], classes[::-1]
        work.answer("matrix", table, of=[f"{across} {name}" for name in classes])

    def _answer(self, work: Working, name: str, column: Sequence[Symbol]) -> None:
        if self.is_binary:
            work.answer(name, column[0])
        else:
            work.answer(name, column, of=self.classes)

    def _count(self, work: Working, k: int, mark: str) -> list[Symbol]:
        """Record true and false positives and negatives of a class."""
        table = self.table
        if self.is_against_rest and self.samples.given_table:
            table, k = self.samples.given_table, self.samples.labels.index(self.classes[k])
        places = [i for i in range(len(table)) if i != k]
        given = [count for count in (self.tp, self.fp, self.fn, self.tn) if count is not None]
        parts = {
            "TP": [table[k][k]],
            "FP": [table[i][k] for i in places],
            "FN": [table[k][j] for j in places],
            "TN": [table[i][j] for i in places for j in places],
        }
        return given or [
            work.let(f"{name}{mark}", sum_of([*map(lift, part)])) for name, part in parts.items()
        ]

    def _measure_all(self, work: Working, found: Sequence[Sequence[Symbol]]) -> None:
        """Record the accuracy."""
        work.step("Accuracy", "The share of all samples whose prediction is right.")
        tp, fp, fn, tn = found[0]
        if self.is_binary:
            wrong = {"negatives-left-out": share(tp, tp + fp + fn)}
            work.answer("accuracy", work.let("accuracy", (tp + tn) / (tp + fp + fn + tn), mistakes=wrong))
            return
        right = sum_of([counts[0] for counts in found])
        work.answer("accuracy", work.let("accuracy", right / (tp + fp + fn + tn)))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Labels of ten samples, then round counts of a hundred or two, then a matrix of three classes."""
        if difficulty == "easy":
            return {name: draw.integers(10, 0, 1) for name in ("actual", "predicted")}
        if difficulty == "medium":
            made, there = draw.choice((10, 20, 25, 40, 50)), draw.choice((10, 20, 25, 40, 50))
            tp = draw.integer(2, min(made, there) - 1)
            tn = draw.choice((100, 200)) - made - there + tp
            return {"tp": tp, "fp": made - tp, "fn": there - tp, "tn": tn}
        rows = [[draw.integer(5, 20) if i == j else draw.integer(0, 6) for j in range(3)] for i in range(3)]
        return {"matrix": rows, "beta": draw.choice(("2", "0.5"))}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether something was found, and not all of it."""
        return all(
            quantity.symbol.value != 0 for name, quantity in work.quantities.items() if name[0] in "TFp"
        )
