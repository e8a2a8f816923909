"""Blueprints: what a sheet or an exam is to hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Any, Literal

from msgspec import Meta
from msgspec.structs import replace

from solver import registry
from solver.checking.asked import require_asked
from solver.contract import Difficulty
from solver.record.engine import run
from solver.sheets import MOST_QUESTIONS
from solver.sheets.codes import read_code
from solver.sheets.own import OWN, own_givens
from solver.sheets.parts import MOST_PARTS
from solver.sheets.questions import Question, asking, question_of, question_with
from solver.sheets.schema import (
    ChoiceRules,
    Heading,
    Look,
    Marks,
    Options,
    Paragraph,
    PartRecord,
    Penalty,
    Record,
    SheetStyle,
    Tolerance,
    Words,
)
from solver.sheets.styles import has_options, is_example

Order = Literal["fixed", "shuffled"]
FADED_RUN = 4
"""A faded run needs this many problems of a type: worked, two with blanks, and the question only."""

Given = str | int | float | bool | list[Any]


class Asking(Record, frozen=True, kw_only=True):
    """A text and an answer of the teacher's, or what is asked of a type's answers."""

    text: Paragraph = ""
    asked: str | tuple[str, ...] = ()
    marks: Marks | None = None
    answer: Given = ""
    tolerance: Tolerance | None = None
    solution: Paragraph = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What it asks for."""
        return (self.asked,) if isinstance(self.asked, str) else self.asked


class PartPlan(Asking, frozen=True, kw_only=True):
    """A part of a question."""


class Chosen(Asking, frozen=True, kw_only=True):
    """A question that the teacher chose: by its code, or by type and givens, in own words if wanted.

    Or one that is drawn from a type, of the difficulty of the section if it has none of its own. Or one that
    the teacher wrote: a text with mathematics between dollars, and an answer. All may be asked in parts. What
    `options`, `none_of_these` and `penalty` do not say, the section does.
    """

    code: str = ""
    type: str = ""
    part: Annotated[tuple[PartPlan, ...], Meta(max_length=MOST_PARTS)] = ()
    givens: dict[str, Given] | None = None
    difficulty: Difficulty | None = None
    task: Paragraph = ""
    style: SheetStyle | None = None
    space: Words = ""
    options: Options | None = None
    none_of_these: bool | None = None
    penalty: Penalty | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether every student gets other numbers."""
        return bool(self.type) and self.givens is None


class SectionPlan(Record, frozen=True, kw_only=True):
    """Questions that are drawn and questions that were chosen, under a heading of their own.

    `marks` are for each question, `space` is how the room to work in looks; `options`, `none_of_these` and
    `penalty` are for those of style choice.
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
    space: Words = ""
    options: Options = 4
    none_of_these: bool = False
    penalty: Penalty = 0.0
    question: tuple[Chosen, ...] = ()

    @property
    def choice(self) -> ChoiceRules:
        return ChoiceRules(options=self.options, none_of_these=self.none_of_these, penalty=self.penalty)


class Blueprint(Look, frozen=True, kw_only=True):
    """A sheet or an exam; `marks` is the total that the sections must add up to, `logo` an image."""

    marks: Marks | None = None
    logo: Words = ""
    seed: Annotated[int, Meta(ge=0)] | None = None
    section: Annotated[tuple[SectionPlan, ...], Meta(min_length=1)]

    @property
    def heading(self) -> Heading:
        look = {name: getattr(self, name) for name in Look.__struct_fields__}
        return Heading(**look, marks=self.marks or sum(map(total, self.section)))


def total(plan: SectionPlan) -> float:
    """The marks of all questions of a section; what is worked out for the student earns none."""
    own = plan.marks or 0.0
    marked = sum(not is_example(plan.style, stage) for stage in chain(*runs(plan)))
    return marked * own + sum(worth(chosen, plan) for chosen in plan.question)


def chosen_style(chosen: Chosen, plan: SectionPlan) -> SheetStyle:
    """How a question that a teacher chose stands on the sheet; one in own words has room to work in."""
    return chosen.style or ("question" if chosen.text else plan.style)


