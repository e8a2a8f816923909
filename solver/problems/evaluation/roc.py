"""ROC curve: false and true positive rates at every threshold, AUC and average precision.

Keywords: auc, roc auc, roc curve, average precision, precision-recall curve.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, decimal_text, parameter
from solver.authoring.domains import PROBABILITY, Nature, Vector
from solver.authoring.formulas import INFINITE, Formula, Symbol, lift, sum_of
from solver.models import evaluation
from solver.problems.evaluation._labels import (
    LABELS,
    POSITIVE_CLASS,
    check_positive,
    check_spelling,
    classes_of,
)

IN_FULL = 2
"""The first thresholds are worked out in full; the table has all of them."""

Group = tuple[Symbol, int, int]
"""A threshold, and how many positive and negative samples have that score."""


class Roc(Problem):
    """A classifier's scores, cut at every threshold."""

    actual: Annotated[tuple[str, ...], LABELS] = parameter(
        "actual labels", aliases="true y labels targets y-true target truth"
    )
    scores: Vector = parameter(
        "scores of the positive class",
        symbol="s",
        like="actual",
        aliases="s probabilities predicted probs prob p y-score y-scores y-pred",
    )
    positive: Annotated[tuple[str, ...] | None, POSITIVE_CLASS] = parameter(
        "positive class", note="yes, true, a label 1, or the last one by default"
    )

    idea = (
        "Lowering the threshold finds more positives and raises more false alarms; the curve shows the price."
    )
    sanity = "The curve climbs from (0, 0) to (1, 1); its area is the share of pairs that are ranked right."
    source = "Fawcett, An introduction to ROC analysis, 2006, algorithms 1 and 2"
    example = "--actual 1,1,0,1,0 --scores 0.9,0.8,0.7,0.6,0.2"
    model = evaluation.roc
    natures = {
        **dict.fromkeys(("auc", "average_precision"), PROBABILITY),
        **dict.fromkeys(("fpr", "tpr"), Nature(least=0, most=1, ascending=True)),
    }
    answers = {
        "thresholds": "thresholds, from infinity down",
        "fpr": "false positive rate at each threshold",
        "tpr": "true positive rate at each threshold",
        "auc": "area under the curve",
        "average_precision": "average precision",
    }
    exact_share = {"easy": 0.7, "medium": 0.7, "hard": 0.6}
    allows_zeros = True
    stem = (
        "Samples are predicted as {positive} from a score on, the threshold, which falls from infinity over"
        " all scores."
    )
    tasks = (
        "Lower the threshold from infinity over the scores, predicting {positive} from it on. Give the false"
        " and true positive rates, the area under the ROC curve by trapezoids, and the average precision, a"
        " sum over the steps of recall.",
        "Draw the ROC curve: false and true positive rates for thresholds from infinity down, where"
        " {positive} is predicted for scores from the threshold on. What are its area, by trapezoids, and the"
        " average precision, each step of recall times the precision at its end?",
    )
    also_called = {
        "auc": "roc_auc; area; auroc; roc-auc; auc-roc; A",
        "average_precision": "PR-AUC; mAP; avg precision",
        "fpr": "fall-out; 1-specificity; FP rate",
        "tpr": "TP rate; sensitivity; recall",
        "thresholds": "t; θ; tau; cutoffs",
    }
    mistakes = {
        "ascending": "the samples were ranked from the lowest score up",
        "ties-apart": "samples with the same score were taken one after another",
        "other-class": "the other class was taken as the positive one",
        "of-all": "the counts were divided by the number of all samples",
        "rectangles": "each step was taken as high as its end, not as the mean of both ends",
        "precision-averaged": "the precisions were averaged over the thresholds, not over steps of recall",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"positive": self.classes[-1]}

    @property
    def classes(self) -> tuple[str, ...]:
        return classes_of(self.actual, self.positive)

    @property
    def hits(self) -> list[int]:
        """1 for each sample of the positive class, 0 for the others."""
        return [int(label == self.classes[1]) for label in self.actual]

    def check(self) -> None:
        check_spelling(self.actual)
        if len(self.classes) != 2:
            raise InputError("--actual", "must have labels of two classes", ", ".join(self.classes))
        check_positive(self.positive, self.classes)

    def solve(self, work: Working) -> None:
        work.step("Rank the samples", "From the highest score down; samples of the same score go together.")
        ranked = sorted(
            zip(self.scores, self.hits, strict=True), key=lambda pair: (-pair[0].evaluate(), -pair[1])
        )
        tied = [[*members] for _, members in groupby(ranked, key=lambda pair: pair[0].value)]
        groups = [_group(members) for members in tied]
        others = {
            "ascending": groups[::-1],
            "ties-apart": [_group([member]) for member in ranked],
            "other-class": [(score, misses, hits) for score, hits, misses in groups],
        }
        groups = work.choose(groups, others)
        headings = ("k", "score", *(f"samples of class {name}" for name in self.classes[::-1]))
        work.table(headings, [(lift(k), *group) for k, group in enumerate(groups, 1)], found=headings[1:])
        scores, hits, misses = zip(*groups, strict=True)
        tpr, fpr, precision = self._rates(work, hits, misses)
        work.answer("thresholds", [INFINITE, *scores])
        work.answer("fpr", fpr)
        work.answer("tpr", tpr)
        work.step("Area under the curve", "Each step to the right adds a trapezoid.")
        wide = [(k, fpr[k] - fpr[k - 1]) for k, count in enumerate(misses, 1) if count]
        wrong = {"rectangles": sum_of([width * tpr[k] for k, width in wide])}
        area = sum_of([width * (tpr[k] + tpr[k - 1]) / 2 for k, width in wide])
        work.answer("auc", work.let("AUC", area, mistakes=wrong))
        work.step(
            "Average precision", "Each step of recall, which is TPR, counts with the precision at its end."
        )
        average = sum_of([(tpr[k] - tpr[k - 1]) * precision[k] for k, count in enumerate(hits, 1) if count])
        wrong = {"precision-averaged": sum_of(precision[1:]) / len(groups)}
        work.answer("average_precision", work.let("AP", average, mistakes=wrong))

    def _rates(self, work: Working, hits: Sequence[int], misses: Sequence[int]) -> list[list[Formula]]:
        """Record true and false positive rates and the precision, after those of an infinite threshold."""
        p, n = (work.let(name, sum_of([*map(lift, part)])) for name, part in (("P", hits), ("N", misses)))
        work.step("Rates at each threshold", "Samples from the threshold on are predicted positive.")
        tp, fp, tpr, fpr, precision = ([lift(0)] for _ in range(5))
        for k in work.repeat(len(hits), in_full=IN_FULL):
            tp.append(work.let(f"TP_{k}", tp[-1] + hits[k - 1]))
            fp.append(work.let(f"FP_{k}", fp[-1] + misses[k - 1]))
            tpr.append(work.let(f"TPR_{k}", tp[k] / p, mistakes={"of-all": tp[k] / (p + n)}))
            fpr.append(work.let(f"FPR_{k}", fp[k] / n, mistakes={"of-all": fp[k] / (p + n)}))
            precision.append(work.let(f"precision_{k}", tp[k] / (tp[k] + fp[k])))
        columns = map(lift, range(len(tp))), tp, fp, tpr, fpr, ["", *precision[1:]]
        work.table(("k", "TP", "FP", "TPR", "FPR", "precision"), zip(*columns, strict=True))
        return [tpr, fpr, precision]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Classes of two, four or five samples; beyond easy ones, one score or two are shared."""
        half, ties = {"easy": (2, 0), "medium": (4, 1), "hard": (5, 2)}[difficulty]
        labels = draw.shuffled([1] * half + [0] * (draw.choice((2, 4)) if half == 2 else half))
        scores = [Fraction(score, 20) for score in draw.some(range(2, 20), len(labels) - ties)]
        scores += draw.some(scores, ties)
        ones, zeros = ([s for s, a in zip(scores, labels, strict=True) if a == label] for label in (1, 0))
        right = sum(one > zero for one in ones for zero in zeros)
        if not len(ones) * len(zeros) / 2 < right < len(ones) * len(zeros):
            return None
        return {"actual": labels, "scores": [*map(decimal_text, scores)]}


def _group(members: Sequence[tuple[Symbol, int]]) -> Group:
    """What samples of one score come to."""
    hits = sum(hit for _, hit in members)
    return members[0][0], hits, len(members) - hits
