"""Fields within a text of Moodle, in its Cloze notation.

What Moodle 4 does when it reads them decides about the forms: a field ends at signs that are written as
entities here, and entities within a field are decoded once before the rest is taken for HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from solver.lms.fields import Field, Group, Table
from solver.lms.wording import RIGHT, sentence, written

_WIDE = '<div style="overflow-x: auto">'
_SIGNS = {sign: f"&#{ord(sign)};" for sign in "~}{\\=%"}


def gaps(groups: Sequence[Group]) -> str:
    """The entries of answers as fields in tables, below what they are."""
    return "\n".join(_table(group, table) for group in groups for table in group.tables)


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


def _table(group: Group, table: Table) -> str:
    label = f" ({table.label})" if table.label else ""
    lines = ("".join(f"<td>{_gap(field)}</td>" for field in row) for row in table.rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    phrase = without_braces(escape(group.phrase))
    return f"<p>{phrase}{label}:</p>{_WIDE}<table><tbody>{body}</tbody></table></div>"


def _gap(field: Field) -> str:
    if field.words:
        return _field("MULTICHOICE", _words(field))
    if field.spellings:
        return _field("SHORTANSWER", (f"={cloze_text(spelling)}" for spelling in field.spellings))
    return _field("NUMERICAL", _numbers(field))


def _field(kind: str, alternatives: Iterator[str]) -> str:
    return f"{{1:{kind}:{'~'.join(alternatives)}}}"


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
