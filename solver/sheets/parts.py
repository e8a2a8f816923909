"""Parts of a question, (a), (b) and so on, each with what it asks for, its marks and its words."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from solver.mathematics.prose import Parts

LETTERS_OF_PARTS = "abcdefghijkl"
MOST_PARTS = len(LETTERS_OF_PARTS)


class QuestionPart(Struct, frozen=True):
    """A part of a question as it stands on paper.

    `body` are its paragraphs, `asked` the names of the answers or entries that it asks for; there are none
    where a person has to mark it. Without marks all parts count the same.
    """

    letter: str
    body: tuple[Parts, ...]
    asked: tuple[str, ...] = ()
    marks: float = 0.0


def together(parts: Iterable[QuestionPart]) -> tuple[Parts, ...]:
    """The paragraphs of all parts, with their letters and marks."""
    found: list[Parts] = []
    for part in parts:
        first, *rest = part.body or ((),)
        marks = f" [{part.marks:g}]" if part.marks else ""
        found += [(f"({part.letter}) ", *first, *[marks] * bool(marks)), *rest]
    return tuple(found)
