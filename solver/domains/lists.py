"""Vectors, distributions and matrices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from solver.domains.base import Domain, Refused
from solver.domains.scalars import Scalar
from solver.domains.spelling import spelled
from solver.errors import ReadError, shorten
from solver.mathematics.arrays import entry_rows
from solver.mathematics.formula import Coordinates, Family, Formula, Grid, Symbol, grid_name, subscripted
from solver.mathematics.single_numbers import doubt
from solver.mathematics.values import Value
from solver.patterns import SPACES, regex

LONGEST_ENTRY = 500
"""Number of characters that an entry takes at most, with what is around it."""

MOST_DECIMALS = 12
"""Number of decimals up to which what a probability leaves of 1 is written as a decimal."""

FEWEST_DECIMALS = 2
"""Probabilities with fewer decimals than that are not taken for rounded ones."""

_DECIMAL = regex(r"\d*\.?\d*")
_LOST_STROKE = regex(r"\\(?=\s*[-+.\d])")
_SIZE = regex(r"\s*\d+(?:\s*[x×]\s*\d+)+(?:[\s;,]+\d+(?:\s*[x×]\s*\d+)+)*\s*", where="x×")
"""What is meant by no matrix of products: 3x3, and 2x3 3x2."""

_GROUP = r"[^\s,()\[\]{}]+(?:,[^\s,()\[\]{}]+)+"
_MIXED = regex(rf"\s*{_GROUP}(?:\s+{_GROUP})+\s*", where=SPACES)
_CALLED = regex(r"^\s*c\(([^()]*)\)\s*$", where="c")
"""A list of R, which may have a single entry."""

_SEVERAL = regex(r"[\d.]\s*[x×*+]\s*[\d.]", where="x×*+")
"""What is no single probability: 0.25x4, and 0.3 + 0.7."""

MIXED = "commas and blanks both separate: rows are 1,2;3,4, decimals have a point"
_DIFFERENCE = regex(r"[-+]?[\d.]+(?:\s*[-+]\s*[\d.]+)+", where="-+")
"""What is no single entry but several, without commas: 3 - 4."""

_DECIMAL_COMMA = regex(r"\d,\d", where=",")

_REAL = Scalar()
_PROBABILITY = Scalar(at_least=0, at_most=1)
_AMOUNT = Scalar(at_least=0, rational=True)


class VectorOf(Domain, frozen=True):
    """Numbers separated by commas or white space, in a row or in a column."""

    may_be_named: ClassVar[bool] = True
    depth = 1

    entry: Domain = _REAL
    least: int = 1
    most: int = 64

    @property
    def requirement(self) -> str:
        each = self.entry.requirement.removeprefix("must be ")
        count = str(self.most) if self.least == self.most else f"{self.least} to {self.most}"
        return f"must be {count} numbers separated by commas, each {each}"

    @property
    def metavar(self) -> str:
        return "A,B,..."

    @property
    def invalid(self) -> tuple[str, ...]:
        wrong = tuple(f"{text},{text}" for text in self.entry.invalid if text)
        return ("", ",", "1,,2", "1,x", "1,2;3,4", ",".join(["1"] * (self.most + 1)), *wrong)

    def read(self, text: str, symbol: str) -> Family:
        return Family(symbol, self.members(self.parts(text), symbol))

    def parts(self, text: str) -> list[str]:
        """The texts of the entries; a column is a vector as well as a row is.

        Raises:
            Refused: there is none, or commas seem to be those of decimals.
        """
        rows = split_rows(text, self.most, self.requirement)
        parts = rows[0] if len(rows) == 1 else [part for row in rows for part in row]
        if len(rows) not in (1, len(parts)) or not self.least <= len(parts) <= self.most:
            is_decimal = len(rows) > 1 and _DECIMAL_COMMA.search(text)
            raise Refused(self.requirement, text, "decimals have a point" if is_decimal else "")
        return parts

    def members(self, parts: Sequence[str], symbol: str) -> tuple[Symbol, ...]:
        try:
            return tuple(
                self.entry.read(part, subscripted(symbol, str(position)))
                for position, part in enumerate(parts, 1)
            )
        except Refused as refused:
            raise Refused(self.requirement, refused.got, refused.reason) from None

    def as_numbers(self, value: Family, *, exact: bool) -> Any:
        return _array([self.entry.as_numbers(member, exact=exact) for member in value], exact=exact)

    def show(self, value: Family) -> Formula:
        return Coordinates(value.members) if len(value) > 1 else value.members[0]


class DistributionOf(VectorOf, frozen=True):
    """Probabilities that sum to 1, or to what rounding each to the decimals written can make of that.

    One that is below 1 stands for an event, and for what it leaves of 1.
    """

    entry: Domain = _PROBABILITY

    @property
    def requirement(self) -> str:
        return "must be probabilities from 0 to 1, separated by commas, that sum to 1"

    @property
    def invalid(self) -> tuple[str, ...]:
        unlikely = ("0.333,0.333,0.333,0.01", "1/3,1/3,0.333", "0.3,0.3,0.3")
        return (
            "",
            ",",
            "1,,0",
            "1,x",
            "0.5,0.6",
            "-0.5,1.5",
            "0.5,0.4",
            "nan,1",
            "__import__('os'),1",
            *unlikely,
        )

    def parts(self, text: str) -> list[str]:
        rows = split_rows(text, self.most, self.requirement)
        if sum(map(len, rows)) > 1:
            return VectorOf.parts(self, text)
        if _SEVERAL.search(rows[0][0]):
            raise Refused(self.requirement, text, "commas separate them")
        event = self.members(rows[0], "")[0].value
        if not isinstance(event, Fraction) or event in (0, 1):
            return VectorOf.parts(self, text)
        return [*rows[0], decimal_or_fraction(1 - event)]

    def read(self, text: str, symbol: str) -> Family:
        family = VectorOf.read(self, text, symbol)
        total = sum(family.values)
        if total != 1 and not is_rounded(family):
            raise Refused(self.requirement, f"{shorten(text)} (sum {told_sum(total)})")
        return family


def is_rounded(probabilities: Family) -> bool:
    """Whether probabilities sum to 1 but for what rounding each of them to the decimals written can do.

    They have two decimals at least: more than that is lost of 0.3, 0.3, 0.3.
    """
    total, spellings = sum(probabilities.values), list(map(spelled, probabilities))
    if total == 1 or not all(map(_DECIMAL.fullmatch, spellings)):
        return False
    decimals = max(len(text.partition(".")[2]) for text in spellings)
    return decimals >= FEWEST_DECIMALS and abs(total - 1) * 2 * 10**decimals < len(spellings)


def decimal_or_fraction(value: Fraction) -> str:
    """A fraction as a decimal that ends, if it does within a few decimals."""
    scaled = value * 10**MOST_DECIMALS
    return (
        f"{Decimal(scaled.numerator).scaleb(-MOST_DECIMALS).normalize():f}"
        if scaled.denominator == 1
        else str(value)
    )


def told_sum(total: Value) -> str:
    """A sum that is not 1, with as many digits as it takes to see that."""
    texts = (f"{float(total):.{digits}g}" for digits in range(6, 18))
    return next((text for text in texts if text != "1"), "not quite 1")


class MatrixOf(Domain, frozen=True):
    """Rows separated by semicolons, entries by commas or white space; nested brackets do as well."""

    may_be_named: ClassVar[bool] = True
    depth = 2

    entry: Domain = _REAL
    most_rows: int = 8
    most_columns: int = 8
    square: bool = False

    @property
    def requirement(self) -> str:
        shape = "a square matrix" if self.square else "a matrix"
        size = f"of at most {self.most_rows} by {self.most_columns} {self.entry.several}"
        return f"must be {shape} {size}, such as 1,2;3,4"

    @property
    def metavar(self) -> str:
        return "A,B;C,D"

    @property
    def invalid(self) -> tuple[str, ...]:
        big = ";".join([",".join(["1"] * 1000)] * 1000)
        shapes = ("1,2;3", "1,2;3,4,5") + (("1,2,3;4,5,6",) if self.square else ())
        return ("", ";", "1,x;2,3", "[[1,2],[3]]", big, *shapes)

    def read(self, text: str, symbol: str) -> Grid:
        if _SIZE.fullmatch(text):
            raise Refused(self.requirement, text, "that is a size, and its entries are wanted")
        rows = split_rows(text, self.most_rows * self.most_columns, self.requirement)
        for position, row in enumerate(rows, 1):
            if len(row) != len(rows[0]):
                ragged = f"row {position} with {len(row)} entries after {len(rows[0])} in row 1"
                raise Refused("must have rows of one length", ragged)
        if len(rows) > self.most_rows or len(rows[0]) > self.most_columns:
            raise Refused(self.requirement, f"{len(rows)} by {len(rows[0])}")
        if self.square and len(rows) != len(rows[0]):
            raise Refused(self.requirement, f"{len(rows)} by {len(rows[0])}")
        return Grid(symbol, tuple(self.row(row, symbol, i) for i, row in enumerate(rows, 1)))

    def row(self, parts: Sequence[str], symbol: str, position: int) -> tuple[Symbol, ...]:
        try:
            return tuple(
                self.entry.read(part, grid_name(symbol, position, column))
                for column, part in enumerate(parts, 1)
            )
        except Refused as refused:
            raise Refused(self.requirement, refused.got, refused.reason) from None

    def as_numbers(self, value: Grid, *, exact: bool) -> Any:
        rows = [[self.entry.as_numbers(entry, exact=exact) for entry in row] for row in value]
        return _array(rows, exact=exact)

    def show(self, value: Grid) -> Formula:
        if value.shape == (1, 1):
            return value.rows[0][0]
        return value.matrix if len(value.rows) > 1 else Coordinates(value.rows[0])


class JointOf(MatrixOf, frozen=True):
    """The probabilities of pairs of values, or how often each pair was counted."""

    entry: Domain = _AMOUNT

    @property
    def requirement(self) -> str:
        size = f"at most {self.most_rows} by {self.most_columns}"
        return (
            f"must be a table, {size}, of probabilities that sum to 1 or of counts, such as 0.1,0.2;0.3,0.4"
        )

    @property
    def invalid(self) -> tuple[str, ...]:
        return (*super().invalid, "0.5,0.6;0,0", "-1,2;0,0", "0,0;0,0", "0.5,1;2,3")

    def read(self, text: str, symbol: str) -> Grid:
        grid = MatrixOf.read(self, text, symbol)
        entries = Family(symbol, tuple(entry for row in grid for entry in row))
        total = sum(entries.values)
        if total != 1 and not is_rounded(entries) and not are_counts(grid):
            raise Refused(self.requirement, f"{shorten(text)} (sum {told_sum(total)})")
        return grid


def are_counts(table: Grid) -> bool:
    """Whether a table holds whole numbers, not all of them 0, that are no probabilities."""
    entries = [entry for row in table.values for entry in row]
    return sum(entries) > 1 and all(entry.denominator == 1 for entry in entries)


def _array(values: Sequence[Any], *, exact: bool) -> Any:
    import numpy as np

    return np.array(values, dtype=object if exact else None)


def split_rows(text: str, most_entries: int, requirement: str) -> list[list[str]]:
    """The entries of a vector or matrix, row by row, not read yet; white space separates them as well.

    Args:
        text: as people write it: `1,2;3,4`, `[[1,2],[3,4]]`, `[1 2; 3 4]`, or as LaTeX and NumPy do.
        most_entries: how many there may be.
        requirement: what to say of any other text.

    Raises:
        Refused: the text is no list of values, or has too many.
    """
    text = _CALLED.sub(r"\1", text)
    if mixes_separators(text):
        raise Refused(requirement, text, MIXED)
    if text.rstrip().endswith(",") and text.strip(" ,;"):
        raise Refused(requirement, text, "a number is missing behind the last comma")
    entries = text.count(",") + text.count(";") + 1
    if entries > most_entries:
        is_decimal = ";" in text and _DECIMAL_COMMA.search(text)
        raise Refused(requirement, f"{entries} entries", "decimals have a point" if is_decimal else "")
    if len(text) > LONGEST_ENTRY * most_entries:
        raise Refused(requirement, shorten(text))
    try:
        rows = entry_rows(_with_row_ends(text))
    except ReadError:
        raise Refused(requirement, text) from None
    if not all(rows):
        raise Refused(requirement, text)
    if all(len(row) == 1 and _DIFFERENCE.fullmatch(row[0]) and not doubt(row[0]) for row in rows):
        raise Refused(requirement, text, "commas separate them")
    return rows


def mixes_separators(text: str) -> bool:
    """Whether commas and blanks both separate numbers in a row, as in 1,2 3,4."""
    return any(map(_MIXED.fullmatch, text.split(";")))


def _with_row_ends(text: str) -> str:
    """The text of a LaTeX matrix with both of the strokes that end a row; a shell takes one of them away."""
    return _LOST_STROKE.sub(r"\\\\", text) if "matrix}" in text and "\\\\" not in text else text
