"""Blueprints read from TOML, each fault refused with its line."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

import msgspec

from solver import registry
from solver.contract import Difficulty
from solver.errors import InputError, shorten
from solver.record.marks import UNIT
from solver.rendering.labels import Labels
from solver.sampling.random_stream import RandomStream
from solver.sheets import MOST_QUESTIONS
from solver.sheets.blueprint import (
    FADED_RUN,
    Blueprint,
    Chosen,
    PartPlan,
    SectionPlan,
    as_chosen,
    chosen_question,
    chosen_stage,
    chosen_style,
    commands,
    part_marks,
    total,
    worth,
)
from solver.sheets.idle_keys import require_effects
from solver.sheets.languages import is_language
from solver.sheets.misfits import MisfitError
from solver.sheets.questions import drawn_question
from solver.sheets.schema import UNPRINTABLE, Record, SheetStyle
from solver.sheets.space import read_space
from solver.sheets.styles import shows_working
from solver.sheets.toml_lines import line_of

LARGEST_BLUEPRINT = 200_000
_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
DEEPEST_KEY = 20
_DRAWS = 20
"""Not every problem of a type may have the answers that are asked for."""
_QUOTED = re.compile(
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"""|\\?\Z)'
    r"|'''[^']*(?:'(?!'')[^']*)*(?:'''|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
"""What is quoted or a comment; where no mark ends it, all that is left."""
_DEEP_KEY = re.compile(rf"(?<![\w-])[\w-]+(?:[ \t]*\.[ \t]*[\w-]+){{{DEEPEST_KEY}}}")
_COMMA = re.compile(r"\d,\d")
_PLACE = re.compile(r" - at `\$\.?(?P<path>.*)`$")


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
    # The parser takes memory that grows with the square of the parts of a key.
    if _DEEP_KEY.search(_QUOTED.sub("q", text)):
        raise InputError(name, f"has a key of more than {DEEPEST_KEY} parts")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(name, f"is not TOML: {error}") from None
    except ValueError:
        raise InputError(name, "has a number of too many digits") from None
    except RecursionError:
        raise InputError(name, "is nested too deep") from None
    try:
        blueprint = _checked(data | _date_in_words(data))
        require_effects(data, blueprint)
        return blueprint
    except MisfitError as error:
        raise InputError(f"{name} line {line_of(text, error.path)}:", str(error)) from None


def checked_options(data: dict[str, Any]) -> Blueprint:
    """The blueprint that command-line options stand for.

    Raises:
        InputError: they do not fit each other; the message names the option.
    """
    try:
        return _checked(data)
    except MisfitError as error:
        option = {"types": "type", "topics": "topic"}.get(str(error.path[-1]), error.path[-1])
        raise InputError(f"--{option}", error.message) from None


def _checked(data: dict[str, Any]) -> Blueprint:
    """The blueprint of plain data.

    Raises:
        MisfitError: it is none, or no sheet can be made of it.
    """
    try:
        blueprint = msgspec.convert(data, Blueprint)
    except msgspec.ValidationError as error:
        raise _explained(error) from None
    check(blueprint)
    return blueprint


def check(blueprint: Blueprint) -> None:
    """Refuse what no sheet can be made of.

    Raises:
        MisfitError: naming the place.
    """
    if not blueprint.title.strip():
        raise MisfitError("must not be empty", "title", name="title")
    if not is_language(blueprint.language):
        words = f"must be the code of a language such as en, de or pt-BR, got {blueprint.language!r}"
        raise MisfitError(words, "language", name="language")
    for name in blueprint.labels:
        if name not in Labels.__struct_fields__:
            words = f"must name some of {', '.join(Labels.__struct_fields__)}, got {name!r}"
            raise MisfitError(words, "labels", name, name="labels")
    if blueprint.contradiction:
        words = f"fixed gives each question a page, which does not go with {blueprint.contradiction}"
        raise MisfitError(words, "layout", name="layout")
    # Each section takes work to check: too many questions are refused before that.
    count = sum(plan.count + len(plan.question) for plan in blueprint.section)
    if count > MOST_QUESTIONS:
        last = len(blueprint.section) - 1
        raise MisfitError(f"{count} questions are more than {MOST_QUESTIONS}", "section", last, "count")
    for position, plan in enumerate(blueprint.section):
        _check_section(plan, "section", position)
        if blueprint.decimal_comma:
            _check_decimals(plan, "section", position)
    together = sum(map(total, blueprint.section))
    if blueprint.marks is not None and together != blueprint.marks:
        raise MisfitError(
            f"the marks of the sections add up to {together:g}, not to {blueprint.marks:g}", "marks"
        )


