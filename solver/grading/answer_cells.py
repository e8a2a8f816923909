"""What students handed in, as it stands in the cells of a table: which question, and which values."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.written.answer_parser import Writing, read_claim
from solver.checking.written.claim_signs import equality_signs, without_delimiters
from solver.checking.written.claims import Claim
from solver.checking.written.lines import claim_parts
from solver.checking.written.spelled_names import part_of
from solver.errors import ReadError

MOST_CLAIMS = 200
_HEADING = re.compile(
    r"(?:q(?:uestion)?|response|frage|antwort)?[\s.]*(?P<number>\d{1,3})"
    r"(?:[\s.:_-]*\(?(?P<part>[a-l])\)?|[\s.:_-]+(?P<answer>[^\W\d_].*?))?[\s.:]*",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?:option\s+)?[\s(\[]*([A-Za-z])[\s)\].:]*", re.IGNORECASE)


class Reference(NamedTuple):
    """The printed number of a question, and the answer of it that a column is for, if it is for one."""

    number: int
    answer: str = ""


class Entry(Struct, frozen=True):
    """What was written for a question: the text of a cell, its line and its column.

    `answer` is the one that the column is for.
    """

    line: int
    column: str
    text: str
    answer: str = ""


class Trouble(Struct, frozen=True):
    """What cannot be used, and where it stands."""

    line: int
    column: str
    words: str

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{place}: {self.words}"


class Reading(Struct, frozen=True):
    """What was read, each claim with its cell, and what could not be; `unread` are the names of that."""

    written: tuple[tuple[Claim, Entry], ...]
    troubles: tuple[Trouble, ...]
    unread: frozenset[str] = frozenset()

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for claim, _ in self.written)


def reference(heading: str) -> Reference | None:
    """The question that `1`, `Q1`, `question 1`, `1.weights` or, of a part, `1a` stands for; none where it is
    no such text. Moodle heads answers with `Response 1`, in German with `Antwort 1`.
    """
    found = _HEADING.fullmatch(heading.strip())
    if found is None:
        return None
    return Reference(int(found["number"]), found["answer"] or (found["part"] or "").lower())


def letter(text: str) -> str:
    """The letter of an option, written as `b`, `(B)`, `B.` or `name = b`; empty where it is none."""
    found = _LETTER.fullmatch(text.rpartition("=")[2].strip())
    return found[1].upper() if found else ""


def read_entries(
    entries: Sequence[Entry], asked: Collection[str], *, decimal_comma: bool, any_name: bool = False
) -> Reading:
    """The claims of the cells of a question that is of no type.

    Args:
        entries: the cells.
        asked: the answers of the question; where it has only one, a value needs no name.
        decimal_comma: whether 0,5 is one half.
        any_name: whether a value with any other name is for the answer that its cell is for.

    Raises:
        ReadError: an answer is given twice.
    """
    claims: dict[str, tuple[Claim, Entry]] = {}
    troubles, unread = [], set()
    written = [(entry, part) for entry in entries for _, part in claim_parts(entry.text)]
    for entry, part in written[:MOST_CLAIMS]:
        name, value = _named(part, entry.answer, asked, any_name=any_name)
        try:
            claim = _claim(name, value, part, asked, decimal_comma=decimal_comma)
            claim = of_entry(claim, asked)
            if claim.name in claims:
                raise ReadError(f"{claim.name} is given twice", part, 0)
            claims[claim.name] = claim, entry
        except ReadError as error:
            troubles.append(Trouble(entry.line, entry.column, str(error)))
            unread.add(name)
    troubles += [too_many(entry) for entry, _ in written[MOST_CLAIMS : MOST_CLAIMS + 1]]
    return Reading(tuple(claims.values()), tuple(troubles), frozenset(unread - claims.keys()))


def _named(part: str, default: str, asked: Collection[str], *, any_name: bool) -> tuple[str, str]:
    """The name of a value, as its problem spells that of an answer, and the value."""
    only = default or (next(iter(asked)) if len(asked) == 1 else "")
    known = {plain_name(answer): answer for answer in asked}
    signs = equality_signs(without_delimiters(part))
    if not signs:
        return known.get(plain_name(only), only), part
    start, end = signs[0]
    name = part[:start].strip()
    return known.get(plain_name(name), (any_name and only) or name), part[end:]


def too_many(entry: Entry) -> Trouble:
    """That a cell holds more values than are read."""
    return Trouble(entry.line, entry.column, f"there are more than {MOST_CLAIMS} values")


def of_entry(claim: Claim, asked: Collection[str]) -> Claim:
    """The claim of a single number by the name of a list, where one entry of it is all that is asked for."""
    only = next(iter(asked)) if len(asked) == 1 else ""
    is_meant = only and plain_name(part_of(only)[0]) == plain_name(claim.name) != plain_name(only)
    return replace(claim, name=only) if is_meant and not isinstance(claim.value, tuple) else claim


def _claim(name: str, value: str, part: str, asked: Collection[str], *, decimal_comma: bool) -> Claim:
    """The claim that a part makes.

    Raises:
        ReadError: it cannot be read; the position is that in the part as it was written.
    """
    if not name and value is part:
        told = f"several values are asked for; say which it is, as in {next(iter(asked))} = 1"
        raise ReadError(f"{told} (there are {', '.join(asked)})", part, 0)
    try:
        return read_claim(f"{name}={value}", Writing(decimal_comma))
    except ReadError as error:
        before = len(part) - len(value)
        raise ReadError(error.message, part, max(0, error.position - len(name) - 1 + before)) from None


def plain_name(name: str) -> str:
    """The name as it is compared with others."""
    return "_".join(name.casefold().split())
