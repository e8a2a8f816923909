"""What is told of all classes together: correlation, likelihood ratios, means over the classes."""

from collections.abc import Mapping, Sequence

from solver.authoring import Working
from solver.authoring.formulas import Formula, Symbol, dot, sqrt, sum_of
from solver.problems.evaluation._labels import share

AVERAGED = {"precision": "precision", "recall": "recall", "f1": "F1"}
"""The measures that are averaged over the classes, in words."""

MEANS = {
    "macro": "macro-averaged {} (mean of the classes)",
    "micro": "micro-averaged {} (of all classes pooled)",
    "weighted": "weighted {} (mean of the classes by their samples)",
}


def correlate(work: Working, found: Sequence[Sequence[Symbol]]) -> None:
    """Record the Matthews coefficient; of more than two classes, in the form of Gorodkin.

    Args:
        work: where it is recorded.
        found: true and false positives and negatives of each class, or of the positive one alone.
    """
    tp, fp, fn, tn = found[0]
    counted = (
        " Of all {N} samples, {p_k} are predicted in class {k}, and {t_k} are in it." if found[1:] else ""
    )
    reason = "1 where all is right, 0 where it is no better than chance."
    work.step("Matthews correlation coefficient", reason + counted)
    if len(found) == 1:
        covariance: Formula = tp * tn - fp * fn
        inside: Formula = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    else:
        n = work.let("N", tp + fp + fn + tn)
        made = [work.let(f"p_{k}", tp + fp) for k, (tp, fp, _, _) in enumerate(found, 1)]
        there = [work.let(f"t_{k}", tp + fn) for k, (tp, _, fn, _) in enumerate(found, 1)]
        covariance = n * sum_of([counts[0] for counts in found]) - dot(made, there)
        inside = (n**2 - dot(made, made)) * (n**2 - dot(there, there))
    inside = work.let("D", inside)
    if inside.evaluate() == 0:
        work.say("All samples or all predictions are of one class: 0/0, which here counts as 0.")
    wrong = {"root-left-out": share(covariance, inside)}
    work.answer("mcc", work.let("MCC", share(covariance, sqrt(inside)), mistakes=wrong))


def compare(work: Working, measures: Mapping[str, Symbol]) -> None:
    """Record the likelihood ratios."""
    reason = "How much more often a prediction is made where the positive class holds than where it does not."
    work.step("Likelihood ratios", reason)
    recall, specificity = measures["recall"], measures["specificity"]
    if specificity.evaluate() in (0, 1):
        work.say("Something divided by 0 is infinite; 0/0 has no value, and here counts as 0.")
    wrong = {"complement-exchanged": share(recall, specificity)}
    work.answer("lr_positive", work.let("LR_+", share(recall, 1 - specificity), mistakes=wrong))
    wrong = {"complement-exchanged": share(1 - recall, 1 - specificity)}
    work.answer("lr_negative", work.let("LR_-", share(1 - recall, specificity), mistakes=wrong))


def average(work: Working, found: Sequence[Sequence[Symbol]], shares: Sequence[Mapping[str, Symbol]]) -> None:
    """Record the means over the classes, and the measures of all classes pooled."""
    sizes = [work.quantities[f"t_{k}"].symbol for k in range(1, len(shares) + 1)]
    rows = [[*(m[name] for name in AVERAGED), t] for m, t in zip(shares, sizes, strict=True)]
    work.answer("per_class", rows, of=(*AVERAGED.values(), "samples"))
    columns = {name: [measures[name] for measures in shares] for name in AVERAGED}
    macro = {name: sum_of(column) / len(shares) for name, column in columns.items()}
    work.step("Macro means", "Every class counts as much as any other.")
    means = [work.let(f"{name[0].upper()}_macro", macro[name]) for name in ("precision", "recall")]
    wrong = {"f1-of-means": share(2 * means[0] * means[1], means[0] + means[1])}
    means.append(work.let("F_macro", macro["f1"], mistakes=wrong))
    for name, mean in zip(AVERAGED, means, strict=True):
        work.answer(f"macro_{name}", mean)
    work.step("Micro means", "Every sample counts as much as any other: the counts are summed first.")
    counts = [*zip(*found, strict=True)][:3]
    tp, fp, fn = (
        work.let(name, sum_of(column))
        for name, column in zip(("TP_all", "FP_all", "FN_all"), counts, strict=True)
    )
    work.answer("micro_precision", work.let("P_micro", tp / (tp + fp)))
    work.answer("micro_recall", work.let("R_micro", tp / (tp + fn)))
    work.answer("micro_f1", work.let("F_micro", 2 * tp / (2 * tp + fp + fn)))
    work.step("Weighted means", "Every class counts as often as it has samples.")
    for name, column in columns.items():
        weighted = dot(sizes, column) / work.quantities["N"].symbol
        wrong = {"weights-left-out": macro[name]}
        mean = work.let(f"{name[0].upper()}_weighted", weighted, mistakes=wrong)
        work.answer(f"weighted_{name}", mean)
