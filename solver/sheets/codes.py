"""Short codes for questions: type, version, level and seed, typeable from paper, with a check character."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache

from msgspec import Struct

from solver import registry
from solver.contract import DIFFICULTIES, Difficulty
from solver.errors import InputError
from solver.patterns import regex

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, 1, I, L or O, which look like one another. Their number is a prime: a sum of the characters
with different weights modulo it then betrays every wrong character and every two that changed places.
"""

_LENGTH = 10
_GROUP = 5
_AS_PRINTED = regex(rf"[A-Za-z0-9]{{{_GROUP}}}[\s-]+[A-Za-z0-9]{{{_GROUP}}}")
_TYPE_BITS, _LEVEL_BITS, _VERSION_BITS, _SEED_BITS = 20, 2, 4, 18
SEEDS = 2**_SEED_BITS
VERSIONS = 2**_VERSION_BITS - 1


class Code(Struct, frozen=True):
    """What names a question: `version` is that of the samplers and wordings of its type."""

    command: str
    difficulty: Difficulty
    seed: int
    version: int = 1

    def __str__(self) -> str:
        return _written(self)


@lru_cache(maxsize=64)
def _written(code: Code) -> str:
    """A code in letters and digits: a sheet and its key have the same ones."""
    head = type_number(code.command) << _LEVEL_BITS | DIFFICULTIES.index(code.difficulty)
    packed = (head << _VERSION_BITS | code.version) << _SEED_BITS | code.seed
    digits = []
    for _ in range(_LENGTH - 1):
        packed, digit = divmod(packed, len(ALPHABET))
        digits.append(digit)
    digits.append(_check_digit(digits))
    text = "".join(ALPHABET[digit] for digit in digits)
    return f"{text[:_GROUP]}-{text[_GROUP:]}"


def read_code(text: str) -> Code:
    """The code that was typed; small letters, spaces and dashes do not matter.

    Raises:
        InputError: it is no code, has a typing mistake, or is of an unknown problem type.
    """
    typed = compact(text)
    if not _may_be_code(typed):
        requirement = f"must be {_LENGTH} letters and digits, without 0, 1, I, L and O"
        raise InputError("the code", requirement, text or "nothing")
    if not _has_check_digit(typed):
        raise InputError("the code", "has a typing mistake: its check character does not fit", text)
    packed = 0
    for character in reversed(typed[:-1]):
        packed = packed * len(ALPHABET) + ALPHABET.index(character)
    packed, seed = divmod(packed, SEEDS)
    head, version = divmod(packed, 2**_VERSION_BITS)
    number, level = divmod(head, 2**_LEVEL_BITS)
    command = _commands().get(number)
    if command is None or level >= len(DIFFICULTIES):
        raise InputError("the code", "is of a problem type that this version does not have", text)
    return Code(command, DIFFICULTIES[level], seed, version)


def compact(text: str) -> str:
    """A code as it was typed, in one form: small letters, spaces and dashes do not matter."""
    return "".join(text.split()).replace("-", "").upper()


def looks_like_code(text: str) -> bool:
    """Whether a code was meant, even one with a typing mistake, and not the name of a problem type."""
    if text.strip().lower() in registry.entries():
        return False
    if _AS_PRINTED.fullmatch(text.strip()):
        return True
    typed = compact(text)
    is_whole = text.strip().upper() == typed
    return _may_be_code(typed) and (is_whole or _has_check_digit(typed))


@cache
def type_number(command: str) -> int:
    """The number of a problem type: from its name alone, so that no other type can change it."""
    digest = hashlib.sha256(f"type/{command}".encode()).digest()
    return int.from_bytes(digest) & (1 << _TYPE_BITS) - 1


@cache
def _commands() -> dict[int, str]:
    """The problem types by their numbers."""
    return {type_number(command): command for command in registry.entries()}


def _may_be_code(typed: str) -> bool:
    return len(typed) == _LENGTH and set(typed) <= set(ALPHABET)


def _has_check_digit(typed: str) -> bool:
    *digits, last = (ALPHABET.index(character) for character in typed)
    return _check_digit(digits) == last


def _check_digit(digits: Iterable[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, 2)) % len(ALPHABET)
