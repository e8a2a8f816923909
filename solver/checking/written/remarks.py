"""What people write around a value: that it is rounded, how it is meant to be read, and signs for the eye."""

from __future__ import annotations

import re

from solver.patterns import regex

_PLACES = (
    r"(?:(?:correct|rounded|round|accurate)\s+)?(?:to\s+)?\d{1,2}\s*"
    r"(?:d\.?\s?p\b\.?|s\.?\s?f\b\.?|decimals?\b(?:\s+places)?|places\b|sig(?:nificant|\.)?\s?(?:figs?\b\.?|figures|digits))"
)
_BEFORE = regex(
    r"\s*(?:[≈≃~]|\\approx(?![A-Za-z])|(?:approximately|approx|about|roughly|around|circa|ca|exactly|nearly)\b\.?)+\s*",
    re.IGNORECASE,
)
_REMARK = (
    r"(?:rounded|approx|exact|see|as|by|from|using|because|since|given|check(?:ed)?|verified|recalculated|final"
    r"|correct|ok|same)\b[^()]*"
)
_SIGN = r"\s*[✓✔☑✗✘…]\.?|\s*\.\.\.|\s+\.|(?<=[)\]}%])\."
_BEHIND = regex(
    # From where white space begins: from each of its characters, long white space would take long.
    rf"(?<!\s)(?:\s*\((?:{_PLACES}|{_REMARK})\)|\s+{_PLACES}|\s+(?:approximately|approx|rounded|exactly)\b\.?"
    rf"|\s+(?:for|in)\s+(?:both|all|each|every)(?:\s+(?:of\s+)?(?:the\s+)?[A-Za-z]{{2,20}}){{0,2}}"
    rf"|[,;]?(?<!\s)\s+(?:because|since)\s[^=]*|\s+#\s+\D.*|\s*(?:≠|!=|\\neq?)\s*0|{_SIGN})\s*$",
    re.IGNORECASE,
)
_REASON = regex(r"(?<=[^\s,;])[,;]?\s+(?:because|since)\s[^=≈:;\n]*$", re.IGNORECASE, where="sS")
_LAST_POINT = regex(r"(?<=\d)\.\s*$")
_WRAPPED = regex(r"\s*(\*\*|`|\"|'|\\boxed\s*\{)(.*?)(\*\*|`|\"|'|\})\s*", re.DOTALL)
_CLOSING = {"**": "**", "`": "`", '"': '"', "'": "'"}
MOST_REMARKS = 4
"""Number of remarks on one value."""


def without_remarks(value: str) -> str:
    """A value with white space in place of the remarks around it, so that all places stay."""
    for _ in range(MOST_REMARKS):
        plain = _bare(value)
        if plain == value:
            break
        value = plain
    return value


def without_reason(text: str) -> str:
    """A line without the reason at its end, if that claims nothing: the label is a, since b is far away."""
    return _REASON.sub("", text)


def _bare(value: str) -> str:
    before = _BEFORE.match(value)
    start = before.end() if before else 0
    behind = _BEHIND.search(value, start) or _point(value)
    end = behind.start() if behind else len(value)
    inner = " " * start + value[start:end] + " " * (len(value) - end)
    wrapped = _WRAPPED.fullmatch(inner)
    if wrapped is None or _CLOSING.get(wrapped[1], "}") != wrapped[3]:
        return inner
    return inner[: wrapped.start(2)].translate(_BLANK) + wrapped[2] + " " * (len(inner) - wrapped.end(2))


_BLANK = dict.fromkeys(range(33, 127), " ")


def _point(value: str) -> re.Match[str] | None:
    """The full stop behind a decimal; that of a whole number may be its point."""
    last = _LAST_POINT.search(value)
    number = re.search(r"[\d.,]*(?:e[-+]?\d{1,3})?$", value[: last.start()]) if last else None
    return last if number and "." in number[0] else None
