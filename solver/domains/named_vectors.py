"""Numbers that are given by names: the point x = 1, y = 2 of a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from solver.domains.base import Refused
from solver.domains.lists import LONGEST_ENTRY, VectorOf
from solver.errors import ReadError, shorten
from solver.mathematics.formula import Coordinates, Family, Formula, Relation, Symbol
from solver.mathematics.left_out_signs import variable_name
from solver.patterns import regex

_NAME = regex(r"[^\W\d_]+_?\w{0,8}")
_WRITTEN = r"\\?[^\W\d][\w{}\[\]\\]*"
_ASSIGNED = regex(rf"\s*{_WRITTEN}\s*=", where="=")
_ALL_AT_ONCE = regex(rf"\s*{_WRITTEN}\s*=\s*([(\[][^=]*[)\]])\s*", where="=")
_PAIRED = regex(r"\s*\(([^()=]+)\)\s*=\s*[(\[]([^()\[\]=]+)[)\]]\s*", where="=")
_DICTIONARY = regex(r"[{(]?(?:\s?[^\W\d]\w*\s?[:=][^:=,;]+(?:[,;]|$))+", where=":=")
_BETWEEN = regex(rf"\s*[,;]\s*|\s+(?={_WRITTEN}\s*=)")


class NamedFamily(Family, frozen=True):
    """A family whose members were given by names of their own, or by none."""

    names: tuple[str, ...] = ()

    def by_name(self, known: Sequence[str]) -> Mapping[str, Symbol] | None:
        """The members by the names that are known, if they were given by these; x_0 is where x starts."""
        for names in (self.names, [name.removesuffix("_0") for name in self.names]):
            if sorted(names) == sorted(known):
                return dict(zip(names, self.members, strict=True))
        return None

    def given_to(self, names: Sequence[str]) -> tuple[Symbol, ...]:
        """The members of these names or, where they were given by none of them, one after another."""
        found = self.by_name(names)
        return self.spread(len(names)) if found is None else tuple(found[name] for name in names)


class NamedVectorOf(VectorOf, frozen=True):
    """Numbers, or a number for each name: 1,0 or w=1,b=0."""

    may_be_named: ClassVar[bool] = False
    takes_names: ClassVar[bool] = True

    @property
    def invalid(self) -> tuple[str, ...]:
        return (*super().invalid, "w=1,w=2", "w=1,2", "w=", "=1")

    def read(self, text: str, symbol: str) -> NamedFamily:
        if len(text) > LONGEST_ENTRY * self.most:
            raise Refused(self.requirement, shorten(text))
        plain = _in_assignments(" ".join(text.split()))
        bare = plain.lstrip("{([")
        if not _ASSIGNED.match(bare):
            return NamedFamily(symbol, self.members(self.parts(plain), symbol))
        at_once = _ALL_AT_ONCE.fullmatch(plain)
        if at_once:
            return NamedFamily(symbol, self.members(self.parts(at_once[1]), symbol))
        bare = bare if len(bare) == len(plain) else bare.rstrip("})]")
        parts = [part.partition("=") for part in _assignments(bare)]
        try:
            names = tuple(variable_name(name.strip()) for name, _, _ in parts)
        except ReadError:
            raise Refused(self.requirement, text) from None
        if len(set(names)) < len(names) or not all(map(_NAME.fullmatch, names)):
            raise Refused(self.requirement, text)
        if not self.least <= len(parts) <= self.most:
            raise Refused(self.requirement, text)
        return NamedFamily(symbol, self.members([value.strip() for _, _, value in parts], symbol), names)

    def show(self, value: Family) -> Formula:
        if not isinstance(value, NamedFamily) or not value.names:
            return VectorOf.show(self, value)
        pairs = zip(value.names, value, strict=True)
        return Coordinates(tuple(Relation(Symbol(name), "=", member) for name, member in pairs))


def _in_assignments(text: str) -> str:
    """The text, as x = 1, y = 2 where it is a dictionary of Python or (x, y) = (1, 2)."""
    pairs = _PAIRED.fullmatch(text)
    if pairs is not None:
        names, values = pairs[1].split(","), pairs[2].split(",")
        if len(names) != len(values):
            return text
        return ", ".join(map("=".join, zip(names, values, strict=True)))
    bare = re.sub(r"['\"]", "", text).removeprefix("dict")
    return bare.replace(":", "=") if _DICTIONARY.fullmatch(bare) else text


def _assignments(text: str) -> list[str]:
    """The texts such as w = 1; with semicolons between them a comma is one of a decimal."""
    is_apart = ";" in text and text.count("=") == text.count(";") + 1
    return text.split(";") if is_apart else _BETWEEN.split(text)
