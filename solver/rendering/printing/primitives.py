"""What a notation has to say: how each of the signs of mathematics is written in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic

from solver.mathematics import formula as f
from solver.rendering.printing.names import Name
from solver.rendering.printing.pieces import Piece


class Primitives(ABC, Generic[Piece]):
    """The pieces that formulas are printed from."""

    brackets: ClassVar[dict[str, tuple[str, str]]] = {"()": ("(", ")"), "{}": ("{", "}"), "[]": ("[", "]")}
    """Opening and closing brackets that may stand on different lines."""
    root_name: ClassVar[str] = ""
    """What stands before the brackets of a root on several lines; empty where that is a power."""
    operators: ClassVar[dict[str, str]]

    @abstractmethod
    def join(self, parts: Sequence[Piece]) -> Piece: ...

    @abstractmethod
    def token(self, text: str) -> Piece:
        """A piece of notation that is the printer's own, not an author's or a user's."""

    @abstractmethod
    def words(self, text: str) -> Piece:
        """Upright text, with everything escaped that the notation would interpret."""

    @abstractmethod
    def bracket(self, piece: Piece, pair: str = "()") -> Piece: ...

    @abstractmethod
    def fraction(self, numerator: Piece, denominator: Piece) -> Piece: ...

    def ratio(self, numerator: str, denominator: str) -> Piece:
        """A fraction of two whole numbers."""
        return self.fraction(self.token(numerator), self.token(denominator))

    @abstractmethod
    def power(self, base: Piece, exponent: Piece) -> Piece: ...

    @abstractmethod
    def root(self, piece: Piece) -> Piece: ...

    def close_before(self, name: Piece, arguments: Piece) -> Piece:
        """The name of a quantity before arguments, which are in brackets already."""
        return self.join([name, arguments])

    @abstractmethod
    def function(self, name: f.Prefix, arguments: Piece) -> Piece:
        """A named function before its arguments, which are in brackets already."""

    @abstractmethod
    def total(self, index: str, lower: Piece, upper: Piece, body: Piece) -> Piece: ...

    @abstractmethod
    def integral(self, variable: Piece, lower: Piece, upper: Piece, body: Piece) -> Piece: ...

    @abstractmethod
    def table(self, rows: Sequence[Sequence[Piece]], pair: str) -> Piece: ...

    def split(self, piece: Piece, room: int) -> list[Piece]:
        """A piece that is too wide and cannot be broken where mathematics allows it."""
        return [piece]

    def shrunk(self, piece: Piece) -> Piece:
        """A piece that may be wider than the page, in letters so small that it is not, if there are such."""
        return piece

    def table_parts(self, rows: Sequence[Sequence[Piece]], pair: str) -> list[Piece]:
        """A table in parts that may stand on different lines."""
        return [self.table(rows, pair)]

    @abstractmethod
    def identifier(self, name: Name) -> Piece: ...

    def vector(self, entries: Sequence[Piece]) -> Piece:
        """A column."""
        return self.table([[entry] for entry in entries], "[]")

    def operator(self, name: str) -> Piece:
        return self.token(self.operators[name] if name else "")
