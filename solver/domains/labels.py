"""The labels of samples, and when two of them are one class that is spelled in two ways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from solver.domains.base import Refused
from solver.domains.words import QUOTES, Words
from solver.patterns import regex

_NUMBER = regex(r"[-+−–]?[0-9]+(?:\.[0-9]*)?")
_EQUALS = regex(r"(?<![<>=!])=(?![<>=])", where="=")
_TRUTH = {"true": 1.0, "yes": 1.0, "false": 0.0, "no": 0.0}
"""Words that stand for 1 and 0."""

_SHORT = {"y": "yes", "n": "no", "t": "true", "f": "false"}
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))


class Labels(Words, frozen=True):
    """The labels of samples, which white space separates as well where neither commas nor quotes do."""

    may_be_named: ClassVar[bool] = True

    def read(self, text: str, symbol: str) -> tuple[str, ...]:
        if text.rstrip().endswith(",") and text.strip(" ,"):
            raise Refused(self.requirement, text, "a label is missing behind the last comma")
        labels = Words.read(self, text, symbol)
        is_apart = len(labels) > 1 or any(mark in text.translate(QUOTES) for mark in "'\"")
        found = labels if is_apart else Words.read(self, ",".join(labels[0].split()), symbol)
        for label in found:
            if reason := _doubt(label):
                raise Refused(self.requirement, label, reason)
        if alike := spelled_twice(found):
            raise Refused(f"must spell a class in one way: {alike[0]}", alike[1])
        return found


def spelled_twice(labels: Iterable[str]) -> tuple[str, str] | None:
    """Two labels that are one class, spelled in two ways: Yes and yes, 1 and 1.0, True and 1."""
    spelled: dict[str | float, str] = {}
    for label in labels:
        first = spelled.setdefault(_meaning(label), label)
        if first != label:
            return first, label
    words = {label.casefold(): label for label in spelled.values()}
    return next(((words[_SHORT[word]], words[word]) for word in words if _SHORT.get(word) in words), None)


def _meaning(label: str) -> str | float:
    """What labels of one class share: their value as a number, or their letters."""
    if _NUMBER.fullmatch(label):
        return float(label.replace("−", "-").replace("–", "-"))
    word = label.casefold()
    return _TRUTH.get(word, word)


def _doubt(label: str) -> str:
    """What speaks against a label: it is a part of a list that was taken apart wrong."""
    if any(label.count(opened) != label.count(closed) for opened, closed in _BRACKETS):
        return "a bracket stands alone"
    straight = label.translate(QUOTES)
    if straight.startswith('"') or straight.endswith('"'):
        return "a quotation mark stands alone"
    return "labels have no equals sign" if _EQUALS.search(label) else ""