def _date_in_words(data: dict[str, Any]) -> dict[str, str]:
    """The date of a blueprint that has one as TOML's own kind: 3 December 2026, or elsewhere 2026-12-03."""
    date = data.get("date")
    if not isinstance(date, datetime.date):
        return {}
    is_english = str(data.get("language", "en")).partition("-")[0].lower() == "en"
    return {"date": f"{date.day} {date:%B %Y}" if is_english else f"{date:%Y-%m-%d}"}


def _check_section(plan: SectionPlan, *place: str | int) -> None:
    if not plan.count and not plan.question:
        raise MisfitError("the section has no questions: give a count or [[section.question]]", *place)
    try:
        commands(plan.types, plan.topics)
    except InputError as error:
        key = "types" if error.name == "the problem type" else "topics"
        words = str(error).removeprefix(f"{error.name} ")
        raise MisfitError(words, *place, key, name=error.name) from None
    if (plan.types or plan.topics) and not plan.count:
        raise MisfitError("types and topics need a count of questions to draw", *place)
    if plan.penalty > 0 and not (plan.marks or any(chosen.marks for chosen in plan.question)):
        raise MisfitError("a penalty goes with marks", *place, "penalty")
    if plan.style == "faded" and plan.count and plan.count < FADED_RUN * max(len(plan.types), 1):
        raise MisfitError(
            f"a faded section needs {FADED_RUN} questions or more for each of its types", *place, "count"
        )
    _check_space(plan.space, *place)
    for position, chosen in enumerate(plan.question):
        _check_chosen(chosen, plan, *place, "question", position)
        _check_share(chosen, worth(chosen, plan), *place, "question", position)


def _check_decimals(plan: SectionPlan, *place: str | int) -> None:
    """Refuse answers whose commas are read as between numbers, and may be meant as those of decimals."""
    for position, chosen in enumerate(plan.question):
        rows = [((), chosen.answer), *((("part", i), part.answer) for i, part in enumerate(chosen.part))]
        for path, answer in rows:
            if isinstance(answer, str) and _COMMA.search(answer):
                words = f"must be a number with a point, as in 0.5, or a list, as in [0, 5], got {answer!r}"
                raise MisfitError(words, *place, "question", position, *path, "answer", name="answer")


def _check_chosen(chosen: Chosen, plan: SectionPlan, *place: str | int) -> None:
    style = chosen_style(chosen, plan)
    _check_space(chosen.space, *place)
    if [bool(chosen.code), bool(chosen.type), bool(chosen.text)].count(True) != 1:
        raise MisfitError("a chosen question has a code, or a type with its givens, or a text", *place)
    _check_own(chosen, *place)
    _check_parts(chosen, style, *place)
    if chosen.penalty and not worth(chosen, plan):
        raise MisfitError("a penalty goes with marks", *place, "penalty")
    if chosen.code and chosen.givens is not None:
        raise MisfitError("a code stands for givens of its own", *place, "givens")
    if chosen.names and shows_working(style, chosen_stage(style)):
        words = f"does not go with the style {style}, where all is asked that is left blank"
        raise MisfitError(words, *place, "asked", name="asked")
    try:
        if chosen.is_drawn:
            _require_drawn(chosen, chosen.difficulty or plan.difficulty, style)
        else:
            chosen_question(chosen, style)
    except InputError as error:
        raise MisfitError(_of_given(error), *place) from None


def _require_drawn(chosen: Chosen, difficulty: Difficulty, style: SheetStyle) -> None:
    """Refuse a type, or what is asked of it, where none of a few draws has it.

    Raises:
        InputError: saying what is wrong with the first one.
    """
    command, refused = registry.find(chosen.type).command, []
    for attempt in range(_DRAWS):
        question = drawn_question(command, difficulty, RandomStream(f"blueprint/{attempt}"))
        try:
            as_chosen(question, chosen, style)
        except InputError as error:
            refused.append(error)
        else:
            return
    raise refused[0]


def _of_given(error: InputError) -> str:
    """The message, with a given as it is called in a blueprint and not as the option that it is elsewhere."""
    option, is_option = error.name.removeprefix("--"), error.name.startswith("--")
    return f"the given {option.replace('-', '_')}{str(error)[len(error.name) :]}" if is_option else str(error)


def _check_own(chosen: Chosen, *place: str | int) -> None:
    """Refuse what does not go with a question in own words, or only with one."""
    own = {"answer": chosen.answer != "", "tolerance": chosen.tolerance is not None}
    own["solution"] = bool(chosen.solution)
    other = {"givens": chosen.givens is not None, "difficulty": chosen.difficulty is not None}
    other |= {"task": bool(chosen.task), "asked": bool(chosen.names)}
    other["style"] = chosen.style not in (None, "question")
    wrong = next((name for name, is_there in (other if chosen.text else own).items() if is_there), None)
    if wrong is not None:
        goes = "does not go with a text of your own" if chosen.text else "goes with a text of your own"
        raise MisfitError(goes, *place, wrong, name=wrong)
    beside = next((name for name, is_there in own.items() if is_there), None)
    if chosen.part and beside is not None:
        raise MisfitError("goes into the parts", *place, beside, name=beside)
    if chosen.tolerance is not None and chosen.answer == "":
        raise MisfitError("goes with an answer", *place, "tolerance", name="tolerance")


