"""Values on lines of their own below what they are of: a name, a thing, or a calculation.

Entropy            layer 2:            0.5*1 + 0.5*1
1.157              = 3*2 + 2 = 8       = 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.names.names import Names
from solver.checking.reading.part_reader import PartReader
from solver.checking.written.lines import Line, has_claim, is_nameless, is_picture
from solver.errors import ReadError
from solver.patterns import regex

MOST_BELOW = 40
"""Number of values below one name."""

_RESULT = regex(
    r"(?:the\s{1,9})?(?P<word>sum|total|result|answer|ans)\s{0,9}(?:[:=≈]|is\s)\s{0,9}(?=[^=≈]{1,80}$)",
    re.IGNORECASE,
)


class ValuesBelow(Struct, frozen=True):
    """Puts values behind what stands above them in a working.

    Attributes:
        names: what can be named.
        reader: reads the parts of lines.
    """

    names: Names
    reader: PartReader

    def joined(self, lines: Sequence[Line]) -> list[Line]:
        """The lines, each that is a name or a calculation together with the values below it, and the last
        one under the name of the only answer where it tells of a sum or a result.
        """
        found = list(self._joined(lines))
        ended = _RESULT.match(found[-1].text) if found and found[-1].source and self.reader.only else None
        if ended is not None and not self.names.possible(ended["word"]):
            found[-1] = replace(found[-1], text=f"{self.reader.only} = {found[-1].text[ended.end() :]}")
        return found

    def _joined(self, lines: Sequence[Line]) -> Iterator[Line]:
        place = 0
        while place < len(lines):
            line, below = lines[place], lines[place + 1 : place + 1 + MOST_BELOW]
            place += 1
            if not below or not _may_be_above(line, below[0]):
                yield line
            elif is_nameless(below[0].text) and self._is_claimed(line.text):
                yield replace(line, text=f"{_head(line.text)} {below[0].text}")
                place += 1
            elif self._is_name(line.text):
                values = list(takewhile(self.is_value, (other.text for other in below)))
                claim = self._claim(line.text, values)
                yield replace(line, text=claim) if claim else line
                place += len(values) if claim else 0
            else:
                yield line

    def _is_claimed(self, text: str) -> bool:
        """Whether the value of a text may stand on the next line: it is a name, a thing or a calculation."""
        _, _, behind = text.rpartition(":")
        return self._is_name(text) or self.names.is_thing(_head(text)) or self.is_value(behind or text)

    def _is_name(self, text: str) -> bool:
        """Whether a text is a name and no more."""
        return bool(self.names.possible(_head(text))) and not self.is_value(_head(text))

    def _claim(self, text: str, values: Sequence[str]) -> str:
        """The claim of a name and the values below it: one of them, or as many as it stands for."""
        name = _head(text)
        if len(values) == 1:
            return f"{name} = {values[0]}"
        is_list = len(values) > 1 and self.reader.unnamed.is_list_of(name, len(values))
        return f"{name} = ({', '.join(values)})" if is_list else ""

    def is_value(self, text: str) -> bool:
        """Whether a text is a value and nothing else."""
        if has_claim(text) or not any(character.isdecimal() for character in text):
            return False
        try:
            self.reader.read_value(text)
        except ReadError:
            return False
        return True


def _may_be_above(line: Line, below: Line) -> bool:
    """Whether a line of a working claims nothing yet, and neither it nor the next is a drawing."""
    is_drawn = is_picture(line.text) or is_picture(below.text)
    return bool(line.source) and not has_claim(line.text) and not is_drawn


def _head(text: str) -> str:
    """A heading without the sign behind it."""
    return text.strip().rstrip(":").rstrip()
