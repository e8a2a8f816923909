"""Multiple choice: the right answer among those that the type's own mistakes lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.mathematics.values import Value
from solver.record.comparison import TOLERANCE, Comparison
from solver.record.engine import run, serves
from solver.record.recorder import Rerun
from solver.record.solution import Answer, Nested, Solution, numbers
from solver.rendering.layout.answers import shown_alone
from solver.rendering.printing import Style
from solver.sampling.random_stream import RandomStream
from solver.sheets.questions import Question

OPTIONS = 4
LETTERS = "ABCD"

Mistakes = tuple[str, ...]
Answers = tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """Values to choose from: of one answer, or of those that only serve together.

    `mistakes` are the mistakes that lead to them, none to the right ones; `words` say what went wrong.
    """

    letter: str
    answers: Answers
    mistakes: Mistakes
    words: str

    @property
    def is_right(self) -> bool:
        return not self.mistakes


def options_of(question: Question, solution: Solution, style: Style) -> tuple[Option, ...]:
    """Four values of one answer of the problem, in an order drawn for the question.

    The answer asked for is the last one to which three single mistakes give different values as
    shown; where there is none, pairs of mistakes are tried as well.

    Raises:
        InputError: the mistakes do not lead to three different wrong answers.
    """
    singles = ((name,) for name in solution.mistakes)
    known: dict[tuple[str, ...], list[tuple[Answers, Mistakes]]] = {
        _names(group): [(group, ())] for group in _groups(solution, question.asked)
    }
    for candidates in (singles, combinations(solution.mistakes, 2)):
        _collect(question, solution, style, candidates, known)
        asked = [names for names, found in known.items() if len(found) >= OPTIONS]
        if asked:
            draw = RandomStream(f"{question.stream}/options")
            return _lettered(draw.some(known[asked[-1]], OPTIONS), solution)
    raise InputError(
        "the style", "cannot be choice: too few mistakes lead to other answers", question.command
    )


def kept_options(
    question: Question, solution: Solution, asked: Sequence[str], mistakes: Sequence[Mistakes]
) -> tuple[Option, ...]:
    """The options of the asked answers that lead from these mistakes, as an earlier draw chose them.

    Raises:
        InputError: the type no longer has one of the mistakes, or no answer of that name.
    """
    unknown = set(chain.from_iterable(mistakes)) - set(solution.mistakes)
    runs = [run(question.problem, Rerun(mistakes=names)) for names in mistakes]
    groups = [tuple(answer for answer in made.answers if answer.name in asked) for made in runs]
    if unknown or len(mistakes) != OPTIONS or any(_names(group) != tuple(asked) for group in groups):
        raise InputError("the options", "are of another version of the problem type", question.command)
    return _lettered(list(zip(groups, mistakes, strict=True)), solution)


def _groups(solution: Solution, asked: Collection[str]) -> Iterator[Answers]:
    """What a choice can be about: each answer that is asked, and together all that only have to serve."""
    answers = tuple(answer for answer in solution.answers if not asked or answer.name in asked)
    feasible = tuple(answer for answer in answers if answer.comparison is Comparison.FEASIBLE)
    yield from ((answer,) for answer in answers if answer not in feasible)
    if feasible:
        yield feasible


def _names(group: Answers) -> tuple[str, ...]:
    return tuple(answer.name for answer in group)


def _lettered(chosen: Sequence[tuple[Answers, Mistakes]], solution: Solution) -> tuple[Option, ...]:
    return tuple(
        Option(letter, answers, mistakes, "; and ".join(solution.mistakes[name] for name in mistakes))
        for letter, (answers, mistakes) in zip(LETTERS, chosen, strict=True)
    )


def _collect(
    question: Question,
    solution: Solution,
    style: Style,
    candidates: Iterable[Mistakes],
    known: dict[tuple[str, ...], list[tuple[Answers, Mistakes]]],
) -> None:
    """Add to each group the values that the mistakes lead to, where they differ from all before."""
    for mistakes in candidates:
        if all(len(found) >= OPTIONS for found in known.values()):
            return
        try:
            mistaken = run(question.problem, Rerun(mistakes=mistakes))
        except InputError:
            continue
        for names, found in known.items():
            group = tuple(answer for answer in mistaken.answers if answer.name in names)
            is_new = _names(group) == names and len(found) < OPTIONS and _is_new(group, found, style)
            if is_new and not _serves(question, solution, group):
                found.append((group, mistakes))


def _is_new(group: Answers, found: Sequence[tuple[Answers, Mistakes]], style: Style) -> bool:
    """Whether values differ from all that were found, in themselves and as shown."""
    return all(
        shown_alone(group, style) != shown_alone(other, style) and any(map(_is_apart, group, other))
        for other, _ in found
    )


def _is_apart(answer: Answer, other: Answer) -> bool:
    return answer.comparison.difference(numbers(answer.value), numbers(other.value)) > TOLERANCE


def _serves(question: Question, solution: Solution, group: Answers) -> bool:
    """Whether values that came from a mistake are right all the same."""
    ours = {answer.name: answer for answer in solution.answers}
    if any(answer.comparison is not Comparison.FEASIBLE for answer in group):
        return False
    values = dict(pair for answer in group for pair in _named_values(ours[answer.name].value, answer.value))
    return serves(question.problem, solution, values)


def _named_values(ours: Nested, theirs: Nested) -> Iterator[tuple[str, Value]]:
    """The values of one answer under the names of the quantities of another."""
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        for pair in zip(ours, theirs, strict=True):
            yield from _named_values(*pair)
    elif isinstance(ours, Symbol) and isinstance(theirs, Symbol):
        yield ours.name, theirs.evaluate()
