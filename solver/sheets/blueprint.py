"""Blueprints: what a sheet or an exam is to hold, read from TOML."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from solver import registry
from solver.codes import read_code
from solver.errors import InputError
from solver.problem import Difficulty
from solver.sheets.questions import Question, question_of, question_with
from solver.sheets.records import Heading, Marks, Paper, Paragraph, Record, SheetStyle, Words

Order = Literal["fixed", "shuffled"]
FADED_RUN = 4
"""A faded run needs this many problems of a type: worked, two with blanks, and the question only."""

MOST_QUESTIONS = 200
LARGEST_BLUEPRINT = 200_000
Given = str | int | float | bool | list[Any]

_PLACE = re.compile(r" - at `\$\.?(?P<path>.*)`$")
_HEADER = re.compile(r"\s*\[\[?\s*([\w.\-\"' ]+?)\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")


class Chosen(Record, frozen=True, kw_only=True):
    """A question that the teacher chose: by its code, or by type and givens, in own words if wanted."""

    code: str = ""
    type: str = ""
    givens: dict[str, Given] = msgspec.field(default_factory=dict)
    task: Paragraph = ""
    marks: Marks | None = None
    style: SheetStyle | None = None


class SectionPlan(Record, frozen=True, kw_only=True):
    """Questions that are drawn and questions that were chosen, under a heading of their own.

    `marks` are for each question.
    """

    title: Words = ""
    instructions: Paragraph = ""
    types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    count: Annotated[int, Meta(ge=0, le=MOST_QUESTIONS)] = 0
    marks: Marks | None = None
    difficulty: Difficulty = "medium"
    style: SheetStyle = "question"
    order: Order = "fixed"
    question: tuple[Chosen, ...] = ()


class Blueprint(Record, frozen=True, kw_only=True):
    """A sheet or an exam; `marks` is the total that the sections must add up to."""

    title: Words = "Practice sheet"
    institution: Words = ""
    course: Words = ""
    date: Words = ""
    duration: Words = ""
    instructions: Paragraph = ""
    marks: Marks | None = None
    paper: Paper = "a4"
    digits: Annotated[int, Meta(ge=1, le=30)] = 4
    seed: Annotated[int, Meta(ge=0)] | None = None
    section: Annotated[tuple[SectionPlan, ...], Meta(min_length=1)]

    @property
    def heading(self) -> Heading:
        return Heading(
            title=self.title,
            institution=self.institution,
            course=self.course,
            date=self.date,
            duration=self.duration,
            instructions=self.instructions,
            marks=self.marks or sum(map(total, self.section)),
            paper=self.paper,
            digits=self.digits,
        )


def read_blueprint(text: str, name: str) -> Blueprint:
    """Read and check a blueprint.

    Args:
        text: TOML.
        name: what it is called in messages, such as its file name.

    Raises:
        InputError: it is no blueprint; the message names the line.
    """
    if len(text) > LARGEST_BLUEPRINT:
        raise InputError(name, f"must have at most {LARGEST_BLUEPRINT} characters", str(len(text)))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(name, f"is not TOML: {error}") from None
    except RecursionError:
        raise InputError(name, "is nested too deep") from None
    try:
        blueprint = msgspec.convert(data | _date_in_words(data), Blueprint)
        check(blueprint)
    except msgspec.ValidationError as error:
        message, path = _explained(error)
        raise InputError(f"{name} line {line_of(text, path)}:", message) from None
    except MisfitError as error:
        raise InputError(f"{name} line {line_of(text, error.path)}:", str(error)) from None
    return blueprint


def checked_options(data: dict[str, Any]) -> Blueprint:
    """The blueprint that command-line options stand for.

    Raises:
        InputError: they do not fit each other; the message names the option.
    """
    try:
        blueprint = msgspec.convert(data, Blueprint)
        check(blueprint)
    except msgspec.ValidationError as error:
        message, path = _explained(error)
        raise InputError(f"--{path[-1]}", message) from None
    except MisfitError as error:
        raise InputError(f"--{error.path[-1]}", str(error)) from None
    return blueprint


class MisfitError(Exception):
    """Parts of a blueprint that do not fit each other; `path` leads to the place."""

    def __init__(self, message: str, *path: str | int) -> None:
        self.path = path
        super().__init__(message)


def check(blueprint: Blueprint) -> None:
    """Refuse what no sheet can be made of.

    Raises:
        MisfitError: naming the place.
    """
    for position, plan in enumerate(blueprint.section):
        _check_section(plan, "section", position)
    count = sum(plan.count + len(plan.question) for plan in blueprint.section)
    if count > MOST_QUESTIONS:
        last = len(blueprint.section) - 1
        raise MisfitError(f"{count} questions are more than {MOST_QUESTIONS}", "section", last, "count")
    together = sum(map(total, blueprint.section))
    if blueprint.marks is not None and together != blueprint.marks:
        raise MisfitError(
            f"the marks of the sections add up to {together:g}, not to {blueprint.marks:g}", "marks"
        )


def total(plan: SectionPlan) -> float:
    """The marks of all questions of a section; what is worked out for the student earns none."""
    own = plan.marks or 0.0
    examples = {"worked": plan.count, "faded": len(runs(plan))}.get(plan.style, 0)
    return (plan.count - examples) * own + sum(worth(chosen, plan) for chosen in plan.question)


def worth(chosen: Chosen, plan: SectionPlan) -> float:
    """The marks of a question that a teacher chose."""
    if (chosen.style or plan.style) == "worked":
        return 0.0
    return (plan.marks or 0.0) if chosen.marks is None else chosen.marks


def runs(plan: SectionPlan) -> list[int]:
    """How many questions each run of a faded section has, all of one type."""
    count = min(len(commands(plan.types, plan.topics)), max(1, plan.count // FADED_RUN))
    return [plan.count // count + (position < plan.count % count) for position in range(count) if plan.count]


def commands(types: Sequence[str], topics: Sequence[str]) -> tuple[str, ...]:
    """The types to choose from, without repetitions, in the order of the registry; all where none is named.

    Raises:
        InputError: a type or a topic is unknown.
    """
    known = registry.entries()
    wanted = {registry.find(name).command for name in types}
    titles = list(dict.fromkeys(entry.topic for entry in known.values()))
    for topic in topics:
        name = topic.replace("-", " ").replace("_", " ").lower()
        if name not in titles:
            raise InputError("the topic", f"must be one of {', '.join(titles)}", topic or "nothing")
        wanted |= {entry.command for entry in known.values() if entry.topic == name}
    return tuple(command for command in known if command in wanted or not (types or topics))


def chosen_question(chosen: Chosen) -> Question:
    """The question that a teacher chose.

    Raises:
        InputError: the code, the type or a given is unusable.
    """
    if not chosen.code:
        return question_with(chosen.type, chosen.givens, chosen.task)
    question = question_of(read_code(chosen.code))
    task = chosen.task or question.task
    return Question(question.command, question.problem, task, question.difficulty, question.code)


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line of a TOML text where a key or a table stands, or the nearest one above it."""
    best, longest = 1, 0
    counts: dict[str, int] = {}
    table: list[str | int] = []
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _table_path(header[1], counts)
        place = [*table, key[1]] if key and not header else table
        if (header or key) and len(place) > longest and list(path[: len(place)]) == place:
            best, longest = number, len(place)
    return best


