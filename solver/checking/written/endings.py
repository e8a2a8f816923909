"""What stands behind a claim without a sign of equality: words that say something, or a name with a colon."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solver.checking.written.lines import has_claim
from solver.patterns import regex

SEPARATORS = ";,"
MOST_ENDINGS = 40

_WORDS = regex(r"(?=.*[^\W\d_]{3}|[^\W\d]+\s[-−]?[\d.]+%?$)[^\s;,=()\[\]{}][^;,=()\[\]{}]{0,80}")
"""Words that may say something by themselves."""


def apart(text: str, is_said: Callable[[str], bool], is_named: Callable[[str], bool]) -> Iterator[str]:
    """A claim, and what is said behind it: `x = (1, 3); unique solution`, or `recall = 0.9; F1: 0.8`.

    Args:
        text: the claim, with what stands behind it.
        is_said: whether words alone say something.
        is_named: whether a text is a name and a value, with a colon between them.
    """
    end, behind = len(text), list[str]()
    for place in reversed(_separators(text)[-MOST_ENDINGS:]):
        said = text[place + 1 : end].strip()
        if not has_claim(text[:place]):
            break
        is_spoken = _WORDS.fullmatch(said) is not None and text[place + 1].isspace() and is_said(said)
        if is_spoken or (said[:1].isalpha() and not has_claim(said) and is_named(said)):
            behind.append(said)
            end = place
    yield text[:end]
    yield from reversed(behind)


def _separators(text: str) -> list[int]:
    """The places of the separators outside brackets."""
    found, depth = list[int](), 0
    for place, sign in enumerate(text[:-1]):
        depth = max(0, depth + (sign in "([{") - (sign in ")]}"))
        if not depth and place and sign in SEPARATORS:
            found.append(place)
    return found
