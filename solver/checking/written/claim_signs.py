"""The signs in an answer as it was written: those of equality, and what stands around and between them."""

from __future__ import annotations

import re

from solver.checking.written.unit_words import UNITS
from solver.errors import ReadError
from solver.patterns import regex

_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)"
_SIGNS = regex(
    r"(?:[:&]\s{0,9})?(?:~=|=\s?[=≈~]|[=≈≃≅≐＝]|\\(?:approx|simeq|cong|doteq)(?![A-Za-z]))(?:\s{0,9}&)?"
)
"""A colon before a sign belongs to it, and so does the & by which LaTeX aligns it."""

_WEAK = regex(r":|→|->|\s(?:<-|←)\s|~|\s(?:is|are|was|equals)\s(?:equal\s+to\s)?")
_MATH = regex(r"(?<!\\)\\[()\[\]]")
_ROW_END = regex(r"(?:\\\\(?:\[[^\]\n]{0,20}\])?|\\par)\s*$", where="\\")
_RUN_ON = regex(rf"\s*[-+−]?{_NUMBER}%?\s+(?!(?i:{'|'.join(UNITS)})s?\b)[^\W\d]\S*\s*")
_PROSE = regex(r"(?<![^\W\d_])[^\W\d_]{3,}\s+[^\W\d_]{3}")


def without_delimiters(text: str) -> str:
    r"""The text with white space in place of the signs around LaTeX: \(...\), \[...\] and $...$.

    The sign for the end of a row or a paragraph is left out behind the last one.
    """
    bare = _ROW_END.sub("", _MATH.sub("  ", text)) if "\\" in text else text
    return bare.replace("$", " ") if bare.count("$") % 2 == 0 else bare


def equality_signs(text: str) -> list[tuple[int, int]]:
    """Where the signs of equality stand that are in no bracket: their start and their end."""
    found, depth, position = list[tuple[int, int]](), 0, 0
    for match in _SIGNS.finditer(text):
        between = text[position : match.start()]
        for character in between:
            depth = max(0, depth + (character in "([{") - (character in ")]}"))
        position = match.end()
        if depth == 0:
            found.append(match.span())
    return found


def weak_sign(text: str) -> list[tuple[int, int]]:
    """Where a sign or word stands that may be meant as that of equality: its start and its end."""
    found = _WEAK.search(text)
    return [found.span()] if found else []


def name_of(text: str) -> str:
    """What stands before the first sign of equality, or the first that may be meant as one."""
    bare = without_delimiters(text)
    signs = equality_signs(bare) or weak_sign(bare)
    return bare[: signs[0][0]].strip() if signs else ""


def require_form(text: str, form: str, start: int) -> None:
    """Refuse what stands between two signs of equality and is no other form of a value.

    Raises:
        ReadError: pointing at it.
    """
    first = start + len(form) - len(form.lstrip())
    if not form.strip():
        raise ReadError("a number is missing", text, min(first, len(text)))
    if _RUN_ON.fullmatch(form):
        raise ReadError("two values on a line are separated by a comma", text, first)
    prose = _PROSE.search(re.sub(r"\([^()]*\)", lambda inside: "()" * len(inside[0]), form))
    if prose:
        raise ReadError("words stand between two signs of equality", text, first)


def with_name(text: str, name: str) -> str:
    """A claim with another name; a text that claims nothing as it is."""
    bare = without_delimiters(text)
    signs = equality_signs(bare) or weak_sign(bare)
    return f"{name} = {bare[signs[0][1] :].strip()}" if signs else text
