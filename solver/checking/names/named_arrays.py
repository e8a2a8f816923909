"""Arrays of names: those of the quantities of an answer, and those that a student lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from solver.checking.written.spelled_names import loose
from solver.mathematics.formula import Symbol
from solver.patterns import regex
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, leaves

Array: TypeAlias = str | tuple["Array", ...]
"""The name of a quantity, or those of a vector or matrix of them."""

_WITH_VALUE = regex(r"\s{0,9}[^\W\d_]\S{0,40}\s{1,9}\d{1,4}\s{0,9}")

_NUMBERS = regex(r"\d+")
_FIRST_NUMBER = regex(r"^([^_]+_)(\d+)", where="_")
_ARGUMENT = regex(r"[^()|]*\((?P<own>[^()|]+)(?:\|[^()]*)?\)", where="(")
_GIVEN = regex(r"[^()|]*\([^()|]*\|(?P<own>[^()|]+)\)", where="|")
"""Of what a quantity is: spam in P(spam) and P(spam|query), and in P(free|spam) for a row of such."""


class Target(Struct, frozen=True):
    """What a name stands for: an answer, the part of it that `path` leads to, or other quantities, or what
    is `transposed` of them, or what is missing of them to 1, their `complement`.
    """

    answer: Answer | None = None
    path: tuple[int, ...] = ()
    quantities: Array = ""
    transposed: bool = False
    complement: bool = False


def has_value_behind(name: str) -> bool:
    """Whether a name is a word with a number behind it, which may be its value."""
    return _WITH_VALUE.fullmatch(name) is not None


def items_of(name: str) -> list[str]:
    """The names of a list, which commas outside brackets separate."""
    bare = name.strip()
    if bare.startswith(("(", "[")) and bare.find(")" if bare[0] == "(" else "]") == len(bare) - 1:
        bare = bare[1:-1]
    items, depth = [""], 0
    for character in bare:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            items.append("")
        else:
            items[-1] += character
    return [item.strip() for item in items]


def common_index(item: Array) -> list[str]:
    """The indices that all quantities of a part have first."""
    found = [name.partition("_")[2] for name in flat(item)]
    if not all(found):
        return []
    if isinstance(item, str):
        return found[0].split(",")
    # The indices of a matrix stand side by side: M_12.
    parts = [[sign for part in index.split(",") for sign in part] for index in found]
    return [first for first, *others in zip(*parts, strict=False) if all(first == other for other in others)]


def names_of(value: Nested) -> Array:
    """The names of the quantities of an answer, in its lists."""
    return tuple(map(names_of, value)) if isinstance(value, tuple) else next(leaves(value))


class Indexed(Struct, frozen=True, dict=True):
    """The quantities of an array, with the indices that its items have first; each is worked out once."""

    array: Array

    @cached_property
    def indices(self) -> Sequence[tuple[str, ...]]:
        """The indices that all quantities of each item have first."""
        return [tuple(common_index(item)) for item in self.array]

    @cached_property
    def firsts(self) -> Sequence[str]:
        """The first of the indices of each item, if it has any."""
        return ["".join(index[:1]) for index in self.indices]

    @cached_property
    def is_from_0(self) -> bool:
        """Whether the items are numbered from 0."""
        return self.firsts == [str(place) for place in range(len(self.firsts))]

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of all quantities."""
        return frozenset(name.partition("_")[0].rstrip("'") for name in flat(self.array))

    @cached_property
    def _places(self) -> dict[int, Mapping[tuple[str, ...], int]]:
        return {}

    def places(self, count: int) -> Mapping[tuple[str, ...], int]:
        """The place of each item, from 1, by so many of its indices; none where these do not tell it."""
        if count not in self._places:
            own = [index[:count] for index in self.indices]
            is_told = all(own) and len({*own}) == len(own)
            self._places[count] = {index: place for place, index in enumerate(own, 1)} if is_told else {}
        return self._places[count]


def flat(array: Array) -> Iterator[str]:
    """All names of an array, one after another."""
    if isinstance(array, str):
        yield array
    else:
        for item in array:
            yield from flat(item)


def renamed(array: Array, rename: Callable[[str], str]) -> Array:
    """An array with other names."""
    return rename(array) if isinstance(array, str) else tuple(renamed(item, rename) for item in array)


def with_number(name: str, by: int) -> str:
    """A name whose first number is greater by so much."""
    return _FIRST_NUMBER.sub(lambda found: f"{found[1]}{int(found[2]) + by}", name)


def numbers_in(name: str) -> list[int]:
    """The numbers of a name, by which such names are in order."""
    return [int(number) for number in _NUMBERS.findall(name)]


def is_matrix(array: Array) -> bool:
    """Whether an array has rows."""
    return isinstance(array, tuple) and len(array) > 0 and all(isinstance(row, tuple) for row in array)


def parts_of(value: Nested, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Nested]]:
    """The lists within an answer, each with the way to it, the outermost first."""
    if isinstance(value, tuple):
        yield path, value
        for position, item in enumerate(value):
            yield from parts_of(item, (*path, position))


def ways_to(value: Nested, way: tuple[int, ...] = ()) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The quantities of an answer, each with the way to it."""
    if isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from ways_to(item, (*way, position))
    elif isinstance(value, Symbol):
        yield value.name, way


def labels_of(answer: Answer) -> Iterator[str]:
    """What the entries of a list are of; nothing where one of them is of nothing."""
    if not isinstance(answer.value, tuple) or answer.comparison is not Comparison.VALUES:
        return
    if len(answer.of) == len(answer.value) and not any(isinstance(item, tuple) for item in answer.value):
        yield from map(loose, answer.of)
        return
    own = [_argument(names_of(item)) for item in answer.value]
    yield from own if all(own) else ()


def _argument(item: Array) -> str:
    """Of what a quantity or a row of them is, by what stands in its brackets."""
    form = _ARGUMENT if isinstance(item, str) else _GIVEN
    matches = [form.fullmatch(name) for name in flat(item)]
    own = {loose(match["own"]) if match else "" for match in matches}
    return own.pop() if len(own) == 1 else ""


def letters_of(value: Nested) -> Iterator[str]:
    """The letters of the quantities that an answer is made of, without their indices."""
    if isinstance(value, tuple):
        for item in value:
            yield from letters_of(item)
    else:
        yield loose(value.name.partition("_")[0]) if isinstance(value, Symbol) else ""
