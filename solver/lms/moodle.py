"""Moodle XML: each question with its worked solution, in a category for each place of the blueprint and type.

What Moodle 4 does when it reads such a file decides about the forms. Its reader drops each piece of text
that is only white space, and pieces end at entities: text is CDATA, which has no entities, in one line,
which some parsers take for a piece. It drops the idnumber of a cloze question, so that the code stands in
every name; it drops a second question of an idnumber without a word; names and categories lose what looks
like a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from solver.lms.cloze import gaps, without_braces
from solver.lms.fields import Field, Fields, Group
from solver.lms.wording import HOW_TO_WRITE, OTHER, RIGHT, WRONG, sentence, written
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
_BESIDE_TEXT = re.compile(r"[<&>\s]")
_HOW = f"<p>{escape(HOW_TO_WRITE)}</p>"
_TOP = "top"
"""A category of this name is left out by Moodle."""


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
    width = len(str(max((place for place, _ in categories), default=0)))
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    for (place, command), questions in sorted(categories.items()):
        yield _bytes(_category(title, f"{place:0{max(width, 2)}} {command}"))
        yield from questions.values()
    yield b"</quiz>\n"


def _bytes(element: ET.Element) -> bytes:
    return _written(element).encode()


def _written(element: ET.Element) -> str:
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.items())
    inside = _data(element.text) if element.text else "".join(map(_written, element))
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>\n"


def _data(text: str) -> str:
    """Text of an element, in one line."""
    line = re.sub(r"[ \t\r\n]+", " ", _UNPRINTABLE.sub(" ", text)).strip()
    if not _BESIDE_TEXT.search(line):
        return line
    return f"<![CDATA[{line.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _category(title: str, name: str) -> ET.Element:
    question = ET.Element("question", type="category")
    path = "/".join(("$course$", _TOP, _step(plain(title)), name))
    _text(ET.SubElement(question, "category"), path)
    return question


def _step(name: str) -> str:
    """A category as a step of a path: a single slash parts steps, a double one stands for itself."""
    step = name.replace("/", "//")
    # White space around a step goes; without it, a slash at an end would be one of three.
    return f" {step} " if name.startswith("/") or name.endswith("/") else step


def plain(text: str) -> str:
    """Text for a name: Moodle takes away what looks like a tag, and all behind it."""
    bare = _UNPRINTABLE.sub(" ", text).replace("<", "‹").replace(">", "›")
    name = " ".join(bare.split())[:LONGEST_NAME].strip() or "questions"
    return name.capitalize() if name == _TOP else name


def _question(item: Item, number: int) -> ET.Element:
    fields = Fields(item)
    if item.options:
        return _multichoice(item, number)
    groups = fields.groups
    if not groups:
        return _essay(item, number)
    first, *others = (field for group in groups for field in group.fields)
    if not others and first.is_number:
        return _numerical(item, number, first)
    return _cloze(item, number, groups)


def _opened(item: Item, number: int, kind: str, after: str = "") -> ET.Element:
    """A question with what all kinds have."""
    question = ET.Element("question", type=kind)
    code = str(item.question.code or f"{item.ordered.place}-{number}")
    _text(ET.SubElement(question, "name"), plain(f"{item.question.command} {code}"))
    _html(question, "questiontext", without_braces(_page(item, "lms_task")) + after)
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
        words = RIGHT if option.is_right else option.words or WRONG
        _answer(question, fraction, _option(item, option), words, as_html=True)
    return question


def _numerical(item: Item, number: int, field: Field) -> ET.Element:
    question = _opened(item, number, "numerical", _HOW)
    _number(question, 100, written(float(field.value), field.tolerance), RIGHT)
    for wrong in field.wrong:
        _number(question, 0, written(float(wrong.value), wrong.tolerance), wrong.words)
    _number(question, 0, ("*", "0"), OTHER)
    return question


def _cloze(item: Item, number: int, groups: Sequence[Group]) -> ET.Element:
    has_numbers = any(field.is_number for group in groups for field in group.fields)
    return _opened(item, number, "cloze", f"{_HOW if has_numbers else ''}{gaps(groups)}")


def _essay(item: Item, number: int) -> ET.Element:
    question = _opened(item, number, "essay")
    answer = ET.SubElement(question, "answer", fraction="0")
    _text(answer, "")
    _leaf(question, "responseformat", "editor")
    _leaf(question, "responserequired", "1")
    _leaf(question, "responsefieldlines", "15")
    _html(question, "graderinfo", _page(item, "lms_solution"))
    return question


def _page(item: Item, template: str, **more: object) -> str:
    style = Style(exact=item.solution.exact)
    return EXPORTER.page(template, Wanted(style), item=item, **more).strip()


def _option(item: Item, option: Option) -> str:
    return _page(item, "lms_option", option=option)


def _answer(question: ET.Element, fraction: float, text: str, feedback: str, *, as_html: bool) -> ET.Element:
    answer = ET.SubElement(question, "answer", fraction=f"{fraction:.7g}")
    answer.set("format", "html" if as_html else "moodle_auto_format")
    _text(answer, text)
    _html(answer, "feedback", f"<p>{escape(sentence(feedback))}</p>")
    return answer


def _number(question: ET.Element, fraction: float, number: tuple[str, str], feedback: str) -> None:
    text, tolerance = number
    answer = _answer(question, fraction, text, feedback, as_html=False)
    _leaf(answer, "tolerance", tolerance)


def _nearest(share: float) -> float:
    return min(FRACTIONS, key=lambda known: abs(known - share))


def _html(parent: ET.Element, tag: str, content: str) -> None:
    _text(ET.SubElement(parent, tag, format="html"), content)


def _text(parent: ET.Element, content: str) -> None:
    _leaf(parent, "text", content)


def _leaf(parent: ET.Element, tag: str, content: str) -> None:
    ET.SubElement(parent, tag).text = content