def _table_path(header: str, counts: dict[str, int]) -> list[str | int]:
    """The path of a table header, of which `counts` have been seen; a table of an array counts from 0."""
    names = [part.strip(" \"'") for part in header.split(".")]
    path: list[str | int] = []
    for depth, name in enumerate(names, 1):
        full = ".".join(names[:depth])
        if depth == len(names):
            counts[full] = counts.get(full, -1) + 1
            for inner in [known for known in counts if known.startswith(f"{full}.")]:
                del counts[inner]
        path += [name, counts.get(full, 0)]
    return path


def _date_in_words(data: dict[str, Any]) -> dict[str, str]:
    """The date of a blueprint that has one as TOML's own kind, as 3 December 2026."""
    date = data.get("date")
    return {"date": f"{date.day} {date:%B %Y}"} if isinstance(date, datetime.date) else {}


def _check_section(plan: SectionPlan, *place: str | int) -> None:
    if not plan.count and not plan.question:
        raise MisfitError("the section has no questions: give a count or [[section.question]]", *place)
    try:
        commands(plan.types, plan.topics)
    except InputError as error:
        raise MisfitError(
            str(error), *place, "types" if error.name == "the problem type" else "topics"
        ) from None
    if (plan.types or plan.topics) and not plan.count:
        raise MisfitError("types and topics need a count of questions to draw", *place)
    if plan.style == "faded" and plan.count and plan.count < FADED_RUN * max(len(plan.types), 1):
        raise MisfitError(
            f"a faded section needs {FADED_RUN} questions or more for each of its types", *place, "count"
        )
    for position, chosen in enumerate(plan.question):
        _check_chosen(chosen, *place, "question", position)


def _check_chosen(chosen: Chosen, *place: str | int) -> None:
    if bool(chosen.code) == bool(chosen.type):
        raise MisfitError("a chosen question has a code, or a type with its givens", *place)
    if chosen.code and chosen.givens:
        raise MisfitError("a code stands for givens of its own", *place, "givens")
    try:
        chosen_question(chosen)
    except InputError as error:
        raise MisfitError(str(error), *place) from None


def _explained(error: msgspec.ValidationError) -> tuple[str, list[str | int]]:
    """What is wrong, in words, and the path to it."""
    message = str(error)
    place = _PLACE.search(message)
    words = _PLACE.sub("", message).replace("`", "")
    names = re.findall(r"[^.\[\]]+", place["path"] if place else "")
    path = [int(name) if name.isdigit() else name for name in names]
    unknown = re.match(r"Object contains unknown field (\S+)", words)
    if unknown:
        known = {"section": SectionPlan, "question": Chosen}.get(_table(path), Blueprint)
        nearest = get_close_matches(unknown[1], known.__struct_fields__, n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        return f"unknown key {unknown[1]}{hint}", [*path, unknown[1]]
    named = f"{path[-1]} " if path and isinstance(path[-1], str) else ""
    return f"{named}is wrong: {words[0].lower()}{words[1:]}", path


def _table(path: Sequence[str | int]) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")
