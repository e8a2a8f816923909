"""Moodle XML read, and answers to it marked, by the rules of Moodle 4.1.

They are those of lib/xmlize.php, question/format.php, question/format/xml/format.php, and of the question
types multianswer, numerical, shortanswer and multichoice.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from xml.parsers import expat

FRACTIONS = [
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5),
    *(11.11111, 10, 5, 0),
]  # fmt: skip
PIECE = 4096
FRACTION = r"(?:=|%(?P<share>-?[0-9]+(?:[.,][0-9]*)?)%)"
ANSWER = r"(?P<answer>.+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$))"
FEEDBACK = r"(?P<feedback>.*?(?<!\\)(?=[~}]|$))"
ALTERNATIVE = rf"(?P<fraction>{FRACTION})?{ANSWER}(?:#{FEEDBACK})?"
BARE = re.sub(r"\?P<\w+>", "?:", ALTERNATIVE)
KINDS = "NUMERICAL|NM|MULTICHOICE|MC|SHORTANSWER|SA|MW"
FIELD = re.compile(rf"\{{([0-9]*):({KINDS}):((?:{BARE})(?:~(?:{BARE}))*)\}}", re.DOTALL)
NUMBER = r"-?(?:(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?)"
NUMERICAL = re.compile(rf"({NUMBER})(?::({NUMBER}))?")
WRITTEN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?")
EPSILON = 1e-14


@dataclass
class Node:
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, list[Node]] = field(default_factory=dict)
    text: str = ""

    def at(self, path: str) -> str:
        node = self
        for name in path.split("/"):
            if name not in node.children:
                return ""
            node = node.children[name][0]
        return node.text.strip()


@dataclass(frozen=True)
class Alternative:
    fraction: float
    value: str
    tolerance: float
    feedback: str


@dataclass(frozen=True)
class Gap:
    kind: str
    alternatives: list[Alternative]
    weight: int = 1

    def marked(self, response: str) -> Alternative | None:
        """The first alternative that the response meets."""
        return next((one for one in self.alternatives if self._meets(one, response)), None)

    def _meets(self, one: Alternative, response: str) -> bool:
        if self.kind != "NUMERICAL":
            return one.value.casefold() == response.strip().casefold()
        number = WRITTEN.match(response.replace(" ", "").replace(",", ""))
        if one.value == "*" or number is None:
            return number is not None
        value = float(one.value)
        reach = one.tolerance + EPSILON * max(abs(one.tolerance), abs(value), EPSILON)
        return value - reach <= float(number[0]) <= value + reach


@dataclass(frozen=True)
class Question:
    kind: str
    name: str
    idnumber: str
    category: tuple[str, ...]
    text: str
    general: str
    gaps: list[Gap]

    def marked(self, responses: list[str]) -> tuple[float, list[str]]:
        """The share of the marks that is earned, and what is said to each response."""
        assert len(responses) == len(self.gaps)
        met = [gap.marked(response) for gap, response in zip(self.gaps, responses, strict=True)]
        earned = sum(gap.weight * one.fraction for gap, one in zip(self.gaps, met, strict=True) if one)
        whole = sum(gap.weight for gap in self.gaps)
        return earned / whole, [one.feedback if one else "" for one in met]


def xmlized(data: bytes) -> Node:
    """The tree of a file; pieces of text that are only white space are dropped, as Moodle drops them."""
    root = Node()
    path = [root]

    def start(tag: str, attributes: dict[str, str]) -> None:
        node = Node(attributes)
        path[-1].children.setdefault(tag, []).append(node)
        path.append(node)

    def end(_: str) -> None:
        path.pop()

    def characters(piece: str) -> None:
        if piece.strip():
            path[-1].text += piece

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    for begin in range(0, len(data), PIECE):
        parser.Parse(data[begin : begin + PIECE], False)
    parser.Parse(b"", True)
    return root.children["quiz"][0]


def read(data: bytes) -> list[Question]:
    """The questions as they are kept; those without a category before them are an error."""
    category: tuple[str, ...] = ()
    found: list[Question] = []
    known: set[tuple[tuple[str, ...], str]] = set()
    for node in xmlized(data).children["question"]:
        if node.attributes["type"] == "category":
            category = steps(node.at("category/text"))
            continue
        question = _question(node, category)
        assert (category, question.idnumber) not in known
        known.add((category, question.idnumber))
        found.append(question)
    return found


def steps(path: str) -> tuple[str, ...]:
    """The names of a path of categories; the first two stand for the course and its top."""
    first, second, *names = (
        param_text(part.replace("//", "/").strip()) for part in re.split("(?<!/)/(?!/)", path)
    )
    assert (first, second) == ("$course$", "top")
    return tuple(name for name in names if name != "top")


def param_text(text: str) -> str:
    return re.sub(r"<[^>]*>?", "", text).strip()


def alternatives(inside: str) -> list[Alternative]:
    """What is known for a field of a cloze question."""
    found, left = [], inside
    while left:
        match = re.match(ALTERNATIVE, left, re.DOTALL)
        assert match
        share = 1.0 if match["fraction"] == "=" else float(match["share"] or 0) / 100
        number = NUMERICAL.fullmatch(match["answer"])
        value, tolerance = number.groups() if number else (html.unescape(match["answer"]), 0)
        found.append(Alternative(share, value, float(tolerance or 0), html.unescape(match["feedback"] or "")))
        left = left[match.end() :]
        assert not left or left[0] == "~"
        left = left[1:]
    return found


def _question(node: Node, category: tuple[str, ...]) -> Question:
    kind = node.attributes["type"]
    text = node.at("questiontext/text")
    answers = [_answer(answer) for answer in node.children.get("answer", [])]
    own = [Gap({"multichoice": "MULTICHOICE"}.get(kind, "NUMERICAL"), answers)] if answers else []
    fields = [Gap(found[1], alternatives(found[2]), int(found[0] or 1)) for found in FIELD.findall(text)]
    return Question(
        kind,
        param_text(node.at("name/text")),
        node.at("idnumber"),
        category,
        text,
        node.at("generalfeedback/text"),
        fields if kind == "cloze" else own if kind != "essay" else [],
    )


def _answer(node: Node) -> Alternative:
    fraction = float(node.attributes["fraction"])
    assert abs(fraction) in FRACTIONS
    tolerance = float(node.at("tolerance") or 0)
    return Alternative(fraction / 100, node.at("text"), tolerance, node.at("feedback/text"))
