r"""Words with mathematics between dollars, as people write them, read into formulas.

What stands between dollars is a subset of what TeX and plain typing have in common: \frac{1}{2}, x_1^2,
sqrt(x), \sum_{i=1}^{n}. It is read by a small grammar into the formulas that every printer knows; what the
grammar does not know is refused. Nothing is handed on as source text, so that nothing of it can be run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from string import Formatter

from solver.errors import ReadError
from solver.mathematics.formula import Formula
from solver.mathematics.prose.grammar import Reader
from solver.patterns import regex

Parts = tuple[str | Formula, ...]

LONGEST_FORMULA = 500
_DOLLARS = regex(r"(?<!\\)\$")


def paragraphs(text: str) -> tuple[Parts, ...]:
    r"""The paragraphs of a text, which blank lines part: words, and formulas that stood between dollars.

    A dollar itself is written \$.

    Raises:
        ReadError: a formula cannot be read, or its second dollar is missing.
    """
    found = re.split(r"\n\s*\n", text.strip())
    return tuple(_phrase(" ".join(paragraph.split())) for paragraph in found if paragraph.strip())


def without_marks(text: str) -> str:
    """The text with its mathematics as it was typed, without the dollars around it."""
    return _DOLLARS.sub("", text).replace(r"\$", "$") if "$" in text else text


def _phrase(text: str) -> Parts:
    pieces = _DOLLARS.split(text)
    if len(pieces) % 2 == 0:
        raise ReadError("a formula ends with a dollar too, and a dollar itself is \\$", text, len(text) - 1)
    parts: list[str | Formula] = []
    for position, piece in enumerate(pieces):
        if position % 2:
            parts.extend(_formulas(piece))
        elif piece:
            parts.append(piece.replace(r"\$", "$"))
    return tuple(parts)


def _formulas(text: str) -> Iterable[str | Formula]:
    """The formulas that stand between two dollars, with commas between them."""
    if len(text) > LONGEST_FORMULA:
        raise ReadError(f"a formula of more than {LONGEST_FORMULA} characters", text, LONGEST_FORMULA)
    return Reader(text).formulas()


@lru_cache(maxsize=4096)
def spoken_of(text: str) -> frozenset[str]:
    """What a text speaks of in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
