"""The columns of a table of answers: which question each is for, and which answer of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from solver.errors import InputError
from solver.grading.answer_cells import Reference, plain_name, reference
from solver.grading.papers import Asked, Papers

_RESPONSE = re.compile(r"response|antwort", re.IGNORECASE)
"""What Moodle heads answers with, where the question itself may have a column as well."""
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})\D*$")


def columns_for(papers: Papers, names: Sequence[str], place: str) -> Mapping[str, Reference]:
    """The columns for questions, by their names.

    Args:
        papers: the sheets.
        names: the columns of the table.
        place: what errors call its first line.

    Raises:
        InputError: there is none, or one that no question or no answer goes with.
    """
    responses = [name for name in names if _RESPONSE.match(name) and reference(name)]
    found = [(name, reference(name)) for name in responses or names]
    columns = {name: known for name, known in found if known is not None}
    if not columns:
        raise InputError(place, "must name columns for the questions, or the columns question and answer")
    plain = [name.lower() for name in names]
    for name in columns:
        if plain.count(name.lower()) > 1:
            raise InputError(place, "names a column twice", name)
    return {name: _meant(papers, columns, name, place) for name in columns}


def _meant(papers: Papers, columns: Mapping[str, Reference], name: str, place: str) -> Reference:
    """What a column is for: a question, and the answer of it that its heading names.

    Raises:
        InputError: there is no such question or answer.
    """
    known = columns[name]
    asked = [question for paper in papers.sheets if (question := paper.numbered(known.number))]
    if not asked:
        raise InputError(place, "names a column that is for no question of the sheets", name)
    if _is_known(known.answer, [question for question in asked if not question.is_example]):
        return known
    if _is_title(known, columns.values()):
        return Reference(known.number, "")
    nearest = _nearest(known.answer, asked)
    hint = f" (did you mean {nearest}?)" if nearest else ""
    requirement = f"names a column that is for no answer of question {known.number}{hint}"
    raise InputError(place, requirement, name)


def mistakable(
    papers: Papers, names: Sequence[str], columns: Mapping[str, Reference]
) -> list[tuple[str, int]]:
    """The columns that are for no question, and yet hold the number of one that has no column."""
    taken = {known.number for known in columns.values()}
    found = [(name, _NUMBER.search(name)) for name in names if name not in columns]
    numbered = [(name, int(match[1])) for name, match in found if match]
    return [
        (name, number)
        for name, number in numbered
        if number not in taken and any(paper.numbered(number) for paper in papers.sheets)
    ]


def _is_title(known: Reference, others: Iterable[Reference]) -> bool:
    """Whether words behind a number are the question's, as forms head their columns with them.

    A single word is rather the name of an answer, mistyped.
    """
    is_words = " " in known.answer or known.answer.endswith("?")
    return is_words and [other.number for other in others].count(known.number) == 1


def _is_known(answer: str, asked: Collection[Asked]) -> bool:
    """Whether an answer that a column is for, if it is for one, belongs to the question of any student."""
    if not answer or not asked:
        return True
    # Nearly all columns are for answers: only others take solving problems.
    name = plain_name(answer)
    if any(name == part.letter for question in asked for part in question.parts):
        return True
    return any(name in map(plain_name, question.answers) for question in asked) or any(
        question.knows(answer) for question in asked
    )


def _nearest(answer: str, asked: Collection[Asked]) -> str:
    names = {name for question in asked for name in question.answers}
    return next(iter(get_close_matches(answer, sorted(names), n=1)), "")
