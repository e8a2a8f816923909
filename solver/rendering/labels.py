"""The words around the questions of a sheet, in its language."""

from __future__ import annotations

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
