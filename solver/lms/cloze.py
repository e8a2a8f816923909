"""Fields within a text of Moodle, in its Cloze notation.

What Moodle 4 does when it reads them decides about the forms: a field ends at signs that are written as
entities here, and entities within a field are decoded once before the rest is taken for HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from math import lcm

from solver.lms.fields import Field, Group, Table
from solver.lms.wording import RIGHT, sentence, written

LARGEST_WEIGHT = 10_000
"""Weights are whole numbers; where theirs would be larger than this, they are rounded."""

_WIDE = '<div style="overflow-x: auto">'
_SIGNS = {sign: f"&#{ord(sign)};" for sign in "~}{\\=%"}


def gaps(groups: Sequence[Group]) -> str:
    """The entries of answers as fields in tables, below what they are."""
    counts = weights([group.worth for group in groups])
    pairs = zip(groups, counts, strict=True)
    return "\n".join(_table(group, table, weight) for group, weight in pairs for table in group.tables)


def weights(worths: Sequence[Fraction]) -> list[int]:
    """Whole numbers that are to each other as the worths are: the worths themselves where these are whole."""
    scale = Fraction(lcm(*(worth.denominator for worth in worths)))
    scale = min(scale, LARGEST_WEIGHT / max(worths))
    return [max(1, round(worth * scale)) for worth in worths]


def without_braces(text: str) -> str:
    """HTML in which no brace begins a field."""
    return text.replace("{", "&#123;").replace("}", "&#125;")


def cloze_text(text: str) -> str:
    """Text within a field: as HTML, whose signs are entities that end no part of the field."""
    safe = escape(escape(" ".join(text.split()), quote=False), quote=True)
    for sign, entity in _SIGNS.items():
        safe = safe.replace(sign, entity)
    # What Moodle takes for the beginning of feedback is a # that no & stands before.
    return re.sub(r"(?<!&)#", "&#35;", safe)


def _table(group: Group, table: Table, weight: int) -> str:
    label = f" ({table.label})" if table.label else ""
    lines = ("".join(f"<td>{_gap(field, weight)}</td>" for field in row) for row in table.rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    phrase = without_braces(escape(group.phrase))
    return f"<p>{phrase}{label}:</p>{_WIDE}<table><tbody>{body}</tbody></table></div>"


def _gap(field: Field, weight: int) -> str:
    if field.words:
        return _field(weight, "MULTICHOICE", _words(field))
    if field.spellings:
        return _field(weight, "SHORTANSWER", (f"={cloze_text(spelling)}" for spelling in field.spellings))
    return _field(weight, "NUMERICAL", _numbers(field))


def _field(weight: int, kind: str, alternatives: Iterator[str]) -> str:
    return f"{{{weight}:{kind}:{'~'.join(alternatives)}}}"


def _words(field: Field) -> Iterator[str]:
    told = {wrong.value: f"#{cloze_text(sentence(wrong.words))}" for wrong in field.wrong}
    for word in field.words:
        yield f"{'=' if word == field.value else ''}{cloze_text(word)}{told.get(word, '')}"


def _numbers(field: Field) -> Iterator[str]:
    yield f"={_number(field.value, field.tolerance)}#{RIGHT}"
    for wrong in field.wrong:
        yield f"%0%{_number(wrong.value, wrong.tolerance)}#{cloze_text(sentence(wrong.words))}"


def _number(value: float | str, tolerance: float) -> str:
    return ":".join(written(float(value), tolerance))
