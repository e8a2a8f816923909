"""Short codes for questions: type, difficulty and seed, typeable from paper, with a check character."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from solver import registry
from solver.errors import InputError
from solver.problem import DIFFICULTIES, Difficulty

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, 1, I, L or O, which look like one another. Their number is a prime: a sum of the characters
with different weights modulo it then betrays every wrong character and every two that changed places.
"""

_LENGTH = 10
_GROUP = 5
_TYPE_BITS, _LEVEL_BITS, _SEED_BITS = 20, 2, 22
SEEDS = 2**_SEED_BITS


@dataclass(frozen=True, slots=True)
class Code:
    """What names a question."""

    command: str
    difficulty: Difficulty
    seed: int

    def __str__(self) -> str:
        head = type_number(self.command) << _LEVEL_BITS | DIFFICULTIES.index(self.difficulty)
        packed = head << _SEED_BITS | self.seed
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
    compact = "".join(text.split()).replace("-", "").upper()
    if len(compact) != _LENGTH or not set(compact) <= set(ALPHABET):
        requirement = f"must be {_LENGTH} letters and digits, without 0, 1, I, L and O"
        raise InputError("the code", requirement, text or "nothing")
    digits = [ALPHABET.index(character) for character in compact]
    if _check_digit(digits[:-1]) != digits[-1]:
        raise InputError("the code", "has a typing mistake: its check character does not fit", text)
    packed = 0
    for digit in reversed(digits[:-1]):
        packed = packed * len(ALPHABET) + digit
    head, seed = divmod(packed, SEEDS)
    number, level = divmod(head, 2**_LEVEL_BITS)
    command = next((name for name in registry.entries() if type_number(name) == number), None)
    if command is None or level >= len(DIFFICULTIES):
        raise InputError("the code", "is of a problem type that this version does not have", text)
    return Code(command, DIFFICULTIES[level], seed)


def type_number(command: str) -> int:
    """The number of a problem type: from its name alone, so that no other type can change it."""
    digest = hashlib.sha256(f"type/{command}".encode()).digest()
    return int.from_bytes(digest) & (1 << _TYPE_BITS) - 1


def _check_digit(digits: Iterable[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, 2)) % len(ALPHABET)