def _check_parts(chosen: Chosen, style: SheetStyle, *place: str | int) -> None:
    """Refuse parts that do not go with the question, with its style, or with each other."""
    if chosen.part and style != "question":
        raise MisfitError("parts go with the style question", *place, "part")
    if chosen.part and chosen.names:
        raise MisfitError("goes into the parts", *place, "asked", name="asked")
    for position, part in enumerate(chosen.part):
        _check_part(part, *place, "part", position, is_own=bool(chosen.text))
    marked = [part.marks is not None for part in chosen.part]
    if any(marked) and not all(marked):
        raise MisfitError("all parts have marks, or none has", *place, "part")
    if any(marked) and chosen.marks not in (None, part_marks(chosen)):
        words = f"the parts have {part_marks(chosen):g} marks, not {chosen.marks:g}"
        raise MisfitError(words, *place, "marks")


def _check_share(chosen: Chosen, marks: float, *place: str | int) -> None:
    """Refuse marks of which not every part could get some."""
    least = float(UNIT * len(chosen.part))
    if 0 < marks < least:
        words = f"must be {least:g} or more for {len(chosen.part)} parts, got {marks:g}"
        raise MisfitError(words, *place, "marks", name="marks")


def _check_part(part: PartPlan, *place: str | int, is_own: bool) -> None:
    """Refuse a part without what it asks, or with what only parts of the other kind of question have."""
    needed = "text" if is_own else "asked"
    if not (part.text.strip() if is_own else part.names):
        raise MisfitError("is missing", *place, name=needed)
    own = {"answer": part.answer != "", "tolerance": part.tolerance is not None}
    own["solution"] = bool(part.solution)
    other = {"asked": bool(part.names)}
    wrong = next((name for name, is_there in (other if is_own else own).items() if is_there), None)
    if wrong is not None:
        goes = "does not go with a text of your own" if is_own else "goes with a text of your own"
        raise MisfitError(goes, *place, wrong, name=wrong)
    if part.tolerance is not None and part.answer == "":
        raise MisfitError("goes with an answer", *place, "tolerance", name="tolerance")


def _check_space(text: str, *place: str | int) -> None:
    try:
        read_space(text)
    except InputError as error:
        raise MisfitError(str(error), *place, "space") from None


def _explained(error: msgspec.ValidationError) -> MisfitError:
    """What is wrong, in words."""
    message = str(error)
    place = _PLACE.search(message)
    words = _PLACE.sub("", message)
    names = re.findall(r"[^.\[\]]+", place["path"] if place else "")
    path = [int(name) if name.isdigit() else name for name in names]
    name = path[-1] if path and isinstance(path[-1], str) else ""
    unknown = re.match(r"Object contains unknown field `(\S+)`", words)
    if unknown:
        hint = _hint(unknown[1], _table(path).__struct_fields__)
        return MisfitError(f"unknown key {unknown[1]}{hint}", *path, unknown[1])
    missing = re.match(r"Object missing required field `(\S+)`", words)
    if missing:
        return MisfitError("is missing", *path, name=missing[1])
    if words.endswith(UNPRINTABLE):
        field = words.removesuffix(f" {UNPRINTABLE}")
        return MisfitError(UNPRINTABLE, *path, field, name=field)
    choice = re.match(r"Invalid enum value '(.*)'", words)
    if choice:
        known = _choices(get_type_hints(_table(path[:-1]))[name])
        got = shorten(choice[1])
        told = f"must be one of {', '.join(known)}, got {got!r}{_hint(got, known)}"
    else:
        told = re.sub(r"`([\w |]+)`", _kinds, words[0].lower() + words[1:])
    return MisfitError(f"is wrong: {told}", *path, name=name)


def _hint(text: str, known: Sequence[str]) -> str:
    nearest = get_close_matches(text, known, n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""


def _choices(hint: object) -> list[str]:
    """The words that a type offers, which may be optional."""
    parts = get_args(hint)
    return [word for part in parts for word in ([part] if isinstance(part, str) else _choices(part))]


def _kinds(found: re.Match[str]) -> str:
    """Kinds of values in words, from the names that msgspec has for them."""
    return " or ".join(_KINDS.get(kind, kind) for kind in found[1].split(" | ") if kind != "null")


def _table(path: Sequence[str | int]) -> type[Record]:
    """What a table of a blueprint is read as."""
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    tables: dict[str, type[Record]] = {"section": SectionPlan, "question": Chosen, "part": PartPlan}
    return tables.get(name, Blueprint)
