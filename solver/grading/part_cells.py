"""What students wrote for a question that is asked in parts: `(a) 0.5 (b) 1, 2`, or in a column for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec.structs import replace

from solver.checking.written.claims import Claim
from solver.grading.answer_cells import Entry, Reading, Trouble
from solver.sheets.parts import QuestionPart

_LABEL = re.compile(
    r"(?:(?P<open>\()(?=[a-l]\)))?(?P<letter>[a-l])(?:\)\s*[:=]?|(?P<colon>\s*:))\s*", re.IGNORECASE
)
_BETWEEN = re.compile(r"(?:^|[\s;,|])$")
_VALUE_END = re.compile(r"(?:(?<![\w.])\d[\d.]*(?:e[-+]?\d+)?%?|[\])}])$", re.IGNORECASE)
"""The end of a number or of a list, behind which a label in brackets needs no blank."""
_NAME = re.compile(r"\s*[^\W\d]\w*\s*")
_NEW = re.compile(r"[;\n]")


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
        for letter, piece in _pieces(entry, by_letter, answers, is_name):
            grouped.setdefault(letter, []).append(piece)
    judged = {letter: own for letter, own in grouped.items() if by_letter.get(letter, answers)}
    found = [read(own, by_letter.get(letter, answers)) for letter, own in judged.items()]
    return _together(found, meant_letters(parts, is_name))


def meant_letters(parts: Sequence[QuestionPart], is_name: Callable[[str], bool]) -> dict[str, str]:
    """The answers that the letters of parts stand for, where a part has one and its letter is no name."""
    single = {part.letter: part.asked[0] for part in parts if len(part.asked) == 1}
    return {letter: name for letter, name in single.items() if not is_name(letter)}


def _pieces(
    entry: Entry,
    by_letter: Mapping[str, Sequence[str]],
    answers: Sequence[str],
    is_name: Callable[[str], bool],
) -> Iterator[tuple[str, Entry]]:
    """A cell in pieces, each with the letter of its part; with none where that is not told."""
    letter = entry.answer if entry.answer in by_letter and entry.answer not in answers else ""
    bare = replace(entry, answer="" if letter else entry.answer)
    labels = [label for label in _labels(entry.text, is_name) if label["letter"].lower() in by_letter]
    if not labels:
        yield letter, bare
        return
    ends = [*(label.start() for label in labels), len(entry.text)]
    first = _trimmed(entry.text[: ends[0]])
    if first:
        yield letter, replace(bare, text=first)
    for label, end in zip(labels, ends[1:], strict=True):
        text = _trimmed(entry.text[label.end() : end])
        if text:
            yield label["letter"].lower(), replace(bare, text=text, answer="")


def _trimmed(text: str) -> str:
    """The text without what stands between parts; a bar may begin a norm."""
    return text.lstrip(" ;,\n").rstrip(" ;,|\n")


def _labels(text: str, is_name: Callable[[str], bool]) -> Iterator[re.Match[str]]:
    """Where parts begin: `(b)`, `b)` or `b:`, and never within brackets or a name, as in `norm(b)`."""
    last, depth, place = 0, 0, 0
    for found in _LABEL.finditer(text):
        depth = _depth(text[place : found.start()], depth)
        place = found.start()
        if depth or (found["colon"] and is_name(found["letter"])):
            continue
        if _stands_alone(text[last : found.start()], found, is_first=not last):
            yield found
            last = place = found.end()


def _depth(text: str, depth: int) -> int:
    """How many brackets are open behind a text."""
    for character in text:
        depth = max(0, depth + (character in "([{") - (character in ")]}"))
    return depth


def _stands_alone(before: str, label: re.Match[str], *, is_first: bool) -> bool:
    """Whether a label is no part of what stands before it, back to the label before."""
    if not before or not label["open"]:
        return _BETWEEN.search(before) is not None
    *others, piece = _NEW.split(before)
    # As in `norm (b) = 5`; behind a label, a word is what was answered.
    is_of_name = label[0].rstrip().endswith("=") and (is_first or bool(others)) and _NAME.fullmatch(piece)
    return not is_of_name and bool(_BETWEEN.search(before) or _VALUE_END.search(before))


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
