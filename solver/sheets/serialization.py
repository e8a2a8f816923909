"""Between the sheets that are printed and what a manifest keeps of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from msgspec import structs
from msgspec.structs import replace

from solver.sheets.codes import read_code
from solver.sheets.items import Item, Ordered, Section, Sheet, make_item
from solver.sheets.options import Option
from solver.sheets.questions import question_with
from solver.sheets.schema import Heading, QuestionRecord, SectionRecord, SheetRecord
from solver.sheets.styles import shows_working


def from_record(record: SheetRecord, heading: Heading) -> Sheet:
    """The sheet that was recorded.

    Raises:
        InputError: the record does not fit this version of its problem types.
    """
    sections = []
    numbers = count(1)
    for section in record.sections:
        items = [
            make_item(next(numbers), _ordered(kept, heading), heading.digits, kept)
            for kept in section.questions
        ]
        sections.append(Section(section.title, section.instructions, tuple(items)))
    return Sheet(heading, tuple(sections), record.student, record.version)


def to_record(sheet: Sheet) -> SheetRecord:
    """What a manifest keeps of the sheet."""
    sections = tuple(
        SectionRecord(
            title=section.title,
            instructions=section.instructions,
            questions=tuple(map(_item_record, section.items)),
        )
        for section in sheet.sections
    )
    return SheetRecord(student=sheet.student, version=sheet.version, sections=sections)


def _item_record(item: Item) -> QuestionRecord:
    record = question_record(item.ordered, item.options, tuple(map(float, item.step_marks)))
    parts = (tuple(map(float, marks)) for marks in item.part_marks)
    shared = zip(record.parts, parts, strict=bool(item.part_marks))
    kept = tuple(structs.replace(part, shares=shares) for part, shares in shared)
    return structs.replace(record, parts=kept, shares=()) if kept else record


def question_record(
    ordered: Ordered, options: Sequence[Option] = (), shares: tuple[float, ...] = ()
) -> QuestionRecord:
    """What a manifest keeps of a question; without options and shares, they are settled when it is made."""
    question = ordered.question
    return QuestionRecord(
        place=ordered.place,
        type=question.command,
        givens=dict(question.problem.spelled),
        task=question.task,
        difficulty=question.difficulty,
        code=str(question.code or ""),
        style=ordered.style,
        marks=ordered.marks,
        stage=ordered.stage,
        asked=next((_answered(option) for option in options if option.answers), _asked(ordered)),
        options=tuple(option.mistakes for option in options if option.answers),
        changes=tuple(dict(option.changes) for option in options if option.answers),
        choice=ordered.choice,
        space=ordered.space,
        shares=shares,
        parts=question.plans,
    )


def _answered(option: Option) -> tuple[str, ...]:
    return tuple(answer.name for answer in option.answers)


def _asked(ordered: Ordered) -> tuple[str, ...]:
    """The answers that are asked for; where the working is printed, all that is left blank."""
    return () if shows_working(ordered.style, ordered.stage) else ordered.question.asked


def _ordered(kept: QuestionRecord, heading: Heading) -> Ordered:
    # A compact sheet has room to work in only where it was asked for.
    space = kept.space or ("none" if heading.compact else "")
    code = read_code(kept.code) if kept.code else None
    question = question_with(kept.type, kept.givens, kept.task)
    question = replace(question, difficulty=kept.difficulty, code=code, asked=kept.asked, plans=kept.parts)
    return Ordered(question, kept.style, kept.marks, kept.stage, kept.place, kept.choice, space)
