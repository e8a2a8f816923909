"""Confusion matrix: accuracy, precision, recall, specificity and F1 of a classifier."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated

from solver.authoring import (
    PROBABILITY,
    Cell,
    Choice,
    Convention,
    Difficulty,
    Div,
    Formula,
    Grid,
    InputError,
    Integer,
    MatrixOf,
    Nature,
    Problem,
    RandomStream,
    Symbol,
    Text,
    Words,
    Working,
    lift,
    parameter,
    sum_of,
)
from solver.models import evaluation

LABELS = Words(most=64)
COUNT = Integer(least=0, most=10**9)
POSITIVE = ("1", "yes", "true", "positive", "pos", "+")
BY_CLASS = ("precision", "recall", "specificity", "f1")
MEANS = tuple(f"{kind}_{name}" for kind in ("macro", "micro") for name in ("precision", "recall", "f1"))


class Confusion(Problem):
    """Shares of the right predictions among those that were made, or among what there was to find."""

    actual: Annotated[tuple[str, ...] | None, LABELS] = parameter(
        "actual labels", required=False, aliases=("true", "y", "targets")
    )
    predicted: Annotated[tuple[str, ...] | None, LABELS] = parameter(
        "predicted labels", required=False, aliases=("pred", "predictions", "yhat")
    )
    tp: Annotated[Symbol | None, COUNT] = parameter("true positives", symbol="TP", required=False)
    fp: Annotated[Symbol | None, COUNT] = parameter("false positives", symbol="FP", required=False)
    fn: Annotated[Symbol | None, COUNT] = parameter("false negatives", symbol="FN", required=False)
    tn: Annotated[Symbol | None, COUNT] = parameter("true negatives", symbol="TN", required=False)
    matrix: Annotated[Grid | None, MatrixOf(COUNT)] = parameter(
        "confusion matrix", symbol="n", required=False, note="a row and a column a class"
    )
    rows: Annotated[str, Choice(("actual", "predicted"))] = parameter(
        "rows of the matrix are",
        default="actual",
        convention=True,
        quiet=True,
        note="the classes in its rows",
    )
    positive: Annotated[tuple[str, ...] | None, Words(most=1)] = parameter(
        "positive class", required=False, note="of two; yes, true, a label 1, or the last one by default"
    )

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
        "accuracy": "accuracy",
        "precision": "precision",
        "recall": "recall (sensitivity)",
        "specificity": "specificity",
        "f1": "F1",
        "macro_precision": "mean of the precisions",
        "macro_recall": "mean of the recalls",
        "macro_f1": "mean of the F1",
        "micro_precision": "precision of all classes pooled",
        "micro_recall": "recall of all classes pooled",
        "micro_f1": "F1 of all classes pooled",
    }
    other_names = {
        "recall": ("sensitivity", "tpr", "true_positive_rate", "hit_rate"),
        "precision": ("ppv", "positive_predictive_value"),
        "specificity": ("tnr", "true_negative_rate", "selectivity"),
        "f1": ("f", "f1_score", "f_score", "f_measure"),
        "accuracy": ("acc",),
    }
    exact_share = {"easy": 1.0, "medium": 0.6, "hard": 0.3}
    allows_zeros = True
    stem = "A classifier has made the predictions below.{positive}"
    tasks = (
        "Work out the counts, accuracy, precision, recall, specificity and F1 of the classifier.{positive}",
        "How good is the classifier? Give its accuracy, precision, recall, specificity and F1.{positive}",
    )
    mistakes = {
        "exchanged": "precision and recall were exchanged",
        "negatives-left-out": "the true negatives were left out of the accuracy",
        "arithmetic-mean": "the arithmetic mean was taken for F1 instead of the harmonic one",
        "of-all": "the share of all samples was taken",
        "specificity-of-predicted": "the share of the negative predictions was taken for the specificity",
        "sum-not-halved": "the factor 2 of F1 was left out",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        counts = ("tp", "fp", "fn", "tn")
        return {name: PROBABILITY for name in self.answers if name not in counts}

    @property
    def phrases(self) -> Mapping[str, str]:
        named = self.is_binary and self.tp is None
        told = f" The positive class is {self.classes[1]}." if named else ""
        return {"positive": told}

    @property
    def _has_labels(self) -> bool:
        return self.actual is not None

    @property
    def is_binary(self) -> bool:
        return len(self.classes) == 2

    def check(self) -> None:
        counts = [given for given in (self.tp, self.fp, self.fn, self.tn) if given is not None]
        ways = [self._has_labels or self.predicted is not None, bool(counts), self.matrix is not None]
        if sum(ways) != 1:
            raise InputError(
                "the problem", "wants --actual with --predicted, or --tp --fp --fn --tn, or --matrix"
            )
        if counts and len(counts) < 4:
            missing = [name for name in ("tp", "fp", "fn", "tn") if getattr(self, name) is None]
            raise InputError(f"--{missing[0]}", "is missing: all of --tp --fp --fn --tn are wanted")
        if ways[0]:
            self._check_labels()
        if self.matrix is not None and (
            self.matrix.shape[0] != self.matrix.shape[1] or len(self.classes) < 2
        ):
            raise InputError("--matrix", "must have a row and a column for each of two or more classes")
        if self.positive is not None and not (self.is_binary and set(self.positive) <= set(self.classes)):
            raise InputError(
                "--positive", f"must be one of two classes: {', '.join(self.classes)}", *self.positive
            )
        if not any(entry for row in self.table for entry in row):
            raise InputError("the problem", "has no samples")

    def _check_labels(self) -> None:
        if self.actual is None or self.predicted is None:
            raise InputError("--actual", "goes with --predicted")
        if len(self.actual) != len(self.predicted):
            wanted = f"must be as many as the actual labels, {len(self.actual)}"
            raise InputError("--predicted", wanted, str(len(self.predicted)))
        if len(self.classes) < 2:
            raise InputError("--actual", "must have two classes, in itself or in the predictions")

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes; of two, the positive one comes last."""
        if self.matrix is not None:
            names = [str(k) for k in range(1, self.matrix.shape[0] + 1)]
            return tuple(sorted(names, key=lambda name: name in (self.positive or ())))
        if self.actual is None or self.predicted is None:
            return "negative", "positive"
        found = sorted({*self.actual, *self.predicted}, key=lambda label: (len(label) > 1, label))
        wanted = self.positive or tuple(label for label in found if label.lower() in POSITIVE)[-1:]
        return tuple(sorted(found, key=lambda label: label in wanted)) if len(found) == 2 else tuple(found)

    @property
    def table(self) -> list[list[int]]:
        """The numbers of samples, a row an actual class, a column a predicted one."""
        if self.matrix is not None:
            rows = [[int(entry) for entry in row] for row in self.matrix]
            if self.rows == "predicted":
                rows = [list(column) for column in zip(*rows, strict=True)]
            order = [int(name) - 1 for name in self.classes]
            return [[rows[i][j] for j in order] for i in order]
        if self.actual is None or self.predicted is None:
            tp, fp, fn, tn = (int(count or 0) for count in (self.tp, self.fp, self.fn, self.tn))
            return [[tn, fp], [fn, tp]]
        pairs = list(zip(self.actual, self.predicted, strict=True))
        return [[pairs.count((a, p)) for p in self.classes] for a in self.classes]

    def solve(self, work: Working) -> None:
        work.step("Count", "Each sample has an actual class, and a predicted one.")
        if self._has_labels:
            heading = ["actual", *(f"predicted {name}" for name in self.classes)]
            rows: list[list[Cell]] = [
                [name, *map(lift, row)] for name, row in zip(self.classes, self.table, strict=True)
            ]
            work.table(heading, rows)
        if self.is_binary and self.tp is None:
            work.say("The positive class is {name}.", name=Text(self.classes[1]))
        marks = [""] if self.is_binary else [f"_{k}" for k in range(1, len(self.classes) + 1)]
        found = [self._count(work, k, mark) for k, mark in self._places(marks)]
        self._answer(work, ("tp", "fp", "fn", "tn"), found)
        self._measure_all(work, found)
        shares = []
        for (k, mark), counts in zip(self._places(marks), found, strict=True):
            title = "Class {name}" if mark else "Measures of the positive class"
            work.step(title, name=Text(self.classes[k]))
            shares.append(self._measure(work, mark, *counts))
        self._answer(work, BY_CLASS, shares)
        if not self.is_binary:
            self._average(work, found, shares)

    def _places(self, marks: Sequence[str]) -> list[tuple[int, str]]:
        """The classes that are measured, with the marks of their quantities."""
        return [(1, "")] if self.is_binary else list(enumerate(marks))

    def _answer(self, work: Working, names: Sequence[str], found: Sequence[Sequence[Symbol]]) -> None:
        for name, column in zip(names, zip(*found, strict=True), strict=True):
            work.answer(name, column[0] if self.is_binary else column)

    def _count(self, work: Working, k: int, mark: str) -> list[Symbol]:
        """Record true and false positives and negatives of a class."""
        table, places = self.table, [i for i in range(len(self.classes)) if i != k]
        given = (self.tp, self.fp, self.fn, self.tn)
        parts = (
            [table[k][k]],
            [table[i][k] for i in places],
            [table[k][j] for j in places],
            [table[i][j] for i in places for j in places],
        )
        names = ("TP", "FP", "FN", "TN")
        if all(given):
            return [symbol for symbol in given if symbol is not None]
        return [
            work.let(f"{name}{mark}", sum_of([*map(lift, part)]))
            for name, part in zip(names, parts, strict=True)
        ]

    def _measure_all(self, work: Working, found: Sequence[Sequence[Symbol]]) -> None:
        """Record the accuracy."""
        work.step("Accuracy", "The share of all samples whose prediction is right.")
        if self.is_binary:
            ((tp, fp, fn, tn),) = found
            wrong = {"negatives-left-out": tp / (tp + fp + fn)}
            work.answer("accuracy", work.let("accuracy", (tp + tn) / (tp + fp + fn + tn), mistakes=wrong))
            return
        total = Symbol("N", Fraction(sum(map(sum, self.table))))
        right = sum_of([counts[0] for counts in found])
        work.answer("accuracy", work.let("accuracy", right / total))

    def _measure(
        self, work: Working, mark: str, tp: Symbol, fp: Symbol, fn: Symbol, tn: Symbol
    ) -> list[Symbol]:
        """Record precision, recall, specificity and F1 of a class."""
        if 0 in ((tp + fp).evaluate(), (tp + fn).evaluate(), (tn + fp).evaluate()):
            work.say("A share of nothing, 0/0, has no value; here it counts as 0.")
        everything = tp + fp + fn + tn
        made, there = _share(tp, tp + fp), _share(tp, tp + fn)
        precision = work.let(
            f"precision{mark}", made, mistakes={"exchanged": there, "of-all": tp / everything}
        )
        recall = work.let(f"recall{mark}", there, mistakes={"exchanged": made, "of-all": tp / everything})
        wrong = {"specificity-of-predicted": _share(tn, tn + fn), "of-all": tn / everything}
        specificity = work.let(f"specificity{mark}", _share(tn, tn + fp), mistakes=wrong)
        both = precision + recall
        wrong = {"arithmetic-mean": both / 2, "sum-not-halved": _share(precision * recall, both)}
        harmonic = _share(2 * precision * recall, both)
        f1 = work.let(f"F1{mark}", harmonic, mistakes=wrong)
        return [precision, recall, specificity, f1]

    def _average(
        self, work: Working, found: Sequence[Sequence[Symbol]], shares: Sequence[Sequence[Symbol]]
    ) -> None:
        """Record the means over the classes, and the measures of all classes pooled."""
        work.step("Macro means", "Every class counts as much as any other.")
        count = len(self.classes)
        for name, letter, column in zip(
            BY_CLASS, ("P", "R", "", "F"), zip(*shares, strict=True), strict=True
        ):
            if letter:
                work.answer(f"macro_{name}", work.let(f"{letter}_macro", sum_of(column) / count))
        work.step("Micro means", "Every sample counts as much as any other: the counts are summed first.")
        tp, fp, fn = (
            work.let(name, sum_of(column))
            for name, column in zip(
                ("TP_all", "FP_all", "FN_all"), list(zip(*found, strict=True))[:3], strict=True
            )
        )
        work.answer("micro_precision", work.let("P_micro", tp / (tp + fp)))
        work.answer("micro_recall", work.let("R_micro", tp / (tp + fn)))
        work.answer("micro_f1", work.let("F_micro", 2 * tp / (2 * tp + fp + fn)))

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
        return {"matrix": rows}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether something was found, and not all of it."""
        return all(
            quantity.symbol.value != 0 for name, quantity in work.quantities.items() if name[0] in "TFp"
        )


def _share(part: Formula, whole: Formula) -> Formula:
    """A share; of nothing, it counts as 0."""
    quotient = Div(part, whole)
    return Convention(quotient, lift(0)) if whole.evaluate() == 0 else quotient
