"""The coordinates of a family of vectors, one by one: x = 3 - 2t, y = t, or x_1 = 3 - 2x_2, x_2 free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from solver.checking.written.claim_signs import equality_signs, without_delimiters
from solver.checking.written.claims import entries
from solver.checking.written.families import is_condition, without_condition
from solver.checking.written.spelled_names import last_words, strict, without_label
from solver.mathematics.known_words import CONSTANTS, FUNCTIONS
from solver.mathematics.spellings import source_of
from solver.patterns import regex
from solver.record.solution import Solution

VECTOR = "x"
"""What a vector of unknowns is called."""

_WORD = regex(r"[^\W\d]\w*")


class Vector(Struct, frozen=True):
    """A vector with free letters, as text, in place of the parts that had its coordinates.

    Attributes:
        name: the names of the coordinates that were given.
        value: the coordinates in their order.
        places: the positions of the parts.
    """

    name: str
    value: str
    places: frozenset[int]


def joined(parts: Sequence[str], solution: Solution) -> Vector | None:
    """The vector whose coordinates stand in parts of a text; none where no letter is free in them."""
    if not (solution.flats or solution.coordinates):
        return None
    size = _size(solution)
    called = {strict(name): k for k in range(size) for name in _names(k, solution)}
    found = dict[int, tuple[str, str, int]]()
    free = set[int]()
    for place, part in enumerate(parts):
        bare = without_delimiters(without_label(part)[0])
        signs = equality_signs(bare)
        if not signs:
            free |= {place} if is_condition(bare.strip()) else set()
            continue
        whole = bare[: signs[0][0]].strip()
        name = next((name for name in (whole, *last_words(whole)) if strict(name) in called), "")
        if name:
            value = _plain(without_condition(bare[signs[-1][1] :]), called)
            found[called[strict(name)]] = (name, value, place)
    values = {k: value for k, (_, value, _) in found.items() if value != _letter(k)}
    resolved = _resolved(values)
    letters = {letter for value in resolved.values() for letter in _letters(value)}
    missing = {_letter(k) for k in range(size) if k not in resolved}
    if not letters or not missing <= letters:
        return None
    vector = ", ".join(resolved.get(k, _letter(k)) for k in range(size))
    places = frozenset(place for _, _, place in found.values()) | free
    name = solution.coordinates or ", ".join(name for name, _, _ in found.values())
    return Vector(name, f"({vector})", places)


def _size(solution: Solution) -> int:
    """How many coordinates the vectors have; 0 where no family of them is asked for."""
    known = {answer.name: answer.value for answer in solution.answers} | dict(solution.withheld)
    if solution.coordinates:
        return max((len(entries(vector)) for vector in entries(known[solution.coordinates])), default=0)
    points = (known[name] for name in solution.flats.values() if name in known)
    return next((len(point) for point in points if isinstance(point, tuple)), 0)


def _names(k: int, solution: Solution) -> Sequence[str]:
    return (_letter(k), *solution.other_names.get(_letter(k), ()))


def _letter(k: int) -> str:
    return f"{VECTOR}_{k + 1}"


def _plain(value: str, called: Mapping[str, int]) -> str:
    """A value in which each coordinate is called x_1, x_2 and so on."""
    text = source_of(value).text.strip(" .")
    return _WORD.sub(
        lambda word: _letter(called[strict(word[0])]) if strict(word[0]) in called else word[0], text
    )


def _letters(value: str) -> set[str]:
    return set(_WORD.findall(value)) - FUNCTIONS.keys() - CONSTANTS.keys()


def _resolved(values: Mapping[int, str]) -> dict[int, str]:
    """The values with those of the other coordinates put into them."""
    found = dict(values)
    for _ in values:
        for k, value in found.items():
            found[k] = _WORD.sub(lambda word: _value_of(word[0], found), value)
    return found


def _value_of(word: str, values: Mapping[int, str]) -> str:
    others = {_letter(k): value for k, value in values.items()}
    return f"({others[word]})" if word in others else word
