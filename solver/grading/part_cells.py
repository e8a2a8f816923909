"""What students wrote for a question that is asked in parts: `(a) 0.5 (b) 1, 2`, or in a column for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from solver.checking.claims import Claim
from solver.grading.answer_cells import Entry, Reading, Trouble
from solver.sheets.parts import QuestionPart

_LABEL = re.compile(r"(?:(?<=[\s;,|])|^)\(?([a-l])\)\s*[:=]?\s*", re.IGNORECASE)


def read_in_parts(
    entries: Sequence[Entry],
    parts: Sequence[QuestionPart],
    answers: Sequence[str],
    is_name: Callable[[str], bool],
    read: Callable[[Sequence[Entry], Sequence[str]], Reading],
) -> Reading:
    """The claims of a question's cells; what stands behind the letter of a part is for that part.

    What is for a part that asks for nothing is left to a person.

    Args:
        entries: the cells.
        parts: the parts of the question.
        answers: the names of all that is asked.
        is_name: whether a letter is the name of something in the solution, so that it means that.
        read: reads cells in which some names may be left out.
    """
    by_letter = {part.letter: part.asked for part in parts}
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        for letter, piece in _pieces(entry, by_letter, answers):
            grouped.setdefault(letter, []).append(piece)
    judged = {letter: own for letter, own in grouped.items() if by_letter.get(letter, answers)}
    found = [read(own, by_letter.get(letter, answers)) for letter, own in judged.items()]
    single = {letter: names[0] for letter, names in by_letter.items() if len(names) == 1}
    meant = {letter: name for letter, name in single.items() if not is_name(letter)}
    return _together(found, meant)


def _pieces(
    entry: Entry, by_letter: Mapping[str, Sequence[str]], answers: Sequence[str]
) -> Iterator[tuple[str, Entry]]:
    """A cell in pieces, each with the letter of its part; with none where that is not told."""
    letter = entry.answer if entry.answer in by_letter and entry.answer not in answers else ""
    bare = replace(entry, answer="" if letter else entry.answer)
    labels = [label for label in _LABEL.finditer(entry.text) if label[1].lower() in by_letter]
    ends = [*(label.start() for label in labels), len(entry.text)]
    first = entry.text[: ends[0]].strip(" ;,|")
    if first:
        yield letter, replace(bare, text=first)
    for label, end in zip(labels, ends[1:], strict=True):
        text = entry.text[label.end() : end].strip(" ;,|")
        if text:
            yield label[1].lower(), replace(bare, text=text, answer="")


def _together(readings: Sequence[Reading], meant: Mapping[str, str]) -> Reading:
    """Several readings as one, with the names of answers in place of letters that are meant for them."""
    claims: dict[str, tuple[Claim, Entry]] = {}
    troubles = list(chain.from_iterable(reading.troubles for reading in readings))
    for claim, entry in chain.from_iterable(reading.written for reading in readings):
        own = replace(claim, name=meant.get(claim.name.lower(), claim.name))
        if own.name in claims:
            troubles.append(Trouble(entry.line, entry.column, f"{own.name} is given twice"))
        else:
            claims[own.name] = own, entry
    unread = frozenset[str]().union(*(reading.unread for reading in readings))
    return Reading(tuple(claims.values()), tuple(troubles), unread - claims.keys())
