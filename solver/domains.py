"""What the givens of a problem may be: how each is read, refused, shown and spelled."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, ClassVar, TypeAlias

from solver.errors import InputError, ReadError, UndefinedError, shorten
from solver.formula import Coordinates, Family, Formula, Grid, Number, Symbol, grid_name, subscripted
from solver.reading import read_number
from solver.values import is_exact

LARGEST_MAGNITUDE = 10**100
_SEPARATORS = (",", ";", "|")


class Refused(Exception):
    """A text that a domain does not accept; `got` is the part of it that is wrong."""

    def __init__(self, requirement: str, got: str) -> None:
        super().__init__(requirement)
        self.requirement = requirement
        self.got = got


class Domain(ABC):
    """The values that a given may have."""

    depth: ClassVar[int] = 0
    """How deep the lists are that it reads from Python: 1 for a vector, 2 for a matrix."""

    @property
    @abstractmethod
    def requirement(self) -> str:
        """What the value must be, as in "must be a number above 0"."""

    @property
    @abstractmethod
    def metavar(self) -> str:
        """The placeholder in the help."""

    @property
    @abstractmethod
    def invalid(self) -> tuple[str, ...]:
        """Texts that must be refused, for the tests."""

    @abstractmethod
    def read(self, text: str, symbol: str) -> Any:
        """The value of a text; quantities come as symbols of that name.

        Raises:
            Refused: the text is not in the domain.
        """

    def show(self, value: Any) -> Formula | str:
        """The value, for the list of givens."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Scalar(Domain):
    """A real number between optional bounds."""

    above: int | None = None
    at_least: int | None = None
    below: int | None = None
    at_most: int | None = None
    rational: bool = False

    @property
    def bounds(self) -> str:
        named = {
            "above": self.above,
            "of at least": self.at_least,
            "below": self.below,
            "at most": self.at_most,
        }
        if self.at_least is not None and self.at_most is not None:
            return f"from {self.at_least} to {self.at_most}"
        return " and ".join(f"{word} {bound}" for word, bound in named.items() if bound is not None)

    @property
    def requirement(self) -> str:
        kind = "a fraction or decimal number" if self.rational else "a number"
        return f"must be {kind} {self.bounds}".strip()

    @property
    def metavar(self) -> str:
        return "NUMBER"

    @property
    def invalid(self) -> tuple[str, ...]:
        outside = [
            str(bound + step)
            for bound, step in (
                (self.above, 0),
                (self.at_least, -1),
                (self.below, 0),
                (self.at_most, 1),
            )
            if bound is not None
        ]
        return ("abc", "", "nan", "inf", "9" * 10_000, "9**9**9", "__import__('os')", *outside)

    def read(self, text: str, symbol: str) -> Symbol:
        try:
            spelling = read_number(text)
            value = spelling.evaluate()
        except (ReadError, UndefinedError):
            raise Refused(self.requirement, text) from None
        if not self.contains(value):
            raise Refused(self.requirement, text)
        return Symbol(symbol, value, spelling=spelling)

    def contains(self, value: Any) -> bool:
        if self.rational and not is_exact(value):
            return False
        return (
            abs(value) <= LARGEST_MAGNITUDE
            and (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
        )

    def show(self, value: Symbol) -> Formula:
        return value


@dataclass(frozen=True, slots=True)
class Integer(Domain):
    """A whole number from `least` to `most`."""

    least: int = 1
    most: int = 1_000_000

    @property
    def requirement(self) -> str:
        return f"must be a whole number from {self.least} to {self.most}"

    @property
    def metavar(self) -> str:
        return "N"

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("abc", "", "1.5", "nan", "9" * 10_000, str(self.least - 1), str(self.most + 1))

    def read(self, text: str, symbol: str) -> Symbol:
        stripped = text.strip()
        if not stripped.lstrip("+-").isascii() or not stripped.lstrip("+-").isdigit():
            raise Refused(self.requirement, text)
        if len(stripped) > 12 or not self.least <= int(stripped) <= self.most:
            raise Refused(self.requirement, text)
        return Symbol(symbol, Fraction(int(stripped)))

    def show(self, value: Symbol) -> Formula:
        return value


@dataclass(frozen=True, slots=True)
class VectorOf(Domain):
    """Numbers separated by commas."""

    depth = 1

    entry: Domain = Scalar()
    least: int = 1
    most: int = 64

    @property
    def requirement(self) -> str:
        each = self.entry.requirement.removeprefix("must be ")
        return f"must be {self.least} to {self.most} numbers separated by commas, each {each}"

    @property
    def metavar(self) -> str:
        return "A,B,..."

    @property
    def invalid(self) -> tuple[str, ...]:
        wrong = tuple(f"{text},{text}" for text in self.entry.invalid if text)
        return ("", ",", "1,,2", "1,x", "1,2;3,4", ",".join(["1"] * (self.most + 1)), *wrong)

    def read(self, text: str, symbol: str) -> Family:
        parts = split_rows(text, self.most, self.requirement)
        if len(parts) != 1 or not self.least <= len(parts[0]) <= self.most:
            raise Refused(self.requirement, text)
        return Family(symbol, self.members(parts[0], symbol))

    def members(self, parts: Sequence[str], symbol: str) -> tuple[Symbol, ...]:
        try:
            return tuple(
                self.entry.read(part, subscripted(symbol, str(position)))
                for position, part in enumerate(parts, 1)
            )
        except Refused as refused:
            raise Refused(self.requirement, refused.got) from None

    def show(self, value: Family) -> Formula:
        return Coordinates(value.members)


@dataclass(frozen=True, slots=True)
class DistributionOf(VectorOf):
    """Probabilities that sum to 1."""

    entry: Domain = Scalar(at_least=0, at_most=1)

    @property
    def requirement(self) -> str:
        return "must be probabilities from 0 to 1, separated by commas, that sum to 1"

    @property
    def invalid(self) -> tuple[str, ...]:
        return (*VectorOf.invalid.fget(self), "0.5,0.6", "-0.5,1.5", "0.5,0.4")  # type: ignore[attr-defined]

    def read(self, text: str, symbol: str) -> Family:
        family = VectorOf.read(self, text, symbol)
        total = sum(family.values)
        if total != 1:
            raise Refused(self.requirement, f"{shorten(text)} (sum {float(total):.6g})")
        return family


@dataclass(frozen=True, slots=True)
class MatrixOf(Domain):
    """Rows separated by semicolons, entries by commas; nested square brackets do as well."""

    depth = 2

    entry: Domain = Scalar()
    most_rows: int = 8
    most_columns: int = 8
    square: bool = False

    @property
    def requirement(self) -> str:
        shape = "a square matrix" if self.square else "a matrix"
        size = f"of at most {self.most_rows} by {self.most_columns} numbers"
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
            raise Refused(self.requirement, refused.got) from None

    def show(self, value: Grid) -> Formula:
        return value.matrix if len(value.rows) > 1 else Coordinates(value.rows[0])


@dataclass(frozen=True, slots=True)
class Choice(Domain):
    """One of several words."""

    options: tuple[str, ...]

    @property
    def requirement(self) -> str:
        return f"must be one of {', '.join(self.options)}"

    @property
    def metavar(self) -> str:
        return "|".join(self.options)

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "no-such-choice")

    def read(self, text: str, symbol: str) -> str:
        if text not in self.options:
            raise Refused(self.requirement, text)
        return text


