"""What stands on a sheet: questions with their solutions, and what is left to do of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from solver.checking.asked import all_asked, wanted_names
from solver.checking.part_marks import PartWorth, portions, whole_of
from solver.record.blocks import Phrase
from solver.record.engine import solve_problem
from solver.record.solution import Answer, Given, Solution
from solver.rendering.page_data import Room
from solver.rendering.printing import Style
from solver.sheets.blanks import FEWEST_LINES, Blanked, Part, faded, with_blanks, work_lines, worked
from solver.sheets.options import Option, kept_options, options_of
from solver.sheets.parts import QuestionPart, together
from solver.sheets.questions import Question, asking
from solver.sheets.schema import USUAL, ChoiceRules, Heading, QuestionRecord, SheetStyle, Student
from solver.sheets.space import read_space
from solver.sheets.styles import has_options, is_example, shows_working


class Ordered(Struct, frozen=True):
    """A question as a section orders it: in which style, for how many marks, at which stage of fading.

    `place` is its number in the blueprint, `choice` how its options are made where it has any, `space` how
    its room to work in looks.
    """

    question: Question
    style: SheetStyle = "question"
    marks: float = 0.0
    stage: float = 0.0
    place: int = 1
    choice: ChoiceRules = USUAL
    space: str = ""


NOTHING = Blanked(())


class Item(Struct, frozen=True, dict=True):
    """A question with its place on the sheet, its solution, and what is left to do of it.

    Attributes:
        blanked: its working as far as it is printed.
        options: the answers to choose from.
        step_marks: what each step is worth; none where the question is worth nothing or all at once.
        part_marks: the same for each part, where it has such.
    """

    number: int
    ordered: Ordered
    solution: Solution
    blanked: Blanked = NOTHING
    options: tuple[Option, ...] = ()
    step_marks: tuple[Fraction, ...] = ()
    part_marks: tuple[tuple[Fraction, ...], ...] = ()

    @property
    def question(self) -> Question:
        return self.ordered.question

    @property
    def style(self) -> SheetStyle:
        return self.ordered.style

    @property
    def marks(self) -> float:
        return self.ordered.marks

    @property
    def task(self) -> str:
        """What is to be done; before options only what the problem is, unless a teacher put it in words."""
        return self.question.stem if self.options else self.question.task

    @cached_property
    def opening(self) -> tuple[Phrase, ...]:
        """The same in words and mathematics, where it has such."""
        return self.question.stem_opening if self.options else self.question.opening

    @cached_property
    def made(self) -> dict[object, Markup]:
        """What pages have made of it, for others that look the same in it."""
        return {}

    @cached_property
    def asked_parts(self) -> tuple[QuestionPart, ...]:
        """The parts in which it is asked, (a), (b) and so on, if it is."""
        return self.question.parts(self.solution)

    @property
    def givens(self) -> tuple[Given, ...]:
        """The givens that are told: without those that only other answers than the asked ones are for."""
        asked = {one.whole.name for one in all_asked(self.solution, self._named)}
        is_theirs = self.question.is_in_own_words
        return tuple(
            given
            for given in self.solution.givens
            if is_theirs or not given.serves or not asked.isdisjoint(given.serves)
        )

    @property
    def _named(self) -> tuple[str, ...]:
        """The names of what is asked, of all answers where there is none."""
        if self.shows_working:
            return ()
        offered = next((option.answers for option in self.options if option.answers), ())
        return tuple(answer.name for answer in offered) or self.question.asked

    @property
    def lettered(self) -> tuple[Phrase, ...]:
        """The paragraphs of its parts with their letters and marks, where it has such."""
        return together(self.asked_parts)

    @property
    def asks(self) -> str:
        """What the options answer, in words; nothing where there are none."""
        chosen = next((option.answers for option in self.options if option.answers), ())
        return asking([answer.phrase or answer.name for answer in chosen]) if chosen else ""

    @property
    def penalty(self) -> float:
        """What a wrong option costs."""
        return self.ordered.choice.penalty if self.options and self.marks else 0.0

    @property
    def asked(self) -> tuple[Answer, ...]:
        """The answers that are asked for."""
        return tuple(one.answer for one in all_asked(self.solution, self.question.asked))

    @property
    def key_answers(self) -> tuple[Answer, ...]:
        """The answers of the key: those that are asked for, with the letters of their parts.

        Where options are about one, or the working is printed, it has all that there are.
        """
        if not self.question.plans:
            wanted = all_asked(self.solution, self.question.asked)
            is_in_full = not any(one.path for one in wanted) and (self.options or self.shows_working)
            return self.solution.answers if is_in_full else self.asked
        return tuple(
            replace(one.answer, phrase=f"({part.letter}) {one.answer.phrase or one.name}")
            for part in self.asked_parts
            for one in all_asked(self.solution, part.asked)
        )

    def listed_answers(self, points: Callable[[float], str]) -> tuple[Answer, ...]:
        """The answers that are asked for, those of parts with their letters and marks."""
        if not self.question.plans:
            return self.asked
        marks = {f"({part.letter}) ": f" [{points(part.marks)}]" for part in self.asked_parts if part.marks}
        return tuple(
            replace(answer, phrase=f"{answer.phrase}{marks.pop(answer.phrase[:4], '')}")
            for answer in self.key_answers
        )

    def marks_in(self, step: int) -> tuple[tuple[str, Fraction], ...]:
        """What the step at a position is worth, by the letters of the parts; of no part without such."""
        if self.part_marks:
            named = zip(self.asked_parts, self.part_marks, strict=True)
            return tuple((f"({part.letter}) ", marks[step]) for part, marks in named if marks[step])
        return (("", self.step_marks[step]),) if self.step_marks and self.step_marks[step] else ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is asked for, in words; in parts, by their letters."""
        if self.asked_parts:
            return tuple(f"({part.letter})" for part in self.asked_parts)
        return self.question.phrases(self.solution, self.question.asked or wanted_names(self.solution))

    @property
    def is_example(self) -> bool:
        """Whether nothing of it is left to do."""
        return is_example(self.style, self.ordered.stage)

    @property
    def shows_working(self) -> bool:
        """Whether any of its working is printed on the sheet."""
        return shows_working(self.style, self.ordered.stage)

    @property
    def hidden(self) -> frozenset[str]:
        """The names of quantities and answers to fill in."""
        return self.blanked.hidden

    @property
    def parts(self) -> tuple[Part, ...]:
        """The steps as far as they are printed, and the room that is left for the rest of each."""
        return self.blanked.parts

    @property
    def last_printed(self) -> int:
        """The position of the last step that is printed; -1 where none is."""
        return max((place for place, part in enumerate(self.parts) if part.shown), default=-1)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What is asked for below its working."""
        return self.blanked.answers

    @property
    def room(self) -> Room | None:
        """The room to work in, or for each part; options have some where it was asked for."""
        space = read_space(self.ordered.space)
        if self.shows_working or (self.options and not space.is_chosen):
            return None
        lines = ceil(work_lines(self.solution) / max(len(self.asked_parts), 1))
        return space.for_work(max(lines, FEWEST_LINES))

    def room_in(self, part: Part) -> Room | None:
        """The room for what is left to do of a step; its height is that of the work."""
        return replace(read_space(self.ordered.space), height=0.0).for_work(part.room) if part.room else None


class Section(Struct, frozen=True):
    """Items under a heading of their own."""

    title: str
    instructions: str
    items: tuple[Item, ...]

    @property
    def marks(self) -> float:
        return sum(item.marks for item in self.items)


class Sheet(Struct, frozen=True):
    """All that is printed for one student, or for nobody in particular."""

    heading: Heading
    sections: tuple[Section, ...]
    student: Student | None = None
    version: str = ""

    @property
    def owner(self) -> str:
        """Whose it is, by an id or a version."""
        return self.student.id if self.student else self.version or self.heading.title

    @property
    def has_own_words(self) -> bool:
        """Whether it asks what no NumPy model has checked."""
        return any(item.question.own for item in self.items)

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]


def make_item(number: int, ordered: Ordered, digits: int, kept: QuestionRecord | None = None) -> Item:
    """Solve a question, compared with the NumPy model, and settle what is left to do of it.

    Args:
        number: its place on the sheet.
        ordered: the question and how it is wanted.
        digits: the significant digits that are shown.
        kept: the record of an earlier run, whose options and shares of marks are taken again.

    Raises:
        InputError: the question has no solution, or no wrong answers to choose from; or its space is none.
        DisagreementError: the solver and the NumPy model disagree.
    """
    question = ordered.question
    read_space(ordered.space)
    solution = solve_problem(question.problem)
    parts = _part_marks(ordered, solution)
    return Item(
        number,
        ordered,
        solution,
        _blanked(ordered, solution),
        _options(ordered, solution, Style(digits, solution.exact), kept),
        _together(parts) if parts else _step_marks(ordered, solution, kept),
        parts,
    )


def _part_marks(ordered: Ordered, solution: Solution) -> tuple[tuple[Fraction, ...], ...]:
    plans = ordered.question.plans if ordered.marks else ()
    worth = [PartWorth(plan.asked, plan.marks, plan.shares) for plan in plans]
    return tuple(portion.worth for portion in portions(solution, worth))


def _together(parts: Sequence[Sequence[Fraction]]) -> tuple[Fraction, ...]:
    """What each step is worth in all parts."""
    return tuple(sum(step, Fraction(0)) for step in zip(*parts, strict=True))


def _step_marks(ordered: Ordered, solution: Solution, kept: QuestionRecord | None) -> tuple[Fraction, ...]:
    # A teacher's own question has the marks of its parts in its text.
    if not ordered.marks or has_options(ordered.style) or ordered.question.own:
        return ()
    # Where the working is printed, all that is left blank is asked.
    asked = () if shows_working(ordered.style, ordered.stage) else ordered.question.asked
    wanted = all_asked(solution, asked)
    return whole_of(solution, wanted, ordered.marks, kept.shares if kept else ()).worth


def _options(
    ordered: Ordered, solution: Solution, style: Style, kept: QuestionRecord | None
) -> tuple[Option, ...]:
    if not has_options(ordered.style):
        return ()
    if kept is not None and kept.options:
        chosen = kept.asked, kept.options, kept.changes
        return kept_options(ordered.question, solution, style, *chosen, ordered.choice)
    return options_of(ordered.question, solution, style, ordered.choice)


def _blanked(ordered: Ordered, solution: Solution) -> Blanked:
    if ordered.style == "blanks":
        return with_blanks(solution, ordered.question.difficulty, ordered.question.problem.given_answers)
    return faded(solution, ordered.stage) if ordered.style == "faded" else worked(solution)
