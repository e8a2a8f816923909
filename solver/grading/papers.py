"""The sheets of a class as they are marked: who was asked what under which number, for how many marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from msgspec import Struct, field, structs
from msgspec.structs import replace

from solver.checking.names.names import Names
from solver.errors import InputError
from solver.grading.answer_cells import reference
from solver.grading.corrections import NONE, Correction, Corrections, require_known
from solver.record.engine import run
from solver.record.marks import UNIT, split
from solver.sheets import LETTERS
from solver.sheets.codes import compact
from solver.sheets.manifest import Manifest
from solver.sheets.own import OWN
from solver.sheets.parts import LETTERS_OF_PARTS, QuestionPart
from solver.sheets.questions import Question, is_known, question_with
from solver.sheets.schema import QuestionRecord, SheetRecord, Student
from solver.sheets.styles import has_options, is_example

UNMARKED = 1.0
"""What a question counts for where the sheet gives no marks; one in more than four parts counts for more."""


class Asked(Struct, frozen=True, dict=True):
    """A question under the number that it has on the sheet, and what it is worth.

    Where something was corrected, `original` is what it was before.
    """

    number: int
    record: QuestionRecord
    worth: float
    correction: Correction = NONE
    original: Asked | None = None

    @property
    def is_example(self) -> bool:
        """Whether it is worked out for the student, who has nothing left to do."""
        return is_example(self.record.style, self.record.stage)

    @property
    def is_for_a_person(self) -> bool:
        """Whether only a person can mark it: it is in a teacher's own words, and has no answer."""
        return self.record.type == OWN and not self.answers

    @property
    def question(self) -> Question:
        """The question itself.

        Raises:
            InputError: this version has no such type, or its givens are others.
        """
        record = self.record
        if not is_known(record.type):
            requirement = "holds a problem type that this version does not have"
            raise InputError("--manifest", requirement, record.type)
        try:
            return question_with(record.type, record.givens, record.task)
        except InputError as error:
            raise InputError("--manifest", f"is of another version of {record.type}: {error}") from None

    @property
    def letters(self) -> str:
        """Those of its options."""
        return LETTERS[: len(self.record.options) + self.record.choice.none_of_these]

    @property
    def right_letter(self) -> str:
        """That of the right option, the one without mistakes and changes; else that of "none of these"."""
        options, changes = self.record.options, self.record.changes
        plain = (
            place for place, mistakes in enumerate(options) if not mistakes and not any(changes[place:][:1])
        )
        right = next(plain, len(options))
        return self.letters[right : right + 1]

    @property
    def penalty(self) -> float:
        """What a wrong option earns: nothing, or less."""
        return 0.0 - self.record.choice.penalty if self.record.marks else 0.0

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of what is asked."""
        return self.record.asked or tuple(answer.name for answer in run(self.question.problem).answers)

    @cached_property
    def parts(self) -> tuple[QuestionPart, ...]:
        """The parts in which it is asked, if it is."""
        if self.record.type == OWN:
            own = self.question.own
            return own.lettered if own else ()
        return tuple(
            QuestionPart(letter, (), part.asked, part.marks)
            for letter, part in zip(LETTERS_OF_PARTS, self.record.parts, strict=False)
        )

    @property
    def part_worths(self) -> tuple[float, ...]:
        """What each part is worth now; without marks of their own all count the same."""
        marks = [part.marks for part in self.parts]
        if not marks or sum(marks) == self.worth:
            return tuple(marks)
        return split(self.worth, marks if any(marks) else [1.0] * len(marks))

    @property
    def judged_worth(self) -> float:
        """What of it can be earned without a person."""
        if self.is_for_a_person:
            return 0.0
        pairs = zip(self.parts, self.part_worths, strict=True)
        return self.worth - sum(worth for part, worth in pairs if not part.asked)

    @property
    def mistakes(self) -> dict[str, str]:
        """The words of the mistakes that it offers, by their names."""
        return run(self.question.problem).mistakes

    def knows(self, name: str) -> bool:
        """Whether it has an answer of that name, or a quantity of the working."""
        question = self.question
        try:
            Names(run(question.problem)).target(name)
        except InputError:
            return False
        return True


class Paper(Struct, frozen=True):
    """The sheet of a student: what it asks, and the examples that are worked out on it."""

    student: Student
    asked: tuple[Asked, ...]
    examples: tuple[Asked, ...] = ()

    def find(self, text: str) -> tuple[Asked | None, str]:
        """The question of a code or of a printed number, and the answer of it that is named."""
        code = compact(text)
        coded = next((asked for asked in self._all if code and compact(asked.record.code) == code), None)
        known = reference(text)
        if coded is not None or known is None:
            return coded, ""
        return self.numbered(known.number), known.answer

    def numbered(self, number: int) -> Asked | None:
        return next((asked for asked in self._all if asked.number == number), None)

    @property
    def _all(self) -> tuple[Asked, ...]:
        return (*self.asked, *self.examples)


class Papers(Struct, frozen=True, dict=True):
    """All sheets of a manifest: by the ids of the students, by their versions, or one that everybody got."""

    by_id: Mapping[str, Paper]
    common: Paper | None = None
    by_version: Mapping[str, Paper] = field(default_factory=dict)

    @property
    def sheets(self) -> tuple[Paper, ...]:
        return (*self.by_id.values(), *self.by_version.values(), *filter(None, [self.common]))

    def of(self, student: Student, version: str = "") -> Paper | None:
        """The sheet that somebody got."""
        shared = self.common or self.by_version.get(plain_version(version))
        if shared:
            return replace(shared, student=student)
        return self.by_id.get(student.id) or self._without_zeros.get(student.id)

    @cached_property
    def _without_zeros(self) -> dict[str, Paper]:
        """The sheets by what spreadsheets make of ids such as 00101, where that is nobody else's."""
        plain = Counter(name.lstrip("0") for name in self.by_id)
        return {
            bare: paper
            for name, paper in self.by_id.items()
            if name.isdigit() and plain[bare := name.lstrip("0")] == 1
        }

    def like(self, text: str) -> str:
        """The id that was meant, if one is nearly the same; zeros at its beginning do not count."""
        if _loose(text) in self._loose_ids:
            return self._loose_ids[_loose(text)]
        return next(iter(get_close_matches(text, self.by_id, n=1, cutoff=0.8)), "")

    @cached_property
    def _loose_ids(self) -> dict[str, str]:
        return {_loose(name): name for name in self.by_id}


