"""One question in progress: what was answered, which hints were taken, and what that shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.asked import wanted_names
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Work
from solver.checking.verdicts import Finding, Kind, Report, Verdict
from solver.checking.written.claims import Claim
from solver.checking.written.lines import Line
from solver.errors import DlsolveError
from solver.grading.answer_cells import letter
from solver.practice.hints import Hint, Level, hints_of, proven
from solver.practice.own_answers import check_own
from solver.practice.skills import Aspect, Grade, Review, Skill, mistake_steps, step_skills
from solver.record.engine import run, solve_problem
from solver.record.marks import MOST_MARKS
from solver.record.solution import Solution
from solver.sheets.options import Option
from solver.sheets.questions import Question

FAULTS = (Kind.MISTAKE, Kind.TRIVIAL, Kind.WRONG)
"""The verdicts that show that something is to be practiced."""


class Judgement(Struct, frozen=True):
    """What is said of a line: the verdicts on what it claims, and what in it cannot be read."""

    report: Report | None
    troubles: tuple[DlsolveError, ...]
    missing: tuple[str, ...] = ()


class Exercise(Struct, dict=True):
    """A question that somebody works on.

    Attributes:
        question: the question.
        solution: its solution, compared with the NumPy model where there is one.
        decimal_comma: whether 0,5 is one half.
        claims: the answers so far, the last one under each name.
        mistakes: the words of the mistakes that were made, by their names.
        options: what there is to choose from, where it is a choice.
        is_solved: whether all that is asked was given and is right.
        is_shown: whether the working was shown before that.
        last_hint: what was told last.
    """

    question: Question
    decimal_comma: bool = False
    claims: dict[str, Claim] = field(default_factory=dict)
    mistakes: dict[str, str] = field(default_factory=dict)
    is_solved: bool = False
    is_shown: bool = False
    last_hint: Hint | None = None
    options: tuple[Option, ...] = ()
    _right: set[str] = field(default_factory=set)
    _faulty: set[int] = field(default_factory=set)
    _hinted: dict[int, Level] = field(default_factory=dict)
    _hints_taken: int = 0
    _was_chosen: bool = False
    _was_missed: bool = False

    @cached_property
    def solution(self) -> Solution:
        # No model has checked what a teacher wrote.
        problem = self.question.problem
        return run(problem) if self.question.own else solve_problem(problem)

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the answers that are asked for."""
        return self.question.asked or wanted_names(self.solution)

    @cached_property
    def names(self) -> Names:
        """All that can be answered."""
        return Names(self.solution)

    @property
    def was_tried(self) -> bool:
        """Whether there is anything to be learned from how it went."""
        return bool(self.claims or self._hinted) or self._was_chosen or self.is_shown

    @property
    def was_easy(self) -> bool:
        """Whether it was solved without a hint and without a fault."""
        return self.is_solved and not (self._hinted or self._faulty or self._was_missed or self.is_shown)

    def judge(self, line: str) -> Judgement:
        """The verdicts on what a line claims, together with all that was answered before."""
        work = Work(self.names, self.asked[0] if len(self.asked) == 1 else "", self.decimal_comma)
        work.read([Line(line)])
        if not work.claims:
            return Judgement(None, tuple(work.troubles))
        claims = {name: claim for name, claim in self.claims.items() if name not in work.claims}
        claims |= work.claims
        report = self._checked(list(claims.values()))
        self.claims = claims
        verdicts = zip(claims, report.verdicts, strict=True)
        new = replace(report, verdicts=tuple(v for key, v in verdicts if key in work.claims), steps=())
        missing = () if self.is_shown else self._take_in(new, report)
        return Judgement(new, tuple(work.troubles), missing)

    def _take_in(self, new: Report, report: Report) -> tuple[str, ...]:
        """Learn from the verdicts on a line and on all lines; returns which answers are still to be given."""
        for verdict in new.verdicts:
            self._learn(verdict)
            made = [name for finding in verdict.findings for name in finding.mistakes]
            self.mistakes |= {name: report.mistakes[name] for name in made}
        verdicts = zip(self.claims.values(), report.verdicts, strict=True)
        right = [claim for claim, verdict in verdicts if _is_right(verdict)]
        # What is wrong still does not undo what is right.
        proof = report if report.is_right else self._checked(right)
        self.is_solved = self.is_solved or self._is_done(proof)
        return () if self.is_solved else proof.missing

    def option(self, line: str) -> Option | None:
        """The option whose letter was typed, as b or (B); none where it was something else."""
        return next((option for option in self.options if option.letter == letter(line)), None)

    def choose(self, option: Option) -> None:
        """Take in that an option was chosen: it is right, or shows which mistake was made."""
        if self.is_shown:
            return
        self.is_solved = self.is_solved or option.is_right
        self._was_chosen = True
        self._was_missed = self._was_missed or not option.is_right
        places = mistake_steps(self.solution)
        for name in option.mistakes:
            self.mistakes[name] = self.solution.mistakes[name]
            self._faulty |= set(places.get(name, ()))

    def hint(self) -> Hint | None:
        """The next thing to be told; nothing where all is told, or known already."""
        known = self._proven
        while self._hints_taken < len(self._hints):
            hint = self._hints[self._hints_taken]
            self._hints_taken += 1
            if hint.step in self._open_steps and not (hint.told and hint.told <= known):
                self._note(hint)
                self.last_hint = hint
                return hint
        return None

    def _note(self, hint: Hint) -> None:
        """Take in how much was told of a step; what is told of a question that is solved shows nothing."""
        if not self.is_solved:
            before = self._hinted.get(hint.step, Level.FORMULA)
            self._hinted[hint.step] = max(before, hint.level)

    def show(self) -> Solution:
        """The whole working."""
        # What was shown can no longer be solved.
        self.is_shown = not self.is_solved
        return self.solution

    def reviews(self) -> tuple[Review, ...]:
        """How each step and mistake went, as far as that can be told."""
        steps = dict(self._graded())
        worst: dict[Skill, Grade] = {}
        for position, skill in enumerate(step_skills(self.solution)):
            if position in steps:
                worst[skill] = min(steps[position], worst.get(skill, Grade.GOOD))
        found = [Review(skill, grade) for skill, grade in worst.items()]
        for name, places in mistake_steps(self.solution).items():
            skill = Skill(self.question.command, Aspect.MISTAKE, name)
            if name in self.mistakes:
                found.append(Review(skill, Grade.AGAIN))
            elif all(steps.get(place, Grade.AGAIN) is not Grade.AGAIN for place in places):
                found.append(Review(skill, max(steps[place] for place in places), begins=False))
        return tuple(found)

    def _graded(self) -> Iterator[tuple[int, Grade]]:
        """The steps of which something is known, each with how it went."""
        solved = {self.solution.quantities[name].step for name in self._proven}
        for position in range(len(self.solution.steps)):
            level = self._hinted.get(position)
            is_right = self.is_solved or position in solved
            if position in self._faulty or level is Level.VALUE or (self.is_shown and not is_right):
                yield position, Grade.AGAIN
            elif is_right:
                yield position, Grade.GOOD if level is None else Grade.HARD
            elif level is not None:
                yield position, Grade.AGAIN

    def _checked(self, claims: list[Claim]) -> Report:
        own = self.question.own
        if own is not None:
            return check_own(own, self.names, claims)
        return check(self.question.problem, claims, MOST_MARKS, asked=self.asked)

    def _is_done(self, report: Report) -> bool:
        """Whether right answers leave nothing to give."""
        if self.question.own is not None:
            return not report.missing
        # The marks tell whether what is missing is proven by what was given.
        return report.earned == report.marks

    def _learn(self, verdict: Verdict) -> None:
        for finding in verdict.findings:
            if finding.kind.is_right:
                self._right.add(finding.quantity)
            elif finding.kind in FAULTS:
                self._faulty |= set(self._steps_of(finding, verdict))

    def _steps_of(self, finding: Finding, verdict: Verdict) -> tuple[int, ...]:
        """The positions of the steps in which a fault lies."""
        if finding.steps:
            return finding.steps
        quantity = self.solution.quantities.get(finding.quantity)
        if quantity is not None:
            return (quantity.step,)
        target = self.names.find(verdict.name)
        return (target.answer.step,) if target is not None and target.answer is not None else ()

    @cached_property
    def _hints(self) -> list[Hint]:
        problem = self.question.problem
        criteria = {name: problem.told(words) for name, words in problem.criteria.items()}
        return hints_of(self.solution, criteria)

    @property
    def _proven(self) -> frozenset[str]:
        return proven(frozenset(self._right), self.solution.quantities)

    @property
    def _open_steps(self) -> set[int]:
        """The steps of which not every quantity is proven."""
        known = self._proven
        of_steps: dict[int, bool] = {}
        for name, quantity in self.solution.quantities.items():
            if name in self.solution.asides:
                continue
            of_steps[quantity.step] = of_steps.get(quantity.step, True) and name in known
        return {position for position in range(len(self.solution.steps)) if not of_steps.get(position, False)}


def _is_right(verdict: Verdict) -> bool:
    return all(finding.kind.is_right for finding in verdict.findings)
