"""What types on classes share: labels, the order of classes, and shares that may be of nothing."""

from collections.abc import Iterable

from solver.authoring import InputError
from solver.authoring.domains import Labels, Words
from solver.authoring.formulas import INFINITE, Convention, Div, Formula, lift
from solver.domains.labels import spelled_twice
from solver.patterns import regex

LABELS = Labels(most=64)
POSITIVE_CLASS = Words(most=1)
POSITIVE = ("1", "1.0", "+1", "+1.0", "yes", "true", "positive", "pos", "+")
_SCORE = regex(r"[-+]?0?\.\d*[1-9]\d*")


def classes_of(labels: Iterable[str], positive: tuple[str, ...] | None) -> tuple[str, ...]:
    """The classes among labels in order; of two, the positive one comes last.

    Of more, if one of them is told to be the positive one, all others are one class.
    """
    found = sorted(set(labels), key=lambda label: (len(label) > 1, label))
    if positive is not None and len(found) > 2 and positive[0] in found:
        return f"not {positive[0]}", positive[0]
    wanted = positive or tuple(label for label in found if label.lower() in POSITIVE)[-1:]
    return tuple(sorted(found, key=lambda label: label in wanted)) if len(found) == 2 else tuple(found)


def check_positive(positive: tuple[str, ...] | None, classes: tuple[str, ...]) -> None:
    """Refuse a positive class that is none.

    Raises:
        InputError: it is not.
    """
    if positive is not None and not set(positive) <= set(classes):
        raise InputError("--positive", f"must be one of the classes: {', '.join(classes)}", *positive)


def check_spelling(labels: Iterable[str]) -> None:
    """Refuse a class that is spelled in two ways, which would count as two classes.

    Raises:
        InputError: capitals alone, or the way a number is written, set two labels apart.
    """
    scores = [label for label in labels if _SCORE.fullmatch(label)]
    if scores:
        raise InputError("--predicted", "must be labels; scores are what roc takes", scores[0])
    if alike := spelled_twice(labels):
        raise InputError("--actual", f"and all labels must spell a class in one way: {alike[0]}", alike[1])


def share(part: Formula, whole: Formula) -> Formula:
    """A share; of nothing it counts as 0, and anything else by nothing as infinite."""
    quotient = Div(part, whole)
    if whole.evaluate() != 0:
        return quotient
    return Convention(quotient, lift(0) if part.evaluate() == 0 else INFINITE)
