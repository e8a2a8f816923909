"""Samples as they are typed: texts of words, and rows of values."""

import re
from collections.abc import Sequence
from typing import ClassVar

from solver.authoring.domains import Domain, Refused
from solver.domains.labels import spelled_twice
from solver.domains.words import texts_in, word_rows

MOST_SAMPLES, MOST_FEATURES, MOST_WORDS = 24, 6, 40
LONGEST_TEXT = 4000

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters."""
    return tuple(word.casefold() for word in _WORD.findall(text))


def require_one_spelling(rows: Sequence[Sequence[str]]) -> None:
    """Refuse a value of a feature that is spelled in two ways.

    Raises:
        Refused: naming both.
    """
    for alike in map(spelled_twice, zip(*rows, strict=False)):
        if alike:
            raise Refused(f"must spell a value in one way: {alike[0]}", alike[1])


class Texts(Domain, frozen=True):
    """Texts separated by semicolons, or by commas where there are none; only their words count."""

    depth = 1

    @property
    def requirement(self) -> str:
        sizes = f"1 to {MOST_SAMPLES} texts with {MOST_WORDS} different words at most"
        return f"must be {sizes}, separated by semicolons: free money; see you"

    @property
    def metavar(self) -> str:
        return "'A B; C D'"

    @property
    def invalid(self) -> tuple[str, ...]:
        many = " ".join(f"w{i}" for i in range(MOST_WORDS + 1))
        return ("", ";", "a;;b", "a; !", many, ";".join(["a"] * (MOST_SAMPLES + 1)), "a" * (LONGEST_TEXT + 1))

    def read(self, text: str, symbol: str) -> tuple[tuple[str, ...], ...]:
        parts = texts_in(text, ";", "|", "\n", ",")
        texts = tuple(map(words_of, parts)) if len(text) <= LONGEST_TEXT else ()
        different = {word for part in texts for word in part}
        if not all(texts) or not 1 <= len(texts) <= MOST_SAMPLES or len(different) > MOST_WORDS:
            raise Refused(self.requirement, text)
        return texts

    def show(self, value: tuple[tuple[str, ...], ...]) -> str:
        return "; ".join(map(" ".join, value))


class ValueRows(Domain, frozen=True):
    """Rows of words, separated by semicolons: one row per sample, one column per feature."""

    depth = 2
    may_be_named: ClassVar[bool] = True

    @property
    def requirement(self) -> str:
        sizes = f"1 to {MOST_SAMPLES} rows of as many words each, {MOST_FEATURES} at most"
        return f"must be {sizes}: sunny,hot;rain,mild"

    @property
    def metavar(self) -> str:
        return "A,B;C,D"

    @property
    def invalid(self) -> tuple[str, ...]:
        wide = ",".join(["a"] * (MOST_FEATURES + 1))
        return ("", ";", "a,;b,c", "a,b;c", "a|b", wide, ";".join(["a"] * (MOST_SAMPLES + 1)), "x" * 50)

    def read(self, text: str, symbol: str) -> tuple[tuple[str, ...], ...]:
        rows = tuple(map(tuple, word_rows(text)))
        fit = all(
            0 < len(word) <= 24 and word.isprintable() and "|" not in word for row in rows for word in row
        )
        sizes = {len(row) for row in rows}
        if not fit or len(sizes) > 1 or max(sizes) > MOST_FEATURES or len(rows) > MOST_SAMPLES:
            raise Refused(self.requirement, text)
        require_one_spelling(rows)
        return rows

    def show(self, value: tuple[tuple[str, ...], ...]) -> str:
        return "; ".join(map(", ".join, value))
