"""The words around the questions of a sheet, in its language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from msgspec import Struct


class Labels(Struct, frozen=True):
    """What stands before the number of a question, before the name of a student, and so on, in English.

    `mark` and `marks` are units, `key` and `version` stand behind a title.
    """

    question: str = "Question"
    name: str = "Name"
    number: str = "Roll number"
    time: str = "Time"
    total: str = "Marks"
    mark: str = "mark"
    marks: str = "marks"
    version: str = "version"
    key: str = "key"
    answers: str = "Answers"
    answer_to: str = "Answer to question"
    options: str = "Options"
    right: str = "right"
    wrong: str = "wrong"
    wrong_costs: str = "A wrong choice costs"


ENGLISH = Labels()


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    # The templates themselves need labels.
    from solver.rendering.templates import TEMPLATES

    return tomllib.loads((TEMPLATES / "labels.toml").read_text(encoding="utf-8"))


def labels_in(language: str, own: Mapping[str, str]) -> Labels:
    """The labels of a language, such as de or de-AT, or else English ones; a teacher's `own` go before."""
    words: dict[str, str] = {}
    language = language.partition("-")[0]
    if language != "en":
        words |= _table().get(language, {})
    words |= own
    return Labels(**{name: words[name] for name in Labels.__struct_fields__ if name in words})
