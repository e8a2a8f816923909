"""A session of practice: what is typed goes in, what is to be shown comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

from msgspec import Struct, field

from solver import registry
from solver.checking.asked import UNTOLD, tells_answers, untold_names, wanted_names
from solver.checking.verdicts import Kind
from solver.checking.written.lines import has_claim
from solver.errors import DlsolveError, InputError
from solver.grading.answer_cells import letter
from solver.practice.exercise import Exercise, Judgement
from solver.practice.hints import Hint
from solver.practice.selection import Source
from solver.practice.store import Answered, Reviewed, Store
from solver.practice.summary import Summary, next_review
from solver.record.solution import Solution
from solver.sheets.options import Option
from solver.sheets.parts import together
from solver.sheets.questions import Question

HELP = (
    ("name = value", "an answer, or any quantity of the working; several with commas between"),
    ("b", "the letter of an option, where the question has some"),
    ("hint", "one more thing: a formula, then its numbers, then its value"),
    ("show", "the whole working"),
    ("next", "the next question"),
    ("again", "one like this, with other numbers"),
    ("names", "what can be answered"),
    ("quit", "leave; Ctrl-C and Ctrl-D do as well"),
)
"""What can be typed."""

SYNONYMS = {
    "?": "help",
    "h": "hint",
    "solution": "show",
    "working": "show",
    "skip": "next",
    "another": "again",
    "exit": "quit",
    "bye": "quit",
    "q": "quit",
}
"""Other words for the same; what stands behind them does not matter."""

ASIDE = "Type name = value, or hint, show, next or quit; help tells more."
SOLVED = "Solved. Enter for the next question, again for one like this."
WITHOUT_OPTIONS = "This question has no options here; practice --sheet asks those of a sheet with theirs."


class Page(NamedTuple):
    """Something to show: a template with what it tells, a solution, or what is wrong with a line."""

    template: str = ""
    context: Mapping[str, Any] = {}
    solution: Solution | None = None
    trouble: DlsolveError | None = None


class Session(Struct):
    """Questions one after another.

    Attributes:
        source: where the questions come from.
        store: where results are kept; nowhere where there is none.
        decimal_comma: whether 0,5 is one half.
        exercise: the question in progress.
        is_over: whether there is nothing more to ask.
    """

    source: Source
    store: Store | None
    decimal_comma: bool = False
    exercise: Exercise | None = None
    is_over: bool = False
    _summary: Summary = field(default_factory=Summary)
    _number: int = 0
    _pending: list[Answered | Reviewed] = field(default_factory=list)

    @property
    def words(self) -> tuple[str, ...]:
        """What may be typed now, for completion."""
        asked = () if self.exercise is None else self.exercise.asked
        return (*(f"{name} = " for name in asked), "again", "help", "hint", "names", "next", "quit", "show")

    def begin(self) -> list[Page]:
        """The first question, or what to say where there is none."""
        pages = self._pose(self.source.next())
        return pages or [_note(" ".join(filter(None, (self.source.nothing, self._review))))]

    def reply(self, line: str) -> list[Page]:
        """What is shown after a line was typed."""
        option = None if self.exercise is None else self.exercise.option(line)
        if option is not None:
            return list(self._choose(option, line))
        act = None if has_claim(line) else self._acts.get(_command(line))
        return list(self._judge(line) if act is None else act())

    def leave(self) -> list[Page]:
        """The summary. What was left unfinished counts as far as it went.

        Raises:
            InputError: the results cannot be kept.
        """
        self.is_over = True
        self._finish()
        self._keep()
        return [self._summed_up()] if self._summary.tried else []

    def require_kept(self) -> None:
        """Make a last attempt to keep what could not be kept yet.

        Raises:
            InputError: it cannot be kept now.
        """
        if self.store is not None and self._pending:
            self.store.keep(self._pending)
            self._pending.clear()

    @property
    def _acts(self) -> Mapping[str, Callable[[], Iterator[Page]]]:
        return {
            "": self._nothing,
            "help": self._help,
            "hint": self._hint,
            "show": self._show,
            "next": self._next,
            "again": self._again,
            "names": self._names,
            "quit": self._quit,
        }

    def _nothing(self) -> Iterator[Page]:
        """An empty line goes on where a question is done."""
        if self.exercise is not None and (self.exercise.is_solved or self.exercise.is_shown):
            yield from self._next()

    def _help(self) -> Iterator[Page]:
        yield Page("practice_help", {"rows": HELP})

    def _hint(self) -> Iterator[Page]:
        if self.exercise is None:
            return
        before = self.exercise.last_hint
        hint = self.exercise.hint()
        if hint is None:
            yield _note("There is nothing more to tell; show gives the whole working.")
            return
        yield self._hint_page(hint, before)

    def _hint_page(self, hint: Hint, before: Hint | None) -> Page:
        solution = self._current.solution
        opens = before is None or before.step != hint.step or before.criterion != hint.criterion
        step = hint.criterion or solution.steps[hint.step]
        context = {"hint": hint, "step": step, "opens": opens, "source": solution}
        return Page("practice_hint", context)

    def _show(self) -> Iterator[Page]:
        yield Page(solution=self._current.show())
        yield _note("Enter for the next question, again for one like this.")

    def _next(self) -> Iterator[Page]:
        self._finish()
        yield from self._pose(self.source.next())

    def _again(self) -> Iterator[Page]:
        question = self._current.question
        self._finish()
        yield from self._pose(self.source.another(question))

    def _names(self) -> Iterator[Page]:
        solution, problem = self._current.solution, self._current.question.problem
        known = untold_names(solution)
        answers = [(name, problem.told(problem.answers.get(name, ""))) for name in wanted_names(solution)]
        context = {"answers": answers, "quantities": ", ".join(known), "note": UNTOLD}
        yield Page("practice_names", {**context, "is_short": tells_answers(solution)})

    def _quit(self) -> Iterator[Page]:
        self.is_over = True
        return iter(())

    def _choose(self, option: Option, line: str) -> Iterator[Page]:
        """What the option is of which the letter was typed."""
        exercise = self._current
        exercise.choose(option)
        verdict = "right" if option.is_right else ", ".join(filter(None, ("wrong", option.words)))
        context = {"option": option, "verdict": verdict, "source": exercise.solution}
        yield Page("practice_choice", context)
        kind = Kind.RIGHT if option.is_right else Kind.WRONG
        self._keep(_answered(exercise.question, line, f"option {option.letter}: {kind.value}"))
        if exercise.is_solved:
            yield _note(SOLVED)

    def _judge(self, line: str) -> Iterator[Page]:
        exercise = self._current
        was_solved = exercise.is_solved
        try:
            judgement = exercise.judge(line)
        except DlsolveError as error:
            judgement = Judgement(None, (error,))
        report = judgement.report
        if report is None and not has_claim(line):
            yield self._aside(line)
            return
        for trouble in judgement.troubles:
            yield Page(trouble=trouble)
        if report is None:
            return
        yield Page("check", {"report": report, "summary": ""})
        said = (f"{verdict.name}: {verdict.worst.kind.value}" for verdict in report.verdicts)
        self._keep(*(_answered(exercise.question, line, verdict) for verdict in said))
        if exercise.is_solved and not was_solved:
            yield _note(SOLVED)
        elif judgement.missing and report.is_right:
            yield _note(f"Still to give: {', '.join(judgement.missing)}.")

    def _aside(self, line: str) -> Page:
        """What there is to say of a line that is neither a command nor an answer."""
        if letter(line) and not self._current.options:
            return _note(WITHOUT_OPTIONS)
        slips = get_close_matches(_command(line), self._acts, n=1)
        return _note(f"Did you mean {slips[0]}?" if slips else ASIDE)

    @property
    def _current(self) -> Exercise:
        if self.exercise is None:
            raise InputError("practice", "has no question now")
        return self.exercise

    def _pose(self, question: Question | None) -> list[Page]:
        if question is None:
            self.exercise = None
            self.is_over = True
            return []
        self._number += 1
        options = self.source.options(question)
        self.exercise = Exercise(question, self.decimal_comma, options=options)
        problem = question.problem
        source, names = self.exercise.solution, self.exercise.asked
        asked = list(zip(names, map(problem.told, question.phrases(source, names)), strict=True))
        context = {"number": self._number, "question": question, "asked": asked, "source": source}
        context |= {"options": options, "task": question.stem if options else question.task}
        context["opening"] = question.stem_opening if options else question.opening
        context["parts"] = together(question.parts(source))
        return [Page("practice_question", context)]

    def _finish(self) -> None:
        """Count the question in progress, and keep what it has shown."""
        exercise = self.exercise
        if exercise is None:
            return
        question, reviews = exercise.question, exercise.reviews()
        self.exercise = None
        if not exercise.was_tried:
            return
        self._summary.add(exercise, reviews)
        code = str(question.code or "")
        self._keep(Reviewed(datetime.now(UTC), question.difficulty, code, reviews))

    def _keep(self, *results: Answered | Reviewed) -> None:
        """Keep results; what cannot be kept now is kept with the next ones."""
        if self.store is None:
            return
        self._pending += results
        try:
            self.require_kept()
        except InputError:
            # `require_kept` says so at the end, if it is still so then.
            return

    def _summed_up(self) -> Page:
        return Page("practice_summary", {"summary": self._summary, "review": self._review})

    @property
    def _review(self) -> str:
        """When the next review is, in words."""
        if self.store is None or self._pending:
            return ""
        return next_review(self.store.scheduled(registry.entries()), datetime.now(UTC))


def _command(line: str) -> str:
    """The command that a line begins with."""
    words = line.lower().split()
    first = words[0].rstrip(".,!;") if words else ""
    return SYNONYMS.get(first, first)


def _answered(question: Question, line: str, verdict: str) -> Answered:
    """What is kept of an answer: the line and a verdict on it, with the time."""
    code = str(question.code or "")
    return Answered(datetime.now(UTC), question.command, question.difficulty, code, line.strip(), verdict)


def _note(words: str) -> Page:
    return Page("practice_note", {"words": words})
