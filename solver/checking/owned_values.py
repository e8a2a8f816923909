"""Several values behind the name of what they are all of: conv: 32x32x16, 448 parameters."""

from __future__ import annotations

from collections.abc import Callable

from solver.checking.lines import split_outside
from solver.patterns import regex

MOST_VALUES = 4
"""Number of values of one thing on a line."""

_OWNED = regex(
    r"\s{0,9}(?:[-–—•*]\s{1,9})?(?P<owner>[^\W\d][^:=,;]{0,40}?)\s{0,9}:\s{1,9}(?P<values>[^:\n]{1,400})",
    where=":",
)
_BETWEEN = regex(r"[,;]\s")
_NUMBER = r"\d[\d.]{0,15}"
_BARE = regex(rf"{_NUMBER}(?:(?P<by>\s?[x×]\s?){_NUMBER}){{0,3}}")
"""A number, or a shape."""

_BEFORE_NOUN = regex(rf"(?P<value>{_NUMBER})\s{{1,9}}(?P<noun>[A-Za-z]{{3,20}})\.?")
_BEHIND_NOUN = regex(r"(?P<noun>[A-Za-z]{3,20})\s{0,9}(?:=|\s)\s{0,9}(?P<value>[^A-Za-z\s][^A-Za-z]{0,200})")


def each_with_name(
    text: str, source: str, told_of: Callable[[str], object], is_known: Callable[[str], bool]
) -> str:
    """A text with a name before each of the values behind that of what they are of; any other as it is.

    Args:
        text: a line of a working, or an answer.
        source: where the line stands, whose label before one value would be a heading; nothing for an answer.
        told_of: what is told of the thing of that name; nothing where none has it.
        is_known: whether a text is the name of something that may be claimed.
    """
    found = _OWNED.fullmatch(text)
    is_of_thing = found is not None and bool(told_of(found["owner"]))
    if found is None or not (is_of_thing or is_known(found["owner"])):
        return text
    parts = list(split_outside(found["values"], _BETWEEN))
    bare = [match for part in parts if (match := _BARE.fullmatch(part))]
    forms = {match["by"] is None for match in bare}
    is_single = len(parts) == 1 and bool(source) and is_of_thing
    if not bare or len(forms) < len(bare) or not (is_single or 1 < len(parts) <= MOST_VALUES):
        return text
    if not is_of_thing and forms != {False}:
        return text
    claims = [_claim(part, found["owner"], is_known, is_of_thing=is_of_thing) for part in parts]
    return "; ".join(claims) if all(claims) else text


def _claim(part: str, owner: str, is_known: Callable[[str], bool], *, is_of_thing: bool) -> str:
    """What one value claims, with its name; nothing where its words name nothing.

    Behind the name of a shape, other numbers have names of their own.
    """
    if _BARE.fullmatch(part):
        return f"{owner} = {part}"
    told = _BEFORE_NOUN.fullmatch(part) or _BEHIND_NOUN.fullmatch(part)
    name = "" if told is None else f"{told['noun']} of {owner}" if is_of_thing else told["noun"]
    return f"{name} = {told['value']}" if told and is_known(name) else ""