def choice_rules(chosen: Chosen, plan: SectionPlan) -> ChoiceRules:
    """What holds for the options of a question that a teacher chose."""
    own = {name: getattr(chosen, name) for name in ChoiceRules.__struct_fields__}
    return replace(plan.choice, **{name: value for name, value in own.items() if value is not None})


def worth(chosen: Chosen, plan: SectionPlan) -> float:
    """The marks of a question that a teacher chose."""
    style = chosen_style(chosen, plan)
    if is_example(style, chosen_stage(style)):
        return 0.0
    own = plan.marks if chosen.marks is None else chosen.marks
    return own or 0.0 if not any(part.marks for part in chosen.part) else part_marks(chosen)


def part_marks(chosen: Chosen) -> float:
    """The marks of all parts of a question."""
    return sum(part.marks or 0.0 for part in chosen.part)


def chosen_stage(style: SheetStyle) -> float:
    """The stage of a question that a teacher chose: nothing of its working is printed."""
    return float(style == "faded")


def runs(plan: SectionPlan) -> list[list[float]]:
    """The stages of the questions that are drawn, those of a faded section in runs of one type each."""
    if not plan.count:
        return []
    if plan.style != "faded":
        return [[0.0] * plan.count]
    count = min(len(commands(plan.types, plan.topics)), max(1, plan.count // FADED_RUN))
    sizes = [plan.count // count + (position < plan.count % count) for position in range(count)]
    return [[turn / (size - 1) for turn in range(size)] for size in sizes]


def commands(types: Sequence[str], topics: Sequence[str]) -> tuple[str, ...]:
    """The types to choose from, without repetitions, in the order of the registry; all where none is named.

    Raises:
        InputError: a type or a topic is unknown.
    """
    known = registry.entries()
    wanted = {registry.find(name).command for name in types}
    wanted |= {entry.command for topic in topics for entry in registry.find_topic(topic)}
    return tuple(command for command in known if command in wanted or not (types or topics))


def chosen_question(chosen: Chosen, style: SheetStyle) -> Question:
    """The question that a teacher chose and that is not drawn, as it is asked in a style.

    Raises:
        InputError: the code, the type or a given is unusable, or there is no such answer.
    """
    if chosen.text:
        rows = chosen.part or (chosen,)
        return question_with(
            OWN,
            own_givens(
                chosen.text,
                [
                    (
                        row.text if chosen.part else "",
                        row.answer,
                        row.tolerance,
                        row.solution,
                        (row.marks or 0.0) if chosen.part else 0.0,
                    )
                    for row in rows
                ],
            ),
        )
    if chosen.code:
        return as_chosen(question_of(read_code(chosen.code)), chosen, style)
    return as_chosen(question_with(chosen.type, chosen.givens or {}), chosen, style)


def as_chosen(question: Question, chosen: Chosen, style: SheetStyle) -> Question:
    """The question in the words and the parts that a teacher chose, and for the answers that are asked.

    Raises:
        InputError: there is no such answer, or mathematics in the words of a part cannot be read.
    """
    question = question.reworded(chosen.task) if chosen.task else question
    if chosen.part:
        return _in_parts(question, chosen)
    return _asking_for(question, chosen, style) if chosen.names else question


def _in_parts(question: Question, chosen: Chosen) -> Question:
    """The question in parts, each of which asks for some answers.

    Raises:
        InputError: there is no such answer, or mathematics in the words of a part cannot be read.
    """
    asked = tuple(chain.from_iterable(part.names for part in chosen.part))
    solution = run(question.problem)
    require_asked(question.command, solution, asked)
    plans = tuple(
        PartRecord(asked=part.names, marks=part.marks or 0.0, text=part.text) for part in chosen.part
    )
    question = replace(question, asked=asked, task=chosen.task or question.stem, plans=plans)
    question.parts(solution)
    return question


def _asking_for(question: Question, chosen: Chosen, style: SheetStyle) -> Question:
    """The question that asks for some answers alone, in words of the type where the teacher has none.

    Raises:
        InputError: there is no such answer.
    """
    solution = run(question.problem)
    require_asked(question.command, solution, chosen.names)
    question = replace(question, asked=chosen.names)
    # Before options stands what they answer.
    if chosen.task or has_options(style):
        return question
    told = f"{question.stem} {asking(question.phrases(solution, chosen.names))}"
    return replace(question, task=told.strip())
