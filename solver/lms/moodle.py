"""Moodle XML: each question with its worked solution, in a category for each place of the blueprint and type.

What Moodle 4 does when it reads such a file decides about the forms: it drops the idnumber of a cloze
question, so that the code stands in every name; it drops a second question of an idnumber without a word;
names and categories lose what looks like a tag; and a cloze field ends at signs that are written as
entities here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from xml.etree import ElementTree as ET

from solver.lms.fields import Field, Fields, Group
from solver.rendering.exporters.base import Wanted
from solver.rendering.exporters.html import EXPORTER
from solver.rendering.printing import Style
from solver.sheets.items import Item, Sheet
from solver.sheets.options import Option

MOST_QUESTIONS = 3_000
LONGEST_NAME, LONGEST_ID = 200, 90
FRACTIONS = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5,
    11.11111, 10, 5, 0,
)  # fmt: skip
"""The per cents that Moodle knows; any other one stops the import."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_OTHER = "This is not the expected value, and none that a known mistake leads to."


def moodle_xml(title: str, sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The pieces of the file; a question that several sheets have stands there once."""
    categories: dict[tuple[int, str], dict[int, bytes]] = {}
    for sheet in sheets:
        for item in sheet.items:
            if not item.is_example:
                key = item.ordered.place, item.question.command
                known = categories.setdefault(key, {})
                mark = item.question.fingerprint
                if mark not in known:
                    known[mark] = _bytes(_question(item, len(known) + 1))
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    for (place, command), questions in sorted(categories.items()):
        yield _bytes(_category(title, place, command))
        yield from questions.values()
    yield b"</quiz>\n"


def _bytes(element: ET.Element) -> bytes:
    return f"{ET.tostring(element, encoding='unicode')}\n".encode()


def _category(title: str, place: int, command: str) -> ET.Element:
    question = ET.Element("question", type="category")
    # A single slash parts categories, a double one stands for itself.
    path = "/".join(part.replace("/", "//") for part in (plain(title), f"{place:02} {command}"))
    _text(ET.SubElement(question, "category"), f"$course$/top/{path}")
    return question


def plain(text: str) -> str:
    """Text for a name: Moodle takes away what looks like a tag, and all behind it."""
    bare = _UNPRINTABLE.sub(" ", text).replace("<", "‹").replace(">", "›")
    return " ".join(bare.split())[:LONGEST_NAME] or "questions"


def _question(item: Item, number: int) -> ET.Element:
    fields = Fields(item)
    if item.options:
        return _multichoice(item, number)
    groups = fields.groups
    if not groups:
        return _essay(item, number)
    first = groups[0].rows[0][0]
    if len(groups) == 1 and groups[0].is_single and not first.words:
        return _numerical(item, number, first)
    return _cloze(item, number, groups)


def _opened(item: Item, number: int, kind: str, after: str = "") -> ET.Element:
    """A question with what all kinds have."""
    question = ET.Element("question", type=kind)
    code = str(item.question.code or f"{item.ordered.place}-{number}")
    _text(ET.SubElement(question, "name"), plain(f"{item.question.command} {code}"))
    _html(question, "questiontext", _task(item) + after)
    _html(question, "generalfeedback", _page(item, "lms_solution"))
    if kind != "cloze":
        _leaf(question, "defaultgrade", f"{item.marks or 1:g}")
    _leaf(question, "penalty", "0")
    _leaf(question, "hidden", "0")
    _leaf(question, "idnumber", f"{item.ordered.place}-{code}"[:LONGEST_ID])
    return question


def _multichoice(item: Item, number: int) -> ET.Element:
    question = _opened(item, number, "multichoice")
    _leaf(question, "single", "true")
    _leaf(question, "shuffleanswers", "false")
    _leaf(question, "answernumbering", "ABCD")
    cost = item.ordered.choice.penalty / item.marks if item.marks else 0.0
    for option in item.options:
        fraction = 100.0 if option.is_right else -_nearest(100 * cost)
        _answer(question, fraction, _option(item, option), option.words or "Right.", as_html=True)
    return question


def _numerical(item: Item, number: int, field: Field) -> ET.Element:
    question = _opened(item, number, "numerical")
    _tolerant(question, 100, _number(float(field.value)), field.tolerance, "Right.")
    for wrong in field.wrong:
        _tolerant(question, 0, _number(wrong.value), wrong.tolerance, _sentence(wrong.words))
    _tolerant(question, 0, "*", 0, _OTHER)
    return question


def _cloze(item: Item, number: int, groups: Sequence[Group]) -> ET.Element:
    rows = []
    for group in groups:
        lines = ("".join(f"<td>{_gap(field)}</td>" for field in row) for row in group.rows)
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        rows.append(f"<p>{_without_braces(escape(group.phrase))}:</p>\n<table><tbody>{body}</tbody></table>")
    return _opened(item, number, "cloze", "\n".join(rows))


def _essay(item: Item, number: int) -> ET.Element:
    question = _opened(item, number, "essay")
    answer = ET.SubElement(question, "answer", fraction="0")
    _text(answer, "")
    _leaf(question, "responseformat", "editor")
    _leaf(question, "responserequired", "1")
    _leaf(question, "responsefieldlines", "15")
    _html(question, "graderinfo", _page(item, "lms_solution"))
    return question


def _gap(field: Field) -> str:
    """A field of a cloze question."""
    if field.words:
        options = (f"{'=' if word == field.value else ''}{cloze_text(word)}" for word in field.words)
        return f"{{1:MULTICHOICE:{'~'.join(options)}}}"
    right = f"={_number(float(field.value))}:{_number(field.tolerance)}#Right."
    wrong = (
        f"%0%{_number(one.value)}:{_number(one.tolerance)}#{cloze_text(_sentence(one.words))}"
        for one in field.wrong
    )
    return f"{{1:NUMERICAL:{'~'.join((right, *wrong))}}}"


def cloze_text(text: str) -> str:
    """Text within a field, whose own signs are written as entities."""
    safe = escape(" ".join(_UNPRINTABLE.sub(" ", text).split()), quote=True)
    for sign in "~}{\\=%":
        safe = safe.replace(sign, f"&#{ord(sign)};")
    # What Moodle takes for the beginning of feedback is a # that no & stands before.
    return re.sub(r"(?<!&)#", "&#35;", safe)


def _task(item: Item) -> str:
    return _without_braces(_page(item, "lms_task"))


def _without_braces(text: str) -> str:
    """HTML in which no brace begins a field."""
    return text.replace("{", "&#123;").replace("}", "&#125;")


def _page(item: Item, template: str, **more: object) -> str:
    style = Style(exact=item.solution.exact)
    return EXPORTER.page(template, Wanted(style), item=item, **more).strip()


def _option(item: Item, option: Option) -> str:
    return _page(item, "lms_option", option=option)


def _answer(question: ET.Element, fraction: float, text: str, feedback: str, *, as_html: bool) -> ET.Element:
    answer = ET.SubElement(question, "answer", fraction=f"{fraction:g}")
    answer.set("format", "html" if as_html else "moodle_auto_format")
    _text(answer, text)
    _html(answer, "feedback", f"<p>{escape(_sentence(feedback))}</p>")
    return answer


def _tolerant(question: ET.Element, fraction: float, text: str, tolerance: float, feedback: str) -> None:
    answer = _answer(question, fraction, text, feedback, as_html=False)
    _leaf(answer, "tolerance", _number(tolerance))


def _nearest(share: float) -> float:
    return min(FRACTIONS, key=lambda known: abs(known - share))


def _number(value: float) -> str:
    return f"{value:.12g}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"


def _html(parent: ET.Element, tag: str, content: str) -> None:
    _text(ET.SubElement(parent, tag, format="html"), content)


def _text(parent: ET.Element, content: str) -> None:
    _leaf(parent, "text", content)


def _leaf(parent: ET.Element, tag: str, content: str) -> None:
    ET.SubElement(parent, tag).text = content