def plain_version(text: str) -> str:
    """A version as it is compared: "version b" is B."""
    return text.casefold().removeprefix("version").strip(" ().").upper()


def papers_of(manifest: Manifest, option: str, corrections: Corrections | None = None) -> Papers:
    """The sheets of a manifest, ready to be looked up.

    Raises:
        InputError: nothing can be marked by it, or corrections do not fit it.
    """
    is_marked = manifest.heading.marks > 0
    changed = corrections or Corrections()
    papers = [_paper(sheet, changed, is_marked=is_marked) for sheet in manifest.sheets]
    if not any(paper.asked for paper in papers):
        raise InputError(option, "asks nothing that could be marked")
    every = [asked for paper in papers for asked in paper.asked]
    require_known(changed, [asked.record for asked in every], option)
    _require_answers(every)
    _require_shares(every)
    _require_mistakes(changed, every)
    by_id = {paper.student.id: paper for paper in papers if paper.student.id}
    versions = [plain_version(sheet.version) for sheet in manifest.sheets]
    by_version = {version: paper for version, paper in zip(versions, papers, strict=True) if version}
    common = papers[0] if len(papers) == 1 and not by_id and not by_version else None
    if max(len(by_id), len(by_version)) < len(papers) and not common:
        raise InputError(option, "holds several sheets for one student, or some that are for none")
    if not all(_is_complete(asked) for paper in papers for asked in paper.asked):
        raise InputError(option, "holds a choice and does not tell its options")
    return Papers(by_id, common, by_version)


def _paper(sheet: SheetRecord, corrections: Corrections, *, is_marked: bool) -> Paper:
    """A sheet with the numbers of its questions."""
    records = (record for section in sheet.sections for record in section.questions)
    numbered = [Asked(number, record, record.marks) for number, record in enumerate(records, 1)]
    numbered = numbered if is_marked else list(map(_unmarked, numbered))
    numbered = [_corrected(asked, corrections.at(asked.record.place)) for asked in numbered]
    return Paper(
        sheet.student or Student(id=""),
        tuple(asked for asked in numbered if not asked.is_example),
        tuple(asked for asked in numbered if asked.is_example),
    )


def _unmarked(asked: Asked) -> Asked:
    """A question without marks: each of its parts gets some."""
    return replace(asked, worth=max(UNMARKED, float(UNIT * len(asked.parts))))


def _require_answers(every: Sequence[Asked]) -> None:
    """Refuse other answers to a question that has none.

    Raises:
        InputError: naming the question.
    """
    for asked in every:
        place, correction = asked.record.place, asked.correction
        options = [value.option for value in correction.values]
        options += map(correction.option, correction.counting)
        if options and asked.is_for_a_person:
            words = f"names question {place}, which has no answer: it is for a person to mark"
            raise InputError(options[0], words)


def _require_shares(every: Sequence[Asked]) -> None:
    """Refuse other marks of which not every part could get some.

    Raises:
        InputError: naming the question.
    """
    for asked in every:
        marks, least = asked.correction.marks, float(UNIT * len(asked.parts))
        if marks is not None and marks < least:
            words = (
                f"must be {least:g} or more for the {len(asked.parts)} parts of question {asked.record.place}"
            )
            raise InputError("--marks", words, f"{marks:g}")


def _require_mistakes(corrections: Corrections, every: Sequence[Asked]) -> None:
    """Refuse corrections by mistakes that no sheet knows.

    Raises:
        InputError: naming the mistake.
    """
    for place, correction in corrections.by_place.items():
        for words in correction.counting:
            asked = (asked for asked in every if asked.record.place == place)
            if len(words) > 1 and not any(words in one.mistakes for one in asked):
                known = sorted({name for one in every if one.record.place == place for name in one.mistakes})
                there = f"there are {', '.join(known)}" if known else "it has none"
                requirement = f"names no mistake of question {place}: {there}"
                raise InputError(correction.option(words), requirement, words)


def _corrected(asked: Asked, correction: Correction) -> Asked:
    if correction is NONE:
        return asked
    worth = asked.worth if correction.marks is None else correction.marks
    # The marks of its steps are shared out anew where it is worth something else.
    record = asked.record if worth == asked.worth else structs.replace(asked.record, shares=())
    return Asked(asked.number, record, 0.0 if correction.is_dropped else worth, correction, asked)


def _is_complete(asked: Asked) -> bool:
    record = asked.record
    return not has_options(record.style) or (bool(record.asked) and bool(asked.right_letter))


def _loose(text: str) -> str:
    return "".join(text.casefold().split()).lstrip("0")
