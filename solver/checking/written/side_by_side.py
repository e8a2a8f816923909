"""Names and values side by side, without a sign between them: eigenvalues 6 and -1; 34 training, 9 test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from solver.checking.written.answer_parser import read_value
from solver.checking.written.unit_words import without_unit
from solver.errors import ReadError
from solver.patterns import regex

LONGEST = 300
MOST_WORDS = 12
"""Number of words that a name has at most."""

_APART = regex(r"\s{0,9}[;\n]\s{0,9}")
"""What stands between clauses and seldom within one."""

_BEFORE_NAME = regex(
    r"\s{0,9}[;\n]\s{0,9}|\s{0,9},\s{1,9}(?:and\s{1,9})?(?=[^\W\d]|\()"
    r"|\s{1,9}(?:and|for|with|at)\s{1,9}(?=[^\W\d])"
)
"""Where a value may end and a name begin."""

_BEFORE_VALUE = regex(r"\s{0,9}[;,\n]\s{0,9}(?:and\s{1,9})?|\s{1,9}(?:and|/)\s{1,9}")
"""Where a name may end and a value begin."""

_BETWEEN = regex(r"(?<=[\d%)\]}])\s{1,9}(?:and\s{1,9})?(?=[^\W\d])")
"""White space between a value and a name."""

_BEHIND = regex(r"\s{0,9}(?P<value>[-+−]?\d[\d.,'/%×]*)\s{1,9}(?P<name>[^\W\d][^=:]{0,80}?)\s{0,9}\.?")
_VALUE_BEGINS = regex(r"[-+−±√]?\s{0,2}[\d.(\[{<√]|\\[bfs]")
_PROSE = regex(r"(?<![^\W\d_\\])(?!sqrt|frac|and(?![^\W\d_]))[^\W\d_]{3}")
_NUMERIC = regex(r"\d")
_LINKING = regex(r"\s+(?:is|are|was|equals|of|=)$")


def in_clauses(text: str, is_known: Callable[[str], bool], is_said: Callable[[str], bool]) -> Sequence[str]:
    """The statements of a text without a sign of equality, each with one; the text alone where it has others.

    Args:
        text: what was written.
        is_known: whether a text is the name of something that may be claimed.
        is_said: whether words alone say something.
    """
    is_short = len(text) <= LONGEST and ":" not in text
    for ends in (_APART, _BEFORE_NAME, _BEFORE_VALUE, _BETWEEN) if is_short else ():
        clauses = [clause for clause in ends.split(text.strip()) if clause]
        stated = [
            _stated(clause, is_known) or (clause if not _NUMERIC.search(clause) and is_said(clause) else "")
            for clause in clauses
        ]
        if all(stated) and any(map(_has_sign, stated)):
            return stated
    return [text]


def _has_sign(statement: str) -> bool:
    return " = " in statement


def _stated(clause: str, is_known: Callable[[str], bool]) -> str:
    """The name and the value of a clause with a sign between them; nothing where it is no such."""
    pairs = (*_name_first(clause), *_value_first(clause))
    return next((f"{n} = {value}" for n, value in pairs if is_known(n) and _is_value(value)), "")


def _name_first(clause: str) -> Iterator[tuple[str, str]]:
    for count, space in enumerate(re.finditer(r"\s+", clause)):
        if count < MOST_WORDS and _VALUE_BEGINS.match(clause, space.end()):
            yield _LINKING.sub("", clause[: space.start()]), clause[space.end() :]


def _value_first(clause: str) -> Iterator[tuple[str, str]]:
    found = _BEHIND.fullmatch(clause)
    if found:
        yield found["name"], found["value"]


def _is_value(text: str) -> bool:
    if _PROSE.search(without_unit(text)[0]):
        return False
    try:
        read_value(text)
    except ReadError:
        return False
    return True
