"""Words that are too long for a line."""

from __future__ import annotations

from solver.patterns import regex

_LONGEST = 30
_LATIN = "[!-~À-ɏ]"
_OVERLONG = regex(rf"{_LATIN}{{{_LONGEST}}}(?={_LATIN})")


ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"


def breakable(text: str) -> str:
    """The text with a space of no width wherever an overlong word may go on in the next line."""
    return _OVERLONG.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", text)
