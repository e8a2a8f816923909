"""From a blueprint to the questions of every student."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import TypeAlias, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from solver.contract import Difficulty
from solver.errors import InputError
from solver.record.engine import run
from solver.rendering.printing import Style
from solver.sampling.random_stream import RandomStream
from solver.sheets.blueprint import (
    Blueprint,
    Chosen,
    Order,
    SectionPlan,
    as_chosen,
    choice_rules,
    chosen_question,
    chosen_stage,
    chosen_style,
    commands,
    runs,
    worth,
)
from solver.sheets.items import Ordered
from solver.sheets.options import options_of
from solver.sheets.questions import Question, drawn_question
from solver.sheets.schema import USUAL, ChoiceRules, Heading, SectionRecord, SheetRecord, SheetStyle, Student
from solver.sheets.serialization import question_record
from solver.sheets.styles import has_options, is_example

Item = TypeVar("Item")

_ATTEMPTS = 200
"""Number of draws without a new problem after which a type counts as having no more to give."""


Form: TypeAlias = tuple[frozenset[str], Mapping[str, object]]
"""The names of what is given, and the conventions: two problems of a type may else be two methods."""


class Slot(Struct, frozen=True):
    """A place on the sheet: a question that was chosen, or the types to draw one from.

    Another type than the first is taken only where the first cannot give one more problem. The questions of
    a `group`, where it is not 0, are of one type, and have the form that is `agreed` by its first. What is
    drawn for a place of its own is asked as that was `planned`.
    """

    style: SheetStyle
    marks: float
    commands: tuple[str, ...] = ()
    difficulty: Difficulty = "medium"
    stage: float = 0.0
    chosen: Question | None = None
    choice: ChoiceRules = USUAL
    space: str = ""
    group: int = 0
    agreed: Form | None = None
    planned: Chosen | None = None


class PlannedSection(Struct, frozen=True):
    """Slots under a heading of their own."""

    title: str
    instructions: str
    order: Order
    slots: tuple[Slot, ...]


class Plan(Struct, frozen=True):
    """What every student gets: the same types and marks, with other numbers."""

    heading: Heading
    seed: int
    sections: tuple[PlannedSection, ...]


class Ledger(Struct):
    """The problems that were given out, so that none is given twice while there is another."""

    taken: set[int] = field(default_factory=set)
    exhausted: set[tuple[str, str]] = field(default_factory=set)

    @property
    def repeated(self) -> list[str]:
        """The types, with their difficulty, of which there were not enough problems."""
        return sorted(f"{command} ({difficulty})" for command, difficulty in self.exhausted)


def plan_of(blueprint: Blueprint, seed: int) -> Plan:
    """The slots of a blueprint: which types come in which order is the same for every student."""
    sections = tuple(
        PlannedSection(
            plan.title, plan.instructions, plan.order, tuple(_slots(plan, f"sheet/{seed}/{position}"))
        )
        for position, plan in enumerate(blueprint.section)
    )
    return Plan(blueprint.heading, seed, sections)


def draw_sheet(
    plan: Plan, ledger: Ledger, student: Student | None = None, *, is_version: bool = False
) -> SheetRecord:
    """The questions of one student, or of a version that goes by the id of one.

    What is drawn depends on the seed, the student and the place on the sheet, and on the ledger
    only where a problem was given out before.

    Raises:
        InputError: a question cannot be offered in its style.
    """
    stream = f"sheet/{plan.seed}/{student.id if student else ''}"
    own: set[int] = set()
    places = count(1)
    sections = []
    for position, section in enumerate(plan.sections):
        drawn = []
        agreed: dict[int, Form] = {}
        for slot, place in zip(section.slots, places, strict=False):
            kept = replace(slot, agreed=agreed.get(slot.group))
            question = _question(kept, f"{stream}/{place}", ledger, own)
            if slot.group:
                agreed.setdefault(slot.group, _form(question))
            ordered = Ordered(question, slot.style, slot.marks, slot.stage, place, slot.choice, slot.space)
            drawn.append(question_record(ordered))
        if section.order == "shuffled":
            drawn = RandomStream(f"{stream}/{position}/order").shuffled(drawn)
        sections.append(
            SectionRecord(title=section.title, instructions=section.instructions, questions=tuple(drawn))
        )
    if student is not None and is_version:
        return SheetRecord(version=student.id, sections=tuple(sections))
    return SheetRecord(student=student, sections=tuple(sections))


def _slots(plan: SectionPlan, stream: str) -> Iterator[Slot]:
    own = plan.marks or 0.0
    known = commands(plan.types, plan.topics)
    if plan.style == "faded":
        kinds = RandomStream(f"{stream}/order").shuffled(known)
        turns = [[kind] for kind, stages in zip(kinds, runs(plan), strict=False) for _ in stages]
    else:
        turns = _turns(known, plan.count, stream)
    staged = [(stage, number) for number, stages in enumerate(runs(plan), 1) for stage in stages]
    for kinds_to_try, (stage, number) in zip(turns, staged, strict=True):
        group = number if plan.style == "faded" else 0
        marks = 0.0 if is_example(plan.style, stage) else own
        usual = Slot(plan.style, marks, tuple(kinds_to_try), plan.difficulty, stage, space=plan.space)
        yield replace(usual, choice=plan.choice, group=group)
    for chosen in plan.question:
        style = chosen_style(chosen, plan)
        stage = chosen_stage(style)
        own_marks = worth(chosen, plan)
        space, rules = chosen.space or plan.space, choice_rules(chosen, plan)
        slot = Slot(style, own_marks, stage=stage, choice=rules, space=space, planned=chosen)
        if chosen.is_drawn:
            difficulty = chosen.difficulty or plan.difficulty
            yield replace(slot, commands=commands((chosen.type,), ()), difficulty=difficulty)
        else:
            yield replace(slot, chosen=chosen_question(chosen, style))


def _turns(known: Sequence[str], count: int, stream: str) -> list[list[str]]:
    """For each question the types to try: all of them, another one first until all had their turn."""
    turns: list[list[str]] = []
    while len(turns) < count:
        order = RandomStream(f"{stream}/order/{len(turns)}").shuffled(known)
        turns += [[*order[position:], *order[:position]] for position in range(len(order))]
    return turns[:count]


def _question(slot: Slot, stream: str, ledger: Ledger, own: set[int]) -> Question:
    if slot.chosen is not None:
        return slot.chosen
    found = (_fresh(slot, command, stream, ledger, own) for command in slot.commands)
    question = next((question for question in found if question is not None), None)
    return question or _repeated(slot, stream)


def _repeated(slot: Slot, stream: str) -> Question:
    """A question of the slot's first type, though the sheet has had it.

    Raises:
        InputError: the type has none in the style that is wanted.
    """
    command = slot.commands[0]
    question = _first(slot, command, stream, lambda _: True)
    if question is None:
        raise InputError("the style", f"{slot.style} does not go with the problem type", command)
    return question


def _fresh(slot: Slot, command: str, stream: str, ledger: Ledger, own: set[int]) -> Question | None:
    """A question of the type that nobody has yet, or at least not this sheet."""
    kind = command, slot.difficulty
    if kind not in ledger.exhausted:
        found = _first(slot, command, stream, lambda mark: mark not in ledger.taken)
        if found is not None:
            mark = found.fingerprint
            ledger.taken.add(mark)
            own.add(mark)
            return found
        ledger.exhausted.add(kind)
    found = _first(slot, command, stream, lambda mark: mark not in own)
    if found is not None:
        own.add(found.fingerprint)
    return found


def _first(slot: Slot, command: str, stream: str, is_free: Callable[[int], bool]) -> Question | None:
    drawn = (_drawn(slot, command, f"{stream}/{command}/{attempt}") for attempt in range(_ATTEMPTS))
    asked = (_as_planned(q, slot) for q in drawn if is_free(q.fingerprint))
    return next((q for q in asked if q is not None and _serves(q, slot)), None)


def _drawn(slot: Slot, command: str, stream: str) -> Question:
    return drawn_question(command, slot.difficulty, RandomStream(stream))


def _as_planned(question: Question, slot: Slot) -> Question | None:
    """The question as it is to be asked; none where it has no such answers."""
    if slot.planned is None:
        return question
    try:
        return as_chosen(question, slot.planned, slot.style)
    except InputError:
        return None


def _form(question: Question) -> Form:
    """What an example of a problem shows how to do: what is given, and by which conventions."""
    return frozenset(question.problem.spelled), question.problem.settled_conventions


def _serves(question: Question, slot: Slot) -> bool:
    """Whether the question keeps to what is agreed, and has the wrong answers that a choice needs."""
    if slot.agreed is not None and _form(question) != slot.agreed:
        return False
    if not has_options(slot.style):
        return True
    solution = run(question.problem)
    try:
        options_of(question, solution, Style(exact=solution.exact), slot.choice)
    except InputError:
        return False
    return True
