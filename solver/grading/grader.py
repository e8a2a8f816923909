"""Marking what students handed in, question by question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace

from solver.checking.comparing.multiples import require_known
from solver.checking.explaining.runs import runs_on
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.part_marks import PartWorth
from solver.checking.verdicts import Kind, Report, Verdict
from solver.errors import InputError, shorten
from solver.grading.answer_cells import Entry, Reading, Trouble, letter, read_entries
from solver.grading.marks import (
    LONGEST_REASON,
    Mark,
    Marked,
    Outcome,
    PartMark,
    part_marks,
    trouble_in,
    unread,
    unreadable,
)
from solver.grading.new_keys import earned_by_key, earned_by_value, is_told, only_beside, values_told
from solver.grading.own_marks import mark_own
from solver.grading.papers import Asked
from solver.grading.part_cells import meant_letters, read_in_parts
from solver.grading.submissions import Submission
from solver.grading.work_cells import read_work
from solver.record.engine import run
from solver.record.marks import split
from solver.record.solution import Solution
from solver.sheets import LETTERS
from solver.sheets.options import LEFT_OUT
from solver.sheets.questions import Question
from solver.sheets.styles import has_options
from solver.storage.workbooks import NO_VALUE


def mark(submission: Submission) -> Marked:
    """Mark what a student handed in. What workers do.

    Raises:
        InputError: the questions do not fit this version.
    """
    marks = (
        _mark_corrected(asked, submission.entries.get(asked.number, ()), submission.decimal_comma)
        for asked in submission.asked
    )
    return Marked(submission.student, tuple(marks))


def _mark_corrected(asked: Asked, entries: Sequence[Entry], decimal_comma: bool) -> Mark:
    """The mark of a question; where it was corrected, beside the one before.

    Raises:
        InputError: the question does not fit this version.
    """
    correction = asked.correction
    if asked.original is None:
        return _with_parts(_mark_entries(asked, entries, decimal_comma=decimal_comma))
    before = _mark_entries(asked.original, entries, decimal_comma=decimal_comma)
    if correction.is_dropped:
        return Mark(asked, Outcome.DROPPED, before=before.earned)
    now = before if correction.marks is None else _mark_entries(asked, entries, decimal_comma=decimal_comma)
    now = replace(now, asked=asked, before=before.earned)
    if correction.accepts(now.option, now.mistakes):
        return _accepted(now)
    if correction.key and now.outcome is Outcome.RIGHT:
        return _right_no_more(now)
    now = _with_parts(now)
    if not correction.values or not entries or now.outcome is Outcome.NOT_JUDGED:
        return now
    marked = _guarded(asked, entries[0], lambda: _by_values(now, entries, decimal_comma=decimal_comma))
    return replace(marked, before=before.earned) if marked.outcome is Outcome.NOT_JUDGED else marked


def _accepted(mark: Mark) -> Mark:
    """The mark where what was chosen counts as right now."""
    asked = mark.asked
    parts = part_marks(asked, {part.letter: 1.0 for part in asked.parts})
    accepted = replace(mark, outcome=Outcome.RIGHT, earned=asked.worth, feedback="accepted")
    return replace(accepted, undecided=(), parts=parts)


def _right_no_more(mark: Mark) -> Mark:
    """The mark of a right answer where the key is another one now."""
    asked = mark.asked
    parts = part_marks(asked, {part.letter: 0.0 for part in asked.parts})
    earned = asked.penalty if has_options(asked.record.style) else 0.0
    return replace(mark, outcome=Outcome.WRONG, earned=earned, feedback="no longer the key", parts=parts)


def _by_values(now: Mark, entries: Sequence[Entry], *, decimal_comma: bool) -> Mark:
    """The mark where another value counts as right for some answers; by the key for the others."""
    asked = now.asked
    question = asked.question
    reading = _read(asked, question, entries, decimal_comma=decimal_comma)
    reading = reading if question.own else _known(reading, runs_on(question.problem).solution)
    whole = PartMark("", now.earned, asked.worth)
    names = [part.asked for part in asked.parts] or [asked.answers]
    before = now.parts or (whole,)
    pieces = tuple(_piece_by_values(asked, reading, *pair) for pair in zip(before, names, strict=True))
    earned = sum(piece.earned or 0.0 for piece in pieces)
    if pieces == before:
        return now
    outcome = (
        Outcome.RIGHT if earned == asked.judged_worth else Outcome.PARTLY if earned > 0 else Outcome.WRONG
    )
    words = "by another value than that of the key" if earned >= now.earned else "no longer the key"
    parts = pieces if now.parts else ()
    return replace(now, outcome=outcome, earned=earned, parts=parts, feedback=words, undecided=())


def _piece_by_values(asked: Asked, reading: Reading, piece: PartMark, names: Sequence[str]) -> PartMark:
    """The mark of the answers of a part, or of all, where another value counts as right for some of them."""
    told = values_told(asked, asked.correction.values)
    own = {name: told[name] for name in names if name in told}
    if piece.earned is None or not own:
        return piece
    keeps = all(map(only_beside, own.values()))
    # Who gave none of the values that are accepted as well keeps the marks by the key.
    if keeps and not any(is_told(asked, reading, *pair) for pair in own.items()):
        return piece
    worths = zip(names, split(piece.worth, [1.0] * len(names)), strict=True)
    found = sum(
        worth * earned_by_value(asked, reading, name, told[name])
        if name in told
        else earned_by_key(asked, reading, name, worth)
        for name, worth in worths
    )
    return replace(piece, earned=round(max(found, piece.earned) if keeps else found, 2))


def _with_parts(mark: Mark) -> Mark:
    """The mark with that of each part, also where nothing was answered or could be read."""
    asked = mark.asked
    if mark.parts or not asked.parts or mark.outcome is Outcome.NOT_JUDGED:
        return mark
    return replace(mark, parts=part_marks(asked, {part.letter: 0.0 for part in asked.parts if part.asked}))


def _mark_entries(asked: Asked, entries: Sequence[Entry], *, decimal_comma: bool) -> Mark:
    """The mark of a question, or why there is none.

    Raises:
        InputError: the question does not fit this version.
    """
    if asked.is_for_a_person:
        return Mark(asked, Outcome.NOT_JUDGED, feedback="is for a person to mark")
    if not entries:
        return Mark(asked, Outcome.NOT_ANSWERED)
    lost = tuple(trouble_in(entry, NO_VALUE) for entry in entries if entry.text == NO_VALUE)
    if lost:
        return Mark(asked, Outcome.NOT_JUDGED, feedback=NO_VALUE, troubles=lost)
    question = asked.question

    def marked() -> Mark:
        if question.own:
            reading = _read(asked, question, entries, decimal_comma=decimal_comma)
            return mark_own(asked, question.own, reading, entries[0])
        return _mark_question(asked, question, entries, decimal_comma=decimal_comma)

    return _guarded(asked, entries[0], marked)


def _guarded(asked: Asked, entry: Entry, marked: Callable[[], Mark]) -> Mark:
    """A mark; whatever one cell sets off, all others are still marked."""
    try:
        return marked()
    except Exception as error:  # noqa: BLE001  (a defect in one cell must not stop the class)
        return _not_judged(asked, entry, error)


def _mark_question(
    asked: Asked, question: Question, entries: Sequence[Entry], *, decimal_comma: bool
) -> Mark:
    record = asked.record
    if has_options(record.style) and len(entries) == 1 and letter(entries[0].text):
        return _mark_letter(asked, question, entries[0])
    reading = _read(asked, question, entries, decimal_comma=decimal_comma)
    if not reading.claims:
        return unread(asked, reading, entries[0])
    try:
        report = _report(asked, question, reading)
    except InputError:
        reading = _known(reading, runs_on(question.problem).solution)
        if not reading.claims:
            return unreadable(asked, *reading.troubles)
        report = _report(asked, question, reading)
    judged = _judged_choice if has_options(record.style) else _judged
    return judged(asked, report, reading)


def _read(asked: Asked, question: Question, entries: Sequence[Entry], *, decimal_comma: bool) -> Reading:
    """What was written for a question."""
    if question.own:
        read = partial(read_entries, decimal_comma=decimal_comma, any_name=True)
        if not asked.parts:
            return read(entries, asked.answers)
        return read_in_parts(entries, asked.parts, asked.answers, lambda _: False, read)
    names = Names(runs_on(question.problem).solution)

    def is_name(letter: str) -> bool:
        return names.find(letter) is not None

    letters = meant_letters(asked.parts, is_name)
    work = partial(read_work, names=names, letters=letters, decimal_comma=decimal_comma)
    if not asked.parts:
        return work(entries, asked.answers)
    return read_in_parts(entries, asked.parts, asked.answers, is_name, work)


def _report(asked: Asked, question: Question, reading: Reading) -> Report:
    """The verdicts on what was read.

    Raises:
        InputError: it names something that is not in the solution.
    """
    record, claims = asked.record, reading.claims
    if record.parts and asked.worth:
        pairs = zip(record.parts, asked.part_worths, strict=True)
        parts = [PartWorth(part.asked, worth, part.shares) for part, worth in pairs]
        return check(question.problem, claims, asked=record.asked, parts=parts)
    return check(question.problem, claims, asked.worth or None, record.shares, record.asked)


def _known(reading: Reading, solution: Solution) -> Reading:
    """The reading with claims only that are about something in the solution."""
    names, written, troubles = Names(solution), [], list(reading.troubles)
    for claim, entry in reading.written:
        try:
            require_known(claim, names)
        except InputError as error:
            troubles.append(trouble_in(entry, str(error)))
        else:
            written.append((claim, entry))
    return Reading(tuple(written), tuple(troubles), reading.unread)


def _mark_letter(asked: Asked, question: Question, entry: Entry) -> Mark:
    """The mark of an option that was chosen by its letter: all or nothing."""
    chosen = letter(entry.text)
    if chosen not in asked.letters:
        return unreadable(asked, trouble_in(entry, f"there is no option {chosen}"))
    if chosen == asked.right_letter:
        return Mark(asked, Outcome.RIGHT, asked.worth, option=chosen)
    place = LETTERS.index(chosen)
    options = asked.record.options
    mistakes = _told(question, options[place]) if place < len(options) else {}
    words = "; and ".join(mistakes.values()) if place < len(options) else LEFT_OUT
    feedback = f"{chosen}: {words or Outcome.WRONG.value}"
    return Mark(asked, Outcome.WRONG, asked.penalty, mistakes, feedback, option=chosen)


def _judged_choice(asked: Asked, report: Report, reading: Reading) -> Mark:
    """The mark of an option that was chosen by its value: all or nothing."""
    is_part = any(finding.kind is Kind.PART for verdict in report.verdicts for finding in verdict.findings)
    is_right = report.is_right and not is_part and set(asked.record.asked).isdisjoint(report.missing)
    outcome = Outcome.RIGHT if is_right else _fault(report, Outcome.WRONG)
    earned = {Outcome.RIGHT: asked.worth, Outcome.UNDECIDED: 0.0}.get(outcome, asked.penalty)
    feedback = _feedback(report, (), reading.troubles)
    return Mark(asked, outcome, earned, report.mistakes, feedback, reading.troubles, report.undecided)


def _judged(asked: Asked, report: Report, reading: Reading) -> Mark:
    """The mark of values: that of the steps."""
    has_any = any(finding.kind.earns for verdict in report.verdicts for finding in verdict.findings)
    partly = Outcome.PARTLY if has_any or report.earned else Outcome.WRONG
    # Answers that later ones prove may be left out, as the marks say.
    is_whole = not reading.troubles and report.earned == report.marks
    is_right = report.is_right and (is_whole or not report.missing)
    outcome = Outcome.RIGHT if is_right else _fault(report, partly)
    absent = () if is_whole else [name for name in report.missing if name not in reading.unread]
    feedback = _feedback(report, absent, reading.troubles)
    parts = tuple(
        PartMark(part.letter, float(sum(step.earned for step in steps)), worth)
        for part, worth, steps in zip(asked.parts, asked.part_worths, report.parts, strict=bool(report.parts))
    )
    mark = Mark(asked, outcome, report.earned, report.mistakes, feedback, reading.troubles, report.undecided)
    return replace(mark, parts=parts)


def _fault(report: Report, outcome: Outcome) -> Outcome:
    """The outcome of values that are not all right; undecided where that is all that is amiss with them."""
    return Outcome.UNDECIDED if report.undecided and report.has_no_fault else outcome


def _told(question: Question, mistakes: Sequence[str]) -> dict[str, str]:
    """Mistakes by their names, with their words."""
    words = run(question.problem).mistakes
    return {name: words.get(name, name) for name in mistakes}


def _feedback(report: Report, missing: Sequence[str], troubles: Sequence[Trouble]) -> str:
    """What there is to say about each claim, which answers were not given, and what could not be read."""
    said = [_remark(verdict) for verdict in report.verdicts]
    absent = f"not given: {', '.join(missing)}" if missing else ""
    unread = [f"could not be read: {trouble.words}" for trouble in troubles]
    return ". ".join(filter(None, (*said, absent, *unread)))


def _remark(verdict: Verdict) -> str:
    """The worst that can be said of a claim, and the line to look at again; nothing where all is well."""
    worst, wrong = verdict.worst, verdict.first_wrong
    if wrong is None and not worst.words:
        return ""
    place = f"; look again at {wrong.place}" if wrong and wrong.place else ""
    return f"{verdict.name}: {worst.words or worst.kind.value}{place}"


def _not_judged(asked: Asked, entry: Entry, error: Exception) -> Mark:
    """The mark of a question that could not be judged, which is left to a person."""
    told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    trouble = trouble_in(entry, f"cannot be judged ({shorten(told, LONGEST_REASON)})")
    return Mark(asked, Outcome.NOT_JUDGED, feedback=trouble.words, troubles=(trouble,))
