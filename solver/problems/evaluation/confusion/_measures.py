"""The measures of one class: precision, recall, specificity, negative predictive value and F scores."""

from solver.authoring import Working
from solver.authoring.formulas import Symbol
from solver.problems.evaluation._labels import share

LETTERS = {"npv": "NPV"}
MEANINGS = (
    "Each is the share that is right: precision of what is predicted to be in the class, recall of what is in"
    " it, specificity of what is not in it, and NPV, the negative predictive value, of what is predicted not"
    " to be in it. The F score is the harmonic mean of precision and recall: the smaller one counts for more."
)
"""What the measures of a class tell."""


def measure(
    work: Working, beta: Symbol | None, mark: str, tp: Symbol, fp: Symbol, fn: Symbol, tn: Symbol
) -> dict[str, Symbol]:
    """Record the measures of a class.

    Args:
        work: where they are recorded.
        beta: how much recall weighs in F_beta; none where that is not asked for.
        mark: what stands behind the names of the measures.
        tp: true positives.
        fp: false positives.
        fn: false negatives.
        tn: true negatives.
    """
    parts = {"precision": (tp, tp + fp), "recall": (tp, tp + fn), "specificity": (tn, tn + fp)}
    parts["npv"] = (tn, tn + fn)
    if any(whole.evaluate() == 0 for _, whole in parts.values()):
        work.say("A share of nothing, 0/0, has no value; here it counts as 0.")
    confused = {
        "precision": ("exchanged", "recall"),
        "recall": ("exchanged", "precision"),
        "specificity": ("specificity-of-predicted", "npv"),
        "npv": ("npv-of-actual", "specificity"),
    }
    found = {}
    for name, (part, whole) in parts.items():
        mistake, other = confused[name]
        wrong = {mistake: share(*parts[other]), "of-all": part / (tp + fp + fn + tn)}
        found[name] = work.let(f"{LETTERS.get(name, name)}{mark}", share(part, whole), mistakes=wrong)
    both, product = found["precision"] + found["recall"], found["precision"] * found["recall"]
    wrong = {"arithmetic-mean": both / 2, "sum-not-halved": share(product, both)}
    found["f1"] = work.let(f"F1{mark}", share(2 * product, both), mistakes=wrong)
    if beta is not None:
        f_beta, unsquared = (
            share((1 + w) * product, w * found["precision"] + found["recall"]) for w in (beta**2, beta)
        )
        wrong = {"beta-not-squared": unsquared}
        found["f_beta"] = work.let(f"F_beta{mark.replace('_', ',')}", f_beta, mistakes=wrong)
    return found