@dataclass(frozen=True, slots=True)
class Flag(Domain):
    """Yes or no; on the command line, an option without a value."""

    @property
    def requirement(self) -> str:
        return "must be true or false"

    @property
    def metavar(self) -> str:
        return ""

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("perhaps", "")

    def read(self, text: str, symbol: str) -> bool:
        known = {"true": True, "false": False}
        if text.lower() not in known:
            raise Refused(self.requirement, text)
        return known[text.lower()]

    def show(self, value: bool) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Words(Domain):
    """Names separated by commas, shown as they are and never interpreted."""

    most: int = 16
    longest: int = 40

    @property
    def requirement(self) -> str:
        if self.most == 1:
            return f"must be a name of at most {self.longest} characters, without commas"
        return f"must be 1 to {self.most} names of at most {self.longest} characters, separated by commas"

    @property
    def metavar(self) -> str:
        return "NAME" if self.most == 1 else "NAME,NAME,..."

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "a,,b", "x" * 100, ",".join("abcdefghijklmnopqrstuvwxyz"))

    def read(self, text: str, symbol: str) -> tuple[str, ...]:
        words = tuple(" ".join(part.split()) for part in text.split(","))
        fits = all(0 < len(word) <= self.longest and word.isprintable() for word in words)
        if not fits or len(words) > self.most:
            raise Refused(self.requirement, text)
        return words

    def show(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


def split_rows(text: str, most_entries: int, requirement: str) -> list[list[str]]:
    """The entries of `1,2;3,4` or `[[1,2],[3,4]]`, row by row, not read yet."""
    entries = text.count(",") + text.count(";") + 1
    if entries > most_entries:
        raise Refused(requirement, f"{entries} entries")
    flat = text.strip()
    if flat.startswith("["):
        flat = _without_brackets(flat, requirement)
    rows = [[part.strip() for part in row.split(",")] for row in flat.split(";")]
    if any(not part for row in rows for part in row):
        raise Refused(requirement, text)
    return rows


def _without_brackets(text: str, requirement: str) -> str:
    compact = "".join(text.split())
    if compact.startswith("[[") and compact.endswith("]]"):
        compact = compact[2:-2].replace("],[", ";")
    elif compact.endswith("]"):
        compact = compact[1:-1]
    if "[" in compact or "]" in compact:
        raise Refused(requirement, text)
    return compact


def spell(value: object) -> str:
    """The text of a Python value: numbers, lists and arrays as the command line writes them."""
    value = plain_lists(value)
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float() | Fraction():
            return str(value)
        case list() | tuple() if depth(value) <= len(_SEPARATORS):
            return _SEPARATORS[depth(value) - 1].join(map(spell, value))
    raise InputError("a given", "must be text, a number or a list", type(value).__name__)


def depth(value: object) -> int:
    """How deep lists are nested: 0 for a text or a number."""
    items = plain_lists(value)
    return 1 + max(map(depth, items), default=0) if isinstance(items, list | tuple) else 0


def plain_lists(value: Any) -> Any:
    """A NumPy or PyTorch array as nested lists, anything else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


def spelled(symbol: Symbol) -> str:
    """A number as it was typed, for messages."""
    spelling = symbol.spelling
    return spelling.spelling if isinstance(spelling, Number) else str(symbol.value)


Real: TypeAlias = Annotated[Symbol, Scalar()]
Positive: TypeAlias = Annotated[Symbol, Scalar(above=0)]
Probability: TypeAlias = Annotated[Symbol, Scalar(at_least=0, at_most=1)]
DecayRate: TypeAlias = Annotated[Symbol, Scalar(at_least=0, below=1)]
Count: TypeAlias = Annotated[Symbol, Integer()]
Vector: TypeAlias = Annotated[Family, VectorOf()]
Distribution: TypeAlias = Annotated[Family, DistributionOf()]
RealMatrix: TypeAlias = Annotated[Grid, MatrixOf()]
Switch: TypeAlias = Annotated[bool, Flag()]
Names: TypeAlias = Annotated[tuple[str, ...], Words()]
