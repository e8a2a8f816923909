"""How the layers of a network are written, such as conv 16@3x3 s2 p1: word after word."""

import re
from fractions import Fraction
from typing import NamedTuple

from solver.authoring import Refused, Symbol
from solver.errors import shorten
from solver.models.convolution import Pair
from solver.problems.convolution._sizes import LARGEST_SIZE, Extent, extent, read_sizes


class Moves(NamedTuple):
    """A window and how it moves."""

    window: Extent
    stride: Extent
    padding: Extent | None
    dilation: Extent

    @property
    def pairs(self) -> list[Pair]:
        return [part.pair if part else (0, 0) for part in self]


def unusable(number: int, text: str, why: str) -> Refused:
    """The refusal of a layer; layers are numbered from 1, the input is 0."""
    return Refused(f"has an unusable layer {number}: {why}", text)


class Words:
    """The words of a layer: its kind, a main word, flags, and sizes after letters, such as the s of s2."""

    def __init__(self, number: int, text: str) -> None:
        self.number, self.given, self.text = number, text, " ".join(text.lower().split())
        self.kind, *self._rest = self.text.split(" ")
        self._sizes: dict[str, str] = {}

    def unusable(self, why: str) -> Refused:
        return unusable(self.number, self.given, why)

    def main(self, wanted: str) -> str:
        """The word that must follow the kind."""
        if not self._rest:
            raise self.unusable(f"{self.kind} needs {wanted}")
        return self._rest.pop(0)

    def flag(self, *names: str) -> str:
        """The first of these words that is there."""
        found = next((name for name in names if name in self._rest), "")
        self._rest.remove(found) if found else None
        return found

    def end(self, letters: str = "") -> None:
        """Read the sizes after these letters; nothing else may be left."""
        for word in self._rest:
            letter, size = word[0], word[1:]
            if letter not in letters or not re.fullmatch("[0-9x×]+", size):
                known = f"is none of {', '.join(f'{letter}N' for letter in letters)}"
                raise self.unusable(f"{shorten(word)!r} {known if letters else 'is one word too many'}")
            if letter in self._sizes:
                raise self.unusable(f"{letter} is given twice")
            self._sizes[letter] = size

    def moves(self, window: str, stride: str = "1", padding: str = "") -> Moves:
        """A window and how it moves; where no padding is given, it may be that of the default."""
        is_padded = padding or "p" in self._sizes
        f, s = self._extent("f", window), self._extent("s", stride)
        return Moves(f, s, self._extent("p", padding, 0) if is_padded else None, self._extent("d", "1"))

    def count(self, letter: str, default: str) -> Symbol:
        """The whole number after that letter."""
        text = self._sizes.get(letter, default)
        wrong = self.unusable(f"{shorten(text)!r} is no whole number from 1 to {LARGEST_SIZE}")
        return Symbol(f"{letter}_{self.number}", Fraction(*read_sizes(text, (1,), wrong)))

    def _extent(self, letter: str, default: str, least: int = 1) -> Extent:
        text = self._sizes.get(letter, default)
        wrong = self.unusable(f"{shorten(text)!r} is no size from {least} to {LARGEST_SIZE}")
        return extent(f"{letter}_{self.number}", *read_sizes(text, (1, 2), wrong, least))
