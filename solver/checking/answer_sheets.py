"""What students handed in, as it stands in the cells of a table: which question, and which values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from solver.checking.claims import LONGEST_CLAIM, Claim, read_claim
from solver.errors import ReadError

MOST_CLAIMS = 200
_SEPARATORS = "\n;,|"
_HEADING = re.compile(
    r"(?:q(?:uestion)?)?[\s.]*(?P<number>\d{1,3})(?:[\s.:_-]+(?P<answer>[^\W\d_].*?))?[\s.:]*", re.IGNORECASE
)
_LETTER = re.compile(r"(?:option\s+)?[\s(\[]*([A-Za-z])[\s)\].:]*", re.IGNORECASE)
_NAME_BEGINS = re.compile(r"[ \t]*[^\W\d_]")


class Reference(NamedTuple):
    """The printed number of a question, and the answer of it that a column is for, if it is for one."""

    number: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written for a question: the text of a cell, its line and its column.

    `answer` is the one that the column is for.
    """

    line: int
    column: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What cannot be used, and where it stands."""

    line: int
    column: str
    words: str

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{place}: {self.words}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The claims that were read, and what could not be."""

    claims: tuple[Claim, ...]
    troubles: tuple[Trouble, ...]


def reference(heading: str) -> Reference | None:
    """The question that `1`, `Q1`, `question 1` or `1.weights` stands for; none where it is no such text."""
    found = _HEADING.fullmatch(heading.strip())
    return Reference(int(found["number"]), found["answer"] or "") if found else None


def letter(text: str) -> str:
    """The letter of an option, written as `b`, `(B)`, `B.` or `name = b`; empty where it is none."""
    found = _LETTER.fullmatch(text.rpartition("=")[2].strip())
    return found[1].upper() if found else ""


def read_entries(entries: Sequence[Entry], asked: Collection[str], *, decimal_comma: bool) -> Reading:
    """The claims of a question's cells.

    Args:
        entries: the cells.
        asked: the answers of the question; where it has only one, a value needs no name.
        decimal_comma: whether 0,5 is one half.
    """
    sole = next(iter(asked)) if len(asked) == 1 else ""
    claims: dict[str, Claim] = {}
    troubles = []
    for entry in entries:
        try:
            for part in _parts(entry.text):
                claim = read_claim(_named(part, entry.answer or sole, asked), decimal_comma=decimal_comma)
                if claim.name in claims:
                    raise ReadError(f"{claim.name} is given twice", part, 0)
                claims[claim.name] = claim
                if len(claims) > MOST_CLAIMS:
                    raise ReadError(f"more than {MOST_CLAIMS} values", part, 0)
        except ReadError as error:
            troubles.append(Trouble(entry.line, entry.column, str(error)))
    return Reading(tuple(claims.values()), tuple(troubles))


def _parts(text: str) -> Iterator[str]:
    """The text cut at the last separator before each `name =`; names and values have brackets of their own.

    Raises:
        ReadError: the text is too long.
    """
    if len(text) > LONGEST_CLAIM:
        raise ReadError(f"longer than {LONGEST_CLAIM} characters", text, LONGEST_CLAIM)
    start = cut = depth = 0
    for position, character in enumerate(text):
        depth = max(0, depth + (character in "([{") - (character in ")]}"))
        if character in _SEPARATORS and depth == 0 and _NAME_BEGINS.match(text, position + 1):
            cut = position
        elif character == "=" and cut > start:
            yield from _tidy(text[start:cut])
            start = cut + 1
    yield from _tidy(text[start:])


def _tidy(part: str) -> Iterator[str]:
    """The part without separators around it, if anything is left."""
    bare = part.strip(f"{_SEPARATORS}\r\t ")
    if bare:
        yield bare


def _named(part: str, default: str, asked: Collection[str]) -> str:
    """The part as `name = value`, with the name of an answer as its problem spells it."""
    name, equals, value = part.partition("=")
    if not equals:
        return f"{default} = {part}" if default else part
    known = {_plain(answer): answer for answer in asked}
    return f"{known.get(_plain(name), name.strip())} = {value.strip()}"


def _plain(name: str) -> str:
    return "_".join(name.casefold().split())
